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

	before []standard.Rat // the outcomes of the year before; nil where there is none
	all    gathered       // the facts of the item being explained
}

func (p *Program) explainer(r *run, sheet *Sheet) *explainer {
	x := &explainer{p: p, r: r, sheet: sheet, before: p.before(r)}
	x.ready(p.sentences)
	return x
}

// item makes the explained item of the scored item i.
func (x *explainer) item(i int, got *Item) {
	p, r, it, s := x.p, x.r, &x.p.items[i], &x.sheet.Items[i]
	got.Entry, got.Verdict, got.Effect = it.entry, s.Verdict, x.effect(it)
	got.Points, got.Due, got.Max = s.Points, s.Due, s.Max
	got.Obligations = p.duty.List(i, r.Env)
	if it.duty {
		got.Tally = x.sheet.Trace.Own[i]
	}
	if steps := x.sheet.Trace.Item(i); s.Max.Sign() > 0 || s.Due.Sign() > 0 || s.Points != (Pair{}) {
		if s.Verdict != NotDue || s.Due.Sign() > 0 {
			got.Trace = slices.Clip(steps)
		}
	}
	if s.Verdict == Unmet || s.Verdict == Unknown {
		got.Now = p.duty.Required(i, r.Env)
	}
	got.Because = x.because(it, got)
	got.Places = p.places(r, i)
	got.Facts = it.facts(r, got, &x.all)
}

// before is what each outcome was in the branch's own year before, asked in one go:
// what was answered of one year is forgotten when another is loaded.
func (p *Program) before(r *run) []standard.Rat {
	y := r.Year()
	if y.Before == nil || p.outcomes == 0 {
		return nil
	}
	was := make([]standard.Rat, 0, p.outcomes)
	r.Load(y.Before)
	for i := range p.items {
		if it := &p.items[i]; it.src.Outcome != nil {
			was = append(was, it.outcome.Of(r.Env))
		}
	}
	r.Load(y)
	return was
}

// effect compares an outcome with the branch's own year before (C1).
func (x *explainer) effect(it *item) Effect {
	switch {
	case it.src.Outcome == nil:
		return NoEffect
	case x.before == nil:
		return EffectUnknown
	}
	change := it.outcome.Of(x.r.Env).Sub(x.before[it.nth])
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
