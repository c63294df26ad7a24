package fact

import "qiangji/internal/party"

// DuesFixed (核定党费) fixes a member's monthly dues for a year; the pay base is
// never stored (C16).
type DuesFixed struct {
	Member party.MemberID `json:"member" zh:"党员"`
	Year   int            `json:"year" zh:"年度" is:"year"`
	Fen    int64          `json:"fen" zh:"每月党费(分)" is:"fen"`
}

// Kind returns dues.fixed.
func (*DuesFixed) Kind() Kind { return "dues.fixed" }

func (b *DuesFixed) check(c *checker) {}

// DuesPaid (交纳党费) states that a member has paid for a run of months.
type DuesPaid struct {
	Member party.MemberID `json:"member" zh:"党员"`
	From   string         `json:"from" zh:"起月" is:"month"`
	To     string         `json:"to" zh:"止月" is:"month"`
	Fen    int64          `json:"fen" zh:"金额(分)" is:"fen"`
}

// Kind returns dues.paid.
func (*DuesPaid) Kind() Kind { return "dues.paid" }

func (b *DuesPaid) check(c *checker) {}

// DuesRemitted (上缴党费) states that the branch passed on a month's dues.
type DuesRemitted struct {
	Month string `json:"month" zh:"月份" is:"month"`
	Fen   int64  `json:"fen" zh:"金额(分)" is:"fen"`
}

// Kind returns dues.remitted.
func (*DuesRemitted) Kind() Kind { return "dues.remitted" }

func (b *DuesRemitted) check(c *checker) {}

var duesKinds = []kind{
	define[DuesFixed](1, "核定党费", ``),
	define[DuesPaid](1, "交纳党费", ``),
	define[DuesRemitted](1, "上缴党费", ``),
}
