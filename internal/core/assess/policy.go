package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A policy is what a scheme says of the whole, compiled.
type policy struct {
	how             string
	base, max       standard.Rat
	floor, cap      standard.Rat
	floored, capped bool
	factor          duty.Number
	factorLo        standard.Rat
	factorHi        standard.Rat
	factorFloored   bool
	factorCapped    bool
	gates           []gate
	vetoes          []duty.Cond
	exempt          []duty.Cond
	sizes           []duty.Cond
	levels          []duty.Cond
	direct          []duty.Cond
	unless          duty.Cond // when it holds, promotion need not go step by step
	leaps           bool      // unless is given
	minusGates      bool
	lines           []duty.Number // where each level begins
	lined           []bool        // whether it has such a line, or is only ever decided
	ties            []duty.Number // what breaks the ties of each quota, where an expression does
	program         *Program
}

// A gate is a condition of validity, compiled.
type gate struct {
	holds duty.Cond
	minus standard.Rat
}

// compilePolicy compiles everything of a scheme that stands above the items.
func (p *Program) compilePolicy() {
	p.policy = policy{max: p.max(), program: p}
	rating := p.std.Rating
	if rating == nil {
		return
	}
	s := &scorer{p: p, at: duty.Look{At: "scheme", Place: standard.PlacePolicy}}
	c := &rating.Compose
	p.policy.how, p.policy.base = c.How, s.amount(rating.Base)
	p.policy.floor, p.policy.floored = s.amount(c.Floor), c.Floor != ""
	if c.Cap != "" && c.Cap != "none" {
		p.policy.cap, p.policy.capped = s.amount(c.Cap), true
	}
	if c.How == "multiply" {
		p.policy.factor = s.number(c.Factor)
		p.policy.factorLo, p.policy.factorFloored = s.amount(c.Min), c.Min != ""
		p.policy.factorHi, p.policy.factorCapped = s.amount(c.Max), c.Max != ""
	}
	p.compileConditions(s, rating)
}

func (p *Program) compileConditions(s *scorer, rating *standard.Scheme) {
	cond := func(text string, back int) duty.Cond {
		at := s.at
		at.Back = back
		return p.duty.Exprs.Cond(text, at)
	}
	for _, g := range rating.Gates {
		k := gate{holds: cond(g.If, 0)}
		if g.Effect == "minus" {
			k.minus, p.policy.minusGates = s.amount(g.Minus), true
		}
		p.policy.gates = append(p.policy.gates, k)
	}
	for _, v := range rating.Vetoes {
		p.policy.vetoes = append(p.policy.vetoes, cond(v.If, v.Back))
	}
	for _, x := range rating.Exempt {
		p.policy.exempt = append(p.policy.exempt, cond(x.If, 0))
	}
	for _, z := range rating.Sizes {
		p.policy.sizes = append(p.policy.sizes, cond(z.If, 0))
	}
	for _, l := range rating.Levels {
		p.policy.levels = append(p.policy.levels, cond(l.If, 0))
		p.policy.lines = append(p.policy.lines, s.number(l.From))
		p.policy.lined = append(p.policy.lined, l.From != "")
	}
	if rating.Advance != nil && rating.Advance.Unless != "" {
		p.policy.unless, p.policy.leaps = cond(rating.Advance.Unless, 0), true
	}
	for _, q := range rating.Quotas {
		var tie duty.Number
		if q.Ties != "" && q.Ties != "all_in" && q.Ties != "all_out" {
			tie = s.number(q.Ties)
		}
		p.policy.ties = append(p.policy.ties, tie)
	}
	for _, d := range rating.Direct {
		p.policy.direct = append(p.policy.direct, cond(d.If, 0))
	}
}

// factorOf is what the sum is multiplied by (M23). One that is not known may be
// anything its bounds allow, and without bounds any share.
func (p *policy) factorOf(r *run) Pair {
	f := only(p.factor.Of(r.Env))
	if f == wide {
		f = Pair{zero, one}
		if p.factorCapped {
			f.Hi = p.factorHi
		}
	}
	if p.factorFloored {
		f = f.Max(Pair{p.factorLo, p.factorLo})
	}
	if p.factorCapped {
		f = f.Min(Pair{p.factorHi, p.factorHi})
	}
	return f
}

// minus is what the gates that do not hold deduct.
func (p *policy) minus(r *run, out *Sheet) Pair {
	var sum Pair
	if !p.minusGates {
		return sum
	}
	for _, g := range p.gates {
		if g.minus.Sign() == 0 {
			continue
		}
		switch p.program.holds(r, out, g.holds) {
		case duty.No:
			sum = sum.Add(Pair{g.minus, g.minus})
		case duty.Maybe:
			sum = sum.Add(Pair{zero, g.minus})
		}
	}
	return sum
}

// bound holds a total within its bounds (M44).
func (p *policy) bound(t Pair) Pair {
	if p.floored {
		t = t.Max(Pair{p.floor, p.floor})
	}
	if p.capped {
		t = t.Min(Pair{p.cap, p.cap})
	}
	return t
}

// group is what the organisation loaded compares within.
func (p *Program) group(r *run, y *register.Year) Group {
	g := Group{Scheme: p.std.Scheme, Digest: p.std.Digest, Size: p.sizeOf(r), Year: y.Of, AsOf: y.Cut.On}
	if n := len(y.Segments); n > 0 {
		g.Level = party.Levels[y.Segments[n-1].Values[levelWord]].Code
	}
	return g
}

// sizeOf is the band of size an organisation compares within (C6).
func (p *Program) sizeOf(r *run) string {
	for i, c := range p.policy.sizes {
		if r.Holds(c) == duty.Yes {
			return p.std.Rating.Sizes[i].Name
		}
	}
	return ""
}

// line is where a level begins for the year loaded; NaR where it is only decided.
func (p *policy) line(r *run, i int) standard.Rat {
	if !p.lined[i] {
		return standard.NaR
	}
	return p.lines[i].Of(r.Env)
}

// Tie is what breaks the ties of a quota for an organisation; NaR if not known.
func (a *Assessment) Tie(quota int) standard.Rat {
	p := a.program
	e := p.duty.Exprs.NewEnv()
	e.Load(a.year)
	e.Total = a.Total.Scaled.Lo
	return p.policy.ties[quota].Of(e)
}
