package assess

import (
	"math/big"
	"slices"
	"strings"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// The oracle computes an item again in math/big from the prose of mechanics.md.
// What is unknown it does not reason about: it tries every way in which it may
// turn out and keeps the least and the greatest.
type oracle struct {
	it      *standard.Item
	y       *register.Year
	tally   duty.Tally
	std     *standard.Standard
	choices []int // which way each unknown turned out, in the order of asking
	widths  []int
	asked   int
}

var large = big.NewRat(10_000_000, 1)

// choose asks which of n ways an unknown turned out.
func (o *oracle) choose(n int) int {
	if o.asked == len(o.choices) {
		o.choices, o.widths = append(o.choices, 0), append(o.widths, n)
	}
	k := o.choices[o.asked]
	o.asked++
	return k
}

// explore evaluates for every way, and returns the least and the greatest.
func (o *oracle) explore(f func() *big.Rat) (lo, hi *big.Rat) {
	o.choices, o.widths = nil, nil
	for {
		o.asked = 0
		v := f()
		if lo == nil || v.Cmp(lo) < 0 {
			lo = v
		}
		if hi == nil || v.Cmp(hi) > 0 {
			hi = v
		}
		i := len(o.choices) - 1
		for i >= 0 && o.choices[i] == o.widths[i]-1 {
			i--
		}
		if i < 0 {
			return lo, hi
		}
		o.choices, o.widths = o.choices[:i+1], o.widths[:i+1]
		o.choices[i]++
	}
}

func num(n int) *big.Rat { return big.NewRat(int64(n), 1) }

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

func clamp(v, lo, hi *big.Rat) *big.Rat {
	if v.Cmp(lo) < 0 {
		v = lo
	}
	if v.Cmp(hi) > 0 {
		v = hi
	}
	return v
}

func floor(v *big.Rat) *big.Rat {
	q := new(big.Int).Div(v.Num(), v.Denom()) // Euclidean: floor for a positive divisor
	return new(big.Rat).SetInt(q)
}

func decimal(d party.Decimal) *big.Rat { return big.NewRat(int64(d), 10000) }

// sum adds up a series.
func (o *oracle) sum(name string) int {
	n := 0
	for _, k := range o.y.Months[wordAt(standard.SeriesWords, name)] {
		n += int(k)
	}
	return n
}

func (o *oracle) word(name string) int {
	return int(o.y.Segments[len(o.y.Segments)-1].Values[wordAt(standard.ProfileWords, name)])
}

// named is the entries of a kind and name.
func (o *oracle) named(kind register.NamedKind, name string) []register.Named {
	return slices.DeleteFunc(slices.Clone(o.y.Named), func(n register.Named) bool { return n.Kind != kind || n.Name != name || n.Year != 2026 })
}

// events is how often an event happened; -1 if no one knows.
func (o *oracle) events(name string) int {
	list := o.named(register.NamedEvent, name)
	if len(list) == 0 && name == "抽查" {
		return -1
	}
	n := 0
	for _, e := range list {
		n += int(e.Value / party.DecimalUnit)
	}
	return n
}

// figure is a figure of the year, nil if not reported.
func (o *oracle) figure(name string) *big.Rat {
	list := o.named(register.NamedFigure, name)
	switch {
	case len(list) > 0:
		return decimal(list[len(list)-1].Value)
	case name == "捐款":
		return new(big.Rat)
	}
	return nil
}

// number is a number of the vocabulary, nil if unknown.
func (o *oracle) number(name string) *big.Rat {
	i := wordAt(standard.NumberWords, name)
	if o.y.Unknown[i] {
		return nil
	}
	return decimal(o.y.Numbers[i])
}

// grid is what an unknown number may turn out to be, as far as any rule of the
// dice can tell the difference.
func (o *oracle) grid() *big.Rat {
	var values []*big.Rat
	values = append(values, new(big.Rat).Neg(large))
	for k := -2; k <= 60; k++ {
		values = append(values, big.NewRat(int64(k), 2))
	}
	values = append(values, large)
	return values[o.choose(len(values))]
}

// holds answers one of the conditions of the dice.
func (o *oracle) holds(text string) bool {
	either := func() bool { return o.choose(2) == 1 }
	event := func(name string, test func(int) bool) bool {
		if n := o.events(name); n >= 0 {
			return test(n)
		}
		return either()
	}
	switch text {
	case "":
		return true
	case "有书记", "有支委会":
		return o.word(text) != 0
	case "正式党员数 >= 7":
		return o.word("正式党员数") >= 7
	case "次数.黄牌 > 0":
		return o.events("黄牌") > 0
	case "次数.黄牌 > 1":
		return o.events("黄牌") > 1
	case "次数.抽查 > 0":
		return event("抽查", func(n int) bool { return n > 0 })
	case "次数.抽查 > 1":
		return event("抽查", func(n int) bool { return n > 1 })
	case "次数.抽查 == 0":
		return event("抽查", func(n int) bool { return n == 0 })
	case "满意度 >= 80":
		if v := o.number("满意度"); v != nil {
			return v.Cmp(num(80)) >= 0
		}
		return either()
	case `等级.班子 == "好"`:
		if g := o.gradeOf("班子"); g != "" {
			return g == "好"
		}
		return either()
	}
	panic("no such condition: " + text)
}

func (o *oracle) gradeOf(name string) string {
	for _, n := range slices.Backward(o.named(register.NamedMark, name)) {
		if !n.Valued && n.Column == "final" {
			return n.Grade
		}
	}
	return ""
}

// value evaluates one of the formulas of the dice; nil is unknown.
func (o *oracle) value(text string) *big.Rat {
	over := func(a *big.Rat, b int64) *big.Rat {
		if a == nil {
			return nil
		}
		return quo(a, big.NewRat(b, 1))
	}
	switch text {
	case "到会人次 / 应到人次":
		if due := o.number("应到人次"); due.Sign() != 0 {
			return quo(o.number("到会人次"), due)
		}
		return nil
	case "数值.收入 / 20":
		return over(o.figure("收入"), 20)
	case "数值.收入 / 3":
		return over(o.figure("收入"), 3)
	case "取整(数值.收入 / 4) - 1":
		if v := over(o.figure("收入"), 4); v != nil {
			return sub(floor(v), num(1))
		}
		return nil
	case "满意度 / 20":
		return over(o.number("满意度"), 20)
	case "最小(党课, 4) * 0.75":
		return mul(num(min(o.sum("党课"), 4)), big.NewRat(3, 4))
	}
	return o.figure(strings.TrimPrefix(text, "数值."))
}

// count is how often something counts; an unknown count may be anything.
func (o *oracle) count(text string, missed int) *big.Rat {
	switch text {
	case "", "本项.未做":
		return num(missed)
	case "志愿服务":
		return num(o.sum("志愿服务"))
	case "人数(党员.学时 < 32)":
		n := 0
		for _, m := range o.y.Members {
			if m.Values[wordAt(standard.MemberWords, "学时")] < 320000 {
				n++
			}
		}
		return num(n)
	}
	if n := o.events(strings.TrimPrefix(text, "次数.")); n >= 0 {
		return num(n)
	}
	return []*big.Rat{num(0), num(1), num(2), num(3), num(4), large}[o.choose(6)]
}

// whole rounds a number of steps.
func whole(n *big.Rat, rounding string) *big.Rat {
	switch rounding {
	case "down":
		return floor(n)
	case "up":
		return new(big.Rat).Neg(floor(new(big.Rat).Neg(n)))
	}
	return n
}

// round rounds half away from zero.
func round(v *big.Rat, scale int) *big.Rat {
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))
	scaled := mul(new(big.Rat).Abs(v), unit)
	n := quo(floor(add(scaled, big.NewRat(1, 2))), unit)
	if v.Sign() < 0 {
		n.Neg(n)
	}
	return n
}

// bounds is the item's floor and cap.
func (o *oracle) bounds() (lo, hi *big.Rat) {
	hi = rat(o.it.Points)
	if o.it.Cap != "" {
		hi = rat(o.it.Cap)
	}
	return rat(o.it.Floor), hi
}

// expect is the item's points as a pair, for the obligations as they stand.
func (o *oracle) expect(t duty.Tally) (lo, hi *big.Rat) {
	lo, hi = new(big.Rat), new(big.Rat)
	if o.it.Start == "full" {
		lo, hi = rat(o.it.Points), rat(o.it.Points)
	}
	score := o.it.Score
	if len(score) == 0 {
		score = []standard.Term{{Share: &standard.Share{}}}
	}
	for i := range score {
		a, b := o.explore(func() *big.Rat {
			done := 0
			if t.Waiting > 0 {
				done = o.choose(t.Waiting + 1)
			}
			u := t
			u.Met, u.Missed, u.Waiting = t.Met+done, t.Missed+t.Waiting-done, 0
			return o.term(&score[i], u)
		})
		lo, hi = add(lo, a), add(hi, b)
	}
	low, high := o.bounds()
	lo, hi = clamp(lo, low, high), clamp(hi, low, high)
	if o.it.Zero != "" {
		a, b := o.explore(func() *big.Rat {
			if o.holds(o.it.Zero) {
				return num(0)
			}
			return num(1)
		})
		switch {
		case b.Sign() == 0:
			lo, hi = new(big.Rat), new(big.Rat)
		case a.Sign() == 0:
			lo, hi = clamp(lo, lo, new(big.Rat)), clamp(hi, new(big.Rat), hi)
			if lo.Sign() > 0 {
				lo = new(big.Rat)
			}
			if hi.Sign() < 0 {
				hi = new(big.Rat)
			}
		}
	}
	scale := 2
	if o.it.Scale != nil {
		scale = *o.it.Scale
	}
	return round(lo, scale), round(hi, scale)
}

// result is a verdict and the numbers that go with it.
type result struct {
	verdict     Verdict
	lo, hi, due *big.Rat
}

// judge is what the oracle expects of the item.
func (o *oracle) judge() result {
	t, zero := o.tally, new(big.Rat)
	if t.Total == 0 {
		return o.scoreOnly()
	}
	r := result{NotDue, zero, zero, zero}
	switch {
	case t.Missed > 0:
		r.verdict = Unmet
	case t.Waiting > 0:
		r.verdict = Unknown
	case t.Met > 0:
		r.verdict = Met
	}
	if r.verdict == NotDue {
		return r
	}
	r.lo, r.hi = o.expect(t)
	open := t
	open.Met, open.Open = t.Met+t.Open, 0
	_, could := o.expect(open)
	r.due = clamp(sub(rat(o.it.Points), sub(could, r.hi)), zero, rat(o.it.Points))
	return r
}

// scoreOnly is an item without an obligation.
func (o *oracle) scoreOnly() result {
	zero := new(big.Rat)
	none := result{NotApplicable, zero, zero, zero}
	if len(o.it.Score) == 0 || o.it.Duty != nil && o.it.Duty.Clock == "" || !o.holds(o.it.AppliesIf) {
		return none
	}
	full := rat(o.it.Points)
	r := result{lo: zero, hi: zero, due: full}
	r.lo, r.hi = o.expect(o.tally)
	known := r.lo.Cmp(r.hi) == 0
	reached := r.lo.Sign() > 0
	if o.it.Start == "full" {
		reached = r.lo.Cmp(full) >= 0
	}
	if over := o.y.Cut.On > day("2026-12-31"); !over {
		if !known || o.it.Start == "zero" && r.lo.Sign() == 0 {
			return result{NotDue, zero, zero, zero}
		}
		if o.it.Start == "zero" {
			r.due = clamp(r.lo, zero, large)
		}
	}
	switch {
	case !known:
		r.verdict = Unknown
	case reached:
		r.verdict = Met
	default:
		r.verdict = Unmet
	}
	return r
}
