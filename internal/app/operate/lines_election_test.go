package operate

// ballot is an election of three among ten electors.
func ballot(present, issued, returned, least string) string {
	return js("election.held", "2026-06-20", `"sort":"term","seats":3,"candidates":4,"vote":{"on":"election","due":10,"present":`+present+
		`,"yes":0,"no":0,"abstain":0},"issued":`+issued+`,"returned":`+returned+`,"yes":[7,7,`+least+`],"by":"assembly","until":"2029-06-20"`)
}

const elected = "2026-06-20 选举 换届选举 3 4 10 10"

// electionLines: 基层组织选举工作条例.
var electionLines = []line{
	// ≤ 1 年
	{item: "XJ-02", force: "MUST", forms: "单联", shots: join(
		no("任期至: 2025-06-30", "2026-07-01 选举 换届选举 3 4 10 10"), ok("任期至: 2025-06-30", "2026-06-30 选举 换届选举 3 4 10 10"))},
	{item: "XJ-02a", force: "MUST", bearer: "committee", levels: "委", shots: join(
		no("建制: 基层党委, 任期至: 2025-06-30", "2026-07-01 选举 换届选举 3 4 10 10"),
		ok("建制: 基层党委, 任期至: 2025-06-30", "2026-06-30 选举 换届选举 3 4 10 10"))},
	// 差额 ≥ 20%，进一：3→4，5→6，7→9
	{item: "XJ-08", force: "MUST", forms: allForms, shots: join(
		no("", "选举 换届选举 3 3 10 10"), ok("", "选举 换届选举 3 4 10 10"),
		no("", "选举 换届选举 5 5 10 10"), ok("", "选举 换届选举 5 6 10 10"),
		no("", "选举 换届选举 7 8 10 10"), ok("", "选举 换届选举 7 9 10 10"))},
	// 先报批、后选举
	{item: "XJ-09", force: "MUST", forms: "单联", shots: join(
		no("", elected), ok("", "2026-06-19 报送 候选人报批", elected), unasked("正式党员: 6", "选举 换届选举 1 1 6 6"))},
	{item: "XJ-11", force: "SHOULD", forms: "单联", shots: join(
		no("正式党员: 6", "选举 换届选举 1 1 6 6"), ok("正式党员: 6", "2026-05-31 报送 候选人报批", "选举 换届选举 1 1 6 6"),
		unasked("", elected))},
	// 到会 ≥ 4/5；收回多于发出的，录入时就不收
	{item: "XJ-13", force: "MUST", forms: allForms, shots: join(
		no("", ballot("7", "7", "7", "6")), ok("", ballot("8", "8", "8", "6")))},
	// 赞成 > 应到会有选举权人数的半数
	{item: "XJ-20", force: "MUST", forms: allForms, shots: join(
		no("", ballot("8", "8", "8", "5")), ok("", ballot("8", "8", "8", "6")))},
	{item: "XJ-25", force: "SHOULD", forms: "单联", shots: join(
		no("", elected), ok("", "2026-06-19 报送 换届请示", elected))},
	// 没有期限：一个月
	{item: "XJ-26", force: "MUST", bearer: "committee", forms: allForms,
		shots: by("", "2026-07-25", above("%s", "answered", "结果"), told("结果", "submitted", "2026-06-25", `"matter":"results","to":"t01"`))},
}

// localLines: what is only local, off by default.
var localLines = []line{
	// 每组 ≥ 3 人
	{pack: "domain/local", item: "ZB-51", force: "LOCAL", forms: allForms, shots: join(
		no("党小组: 4"), ok("党小组: 3"), unasked(""), no("正式党员: 2, 党小组: 1"),
		lapse("正式党员: 6, 党小组: 2", "2026-04-30", died3))},
	{pack: "domain/local", item: "ZB-60a", force: "LOCAL", forms: "单联临流", fields: "村社机国教学非组事", shots: join(
		no("", "2026-05-10 会议 主题党日 缺席6"), ok("", "2026-05-10 会议 主题党日 缺席5"), ok(""))},
	{pack: "domain/local", item: "ZB-61a", force: "LOCAL", forms: "单联临流", shots: join(quarterly("", "党课", 0))},
	{pack: "domain/local", item: "FZ-15a", force: "LOCAL", forms: allForms,
		shots: by("", "2026-05-10", "%s 步骤 申请人1 支部大会接收 通过", "2026-04-10 步骤 申请人1 上级党委预审 通过")},
	// 提前 1 个月
	{pack: "domain/local", item: "XJ-25a", force: "LOCAL", forms: "单联", shots: join(
		no("", "2026-05-21 报送 换届请示", elected), ok("", "2026-05-20 报送 换届请示", elected))},
	{pack: "domain/local", item: "FZ-39", force: "LOCAL", forms: allForms, shots: join(
		no("", "2026-05-10 步骤 申请人1 支部大会接收 通过"),
		ok("", "2026-04-20 公开 发展党员公示", "2026-05-10 步骤 申请人1 支部大会接收 通过"), ok(""))},
	// ≤ 30 人
	{pack: "domain/local", item: "LY-56", force: "LOCAL", forms: "单联临流", fields: "学", shots: join(
		no("领域: 高校学生, 正式党员: 31"), ok("领域: 高校学生, 正式党员: 30"),
		lapse("领域: 高校学生, 正式党员: 30", "2026-07-31", "2026-02-01 步骤 申请人1 支部大会接收 通过"),
		still("领域: 高校学生, 正式党员: 30", "调整撤销", "2026-02-01 步骤 申请人1 支部大会接收 通过"))},
	// 100%
	{pack: "domain/local", item: "LY-63", force: "LOCAL", bearer: "committee", forms: allForms, fields: "非组",
		shots: money("领域: 非公企业", "dues_back")},
	// > 3 个月
	{pack: "domain/local", item: "RR-01", force: "LOCAL", forms: allForms, fields: "村社", shots: []shot{
		{want: missed, facts: []string{"2026-03-01 离任 党员1 书记", "2026-06-02 任职 党员5 书记"}},
		{want: met, facts: []string{"2026-03-01 离任 党员1 书记", "2026-06-01 任职 党员5 书记"}}}},
	{pack: "domain/local", item: "GX-24", force: "LOCAL", bearer: "county", levels: "县", shots: once("建制: 县级党委", "2026-12-31", "%s 上级 颁发纪念章")},
}

// money are the shots of money that is due and must have come by the year's end.
func money(branch, source string) []shot {
	due := js("money.stated", "2026-01-10", `"flow":"due","source":"`+source+`","fen":100000`)
	got := func(on, fen string) string {
		return js("money.stated", on, `"flow":"received","source":"`+source+`","fen":`+fen)
	}
	return []shot{
		{want: missed, branch: branch, facts: []string{due, got("2026-12-31", "99999")}},
		{want: met, branch: branch, facts: []string{due, got("2026-12-31", "100000")}},
		{want: open, branch: branch, asOf: "2026-12-31", facts: []string{due, got("2026-07-01", "99999")}},
	}
}
