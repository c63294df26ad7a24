package fact

import "qiangji/internal/party"

// PostTaken (任职) states that a member holds a post from On: a Party post in the
// branch or an administrative post beside it (双向进入、交叉任职).
type PostTaken struct {
	Member   party.MemberID `json:"member" zh:"人员"`
	Post     party.Post     `json:"post" zh:"职务"`
	Election party.FactID   `json:"election,omitempty" zh:"选举"`
	Approved party.Date     `json:"approved,omitzero" zh:"上级批准或备案日期"`
	Until    party.Date     `json:"until,omitzero" zh:"任期至"`
	First    bool           `json:"first,omitempty" zh:"新任"`
}

// Kind returns post.taken.
func (*PostTaken) Kind() Kind { return "post.taken" }

func (b *PostTaken) check(c *checker) {
	c.notBefore("until", "任期至", b.Until)
}

// PostLeft (离任).
type PostLeft struct {
	Member party.MemberID `json:"member" zh:"人员"`
	Post   party.Post     `json:"post" zh:"职务"`
}

// Kind returns post.left.
func (*PostLeft) Kind() Kind { return "post.left" }

func (*PostLeft) check(*checker) {}

var postKinds = []kind{
	define[PostTaken](1, "任职",
		"党内职务和行政职务都记在这里，由此看出双向进入、交叉任职、一肩挑。可以提前记。",
		`{"member":"m01","post":"secretary","election":"f-0090","approved":"2026-03-09","until":"2031-03-04","first":true}`),
	define[PostLeft](1, "离任",
		"可以提前记。",
		`{"member":"m02","post":"secretary"}`),
}
