package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// Worth returns what one more obligation of item i brings: how many points the
// item has more with it done than with it not done, and whether they are points that
// it has now and would lose (it starts full and deducts) rather than new ones. What is
// open now is compared with missing it, what was missed with mending it. The function
// belongs to one goroutine.
func (a *Assessment) Worth() func(i int, state duty.State) (points standard.Rat, kept bool) {
	p := a.program
	r := run{Env: p.duty.Exprs.NewEnv(), given: a.given}
	r.Load(a.year)
	return func(i int, state duty.State) (standard.Rat, bool) { return p.items[i].worth(&r, p, state) }
}

func (it *item) worth(r *run, p *Program, state duty.State) (points standard.Rat, kept bool) {
	t := p.duty.Tally(it.at, r.Env)
	if !it.scored || it.bearer > 0 && it.above(r) || t.Total == 0 {
		return zero, false
	}
	with, without := t, t
	switch {
	case state == duty.Open && t.Open > 0:
		with.Open, with.Met = t.Open-1, t.Met+1
		without.Open, without.Missed = t.Open-1, t.Missed+1
		without.Short += (t.Ahead + t.Open - 1) / t.Open
	case state == duty.Missed && t.Missed > 0:
		with.Missed, with.Met = t.Missed-1, t.Met+1
		with.Short -= t.Short / t.Missed
	default:
		return zero, false
	}
	sum := func(own duty.Tally) standard.Rat {
		r.Own = own
		return it.sum(r).Lo
	}
	high := sum(with)
	return high.Sub(sum(without)), !sum(t).Less(high)
}
