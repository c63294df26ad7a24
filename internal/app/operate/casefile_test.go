package operate

import (
	"regexp"
	"strings"
	"testing"
)

// TestCasesThatCannotBeRead: what is wrong with a file of cases is told in Chinese
// with its place, and what hostile YAML a pack may not have its cases may not have.
func TestCasesThatCannotBeRead(t *testing.T) {
	good := "- test: 甲\n  year: 2026\n  branch: {领域: 村}\n  facts: []\n  expect: {总分: 0}\n"
	if tests, wrong := readTests("a.yaml", []byte("\ufeff"+good)); wrong != "" || len(tests) != 1 || tests[0].Branch.Domain != "村" {
		t.Fatalf("%+v %s", tests, wrong)
	}
	english := regexp.MustCompile(`[a-z]{4,} [a-z]{3,}`)
	for text, want := range map[string]string{
		good + "  year: 2027\n":                                "第 6 行第 3 列：“year”写了两次；请删去一个",
		strings.Replace(good, "facts", "fact", 1):              "第 4 行第 3 列：没有“fact”这个键；可写：test",
		strings.Replace(good, "领域", "域", 1):                    "没有“域”这个键",
		strings.Replace(good, "{领域: 村}", "&a {领域: 村}", 1):      "不能用锚",
		strings.Replace(good, "{领域: 村}", "*a", 1):              "不能用引用",
		strings.Replace(good, "{领域: 村}", "!!map {领域: 村}", 1):   "不能用标签",
		strings.Replace(good, "facts: []", "facts: [", 1):      "方括号",
		strings.Replace(good, "year: 2026", "year: 今年", 1):     "第 2 行第 9 列：值的写法不对；每个例子以 - test: 开头",
		strings.Replace(good, "facts: []", "facts: {a: b}", 1): "值的写法不对",
		"test: 甲\n":           "每个例子以 - test: 开头",
		good + "---\n" + good: "只能有一份文档",
		"- test: " + strings.Repeat("[", 40) + strings.Repeat("]", 40): "嵌套太深",
		strings.Repeat(good, 3000):                                     "超过上限",
	} {
		_, wrong := readTests("a.yaml", []byte(text))
		if !strings.Contains(wrong, want) || !strings.Contains(wrong, "第 ") || english.MatchString(strings.ReplaceAll(wrong, strings.Join(testKeys(), " "), "")) {
			t.Errorf("%.60q: %s; want %s", text, wrong, want)
		}
	}
}
