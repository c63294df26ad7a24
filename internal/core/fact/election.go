package fact

import "qiangji/internal/party"

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

func (b *ElectionHeld) check(c *checker) {}

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

func (b *AppraisalHeld) check(c *checker) {}

var electionKinds = []kind{
	define[ElectionHeld](1, "选举", ``),
	define[AppraisalHeld](1, "民主评议", ``),
}
