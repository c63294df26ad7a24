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

func (b *PremisesStated) check(c *checker) {}

// MoneyStated (经费) is money due to, received by, or spent by the branch.
type MoneyStated struct {
	Flow   party.Flow   `json:"flow" zh:"收支"`
	Source party.Source `json:"source" zh:"来源"`
	Fen    int64        `json:"fen" zh:"金额(分)" is:"fen"`
}

// Kind returns money.stated.
func (*MoneyStated) Kind() Kind { return "money.stated" }

func (b *MoneyStated) check(c *checker) {}

// HelperAssigned (帮带人员): 组织员, 第一书记, 联系点领导 and others.
type HelperAssigned struct {
	Role   party.HelperRole `json:"role" zh:"身份"`
	Member party.MemberID   `json:"member,omitempty" zh:"人员"`
	Until  party.Date       `json:"until,omitzero" zh:"至"`
}

// Kind returns helper.assigned.
func (*HelperAssigned) Kind() Kind { return "helper.assigned" }

func (b *HelperAssigned) check(c *checker) {}

// PartnershipAgreed (共建协议).
type PartnershipAgreed struct {
	With  []party.OrgID `json:"with" zh:"共建党组织"`
	Until party.Date    `json:"until" zh:"至"`
}

// Kind returns partnership.agreed.
func (*PartnershipAgreed) Kind() Kind { return "partnership.agreed" }

func (b *PartnershipAgreed) check(c *checker) {}

// AffairsPublished (党务公开).
type AffairsPublished struct {
	Matter party.Matter `json:"matter" zh:"公开事项"`
	Days   int          `json:"days,omitempty" zh:"公示天数"`
}

// Kind returns affairs.published.
func (*AffairsPublished) Kind() Kind { return "affairs.published" }

func (b *AffairsPublished) check(c *checker) {}

var supportKinds = []kind{
	define[PremisesStated](1, "活动场所", ``),
	define[MoneyStated](1, "经费", ``),
	define[HelperAssigned](1, "帮带人员", ``),
	define[PartnershipAgreed](1, "共建协议", ``),
	define[AffairsPublished](1, "党务公开", ``),
}
