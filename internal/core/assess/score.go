package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

// Score is the score-only pass: the verdict and the points of every item, the
// parts and the total of one branch. It allocates nothing once the sheet was
// used for this program before. A standard that is refused has no scores.
func (p *Program) Score(y *register.Year, out *Sheet) { p.score(y, out, nil) }

func (p *Program) score(y *register.Year, out *Sheet, given []Pair) {
	out.fit(p)
	if p.refused != "" {
		return
	}
	r := &out.run
	*r = run{Env: out.env, given: given, trace: out.Trace}
	if r.trace != nil {
		r.trace.reset()
	}
	r.Load(y)
	for i := range p.items {
		out.Items[i] = p.items[i].score(r, p)
		if r.trace != nil {
			r.trace.Ends = append(r.trace.Ends, len(r.trace.Steps))
		}
	}
	p.compose(r, out)
}

// score scores one item.
func (it *item) score(r *run, p *Program) Score {
	var t duty.Tally
	if it.duty {
		t = p.duty.Tally(it.at, r.Env)
	}
	r.Own = t
	if t.Total == 0 {
		return it.scoreOnly(r, p)
	}
	s := Score{Verdict: verdict(t)}
	if !it.scored || it.bearer > 0 && it.above(r) {
		return s
	}
	s.Max = it.points
	if t.Met+t.Missed+t.Waiting == 0 {
		return s
	}
	s.Points = it.earned(r)
	s.Due = it.due(r, t, s.Points)
	return s
}

// verdict reads an item's verdict off its obligations.
func verdict(t duty.Tally) Verdict {
	switch {
	case t.Missed > 0:
		return Unmet
	case t.Waiting > 0:
		return Unknown
	case t.Met > 0:
		return Met
	}
	return NotDue
}

// above reports whether an item is borne by a level above the organisation: its
// verdict is shown, but it never costs the organisation points (C14).
func (it *item) above(r *run) bool {
	segs := r.Year().Segments
	return len(segs) > 0 && segs[len(segs)-1].Values[levelWord] < it.bearer
}

// levelWord is the profile measure 建制.
var levelWord = func() int {
	for i, w := range standard.ProfileWords {
		if w.Name == "建制" {
			return i
		}
	}
	return 0
}()

// earned is the item's points with their trace.
func (it *item) earned(r *run) Pair {
	p := it.sum(r)
	r.op(OpItem, 0)
	return p
}

// due is how much of an item is due: all of it, less what obligations that are
// not yet due could still add (not due is never a deduction).
func (it *item) due(r *run, t duty.Tally, got Pair) standard.Rat {
	if t.Open == 0 || !it.own {
		return it.points
	}
	r.quiet++
	r.Own.Met, r.Own.Open = t.Met+t.Open, 0
	could := it.sum(r)
	r.Own = t
	r.quiet--
	due := it.points.Sub(could.Hi.Sub(got.Hi))
	return due.Max(zero).Min(it.points)
}

// scoreOnly scores an item without an obligation this year: it does not apply,
// or it is judged by its score only.
func (it *item) scoreOnly(r *run, p *Program) Score {
	none := Score{Verdict: NotApplicable}
	if !it.scored || it.share || it.duty && p.duty.Windowed(it.at) || it.bearer > 0 && it.above(r) {
		return none
	}
	applies := p.duty.Applies(it.at, r.Env)
	if applies == duty.No {
		return none
	}
	s := Score{Max: it.points, Points: it.sum(r)}
	if applies == duty.Maybe {
		s.Points = s.Points.Or(r.value(zero))
		r.op(OpHull, 2)
	}
	r.op(OpItem, 0)
	if !r.Over() {
		return it.early(s)
	}
	s.Due = it.points
	switch {
	case !s.Points.Known():
		s.Verdict = Unknown
	case it.reached(s.Points.Lo):
		s.Verdict = Met
	default:
		s.Verdict = Unmet
	}
	return s
}

// reached reports whether an amount meets the item: the full one, or a positive
// one where counting starts at zero.
func (it *item) reached(got standard.Rat) bool {
	if it.full {
		return !got.Less(it.points)
	}
	return got.Sign() > 0
}

// early scores an item judged by its score only while the year is not over: what
// is still unknown or not yet earned is not due.
func (it *item) early(s Score) Score {
	if !s.Points.Known() || !it.full && s.Points.Lo.Sign() == 0 {
		return Score{Verdict: NotDue, Max: it.points}
	}
	s.Due = it.points
	if !it.full {
		s.Due = s.Points.Lo.Max(zero)
	}
	s.Verdict = Unmet
	if it.reached(s.Points.Lo) {
		s.Verdict = Met
	}
	return s
}
