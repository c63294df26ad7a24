package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// A run is one branch being scored.
type run struct {
	*duty.Env
	given []given // what the second pass found, by comparison; nil before it
	trace *Trace  // nil when only the numbers are wanted
	sums  sums    // the item scored last, in millionths
	quick bool    // the item scored last was computed in millionths
	slow  bool    // a quick amount could not be said in millionths
	quiet int     // above 0: what is computed is not part of the trace
}

// leaf notes a number of the arithmetic and returns it.
func (r *run) leaf(p Pair) Pair {
	if r.trace != nil && r.quiet == 0 {
		r.trace.Steps = append(r.trace.Steps, Step{Op: OpLeaf, Pair: p})
	}
	return p
}

// value notes a number that is known.
func (r *run) value(v standard.Rat) Pair { return r.leaf(Pair{v, v}) }

// note notes a measure that only chooses an amount.
func (r *run) note(p Pair) {
	if r.trace != nil && r.quiet == 0 {
		r.trace.Steps = append(r.trace.Steps, Step{Op: OpNote, Pair: p})
	}
}

// op notes an operation on n numbers.
func (r *run) op(op Op, n int) {
	if r.trace != nil && r.quiet == 0 {
		r.trace.Steps = append(r.trace.Steps, Step{Op: op, N: int32(n)})
	}
}

// tri notes the answer to a condition: 1, 0 or both.
func (r *run) tri(t duty.Tri) {
	switch t {
	case duty.Yes:
		r.note(Pair{one, one})
	case duty.No:
		r.note(Pair{zero, zero})
	default:
		r.note(Pair{zero, one})
	}
}

var (
	zero = standard.Int(0)
	one  = standard.Int(1)
)

// An amount computes what one term adds, and leaves one number on the trace.
type amount func(*run) Pair

// nothing is an amount of 0.
func nothing(r *run) Pair { return r.value(zero) }

// gated is an amount that counts only where a condition holds.
func gated(when duty.Cond, a amount) amount {
	return func(r *run) Pair {
		switch r.Holds(when) {
		case duty.Yes:
			return a(r)
		case duty.No:
			return r.value(zero)
		}
		p := a(r).Or(r.value(zero))
		r.op(OpHull, 2)
		return p
	}
}

// timed is an amount multiplied where a condition holds (M55).
func timed(when duty.Cond, by duty.Number, a amount) amount {
	return func(r *run) Pair {
		t := r.Holds(when)
		if t == duty.No {
			return a(r)
		}
		p := a(r)
		q := p.Mul(r.leaf(only(by.Of(r.Env))))
		r.op(OpMul, 2)
		if t == duty.Yes {
			return q
		}
		q = q.Or(r.leaf(p))
		r.op(OpHull, 2)
		return q
	}
}

// capped is an amount held within a magnitude (M17, M44).
func capped(limit standard.Rat, a amount) amount {
	low := limit.Neg()
	return func(r *run) Pair {
		p := a(r).within(r.value(low).Lo, r.value(limit).Lo)
		r.op(OpClamp, 3)
		return p
	}
}

// resolved is an amount that names 本项: while obligations wait for a record it is
// what it may be for each way in which they may turn out.
func resolved(a amount) amount {
	return func(r *run) Pair {
		t := r.Own
		if t.Waiting == 0 {
			return a(r)
		}
		var p Pair
		for done := range t.Waiting + 1 {
			left := t.Waiting - done
			r.Own.Waiting, r.Own.Met, r.Own.Missed = 0, t.Met+done, t.Missed+left
			r.Own.Short = t.Short + t.Lacking*left/t.Waiting
			q := a(r)
			if done == 0 {
				p = q
			}
			p = p.Or(q)
		}
		r.op(OpHull, t.Waiting+1)
		r.Own = t
		return p
	}
}

// raw marks the end of what a term's own arithmetic noted.
func raw(a amount) amount {
	return func(r *run) Pair {
		p := a(r)
		r.op(OpRaw, 0)
		return p
	}
}
