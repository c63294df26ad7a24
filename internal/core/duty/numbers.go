package duty

import (
	"fmt"
	"slices"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// number compiles a node that yields a number.
func (c *compiler) number(n *standard.Node) number {
	switch n.Op {
	case standard.OpNumber:
		v := n.Num
		return func(*Env) standard.Rat { return v }
	case standard.OpRef:
		return c.ref(n.Ref)
	case standard.OpNeg, standard.OpFloor, standard.OpCeil:
		return c.unary(n)
	case standard.OpAdd, standard.OpSub, standard.OpMul, standard.OpDiv:
		return c.arithmetic(n)
	case standard.OpIf:
		return c.choice(n)
	case standard.OpMin, standard.OpMax:
		return c.extreme(n)
	case standard.OpRound:
		return c.round(n)
	case standard.OpCount:
		count := c.heads(n)
		return func(e *Env) standard.Rat {
			yes, maybe := count(e)
			if maybe > 0 {
				return standard.NaR
			}
			return standard.Int(yes)
		}
	case standard.OpTotal:
		total := c.once(n, c.total(n.Kids[0]))
		return func(e *Env) standard.Rat { return total(e).value }
	case standard.OpMonths:
		return c.reached(n, 0)
	case standard.OpQuarters:
		return c.reached(n, 1)
	case standard.OpHalves:
		return c.reached(n, 2)
	}
	return unknown
}

func unknown(*Env) standard.Rat { return standard.NaR }

func (c *compiler) unary(n *standard.Node) number {
	a := c.number(n.Kids[0])
	switch n.Op {
	case standard.OpNeg:
		return func(e *Env) standard.Rat { return a(e).Neg() }
	case standard.OpFloor:
		return func(e *Env) standard.Rat { return a(e).Floor() }
	}
	return func(e *Env) standard.Rat { return a(e).Ceil() }
}

func (c *compiler) arithmetic(n *standard.Node) number {
	a, b := c.number(n.Kids[0]), c.number(n.Kids[1])
	switch n.Op {
	case standard.OpAdd:
		return func(e *Env) standard.Rat { return a(e).Add(b(e)) }
	case standard.OpSub:
		return func(e *Env) standard.Rat { return a(e).Sub(b(e)) }
	case standard.OpMul:
		return func(e *Env) standard.Rat { return a(e).Mul(b(e)) }
	}
	return func(e *Env) standard.Rat { return a(e).Div(b(e)) }
}

// choice yields the branch that the condition picks; one that is not known is
// known all the same where both branches agree.
func (c *compiler) choice(n *standard.Node) number {
	when, a, b := c.truth(n.Kids[0]), c.number(n.Kids[1]), c.number(n.Kids[2])
	return func(e *Env) standard.Rat {
		switch when(e) {
		case Yes:
			return a(e)
		case No:
			return b(e)
		}
		if v := a(e); v == b(e) {
			return v
		}
		return standard.NaR
	}
}

func (c *compiler) extreme(n *standard.Node) number {
	var kids []number
	for _, k := range n.Kids {
		kids = append(kids, c.number(k))
	}
	least := n.Op == standard.OpMin
	return func(e *Env) standard.Rat {
		v := kids[0](e)
		for _, k := range kids[1:] {
			if least {
				v = v.Min(k(e))
			} else {
				v = v.Max(k(e))
			}
		}
		return v
	}
}

func (c *compiler) round(n *standard.Node) number {
	a, b := c.number(n.Kids[0]), c.number(n.Kids[1])
	return func(e *Env) standard.Rat {
		scale, ok := b(e).Int64()
		if !ok || scale < 0 || scale > 12 {
			return standard.NaR
		}
		return a(e).Round(int(scale), standard.HalfUp)
	}
}

// heads compiles 人数(…): of how many members the condition surely holds, and of how
// many more it may.
func (c *compiler) heads(n *standard.Node) heads {
	count := c.once(n, c.overMembers(n.Kids[0]))
	return func(e *Env) (yes, maybe int64) {
		k := count(e)
		return k.yes, k.maybe
	}
}

// once counts over the members once for each branch, however many items ask for
// the same count; one that names the profile or the year before is asked of more
// than one day or year and is counted each time.
func (c *compiler) once(n *standard.Node, a func(*Env) counted) func(*Env) counted {
	if mentions(n, standard.SpaceProfile) || mentions(n, standard.SpaceOwn) {
		return a
	}
	text := fmt.Sprint(c.back, n)
	i := slices.Index(c.x.counts, text)
	if i < 0 {
		i = len(c.x.counts)
		c.x.counts = append(c.x.counts, text)
	}
	return func(e *Env) counted {
		k := &e.counts[i]
		if e.earlier {
			return a(e)
		}
		if k.round != e.round {
			*k = a(e)
			k.round = e.round
		}
		return *k
	}
}

// total compiles 合计(…). One member of whom the number is not known leaves the
// whole unknown.
func (c *compiler) total(n *standard.Node) func(*Env) counted {
	a := c.number(n)
	return func(e *Env) counted {
		var sum standard.Rat
		for i := range e.year.Members {
			e.member = &e.year.Members[i]
			sum = sum.Add(a(e))
		}
		e.member = nil
		return counted{value: sum}
	}
}

// overMembers counts the members of whom a condition holds, or may hold.
func (c *compiler) overMembers(n *standard.Node) func(*Env) counted {
	if tests := c.tests(n, standard.SpaceMember); tests != nil {
		return func(e *Env) (k counted) {
			settled := e.settles()
			for i := range e.year.Members {
				k.count(holds(tests, e.year.Members[i].Values[:], settled))
			}
			return k
		}
	}
	a := c.truth(n)
	return func(e *Env) (k counted) {
		for i := range e.year.Members {
			e.member = &e.year.Members[i]
			k.count(a(e))
		}
		e.member = nil
		return k
	}
}

// count counts one member.
func (k *counted) count(t Tri) {
	switch t {
	case Yes:
		k.yes++
	case Maybe:
		k.maybe++
	}
}

// reached compiles 满月数, 满季数 and 满半年数: the windows in which a series
// reached a number.
func (c *compiler) reached(n *standard.Node, place int) number {
	of, least := n.Kids[0].Ref, c.number(n.Kids[1])
	windows := func(e *Env, k uint16) uint16 { return reach(&e.year.Months[of.Index], place, k) }
	if of.Space == standard.SpaceEvent {
		set := Sum{Events: []Happening{{c.x.Name(register.NamedEvent, of.Name), of.Grade}}}
		windows = func(e *Env, k uint16) uint16 {
			by := e.Months(&set)
			return reach((*[12]uint16)(by[:12]), place, k)
		}
	}
	happened := c.number(n.Kids[0]) // unknown where silence about an event is
	return func(e *Env) standard.Rat {
		k, ok := least(e).Int64()
		if !ok || k < 0 || k > 1<<16-1 || of.Space == standard.SpaceEvent && !happened(e).Valid() {
			return standard.NaR
		}
		return standard.Int(int64(count(windows(e, uint16(k)))))
	}
}

// ref compiles the name of a measure that yields a number.
func (c *compiler) ref(r standard.Ref) number {
	i := r.Index
	switch r.Space {
	case standard.SpaceSeries:
		return func(e *Env) standard.Rat { return ofYear(e.year, i) }
	case standard.SpaceBeforeSeries:
		return func(e *Env) standard.Rat {
			if e.before() == nil {
				return standard.NaR
			}
			return ofYear(e.before(), i)
		}
	case standard.SpaceNumber:
		return func(e *Env) standard.Rat { return e.numberOf(e.year, i) }
	case standard.SpaceBeforeNumber:
		return func(e *Env) standard.Rat {
			if e.before() == nil {
				return standard.NaR
			}
			return e.numberOf(e.before(), i)
		}
	case standard.SpaceProfile:
		return func(e *Env) standard.Rat {
			if len(e.year.Segments) == 0 {
				return standard.NaR
			}
			n, known := e.said(e.year.Segments[e.seg].Values[i])
			if !known {
				return standard.NaR
			}
			return standard.Int(n)
		}
	case standard.SpaceMember:
		return memberNumber(i)
	case standard.SpaceOwn:
		return ownNumber(standard.Own(i))
	case standard.SpaceTotal:
		return func(e *Env) standard.Rat { return e.Total }
	case standard.SpacePart:
		return func(e *Env) standard.Rat {
			if i >= len(e.Parts) {
				return standard.NaR
			}
			return e.Parts[i]
		}
	case standard.SpaceParam:
		return c.param(i)
	}
	return c.named(r)
}

func ofYear(y *register.Year, series int) standard.Rat {
	return standard.Int(int64(total(y.Months[series][:])))
}

func (e *Env) numberOf(y *register.Year, i int) standard.Rat {
	lo, hi, ok := e.numberWithin(y, i)
	if !ok || lo != hi {
		return standard.NaR
	}
	return standard.FromDecimal(lo)
}

// hours is the one member measure kept in ten-thousandths.
var hours = func() int {
	for i, w := range standard.MemberWords {
		if w.Unit == "学时" {
			return i
		}
	}
	return -1
}()

func memberNumber(i int) number {
	unit := party.Decimal(1)
	if i != hours {
		unit = party.DecimalUnit
	}
	return func(e *Env) standard.Rat {
		if e.member == nil {
			return standard.NaR
		}
		n, known := e.said(e.member.Values[i])
		if !known {
			return standard.NaR
		}
		return standard.FromDecimal(party.Decimal(n) * unit)
	}
}

func ownNumber(o standard.Own) number {
	return func(e *Env) standard.Rat {
		switch o {
		case standard.OwnDue:
			return standard.Int(int64(e.Own.Total))
		case standard.OwnMet:
			return standard.Int(int64(e.Own.Met))
		case standard.OwnMissed:
			return standard.Int(int64(e.Own.Missed))
		case standard.OwnWaiting:
			return standard.Int(int64(e.Own.Waiting))
		case standard.OwnShort:
			return standard.Int(int64(e.Own.Short))
		}
		return standard.Int(int64(e.Own.Open))
	}
}

// param compiles 参数.NAME: its value, or that of the year (M59).
func (c *compiler) param(i int) number {
	p := &c.x.std.Params[i]
	value := c.x.amount(p.Value, "参数."+p.Name)
	type step struct {
		from  int
		value standard.Rat
	}
	var steps []step
	for _, y := range p.ByYear {
		steps = append(steps, step{y.From, c.x.amount(y.Value, "参数."+p.Name)})
	}
	if len(steps) == 0 {
		return func(*Env) standard.Rat { return value }
	}
	return func(e *Env) standard.Rat {
		v, from := value, -1
		for _, s := range steps {
			if s.from <= e.year.Of && s.from > from {
				v, from = s.value, s.from
			}
		}
		return v
	}
}

// amount reads a plain amount; one that cannot be read is reported and unknown.
func (x *Exprs) amount(text, place string) standard.Rat {
	if text == "" {
		return standard.NaR
	}
	v, err := standard.Amount(text)
	if err != nil {
		x.Report(place, "%v", err)
	}
	return v
}
