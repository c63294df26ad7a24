package fact

import "qiangji/internal/party"

// StudyLogged (学时) counts hours of members.
type StudyLogged struct {
	Members []party.MemberID `json:"members" zh:"党员"`
	Hours   party.Decimal    `json:"hours" zh:"学时"`
	Form    party.Study      `json:"form" zh:"形式"`
	Level   party.Tier       `json:"level,omitempty" zh:"举办层级"`
}

// Kind returns study.logged.
func (*StudyLogged) Kind() Kind { return "study.logged" }

func (b *StudyLogged) check(c *checker) {
	if b.Hours <= 0 {
		c.say("hours", "「学时」要大于 0，请写每人计多少学时")
	}
	c.between("hours", "学时", b.Hours, [2]int{0, maxHours})
}

var studyKinds = []kind{
	define[StudyLogged](1, "学时",
		"每人各计这么多学时。会议活动里已经计了学时的，不要再记。",
		`{"members":["m12","m15"],"hours":"8","form":"course","level":"county"}`),
}
