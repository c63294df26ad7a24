package assess

import (
	"slices"
	"strings"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// An item is one item of the standard, compiled.
type item struct {
	src        *standard.Item
	entry      *Entry // what it says, as it may be shown
	at         int    // place in the standard
	part       int    // place in the scheme's parts, -1 for none
	scored     bool
	duty       bool
	points     standard.Rat
	start      standard.Rat
	full       bool
	floor, cap standard.Rat
	scale      int
	mode       standard.Rounding
	terms      []term
	groups     []int // how many terms in a row share one Once; 1 for a term alone
	share      bool  // the share of met obligations is all there is
	own        bool  // some term names the item's own obligations
	tallied    words // how many obligations there were and how many were met
	zero       duty.Cond
	zeroIf     bool
	zeroed     string // zero_if in words
	bearer     int32  // the least level that bears it; 0 for the branch
	outcome    duty.Number
	nth        int // which outcome of the standard that is
	margin     standard.Rat
	conds      []duty.Cond // what the terms ask, to find the facts behind it
	numbers    []duty.Number

	isQuick                       bool // the item can be computed in millionths
	pointsQ, startQ, floorQ, capQ int64
	stepQ                         int64 // one unit of the item's scale
}

// item compiles one item.
func (p *Program) item(i int) item {
	src := &p.std.Items[i]
	it := item{src: src, entry: p.entry(src), at: i, part: p.partOf(src), duty: p.duty.Has(i), mode: p.mode, scale: p.scale}
	s := &scorer{p: p, it: &it, at: duty.Look{At: string(src.ID), Place: standard.PlaceScore}}
	if it.part >= 0 {
		s.column = p.std.Rating.Parts[it.part].Column
	}
	if src.Scale != nil {
		it.scale = *src.Scale
	}
	it.bearer = int32(max(party.Levels.Index(party.Level(src.Bearer)), 0))
	it.scored = src.Points != "" || len(src.Score) > 0
	it.points = s.amount(src.Points)
	it.full = src.Start != "zero" && len(src.Score) > 0
	if it.full {
		it.start = it.points
	}
	it.floor, it.cap = s.amount(src.Floor), it.points
	switch src.Cap {
	case "":
	case "none":
		it.cap = far
	default:
		it.cap = s.amount(src.Cap)
	}
	if it.zeroIf = src.Zero != ""; it.zeroIf {
		it.zero, it.zeroed = p.duty.Exprs.Cond(src.Zero, s.at), p.plain(src.Zero)
	}
	it.tallied = s.shareWords()
	it.compileTerms(s)
	it.brisk()
	if src.Outcome != nil {
		at := duty.Look{At: string(src.ID) + ".outcome", Place: standard.PlaceState}
		it.outcome, it.margin = p.duty.Exprs.Number(src.Outcome.Of, at), s.amount(src.Outcome.Margin)
		it.nth, p.outcomes = p.outcomes, p.outcomes+1
	}
	return it
}

// compileTerms compiles the terms, those that share a Once side by side.
func (it *item) compileTerms(s *scorer) {
	list := slices.Clone(it.src.Score)
	if len(list) == 0 && it.scored && it.duty {
		list, it.share = []standard.Term{{Share: &standard.Share{}}}, true
	}
	slices.SortStableFunc(list, func(a, b standard.Term) int { return strings.Compare(a.Once, b.Once) })
	for i := range list {
		t := s.term(&list[i])
		it.terms = append(it.terms, t)
		it.own = it.own || t.own || t.selfish
		if once := list[i].Once; once != "" && i > 0 && list[i-1].Once == once {
			it.groups[len(it.groups)-1]++
		} else {
			it.groups = append(it.groups, 1)
		}
	}
}

// partOf returns the part an item counts in.
func (p *Program) partOf(it *standard.Item) int {
	if p.std.Rating == nil {
		return -1
	}
	for i := range p.std.Rating.Parts {
		if p.std.Rating.Parts[i].ID == it.Part && it.Part != "" {
			return i
		}
	}
	return -1
}

// sum computes what an item's start and terms amount to, within its floor and
// cap, rounded to its scale.
func (it *item) sum(r *run) Pair {
	sum := r.value(it.start)
	k := 0
	for _, n := range it.groups {
		if n == 1 {
			sum = sum.Add(it.term(r, k))
			k++
			continue
		}
		sum = sum.Add(it.once(r, k, n))
		k += n
	}
	r.op(OpSum, 1+len(it.groups))
	return it.bounded(r, sum)
}

// term computes one term and notes what it came to.
func (it *item) term(r *run, k int) Pair {
	p := it.terms[k].amount(r)
	if r.trace != nil && r.quiet == 0 {
		r.trace.Steps = append(r.trace.Steps, Step{Op: OpTerm, N: int32(k), Pair: p})
	}
	return p
}

// once is the largest of the terms that share a name (M17).
func (it *item) once(r *run, from, n int) Pair {
	var few [4]Pair
	amounts := few[:0]
	for k := from; k < from+n; k++ {
		amounts = append(amounts, it.term(r, k))
	}
	r.op(OpLargest, n)
	return largest(amounts)
}

// bounded holds a sum within floor and cap, empties it where the item's own veto
// holds (M18e), and rounds it.
func (it *item) bounded(r *run, sum Pair) Pair {
	low, high := it.floor, it.cap
	if high == far && !sum.Hi.Less(far) {
		high = it.points.Max(sum.Lo).Max(low) // no cap and no limit known: the item's own points
	}
	r.value(low)
	r.value(high)
	r.op(OpClamp, 3)
	sum = sum.within(low, high)
	if it.zeroIf {
		switch r.Holds(it.zero) {
		case duty.Yes:
			r.value(zero)
			r.op(OpMul, 2)
			sum = Pair{}
		case duty.Maybe:
			r.value(zero)
			r.op(OpHull, 2)
			sum = sum.Or(Pair{})
		}
	}
	if r.trace != nil && r.quiet == 0 {
		r.trace.Steps = append(r.trace.Steps, Step{Op: OpRound, N: int32(it.scale), Mode: it.mode})
	}
	return sum.round(it.scale, it.mode)
}
