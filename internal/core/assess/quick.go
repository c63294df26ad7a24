package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// Most amounts of most packs are decimals of at most six places. Where all of an
// item's are, the score-only pass computes them as whole millionths and turns the
// result into a Rat once. It is a second way of computing the same numbers: a
// pass with a trace goes the general way, and a property holds the two equal.

// micro is 1 in millionths.
const micro = 1_000_000

// A quick amount is what a term adds, in millionths; where it cannot say so
// exactly, it sets slow and the item is computed the general way.
type quick func(*run) (lo, hi int64)

// micros returns a number in whole millionths; ok is false if it is not one, or
// too large to reckon with safely.
func micros(r standard.Rat) (n int64, ok bool) {
	num, den := r.Parts()
	if den == 1 && num <= 1e6 && num >= -1e6 {
		return num * micro, true
	}
	if den <= 0 || micro%den != 0 || num > 1e6*micro || num < -1e6*micro {
		return 0, false
	}
	return num * (micro / den), true
}

// brisk compiles an item's terms the quick way; it leaves the item as it is if
// one of them has none.
func (it *item) brisk() {
	ok := true
	read := func(r standard.Rat) int64 {
		n, fine := micros(r)
		ok = ok && fine
		return n
	}
	it.pointsQ, it.startQ, it.floorQ, it.capQ = read(it.points), read(it.start), read(it.floor), read(it.cap)
	it.stepQ = 1
	for range 6 - min(it.scale, 6) {
		it.stepQ *= 10
	}
	ok = ok && it.scale <= 6 && it.mode == standard.HalfUp && it.cap != far
	for k := range it.terms {
		ok = ok && (it.terms[k].quick != nil || it.share)
	}
	for _, n := range it.groups {
		ok = ok && n == 1
	}
	it.isQuick = ok
}

// quickSum is what sum computes; ok is false where the general way is needed.
func (it *item) quickSum(r *run) (lo, hi int64, ok bool) {
	if it.share {
		lo, hi = it.quickShare(r)
	} else {
		lo, hi = it.startQ, it.startQ
		r.slow = false
		for k := range it.terms {
			a, b := it.terms[k].quick(r)
			lo, hi = lo+a, hi+b
		}
		if r.slow {
			return 0, 0, false
		}
	}
	lo, hi = min(max(lo, it.floorQ), it.capQ), min(max(hi, it.floorQ), it.capQ)
	if it.zeroIf {
		switch r.Holds(it.zero) {
		case duty.Yes:
			lo, hi = 0, 0
		case duty.Maybe:
			lo, hi = min(lo, 0), max(hi, 0)
		}
	}
	return halfUp(lo, it.stepQ), halfUp(hi, it.stepQ), true
}

// quickShare is points × met ÷ total. It is rounded here, for the quotient need
// not be whole millionths; what is left to do to it keeps it.
func (it *item) quickShare(r *run) (lo, hi int64) {
	t := &r.Own
	if t.Total == 0 {
		return it.pointsQ, it.pointsQ
	}
	lo = portion(it.pointsQ, int64(t.Met), int64(t.Total), it.stepQ)
	if t.Waiting == 0 {
		return lo, lo
	}
	return lo, portion(it.pointsQ, int64(t.Met+t.Waiting), int64(t.Total), it.stepQ)
}

// portion is points × n ÷ of, rounded half up to steps; points are not negative.
func portion(points, n, of, step int64) int64 {
	if n == of {
		return halfUp(points, step)
	}
	a, b := points*n, of*step
	return (a + b/2) / b * step
}

// halfUp rounds to steps, halves away from zero.
func halfUp(n, step int64) int64 {
	if n%step == 0 {
		return n
	}
	if n < 0 {
		return -halfUp(-n, step)
	}
	return (n + step/2) / step * step
}

// sums is the numbers of one item, or of a part, in millionths; inexact says that
// some of them are not whole ones.
type sums struct {
	lo, hi, due, max int64
	inexact          bool
}

func (s *sums) add(t *sums) {
	s.lo += t.lo
	s.hi += t.hi
	s.due += t.due
	s.max += t.max
	s.inexact = s.inexact || t.inexact
}

// sumsOf is an item's score in millionths: what the quick way has just computed,
// or read back.
func (it *item) sumsOf(r *run, s *Score) *sums {
	t := &r.sums
	if s.Verdict == NotApplicable {
		*t = sums{}
		return t
	}
	t.inexact = false
	if !r.quick {
		t.lo, t.hi = t.read(s.Points.Lo), t.read(s.Points.Hi)
	}
	t.due, t.max = t.read(s.Due), t.read(s.Max)
	return t
}

func (s *sums) read(r standard.Rat) int64 {
	n, ok := micros(r)
	s.inexact = s.inexact || !ok
	return n
}

// pair returns two numbers of millionths as a pair.
func (p *Program) pair(lo, hi int64) Pair {
	got := Pair{Lo: p.rat(lo)}
	if got.Hi = got.Lo; hi != lo {
		got.Hi = p.rat(hi)
	}
	return got
}

// rat returns millionths as a Rat; those of the usual scale come from a table.
func (p *Program) rat(n int64) standard.Rat {
	if k := uint64(n) / cent; n%cent == 0 && k < uint64(len(p.cents)) {
		return p.cents[k]
	}
	return standard.Frac(n, micro)
}

// cent is 0.01 in millionths.
const cent = micro / 100

// mint makes the table of hundredths, up to the largest item.
func (p *Program) mint() {
	most := int64(0)
	for i := range p.items {
		if p.items[i].isQuick {
			most = max(most, p.items[i].pointsQ, p.items[i].capQ)
		}
	}
	if n, ok := micros(p.max()); ok {
		most = max(most, n)
	}
	p.cents = make([]standard.Rat, min(most/cent+1, 20_001))
	for k := range p.cents {
		p.cents[k] = standard.Frac(int64(k), 100)
	}
}

// around puts what may stand around a term round its quick amount.
func (s *scorer) around(t *term, src *standard.Term, when [2]duty.Cond, by duty.Number) {
	q := t.quick
	if q == nil {
		return
	}
	if src.Times != nil {
		v, ok := by.Const()
		n, whole := v.Mul(standard.Int(12)).Int64() // twelfths: halves, thirds and quarters too
		if t.quick = nil; !ok || !whole {
			return
		}
		q = timesQ(when[0], n, q)
	}
	if src.Cap != "" {
		most, ok := micros(s.amount(src.Cap))
		if t.quick = nil; !ok {
			return
		}
		inner := q
		q = func(r *run) (int64, int64) {
			lo, hi := inner(r)
			return min(max(lo, -most), most), min(max(hi, -most), most)
		}
	}
	if src.If != "" {
		q = gatedQ(when[1], q)
	}
	own := t.own || src.If != "" && s.p.duty.Exprs.Own(when[1]) || src.Times != nil && s.p.duty.Exprs.Own(when[0])
	if own && src.Share == nil {
		q = ownQ(q)
	}
	t.quick = q
}

func timesQ(when duty.Cond, twelfths int64, q quick) quick {
	return func(r *run) (int64, int64) {
		lo, hi := q(r)
		t := r.Holds(when)
		if t == duty.No {
			return lo, hi
		}
		a, b := lo*twelfths, hi*twelfths
		if a%12 != 0 || b%12 != 0 || t == duty.Maybe {
			r.slow = true
		}
		if twelfths < 0 {
			a, b = b, a
		}
		return a / 12, b / 12
	}
}

func gatedQ(when duty.Cond, q quick) quick {
	return func(r *run) (int64, int64) {
		switch r.Holds(when) {
		case duty.Yes:
			return q(r)
		case duty.No:
			return 0, 0
		}
		lo, hi := q(r)
		return min(lo, 0), max(hi, 0)
	}
}

// ownQ leaves what names 本项 to the general way while obligations wait.
func ownQ(q quick) quick {
	return func(r *run) (int64, int64) {
		if r.Own.Waiting > 0 {
			r.slow = true
			return 0, 0
		}
		return q(r)
	}
}
