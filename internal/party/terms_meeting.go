package party

// MeetingKind (会议活动类别) is a kind of meeting or activity.
type MeetingKind string

// MeetingKinds lists every MeetingKind.
var MeetingKinds = Labels[MeetingKind]{
	{"assembly", "支部党员大会"},
	{"committee", "支部委员会"},
	{"group", "党小组会"},
	{"lecture", "党课"},
	{"party_day", "主题党日"},
	{"org_life", "组织生活会"},
	{"appraisal", "民主评议党员"},
	{"study", "集中学习"},
	{"volunteer", "志愿服务"},
	{"deliberation", "民主议事"},
	{"consultation", "征求意见"},
	{"oath", "入党宣誓"},
	{"four_one", "村(社区)两委商议"},
	{"four_villagers", "村(居)民代表会议"},
	{"ideology", "意识形态分析"},
	{"integrity", "廉政教育"},
	{"joint_council", "党政联席会议"},
	{"pre_study", "前置研究"},
	{"visit", "走访联系群众"},
	{"culture", "文体活动"},
}

// MeetingForm (会议形式) is what was done at a meeting.
type MeetingForm string

// MeetingForms lists every MeetingForm.
var MeetingForms = Labels[MeetingForm]{
	{"lead_reading", "领学"},
	{"discussion", "讨论"},
	{"deliberation", "议事"},
	{"practice", "实践"},
	{"service", "服务"},
}

// Phase (程序环节) is a phase of a procedure.
type Phase string

// Phases lists every Phase.
var Phases = Labels[Phase]{
	{"study", "理论学习"},
	{"opinions", "征求意见"},
	{"talks", "谈心谈话"},
	{"self_check", "查摆问题"},
	{"criticism", "批评与自我批评"},
	{"self_rating", "个人自评"},
	{"peer_rating", "党员互评"},
	{"poll", "民主测评"},
	{"verdict", "评定意见"},
	{"feedback", "结果反馈"},
	{"plan", "明确整改方向"},
	{"fixed", "整改落实"},
}

// Reason (缺席原因) is one of four, no more.
type Reason string

// Reasons lists every Reason.
var Reasons = Labels[Reason]{
	{"leave", "请假"},
	{"duty", "公务"},
	{"away", "外出"},
	{"other", "其他"},
}

// VoteOn (表决事项) is what is voted on; it chooses the rule.
type VoteOn string

// VoteOns lists every VoteOn.
var VoteOns = Labels[VoteOn]{
	{"ordinary", "一般事项"},
	{"accept", "接收预备党员"},
	{"convert", "转正"},
	{"committee", "支委会事项"},
	{"election", "选举"},
	{"four_open", "四议两公开审议"},
	{"disposal", "组织处置"},
	{"exclusion", "不计入应到会"},
}

// SkipReason (没开原因) is why a due meeting was not held.
type SkipReason string

// SkipReasons lists every SkipReason.
var SkipReasons = Labels[SkipReason]{
	{"harvest", "农忙"},
	{"production", "生产任务"},
	{"emergency", "应急任务"},
	{"holiday", "假期"},
	{"too_few", "人员不齐"},
	{"merged", "与其他会合并"},
	{"other", "其他"},
}

// Pair (谈话类别) is the pair class of a talk.
type Pair string

// Pairs lists every Pair.
var Pairs = Labels[Pair]{
	{"committee_committee", "支委之间"},
	{"committee_member", "支委与党员"},
	{"member_member", "党员之间"},
	{"applicant", "与入党申请人"},
}

// ElectionSort (选举类别) is a kind of election.
type ElectionSort string

// ElectionSorts lists every ElectionSort.
var ElectionSorts = Labels[ElectionSort]{
	{"founding", "成立选举"},
	{"term", "换届选举"},
	{"by", "补选"},
}
