package assess

import (
	"math/big"
	"slices"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// term is what one term adds, in one way that everything may turn out.
func (o *oracle) term(t *standard.Term, k duty.Tally) *big.Rat {
	if !o.holds(t.If) {
		return new(big.Rat)
	}
	v := o.mechanic(t, k)
	if t.Times != nil && o.holds(t.Times.If) {
		v = mul(v, rat(t.Times.By))
	}
	if t.Cap != "" {
		v = clamp(v, new(big.Rat).Neg(rat(t.Cap)), rat(t.Cap))
	}
	return v
}

func (o *oracle) mechanic(t *standard.Term, k duty.Tally) *big.Rat {
	points := rat(o.it.Points)
	less := func(v *big.Rat) *big.Rat { return new(big.Rat).Neg(v) }
	switch {
	case t.Share != nil:
		if k.Total == 0 {
			return points
		}
		return quo(mul(points, num(k.Met)), num(k.Total))
	case t.Binary != nil:
		if o.holds(t.Binary.If) {
			return rat(t.Binary.Give)
		}
		return rat(t.Binary.Else)
	case t.Per != nil:
		return o.per(t.Per, k)
	case t.Missing != nil:
		v := new(big.Rat)
		for _, e := range t.Missing {
			if !o.holds(e.If) {
				v = sub(v, rat(e.Minus))
			}
		}
		return v
	case t.Ladder != nil:
		n, _ := floor(o.count(t.Ladder.Count, k.Missed)).Float64()
		switch i := int(n); {
		case i == 0:
			return new(big.Rat)
		case i <= len(t.Ladder.Minus):
			return less(rat(t.Ladder.Minus[i-1]))
		case t.Ladder.Beyond == "all":
			return less(points)
		}
		return less(rat(t.Ladder.Minus[len(t.Ladder.Minus)-1]))
	case t.Worst != nil:
		v := new(big.Rat)
		for _, c := range t.Worst {
			minus := points
			if c.Minus != "all" {
				minus = rat(c.Minus)
			}
			if o.holds(c.If) && less(minus).Cmp(v) < 0 {
				v = less(minus)
			}
		}
		return v
	case t.Steps != nil:
		v := new(big.Rat)
		for _, s := range t.Steps {
			if o.holds(s.If) {
				v = add(v, rat(s.Give))
			}
		}
		return v
	}
	return o.measured(t)
}

func (o *oracle) measured(t *standard.Term) *big.Rat {
	switch {
	case t.Below != nil:
		return o.below(t.Below)
	case t.Bands != nil:
		return o.bands(t.Bands)
	case t.TwoWay != nil:
		v := o.value(t.TwoWay.Of)
		if v == nil {
			v = o.grid()
		}
		n := quo(sub(v, rat(t.TwoWay.Base)), rat(t.TwoWay.Step))
		steps := whole(new(big.Rat).Abs(n), t.TwoWay.Rounding)
		if n.Sign() < 0 {
			steps.Neg(steps)
		}
		return clamp(mul(steps, rat(t.TwoWay.Each)), rat(t.TwoWay.Min), rat(t.TwoWay.Max))
	case t.Pieces != nil:
		v := o.value(t.Pieces.Of)
		for _, p := range slices.Backward(t.Pieces.Table) {
			if v.Cmp(rat(p.From)) >= 0 {
				n := whole(quo(sub(v, rat(p.From)), rat(p.Per)), t.Pieces.Rounding)
				return add(rat(p.Base), mul(n, rat(p.Each)))
			}
		}
		return new(big.Rat)
	case t.Grade != nil:
		g := o.gradeOf(t.Grade.Mark)
		if g == "" {
			g = []string{"好", "较好", "差"}[o.choose(3)]
		}
		return rat(t.Grade.Table[g])
	case t.Judge != nil:
		return o.judged(t.Judge)
	case t.Timely != nil:
		return o.timely(t.Timely)
	case t.Levels != nil:
		return o.levels(t.Levels)
	case t.Overdue != nil:
		return o.overdue(t.Overdue)
	case t.Refer != nil:
		return o.refer(t.Refer)
	}
	if v := o.value(t.Formula); v != nil {
		return v
	}
	return []*big.Rat{large, new(big.Rat).Neg(large)}[o.choose(2)]
}

func (o *oracle) per(p *standard.Per, k duty.Tally) *big.Rat {
	n := o.count(p.Count, k.Missed)
	if p.Every != "" {
		months := map[string]int{"month": 1, "quarter": 3, "half": 6}[p.Every]
		total := 0
		for from := 0; from < 12; from += months {
			in := 0
			for _, m := range o.y.Months[wordAt(standard.SeriesWords, p.Count)][from : from+months] {
				in += int(m)
			}
			total += min(in, p.Most)
		}
		n = num(total)
	}
	if p.Over != "" {
		n = clamp(sub(n, rat(p.Over)), new(big.Rat), large)
	}
	if p.Unit != "" {
		n = whole(quo(n, rat(p.Unit)), p.Rounding)
	}
	if p.Plus != "" {
		return mul(n, rat(p.Plus))
	}
	return new(big.Rat).Neg(mul(n, rat(p.Minus)))
}

func (o *oracle) below(b *standard.Below) *big.Rat {
	v := o.value(b.Of)
	if v == nil {
		v = []*big.Rat{large, new(big.Rat).Neg(large)}[o.choose(2)]
	}
	gap := sub(rat(b.Line), v)
	switch {
	case gap.Sign() <= 0:
		return new(big.Rat)
	case b.Rounding == "single":
		return new(big.Rat).Neg(rat(b.Minus))
	}
	return new(big.Rat).Neg(mul(whole(quo(gap, rat(b.Step)), b.Rounding), rat(b.Minus)))
}

func (o *oracle) bands(b *standard.Bands) *big.Rat {
	v := o.value(b.Of)
	if v == nil {
		v = o.grid()
	}
	got := rat(b.Under)
	for _, x := range b.Table {
		if v.Cmp(rat(x.From)) >= 0 || x.Or != "" && o.holds(x.Or) {
			got = rat(x.Give)
		}
	}
	return got
}

func (o *oracle) judged(j *standard.Judge) *big.Rat {
	columns := j.Columns
	if len(columns) == 0 {
		columns = map[string]string{"final": "1"}
	}
	v := new(big.Rat)
	for _, c := range []string{"self", "upper", "final"} {
		if w, ok := columns[c]; ok {
			v = add(v, mul(rat(w), o.column(j, party.Column(c))))
		}
	}
	if j.Minus {
		v.Neg(v)
	}
	return v
}

// column joins the marks of one column; those that were not given may be the
// least or the greatest.
func (o *oracle) column(j *standard.Judge, c party.Column) *big.Rat {
	low, high := rat(j.Min), rat(j.Max)
	if j.Minus {
		low = new(big.Rat) // a judge may deduct nothing
	}
	last := map[party.MemberID]*big.Rat{}
	var order []party.MemberID
	for _, n := range o.named(register.NamedMark, j.Mark) {
		if !n.Valued || n.Column != c {
			continue
		}
		order = slices.DeleteFunc(order, func(m party.MemberID) bool { return m == n.Judge })
		order = append(order, n.Judge)
		last[n.Judge] = decimal(n.Value)
	}
	var marks []*big.Rat
	for _, m := range order {
		if v := last[m]; v.Cmp(low) >= 0 && v.Cmp(high) <= 0 {
			marks = append(marks, v)
		}
	}
	fill := func() *big.Rat { return []*big.Rat{low, high}[o.choose(2)] }
	if j.Average == "" {
		if len(marks) == 0 {
			return fill()
		}
		return marks[len(marks)-1]
	}
	if len(marks) < 5 {
		for f := fill(); len(marks) < 5; {
			marks = append(marks, f)
		}
	}
	slices.SortFunc(marks, (*big.Rat).Cmp)
	if j.Average == "trimmed" {
		marks = marks[1 : len(marks)-1]
	}
	sum := new(big.Rat)
	for _, m := range marks {
		sum = add(sum, m)
	}
	return quo(sum, num(len(marks)))
}

// due is the day a case is due, and whether the closing has settled its silence.
func (o *oracle) due(c register.Case, within string) (party.Date, bool) {
	days := map[string]int{"10天": 10, "15天": 15}[within]
	due := c.Start.AddDays(days)
	return due, o.y.Cut.On >= party.DateOf(due.Year()+1, 1, 31)
}

func (o *oracle) timely(t *standard.Timely) *big.Rat {
	var worst *big.Rat
	for _, c := range o.y.Cases {
		due, closed := o.due(c, t.Within)
		if due > day("2026-12-31") {
			continue
		}
		var v *big.Rat
		switch {
		case c.Done != 0 && c.Done <= due:
			v = rat(t.OnTime)
		case c.Done != 0:
			v = rat(t.Late)
		case o.y.Cut.On <= due || !closed:
			v = rat([]string{t.OnTime, t.Late, t.None}[o.choose(3)])
		default:
			v = rat(t.None)
		}
		if worst == nil || v.Cmp(worst) < 0 {
			worst = v
		}
	}
	if worst == nil {
		return rat(t.OnTime)
	}
	return worst
}

func (o *oracle) levels(l *standard.Levels) *big.Rat {
	v := new(big.Rat)
	for _, h := range o.named(register.NamedHonour, l.Honour) {
		give := rat(l.Table[h.Grade])
		if l.Take == "sum" {
			v = add(v, give)
		} else if give.Cmp(v) > 0 {
			v = give
		}
	}
	return v
}

func (o *oracle) overdue(x *standard.Overdue) *big.Rat {
	n := 0
	for _, c := range o.y.Cases {
		due, closed := o.due(c, x.Within)
		if c.Done != 0 {
			continue
		}
		units := 0
		for d := due; ; units++ {
			if x.Per == "10天" {
				d = due.AddDays(10 * (units + 1))
			} else {
				d = due.AddMonths(units + 1)
			}
			if d > o.y.Cut.On {
				break
			}
		}
		if closed {
			n += units
		} else if units > 0 {
			n += []int{0, units}[o.choose(2)]
		}
	}
	return new(big.Rat).Neg(mul(num(n), rat(x.Minus)))
}

func (o *oracle) refer(f *standard.Refer) *big.Rat {
	level := ""
	for _, d := range o.y.Ratings {
		if string(d.Scheme) == f.Scheme && d.Year == 2026-f.Back {
			level = d.Level
		}
	}
	if level == "" && o.y.Cut.On < day("2027-01-31") {
		return rat([]string{"0", f.Table["五星"], f.Table["四星"]}[o.choose(3)])
	}
	return rat(f.Table[level])
}
