package fact

import "qiangji/internal/party"

// PremisesStated (活动场所).
type PremisesStated struct {
	Place  party.Premises `json:"premises" zh:"场所类别"`
	Square int            `json:"square,omitempty" zh:"面积(平方米)"`
	Shared bool           `json:"shared,omitempty" zh:"共用"`
}

// Kind returns premises.stated.
func (*PremisesStated) Kind() Kind { return "premises.stated" }

func (b *PremisesStated) check(c *checker) {
	if b.Place == "none" && (b.Square > 0 || b.Shared) {
		c.say("premises", "「场所类别」是暂无，却填了面积或共用；请核对")
	}
}

// MoneyStated (经费) is money due to, received by, or spent by the branch.
type MoneyStated struct {
	Flow   party.Flow   `json:"flow" zh:"收支"`
	Source party.Source `json:"source" zh:"来源"`
	Fen    int64        `json:"fen" zh:"金额(分)" is:"fen"`
}

// Kind returns money.stated.
func (*MoneyStated) Kind() Kind { return "money.stated" }

func (*MoneyStated) check(*checker) {}

// HelperAssigned (帮带人员): 组织员, 第一书记, 联系点领导 and others.
type HelperAssigned struct {
	Role   party.HelperRole `json:"role" zh:"身份"`
	Member party.MemberID   `json:"member,omitempty" zh:"人员"`
	Until  party.Date       `json:"until,omitzero" zh:"截止日期"`
}

// Kind returns helper.assigned.
func (*HelperAssigned) Kind() Kind { return "helper.assigned" }

func (b *HelperAssigned) check(c *checker) {
	c.notBefore("until", "截止日期", b.Until)
}

// PartnershipAgreed (共建协议).
type PartnershipAgreed struct {
	With  []party.OrgID `json:"with" zh:"共建党组织"`
	Until party.Date    `json:"until" zh:"截止日期"`
}

// Kind returns partnership.agreed.
func (*PartnershipAgreed) Kind() Kind { return "partnership.agreed" }

func (b *PartnershipAgreed) check(c *checker) {
	for _, org := range b.With {
		c.other("with", "共建党组织", org)
	}
	c.notBefore("until", "截止日期", b.Until)
}

// AffairsPublished (党务公开).
type AffairsPublished struct {
	Matter party.Matter `json:"matter" zh:"公开事项"`
	Days   int          `json:"days,omitempty" zh:"公示天数"`
}

// Kind returns affairs.published.
func (*AffairsPublished) Kind() Kind { return "affairs.published" }

func (b *AffairsPublished) check(c *checker) {
	if b.Days > 366 {
		c.say("days", "「公示天数」是 %d，最多 366，请核对", b.Days)
	}
}

var supportKinds = []kind{
	define[PremisesStated](1, "活动场所",
		"没有写的日期以前不作判断。",
		`{"premises":"centre","square":120,"shared":true}`),
	define[MoneyStated](1, "经费",
		"应拨、到账、支出各记一条。",
		`{"flow":"received","source":"fiscal","fen":300000}`),
	define[HelperAssigned](1, "帮带人员",
		"从发生日期起有人帮带；可以提前记。",
		`{"role":"first_secretary","member":"m-lin","until":"2028-03-04"}`),
	define[PartnershipAgreed](1, "共建协议",
		"由牵头的一方记一次；共同开展的活动记在会议活动里，各方各确认一次。",
		`{"with":["o-hospital"],"until":"2026-12-31"}`),
	define[AffairsPublished](1, "党务公开",
		"只记公开了什么、公示几天，不存公开的内容。",
		`{"matter":"development","days":5}`),
}
