package standard

import (
	"fmt"
	"strings"
	"testing"
)

const goodPack = `pack: p
version: "1"
title: 测试
kind: scheme
from: 2026-01-01
sources:
  D: {title: 一份文件, from: 2018-10-28}
items:
  - id: A-1
    title: 甲
    points: 2.50
    duty: {every: quarter, count: 党员大会}
    score:
      - {per: {minus: 0.5}}
scheme:
  max: 100
  scale: 1
  levels:
    - {name: 五星, from: 95}
`

func TestParseKeepsNumbersAsWrittenAndPlaces(t *testing.T) {
	p, problems := Parse([]File{{"pack.yaml", []byte(goodPack)}})
	if len(problems) > 0 {
		t.Fatalf("problems: %+v", problems)
	}
	if p.Items[0].Points != "2.50" || p.Scheme.Max != "100" || *p.Scheme.Scale != 1 || p.Items[0].Score[0].Per.Minus != "0.5" {
		t.Errorf("read %+v", p.Items[0])
	}
	if p.From.String() != "2026-01-01" || p.Sources["D"].From.String() != "2018-10-28" {
		t.Errorf("dates %v %v", p.From, p.Sources["D"].From)
	}
	if at := p.at("items[0].points"); at != (spot{file: "pack.yaml", line: 11, col: 13}) {
		t.Errorf("items[0].points stands at %+v", at)
	}
	if at := p.at("items[0].score[0].per.plus"); at.line != 14 {
		t.Errorf("what is not written stands at its nearest parent, not at %+v", at)
	}
}

func TestParseJoinsTheListsOfItsFiles(t *testing.T) {
	p, problems := Parse([]File{
		{"b.yaml", []byte("items:\n  - {id: B-1}\n")},
		{"a.yaml", []byte("pack: p\nitems:\n  - {id: A-1}\n")},
	})
	if len(problems) > 0 || len(p.Items) != 2 || p.Items[0].ID != "A-1" || p.Items[1].ID != "B-1" {
		t.Fatalf("items %+v problems %+v", p.Items, problems)
	}
	if at := p.at("items[1].id"); at.file != "b.yaml" {
		t.Errorf("the second item is of %s", at.file)
	}
}

func TestParseReportsEveryProblemWithItsPlace(t *testing.T) {
	text := "pack: p\nitmes: []\nfrom: 2026-02-30\nitems:\n  - id: A\n    points: [1]\n    minutes: 三\n    id: B\n  - 甲\nscheme: {levels: {a: 1}, quotas: [{on: maybe}]}\n"
	_, problems := Parse([]File{{"x.yaml", []byte(text)}})
	want := []string{"2:1 PK-KEY", "3:7 PK-VALUE", "6:13 PK-TYPE", "7:14 PK-VALUE", "9:5 PK-TYPE", "PK-TYPE", "PK-VALUE"}
	got := ""
	for _, p := range problems {
		got += fmt.Sprintf("%d:%d %s %s\n", p.Line, p.Col, p.Code, p.Message)
	}
	if strings.Contains(got, "PK-TWICE") { // the parser itself refuses a key written twice
		return
	}
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("no problem %q among\n%s", w, got)
		}
	}
	if !strings.Contains(got, "items") {
		t.Errorf("no hint for itmes in\n%s", got)
	}
}

func hostileFiles() map[string]string {
	deepFlow := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	deepDash := strings.Repeat("- ", 4000) + "a"
	deepIndent := ""
	for i := range 60 {
		deepIndent += strings.Repeat(" ", i) + "a:\n"
	}
	return map[string]string{
		"anchor":            "a: &x 1\nb: 2\n",
		"alias":             "a: *x\n",
		"billion laughs":    "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
		"merge key":         "a: 1\n<<: {b: 2}\n",
		"tag":               "a: !!binary aGk=\n",
		"own tag":           "a: !evil x\n",
		"directive":         "%YAML 1.2\n---\na: 1\n",
		"two documents":     "a: 1\n---\na: 2\n",
		"document end":      "pack: 1\n...\n",
		"duplicate key":     "pack: a\npack: b\n",
		"duplicate nested":  "scheme: {max: 1, max: 2}\n",
		"not UTF-8":         "pack: \xff\xfe\n",
		"GB18030":           "pack: \xb5\xb3\n",
		"NUL":               "pack: a\x00b\n",
		"bell":              "pack: a\x07b\n",
		"escape":            "pack: a\x1bb\n",
		"delete":            "pack: a\x7fb\n",
		"C1 control":        "pack: a\u0085b\n",
		"right to left":     "pack: a\u202eb\n",
		"isolate":           "pack: a\u2066b\n",
		"BOM inside":        "pack: a\ufeffb\n",
		"tab indent":        "scheme:\n\tmax: 1\n",
		"deep flow":         "a: " + deepFlow + "\n",
		"deep braces":       "a: " + strings.Repeat("{a: ", 300) + strings.Repeat("}", 300) + "\n",
		"deep dashes":       deepDash + "\n",
		"deep indent":       deepIndent,
		"half-open flow":    "a: " + strings.Repeat("[", 200) + "\n",
		"too large":         strings.Repeat("# 甲乙丙丁戊己庚辛壬癸\n", 20000),
		"too many lines":    strings.Repeat("a\n", 7000),
		"too many brackets": strings.Repeat("[]\n", 0) + strings.Repeat("[],", 6500),
		"long line":         "pack: " + strings.Repeat("a", 9000) + "\n",
		"unclosed quote":    "pack: \"abc\nversion: 1\n",
		"unclosed single":   "pack: 'abc\n",
		"unclosed flow":     "scheme: {max: 1\n",
		"stray colon":       "pack: a: b: c\n",
		"bad indent":        "scheme:\n    max: 1\n  base: 2\n",
		"unknown key":       "pakc: a\n",
		"list for mapping":  "scheme: [1, 2]\n",
		"mapping for list":  "items: {id: a}\n",
		"text for list":     "items: 甲\n",
		"list for text":     "pack: [a]\n",
		"float for int":     "items: [{id: a, minutes: 1.5}]\n",
		"huge int":          "items: [{id: a, minutes: 99999999999999999999}]\n",
		"text for bool":     "scheme: {quotas: [{on: ja}]}\n",
		"bad date":          "from: 2026-13-01\n",
		"reserved":          "pack: @x\n",
		"backtick":          "pack: `x`\n",
		"complex key":       "? [a, b]\n: 1\n",
	}
}

func TestHostileYAMLIsRefused(t *testing.T) {
	for name, text := range hostileFiles() {
		t.Run(name, func(t *testing.T) {
			_, problems := Parse([]File{{"h.yaml", []byte(text)}})
			if len(problems) == 0 {
				t.Fatal("taken without a word")
			}
			p := problems[0]
			if p.File != "h.yaml" || p.Line < 1 || p.Col < 1 || p.Message == "" || p.Warn {
				t.Errorf("problem %+v has no place or no words", p)
			}
		})
	}
}

func TestHostileYAMLCostsLittle(t *testing.T) {
	for name, text := range hostileFiles() {
		allocated := testing.AllocsPerRun(1, func() { Parse([]File{{"h.yaml", []byte(text)}}) })
		if allocated > 400_000 {
			t.Errorf("%s: %v allocations", name, allocated)
		}
	}
	many := make([]File, 12)
	for i := range many {
		many[i] = File{fmt.Sprint(i), []byte(strings.Repeat("#\n", 100<<10))}
	}
	if p, problems := Parse(many); p != nil || len(problems) != 1 {
		t.Errorf("a pack beyond the limit gives %d problems", len(problems))
	}
}

func BenchmarkHostileYAML(b *testing.B) {
	for name, text := range hostileFiles() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Parse([]File{{"h.yaml", []byte(text)}})
			}
		})
	}
}

func FuzzPackYAML(f *testing.F) {
	f.Add(goodPack)
	for _, text := range hostileFiles() {
		if len(text) < 200 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, problems := Parse([]File{{"f.yaml", []byte(text)}})
		if p == nil && len(problems) == 0 {
			t.Fatal("neither a pack nor a problem")
		}
	})
}
