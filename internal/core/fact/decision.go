package fact

import "qiangji/internal/party"

// DecisionMade (决定事项) has an owner and a date.
type DecisionMade struct {
	Meeting party.FactID   `json:"meeting,omitempty" zh:"会议"`
	Owner   party.MemberID `json:"owner" zh:"责任人"`
	Due     party.Date     `json:"due" zh:"期限"`
	Text    party.TextID   `json:"text,omitempty" zh:"内容"`
}

// Kind returns decision.made.
func (*DecisionMade) Kind() Kind { return "decision.made" }

func (b *DecisionMade) check(c *checker) {
	c.notBefore("due", "期限", b.Due)
}

// DecisionDone (决定落实).
type DecisionDone struct {
	Decision party.FactID `json:"decision" zh:"决定"`
	Done     bool         `json:"done" zh:"办成"`
}

// Kind returns decision.done.
func (*DecisionDone) Kind() Kind { return "decision.done" }

func (*DecisionDone) check(*checker) {}

// TopicProposed (提议) is a member's topic or proposal.
type TopicProposed struct {
	Member party.MemberID `json:"member,omitempty" zh:"提议人"` // empty: unnamed
	Text   party.TextID   `json:"text,omitempty" zh:"内容"`
}

// Kind returns topic.proposed.
func (*TopicProposed) Kind() Kind { return "topic.proposed" }

func (*TopicProposed) check(*checker) {}

// TopicAnswered (提议答复).
type TopicAnswered struct {
	Topic  party.FactID  `json:"topic" zh:"提议"`
	Result party.Outcome `json:"result" zh:"结果"`
}

// Kind returns topic.answered.
func (*TopicAnswered) Kind() Kind { return "topic.answered" }

func (*TopicAnswered) check(*checker) {}

// TalkHeld (谈心谈话) stores date and pair class only (SJ-63).
type TalkHeld struct {
	Pair party.Pair `json:"pair" zh:"谈话类别"`
	Need bool       `json:"need,omitempty" zh:"应需谈话"` // ZB-73: at a member's hour of need
}

// Kind returns talk.held.
func (*TalkHeld) Kind() Kind { return "talk.held" }

func (*TalkHeld) check(*checker) {}

var decisionKinds = []kind{
	define[DecisionMade](1, "决定事项",
		"谁负责、什么时候办完；做了没有，由决定落实来说。",
		`{"meeting":"f-0107","owner":"m02","due":"2026-04-30","text":"t-0322"}`),
	define[DecisionDone](1, "决定落实",
		"办成没办成都如实记。",
		`{"decision":"f-0108","done":true}`),
	define[TopicProposed](1, "提议",
		"党员提的议题或建议，可以不署名。",
		`{"member":"m15","text":"t-0330"}`),
	define[TopicAnswered](1, "提议答复",
		"每个提议都要有个答复。",
		`{"topic":"f-0110","result":"partly"}`),
	define[TalkHeld](1, "谈心谈话",
		"只记日期和谁对谁的类别，不记是谁、谈了什么。",
		`{"pair":"committee_member"}`),
}
