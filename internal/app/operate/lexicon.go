package operate

import (
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/party"
)

// A saying (说法) is a word with which a line of a pack test may begin, with how the
// line goes on. The list of them in doc/packs.md is made from this one.
type saying struct {
	name  string
	form  string // how it is written; what stands in [ ] may be left out
	like  string // an example
	day   string // the day it counts for where the line gives none
	least int    // how many words must follow
	most  int    // how many may
	say   func(*scene, party.Date, []string) error
}

// sayings lists them in the order of the manual.
var sayings = []saying{
	{"会议", "会议 种类[+种类] [缺席几人] [组几] [年度哪年] [学时几] [主讲谁] [环节甲、乙]", "2026-02-10 会议 党员大会+主题党日 缺席1", "6月10日", 1, 9, sayMeeting},
	{"没开", "没开 种类 哪一期 [原因]", "没开 党员大会 2026-Q3 农忙", "那一期的最后一天", 2, 3, saySkipped},
	{"谈心", "谈心 谁和谁 [应需]", "2026-05-01 谈心 支委之间", "6月20日", 1, 2, sayTalk},
	{"学时", "学时 几 谁 [形式]", "学时 40 全体 集中培训", "9月15日", 2, 99, sayStudy},
	{"党费", "党费 谁 哪几个月", "党费 全体 1-12月", "最后一个月的15日", 2, 99, sayDues},
	{"核定党费", "核定党费", "2026-01-15 核定党费", "1月15日", 0, 0, sayFixed},
	{"上缴党费", "上缴党费 哪几个月", "上缴党费 1-12月", "各月25日（前面写的日期不算）", 1, 1, sayRemitted},
	{"公开", "公开 事项", "2026-04-01 公开 党费收缴", "12月20日", 1, 1, sayPublished},
	{"决定", "决定 期限 [办成，或 没办成]", "2026-03-01 决定 2026-04-01 办成", "3月1日；办成、没办成记在期限那天", 1, 2, sayDecision},
	{"评议", "评议 优秀几人（其余合格）", "2026-12-18 评议 3", "12月18日", 1, 1, sayAppraisal},
	{"选举", "选举 种类 名额 候选人 应到 实到 [任期至]", "2026-06-01 选举 换届选举 3 4 10 9 2029-06-01", "6月1日", 5, 6, sayElection},
	{"任职", "任职 谁 职务 [新任]", "2026-03-01 任职 党员1 书记 新任", "3月1日", 2, 3, sayPost},
	{"离任", "离任 谁 职务", "2026-03-01 离任 党员1 书记", "3月1日", 2, 2, sayPostLeft},
	{"步骤", "步骤 谁 哪一步 [经办的党员] [结果] [延长到哪天]", "2026-03-01 步骤 申请人1 递交入党申请书", "3月1日", 2, 9, sayStep},
	{"流动", "流动 谁 情况", "2026-03-01 流动 党员3 登记流动", "3月1日", 2, 2, sayAway},
	{"关怀", "关怀 [方式]", "2026-06-28 关怀 走访慰问", "6月28日", 0, 1, sayCare},
	{"场所", "场所 种类 [几平方米]", "场所 独立活动室 60", "1月2日", 1, 2, sayPremises},
	{"报送", "报送 事项 [谁]", "2026-04-01 报送 换届请示", "4月1日", 1, 2, saySubmitted},
	{"上级", "上级 做了什么 [答复哪条记录]", "2026-04-01 上级 专题研究支部建设", "4月1日", 1, 2, sayUpper},
	{"检查", "检查 哪一级 方式 [查实的条目]", "2026-05-10 检查 县 抽查 ZB-40", "12月25日", 2, 99, sayInspection},
	{"述职", "述职 等次", "述职 好", "12月22日", 1, 1, sayReview},
	{"满意度", "满意度 数 [问了几人]", "满意度 92", "11月20日", 1, 2, saySatisfaction},
	{"成效", "成效 种类 数 [依据几人、几件]", "成效 服务办结 7 12", "11月20日", 2, 3, sayOutcome},
	{"申报", "申报 条目 起 止 原因", "申报 ZB-50 2026-01-01 2026-06-30 季节或行业原因", "起的那天", 4, 4, sayWaiver},
	{"时段", "时段 种类 起 止", "时段 农忙 2026-05-20 2026-06-20", "1月10日", 3, 3, saySeason},
	{"定级", "定级 方案 年度 等级 [类别]", "定级 county-demo 2025 四星", "次年2月20日", 3, 4, sayRating},
	{"评分", "评分 名称 [哪一栏] 分 [评委几]", "评分 廉洁 自评 3", "12月20日", 2, 4, sayMark},
	{"等级", "等级 名称 [哪一栏] 等级", "等级 班子团结 好", "12月20日", 2, 3, sayGrade},
	{"数值", "数值 名称 数 [哪一期]", "数值 人均纯收入 3000", "12月20日", 2, 3, sayFigure},
	{"荣誉", "荣誉 名称 哪一级", "荣誉 先进 省", "7月1日", 2, 2, sayHonour},
	{"事件", "事件 名称 [情形] [几次] [年度哪年]", "事件 安全事故 重大 2", "6月15日", 1, 4, sayEvent},
}

// sayingOf finds a saying by its word.
func sayingOf(name string) (saying, bool) {
	i := slices.IndexFunc(sayings, func(s saying) bool { return s.name == name })
	if i < 0 {
		return saying{}, false
	}
	return sayings[i], true
}

// fits is an error where too few or too many words follow.
func (s saying) fits(args []string) error {
	switch {
	case len(args) < s.least:
		return fmt.Errorf("少了内容，写成：%s", s.like)
	case len(args) > s.most:
		return fmt.Errorf("多了“%s”，写成：%s", strings.Join(args[s.most:], " "), s.form)
	}
	return nil
}

func sayingNames() []string {
	names := make([]string, len(sayings))
	for i, s := range sayings {
		names[i] = s.name
	}
	return names
}

// A wording (用词) is the words that one place of a saying may have.
type wording struct{ saying, place, words string }

// wordings lists the closed lists that sayings draw on, for the manual.
func wordings() []wording {
	return []wording{
		{"`branch`", "领域", labels(party.Domains)},
		{"`branch`", "设置", labels(party.Forms)},
		{"`branch`", "建制", labels(party.Levels)},
		{"`branch`", "特征", labels(party.OrgTraits)},
		{"会议、没开", "种类", labels(party.MeetingKinds)},
		{"会议", "环节", labels(party.Phases)},
		{"没开", "原因", labels(party.SkipReasons)},
		{"谈心", "谁和谁", labels(party.Pairs)},
		{"学时", "形式", labels(party.Studies)},
		{"公开", "事项", labels(party.Matters)},
		{"选举", "种类", labels(party.ElectionSorts)},
		{"任职、离任", "职务", labels(party.Posts)},
		{"步骤", "哪一步", labels(party.Steps)},
		{"步骤", "结果", labels(party.Results)},
		{"流动", "情况", labels(party.AwayStates)},
		{"关怀", "方式", labels(party.CareWays)},
		{"场所", "种类", labels(party.PremisesList)},
		{"报送", "事项", labels(party.Submissions)},
		{"上级", "做了什么", labels(party.UpperDuties)},
		{"检查、荣誉", "哪一级", labels(party.Tiers)},
		{"检查", "方式", labels(party.Inspects)},
		{"述职", "等次", labels(party.Verdicts)},
		{"成效", "种类", labels(party.OutcomeSorts)},
		{"申报", "原因", labels(party.WaiveReasons)},
		{"时段", "种类", labels(party.Seasons)},
		{"评分、等级", "哪一栏", labels(party.Columns)},
	}
}

// short is a label without the brackets at its end: 县 for 县(区).
func short(label string) string {
	if name, _, ok := strings.Cut(label, "("); ok && strings.HasSuffix(label, ")") {
		return name
	}
	return label
}

// labels lists the words of a closed list; those for which kindNames has a short
// word, by it.
func labels[T ~string](l party.Labels[T]) string {
	names := make([]string, len(l))
	for i, c := range l {
		names[i] = short(c.Label)
		for name, kind := range kindNames {
			if any(c.Code) == any(kind) {
				names[i] = name
			}
		}
	}
	return strings.Join(names, "、")
}
