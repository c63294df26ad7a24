package assess

import (
	"fmt"
	"slices"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// explain makes the explained item of a scored one.
func (p *Program) explain(r *run, sheet *Sheet, got *Item, i int) {
	it, s := &p.items[i], &sheet.Items[i]
	src := it.src
	bearer := src.Bearer
	if bearer == "" {
		bearer = "branch"
	}
	*got = Item{
		ID: src.ID, Title: src.Title, Kind: src.Kind, Force: src.Force, Bearer: bearer, Post: src.Post, Part: src.Part,
		Verdict: s.Verdict, Points: s.Points, Due: s.Due, Max: s.Max,
		Source: it.shown, Remedy: src.Remedy, Minutes: src.Minutes, Reading: src.Reading,
		Effect: it.effect(r, s.Verdict), Obligations: p.duty.List(i, r.Env),
	}
	if it.duty {
		got.Tally = p.duty.Tally(i, r.Env)
	}
	if steps := sheet.Trace.Item(i); s.Max.Sign() > 0 || s.Due.Sign() > 0 || s.Points != (Pair{}) {
		if s.Verdict != NotDue || s.Due.Sign() > 0 {
			got.Trace = slices.Clip(steps)
		}
	}
	got.Because = it.because(p, got)
	got.Places = p.places(r, i)
	got.Facts = it.facts(r, got)
}

// effect compares an outcome with the branch's own year before (C1).
func (it *item) effect(r *run, v Verdict) Effect {
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
func (it *item) facts(r *run, got *Item) []party.FactID {
	var all gathered
	for i := range got.Obligations {
		all.add(got.Obligations[i].Facts)
	}
	all.twice = all.n > 0 && !got.Obligations[0].Standing
	it.behind(r, &all)
	if it.zeroIf {
		all.add(r.Behind(it.zero))
	}
	return all.unique()
}

// because writes an item's arithmetic, a sentence to a term.
func (it *item) because(p *Program, got *Item) []string {
	if len(got.Trace) == 0 {
		return it.without(p, got)
	}
	n := narrator{it: it, sum: Pair{it.start, it.start}, first: !it.full}
	return n.tell(got.Trace)
}

// without says why an item has no points to explain.
func (it *item) without(p *Program, got *Item) []string {
	t := got.Tally
	switch {
	case got.Verdict == NotApplicable && t.Excused > 0:
		return []string{"已说明没开，本年免计"}
	case got.Verdict == NotApplicable && t.Waived > 0:
		return []string{"本年不适用（已申报或顺延）"}
	case got.Verdict == NotApplicable && it.duty && p.duty.Windowed(it.at):
		return []string{"这一条本年不适用于本支部"}
	case got.Verdict == NotApplicable && it.duty:
		return []string{"本年没有这一条要办的事"}
	case got.Verdict == NotApplicable:
		return []string{"这一条不适用于本支部"}
	case got.Verdict == NotDue && t.Stopped > 0:
		return []string{"在等上级答复，暂不计，不扣分"}
	case got.Verdict == NotDue:
		return []string{"还没有到期，不扣分"}
	}
	met := Pair{standard.Int(int64(t.Met)), standard.Int(int64(t.Met + t.Waiting))}
	s := scorer{p: p, it: it}
	said := s.shareWords([]Step{{}, {Pair: met}, {Pair: only(standard.Int(int64(t.Total)))}})
	if t.Open > 0 {
		said += fmt.Sprintf("，还有 %d 次没有到期", t.Open)
	}
	return []string{said}
}
