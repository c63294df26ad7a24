package fact

import (
	"slices"
	"strings"

	"qiangji/internal/party"
)

// MemberEnrolled (编入名册) is the opening state of a person on a branch's roll:
// from the roster at migration, or on first being known to the branch.
type MemberEnrolled struct {
	Member   party.MemberID  `json:"member" zh:"党员"`
	Stage    party.Stage     `json:"stage" zh:"发展阶段"`
	Accepted party.Date      `json:"accepted,omitzero" zh:"加入党组织日期"` // 支部大会 accepted (TR-40)
	Full     party.Date      `json:"full,omitzero" zh:"转为正式党员日期"`
	Group    int             `json:"group,omitempty" zh:"党小组"`
	Class    party.WorkClass `json:"class,omitempty" zh:"工作岗位"`
	// Second marks a member whose formal relation lies elsewhere (临时、流动、功能型
	// 党组织, TR-30): never counted or voting here in formal matters.
	Second bool `json:"second,omitempty" zh:"组织关系不在本组织"`
}

// Kind returns member.enrolled.
func (*MemberEnrolled) Kind() Kind { return "member.enrolled" }

func (b *MemberEnrolled) check(c *checker) {
	c.stageDates("", b.Stage, b.Accepted, b.Full)
	c.group("group", b.Group)
}

// MemberStaged (发展党员步骤) is one of the 25 steps of development with what the
// step decides.
type MemberStaged struct {
	Member  party.MemberID   `json:"member" zh:"人员"`
	Step    party.Step       `json:"step" zh:"步骤"`
	Result  party.Result     `json:"result,omitempty" zh:"结果"`
	People  []party.MemberID `json:"people,omitempty" zh:"培养联系人或入党介绍人"`
	Until   party.Date       `json:"until,omitzero" zh:"延长至"`
	Vote    *Vote            `json:"vote,omitempty" zh:"表决"`
	Meeting party.FactID     `json:"meeting,omitempty" zh:"会议"`
}

// Kind returns member.staged.
func (*MemberStaged) Kind() Kind { return "member.staged" }

func (b *MemberStaged) check(c *checker) {
	c.stepResult(b)
	c.stepPeople(b)
	if (b.Result == "extend") != (b.Until != party.NoDate) {
		c.say("until", "「延长至」和结果「延长预备期」要么都填，要么都不填，请核对")
	}
	c.notBefore("until", "延长至", b.Until)
	if b.Vote == nil {
		return
	}
	if string(b.Vote.On) != string(b.Step) {
		c.say("vote.on", "「表决事项」是%s，和步骤「%s」不符；接收写 accept，转正写 convert",
			party.VoteOns.Label(b.Vote.On), party.Steps.Label(b.Step))
	}
	c.vote("vote", b.Vote)
}

// MemberMoved (组织关系转接). A member out stays on the roll of the old branch until
// the receiving branch records in (JY-17).
type MemberMoved struct {
	Member  party.MemberID  `json:"member" zh:"党员"`
	Way     party.Way       `json:"way" zh:"转出或转入"`
	Other   party.OrgID     `json:"other,omitempty" zh:"对方党组织"` // empty: outside this county
	Summary *MemberSummary  `json:"summary,omitempty" zh:"随转情况"`
	Class   party.WorkClass `json:"class,omitempty" zh:"工作岗位"`
}

// Kind returns member.moved.
func (*MemberMoved) Kind() Kind { return "member.moved" }

func (b *MemberMoved) check(c *checker) {
	c.other("other", "对方党组织", b.Other)
	if s := b.Summary; s != nil {
		c.stageDates("summary.", s.Stage, s.Accepted, s.Full)
		c.between("summary.hours", "本年学时", s.Hours, [2]int{0, maxHours})
	}
}

// MemberSummary travels with a transfer: dates, hours and dues to date.
type MemberSummary struct {
	Stage    party.Stage   `json:"stage" zh:"发展阶段"`
	Accepted party.Date    `json:"accepted,omitzero" zh:"加入党组织日期"`
	Full     party.Date    `json:"full,omitzero" zh:"转为正式党员日期"`
	Hours    party.Decimal `json:"hours,omitempty" zh:"本年学时"`
	DuesTo   string        `json:"dues_to,omitempty" zh:"党费交至" is:"month"`
}

// MemberAway (流动与联系): registered floating, back, lost contact, found, or one
// living contact (a reply, a line from the host branch; C17).
type MemberAway struct {
	Member party.MemberID `json:"member" zh:"党员"`
	State  party.Away     `json:"state" zh:"情况"`
	Host   party.OrgID    `json:"host,omitempty" zh:"流入地党组织"`
}

// Kind returns member.away.
func (*MemberAway) Kind() Kind { return "member.away" }

func (b *MemberAway) check(c *checker) {
	c.other("host", "流入地党组织", b.Host)
	if b.Host != "" && b.State != "floating" && b.State != "contact" && b.State != "host_report" {
		c.say("host", "情况是「%s」时不写流入地党组织，请去掉", party.AwayStates.Label(b.State))
	}
}

// MemberStanding (党籍与权利): suspended, restored, rights suspended or on
// probation within the Party, rights back. Grounds are never stored (C16).
type MemberStanding struct {
	Member party.MemberID `json:"member" zh:"党员"`
	State  party.Standing `json:"state" zh:"党籍或权利状态"`
	Until  party.Date     `json:"until,omitzero" zh:"截止日期"`
}

// Kind returns member.standing.
func (*MemberStanding) Kind() Kind { return "member.standing" }

func (b *MemberStanding) check(c *checker) {
	if b.Until != party.NoDate && b.State != "observed" && b.State != "rights_suspended" {
		c.say("until", "「%s」没有截止日期，请去掉「截止日期」", party.Standings.Label(b.State))
	}
	c.notBefore("until", "截止日期", b.Until)
}

// MemberLeft (出党) ends membership in one of the eight ways. No ground is stored.
type MemberLeft struct {
	Member party.MemberID `json:"member" zh:"党员"`
	Way    party.Exit     `json:"way" zh:"出党方式"`
}

// Kind returns member.left.
func (*MemberLeft) Kind() Kind { return "member.left" }

func (*MemberLeft) check(*checker) {}

// MemberDied (党员去世).
type MemberDied struct {
	Member party.MemberID `json:"member" zh:"党员"`
}

// Kind returns member.died.
func (*MemberDied) Kind() Kind { return "member.died" }

func (*MemberDied) check(*checker) {}

// MemberPlaced (岗位与分组) states group and work class from On; a field left out
// keeps what was stated before.
type MemberPlaced struct {
	Member party.MemberID  `json:"member" zh:"党员"`
	Group  *int            `json:"group,omitempty" zh:"党小组"`
	Class  party.WorkClass `json:"class,omitempty" zh:"工作岗位"`
}

// Kind returns member.placed.
func (*MemberPlaced) Kind() Kind { return "member.placed" }

func (b *MemberPlaced) check(c *checker) {
	if b.Group == nil && b.Class == "" {
		c.add("body", "党小组和工作岗位都没有填；请至少填有变化的一项")
	}
	if b.Group != nil {
		c.group("group", *b.Group)
	}
}

// MemberAdjusted (因情调整) is the committee's dated adjustment of what is expected
// of a member, without a stated reason (C17).
type MemberAdjusted struct {
	Member party.MemberID `json:"member" zh:"党员"`
	On     bool           `json:"adjusted" zh:"调整"`
}

// Kind returns member.adjusted.
func (*MemberAdjusted) Kind() Kind { return "member.adjusted" }

func (*MemberAdjusted) check(*checker) {}

// MemberExcluded (不计入应到会) needs upper consent and a vote (TR-08); without both
// dates the member counts.
type MemberExcluded struct {
	Member  party.MemberID  `json:"member" zh:"党员"`
	Case    party.Exclusion `json:"case" zh:"情形"`
	Agreed  party.Date      `json:"agreed,omitzero" zh:"上级同意日期"`
	Voted   party.Date      `json:"voted,omitzero" zh:"党员大会通过日期"`
	Until   party.Date      `json:"until,omitzero" zh:"截止日期"`
	Include bool            `json:"include,omitempty" zh:"恢复计入"`
}

// Kind returns member.excluded.
func (*MemberExcluded) Kind() Kind { return "member.excluded" }

func (b *MemberExcluded) check(c *checker) {
	c.notBefore("until", "截止日期", b.Until)
	if b.Include && (b.Agreed != party.NoDate || b.Voted != party.NoDate || b.Until != party.NoDate) {
		c.say("include", "恢复计入时不再写同意、通过和截止日期，请去掉")
	}
}

// stageDates checks the two dates of a person's stage (TR-40).
func (c *checker) stageDates(prefix string, stage party.Stage, accepted, full party.Date) {
	inParty := stage == "probationary" || stage == "full"
	switch {
	case !inParty && (accepted != party.NoDate || full != party.NoDate):
		c.say(prefix+"stage", "「%s」还不是党员，不写入党和转正日期，请核对", party.Stages.Label(stage))
	case stage == "probationary" && full != party.NoDate:
		c.say(prefix+"full", "预备党员还没有转正，不写转为正式党员日期，请核对")
	case accepted != party.NoDate && full != party.NoDate && full <= accepted:
		c.say(prefix+"full", "「转为正式党员日期」%s 应当晚于「加入党组织日期」%s；入党日期是支部大会接收为预备党员那天", full, accepted)
	}
	c.notAfter(prefix+"accepted", "加入党组织日期", accepted)
	c.notAfter(prefix+"full", "转为正式党员日期", full)
}

// maxGroup is the highest number of a Party group.
const maxGroup = 99

func (c *checker) group(field string, n int) {
	if n > maxGroup {
		c.say(field, "「党小组」写的是第几小组，最多 %d，现在是 %d", maxGroup, n)
	}
}

// stepResults is what the deciding steps may decide; the others pass or fail.
var stepResults = map[party.Step][]party.Result{
	"accept":           {"pass", "fail"},
	"convert":          {"full", "extend", "cancel", "fail"},
	"convert_approved": {"full", "extend", "cancel", "pass", "fail"},
}

// stepResult checks that a step decides what it can decide.
func (c *checker) stepResult(b *MemberStaged) {
	may, decides := stepResults[b.Step]
	if !decides {
		may = []party.Result{"", "pass", "fail"}
	}
	if slices.Contains(may, b.Result) {
		return
	}
	var names []string
	for _, r := range may {
		if r != "" {
			names = append(names, party.Results.Label(r)+"("+string(r)+")")
		}
	}
	c.say("result", "步骤「%s」的结果应当是：%s", party.Steps.Label(b.Step), strings.Join(names, "、"))
}

// stepPeople checks the contacts or introducers of a person.
func (c *checker) stepPeople(b *MemberStaged) {
	named := b.Step == "contacts" || b.Step == "introducers"
	switch {
	case !named && len(b.People) > 0:
		c.say("people", "步骤「%s」不写联系人或介绍人，请去掉", party.Steps.Label(b.Step))
	case named && (len(b.People) < 1 || len(b.People) > 2):
		c.say("people", "「培养联系人或入党介绍人」有 %d 人，应当是 1 到 2 人，请核对", len(b.People))
	case slices.Contains(b.People, b.Member):
		c.say("people", "本人不能做自己的联系人或介绍人，请核对")
	}
}

var memberKinds = []kind{
	define[MemberEnrolled](1, "编入名册",
		"第一次把人记到本组织的名册上：迁移时的期初，或刚递交申请书的人。以后的变化由别的记录说明。",
		`{"member":"m12","stage":"full","accepted":"2009-06-18","full":"2010-06-18","group":1,"class":"farmer"}`),
	define[MemberStaged](1, "发展党员步骤",
		"二十五个步骤各记一条。接收和转正写结果；票数只记数目。会前书面意见计票，不算到会。",
		`{"member":"m31","step":"accept","result":"pass","vote":{"on":"accept","due":21,"present":17,"yes":17,"no":0,"abstain":1,"written":1},"meeting":"f-0107"}`),
	define[MemberMoved](1, "组织关系转接",
		"转到本记录里有的党组织的，写明对方：转出后仍在原支部名册上，对方记了转入才转走。转到外面去的，不写对方：当天就离开名册。入党、转正日期和学时、党费随转。",
		`{"member":"m08","way":"in","summary":{"stage":"full","accepted":"2015-07-01","full":"2016-07-01","hours":"6.5","dues_to":"2026-02"},"class":"employee"}`),
	define[MemberAway](1, "流动与联系",
		"回一次话、流入地来一句情况、联系人说一声，都算取得联系，失联的时间重新算起。",
		`{"member":"m19","state":"host_report","host":"o-yiwu"}`),
	define[MemberStanding](1, "党籍与权利",
		"只记党籍和权利的状态，不记缘由。留党察看的人没有表决权，但照常参加组织生活、交党费。",
		`{"member":"m22","state":"suspended"}`),
	define[MemberLeft](1, "出党",
		"八种方式之一，不记缘由。",
		`{"member":"m22","way":"lost_two_years"}`),
	define[MemberDied](1, "党员去世",
		"从发生日期起不在名册上。",
		`{"member":"m03"}`),
	define[MemberPlaced](1, "岗位与分组",
		"没有写的项沿用以前的；党小组写 0 表示不编组。",
		`{"member":"m12","group":2,"class":"retired"}`),
	define[MemberAdjusted](1, "因情调整",
		"年老、有病等，由支委会决定放宽要求，不写原因；恢复时写 false。",
		`{"member":"m05","adjusted":true}`),
	define[MemberExcluded](1, "不计入应到会",
		"上级同意和党员大会通过两个日期都有，才不计入应到会；缺一个仍要计入。",
		`{"member":"m04","case":"bedridden","agreed":"2026-02-20","voted":"2026-03-05"}`),
}
