package register

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A thing is what a later fact may answer, keep, close or measure itself by.
type thing struct {
	is    rune // 'd'ecision, 't'opic, 'p'ledge, 'f'inding, 'h'elp, 's'ubmission, 'c'hoice, 'x' disposal
	on    party.Date
	due   party.Date
	ended party.Date
	filed party.Date
	moot  party.Date // what was sent up: the step that waited for an answer was taken
	over  bool
	bad   bool
	run   int32
	who   party.MemberID
	what  string
	value party.Decimal
	items []party.ItemID
	entry *entry
}

// open enters a thing, with the case that runs until it is over.
func (w *walk) open(e *entry, t thing, c standard.Clock, start party.Date) {
	t.on, t.entry = e.on, e
	if start != party.NoDate {
		w.cases = append(w.cases, Case{Clock: c, Start: start, Subject: t.who, Facts: [2]party.FactID{e.fact.ID}})
		t.run = int32(len(w.cases))
	}
	w.things = append(w.things, t)
	if w.thingAt == nil {
		w.thingAt = make(map[party.FactID]int32, 16)
	}
	w.thingAt[w.r.thread(e.fact.ID)] = int32(len(w.things))
}

// thing finds what a fact answers, or nil.
func (w *walk) thing(is rune, id party.FactID) *thing {
	if i := w.thingAt[w.r.thread(id)]; i > 0 && w.things[i-1].is == is {
		return &w.things[i-1]
	}
	return nil
}

// over says that a thing is over.
func (w *walk) over(t *thing, e *entry) {
	if t.over {
		return
	}
	t.over, t.ended = true, e.on
	if t.run > 0 && w.cases[t.run-1].Lapse == party.NoDate {
		w.cases[t.run-1].Done, w.cases[t.run-1].Facts[1] = e.on, e.fact.ID
	}
}

// answers folds what opens a thing and what answers one.
func (w *walk) answers(e *entry) {
	own := e.fact.Org == w.line.id
	switch b := e.fact.Body.(type) {
	case *fact.UpperDid:
		w.upper(e, b)
	case *fact.HelpAnswered:
		if t := w.thing('h', b.Ask); t != nil {
			w.over(t, e)
		}
	case *fact.FindingClosed:
		if t := w.thing('f', b.Finding); t != nil && (b.Result == "done" || b.Result == "declined") {
			w.over(t, e)
		}
	case *fact.TopicAnswered:
		if t := w.thing('t', b.Topic); t != nil {
			w.over(t, e)
		}
	case *fact.DecisionDone:
		if t := w.thing('d', b.Decision); t != nil && b.Done {
			w.over(t, e)
		}
	case *fact.PledgeDone:
		if t := w.thing('p', b.Pledge); t != nil && b.Done {
			w.over(t, e)
		}
	case *fact.ChoiceReported:
		if t := w.thing('c', b.Choice); t != nil {
			t.over = b.Value >= t.value
		}
	default:
		if own {
			w.opens(e)
		}
	}
}

// opens folds what others answer.
func (w *walk) opens(e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.DecisionMade:
		w.open(e, thing{is: 'd', due: b.Due}, cDecision, b.Due)
	case *fact.TopicProposed:
		w.add(sTopics, e)
		w.open(e, thing{is: 't'}, cTopic, e.on)
	case *fact.PledgeMade:
		w.open(e, thing{is: 'p', due: b.Due, who: b.Member, what: string(b.Form)}, 0, party.NoDate)
	case *fact.FindingRaised:
		w.open(e, thing{is: 'f', due: b.Due, bad: b.Severity == "grave"}, cFinding, e.on)
	case *fact.HelpAsked:
		w.open(e, thing{is: 'h', items: b.Items}, cHelp, e.on)
	case *fact.ChoiceDeclared:
		if b.Year == w.year.From.Year() {
			w.open(e, thing{is: 'c', value: b.Target}, 0, party.NoDate)
		}
	case *fact.Submitted:
		w.submitted(e, b)
	}
}

// submitted folds what is sent upwards: it stops the branch's clock and starts
// the upper level's (C14).
func (w *walk) submitted(e *entry, b *fact.Submitted) {
	t := thing{is: 's', who: b.Member, what: string(b.Matter)}
	p := w.known(b.Member)
	switch b.Matter {
	case "statistics":
		w.add(sStatistics, e)
		return
	case "activist":
		if p != nil {
			w.step(p, stepActivistFiled, e.on, e.fact.ID)
		}
		return
	case "target":
		if p != nil {
			w.step(p, stepTargetFiled, e.on, e.fact.ID)
		}
		return
	case "accept", "convert": // their clocks run from the meeting
		w.open(e, t, 0, party.NoDate)
	case "founding":
		w.open(e, t, cFoundingAnswered, e.on)
	case "results":
		w.done(&w.self, cResults, e.on, e.fact.ID)
		w.open(e, t, cResultsAnswered, e.on)
	default:
		switch b.Matter {
		case "election":
			w.start(&w.self, cPleaThenElection, e.on, e.fact.ID)
		case "candidates":
			w.start(&w.self, cCandidatesThenElection, e.on, e.fact.ID)
		}
		w.open(e, t, cRequestAnswered, e.on)
	}
}

// duties maps what upper levels do to its series.
var duties = map[party.UpperDuty]standard.Series{
	"branch_study": sBranchStudy, "secretary_training": sSecretaryTraining, "member_training": sMemberTraining,
	"lecture": sUpperLecture, "queue_analysis": sQueueAnalysis, "fund": sFund, "review": sUpperReview,
	"fifty_year_medal": sMedal, "statistics": sUpperStatistics, "tier_work": sTierWork,
	"contact_point": sContactPoint, "record_filing": sRecordFiling, "pay_guarantee": sPay,
}

// upper folds what an upper level did, for itself, for this organisation, or for
// everyone below.
func (w *walk) upper(e *entry, b *fact.UpperDid) {
	own := e.fact.Org == w.line.id
	if s, ok := duties[b.Duty]; ok {
		w.add(s, e)
	}
	if own {
		return
	}
	switch b.Duty {
	case "election_reminder":
		if i := w.self.run[cReminder]; i != 0 && e.on >= w.cases[i-1].Start.AddMonths(-12) {
			w.done(&w.self, cReminder, e.on, e.fact.ID)
		}
	case "new_secretary_training":
		for i := range w.people {
			w.done(&w.people[i], cNewSecretary, e.on, e.fact.ID)
		}
	case "organiser":
		w.helper(pOrganiser, b.For == w.line.id, party.NoDate)
	case "contact_point":
		w.helper(pContactLeader, b.For == w.line.id, party.NoDate)
	case "filing":
		w.done(&w.self, cFoundingFiled, e.on, e.fact.ID)
	case "talk_before_approval":
		w.talkedAbove(e, b)
		return // the talk is no answer
	}
	if t := w.thing('s', b.Answers); t != nil && !t.over {
		w.over(t, e)
		w.approved(t, b, e)
	}
}

// talkedAbove takes the step of the upper level's talk with whom it is asked to
// approve (FZ-16).
func (w *walk) talkedAbove(e *entry, b *fact.UpperDid) {
	if t := w.thing('s', b.Answers); t != nil && t.what == "accept" {
		if p := w.known(t.who); p != nil {
			w.step(p, stepUpperTalk, e.on, e.fact.ID)
		}
	}
}

// approved takes the step that an answer means.
func (w *walk) approved(t *thing, b *fact.UpperDid, e *entry) {
	yes := b.Result == "" || b.Result == "done"
	p := w.known(t.who)
	switch {
	case t.what == "extension" && yes:
		w.prolong(e.fact.ID)
	case t.what == "founding" && yes:
		w.start(&w.self, cFoundingFiled, e.on, e.fact.ID)
	case p == nil:
	case t.what == "accept" && yes:
		w.step(p, stepAcceptApproved, e.on, e.fact.ID)
	case t.what == "convert" && yes:
		w.step(p, stepConvertApproved, e.on, e.fact.ID)
	case t.what == "accept" && b.Result == "declined":
		w.refused(p, stepAcceptApproved, e.on)
	case t.what == "convert" && b.Result == "declined":
		w.refused(p, stepConvertApproved, e.on)
	}
}
