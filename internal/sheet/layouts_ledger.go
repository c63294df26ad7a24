package sheet

import "qiangji/internal/party"

var branchColumn = column{field: fBranch, title: "所在党支部",
	also:  []string{"所在支部", "支部", "党支部", "支部名称", "党支部名称", "所属支部", "所属党支部", "党组织名称", "党组织", "组织单位", "主办支部", "举办支部"},
	width: 30, hint: "与党组织名册上的名称一致。", example: "中共示例镇样板村支部委员会"}

func meetingLayout() *layout {
	day := column{field: fDay, title: "日期", also: []string{"时间", "会议时间", "活动时间", "会议日期", "活动日期", "召开时间", "召开日期", "开会时间", "开展时间", "开展日期", "会议(活动)时间", "活动(会议)时间"},
		width: 13, must: true, hint: dayHint, example: "2026-03-05"}
	return &layout{
		kind: Meetings, title: "会议活动台账",
		about: "一次会议或活动一行。同一次会算几种的，类别写在一格里，用顿号隔开，不要写成几行。",
		needs: [][]field{{fDay}, {fMeeting, fTopic}, {fMeeting, fDueCount, fPresentCount, fNames, fAbsent, fChair, fDueNames}},
		columns: []column{
			branchColumn, day,
			{field: fMeeting, title: "类别", also: []string{"会议类别", "会议类型", "活动类别", "活动类型", "会议活动类别", "会议活动类型", "会议种类", "类型", "组织生活类型", "组织生活类别", "活动形式", "会议(活动)类型", "会议(活动)类别"},
				width: 22, must: true, several: true, list: labels(party.MeetingKinds), hint: "从下拉框里选；同时算几种的，用顿号隔开，如“支部党员大会、主题党日”。", example: "支部党员大会、主题党日"},
			{field: fGroup, title: "党小组", also: []string{"小组"}, width: 9, hint: "党小组会写组号，如 1。"},
			{field: fTopic, title: "主题", also: []string{"议题", "会议主题", "活动主题", "会议议题", "会议内容", "主要内容", "活动内容", "内容", "会议名称", "活动名称", "会议(活动)主题", "会议(活动)内容", "主题(内容)", "学习内容"}, width: 30, hint: "一句话。不写别人的病情、处分等个人情况。", example: "讨论年度计划"},
			{field: fChair, title: "主持人", also: []string{"主持", "会议主持", "主持人姓名"}, width: 10, hint: "姓名，与党员名册一致。", example: "张示例"},
			{field: fSpeaker, title: "主讲人", also: []string{"授课人", "讲课人", "主讲", "党课主讲人"}, width: 10, hint: "讲党课的人；上级或外请的可以写，系统不记。"},
			{field: fDueCount, title: "应到人数", also: []string{"应到", "应到会人数", "应参加人数", "应参会人数", "应出席人数", "应参加"}, width: 10, hint: "写数字。", example: "3"},
			{field: fPresentCount, title: "实到人数", also: []string{"实到", "实到会人数", "实际参加人数", "参加人数", "参会人数", "实参加人数", "出席人数", "到会人数", "实参会人数"}, width: 10, hint: "写数字。", example: "2"},
			{field: fCounts, title: "应到实到", also: []string{"应到/实到", "应到、实到", "应到/实到人数", "应到、实到人数", "到会情况", "出席情况", "参会情况", "到会人数情况", "参加情况"}},
			{field: fDueNames, title: "应到人员", also: []string{"应到人员名单", "应参加人员"}},
			{field: fNames, title: "参加人员", also: []string{"参会人员", "出席人员", "到会人员", "实到人员", "参加人", "参加党员", "参会党员", "与会人员", "参加人员名单", "参会人员名单", "签到"}, width: 30, hint: "姓名用顿号隔开；全到的可以写“全体”。", example: "张示例、李示例"},
			{field: fAbsent, title: "缺席人员及原因", also: []string{"缺席人员", "缺席", "缺席人员姓名", "缺席情况", "缺席人员及原因", "未到人员", "未到会人员", "未参加人员", "缺勤人员", "缺席名单", "缺席及原因", "缺席人员原因", "缺席情况及原因", "缺席人及原因", "未到会人员及原因", "未到人员及原因", "未参加人员及原因", "请假缺席人员", "请假及缺席人员"}, width: 24, hint: "姓名后面用括号写原因，只分请假、公务、外出、其他四种。", example: "王示例(请假)"},
			{field: fReason, title: "缺席原因", also: []string{"原因", "未到原因"}},
			{field: fOnLeave, title: "请假人员", also: []string{"请假", "请假人", "请假名单"}},
			{field: fOnline, title: "线上参加人员", also: []string{"线上参加", "线上人员", "视频参加人员", "网络参加人员"}, width: 16, hint: "用视频等方式参加的人，姓名用顿号隔开。"},
			{field: fGuests, title: "列席人员", also: []string{"列席", "列席人"}, width: 16, hint: "不是本支部党员的，如上级来的、外请的、群众代表；系统不记。"},
			{field: fHours, title: "计学时", also: []string{"学时", "折合学时", "学时数"}, width: 9, hint: "写数字；不计学时的留空。"},
			{field: fYear, title: "评议年度", also: []string{"所属年度"}, width: 10, hint: "组织生活会、民主评议党员填写评的是哪一年。"},
			{field: fForms, title: "会议形式", also: []string{"形式", "开展形式"}, width: 14, hint: "领学、讨论、议事、实践、服务，可以写几种。"},
			{field: fIgnored, title: "地点", also: []string{"会议地点", "活动地点", "记录人", "记录", "列席人数", "缺席人数", "请假人数", "到会率", "出席率", "照片", "附件", "材料", "图片"}},
		},
	}
}

func duesLayout() *layout {
	return &layout{
		kind: Dues, title: "党费台账",
		about: "一名党员一行，每月交多少写在那个月下面。工资和计算基数不要写：系统不读，也不保存。",
		needs: [][]field{{fName}, {fMonthly, fAmount}},
		columns: []column{
			branchColumn,
			{field: fName, title: "姓名", also: []string{"党员姓名", "交费人", "交纳人", "缴费人", "缴纳人", "党员"}, width: 11, must: true, hint: "与党员名册一致；同名的，后面用括号写身份证后四位。", example: "张示例"},
			{field: fID, title: "公民身份号码", also: []string{"身份证号码", "身份证号", "居民身份证号", "身份证"}},
			{field: fGroup, title: "党小组", also: []string{"小组"}},
			{field: fYear, title: "年度", also: []string{"年份", "所属年度", "缴费年度", "交纳年度"}, width: 9, hint: "写四位数字，如 2026。", example: "2026"},
			{field: fMonthly, title: "每月应交", also: []string{"月应交", "每月党费", "月党费", "应交党费", "应缴党费", "每月应缴", "月缴纳额", "月交纳额", "核定党费", "核定金额", "党费标准", "月标准", "每月应交党费", "每月应缴党费", "月应缴党费", "月应交党费", "月应缴", "应交金额", "应缴金额"}, width: 11, plain: true, hint: "年初核定的每月数额，单位是元。", example: "5"},
			{field: fMonth, title: "所属月份", also: []string{"月份", "缴费月份", "交费月份", "缴纳月份", "交纳月份", "党费月份", "所属期"}},
			{field: fFrom, title: "起月", also: []string{"起始月", "起始月份", "开始月份"}},
			{field: fTo, title: "止月", also: []string{"截止月", "截止月份", "终止月份", "结束月份"}},
			{field: fAmount, title: "金额", also: []string{"交纳金额", "缴纳金额", "实交金额", "实缴金额", "交费金额", "缴费金额", "实交党费", "实缴党费", "党费金额", "实交", "实缴", "党费"}},
			{field: fPaidOn, title: "交纳日期", also: []string{"缴纳日期", "交费日期", "缴费日期", "交纳时间", "缴纳时间", "交费时间", "缴费时间", "日期"}},
			{field: fTotal, title: "合计", also: []string{"全年", "全年合计", "小计", "年度合计", "总计", "累计", "实交合计", "实缴合计", "共计"}, width: 10, plain: true, hint: "可以不填；填了要等于各月之和。"},
			{field: fPayBase, title: "工资", also: []string{"月工资", "计算基数", "党费计算基数", "缴费基数", "交费基数", "党费基数", "交纳基数", "缴纳基数", "月收入", "基数", "工资收入", "税后工资", "比例", "缴纳比例", "交纳比例", "党费比例", "缴费比例"}},
			{field: fIgnored, title: "签名", also: []string{"签字", "收款人", "经办人", "收缴人", "缴费方式", "交费方式", "交纳方式", "职务", "性别"}},
		},
	}
}

func studyLayout() *layout {
	return &layout{
		kind: Studies, title: "学时台账",
		about: "一人一次一行；几个人同一次学习的，姓名写在一格里，用顿号隔开。",
		needs: [][]field{{fName, fNames}, {fHours}, {fDay, fStudy}},
		columns: []column{
			branchColumn,
			{field: fName, title: "姓名", also: []string{"党员姓名", "学员", "学员姓名", "党员"}, width: 24, must: true, hint: "几个人的，用顿号隔开。", example: "张示例、李示例"},
			{field: fNames, title: "参加人员", also: []string{"参训人员", "参加党员", "参学人员", "参加人", "参训党员", "培训人员"}},
			{field: fID, title: "公民身份号码", also: []string{"身份证号码", "身份证号", "身份证"}},
			{field: fGroup, title: "党小组", also: []string{"小组"}},
			{field: fDay, title: "日期", also: []string{"时间", "学习时间", "学习日期", "培训时间", "培训日期", "参训时间", "开展时间"}, width: 13, must: true, hint: dayHint, example: "2026-04-10"},
			{field: fStudy, title: "学习形式", also: []string{"形式", "学习类型", "学习类别", "培训形式", "培训类型", "培训方式", "学习方式", "类别", "类型"}, width: 12, must: true, list: labels(party.Studies), hint: "从下拉框里选。", example: "集中培训"},
			{field: fHours, title: "学时", also: []string{"学时数", "学习学时", "培训学时", "计学时", "折合学时", "课时", "学时(小时)"}, width: 9, must: true, plain: true, hint: "写数字，如 4 或 1.5。", example: "4"},
			{field: fTier, title: "举办层级", also: []string{"层级", "培训层级", "主办层级", "级别", "举办单位层级"}, width: 13, list: labels(party.Tiers), hint: "从下拉框里选；不清楚的留空。", example: "县(区)"},
			{field: fIgnored, title: "学习内容", also: []string{"内容", "培训内容", "主题", "课程", "课程名称", "培训班名称", "培训名称", "举办单位", "主办单位", "地点", "授课人", "培训主题", "学习主题"}},
		},
	}
}
