package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestOnePlace: one file by two names is one file, also before it is there.
func TestOnePlace(t *testing.T) {
	put(t, map[string]string{"there.jsonl": ""})
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("sub", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, "here"); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		a, b string
		want bool
	}{
		{"new.jsonl", "./sub/../new.jsonl", true}, {"new.jsonl", filepath.Join(dir, "new.jsonl"), true}, {"new.jsonl", "here/new.jsonl", true},
		{"there.jsonl", "here/there.jsonl", true}, {"new.jsonl", "sub/new.jsonl", false}, {"new.jsonl", "there.jsonl", false}, {"", "", false}, {"", ".", false},
	} {
		if got := onePlace(x.a, x.b); got != x.want {
			t.Errorf("%s and %s: %v", x.a, x.b, got)
		}
	}
	if err := os.WriteFile("ok.csv", []byte(rosterAgain), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, _, problems := say(t, "import", "ok.csv", "--out", "g.jsonl", "--persons", filepath.Join(dir, "g.jsonl")); status != exitUsage || holds(t, "g.jsonl") != "" {
		t.Errorf("status %d %s", status, problems)
	}
}

// TestTheWorkbookIsNoOutput: by whatever name, the workbook is not written over.
func TestTheWorkbookIsNoOutput(t *testing.T) {
	put(t, map[string]string{"ok.csv": rosterAgain})
	for _, name := range []string{"out.jsonl", "g.texts.jsonl", "p.jsonl", "refused.xlsx"} {
		if err := os.Link("ok.csv", name); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{"--out out.jsonl", "--out g.jsonl", "--out x.jsonl --persons p.jsonl", "--out x.jsonl --refused refused.xlsx"} {
		status, _, problems := say(t, append([]string{"import", "ok.csv"}, strings.Fields(line)...)...)
		if status != exitUsage || !strings.Contains(problems, "就是要导入的工作簿") || holds(t, "ok.csv") != rosterAgain {
			t.Errorf("%s: status %d %s", line, status, problems)
		}
	}
}

// TestPersonsOfOtherFacts: a persons file that does not know the people of the
// facts would give them a second identifier; what was recorded by hand needs none.
func TestPersonsOfOtherFacts(t *testing.T) {
	put(t, map[string]string{"ok.csv": rosterAgain, "other.csv": strings.ReplaceAll(rosterAgain, "张测试", "钱测试"), "m.csv": meetingCSV})
	for _, line := range []string{"import ok.csv --out a.jsonl", "import other.csv --out b.jsonl"} {
		if status, out, problems := say(t, strings.Fields(line)...); status != exitDone {
			t.Fatal(line, out, problems)
		}
	}
	had := holds(t, "a.jsonl")
	status, out, problems := say(t, "import", "m.csv", "--out", "a.jsonl", "--persons", "b.persons.jsonl")
	if status != exitUsage || out != "" || !strings.Contains(problems, "不是一套：记录里编入名册的有 1 处，其中 1 处的人它没有") || holds(t, "a.jsonl") != had {
		t.Errorf("status %d %q %q", status, out, problems)
	}
	org, _, _ := strings.Cut(had[strings.Index(had, `"org":"`)+len(`"org":"`):], `"`)
	byHand := `{"id":"f-hand","org":"` + org + `","on":"2026-02-01","at":"2026-02-01T12:00:00Z","by":"m-x","kind":"member.enrolled","v":1,"body":{"member":"m-hand","stage":"activist"}}` + "\n"
	if err := os.WriteFile("a.jsonl", []byte(had+byHand), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, out, problems := say(t, "import", "m.csv", "--out", "a.jsonl"); status != exitDone {
		t.Errorf("somebody recorded by hand: status %d %s %s", status, out, problems)
	}
}

// TestTwoImportsAtOnce: neither loses what the other wrote; the later one is told
// to come again, and then brings the rest.
func TestTwoImportsAtOnce(t *testing.T) {
	files := map[string]string{"ok.csv": rosterAgain}
	var months []string
	for _, m := range []string{"03", "04", "05", "06", "07", "08"} {
		files[m+".csv"] = strings.ReplaceAll(meetingCSV, "2026-03", "2026-"+m)
		months = append(months, m+".csv")
	}
	put(t, files)
	say(t, "import", "ok.csv", "--out", "a.jsonl")
	again := months
	for range 2 * len(months) {
		if len(again) == 0 {
			break
		}
		status := make([]int, len(again))
		var all sync.WaitGroup
		for k, file := range again {
			all.Go(func() {
				var problems string
				status[k], _, problems = say(t, "import", file, "--out", "a.jsonl")
				if status[k] != exitDone && (status[k] != exitIO || !strings.Contains(problems, "请再导入一次")) {
					t.Errorf("%s: status %d %s", file, status[k], problems)
				}
			})
		}
		all.Wait()
		var rest []string
		for k, file := range again {
			if status[k] != exitDone {
				rest = append(rest, file)
			}
		}
		again = rest
	}
	if n := strings.Count(holds(t, "a.jsonl"), "meeting.held"); n != len(months) {
		t.Errorf("%d of %d meetings", n, len(months))
	}
	if n := strings.Count(holds(t, "a.texts.jsonl"), "年度计划"); n != 1 {
		t.Errorf("one topic of one branch stands %d times", n)
	}
	if _, err := os.Stat("a.jsonl.lock"); err == nil {
		t.Error("the lock is left behind")
	}
}

// TestLookSeesWhatChanged: a file that appears, goes or is written.
func TestLookSeesWhatChanged(t *testing.T) {
	put(t, map[string]string{"a": "1", "b": "1"})
	g := look("a", "b", "c")
	if got := g.changed(); got != "" {
		t.Fatalf("%s has changed", got)
	}
	for _, x := range []struct {
		name   string
		change func() error
	}{
		{"c", func() error { return os.WriteFile("c", nil, 0o644) }},
		{"a", func() error { return os.WriteFile("a", []byte("12"), 0o644) }},
		{"b", func() error { return os.Remove("b") }},
	} {
		g := look("a", "b", "c")
		if err := x.change(); err != nil {
			t.Fatal(err)
		}
		if got := g.changed(); got != x.name {
			t.Errorf("%q has changed, want %s", got, x.name)
		}
	}
}

// TestALockLeftBehind: a broken-off import is named with what to do, and nothing
// is written.
func TestALockLeftBehind(t *testing.T) {
	put(t, map[string]string{"ok.csv": rosterAgain, "a.jsonl.lock": ""})
	status, _, problems := say(t, "import", "ok.csv", "--out", "a.jsonl")
	if status != exitIO || !strings.Contains(problems, "删掉 a.jsonl.lock 再试") || holds(t, "a.persons.jsonl") != "" {
		t.Errorf("status %d %s", status, problems)
	}
}
