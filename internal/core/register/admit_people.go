package register

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// here returns a person on this roll, or says how to get onto it.
func (a *admission) here(field string, m party.MemberID) *person {
	p := a.w.known(m)
	if p == nil || p.stage == off {
		a.say(field, "%s 在 %s 不在本组织名册上；请先记「编入名册」或「组织关系转接（转入）」，或核对人员和日期", m, a.at.On)
		return nil
	}
	return p
}

// people checks rolls, steps, elections and posts.
func (a *admission) people(e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.MemberEnrolled:
		if p := a.w.known(b.Member); p != nil && p.stage != off {
			a.say("body.member", "%s 已在本组织名册上；发展、转接、岗位的变化请记相应的记录", b.Member)
		} else if !b.Second {
			a.elsewhere(b.Member)
		}
	case *fact.MemberStaged:
		a.staged(b)
	case *fact.MemberMoved:
		a.moved(e, b)
	case *fact.MemberAway:
		if b.State == "host_report" && len(a.put(b.Member)) > 0 {
			return
		}
		a.here("body.member", b.Member)
	case *fact.MemberStanding:
		if p := a.here("body.member", b.Member); p != nil && b.State == "restored" && p.is&suspended == 0 {
			a.say("body.state", "%s 没有停止党籍，不用恢复；请核对", b.Member)
		}
	case *fact.MemberLeft:
		if p := a.here("body.member", b.Member); p != nil && b.Way == "cancelled" && p.stage != probationary {
			a.say("body.way", "%s 不是预备党员，不能取消预备党员资格；请核对出党方式", b.Member)
		}
	case *fact.MemberDied:
		a.here("body.member", b.Member)
	case *fact.MemberPlaced:
		a.here("body.member", b.Member)
	case *fact.MemberAdjusted:
		a.here("body.member", b.Member)
	case *fact.MemberExcluded:
		a.here("body.member", b.Member)
	default:
		a.office(e)
	}
}

// elsewhere checks that a person is not on another formal roll on the day: one
// person, one organisation (TR-30). A roll that the fact itself ends is none.
func (a *admission) elsewhere(m party.MemberID) {
	for _, o := range a.put(m) {
		if o == a.at.Org {
			continue
		}
		for _, s := range a.rollOf(o) {
			if s.Member == m && s.Counts && s.Days.From <= a.at.On && (s.Days.To == party.NoDate || s.Days.To >= a.at.On) {
				a.say("body.member", "%s 还在 %s 的名册上，一个人只有一个正式组织关系；请由 %s 记转出并在转入里写明，只参加活动的请写 second", m, o, o)
				return
			}
		}
	}
}

func (a *admission) rollOf(o party.OrgID) []Stay {
	s, ok := a.stays[o]
	if !ok {
		s = a.Stays(o)
		a.stays[o] = s
	}
	return s
}

func (a *admission) moved(e *entry, b *fact.MemberMoved) {
	if b.Other != "" {
		a.org("body.other", b.Other, e.on)
	}
	if b.Way == "out" {
		a.here("body.member", b.Member)
		return
	}
	if p := a.w.known(b.Member); p != nil && p.stage != off && p.to == "" {
		a.say("body.member", "%s 已在本组织名册上，不用转入；请核对", b.Member)
		return
	}
	a.elsewhere(b.Member)
}

// staged checks who is developed and who stands by: contacts and introducers
// are 正式党员 whose rights stand (TR-21, TR-22).
func (a *admission) staged(b *fact.MemberStaged) {
	p := a.w.known(b.Member)
	switch {
	case b.Step == "apply" && p != nil && p.in():
		a.say("body.member", "%s 已经是党员，不用再递交入党申请书；请核对", b.Member)
	case b.Step != "apply":
		a.here("body.member", b.Member)
	}
	for _, m := range b.People {
		q := a.w.known(m)
		switch {
		case q == nil || q.stage == off:
			a.warn("body.people", "%s 不在本组织名册上，核对不了是不是正式党员；请核对", m)
		case q.stage != full:
			a.say("body.people", "%s 还不是正式党员，不能做培养联系人或入党介绍人；请换一名正式党员", m)
		case q.is&observed != 0 && !q.voting(a.at.On):
			a.say("body.people", "%s 在留党察看期间，不能做培养联系人或入党介绍人；请换一名正式党员", m)
		case !q.voting(a.at.On):
			a.say("body.people", "%s 的党员权利已停止或暂停，不能做培养联系人或入党介绍人；请换一名正式党员", m)
		}
	}
}

func (a *admission) office(e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.PostTaken:
		p, bit := a.w.known(b.Member), postBit(b.Post)
		switch {
		case bit&partyPosts == 0:
		case p == nil || p.stage == off:
			a.warn("body.member", "%s 不在本组织名册上；由上级派任的可以，其他人请先编入名册", b.Member)
		case bit&committeePosts != 0 && !p.voting(e.on):
			a.say("body.member", "%s 没有被选举权（预备党员、留党察看或权利暂停），不能任%s；请核对人员", b.Member, party.Posts.Label(b.Post))
		}
	case *fact.PostLeft:
		if p := a.w.known(b.Member); p == nil || p.posts&postBit(b.Post) == 0 {
			a.warn("body.post", "没有 %s 在任%s的记录；已收下，请核对", b.Member, party.Posts.Label(b.Post))
		}
	case *fact.ElectionHeld:
		a.due("body.vote.due", &b.Vote, e.on)
	}
}

// due compares those due at a vote with the roll: everyone entitled counts
// unless left out by the upper level's consent and a vote (TR-08), and nobody
// whose relation lies elsewhere (TR-24).
func (a *admission) due(field string, v *fact.Vote, on party.Date) {
	if v.On == "committee" {
		return
	}
	n := 0
	for i := range a.w.people {
		if p := &a.w.people[i]; p.voting(on) && !p.excluded(on) {
			n++
		}
	}
	switch {
	case n == 0:
	case v.Due < n:
		a.warn(field, "应到会有表决权写了%d人，名册上是%d人；不计入应到会的，要先有上级同意和党员大会通过的记录", v.Due, n)
	case v.Due > n:
		a.warn(field, "应到会有表决权写了%d人，名册上只有%d人；预备党员、组织关系不在本支部的不计", v.Due, n)
	}
}

// lentOut warns where an organisation whose members belong elsewhere does what
// it generally does not do (ZB-15, TR-76).
func (a *admission) lentOut(e *entry) {
	form := a.w.form
	if !lent(form) {
		return
	}
	what := ""
	switch b := e.fact.Body.(type) {
	case *fact.MemberStaged:
		train := []party.Step{"apply", "talk", "activist", "activist_filed", "contacts", "observe"}
		if form != "floating" || !slices.Contains(train, b.Step) {
			what = "发展党员"
		}
	case *fact.DisposalStep:
		what = "处置党员"
	case *fact.DuesFixed, *fact.DuesPaid, *fact.DuesRemitted:
		what = "收缴党费"
	case *fact.ElectionHeld:
		what = "选举和换届"
	}
	if what != "" {
		a.warn("org", "%s党支部一般不%s；请在党员组织关系所在的支部办理，确需办理的已收下", party.Forms.Label(form), what)
	}
}
