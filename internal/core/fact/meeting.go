package fact

import "qiangji/internal/party"

// MeetingHeld (会议活动) is one meeting or activity. One record may be of several
// kinds at once (JN-44): a 党员大会 that is also 主题党日 and 党课.
type MeetingHeld struct {
	Kinds   []party.MeetingKind `json:"kinds" zh:"会议活动类别"`
	Group   int                 `json:"group,omitempty" zh:"党小组"`
	Chair   party.MemberID      `json:"chair,omitempty" zh:"主持人"`
	Speaker party.MemberID      `json:"speaker,omitempty" zh:"主讲人"`
	Due     []party.MemberID    `json:"due,omitempty" zh:"应到"`
	Absent  []Absence           `json:"absent,omitempty" zh:"缺席"`   // of those due; the rest were present
	Online  []party.MemberID    `json:"online,omitempty" zh:"线上参加"` // of those present
	Forms   []party.MeetingForm `json:"forms,omitempty" zh:"会议形式"`
	Topics  []party.TextID      `json:"topics,omitempty" zh:"议题"`
	Votes   []Vote              `json:"votes,omitempty" zh:"表决"`
	Minutes party.TextID        `json:"minutes,omitempty" zh:"记录文本"`
	Hours   party.Decimal       `json:"hours,omitempty" zh:"计学时"`           // credited to those present
	Year    int                 `json:"year,omitempty" zh:"评议年度" is:"year"` // 组织生活会、民主评议: assessed year (TR-49)
	Phases  []party.Phase       `json:"phases,omitempty" zh:"程序环节"`
	Hosts   []party.OrgID       `json:"hosts,omitempty" zh:"联合举办"` // each confirms once (C25)
}

// Kind returns meeting.held.
func (*MeetingHeld) Kind() Kind { return "meeting.held" }

func (b *MeetingHeld) check(c *checker) {}

// Absence (缺席) is one member's absence with one of four reasons.
type Absence struct {
	Member party.MemberID `json:"member" zh:"党员"`
	Reason party.Reason   `json:"reason" zh:"原因"`
}

// Vote (表决) is a vote as counts only (SJ-63).
type Vote struct {
	On      party.VoteOn `json:"on" zh:"表决事项"`
	Due     int          `json:"due" zh:"应到会有表决权人数"` // N_v or N_e
	Present int          `json:"present" zh:"实到会有表决权人数"`
	Yes     int          `json:"yes" zh:"赞成"`
	No      int          `json:"no" zh:"反对"`
	Abstain int          `json:"abstain" zh:"弃权"`
	Written int          `json:"written,omitempty" zh:"会前书面意见"` // counted in yes/no/abstain, never in present
}

// MeetingConfirmed (联合活动确认) is a co-organiser's one confirmation (C25).
type MeetingConfirmed struct {
	Meeting party.FactID     `json:"meeting" zh:"会议活动"`
	Due     []party.MemberID `json:"due,omitempty" zh:"应到"`
	Absent  []Absence        `json:"absent,omitempty" zh:"缺席"`
	Online  []party.MemberID `json:"online,omitempty" zh:"线上参加"`
}

// Kind returns meeting.confirmed.
func (*MeetingConfirmed) Kind() Kind { return "meeting.confirmed" }

func (b *MeetingConfirmed) check(c *checker) {}

// MeetingSkipped (没开) says that a due meeting was not held, of equal weight with
// holding it (C2, C5).
type MeetingSkipped struct {
	Meeting party.MeetingKind `json:"meeting" zh:"会议活动类别"`
	Window  string            `json:"window" zh:"期次" is:"window"`
	Reason  party.SkipReason  `json:"reason" zh:"原因"`
}

// Kind returns meeting.skipped.
func (*MeetingSkipped) Kind() Kind { return "meeting.skipped" }

func (b *MeetingSkipped) check(c *checker) {}

var meetingKinds = []kind{
	define[MeetingHeld](1, "会议活动", ``),
	define[MeetingConfirmed](1, "联合活动确认", ``),
	define[MeetingSkipped](1, "没开", ``),
}
