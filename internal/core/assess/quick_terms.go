package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// all reads amounts as millionths; nil if one of them is not.
func allMicros(rats ...standard.Rat) []int64 {
	got := make([]int64, len(rats))
	for i, r := range rats {
		n, ok := micros(r)
		if !ok {
			return nil
		}
		got[i] = n
	}
	return got
}

// binaryQ is binary the quick way.
func binaryQ(when duty.Cond, give, other standard.Rat) quick {
	m := allMicros(give, other)
	if m == nil {
		return nil
	}
	return func(r *run) (int64, int64) {
		switch r.Holds(when) {
		case duty.Yes:
			return m[0], m[0]
		case duty.No:
			return m[1], m[1]
		}
		return min(m[0], m[1]), max(m[0], m[1])
	}
}

// eachQ adds an amount for each condition that is as wanted: missing elements
// and steps.
func eachQ(conds []duty.Cond, amounts []standard.Rat, want duty.Tri) quick {
	m := allMicros(amounts...)
	if m == nil {
		return nil
	}
	return func(r *run) (lo, hi int64) {
		for i, c := range conds {
			switch r.Holds(c) {
			case want:
				lo, hi = lo+m[i], hi+m[i]
			case duty.Maybe:
				lo, hi = lo+min(m[i], 0), hi+max(m[i], 0)
			}
		}
		return lo, hi
	}
}

// worstQ is the largest deduction that holds.
func worstQ(conds []duty.Cond, minus []standard.Rat) quick {
	m := allMicros(minus...)
	if m == nil {
		return nil
	}
	return func(r *run) (lo, hi int64) {
		for i, c := range conds {
			switch r.Holds(c) {
			case duty.Yes:
				lo, hi = min(lo, m[i]), min(hi, m[i])
			case duty.Maybe:
				lo = min(lo, m[i])
			}
		}
		return lo, hi
	}
}

// most is the largest count that is multiplied the quick way.
const mostCount = 1_000_000

// perQ is a count times an amount.
func perQ(n counter, p *standard.Per, each standard.Rat) quick {
	m, ok := micros(each)
	if !ok || p.Over != "" || p.Unit != "" {
		return nil
	}
	return func(r *run) (int64, int64) {
		c := n(r)
		a, ok1 := c.Lo.Int64()
		b, ok2 := c.Hi.Int64()
		if !ok1 || !ok2 || a < 0 || b > mostCount {
			r.slow = true
			return 0, 0
		}
		if m < 0 {
			a, b = b, a
		}
		return a * m, b * m
	}
}

// ladderQ looks a known count up in the table.
func ladderQ(n counter, table []standard.Rat, beyond standard.Rat) quick {
	m := allMicros(append(append([]standard.Rat{}, table...), beyond)...)
	if m == nil {
		return nil
	}
	last := int64(len(table))
	return func(r *run) (int64, int64) {
		c := n(r)
		k, ok := c.Lo.Int64()
		if !ok || !c.Known() {
			r.slow = true
			return 0, 0
		}
		v := m[min(max(k, 0), last)]
		return v, v
	}
}

// bandsQ looks a known number up in plain bands.
func bandsQ(of duty.Number, table []standard.Band, under standard.Rat) quick {
	var from []standard.Rat
	amounts := []standard.Rat{under}
	for _, b := range table {
		f, err1 := standard.Amount(b.From)
		g := zero
		var err2 error
		if b.Give != "" {
			g, err2 = standard.Amount(b.Give)
		}
		if err1 != nil || err2 != nil || b.Or != "" || b.Mark != "" {
			return nil
		}
		from, amounts = append(from, f), append(amounts, g)
	}
	m := allMicros(amounts...)
	if m == nil {
		return nil
	}
	return func(r *run) (int64, int64) {
		v := of.Of(r.Env)
		if !v.Valid() {
			r.slow = true
			return 0, 0
		}
		i := len(from)
		for i > 0 && v.Less(from[i-1]) {
			i--
		}
		return m[i], m[i]
	}
}

// belowQ counts whole steps below a line.
func belowQ(of, line, step duty.Number, minus standard.Rat, rounding string) quick {
	m, ok := micros(minus)
	if !ok || rounding != "down" && rounding != "up" {
		return nil
	}
	return func(r *run) (int64, int64) {
		v, l := of.Of(r.Env), line.Of(r.Env)
		if v.Valid() && l.Valid() && !v.Less(l) {
			return 0, 0
		}
		n := l.Sub(v).Div(step.Of(r.Env))
		if rounding == "down" {
			n = n.Floor()
		} else {
			n = n.Ceil()
		}
		k, ok := n.Int64()
		if !ok || k > mostCount {
			r.slow = true
			return 0, 0
		}
		return k * m, k * m
	}
}

// generalQ takes an amount that is cheap to compute the general way.
func generalQ(a amount) quick {
	return func(r *run) (int64, int64) {
		p := a(r)
		lo, ok1 := micros(p.Lo)
		hi, ok2 := lo, ok1
		if p.Hi != p.Lo {
			hi, ok2 = micros(p.Hi)
		}
		if !ok1 || !ok2 {
			r.slow = true
		}
		return lo, hi
	}
}
