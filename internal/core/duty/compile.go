package duty

import (
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Compile compiles the duties of a standard. Problems are what it could not
// read; such a duty has obligations that are never known, never a wrong answer.
// A standard that standard.Check passed has none.
func Compile(std *standard.Standard) (*Program, []standard.Problem) {
	p := &Program{Std: std, Exprs: NewExprs(std), rules: make([]rule, len(std.Items))}
	for i := range std.Items {
		p.rules[i] = p.rule(&std.Items[i])
	}
	return p, p.Exprs.Problems()
}

// rule compiles one item's duty.
func (p *Program) rule(it *standard.Item) rule {
	at := Look{At: string(it.ID) + ".applies_if", Place: standard.PlaceProfile}
	r := rule{item: it, cond: p.Exprs.Cond(p.appliesIf(it), at), place: 3, pardons: 1,
		level: int32(max(party.Levels.Index(party.Level(it.Bearer)), 0))}
	if it.Excuse != nil {
		r.pardons = *it.Excuse
	}
	d := it.Duty
	if d != nil {
		r.sent = d.Waits
	}
	switch {
	case d == nil:
	case d.Every != "":
		p.windowed(&r, d)
	case d.Clock != "":
		p.clocked(&r, d)
	case d.Require != "":
		r.form = standing
		r.require = p.Exprs.Cond(d.Require, Look{At: string(it.ID) + ".require", Place: standard.PlaceState})
		r.ofState = p.Exprs.ofState(r.require)
		if r.yearly = d.Grace == standard.ToYearsEnd; !r.yearly {
			r.grace = p.time(it, d.Grace)
		}
		r.silent = p.Exprs.silent(r.require, it.Kind)
	}
	r.span = p.Exprs.span(span{r.cond, r.place, it.Partial})
	return r
}

// appliesIf is the condition of an item; one of another domain never applies.
func (p *Program) appliesIf(it *standard.Item) string {
	if len(it.Domains) == 0 || p.Std.Domain == "" {
		return it.AppliesIf
	}
	for _, d := range it.Domains {
		if d == p.Std.Domain {
			return it.AppliesIf
		}
	}
	return "false"
}

func (p *Program) windowed(r *rule, d *standard.Duty) {
	r.form, r.place, r.until = windowed, place(d.Every), d.Until
	r.least = uint16(max(d.Least, 1))
	r.allowed = all(r.place)
	if len(d.Months) > 0 {
		r.allowed = 0
		for _, m := range d.Months {
			if m >= 1 && m <= 12 && m%monthsOf[r.place] == 0 {
				r.allowed |= 1 << (m/monthsOf[r.place] - 1)
			}
		}
	}
	for _, text := range append([]string{d.Count}, d.Each...) {
		if text == "" {
			continue
		}
		if set, ok := p.Exprs.Sum(text, string(r.item.ID)+".duty"); ok {
			r.sets = append(r.sets, set)
		}
	}
}

func (p *Program) clocked(r *rule, d *standard.Duty) {
	clock, ok := standard.ClockNamed(d.Clock)
	if !ok {
		p.Exprs.Report(string(r.item.ID)+".duty", "没有叫“%s”的时限", d.Clock)
		return
	}
	r.form, r.clock = clocked, clock
	r.within = p.time(r.item, d.Within)
	r.wait, r.waits = p.time(r.item, d.AtLeast), d.AtLeast != ""
}

// time reads a span; an empty one is none.
func (p *Program) time(it *standard.Item, text string) standard.Span {
	if text == "" {
		return standard.Span{}
	}
	s, err := standard.ParseSpan(text)
	if err != nil {
		p.Exprs.Report(string(it.ID)+".duty", "%v", err)
	}
	return s
}

// Deadline returns the clock of a rule that is one, and how long it allows.
func (p *Program) Deadline(i int) (standard.Clock, standard.Span, bool) {
	r := &p.rules[i]
	return r.clock, r.within, r.form == clocked
}
