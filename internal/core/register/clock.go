package register

import (
	"cmp"
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// start opens a case unless one of the clock runs already.
func (w *walk) start(p *person, c standard.Clock, on party.Date, id party.FactID) {
	if p.run[c] != 0 {
		return
	}
	w.cases = append(w.cases, Case{Clock: c, Subject: p.id, Start: on, Facts: [2]party.FactID{id}})
	p.run[c] = int32(len(w.cases))
}

// done ends the open case of a clock, if there is one.
func (w *walk) done(p *person, c standard.Clock, on party.Date, id party.FactID) bool {
	i := p.run[c]
	if i == 0 {
		return false
	}
	p.run[c] = 0
	w.cases[i-1].Done, w.cases[i-1].Facts[1] = on, id
	return true
}

// lapse ends the open case of a clock without its being due any more.
func (w *walk) lapse(p *person, c standard.Clock, on party.Date) {
	if i := p.run[c]; i != 0 {
		p.run[c] = 0
		w.cases[i-1].Lapse = on
	}
}

// missing records a step taken without the one that it needs before it.
func (w *walk) missing(p *person, c standard.Clock, on party.Date, id party.FactID) {
	w.cases = append(w.cases, Case{Clock: c, Subject: p.id, Done: on, Facts: [2]party.FactID{1: id}})
}

// watch starts and stops at the end of a day the clocks that follow from the
// state of things, not from one fact.
func (w *walk) watch() {
	if w.closed {
		return
	}
	v := &w.now
	if v[pSecretary] > 0 {
		w.done(&w.self, cBySecretary, w.today, w.cause)
		w.hadOne = true
	} else if w.hadOne {
		w.start(&w.self, cBySecretary, w.today, w.cause)
	}
	if v[pLevel] != 0 || lent(w.form) { // only the sizes of branches with members of their own are bound
		w.done(&w.self, cBelowThree, w.today, w.cause)
		w.lapse(&w.self, cNeedsCommittee, w.today)
		return
	}
	w.hadMembers = w.hadMembers || v[pMembers] > 0
	if w.hadMembers && v[pFull] < 3 {
		w.start(&w.self, cBelowThree, w.today, w.cause)
	} else if w.done(&w.self, cBelowThree, w.today, w.cause) {
		w.moot(w.today, "", "adjusting")
	}
	switch {
	case w.hasCommittee():
		w.done(&w.self, cNeedsCommittee, w.today, w.cause)
	case v[pFull] >= 7:
		w.start(&w.self, cNeedsCommittee, w.today, w.cause)
	default:
		w.lapse(&w.self, cNeedsCommittee, w.today)
	}
}

// foundingCase starts the clock of the first election. Only foundings of this
// year and the last run it: for older ones the election lies before the records.
func (w *walk) foundingCase(e *entry) {
	if !lent(w.form) && e.on >= w.year.From.AddYears(-1) {
		w.start(&w.self, cFoundingElection, e.on, e.fact.ID)
	}
}

// termYears is how long a term lasts where nothing official says otherwise
// (ZB-24, ZB-25, LY-21, LY-41).
func (w *walk) termYears() int {
	switch d := w.now[pDomain]; {
	case w.now[pLevel] >= 2: // 基层党委 and above
		return 5
	case d >= 0 && (party.Domains[d].Code == "village" || party.Domains[d].Code == "community"):
		return 5
	}
	return 3
}

// newTerm follows an election of a whole committee: the old term's clock stops,
// the new one runs from the day that ends the new term (TR-47). An election of
// secretaries by the new committee, and a second one within the month, belong to
// the same term.
func (w *walk) newTerm(e *entry, b *fact.ElectionHeld) {
	w.done(&w.self, cFoundingElection, e.on, e.fact.ID)
	same := w.elected != party.NoDate && e.on <= w.elected.AddMonths(1)
	if !same && b.By == "committee" && w.elected != party.NoDate {
		return
	}
	if !same {
		w.asked(e, b)
		w.elected, w.electionID = e.on, e.fact.ID
		w.done(&w.self, cElection, e.on, e.fact.ID)
		w.lapse(&w.self, cReminder, e.on)
		w.setTerm(e.on.AddYears(w.termYears()), false, e.fact.ID)
	}
	if b.Until != party.NoDate {
		w.setTerm(b.Until, true, e.fact.ID)
	}
}

// asked looks at what goes up before the committee is elected anew: the request
// to hold the election, and the candidates (XJ-09, XJ-25).
func (w *walk) asked(e *entry, b *fact.ElectionHeld) {
	if b.Sort != "term" {
		return
	}
	for _, c := range [...]standard.Clock{cPleaThenElection, cCandidatesThenElection} {
		if !w.done(&w.self, c, e.on, e.fact.ID) {
			w.missing(&w.self, c, e.on, e.fact.ID)
		}
	}
}

// setTerm sets the day that ends the term; what is official is not replaced by
// what is computed.
func (w *walk) setTerm(end party.Date, official bool, id party.FactID) {
	w.term, w.official = end, official
	for _, c := range [...]struct {
		clock standard.Clock
		start party.Date
	}{{cElection, end}, {cReminder, end.AddMonths(-6)}} {
		if i := w.self.run[c.clock]; i != 0 {
			w.cases[i-1].Start = c.start
			continue
		}
		if c.clock == cReminder && w.wasReminded(c.start) {
			continue
		}
		w.start(&w.self, c.clock, c.start, id)
	}
}

// wasReminded reports whether this term's reminder was already done with.
func (w *walk) wasReminded(start party.Date) bool {
	return slices.ContainsFunc(w.cases, func(c Case) bool {
		return c.Clock == cReminder && c.Done != party.NoDate && c.Done > w.elected && c.Done <= start.AddMonths(6)
	})
}

// prolong grants the one extension of a term, at most a year (ZB-30).
func (w *walk) prolong(id party.FactID) {
	if w.term != party.NoDate {
		w.setTerm(w.term.AddYears(1), true, id)
	}
}

// touching returns the cases that concern the year, sorted: those that began by
// its end and were not over a year before it. What was done last year may still
// be due, and so count, in this one.
func (w *walk) touching() []Case {
	n := 0
	for i := range w.cases {
		if touches(&w.cases[i], w.year) {
			w.cases[n] = w.cases[i]
			n++
		}
	}
	if n == 0 {
		return nil
	}
	kept := slices.Clone(w.cases[:n])
	slices.SortFunc(kept, func(a, b Case) int {
		return cmp.Or(cmp.Compare(a.Clock, b.Clock), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Subject, b.Subject),
			cmp.Compare(a.Done, b.Done), cmp.Compare(a.Facts[0], b.Facts[0]), cmp.Compare(a.Facts[1], b.Facts[1]))
	})
	return kept
}

// touches reports whether a case concerns a year. One that lapsed before it began
// never ran.
func touches(c *Case, year party.Period) bool {
	if c.Lapse != party.NoDate && c.Lapse <= c.Start {
		return false
	}
	first, last := c.Start, max(c.Done, c.Lapse)
	if first == party.NoDate || last != party.NoDate && last < first {
		first, last = last, max(first, last)
	}
	open := c.Done == party.NoDate && c.Lapse == party.NoDate
	return first <= year.To && (open || last >= year.From.AddYears(-1))
}
