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
	item    int // place in the standard
	of      duty.Number
	when    duty.Cond // the term's own condition
	ties    string
	give    func(place) standard.Rat
	rollup  *standard.Rollup
	weight  standard.Rat
	what    string // what is compared, in words
	those   string // what those compared are called
	share   bool   // the share that stands above is told too
	unknown Pair
}

// A place is where one organisation stands among those compared: its first and
// last rank, from 1, of n. With dense ties n counts ranks, not organisations.
type place struct {
	from, to, n int
}

// A given is what the second pass found of one comparison for one organisation.
type given struct {
	points  Pair
	value   Pair  // the number compared, or the scores below joined
	at      place // zero while there is none
	tied    int   // how many share the place, itself included
	among   int   // how many are compared, or how many are below; 0 if it takes no part
	lacking int   // how many of them have no number; of scores below, in how many groups they are
}

// compared makes the term that waits for a comparison.
func (s *scorer) compared(c comparison) term {
	c.item, c.when, c.those = s.it.at, duty.Always, "支部"
	if b := s.it.src.Bearer; b != "" && b != "branch" {
		c.those = "党组织"
	}
	s.p.compare = append(s.p.compare, c)
	k := len(s.p.compare) - 1
	return term{amount: func(r *run) Pair {
		if k >= len(r.given) {
			return r.leaf(c.unknown)
		}
		g := &r.given[k]
		g.note(r)
		return r.leaf(g.points)
	}, words: func(w *pen, in []Step) {
		if len(in) == 1 {
			w.say(pending)
			return
		}
		s.p.compare[k].say(w, noted(in))
	}}
}

// note puts what was found on the trace.
func (g *given) note(r *run) {
	r.note(g.value)
	r.note(Pair{standard.Int(int64(g.at.from)), standard.Int(int64(g.at.to))})
	for _, n := range []int{g.at.n, g.tied, g.among, g.lacking} {
		r.note(only(standard.Int(int64(n))))
	}
}

// noted reads back what was found from the trace of a term.
func noted(in []Step) given {
	n := func(r standard.Rat) int {
		v, _ := r.Int64()
		return int(v)
	}
	return given{
		value: in[0].Pair, at: place{n(in[1].Pair.Lo), n(in[1].Pair.Hi), n(in[2].Pair.Lo)},
		tied: n(in[3].Pair.Lo), among: n(in[4].Pair.Lo), lacking: n(in[5].Pair.Lo), points: in[6].Pair,
	}
}

// say says what was found; a rank is said to the organisation itself (C3).
func (c *comparison) say(w *pen, g given) {
	switch {
	case c.rollup != nil:
		c.sayBelow(w, g)
	case g.among == 0:
		w.say("不参加评定，也不参加同组比较")
	case g.lacking > 0 && g.value == wide:
		w.say("没有“", c.what, "”的记录，排不出名次")
	case g.lacking > 0:
		w.say("同组 ").count(g.among).say(" 个", c.those, "中有 ").count(g.lacking).say(" 个没有“", c.what, "”的记录，名次待定")
	case g.at.n == 0:
		w.say(pending)
	default:
		c.sayRank(w, g)
	}
}

// sayRank says where an organisation stands.
func (c *comparison) sayRank(w *pen, g given) {
	w.is(c.what, g.value, "").say("，同组 ").count(g.among).say(" 个", c.those, "中第 ").count(g.at.from).say(" 名")
	if g.tied > 1 {
		w.say("（并列 ").count(g.tied).say(" 个）")
	}
	if c.share {
		w.say("，排在前面的占 ").percent(c.above(g.at))
	}
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
	c := comparison{of: s.number(x.Of), ties: x.Ties, what: s.p.plain(x.Of), unknown: hull(all)}
	c.give = func(p place) standard.Rat {
		if x.Ties != "shared" {
			if last.Valid() && p.to == p.n && p.from > 1 {
				return last
			}
			return at(p.from, p)
		}
		sum := zero
		for k := p.from; k <= p.to; k++ {
			sum = sum.Add(at(k, p))
		}
		return sum.Div(standard.Int(int64(p.to - p.from + 1)))
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
	c := comparison{of: s.number(x.Of), ties: x.Ties, what: s.p.plain(x.Of), share: true, unknown: hull(all)}
	c.give = func(p place) standard.Rat {
		above, give := c.above(p), zero
		for _, k := range table {
			if !above.Less(k.from) {
				give = k.give
			}
		}
		return give
	}
	return s.compared(c)
}

// above is the share of those compared that stand above a place; where those on a
// tie share their places, it is the mean of theirs.
func (c *comparison) above(p place) standard.Rat {
	if c.ties == "shared" {
		return standard.Frac(int64(p.from+p.to-2), int64(2*p.n))
	}
	return standard.Frac(int64(p.from-1), int64(p.n))
}

// Compares reports whether a standard has items that compare organisations or
// join the scores of those below, so that it needs a second pass.
func (p *Program) Compares() bool { return len(p.compare) > 0 }

// Joins reports whether a standard has items that join the scores of those below.
func (p *Program) Joins() bool {
	return slices.ContainsFunc(p.compare, func(c comparison) bool { return c.rollup != nil })
}

// A Place (组内位次) is where an organisation stands in its comparison group by one
// number. It is told to the organisation itself, never in a list (C3).
type Place struct {
	By      string // what is compared, in words
	Rank    int    // from 1; 0 while it is not known
	Tied    int    // how many share it, itself included
	Among   int    // how many are compared; 0 if the organisation takes no part
	Lacking int    // how many of them have no number yet
	Said    string // the words of Because that tell the rank; empty while there is none
}

// places are those of one item.
func (p *Program) places(r *run, item int) []Place {
	var all []Place
	for k := range p.compare {
		c := &p.compare[k]
		if c.item != item || c.rollup != nil || k >= len(r.given) {
			continue
		}
		g := r.given[k]
		here := Place{By: c.what, Rank: g.at.from, Tied: g.tied, Among: g.among, Lacking: g.lacking}
		if here.Rank > 0 {
			var w pen
			c.say(&w, g)
			here.Said = w.text.String()
		}
		all = append(all, here)
	}
	return all
}
