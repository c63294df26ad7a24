package procedure

// tables are the procedures of the regulations as data (§2.2, §3, §7.2).
var tables = map[Procedure][]row{
	Development: development, Election: election, Disposal: disposal,
}

const committeeOr = "支部委员会（没有支委会的由党员大会）"

// development is the 25 steps (FZ-01…25). A local minimum between application
// and 积极分子 (FZ-43), or a month between 预审 and the assembly, is not in it (TR-45).
var development = []row{
	{code: "apply", title: "递交入党申请书", who: "申请人", source: "FZ-01", note: "年满18岁，本人书面提出"},
	{code: "talk", title: "党组织派人谈话", who: "书记、副书记或组织委员", source: "FZ-02", after: []string{"apply"}, limit: span{"apply", 1}},
	{code: "activist", title: "确定入党积极分子", who: committeeOr, source: "FZ-03", after: []string{"apply"}, needs: []string{"talk"}, note: "须党员推荐或群团推优"},
	{code: "activist_filed", title: "积极分子上级备案", who: "上级党委", source: "FZ-04", after: []string{"activist"}},
	{code: "contacts", title: "指定培养联系人", who: "党支部", source: "FZ-05", after: []string{"activist"}, note: "1至2名正式党员"},
	{code: "observe", title: "培养教育考察", who: "党支部、培养联系人", source: "FZ-06", after: []string{"activist"}, needs: []string{"contacts"}, limit: span{"activist", 6}, repeats: "target"},
	{code: "target", title: "确定发展对象", who: committeeOr, source: "FZ-07", after: []string{"activist"}, needs: []string{"activist_filed", "contacts", "observe"}, wait: span{"activist", 12}},
	{code: "target_filed", title: "发展对象上级备案", who: "上级党委", source: "FZ-08", after: []string{"target"}},
	{code: "introducers", title: "确定入党介绍人", who: "党支部或本人约请", source: "FZ-09", after: []string{"target"}, note: "2名正式党员"},
	{code: "political_review", title: "政治审查", who: "党支部、上级党委", source: "FZ-10", after: []string{"target"}},
	{code: "training", title: "集中培训", who: "基层党委或县级组织部门", source: "FZ-11", after: []string{"target"}, note: "一般不少于3天或24学时"},
	{code: "committee_review", title: "支部委员会审查", who: committeeOr, source: "FZ-12", after: []string{"target"}, needs: []string{"target_filed", "introducers", "political_review", "training"}},
	{code: "prereview", title: "上级党委预审", who: "上级党委", source: "FZ-13", after: []string{"committee_review"}},
	{code: "form", title: "填写入党志愿书", who: "发展对象、入党介绍人", source: "FZ-14", after: []string{"committee_review"}, needs: []string{"prereview"}},
	{code: "accept", title: "支部大会接收", who: "党员大会", source: "FZ-15", after: []string{"prereview"}, needs: []string{"form"}, note: "到会和赞成都要超过应到会有表决权人数的半数；两人以上逐个表决"},
	{code: "upper_talk", title: "上级党委派人谈话", who: "党委委员或组织员", source: "FZ-16", after: []string{"accept"}},
	{code: "accept_approved", title: "接收审批", who: "上级党委", source: "FZ-17", after: []string{"accept"}, needs: []string{"upper_talk"}, limit: span{"accept", 3}, note: "特殊情况不超过六个月，须说明"},
	{code: "department_filed", title: "组织部门备案", who: "上级党委", source: "FZ-18", after: []string{"accept_approved"}},
	{code: "placed", title: "编入支部和小组", who: "党支部", source: "FZ-19", after: []string{"accept_approved"}},
	{code: "oath", title: "入党宣誓", who: "基层党委或党支部", source: "FZ-20", after: []string{"accept_approved"}},
	{code: "probation_observe", title: "预备期考察", who: "党支部、入党介绍人", source: "FZ-21", after: []string{"accept_approved"}, repeats: "convert_approved"},
	{code: "convert_apply", title: "转正申请", who: "预备党员", source: "FZ-22", after: []string{"accept_approved"}},
	{code: "convert", title: "支部大会讨论转正", who: "党员大会", source: "FZ-23", after: []string{"accept_approved"}, needs: []string{"convert_apply"}, wait: span{"accept", 12}},
	{code: "convert_approved", title: "转正审批", who: "上级党委", source: "FZ-24", after: []string{"convert"}, limit: span{"convert", 3}, renewed: true},
	{code: "archived", title: "材料归档", who: "党支部、上级党委", source: "FZ-25", after: []string{"convert_approved"}},
}

// election is the workflow of §2.2.
var election = []row{
	{code: "remind", title: "提醒换届", who: "上级党组织", source: "ZB-29", wait: span{ends, -6}, limit: span{ends, -6}},
	{code: "study", title: "研究换届", who: committeeOr, source: "XJ-09"},
	{code: "request", title: "换届请示", who: "党支部", source: "XJ-25", after: []string{"study"}, limit: span{ends, -1}},
	{code: "reply", title: "批复职数和方式", who: "上级党组织", source: "XJ-09", after: []string{"request"}},
	{code: "nominate", title: "推荐提名", who: "党支部", source: "XJ-09", after: []string{"reply"}},
	{code: "candidates", title: "候选人预备人选报批", who: "党支部", source: "XJ-08", after: []string{"nominate"}, note: "委员候选人多于应选名额五分之一以上"},
	{code: "examined", title: "审查同意", who: "上级党组织", source: "XJ-09", after: []string{"candidates"}},
	{code: "prepare", title: "起草工作报告和选举办法", who: "党支部", source: "XJ-15a", after: []string{"study"}},
	{code: "assembly", title: "党员大会选举", who: "党员大会", source: "XJ-13", after: []string{"examined"}, needs: []string{"prepare"}, limit: span{ends, 0}, note: "到会不少于应到会有选举权的五分之四"},
	{code: "first_session", title: "新支委会首次会议", who: "新一届支委会", source: "XJ-10", after: []string{"assembly"}, committee: true},
	{code: "results", title: "报告选举结果", who: "党支部", source: "XJ-26", after: []string{"assembly"}, needs: []string{"first_session"}, note: "委员备案，书记、副书记批准"},
	{code: "archive", title: "归档", who: "党支部", source: "XJ-26", after: []string{"results"}},
}

// disposal is the procedure of D-CZ in force since 2024-06, not the older one
// that began with 民主评议 (TR-75). Nothing starts it by itself (CZ-14, TR-84).
var disposal = []row{
	{code: "filed", title: "报备", who: committeeOr, source: "CZ-08", note: "启动前先向基层党委报备"},
	{code: "investigated", title: "调查核实", who: "党支部", source: "CZ-09", after: []string{"filed"}},
	{code: "proposed", title: "提出意见", who: committeeOr, source: "CZ-09", after: []string{"investigated"}, note: "告知本人，听取申辩"},
	{code: "reviewed", title: "预审", who: "基层党委", source: "CZ-09", after: []string{"proposed"}},
	{code: "voted", title: "党员大会表决", who: "党员大会", source: "CZ-11", after: []string{"proposed"}, needs: []string{"reviewed"}, note: "赞成超过应到会有表决权人数的半数"},
	{code: "approved", title: "审批", who: "基层党委", source: "CZ-09", after: []string{"voted"}},
	{code: "announced", title: "宣布", who: "党支部", source: "CZ-09", after: []string{"approved"}},
	{code: "corrected", title: "改正期满", who: "党支部", source: "CZ-03", after: []string{"announced"}, limit: span{"approved", 12}, dated: true, note: "限期改正一般六个月，最长一年"},
}
