package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// An Op is one operation of a trace.
type Op uint8

// The operations. A trace is in postfix order: a leaf puts a pair on the stack,
// an operation takes its arguments off and puts its result on.
const (
	OpLeaf    Op = iota // a number: a point value, a count, an amount from a table
	OpNote              // a measure that chose an amount; it takes no part in the sum
	OpSum               // of N
	OpMul               // of two
	OpDiv               // of two
	OpNeg               // of one
	OpMax               // of N
	OpMin               // of N
	OpHull              // of N: it may turn out to be any of them
	OpFloor             // whole number below
	OpCeil              // whole number above
	OpClamp             // x, least, greatest
	OpRound             // of one, to N decimals, by Mode
	OpRaw               // ends a term's own arithmetic, before its cap and the like; takes nothing
	OpLargest           // of N: the one of largest magnitude
	OpTerm              // ends the Nth term of an item, which came to Pair; takes nothing
	OpItem              // ends an item: what is left on the stack is its points
)

// A Step is one step of a trace.
type Step struct {
	Op   Op
	Mode standard.Rounding
	N    int32
	Pair Pair // of leaves, notes and terms
}

// A Trace is how the points of a standard's items were computed, item by item,
// in a form that computes again by itself.
type Trace struct {
	Steps []Step
	Ends  []int        // Steps[:Ends[0]] is the first item, and so on
	Own   []duty.Tally // the obligations of each item, as they were counted
}

// Item returns the steps of item i.
func (t *Trace) Item(i int) []Step {
	if i >= len(t.Ends) {
		return nil
	}
	from := 0
	if i > 0 {
		from = t.Ends[i-1]
	}
	return t.Steps[from:t.Ends[i]]
}

func (t *Trace) reset() { t.Steps, t.Ends, t.Own = t.Steps[:0], t.Ends[:0], t.Own[:0] }

// Replay computes an item's points again from its steps alone; ok is false where
// the steps are not whole, or a term came to something else than they say.
func Replay(steps []Step) (points Pair, ok bool) {
	var stack []Pair
	for _, s := range steps {
		switch s.Op {
		case OpNote, OpRaw:
			continue
		case OpTerm:
			if len(stack) == 0 || stack[len(stack)-1] != s.Pair {
				return Pair{}, false
			}
			continue
		case OpLeaf:
			stack = append(stack, s.Pair)
			continue
		case OpItem:
			if len(stack) != 1 {
				return Pair{}, false
			}
			return stack[0], true
		}
		n := s.takes()
		if n < 1 || n > len(stack) {
			return Pair{}, false
		}
		args := stack[len(stack)-n:]
		stack = append(stack[:len(stack)-n], s.apply(args))
	}
	return Pair{}, false
}

// takes is how many pairs a step takes off the stack.
func (s Step) takes() int {
	switch s.Op {
	case OpSum, OpMax, OpMin, OpHull, OpLargest:
		return int(s.N)
	case OpMul, OpDiv:
		return 2
	case OpClamp:
		return 3
	}
	return 1
}

func (s Step) apply(args []Pair) Pair {
	p := args[0]
	switch s.Op {
	case OpMul:
		return p.Mul(args[1])
	case OpDiv:
		return p.Div(args[1])
	case OpNeg:
		return p.Neg()
	case OpFloor:
		return Pair{p.Lo.Floor(), p.Hi.Floor()}
	case OpCeil:
		return Pair{p.Lo.Ceil(), p.Hi.Ceil()}
	case OpClamp:
		return p.within(args[1].Lo, args[2].Lo)
	case OpRound:
		return p.round(int(s.N), s.Mode)
	case OpLargest:
		return largest(args)
	}
	for _, q := range args[1:] {
		switch s.Op {
		case OpSum:
			p = p.Add(q)
		case OpMax:
			p = p.Max(q)
		case OpMin:
			p = p.Min(q)
		case OpHull:
			p = p.Or(q)
		}
	}
	return p
}

// round rounds both ends alike.
func (p Pair) round(scale int, mode standard.Rounding) Pair {
	return sane(Pair{p.Lo.Round(scale, mode), p.Hi.Round(scale, mode)})
}

// largest returns the pair of largest magnitude; where bonuses and deductions
// are mixed and not all known, it may be any of them.
func largest(args []Pair) Pair {
	most, least, all := args[0], args[0], args[0]
	known := true
	for _, p := range args {
		most, least, all = most.Max(p), least.Min(p), all.Or(p)
		known = known && p.Known()
	}
	switch {
	case all.Lo.Sign() >= 0:
		return most
	case all.Hi.Sign() <= 0:
		return least
	case !known:
		return all
	case all.Lo.Abs().Cmp(all.Hi) > 0:
		return only(all.Lo)
	}
	return only(all.Hi)
}
