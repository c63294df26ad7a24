package operate

import "fmt"

// hours are study hours of members, in a meeting or in a course.
func hours(n int, form string, members ...string) string {
	list := ""
	for i, m := range members {
		if i > 0 {
			list += ","
		}
		list += `"` + m + `"`
	}
	return js("study.logged", "2026-09-15", fmt.Sprintf(`"members":[%s],"hours":"%d","form":"%s","level":"county"`, list, n, form))
}

// studied is everyone of a branch of three with hours enough but the third.
func studied(third string) []string { return []string{"学时 60 党员1 党员2", third} }

// excused is the shot of a third member who learnt nothing and need not.
func excused(facts ...string) []shot {
	return ok("正式党员: 3", append(studied("学时 1 党员3"), facts...)...)
}

const lostFive = "2026-02-01 流动 党员5 失去联系"

var suspendedFive = js("member.standing", "2024-03-01", `"member":"党员5","state":"suspended"`)

var correcting = []string{
	told("处置", "disposal.step", "2024-10-10", `"member":"党员5","step":"filed"`),
	js("disposal.step", "2025-02-01", `"member":"党员5","case":"处置","step":"approved","result":"correct","until":"2026-02-01"`),
}

// memberLines: 党员教育管理工作条例, 党费, 组织处置, and the calendar.
var memberLines = []line{
	// ≥ 32 学时
	{item: "JY-01", force: "SHOULD", forms: "单联流", shots: join(
		no("正式党员: 3", studied("学时 31 党员3")...), ok("正式党员: 3", studied("学时 32 党员3")...),
		excused(js("member.adjusted", "2026-01-10", `"member":"党员3","adjusted":true`)),
		excused("2026-02-01 流动 党员3 登记流动", "2026-07-01 流动 党员3 取得联系"), excused("2026-02-01 流动 党员3 失去联系"), excused("2026-02-01 流动 党员3 出国(境)"),
		ok("正式党员: 3", append(studied("学时 32 党员3"), js("member.moved", "2026-03-05", `"member":"m08","way":"in","summary":{"stage":"full","accepted":"2015-07-01","full":"2016-07-01"}`))...),
		no("正式党员: 1"), unasked("正式党员: 1", js("member.died", "2026-01-02", `"member":"党员1"`)),
		[]shot{{want: open, branch: "正式党员: 3", asOf: "2026-12-31", facts: studied("学时 31 党员3")},
			{want: open, branch: "正式党员: 3", asOf: "2026-10-01", facts: studied("学时 32 党员3")}})},
	// ≥ 56 学时，集中培训 ≥ 1
	{item: "JY-02", force: "SHOULD", forms: "单联流", shots: join(
		no("任职: [党员1 书记, 党员2 委员]", hours(55, "course", "党员1"), hours(56, "course", "党员2")),
		no("任职: [党员1 书记, 党员2 委员]", hours(56, "course", "党员1"), hours(55, "course", "党员2")),
		no("任职: [党员1 书记, 党员2 委员]", hours(56, "course", "党员1"), hours(56, "collective", "党员2")),
		ok("任职: [党员1 书记, 党员2 委员]", hours(56, "course", "党员1"), hours(56, "course", "党员2")),
		ok("任职: [党员1 书记]", hours(56, "course", "党员1"),
			js("member.moved", "2026-03-05", `"member":"m08","way":"in","summary":{"stage":"full","accepted":"2015-07-01","full":"2016-07-01"}`), "2026-04-01 任职 m08 委员"),
		[]shot{{want: open, branch: "任职: [党员1 书记]", asOf: "2026-12-31", facts: []string{hours(55, "course", "党员1")}},
			{want: open, branch: "任职: [党员1 书记]", asOf: "2026-10-01", facts: []string{hours(56, "course", "党员1")}}})},
	// 预备期一年内；转正后一年内
	{item: "JY-03", force: "SHOULD", bearer: "committee", forms: allForms,
		shots: by("", "2026-06-10", js("study.logged", "%s", `"members":["申请人1"],"hours":"8","form":"course","level":"county"`), step("2025-06-10", "支部大会接收 通过"))},
	{item: "JY-03a", force: "SHOULD", bearer: "committee", forms: allForms,
		shots: by("成立: 2010-01-01", "2026-06-10", js("study.logged", "%s", `"members":["申请人1"],"hours":"8","form":"course","level":"county"`),
			step("2024-06-10", "支部大会接收 通过"), step("2025-06-10", "支部大会讨论转正 按期转正"))},
	// 每年 ≥ 1 次
	{item: "JY-04", force: "MUST", bearer: "county", forms: "单联流", shots: join(
		no("", hours(8, "collective", "党员1")), ok("", hours(8, "course", "党员1")), unasked("不设班子: 是"),
		[]shot{{want: open, asOf: "2026-12-31"}})},
	{item: "JY-05", force: "MUST", bearer: "committee", levels: "委", shots: join(
		once("建制: 基层党委", "2026-12-31", "%s 上级 党员集中培训"), unasked("建制: 基层党委, 领域: 国企"))},
	// 失联 6 个月，再给三个月
	{item: "JY-10", force: "MUST", forms: allForms, shots: join(
		by("", "2026-10-15", js("member.standing", "%s", `"member":"党员5","state":"suspended"`), "2026-01-15 会议 党员大会", lostFive),
		still("", "处置预审", "2026-01-15 会议 党员大会", lostFive))},
	// 停止党籍 2 年，再给三个月
	{item: "JY-11", force: "MUST", forms: allForms, shots: join(
		by("", "2026-06-01", js("member.left", "%s", `"member":"党员5","way":"lost_two_years"`), suspendedFive), still("", "处置预审", suspendedFive))},
	{item: "JY-12", force: "MAY", shots: unasked("")},
	{item: "JY-16", force: "MAY", bearer: "committee", shots: unasked("")},
	{item: "JY-17", force: "MUST", bearer: "committee", forms: allForms,
		shots: by("", "2026-07-01", `{"org":"b2","kind":"member.moved","on":"%s","body":{"member":"党员9","way":"in","other":"b1"}}`,
			js("member.moved", "2026-04-01", `"member":"党员9","way":"out","other":"b2"`))},
	// 国外 ≥ 1 次/半年；流动没有数，按半年
	{item: "JY-19", force: "MUST", forms: allForms, shots: by("", "2026-07-05", "%s 流动 党员5 取得联系", "2026-01-05 流动 党员5 登记流动")},
	{item: "JY-21", force: "MUST", forms: allForms, shots: by("", "2026-07-05", "%s 流动 党员5 取得联系", "2026-01-05 流动 党员5 出国(境)")},
	{item: "JY-22", force: "MAY", shots: unasked("")},
	{item: "JY-26", force: "MUST", forms: "单联临流", shots: join(
		no("", js("member.adjusted", "2026-01-10", `"member":"党员9","adjusted":true`)),
		ok("", js("member.adjusted", "2026-01-10", `"member":"党员9","adjusted":true`), "2026-12-31 关怀 送学上门"), ok(""),
		[]shot{{want: open, asOf: "2026-12-31", facts: []string{js("member.adjusted", "2026-01-10", `"member":"党员9","adjusted":true`)}}})},
	{item: "JY-28", force: "MUST", forms: "单联临流", shots: join(
		oneOf("", js("pledge.made", "2026-03-01", `"member":"党员2","form":"promise","due":"2026-10-01"`),
			js("pledge.made", "2026-03-01", `"member":"党员2","form":"task_force","due":"2027-10-01"`), "会议 志愿服务"),
		[]shot{{want: open, asOf: "2026-12-31"}})},

	// 党费：年初核定（一月，补到三月底）；按月交；按月缴（次月底）；每年公布 1 次
	{item: "DF-08", force: "MAY", shots: unasked("")},
	{item: "DF-12", force: "SHOULD", forms: "单联", shots: once("", "2026-03-31", "%s 核定党费")},
	{item: "DF-13", force: "MAY", shots: unasked("")},
	{item: "DF-14", force: "MUST", forms: "单联", shots: join(
		no("正式党员: 3", "党费 党员1 党员2 1-12月", "党费 党员3 1-8月"), ok("正式党员: 3", "党费 党员1 党员2 1-12月", "党费 党员3 1-9月"),
		no("正式党员: 1", "党费 党员1 1-8月"), unasked("正式党员: 1", js("member.died", "2026-01-02", `"member":"党员1"`)),
		ok("正式党员: 3", "党费 党员1 党员2 1-12月", "党费 党员3 1-8月", "2026-09-01 流动 党员3 失去联系"))},
	{item: "DF-15", force: "MAY", shots: unasked("")},
	{item: "DF-17", force: "MUST", forms: "单联", shots: join(
		no("", "上缴党费 1-11月"), ok("", "上缴党费 1-12月"),
		ok("", "上缴党费 1-5月", js("dues.remitted", "2026-07-31", `"month":"2026-06","fen":100`), "上缴党费 7-12月"),
		[]shot{{want: open, asOf: "2026-02-28"}, {want: "待定", asOf: "2026-03-01"}})},
	{item: "DF-17a", force: "MUST", forms: "单联", shots: once("", "2026-12-31", "%s 公开 党费收缴")},

	// 15 个工作日
	{item: "QJ-15", force: "SHOULD", bearer: "committee", forms: allForms,
		shots: by("", "2026-04-22", `{"org":"t01","kind":"help.answered","on":"%s","body":{"ask":"帮办","result":"declined"}}`, told("帮办", "help.asked", "2026-04-01", `"of":"t01"`))},
	// ≤ 1 年
	{item: "CZ-03", force: "MUST", forms: allForms, shots: join(
		by("", "2026-02-01", js("disposal.step", "%s", `"member":"党员5","case":"处置","step":"corrected","result":"none"`), correcting...),
		still("", "", correcting...), []shot{{want: open, facts: append([]string{"2026-01-10 报送 处置预审 党员5"}, correcting...)}})},
	{item: "CZ-08", force: "MUST", forms: allForms, shots: join(
		no("", js("disposal.step", "2026-05-10", `"member":"党员8","step":"investigated"`)),
		ok("", told("处置", "disposal.step", "2026-05-01", `"member":"党员8","step":"filed"`), js("disposal.step", "2026-05-10", `"member":"党员8","case":"处置","step":"investigated"`)))},

	// 6 月 30 日、12 月 31 日
	{item: "SJ-32", force: "MUST", forms: "单联", shots: each("", "2026-06-30 报送 统计报表", "2026-12-31 报送 统计报表")},
	{item: "SJ-32a", force: "MUST", bearer: "committee", levels: "委", shots: each("建制: 基层党委", "2026-06-30 上级 汇总统计", "2026-12-31 上级 汇总统计")},
}

// upperLines: 支部工作条例 §1.7: once a year, of a county or of a committee.
var upperLines = []line{
	{item: "ZB-100", force: "MUST", bearer: "county", levels: "县", shots: once("建制: 县级党委", "2026-12-31", "%s 上级 专题研究支部建设")},
	{item: "ZB-101", force: "MUST", bearer: "county", levels: "县", shots: once("建制: 县级党委", "2026-12-31", "%s 上级 建立联系点")},
	{item: "ZB-101a", force: "MUST", bearer: "committee", levels: "委", shots: once("建制: 基层党委", "2026-12-31", "%s 上级 建立联系点")},
	{item: "ZB-102", force: "MUST", bearer: "county", levels: "县", shots: once("建制: 县级党委", "2026-12-31", "%s 上级 分类指导")},
	{item: "ZB-103", force: "SHOULD", bearer: "committee", levels: "委", shots: join(
		no("建制: 基层党委"), ok("建制: 基层党委", js("helper.assigned", "2026-01-05", `"role":"organiser"`)),
		unheard("建制: 基层党委, 成立: 2026-03-01", "2026-08-31"))},
	{item: "ZB-104", force: "MUST", bearer: "county", levels: "县", shots: once("建制: 县级党委", "2026-12-31", "%s 上级 村社区书记备案管理")},
	{item: "ZB-105", force: "MUST", bearer: "county", levels: "县", shots: once("建制: 县级党委", "2026-12-31", "%s 上级 述职评议")},
	{item: "LY-09a", force: "MUST", bearer: "county", levels: "县", shots: once("建制: 县级党委", "2026-12-31", "%s 上级 书记报酬保障")},
}
