package assess

import (
	"slices"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// pending is what an item says that compares organisations, before the cohort
// is frozen.
const pending = "待同组核算"

// A comparison is one term that needs the cohort: what it compares, and how an
// organisation's place among the others becomes an amount.
type comparison struct {
	of      duty.Number
	ties    string
	give    func(place place) Pair
	rollup  *standard.Rollup
	weight  standard.Rat
	what    string
	unknown Pair
}

// A place is where one organisation stands among those compared: its first and
// last rank, from 1, of n. With ties that share, it is the mean of its ranks.
type place struct {
	from, to, n int
}

// compared makes the term that waits for a comparison.
func (s *scorer) compared(c comparison) term {
	s.p.compare = append(s.p.compare, c)
	k := len(s.p.compare) - 1
	return term{amount: func(r *run) Pair {
		if k < len(r.given) {
			return r.leaf(r.given[k])
		}
		return r.leaf(c.unknown)
	}, words: func(in []Step) string {
		if !in[0].Pair.Known() {
			return pending
		}
		return c.what
	}}
}

// rank gives an amount by the place within the comparison group (M27).
func (s *scorer) rank(x *standard.Rank) term {
	table := make([]standard.Rat, len(x.Table))
	for i, a := range x.Table {
		table[i] = s.amount(a)
	}
	if len(table) == 0 {
		table = []standard.Rat{zero}
	}
	all := table
	last := standard.NaR
	if x.Last != "" {
		last = s.amount(x.Last)
		all = append(slices.Clone(table), last)
	}
	at := func(rank int, p place) standard.Rat {
		if last.Valid() && rank == p.n && p.from > 1 {
			return last
		}
		return table[min(rank, len(table))-1]
	}
	c := comparison{of: s.number(x.Of), ties: x.Ties, what: "同组名次", unknown: hull(all)}
	c.give = func(p place) Pair {
		if x.Ties != "shared" {
			if last.Valid() && p.to == p.n && p.from > 1 {
				return only(last)
			}
			return only(at(p.from, p))
		}
		sum := zero
		for k := p.from; k <= p.to; k++ {
			sum = sum.Add(at(k, p))
		}
		return only(sum.Div(standard.Int(int64(p.to - p.from + 1))))
	}
	return s.compared(c)
}

// percentile gives an amount by the share of the group that stands above (M28):
// the best has 0, and a band holds from its share up to the next.
func (s *scorer) percentile(x *standard.Percent) term {
	type row struct{ from, give standard.Rat }
	var table []row
	var all []standard.Rat
	for _, b := range x.Table {
		k := row{s.amount(b.From), s.amount(b.Give)}
		table, all = append(table, k), append(all, k.give)
	}
	c := comparison{of: s.number(x.Of), ties: x.Ties, what: "同组百分位", unknown: hull(all)}
	c.give = func(p place) Pair {
		above := standard.Frac(int64(p.from-1), int64(p.n))
		give := zero
		for _, k := range table {
			if !above.Less(k.from) {
				give = k.give
			}
		}
		return only(give)
	}
	return s.compared(c)
}

// rollup joins the scores of the organisations directly below (M45).
func (s *scorer) rollup(x *standard.Rollup) term {
	weight := one
	if x.Weight != "" {
		weight = s.amount(x.Weight)
	}
	return s.compared(comparison{rollup: x, weight: weight, what: "下级党组织得分汇总", unknown: Pair{zero, s.it.points}})
}

// Relative is the second pass: it ranks a cohort, and assesses each of its
// members again with what its place gives. An organisation whose number is not
// known stays where it was, 待同组核算, and the others are ranked without it only
// if none is missing: a rank that may still change is not a rank.
func Relative(c Cohort) []*Assessment {
	if len(c.members) == 0 {
		return nil
	}
	p := c.members[0].program
	given := make([][]Pair, len(c.members))
	for i := range given {
		given[i] = make([]Pair, len(p.compare))
		copy(given[i], c.members[i].given)
		for k := len(c.members[i].given); k < len(p.compare); k++ {
			given[i][k] = p.compare[k].unknown
		}
	}
	for k := range p.compare {
		if p.compare[k].rollup == nil {
			c.place(k, given)
		}
	}
	again := make([]*Assessment, len(c.members))
	for i, a := range c.members {
		again[i] = p.assess(a.year, given[i])
	}
	return again
}

// place ranks the cohort by one comparison, the highest first.
func (c Cohort) place(k int, given [][]Pair) {
	cmp := &c.members[0].program.compare[k]
	values := make([]standard.Rat, len(c.members))
	e := c.members[0].program.duty.Exprs.NewEnv()
	for i, a := range c.members {
		e.Load(a.year)
		if values[i] = cmp.of.Of(e); !values[i].Valid() {
			return
		}
	}
	distinct := slices.Clone(values)
	slices.SortFunc(distinct, standard.Rat.Cmp)
	distinct = slices.Compact(distinct)
	for i, v := range values {
		above, same := 0, 0
		for _, w := range values {
			switch v.Cmp(w) {
			case -1:
				above++
			case 0:
				same++
			}
		}
		p := place{above + 1, above + same, len(values)}
		if cmp.ties == "dense" {
			at, _ := slices.BinarySearchFunc(distinct, v, standard.Rat.Cmp)
			p = place{len(distinct) - at, len(distinct) - at, len(distinct)}
		}
		given[i][k] = cmp.give(p)
	}
}

// Rollup assesses an organisation again with the scores of those directly below,
// which must be one cohort: scores of unlike organisations are not averaged (C6).
func Rollup(a *Assessment, below Cohort) *Assessment {
	p := a.program
	if len(below.members) == 0 || p == nil {
		return a
	}
	given := slices.Clone(a.given)
	for k := len(given); k < len(p.compare); k++ {
		given = append(given, p.compare[k].unknown)
	}
	for k := range p.compare {
		if r := p.compare[k].rollup; r != nil {
			w := p.compare[k].weight
			given[k] = joined(r.Take, below).Mul(Pair{w, w})
		}
	}
	return p.assess(a.year, given)
}

// joined is the mean, the least or the sum of a cohort's scores.
func joined(take string, c Cohort) Pair {
	var sum Pair
	least := c.members[0].Total.Points
	for _, a := range c.members {
		sum = sum.Add(a.Total.Points)
		least = least.Min(a.Total.Points)
	}
	switch take {
	case "min":
		return least
	case "sum":
		return sum
	}
	n := standard.Int(int64(len(c.members)))
	return sum.Div(Pair{n, n})
}
