package fact

import "qiangji/internal/party"

// InspectionMade (检查) is an inspection of the branch. Settles, where it is true,
// that what it found missing did not happen (C5).
type InspectionMade struct {
	By      party.Tier     `json:"by" zh:"检查方层级"`
	Sort    party.Inspect  `json:"sort" zh:"检查方式"`
	Settles []party.ItemID `json:"settles,omitempty" zh:"查明未做的条目"`
}

// Kind returns inspection.made.
func (*InspectionMade) Kind() Kind { return "inspection.made" }

func (*InspectionMade) check(*checker) {}

// FindingRaised (发现问题).
type FindingRaised struct {
	Inspection party.FactID   `json:"inspection,omitempty" zh:"检查"`
	Item       party.ItemID   `json:"item" zh:"条目"`
	Severity   party.Severity `json:"severity" zh:"轻重"`
	Due        party.Date     `json:"due,omitzero" zh:"整改期限"`
}

// Kind returns finding.raised.
func (*FindingRaised) Kind() Kind { return "finding.raised" }

func (b *FindingRaised) check(c *checker) {
	c.notBefore("due", "整改期限", b.Due)
}

// FindingClosed (问题销号).
type FindingClosed struct {
	Finding party.FactID  `json:"finding" zh:"问题"`
	Result  party.Outcome `json:"result" zh:"结果"`
}

// Kind returns finding.closed.
func (*FindingClosed) Kind() Kind { return "finding.closed" }

func (*FindingClosed) check(*checker) {}

// RequestReceived (上级要求) counts what is asked of the branch, by asker (C11).
type RequestReceived struct {
	By      party.Tier    `json:"by" zh:"要求方层级"`
	Asker   party.OrgID   `json:"asker,omitempty" zh:"要求方党组织"`
	Sort    party.Request `json:"sort" zh:"类别"`
	Outside bool          `json:"outside,omitempty" zh:"系统外"`
	Minutes int           `json:"minutes,omitempty" zh:"估计用时(分钟)"`
}

// Kind returns request.received.
func (*RequestReceived) Kind() Kind { return "request.received" }

func (b *RequestReceived) check(c *checker) {
	c.other("asker", "要求方党组织", b.Asker)
}

var inspectionKinds = []kind{
	define[InspectionMade](1, "检查",
		"检查查明没做的条目写在这里，检查当天以前到期的，才由「没有记录」变成「没做」。",
		`{"by":"town","sort":"spot","settles":["ZB-50"]}`),
	define[FindingRaised](1, "发现问题",
		"一个问题记一条，写条目和期限。",
		`{"inspection":"f-0130","item":"DF-17","severity":"minor","due":"2026-04-05"}`),
	define[FindingClosed](1, "问题销号",
		"销号，写结果。",
		`{"finding":"f-0131","result":"done"}`),
	define[RequestReceived](1, "上级要求",
		"上级要材料、检查、督办、召集会议都算；系统外来的，点一下就行。",
		`{"by":"county","sort":"form","outside":true,"minutes":90}`),
}
