package assess

import (
	"fmt"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// timely gives by when a thing was done (M14): a case of a clock within its time,
// the first occurrence of a series or an event by a day, or the item's own
// obligations. What is not yet due, or has no record before the closing, may still
// be on time.
func (s *scorer) timely(x *standard.Timely) term {
	onTime, late, none := s.amount(x.OnTime), s.amount(x.Late), s.amount(x.None)
	give := [3]standard.Rat{onTime, late, none}
	t := term{selfish: x.Series == ""}
	what, said := "", [...]string{"按时", "延迟", "没有做"}
	switch {
	case x.Clock != "":
		t.amount, what = s.onClock(x, give), x.Clock
	case x.Series != "":
		sum, _ := s.p.duty.Exprs.Sum(x.Series, s.at.At)
		t.dated = &sum
		t.amount, what = s.byDay(x, &sum, give), s.p.plain(x.Series)
	default:
		t.amount, what = onOwn(give), "各期"
		said = [...]string{"都按时", "有过期才补上的", "有没做的"}
	}
	t.words = func(w *pen, in []Step) {
		w.say(what)
		switch p := in[0].Pair; {
		case !p.Known():
			w.say("是否按时没有记录")
		case p.Lo == onTime:
			w.say(said[0])
		case p.Lo == late:
			w.say(said[1])
		default:
			w.say(said[2])
		}
	}
	return t
}

// onOwn asks the item's own obligations: one that was missed is none, one that was
// late is late; those that are not due yet cost nothing.
func onOwn(give [3]standard.Rat) amount {
	return func(r *run) Pair {
		t := &r.Own
		p := only(give[0])
		switch {
		case t.Missed > t.Overdue:
			return r.value(give[2])
		case t.Late+t.Overdue > 0:
			p = only(give[1])
		}
		if t.Waiting > 0 {
			p = p.Or(only(give[1])).Or(only(give[2]))
		}
		return r.leaf(p)
	}
}

// onClock is the least that any case of a clock yields; without a case nothing
// was late.
func (s *scorer) onClock(x *standard.Timely, give [3]standard.Rat) amount {
	clock, ok := standard.ClockNamed(x.Clock)
	if !ok {
		s.p.report(s.at.At, "没有叫“%s”的时限", x.Clock)
	}
	within := s.span(x.Within)
	return func(r *run) Pair {
		p, found := Pair{give[0], give[0]}, false
		cases := r.Cases(clock)
		for i := range cases {
			c := &cases[i]
			if c.Start == party.NoDate || c.Done == party.NoDate && c.Lapse != party.NoDate {
				continue
			}
			due := within.End(c.Start)
			if !r.Falls(due, c.Done) {
				continue
			}
			q := r.caseGives(c, due, give)
			if !found {
				p, found = q, true
			}
			p = p.Min(q)
		}
		return r.leaf(p)
	}
}

func (r *run) caseGives(c *register.Case, due party.Date, give [3]standard.Rat) Pair {
	switch {
	case c.Done != party.NoDate && c.Done <= due:
		return only(give[0])
	case c.Done != party.NoDate:
		return only(give[1])
	case r.AsOf() <= due || !r.Closed(due):
		return hull(give[:])
	}
	return only(give[2])
}

// byDay asks whether a series first occurred by a day of the year or the next.
func (s *scorer) byDay(x *standard.Timely, sum *duty.Sum, give [3]standard.Rat) amount {
	next, month, day := s.monthDay(x.By)
	return func(r *run) Pair {
		y := r.Year()
		due := party.DateOf(y.Of+next, month, day)
		if due == party.NoDate {
			due = party.DateOf(y.Of+next, month, party.DaysIn(y.Of+next, month))
		}
		switch first := r.firstOf(sum); {
		case first == party.NoDate && r.AsOf() >= due && r.Shut():
			return r.value(give[2])
		case first == party.NoDate:
			return r.leaf(hull(give[:]))
		case first <= due:
			return r.value(give[0])
		}
		return r.value(give[1])
	}
}

// firstOf returns the first day on which any of a sum occurred for a year.
func (r *run) firstOf(sum *duty.Sum) (first party.Date) {
	for _, h := range sum.Events {
		for k := range r.Happened(h) {
			if first == party.NoDate || k.On < first {
				first = k.On
			}
		}
	}
	for _, s := range sum.Series {
		if on := r.Year().First[s]; on != party.NoDate && (first == party.NoDate || on < first) {
			first = on
		}
	}
	return first
}

// monthDay reads MM-DD, or 次年MM-DD.
func (s *scorer) monthDay(text string) (next, month, day int) {
	if len(text) > len("次年") && text[:len("次年")] == "次年" {
		next, text = 1, text[len("次年"):]
	}
	if _, err := fmt.Sscanf(text, "%d-%d", &month, &day); err != nil || party.DateOf(2024, month, day) == party.NoDate {
		s.p.report(s.at.At, "日期 %q 要写成 月-日，例如 01-31 或 次年03-31", text)
		return 0, 12, 31
	}
	return next, month, day
}

// overdue deducts for every unit of time that open cases are overdue (M46); one
// whose silence is not settled may be done all the same.
func (s *scorer) overdue(x *standard.Overdue) term {
	clock, ok := standard.ClockNamed(x.Clock)
	if !ok {
		s.p.report(s.at.At, "没有叫“%s”的时限", x.Clock)
	}
	within, per, minus := s.span(x.Within), s.span(x.Per), s.amount(x.Minus).Neg()
	t := term{selfish: true}
	t.amount = func(r *run) Pair {
		var sure, maybe int64
		cases := r.Cases(clock)
		for i := range cases {
			c := &cases[i]
			if c.Start == party.NoDate || c.Done != party.NoDate || c.Lapse != party.NoDate {
				continue
			}
			due := within.End(c.Start)
			n := units(due, r.AsOf(), per)
			maybe += n
			if r.Closed(due) {
				sure += n
			}
		}
		n := r.leaf(Pair{standard.Int(sure), standard.Int(maybe)})
		r.value(minus)
		r.op(OpMul, 2)
		return n.Mul(Pair{minus, minus})
	}
	t.words = func(w *pen, in []Step) {
		w.say(x.Clock, "逾期 ").pair(in[0].Pair).say(" 个", x.Per, "，每个扣 ").num(minus.Abs()).say(" 分")
	}
	return t
}

// units counts the whole units from a day to another, at most a thousand.
func units(from, to party.Date, per standard.Span) int64 {
	if per.N <= 0 {
		return 0
	}
	for n := 1; n <= 1000; n++ {
		if (standard.Span{N: per.N * n, Unit: per.Unit}).End(from) > to {
			return int64(n - 1)
		}
	}
	return 1000
}
