package operate

// step is one of the 25 steps of 申请人1; on %s where a day is filled in.
func step(on, what string) string { return on + " 步骤 申请人1 " + what }

// first are the shots of an order: the step before is missing, or was taken on
// the same day.
func first(before, after string) []shot {
	return join(no("", step("2026-05-10", after)), ok("", step("2026-05-10", before), step("2026-05-10", after)))
}

// developLines: 发展党员工作细则.
var developLines = []line{
	// 收到后 1 个月
	{item: "FZ-02", force: "MUST", forms: allForms, shots: by("", "2026-04-10", step("%s", "党组织派人谈话"), step("2026-03-10", "递交入党申请书"))},
	{item: "FZ-03", force: "MUST", forms: allForms, shots: first("党组织派人谈话", "确定入党积极分子")},
	{item: "FZ-04", force: "MUST", forms: allForms, shots: by("", "2026-05-10", step("%s", "积极分子上级备案"), step("2026-02-10", "确定入党积极分子"))},
	{item: "FZ-05", force: "MUST", forms: allForms, shots: by("", "2026-03-10", step("%s", "指定培养联系人 党员1"), step("2026-02-10", "确定入党积极分子"))},
	// 1–2 名正式党员；三名的录入时就不收
	{item: "FZ-05a", force: "MUST", forms: allForms, shots: join(
		no("预备党员: 1, 设置: 单独, 成立: 2015-01-01", step("2026-03-01", "指定培养联系人 党员11")), ok("", step("2026-03-01", "指定培养联系人 党员1 党员2")),
		ok("", step("2026-03-01", "指定培养联系人 党员1")))},
	// 每 6 个月
	{item: "FZ-06", force: "MUST", forms: allForms, shots: by("", "2026-07-20", step("%s", "培养教育考察"), step("2026-01-20", "确定入党积极分子"))},
	{item: "FZ-06b", force: "MUST", bearer: "committee", levels: "委", shots: once("建制: 基层党委", "2026-12-31", "%s 上级 积极分子队伍分析")},
	// ≥ 1 年
	{item: "FZ-07", force: "MUST", forms: allForms, shots: join(
		no("", step("2025-05-20", "确定入党积极分子"), step("2026-05-19", "确定发展对象")),
		ok("", step("2025-05-20", "确定入党积极分子"), step("2026-05-20", "确定发展对象")))},
	{item: "FZ-08", force: "MUST", forms: allForms, shots: by("", "2026-05-10", step("%s", "发展对象上级备案"), step("2026-02-10", "确定发展对象"))},
	// 两名正式党员
	{item: "FZ-09", force: "MUST", forms: allForms, shots: join(
		no("", step("2026-03-01", "确定入党介绍人 党员1")), ok("", step("2026-03-01", "确定入党介绍人 党员1 党员2")),
		no("预备党员: 1", step("2026-03-01", "确定入党介绍人 党员1 党员11")))},
	{item: "FZ-10", force: "MUST", forms: allForms, shots: first("政治审查 通过", "支部大会接收 通过")},
	{item: "FZ-11", force: "SHOULD", forms: allForms, shots: first("集中培训", "支部大会接收 通过")},
	{item: "FZ-12", force: "MUST", forms: allForms, shots: first("支部委员会审查 通过", "支部大会接收 通过")},
	{item: "FZ-13", force: "MUST", forms: allForms, shots: first("上级党委预审 通过", "支部大会接收 通过")},
	{item: "FZ-14", force: "MUST", forms: allForms, shots: first("上级党委预审 通过", "填写入党志愿书")},
	{item: "FZ-16", force: "MUST", bearer: "committee", forms: allForms, shots: first("上级党委派人谈话", "接收审批 通过")},
	// ≤ 3 个月
	{item: "FZ-17", force: "MUST", bearer: "committee", forms: allForms, shots: by("", "2026-05-10", step("%s", "接收审批 通过"), step("2026-02-10", "支部大会接收 通过"))},
	{item: "FZ-18", force: "MUST", bearer: "committee", forms: allForms, shots: by("", "2026-05-10", step("%s", "组织部门备案"), step("2026-02-10", "接收审批 通过"))},
	{item: "FZ-19", force: "MUST", forms: allForms, shots: by("", "2026-03-10", step("%s", "编入支部和小组"), step("2026-02-10", "接收审批 通过"))},
	{item: "FZ-20", force: "MUST", forms: allForms, shots: by("", "2026-05-10", step("%s", "入党宣誓"), step("2026-02-10", "接收审批 通过"))},
	{item: "FZ-21", force: "MUST", forms: allForms, shots: first("预备期考察", "支部大会讨论转正 按期转正")},
	// 预备期 1 年，从支部大会那天算
	{item: "FZ-22", force: "MUST", forms: allForms, shots: join(
		no("", step("2025-06-10", "支部大会接收 通过"), step("2026-06-09", "支部大会讨论转正 按期转正")),
		ok("", step("2025-06-10", "支部大会接收 通过"), step("2026-06-10", "支部大会讨论转正 按期转正")))},
	{item: "FZ-22a", force: "MUST", forms: allForms, shots: first("转正申请", "支部大会讨论转正 按期转正")},
	{item: "FZ-23", force: "MUST", forms: allForms, shots: by("", "2026-09-10", step("%s", "支部大会讨论转正 按期转正"), step("2025-06-10", "支部大会接收 通过"))},
	{item: "FZ-24", force: "MUST", bearer: "committee", forms: allForms, shots: by("", "2026-05-10", step("%s", "转正审批 通过"), step("2026-02-10", "支部大会讨论转正 按期转正"))},
	{item: "FZ-25", force: "MUST", forms: allForms, shots: by("", "2026-05-10", step("%s", "材料归档"), step("2026-02-10", "转正审批 通过"))},
	// 延长一次，半年到一年
	{item: "FZ-34", force: "MUST", forms: allForms, shots: join(
		extended("2026-11-30", missed), extended("2026-12-01", met), extended("2027-06-01", met), extended("2027-06-02", missed),
		no("", step("2025-06-01", "支部大会接收 通过"), step("2026-06-05", "支部大会讨论转正 延长预备期 2026-12-01"), step("2026-12-05", "支部大会讨论转正 延长预备期 2027-06-01")))},
}

// extended is the shot of a probation that ended on 1 June and was prolonged.
func extended(until, want string) []shot {
	return []shot{{want: want, facts: []string{step("2025-06-01", "支部大会接收 通过"), step("2026-06-05", "支部大会讨论转正 延长预备期 "+until)}}}
}
