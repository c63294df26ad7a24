package fact

import (
	"qiangji/internal/party"
)

// maxAhead is how far ahead what takes effect later may be recorded, in days.
const maxAhead = 366

// ahead is the kinds whose On may lie after the day of recording, because they
// state from when something holds.
var ahead = map[Kind]bool{
	"standard.adopted": true, "post.taken": true, "post.left": true, "helper.assigned": true,
}

// envelope checks what surrounds the body.
func (c *checker) envelope() {
	f := c.fact
	if y := f.At.UTC().Year(); y < 2000 || y > 2199 || f.At.Nanosecond() != 0 {
		c.add("at", "「登记时间」要写 2000 至 2199 年间、精确到秒的时间，由系统在登记时填")
		return
	}
	today := party.DateIn(f.At)
	switch {
	case f.On > today && !ahead[c.kind.name]:
		c.add("on", "「发生日期」"+f.On.String()+" 晚于登记当天 "+today.String()+"；还没有发生的事请等发生后再记，或核对日期")
	case f.On > today.AddDays(maxAhead):
		c.add("on", "「发生日期」"+f.On.String()+" 比登记当天晚一年以上，请核对日期")
	}
	if f.Corrects == f.ID {
		c.add("corrects", "一条记录不能更正自己；请写被更正的那一条的编号")
	}
	if f.Origin != nil && f.Origin.Row < 1 {
		c.add("origin.row", "「行号」从 1 数起，请写来源文件里的行号")
	}
}

// notBefore checks a day that cannot come before the fact.
func (c *checker) notBefore(field, label string, d party.Date) {
	if d != party.NoDate && d < c.fact.On {
		c.say(field, "「%s」%s 早于发生日期 %s，请核对这两个日期", label, d, c.fact.On)
	}
}

// notAfter checks a day that cannot come after the fact.
func (c *checker) notAfter(field, label string, d party.Date) {
	if d > c.fact.On {
		c.say(field, "「%s」%s 晚于发生日期 %s，请核对这两个日期", label, d, c.fact.On)
	}
}

// run checks a run of days.
func (c *checker) run(from, to party.Date) {
	switch {
	case to < from:
		c.say("to", "「结束日期」%s 早于「开始日期」%s，请对调或核对", to, from)
	case to > from.AddDays(maxAhead):
		c.say("to", "从 %s 到 %s 超过一年；请分年申报", from, to)
	}
}

// other checks an organisation that cannot be the owner itself.
func (c *checker) other(field, label string, org party.OrgID) {
	if org == c.fact.Org {
		c.say(field, "「%s」不能是本党组织自己，请改成另一个党组织的编号", label)
	}
}

// yearOf checks a year that is assessed in the fact's year or the year after.
func (c *checker) yearOf(label string, year int) {
	if on := c.fact.On.Year(); year < on-1 || year > on {
		c.say("year", "「%s」是 %d，应当是发生那年 %d 或上一年，请核对", label, year, on)
	}
}

// atLeast checks a number with a lowest value.
func (c *checker) atLeast(field, label string, n, low int) {
	if n < low {
		c.say(field, "「%s」是 %d，至少是 %d，请核对", label, n, low)
	}
}

// between checks a decimal against a range of whole numbers.
func (c *checker) between(field, label string, d party.Decimal, bounds [2]int) {
	if d < party.Int(bounds[0]) || d > party.Int(bounds[1]) {
		c.say(field, "「%s」是 %s，应当在 %d 到 %d 之间，请核对", label, d, bounds[0], bounds[1])
	}
}
