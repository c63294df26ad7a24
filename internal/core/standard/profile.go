package standard

import (
	"maps"
	"slices"

	"qiangji/internal/party"
)

// A Sample (样本支部) is an invented branch of one size and domain, on which a
// standard is tried out: which items would apply to it.
type Sample struct {
	Members int // full members
	Domain  party.Domain
	values  map[string]Rat // profile measures by name; texts as index, flags 0 or 1
}

// NewSample returns a plain branch: everyone a full member at home, in office
// long since, a committee from seven members on, three groups from thirty-one,
// no special form or trait.
func NewSample(members int, domain party.Domain) Sample {
	s := Sample{Members: members, Domain: domain, values: map[string]Rat{}}
	set := func(n int, names ...string) {
		for _, name := range names {
			s.values[name] = Int(int64(n))
		}
	}
	set(party.Domains.Index(domain), "领域")
	set(party.Levels.Index("branch"), "建制")
	set(members, "党员数", "正式党员数")
	set(1, "有书记", "单位数", "有活动场所")
	set(120, "成立月数", "书记党龄月数")
	if members >= 7 {
		set(1, "有支委会", "有组织委员", "有宣传委员", "有纪检委员", "副书记数")
		set(5, "支委数", "支委职数")
	} else {
		set(1, "支委数", "支委职数")
	}
	if members > 30 {
		set(3, "党小组数", "小组长数")
	}
	return s
}

// turned returns the sample with measures turned over: a flag that is set is
// cleared, what is 0 becomes 1, any other number stays.
func (s Sample) turned(names ...string) Sample {
	values := maps.Clone(s.values)
	for _, name := range names {
		switch v := values[name]; {
		case v.Sign() == 0:
			values[name] = Int(1)
		case ProfileWords[profileIndex[name]].typeOf() == TruthValue:
			values[name] = Rat{}
		}
	}
	s.values = values
	return s
}

// A trial tries a standard out on samples; conditions are compiled once.
type trial struct {
	std   *Standard
	conds []*Node // by item; nil: always
}

func newTrial(std *Standard) *trial {
	t := &trial{std, make([]*Node, len(std.Items))}
	for i := range std.Items {
		if cond := std.Items[i].AppliesIf; cond != "" {
			n, p := std.CompileAs(cond, PlaceProfile, TruthValue)
			if p != nil {
				n = &Node{Op: OpBool, Type: TruthValue} // reported by Check
			}
			t.conds[i] = n
		}
	}
	return t
}

// meets reports whether item i applies to a sample.
func (t *trial) meets(s Sample, i int) bool {
	it := &t.std.Items[i]
	if len(it.Domains) > 0 && !slices.Contains(it.Domains, s.Domain) {
		return false
	}
	return t.conds[i] == nil || s.eval(t.std, t.conds[i]).Sign() != 0
}

// owes reports whether a sample branch has the duty of item i. What is only
// permitted is not asked of it.
func (t *trial) owes(s Sample, i int) bool {
	it := &t.std.Items[i]
	branch := it.Bearer == "" || it.Bearer == "branch"
	return branch && it.Duty != nil && it.Force != "MAY" && t.meets(s, i)
}

// samples returns the plain branches of every size, and beside them each with one
// of the measures that conditions name turned over, and with all of them.
func (t *trial) samples() (plain, other []Sample) {
	var names []string
	for _, n := range t.conds {
		if n == nil {
			continue
		}
		n.Walk(func(k *Node) {
			if k.Op == OpRef && k.Ref.Space == SpaceProfile && k.Type != TextValue && !slices.Contains(names, k.Ref.Name) {
				names = append(names, k.Ref.Name)
			}
		})
	}
	for _, n := range BurdenSizes {
		s := NewSample(n, t.std.Domain)
		plain = append(plain, s)
		for _, name := range names {
			other = append(other, s.turned(name))
		}
		other = append(other, s.turned(names...))
	}
	return plain, other
}

// eval computes a profile expression; truths are 1 and 0.
func (s Sample) eval(std *Standard, n *Node) Rat {
	switch n.Op {
	case OpNumber, OpBool:
		return n.Num
	case OpRef:
		if n.Ref.Space == SpaceParam {
			return amountOr(std.Params[n.Ref.Index].Value)
		}
		return s.values[n.Ref.Name]
	case OpText:
		return Int(int64(n.Ref.Index))
	case OpAnd, OpOr, OpIf:
		return s.choose(std, n)
	case OpIn:
		return truth(s.among(std, n))
	}
	kids := make([]Rat, len(n.Kids))
	for i, k := range n.Kids {
		kids[i] = s.eval(std, k)
	}
	return compute(n.Op, kids)
}

// choose evaluates only what the outcome rests on.
func (s Sample) choose(std *Standard, n *Node) Rat {
	first := s.eval(std, n.Kids[0])
	switch {
	case n.Op == OpIf && first.Sign() != 0, n.Op == OpAnd && first.Sign() != 0, n.Op == OpOr && first.Sign() == 0:
		return s.eval(std, n.Kids[1])
	case n.Op == OpIf:
		return s.eval(std, n.Kids[2])
	}
	return first
}

func (s Sample) among(std *Standard, n *Node) bool {
	value := s.eval(std, n.Kids[0])
	for _, k := range n.Kids[1:] {
		if s.eval(std, k) == value {
			return true
		}
	}
	return false
}

func truth(b bool) Rat {
	if b {
		return Int(1)
	}
	return Rat{}
}

// compute applies an operation to known values.
func compute(op Op, kids []Rat) Rat {
	a, b := kids[0], kids[len(kids)-1]
	switch op {
	case OpNeg:
		return a.Neg()
	case OpAdd:
		return a.Add(b)
	case OpSub:
		return a.Sub(b)
	case OpMul:
		return a.Mul(b)
	case OpDiv:
		return a.Div(b)
	case OpFloor:
		return a.Floor()
	case OpCeil:
		return a.Ceil()
	case OpNot:
		return truth(a.Sign() == 0)
	case OpMin, OpMax:
		for _, k := range kids[1:] {
			if op == OpMin {
				a = a.Min(k)
			} else {
				a = a.Max(k)
			}
		}
		return a
	}
	c := a.Cmp(b)
	return truth(op == OpEq && c == 0 || op == OpNe && c != 0 || op == OpLt && c < 0 || op == OpLe && c <= 0 || op == OpGt && c > 0 || op == OpGe && c >= 0)
}
