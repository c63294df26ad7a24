package fact

import (
	"fmt"

	"qiangji/internal/party"
)

// ElectionHeld (选举) is one election with its counts.
type ElectionHeld struct {
	Sort       party.ElectionSort `json:"sort" zh:"选举类别"`
	Seats      int                `json:"seats" zh:"应选名额"`
	Candidates int                `json:"candidates" zh:"候选人数"`
	Vote       Vote               `json:"vote" zh:"到会与票数"`
	Issued     int                `json:"issued" zh:"发出票数"`
	Returned   int                `json:"returned" zh:"收回票数"`
	Yes        []int              `json:"yes" zh:"当选人得票"` // votes of each elected, unnamed
	By         party.DecidingBody `json:"by" zh:"选举主体"`
	Until      party.Date         `json:"until,omitzero" zh:"本届任期至"`
}

// Kind returns election.held.
func (*ElectionHeld) Kind() Kind { return "election.held" }

func (b *ElectionHeld) check(c *checker) {
	c.atLeast("seats", "应选名额", b.Seats, 1)
	c.atLeast("candidates", "候选人数", b.Candidates, 1)
	c.ballots(b)
	c.notBefore("until", "本届任期至", b.Until)
}

// AppraisalHeld (民主评议) is the year's appraisal as counts.
type AppraisalHeld struct {
	Year        int `json:"year" zh:"评议年度" is:"year"`
	Due         int `json:"due" zh:"应评党员数"`
	Taken       int `json:"taken" zh:"参评党员数"`
	Excellent   int `json:"excellent" zh:"优秀"`
	Good        int `json:"good" zh:"合格"`
	Basic       int `json:"basic" zh:"基本合格"`
	Unqualified int `json:"unqualified" zh:"不合格"`
}

// Kind returns appraisal.held.
func (*AppraisalHeld) Kind() Kind { return "appraisal.held" }

func (b *AppraisalHeld) check(c *checker) {
	c.yearOf("评议年度", b.Year)
	if b.Taken > b.Due {
		c.say("taken", "「参评党员数」%d 多于「应评党员数」%d，请核对", b.Taken, b.Due)
	}
	if sum := b.Excellent + b.Good + b.Basic + b.Unqualified; sum != b.Taken {
		c.say("taken", "优秀、合格、基本合格、不合格合计 %d 人，与参评 %d 人不符；预备党员不评等次，不计入参评", sum, b.Taken)
	}
}

// ballots checks the counts of an election. More ballots back than given out
// make it void (XJ-17); that is recordable, but nobody is elected by it.
func (c *checker) ballots(b *ElectionHeld) {
	v := &b.Vote
	switch {
	case v.On != "election":
		c.say("vote.on", "选举的「表决事项」要写选举(election)")
	case v.Written > 0:
		c.say("vote.written", "选举不计会前书面意见，请写 0")
	case v.Present > v.Due:
		c.say("vote.present", "「实到」%d 人多于「应到」%d 人，请核对", v.Present, v.Due)
	case v.Yes+v.No+v.Abstain != 0 && v.Yes+v.No+v.Abstain != v.Present:
		c.say("vote.yes", "选举的得票写在「当选人得票」里；这里的赞成、反对、弃权要么都写 0，要么合计等于实到 %d", v.Present)
	case b.Issued > v.Present:
		c.say("issued", "「发出票数」%d 多于「实到」%d 人，请核对", b.Issued, v.Present)
	case b.Returned > b.Issued && len(b.Yes) > 0:
		c.say("returned", "收回 %d 票，多于发出 %d 票，选举无效；请去掉当选人得票，重新选举后另记一条", b.Returned, b.Issued)
	case len(b.Yes) > b.Seats:
		c.say("yes", "当选 %d 人，多于应选名额 %d，请核对", len(b.Yes), b.Seats)
	}
	for i, votes := range b.Yes {
		if votes > b.Returned {
			c.say(fmt.Sprintf("yes[%d]", i), "得票 %d 多于收回票数 %d，请核对", votes, b.Returned)
		}
	}
}

var electionKinds = []kind{
	define[ElectionHeld](1, "选举",
		"只记票数。收回多于发出的选举无效，可以记，但不能有当选人。得票不写是谁的，任职另记。",
		`{"sort":"term","seats":3,"candidates":4,"vote":{"on":"election","due":21,"present":18,"yes":0,"no":0,"abstain":0},"issued":18,"returned":18,"yes":[17,16,14],"by":"assembly","until":"2031-03-04"}`),
	define[AppraisalHeld](1, "民主评议",
		"四个等次的人数加起来等于参评人数。评的是哪一年，不一定是开会那一年。",
		`{"year":2025,"due":22,"taken":21,"excellent":7,"good":13,"basic":1,"unqualified":0}`),
}
