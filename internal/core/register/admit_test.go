package register

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// words is what the packs of the tests declare.
var words = standard.Vocabulary{
	Marks: []standard.MarkName{
		{Name: "述职", Min: "0", Max: "10"}, {Name: "班子", Grades: []string{"好", "差"}},
	},
	Figures: []standard.FigureName{{Name: "收入", Unit: "万元", Issuer: []party.Issuer{"statistics"}}},
	Honours: []standard.HonourName{{Name: "先进", Levels: []party.Tier{"county", "city"}}},
	Events:  []standard.EventName{{Name: "事故", Grades: []string{"一般", "重大"}}},
}

// county is a town with two branches of seven and a temporary one.
func town() *book {
	b := branch(7)
	b.by("t1", "2019-01-01", &fact.OrgFounded{Name: "镇党委", Level: "committee", Form: "single", Domain: "agency"})
	b.by("b2", "2020-01-01", &fact.OrgFounded{Name: "乙", Level: "branch", Parent: "t1", Form: "single", Domain: "soe"})
	b.by("b2", "2020-01-01", &fact.MemberEnrolled{Member: "n01", Stage: "full", Accepted: day("2010-01-01"), Full: day("2011-01-01")})
	b.by("tmp", "2026-01-01", &fact.OrgFounded{Name: "临时", Level: "branch", Parent: "t1", Form: "temporary", Domain: "soe"})
	b.by("tmp", "2026-01-01", &fact.MemberEnrolled{Member: "n01", Stage: "full", Accepted: day("2010-01-01"), Full: day("2011-01-01"), Second: true})
	b.by("flo", "2026-01-01", &fact.OrgFounded{Name: "流动", Level: "branch", Parent: "t1", Form: "floating", Domain: "floating"})
	b.by("shut", "2020-01-01", &fact.OrgFounded{Name: "旧", Level: "branch", Parent: "t1", Form: "single", Domain: "soe"})
	b.by("shut", "2025-01-01", &fact.OrgClosed{Cause: "adjusted"})
	b.on("2020-01-01", &fact.OrgMoved{Parent: "t1"})
	b.on("2026-01-05", &fact.MemberEnrolled{Member: "p01", Stage: "probationary", Accepted: day("2025-12-01")})
	b.on("2026-01-05", &fact.MemberEnrolled{Member: "a01", Stage: "activist"})
	b.on("2026-01-05", &fact.MemberEnrolled{Member: "c01", Stage: "target"})
	b.on("2026-01-05", &fact.MemberStanding{Member: who(7), State: "observed", Until: day("2026-06-30")})
	return b
}

// admit admits new facts, written by write on top of what is there.
func admit(b *book, write func(*book)) []Problem {
	n := len(b.facts)
	more := &book{org: b.org, facts: slices.Clone(b.facts)}
	write(more)
	return Admit(Fold(b.facts, fact.Cut{}), more.facts[n:], words)
}

// TestAdmit checks one fact at a time: what is said of it, and whether it is
// refused ("!") or taken with a warning ("~"); "" is taken without a word.
func TestAdmit(t *testing.T) {
	b := town()
	b.by("c1", "2018-01-01", &fact.OrgFounded{Name: "县委", Level: "county", Form: "single", Domain: "agency"})
	b.by("t1", "2020-01-01", &fact.OrgMoved{Parent: "c1"})
	meeting := b.on("2026-02-01", &fact.MeetingHeld{Kinds: []party.MeetingKind{"party_day"}, Hosts: []party.OrgID{"b2"}})
	b.by("b2", "2026-02-02", &fact.MeetingConfirmed{Meeting: meeting})
	decision := b.on("2026-02-01", &fact.DecisionMade{Owner: who(1), Due: day("2026-03-01")})
	ask := b.on("2026-02-01", &fact.HelpAsked{Of: "t1"})
	sent := b.on("2026-02-01", &fact.Submitted{Matter: "hardship", To: "t1"})
	disposal := b.on("2026-02-01", &fact.DisposalStep{Member: who(6), Step: "filed"})
	finding := b.on("2026-02-01", &fact.FindingRaised{Item: "ZB-40", Severity: "minor"})
	voided := b.on("2026-02-01", &fact.CareGiven{Members: 1, Way: "visit"})
	void := b.on("2026-02-02", &fact.Void{Fact: voided, Cause: "mistake"})
	theirs := b.by("b2", "2026-02-01", &fact.DecisionMade{Owner: "n01", Due: day("2026-03-01")})
	b.by("b2", "2026-02-02", &fact.SeasonDeclared{Season: "shift", From: day("2026-05-01"), To: day("2026-05-31")})
	v := func(n int) *party.Decimal { d := party.Int(n); return &d }
	full := &fact.MemberSummary{Stage: "full"}
	for _, c := range []struct {
		org  party.OrgID
		body fact.Body
		want string // ! or ~, the field, and a part of the message
	}{
		{"b9", &fact.CareGiven{Members: 1, Way: "visit"}, "! org 没有 b9 这个党组织"},
		{"shut", &fact.CareGiven{Members: 1, Way: "visit"}, "! org 2025-01-01 撤销"},
		{"b1", &fact.OrgFounded{Name: "再", Level: "branch", Form: "single", Domain: "soe"}, "! body 已在 2020-01-01 成立"},
		{"b1", &fact.OrgMoved{Parent: "b9"}, "! body.parent 没有 b9"},
		{"t1", &fact.OrgMoved{Parent: "b2"}, "! body.parent 下级"},
		{"b1", &fact.OrgMerged{Into: "shut"}, "! body.into 撤销或合并"},
		{"b1", &fact.OrgMerged{Into: "b2"}, ""},

		{"b1", &fact.MemberEnrolled{Member: who(1), Stage: "full"}, "! body.member 已在本组织名册上"},
		{"b1", &fact.MemberEnrolled{Member: "n01", Stage: "full"}, "! body.member 还在 b2 的名册上"},
		{"b1", &fact.MemberEnrolled{Member: "n01", Stage: "full", Second: true}, ""},
		{"b1", &fact.MemberEnrolled{Member: "x01", Stage: "applicant"}, ""},
		{"b1", &fact.MemberMoved{Member: "n01", Way: "in", Other: "b2", Summary: full}, ""},
		{"b1", &fact.MemberMoved{Member: "n01", Way: "in", Summary: full}, "! body.member 还在 b2 的名册上"},
		{"b1", &fact.MemberMoved{Member: who(1), Way: "in", Other: "b2"}, "! body.member 不用转入"},
		{"b1", &fact.MemberMoved{Member: who(1), Way: "out", Other: "b9"}, "! body.other 没有 b9"},
		{"b1", &fact.MemberMoved{Member: "x01", Way: "out"}, "! body.member 请先记「编入名册」"},
		{"b1", &fact.MemberDied{Member: "x01"}, "! body.member 不在本组织名册上"},
		{"b1", &fact.MemberPlaced{Member: "x01", Class: "farmer"}, "! body.member 不在本组织名册上"},
		{"b1", &fact.MemberAdjusted{Member: "x01", On: true}, "! body.member 不在本组织名册上"},
		{"b1", &fact.MemberExcluded{Member: "x01", Case: "bedridden"}, "! body.member 不在本组织名册上"},
		{"b1", &fact.MemberAway{Member: "x01", State: "floating"}, "! body.member 不在本组织名册上"},
		{"b1", &fact.MemberAway{Member: "n01", State: "host_report"}, ""},
		{"b1", &fact.MemberLeft{Member: who(2), Way: "cancelled"}, "! body.way 不是预备党员"},
		{"b1", &fact.MemberLeft{Member: "p01", Way: "cancelled"}, ""},
		{"b1", &fact.MemberStanding{Member: who(2), State: "restored"}, "! body.state 没有停止党籍"},

		{"b1", &fact.MemberStaged{Member: "x01", Step: "apply"}, ""},
		{"b1", &fact.MemberStaged{Member: who(1), Step: "apply"}, "! body.member 已经是党员"},
		{"b1", &fact.MemberStaged{Member: "x01", Step: "talk"}, "! body.member 不在本组织名册上"},
		{"b1", &fact.MemberStaged{Member: "a01", Step: "observe", Meeting: "none"}, "! body.meeting 没有编号为 none"},
		{"b1", &fact.PostTaken{Member: who(1), Post: "secretary"}, ""},
		{"b1", &fact.PostTaken{Member: "p01", Post: "secretary"}, "! body.member 没有被选举权"},
		{"b1", &fact.PostTaken{Member: "z01", Post: "secretary"}, "~ body.member 上级派任"},
		{"b1", &fact.PostTaken{Member: "z01", Post: "village_head"}, ""},
		{"b1", &fact.PostTaken{Member: who(1), Post: "member", Election: decision}, "! body.election 不是「选举」"},
		{"b1", &fact.PostLeft{Member: who(1), Post: "secretary"}, "~ body.post 没有 m01 在任书记"},

		{"b1", &fact.MeetingHeld{Kinds: []party.MeetingKind{"study"}, Due: []party.MemberID{who(1), "x01", "x02"}}, "! body.due x01、x02 等2人"},
		{"b1", &fact.MeetingHeld{Kinds: []party.MeetingKind{"study"}, Hosts: []party.OrgID{"b9"}}, "! body.hosts 没有 b9"},
		{"b2", &fact.MeetingConfirmed{Meeting: meeting}, "! body.meeting 每家只确认一次"},
		{"tmp", &fact.MeetingConfirmed{Meeting: meeting}, "! body.meeting 名单里没有本组织"},
		{"b1", &fact.MeetingConfirmed{Meeting: meeting}, "! body.meeting 名单里没有本组织"},
		{"b1", &fact.MeetingSkipped{Meeting: "party_day", Window: "2026-03", Reason: "harvest"}, "! body.window 等这一期过完"},
		{"b1", &fact.MeetingSkipped{Meeting: "party_day", Window: "2026-02", Reason: "harvest"}, "~ body.window 有「主题党日」的记录"},
		{"b1", &fact.MeetingSkipped{Meeting: "assembly", Window: "2026-02", Reason: "harvest"}, ""},
		{"b1", &fact.StudyLogged{Members: []party.MemberID{"x01"}, Hours: 1}, "! body.members x01"},
		{"t1", &fact.StudyLogged{Members: []party.MemberID{"x01"}, Hours: 1}, ""},
		{"b1", &fact.DuesPaid{Member: "x01", From: "2026-01", To: "2026-01"}, "! body.member 不在本组织名册上"},
		{"b1", &fact.DuesFixed{Member: "x01", Year: 2026}, "! body.member 不在本组织名册上"},
		{"b1", &fact.GradeGiven{Member: "p01", Grade: "good", Year: 2025}, "! body.member 不评等次"},
		{"b1", &fact.PledgeMade{Member: "x01", Form: "promise"}, "! body.member 不在本组织名册上"},
		{"b1", &fact.PartnershipAgreed{With: []party.OrgID{"b9"}, Until: day("2027-01-01")}, "~ body.with 不在本系统里"},
		{"t1", &fact.RatingDecided{Of: "b9", Year: 2025, Signer: "s"}, "! body.of 没有 b9"},
		{"t1", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "town_committee"}, ""},
		{"t1", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "upper"}, ""},
		{"t1", &fact.RatingDecided{Of: "b1", Year: 2025, By: "town_committee"}, "! body.signer 请补上 signer"},
		{"t1", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "county_committee"}, "! body.by t1 是基层党委，不能以「县级党委」的名义定级"},
		{"t1", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "assembly"}, "! body.by b1 的党员大会作的决定，请由 b1 自己来记"},
		{"c1", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "county_committee"}, ""},
		{"c1", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "upper"}, ""},
		{"c1", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "town_committee"}, "! body.by c1 是县级党委，不能以「乡镇(街道)或单位党委」的名义定级"},
		{"b2", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "upper"}, "! body.of b2 在 2026-03-10 不是 b1 的上级"},
		{"b1", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "town_committee"}, "! body.by b1 不能以「乡镇(街道)或单位党委」的名义给自己定级"},
		{"b1", &fact.RatingDecided{Of: "b1", Year: 2025, Signer: "s", By: "committee"}, ""},
		{"b1", &fact.RatingDecided{Of: "b1", Year: 2025, By: "assembly"}, "! body.signer 签发人"},

		{"b1", &fact.OutcomeStated{Sort: "satisfaction", Value: 1, Basis: 9, Issuer: "branch", Year: 2026}, "~ body.issuer 测算不采用"},
		{"b1", &fact.OutcomeStated{Sort: "satisfaction", Value: 1, Basis: 9, Issuer: "unit", Year: 2026}, ""},

		{"b1", &fact.SeasonDeclared{Season: "harvest", From: day("2026-09-20"), To: day("2026-10-20")}, ""},
		{"b1", &fact.SeasonDeclared{Season: "harvest", From: day("2026-02-20"), To: day("2026-04-20")}, "~ body.from 只从这一天起算"},
		{"b1", &fact.SeasonDeclared{Season: "harvest", From: day("2026-01-20"), To: day("2026-02-20")}, "! body.to 不能事后申报"},
		{"b1", &fact.SeasonDeclared{Season: "harvest", From: day("2026-06-01"), To: day("2026-09-28")}, ""},
		{"b1", &fact.SeasonDeclared{Season: "harvest", From: day("2026-06-01"), To: day("2026-09-29")}, "~ body.to 合计 121 天"},
		{"b2", &fact.SeasonDeclared{Season: "holiday", From: day("2026-07-20"), To: day("2026-08-20")}, "! on 2026 年的时段已在 2026-02-02 申报过"},
		{"b2", &fact.SeasonDeclared{Season: "holiday", From: day("2027-01-20"), To: day("2027-02-20")}, ""},

		{"b1", &fact.DecisionDone{Decision: decision, Done: true}, ""},
		{"b1", &fact.DecisionDone{Decision: theirs, Done: true}, "! body.decision 是 b2 的记录"},
		{"b1", &fact.DecisionDone{Decision: ask, Done: true}, "! body.decision 不是「决定事项」"},
		{"b1", &fact.DecisionMade{Meeting: "none", Owner: who(1)}, "! body.meeting 没有编号为 none"},
		{"b1", &fact.TopicAnswered{Topic: "none"}, "! body.topic 没有编号为 none"},
		{"b1", &fact.PledgeDone{Pledge: "none"}, "! body.pledge 没有编号为 none"},
		{"b1", &fact.ChoiceReported{Choice: "none"}, "! body.choice 没有编号为 none"},
		{"b1", &fact.FindingRaised{Inspection: "none"}, "! body.inspection 没有编号为 none"},
		{"b1", &fact.FindingClosed{Finding: finding, Result: "done"}, ""},
		{"t1", &fact.FindingClosed{Finding: finding, Result: "done"}, ""},
		{"b2", &fact.FindingClosed{Finding: finding, Result: "done"}, "! body.finding 不是它的上级"},
		{"b1", &fact.DisposalStep{Member: who(6), Case: disposal, Step: "investigated"}, ""},
		{"b1", &fact.DisposalStep{Member: who(5), Case: disposal, Step: "investigated"}, "! body.case 另一个人的案件"},
		{"b1", &fact.DisposalStep{Member: "p01", Step: "voted", Result: "persuade"}, "~ body.result 预备党员不适用劝其退党"},
		{"b1", &fact.HelpAsked{Of: "b9"}, "! body.of 没有 b9"},
		{"b1", &fact.Submitted{Matter: "hardship", To: "b9"}, "! body.to 没有 b9"},
		{"t1", &fact.HelpAnswered{Ask: ask, Result: "done"}, ""},
		{"b2", &fact.HelpAnswered{Ask: ask, Result: "done"}, "! body.ask 请由 t1 答复"},
		{"t1", &fact.UpperDid{Duty: "answered", Answers: sent}, ""},
		{"b2", &fact.UpperDid{Duty: "answered", Answers: sent}, "! body.answers 请由 t1 答复"},
		{"b2", &fact.UpperDid{Duty: "fund", For: "b1"}, "~ body.for 不是本组织的下级"},
		{"t1", &fact.UpperDid{Duty: "fund", For: "b1"}, ""},

		{"b1", &fact.Mark{Name: "述职", Value: v(8), Year: 2026}, ""},
		{"b1", &fact.Mark{Name: "述职", Value: v(11), Year: 2026}, "! body.value 超出 0 到 10"},
		{"b1", &fact.Mark{Name: "述职", Grade: "好", Year: 2026}, "! body.grade 评分值，不评等级"},
		{"b1", &fact.Mark{Name: "班子", Grade: "好", Year: 2026}, ""},
		{"b1", &fact.Mark{Name: "班子", Grade: "优", Year: 2026}, "! body.grade 可选：好、差"},
		{"b1", &fact.Mark{Name: "班子", Value: v(1), Year: 2026}, "! body.value 评等级，不评分值"},
		{"b1", &fact.Mark{Name: "品牌", Value: v(1), Year: 2026}, "! body.name 可选：述职、班子"},
		{"b1", &fact.Figure{Name: "收入", Unit: "万元", Source: "statistics", Window: "2026"}, ""},
		{"b1", &fact.Figure{Name: "收入", Unit: "元", Source: "statistics", Window: "2026"}, "! body.unit 单位是「万元」"},
		{"b1", &fact.Figure{Name: "收入", Unit: "万元", Source: "branch", Window: "2026"}, "! body.source 统计部门"},
		{"b1", &fact.Figure{Name: "产值", Unit: "万元", Window: "2026"}, "! body.name 可选：收入"},
		{"b1", &fact.Honour{Name: "先进", Level: "city"}, ""},
		{"b1", &fact.Honour{Name: "先进", Level: "nation"}, "! body.level 县(区)(county)、市(city)"},
		{"b1", &fact.Honour{Name: "示范", Level: "city"}, "! body.name 可选：先进"},
		{"b1", &fact.Event{Name: "事故", Count: 1}, ""},
		{"b1", &fact.Event{Name: "事故", Grade: "特大", Count: 1}, "! body.grade 可选：一般、重大"},
		{"b1", &fact.Event{Name: "来信", Count: 1}, "! body.name 可选：事故"},

		{"b1", &fact.Void{Fact: decision, Cause: "mistake"}, ""},
		{"b1", &fact.Void{Fact: "none", Cause: "mistake"}, "! body.fact 没有编号为 none"},
		{"b1", &fact.Void{Fact: theirs, Cause: "mistake"}, "! body.fact 由登记它的党组织作废"},
		{"b1", &fact.Void{Fact: void, Cause: "mistake"}, "! body.fact 作废不能再作废"},
	} {
		got := ""
		for _, p := range admit(b, func(b *book) { b.by(c.org, "2026-03-10", c.body) }) {
			mark := "!"
			if p.Warn {
				mark = "~"
			}
			got += fmt.Sprintf("%s %s %s\n", mark, p.Field, p.Message)
		}
		mark, part := c.want, ""
		if c.want != "" {
			f := strings.SplitN(c.want, " ", 3)
			mark, part = f[0]+" "+f[1]+" ", f[2]
		}
		if c.want == "" && got != "" || !strings.HasPrefix(got, mark) || !strings.Contains(got, part) || strings.Count(got, "\n") > 1 {
			t.Errorf("%s %s %+v\n got %q\nwant %q", c.org, c.body.Kind(), c.body, got, c.want)
		}
	}
}

// says admits facts and returns what is said of them.
func says(ps []Problem) string {
	var out []string
	for _, p := range ps {
		out = append(out, fmt.Sprintf("%v %s: %s", p.Warn, p.Field, p.Message))
	}
	return strings.Join(out, "\n")
}

func TestTR21_StandingByIsForFullMembers(t *testing.T) {
	for _, c := range []struct{ m, want string }{
		{"p01", "还不是正式党员"}, {"a01", "还不是正式党员"}, {string(who(7)), "留党察看"}, {"x01", "核对不了"}, {string(who(2)), ""},
	} {
		for _, s := range []party.Step{"contacts", "introducers"} {
			got := says(admit(town(), func(b *book) {
				b.on("2026-03-10", &fact.MemberStaged{Member: "a01", Step: s, People: []party.MemberID{party.MemberID(c.m)}})
			}))
			if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("%s as %s: %q, want %q", c.m, s, got, c.want)
			}
		}
	}
}

func TestTR22_RightsReturnAfterThePeriod(t *testing.T) {
	got := says(admit(town(), func(b *book) {
		b.on("2026-07-01", &fact.MemberStaged{Member: "c01", Step: "introducers", People: []party.MemberID{who(1), who(7)}})
	}))
	if got != "" {
		t.Errorf("留党察看 ended on 30 June: %s", got)
	}
}

// TestTR23_WhoseRightsStandStill: neither one whose rights were suspended by decision
// nor one whose membership was stands by anybody; who has left cannot be checked,
// which is a warning and no refusal.
func TestTR23_WhoseRightsStandStill(t *testing.T) {
	for name, c := range map[string]struct {
		before fact.Body
		want   string
	}{
		"rights suspended": {&fact.MemberStanding{Member: who(2), State: "rights_suspended"}, "false body.people: " + string(who(2)) + " 的党员权利已停止或暂停"},
		"moved away":       {&fact.MemberMoved{Member: who(2), Way: "out"}, "true body.people: " + string(who(2)) + " 不在本组织名册上"},
		"nothing":          {nil, ""},
	} {
		b := town()
		if c.before != nil {
			b.on("2026-02-10", c.before)
		}
		got := says(admit(b, func(b *book) {
			b.on("2026-03-10", &fact.MemberStaged{Member: "a01", Step: "contacts", People: []party.MemberID{who(1), who(2)}})
		}))
		if (c.want == "") != (got == "") || !strings.HasPrefix(got, c.want) || strings.Contains(got, "\n") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTR08_TheVoteIsComparedWithTheRoll(t *testing.T) {
	vote := func(due int) string {
		return says(admit(town(), func(b *book) {
			b.on("2026-03-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Votes: []fact.Vote{{On: "ordinary", Due: due, Present: due, Yes: due}}})
		}))
	}
	// Seven full members, one of them 留党察看; one probationary.
	if got := vote(6); got != "" {
		t.Errorf("six may vote: %s", got)
	}
	if got := vote(5); !strings.Contains(got, "true body.votes") || !strings.Contains(got, "要先有上级同意") {
		t.Errorf("one was left out: %s", got)
	}
	if got := vote(8); !strings.Contains(got, "预备党员") {
		t.Errorf("two too many: %s", got)
	}
}

func TestTemporaryBranchesHaveNoLifeCycle(t *testing.T) {
	for _, c := range []struct {
		org  party.OrgID
		body fact.Body
		what string
	}{
		{"tmp", &fact.MemberStaged{Member: "n01", Step: "activist"}, "发展党员"},
		{"tmp", &fact.DisposalStep{Member: "n01", Step: "filed"}, "处置党员"},
		{"tmp", &fact.DuesPaid{Member: "n01", From: "2026-01", To: "2026-01"}, "收缴党费"},
		{"tmp", &fact.DuesFixed{Member: "n01", Year: 2026}, "收缴党费"},
		{"tmp", &fact.DuesRemitted{Month: "2026-01"}, "收缴党费"},
		{"tmp", &fact.ElectionHeld{Sort: "term", Seats: 1, Candidates: 1, Vote: fact.Vote{On: "election"}}, "选举"},
		{"flo", &fact.MemberStaged{Member: "y01", Step: "apply"}, ""},
		{"flo", &fact.DuesRemitted{Month: "2026-01"}, "收缴党费"},
	} {
		got := says(admit(town(), func(b *book) { b.by(c.org, "2026-03-10", c.body) }))
		if (c.what == "") != (got == "") || !strings.Contains(got, c.what) || strings.Contains(got, "false") {
			t.Errorf("%s in %s: %q, want a warning of %s", c.body.Kind(), c.org, got, c.what)
		}
	}
}

func TestTR30_TwiceInOneBatch(t *testing.T) {
	got := admit(town(), func(b *book) {
		for _, o := range []party.OrgID{"b1", "b2"} {
			b.by(o, "2026-03-10", &fact.MemberEnrolled{Member: "x01", Stage: "full", Accepted: day("2010-01-01"), Full: day("2011-01-01")})
		}
	})
	if len(got) != 2 || got[0].Warn || got[1].Warn {
		t.Errorf("enrolled twice: %s", says(got))
	}
}

// TestAdmitBuildsOn: facts of one batch may rest on one another, in any order.
func TestAdmitBuildsOn(t *testing.T) {
	b := town()
	n := len(b.facts)
	b.by("new", "2026-02-01", &fact.OrgFounded{Name: "新", Level: "branch", Parent: "t1", Form: "single", Domain: "soe"})
	b.by("new", "2026-02-02", &fact.MemberEnrolled{Member: "x01", Stage: "full"})
	d := b.by("new", "2026-02-03", &fact.DecisionMade{Owner: "x01", Due: day("2026-03-01")})
	b.by("new", "2026-02-20", &fact.DecisionDone{Decision: d, Done: true})
	fresh := slices.Clone(b.facts[n:])
	slices.Reverse(fresh)
	if got := Admit(Fold(b.facts[:n], fact.Cut{}), fresh, words); len(got) > 0 {
		t.Error(says(got))
	}
	if got := Admit(Fold(b.facts, fact.Cut{}), fresh, words); len(got) > 0 {
		t.Errorf("facts that are there already: %s", says(got))
	}
	if got := Admit(Fold(nil, fact.Cut{}), b.facts, words); len(got) > 0 {
		t.Errorf("the whole book at once: %s", says(got))
	}
}

// TestAdmitLate: a late fact that later ones contradict is taken, with a warning
// that names them.
func TestAdmitLate(t *testing.T) {
	b := town()
	b.on("2026-05-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: []party.MemberID{who(1), who(2)}})
	later := b.on("2026-06-10", &fact.GradeGiven{Member: who(2), Grade: "good", Year: 2025})
	got := admit(b, func(b *book) { b.on("2026-04-01", &fact.MemberDied{Member: who(2)}) })
	if len(got) != 2 || !got[0].Warn || !got[1].Warn || !strings.Contains(says(got), string(later)) || !strings.Contains(says(got), "已收下") {
		t.Errorf("a death recorded late: %s", says(got))
	}
	if got := admit(b, func(b *book) { b.on("2026-07-01", &fact.MemberDied{Member: who(2)}) }); len(got) > 0 {
		t.Errorf("a death recorded in time: %s", says(got))
	}
}

// TestAdmitAmendments: corrections of one's own facts only, never of voids, and
// of the same kind.
func TestAdmitAmendments(t *testing.T) {
	b := town()
	own := b.on("2026-02-01", &fact.CareGiven{Members: 1, Way: "visit"})
	theirs := b.by("b2", "2026-02-01", &fact.CareGiven{Members: 1, Way: "visit"})
	void := b.on("2026-02-02", &fact.Void{Fact: b.on("2026-02-01", &fact.CareGiven{Members: 3, Way: "visit"}), Cause: "mistake"})
	mended := b.on("2026-02-03", &fact.CareGiven{Members: 2, Way: "visit"})
	first := b.on("2026-02-03", &fact.CareGiven{Members: 7, Way: "visit"})
	b.facts[len(b.facts)-2].Corrects = first // mended stands for both
	for target, want := range map[party.FactID]string{
		own: "", theirs: "不能由本组织更正", void: "是作废记录", "none": "没有编号为 none", mended: "", first: "已经更正过",
	} {
		got := says(admit(b, func(b *book) {
			b.on("2026-03-10", &fact.CareGiven{Members: 2, Way: "fund"})
			b.facts[len(b.facts)-1].Corrects = target
		}))
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("correcting %s: %q, want %q", target, got, want)
		}
	}
	got := says(admit(b, func(b *book) {
		b.on("2026-03-10", &fact.TalkHeld{Pair: "member_member"})
		b.facts[len(b.facts)-1].Corrects = own
	}))
	if !strings.Contains(got, "类别记错") {
		t.Errorf("another kind: %q", got)
	}
	for what, c := range map[string]struct {
		org  party.OrgID
		body fact.Body
		mend party.FactID
		want string
	}{
		"another's, mended since":   {"b2", &fact.CareGiven{Members: 2, Way: "fund"}, first, "不能由本组织更正"},
		"void of another's, mended": {"b2", &fact.Void{Fact: first, Cause: "mistake"}, "", "不能由本组织作废"},
		"another kind, mended":      {"b1", &fact.TalkHeld{Pair: "member_member"}, first, "类别记错"},
		"void of one's own, mended": {"b1", &fact.Void{Fact: first, Cause: "mistake"}, "", "true body.fact"},
	} {
		got := says(admit(b, func(b *book) {
			b.by(c.org, "2026-03-10", c.body)
			b.facts[len(b.facts)-1].Corrects = c.mend
		}))
		if !strings.Contains(got, c.want) || strings.Contains(got, "\n") {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

// TestAdmitIdentifiers: an id stands for one content.
func TestAdmitIdentifiers(t *testing.T) {
	b := town()
	f := b.facts[3]
	f.On++
	if got := says(Admit(Fold(b.facts, fact.Cut{}), []fact.Fact{f}, words)); !strings.Contains(got, "已经用在另一条记录上") {
		t.Errorf("a second content under one id: %q", got)
	}
}

// TestAdmitRandom: whatever is asked, Admit answers, in Chinese, about the facts
// asked about, the same whatever their order.
func TestAdmitRandom(t *testing.T) {
	check(t, 1500, func(t *rapid.T) {
		facts := draw(t, 30)
		n := rapid.IntRange(0, len(facts)).Draw(t, "held")
		r := Fold(facts[:n], fact.Cut{})
		fresh := facts[n:]
		ps := Admit(r, fresh, words)
		for _, p := range ps {
			if !slices.ContainsFunc(fresh, func(f fact.Fact) bool { return f.ID == p.Fact }) {
				t.Fatalf("%+v is about a fact that was not asked about", p)
			}
			if p.Message == "" || p.Field == "" || strings.Contains(p.Message, "%!") {
				t.Fatalf("%+v", p)
			}
		}
		again := Admit(r, shuffled(t, fresh), words)
		if len(again) != len(ps) {
			t.Fatalf("%d problems in one order, %d in another:\n%s\n--\n%s", len(ps), len(again), says(ps), says(again))
		}
	})
}

// TestAdmittedFactsFold: a cut in the register does not make Admit blind to what
// it holds.
func TestAdmittedFactsFold(t *testing.T) {
	b := town()
	cut := fact.Cut{Known: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
	r := Fold(b.facts, cut)
	same(t, "the cut", r.Cut(), cut)
	if got := Admit(r, nil, words); len(got) > 0 {
		t.Error(says(got))
	}
}
