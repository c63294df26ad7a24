package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// A part is one part of the scheme, compiled.
type part struct {
	src        *standard.Part
	points     standard.Rat
	weight     standard.Rat // share of the scheme's maximum, or points
	floor, cap standard.Rat
	floored    bool
	capped     bool
	bonus      bool
	outOf      standard.Rat // weight in points of the scheme
}

// compileParts compiles the parts and how they make a total.
func (p *Program) compileParts() {
	if p.std.Rating == nil {
		return
	}
	s := &scorer{p: p, at: duty.Look{At: "scheme.parts", Place: standard.PlacePolicy}}
	sum := zero
	for i := range p.std.Rating.Parts {
		src := &p.std.Rating.Parts[i]
		k := part{src: src, points: s.amount(src.Points), weight: s.amount(src.Weight), bonus: src.Bonus}
		k.floor, k.floored = s.amount(src.Floor), src.Floor != ""
		k.cap, k.capped = s.amount(src.Cap), src.Cap != "" && src.Cap != "none"
		if !k.bonus {
			sum = sum.Add(k.weight)
		}
		p.parts = append(p.parts, k)
	}
	for i := range p.parts {
		k := &p.parts[i]
		k.outOf = k.weight
		if sum.Cmp(one) <= 0 { // weights are shares of the whole
			k.outOf = k.weight.Mul(p.max())
		}
	}
}

// max is the scheme's maximum; without one, the points of all its items.
func (p *Program) max() standard.Rat {
	if p.std.Rating != nil && p.std.Rating.Max != "" {
		v, err := standard.Amount(p.std.Rating.Max)
		if err == nil {
			return v
		}
	}
	sum := zero
	for i := range p.std.Items {
		if v, err := standard.Amount(p.std.Items[i].Points); err == nil {
			sum = sum.Add(v)
		}
	}
	return sum
}

// compose joins the items into parts and the parts into a total.
func (p *Program) compose(r *run, out *Sheet) {
	loose := p.gather(out) // items of no part
	core, bonus := loose, Pair{}
	for k := range p.parts {
		p.parts[k].bound(&out.Parts[k])
		p.join(k, &out.Parts[k], &core, &bonus)
	}
	out.Total = Total{Points: core.Points.Add(bonus), Due: core.Due, Year: core.Max, Max: p.policy.max}
	out.Total.Known = core.Due.Sign() > 0
	p.finish(r, out, core, bonus)
}

// gather adds up the items of each part, and returns those of none.
func (p *Program) gather(out *Sheet) PartScore {
	for k := range out.Parts {
		if s := &out.sums[k+1]; s.inexact {
			out.Parts[k] = p.slowly(out, k)
		} else {
			out.Parts[k] = PartScore{p.pair(s.lo, s.hi), p.rat(s.due), p.rat(s.max)}
		}
	}
	if s := &out.sums[0]; !s.inexact {
		return PartScore{p.pair(s.lo, s.hi), p.rat(s.due), p.rat(s.max)}
	}
	return p.slowly(out, -1)
}

// slowly adds up the items of a part whose numbers are not all whole millionths.
func (p *Program) slowly(out *Sheet, part int) PartScore {
	var sum PartScore
	for i := range p.items {
		if s := &out.Items[i]; p.items[i].part == part {
			sum.Points = sum.Points.Add(s.Points)
			sum.Due, sum.Max = sum.Due.Add(s.Due), sum.Max.Add(s.Max)
		}
	}
	return sum
}

// bound holds a part's sum within its floor and cap.
func (k *part) bound(s *PartScore) {
	if k.floored {
		s.Points = s.Points.Max(Pair{k.floor, k.floor})
	}
	if k.capped {
		s.Points = s.Points.Min(Pair{k.cap, k.cap})
	}
}

// join adds a part to the whole: as it is, or out of its weight (M21, M22).
func (p *Program) join(k int, s *PartScore, core *PartScore, bonus *Pair) {
	part := &p.parts[k]
	if part.bonus {
		*bonus = bonus.Add(s.Points)
		return
	}
	if p.policy.how != "weighted" || part.points.Sign() == 0 {
		core.Points = core.Points.Add(s.Points)
		core.Due, core.Max = core.Due.Add(s.Due), core.Max.Add(s.Max)
		return
	}
	by := part.outOf.Div(part.points)
	core.Points = core.Points.Add(s.Points.Mul(Pair{by, by}))
	core.Due, core.Max = core.Due.Add(s.Due.Mul(by)), core.Max.Add(s.Max.Mul(by))
}

// finish makes the total of its core and its bonus: where it starts (M43), what
// it is multiplied by (M23), what gates deduct (M39), and its bounds (M44).
func (p *Program) finish(r *run, out *Sheet, core PartScore, bonus Pair) {
	t := &out.Total
	base := Pair{p.policy.base, p.policy.base}
	t.Scaled = bonus
	switch {
	case p.policy.base.Sign() != 0: // counting goes on from a base: nothing is scaled
		t.Points = t.Points.Add(base)
		t.Scaled, t.Known = t.Points, true
		t.Due, t.Year = t.Max, t.Max
	case t.Known:
		by := t.Max.Div(core.Due)
		t.Scaled = core.Points.Mul(Pair{by, by}).Add(bonus)
	}
	if p.policy.how == "multiply" {
		f := p.policy.factorOf(r)
		t.Points, t.Scaled = t.Points.Mul(f), t.Scaled.Mul(f)
	}
	if p.policy.minusGates {
		p.seen(r, out)
	}
	if m := p.policy.minus(r, out); m != (Pair{}) {
		t.Points, t.Scaled = t.Points.Sub(m), t.Scaled.Sub(m)
	}
	t.Points = p.policy.bound(t.Points)
	if p.policy.how == "weighted" || p.policy.how == "multiply" { // a plain sum of rounded items is exact
		t.Points = t.Points.round(p.scale, p.mode)
	}
	t.Scaled = p.policy.bound(t.Scaled).round(p.scale, p.mode)
}

// seen shows the total and the parts to the conditions that name them: as they
// stand out of their maximum, the lower ends first.
func (p *Program) seen(r *run, out *Sheet) {
	for k := range out.Parts {
		s := &out.Parts[k]
		by := one
		if s.Due.Sign() > 0 && !p.parts[k].bonus && p.policy.base.Sign() == 0 {
			by = p.parts[k].points.Div(s.Due)
		}
		out.low[k], out.high[k] = s.Points.Lo.Mul(by), s.Points.Hi.Mul(by)
	}
	r.Total, r.Parts = out.Total.Scaled.Lo, out.low
	if !out.Total.Known {
		r.Total = standard.NaR
	}
}

// holds answers a condition of the scheme, which may name the total and the
// parts: it holds where it does at both ends.
func (p *Program) holds(r *run, out *Sheet, c duty.Cond) duty.Tri {
	if !p.duty.Exprs.Own(c) {
		return r.Holds(c)
	}
	low := r.Holds(c)
	total := r.Total
	if out.Total.Known {
		r.Total = out.Total.Scaled.Hi
	}
	r.Parts = out.high
	high := r.Holds(c)
	r.Total, r.Parts = total, out.low
	if low == high {
		return low
	}
	return duty.Maybe
}
