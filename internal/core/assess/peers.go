package assess

import (
	"slices"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

// Peers (同组) is the first of two passes: it gathers, organisation by
// organisation and in any order, the numbers that standards compare, each
// comparison group by itself, so that no one can be held against those that do
// not compare (C6). It keeps one number of each organisation to a comparison, and
// nothing else, so that 200,000 branches take a few megabytes. The zero Peers is
// empty; it belongs to one goroutine.
type Peers struct {
	groups map[Group][]rank
	sheets map[*Program]*Sheet
}

// A rank is the numbers of one group by one comparison.
type rank struct {
	values   []standard.Rat // in order once frozen
	distinct []standard.Rat
	lacking  int // how many have no number
	frozen   bool
}

// sheet returns the sheet kept for a program, turned to a year.
func (q *Peers) sheet(p *Program, y *register.Year) *Sheet {
	s := q.sheets[p]
	if s == nil {
		if q.sheets == nil {
			q.sheets, q.groups = map[*Program]*Sheet{}, map[Group][]rank{}
		}
		s = &Sheet{}
		q.sheets[p] = s
	}
	s.fit(p)
	s.env.Load(y)
	return s
}

// Add counts one organisation's year among its peers. What does not apply to it,
// and whoever takes no part in the assessment (M30), is compared with nobody.
func (q *Peers) Add(p *Program, y *register.Year) {
	if p.refused != "" || !p.Compares() {
		return
	}
	sheet := q.sheet(p, y)
	if p.exempted(sheet, y) {
		return
	}
	r := run{Env: sheet.env}
	g := p.group(&r, y)
	ranks := q.groups[g]
	if ranks == nil {
		ranks = make([]rank, len(p.compare))
		q.groups[g] = ranks
	}
	for k := range p.compare {
		if !p.concerns(&r, k) {
			continue
		}
		ranks[k].frozen = false
		if v := p.valueOf(&r, k); v.Valid() {
			ranks[k].values = append(ranks[k].values, v)
		} else {
			ranks[k].lacking++
		}
	}
}

// exempted reports whether an organisation takes no part in the assessment.
func (p *Program) exempted(sheet *Sheet, y *register.Year) bool {
	if len(p.policy.exempt) == 0 {
		return false
	}
	p.score(y, sheet, nil)
	r := run{Env: sheet.env}
	p.seen(&r, sheet)
	exempt := slices.ContainsFunc(p.policy.exempt, func(c duty.Cond) bool { return p.holds(&r, sheet, c) == duty.Yes })
	sheet.env.Load(y)
	return exempt
}

// concerns reports whether a comparison is made of the organisation loaded.
func (p *Program) concerns(r *run, k int) bool {
	c := &p.compare[k]
	it := &p.items[c.item]
	if c.rollup != nil || it.bearer > 0 && it.above(r) {
		return false
	}
	p.own(r, it)
	return p.duty.Applies(it.at, r.Env) != duty.No && r.Holds(c.when) != duty.No
}

// valueOf is the number of the organisation loaded that is compared.
func (p *Program) valueOf(r *run, k int) standard.Rat {
	p.own(r, &p.items[p.compare[k].item])
	return p.compare[k].of.Of(r.Env)
}

// own counts the obligations of an item, for numbers that name 本项.
func (p *Program) own(r *run, it *item) {
	if r.Own = (duty.Tally{}); it.duty {
		p.duty.Count(it.at, r.Env)
	}
}

// Assess is the second pass over an organisation that was added: its assessment
// with what its place gives. Where the number of any of its peers is not known
// nobody is ranked: a rank that may still change is not a rank.
func (q *Peers) Assess(p *Program, y *register.Year) *Assessment {
	return p.assess(y, q.given(p, y, nil))
}

// given is what the comparisons give an organisation; what an earlier pass joined
// of the scores below it stays.
func (q *Peers) given(p *Program, y *register.Year, was []given) []given {
	if p.refused != "" || !p.Compares() {
		return nil
	}
	sheet := q.sheet(p, y)
	out := p.exempted(sheet, y)
	r := run{Env: sheet.env}
	ranks := q.groups[p.group(&r, y)]
	all := make([]given, len(p.compare))
	for k := range all {
		c := &p.compare[k]
		all[k] = given{points: c.unknown, value: wide}
		switch {
		case c.rollup != nil && k < len(was):
			all[k] = was[k]
		case ranks != nil && !out && p.concerns(&r, k):
			ranks[k].find(c, only(p.valueOf(&r, k)), &all[k])
		}
	}
	return all
}

// find finds where a number stands.
func (x *rank) find(c *comparison, value Pair, g *given) {
	x.freeze()
	g.value, g.among, g.lacking = value, len(x.values)+x.lacking, x.lacking
	if g.lacking > 0 {
		return
	}
	low, _ := slices.BinarySearchFunc(x.values, value.Lo, standard.Rat.Cmp)
	high := low
	for high < len(x.values) && x.values[high] == value.Lo {
		high++
	}
	if low == high { // it was never added
		return
	}
	n := len(x.values)
	g.at, g.tied = place{n - high + 1, n - low, n}, high-low
	if c.ties == "dense" {
		at, _ := slices.BinarySearchFunc(x.distinct, value.Lo, standard.Rat.Cmp)
		n = len(x.distinct)
		g.at = place{n - at, n - at, n}
	}
	g.points = only(c.give(g.at))
}

// freeze puts the numbers in order, whatever order they came in.
func (x *rank) freeze() {
	if x.frozen {
		return
	}
	slices.SortFunc(x.values, standard.Rat.Cmp)
	x.distinct = slices.Compact(slices.Clone(x.values))
	x.frozen = true
}

// Relative is the second pass over a cohort that is at hand: each of its members
// is assessed again with what its place gives.
func Relative(c Cohort) []*Assessment {
	if len(c.members) == 0 {
		return nil
	}
	var q Peers
	for _, a := range c.members {
		q.Add(a.program, a.year)
	}
	again := make([]*Assessment, len(c.members))
	for i, a := range c.members {
		again[i] = a.program.assess(a.year, q.given(a.program, a.year, a.given))
	}
	return again
}
