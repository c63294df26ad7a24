package register

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A rig that never failed proves nothing. TestEveryFactOfAStoryMatters takes the
// facts out of the stories one at a time: without it some expectation must fail.
// A fact that is there to change nothing says so with "无碍" before it.
func TestEveryFactOfAStoryMatters(t *testing.T) {
	paths, err := filepath.Glob("testdata/[st]*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		head, rest, _ := strings.Cut(string(data), "-- facts --\n")
		facts, expected, _ := strings.Cut(rest, "-- expect --\n")
		lines := slices.Collect(strings.Lines(facts))
		for i, line := range lines {
			if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "支") || named(line) {
				continue // what is left could not be told at all
			}
			without := head + "-- facts --\n" + strings.Join(slices.Concat(lines[:i], lines[i+1:]), "") + "-- expect --\n" + expected
			fails, silent := fails(t, without), strings.HasPrefix(line, "无碍 ")
			if fails == silent {
				t.Errorf("%s: without this line an expectation fails: %v\n%s", path, fails, line)
			}
		}
	}
}

// named reports whether a line has a name that others use.
func named(line string) bool {
	name, _, ok := strings.Cut(line, ": ")
	return ok && !strings.ContainsAny(name, " {")
}

// fails tells a story to a listener of its own and reports whether it failed.
func fails(t *testing.T, text string) (failed bool) {
	path := filepath.Join(t.TempDir(), "story.txtar")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l := &listener{T: t}
	defer func() {
		if r := recover(); r != nil && r != l {
			panic(fmt.Sprint(r, " in\n", text))
		}
		failed = l.failed
	}()
	tellTo(l, path)
	return l.failed
}

// A listener hears failures without failing.
type listener struct {
	*testing.T
	failed bool
}

func (l *listener) Helper()               {}
func (l *listener) Errorf(string, ...any) { l.failed = true }
func (l *listener) Fatalf(string, ...any) { l.failed = true; panic(l) }
