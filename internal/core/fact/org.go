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

func (b *OrgFounded) check(c *checker) {
	c.other("parent", "上级党组织", b.Parent)
	if b.Form == "single" && b.Units > 1 {
		c.say("units", "单独组建的党组织只覆盖一个单位；覆盖 %d 个单位的，请把设置方式改为联合(joint)", b.Units)
	}
}

// OrgRenamed (组织更名).
type OrgRenamed struct {
	Name string `json:"name" zh:"新名称" is:"name"`
}

// Kind returns org.renamed.
func (*OrgRenamed) Kind() Kind { return "org.renamed" }

func (*OrgRenamed) check(*checker) {}

// OrgMoved (隶属调整) puts the organisation under another parent.
type OrgMoved struct {
	Parent party.OrgID `json:"parent" zh:"新上级党组织"`
}

// Kind returns org.moved.
func (*OrgMoved) Kind() Kind { return "org.moved" }

func (b *OrgMoved) check(c *checker) {
	c.other("parent", "新上级党组织", b.Parent)
}

// OrgMerged (组织合并) ends the organisation; its members go to Into.
type OrgMerged struct {
	Into party.OrgID `json:"into" zh:"并入的党组织"`
}

// Kind returns org.merged.
func (*OrgMerged) Kind() Kind { return "org.merged" }

func (b *OrgMerged) check(c *checker) {
	c.other("into", "并入的党组织", b.Into)
}

// OrgClosed (组织撤销) ends the organisation.
type OrgClosed struct {
	Cause party.CloseCause `json:"cause" zh:"撤销原因"`
}

// Kind returns org.closed.
func (*OrgClosed) Kind() Kind { return "org.closed" }

func (*OrgClosed) check(*checker) {}

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

func (b *OrgProfiled) check(c *checker) {
	if *b == (OrgProfiled{}) {
		c.add("body", "组织情况一项也没有填；请至少填一项有变化的")
	}
	if b.Committee != nil && !*b.Committee && b.Seats != nil && *b.Seats > 0 {
		c.say("seats", "没有设支委会，却填了支委职数 %d；请核对这两项", *b.Seats)
	}
	if b.Seats != nil && *b.Seats > 15 {
		c.say("seats", "「支委职数」是 %d，最多 15，请核对", *b.Seats)
	}
	if b.Groups != nil && *b.Groups > maxGroup {
		c.say("groups", "「党小组数」是 %d，最多 %d，请核对", *b.Groups, maxGroup)
	}
}

var orgKinds = []kind{
	define[OrgFounded](1, "组织成立",
		"从发生日期起有这个党组织；上级不在本系统里时，上级党组织留空。",
		`{"name":"中共青禾县柳溪镇石桥村支部委员会","level":"branch","parent":"o-liuxi","form":"single","domain":"village","traits":["collective","busy_season"]}`),
	define[OrgRenamed](1, "组织更名",
		"编号不变，只换名称。",
		`{"name":"中共青禾县柳溪镇石桥社区支部委员会"}`),
	define[OrgMoved](1, "隶属调整",
		"改由另一个上级党组织管理，下级随之转移。",
		`{"parent":"o-dongshan"}`),
	define[OrgMerged](1, "组织合并",
		"本组织结束，党员随之编入并入的党组织。",
		`{"into":"o-xiaqiao"}`),
	define[OrgClosed](1, "组织撤销",
		"从发生日期起不再有这个党组织，当天起不再产生任务。",
		`{"cause":"expired"}`),
	define[OrgProfiled](1, "组织情况",
		"没有写的项沿用以前的；特征写 [] 表示清空。设没设支委会、有没有党小组，决定问不问支委会和党小组会。",
		`{"committee":true,"seats":3,"groups":2}`),
}
