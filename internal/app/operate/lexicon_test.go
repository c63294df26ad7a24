package operate

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// update rewrites the generated parts of section 12 of doc/packs.md:
// go test ./internal/app/operate -run Manual -update
var update = flag.Bool("update", false, "write generated documentation")

const manual = "../../../doc/packs.md"

// lexicon makes the tables of the manual.
func lexicon() map[string]string {
	var lines, words strings.Builder
	lines.WriteString("| 写法 | 例子 | 不写日期算 |\n|---|---|---|\n")
	for _, s := range sayings {
		fmt.Fprintf(&lines, "| %s | `%s` | %s |\n", s.form, s.like, s.day)
	}
	words.WriteString("| 说法 | 哪里 | 可写 |\n|---|---|---|\n")
	for _, w := range wordings() {
		fmt.Fprintf(&words, "| %s | %s | %s |\n", w.saying, w.place, w.words)
	}
	return map[string]string{"说法": lines.String(), "用词": words.String()}
}

// TestManualSayings holds the manual's list of sayings to those that there are.
func TestManualSayings(t *testing.T) {
	data, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	doc := string(data)
	for name, table := range lexicon() {
		from, to := "<!-- 生成开始："+name+" -->\n", "<!-- 生成结束："+name+" -->"
		a, b := strings.Index(doc, from), strings.Index(doc, to)
		if a < 0 || b < a {
			t.Errorf("the manual has no place for %s", name)
			continue
		}
		if a += len(from); doc[a:b] == table {
			continue
		}
		if !*update {
			t.Errorf("the table %s of the manual is stale: go test ./internal/app/operate -run Manual -update", name)
		}
		doc = doc[:a] + table + doc[b:]
	}
	if *update {
		if err := os.WriteFile(manual, []byte(doc), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestManualKeys: every key of a case, of its branch and of other branches has its
// row in section 12.
func TestManualKeys(t *testing.T) {
	data, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(data), "\n## 十二、")
	section, _, _ = strings.Cut(section, "\n## 十三、")
	for _, typ := range []reflect.Type{reflect.TypeFor[packTest](), reflect.TypeFor[branchKeys](), reflect.TypeFor[other]()} {
		for i := range typ.NumField() {
			if key := typ.Field(i).Tag.Get("yaml"); !strings.Contains(section, "`"+key+"`") {
				t.Errorf("section 12 does not explain %s", key)
			}
		}
	}
}

// TestSayingsAreAsTheManualSays: the example of each is taken, it begins with its
// word, counts for the day that the manual gives, and words that may be left out may.
func TestSayingsAreAsTheManualSays(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sayings {
		if seen[s.name] {
			t.Errorf("%s is listed twice", s.name)
		}
		seen[s.name] = true
		words := strings.Fields(s.like)
		if words[0] != s.name && (len(words) < 2 || words[1] != s.name) || !strings.HasPrefix(s.form, s.name) {
			t.Errorf("%s: its example is %s, its form %s", s.name, s.like, s.form)
		}
		if len(said(t, s.like)) == 0 {
			t.Errorf("%s leaves no fact", s.like)
		}
		bare := words
		if words[0] != s.name {
			bare = words[1:]
		}
		bare = slices.DeleteFunc(slices.Clone(bare), func(w string) bool { _, ok := party.Columns.Code(w); return ok })
		s0 := ready(t)
		n := len(s0.facts)
		if err := s0.line(strings.Join(bare[:1+s.least], " ")); err != nil {
			t.Errorf("the least of %s: %v", s.form, err)
			continue
		}
		if day, _, found := strings.Cut(s.day, "日"); found && strings.Contains(day, "月") && day[0] >= '0' && day[0] <= '9' {
			var month, of int
			fmt.Sscanf(day, "%d月%d", &month, &of)
			if on := s0.facts[n].On; on != party.DateOf(on.Year(), month, of) {
				t.Errorf("%s counts for %s, the manual says %s", s.name, on, s.day)
			}
		}
	}
}
