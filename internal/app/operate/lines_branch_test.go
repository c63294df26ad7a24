package operate

// died3 is the death of a member on 1 February.
var died3 = js("member.died", "2026-02-01", `"member":"党员3"`)

// branchLines: 支部工作条例 §1.1, §1.2.
var branchLines = []line{
	// 正式党员 ≥ 3；人数刚跌破的给六个月（TR-28）
	{item: "ZB-01", force: "MUST", forms: "联", shots: join(
		no("设置: 联合, 正式党员: 2"), ok("设置: 联合, 正式党员: 3"),
		lapse("设置: 联合, 正式党员: 3", "2026-07-31", died3),
		still("设置: 联合, 正式党员: 3", "调整撤销", died3))},
	// 党员 ≤ 50，正式加预备
	{item: "ZB-02", force: "SHOULD", forms: "单联临流", shots: join(
		no("正式党员: 51"), ok("正式党员: 50"), no("正式党员: 50, 预备党员: 1"),
		lapse("正式党员: 50", "2026-07-31", "2026-02-01 步骤 申请人1 支部大会接收 通过"),
		still("正式党员: 50", "调整撤销", "2026-02-01 步骤 申请人1 支部大会接收 通过"))},
	// 正式党员 < 3 → 联合
	{item: "ZB-03", force: "MUST", forms: "单", meets: "联", shots: join(
		no("正式党员: 2, 预备党员: 2"), ok("正式党员: 3"),
		lapse("正式党员: 3", "2026-07-31", died3), still("正式党员: 3", "调整撤销", died3))},
	// ≤ 5 个单位
	{item: "ZB-04", force: "SHOULD", forms: "联", shots: join(
		no("设置: 联合", js("org.profiled", "2026-01-01", `"units":6`)), ok("设置: 联合, 单位数: 5"),
		lapse("设置: 联合, 单位数: 5", "2026-07-31", js("org.profiled", "2026-02-01", `"units":6`)),
		still("设置: 联合, 单位数: 5", "调整撤销", js("org.profiled", "2026-02-01", `"units":6`)))},
	// 批复必须有，一个月是“一般”；我们给三个月
	{item: "ZB-08", force: "MUST", bearer: "committee", forms: "单联临功",
		shots: by("", "2026-06-01", above("%s", "answered", "设立"), told("设立", "submitted", "2026-03-01", `"matter":"founding","to":"t01"`))},
	{item: "ZB-08a", force: "SHOULD", bearer: "committee", forms: "单联临功",
		shots: by("", "2026-04-01", above("%s", "answered", "设立"), told("设立", "submitted", "2026-03-01", `"matter":"founding","to":"t01"`))},
	// 批准后选举，没有期限：三个月
	{item: "ZB-09", force: "MUST", forms: "单联", shots: join(
		by("成立: 2026-03-01, 不设班子: 是", "2026-06-01", "%s 选举 成立选举 3 4 10 10 2031-06-01"),
		still("成立: 2026-03-01, 不设班子: 是", "换届请示 候选人报批"))},
	{item: "ZB-10", force: "MUST", bearer: "committee", forms: "单联临功",
		shots: by("", "2026-06-20", above("%s", "filing", ""),
			told("设立", "submitted", "2026-03-01", `"matter":"founding","to":"t01"`), above("2026-03-20", "answered", "设立"))},
	{item: "ZB-11", force: "MAY", bearer: "committee", forms: "", shots: unasked("")},
	// 不再具备条件，及时调整：六个月
	{item: "ZB-12", force: "MUST", bearer: "committee", forms: "单联", shots: join(
		by("正式党员: 3, 预备党员: 1", "2026-08-01", "%s 步骤 党员4 支部大会讨论转正 按期转正", died3))},
	{item: "ZB-13", force: "SHOULD", bearer: "committee", forms: allForms,
		shots: by("", "2026-07-01", above("%s", "answered", "减免"), told("减免", "submitted", "2026-06-01", `"matter":"hardship","to":"t01"`))},
	{item: "ZB-14", force: "MAY", shots: unasked("设置: 临时")},
	// 临时党支部的五件事
	{item: "ZB-15", force: "SHOULD", forms: "临", shots: join(
		no("设置: 临时, 成立: 2020-01-01, 不设班子: 是", "2026-05-10 步骤 申请人1 支部大会接收 通过"),
		no("设置: 临时, 不设班子: 是, 预备党员: 1", "2026-10-10 步骤 党员11 支部大会讨论转正 按期转正"),
		no("设置: 临时, 不设班子: 是", "选举 换届选举 3 4 10 10"),
		no("设置: 临时, 不设班子: 是", told("处置", "disposal.step", "2026-03-10", `"member":"党员8","step":"filed"`),
			js("disposal.step", "2026-05-10", `"member":"党员8","case":"处置","step":"investigated"`)),
		no("设置: 临时, 不设班子: 是", "上缴党费 5-5月"),
		ok("设置: 临时, 不设班子: 是"))},
	{item: "ZB-16", force: "MUST", bearer: "committee", forms: "临", shots: join(
		no("设置: 临时, 不设班子: 是"), ok("设置: 临时, 任职: [党员1 书记]"),
		lapse("设置: 临时, 不设班子: 是, 成立: 2026-03-01", "2026-03-31"))},

	// 正式党员 ≥ 7；年中刚到七人的给六个月（TR-28）
	{item: "ZB-20", force: "MUST", forms: "单联", shots: join(
		no("正式党员: 7, 支委会: 否"), ok("正式党员: 7, 支委会: 是"), unasked("正式党员: 6"),
		lapse("正式党员: 6, 预备党员: 1, 成立: 2015-01-01", "2026-07-31", "2026-02-01 步骤 党员7 支部大会讨论转正 按期转正"),
		still("正式党员: 6, 预备党员: 1", "换届请示 候选人报批", "2026-02-01 步骤 党员7 支部大会讨论转正 按期转正"))},
	// 3 到 5 人，最多 7 人
	{item: "ZB-21", force: "SHOULD", forms: allForms, shots: join(
		no("支委会: 是, 任职: [党员1 书记, 党员2 组织委员]"),
		ok("支委会: 是, 任职: [党员1 书记, 党员2 组织委员, 党员3 委员]"),
		ok("支委会: 是, 任职: [党员1 书记, 党员2 委员, 党员3 委员, 党员4 委员, 党员5 委员, 党员6 委员, 党员7 委员]"),
		no("支委会: 是, 任职: [党员1 书记, 党员2 委员, 党员3 委员, 党员4 委员, 党员5 委员, 党员6 委员, 党员7 委员, 党员8 委员]"),
		unasked("正式党员: 6"),
		lapse("", "2026-04-30", "2026-02-01 离任 党员3 宣传委员"),
		still("", "换届请示 候选人报批", "2026-03-01 离任 党员3 宣传委员"))},
	{item: "ZB-22", force: "MUST", forms: allForms, shots: join(
		no("任职: [党员2 组织委员, 党员3 宣传委员, 党员4 纪检委员]"),
		no("任职: [党员1 书记, 党员3 宣传委员, 党员4 纪检委员]"),
		no("任职: [党员1 书记, 党员2 组织委员, 党员4 纪检委员]"),
		no("任职: [党员1 书记, 党员2 组织委员, 党员3 宣传委员]"),
		no("任职: [党员1 书记, 党员2 组织委员, 党员3 宣传委员, 党员4 纪检委员, 党员5 副书记, 党员6 副书记]"),
		ok("任职: [党员1 书记, 党员2 组织委员, 党员3 宣传委员, 党员4 纪检委员, 党员5 副书记]"),
		ok("任职: [党员1 书记, 党员2 组织委员, 党员3 宣传委员, 党员4 纪检委员]"),
		unasked("正式党员: 6, 不设班子: 是"),
		lapse("支委职数: 5", "2026-04-30", "2026-02-01 离任 党员1 书记"),
		still("支委职数: 5", "换届请示 候选人报批", "2026-03-01 离任 党员1 书记"))},
	{item: "ZB-23", force: "MUST", forms: "单联流", shots: join(
		no("正式党员: 6, 不设班子: 是"), ok("正式党员: 6, 任职: [党员1 书记]"),
		ok("正式党员: 6, 任职: [党员1 书记, 党员2 副书记]"),
		no("正式党员: 6, 任职: [党员1 书记, 党员2 副书记, 党员3 副书记]"),
		unasked("正式党员: 7, 不设班子: 是"),
		lapse("正式党员: 6", "2026-04-30", "2026-02-01 离任 党员1 书记"),
		still("正式党员: 6", "换届请示 候选人报批", "2026-03-01 离任 党员1 书记"))},
	// 5 年：任期届满那天以前
	{item: "ZB-24", force: "MUST", forms: "单联", fields: "村社", shots: join(
		by("任期至: 2026-06-30", "2026-06-30", "%s 选举 换届选举 3 4 10 10"),
		still("任期至: 2026-06-30", "换届请示 候选人报批 延期或提前换届"))},
	{item: "ZB-25", force: "SHOULD", forms: "单联", fields: "机国教学非组事退", shots: join(
		by("领域: 机关, 任期至: 2026-06-30", "2026-06-30", "%s 选举 换届选举 3 4 10 10"),
		still("领域: 机关, 任期至: 2026-06-30", "换届请示 候选人报批 延期或提前换届"))},
	{item: "ZB-27", force: "MUST", forms: allForms,
		shots: by("", "2026-07-20", "%s 报送 选举结果报批备案", "2025-07-10 报送 选举结果报批备案", "2026-06-20 选举 换届选举 3 4 10 10")},
	{item: "ZB-28", force: "MUST", forms: allForms, shots: join(
		by("", "2026-06-01", "%s 任职 党员5 书记", "2026-03-01 离任 党员1 书记"),
		still("", "换届请示 候选人报批", "2026-03-01 离任 党员1 书记"))},
	{item: "ZB-28a", force: "MUST", forms: "单联流", shots: join(
		no("支委职数: 3", "2026-02-01 离任 党员3 宣传委员"), ok("支委职数: 3"),
		unasked("", js("org.profiled", "2016-01-01", `"seats":0`), "2026-02-01 离任 党员3 宣传委员"),
		unasked("正式党员: 6"), no("不设班子: 是", js("org.profiled", "2016-01-01", `"seats":1`)),
		lapse("支委职数: 3", "2026-04-30", "2026-02-01 离任 党员3 宣传委员"),
		still("支委职数: 3", "换届请示 候选人报批", "2026-03-01 离任 党员3 宣传委员"))},
	// 届满前 6 个月
	{item: "ZB-29", force: "SHOULD", bearer: "committee", forms: allForms,
		shots: by("任期至: 2026-12-20", "2026-06-20", above("%s", "election_reminder", ""))},
	// 党龄 ≥ 1 年
	{item: "ZB-31", force: "SHOULD", forms: allForms, shots: join(
		[]shot{{want: missed, branch: "正式党员: 6, 预备党员: 1, 成立: 2015-01-01, 不设班子: 是", asOf: "2026-12-31",
			facts: []string{"2026-01-01 步骤 党员7 支部大会讨论转正 按期转正", "2026-06-01 任职 党员7 书记"}}},
		[]shot{{want: met, branch: "正式党员: 6, 预备党员: 1, 成立: 2015-01-01, 不设班子: 是", asOf: "2026-12-31",
			facts: []string{"2025-12-31 步骤 党员7 支部大会讨论转正 按期转正", "2026-06-01 任职 党员7 书记"}}},
		unasked("不设班子: 是"))},
	{item: "ZB-36", force: "MUST", bearer: "county", levels: "县", shots: once("建制: 县级党委", "2026-12-31", "%s 上级 书记集中轮训")},
	// 6 个月
	{item: "ZB-37", force: "SHOULD", bearer: "county", forms: allForms,
		shots: by("", "2026-09-10", "%s 学时 8 党员5", "2026-03-10 任职 党员5 书记 新任")},
	// 每年一次，次年三月底以前
	{item: "ZB-38", force: "MUST", forms: "单联流", shots: once("", "2027-03-31", "%s 述职 好")},
}
