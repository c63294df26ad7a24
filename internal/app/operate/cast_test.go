package operate

import (
	"strings"
	"testing"

	"qiangji/internal/errs"
)

// played runs the cases of a file against the pack that compares.
func played(t *testing.T, file string) map[string][]string {
	t.Helper()
	q := question(nil, "false")
	if _, _, err := q.Library.Pack("town"); err != nil {
		t.Fatal(err)
	}
	wrong := map[string][]string{}
	for _, r := range q.Library.testFile("town", "cases.yaml", []byte(file)) {
		wrong[r.Test] = r.Wrong
	}
	return wrong
}

// TestCast: a case may have branches in the same group, and below it, written as
// a line, as lines or with keys; they take part in ranks, quotas and roll-ups.
func TestCast(t *testing.T) {
	wrong := played(t, `
- test: 名次
  year: 2026
  branch: {领域: 村, 正式党员: 8}
  facts: [数值 完成率 80]
  同组:
    - 数值 完成率 90
    - [数值 完成率 70, 满意度 80]
    - {facts: [数值 完成率 80], expect: {T-2: 达标 6/8}}
    - {branch: {正式党员: 5}, facts: [数值 完成率 99], expect: {T-2: 8/8}}
    - {branch: {领域: 社区, 正式党员: 8}, facts: [数值 完成率 99], expect: {T-2: 8/8}}
  expect: {T-1: 达标 4/4, T-2: 达标 6/8, T-3: 达标 8/8, 总分: 27, 测算: 好}
- test: 待定
  year: 2026
  branch: {领域: 村, 正式党员: 8}
  facts: [数值 完成率 80]
  同组: [[]]
  expect: {T-2: 待定 2-8/8, T-3: 待定 1-8/8}
- test: 限额
  year: 2026
  branch: {领域: 村, 正式党员: 8}
  限额: 启用
  facts: [数值 完成率 80]
  同组: [{facts: [数值 完成率 90], 个数: 2, expect: {测算: 好}}, {facts: [同本支部], expect: {测算: 中, T-2: 4/8}}]
  expect: {T-2: 达标 4/8, T-3: 达标 1/8, 测算: 中}
- test: 汇总
  year: 2026
  branch: {领域: 村, 正式党员: 8, 建制: 基层党委}
  下级: [{branch: {正式党员: 8}, facts: [数值 完成率 90], expect: {T-2: 8/8}}, {branch: {正式党员: 8}, facts: [数值 完成率 70], expect: {总分: 16.5}}]
  expect: {T-4: 达标 5.81/10, 其余: 不查}
`)
	if len(wrong) != 4 {
		t.Fatalf("%d cases", len(wrong))
	}
	for test, list := range wrong {
		if len(list) > 0 {
			t.Errorf("%s：%s", test, strings.Join(list, "\n"))
		}
	}
}

// TestCastSaysWhatIsWrong: what is not as expected, or cannot be read, is told with
// the organisation that it is of.
func TestCastSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"同组: [{facts: [数值 完成率 90], expect: {T-2: 达标 1/8}}]\n  expect: {其余: 不查}": "同组第1个：T-2：应为 达标 1/8，实为 达标 8/8",
		"expect: {T-2: 合格 8/8, 其余: 不查}":                                         "T-2：“合格”不是判词；可写：达标、未达标、未到期、不适用、待定",
		"expect: {T-2: 不适用, 其余: 都查}":                                            "其余：只能写 不查，现在是“都查”",
		"同组: [数值 完成率 95, 数值 完成率 96]\n  branch: {支委会: 胡写}":                       "“branch”写了两次",
		"同组: [{branch: {支委会: 胡写}}]":                                             "同组第1个：branch：支委会：只写 是 或 否，现在是“胡写”",
		"同组: [数值 完成率 很高]":                                                       "同组第1个：facts：",
		"同组: [[数值 完成率 9], 说不清]":                                                 "同组第2个：facts：",
		"同组: [{branch: {领域: 月球}}]":                                              "同组第1个：领域：",
		"同组: [{branch: {领域: 机关}}]":                                              "同组第1个：标准包展开不了：",
		"同组: [{facts: [], 个数: 201}]":                                            "同组：一个例子里最多写 200 个",
		"同组: [{facts: [], 个数: -1}]":                                             "同组：一个例子里最多写 200 个",
		"同组: [{fact: []}]":                                                      "测试文件看不懂",
		"下级: [{branch: {成立: 2027-03-01}}]":                                      "下级第1个：这一年里没有这个支部",
		"限额: 不用": "限额：只能写 启用",
	} {
		file := "- test: x\n  year: 2026\n  branch: {领域: 村, 正式党员: 8}\n  facts: [数值 完成率 80]\n  " + text + "\n"
		said := ""
		for _, wrong := range played(t, file) {
			said += strings.Join(wrong, "\n")
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s\n got %s\nwant %s", text, said, want)
		}
	}
	year := "- test: x\n  branch: {领域: 村, 正式党员: 8}\n  facts: [数值 完成率 80]\n  expect: {其余: 不查}\n"
	for text, want := range map[string]string{
		year: "要写明是哪一年，例如 year: 2026", year + "  year: 26\n": "要写明是哪一年", year + "  year: 2026\n": "",
		strings.Replace(year, "expect: {其余: 不查}", "year: 2026\n  同组: [[]]\n  expect: {T-2: 待定 2-8/8}", 1): "例子里没写 T-3，算出来是 待定 1-8/8；写进 expect，或写 其余: 不查",
	} {
		if said := strings.Join(played(t, text)["x"], "\n"); said != want && (want == "" || !strings.Contains(said, want)) {
			t.Errorf("%s\n got %s\nwant %s", text, said, want)
		}
	}
	q := question(nil, "false")
	q.Scheme = "nowhere"
	if _, err := q.Library.Test("nowhere"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("%v", err)
	}
}
