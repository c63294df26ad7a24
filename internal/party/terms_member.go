package party

// Stage (发展阶段) is a person's stage of Party life.
type Stage string

// Stages lists every Stage.
var Stages = Labels[Stage]{
	{"applicant", "入党申请人"},
	{"activist", "入党积极分子"},
	{"target", "发展对象"},
	{"probationary", "预备党员"},
	{"full", "正式党员"},
}

// Step (发展步骤) is one of the 25 steps of development (D-FZ), with the outcomes of the last.
type Step string

// Steps lists every Step.
var Steps = Labels[Step]{
	{"apply", "递交入党申请书"},
	{"talk", "党组织派人谈话"},
	{"activist", "确定入党积极分子"},
	{"activist_filed", "积极分子上级备案"},
	{"contacts", "指定培养联系人"},
	{"observe", "培养教育考察"},
	{"target", "确定发展对象"},
	{"target_filed", "发展对象上级备案"},
	{"introducers", "确定入党介绍人"},
	{"political_review", "政治审查"},
	{"training", "集中培训"},
	{"committee_review", "支部委员会审查"},
	{"prereview", "上级党委预审"},
	{"form", "填写入党志愿书"},
	{"accept", "支部大会接收"},
	{"upper_talk", "上级党委派人谈话"},
	{"accept_approved", "接收审批"},
	{"department_filed", "组织部门备案"},
	{"placed", "编入支部和小组"},
	{"oath", "入党宣誓"},
	{"probation_observe", "预备期考察"},
	{"convert_apply", "转正申请"},
	{"convert", "支部大会讨论转正"},
	{"convert_approved", "转正审批"},
	{"archived", "材料归档"},
}

// Result (步骤结果) is what a step decided.
type Result string

// Results lists every Result.
var Results = Labels[Result]{
	{"pass", "通过"},
	{"fail", "未通过"},
	{"full", "按期转正"},
	{"extend", "延长预备期"},
	{"cancel", "取消预备党员资格"},
}

// Way (转接方向) is out or in.
type Way string

// Ways lists every Way.
var Ways = Labels[Way]{
	{"out", "转出"},
	{"in", "转入"},
}

// WorkClass (工作岗位) is a closed class of work.
type WorkClass string

// WorkClasses lists every WorkClass.
var WorkClasses = Labels[WorkClass]{
	{"employee", "在岗职工"},
	{"cadre", "机关干部"},
	{"teacher", "教师"},
	{"student", "学生"},
	{"farmer", "农牧渔民"},
	{"self_employed", "个体经营"},
	{"retired", "离退休"},
	{"unemployed", "未就业"},
	{"other", "其他"},
}

// Away (流动与联系) is how a member away stands.
type Away string

// AwayStates lists every Away.
var AwayStates = Labels[Away]{
	{"floating", "登记流动"},
	{"returned", "流动返回"},
	{"contact", "取得联系"},
	{"host_report", "流入地反馈"},
	{"lost", "失去联系"},
	{"found", "恢复联系"},
	{"abroad", "出国(境)"},
	{"back", "回国(境)"},
}

// Standing (党籍状态) is membership and rights.
type Standing string

// Standings lists every Standing.
var Standings = Labels[Standing]{
	{"suspended", "停止党籍"},
	{"restored", "恢复党籍"},
	{"observed", "留党察看"},
	{"rights_suspended", "党员权利暂停"},
	{"rights_back", "恢复权利"},
}

// Exit (出党方式) is the eight ways of leaving.
type Exit string

// Exits lists every Exit.
var Exits = Labels[Exit]{
	{"withdrew", "要求退党除名"},
	{"self_left", "自行脱党除名"},
	{"refused", "劝而不退除名"},
	{"lost_two_years", "停止党籍满两年除名"},
	{"removed", "组织除名"},
	{"persuaded", "劝其退党"},
	{"expelled", "开除党籍"},
	{"cancelled", "取消预备党员资格"},
}

// Exclusion (不计入应到会情形) is the cases of regulations §2.1.
type Exclusion string

// Exclusions lists every Exclusion.
var Exclusions = Labels[Exclusion]{
	{"ill_will", "不能表达意志"},
	{"abroad_half_year", "自费出国半年以上"},
	{"sentenced", "服刑"},
	{"bedridden", "年老卧床或长期病重"},
	{"away_half_year", "离开半年以上未转组织关系"},
	{"retired_home", "退休回原籍"},
}

// Post (职务) is a Party or administrative post.
type Post string

// Posts lists every Post.
var Posts = Labels[Post]{
	{"secretary", "书记"},
	{"deputy", "副书记"},
	{"organisation", "组织委员"},
	{"publicity", "宣传委员"},
	{"discipline", "纪检委员"},
	{"united_front", "统战委员"},
	{"youth", "青年委员"},
	{"member", "委员"},
	{"group_leader", "党小组长"},
	{"village_head", "村(居)委会主任"},
	{"village_member", "村(居)委会委员"},
	{"supervision_head", "村务监督委员会主任"},
	{"unit_head", "单位主要负责人"},
	{"unit_deputy", "单位其他负责人"},
	{"chairman", "董事长"},
	{"director", "董事"},
	{"manager", "总经理"},
	{"deputy_manager", "副总经理"},
	{"academic_lead", "学术带头人"},
	{"counsellor", "辅导员"},
}

// Pledge (承诺形式) is how a member acts.
type Pledge string

// Pledges lists every Pledge.
var Pledges = Labels[Pledge]{
	{"post", "设岗定责"},
	{"promise", "承诺践诺"},
	{"pioneer_post", "党员先锋岗"},
	{"duty_area", "党员责任区"},
	{"task_force", "党员突击队"},
	{"project", "攻关项目"},
	{"volunteer", "志愿服务"},
}

// CareBy (关怀方式) is how care was given.
type CareBy string

// CareWays lists every CareBy.
var CareWays = Labels[CareBy]{
	{"visit", "走访慰问"},
	{"fund", "帮扶资金"},
	{"study_home", "送学上门"},
	{"affairs", "代办事项"},
}

// Study (学习形式) is how hours were earned.
type Study string

// Studies lists every Study.
var Studies = Labels[Study]{
	{"course", "集中培训"},
	{"collective", "集体学习"},
	{"lecture", "党课"},
	{"online", "线上学习"},
	{"home", "送学上门"},
}

// Grade (评议等次) is a grade in 民主评议.
type Grade string

// Grades lists every Grade.
var Grades = Labels[Grade]{
	{"excellent", "优秀"},
	{"good", "合格"},
	{"basic", "基本合格"},
	{"unqualified", "不合格"},
}

// DisposalStep (处置阶段) is a stage of disposal (D-CZ).
type DisposalStep string

// DisposalSteps lists every DisposalStep.
var DisposalSteps = Labels[DisposalStep]{
	{"filed", "报备"},
	{"investigated", "调查核实"},
	{"proposed", "提出意见"},
	{"reviewed", "预审"},
	{"voted", "党员大会表决"},
	{"approved", "审批"},
	{"announced", "宣布"},
	{"corrected", "改正期满"},
}

// Disposal (处置结果) is the result of a disposal.
type Disposal string

// Disposals lists every Disposal.
var Disposals = Labels[Disposal]{
	{"correct", "限期改正"},
	{"persuade", "劝其退党"},
	{"remove", "除名"},
	{"none", "不予处置"},
}
