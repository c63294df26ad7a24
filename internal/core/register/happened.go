package register

import (
	"cmp"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// yearly is what is said once of the year as a whole; the last word counts.
type yearly struct {
	life, appraised bool      // a meeting was recorded
	phases          [2]uint16 // of 组织生活会 and of 民主评议
	appraisal       *fact.AppraisalHeld
	grades          [2]int // given, and of these 优秀
	review          party.Verdict
	outcomes        [3][3]stated // by sort; whole year, first and second half
	premises        *fact.PremisesStated
	money           bool
	answers         [3]party.FactID // behind review, appraisal, premises
}

// stated is one outcome and the fact that states it.
type stated struct {
	*fact.OutcomeStated
	id party.FactID
}

// happened folds what stands for itself, by noun.
func (w *walk) happened(e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.MeetingHeld:
		w.meeting(e, b)
	case *fact.DuesPaid:
		w.paid(e, b)
	case *fact.DuesFixed:
		w.fixed(e, b)
	case *fact.DuesRemitted:
		w.remitted(e, b)
	case *fact.StudyLogged:
		w.studied(e, b)
	case *fact.MeetingSkipped:
		w.skipped(e, b)
	case *fact.TalkHeld:
		w.talked(e, b)
	case *fact.GradeGiven:
		w.graded(e, b)
	case *fact.DisposalStep:
		w.disposal(e, b)
	case *fact.AffairsPublished:
		w.published(e, b)
	case *fact.CareGiven:
		w.add(sCare, e)
	default:
		w.stated(e)
	}
}

// stated folds what is stated of the year or asked of the branch.
func (w *walk) stated(e *entry) {
	y := w.year.From.Year()
	switch b := e.fact.Body.(type) {
	case *fact.AppraisalHeld:
		if b.Year == y {
			w.yearly.appraisal, w.yearly.answers[1] = b, e.fact.ID
		}
	case *fact.ReviewHeld:
		if w.addOf(sReview, b.Year, e); b.Year == y {
			w.yearly.review, w.yearly.answers[0] = b.Result, e.fact.ID
		}
	case *fact.OutcomeStated:
		w.outcome(e, b)
	case *fact.InspectionMade:
		w.inspected(e, b)
	case *fact.RequestReceived:
		w.number(nRequests, 1, e)
		w.number(nRequestMinutes, b.Minutes, e)
		if b.Outside {
			w.number(nOutside, 1, e)
		}
	case *fact.PremisesStated:
		w.premises(e, b)
	case *fact.MoneyStated:
		w.money(e, b)
	case *fact.HelperAssigned:
		if p, ok := helperRoles[b.Role]; ok {
			w.helper(p, true, b.Until)
			w.shaped(e)
		}
	case *fact.PartnershipAgreed:
		if b.Until >= w.end && e.on <= w.end {
			w.y.Numbers[nPartnerships] += party.DecimalUnit
			w.because(nPartnerships, e)
		}
	default:
		w.declared(e)
	}
}

// declared folds what people decide, mark and declare, as it stands.
func (w *walk) declared(e *entry) {
	year := w.year.From.Year()
	switch b := e.fact.Body.(type) {
	case *fact.RatingDecided:
		if b.Of == w.line.id && b.Year <= year {
			w.y.Ratings = append(w.y.Ratings, Rating{b.Scheme, b.Year, b.Level, b.Tier, b.By, e.on, b.Cut, e.fact.ID})
		}
	case *fact.SeasonDeclared:
		w.season(e, b)
	case *fact.WaiverDeclared:
		if p := (party.Period{From: b.From, To: b.To}); p.Meet(w.year).Days() > 0 {
			w.y.Waivers = append(w.y.Waivers, Waiver{b.Item, p, b.Reason, e.fact.ID})
		}
	case *fact.Mark:
		n := Named{Kind: NamedMark, Name: b.Name, Grade: b.Grade, Column: b.Column, Judge: b.Judge, Year: b.Year}
		if b.Value != nil {
			n.Value, n.Valued = *b.Value, true
		}
		w.name(n, e)
	case *fact.Figure:
		if win, ok := parseWindow(b.Window); ok {
			w.name(Named{Kind: NamedFigure, Name: b.Name, Value: b.Value, Valued: true, Year: win.Year}, e)
		}
	case *fact.Honour:
		w.name(Named{Kind: NamedHonour, Name: b.Name, Grade: string(b.Level), Year: e.on.Year()}, e)
	case *fact.Event:
		w.name(Named{Kind: NamedEvent, Name: b.Name, Grade: b.Grade, Value: party.Int(b.Count), Valued: true, Year: cmp.Or(b.Year, e.on.Year())}, e)
	}
}

// season keeps a declared season. A branch declares those that begin in a year once,
// on one day; a later declaration does not count, nor do days before it (C9). One
// that runs over into the next year counts there too, without being that year's
// declaration.
func (w *walk) season(e *entry, b *fact.SeasonDeclared) {
	i := w.year.From.Year() - b.From.Year()
	if i < 0 || i > 1 || b.To < e.on {
		return
	}
	if w.declaredOn[i] == party.NoDate {
		w.declaredOn[i] = e.on
	}
	days := party.Period{From: max(b.From, e.on), To: b.To}.Meet(w.year)
	if e.on == w.declaredOn[i] && days.Days() > 0 {
		w.y.Seasons = append(w.y.Seasons, Season{days, e.fact.ID})
	}
}

// name keeps a named thing of the year. Honours and events of earlier years stay
// too, for rules that look back.
func (w *walk) name(n Named, e *entry) {
	year := w.year.From.Year()
	if n.Year == year || n.Year < year && n.Kind >= NamedHonour {
		n.On, n.Fact = e.on, e.fact.ID
		w.named = append(w.named, n)
	}
}

// studied credits hours; a course of an upper level is also what new members
// and new secretaries owe (JY-03, ZB-37).
func (w *walk) studied(e *entry, b *fact.StudyLogged) {
	above := b.Form == "course" && b.Level != "" && b.Level != "unit"
	for _, m := range b.Members {
		if p := w.known(m); e.fact.Org != w.line.id && (p == nil || p.stage == off) {
			continue // someone of another branch in the same course
		}
		p := w.told(m, e)
		if w.month >= 0 {
			p.hours += b.Hours
			if b.Form == "course" {
				p.courses++
			}
		}
		if above {
			w.done(p, cNewMember, e.on, e.fact.ID)
			w.done(p, cFullTraining, e.on, e.fact.ID)
			w.done(p, cNewSecretary, e.on, e.fact.ID)
		}
	}
}

// skipped folds 没开, which answers the window as well as the meeting would.
func (w *walk) skipped(e *entry, b *fact.MeetingSkipped) {
	s, ok := held[b.Meeting]
	win, good := parseWindow(b.Window)
	if ok && good && win.Year == w.year.From.Year() {
		w.y.Skips = append(w.y.Skips, Skip{s, win, b.Reason, e.fact.ID})
	}
}

func (w *walk) talked(e *entry, b *fact.TalkHeld) {
	switch b.Pair {
	case "committee_committee":
		w.add(sTalkCommittee, e)
	case "committee_member":
		w.add(sTalkCommitteeMember, e)
	case "member_member":
		w.add(sTalkMembers, e)
	}
	if b.Need {
		w.add(sTalkNeed, e)
	}
}

func (w *walk) graded(e *entry, b *fact.GradeGiven) {
	if b.Year != w.year.From.Year() {
		return
	}
	p := w.told(b.Member, e)
	if p.is&graded == 0 {
		p.is |= graded
		w.yearly.grades[0]++
		w.because(nAppraisalTaken, e)
		if b.Grade == "excellent" {
			w.yearly.grades[1]++
			w.because(nExcellent, e)
		}
	}
}

// disposal folds the stages of a case. They are counted, never judged: nothing
// here starts one (CZ-14).
func (w *walk) disposal(e *entry, b *fact.DisposalStep) {
	key := b.Case
	if key == "" {
		key = e.fact.ID
	}
	t := w.thing('x', key)
	if t == nil {
		w.open(e, thing{is: 'x'}, 0, party.NoDate)
		w.thingAt[w.r.thread(key)] = int32(len(w.things))
		t = &w.things[len(w.things)-1]
	}
	switch {
	case b.Step == "filed" && t.filed == party.NoDate:
		t.filed = e.on
	case b.Step != "filed" && t.due == party.NoDate:
		t.due = e.on // the first step after filing
	}
	p := w.told(b.Member, e)
	if party.DisposalSteps.Index(b.Step) >= party.DisposalSteps.Index("reviewed") {
		w.moot(e.on, b.Member, "disposal")
	}
	switch {
	case b.Step == "corrected":
		w.done(p, cCorrected, e.on, e.fact.ID)
	case b.Result == "correct" && (b.Step == "approved" || b.Step == "announced"):
		w.start(p, cCorrected, e.on, e.fact.ID)
	}
}

// published counts publicity. Whatever is published of Party affairs is 党务公开
// too; 村务 is not (JN-44).
func (w *walk) published(e *entry, b *fact.AffairsPublished) {
	switch b.Matter {
	case "village_affairs":
		w.add(sVillageAffairs, e)
		return
	case "dues":
		w.add(sDuesPublished, e)
	case "election":
		w.add(sElectionPublished, e)
	case "development":
		w.add(sDevelopmentPublished, e)
	}
	w.add(sAffairs, e)
}

// outcome notes what others state that the branch brought about. Its own word of
// itself is recorded and counts nowhere (C1).
func (w *walk) outcome(e *entry, b *fact.OutcomeStated) {
	if b.Issuer == "branch" {
		return
	}
	if i := party.OutcomeSorts.Index(b.Sort); i >= 0 && b.Year == w.year.From.Year() && b.Half >= 0 && b.Half <= 2 {
		if i == 0 {
			w.yearly.outcomes[0] = [3]stated{}
		}
		w.yearly.outcomes[i][b.Half] = stated{b, e.fact.ID}
	}
}

func (w *walk) inspected(e *entry, b *fact.InspectionMade) {
	if b.Sort != "visit" {
		w.add(sInspected, e)
	}
	if w.month >= 0 {
		for _, item := range b.Settles {
			w.y.Settled = append(w.y.Settled, Settled{item, e.on, e.fact.ID})
		}
	}
}

func (w *walk) premises(e *entry, b *fact.PremisesStated) {
	w.yearly.premises, w.yearly.answers[2] = b, e.fact.ID
	w.now[pPremises] = 0
	if b.Place != "none" {
		w.now[pPremises] = 1
	}
	w.shaped(e)
}

func (w *walk) money(e *entry, b *fact.MoneyStated) {
	n := nMoneyReceived
	switch b.Flow {
	case "due":
		n = nMoneyDue
	case "received":
	default:
		return
	}
	if w.month >= 0 {
		w.yearly.money = true
		w.y.Numbers[n] += party.Decimal(b.Fen) * (party.DecimalUnit / 100)
		w.because(n, e)
	}
}

// helperRoles maps helpers to the profile.
var helperRoles = map[party.HelperRole]standard.Profile{
	"organiser": pOrganiser, "first_secretary": pFirstSecretary, "contact_leader": pContactLeader,
	"town_leader": pContactLeader, "instructor": pInstructor,
}

// helper sets a helper, who stays until a day if one is given.
func (w *walk) helper(p standard.Profile, here bool, until party.Date) {
	if !here {
		return
	}
	const always = party.Date(1 << 30)
	stay := &w.helpers[p-pOrganiser]
	if w.now[p] = 1; until == party.NoDate {
		*stay = always
		return
	}
	*stay = until
	w.wake(timer{until + 1, p, 0})
}

// parseWindow reads 2026, 2026-H1, 2026-Q3 and 2026-05.
func parseWindow(s string) (party.Window, bool) {
	if m, ok := parseMonth(s); ok {
		return party.Window{Cadence: party.Monthly, Year: m / 12, Index: m % 12}, true
	}
	if len(s) < 4 {
		return party.Window{}, false
	}
	m, ok := parseMonth(s[:4] + "-01")
	win := party.Window{Cadence: party.Yearly, Year: m / 12}
	if len(s) == 7 && s[4] == '-' {
		win.Index = int(s[6]) - '1'
		switch {
		case s[5] == 'Q' && win.Index >= 0 && win.Index < 4:
			win.Cadence = party.Quarterly
		case s[5] == 'H' && win.Index >= 0 && win.Index < 2:
			win.Cadence = party.HalfYear
		default:
			return win, false
		}
		return win, ok
	}
	return win, ok && len(s) == 4
}
