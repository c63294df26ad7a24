package assess

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// behind returns the facts behind the measures that an item's terms name.
func (it *item) behind(p *Program, y *register.Year) []party.FactID {
	var ids []party.FactID
	for _, c := range it.conds {
		ids = append(ids, p.duty.Exprs.Behind(c, y)...)
	}
	for i := range it.numbers {
		ids = append(ids, p.duty.Exprs.BehindNumber(&it.numbers[i], y)...)
	}
	for i := range it.terms {
		ids = append(ids, behindMarks(it.terms[i].src, y)...)
	}
	return ids
}

// behindMarks returns the facts behind marks, honours, decisions and days that a
// term names without an expression.
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
	case t.Timely != nil && t.Timely.Series != "" && y.Trail != nil:
		set, _ := standard.SeriesSum(t.Timely.Series)
		for _, s := range set {
			for _, m := range y.Trail.Series[s] {
				ids = append(ids, m.Fact)
			}
		}
	}
	return ids
}
