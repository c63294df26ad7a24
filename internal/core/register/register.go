package register

import (
	"cmp"
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A Register (名册) is what the facts that stand at a cut say was true: the tree
// of organisations, who was on which roll, who held which post, and what each
// organisation's year held. It never changes and may be read by many at once.
//
// One convention holds for every day in it: what a fact of a day states holds
// from that day on. Who is accepted on a day counts that day, who leaves on it
// no longer does, an organisation closed on it existed until the day before.
// Within a day organisations and rolls come first, then posts, then what
// happened, in whatever order they were written down: the moment of recording
// decides only which of two contrary statements of one day holds.
type Register struct {
	cut      fact.Cut
	facts    []fact.Fact // standing, in standing order
	mended   []fact.Fact // what was replaced by a correction that stands; of an uncut register
	threads  map[party.FactID]party.FactID
	voids    map[party.FactID]bool         // the facts that are voids; they never stand
	confirms map[party.FactID][]*fact.Fact // by the meeting's thread
	lines    []line                        // in order of id
	at       map[party.OrgID]int32
}

// A line is one organisation in the register: its stream of facts in the order
// in which they are folded, and its place in the tree.
type line struct {
	id      party.OrgID
	founded *fact.Fact
	ends    party.Date // the first day on which it no longer exists; NoDate: it lives
	entries []entry
	above   []link        // its parents, by day
	below   []party.OrgID // every organisation that ever was directly under it
	wide    []*fact.Fact  // what it did for everyone under it
}

// A link says who the parent was from a day on.
type link struct {
	from   party.Date
	parent party.OrgID
}

// An entry is one fact in an organisation's stream. By is the confirmation that
// makes another's meeting one of its own too (C25).
type entry struct {
	on   party.Date
	rank rank
	fact *fact.Fact
	by   *fact.Fact
}

// Fold reads facts in any order and keeps those that stand at the cut. Facts
// given twice count once.
func Fold(facts []fact.Fact, cut fact.Cut) *Register {
	r := &Register{cut: cut, facts: fact.Standing(facts, cut)}
	for i := range facts {
		f := &facts[i]
		if f.Corrects != "" && r.threads == nil {
			r.threads = fact.Threads(facts, cut)
		}
		if _, void := f.Body.(*fact.Void); void {
			if r.voids == nil {
				r.voids = map[party.FactID]bool{}
			}
			r.voids[f.ID] = true
		}
	}
	if len(r.threads) > 0 && cut == (fact.Cut{}) {
		r.mended = fact.Mended(facts, r.facts, r.threads)
	}
	r.index()
	return r
}

// Cut returns what the register saw.
func (r *Register) Cut() fact.Cut { return r.cut }

// thread names the record that a fact belongs to, however often it was mended.
func (r *Register) thread(id party.FactID) party.FactID {
	if root, ok := r.threads[id]; ok {
		return root
	}
	return id
}

// line returns an organisation that has facts of its own, or nil.
func (r *Register) line(org party.OrgID) *line {
	if i, ok := r.at[org]; ok {
		return &r.lines[i]
	}
	return nil
}

// index puts every fact into the streams of the organisations that it concerns.
func (r *Register) index() {
	owners := r.owners()
	room := make([]int, len(r.lines))
	for _, o := range owners {
		room[o]++
	}
	all := make([]entry, len(r.facts))
	for i := range r.lines {
		r.lines[i].entries, all = all[:0:room[i]], all[room[i]:]
	}
	x := router{Register: r}
	x.prepare()
	for i := range r.facts {
		if i == 0 || r.facts[i].On != r.facts[i-1].On {
			x.roll(r.facts[i:])
		}
		x.add(&r.facts[i], &r.lines[owners[i]])
	}
	for i := range r.lines {
		l := &r.lines[i]
		l.order()
		l.place()
	}
	for i := range r.lines {
		l := &r.lines[i]
		for _, a := range l.above {
			if p := r.line(a.parent); p != nil && !slices.Contains(p.below, l.id) {
				p.below = append(p.below, l.id)
			}
		}
	}
}

// owners makes a line for every owner and returns each fact's.
func (r *Register) owners() []int32 {
	r.at = map[party.OrgID]int32{}
	for i := range r.facts {
		if o := r.facts[i].Org; i == 0 || o != r.facts[i-1].Org {
			r.at[o] = 0
		}
	}
	r.lines = make([]line, 0, len(r.at))
	for o := range r.at {
		r.lines = append(r.lines, line{id: o})
	}
	slices.SortFunc(r.lines, func(a, b line) int { return cmp.Compare(a.id, b.id) })
	for i := range r.lines {
		r.at[r.lines[i].id] = int32(i)
	}
	owners := make([]int32, len(r.facts))
	for i := range r.facts {
		if i > 0 && r.facts[i].Org == r.facts[i-1].Org {
			owners[i] = owners[i-1]
			continue
		}
		owners[i] = r.at[r.facts[i].Org]
	}
	return owners
}

// order puts a stream into folding order: by day, within the day by rank,
// within the rank as recorded.
func (l *line) order() {
	before := func(a, b entry) int { return cmp.Or(cmp.Compare(a.on, b.on), cmp.Compare(a.rank, b.rank)) }
	if !slices.IsSortedFunc(l.entries, before) {
		slices.SortStableFunc(l.entries, before)
	}
}

// About returns the standing facts from which the years of an organisation are
// folded: its own, those of others that touch it, what its ancestors did for
// everyone below, and where it stands in the tree. Folding these alone gives the
// same years as folding all.
func (r *Register) About(org party.OrgID) []fact.Fact {
	taken := map[party.FactID]bool{}
	r.about(org, taken)
	var about []fact.Fact
	for i := range r.facts {
		if taken[r.facts[i].ID] {
			about = append(about, r.facts[i])
		}
	}
	return about
}

func (r *Register) about(org party.OrgID, taken map[party.FactID]bool) {
	for seen, orgs := []party.OrgID(nil), []party.OrgID{org}; len(orgs) > 0; orgs = orgs[1:] {
		l := r.line(orgs[0])
		if l == nil || slices.Contains(seen, l.id) {
			continue
		}
		seen = append(seen, l.id)
		for i := range l.entries {
			orgs = append(orgs, r.take(&l.entries[i], l, taken)...)
		}
		for _, b := range l.below {
			r.line(b).structure(taken)
		}
		r.above(l, func(a *line) {
			a.structure(taken)
			for _, f := range a.wide {
				taken[f.ID] = true
			}
		})
	}
}

// take takes an entry and what confirms it. It returns the organisation whose
// members came over with it.
func (r *Register) take(e *entry, l *line, taken map[party.FactID]bool) []party.OrgID {
	taken[e.fact.ID] = true
	if e.by != nil {
		taken[e.by.ID] = true
	}
	for _, c := range r.confirms[r.thread(e.fact.ID)] {
		taken[c.ID] = true
	}
	if m, ok := e.fact.Body.(*fact.OrgMerged); ok && m.Into == l.id {
		return []party.OrgID{e.fact.Org}
	}
	return nil
}

// structure takes what says where an organisation stands in the tree.
func (l *line) structure(taken map[party.FactID]bool) {
	for i := range l.entries {
		if f := l.entries[i].fact; l.entries[i].rank <= rankOrg && f.Org == l.id {
			taken[f.ID] = true
		}
	}
}
