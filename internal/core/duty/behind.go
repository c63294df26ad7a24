package duty

import (
	"slices"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Behind returns the facts behind the measures that a condition names.
func (x *Exprs) Behind(c Cond, y *register.Year) []party.FactID {
	if c < 0 || x.conds[c].node == nil {
		return nil
	}
	return x.facts(x.conds[c].node, y, x.conds[c].back)
}

// BehindNumber returns the facts behind the measures that a formula names.
func (x *Exprs) BehindNumber(n *Number, y *register.Year) []party.FactID {
	if n.Node == nil {
		return nil
	}
	return x.facts(n.Node, y, 0)
}

// facts gathers the facts behind the measures that a node names. All measures of
// members, and all of the profile, have the same facts behind them.
func (x *Exprs) facts(n *standard.Node, y *register.Year, back int) []party.FactID {
	var few [12]standard.Ref
	refs := few[:0]
	n.Walk(func(k *standard.Node) {
		if k.Op != standard.OpRef {
			return
		}
		for i := range refs {
			if r := &refs[i]; r.Space == k.Ref.Space && (*r == k.Ref || r.Space == standard.SpaceMember || r.Space == standard.SpaceProfile) {
				return
			}
		}
		refs = append(refs, k.Ref)
	})
	var ids []party.FactID
	for _, r := range refs {
		ids = append(ids, factsOf(r, y, back)...)
	}
	return Unique(ids)
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
		for _, m := range y.Trail.Series[r.Index] {
			ids = append(ids, m.Fact)
		}
	case standard.SpaceNumber, standard.SpaceBeforeNumber:
		ids = y.Trail.Numbers[r.Index]
	case standard.SpaceProfile:
		ids = y.Trail.Profile
	case standard.SpaceMember:
		return ofMembers(y)
	}
	return ids
}

// ofMembers returns the facts behind every member on the roll.
func ofMembers(y *register.Year) []party.FactID {
	n := 0
	for i := range y.Members {
		n += len(y.Trail.Members[y.Members[i].Member])
	}
	ids := make([]party.FactID, 0, n)
	for i := range y.Members {
		ids = append(ids, y.Trail.Members[y.Members[i].Member]...)
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
	var seen map[party.FactID]bool
	if len(ids) > fewFacts {
		seen = make(map[party.FactID]bool, len(ids))
	}
	for _, id := range ids {
		switch {
		case id == "", seen == nil && slices.Contains(got, id), seen[id]:
			continue
		case seen != nil:
			seen[id] = true
		}
		got = append(got, id)
	}
	if len(got) == 0 {
		return nil
	}
	return got
}

// fewFacts is how many ids are sooner compared with one another than looked up.
const fewFacts = 16
