package standard

import "regexp"

// The words by which a consequence leads to pay or takes an office away (C12).
var (
	payWord = regexp.MustCompile(`报酬|绩效|奖金|工资|薪|津贴|补贴|补助|待遇|奖励金|现金|红包|分红|罚款|扣款|扣发|物质奖励|经济(奖励|处罚|奖惩)` +
		`|(年终|年度|考核|目标|综合|综治|文明|一次性)奖([^惩项状牌旗]|$)|[0-9０-９〇一二两三四五六七八九十百千万]+(多|余)?元([^化]|$)`)
	officeWord = regexp.MustCompile(`免职|撤职|停职|降职|免去|罢免|解聘|辞退|开除|任职资格|调离`)
	// unlinked says that there is no such consequence.
	unlinked = regexp.MustCompile(`(不|不得|不能|不准|不许|不应|严禁|禁止|绝不|一律不)再?(与|和|跟|把|将|以)[^，。；]{0,16}(挂钩|关联|联系|联动)` +
		`|(不|不得|不能|不应|不再)(作为|用作)[^，。；]{0,16}(依据|参考|条件)`)
)

// paid refuses a consequence that leads to pay, or to an office: both have their own
// procedures, and no path leads there from a result.
func (c *checker) paid(path, what string) {
	rest := unlinked.ReplaceAllString(what, "")
	if w := payWord.FindString(rest); w != "" {
		c.bad(path, CodePay, "结果不同报酬挂钩(C12)：删去“%s”", w)
	} else if w := officeWord.FindString(rest); w != "" {
		c.bad(path, CodePay, "结果不直接通到职务(C12)，干部的事按干部管理的程序办：删去“%s”", w)
	}
}
