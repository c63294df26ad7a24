package fact

import "qiangji/internal/party"

// StandardAdopted (采用标准) states which scheme an organisation and all under it
// follow from On.
type StandardAdopted struct {
	Scheme  party.SchemeID `json:"scheme" zh:"方案"`
	Digests []party.Digest `json:"digests" zh:"标准摘要"`
}

// Kind returns standard.adopted.
func (*StandardAdopted) Kind() Kind { return "standard.adopted" }

func (*StandardAdopted) check(*checker) {}

// SeasonDeclared (时段申报) moves SHOULD duties out of a busy season (C9).
type SeasonDeclared struct {
	Season party.Season `json:"season" zh:"时段类别"`
	From   party.Date   `json:"from" zh:"开始日期"`
	To     party.Date   `json:"to" zh:"结束日期"`
}

// Kind returns season.declared.
func (*SeasonDeclared) Kind() Kind { return "season.declared" }

func (b *SeasonDeclared) check(c *checker) {
	c.run(b.From, b.To)
}

// ChoiceDeclared (自选项目) is an item that the branch sets itself (C9).
type ChoiceDeclared struct {
	Item   party.ItemID  `json:"item,omitempty" zh:"选自条目"` // empty: its own
	Text   party.TextID  `json:"text,omitempty" zh:"内容"`
	Target party.Decimal `json:"target" zh:"目标值"`
	Year   int           `json:"year" zh:"年度" is:"year"`
}

// Kind returns choice.declared.
func (*ChoiceDeclared) Kind() Kind { return "choice.declared" }

func (b *ChoiceDeclared) check(c *checker) {
	if b.Item == "" && b.Text == "" {
		c.say("item", "自选项目要么选一个条目(item)，要么写明内容(text)，请补上一样")
	}
	if b.Target <= 0 {
		c.say("target", "「目标值」要大于 0，请写支部自己定的目标")
	}
	if on := c.fact.On.Year(); b.Year < on || b.Year > on+1 {
		c.say("year", "「年度」是 %d，应当是申报当年 %d 或下一年，请核对", b.Year, on)
	}
}

// ChoiceReported (自选项目进展) reports against the branch's own target.
type ChoiceReported struct {
	Choice party.FactID  `json:"choice" zh:"自选项目"`
	Value  party.Decimal `json:"value" zh:"完成值"`
}

// Kind returns choice.reported.
func (*ChoiceReported) Kind() Kind { return "choice.reported" }

func (b *ChoiceReported) check(c *checker) {
	if b.Value < 0 {
		c.say("value", "「完成值」不能小于 0，请核对")
	}
}

// WaiverDeclared (不适用申报) makes an item not applicable for a run of days, where
// its force allows.
type WaiverDeclared struct {
	Item   party.ItemID      `json:"item" zh:"条目"`
	From   party.Date        `json:"from" zh:"开始日期"`
	To     party.Date        `json:"to" zh:"结束日期"`
	Reason party.WaiveReason `json:"reason" zh:"原因"`
}

// Kind returns waiver.declared.
func (*WaiverDeclared) Kind() Kind { return "waiver.declared" }

func (b *WaiverDeclared) check(c *checker) {
	c.run(b.From, b.To)
}

var standardKinds = []kind{
	define[StandardAdopted](1, "采用标准",
		"本组织和所有下级从发生日期起按这套方案；可以提前记。",
		`{"scheme":"county-demo","digests":["0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"]}`),
	define[SeasonDeclared](1, "时段申报",
		"一年申报一次，几段写几条、同一天申报；要事先申报，迟了的只从申报那天起算。「一般应当」的事可以挪到本年以后的月份，不用逐月说明原因；一年算多少天以方案为准。",
		`{"season":"harvest","from":"2026-05-20","to":"2026-06-20"}`),
	define[ChoiceDeclared](1, "自选项目",
		"支部自己选或自己写的项目，只和自己定的目标比。",
		`{"text":"t-0301","target":"12","year":2026}`),
	define[ChoiceReported](1, "自选项目进展",
		"完成到多少，取最后一次的数。",
		`{"choice":"f-0042","value":"5"}`),
	define[WaiverDeclared](1, "不适用申报",
		"只对不是硬性要求的条目有效；硬性要求申报了也照常计算。",
		`{"item":"ZB-50","from":"2026-05-01","to":"2026-06-30","reason":"season"}`),
}
