package assess

import (
	"slices"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A panel is the marks that a judged term waits for from one column.
type panel struct {
	name    duty.Name
	column  party.Column
	judges  int
	bounds  [2]standard.Rat
	average string
	none    bool // no deduction at all is possible too
}

// judge takes a mark as the amount, or as a deduction (M10); several judges are
// joined by their mean, with or without the extremes (M40), several columns by
// their weights (M57). A mark that was not given may still be any in its range.
func (s *scorer) judge(j *standard.Judge) term {
	low, high := s.amount(j.Min), s.amount(j.Max)
	column := party.Column(j.Column)
	if column == "" {
		column = s.defaultColumn()
	}
	base := panel{
		name: s.p.duty.Exprs.Name(register.NamedMark, j.Mark), judges: s.judges(j.Mark),
		bounds: [2]standard.Rat{low, high}, average: j.Average, none: j.Minus,
	}
	var panels []panel
	var weights []standard.Rat
	for _, c := range party.Columns {
		w, weighed := j.Columns[string(c.Code)]
		if weighed || len(j.Columns) == 0 && c.Code == column {
			p := base
			p.column = c.Code
			panels = append(panels, p)
			weights = append(weights, one)
			if weighed {
				weights[len(weights)-1] = s.amount(w)
			}
		}
	}
	t := term{amount: func(r *run) Pair { return judged(r, panels, weights, j.Minus) }}
	t.words = func(w *pen, in []Step) { w.judged(j, panels, in) }
	return t
}

// judged adds up the columns' marks by weight.
func judged(r *run, panels []panel, weights []standard.Rat, minus bool) Pair {
	var sum Pair
	for i := range panels {
		p := r.leaf(panels[i].value(r))
		r.value(weights[i])
		r.op(OpMul, 2)
		sum = sum.Add(p.Mul(Pair{weights[i], weights[i]}))
	}
	r.op(OpSum, len(panels))
	if minus {
		r.op(OpNeg, 1)
		return sum.Neg()
	}
	return sum
}

// value is what the marks given, and those not given, amount to.
func (p *panel) value(r *run) Pair {
	bounds := p.bounds
	if p.none {
		bounds[0] = zero
	}
	got := r.MarksWithin(p.name, p.column, bounds)
	if p.average == "" {
		if got.N == 0 {
			return Pair{bounds[0], bounds[1]}
		}
		return only(got.Last)
	}
	return Pair{mean(got, p, bounds[0]), mean(got, p, bounds[1])}
}

// mean joins the marks given, and takes every missing one to be fill.
func mean(got duty.Panel, p *panel, fill standard.Rat) standard.Rat {
	n, sum, least, most := got.N, got.Sum, got.Least, got.Most
	if lack := p.judges - n; lack > 0 {
		if n == 0 {
			least, most = fill, fill
		}
		n, sum = p.judges, sum.Add(fill.Mul(standard.Int(int64(lack))))
		least, most = least.Min(fill), most.Max(fill)
	}
	if p.average == "trimmed" && n > 2 {
		n, sum = n-2, sum.Sub(least).Sub(most)
	}
	return sum.Div(standard.Int(int64(n)))
}

// judges is how many judges a mark asks for.
func (s *scorer) judges(mark string) int {
	for _, m := range s.p.std.Words.Marks {
		if m.Name == mark {
			return max(m.Judges, 1)
		}
	}
	s.p.report(s.at.At, "评分项 %s 没有声明", mark)
	return 1
}

// defaultColumn is the column of the item's part (M21), or the final one.
func (s *scorer) defaultColumn() party.Column {
	if s.column != "" {
		return party.Column(s.column)
	}
	return "final"
}

// grade gives the amount that a table has for a mark's grade (M09).
func (s *scorer) grade(g *standard.Grade) term {
	column := party.Column(g.Column)
	if column == "" {
		column = s.defaultColumn()
	}
	name := s.p.duty.Exprs.Name(register.NamedMark, g.Mark)
	s.judges(g.Mark)
	names, gives := s.table(g.Table)
	all := hull(gives)
	return term{amount: func(r *run) Pair {
		at := slices.Index(names, r.Grade(name, column))
		r.note(only(standard.Int(int64(at))))
		if at < 0 {
			return r.leaf(all)
		}
		return r.value(gives[at])
	}, words: func(w *pen, in []Step) {
		if at, _ := in[0].Pair.Lo.Int64(); at >= 0 {
			w.say(g.Mark, "评为“", names[at], "”")
			return
		}
		w.say(g.Mark, "还没有评定")
	}}
}

// table reads a table of names and amounts, sorted by name.
func (s *scorer) table(m map[string]string) ([]string, []standard.Rat) {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	gives := make([]standard.Rat, len(names))
	for i, name := range names {
		gives[i] = s.amount(m[name])
	}
	return names, gives
}

// hull is the least pair that holds all amounts of a table.
func hull(gives []standard.Rat) Pair {
	if len(gives) == 0 {
		return Pair{}
	}
	p := only(gives[0])
	for _, g := range gives {
		p = p.Or(only(g))
	}
	return p
}

// judged writes what each column gave.
func (w *pen) judged(j *standard.Judge, panels []panel, in []Step) {
	for i := range panels {
		if i > 0 {
			w.say("、")
		}
		w.say(j.Mark, party.Columns.Label(panels[i].column))
		if p := in[2*i].Pair; p.Known() {
			w.say(" ").num(p.Lo).say(" 分")
		} else {
			w.say("还没有评分（").num(p.Lo).say("至").num(p.Hi).say("）")
		}
		if weight := in[2*i+1].Pair.Lo; weight != one {
			w.say("占").percent(weight)
		}
	}
	if j.Minus {
		w.say("（酌情扣）")
	}
}
