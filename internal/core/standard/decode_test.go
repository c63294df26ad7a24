package standard

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// parsed parses one file and wants no problem.
func parsed(t *testing.T, text string) *Pack {
	t.Helper()
	p, problems := Parse([]File{{"a.yaml", []byte(text)}})
	if len(problems) > 0 {
		t.Fatalf("problems %+v in\n%s", problems, text)
	}
	return p
}

func TestNumbersKeepTheTextInWhichTheyWereWritten(t *testing.T) {
	for written, want := range map[string]string{
		"2.50": "2.50", "\"2.50\"": "2.50", "'2.50'": "2.50", "007": "007", "1/3": "1/3", "90%": "90%", "-0.5": "-0.5",
		"100": "100", "1e3": "1e3", "0x10": "0x10", ".5": ".5", "1_000": "1_000", "12345678901234567890": "12345678901234567890",
		"3 # 三分": "3", "\"3\" # 三分": "3",
	} {
		p := parsed(t, "pack: p\nscheme:\n  max: "+written+"\n")
		if p.Scheme.Max != want {
			t.Errorf("max: %s is read as %q, want %q", written, p.Scheme.Max, want)
		}
	}
}

func TestTextsOfEveryStyle(t *testing.T) {
	for written, want := range map[string]string{
		"note: 一句话":                     "一句话",
		"note: \"冒号: 井号 # 都在\"":         "冒号: 井号 # 都在",
		"note: '单引号''里'":                "单引号'里",
		"note: |-\n  第一行\n  第二行":        "第一行\n第二行",
		"note: >-\n  折起来\n  的话":         "折起来 的话",
		"note: |\n  末尾有换行\n":            "末尾有换行",
		"note:":                         "",
		"note: ~":                       "",
		"note: null":                    "",
		"note: \"\"":                    "",
		"note: yes":                     "yes",
		"note: true":                    "true",
		"note: 2026-03-05":              "2026-03-05",
		"note: 领域 == \"村\"":             "领域 == \"村\"",
		"note: 甲，乙；丙（丁）":                "甲，乙；丙（丁）",
		"note: 说明 [方括号] {花括号}":          "说明 [方括号] {花括号}",
		"note: \"\\u4e2d\\u6587\\t制表\"": "中文\t制表",
		"note: 100% 达标":                 "100% 达标",
		"note: a - b":                   "a - b",
		"note: 非 有支委会":                  "非 有支委会",
		"note: not 有支委会":                "not 有支委会",
		"note: \"   两头有空格   \"":         "   两头有空格   ",
		"note:    前面多空格":                "前面多空格",
		"note: 后面有注释   # 注释":            "后面有注释",
		"note: 𠮷野家":                     "𠮷野家",
		"note: \"quote \\\" in quote\"": "quote \" in quote",
	} {
		if p := parsed(t, "pack: p\n"+written+"\n"); p.Note != want {
			t.Errorf("%s is read as %q, want %q", written, p.Note, want)
		}
	}
}

func TestEveryKindOfValue(t *testing.T) {
	p := parsed(t, `pack: p
from: 2026-01-01
domains: [village, community]
items:
  - id: A
    excuse: 0
    scale: 1
    minutes: 30
    duty: {every: half, each: [党课, 主题党日], months: [6, 12]}
    outcome: {of: 满意度, better: higher, source: 调查}
    score:
      - share: {}
      - grade: {mark: 甲, table: {好: 5, 差: 0}}
      - judge:
          mark: 乙
          columns: {self: 30%, upper: 70%}
  - id: B
scheme:
  quotas:
    - {level: 好, on: true}
    - {level: 好, 'on': true, and_above: true}
    - level: 好
      on: false
`)
	a := p.Items[0]
	switch {
	case p.From != party.DateOf(2026, 1, 1) || len(p.Domains) != 2 || p.Domains[1] != "community":
		t.Errorf("head %+v", p)
	case a.Excuse == nil || *a.Excuse != 0 || a.Scale == nil || *a.Scale != 1 || a.Minutes != 30:
		t.Errorf("numbers of %+v", a)
	case a.Duty.Each[1] != "主题党日" || a.Duty.Months[1] != 12:
		t.Errorf("duty %+v", a.Duty)
	case a.Outcome.Better != "higher":
		t.Errorf("outcome %+v", a.Outcome)
	case a.Score[0].Share == nil || a.Score[1].Grade.Table["好"] != "5" || a.Score[2].Judge.Columns["upper"] != "70%":
		t.Errorf("score %+v", a.Score)
	case p.Items[1].Excuse != nil || p.Items[1].Duty != nil:
		t.Errorf("what is not written is nil: %+v", p.Items[1])
	case !p.Scheme.Quotas[0].On || !p.Scheme.Quotas[1].On || !p.Scheme.Quotas[1].Above || p.Scheme.Quotas[2].On:
		t.Errorf("the key on is a word, not a truth: %+v", p.Scheme.Quotas)
	}
}

func TestWrongTypesAreToldWithTheirPlace(t *testing.T) {
	for _, c := range []struct {
		text, at, code, says string
	}{
		{"items: 甲\n", "1:8", CodeType, "列表"},
		{"items: {id: A}\n", "1:8", CodeType, "列表"},
		{"items:\n  - A\n", "2:5", CodeType, "键: 值"},
		{"items:\n  - [A]\n", "2:5", CodeType, "现在是列表"},
		{"items:\n  - id: [A]\n", "2:9", CodeType, "现在是列表"},
		{"items:\n  - id: {a: b}\n", "2:9", CodeType, "键: 值"},
		{"items:\n  - {id: A, minutes: 半小时}\n", "2:22", CodeValue, "整数"},
		{"items:\n  - {id: A, minutes: 1.5}\n", "2:22", CodeValue, "整数"},
		{"items:\n  - {id: A, minutes: 9999999999}\n", "2:22", CodeValue, "整数"},
		{"items:\n  - {id: A, from: 明年}\n", "2:19", CodeValue, "2026-03-05"},
		{"items:\n  - {id: A, from: [2026-01-01]}\n", "2:19", CodeType, "一个值"},
		{"scheme: {quotas: [{level: 好, on: 是}]}\n", "1:34", CodeValue, "true 或 false"},
		{"sources: [甲]\n", "1:10", CodeType, "键: 值"},
		{"vocabulary:\n  marks:\n    name: 甲\n", "3:5", CodeType, "列表"},
		{"items:\n  - {id: A, score: [{grade: {table: [1]}}]}\n", "2:37", CodeType, "键: 值"},
		{"甲: 乙\n", "1:1", CodeKey, "没有“甲”"},
		{"itmes: []\n", "1:1", CodeKey, "是不是“items”"},
		{"items:\n  - {id: A, ponits: 3}\n", "2:13", CodeKey, "是不是“points”"},
		{"items:\n  - {id: A, spots: 3}\n", "2:13", CodeKey, "没有“spots”"},
		{"- 甲\n- 乙\n", "1:1", CodeType, "键: 值"},
		{"只有一句话\n", "1:1", CodeType, "键: 值"},
	} {
		_, problems := Parse([]File{{"a.yaml", []byte(c.text)}})
		if len(problems) == 0 {
			t.Errorf("%q is taken", c.text)
			continue
		}
		p := problems[0]
		if at := fmt.Sprintf("%d:%d", p.Line, p.Col); at != c.at || p.Code != c.code || !strings.Contains(p.Message, c.says) {
			t.Errorf("%q: %s %s %s; want %s %s …%s…", c.text, at, p.Code, p.Message, c.at, c.code, c.says)
		}
	}
}

func TestSeveralFilesMakeOnePack(t *testing.T) {
	p, problems := Parse([]File{
		{"20-items.yaml", []byte("items:\n  - {id: B}\nvocabulary:\n  events: [{name: 乙}]\nsources:\n  乙: {title: 乙}\n")},
		{"pack.yaml", []byte("pack: p\ntitle: 标题\nsources:\n  丙: {title: 丙}\n")},
		{"10-items.yaml", []byte("items:\n  - {id: A}\nvocabulary:\n  events: [{name: 甲}]\nsources:\n  甲: {title: 甲}\n")},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if len(p.Items) != 2 || p.Items[0].ID != "A" || len(p.Vocabulary.Events) != 2 || p.Vocabulary.Events[1].Name != "乙" || len(p.Sources) != 3 {
		t.Errorf("joined %+v", p)
	}
	if at := p.at("vocabulary.events[1].name"); at.file != "20-items.yaml" || at.line != 4 {
		t.Errorf("the second event stands at %+v", at)
	}
}

func TestOneThingInTwoFilesIsTwice(t *testing.T) {
	for _, c := range []struct{ first, second, says string }{
		{"pack: p\ntitle: 甲\n", "title: 乙\n", "title"},
		{"pack: p\nsources:\n  甲: {title: 甲}\n", "sources:\n  甲: {title: 乙}\n", "甲"},
		{"scheme:\n  max: 1\n", "scheme:\n  base: 2\n", "scheme"},
	} {
		_, problems := Parse([]File{{"a.yaml", []byte(c.first)}, {"b.yaml", []byte(c.second)}})
		if len(problems) != 1 || problems[0].Code != CodeTwice || problems[0].File != "b.yaml" || !strings.Contains(problems[0].Message, c.says) {
			t.Errorf("%q and %q: %+v", c.first, c.second, problems)
		}
	}
}

func TestNothingToRead(t *testing.T) {
	if p, problems := Parse(nil); p != nil || len(problems) != 1 || !strings.Contains(problems[0].Message, "没有读到") {
		t.Errorf("no file: %v %+v", p, problems)
	}
	for _, text := range []string{"", "\n\n", "# 只有注释\n", "---\n"} {
		p, problems := Parse([]File{{"a.yaml", []byte(text)}})
		if p == nil || len(problems) > 0 {
			t.Errorf("%q is an empty pack, not %v %+v", text, p, problems)
		}
	}
}

func TestAByteOrderMarkAndWindowsLines(t *testing.T) {
	p, problems := Parse([]File{{"a.yaml", []byte("\ufeffpack: p\r\ntitle: 标题\r\nitems:\r\n  - id: A\r\n    title: 甲\r\n")}})
	if len(problems) > 0 || p.ID != "p" || p.Title != "标题" || len(p.Items) != 1 || p.Items[0].Title != "甲" {
		t.Errorf("%+v %+v", p, problems)
	}
}

func TestBadFilesDoNotHideOneAnother(t *testing.T) {
	p, problems := Parse([]File{
		{"a.yaml", []byte("a: &x 1\n")}, {"b.yaml", []byte("pack: p\n")}, {"c.yaml", []byte("c: \x01\n")},
	})
	if p != nil || len(problems) != 2 || problems[0].File != "a.yaml" || problems[1].File != "c.yaml" {
		t.Errorf("%v %+v", p, problems)
	}
	p, problems = Parse([]File{{"a.yaml", []byte("pack: \"p\n")}, {"b.yaml", []byte("title: 甲\n")}})
	if p == nil || p.Title != "甲" || len(problems) != 1 || problems[0].File != "a.yaml" {
		t.Errorf("a file that is no YAML leaves the others: %v %+v", p, problems)
	}
}

// TestExpressionsStandWhereTheyAreWritten writes one mistake in every style and
// wants its exact place.
func TestExpressionsStandWhereTheyAreWritten(t *testing.T) {
	head := "pack: p\nitems:\n  - id: A\n"
	for written, at := range map[string]string{
		"    applies_if: 党员数 > 3 且 支委数量 > 1\n":                  "4:27",
		"    applies_if: \"党员数 > 3 且 支委数量 > 1\"\n":              "4:28",
		"    applies_if: '党员数 > 3 且 支委数量 > 1'\n":                "4:28",
		"    applies_if:   党员数 > 3 且 支委数量 > 1 # 注释\n":           "4:29",
		"    applies_if: >-\n      党员数 > 3\n      且 支委数量 > 1\n": "4:17",
		"    applies_if: |-\n      党员数 > 3 且 支委数量 > 1\n":        "4:17",
	} {
		p := parsed(t, head+written)
		found := ""
		for _, x := range Check(p) {
			if x.Code == CodeName {
				found = fmt.Sprintf("%d:%d", x.Line, x.Col)
			}
		}
		if found != at {
			t.Errorf("%q: found at %q, want %s", written, found, at)
		}
	}
}

func TestYAMLMistakesInPlainWords(t *testing.T) {
	for _, c := range []struct{ text, code, says string }{
		{"pack: p\npack: q\n", CodeTwice, "“pack”写了两次"},
		{"scheme: {max: 1, max: 2}\n", CodeTwice, "“max”写了两次"},
		{"pack: p\n title: 甲\n", CodeYAML, "缩进"},
		{"pack: a: b\n", CodeYAML, "冒号"},
		{"pack: \"甲\n", CodeYAML, "引号"},
		{"pack: [甲\n", CodeYAML, "方括号"},
		{"pack: {甲: 乙\n", CodeYAML, "花括号"},
		{"pack: '甲\n", CodeYAML, "引号"},
		{"pack: \"\\q\"\n", CodeYAML, "反斜杠"},
		{"pack: 甲\n乙\ntitle: 丙\n", CodeYAML, "缺冒号"},
		{"items: - 甲\n", CodeYAML, "列表的 -"},
		{"pack: @甲\n", CodeYAML, "加引号"},
		{"pack: `甲`\n", CodeYAML, "加引号"},
		{"scheme:\n\tmax: 1\n", CodeHostile, "制表符"},
		{"a: 1\n---\nb: 2\n", CodeHostile, "只能有一份"},
	} {
		_, problems := Parse([]File{{"a.yaml", []byte(c.text)}})
		if len(problems) == 0 || problems[0].Code != c.code || !strings.Contains(problems[0].Message, c.says) || problems[0].Line < 1 {
			t.Errorf("%q: %+v; want %s …%s…", c.text, problems, c.code, c.says)
		}
	}
}

// TestTheColonOfAKey: a full-width colon, or one without a blank, is named at its
// place; what only looks like one is not.
func TestTheColonOfAKey(t *testing.T) {
	const wide, close = "“：”要写成半角冒号加空格", "冒号后面要有一个空格"
	for _, c := range []struct {
		text, says string
		line, col  int
		code       string
	}{
		{"pack: p\ntitle：甲\nkind: floor\n", wide, 2, 6, CodeYAML},
		{"pack: p\ntitle:甲\nkind: floor\n", close, 2, 6, CodeYAML},
		{"pack：p\ntitle: 甲\n", wide, 1, 5, CodeYAML},
		{"scheme：\n  max: 1\n", wide, 1, 7, CodeYAML},
		{"items:\n  - id：ZZ-1\n    title: 甲\n", wide, 2, 7, CodeYAML},
		{"scheme:\n  max: 1\nitems:\n\n  - id：ZZ-1\n    title: 甲\n    kind: baseline\n", wide, 5, 7, CodeYAML},
		{"items:\n  - id:ZZ-1\n    title: 甲\n", close, 2, 7, CodeYAML},
		{"scheme:\n  closing :1\n  max: 1\n", close, 2, 11, CodeYAML},
		{"sources:\n  办法：{title: 甲}\n  条例: {title: 乙}\n", wide, 2, 3, CodeKey},
		{"scheme: {max：1, title: 甲}\n", wide, 1, 10, CodeKey},
		{"title: 甲：乙\n  max: 1\n", "", 0, 0, ""},
		{"pack: 甲\n乙\ntitle: 丙\n", "", 0, 0, ""},
	} {
		_, problems := Parse([]File{{"a.yaml", []byte(c.text)}})
		if len(problems) == 0 {
			t.Errorf("%q is read", c.text)
			continue
		}
		p := problems[0]
		if vetted := Vet(File{"a.yaml", []byte(c.text)}); c.code == CodeYAML && (vetted == nil || *vetted != p) {
			t.Errorf("%q: vetted as %+v, parsed as %+v", c.text, vetted, p)
		}
		if c.says == "" && (strings.Contains(p.Message, wide) || strings.Contains(p.Message, close)) {
			t.Errorf("%q: %s", c.text, p.Message)
		}
		if c.says != "" && (!strings.Contains(p.Message, c.says) || p.Line != c.line || p.Col != c.col || p.Code != c.code) {
			t.Errorf("%q: %+v; want %d:%d %s", c.text, p, c.line, c.col, c.says)
		}
	}
}

// TestYAMLMistakesAreToldInChinese breaks a good pack at many places and wants no
// word of the YAML library in what is said, and a place within the file.
func TestYAMLMistakesAreToldInChinese(t *testing.T) {
	text := []rune(string(base(t).Data))
	lines := strings.Count(string(text), "\n") + 1
	english := regexp.MustCompile(`[A-Za-z]{2,}`)
	broken := 0
	for i := 0; i < len(text); i += 7 {
		for k, piece := range []string{"", ":", "{", "]", "\"", "'", "\n", "\n- ", "@", "|", ", ", "\\", "  "} {
			if k%3 != i%3 {
				continue
			}
			mended := string(text[:i]) + piece + string(text[min(i+1, len(text)):])
			for name, p := range map[string]*Problem{"vet": Vet(File{"a.yaml", []byte(mended)}), "parse": yamlOf(mended)} {
				if p == nil {
					continue
				}
				broken++
				said := strings.ReplaceAll(p.Message, "YAML", "")
				if p.Code == CodeYAML && english.MatchString(said) || !strings.ContainsAny(said, "；，") || p.Line < 1 || p.Line > lines+1 || p.Col < 1 {
					t.Fatalf("%s with %q at %d: %d:%d %s", name, piece, i, p.Line, p.Col, p.Message)
				}
			}
		}
	}
	if broken < 300 {
		t.Errorf("only %d of the changes broke the pack", broken)
	}
}

// yamlOf is the first problem of syntax that Parse finds, or nil.
func yamlOf(text string) *Problem {
	_, problems := Parse([]File{{"a.yaml", []byte(text)}})
	for _, p := range problems {
		if p.Code == CodeYAML {
			return &p
		}
	}
	return nil
}
