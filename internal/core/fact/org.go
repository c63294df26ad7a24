package fact

import "qiangji/internal/party"

// OrgFounded (组织成立) states that an organisation exists from On.
type OrgFounded struct {
	Name   string           `json:"name" zh:"党组织名称" is:"name"` // the public designation on the seal
	Level  party.Level      `json:"level" zh:"建制"`
	Parent party.OrgID      `json:"parent,omitempty" zh:"上级党组织"`
	Form   party.Form       `json:"form" zh:"设置方式"`
	Domain party.Domain     `json:"domain" zh:"领域"`
	Units  int              `json:"units,omitempty" zh:"覆盖单位数"` // joint branches
	Traits []party.OrgTrait `json:"traits,omitempty" zh:"特征"`
}

// Kind returns org.founded.
func (*OrgFounded) Kind() Kind { return "org.founded" }

func (b *OrgFounded) check(c *checker) {}

// OrgRenamed (组织更名).
type OrgRenamed struct {
	Name string `json:"name" zh:"新名称" is:"name"`
}

// Kind returns org.renamed.
func (*OrgRenamed) Kind() Kind { return "org.renamed" }

func (b *OrgRenamed) check(c *checker) {}

// OrgMoved (隶属调整) puts the organisation under another parent.
type OrgMoved struct {
	Parent party.OrgID `json:"parent" zh:"新上级党组织"`
}

// Kind returns org.moved.
func (*OrgMoved) Kind() Kind { return "org.moved" }

func (b *OrgMoved) check(c *checker) {}

// OrgMerged (组织合并) ends the organisation; its members go to Into.
type OrgMerged struct {
	Into party.OrgID `json:"into" zh:"并入的党组织"`
}

// Kind returns org.merged.
func (*OrgMerged) Kind() Kind { return "org.merged" }

func (b *OrgMerged) check(c *checker) {}

// OrgClosed (组织撤销) ends the organisation.
type OrgClosed struct {
	Cause party.CloseCause `json:"cause" zh:"撤销原因"`
}

// Kind returns org.closed.
func (*OrgClosed) Kind() Kind { return "org.closed" }

func (b *OrgClosed) check(c *checker) {}

// OrgProfiled (组织情况) states the organisation's profile from On; a field left
// out keeps what was stated before.
type OrgProfiled struct {
	Domain    party.Domain      `json:"domain,omitempty" zh:"领域"`
	Form      party.Form        `json:"form,omitempty" zh:"设置方式"`
	Committee *bool             `json:"committee,omitempty" zh:"设支委会"`
	Seats     *int              `json:"seats,omitempty" zh:"支委职数"`
	Groups    *int              `json:"groups,omitempty" zh:"党小组数"`
	Units     *int              `json:"units,omitempty" zh:"覆盖单位数"`
	Traits    *[]party.OrgTrait `json:"traits,omitempty" zh:"特征"`
}

// Kind returns org.profiled.
func (*OrgProfiled) Kind() Kind { return "org.profiled" }

func (b *OrgProfiled) check(c *checker) {}

var orgKinds = []kind{
	define[OrgFounded](1, "组织成立", ``),
	define[OrgRenamed](1, "组织更名", ``),
	define[OrgMoved](1, "隶属调整", ``),
	define[OrgMerged](1, "组织合并", ``),
	define[OrgClosed](1, "组织撤销", ``),
	define[OrgProfiled](1, "组织情况", ``),
}
