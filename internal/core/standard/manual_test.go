package standard

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// update rewrites the generated parts of doc/packs.md and doc/pack.schema.json:
// go test ./internal/core/standard -run 'Manual|Schema' -update
var update = flag.Bool("update", false, "write generated documentation")

const manual = "../../../doc/packs.md"

// A fragment is one YAML example of the manual.
type fragment struct {
	line int    // of the manual
	kind string // 包, 节选, 任务, 计分, 方案, 例子
	text string
}

// fragments reads the examples of the manual.
func fragments(t *testing.T, doc string) []fragment {
	t.Helper()
	var fs []fragment
	var now *fragment
	for i, line := range strings.Split(doc, "\n") {
		kind, opens := strings.CutPrefix(line, "```yaml ")
		switch {
		case opens && now == nil:
			now = &fragment{line: i + 1, kind: kind}
		case line == "```" && now != nil:
			fs = append(fs, *now)
			now = nil
		case now != nil:
			now.text += line + "\n"
		}
	}
	if now != nil {
		t.Fatalf("the example of line %d is not closed", now.line)
	}
	return fs
}

// base is the head that examples and cases stand on.
func base(t *testing.T) File {
	t.Helper()
	data, err := os.ReadFile("testdata/base.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return File{"base.yaml", data}
}

// indent shifts every line of a text to the right.
func indent(text string, by int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := range lines {
		if lines[i] != "" {
			lines[i] = strings.Repeat(" ", by) + lines[i]
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

const itemHead = "items:\n  - id: T-1\n    title: 例\n    kind: baseline\n    force: SHOULD\n    source: {doc: 办法}\n    remedy: 补上。\n    minutes: 10\n"

// plainScheme is a scheme with one part of as many points.
func plainScheme(points string) string {
	return "scheme:\n  title: 例\n  authority: 文件\n  rides_on: 述职评议\n  ends: 2030-12-31\n  closing: 1\n  choices: 1\n  max: " + points +
		"\n  parts:\n    - {id: 部分, title: 部分, points: " + points + "}\n"
}

var pointsLine = regexp.MustCompile(`(?m)^points: (\S+)$`)

// whole makes files of a fragment that can be parsed and checked by themselves.
func (f fragment) whole(t *testing.T) []File {
	file := func(text string) []File { return []File{base(t), {"example.yaml", []byte(text)}} }
	switch f.kind {
	case "包":
		return []File{{"pack.yaml", []byte(f.text)}}
	case "任务":
		return file(plainScheme("1") + itemHead + "    part: 部分\n    points: 1\n" + indent(f.text, 4))
	case "计分":
		points := pointsLine.FindStringSubmatch(f.text)
		if points == nil {
			t.Fatalf("line %d: an example of a score without points", f.line)
		}
		return file(plainScheme(points[1]) + itemHead + "    part: 部分\n" + indent(f.text, 4))
	case "方案":
		return file("scheme:\n" + indent(f.text, 2))
	}
	return nil
}

// TestManualExamples holds every example of the manual to what it promises: that
// it can be copied.
func TestManualExamples(t *testing.T) {
	doc, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, f := range fragments(t, string(doc)) {
		kinds[f.kind]++
		files := f.whole(t)
		if files == nil {
			continue
		}
		p, problems := Parse(files)
		if p != nil && !slices.ContainsFunc(problems, func(x Problem) bool { return !x.Warn }) {
			problems = append(problems, Check(p)...)
		}
		for _, x := range problems {
			t.Errorf("%s:%d (%s): %s:%d:%d %s %s", manual, f.line, f.kind, x.File, x.Line, x.Col, x.Code, x.Message)
		}
	}
	for kind, least := range map[string]int{"包": 1, "节选": 2, "任务": 6, "计分": 25, "方案": 4, "例子": 1} {
		if kinds[kind] < least {
			t.Errorf("the manual has %d examples of %s, want at least %d", kinds[kind], kind, least)
		}
	}
}

// TestManualExcerpts parses the examples that are only a part of a pack.
func TestManualExcerpts(t *testing.T) {
	doc, _ := os.ReadFile(manual)
	for _, f := range fragments(t, string(doc)) {
		if f.kind != "节选" {
			continue
		}
		_, problems := Parse([]File{{"excerpt.yaml", []byte(f.text)}})
		for _, x := range problems {
			t.Errorf("%s:%d: %d:%d %s %s", manual, f.line, x.Line, x.Col, x.Code, x.Message)
		}
	}
}

// TestManualNamesEveryMechanic wants every code of the yardstick in the manual,
// and none that does not exist.
func TestManualNamesEveryMechanic(t *testing.T) {
	data, _ := os.ReadFile(manual)
	doc := string(data)
	for n := 1; n <= 60; n++ {
		code := fmt.Sprintf("M%02d", n)
		row := strings.Contains(doc, "| "+code+" |") || n == 18 && strings.Contains(doc, "| M18a–d |")
		if exists := n < 50 || n > 52; row != exists {
			t.Errorf("%s: a row is %v, want %v", code, row, exists)
		}
	}
	for _, human := range []string{"M36", "M37", "M41", "M42", "M47", "M48", "M49", "M56"} {
		at := strings.Index(doc, "| "+human+" |")
		if line, _, _ := strings.Cut(doc[max(at, 0):], "\n"); strings.Count(line, "|") != 5 {
			t.Errorf("%s is a step of people: say what the pack carries and where the step lives", human)
		}
	}
}

// generated makes the tables of the manual.
func generated() map[string]string {
	table := func(words []Word) string {
		var b strings.Builder
		b.WriteString("| 名称 | 单位 | 怎么数 |\n|---|---|---|\n")
		for _, w := range words {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", w.Name, w.Unit, w.Doc)
		}
		return b.String()
	}
	var functions, codes strings.Builder
	functions.WriteString("| 函数 | 得到什么 |\n|---|---|\n")
	for _, f := range Functions {
		fmt.Fprintf(&functions, "| `%s(%s)` | %s |\n", f.Name, f.Args, f.Doc)
	}
	codes.WriteString("| 代码 | 问题 | 怎么改 |\n|---|---|---|\n")
	for _, c := range Codes {
		fmt.Fprintf(&codes, "| %s | %s | %s |\n", c.Code, c.What, c.Do)
	}
	return map[string]string{
		"函数": functions.String(), "支部情况": table(ProfileWords), "次数": table(SeriesWords), "数量": table(NumberWords),
		"党员": table(MemberWords), "时限": table(ClockWords), "代码": codes.String(),
	}
}

// TestManualTables holds the generated tables of the manual to the vocabulary.
func TestManualTables(t *testing.T) {
	data, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	doc := string(data)
	for name, table := range generated() {
		from, to := "<!-- 生成开始："+name+" -->\n", "<!-- 生成结束："+name+" -->"
		a, b := strings.Index(doc, from), strings.Index(doc, to)
		if a < 0 || b < a {
			t.Errorf("the manual has no place for %s", name)
			continue
		}
		a += len(from)
		if doc[a:b] != table {
			if !*update {
				t.Errorf("the table %s of the manual is stale: go test ./internal/core/standard -run Manual -update", name)
			}
			doc = doc[:a] + table + doc[b:]
		}
	}
	if *update {
		if err := os.WriteFile(manual, []byte(doc), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCodesAreExplained wants every code that the package can report in Codes,
// once, with its remedy, and none beside.
func TestCodesAreExplained(t *testing.T) {
	said := map[string]bool{}
	for _, c := range Codes {
		if said[c.Code] || c.What == "" || c.Do == "" {
			t.Errorf("%s is explained twice, or not at all", c.Code)
		}
		said[c.Code] = true
	}
	files, _ := os.ReadDir(".")
	code := regexp.MustCompile(`"(PK-[A-Z]+)"`)
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		data, _ := os.ReadFile(f.Name())
		for _, m := range code.FindAllStringSubmatch(string(data), -1) {
			if !said[m[1]] {
				t.Errorf("%s uses %s, which no table explains", f.Name(), m[1])
			}
			if f.Name() != "codes.go" {
				t.Errorf("%s writes %s as text; use its constant", f.Name(), m[1])
			}
		}
	}
}
