package operate

import "strconv"

// villageLines: 农村和社区，高校.
var villageLines = []line{
	{item: "ZB-35", force: "MAY", fields: "村社", shots: unasked("")},
	{item: "ZB-44", force: "MUST", forms: allForms, fields: "村社", shots: join(
		no("", "2026-04-15 会议 村民代表会议"), ok("", "2026-04-08 会议 党员大会"))},
	{item: "ZB-93", force: "SHOULD", forms: "单联临流", fields: "教学", shots: join(
		no("领域: 高校教师", "2026-06-30 会议 集中学习"), ok("领域: 高校教师", "2026-06-30 会议 集中学习", "2026-12-31 会议 意识形态分析"),
		ok("领域: 高校教师", "2026-06-30 会议 意识形态分析", "2026-12-31 会议 集中学习"))},
	{item: "LY-54", force: "MUST", bearer: "committee", levels: "委", fields: "教学", shots: join(
		no("建制: 基层党委, 领域: 高校教师"), ok("建制: 基层党委, 领域: 高校教师", js("helper.assigned", "2026-01-05", `"role":"organiser"`)),
		unheard("建制: 基层党委, 领域: 高校教师, 成立: 2026-03-01", "2026-08-31"))},

	{pack: "domain/village", item: "ZB-90", force: "SHOULD", forms: "单联临流", shots: each("", "会议 两委商议", "会议 走访联系", "会议 征求意见")},
	{pack: "domain/village", item: "ZB-90a", force: "MAY", shots: unasked("特征: [有集体经济]")},
	{pack: "domain/village", item: "LY-01", force: "MUST", forms: "单联临流", shots: join(
		no("", "会议 村民代表会议", "会议 党员大会", "公开 村务财务"),
		no("", "会议 村民代表会议", "会议 两委商议", "公开 村务财务"),
		no("", "会议 村民代表会议", "会议 两委商议", "会议 党员大会"),
		ok("", "会议 村民代表会议", "会议 两委商议", "会议 党员大会", "公开 村务财务"),
		ok("", "2026-01-05 任职 党员1 村(居)委会主任", "会议 村民代表会议", "会议 党员大会", "公开 村务财务"),
		no("", "会议 两委商议", "会议 党员大会", "公开 村务财务"))},
	{pack: "domain/village", item: "LY-04", force: "MAY", shots: unasked("", "2026-01-05 任职 党员1 村(居)委会主任")},
	{pack: "domain/village", item: "LY-05", force: "MUST", forms: "单联流", shots: join(
		no("", lived), ok("", "2026-01-05 任职 党员1 村(居)委会主任"), unasked("不设班子: 是"),
		headless(), unheard("成立: 2025-11-01", "2026-10-31", lived))},
	{pack: "domain/village", item: "LY-08", force: "SHOULD", forms: "单联流", shots: join(
		no("", lived), ok("", "2026-01-05 任职 党员5 村务监督委员会主任"), unheard("成立: 2025-11-01", "2026-10-31", lived))},
	{pack: "domain/village", item: "LY-09", force: "MUST", bearer: "county", forms: allForms, shots: money("", "fiscal")},
	{pack: "domain/village", item: "ZB-46", shots: monthly("", "支委会", 3)},
	{pack: "domain/village", item: "ZB-50", shots: groupMeetings(3)},

	{pack: "domain/community", item: "ZB-91", force: "SHOULD", forms: "单联临流", shots: each("", "会议 走访联系", "会议 征求意见", "会议 民主议事")},
	{pack: "domain/community", item: "LY-10", force: "MUST", forms: "单联临流", shots: join(
		oneOf("", js("partnership.agreed", "2026-03-01", `"with":["b2"],"until":"2027-03-01"`),
			js("meeting.held", "2026-03-01", `"kinds":["volunteer"],"hosts":["b2"]`)),
		[]shot{{want: open, asOf: "2026-12-31"}})},

	{pack: "domain/teachers", item: "LY-50", force: "MUST", bearer: "committee", levels: "委", shots: join(
		by("建制: 基层党委, 任期至: 2026-06-30", "2026-06-30", "%s 选举 换届选举 3 4 10 10"),
		still("建制: 基层党委, 任期至: 2026-06-30", "换届请示 候选人报批 延期或提前换届"))},
	{pack: "domain/teachers", item: "LY-51", force: "MUST", bearer: "committee", levels: "委", shots: each("建制: 基层党委", "2026-06-30 会议 党政联席会议", "2026-12-31 会议 党政联席会议")},
	{pack: "domain/teachers", item: "LY-52", force: "MUST", forms: "单联流", shots: join(
		no("", lived), ok("", "2026-01-05 任职 党员1 学术带头人"), unasked("不设班子: 是"), unheard("成立: 2025-11-01", "2026-10-31", lived))},
	{pack: "domain/teachers", item: "ZB-46", shots: monthly("", "支委会", 3)},
	{pack: "domain/teachers", item: "ZB-50", shots: groupMeetings(3)},
	{pack: "domain/teachers", item: "ZB-93", shots: ok("", "2026-06-30 会议 意识形态分析", "2026-12-31 会议 集中学习")},
	{pack: "domain/students", item: "LY-53a", force: "MAY", shots: unasked("")},
	{pack: "domain/students", item: "ZB-46", shots: monthly("", "支委会", 4)},
	{pack: "domain/students", item: "ZB-50", shots: groupMeetings(4)},
	{pack: "domain/students", item: "ZB-93", shots: ok("", "2026-06-30 会议 意识形态分析", "2026-12-31 会议 集中学习")},
}

// lived is something of the year before: what a branch was then counts only if it
// kept a record of it.
const lived = "2025-12-10 会议 集中学习"

// headless: a village head who is another does not count.
func headless() []shot { return no("", lived, "2026-01-05 任职 党员5 村(居)委会主任") }

// unitLines: 机关、国企、事业、两新、离退休、流动.
var unitLines = []line{
	{item: "ZB-32", force: "SHOULD", forms: "单联流", fields: "机国事", shots: join(
		no("领域: 机关"), ok("领域: 机关", "2026-01-05 任职 党员1 单位其他负责人"), unasked("领域: 机关, 不设班子: 是"),
		unheard("领域: 机关, 成立: 2026-02-01", "2026-07-31"))},
	{item: "ZB-34", force: "SHOULD", forms: "单流", fields: "非组", shots: join(
		oneOf("领域: 非公企业", "2026-01-05 任职 党员1 单位其他负责人", "2026-01-05 任职 党员1 董事长", "2026-01-05 任职 党员2 副总经理", js("helper.assigned", "2026-01-05", `"role":"instructor"`)),
		unasked("领域: 非公企业, 不设班子: 是"), unheard("领域: 非公企业, 成立: 2026-02-01", "2026-07-31"))},
	{item: "LY-65", force: "MUST", forms: allForms, fields: "非组", shots: join(no("领域: 非公企业", "会议 前置研究"), ok("领域: 非公企业"))},

	{pack: "domain/agency", item: "ZB-97", force: "SHOULD", forms: "单联临流", shots: each("",
		"2026-06-30 会议 集中学习", "2026-06-30 会议 廉政教育", "2026-12-31 会议 集中学习", "2026-12-31 会议 廉政教育")},
	{pack: "domain/agency", item: "LY-41", force: "SHOULD", bearer: "committee", levels: "委", shots: join(
		by("建制: 基层党委, 任期至: 2026-06-30", "2026-06-30", "%s 选举 换届选举 3 4 10 10"),
		still("建制: 基层党委, 任期至: 2026-06-30", "换届请示 候选人报批 延期或提前换届"))},
	{pack: "domain/agency", item: "LY-43", force: "MUST", bearer: "committee", levels: "委", shots: once("建制: 基层党委", "2026-12-31", "%s 上级 书记集中轮训")},

	{pack: "domain/soe", item: "ZB-92", force: "SHOULD", forms: "单联临流", shots: join(
		oneOf("", js("pledge.made", "2026-03-01", `"member":"党员2","form":"task_force","due":"2027-10-01"`), "会议 志愿服务"),
		[]shot{{want: open, asOf: "2026-12-31"}})},
	{pack: "domain/soe", item: "LY-21", force: "MUST", bearer: "committee", levels: "委", shots: join(
		by("建制: 基层党委, 任期至: 2026-06-30", "2026-06-30", "%s 选举 换届选举 3 4 10 10"),
		still("建制: 基层党委, 任期至: 2026-06-30", "换届请示 候选人报批 延期或提前换届"))},
	// 5 到 9 人；设常委会的到 21 人
	{pack: "domain/soe", item: "LY-22", force: "SHOULD", bearer: "committee", levels: "委", shots: join(
		no("建制: 基层党委, 正式党员: 30, 任职: ["+posts(4)+"]"), ok("建制: 基层党委, 正式党员: 30, 任职: ["+posts(5)+"]"),
		ok("建制: 基层党委, 正式党员: 30, 任职: ["+posts(21)+"]"), no("建制: 基层党委, 正式党员: 30, 任职: ["+posts(22)+"]"),
		lapse("建制: 基层党委, 正式党员: 30, 任职: ["+posts(5)+"]", "2026-07-31", "2026-02-01 离任 党员5 委员"),
		unasked("建制: 基层党委, 不设班子: 是"), no("建制: 基层党委, 任职: [党员1 书记]"),
		still("建制: 基层党委, 正式党员: 30, 任职: ["+posts(5)+"]", "换届请示 候选人报批", "2026-02-01 离任 党员5 委员"))},
	{pack: "domain/soe", item: "LY-23", force: "MUST", forms: allForms, shots: join(
		no("特征: [有董事会]", lived), ok("特征: [有董事会, 有章程]"), unasked(""), unheard("特征: [有董事会], 成立: 2025-11-01", "2026-10-31", lived))},
	{pack: "domain/soe", item: "LY-24", force: "MUST", forms: allForms, shots: join(
		no("特征: [有董事会]"), ok("特征: [有董事会]", "2026-01-05 任职 党员1 副总经理"), unasked(""), unheard("特征: [有董事会], 成立: 2026-02-01", "2026-07-31"))},
	{pack: "domain/soe", item: "LY-25", force: "MUST", bearer: "committee", levels: "委", shots: once("建制: 基层党委", "2026-12-31", "%s 会议 前置研究")},
	{pack: "domain/soe", item: "LY-26", force: "MAY", shots: unasked("特征: [有重大事项决策权]")},
	{pack: "domain/soe", item: "LY-31", force: "MUST", bearer: "committee", forms: allForms, shots: money("", "unit")},
	{pack: "domain/soe", item: "ZB-46", shots: monthly("", "支委会", 3)},
	{pack: "domain/soe", item: "ZB-50", shots: groupMeetings(4)},

	{pack: "domain/institution", item: "ZB-96", force: "SHOULD", forms: "单联临流", shots: each("", "会议 集中学习", "会议 征求意见")},
	{pack: "domain/institution", item: "LY-66", force: "MUST", forms: "单联临流", shots: join(
		oneOf("特征: [学校]", "2026-12-31 会议 前置研究", "2026-12-31 会议 党政联席会议"), no("特征: [医院]"), unasked(""))},
	{pack: "domain/institution", item: "ZB-46", shots: monthly("", "支委会", 3)},

	{pack: "domain/private", item: "ZB-94", force: "SHOULD", forms: "单联临流", shots: each("", "会议 征求意见", "会议 走访联系")},
	{pack: "domain/private", item: "LY-61", force: "SHOULD", forms: "单联流", shots: join(
		no("不设班子: 是"), ok(""), ok("不设班子: 是", js("helper.assigned", "2026-01-05", `"role":"instructor"`)),
		unheard("", "2026-04-30", "2026-02-01 离任 党员1 书记"), still("", "换届请示 候选人报批", "2026-03-01 离任 党员1 书记"))},
	{pack: "domain/private", item: "ZB-46", shots: monthly("", "支委会", 3)},
	{pack: "domain/private", item: "ZB-50", shots: groupMeetings(4)},

	{pack: "domain/ngo", item: "ZB-95", force: "SHOULD", forms: "单联临流", shots: once("", "2026-12-31", "%s 会议 志愿服务")},
	{pack: "domain/ngo", item: "LY-64", force: "MUST", forms: "单流", shots: join(
		no("", lived), ok("特征: [有章程]"), unheard("成立: 2025-11-01", "2026-10-31", lived))},
	{pack: "domain/ngo", item: "ZB-46", shots: monthly("", "支委会", 4)},
	{pack: "domain/ngo", item: "ZB-50", shots: groupMeetings(4)},

	{pack: "domain/retired", item: "ZB-99", force: "SHOULD", forms: "单联临流", shots: each("", "会议 集中学习", "会议 征求意见")},
	{pack: "domain/retired", item: "LY-67", force: "SHOULD", forms: "单联临流", shots: each("", "2026-06-30 关怀 送学上门", "2026-12-31 关怀 送学上门")},
	{pack: "domain/retired", item: "ZB-40", shots: quarterly("", "党员大会", 2)},
	{pack: "domain/retired", item: "ZB-46", shots: monthly("", "支委会", 6)},
	{pack: "domain/retired", item: "ZB-50", shots: groupMeetings(8)},
	{pack: "domain/retired", item: "JY-01", forms: "单联流", shots: join(
		no("正式党员: 3", studied("学时 31 党员3")...), ok("正式党员: 3", studied("学时 32 党员3")...),
		excused(js("member.placed", "2016-01-02", `"member":"党员3","class":"retired"`)),
		excused(js("member.adjusted", "2026-01-10", `"member":"党员3","adjusted":true`)),
		excused("2026-02-01 流动 党员3 登记流动", "2026-07-01 流动 党员3 取得联系"), excused("2026-02-01 流动 党员3 失去联系"), excused("2026-02-01 流动 党员3 出国(境)"),
		ok("正式党员: 3", append(studied("学时 32 党员3"), js("member.moved", "2026-03-05", `"member":"m08","way":"in","summary":{"stage":"full","accepted":"2015-07-01","full":"2016-07-01"}`))...),
		[]shot{{want: open, branch: "正式党员: 3", asOf: "2026-12-31", facts: studied("学时 31 党员3")},
			{want: open, branch: "正式党员: 3", asOf: "2026-10-01", facts: studied("学时 32 党员3")}})},

	{pack: "domain/floating", item: "ZB-98", force: "SHOULD", forms: allForms, shots: join(
		each("设置: 流动", "2026-06-30 会议 集中学习", "2026-12-31 会议 党课"),
		ok("设置: 流动", "2026-06-30 会议 集中学习", js("meeting.held", "2026-12-31", `"kinds":["culture"],"hosts":["b2"]`)))},
	{pack: "domain/floating", item: "ZB-98a", force: "MUST", forms: allForms, shots: join(
		no("设置: 流动", "2026-05-10 步骤 申请人1 支部大会接收 通过"), no("设置: 流动, 预备党员: 1", "2026-10-10 步骤 党员11 支部大会讨论转正 按期转正"), ok("设置: 流动"))},
	{pack: "domain/floating", item: "SH-14", force: "MUST", forms: allForms, shots: once("设置: 流动", "2026-12-31", "%s 流动 党员3 流入地反馈")},
	{pack: "domain/floating", item: "JY-25", force: "MUST", bearer: "county", forms: allForms,
		shots: by("设置: 流动", "2026-04-01", above("%s", "answered", "设立"), told("设立", "submitted", "2026-03-01", `"matter":"founding","to":"c01"`))},
	{pack: "domain/floating", item: "ZB-40", shots: quarterly("设置: 流动", "党员大会", 2)},
	{pack: "domain/floating", item: "ZB-46", shots: monthly("设置: 流动", "支委会", 6)},
	{pack: "domain/floating", item: "ZB-50", shots: groupMeetings(8)},
}

// posts are so many members of a committee.
func posts(n int) string {
	s := "党员1 书记"
	for i := 2; i <= n; i++ {
		s += ", 党员" + strconv.Itoa(i) + " 委员"
	}
	return s
}
