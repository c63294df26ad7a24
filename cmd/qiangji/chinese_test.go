package main

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/alecthomas/kong"

	"qiangji/internal/party"
)

// TestArgumentsAreCorrectedInPlainWords: what an organiser mistypes is answered with
// what to type instead, and nothing is left in the parser's words.
func TestArgumentsAreCorrectedInPlainWords(t *testing.T) {
	assess := []string{"assess", "--pack", "county-demo", "--facts", "x"}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"assess", "—pack", "county-demo"}, "选项前要用两个英文减号：--pack（输入法常把它改成长横线）"},
		{[]string{"assess", "——pack", "county-demo"}, "两个英文减号：--pack"},
		{[]string{"assess", "-pack", "county-demo"}, "两个英文减号：--pack"},
		{[]string{"—help"}, "两个英文减号：--help"},
		{append(assess, "--year", "２０２６"), "--year 请用半角数字：2026"},
		{append(assess, "--year", "今年"), "--year 要写整数，现在写的是「今年」"},
		{append(assess, "--year"), "--year 后面要写上内容"},
		{[]string{"demo", "--seed", "-1"}, "--seed 要写 0 或正整数，现在写的是「-1」"},
		{[]string{"demo", "--seed", "1.5"}, "--seed 要写 0 或正整数，现在写的是「1.5」"},
		{[]string{"demo", "--json=7"}, "--json：后面不用写内容，现在是「7」"},
		{[]string{"demo", "--branchs", "3"}, "没有这个选项 --branchs，是不是想写「--branches」"},
		{[]string{"demo", "more"}, "多出来的参数 more"},
		{[]string{"assess"}, "还缺选项 --pack 目录、--year"},
		{[]string{"pack"}, "要写以下之一「check」、「test」、「resolve」"},
		{[]string{"chek"}, "没有「chek」这个命令；可用的有：demo、pack"},
	} {
		code, out, problems := say(t, c.args...)
		if code != exitUsage || out != "" || !strings.Contains(problems, c.want) {
			t.Errorf("%q: status %d\n%s%s, want %s", c.args, code, out, problems, c.want)
		}
		for _, english := range []string{"expected", "value", "EOL", "got", "missing", "flag"} {
			if strings.Contains(problems, english) {
				t.Errorf("%q: %s is left in %s", c.args, english, problems)
			}
		}
	}
}

// TestDaysOfOptions: an option takes a day as people write one, and says which day
// of which option does not exist.
func TestDaysOfOptions(t *testing.T) {
	for _, text := range []string{"2026-06-30", "2026-6-30", "2026.6.30", "2026/6/30", "2026年6月30日", "2026年06月30日", "２０２６．６．３０"} {
		if day, err := readDay("--as-of", text); err != nil || day != party.DateOf(2026, 6, 30) {
			t.Errorf("%s: %v %v", text, day, err)
		}
	}
	for text, want := range map[string]string{
		"2026-06-31": "--as-of 写的是 2026-06-31，没有这一天", "2026年2月30日": "--as-of 写的是 2026年2月30日，没有这一天",
		"昨天": "--as-of 写的是 昨天，看不出是哪一天", "2026": "看不出是哪一天", "6.30": "看不出是哪一天", "": "看不出是哪一天",
	} {
		if day, err := readDay("--as-of", text); err == nil || !strings.Contains(err.Error(), want) || day.Valid() {
			t.Errorf("%q: %v %v, want %s", text, day, err, want)
		}
	}
	for _, args := range [][]string{
		{"assess", "--pack", "county-demo", "--facts", "x", "--year", "2026", "--as-of", "2026-06-31"},
		{"assess", "--pack", "county-demo", "--facts", "x", "--year", "2026", "--known-at", "2026-06-31"},
		{"generate", "--branches", "1", "--seed", "1", "--out", "x", "--until", "2026-06-31"},
	} {
		flag := args[len(args)-2]
		if code, _, problems := say(t, args...); code != exitUsage || !strings.Contains(problems, flag+" 写的是 2026-06-31") {
			t.Errorf("%s: status %d %s", flag, code, problems)
		}
	}
}

// TestHelpOfEveryCommand: each command that does something shows one example, which
// the parser takes, and speaks Chinese but for what is typed.
func TestHelpOfEveryCommand(t *testing.T) {
	parser, err := kong.New(&program{}, kong.Name("qiangji"))
	if err != nil {
		t.Fatal(err)
	}
	leaves := parser.Model.Leaves(true)
	if len(leaves) != len(examples) {
		t.Errorf("%d commands, %d examples", len(leaves), len(examples))
	}
	for _, n := range leaves {
		path := n.Path()
		_, help, _ := say(t, append(strings.Fields(path), "--help")...)
		_, example, ok := strings.Cut(help, "\n例如：")
		words := strings.Fields(example)
		if !ok || len(words) < 2 || words[0] != "bin/qiangji" || !strings.HasPrefix(strings.Join(words[1:], " "), path) {
			t.Errorf("%s shows the example %q", path, example)
			continue
		}
		if _, err := parser.Parse(words[1:]); err != nil {
			t.Errorf("%s: the example does not parse: %v", path, err)
		}
		for _, line := range strings.Split(help, "\n") {
			if strings.Contains(line, "STRING") || strings.Contains(line, "INT") || strings.TrimRightFunc(line, unicode.IsSpace) != line {
				t.Errorf("%s --help: %q", path, line)
			}
		}
	}
	_, help, _ := say(t, "import", "--help")
	if !strings.Contains(help, "import <文件>") {
		t.Errorf("import takes one workbook:\n%s", help)
	}
	if _, help, _ = say(t, "pack", "check", "--help"); !strings.Contains(help, "check <目录> ...") {
		t.Errorf("pack check takes several:\n%s", help)
	}
	if _, help, _ = say(t, "assess", "--help"); !strings.Contains(help, "--org 编号或名称") {
		t.Errorf("assess takes a name:\n%s", help)
	}
}

func TestTimeLeftInChinese(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: " 1 秒", 400 * time.Millisecond: " 1 秒", 3 * time.Second: " 3 秒", 125 * time.Second: " 2 分 5 秒",
	} {
		if got := spell(d); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}
