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

func (b *ReviewHeld) check(c *checker) {
	c.yearOf("年度", b.Year)
}

// RatingDecided (定级决定) is the named people's decision; without it no branch has a
// star or a tier (C3).
type RatingDecided struct {
	Scheme party.SchemeID     `json:"scheme" zh:"方案"`
	Year   int                `json:"year" zh:"年度" is:"year"`
	Of     party.OrgID        `json:"of" zh:"被评党组织"`
	Level  string             `json:"level" zh:"等级" is:"word"` // a level that the scheme declares
	Tier   string             `json:"tier,omitempty" zh:"类别" is:"word"`
	By     party.DecidingBody `json:"by" zh:"决定主体"`
	Signer party.MemberID     `json:"signer,omitempty" zh:"签发人"` // who answers for it; register.Admit lets none in without
	Cut    party.Date         `json:"cut" zh:"依据截至"`
}

// Kind returns rating.decided.
func (*RatingDecided) Kind() Kind { return "rating.decided" }

func (b *RatingDecided) check(c *checker) {
	c.notAfter("cut", "依据截至", b.Cut)
	if on := c.fact.On.Year(); b.Year < on-2 || b.Year > on {
		c.say("year", "「年度」是 %d，应当在决定前两年之内，请核对", b.Year)
	}
}

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

func (b *OutcomeStated) check(c *checker) {
	c.atLeast("basis", "依据数量", b.Basis, 1)
	if b.Sort == "satisfaction" {
		c.between("value", "满意度", b.Value, [2]int{0, 100})
	}
	if b.Half > 2 {
		c.say("half", "「半年」上半年写 1，下半年写 2，全年不写；现在是 %d", b.Half)
	}
}

var ratingKinds = []kind{
	define[ReviewHeld](1, "述职评议",
		"书记抓基层党建述职评议考核，一年一次。",
		`{"year":2025,"by":"town","result":"fair"}`),
	define[RatingDecided](1, "定级决定",
		"没有这一条，任何支部都没有星级和类别。等级、类别用方案里的名称，别的名称不采用。要写明签发人；决定主体要和登记的党组织是同一级。",
		`{"scheme":"county-demo","year":2025,"of":"o-shiqiao","level":"四星","by":"county_committee","signer":"m-chen","cut":"2025-12-31"}`),
	define[OutcomeStated](1, "成效数据",
		"每个数都要有出具方和依据的数量；满意度写百分数。出具方是本支部自己的，测算不采用。",
		`{"sort":"satisfaction","value":"93.5","basis":46,"issuer":"survey","year":2025}`),
}
