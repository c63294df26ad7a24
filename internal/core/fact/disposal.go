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

func (b *GradeGiven) check(c *checker) {}

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

func (b *DisposalStep) check(c *checker) {}

var disposalKinds = []kind{
	define[GradeGiven](1, "评议等次", ``),
	define[DisposalStep](1, "组织处置", ``),
}
