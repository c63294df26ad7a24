package duty

import (
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// truth compiles a node that yields a truth.
func (c *compiler) truth(n *standard.Node) truth {
	if t := c.conjunction(n); t != nil {
		return t
	}
	switch n.Op {
	case standard.OpBool:
		v := Is(n.Num.Sign() != 0)
		return func(*Env) Tri { return v }
	case standard.OpRef:
		return flag(n.Ref)
	case standard.OpNot:
		a := c.truth(n.Kids[0])
		return func(e *Env) Tri { return a(e).Not() }
	case standard.OpAnd, standard.OpOr:
		return c.junction(n)
	case standard.OpEq, standard.OpNe, standard.OpLt, standard.OpLe, standard.OpGt, standard.OpGe:
		return c.comparison(n)
	case standard.OpIn:
		return c.membership(n)
	case standard.OpIf:
		return c.pick(n)
	case standard.OpKnown:
		return c.known(n.Kids[0])
	case standard.OpPassed:
		return c.passed(n)
	}
	return never
}

// never is what is never known.
func never(*Env) Tri { return Maybe }

// flag compiles a name that is itself a truth.
func flag(r standard.Ref) truth {
	i := r.Index
	switch r.Space {
	case standard.SpaceProfile:
		return func(e *Env) Tri {
			if len(e.year.Segments) == 0 {
				return Maybe
			}
			return e.flagged(e.year.Segments[e.seg].Values[i])
		}
	case standard.SpaceMember:
		return func(e *Env) Tri {
			if e.member == nil {
				return Maybe
			}
			return e.flagged(e.member.Values[i])
		}
	}
	return never
}

// flagged reads a flag.
func (e *Env) flagged(v int32) Tri {
	if n, known := e.said(v); known {
		return Is(n != 0)
	}
	return Maybe
}

func (c *compiler) junction(n *standard.Node) truth {
	a, b := c.truth(n.Kids[0]), c.truth(n.Kids[1])
	if n.Op == standard.OpAnd {
		return func(e *Env) Tri {
			v := a(e)
			if v == No {
				return No
			}
			return v.And(b(e))
		}
	}
	return func(e *Env) Tri {
		v := a(e)
		if v == Yes {
			return Yes
		}
		return v.Or(b(e))
	}
}

func (c *compiler) pick(n *standard.Node) truth {
	when, a, b := c.truth(n.Kids[0]), c.truth(n.Kids[1]), c.truth(n.Kids[2])
	return func(e *Env) Tri {
		switch when(e) {
		case Yes:
			return a(e)
		case No:
			return b(e)
		}
		if v := a(e); v == b(e) {
			return v
		}
		return Maybe
	}
}

// comparison compiles a comparison of two numbers, two truths or two texts.
func (c *compiler) comparison(n *standard.Node) truth {
	switch n.Kids[0].Type {
	case standard.TextValue:
		return c.texts(n)
	case standard.TruthValue:
		return c.agree(n)
	}
	op := n.Op
	if t := c.fast(n); t != nil {
		return t
	}
	a, b := c.number(n.Kids[0]), c.number(n.Kids[1])
	return func(e *Env) Tri {
		x, y := a(e), b(e)
		if !x.Valid() || !y.Valid() {
			return Maybe
		}
		return Is(compares(op, x.Cmp(y)))
	}
}

// compares reads a comparison off a sign.
func compares(op standard.Op, sign int) bool {
	switch op {
	case standard.OpEq:
		return sign == 0
	case standard.OpNe:
		return sign != 0
	case standard.OpLt:
		return sign < 0
	case standard.OpLe:
		return sign <= 0
	case standard.OpGt:
		return sign > 0
	}
	return sign >= 0
}

// A fixed is a measure in ten-thousandths, in which every recorded number is
// whole; false where it is not known.
type fixed func(*Env) (int64, bool)

// fast compiles what most conditions are, two plain measures, counts or literals
// held against one another, into a comparison of integers; nil for anything else.
func (c *compiler) fast(n *standard.Node) truth {
	a, b := c.fixed(n.Kids[0]), c.fixed(n.Kids[1])
	if a == nil || b == nil {
		return nil
	}
	op := n.Op
	unsure := within(op, c.bounded(n.Kids[0]), c.bounded(n.Kids[1]))
	if n.Kids[1].Op == standard.OpNumber {
		k, _ := b(nil)
		return func(e *Env) Tri {
			v, ok := a(e)
			if !ok {
				return unsure(e)
			}
			return Is(compares(op, sign(v-k)))
		}
	}
	return func(e *Env) Tri {
		v, ok1 := a(e)
		k, ok2 := b(e)
		if !ok1 || !ok2 {
			return unsure(e)
		}
		return Is(compares(op, sign(v-k)))
	}
}

// fixed compiles a node to ten-thousandths, if it is a plain measure, a count of
// members or a literal.
func (c *compiler) fixed(n *standard.Node) fixed {
	if n.Op == standard.OpNumber {
		d, ok := n.Num.Decimal()
		if !ok {
			return nil
		}
		return func(*Env) (int64, bool) { return int64(d), true }
	}
	const unit = int64(party.DecimalUnit)
	if n.Op == standard.OpCount {
		count := c.heads(n)
		return func(e *Env) (int64, bool) {
			yes, maybe := count(e)
			return yes * unit, maybe == 0
		}
	}
	if n.Op != standard.OpRef {
		return nil
	}
	i := n.Ref.Index
	switch n.Ref.Space {
	case standard.SpaceProfile:
		return func(e *Env) (int64, bool) {
			if len(e.year.Segments) == 0 {
				return 0, false
			}
			n, known := e.said(e.year.Segments[e.seg].Values[i])
			return n * unit, known
		}
	case standard.SpaceMember:
		each := unit
		if i == hours {
			each = 1
		}
		return func(e *Env) (int64, bool) {
			if e.member == nil {
				return 0, false
			}
			n, known := e.said(e.member.Values[i])
			return n * each, known
		}
	case standard.SpaceNumber:
		return func(e *Env) (int64, bool) { return int64(e.year.Numbers[i]), !e.year.Unknown[i] }
	case standard.SpaceSeries:
		return func(e *Env) (int64, bool) { return int64(total(e.year.Months[i][:])) * unit, true }
	case standard.SpaceParam:
		return c.fixedParam(i)
	}
	return nil
}

// fixedParam is a parameter whose values are all recorded decimals.
func (c *compiler) fixedParam(i int) fixed {
	p := &c.x.std.Params[i]
	texts := []string{p.Value}
	for _, y := range p.ByYear {
		texts = append(texts, y.Value)
	}
	var values []int64
	for _, text := range texts {
		v, err := standard.Amount(text)
		d, ok := v.Decimal()
		if err != nil || !ok {
			return nil
		}
		values = append(values, int64(d))
	}
	return func(e *Env) (int64, bool) {
		v, from := values[0], -1
		for k := range p.ByYear {
			if y := p.ByYear[k].From; y <= e.year.Of && y > from {
				v, from = values[k+1], y
			}
		}
		return v, true
	}
}

func sign(d int64) int {
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}

// agree compiles == and != of two truths.
func (c *compiler) agree(n *standard.Node) truth {
	a, b := c.truth(n.Kids[0]), c.truth(n.Kids[1])
	same := n.Op == standard.OpEq
	return func(e *Env) Tri {
		x, y := a(e), b(e)
		if x == Maybe || y == Maybe {
			return Maybe
		}
		return Is((x == y) == same)
	}
}

// texts compiles == and != of a text measure and a literal.
func (c *compiler) texts(n *standard.Node) truth {
	m, lit := n.Kids[0], n.Kids[1]
	if m.Op == standard.OpText {
		m, lit = lit, m
	}
	is := c.isOneOf(m, []*standard.Node{lit})
	if n.Op == standard.OpEq {
		return is
	}
	return func(e *Env) Tri { return is(e).Not() }
}

func (c *compiler) membership(n *standard.Node) truth { return c.isOneOf(n.Kids[0], n.Kids[1:]) }

// isOneOf compiles whether a text measure is one of some literals. Measures with
// a closed list compare places in it.
func (c *compiler) isOneOf(m *standard.Node, lits []*standard.Node) truth {
	if m.Op != standard.OpRef {
		return never
	}
	i := m.Ref.Index
	switch m.Ref.Space {
	case standard.SpaceProfile:
		set := places(lits)
		return func(e *Env) Tri {
			if len(e.year.Segments) == 0 {
				return Maybe
			}
			return e.among(set, e.year.Segments[e.seg].Values[i])
		}
	case standard.SpaceMember:
		set := places(lits)
		return func(e *Env) Tri {
			if e.member == nil {
				return Maybe
			}
			return e.among(set, e.member.Values[i])
		}
	case standard.SpaceGrade:
		return c.graded(m.Ref, lits)
	}
	return never
}

// among reports whether a place in a closed list is one of a set; what is in none
// of its places is not known, and once silence counts it is none of them.
func (e *Env) among(set uint64, v int32) Tri {
	if v < 0 && !e.settles() {
		return Maybe
	}
	return Is(v >= 0 && set>>uint(v)&1 != 0)
}

// places is the set of places in a closed list (of fewer than 64) as bits.
func places(lits []*standard.Node) uint64 {
	var set uint64
	for _, l := range lits {
		if l.Ref.Index >= 0 && l.Ref.Index < 64 {
			set |= 1 << l.Ref.Index
		}
	}
	return set
}

// known compiles 有值(…).
func (c *compiler) known(n *standard.Node) truth {
	if n.Type == standard.NumberValue {
		a := c.number(n)
		return func(e *Env) Tri { return Is(a(e).Valid()) }
	}
	if n.Op == standard.OpRef && n.Ref.Space == standard.SpaceGrade {
		grade := c.grade(n.Ref)
		return func(e *Env) Tri { return Is(grade(e) != "") }
	}
	return func(*Env) Tri { return Yes }
}

// passed compiles 截至(month, day).
func (c *compiler) passed(n *standard.Node) truth {
	a, b := c.number(n.Kids[0]), c.number(n.Kids[1])
	return func(e *Env) Tri {
		m, ok1 := a(e).Int64()
		d, ok2 := b(e).Int64()
		if !ok1 || !ok2 {
			return Maybe
		}
		day := party.DateOf(e.year.Of, int(m), int(d))
		if day == party.NoDate { // 29 February of a common year
			day = monthEnd(e.year.Of, int(m))
		}
		return Is(e.cal.asOf >= day)
	}
}
