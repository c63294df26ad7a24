package register

import (
	"slices"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// work checks what happened against the roll of the day.
func (a *admission) work(e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.MeetingHeld:
		a.present("body.due", b.Due)
		a.leftOut(b, b.Due)
		for i := range b.Votes {
			a.due("body.votes", &b.Votes[i], e.on)
		}
		for _, h := range b.Hosts {
			a.org("body.hosts", h, e.on)
		}
	case *fact.MeetingConfirmed:
		a.present("body.due", b.Due)
		if f := a.stands(b.Meeting); f != nil {
			if m, ok := f.Body.(*fact.MeetingHeld); ok {
				a.leftOut(m, b.Due)
			}
		}
	case *fact.MeetingSkipped:
		a.notHeld(b)
	case *fact.StudyLogged:
		if a.w.line.level() == "branch" {
			a.present("body.members", b.Members)
		}
	case *fact.DuesFixed:
		a.here("body.member", b.Member)
	case *fact.DuesPaid:
		a.here("body.member", b.Member)
	case *fact.GradeGiven:
		if p := a.here("body.member", b.Member); p != nil && p.stage == probationary {
			a.say("body.member", "%s 是预备党员，参加评议但不评等次；请去掉这一条", b.Member)
		}
	case *fact.DisposalStep:
		if p := a.here("body.member", b.Member); p != nil && p.stage == probationary && b.Result == "persuade" {
			a.warn("body.result", "预备党员不适用劝其退党；请改用延长预备期或取消预备党员资格")
		}
	case *fact.PledgeMade:
		a.here("body.member", b.Member)
	case *fact.PartnershipAgreed:
		for _, o := range b.With {
			if l := a.line(o); l == nil || l.founded == nil {
				a.warn("body.with", "%s 不在本系统里；已收下，它那边看不到这份协议", o)
			}
		}
	case *fact.RatingDecided:
		a.rated(e, b)
	case *fact.OutcomeStated:
		if b.Issuer == "branch" {
			a.warn("body.issuer", "成效由本支部自己出具的，已收下，但测算不采用；请用服务对象、第三方调查、统计部门或上级出具的数")
		}
	case *fact.SeasonDeclared:
		a.season(e, b)
	}
}

// decides is the levels that may decide in the name of a body; whoever stands above
// may in the name of 上级.
var decides = map[party.DecidingBody]party.Level{"town_committee": "committee", "county_committee": "county"}

// rated checks that who decides a rating stands above the rated organisation on the
// day, or is its own assembly or committee; that it decides in its own name; and
// that a person answers for it (C3).
func (a *admission) rated(e *entry, b *fact.RatingDecided) {
	if !a.org("body.of", b.Of, e.on) {
		return
	}
	own := b.By == "assembly" || b.By == "committee"
	level, of := decides[b.By]
	by := party.DecidingBodies.Label(b.By)
	switch {
	case b.Of == a.at.Org && !own:
		a.say("body.by", "%s 不能以「%s」的名义给自己定级；请由作决定的上级党组织来记，或把决定主体改为本组织的党员大会、支委会", b.Of, by)
	case b.Of != a.at.Org && !a.under(a.line(b.Of), a.at.Org, e.on):
		a.say("body.of", "%s 在 %s 不是 %s 的上级，不能给它定级；请由它的上级党组织来记，或核对编号", a.at.Org, e.on, b.Of)
	case b.Of != a.at.Org && own:
		a.say("body.by", "%s 的%s作的决定，请由 %s 自己来记；上级作的决定，把决定主体改为作决定的党组织", b.Of, by, b.Of)
	case of && a.w.line.level() != level:
		a.say("body.by", "%s 是%s，不能以「%s」的名义定级；请由作决定的党组织来记，或核对决定主体", a.at.Org, party.Levels.Label(a.w.line.level()), by)
	}
	if b.Signer == "" {
		a.say("body.signer", "没有写签发人；定级是人作的决定，要写明由谁签发、对它负责，请补上 signer")
	}
}

// present checks that those named are on the roll, and names those who are not.
func (a *admission) present(field string, ms []party.MemberID) {
	var not []string
	for _, m := range ms {
		if p := a.w.known(m); p == nil || p.stage == off {
			not = append(not, string(m))
		}
	}
	if n := len(not); n > 0 {
		a.say(field, "%s 等%d人在 %s 不在本组织名册上；请先编入名册或记转入，列席的人不写在应到里",
			strings.Join(not[:min(n, 3)], "、"), n, a.at.On)
	}
}

// leftOut names those on the roll whom an assembly's list of those due leaves out
// without a record that takes them out of 应到 (TR-08).
func (a *admission) leftOut(b *fact.MeetingHeld, due []party.MemberID) {
	if len(due) == 0 || !slices.Contains(b.Kinds, "assembly") {
		return
	}
	listed := make(map[party.MemberID]bool, len(due))
	for _, m := range due {
		listed[m] = true
	}
	var not []string
	for i := range a.w.people {
		if p := &a.w.people[i]; !listed[p.id] && a.w.owed(p) {
			not = append(not, string(p.id))
		}
	}
	if n := len(not); n > 0 {
		a.warn("body.due", "名册上有%d人（%s）既不在应到里，也没有不计入应到会的记录；党员大会的应到照样算上他们。漏写的请更正，确属不计入的，要先有上级同意和党员大会通过的记录",
			n, strings.Join(not[:min(n, 3)], "、")+map[bool]string{true: "等"}[n > 3])
	}
}

// notHeld checks that 没开 speaks of a window that is over, and that nothing was
// recorded as held in it.
func (a *admission) notHeld(b *fact.MeetingSkipped) {
	win, ok := parseWindow(b.Window)
	if !ok {
		return
	}
	days := win.Period()
	if days.To > a.at.On {
		a.say("body.window", "「%s」到 %s 才结束；没开要等这一期过完再记", b.Window, days.To)
		return
	}
	for i := range a.w.line.entries {
		e := &a.w.line.entries[i]
		m, held := e.fact.Body.(*fact.MeetingHeld)
		year := held && m.Year != 0 && (b.Meeting == "org_life" || b.Meeting == "appraisal")
		if held && slices.Contains(m.Kinds, b.Meeting) && (days.Has(e.on) && !year || year && m.Year == win.Year) {
			a.warn("body.window", "「%s」里 %s 有「%s」的记录 %s；已收下，请核对哪一条有误",
				b.Window, e.on, party.MeetingKinds.Label(b.Meeting), e.fact.ID)
			return
		}
	}
}

// answers checks that what a fact rests on is there, of the right kind, and this
// organisation's to answer.
func (a *admission) answers(e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.DecisionMade:
		find[*fact.MeetingHeld](a, "body.meeting", b.Meeting, "会议活动", true)
	case *fact.DecisionDone:
		find[*fact.DecisionMade](a, "body.decision", b.Decision, "决定事项", true)
	case *fact.TopicAnswered:
		find[*fact.TopicProposed](a, "body.topic", b.Topic, "提议", true)
	case *fact.PledgeDone:
		find[*fact.PledgeMade](a, "body.pledge", b.Pledge, "承诺", true)
	case *fact.ChoiceReported:
		find[*fact.ChoiceDeclared](a, "body.choice", b.Choice, "自选项目", true)
	case *fact.FindingRaised:
		find[*fact.InspectionMade](a, "body.inspection", b.Inspection, "检查", true)
	case *fact.FindingClosed:
		a.closes(b)
	case *fact.MemberStaged:
		find[*fact.MeetingHeld](a, "body.meeting", b.Meeting, "会议活动", true)
	case *fact.PostTaken:
		find[*fact.ElectionHeld](a, "body.election", b.Election, "选举", true)
	case *fact.DisposalStep:
		if first := find[*fact.DisposalStep](a, "body.case", b.Case, "组织处置", true); first != nil && first.Member != b.Member {
			a.say("body.case", "%s 是另一个人的案件；请核对案件编号", b.Case)
		}
	case *fact.MeetingConfirmed:
		a.confirms(b)
	case *fact.HelpAsked:
		a.org("body.of", b.Of, e.on)
	case *fact.Submitted:
		a.org("body.to", b.To, e.on)
	case *fact.HelpAnswered:
		if ask := find[*fact.HelpAsked](a, "body.ask", b.Ask, "请上级帮办", false); ask != nil {
			a.mine("body.ask", b.Ask, ask.Of)
		}
	case *fact.UpperDid:
		a.upper(e, b)
	}
}

// find returns the body of a fact that another one names, or says what is wrong
// with the name. Own asks that it belong to the same organisation.
func find[B fact.Body](a *admission, field string, id party.FactID, what string, own bool) B {
	var none B
	if id == "" {
		return none
	}
	f := a.stands(id)
	if f == nil {
		a.say(field, "没有编号为 %s 的「%s」记录，或它已经作废；请先登记，或核对编号", id, what)
		return none
	}
	b, ok := f.Body.(B)
	switch {
	case !ok:
		a.say(field, "%s 不是「%s」的记录；请核对编号", id, what)
		return none
	case own && f.Org != a.at.Org:
		a.say(field, "%s 是 %s 的记录，不是本组织的；请核对编号", id, f.Org)
		return none
	case f.On > a.at.On:
		a.warn(field, "%s 是 %s 的事，晚于这一条；已收下，请核对两条的日期", id, f.On)
	}
	return b
}

// closes lets the upper organisation that inspected close a finding too.
func (a *admission) closes(b *fact.FindingClosed) {
	if find[*fact.FindingRaised](a, "body.finding", b.Finding, "发现问题", false) == nil {
		return
	}
	owner := a.stands(b.Finding).Org
	if l := a.line(owner); owner != a.at.Org && !a.under(l, a.at.Org, a.at.On) {
		a.say("body.finding", "%s 是 %s 的问题，本组织不是它的上级，不能销号", b.Finding, owner)
	}
}

// confirms checks that a co-organiser confirms, and does so once (C25).
func (a *admission) confirms(b *fact.MeetingConfirmed) {
	m := find[*fact.MeetingHeld](a, "body.meeting", b.Meeting, "会议活动", false)
	if m == nil {
		return
	}
	root := a.thread(b.Meeting)
	if f := a.stands(root); f.Org == a.at.Org || !slices.Contains(m.Hosts, a.at.Org) {
		a.say("body.meeting", "%s 的联合举办名单里没有本组织；请由主办方 %s 更正名单后再确认", b.Meeting, f.Org)
		return
	}
	for _, c := range a.Register.confirms[root] {
		if c == a.at {
			return
		}
		if c.Org == a.at.Org {
			a.say("body.meeting", "本组织已在 %s 确认过这次活动（%s）；每家只确认一次，要改请更正那一条", c.On, c.ID)
			return
		}
	}
}

// upper checks that an upper level acts for those under it, and answers what was
// sent to it.
func (a *admission) upper(e *entry, b *fact.UpperDid) {
	if b.For != "" && a.org("body.for", b.For, e.on) && !a.under(a.line(b.For), e.fact.Org, e.on) {
		a.warn("body.for", "%s 不是本组织的下级；已收下，请核对", b.For)
	}
	if b.Answers == "" {
		return
	}
	if s := find[*fact.Submitted](a, "body.answers", b.Answers, "请示报送", false); s != nil {
		a.mine("body.answers", b.Answers, s.To)
	}
}

// mine checks that what is answered was addressed to this organisation, or to
// one under it.
func (a *admission) mine(field string, id party.FactID, to party.OrgID) {
	if l := a.line(to); to != a.at.Org && (l == nil || !a.under(l, a.at.Org, a.at.On)) {
		a.say(field, "%s 是报给 %s 的；请由 %s 答复", id, to, to)
	}
}
