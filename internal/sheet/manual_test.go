package sheet

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
)

// TestManual: doc/import.md names every kind of fact either as one that a table
// brings or as one that is written by hand, its lines can be copied, and its
// commands name the program where the README builds it.
func TestManual(t *testing.T) {
	data, err := os.ReadFile("../../doc/import.md")
	must(t, err)
	manual := string(data)
	for _, line := range strings.Split(manual, "\n") {
		if strings.Contains(strings.ReplaceAll(line, "bin/qiangji", ""), "qiangji ") {
			t.Errorf("the program is not named as README does: %s", line)
		}
	}
	_, section, found := strings.Cut(manual, "\n## 八、表格里搬不进来的事\n")
	section, _, closed := strings.Cut(section, "\n---\n")
	before, after, parted := strings.Cut(section, "\n别的事")
	if !found || !closed || !parted {
		t.Fatal("the section on what tables do not bring is not there")
	}
	made := madeKinds(t)
	for _, k := range fact.Kinds() {
		word := "`" + string(k.Kind) + "`"
		if slices.Contains(made, k.Kind) != strings.Contains(before, word) || slices.Contains(made, k.Kind) == strings.Contains(after, word) {
			t.Errorf("%s: import makes it: %v; the manual says otherwise", k.Kind, slices.Contains(made, k.Kind))
		}
	}
	_, example, _ := strings.Cut(after, "```json\n")
	example, _, _ = strings.Cut(example, "\n```")
	lines := strings.Split(example, "\n")
	if len(lines) < 2 {
		t.Errorf("the manual shows no lines: %q", example)
	}
	for _, line := range lines {
		f, problems := fact.Parse([]byte(line))
		if len(problems) == 0 {
			problems = fact.Validate(f)
		}
		if len(problems) > 0 {
			t.Errorf("%s: %v", line, problems)
		}
	}
}

// madeKinds is the kinds of fact that this package adds, by its source.
func madeKinds(t *testing.T) []fact.Kind {
	t.Helper()
	names, err := filepath.Glob("*.go")
	must(t, err)
	made := map[string]bool{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		must(t, err)
		for _, m := range regexp.MustCompile(`&fact\.([A-Za-z]+)\{`).FindAllStringSubmatch(string(source), -1) {
			made[m[1]] = true
		}
	}
	var all []fact.Kind
	for _, b := range []fact.Body{
		&fact.OrgFounded{}, &fact.OrgMoved{}, &fact.MemberEnrolled{}, &fact.MemberStaged{}, &fact.MemberStanding{}, &fact.MemberAway{},
		&fact.PostTaken{}, &fact.PostLeft{}, &fact.MeetingHeld{}, &fact.DuesFixed{}, &fact.DuesPaid{}, &fact.StudyLogged{},
	} {
		name := strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", b), "*"), "fact.")
		if made[name] {
			all = append(all, b.Kind())
		}
		delete(made, name)
	}
	delete(made, "Origin") // of every fact
	for name := range made {
		t.Errorf("import makes %s, which this test does not know", name)
	}
	return all
}
