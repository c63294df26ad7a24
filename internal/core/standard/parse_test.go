package standard

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
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

// FuzzPackYAML reads, checks, resolves and burdens whatever it is given: it never
// panics, says where everything stands, and says the same twice.
func FuzzPackYAML(f *testing.F) {
	f.Add(goodPack)
	for _, text := range hostileFiles() {
		if len(text) < 200 {
			f.Add(text)
		}
	}
	archives, _ := filepath.Glob("testdata/check/*.txtar")
	for _, path := range archives {
		for _, file := range readArchive(f, path).files {
			f.Add(file.text)
		}
	}
	head, err := os.ReadFile("testdata/base.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := []File{{"f.yaml", []byte(text)}}
		if !strings.Contains(text, "pack:") {
			files = append(files, File{"base.yaml", head})
		}
		p, problems := Parse(files)
		if p == nil && len(problems) == 0 {
			t.Fatal("neither a pack nor a problem")
		}
		again, same := Parse(files)
		if !slices.Equal(problems, same) || (p == nil) != (again == nil) {
			t.Fatalf("read twice: %v, then %v", problems, same)
		}
		if p == nil {
			return
		}
		problems = append(problems, Check(p)...)
		for _, x := range problems {
			if x.Code == "" || x.Message == "" || x.Line < 1 || x.Col < 1 || x.File == "" {
				t.Fatalf("a problem without a place: %+v", x)
			}
		}
		for _, d := range party.Domains {
			if std, _ := Resolve(map[party.SchemeID]*Pack{p.ID: p}, p.ID, d.Code, endOf2026); std != nil {
				Burden(std)
			}
		}
	})
}

// TestHostileYAMLTakesLittleMemory bounds what a refusal allocates: far below the
// 64 MiB that any pack may cost.
func TestHostileYAMLTakesLittleMemory(t *testing.T) {
	for name, text := range hostileFiles() {
		if got := allocated(func() { Parse([]File{{"h.yaml", []byte(text)}}) }); got > 16<<20 {
			t.Errorf("%s: %d MiB allocated", name, got>>20)
		}
	}
}

// allocated returns how many bytes a call allocates.
func allocated(call func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestTheLargestPackIsBounded reads packs at the limits: what is not refused must
// not cost more than 64 MiB either.
func TestTheLargestPackIsBounded(t *testing.T) {
	for name, line := range map[string]string{
		"items": "  - {id: A, title: 甲, kind: baseline, force: MUST, source: {doc: D}}\n", "list": "  - {}\n",
		"plain": "  - a\n", "conditions": "  - {id: A, applies_if: 党员数 > 3 且 非 有支委会}\n", "nulls": "  -\n",
	} {
		text := "pack: p\nitems:\n"
		for marksIn([]byte(text+line)) <= maxYAMLMarks && len(text)+len(line) <= maxFileBytes {
			text += line
		}
		var p *Pack
		if got := allocated(func() { p, _ = Parse([]File{{"h.yaml", []byte(text)}}) }); got > 64<<20 || p == nil {
			t.Errorf("%s: %d MiB to read %d bytes", name, got>>20, len(text))
		}
		if got := allocated(func() { Check(p) }); got > 256<<20 {
			t.Errorf("%s: %d MiB to check %d items", name, got>>20, len(p.Items))
		}
	}
}

// TestTheLimitsAreTheLimits stands on both sides of each.
func TestTheLimitsAreTheLimits(t *testing.T) {
	taken := func(files ...File) bool {
		_, problems := Parse(files)
		return !slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == CodeHostile })
	}
	sized := func(n int) File {
		return File{"a.yaml", []byte("note: a\n" + strings.Repeat("甲乙丙丁\n", n/13)[:n-8])}
	}
	many := func(n int) []File {
		files := make([]File, n)
		for i := range files {
			files[i] = File{fmt.Sprintf("%d.yaml", i), []byte("items: []\n")}
		}
		return files
	}
	deep := func(n int) File {
		text := ""
		for i := range n {
			text += strings.Repeat(" ", i) + "a:\n"
		}
		return File{"a.yaml", []byte(text)}
	}
	for name, c := range map[string]struct {
		files []File
		want  bool
	}{
		"a file too large": {[]File{{"a.yaml", []byte("note: a\n#" + strings.Repeat("a", maxFileBytes))}}, false},
		"a pack too large": {[]File{sized(120 << 10), sized(120 << 10), sized(120 << 10), sized(120 << 10), sized(120 << 10)}, false},
		"100 files":        {many(100), true},
		"101 files":        {many(101), false},
		"24 deep":          {[]File{deep(24)}, true},
		"25 deep":          {[]File{deep(25)}, false},
		"a line of 8192":   {[]File{{"a.yaml", []byte("note: " + strings.Repeat("a", maxYAMLLine-6))}}, true},
		"a line of 8193":   {[]File{{"a.yaml", []byte("note: " + strings.Repeat("a", maxYAMLLine-5))}}, false},
		"enough marks":     {[]File{{"a.yaml", []byte("note: a\n" + strings.Repeat("#", maxYAMLMarks/2))}}, true},
		"too many marks":   {[]File{{"a.yaml", []byte("note: a\n" + strings.Repeat("#\n", maxYAMLMarks/2))}}, false},
	} {
		if got := taken(c.files...); got != c.want {
			t.Errorf("%s: taken %v, want %v", name, got, c.want)
		}
	}
}
