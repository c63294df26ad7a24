package fact

import "qiangji/internal/party"

// ReviewHeld (述职评议) is the yearly report on Party building and its result.
type ReviewHeld struct {
	Year   int           `json:"year" zh:"年度" is:"year"`
	By     party.Tier    `json:"by" zh:"评议方层级"`
	Result party.Verdict `json:"result,omitempty" zh:"综合评价"`
}

// Kind returns review.held.
func (*ReviewHeld) Kind() Kind { return "review.held" }

func (b *ReviewHeld) check(c *checker) {}

// RatingDecided (定级决定) is the named people's decision; without it no branch has a
// star or a tier (C3).
type RatingDecided struct {
	Scheme party.SchemeID     `json:"scheme" zh:"方案"`
	Year   int                `json:"year" zh:"年度" is:"year"`
	Of     party.OrgID        `json:"of" zh:"被评党组织"`
	Level  string             `json:"level" zh:"等级" is:"word"` // a level that the scheme declares
	Tier   string             `json:"tier,omitempty" zh:"类别" is:"word"`
	By     party.DecidingBody `json:"by" zh:"决定主体"`
	Cut    party.Date         `json:"cut" zh:"依据截至"`
}

// Kind returns rating.decided.
func (*RatingDecided) Kind() Kind { return "rating.decided" }

func (b *RatingDecided) check(c *checker) {}

// OutcomeStated (成效数据): satisfaction, service or business, with its issuer and
// the count it rests on.
type OutcomeStated struct {
	Sort   party.OutcomeSort `json:"sort" zh:"成效类别"`
	Value  party.Decimal     `json:"value" zh:"数值"` // satisfaction: percent 0–100
	Basis  int               `json:"basis" zh:"依据数量"`
	Issuer party.Issuer      `json:"issuer" zh:"出具方"`
	Year   int               `json:"year" zh:"年度" is:"year"`
	Half   int               `json:"half,omitempty" zh:"半年(1或2)"`
}

// Kind returns outcome.stated.
func (*OutcomeStated) Kind() Kind { return "outcome.stated" }

func (b *OutcomeStated) check(c *checker) {}

var ratingKinds = []kind{
	define[ReviewHeld](1, "述职评议", ``),
	define[RatingDecided](1, "定级决定", ``),
	define[OutcomeStated](1, "成效数据", ``),
}
