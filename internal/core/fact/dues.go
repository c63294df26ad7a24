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

func (b *DuesFixed) check(c *checker) {
	if on := c.fact.On.Year(); b.Year < on-1 || b.Year > on+1 {
		c.say("year", "「年度」是 %d，应当是 %d 前后一年之内，请核对", b.Year, on)
	}
	if b.Fen > maxDues {
		c.say("fen", "「每月党费」%d 分太大；单位是分，10 元写 1000，请核对", b.Fen)
	}
}

// maxDues is the highest monthly dues, in fen: ten times the ceiling of DF-11,
// so that what is given beyond it can be recorded.
const maxDues = 1_000_000

// DuesPaid (交纳党费) states that a member has paid for a run of months.
type DuesPaid struct {
	Member party.MemberID `json:"member" zh:"党员"`
	From   string         `json:"from" zh:"起月" is:"month"`
	To     string         `json:"to" zh:"止月" is:"month"`
	Fen    int64          `json:"fen" zh:"金额(分)" is:"fen"`
}

// Kind returns dues.paid.
func (*DuesPaid) Kind() Kind { return "dues.paid" }

func (b *DuesPaid) check(c *checker) {
	from, _ := party.ParseWindow(b.From)
	to, _ := party.ParseWindow(b.To)
	switch months := (to.Year-from.Year)*12 + to.Index - from.Index + 1; {
	case months < 1:
		c.say("to", "「止月」%s 早于「起月」%s，请对调或核对", b.To, b.From)
	case months > 24:
		c.say("to", "一次交 %d 个月太多，最多 24 个月；请分几条记，或核对月份", months)
	}
	if b.Fen == 0 {
		c.say("fen", "「金额」是 0，没有交到钱不能记成交纳；没有交的不用记，免交的把「核定党费」记成 0")
	}
}

// DuesRemitted (上缴党费) states that the branch passed on a month's dues.
type DuesRemitted struct {
	Month string `json:"month" zh:"月份" is:"month"`
	Fen   int64  `json:"fen" zh:"金额(分)" is:"fen"`
}

// Kind returns dues.remitted.
func (*DuesRemitted) Kind() Kind { return "dues.remitted" }

func (b *DuesRemitted) check(c *checker) {
	if w, _ := party.ParseWindow(b.Month); w.Period().From > c.fact.On {
		c.say("month", "「月份」%s 还没有到，请核对月份和发生日期", b.Month)
	}
}

var duesKinds = []kind{
	define[DuesFixed](1, "核定党费",
		"只记核定后的每月数额，不存工资基数；免交记 0。",
		`{"member":"m12","year":2026,"fen":1200}`),
	define[DuesPaid](1, "交纳党费",
		"可以按月、按季交，也可以补交；写起止两个月份。",
		`{"member":"m12","from":"2026-01","to":"2026-03","fen":3600}`),
	define[DuesRemitted](1, "上缴党费",
		"支部把一个月的党费交给上级。",
		`{"month":"2026-02","fen":25800}`),
}
