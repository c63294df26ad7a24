package fact

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"

	"qiangji/internal/party"
)

// A Cut (截点) chooses which facts are seen: those that happened up to On and
// were known up to Known. A zero field does not cut.
type Cut struct {
	On    party.Date
	Known time.Time
}

// Sees reports whether the cut lets f through.
func (c Cut) Sees(f *Fact) bool { return c.happened(f) && c.known(f) }

func (c Cut) happened(f *Fact) bool { return c.On == party.NoDate || f.On <= c.On }
func (c Cut) known(f *Fact) bool    { return c.Known.IsZero() || !f.At.After(c.Known) }

// Standing returns the facts that stand at the cut, in standing order (On, At,
// ID), each once. Neither the order of facts nor repetition matters.
//
// A fact and its corrections are one thread: the record as it was mended. Of a
// thread that is not voided, the last correction stands; of two corrections of
// the same fact the one recorded later. A void takes back the whole thread of
// the fact it names; it cannot be voided or corrected. What corrects itself in
// a circle is refused. See Conflicts for what was found wrong.
//
// What is known about the past is not itself past: corrections and voids count
// from the moment they were recorded, whatever day they bear.
func Standing(facts []Fact, cut Cut) []Fact {
	r := resolve(facts, cut)
	standing := make([]Fact, 0, len(r.facts))
	for i := range r.facts {
		if f := r.facts[i]; r.stands(f) && cut.happened(f) {
			standing = append(standing, *f)
		}
	}
	return standing
}

// Threads returns, for each correction known at the cut, the first fact of its
// thread. What rests on any fact of a thread rests on the thread; a fact that
// is not in the table is its own.
func Threads(facts []Fact, cut Cut) map[party.FactID]party.FactID {
	r := resolve(facts, cut)
	roots := make(map[party.FactID]party.FactID, len(r.roots))
	for id, root := range r.roots {
		if root != id && root != "" {
			roots[id] = root
		}
	}
	return roots
}

// Mended returns the facts of which, as the threads say, a correction stands.
func Mended(facts, standing []Fact, threads map[party.FactID]party.FactID) []Fact {
	root := func(id party.FactID) party.FactID { return cmp.Or(threads[id], id) }
	stands := make(map[party.FactID]party.FactID, len(threads))
	for i := range standing {
		if f := &standing[i]; f.Corrects != "" {
			stands[root(f.ID)] = f.ID
		}
	}
	var mended []Fact
	for i := range facts {
		f := &facts[i]
		if id := stands[root(f.ID)]; id != "" && id != f.ID && !isVoid(f) {
			mended = append(mended, *f)
		}
	}
	return mended
}

// A Lack (失据) is a fact that stands on another that was taken back.
type Lack struct {
	Fact  party.FactID // what is left without support
	Rests party.FactID // what was voided
}

// Unsupported reports the standing facts that rest on a voided one: the promise
// was void, so its keeping has no ground. Each becomes a finding for a person.
func Unsupported(facts []Fact, cut Cut) []Lack {
	r := resolve(facts, cut)
	var lacks []Lack
	for _, f := range r.facts {
		if len(r.voided) == 0 || !r.stands(f) || !cut.happened(f) {
			continue
		}
		for _, id := range Rests(f.Body) {
			if r.voided[r.root(id)] {
				lacks = append(lacks, Lack{f.ID, id})
			}
		}
	}
	return lacks
}

// Conflicts reports what contradicts itself among facts: an identifier that
// stands for two contents, a void that is voided or corrected, corrections that
// go round in a circle, or reach into another organisation.
func Conflicts(facts []Fact) []Problem { return resolve(facts, Cut{}).conflicts() }

// A resolution is which fact replaces which.
type resolution struct {
	facts  []*Fact // in standing order, each ID once
	twice  []party.FactID
	byID   map[party.FactID]*Fact
	roots  map[party.FactID]party.FactID // first of the thread; "" in a circle
	last   map[party.FactID]*Fact        // by root: what stands of the thread
	voided map[party.FactID]bool         // by root
}

// resolve joins the facts known at the cut into threads.
func resolve(facts []Fact, cut Cut) *resolution {
	r := &resolution{byID: make(map[party.FactID]*Fact, len(facts))}
	r.sort(facts, cut)
	amended := false
	for _, f := range r.facts {
		_, void := f.Body.(*Void)
		amended = amended || void || f.Corrects != ""
	}
	if amended {
		r.thread()
	}
	return r
}

// sort puts the known facts in standing order, each ID once.
func (r *resolution) sort(facts []Fact, cut Cut) {
	for i := range facts {
		f := &facts[i]
		if !cut.known(f) {
			continue
		}
		if g := r.byID[f.ID]; g != nil {
			if !same(f, g) {
				r.twice = append(r.twice, f.ID)
			}
			if !earlier(f, g) {
				continue
			}
		}
		r.byID[f.ID] = f
	}
	r.facts = make([]*Fact, 0, len(r.byID))
	for i := range facts {
		if f := &facts[i]; r.byID[f.ID] == f {
			r.facts = append(r.facts, f)
		}
	}
	slices.SortFunc(r.facts, Order)
}

// Order compares two facts by the standing order: day, moment of recording, id.
func Order(a, b *Fact) int {
	return cmp.Or(cmp.Compare(a.On, b.On), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
}

func same(a, b *Fact) bool { return bytes.Equal(a.Append(nil), b.Append(nil)) }

// earlier chooses between two contents under one identifier: the first that was
// recorded is kept, for facts never change.
func earlier(a, b *Fact) bool {
	if c := a.At.Compare(b.At); c != 0 {
		return c < 0
	}
	return bytes.Compare(a.Append(nil), b.Append(nil)) < 0
}

// thread finds the root of every fact, what stands of each thread, and what is
// voided.
func (r *resolution) thread() {
	r.roots = make(map[party.FactID]party.FactID, len(r.facts))
	r.last = map[party.FactID]*Fact{}
	r.voided = map[party.FactID]bool{}
	replaced := map[party.FactID]bool{}
	for _, f := range r.facts {
		r.climb(f)
		if p := r.parent(f); p != "" {
			replaced[p] = true
		}
	}
	for _, f := range r.facts {
		root := r.root(f.ID)
		v, void := f.Body.(*Void)
		switch {
		case void:
			if t := r.byID[v.Fact]; t == nil || !isVoid(t) && t.Org == f.Org {
				r.voided[r.root(v.Fact)] = true
			}
		case !replaced[f.ID]:
			if l := r.last[root]; l == nil || later(f, l) {
				r.last[root] = f
			}
		}
	}
}

// later reports whether a was recorded after b.
func later(a, b *Fact) bool {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) > 0
}

func isVoid(f *Fact) bool {
	_, void := f.Body.(*Void)
	return void
}

// parent returns what f corrects, if it may: a void is outside all threads, and
// a thread stays within one organisation.
func (r *resolution) parent(f *Fact) party.FactID {
	if f.Corrects == "" || isVoid(f) {
		return ""
	}
	if t := r.byID[f.Corrects]; t != nil && (isVoid(t) || t.Org != f.Org) {
		return ""
	}
	return f.Corrects
}

// climb finds the root of f and of all on the way.
func (r *resolution) climb(f *Fact) {
	if r.parent(f) == "" {
		r.roots[f.ID] = f.ID
		return
	}
	var way []party.FactID
	root, onWay := f.ID, map[party.FactID]bool{}
	for {
		if known, ok := r.roots[root]; ok {
			root = known
			break
		}
		if onWay[root] {
			root = "" // a circle
			break
		}
		way, onWay[root] = append(way, root), true
		g := r.byID[root]
		if g == nil || r.parent(g) == "" {
			break
		}
		root = r.parent(g)
	}
	for _, id := range way {
		r.roots[id] = root
	}
}

// root returns the first fact of a thread; id itself if it is in none.
func (r *resolution) root(id party.FactID) party.FactID {
	if root, ok := r.roots[id]; ok {
		return root
	}
	return id
}

// stands reports whether f is what stands of its thread.
func (r *resolution) stands(f *Fact) bool {
	if isVoid(f) {
		return false
	}
	if r.roots == nil {
		return true
	}
	root := r.root(f.ID)
	return root != "" && !r.voided[root] && r.last[root] == f
}

// conflicts says what was found wrong, in standing order.
func (r *resolution) conflicts() []Problem {
	var ps []Problem
	say := func(field, format string, args ...any) {
		ps = append(ps, Problem{field, fmt.Sprintf(format, args...)})
	}
	slices.Sort(r.twice)
	for _, id := range slices.Compact(r.twice) {
		say("id", "编号 %s 有两份不同的内容，按先登记的算；请给后一份换编号重新登记", id)
	}
	for _, f := range r.facts {
		target := r.byID[f.Corrects]
		v, void := f.Body.(*Void)
		switch {
		case void && r.byID[v.Fact] != nil && isVoid(r.byID[v.Fact]):
			say("body.fact", "%s 要作废的 %s 本身是作废记录；作废不能再作废，需要的话请重新登记", f.ID, v.Fact)
		case void && r.byID[v.Fact] != nil && r.byID[v.Fact].Org != f.Org:
			say("body.fact", "%s 要作废的 %s 属于另一个党组织；请由登记它的党组织作废", f.ID, v.Fact)
		case target != nil && isVoid(target):
			say("corrects", "%s 要更正的 %s 是作废记录；作废不能更正，请重新登记", f.ID, target.ID)
		case target != nil && target.Org != f.Org:
			say("corrects", "%s 要更正的 %s 属于另一个党组织；记错组织请先作废，再在正确的党组织登记", f.ID, target.ID)
		case r.roots != nil && !void && r.root(f.ID) == "":
			say("corrects", "%s 的更正绕成了一圈，这几条都不算；请作废后重新登记", f.ID)
		}
	}
	return ps
}
