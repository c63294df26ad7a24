package fact

import (
	"fmt"
	"slices"
	"strconv"

	"qiangji/internal/party"
)

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

func (b *MeetingHeld) check(c *checker) {
	c.group("group", b.Group)
	c.attendance(b.Due, b.Absent, b.Online)
	c.attends(b.Absent, "chair", "主持人", b.Chair)
	c.attends(b.Absent, "speaker", "主讲人", b.Speaker)
	for i := range b.Votes {
		c.vote("votes["+strconv.Itoa(i)+"]", &b.Votes[i])
	}
	c.between("hours", "计学时", b.Hours, [2]int{0, maxHours})
	c.assessed(b)
	for _, org := range b.Hosts {
		c.other("hosts", "联合举办", org)
	}
}

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

func (b *MeetingConfirmed) check(c *checker) {
	c.attendance(b.Due, b.Absent, b.Online)
}

// MeetingSkipped (没开) says that a due meeting was not held, of equal weight with
// holding it (C2, C5).
type MeetingSkipped struct {
	Meeting party.MeetingKind `json:"meeting" zh:"会议活动类别"`
	Window  string            `json:"window" zh:"期次" is:"window"`
	Reason  party.SkipReason  `json:"reason" zh:"原因"`
}

// Kind returns meeting.skipped.
func (*MeetingSkipped) Kind() Kind { return "meeting.skipped" }

func (b *MeetingSkipped) check(c *checker) {
	if w, _ := party.ParseWindow(b.Window); w.Period().From > c.fact.On {
		c.say("window", "「期次」%s 还没有到；没开要等到了那一期再记", b.Window)
	}
}

// maxHours is the most hours of study that one fact may credit to a person.
const maxHours = 400

// attendance checks that the absent are among those due, and those online among
// those present.
func (c *checker) attendance(due []party.MemberID, away []Absence, online []party.MemberID) {
	if len(away)+len(online) > 0 && len(due) == 0 {
		c.say("due", "写了缺席或线上参加的人，却没有写「应到」；请先填应到名单")
		return
	}
	for i, a := range away {
		switch m := a.Member; {
		case !slices.Contains(due, m):
			c.say(fmt.Sprintf("absent[%d].member", i),
				"「应到」里没有 %s，但缺席名单里有；请把 %s 加进应到，或从缺席里去掉", m, m)
		case isAbsent(away[:i], m):
			c.say(fmt.Sprintf("absent[%d].member", i), "缺席名单里 %s 写了两次，请去掉一个", m)
		}
	}
	for i, m := range online {
		switch {
		case !slices.Contains(due, m):
			c.say(fmt.Sprintf("online[%d]", i),
				"「应到」里没有 %s，但线上参加里有；请把 %s 加进应到，或从线上参加里去掉", m, m)
		case isAbsent(away, m):
			c.say(fmt.Sprintf("online[%d]", i), "%s 既在缺席里又在线上参加里；请从其中一处去掉", m)
		}
	}
}

func isAbsent(away []Absence, m party.MemberID) bool {
	return slices.ContainsFunc(away, func(a Absence) bool { return a.Member == m })
}

// attends checks that someone with a part in the meeting was not absent. Guests
// who were not due may have a part.
func (c *checker) attends(away []Absence, field, label string, m party.MemberID) {
	if isAbsent(away, m) {
		c.say(field, "「%s」%s 又写在缺席里；请核对", label, m)
	}
}

// assessed checks the year under assessment, which only two kinds of meeting
// have and which is not always the meeting's own (TR-49).
func (c *checker) assessed(b *MeetingHeld) {
	assesses := slices.Contains(b.Kinds, "org_life") || slices.Contains(b.Kinds, "appraisal")
	switch {
	case b.Year != 0 && !assesses:
		c.say("year", "只有组织生活会和民主评议党员才写「评议年度」，请去掉")
	case b.Year != 0:
		c.yearOf("评议年度", b.Year)
	}
}

// vote checks that the counts of a vote agree (ZB-41, ZB-42).
func (c *checker) vote(field string, v *Vote) {
	cast, could := v.Yes+v.No+v.Abstain, v.Present+v.Written
	switch {
	case v.Written > 0 && v.On != "accept" && v.On != "convert":
		c.say(field+".written", "会前书面意见只在接收预备党员和转正时计票；「%s」请写 0", party.VoteOns.Label(v.On))
	case v.Present > v.Due:
		c.say(field+".present", "「实到」%d 人多于「应到」%d 人，请核对", v.Present, v.Due)
	case could > v.Due:
		c.say(field+".written", "「实到」和「会前书面意见」合计 %d 人，多于「应到」%d 人，请核对", could, v.Due)
	case cast != could:
		c.say(field+".yes", "赞成、反对、弃权合计 %d，与实到加会前书面意见 %d 不符；没有表态的算弃权", cast, could)
	}
}

var meetingKinds = []kind{
	define[MeetingHeld](1, "会议活动",
		"一次会可以同时是几类。只记缺席的人，其余应到的都算到会；实到人数不用填。党员大会的应到里漏写的党员，没有不计入应到会的记录，照样算应到、不算到会。缺席原因只有四种。",
		`{"kinds":["assembly","party_day"],"chair":"m01","due":["m01","m02","m05","m12","m15"],"absent":[{"member":"m05","reason":"away"}],"online":["m15"],"forms":["discussion","service"],"topics":["t-0321"],"votes":[{"on":"ordinary","due":5,"present":4,"yes":4,"no":0,"abstain":0}],"minutes":"t-0320","hours":"2","hosts":["o-hospital"]}`),
	define[MeetingConfirmed](1, "联合活动确认",
		"协办的党组织确认一次，写自己这边应到和缺席的人。",
		`{"meeting":"f-0107","due":["h01","h02","h03"],"absent":[{"member":"h03","reason":"duty"}]}`),
	define[MeetingSkipped](1, "没开",
		"和开了一样重要：说了没开，就不再算没有记录。",
		`{"meeting":"committee","window":"2026-02","reason":"holiday"}`),
}
