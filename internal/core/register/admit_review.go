package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Review (通读) says what is wrong in a whole ledger, as far as it was known at
// an instant; the zero time is all of it. A ledger is records that were accepted
// one after another, in order of At, then ID: each is asked whether it fitted
// what was known when it was recorded, or soon after. One that did not is refused, as Admit
// would. One that did, and no longer fits since something was recorded later — a
// void of what it rests on, a correction, a late entry — is taken all the same
// and becomes a finding: a warning that names what it no longer agrees with.
// Records of one instant may build on one another, in any order.
func Review(facts []fact.Fact, known time.Time, words standard.Vocabulary) []Problem {
	cut := fact.Cut{Known: known}
	if !known.IsZero() {
		facts = slices.DeleteFunc(slices.Clone(facts), func(f fact.Fact) bool { return !cut.Sees(&f) })
	}
	found := Admit(Fold(nil, fact.Cut{}), facts, words)
	if !slices.ContainsFunc(found, func(p Problem) bool { return !p.Warn }) {
		return found
	}
	v := newReview(facts, words)
	for i := range found {
		if !found[i].Warn {
			found[i] = v.judge(found[i])
		}
	}
	return found
}

// A review looks back at what was known when a fact was recorded.
type review struct {
	words standard.Vocabulary
	kin   kin
	lacks map[party.FactID][]party.FactID // what a fact rests on that was voided
	pasts map[party.OrgID]*past
	fuel  int // how many facts may still be folded
}

// leastFuel is how many facts a review may fold however short the ledger is.
// Contradictions are few in a ledger that people keep; a file in which nothing
// fits is refused without being read a thousand times.
const leastFuel = 4_000_000

func newReview(facts []fact.Fact, words standard.Vocabulary) *review {
	v := &review{
		words: words, kin: kinOf(facts), lacks: map[party.FactID][]party.FactID{},
		pasts: map[party.OrgID]*past{}, fuel: max(leastFuel, 40*len(facts)),
	}
	for _, l := range fact.Unsupported(facts, fact.Cut{}) {
		v.lacks[l.Fact] = append(v.lacks[l.Fact], l.Rests)
	}
	return v
}

// A past (过去) is the ledger on which an organisation's facts depend, and what
// was refused in it when its first n were recorded. What one late record upsets
// are mostly many facts of one organisation, so it is kept.
type past struct {
	review  *review
	org     party.OrgID
	ledger  []*fact.Fact
	refused map[int]map[refusal]bool
	late    int // the one that upset a fact of this organisation last; 0: none yet
}

type refusal struct {
	fact  party.FactID
	field string
}

// past returns the past of a fact.
func (v *review) past(f *fact.Fact) *past {
	ledger := v.kin.about(f)
	v.fuel -= len(ledger)
	p := v.pasts[f.Org]
	if p == nil || !slices.Equal(p.ledger, ledger) {
		p = &past{review: v, org: f.Org, ledger: ledger, refused: map[int]map[refusal]bool{}}
		v.pasts[f.Org] = p
	}
	return p
}

// wrong reports whether a problem is there among the first n records.
func (p *past) wrong(n int, what refusal) bool {
	found, ok := p.refused[n]
	if !ok {
		p.review.fuel -= n
		facts := make([]fact.Fact, n)
		for i, g := range p.ledger[:n] {
			facts[i] = *g
		}
		a := &admission{Register: Fold(facts, fact.Cut{}), words: p.review.words}
		found = map[refusal]bool{}
		if l := a.line(p.org); l != nil {
			for _, x := range a.check(l, &l.entries[0]) {
				if !x.Warn {
					found[refusal{x.Fact, x.Field}] = true
				}
			}
		}
		p.refused[n] = found
	}
	return found[what]
}

// judge turns a problem into a finding if its fact fitted once, and no longer does
// since something was recorded later.
func (v *review) judge(p Problem) Problem {
	f := v.kin.byID[p.Fact]
	if f == nil || v.fuel < 0 {
		return p
	}
	past, what := v.past(f), refusal{p.Fact, p.Field}
	at := slices.Index(past.ledger, f)
	if late := past.late; late <= at || past.wrong(late, what) || !past.wrong(late+1, what) {
		n, ok := past.fitted(at, what)
		if !ok || !past.wrong(len(past.ledger), what) {
			return p
		}
		past.late = past.turn(n, what)
	}
	late := past.ledger[past.late]
	p.Warn, p.Cause = true, late.ID
	p.Message = v.finding(f, late, p.Message)
	return p
}

// fitted returns how much of the ledger was known when the fact at an index was
// recorded, if the problem was not there then: up to the fact itself, or with
// all that was recorded in the same instant.
func (p *past) fitted(at int, what refusal) (int, bool) {
	f := p.ledger[at]
	end := at + 1
	for end < len(p.ledger) && p.ledger[end].At.Equal(f.At) {
		end++
	}
	for _, n := range [...]int{at + 1, end} {
		if slices.ContainsFunc(p.ledger[n:], func(g *fact.Fact) bool { return upsets(g, f) }) && !p.wrong(n, what) {
			return n, true
		}
	}
	return 0, false
}

// upsets reports whether g, recorded after f, can change what was true on the
// day of f.
func upsets(g, f *fact.Fact) bool {
	_, void := g.Body.(*fact.Void)
	return void || g.Corrects != "" || g.On <= f.On
}

// turn returns the record with which a problem came: after the first n it is not
// there, at the end it is.
func (p *past) turn(n int, what refusal) int {
	low, high := n, len(p.ledger)
	for high-low > 1 {
		if mid := (low + high) / 2; p.wrong(mid, what) {
			high = mid
		} else {
			low = mid
		}
	}
	return high - 1
}

// finding says what happened, that the fact counts all the same, and what to do.
func (v *review) finding(f, late *fact.Fact, message string) string {
	why, _, _ := strings.Cut(message, "；")
	when := party.DateIn(late.At)
	said, what := "登记时没有问题", fmt.Sprintf("补记了 %s（发生在 %s）", late.ID, late.On)
	if void, ok := late.Body.(*fact.Void); ok {
		if rests := v.lacks[f.ID]; len(rests) > 0 {
			return fmt.Sprintf("%s；它靠 %s 才成立，那一条 %s 作废了（%s），这一条现在没有依据。已收下，照样测算；请核对：事情不成立的，把这一条也作废；作废错了的，重新登记那一条",
				said, rests[0], when, late.ID)
		}
		what = fmt.Sprintf("作废了 %s（%s）", void.Fact, late.ID)
	} else if late.Corrects != "" {
		what = fmt.Sprintf("更正了 %s（%s）", late.Corrects, late.ID)
	}
	return fmt.Sprintf("%s；%s %s，从此对不上：%s。已收下，照样测算；请核对这两条，哪一条有误就更正或作废哪一条", said, when, what, why)
}

// Kin (相关记录) finds, in a ledger with all its voids and corrections, the facts
// on which it depends how one fact stands.
type kin struct {
	byID   map[party.FactID]*fact.Fact
	own    map[party.OrgID][]*fact.Fact
	toward map[party.OrgID][]*fact.Fact // what others recorded that changes its roll
	homes  map[party.MemberID][]party.OrgID
}

func kinOf(facts []fact.Fact) kin {
	k := kin{
		byID: make(map[party.FactID]*fact.Fact, len(facts)), own: map[party.OrgID][]*fact.Fact{},
		toward: map[party.OrgID][]*fact.Fact{}, homes: map[party.MemberID][]party.OrgID{},
	}
	for i := range facts {
		f := &facts[i]
		if k.byID[f.ID] != nil {
			continue // given twice
		}
		k.byID[f.ID] = f
		k.own[f.Org] = append(k.own[f.Org], f)
		var m party.MemberID
		var to party.OrgID
		switch b := f.Body.(type) {
		case *fact.MemberEnrolled:
			m = b.Member
		case *fact.MemberStaged:
			m = b.Member
		case *fact.MemberMoved:
			m, to = b.Member, b.Other
		case *fact.OrgMerged:
			to = b.Into
		}
		if to != "" {
			k.toward[to] = append(k.toward[to], f)
		}
		if m != "" && !slices.Contains(k.homes[m], f.Org) {
			k.homes[m] = append(k.homes[m], f.Org)
		}
	}
	return k
}

// about gathers the ledgers of the organisation, of those whose records f
// answers, and of those on whose rolls its people were, and where all of them and
// those that f names stood in the tree; in the order in which they were recorded.
func (k *kin) about(f *fact.Fact) []*fact.Fact {
	g := gathering{kin: k, whole: map[party.OrgID]bool{}, placed: map[party.OrgID]bool{}}
	g.all(f.Org)
	if answered := k.byID[fact.Answered(f.Body)]; answered != nil {
		g.all(answered.Org)
	}
	orgs, members := fact.Concerns(*f)
	for _, m := range members {
		for _, o := range k.homes[m] {
			g.all(o)
		}
	}
	for _, o := range orgs {
		g.place(o)
	}
	slices.SortFunc(g.facts, func(a, b *fact.Fact) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return slices.Compact(g.facts)
}

// A gathering is the facts found so far.
type gathering struct {
	*kin
	whole, placed map[party.OrgID]bool
	facts         []*fact.Fact
}

// all takes all that an organisation recorded, and what others did to its roll.
func (g *gathering) all(org party.OrgID) {
	if g.whole[org] {
		return
	}
	g.whole[org] = true
	g.facts = append(g.facts, g.own[org]...)
	g.place(org)
	for _, f := range g.toward[org] {
		g.facts = append(g.facts, f)
		if _, merged := f.Body.(*fact.OrgMerged); merged { // its people came over
			g.all(f.Org)
		}
	}
}

// place takes what says where an organisation and those above it stand.
func (g *gathering) place(org party.OrgID) {
	if g.placed[org] {
		return
	}
	g.placed[org] = true
	for _, f := range g.own[org] {
		var parent party.OrgID
		switch b := f.Body.(type) {
		case *fact.OrgFounded:
			parent = b.Parent
		case *fact.OrgMoved:
			parent = b.Parent
		case *fact.Void: // perhaps of one of these
		default:
			if rankOf(f.Body) > rankOrg {
				continue
			}
		}
		if !g.whole[org] {
			g.facts = append(g.facts, f)
		}
		if parent != "" {
			g.place(parent)
		}
	}
}
