package register

import (
	"math/bits"
	"slices"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// numbers reads off the scalar measures at the end of the walk.
func (w *walk) numbers() {
	w.set(nAge, fullMonths(w.line.founded.On, w.end))
	if w.y.Unknown[nVacant] = !w.hadOne; w.hadOne {
		w.set(nVacant, w.vacancy())
	}
	w.termOver()
	w.thingsDone()
	w.stagedVotes()
	w.appraisal()
	w.flagged()
	w.outcomes()
	if p := w.yearly.premises; p != nil {
		w.set(nSquare, p.Square)
		w.credit(nSquare, w.yearly.answers[2])
		w.y.Unknown[nSquare] = p.Square == 0 && p.Place != "none"
	} else {
		w.y.Unknown[nSquare] = true
	}
	if !w.yearly.money {
		w.y.Unknown[nMoneyDue], w.y.Unknown[nMoneyReceived] = true, true
	}
}

func (w *walk) set(n standard.Number, v int) { w.y.Numbers[n] = party.Int(v) }

// credit names the one fact behind a number.
func (w *walk) credit(n standard.Number, id party.FactID) {
	if t := w.y.Trail; t != nil && id != "" {
		t.Numbers[n] = append(t.Numbers[n], id)
	}
}

// vacancy is the longest run of days of the year without a secretary.
func (w *walk) vacancy() int {
	longest, n := 0, 0
	for i := range w.segments {
		s := &w.segments[i]
		if s.Values[pSecretary] != 0 {
			n = 0
			continue
		}
		n += s.Days.Days()
		longest = max(longest, n)
	}
	return longest
}

// termOver counts the days by which the term is over, unless an election seen by
// the as-of day mended it. That none was held is only silence, so the number is not
// known; it is what that silence comes to (C5). Where people are appointed there is
// no term (ZB-16).
func (w *walk) termOver() {
	switch {
	case w.lentThen:
	case w.term == party.NoDate:
		w.y.Unknown[nTermOver] = true
	case w.term < w.end:
		w.y.Unknown[nTermOver] = true
		w.set(nTermOver, int(w.end-w.term))
		w.credit(nTermOver, w.electionID)
	}
}

// thingsDone counts what was promised, asked, found and decided, and how much of
// it is over.
func (w *walk) thingsDone() {
	for i := range w.things {
		t := &w.things[i]
		due := w.year.Has(t.due) && t.due <= w.asOf
		switch t.is {
		case 'd':
			w.tallyThing(due, t, nDecisionsDue, nDecisionsDone)
		case 't':
			w.tallyThing(w.year.Has(t.on), t, nTopics, nTopicsAnswered)
		case 'p':
			w.pledge(t, due)
		case 'c':
			w.tallyThing(true, t, nChoices, nChoicesDone)
		case 'f':
			w.finding(t)
		case 'x':
			w.disposed(t)
		}
	}
}

// tallyThing counts a thing, and again if it is over.
func (w *walk) tallyThing(counts bool, t *thing, all, over standard.Number) {
	if !counts {
		return
	}
	w.bump(all, t)
	if t.over {
		w.bump(over, t)
	}
}

func (w *walk) bump(n standard.Number, t *thing) {
	w.y.Numbers[n] += party.DecimalUnit
	w.because(n, t.entry)
}

func (w *walk) pledge(t *thing, due bool) {
	w.tallyThing(due, t, nPledgesDue, nPledgesDone)
	if p := w.known(t.who); p != nil && due {
		p.promised++
		if t.over {
			p.kept++
		}
	}
	switch party.Pledge(t.what) {
	case "pioneer_post", "duty_area", "task_force", "project":
		running := t.on < w.year.From && t.due >= w.year.From && !(t.over && t.ended < w.year.From)
		if w.year.Has(t.on) || running {
			w.bump(nTaskForces, t)
		}
	}
}

func (w *walk) finding(t *thing) {
	if t.bad && w.year.Has(t.on) {
		w.bump(nFindingsGrave, t)
	}
	if t.over || t.on > w.end {
		return
	}
	w.bump(nFindingsOpen, t)
	if t.due != party.NoDate && t.due < w.end {
		w.bump(nFindingsOverdue, t)
	}
}

// disposed counts a disposal that began this year, and whether it went ahead
// without being filed first (CZ-08).
func (w *walk) disposed(t *thing) {
	if !w.year.Has(t.on) {
		return
	}
	w.bump(nDisposals, t)
	if t.due != party.NoDate && (t.filed == party.NoDate || t.filed > t.due) {
		w.bump(nDisposalsUnfiled, t)
	}
}

// stagedVotes counts the votes recorded with steps of development.
func (w *walk) stagedVotes() {
	for _, v := range w.staged {
		if slices.Contains(w.votedAt, v.votedAt) {
			continue
		}
		w.y.Numbers[nVotes] += party.DecimalUnit
		w.because(nVotes, v.entry)
		need := Need(*v.vote)
		if v.vote.Present < need.Present || v.passed && v.vote.Yes < need.Yes {
			w.y.Numbers[nVotesBad] += party.DecimalUnit
			w.because(nVotesBad, v.entry)
		}
	}
}

// appraisal reads off 民主评议 and 组织生活会.
func (w *walk) appraisal() {
	switch a := w.yearly.appraisal; {
	case a != nil:
		w.set(nAppraisalDue, a.Due)
		w.set(nAppraisalTaken, a.Taken)
		w.set(nExcellent, a.Excellent)
		for _, n := range [...]standard.Number{nAppraisalDue, nAppraisalTaken, nExcellent} {
			w.credit(n, w.yearly.answers[1])
		}
	case w.yearly.grades[0] > 0:
		w.y.Unknown[nAppraisalDue] = true
		w.set(nAppraisalTaken, w.yearly.grades[0])
		w.set(nExcellent, w.yearly.grades[1])
	default:
		w.y.Unknown[nAppraisalDue], w.y.Unknown[nAppraisalTaken], w.y.Unknown[nExcellent] = true, true, true
	}
	w.phasesOf(nLifePhases, w.yearly.life, w.yearly.phases[0])
	w.phasesOf(nAppraisalPhases, w.yearly.appraised, w.yearly.phases[1])
}

// phasesOf counts the parts of a procedure that were gone through, if it was held
// at all.
func (w *walk) phasesOf(n standard.Number, held bool, phases uint16) {
	if w.y.Unknown[n] = !held; held {
		w.set(n, bits.OnesCount16(phases))
	}
}

// flagged counts the people of whom something was found wrong.
func (w *walk) flagged() {
	for i := range w.people {
		for _, f := range [...]struct {
			is mark
			n  standard.Number
		}{{badIntroducers, nIntroducersBad}, {badContacts, nContactsBad}, {badExtension, nExtensionsBad}} {
			if w.people[i].is&f.is != 0 {
				w.y.Numbers[f.n] += party.DecimalUnit
			}
		}
	}
}

// outcomes reads off what the branch brought about, as stated by others: of
// satisfaction the last word, of services the sum of the half-years, of business
// the later one, unless the whole year has its own.
func (w *walk) outcomes() {
	o := &w.yearly.outcomes
	w.y.Unknown[nSatisfactionBasis] = true
	for _, s := range o[0] {
		if s.OutcomeStated != nil {
			w.y.Unknown[nSatisfactionBasis] = false
			w.set(nSatisfactionBasis, s.Basis)
			w.credit(nSatisfactionBasis, s.id)
		}
	}
	for i, n := range [...]standard.Number{nSatisfaction, nService, nBusiness} {
		halves := o[i][1:]
		if o[i][0].OutcomeStated != nil {
			halves = o[i][:1]
		}
		w.y.Unknown[n] = true
		for _, s := range halves {
			if s.OutcomeStated == nil {
				continue
			}
			if w.y.Unknown[n] = false; n != nService {
				w.y.Numbers[n] = 0
			}
			w.y.Numbers[n] += s.Value
			w.credit(n, s.id)
		}
	}
	i := party.Verdicts.Index(w.yearly.review)
	w.y.Unknown[nReview] = i < 0
	if i >= 0 {
		w.set(nReview, 4-i)
		w.credit(nReview, w.yearly.answers[0])
	}
}
