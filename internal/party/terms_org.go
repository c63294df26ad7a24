package party

// Level (建制) is an organisation's level.
type Level string

// Levels lists every Level.
var Levels = Labels[Level]{
	{"branch", "支部"},
	{"general_branch", "总支"},
	{"committee", "基层党委"},
	{"county", "县级党委"},
	{"city", "市级党委"},
	{"province", "省级党委"},
}

// Form (设置方式) is how an organisation is set up.
type Form string

// Forms lists every Form.
var Forms = Labels[Form]{
	{"single", "单独"},
	{"joint", "联合"},
	{"temporary", "临时"},
	{"floating", "流动"},
	{"functional", "功能型"},
}

// Domain (领域) is an organisation's field.
type Domain string

// Domains lists every Domain.
var Domains = Labels[Domain]{
	{"village", "村"},
	{"community", "社区"},
	{"agency", "机关"},
	{"soe", "国企"},
	{"teachers", "高校教师"},
	{"students", "高校学生"},
	{"private", "非公企业"},
	{"ngo", "社会组织"},
	{"institution", "事业单位"},
	{"retired", "离退休"},
	{"floating", "流动党员"},
}

// OrgTrait (特征) is a trait that rules may ask for.
type OrgTrait string

// OrgTraits lists every OrgTrait.
var OrgTraits = Labels[OrgTrait]{
	{"scattered", "分散"},
	{"shift", "倒班"},
	{"busy_season", "季节性生产"},
	{"board", "有董事会"},
	{"articles", "有章程"},
	{"business_power", "有重大事项决策权"},
	{"window", "窗口单位"},
	{"school", "学校"},
	{"hospital", "医院"},
	{"collective", "有集体经济"},
	{"relocated", "易地搬迁"},
	{"abroad", "有国外党员"},
}

// CloseCause (撤销原因) is why an organisation ends.
type CloseCause string

// CloseCauses lists every CloseCause.
var CloseCauses = Labels[CloseCause]{
	{"disqualified", "不再具备条件"},
	{"dissolved", "所在单位撤销"},
	{"expired", "临时任务结束"},
	{"adjusted", "组织调整"},
}

// Season (时段类别) is a declared busy season.
type Season string

// Seasons lists every Season.
var Seasons = Labels[Season]{
	{"harvest", "农忙"},
	{"shift", "倒班"},
	{"holiday", "假期"},
	{"fishing", "出海"},
	{"other", "其他"},
}

// Premises (场所类别) is a kind of premises.
type Premises string

// PremisesList lists every Premises.
var PremisesList = Labels[Premises]{
	{"own", "独立活动室"},
	{"shared", "共用活动室"},
	{"centre", "党群服务中心"},
	{"none", "暂无"},
}

// Flow (收支) is the direction of money.
type Flow string

// Flows lists every Flow.
var Flows = Labels[Flow]{
	{"due", "应拨付"},
	{"received", "已到账"},
	{"spent", "已支出"},
}

// Source (经费来源) is where money comes from.
type Source string

// Sources lists every Source.
var Sources = Labels[Source]{
	{"fiscal", "财政保障"},
	{"dues_back", "党费返还"},
	{"unit", "单位经费"},
	{"other", "其他"},
}

// HelperRole (帮带身份) is a helper's role.
type HelperRole string

// HelperRoles lists every HelperRole.
var HelperRoles = Labels[HelperRole]{
	{"organiser", "组织员"},
	{"first_secretary", "第一书记"},
	{"contact_leader", "联系点领导"},
	{"instructor", "党建指导员"},
	{"town_leader", "包村领导"},
	{"paired_unit", "结对单位"},
}

// Matter (公开事项) is what is published.
type Matter string

// Matters lists every Matter.
var Matters = Labels[Matter]{
	{"dues", "党费收缴"},
	{"development", "发展党员公示"},
	{"election", "选举结果"},
	{"affairs", "党务"},
	{"village_affairs", "村务财务"},
	{"rectification", "整改情况"},
	{"rating", "定级公示"},
}

// Submission (报送事项) is what is sent up and waits for an answer.
type Submission string

// Submissions lists every Submission.
var Submissions = Labels[Submission]{
	{"founding", "设立党组织"},
	{"adjusting", "调整撤销"},
	{"election", "换届请示"},
	{"candidates", "候选人报批"},
	{"results", "选举结果报批备案"},
	{"extension", "延期或提前换届"},
	{"activist", "积极分子备案"},
	{"target", "发展对象备案"},
	{"review", "预审"},
	{"accept", "接收预备党员审批"},
	{"convert", "转正审批"},
	{"hardship", "党费减免"},
	{"disposal", "处置预审"},
	{"statistics", "统计报表"},
	{"exclusion", "不计入应到会"},
}

// UpperDuty (上级事项) is what an upper level owes and does.
type UpperDuty string

// UpperDuties lists every UpperDuty.
var UpperDuties = Labels[UpperDuty]{
	{"answered", "批复答复"},
	{"election_reminder", "换届提醒"},
	{"branch_study", "专题研究支部建设"},
	{"contact_point", "建立联系点"},
	{"secretary_training", "书记集中轮训"},
	{"new_secretary_training", "新任书记培训"},
	{"member_training", "党员集中培训"},
	{"review", "述职评议"},
	{"organiser", "配备组织员"},
	{"record_filing", "村社区书记备案管理"},
	{"fund", "经费拨付"},
	{"lecture", "党委书记讲党课"},
	{"tier_work", "分类指导"},
	{"talk_before_approval", "审批前谈话"},
	{"queue_analysis", "积极分子队伍分析"},
	{"pay_guarantee", "书记报酬保障"},
	{"fifty_year_medal", "颁发纪念章"},
	{"statistics", "汇总统计"},
	{"filing", "报组织部门备案"},
}

// Inspect (检查方式) is how an inspection was made.
type Inspect string

// Inspects lists every Inspect.
var Inspects = Labels[Inspect]{
	{"scheduled", "计划检查"},
	{"spot", "抽查"},
	{"visit", "调研走访"},
	{"cross", "交叉检查"},
}

// Severity (轻重) is how grave a finding is.
type Severity string

// Severities lists every Severity.
var Severities = Labels[Severity]{
	{"minor", "一般"},
	{"major", "较重"},
	{"grave", "严重"},
}

// WaiveReason (不适用原因) is why an item does not apply.
type WaiveReason string

// WaiveReasons lists every WaiveReason.
var WaiveReasons = Labels[WaiveReason]{
	{"none_to_do", "无此类对象"},
	{"newly_founded", "新近成立"},
	{"season", "季节或行业原因"},
	{"merged_event", "已合并开展"},
	{"upper_arranged", "上级另有安排"},
	{"other", "其他"},
}

// Request (要求类别) is what was asked of the branch.
type Request string

// Requests lists every Request.
var Requests = Labels[Request]{
	{"material", "要材料"},
	{"form", "填报表"},
	{"inspection", "检查"},
	{"supervision", "督办"},
	{"visit", "调研接待"},
	{"meeting", "召集会议"},
}

// Tier (层级) is a level of Party or state.
type Tier string

// Tiers lists every Tier.
var Tiers = Labels[Tier]{
	{"unit", "本单位"},
	{"town", "乡镇(街道)"},
	{"county", "县(区)"},
	{"city", "市"},
	{"province", "省"},
	{"nation", "国家"},
}

// OutcomeSort (成效类别) is a kind of outcome.
type OutcomeSort string

// OutcomeSorts lists every OutcomeSort.
var OutcomeSorts = Labels[OutcomeSort]{
	{"satisfaction", "满意度"},
	{"service", "服务办结"},
	{"business", "业务指标"},
}

// Issuer (出具方) is who issues a number.
type Issuer string

// Issuers lists every Issuer.
var Issuers = Labels[Issuer]{
	{"branch", "本支部"},
	{"unit", "本单位"},
	{"town", "乡镇(街道)"},
	{"county", "县级部门"},
	{"statistics", "统计部门"},
	{"survey", "第三方调查"},
	{"served", "服务对象"},
}

// Verdict (综合评价) is the result of a yearly review.
type Verdict string

// Verdicts lists every Verdict.
var Verdicts = Labels[Verdict]{
	{"good", "好"},
	{"fair", "较好"},
	{"average", "一般"},
	{"poor", "差"},
}

// Outcome (结果) is how a matter ended.
type Outcome string

// Outcomes lists every Outcome.
var Outcomes = Labels[Outcome]{
	{"done", "办成"},
	{"partly", "部分办成"},
	{"declined", "不办并已说明"},
	{"not_done", "未办成"},
}

// DecidingBody (决定主体) is who decided or elected.
type DecidingBody string

// DecidingBodies lists every DecidingBody.
var DecidingBodies = Labels[DecidingBody]{
	{"assembly", "党员大会"},
	{"committee", "支委会"},
	{"town_committee", "乡镇(街道)或单位党委"},
	{"county_committee", "县级党委"},
	{"upper", "上级党组织"},
}

// Column (评分栏) is whose column a mark stands in.
type Column string

// Columns lists every Column.
var Columns = Labels[Column]{
	{"self", "自评"},
	{"peer", "互评"},
	{"upper", "考评"},
	{"final", "核定"},
}

// VoidCause (作废原因) is why a fact is taken back.
type VoidCause string

// VoidCauses lists every VoidCause.
var VoidCauses = Labels[VoidCause]{
	{"mistake", "误记"},
	{"duplicate", "重复"},
	{"wrong_org", "记错组织"},
	{"wrong_person", "记错人员"},
	{"not_happened", "未发生"},
}
