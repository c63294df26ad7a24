package assess

import (
	"slices"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// behind returns the facts behind the measures that an item's terms name.
func (it *item) behind(r *run, got *gathered) {
	for _, c := range it.conds {
		got.add(r.Behind(c))
	}
	for i := range it.numbers {
		got.add(r.BehindNumber(&it.numbers[i]))
	}
	for i := range it.terms {
		got.add(behindMarks(it.terms[i].src, r.Year()))
		if s := it.terms[i].dated; s != nil {
			got.add(r.BehindSum(s))
		}
	}
}

// gathered is the facts of several lists; it is used again for the next item.
type gathered struct {
	ids   []party.FactID
	last  []party.FactID // the list added last, to pass over the same one again
	n     int            // how many lists were added
	twice bool           // a list may name a fact twice
}

func (g *gathered) reset() { *g = gathered{ids: g.ids[:0]} }

func (g *gathered) add(list []party.FactID) {
	if len(list) == 0 || len(list) == len(g.last) && &list[0] == &g.last[0] {
		return
	}
	if g.n == 1 {
		g.ids = append(g.ids, g.last...)
	}
	if g.n > 0 {
		g.ids = append(g.ids, list...)
	}
	g.last = list
	g.n++
}

// unique returns each fact once; of one list alone the list itself.
func (g *gathered) unique() []party.FactID {
	switch {
	case g.n != 1:
		return slices.Clone(duty.Unique(g.ids))
	case g.twice:
		return duty.Unique(slices.Clone(g.last))
	}
	return g.last
}

// behindMarks returns the facts behind marks, honours and decisions that a term
// names without an expression.
func behindMarks(t *standard.Term, y *register.Year) []party.FactID {
	var ids []party.FactID
	named := func(kind register.NamedKind, name string) {
		for i := range y.Named {
			if k := &y.Named[i]; k.Kind == kind && k.Name == name && k.Year == y.Of {
				ids = append(ids, k.Fact)
			}
		}
	}
	switch {
	case t.Judge != nil:
		named(register.NamedMark, t.Judge.Mark)
	case t.Grade != nil:
		named(register.NamedMark, t.Grade.Mark)
	case t.Levels != nil:
		named(register.NamedHonour, t.Levels.Honour)
	case t.Bands != nil:
		for _, b := range t.Bands.Table {
			named(register.NamedMark, b.Mark)
		}
	case t.Refer != nil:
		for _, d := range y.Ratings {
			if string(d.Scheme) == t.Refer.Scheme && d.Year == y.Of-t.Refer.Back {
				ids = append(ids, d.Fact)
			}
		}
	}
	return duty.Unique(ids)
}
