package fact

import "qiangji/internal/party"

// HelpAsked (请上级帮办) suspends the items it names while unanswered (C15).
type HelpAsked struct {
	Of    party.OrgID    `json:"of" zh:"请谁办"`
	Items []party.ItemID `json:"items,omitempty" zh:"涉及条目"`
	Text  party.TextID   `json:"text,omitempty" zh:"内容"`
}

// Kind returns help.asked.
func (*HelpAsked) Kind() Kind { return "help.asked" }

func (b *HelpAsked) check(c *checker) {
	c.other("of", "请谁办", b.Of)
}

// HelpAnswered (帮办答复).
type HelpAnswered struct {
	Ask    party.FactID  `json:"ask" zh:"请办事项"`
	Result party.Outcome `json:"result" zh:"结果"`
}

// Kind returns help.answered.
func (*HelpAnswered) Kind() Kind { return "help.answered" }

func (*HelpAnswered) check(*checker) {}

// Submitted (请示报送) starts a clock upstairs: a request, a filing, a report.
type Submitted struct {
	Matter party.Submission `json:"matter" zh:"报送事项"`
	To     party.OrgID      `json:"to" zh:"报送对象"`
	Member party.MemberID   `json:"member,omitempty" zh:"涉及人员"`
}

// Kind returns submitted.
func (*Submitted) Kind() Kind { return "submitted" }

func (b *Submitted) check(c *checker) {
	c.other("to", "报送对象", b.To)
}

// UpperDid (上级履责) is what an upper level owed and did: it stops a clock or serves
// a yearly duty of that level (C14).
type UpperDid struct {
	Duty    party.UpperDuty `json:"duty" zh:"事项"`
	For     party.OrgID     `json:"for,omitempty" zh:"对象党组织"`
	Answers party.FactID    `json:"answers,omitempty" zh:"答复的请示"`
	Result  party.Outcome   `json:"result,omitempty" zh:"结果"` // of an answer: approved is done
	People  int             `json:"people,omitempty" zh:"人数"`
}

// Kind returns upper.did.
func (*UpperDid) Kind() Kind { return "upper.did" }

func (b *UpperDid) check(c *checker) {
	c.other("for", "对象党组织", b.For)
	if b.Duty == "answered" && b.Answers == "" && b.For == "" {
		c.say("answers", "批复答复要写明答复的是哪一件请示(answers)，或是哪个党组织(for)")
	}
}

var upperKinds = []kind{
	define[HelpAsked](1, "请上级帮办",
		"请上级帮办的事；过了 15 个工作日还没有答复，此后到期的涉及条目暂不算本支部的账，直到答复。",
		`{"of":"o-liuxi","items":["ZB-63"],"text":"t-0340"}`),
	define[HelpAnswered](1, "帮办答复",
		"办了，或不办并说明理由。",
		`{"ask":"f-0140","result":"done"}`),
	define[Submitted](1, "请示报送",
		"报上去之后，停本支部的表，走上级的表。",
		`{"matter":"convert","to":"o-liuxi","member":"m31"}`),
	define[UpperDid](1, "上级履责",
		"上级该做的也是任务：提醒、批复、培训、研究、经费。由上级党组织记。",
		`{"duty":"answered","for":"o-shiqiao-2","answers":"f-0150","result":"done"}`),
}
