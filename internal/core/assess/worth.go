package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// Worth returns what one more obligation of item i brings: how many points the
// item has more with it done than with it not done. What is open now is compared
// with missing it, what was missed with mending it. The function belongs to one
// goroutine.
func (a *Assessment) Worth() func(i int, state duty.State) standard.Rat {
	p := a.program
	r := run{Env: p.duty.Exprs.NewEnv(), given: a.given}
	r.Load(a.year)
	return func(i int, state duty.State) standard.Rat { return p.items[i].worth(&r, p, state) }
}

func (it *item) worth(r *run, p *Program, state duty.State) standard.Rat {
	t := p.duty.Tally(it.at, r.Env)
	if !it.scored || it.bearer > 0 && it.above(r) || t.Total == 0 {
		return zero
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
		return zero
	}
	r.Own = with
	high := it.sum(r)
	r.Own = without
	return high.Lo.Sub(it.sum(r).Lo)
}
