package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A counter yields how often something counts, as a pair.
type counter func(*run) Pair

// counted compiles the count of a term; its default is the obligations missed,
// of which those without a record may be some.
func (s *scorer) counted(t *term, text string) counter {
	if text == "" {
		t.selfish = true
		return func(r *run) Pair {
			missed := int64(r.Own.Missed)
			return Pair{standard.Int(missed), standard.Int(missed + int64(r.Own.Waiting))}
		}
	}
	n := s.number(text)
	t.own, t.selfish = n.Own, n.Own
	return func(r *run) Pair {
		if yes, maybe, ok := n.Heads(r.Env); ok {
			return Pair{standard.Int(yes), standard.Int(yes + maybe)}
		}
		v := n.Of(r.Env)
		if !v.Valid() {
			return Pair{zero, far}
		}
		return only(v.Max(zero))
	}
}

// per deducts or adds for each unit of a count (M02, M04, M12, M53).
func (s *scorer) per(p *standard.Per) term {
	var t term
	count := s.counted(&t, p.Count)
	if p.Every != "" && p.Most > 0 {
		count = s.limited(p)
	}
	over, unit, each := s.number(p.Over), s.number(p.Unit), s.amount(p.Plus)
	less := p.Plus == ""
	if less {
		each = s.amount(p.Minus).Neg()
	}
	t.amount = func(r *run) Pair {
		n := r.leaf(count(r))
		if p.Over != "" {
			n = r.above(n, over)
		}
		if p.Unit != "" {
			n = r.units(n, unit, p.Rounding)
		}
		r.value(each)
		r.op(OpMul, 2)
		return n.Mul(Pair{each, each})
	}
	t.quick = perQ(count, p, each)
	what, measure := s.what(p.Count)
	t.words = func(w *pen, in []Step) { w.per(p, what, measure, in[0].Pair) }
	return t
}

// above returns what a count has above a limit.
func (r *run) above(n Pair, over duty.Number) Pair {
	limit := r.leaf(only(over.Of(r.Env)))
	r.op(OpNeg, 1)
	r.op(OpSum, 2)
	r.value(zero)
	r.op(OpMax, 2)
	return n.Sub(limit).Max(Pair{})
}

// units divides a count by a unit and rounds what is broken (M53).
func (r *run) units(n Pair, unit duty.Number, rounding string) Pair {
	by := r.leaf(only(unit.Of(r.Env)))
	r.op(OpDiv, 2)
	return r.whole(n.Div(by), rounding)
}

// whole rounds a number of steps: up, down, or proportional (not at all).
func (r *run) whole(n Pair, rounding string) Pair {
	switch rounding {
	case "up":
		r.op(OpCeil, 1)
		return Pair{n.Lo.Ceil(), n.Hi.Ceil()}
	case "down":
		r.op(OpFloor, 1)
		return Pair{n.Lo.Floor(), n.Hi.Floor()}
	}
	return n
}

// limited counts at most Most in each window (M12): of a series by month, of an
// event or an honour by its day.
func (s *scorer) limited(p *standard.Per) counter {
	months, most := party.Cadence(p.Every).Months(), p.Most
	if months == 0 {
		s.p.report(s.at.At, "every 要写 month、quarter、half 或 year")
		months = 12
	}
	if list, _ := s.p.std.Occurrences(p.Count); list != nil {
		set, _ := s.p.duty.Exprs.Sum(p.Count, s.at.At)
		return func(r *run) Pair {
			by, sum := r.Months(&set), 0
			for _, k := range by[12:] {
				by[11] += k
			}
			for from := 0; from < 12; from += months {
				n := 0
				for _, k := range by[from : from+months] {
					n += int(k)
				}
				sum += min(n, most)
			}
			return only(standard.Int(int64(sum)))
		}
	}
	node, problem := s.p.std.CompileAs(p.Count, standard.PlaceScore, standard.NumberValue)
	if problem != nil || node.Op != standard.OpRef || node.Ref.Space != standard.SpaceHonour {
		s.p.report(s.at.At, "有 every 和 most 时，count 要写一个系列、次数.名称 或 荣誉.名称")
		return func(*run) Pair { return wide }
	}
	return s.limitedHonours(node.Ref, months, most)
}

func (s *scorer) limitedHonours(ref standard.Ref, months, most int) counter {
	name := s.p.duty.Exprs.Name(register.NamedHonour, ref.Name)
	return func(r *run) Pair {
		var by [12]int
		entries := r.Named(name)
		for i := range entries {
			k := &entries[i]
			if k.Year != r.Year().Of || ref.Grade != "" && k.Grade != ref.Grade {
				continue
			}
			by[(k.On.Month()-1)/months]++
		}
		sum := 0
		for _, n := range by {
			sum += min(n, most)
		}
		return only(standard.Int(int64(sum)))
	}
}

// ladder deducts by how often, from a table of cumulative amounts (M05).
func (s *scorer) ladder(l *standard.Ladder) term {
	var t term
	count := s.counted(&t, l.Count)
	table := []standard.Rat{zero}
	for _, m := range l.Minus {
		table = append(table, s.amount(m).Neg())
	}
	beyond := table[len(table)-1]
	if l.Beyond == "all" {
		beyond = s.it.points.Neg()
	}
	at := func(n standard.Rat) standard.Rat {
		if k, ok := n.Floor().Int64(); ok && k >= 0 && k < int64(len(table)) {
			return table[k]
		}
		return beyond
	}
	t.amount = func(r *run) Pair {
		n := count(r)
		r.note(n)
		if n.Known() {
			return r.value(at(n.Lo))
		}
		p := only(at(n.Lo))
		for k := n.Lo.Floor(); k.Less(n.Hi) && k.Less(standard.Int(int64(len(table)+1))); k = k.Add(one) {
			p = p.Or(only(at(k.Add(one))))
		}
		return r.leaf(p)
	}
	t.quick = ladderQ(count, table, beyond)
	what, measure := s.what(l.Count)
	t.words = func(w *pen, in []Step) {
		if n := in[0].Pair; n.Known() && n.Lo.Sign() == 0 {
			w.none(what).say("，不扣")
			return
		}
		w.say(what, " ").times(in[0].Pair, measure).say("，按第几次累计扣")
	}
	return t
}

// below deducts for what lies below a line (M06).
func (s *scorer) below(b *standard.Below) term {
	of, line, step, minus := s.number(b.Of), s.number(b.Line), s.number(b.Step), s.amount(b.Minus).Neg()
	t := term{own: of.Own, selfish: of.Own, quick: belowQ(of, line, step, minus, b.Rounding)}
	t.amount = func(r *run) Pair {
		v, l := only(of.Of(r.Env)), only(line.Of(r.Env))
		r.note(v)
		r.note(l)
		switch {
		case v == wide && b.Rounding == "single":
			return r.leaf(Pair{minus, zero})
		case v == wide || l == wide:
			return r.leaf(Pair{far.Neg(), zero})
		case !v.Lo.Less(l.Lo):
			return r.value(zero)
		case b.Rounding == "single":
			return r.value(minus)
		}
		return r.stepwise([2]Pair{l, v}, step, b.Rounding, minus)
	}
	what := s.p.plain(b.Of)
	t.words = func(w *pen, in []Step) {
		if w.is(what, in[0].Pair, b.Line); in[0].Pair == wide {
			return
		}
		switch {
		case !in[0].Pair.Lo.Less(in[1].Pair.Lo):
			w.say("，达到 ", b.Line, "，不扣")
		case b.Rounding == "single":
			w.say("，低于 ", b.Line, "，扣 ").num(minus.Abs()).say(" 分")
		default:
			w.say("，低于 ", b.Line, "，每低 ", b.Step, " 扣 ").num(minus.Abs()).say(" 分", broken(b.Rounding))
		}
	}
	return t
}

// stepwise is (from − to) ÷ step, rounded, × each.
func (r *run) stepwise(gap [2]Pair, step duty.Number, rounding string, each standard.Rat) Pair {
	r.leaf(gap[0])
	r.leaf(gap[1])
	r.op(OpNeg, 1)
	r.op(OpSum, 2)
	n := r.units(gap[0].Sub(gap[1]), step, rounding)
	r.value(each)
	r.op(OpMul, 2)
	return n.Mul(Pair{each, each})
}

// twoWay adds for every step above a base and deducts below it (M08).
func (s *scorer) twoWay(x *standard.TwoWay) term {
	of, base, step, each := s.number(x.Of), s.number(x.Base), s.number(x.Step), s.amount(x.Each)
	low, high := far.Neg(), far
	if x.Min != "" {
		low = s.amount(x.Min)
	}
	if x.Max != "" {
		high = s.amount(x.Max)
	}
	t := term{own: of.Own, selfish: of.Own}
	t.amount = func(r *run) Pair {
		v, b := only(of.Of(r.Env)), only(base.Of(r.Env))
		r.note(v)
		if v == wide || b == wide {
			return r.leaf(Pair{low, high})
		}
		gap, unit := [2]Pair{v, b}, each
		if v.Lo.Less(b.Lo) {
			gap, unit = [2]Pair{b, v}, each.Neg()
		}
		p := r.stepwise(gap, step, x.Rounding, unit)
		p = p.within(r.value(low).Lo, r.value(high).Lo)
		r.op(OpClamp, 3)
		return p
	}
	what := s.p.plain(x.Of)
	t.words = func(w *pen, in []Step) {
		if w.is(what, in[0].Pair, x.Base); in[0].Pair != wide {
			w.say("，以 ", x.Base, " 为准，每 ", x.Step, " 加减 ").num(each).say(" 分", broken(x.Rounding))
		}
	}
	return t
}

// pieces is piecewise: a base and so much for every unit above the piece's start
// (M15).
func (s *scorer) pieces(p *standard.Pieces) term {
	of := s.number(p.Of)
	type piece struct{ from, base, each, per standard.Rat }
	var table []piece
	least := zero
	for _, x := range p.Table {
		k := piece{s.amount(x.From), s.amount(x.Base), s.amount(x.Each), s.amount(x.Per)}
		least = least.Min(k.base)
		table = append(table, k)
	}
	t := term{own: of.Own, selfish: of.Own}
	t.amount = func(r *run) Pair {
		v := only(of.Of(r.Env))
		r.note(v)
		if v == wide {
			return r.leaf(Pair{least, far})
		}
		i := len(table) - 1
		for i >= 0 && v.Lo.Less(table[i].from) {
			i--
		}
		if i < 0 {
			return r.value(zero)
		}
		k := &table[i]
		sum := r.value(k.base)
		if k.per.Sign() == 0 {
			return sum
		}
		n := r.leaf(v).Sub(r.value(k.from))
		r.op(OpNeg, 1)
		r.op(OpSum, 2)
		n = n.Div(r.value(k.per))
		r.op(OpDiv, 2)
		n = r.whole(n, p.Rounding)
		n = n.Mul(r.value(k.each))
		r.op(OpMul, 2)
		r.op(OpSum, 2)
		return sum.Add(n)
	}
	what := s.p.plain(p.Of)
	t.words = func(w *pen, in []Step) {
		if w.is(what, in[0].Pair, p.Table[0].From); in[0].Pair != wide {
			w.say("，分段累进")
		}
	}
	return t
}
