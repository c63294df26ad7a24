package register

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// The steps are party.Steps in its order.
const (
	stepApply = iota
	stepTalk
	stepActivist
	stepActivistFiled
	stepContacts
	stepObserve
	stepTarget
	stepTargetFiled
	stepIntroducers
	stepPoliticalReview
	stepTraining
	stepCommitteeReview
	stepPrereview
	stepForm
	stepAccept
	stepUpperTalk
	stepAcceptApproved
	stepDepartmentFiled
	stepPlaced
	stepOath
	stepProbationObserve
	stepConvertApply
	stepConvert
	stepConvertApproved
	stepArchived
)

// A pair is two steps with a clock between them. Where the order is a rule, the
// second without the first is a case of its own.
type pair struct {
	clock    standard.Clock
	from, to int
	ordered  bool
	renewed  bool // taking the first step again starts the clock anew
}

var pairs = [...]pair{
	{cTalk, stepApply, stepTalk, false, false},
	{cTalkThenActivist, stepTalk, stepActivist, true, false},
	{cActivistFiled, stepActivist, stepActivistFiled, false, false},
	{cContacts, stepActivist, stepContacts, false, false},
	{cActivistYear, stepActivist, stepTarget, true, false},
	{cTargetFiled, stepTarget, stepTargetFiled, false, false},
	{cIntroducers, stepTarget, stepIntroducers, false, false},
	{cReviewThenAccept, stepPoliticalReview, stepAccept, true, true},
	{cTrainingThenAccept, stepTraining, stepAccept, true, true},
	{cCommitteeThenAccept, stepCommitteeReview, stepAccept, true, true},
	{cPrereviewThenForm, stepPrereview, stepForm, true, true},
	{cPrereviewThenAccept, stepPrereview, stepAccept, true, true},
	{cAcceptApproved, stepAccept, stepAcceptApproved, false, false},
	{cPlaced, stepAcceptApproved, stepPlaced, false, false},
	{cOath, stepAcceptApproved, stepOath, false, false},
	{cArchived, stepConvertApproved, stepArchived, false, false},
	{cUpperTalkThenApproved, stepUpperTalk, stepAcceptApproved, true, true},
	{cDepartmentFiled, stepAcceptApproved, stepDepartmentFiled, false, false},
	{cObserveThenConvert, stepProbationObserve, stepConvert, true, false},
	{cApplyThenConvert, stepConvertApply, stepConvert, true, false},
}

// phase is the stage in which a step is taken.
func phase(step int) int8 {
	switch {
	case step == stepApply:
		return off
	case step <= stepActivist:
		return applicant
	case step <= stepTarget:
		return activist
	case step <= stepAccept:
		return target
	case step <= stepConvert:
		return probationary
	}
	return full
}

// develop folds one of the 25 steps. A step that did not pass changes nothing,
// save that an approval refused takes back what it was asked for.
func (w *walk) develop(e *entry) {
	b := e.fact.Body.(*fact.MemberStaged)
	s := party.Steps.Index(b.Step)
	if s < 0 {
		return
	}
	p := w.told(b.Member, e)
	if b.Vote != nil && w.month >= 0 {
		w.staged = append(w.staged, stagedVote{votedAt{w.r.thread(b.Meeting), b.Vote.On}, b.Vote, b.Result != "fail", e})
	}
	if b.Result == "fail" {
		w.refused(p, s, e.on)
		return
	}
	w.guides(p, s, b, e)
	switch s {
	case stepConvert:
		w.convert(p, b, e)
		return
	case stepApply, stepActivist, stepTarget, stepAccept:
		w.advance(p, s, e)
	}
	w.step(p, s, e.on, e.fact.ID)
}

// step stops and starts the clocks of a step.
func (w *walk) step(p *person, s int, on party.Date, id party.FactID) {
	for i := range pairs {
		c := &pairs[i]
		if c.to == s {
			w.second(p, c, on, id)
		}
		if c.from == s && p.steps>>c.to&1 == 0 {
			if c.renewed {
				w.renew(p, c.clock, on, id)
			}
			w.start(p, c.clock, on, id)
		}
	}
	switch s {
	case stepActivist:
		w.start(p, cObserve, on, id)
	case stepObserve:
		if w.done(p, cObserve, on, id) {
			w.start(p, cObserve, on, id)
		}
	case stepTarget:
		w.lapse(p, cObserve, on)
	case stepAccept:
		w.start(p, cProbation, on, id)
		w.start(p, cConvert, on.AddYears(1), id)
		w.start(p, cNewMember, on, id)
	case stepConvertApproved:
		w.done(p, cConvertApproved, on, id)
	}
	p.steps |= 1 << s
}

// second stops the clock of a pair. Without the first step the order is broken,
// unless the first may lie before the record here begins, or belongs to a
// committee that the branch does not have (TR-26).
func (w *walk) second(p *person, c *pair, on party.Date, id party.FactID) {
	if w.done(p, c.clock, on, id) || !c.ordered || p.steps>>c.from&1 == 1 {
		return
	}
	before := p.opening >= phase(c.from) && p.opening != off
	if before || c.clock == cCommitteeThenAccept && !w.hasCommittee() {
		return
	}
	w.missing(p, c.clock, on, id)
}

func (w *walk) renew(p *person, c standard.Clock, on party.Date, id party.FactID) {
	if i := p.run[c]; i != 0 {
		w.cases[i-1].Start, w.cases[i-1].Facts[0] = on, id
	}
}

// advance moves a person to the stage that a step decides.
func (w *walk) advance(p *person, s int, e *entry) {
	stage := applicant
	switch s {
	case stepActivist:
		stage = activist
		w.number(nActivists, 1, e)
	case stepTarget:
		stage = target
	case stepAccept:
		stage = probationary
		w.number(nAccepted, 1, e)
	default:
		w.number(nApplicants, 1, e)
	}
	w.lift(p)
	if p.stage == off {
		p.since = e.on
	}
	p.stage = stage
	if s == stepAccept {
		p.accepted, p.full = e.on, party.NoDate // 入党 is the day of the meeting (TR-40, TR-41)
	}
	w.drop(p)
}

// convert folds the meeting at the end of probation: 按期转正, 延长 or 取消.
func (w *walk) convert(p *person, b *fact.MemberStaged, e *entry) {
	if !w.done(p, cProbation, e.on, e.fact.ID) && p.opening < probationary {
		w.missing(p, cProbation, e.on, e.fact.ID)
	}
	w.done(p, cConvert, e.on, e.fact.ID)
	p.steps |= 1 << stepConvert
	switch b.Result {
	case "cancel":
		w.leave(p, e.on)
		return
	case "extend":
		w.prepared(p, e)
		w.extend(p, b, e)
	default:
		w.prepared(p, e)
		w.number(nConverted, 1, e)
		w.lift(p)
		if p.stage == off {
			p.since = e.on
		}
		p.stage, p.full = full, e.on
		w.drop(p)
		w.start(p, cFullTraining, e.on, e.fact.ID)
	}
	w.start(p, cConvertApproved, e.on, e.fact.ID)
}

// prepared looks at what must come before the meeting that converts or extends:
// the member was observed, and applied (FZ-21, FZ-22).
func (w *walk) prepared(p *person, e *entry) {
	for i := range pairs {
		if c := &pairs[i]; c.to == stepConvert {
			w.second(p, c, e.on, e.fact.ID)
		}
	}
}

// extend prolongs probation: once, by half a year to a year from the day on
// which the first period ends (TR-46).
func (w *walk) extend(p *person, b *fact.MemberStaged, e *entry) {
	until := b.Until
	p.extended++
	if p.accepted != party.NoDate && until != party.NoDate {
		end := p.accepted.AddYears(1)
		if (until < end.AddMonths(6) || until > end.AddYears(1) || p.extended > 1) && w.month >= 0 {
			p.is |= badExtension
			w.because(nExtensionsBad, e)
		}
	}
	if until == party.NoDate {
		return
	}
	w.start(p, cProbation, until.AddYears(-1), e.fact.ID)
	w.start(p, cConvert, until, e.fact.ID)
}

// refused takes back what an upper level did not approve.
func (w *walk) refused(p *person, s int, on party.Date) {
	switch {
	case s == stepAcceptApproved && p.stage == probationary:
		w.done(p, cAcceptApproved, on, w.fact)
		w.lift(p)
		p.stage, p.accepted = target, party.NoDate
		w.drop(p)
		for _, c := range [...]standard.Clock{cProbation, cConvert, cNewMember} {
			w.lapse(p, c, on)
		}
		p.steps &^= 1<<stepAccept | 1<<stepAcceptApproved
	case s == stepConvertApproved && p.stage == full:
		w.done(p, cConvertApproved, on, w.fact)
		w.lapse(p, cFullTraining, on)
		w.lift(p)
		p.stage, p.full = probationary, party.NoDate
		w.drop(p)
		p.steps &^= 1<<stepConvert | 1<<stepConvertApproved
	}
}

// guides judges introducers and contacts: two, and one to two, 正式党员 whose
// rights stand (TR-21, TR-22). Who is not on this roll cannot be judged here.
func (w *walk) guides(p *person, s int, b *fact.MemberStaged, e *entry) {
	bad, least, n := badContacts, 1, nContactsBad
	switch s {
	case stepContacts:
	case stepIntroducers:
		bad, least, n = badIntroducers, 2, nIntroducersBad
	default:
		return
	}
	if w.month < 0 {
		return
	}
	unfit := func(m party.MemberID) bool {
		q := w.known(m)
		return q != nil && q.stage != off && !q.voting(e.on)
	}
	p.is &^= bad
	if len(b.People) < least || len(b.People) > 2 || slices.ContainsFunc(b.People, unfit) {
		p.is |= bad
		w.because(n, e)
	}
}
