package assess

import (
	"slices"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// rollup joins the scores of the organisations directly below (M45).
func (s *scorer) rollup(x *standard.Rollup) term {
	weight := one
	if x.Weight != "" {
		weight = s.amount(x.Weight)
	}
	return s.compared(comparison{rollup: x, weight: weight, unknown: Pair{zero, s.it.points}})
}

// joins are how scores are joined, in words.
var joins = map[string]string{"mean": "平均", "min": "最低", "sum": "合计"}

// sayBelow says what the scores below amount to.
func (c *comparison) sayBelow(w *pen, g given) {
	switch {
	case g.lacking > 1:
		w.say("下级党组织分属 ").count(g.lacking).say(" 个比较组（领域、规模或层级不同），得分不能合在一起算")
		return
	case g.among == 0:
		w.say("还没有参加评定的下级党组织")
		return
	}
	w.say("下级 ").count(g.among).say(" 个党组织得分", joins[c.rollup.Take], " ").near(g.value)
	if c.weight != one {
		w.say(" × ").num(c.weight)
	}
}

// near writes a pair to two decimals, and says where it is not exact.
func (w *pen) near(p Pair) *pen {
	r := p.round(2, standard.HalfUp)
	if r != p {
		w.say("约 ")
	}
	return w.pair(r)
}

// Rollup assesses an organisation again with the scores of those directly below.
// They are joined only within one cohort: of more than one nothing is averaged
// (C6), and of none nothing is known; the item then stays as it was and says so.
func Rollup(a *Assessment, below ...Cohort) *Assessment {
	p := a.program
	if p == nil || !p.Joins() {
		return a
	}
	below = slices.DeleteFunc(slices.Clone(below), func(c Cohort) bool { return len(c.scores()) == 0 })
	all := slices.Clone(a.given)
	for k := len(all); k < len(p.compare); k++ {
		all = append(all, given{points: p.compare[k].unknown, value: wide})
	}
	for k := range p.compare {
		c := &p.compare[k]
		if c.rollup == nil {
			continue
		}
		g := given{points: c.unknown, value: wide, lacking: len(below)}
		if len(below) == 1 {
			scores := below[0].scores()
			g.value, g.among = joined(c.rollup.Take, scores), len(scores)
			g.points = g.value.Mul(only(c.weight))
		}
		all[k] = g
	}
	return p.assess(a.year, all)
}

// scores are those of the members that take part and of which something is due:
// out of the scheme's maximum, as the total that a band is read from.
func (c Cohort) scores() []Pair {
	var all []Pair
	for _, a := range c.members {
		out := slices.ContainsFunc(a.Exempt, func(f Finding) bool { return f.Holds == duty.Yes })
		if !out && a.Total.Known {
			all = append(all, a.final())
		}
	}
	return all
}

// final is the total after the vetoes that empty it (M18a).
func (a *Assessment) final() Pair {
	for _, f := range a.Vetoes {
		if f.Holds == duty.Yes && a.program.std.Rating.Vetoes[f.At].Effect == "zero" {
			return Pair{}
		}
	}
	return a.Total.Scaled
}

// joined is the mean, the least or the sum of scores.
func joined(take string, scores []Pair) Pair {
	var sum Pair
	least := scores[0]
	for _, s := range scores {
		sum = sum.Add(s)
		least = least.Min(s)
	}
	switch take {
	case "min":
		return least
	case "sum":
		return sum
	}
	n := standard.Int(int64(len(scores)))
	return sum.Div(Pair{n, n})
}
