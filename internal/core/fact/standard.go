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

func (b *StandardAdopted) check(c *checker) {}

// SeasonDeclared (时段申报) moves SHOULD duties out of a busy season (C9).
type SeasonDeclared struct {
	Season party.Season `json:"season" zh:"时段类别"`
	From   party.Date   `json:"from" zh:"起"`
	To     party.Date   `json:"to" zh:"止"`
}

// Kind returns season.declared.
func (*SeasonDeclared) Kind() Kind { return "season.declared" }

func (b *SeasonDeclared) check(c *checker) {}

// ChoiceDeclared (自选项目) is an item that the branch sets itself (C9).
type ChoiceDeclared struct {
	Item   party.ItemID  `json:"item,omitempty" zh:"选自条目"` // empty: its own
	Text   party.TextID  `json:"text,omitempty" zh:"内容"`
	Target party.Decimal `json:"target" zh:"目标值"`
	Year   int           `json:"year" zh:"年度" is:"year"`
}

// Kind returns choice.declared.
func (*ChoiceDeclared) Kind() Kind { return "choice.declared" }

func (b *ChoiceDeclared) check(c *checker) {}

// ChoiceReported (自选项目进展) reports against the branch's own target.
type ChoiceReported struct {
	Choice party.FactID  `json:"choice" zh:"自选项目"`
	Value  party.Decimal `json:"value" zh:"完成值"`
}

// Kind returns choice.reported.
func (*ChoiceReported) Kind() Kind { return "choice.reported" }

func (b *ChoiceReported) check(c *checker) {}

// WaiverDeclared (不适用申报) makes an item not applicable for a run of days, where
// its force allows.
type WaiverDeclared struct {
	Item   party.ItemID      `json:"item" zh:"条目"`
	From   party.Date        `json:"from" zh:"起"`
	To     party.Date        `json:"to" zh:"止"`
	Reason party.WaiveReason `json:"reason" zh:"原因"`
}

// Kind returns waiver.declared.
func (*WaiverDeclared) Kind() Kind { return "waiver.declared" }

func (b *WaiverDeclared) check(c *checker) {}

var standardKinds = []kind{
	define[StandardAdopted](1, "采用标准", ``),
	define[SeasonDeclared](1, "时段申报", ``),
	define[ChoiceDeclared](1, "自选项目", ``),
	define[ChoiceReported](1, "自选项目进展", ``),
	define[WaiverDeclared](1, "不适用申报", ``),
}
