package duty

import (
	"slices"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Behind returns the facts behind the measures that a condition names, in the year
// loaded. The list may be shared: it is only to be read.
func (e *Env) Behind(c Cond) []party.FactID {
	if c < 0 {
		return nil
	}
	return e.behind(e.exprs.conds[c].trail)
}

// BehindNumber returns the facts behind the measures that a formula names, to be
// read only.
func (e *Env) BehindNumber(n *Number) []party.FactID { return e.behind(n.trail) }

// BehindSum returns the facts behind what a sum counts, in the year loaded.
func (e *Env) BehindSum(s *Sum) []party.FactID {
	var ids []party.FactID
	for _, series := range s.Series {
		if t := e.year.Trail; t != nil {
			for _, m := range t.Series[series] {
				ids = append(ids, m.Fact)
			}
		}
	}
	for _, h := range s.Events {
		for k := range e.Happened(h) {
			ids = append(ids, k.Fact)
		}
	}
	return Unique(ids)
}

// A trail is the measures that an expression names, and how many years before the
// assessed one count too. Many expressions have one in common, so the facts behind
// it are gathered once for each branch.
type trail struct {
	refs []standard.Ref
	back int
}

// trail returns the place of what a node names in the pool.
func (x *Exprs) trail(n *standard.Node, back int) int {
	t := trail{refsOf(n), back}
	if len(t.refs) == 0 {
		return 0
	}
	for i := range x.trails {
		if x.trails[i].back == back && slices.Equal(x.trails[i].refs, t.refs) {
			return i
		}
	}
	x.trails = append(x.trails, t)
	return len(x.trails) - 1
}

// refsOf returns the measures that a node names and facts stand behind, each once.
// All measures of members, and all of the profile, have the same facts.
func refsOf(n *standard.Node) []standard.Ref {
	var refs []standard.Ref
	n.Walk(func(k *standard.Node) {
		if k.Op != standard.OpRef {
			return
		}
		ref := k.Ref
		switch ref.Space {
		case standard.SpaceOwn, standard.SpaceTotal, standard.SpacePart:
			return
		case standard.SpaceMember, standard.SpaceProfile:
			ref = standard.Ref{Space: ref.Space}
		}
		if !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	})
	return refs
}

func (e *Env) behind(t int) []party.FactID {
	got := &e.trails[t]
	if got.round != e.round {
		*got = gathered{e.round, e.gather(&e.exprs.trails[t])}
	}
	return got.facts
}

// gather returns the facts behind a trail, without room for more: the list is
// shared.
func (e *Env) gather(t *trail) []party.FactID {
	if len(t.refs) == 1 && t.refs[0].Space == standard.SpaceMember {
		return e.ofMembers()
	}
	ids := e.ids[:0]
	for _, r := range t.refs {
		if r.Space == standard.SpaceMember {
			ids = append(ids, e.ofMembers()...)
			continue
		}
		ids = append(ids, factsOf(r, e.year, t.back)...)
	}
	e.ids = ids
	return slices.Clip(slices.Clone(Unique(ids)))
}

// ofMembers returns the facts behind every member on the roll, gathered once for
// each branch.
func (e *Env) ofMembers() []party.FactID {
	if e.people.round == e.round {
		return e.people.facts
	}
	e.people = gathered{round: e.round}
	if t := e.year.Trail; t != nil {
		n := 0
		for i := range e.year.Members {
			n += len(t.Members[e.year.Members[i].Member])
		}
		ids := make([]party.FactID, 0, n)
		for i := range e.year.Members {
			ids = append(ids, t.Members[e.year.Members[i].Member]...)
		}
		e.people.facts = slices.Clip(Unique(ids))
	}
	return e.people.facts
}

// A gathered list of facts, valid in its round only.
type gathered struct {
	round uint32
	facts []party.FactID
}

// factsOf returns the facts behind one measure.
func factsOf(r standard.Ref, y *register.Year, back int) []party.FactID {
	switch r.Space {
	case standard.SpaceFigure:
		return namedFacts(y, register.NamedFigure, r, 0)
	case standard.SpaceMark, standard.SpaceGrade:
		return namedFacts(y, register.NamedMark, r, 0)
	case standard.SpaceEvent:
		return namedFacts(y, register.NamedEvent, r, back)
	case standard.SpaceHonour:
		return namedFacts(y, register.NamedHonour, r, back)
	case standard.SpaceBeforeSeries, standard.SpaceBeforeNumber:
		if y = y.Before; y == nil {
			return nil
		}
	}
	if y.Trail == nil {
		return nil
	}
	var ids []party.FactID
	switch r.Space {
	case standard.SpaceSeries, standard.SpaceBeforeSeries:
		ids = make([]party.FactID, len(y.Trail.Series[r.Index]))
		for i, m := range y.Trail.Series[r.Index] {
			ids[i] = m.Fact
		}
	case standard.SpaceNumber, standard.SpaceBeforeNumber:
		ids = y.Trail.Numbers[r.Index]
	case standard.SpaceProfile:
		ids = y.Trail.Profile
	}
	return ids
}

func namedFacts(y *register.Year, kind register.NamedKind, r standard.Ref, back int) []party.FactID {
	var ids []party.FactID
	for i := range y.Named {
		k := &y.Named[i]
		if k.Kind != kind || k.Name != r.Name || r.Grade != "" && k.Grade != r.Grade {
			continue
		}
		if kind == register.NamedFigure && k.Year == 0 || k.Year >= y.Of-back && k.Year <= y.Of {
			ids = append(ids, k.Fact)
		}
	}
	return ids
}

// Unique returns fact ids without repetition, in the order of their first place;
// it uses the memory of ids.
func Unique(ids []party.FactID) []party.FactID {
	got := ids[:0]
	if len(ids) > short {
		got = uniqueOfMany(ids)
	} else {
		for _, id := range ids {
			if id != "" && !slices.Contains(got, id) {
				got = append(got, id)
			}
		}
	}
	if len(got) == 0 {
		return nil
	}
	return got
}

// short is up to how many ids are sooner compared with one another than put into a
// table.
const short = 8

func uniqueOfMany(ids []party.FactID) []party.FactID {
	var few seen
	var many map[party.FactID]bool
	if len(ids) > len(few)/2 {
		many = make(map[party.FactID]bool, len(ids))
	}
	got := ids[:0]
	for _, id := range ids {
		switch {
		case id == "":
			continue
		case many == nil && few.has(got, id):
			continue
		case many != nil && many[id]:
			continue
		case many != nil:
			many[id] = true
		}
		got = append(got, id)
	}
	return got
}

// seen is where ids stand in a list, by their hash, so that a list that is not
// long needs no map: the place plus one, 0 where there is none.
type seen [512]uint16

// has reports whether id is in the list, and if it is not notes that it comes next.
func (s *seen) has(list []party.FactID, id party.FactID) bool {
	h := uint32(2166136261)
	for i := range len(id) {
		h = (h ^ uint32(id[i])) * 16777619
	}
	for at := h % uint32(len(s)); ; at = (at + 1) % uint32(len(s)) {
		if s[at] == 0 {
			s[at] = uint16(len(list) + 1)
			return false
		}
		if list[s[at]-1] == id {
			return true
		}
	}
}
