package assess

import (
	"fmt"

	"qiangji/internal/core/standard"
)

// A narrator tells a trace as sentences, keeping the sum as it goes.
type narrator struct {
	it    *item
	sum   Pair
	first bool // nothing has been added yet, so that the amount is the sum
	said  []string
	in    []Step // the inputs of the term being told
}

// tell goes through the steps of one item.
func (n *narrator) tell(steps []Step) []string {
	var few [24]Pair
	stack := few[:0]
	from := 1 // after the start
	term := 0
	for i, s := range steps {
		switch s.Op {
		case OpTerm:
			n.term(int(s.N), steps[from:i], stack[len(stack)-1])
			from = i + 1
			term++
		case OpLargest:
			n.once(stack[len(stack)-1-int(s.N)+1:])
			from = i + 1
		case OpClamp:
			if term == len(n.it.terms) {
				n.clamp(stack[len(stack)-2].Lo, stack[len(stack)-1].Lo)
				term++
			}
		case OpMul, OpHull:
			if term > len(n.it.terms) {
				n.emptied(s.Op)
			}
		case OpRound:
			n.round(int(s.N), s.Mode)
		}
		stack = step(stack, s)
	}
	return n.said
}

// step runs one step on a stack.
func step(stack []Pair, s Step) []Pair {
	switch s.Op {
	case OpNote, OpRaw, OpTerm, OpItem:
		return stack
	case OpLeaf:
		return append(stack, s.Pair)
	}
	k := s.takes()
	got := s.apply(stack[len(stack)-k:])
	return append(stack[:len(stack)-k], got)
}

// term tells one term: what was found, and what it makes of the sum.
func (n *narrator) term(k int, steps []Step, amount Pair) {
	t := &n.it.terms[k]
	said, in := "", n.inputs(steps)
	if in == nil {
		said = "条件（" + plain(t.src.If) + "）不成立，不计"
	} else {
		said = t.words(in)
	}
	if n.it.alone(k) {
		n.add(said, in, t, amount)
		return
	}
	n.said = append(n.said, fmt.Sprintf("%s：%s 分（同类只算一次）", said, amount))
}

// inputs are the leaves and notes of a term's own arithmetic; nil where its
// condition kept it from being asked.
func (n *narrator) inputs(steps []Step) []Step {
	n.in = n.in[:0]
	for _, s := range steps {
		switch s.Op {
		case OpLeaf, OpNote:
			n.in = append(n.in, s)
		case OpRaw:
			if len(n.in) == 0 {
				return nil
			}
			return n.in
		}
	}
	return nil
}

// alone reports whether a term shares no Once with another.
func (it *item) alone(k int) bool {
	for _, n := range it.groups {
		if k < n {
			return n == 1
		}
		k -= n
	}
	return true
}

// add tells how an amount changes the sum.
func (n *narrator) add(said string, in []Step, t *term, amount Pair) {
	was := n.sum
	n.sum = n.sum.Add(amount)
	if t.src.Share != nil && len(in) == 3 && in[1].Pair.Known() && n.first {
		n.first = false
		n.said = append(n.said, fmt.Sprintf("%s：%s × %s/%s = %s", said, in[0].Pair, in[1].Pair, in[2].Pair, tenth(n.sum.Lo, n.it)))
		return
	}
	switch {
	case n.first:
		said += "：得 " + bounded(amount) + " 分"
	case amount == (Pair{}):
		said += "：仍为 " + bounded(n.sum)
	case amount.Hi.Sign() <= 0:
		said += "：" + inside(was) + " − " + inside(amount.Neg()) + " = " + bounded(n.sum)
	default:
		said += "：" + inside(was) + " + " + inside(amount) + " = " + bounded(n.sum)
	}
	n.first = false
	n.said = append(n.said, said)
}

// inside writes a pair within a sum: in brackets if it is two numbers.
func inside(p Pair) string {
	if p.Known() {
		return bounded(p)
	}
	return "(" + bounded(p) + ")"
}

// bounded writes a pair; an end without limit is called so.
func bounded(p Pair) string {
	lo, hi := p.Lo.String(), p.Hi.String()
	limit := far.Div(standard.Int(2))
	if p.Lo.Less(limit.Neg()) {
		lo = "不定"
	}
	if limit.Less(p.Hi) {
		hi = "不定"
	}
	switch {
	case p.Known() || lo == hi:
		return lo
	case p.Lo.Sign() < 0:
		return "(" + lo + ")–" + hi
	}
	return lo + "–" + hi
}

// tenth writes a number with at least one decimal, rounded as the item is.
func tenth(v standard.Rat, it *item) string {
	r := v.Round(it.scale, it.mode)
	if r.IsInt() && it.scale > 0 {
		return r.String() + ".0"
	}
	return r.String()
}

// once tells which of the terms that share a name counts.
func (n *narrator) once(amounts []Pair) {
	n.add("同类只算一次，取最大的", nil, &term{src: &standard.Term{}}, largest(amounts))
}

// clamp tells a sum that met its floor or cap.
func (n *narrator) clamp(low, high standard.Rat) {
	was := n.sum
	n.sum = n.sum.within(low, high)
	if was.Lo.Less(n.sum.Lo) {
		bottom := low.Min(high)
		n.said = append(n.said, fmt.Sprintf("扣完为止，不低于 %s：%s", bottom, bounded(was.Max(Pair{bottom, bottom}))))
	}
	if n.sum.Hi.Less(was.Hi) {
		n.said = append(n.said, fmt.Sprintf("最多 %s：%s", high, n.sum))
	}
}

// round tells a sum that was rounded.
func (n *narrator) round(scale int, mode standard.Rounding) {
	was := n.sum
	n.sum = n.sum.round(scale, mode)
	if was != n.sum && !(n.it.share && was.Known()) {
		n.said = append(n.said, fmt.Sprintf("%s保留 %d 位小数：%s", standard.Roundings[mode].Label, scale, n.sum))
	}
}

// emptied tells the item's own veto.
func (n *narrator) emptied(op Op) {
	if op == OpMul {
		n.sum = Pair{}
		n.said = append(n.said, "出现本项不得分的情形（"+plain(n.it.src.Zero)+"）：0")
		return
	}
	n.sum = n.sum.Or(Pair{})
	if !n.it.zeroIf {
		n.said = append(n.said, fmt.Sprintf("这一条是否适用没有记录：%s", n.sum))
		return
	}
	n.said = append(n.said, fmt.Sprintf("是否出现本项不得分的情形没有记录（%s）：%s", plain(n.it.src.Zero), n.sum))
}
