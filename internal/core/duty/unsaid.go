package duty

import (
	"slices"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// What nothing was recorded of is not known: a condition on it is neither held nor
// failed, and a count over it has no value, until the closing of the year. From then
// on silence counts, and the value is what silence comes to (C5). A prohibition is
// broken by a record only; there such a value stays unknown.

// settles reports whether silence about the profile and the members counts.
func (e *Env) settles() bool { return e.Shut() && !e.lenient }

// said returns a value of the profile or of a member, or what silence about it comes
// to where that counts; false where it is not known.
func (e *Env) said(v int32) (n int64, known bool) {
	k, known := register.Said(v)
	return int64(k), known || e.settles()
}

// saidWithin returns the least and the greatest that a value may turn out to be;
// false where nothing is known of it.
func (e *Env) saidWithin(v int32) (lo, hi int64, ok bool) {
	n, known := e.said(v)
	if known {
		return n, n, true
	}
	return 0, n, n > 0
}

// termOver is the one number that counts the days of a silence.
var termOver = slices.IndexFunc(standard.NumberWords, func(w standard.Word) bool { return w.Name == "届期逾期天数" })

// numberWithin does so for a number, in ten-thousandths. The days of a silence come to
// what they are once that silence counts: at the closing of the day on which it began.
func (e *Env) numberWithin(y *register.Year, i int) (lo, hi party.Decimal, ok bool) {
	v := y.Numbers[i]
	if !y.Unknown[i] {
		return v, v, true
	}
	if i != termOver || v <= 0 {
		return 0, 0, false
	}
	end := y.Exists.To
	if y.Cut.On != party.NoDate {
		end = min(end, y.Cut.On)
	}
	if e.Closed(end.AddDays(-int(v / party.DecimalUnit))) {
		return v, v, true
	}
	return 0, v, true
}

// A bounded is a measure in ten-thousandths of which only the bounds may be known;
// false where not even those are.
type bounded func(*Env) (lo, hi int64, ok bool)

// bounded compiles a node that fixed compiles.
func (c *compiler) bounded(n *standard.Node) bounded {
	const unit = int64(party.DecimalUnit)
	i := n.Ref.Index
	switch {
	case n.Op == standard.OpCount:
		count := c.heads(n)
		return func(e *Env) (int64, int64, bool) {
			yes, maybe := count(e)
			return yes * unit, (yes + maybe) * unit, true
		}
	case n.Op == standard.OpRef && n.Ref.Space == standard.SpaceNumber:
		return func(e *Env) (int64, int64, bool) {
			lo, hi, ok := e.numberWithin(e.year, i)
			return int64(lo), int64(hi), ok
		}
	case n.Op == standard.OpRef && n.Ref.Space == standard.SpaceProfile:
		return func(e *Env) (int64, int64, bool) {
			if len(e.year.Segments) == 0 {
				return 0, 0, false
			}
			lo, hi, ok := e.saidWithin(e.year.Segments[e.seg].Values[i])
			return lo * unit, hi * unit, ok
		}
	case n.Op == standard.OpRef && n.Ref.Space == standard.SpaceMember && i != hours:
		return func(e *Env) (int64, int64, bool) {
			if e.member == nil {
				return 0, 0, false
			}
			lo, hi, ok := e.saidWithin(e.member.Values[i])
			return lo * unit, hi * unit, ok
		}
	}
	v := c.fixed(n)
	return func(e *Env) (int64, int64, bool) {
		k, ok := v(e)
		return k, k, ok
	}
}

// within answers a comparison of which an end is not known: what it is for every
// value that the two may turn out to have, if that is one answer.
func within(op standard.Op, a, b bounded) truth {
	return func(e *Env) Tri {
		lo1, hi1, ok1 := a(e)
		lo2, hi2, ok2 := b(e)
		if !ok1 || !ok2 {
			return Maybe
		}
		lo, hi := lo1-hi2, hi1-lo2
		least, most := compares(op, sign(lo)), compares(op, sign(hi))
		if least != most || lo < 0 && hi > 0 && compares(op, 0) != least {
			return Maybe
		}
		return Is(least)
	}
}

// unsaid answers a test of a value of which nothing was recorded.
func (t *test) unsaid(v int32, settled bool) Tri {
	k, _ := register.Said(v)
	n := int64(k)
	switch {
	case settled && t.text:
		return Is(t.not) // it is none of those in the list
	case settled:
		return Is((t.low <= n && n <= t.high) != t.not)
	case n == 0:
		return Maybe
	case t.low <= 0 && n <= t.high:
		return Is(!t.not)
	case t.high < t.low || t.high < 0 || n < t.low:
		return Is(t.not)
	}
	return Maybe
}
