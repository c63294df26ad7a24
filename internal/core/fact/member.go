package fact

import "qiangji/internal/party"

// MemberEnrolled (编入名册) is the opening state of a person on a branch's roll:
// from the roster at migration, or on first being known to the branch.
type MemberEnrolled struct {
	Member   party.MemberID  `json:"member" zh:"党员"`
	Stage    party.Stage     `json:"stage" zh:"发展阶段"`
	Accepted party.Date      `json:"accepted,omitzero" zh:"加入党组织日期"` // 支部大会 accepted (TR-40)
	Full     party.Date      `json:"full,omitzero" zh:"转为正式党员日期"`
	Group    int             `json:"group,omitempty" zh:"党小组"`
	Class    party.WorkClass `json:"class,omitempty" zh:"工作岗位"`
}

// Kind returns member.enrolled.
func (*MemberEnrolled) Kind() Kind { return "member.enrolled" }

func (b *MemberEnrolled) check(c *checker) {}

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

func (b *MemberStaged) check(c *checker) {}

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

func (b *MemberMoved) check(c *checker) {}

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

func (b *MemberAway) check(c *checker) {}

// MemberStanding (党籍与权利): suspended, restored, rights suspended or on
// probation within the Party, rights back. Grounds are never stored (C16).
type MemberStanding struct {
	Member party.MemberID `json:"member" zh:"党员"`
	State  party.Standing `json:"state" zh:"党籍或权利状态"`
	Until  party.Date     `json:"until,omitzero" zh:"至"`
}

// Kind returns member.standing.
func (*MemberStanding) Kind() Kind { return "member.standing" }

func (b *MemberStanding) check(c *checker) {}

// MemberLeft (出党) ends membership in one of the eight ways. No ground is stored.
type MemberLeft struct {
	Member party.MemberID `json:"member" zh:"党员"`
	Way    party.Exit     `json:"way" zh:"出党方式"`
}

// Kind returns member.left.
func (*MemberLeft) Kind() Kind { return "member.left" }

func (b *MemberLeft) check(c *checker) {}

// MemberDied (党员去世).
type MemberDied struct {
	Member party.MemberID `json:"member" zh:"党员"`
}

// Kind returns member.died.
func (*MemberDied) Kind() Kind { return "member.died" }

func (b *MemberDied) check(c *checker) {}

// MemberPlaced (岗位与分组) states group and work class from On; a field left out
// keeps what was stated before.
type MemberPlaced struct {
	Member party.MemberID  `json:"member" zh:"党员"`
	Group  *int            `json:"group,omitempty" zh:"党小组"`
	Class  party.WorkClass `json:"class,omitempty" zh:"工作岗位"`
}

// Kind returns member.placed.
func (*MemberPlaced) Kind() Kind { return "member.placed" }

func (b *MemberPlaced) check(c *checker) {}

// MemberAdjusted (因情调整) is the committee's dated adjustment of what is expected
// of a member, without a stated reason (C17).
type MemberAdjusted struct {
	Member party.MemberID `json:"member" zh:"党员"`
	On     bool           `json:"adjusted" zh:"调整"`
}

// Kind returns member.adjusted.
func (*MemberAdjusted) Kind() Kind { return "member.adjusted" }

func (b *MemberAdjusted) check(c *checker) {}

// MemberExcluded (不计入应到会) needs upper consent and a vote (TR-08); without both
// dates the member counts.
type MemberExcluded struct {
	Member  party.MemberID  `json:"member" zh:"党员"`
	Case    party.Exclusion `json:"case" zh:"情形"`
	Agreed  party.Date      `json:"agreed,omitzero" zh:"上级同意日期"`
	Voted   party.Date      `json:"voted,omitzero" zh:"党员大会通过日期"`
	Until   party.Date      `json:"until,omitzero" zh:"至"`
	Include bool            `json:"include,omitempty" zh:"恢复计入"`
}

// Kind returns member.excluded.
func (*MemberExcluded) Kind() Kind { return "member.excluded" }

func (b *MemberExcluded) check(c *checker) {}

var memberKinds = []kind{
	define[MemberEnrolled](1, "编入名册", ``),
	define[MemberStaged](1, "发展党员步骤", ``),
	define[MemberMoved](1, "组织关系转接", ``),
	define[MemberAway](1, "流动与联系", ``),
	define[MemberStanding](1, "党籍与权利", ``),
	define[MemberLeft](1, "出党", ``),
	define[MemberDied](1, "党员去世", ``),
	define[MemberPlaced](1, "岗位与分组", ``),
	define[MemberAdjusted](1, "因情调整", ``),
	define[MemberExcluded](1, "不计入应到会", ``),
}
