package assess

import (
	"slices"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// An explainer makes the explained items of a scored branch.
type explainer struct {
	narrator
	p     *Program
	r     *run
	sheet *Sheet
	all   gathered // the facts of the item being explained
}

// sentenceBytes is about how long a sentence is.
const sentenceBytes = 40

func (p *Program) explainer(r *run, sheet *Sheet) *explainer {
	x := &explainer{p: p, r: r, sheet: sheet}
	x.said = make([]string, 0, p.sentences)
	x.text.Grow(p.sentences * sentenceBytes)
	return x
}

// item makes the explained item of the scored item i.
func (x *explainer) item(i int, got *Item) {
	p, r, it, s := x.p, x.r, &x.p.items[i], &x.sheet.Items[i]
	*got = Item{
		Entry: it.entry, Verdict: s.Verdict, Points: s.Points, Due: s.Due, Max: s.Max,
		Effect: it.effect(r), Obligations: p.duty.List(i, r.Env),
	}
	if it.duty {
		got.Tally = p.duty.Tally(i, r.Env)
	}
	if steps := x.sheet.Trace.Item(i); s.Max.Sign() > 0 || s.Due.Sign() > 0 || s.Points != (Pair{}) {
		if s.Verdict != NotDue || s.Due.Sign() > 0 {
			got.Trace = slices.Clip(steps)
		}
	}
	got.Because = x.because(it, got)
	got.Places = p.places(r, i)
	got.Facts = it.facts(r, got, &x.all)
}

// effect compares an outcome with the branch's own year before (C1).
func (it *item) effect(r *run) Effect {
	if it.src.Outcome == nil {
		return NoEffect
	}
	y := r.Year()
	now := it.outcome.Of(r.Env)
	if y.Before == nil || !now.Valid() {
		return EffectUnknown
	}
	r.Load(y.Before)
	before := it.outcome.Of(r.Env)
	r.Load(y)
	if !before.Valid() {
		return EffectUnknown
	}
	change := now.Sub(before)
	if it.src.Outcome.Better == "lower" {
		change = change.Neg()
	}
	switch {
	case !change.Valid():
		return EffectUnknown
	case change.Abs().Cmp(it.margin) <= 0 && (it.margin.Sign() == 0 || change.Abs().Cmp(it.margin) < 0):
		return Held
	case change.Sign() > 0:
		return Improved
	}
	return Worse
}

// facts are those behind the obligations and behind the measures that the score
// names.
func (it *item) facts(r *run, got *Item, all *gathered) []party.FactID {
	all.reset()
	for i := range got.Obligations {
		all.add(got.Obligations[i].Facts)
	}
	all.twice = all.n > 0 && !got.Obligations[0].Standing
	it.behind(r, all)
	if it.zeroIf {
		all.add(r.Behind(it.zero))
	}
	return all.unique()
}

// because writes an item's arithmetic, a sentence to a term.
func (x *explainer) because(it *item, got *Item) []string {
	from := len(x.said)
	if len(got.Trace) > 0 {
		x.tell(it, got.Trace)
	} else {
		x.without(it, got)
	}
	return slices.Clip(x.said[from:])
}

// without says why an item has no points to explain.
func (x *explainer) without(it *item, got *Item) {
	t := &got.Tally
	switch {
	case got.Verdict == NotApplicable && t.Excused > 0:
		x.say("已说明没开，本年免计")
	case got.Verdict == NotApplicable && t.Waived > 0:
		x.say("本年不适用（已申报或顺延）")
	case got.Verdict == NotApplicable && it.duty && x.p.duty.Windowed(it.at):
		x.say("这一条本年不适用于本支部")
	case got.Verdict == NotApplicable && it.duty:
		x.say("本年没有这一条要办的事")
	case got.Verdict == NotApplicable:
		x.say("这一条不适用于本支部")
	case got.Verdict == NotDue && t.Stopped > 0:
		x.say("在等上级答复，暂不计，不扣分")
	case got.Verdict == NotDue:
		x.say("还没有到期，不扣分")
	default:
		x.tallied(it, t)
	}
	x.end()
}

// tallied says how the obligations of an item without points stand.
func (n *narrator) tallied(it *item, t *duty.Tally) {
	met := Pair{standard.Int(int64(t.Met)), standard.Int(int64(t.Met + t.Waiting))}
	n.in = append(n.in[:0], Step{}, Step{Pair: met}, Step{Pair: only(standard.Int(int64(t.Total)))})
	it.tallied(&n.pen, n.in)
	if t.Open > 0 {
		n.say("，还有 ").count(t.Open).say(" 次没有到期")
	}
}
