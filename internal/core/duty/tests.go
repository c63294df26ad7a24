package duty

import (
	"math"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A test is the simplest condition: a value of the profile or of a member lies
// between two bounds, or does not. Most conditions are a few of them joined by 且.
type test struct {
	at        int
	low, high int64
	not, text bool
}

// holds reports whether all tests hold; settled says that silence counts.
func holds(tests []test, values []int32, settled bool) Tri {
	all := Yes
	for i := range tests {
		t := &tests[i]
		v := int64(values[t.at])
		if v < 0 {
			if all = all.And(t.unsaid(values[t.at], settled)); all == No {
				return No
			}
			continue
		}
		if (t.low <= v && v <= t.high) == t.not {
			return No
		}
	}
	return all
}

// tests compiles a node that is one test, or several joined by 且, all of the
// profile or all of a member; nil for any other.
func (c *compiler) tests(n *standard.Node, space standard.Space) []test {
	if n.Op == standard.OpAnd {
		a, b := c.tests(n.Kids[0], space), c.tests(n.Kids[1], space)
		if a == nil || b == nil {
			return nil
		}
		return append(a, b...)
	}
	if t, ok := c.test(n, space); ok {
		return []test{t}
	}
	return nil
}

func (c *compiler) test(n *standard.Node, space standard.Space) (test, bool) {
	switch n.Op {
	case standard.OpNot:
		t, ok := c.test(n.Kids[0], space)
		t.not = !t.not
		return t, ok
	case standard.OpRef:
		return test{at: n.Ref.Index, not: true}, n.Ref.Space == space // a flag: not 0
	case standard.OpEq, standard.OpNe, standard.OpLt, standard.OpLe, standard.OpGt, standard.OpGe:
	default:
		return test{}, false
	}
	m, lit := n.Kids[0], n.Kids[1]
	if m.Op != standard.OpRef || m.Ref.Space != space {
		return test{}, false
	}
	t := test{at: m.Ref.Index}
	if lit.Op == standard.OpText {
		k := lit.Ref.Index
		t.text = true
		t.low, t.high, t.not = int64(k), int64(k), n.Op == standard.OpNe
		return t, k >= 0 && k < 64
	}
	k, ok := c.literal(lit)
	if !ok {
		return test{}, false
	}
	each := int64(party.DecimalUnit)
	if space == standard.SpaceMember && m.Ref.Index == hours {
		each = 1
	}
	t.bound(n.Op, floorDiv(k, each), -floorDiv(-k, each))
	return t, true
}

// bound sets the bounds of a comparison with a number between two whole ones,
// which are the same where it is whole.
func (t *test) bound(op standard.Op, floor, ceil int64) {
	t.low, t.high = math.MinInt64, math.MaxInt64
	switch op {
	case standard.OpEq, standard.OpNe:
		t.low, t.high, t.not = ceil, floor, op == standard.OpNe // none where it is not whole
	case standard.OpLt:
		t.high = ceil - 1
	case standard.OpLe:
		t.high = floor
	case standard.OpGt:
		t.low = floor + 1
	case standard.OpGe:
		t.low = ceil
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// literal is a number, or a parameter that is the same every year, in
// ten-thousandths.
func (c *compiler) literal(n *standard.Node) (int64, bool) {
	v := n.Num
	switch {
	case n.Op == standard.OpNumber:
	case n.Op == standard.OpRef && n.Ref.Space == standard.SpaceParam && len(c.x.std.Params[n.Ref.Index].ByYear) == 0:
		amount, err := standard.Amount(c.x.std.Params[n.Ref.Index].Value)
		if err != nil {
			return 0, false
		}
		v = amount
	default:
		return 0, false
	}
	d, ok := v.Decimal()
	return int64(d), ok
}

// conjunction compiles what is only tests; nil for anything else.
func (c *compiler) conjunction(n *standard.Node) truth {
	if tests := c.tests(n, standard.SpaceProfile); tests != nil {
		return func(e *Env) Tri {
			if len(e.year.Segments) == 0 {
				return Maybe
			}
			return holds(tests, e.year.Segments[e.seg].Values[:], e.settles())
		}
	}
	if tests := c.tests(n, standard.SpaceMember); tests != nil {
		return func(e *Env) Tri {
			if e.member == nil {
				return Maybe
			}
			return holds(tests, e.member.Values[:], e.settles())
		}
	}
	return nil
}
