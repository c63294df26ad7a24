package sheet

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestMendsLeadSomewhere: there is no system yet in which a secretary could
// correct something; what is said instead stands where the messages point.
func TestMendsLeadSomewhere(t *testing.T) {
	names, err := filepath.Glob("*.go")
	must(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		must(t, err)
		if where := regexp.MustCompile("在系统里|用“更正”改|不用导入\"").Find(source); where != nil {
			t.Errorf("%s sends people to %q, which is not there", name, where)
		}
	}
	data, err := os.ReadFile("../../doc/facts.md")
	must(t, err)
	manual := string(data)
	for _, what := range []string{"\n## 改和作废\n", "**更正**", "`org.moved`", "`member.moved`", "`post.left`"} {
		if !strings.Contains(manual, what) {
			t.Errorf("doc/facts.md has no %q, to which messages point", what)
		}
	}
	if !strings.Contains(corrected, "doc/facts.md“改和作废”") || !strings.Contains(byHand+recordBy("x"), "doc/facts.md") {
		t.Error("the messages do not say where to look")
	}
}
