package sheet

import "qiangji/internal/party"

// labels is a closed list as the template offers it.
func labels[T ~string](l party.Labels[T]) []string {
	names := make([]string, len(l))
	for i, c := range l {
		names[i] = c.Label
	}
	return names
}

var yesNo = []string{"是", "否"}

const dayHint = "写成 2026-03-05 这样，年、月、日都要有。2026.3.5、2026年3月5日 也认得。"

func orgLayout() *layout {
	return &layout{
		kind: Orgs, title: "党组织名册",
		about: "一个党组织一行。有了这张表，名册和台账里的支部才对得上号。",
		needs: [][]field{{fOrgName}, {fParent, fLevel, fForm, fCategory, fDomain, fSecretary, fContact, fSituation, fFounded}},
		columns: []column{
			{field: fOrgName, title: "党组织名称", also: []string{"党支部名称", "支部名称", "组织名称", "党组织全称", "支部全称", "党组织", "党支部"},
				width: 34, must: true, hint: "全称，与公章一致；没有公章的写“中共＋单位名称＋类型”。", example: "中共示例镇样板村支部委员会"},
			{field: fParent, title: "上级党组织", also: []string{"上级党组织名称", "隶属党组织", "上级组织", "所属党组织", "所属党委", "上级党委", "隶属关系"},
				width: 26, hint: "上级也在本表时，名称要写得一样。", example: "中共示例镇委员会"},
			{field: fCategory, title: "组织类别", also: []string{"党组织类别", "党组织类型", "组织类型", "支部类型", "类别"},
				width: 17, list: []string{"基层党委", "党总支", "党支部", "联合党支部", "临时党委", "临时党总支", "临时党支部", "临时联合党支部", "流动党员党支部", "功能型党支部"}, hint: "从下拉框里选；也认 611、621、631 这样的代码。", example: "党支部"},
			{field: fLevel, title: "建制", also: []string{"党组织建制", "层级", "级别"}, list: labels(party.Levels)},
			{field: fForm, title: "设置方式", also: []string{"设置形式", "组建方式"}, list: labels(party.Forms)},
			{field: fDomain, title: "领域", also: []string{"所属领域", "党组织领域", "行业领域", "所在领域"},
				width: 12, must: true, list: labels(party.Domains), hint: "决定用哪一套标准。从下拉框里选。", example: "村"},
			{field: fFounded, title: "成立日期", also: []string{"成立时间", "建立时间", "建立日期", "组建时间", "批准成立时间"},
				width: 13, hint: dayHint, example: "2015-07-01"},
			{field: fSecretary, title: "党组织书记", also: []string{"书记", "支部书记", "党支部书记", "书记姓名", "支部书记姓名", "负责人"},
				width: 12, hint: "空缺时留空；与党员名册上的姓名一致。", example: "张示例"},
			{field: fSecretarySince, title: "任职日期", also: []string{"任职时间", "书记任职时间", "书记任职日期", "现任职时间"}, width: 13, hint: dayHint, example: "2021-03-01"},
			{field: fContact, title: "党组织联系人", also: []string{"联系人", "联系人姓名", "党务联系人"}, width: 13, hint: "办理日常党务的党员。", example: "李示例"},
			{field: fOrgPhone, title: "联系电话", also: []string{"电话", "联系方式", "联系人电话", "手机", "手机号", "手机号码", "书记电话"}, width: 15, hint: "手机号，或者带区号的座机号。", example: "010-00000000"},
			{field: fSituation, title: "党组织所在单位情况", also: []string{"所在单位情况", "单位情况"}, width: 19, list: []string{"与上级党组织相同", "法人单位", "联合党支部"}, hint: "三选一。", example: "法人单位"},
			{field: fUnit, title: "单位名称", also: []string{"所在单位名称", "所在单位", "覆盖单位", "法人单位名称"}, width: 26, hint: "联合党支部有几个单位的，用顿号隔开。", example: "样板村村民委员会"},
			{field: fUnits, title: "覆盖单位数", also: []string{"单位数"}},
			{field: fUnitNature, title: "单位性质类别", also: []string{"单位性质", "单位类别"}, width: 15, hint: "如机关、事业单位、企业、村、社区。", example: "村"},
			{field: fUnitStatus, title: "单位建立党组织情况", also: []string{"建立党组织情况"}, width: 19, hint: "如建立党委、建立党支部、联合建立。", example: "建立党支部"},
			{field: fCredit, title: "法人单位统一社会信用代码", also: []string{"统一社会信用代码", "信用代码", "社会信用代码"}, width: 25, hint: "18 位，字母大写。没有就留空。"},
		},
	}
}

func memberLayout() *layout {
	return &layout{
		kind: Members, title: "党员名册",
		about: "一名党员一行。身份证号码只进单独的人员文件，不进记录。",
		needs: [][]field{{fName}, {fID, fAccepted, fStage, fBirth, fFull}},
		columns: []column{
			{field: fName, title: "姓名", also: []string{"党员姓名", "名字", "党员"}, width: 11, must: true, hint: "与身份证一致。少数民族姓名的间隔号用“·”。", example: "张示例"},
			{field: fSex, title: "性别", width: 7, list: []string{"男", "女"}, hint: "从下拉框里选。", example: "女"},
			{field: fID, title: "公民身份号码", also: []string{"身份证号码", "身份证号", "居民身份证号", "居民身份证号码", "身份证", "公民身份证号", "公民身份证号码", "证件号码", "身份号码"},
				width: 23, hint: "18 位。本列已设成文本格式，直接输入即可；从别处粘贴时选“只粘贴文本”。"},
			{field: fNation, title: "民族", width: 8, list: nations, hint: "从下拉框里选。", example: "汉族"},
			{field: fBirth, title: "出生日期", also: []string{"出生年月", "出生年月日", "出生时间", "生日"}, width: 13, hint: "写到日；只知道年月的，写 1980-05。", example: "1980-01-01"},
			{field: fEducation, title: "学历", also: []string{"文化程度", "最高学历", "学历学位", "全日制学历", "学历层次"}, width: 12, list: educationNames, hint: "从下拉框里选。", example: "大学本科"},
			{field: fStage, title: "人员类别", also: []string{"党员类别", "党员类型", "类别", "党员性质", "正式/预备", "正式或预备", "人员类型", "政治面貌"}, width: 11, must: true,
				list: labels(party.Stages), hint: "从下拉框里选。", example: "正式党员"},
			{field: fBranch, title: "所在党支部", also: []string{"所在支部", "支部", "党支部", "支部名称", "党支部名称", "所属支部", "所属党支部", "所在党组织", "所属党组织", "党组织名称", "党组织", "组织关系所在支部"},
				width: 30, hint: "与党组织名册上的名称一致。整张表是一个支部的，也要每行都写。", example: "中共示例镇样板村支部委员会"},
			{field: fAccepted, title: "加入党组织日期", also: []string{"入党时间", "入党日期", "入党年月", "加入党组织时间", "加入中共组织日期", "加入中共党组织日期", "加入中国共产党日期", "入党年月日", "接收为预备党员时间", "接收预备党员时间"},
				width: 16, must: true, hint: "支部大会通过接收为预备党员的那一天，不是转正的那一天。" + dayHint, example: "2005-07-01"},
			{field: fFull, title: "转为正式党员日期", also: []string{"转正时间", "转正日期", "转正年月", "转为正式党员时间", "成为正式党员日期", "成为正式党员时间"}, width: 18, hint: "预备党员留空。", example: "2006-07-01"},
			{field: fClass, title: "工作岗位", also: []string{"职业", "岗位", "从事工作", "岗位类别", "工作岗位类别", "身份"}, width: 12, list: labels(party.WorkClasses), hint: "从下拉框里选。", example: "农牧渔民"},
			{field: fPhone, title: "联系电话", also: []string{"电话", "手机", "手机号", "手机号码", "联系方式", "移动电话", "固定电话", "座机"}, width: 15, hint: "手机号，或者带区号的座机号。", example: "010-00000000"},
			{field: fAddress, title: "家庭住址", also: []string{"住址", "家庭地址", "现住址", "居住地", "地址", "家庭详细住址"}, width: 26, hint: "只进人员文件。", example: "示例镇样板村 1 号"},
			{field: fStanding, title: "党籍状态", also: []string{"党员状态"}, width: 11, list: []string{"正常", "停止党籍"}, hint: "从下拉框里选；正常的可以留空。", example: "正常"},
			{field: fLost, title: "是否失联党员", also: []string{"是否失联", "失联", "失联党员"}, width: 14, list: yesNo, hint: "从下拉框里选；否的可以留空。", example: "否"},
			{field: fLostSince, title: "失去联系日期", also: []string{"失联日期", "失联时间", "失去联系时间"}, width: 14, hint: "最后一次参加组织生活或交纳党费的那一天。"},
			{field: fFloating, title: "是否流动党员", also: []string{"是否流动", "流动党员", "流动"}, width: 14, list: yesNo, hint: "从下拉框里选；否的可以留空。", example: "否"},
			{field: fFloatSince, title: "外出日期", also: []string{"流出日期", "流出时间", "外出时间"}, width: 13, hint: dayHint},
			{field: fFloatTo, title: "外出流向", also: []string{"流向", "外出地点", "流入地", "外出去向"}, width: 18, hint: "外出到哪里，如某省某市；只进人员文件。"},
			{field: fGroup, title: "党小组", also: []string{"所在党小组", "小组", "所属党小组", "组别"}, width: 9, hint: "写数字，如 1；没有党小组的留空。", example: "1"},
			{field: fPost, title: "党内职务", also: []string{"支部职务", "党组织职务", "职务", "担任职务"}, width: 11, several: true, list: partyPosts(), hint: "普通党员留空。", example: "组织委员"},
			{field: fPostSince, title: "任职日期", also: []string{"任职时间", "任现职时间"}, width: 13, hint: dayHint},
			{field: fIgnored, title: "籍贯", also: []string{"年龄", "党龄", "单位及职务", "工作单位", "工作单位及职务", "参加工作时间", "出生地", "毕业院校", "入党介绍人", "职称", "学位"}},
		},
	}
}

func partyPosts() []string { return labels(party.Posts[:9]) }
