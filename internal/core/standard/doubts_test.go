package standard

import (
	"strings"
	"testing"
)

// TestAFileThatCannotBeRead: the rest of the pack may be in it, so that nothing is
// said of what is missing, or not declared.
func TestAFileThatCannotBeRead(t *testing.T) {
	p, problems := Parse([]File{{"a.yaml", []byte("pack: p\nkind: scheme\n")}, {"b.yaml", []byte("title: [\n")}})
	if p == nil || len(problems) != 1 || problems[0].Code != CodeYAML {
		t.Fatalf("%+v", problems)
	}
	if more := Check(p); len(more) != 0 {
		t.Errorf("said of half a pack: %+v", more)
	}
}

// TestMisspellings: wherever in a good pack a key is misspelt, that one key is told
// and nothing that only follows from it; what else is wrong is told as before.
func TestMisspellings(t *testing.T) {
	good := string(base(t).Data) + plainScheme("2") + `  levels:
    - {name: 好, from: 1}
    - {name: 差, from: 0}
  vetoes:
    - {id: 假, what: 造假, if: 次数.查实造假 > 0, effect: cap, level: 差}
  gates:
    - {what: 满意, if: 满意度 >= 60, effect: minus, minus: 1}
  publicity: {days: 5, unit: working}
` + itemHead + "    part: 部分\n    points: 2\n    start: full\n    score:\n      - per: {count: 次数.安全事故_重大, minus: 2}\n        cap: 2\n" + `  - id: T-2
    title: 例
    kind: baseline
    force: MUST
    source: {doc: 条例, article: 第4条, confidence: V}
    minutes: 10
    duty: {every: month, count: 党员大会, least: 1}
    remedy: 补上。
`
	if p, problems := Parse([]File{{"a.yaml", []byte(good)}}); len(problems) > 0 || Partial(Check(p)) {
		t.Fatalf("the pack is not good: %+v", problems)
	}
	lines := strings.Split(good, "\n")
	tried := 0
	for i, line := range lines {
		for at := 0; ; {
			colon := strings.Index(line[at:]+" ", ": ")
			if colon < 0 {
				break
			}
			at += colon
			key := line[strings.LastIndexAny(line[:at], " {,")+1 : at]
			if key == "" || key[0] < 'a' || key[0] > 'z' || len(key) < 3 || strings.HasPrefix(line, "#") {
				at++
				continue
			}
			tried++
			broken := append([]string{}, lines...)
			broken[i] = line[:at-1] + "q" + line[at-1:]
			p, problems := Parse([]File{{"a.yaml", []byte(strings.Join(broken, "\n"))}})
			problems = append(problems, Check(p)...)
			told := 0
			for _, x := range problems {
				if x.Code == CodeKey && x.Line == i+1 {
					told++
				} else if !x.Warn {
					t.Errorf("line %d, %s misspelt: %d:%d %s %s", i+1, key, x.Line, x.Col, x.Code, x.Message)
				}
			}
			if told != 1 {
				t.Errorf("line %d, %s misspelt: told %d times", i+1, key, told)
			}
			at++
		}
	}
	if tried < 80 {
		t.Errorf("only %d keys were misspelt", tried)
	}
}
