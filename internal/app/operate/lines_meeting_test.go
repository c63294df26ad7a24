package operate

// phases of 组织生活会 and of 民主评议.
var (
	lifePhases = []string{"理论学习", "征求意见", "谈心谈话", "查摆问题", "批评与自我批评", "明确整改方向"}
	ratePhases = []string{"个人自评", "党员互评", "民主测评", "评定意见", "结果反馈"}
)

// stepwise are the shots of one meeting of which every phase is needed; without
// the meeting nothing is asked of it.
func stepwise(kind string, phases []string) []shot {
	say := func(ps []string) string {
		s := "2026-12-20 会议 " + kind
		for i, p := range ps {
			if i == 0 {
				s += " 环节"
			} else {
				s += "、"
			}
			s += p
		}
		return s
	}
	var all []shot
	for i := range phases {
		all = append(all, no("", say(append(append([]string{}, phases[:i]...), phases[i+1:]...)))...)
	}
	return append(all, ok("", say(phases))...)
}

// meetingLines: 支部工作条例 §1.3, §1.4 and the yearly notices.
var meetingLines = []line{
	// 每季度 1 次；一般，如实说没开的谅解一次
	{item: "ZB-40", force: "SHOULD", forms: "单联临流", shots: quarterly("", "党员大会", 1)},
	// 到会 ≥ 半数
	{item: "ZB-41", force: "MUST", forms: allForms, shots: join(
		no("", vote("assembly", "ordinary", 4, 4)), ok("", vote("assembly", "ordinary", 5, 5)), ok(""))},
	// 每月 1 次，设支委会的
	{item: "ZB-46", force: "SHOULD", forms: "单联临流", shots: join(monthly("", "支委会", 2), unasked("正式党员: 6"))},
	{item: "ZB-49", force: "MUST", forms: "单联临流", shots: join(
		no("特征: [分散]"), ok("特征: [分散], 党小组: 2, 任职: [党员1 书记, 党员5 党小组长, 党员6 党小组长]"),
		no("党小组: 2, 任职: [党员1 书记, 党员5 党小组长]"), unasked(""),
		lapse("党小组: 1, 任职: [党员1 书记, 党员5 党小组长]", "2026-04-30", "2026-02-01 离任 党员5 党小组长"))},
	// 每月 1 次，有党小组的
	{item: "ZB-50", force: "SHOULD", forms: "单联临流", shots: join(groupMeetings(2), unasked(""))},
	// 没有数：全年在册、应到而一次也没到的才算（TR-73）
	{item: "ZB-60", force: "MUST", forms: "单联临流", fields: "村社机国教学非组事", shots: join(
		no("正式党员: 3", "2-12月10日 会议 主题党日 缺席1"), ok("正式党员: 3", "2-12月10日 会议 主题党日 缺席1", "2026-12-20 会议 主题党日"),
		no("正式党员: 3", "2026-12-20 会议 主题党日 缺席1"),
		ok("正式党员: 3"), ok("正式党员: 3", "2-12月10日 会议 主题党日 缺席1", js("member.adjusted", "2026-01-10", `"member":"党员3","adjusted":true`)),
		ok("正式党员: 3", "2-12月10日 会议 主题党日 缺席1", "2026-01-05 流动 党员3 登记流动", "2026-07-01 流动 党员3 取得联系"),
		ok("正式党员: 3", "2-12月10日 会议 主题党日 缺席1", "2026-01-05 流动 党员3 失去联系"),
		ok("正式党员: 3", "2-12月10日 会议 主题党日 缺席1", "2026-01-05 流动 党员3 出国(境)"),
		ok("正式党员: 2", js("member.moved", "2026-03-05", `"member":"m08","way":"in","summary":{"stage":"full","accepted":"2015-07-01","full":"2016-07-01"}`),
			js("meeting.held", "2026-04-10", `"kinds":["party_day"],"due":["党员1","党员2","m08"],"absent":[{"member":"m08","reason":"leave"}]`)),
		[]shot{{want: open, branch: "正式党员: 3", asOf: "2026-12-31", facts: []string{"2-12月10日 会议 主题党日 缺席1"}}})},
	{item: "ZB-62", force: "MUST", bearer: "committee", levels: "委", shots: once("建制: 基层党委", "2026-12-31", "%s 上级 党委书记讲党课")},
	// 每月 1 天
	{item: "ZB-63", force: "MUST", forms: "单联临流", shots: monthly("", "主题党日", 0)},
	// 每年 1 次，次年三月底以前
	{item: "ZB-65", force: "MUST", forms: "单联临流", shots: once("", "2027-03-31", "%s 会议 组织生活会")},
	{item: "ZB-67", force: "MUST", forms: "单联临流", shots: join(stepwise("组织生活会", lifePhases), ok(""))},
	{item: "ZB-68", force: "SHOULD", forms: "单联临流", shots: once("", "2027-03-31", "%s 会议 民主评议")},
	{item: "ZB-69", force: "MUST", forms: "单联临流", shots: join(stepwise("民主评议", ratePhases), ok(""))},
	{item: "ZB-71", force: "MAY", shots: unasked("")},
	// 每类每年 1 次
	{item: "ZB-72", force: "SHOULD", forms: "单联临流", shots: each("", "谈心 支委与党员", "谈心 党员之间")},
	{item: "ZB-72a", force: "SHOULD", forms: "单联临流", shots: join(oneOf("", "谈心 支委之间"), unasked("正式党员: 6"))},
	// ≤ 1/3
	{item: "SH-06", force: "SHOULD", forms: "单联临流", shots: join(
		no("", "2026-12-18 会议 民主评议", "评议 4"), ok("", "2026-12-18 会议 民主评议", "评议 3"), ok("正式党员: 9", "2026-12-18 会议 民主评议", "评议 3"), ok(""))},
}

// groupMeetings are the shots of one group.
func groupMeetings(excuse int) []shot {
	shots := monthly("党小组: 1", "党小组会", excuse)
	for i := range shots {
		for j, f := range shots[i].facts {
			if f[:4] == "2026" {
				shots[i].facts[j] = f + " 组1"
			}
		}
	}
	return shots
}
