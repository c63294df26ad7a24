package duty

import (
	"qiangji/internal/party"
)

// A span is a condition asked of every window of a cadence: "applies on the
// window's last day and for the declared share of it". Items that ask the same
// share one span, answered once for each branch.
type span struct {
	cond    Cond
	place   int
	partial string // whole, half, any
}

// spanned is the answer: the windows for which it holds, and those for which it
// is not known.
type spanned struct {
	round      uint32
	yes, maybe uint16
}

// spread returns the answer of span s, without regard to when the organisation
// was founded.
func (e *Env) spread(s int) spanned {
	a := &e.spans[s]
	if a.round == e.round {
		return *a
	}
	*a = e.askSpan(&e.exprs.spans[s])
	return *a
}

func (e *Env) askSpan(s *span) spanned {
	got := spanned{round: e.round}
	if s.cond < 0 || len(e.year.Segments) <= 1 || !e.exprs.conds[s.cond].profile {
		switch e.Holds(s.cond) {
		case Yes:
			got.yes = all(s.place)
		case Maybe:
			got.maybe = all(s.place)
		}
		return got
	}
	for i := range 12 / monthsOf[s.place] {
		switch e.window(s, e.cal.window(s.place, i)) {
		case Yes:
			got.yes |= 1 << i
		case Maybe:
			got.maybe |= 1 << i
		}
	}
	return got
}

// window answers a span for one run of days: on its last day, and for its share.
func (e *Env) window(s *span, w party.Period) Tri {
	end := e.at(s.cond, e.segment(w.To))
	if end == No || s.partial == "any" {
		return end
	}
	days, yes, maybe := 0, 0, 0
	for i := range e.year.Segments {
		n := e.reach(i).Meet(w).Days()
		if n == 0 {
			continue
		}
		days += n
		switch e.at(s.cond, i) {
		case Yes:
			yes += n
		case Maybe:
			maybe += n
		}
	}
	return end.And(share(s.partial, days, yes, maybe))
}

// share says whether enough of the days hold.
func share(partial string, days, yes, maybe int) Tri {
	need := (days + 1) / 2
	switch partial {
	case "whole":
		need = days
	case "any":
		need = 1
	}
	switch {
	case yes >= need:
		return Yes
	case yes+maybe >= need:
		return Maybe
	}
	return No
}

// segment returns the segment of a day; the last one goes on for ever, and days
// before the first are read from it.
func (e *Env) segment(d party.Date) int {
	for i := range e.year.Segments {
		if d <= e.year.Segments[i].Days.To {
			return i
		}
	}
	return e.last
}

// reach returns the days of a segment; the last one is taken to go on.
func (e *Env) reach(i int) party.Period {
	p := e.year.Segments[i].Days
	if i == len(e.year.Segments)-1 {
		p.To = max(p.To, e.cal.days.To)
	}
	return p
}
