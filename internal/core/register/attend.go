package register

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// held maps meeting kinds to their series.
var held = func() map[party.MeetingKind]standard.Series {
	m := make(map[party.MeetingKind]standard.Series, len(party.MeetingKinds))
	for i, k := range party.MeetingKinds {
		m[k.Code] = standard.Series(i)
	}
	return m
}()

// lifePhases and appraisalPhases are the parts of the two procedures (SH-02…04,
// ZB-69, ZB-70).
var (
	lifePhases      = []party.Phase{"study", "opinions", "talks", "self_check", "criticism", "plan", "fixed"}
	appraisalPhases = []party.Phase{"self_rating", "peer_rating", "poll", "verdict", "feedback"}
)

// A groupMeeting is one meeting of a Party group; group 0 is all of them.
type groupMeeting struct {
	month, group int
	on           party.Date
}

// votedAt says that a meeting recorded a vote on a matter.
type votedAt struct {
	meeting party.FactID
	on      party.VoteOn
}

// A stagedVote is a vote recorded with a step of development. It is counted at
// the end, unless its meeting recorded it too.
type stagedVote struct {
	votedAt
	vote   *fact.Vote
	passed bool
	entry  *entry
}

// meeting folds one meeting: the owner's at once, a co-organiser's when it has
// confirmed (C25).
func (w *walk) meeting(e *entry, b *fact.MeetingHeld) {
	var kinds uint32
	for _, k := range b.Kinds {
		if s, ok := held[k]; ok && kinds>>s&1 == 0 {
			kinds |= 1 << s
			w.held(e, b, s)
		}
	}
	if e.by != nil || len(b.Hosts) > 0 {
		w.add(sJoint, e)
	}
	if p := w.known(b.Speaker); p != nil && p.posts&isSecretary != 0 && kinds>>sLecture&1 == 1 {
		w.add(sSecretaryLecture, e)
	}
	w.counts(e, b)
	w.phases(e, b)
	w.attendance(e, b, kinds)
	if e.by != nil {
		return
	}
	for i := range b.Votes {
		v := &b.Votes[i]
		w.number(nVotes, 1, e)
		if v.Present < Need(*v).Present {
			w.number(nVotesBad, 1, e)
		}
		w.votedAt = append(w.votedAt, votedAt{w.r.thread(e.fact.ID), v.On})
	}
}

// held counts a meeting in its series; two kinds belong to the year that they
// assess, not to the day they were held (TR-49).
func (w *walk) held(e *entry, b *fact.MeetingHeld, s standard.Series) {
	switch s {
	case sOrgLife, sAppraisal:
		w.addOf(s, b.Year, e)
	case sGroup:
		if w.month >= 0 {
			w.groupMet = append(w.groupMet, groupMeeting{w.month, b.Group, e.on})
			w.mention(s, e)
		}
	default:
		w.add(s, e)
	}
}

func (w *walk) counts(e *entry, b *fact.MeetingHeld) {
	if w.month < 0 {
		return
	}
	w.number(nMeetings, 1, e)
	if slices.Contains(b.Forms, "discussion") || slices.Contains(b.Forms, "deliberation") {
		w.number(nDiscussions, 1, e)
	}
	if e.by != nil {
		return
	}
	seen := 0
	confirms := w.r.confirms[w.r.thread(e.fact.ID)]
	for i, c := range confirms {
		again := slices.ContainsFunc(confirms[:i], func(d *fact.Fact) bool { return d.Org == c.Org })
		if !again && c.On <= w.asOf && c.Org != w.line.id && slices.Contains(b.Hosts, c.Org) {
			seen++
		}
	}
	if seen > 0 {
		w.number(nConfirmations, seen, e)
	}
}

// phases notes which parts of 组织生活会 and 民主评议 were gone through.
func (w *walk) phases(e *entry, b *fact.MeetingHeld) {
	year := b.Year
	if year == 0 {
		year = e.on.Year()
	}
	if year != w.year.From.Year() {
		return
	}
	w.yearly.life = w.yearly.life || slices.Contains(b.Kinds, "org_life")
	w.yearly.appraised = w.yearly.appraised || slices.Contains(b.Kinds, "appraisal")
	for _, p := range b.Phases {
		if i := slices.Index(lifePhases, p); i >= 0 {
			w.yearly.phases[0] |= 1 << i
			w.because(nLifePhases, e)
		}
		if i := slices.Index(appraisalPhases, p); i >= 0 {
			w.yearly.phases[1] |= 1 << i
			w.because(nAppraisalPhases, e)
		}
	}
}

// attendance books who was due and who came. Without a list, due are those on
// the roll whom the meeting is for; who is away with living contact is never in
// the denominator (C17).
func (w *walk) attendance(e *entry, b *fact.MeetingHeld, kinds uint32) {
	due, absent := b.Due, b.Absent
	if e.by != nil {
		c := e.by.Body.(*fact.MeetingConfirmed)
		due, absent = c.Due, c.Absent
	}
	w.meetings++
	for _, a := range absent {
		if p := w.known(a.Member); p != nil {
			p.meeting, p.absent = w.meetings, a.Reason
		}
	}
	a := attending{e: e, hours: b.Hours, lecture: kinds>>sLecture&1 == 1, oath: kinds>>sOath&1 == 1, listed: len(due) > 0}
	if a.listed {
		for _, m := range due {
			if p := w.known(m); p != nil {
				p.called = w.meetings
				w.attend(p, &a)
			}
		}
		if kinds>>sAssembly&1 == 1 {
			w.unlisted(&a)
		}
	} else if whom := meantFor(kinds); whom != nobody {
		for i := range w.people {
			if p := &w.people[i]; w.meant(p, whom, b.Group) {
				w.attend(p, &a)
			}
		}
	}
	if a.due == 0 {
		return
	}
	w.number(nDue, a.due, e)
	w.number(nPresent, a.present, e)
	if a.lecture {
		w.number(nLectureDue, a.due, e)
		w.number(nLecturePresent, a.present, e)
	}
}

// unlisted counts into those due at an assembly whom its list leaves out, though
// no consent and vote took them out of 应到 (TR-08). Of the branch only: what a
// list forgets is not held against the member, and nobody wrote down that they
// came.
func (w *walk) unlisted(a *attending) {
	for i := range w.people {
		if p := &w.people[i]; p.called != w.meetings && w.owed(p) {
			a.due++
		}
	}
}

// owed reports whether a member is due at an assembly of today whatever its list
// says: on the roll, not left out by decision, not away in contact (C17).
func (w *walk) owed(p *person) bool {
	return w.meant(p, everyone, 0) && (p.is&away == 0 || !p.reached(w.today))
}

// attending is one meeting while its people are gone through.
type attending struct {
	e             *entry
	hours         party.Decimal
	lecture, oath bool
	listed        bool // there is a list of those due
	due, present  int
}

// whom says for whom a meeting is.
type whom uint8

const (
	nobody whom = iota
	everyone
	groupOnly
	committeeOnly
)

// meantFor reads off the kinds for whom a meeting is. A meeting that is an
// assembly is for all; one of a group or the committee keeps that form whatever
// else it is (ZB-66, ZB-69).
func meantFor(kinds uint32) whom {
	is := func(s standard.Series) bool { return kinds>>s&1 == 1 }
	switch {
	case is(sAssembly):
		return everyone
	case is(sGroup):
		return groupOnly
	case is(sLecture), is(sPartyDay):
		return everyone
	case is(sCommittee):
		return committeeOnly
	case is(sOrgLife), is(sAppraisal), is(sStudy):
		return everyone
	}
	return nobody
}

// meant reports whether a person is due at a meeting that lists nobody.
func (w *walk) meant(p *person, k whom, group int) bool {
	if p.stage < probationary || p.is&(second|suspended|adjusted|lost) != 0 || p.excluded(w.today) {
		return false
	}
	switch k {
	case groupOnly:
		return group == 0 || int(p.group) == group
	case committeeOnly:
		return p.posts&committeePosts != 0
	}
	return true
}

// attend books one person at one meeting.
func (w *walk) attend(p *person, a *attending) {
	if p.stage < probationary || p.is&suspended != 0 {
		return
	}
	on := a.e.on
	w.note(p.id, a.e)
	came := p.meeting != w.meetings
	leave := !came && p.absent != "other"
	if p.is&away != 0 && p.reached(on) {
		if came && a.listed {
			w.came(p, a)
			w.contacted(p, on)
		}
		return
	}
	a.due++
	if w.month >= 0 {
		p.due++
	}
	switch {
	case came:
		a.present++
		if w.month >= 0 {
			p.present++
		}
		w.came(p, a)
		if p.is&away == 0 {
			p.life = max(p.life, on)
		} else if a.listed {
			w.contacted(p, on)
		}
	case leave:
		w.good(p, on)
	default:
		w.tally(p, on, dueThen)
	}
}

// came credits presence: the month, the hours, and the oath.
func (w *walk) came(p *person, a *attending) {
	w.good(p, a.e.on)
	if w.month >= 0 {
		p.hours += a.hours
	}
	if a.oath && a.listed {
		w.done(p, cOath, a.e.on, a.e.fact.ID)
	}
}

// good says that the member took part in the month, or had leave: the run of
// months without organisational life ends.
func (w *walk) good(p *person, on party.Date) { w.tally(p, on, goodThen) }

// tally notes what a month held for a member. A month without any meeting for
// the member neither counts nor breaks the run.
func (w *walk) tally(p *person, on party.Date, what mark) {
	if on > w.end {
		return
	}
	if m := int32(w.moon); m != p.missMonth {
		p.settle()
		p.missMonth = m
	}
	p.is |= what
}

// settle closes the month under count.
func (p *person) settle() {
	switch {
	case p.is&goodThen != 0:
		p.missed = 0
	case p.is&dueThen != 0:
		p.missed++
	}
	p.is &^= goodThen | dueThen
}
