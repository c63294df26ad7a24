package fact

import "qiangji/internal/party"

// GradeGiven (评议等次) is a member's grade in 民主评议.
type GradeGiven struct {
	Member party.MemberID `json:"member" zh:"党员"`
	Grade  party.Grade    `json:"grade" zh:"等次"`
	Year   int            `json:"year" zh:"评议年度" is:"year"`
}

// Kind returns grade.given.
func (*GradeGiven) Kind() Kind { return "grade.given" }

func (b *GradeGiven) check(c *checker) {
	c.yearOf("评议年度", b.Year)
}

// DisposalStep (组织处置) states stage and result only (C16).
type DisposalStep struct {
	Member party.MemberID     `json:"member" zh:"党员"`
	Case   party.FactID       `json:"case,omitempty" zh:"案件"`
	Step   party.DisposalStep `json:"step" zh:"阶段"`
	Result party.Disposal     `json:"result,omitempty" zh:"结果"`
	Until  party.Date         `json:"until,omitzero" zh:"限期至"`
}

// Kind returns disposal.step.
func (*DisposalStep) Kind() Kind { return "disposal.step" }

func (b *DisposalStep) check(c *checker) {
	early := b.Step == "filed" || b.Step == "investigated"
	switch {
	case b.Result != "" && early:
		c.say("result", "「%s」阶段还没有结果，请去掉", party.DisposalSteps.Label(b.Step))
	case b.Until != party.NoDate && b.Result != "correct":
		c.say("until", "只有限期改正(correct)才写「限期至」，请核对")
	}
	c.notBefore("until", "限期至", b.Until)
	if b.Case == c.fact.ID {
		c.say("case", "「案件」写的是立案那条记录的编号，不能是本条自己；立案这一条留空")
	}
}

var disposalKinds = []kind{
	define[GradeGiven](1, "评议等次",
		"预备党员参加评议，不评等次。",
		`{"member":"m12","grade":"good","year":2025}`),
	define[DisposalStep](1, "组织处置",
		"只记阶段和结果，不记缘由；材料封存在文本库。第一步的编号就是案件编号。",
		`{"member":"m22","case":"f-0120","step":"approved","result":"correct","until":"2026-09-05"}`),
}
