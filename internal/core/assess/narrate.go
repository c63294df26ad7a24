package assess

import "qiangji/internal/core/standard"

// A narrator tells traces as sentences, item after item, keeping the sum of the
// item as it goes.
type narrator struct {
	pen
	it    *item
	sum   Pair
	first bool   // nothing has been added yet, so that the amount is the sum
	came  []Pair // what the terms told came to
	in    []Step // the inputs of the term being told
}

// tell goes through the steps of one item.
func (n *narrator) tell(it *item, steps []Step) {
	n.it, n.sum, n.first, n.came = it, Pair{it.start, it.start}, !it.full, n.came[:0]
	from := 1 // after the start
	clamped := false
	for i := range steps {
		s := &steps[i]
		switch s.Op {
		case OpTerm:
			n.came = append(n.came, s.Pair)
			n.term(int(s.N), steps[from:i], s.Pair)
			from = i + 1
		case OpLargest:
			n.once(n.came[len(n.came)-int(s.N):])
			from = i + 1
		case OpClamp:
			if !clamped && len(n.came) == len(it.terms) {
				n.clamp(steps[i-2].Pair.Lo, steps[i-1].Pair.Lo)
				clamped = true
			}
		case OpMul, OpHull:
			if clamped {
				n.emptied(s.Op)
			}
		case OpRound:
			n.round(int(s.N), s.Mode)
		}
	}
}

// term tells one term: what was found, and what it makes of the sum.
func (n *narrator) term(k int, steps []Step, amount Pair) {
	t := &n.it.terms[k]
	in := n.inputs(steps)
	if in == nil {
		n.say("没有这种情形（", t.asks, "），不计")
	} else {
		t.words(&n.pen, in)
		if t.src.Per != nil && t.own && !amount.Known() && in[0].Pair.Lo.Sign() > 0 {
			n.say("（到结账日才算）") // what was counted waits as long as the obligation does
		}
	}
	switch {
	case !n.it.alone(k):
		n.say("：").pair(amount).say(" 分（同类只算一次）").end()
	case t.src.Share != nil && n.first && len(in) == 3 && in[1].Pair.Known():
		n.share(in, amount)
	default:
		n.add(amount)
	}
}

// inputs are the leaves and notes of a term's own arithmetic; nil where its
// condition kept it from being asked.
func (n *narrator) inputs(steps []Step) []Step {
	n.in = n.in[:0]
	for i := range steps {
		switch steps[i].Op {
		case OpLeaf, OpNote:
			n.in = append(n.in, steps[i])
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

// share tells the share of met obligations as the fraction that it is.
func (n *narrator) share(in []Step, amount Pair) {
	n.sum, n.first = n.sum.Add(amount), false
	n.say("：").pair(in[0].Pair).say(" × ").pair(in[1].Pair).say("/").pair(in[2].Pair).say(" = ")
	n.tenth(n.sum.Lo).end()
}

// add tells how an amount changes the sum.
func (n *narrator) add(amount Pair) {
	was := n.sum
	n.sum = n.sum.Add(amount)
	switch {
	case n.first:
		n.say("：得 ").bounded(amount).say(" 分")
	case amount == (Pair{}):
		n.say("：仍为 ").bounded(n.sum)
	case amount.Hi.Sign() <= 0:
		n.say("：").inside(was).say(" − ").inside(amount.Neg()).say(" = ").bounded(n.sum)
	default:
		n.say("：").inside(was).say(" + ").inside(amount).say(" = ").bounded(n.sum)
	}
	n.first = false
	n.end()
}

// tenth writes a number with at least one decimal, rounded as the item is.
func (n *narrator) tenth(v standard.Rat) *pen {
	r := v.Round(n.it.scale, n.it.mode)
	if n.num(r); r.IsInt() && n.it.scale > 0 {
		n.say(".0")
	}
	return &n.pen
}

// once tells which of the terms that share a name counts.
func (n *narrator) once(amounts []Pair) {
	n.say("同类只算一次，取最大的")
	n.add(largest(amounts))
}

// clamp tells a sum that met its floor or cap.
func (n *narrator) clamp(low, high standard.Rat) {
	was := n.sum
	n.sum = n.sum.within(low, high)
	if was.Lo.Less(n.sum.Lo) {
		bottom := low.Min(high)
		n.say("扣完为止，不低于 ").num(bottom).say("：").bounded(was.Max(Pair{bottom, bottom})).end()
	}
	if n.sum.Hi.Less(was.Hi) {
		n.say("最多 ").num(high).say("：").pair(n.sum).end()
	}
}

// round tells a sum that was rounded.
func (n *narrator) round(scale int, mode standard.Rounding) {
	was := n.sum
	n.sum = n.sum.round(scale, mode)
	if was != n.sum && !(n.it.share && was.Known()) {
		n.say(standard.Roundings[mode].Label, "保留 ").count(scale).say(" 位小数：").pair(n.sum).end()
	}
}

// emptied tells the item's own veto.
func (n *narrator) emptied(op Op) {
	if op == OpMul {
		n.sum = Pair{}
		n.say("出现本项不得分的情形（", n.it.zeroed, "）：0").end()
		return
	}
	n.sum = n.sum.Or(Pair{})
	if n.it.zeroIf {
		n.say("是否出现本项不得分的情形没有记录（", n.it.zeroed, "）：")
	} else {
		n.say("这一条是否适用没有记录：")
	}
	n.pair(n.sum).end()
}
