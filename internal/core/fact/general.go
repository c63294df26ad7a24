package fact

import "qiangji/internal/party"

// Mark (评分) is a judge's mark on one thing that a pack declares. Exactly one of
// Value and Grade is set.
type Mark struct {
	Name   string         `json:"name" zh:"评分项" is:"word"`
	Column party.Column   `json:"column" zh:"评分栏"`
	Value  *party.Decimal `json:"value,omitempty" zh:"分值"`
	Grade  string         `json:"grade,omitempty" zh:"等级" is:"word"`
	Reason party.TextID   `json:"reason,omitempty" zh:"理由"`
	Judge  party.MemberID `json:"judge" zh:"评分人"`
	Year   int            `json:"year" zh:"年度" is:"year"`
}

// Kind returns mark.
func (*Mark) Kind() Kind { return "mark" }

func (b *Mark) check(c *checker) {
	if (b.Value == nil) == (b.Grade == "") {
		c.say("value", "「分值」和「等级」要写且只写一样，请核对标准包里这一项怎么评")
	}
}

// Figure (数值) is one number of a measure that a pack declares.
type Figure struct {
	Name   string        `json:"name" zh:"指标" is:"word"`
	Value  party.Decimal `json:"value" zh:"数值"`
	Unit   string        `json:"unit" zh:"单位" is:"word"`
	Source party.Issuer  `json:"source" zh:"来源"`
	Window string        `json:"window" zh:"期次" is:"window"`
}

// Kind returns figure.
func (*Figure) Kind() Kind { return "figure" }

func (b *Figure) check(c *checker) {
	if w, _ := party.ParseWindow(b.Window); w.Period().From > c.fact.On {
		c.say("window", "「期次」%s 还没有到，请核对期次和发生日期", b.Window)
	}
}

// Honour (荣誉) is an award of a kind that a pack declares.
type Honour struct {
	Name  string     `json:"name" zh:"荣誉" is:"word"`
	Level party.Tier `json:"level" zh:"授予层级"`
}

// Kind returns honour.
func (*Honour) Kind() Kind { return "honour" }

func (*Honour) check(*checker) {}

// Event (事件) is something that happened, of a kind that a pack declares: an
// accident, a disciplinary decision, an outside result.
type Event struct {
	Name  string `json:"name" zh:"事件" is:"word"`
	Grade string `json:"grade,omitempty" zh:"情形" is:"word"` // one of those the pack declares
	Count int    `json:"count" zh:"次数"`                     // 1 or more
	Year  int    `json:"year,omitempty" zh:"年度" is:"year"`  // it is about, where it happened after that year's end
}

// Kind returns event.
func (*Event) Kind() Kind { return "event" }

func (b *Event) check(c *checker) {
	c.atLeast("count", "次数", b.Count, 1)
	if y := c.fact.On.Year(); b.Year != 0 && b.Year != y && b.Year != y-1 {
		c.say("year", "「年度」只能写发生的那一年，或过了年才办的上一年；不写就是发生的那一年")
	}
}

// Void (作废) takes back one fact; it cannot itself be voided.
type Void struct {
	Fact  party.FactID    `json:"fact" zh:"被作废的记录"`
	Cause party.VoidCause `json:"cause" zh:"原因"`
}

// Kind returns void.
func (*Void) Kind() Kind { return "void" }

func (b *Void) check(c *checker) {
	if c.fact.Corrects != "" {
		c.add("corrects", "作废不能同时更正别的记录；请去掉「更正的记录」，要改内容就直接更正")
	}
	if b.Fact == c.fact.ID {
		c.say("fact", "作废不能指向自己；请写被作废的那一条的编号")
	}
}

var generalKinds = []kind{
	define[Mark](1, "评分",
		"评分项由标准包定；分值和等级写且只写一样，理由在文本里。",
		`{"name":"支部书记述职","column":"upper","value":"8.5","judge":"m-chen","year":2025}`),
	define[Figure](1, "数值",
		"指标、单位由标准包定。",
		`{"name":"集体经济收入","value":"31.2","unit":"万元","source":"statistics","window":"2025"}`),
	define[Honour](1, "荣誉",
		"荣誉名称由标准包定，级别写授予的层级。",
		`{"name":"先进基层党组织","level":"county"}`),
	define[Event](1, "事件",
		"事件和情形由标准包定；上年该办、过了年才办的，写上「年度」。",
		`{"name":"安全生产事故","grade":"一般","count":1}`),
	define[Void](1, "作废",
		"整条作废，连同它的历次更正；作废不能再作废，需要就重新登记。",
		`{"fact":"f-0107","cause":"duplicate"}`),
}
