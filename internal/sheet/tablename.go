package sheet

import (
	"slices"
	"strings"
)

// tableWords is what the names of sheets and files of this trade are made of,
// the longer words first.
var tableWords = strings.NewReplacer(func() []string {
	words := []string{
		"党组织", "会议活动", "主题党日", "三会一课", "党员", "会议", "活动", "党费", "学时", "学习", "组织", "发展", "入党积极分子", "预备", "正式", "流动", "在册", "基本信息", "信息",
		"花名册", "名册", "台账", "登记", "统计", "汇总", "明细", "记录", "缴纳", "收缴", "交纳", "签到", "采集", "情况", "模板", "退回", "总表", "一览", "工作", "表", "册", "簿", "单",
		"上半年", "下半年", "季度", "年度", "第", "年", "月", "日", "季", "号", "新", "旧", "副本", "最新", "修改", "最终", "版",
		"sheet", "copy", "xlsx", "organisations", "organizations", "orgs", "org", "branches", "branch", "members", "member", "roster", "meetings", "meeting", "dues", "studies", "study", "hours", "ledger", "refused", "table", "test", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "〇",
	}
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, w := range words {
		pairs = append(pairs, w, "")
	}
	return pairs
}()...)

// isTableName reports the name of a sheet or a file that can be nobody's.
func isTableName(s string) bool {
	s = strings.ToLower(compact(s))
	return isHarmless(s) || digitCount(s) <= 8 && strings.Trim(tableWords.Replace(s), "0123456789()[]-—_.·、~～&+（）【】") == ""
}
