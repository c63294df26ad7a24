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

func (p *Program) score(y *register.Year, out *Sheet, found []given) {
	out.fit(p)
	if p.refused != "" {
		return
	}
	r := &out.run
	*r = run{Env: out.env, given: found, trace: out.Trace}
	if r.trace != nil {
		r.trace.reset()
	}
	r.Load(y)
	clear(out.sums)
	for i := range p.items {
		it, s := &p.items[i], &out.Items[i]
		r.quick = false
		it.score(r, p, s)
		out.sums[it.part+1].add(it.sumsOf(r, s))
		if r.trace != nil {
			r.trace.Ends = append(r.trace.Ends, len(r.trace.Steps))
			r.trace.Own = append(r.trace.Own, r.Own)
		}
	}
	p.compose(r, out)
}

// score scores one item.
func (it *item) score(r *run, p *Program, s *Score) {
	*s = Score{}
	if !it.duty {
		r.Own = duty.Tally{}
		it.scoreOnly(r, p, s)
		return
	}
	p.duty.Count(it.at, r.Env)
	t := &r.Own
	if t.Total == 0 && t.Stopped == 0 {
		it.scoreOnly(r, p, s)
		return
	}
	s.Verdict = verdict(t)
	if !it.scored || it.bearer > 0 && it.above(r) {
		return
	}
	s.Max = it.points
	if s.Verdict == NotDue {
		return
	}
	s.Points = it.earned(r, p)
	s.Due = it.points
	if t.Open > 0 && it.own {
		s.Due = it.due(r, s.Points)
	}
}

// verdict reads an item's verdict off its obligations.
func verdict(t *duty.Tally) Verdict {
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

// earned is the item's points, with their trace where one is wanted.
func (it *item) earned(r *run, p *Program) Pair {
	if it.isQuick && r.trace == nil {
		if lo, hi, ok := it.quickSum(r); ok {
			r.quick, r.sums.lo, r.sums.hi = true, lo, hi
			return p.pair(lo, hi)
		}
	}
	return it.traced(r)
}

// traced is the item's points with their trace.
func (it *item) traced(r *run) Pair {
	p := it.sum(r)
	r.op(OpItem, 0)
	return p
}

// due is how much of an item is due: all of it, less what obligations that are
// not yet due could still add (not due is never a deduction).
func (it *item) due(r *run, got Pair) standard.Rat {
	t := r.Own
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
func (it *item) scoreOnly(r *run, p *Program, s *Score) {
	s.Verdict = NotApplicable
	if !it.scored || it.share || it.duty && p.duty.Windowed(it.at) || it.bearer > 0 && it.above(r) {
		return
	}
	applies := p.duty.Applies(it.at, r.Env)
	if applies == duty.No {
		return
	}
	s.Max = it.points
	if applies == duty.Maybe {
		s.Points = it.sum(r).Or(r.value(zero))
		r.op(OpHull, 2)
		r.op(OpItem, 0)
	} else {
		s.Points = it.earned(r, p)
	}
	if !r.Over() || p.duty.Stopped(it.at, r.Env) {
		it.early(r, s)
		return
	}
	s.Due = it.points
	s.Verdict = it.reached(&s.Points)
}

// reached is the verdict of an item judged by its score: the full amount, or a
// positive one where counting starts at zero.
func (it *item) reached(got *Pair) Verdict {
	switch {
	case got.Lo != got.Hi:
		return Unknown
	case it.full && !got.Lo.Less(it.points), !it.full && got.Lo.Sign() > 0:
		return Met
	}
	return Unmet
}

// early scores an item judged by its score only while the year is not over, or an
// answer from above is waited for: what is still unknown or not yet earned is not
// due, what was lost is (C15).
func (it *item) early(r *run, s *Score) {
	if !s.Points.Known() || !it.full && s.Points.Lo.Sign() == 0 {
		r.quick = false
		s.Verdict, s.Points = NotDue, Pair{}
		return
	}
	s.Due = it.points
	if !it.full {
		s.Due = s.Points.Lo.Max(zero)
	}
	s.Verdict = it.reached(&s.Points)
}
