package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// A term is one mechanic of an item, compiled.
type term struct {
	src     *standard.Term
	asks    string // its own condition, as a reader would say it
	amount  amount
	quick   quick // the same in millionths; nil where it has none
	words   words
	own     bool      // it names the item's own obligations
	selfish bool      // it says something only where the item has obligations
	dated   *duty.Sum // whose first day it asks; nil: none
}

// words puts into words what a term's own arithmetic noted: its leaves and
// notes, in order.
type words func(w *pen, in []Step)

// just are words that are always the same.
func just(said string) words { return func(w *pen, _ []Step) { w.say(said) } }

// scorer compiles the terms of one item.
type scorer struct {
	p      *Program
	it     *item
	at     duty.Look
	column string // of the item's part (M21)
}

// term compiles one mechanic with all that may stand around it.
func (s *scorer) term(src *standard.Term) term {
	t := s.mechanic(src)
	t.src, t.asks = src, s.p.plain(src.If)
	if t.quick == nil && src.Share == nil {
		t.quick = generalQ(t.amount)
	}
	t.amount = raw(t.amount)
	when := [2]duty.Cond{duty.Always, duty.Always}
	var by duty.Number
	if src.Times != nil {
		by = s.number(src.Times.By)
		t.own = t.own || by.Own
		when[0] = s.cond(&t, src.Times.If)
		t.amount = timed(when[0], by, t.amount)
	}
	if src.Cap != "" {
		t.amount = capped(s.amount(src.Cap), t.amount)
	}
	if src.If != "" {
		when[1] = s.cond(&t, src.If)
		t.amount = gated(when[1], t.amount)
		if src.Rank != nil || src.Percent != nil {
			s.p.compare[len(s.p.compare)-1].when = when[1]
		}
	}
	if t.own && src.Share == nil {
		t.amount = resolved(t.amount)
	}
	s.around(&t, src, when, by)
	return t
}

// mechanic compiles the one pointer that is set.
func (s *scorer) mechanic(t *standard.Term) term {
	switch {
	case t.Share != nil:
		return s.share()
	case t.Binary != nil:
		return s.binary(t.Binary)
	case t.Per != nil:
		return s.per(t.Per)
	case len(t.Missing) > 0:
		return s.missing(t.Missing)
	case t.Ladder != nil:
		return s.ladder(t.Ladder)
	case t.Below != nil:
		return s.below(t.Below)
	case t.Bands != nil:
		return s.bands(t.Bands)
	case t.TwoWay != nil:
		return s.twoWay(t.TwoWay)
	case t.Grade != nil:
		return s.grade(t.Grade)
	case t.Judge != nil:
		return s.judge(t.Judge)
	case len(t.Worst) > 0:
		return s.worst(t.Worst)
	case len(t.Steps) > 0:
		return s.steps(t.Steps)
	}
	return s.moreMechanics(t)
}

func (s *scorer) moreMechanics(t *standard.Term) term {
	switch {
	case t.Timely != nil:
		return s.timely(t.Timely)
	case t.Pieces != nil:
		return s.pieces(t.Pieces)
	case t.Levels != nil:
		return s.levels(t.Levels)
	case t.Overdue != nil:
		return s.overdue(t.Overdue)
	case t.Refer != nil:
		return s.refer(t.Refer)
	case t.Rank != nil:
		return s.rank(t.Rank)
	case t.Percent != nil:
		return s.percentile(t.Percent)
	case t.Rollup != nil:
		return s.rollup(t.Rollup)
	case t.Formula != "":
		return s.formula(t.Formula)
	}
	s.p.report(s.at.At, "计分项里没有写计分方法")
	return term{amount: nothing, words: just("没有计分方法")}
}

// cond compiles a condition of a term and notes whether it names 本项.
func (s *scorer) cond(t *term, text string) duty.Cond {
	c := s.p.duty.Exprs.Cond(text, s.at)
	s.it.conds = append(s.it.conds, c)
	t.own = t.own || s.p.duty.Exprs.Own(c)
	return c
}

// number compiles an amount or a formula.
func (s *scorer) number(text string) duty.Number {
	n := s.p.duty.Exprs.Number(text, s.at)
	if n.Node != nil && s.it != nil {
		s.it.numbers = append(s.it.numbers, n)
	}
	return n
}

// amount reads a plain amount; empty text is 0.
func (s *scorer) amount(text string) standard.Rat {
	n := s.number(text)
	v, ok := n.Const()
	if !ok || !v.Valid() {
		s.p.report(s.at.At, "%s 要写成一个数", text)
		return zero
	}
	return v
}

// span reads a length of time.
func (s *scorer) span(text string) standard.Span {
	if text == "" {
		return standard.Span{}
	}
	d, err := standard.ParseSpan(text)
	if err != nil {
		s.p.report(s.at.At, "%v", err)
	}
	return d
}

// share is points × met ÷ obligations of the year.
func (s *scorer) share() term {
	points := s.it.points
	return term{own: true, selfish: true, amount: func(r *run) Pair {
		t := r.Own
		if t.Total == 0 {
			r.note(Pair{zero, zero})
			return r.value(points)
		}
		met := Pair{standard.Int(int64(t.Met)), standard.Int(int64(t.Met + t.Waiting))}
		total := standard.Int(int64(t.Total))
		r.value(points)
		r.leaf(met)
		r.value(total)
		r.op(OpDiv, 2)
		r.op(OpMul, 2)
		if t.Waiting == 0 {
			return only(points.Mul(met.Lo.Div(total)))
		}
		return Pair{points.Mul(met.Lo.Div(total)), points.Mul(met.Hi.Div(total))}
	}, words: s.it.tallied}
}

// binary gives one amount or the other (M01, M58).
func (s *scorer) binary(b *standard.Binary) term {
	var t term
	when, give, other := s.cond(&t, b.If), s.amount(b.Give), s.amount(b.Else)
	t.amount = func(r *run) Pair {
		switch r.Holds(when) {
		case duty.Yes:
			r.tri(duty.Yes)
			return r.value(give)
		case duty.No:
			r.tri(duty.No)
			return r.value(other)
		}
		r.tri(duty.Maybe)
		p := r.value(give).Or(r.value(other))
		r.op(OpHull, 2)
		return p
	}
	t.selfish = t.own
	t.quick = binaryQ(when, give, other)
	what := s.p.plain(b.If)
	t.words = func(w *pen, in []Step) {
		switch in[0].tri() {
		case duty.Yes:
			w.say("符合（", what, "）")
		case duty.No:
			w.say("不符合（", what, "）")
		default:
			w.say("没有记录，看不出是否符合（", what, "）")
		}
	}
	return t
}

// tri reads a condition back from its note.
func (s Step) tri() duty.Tri {
	switch {
	case !s.Pair.Known():
		return duty.Maybe
	case s.Pair.Lo.Sign() > 0:
		return duty.Yes
	}
	return duty.No
}

// missing deducts for each element of a list that is not there (M03).
func (s *scorer) missing(list []standard.Element) term {
	var t term
	conds, minus := make([]duty.Cond, len(list)), make([]standard.Rat, len(list))
	for i, e := range list {
		conds[i], minus[i] = s.cond(&t, e.If), s.amount(e.Minus).Neg()
	}
	t.amount = func(r *run) Pair {
		var sum Pair
		for i, c := range conds {
			sum = sum.Add(r.either(r.Holds(c).Not(), minus[i]))
		}
		r.op(OpSum, len(conds))
		return sum
	}
	t.quick = eachQ(conds, minus, duty.No)
	t.words = func(w *pen, in []Step) {
		between := ""
		for i, e := range list {
			switch p := in[i].Pair; {
			case !p.Known():
				w.say(between, e.What, "没有记录（缺的话扣 ").num(minus[i].Abs()).say(" 分）")
			case p.Lo.Sign() != 0:
				w.say(between, "缺", e.What, "扣 ").num(minus[i].Abs()).say(" 分")
			default:
				continue
			}
			between = "、"
		}
		if between == "" {
			w.count(len(list)).say(" 样要素都有，不扣")
		}
	}
	return t
}

// either is an amount where a condition holds, 0 where not, both where unknown.
func (r *run) either(when duty.Tri, v standard.Rat) Pair {
	switch when {
	case duty.Yes:
		return r.value(v)
	case duty.No:
		return r.value(zero)
	}
	return r.leaf(Pair{v.Min(zero), v.Max(zero)})
}

// worst deducts the largest of the cases that hold (M11).
func (s *scorer) worst(list []standard.Case) term {
	var t term
	conds, minus := make([]duty.Cond, len(list)), make([]standard.Rat, len(list))
	for i, c := range list {
		conds[i], minus[i] = s.cond(&t, c.If), s.deduction(c.Minus).Neg()
	}
	t.amount = func(r *run) Pair {
		var most Pair
		for i, c := range conds {
			most = most.Min(r.either(r.Holds(c), minus[i]))
		}
		r.op(OpMin, len(conds))
		return most
	}
	t.quick = worstQ(conds, minus)
	t.words = func(w *pen, in []Step) {
		at, worst := 0, Pair{}
		for i := range list {
			if p := in[i].Pair; p.Lo.Less(worst.Lo) {
				at, worst = i, p
			}
		}
		switch {
		case worst == Pair{}:
			w.say("没有出现扣分的情形")
		case !worst.Known():
			w.say(list[at].What, "没有记录（有的话扣 ").num(worst.Lo.Abs()).say(" 分）")
		default:
			w.say(list[at].What, "，扣 ").num(worst.Lo.Abs()).say(" 分")
		}
	}
	return t
}

// deduction reads an amount of which "all" is everything.
func (s *scorer) deduction(text string) standard.Rat {
	if text == "all" {
		return s.it.points
	}
	return s.amount(text)
}

// steps adds up what each step gives (M13).
func (s *scorer) steps(list []standard.Step) term {
	var t term
	conds, give := make([]duty.Cond, len(list)), make([]standard.Rat, len(list))
	for i, st := range list {
		conds[i], give[i] = s.cond(&t, st.If), s.amount(st.Give)
	}
	t.amount = func(r *run) Pair {
		var sum Pair
		for i, c := range conds {
			sum = sum.Add(r.either(r.Holds(c), give[i]))
		}
		r.op(OpSum, len(conds))
		return sum
	}
	t.quick = eachQ(conds, give, duty.Yes)
	t.words = func(w *pen, in []Step) {
		for i, st := range list {
			if i > 0 {
				w.say("、")
			}
			switch p := in[i].Pair; {
			case !p.Known():
				w.say(st.What, "没有记录（有的话得 ").num(give[i]).say(" 分）")
			case p.Lo.Sign() != 0:
				w.say(st.What, "得 ").num(p.Lo).say(" 分")
			default:
				w.say(st.What, "没有做到")
			}
		}
	}
	return t
}

// formula is the rare formula.
func (s *scorer) formula(text string) term {
	n, what := s.number(text), s.p.plain(text)
	return term{own: n.Own, selfish: n.Own, amount: func(r *run) Pair { return r.leaf(only(n.Of(r.Env))) }, words: func(w *pen, in []Step) {
		if w.say("按 ", what, " 计"); in[0].Pair == wide {
			w.say("，有的数还没有记录")
		}
	}}
}
