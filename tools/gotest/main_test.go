package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTally(t *testing.T) {
	for _, c := range []struct {
		name           string
		events         string
		passed, failed int
		says           []string
		silentOn       string
	}{
		{
			name: "passing tests are counted with their subtests and stay silent",
			events: `{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}
{"Action":"pass","Package":"p","Test":"TestA/one"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Elapsed":1.25}
`,
			passed: 2, says: []string{"ok", "1.2s  p"}, silentOn: "chatter",
		},
		{
			name: "a failure is shown in full",
			events: `{"Action":"output","Package":"p","Test":"TestA","Output":"want 3\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"got 4\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}
`,
			failed: 1, says: []string{"want 3\ngot 4\n", "FAIL"},
		},
		{
			name: "a test may print what an event looks like",
			events: `{"Action":"output","Package":"p","Test":"TestA","Output":"{\"Action\":\"fail\",\"Test\":\"TestB\"}\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
`,
			passed: 1,
		},
		{
			name: "a package that fails around its tests counts once",
			events: `{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"exit status 2\n"}
{"Action":"fail","Package":"p"}
`,
			passed: 1, failed: 1, says: []string{"exit status 2"},
		},
		{
			name: "a skip counts as failed",
			events: `{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"skip","Package":"q"}
`,
			failed: 1, says: []string{"skipped", "q: no tests"},
		},
		{
			name:   "a build error and a stray line are shown",
			events: `{"Action":"build-output","ImportPath":"p","Output":"p.go:1: undefined\n"}` + "\nstray\n",
			says:   []string{"p.go:1: undefined\n", "stray\n"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			got := tally{out: &out}
			if err := got.read(strings.NewReader(c.events)); err != nil {
				t.Fatal(err)
			}
			if got.passed != c.passed || got.failed != c.failed {
				t.Errorf("%d passed, %d failed; want %d, %d", got.passed, got.failed, c.passed, c.failed)
			}
			for _, want := range c.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("output lacks %q:\n%s", want, out.String())
				}
			}
			if c.silentOn != "" && strings.Contains(out.String(), c.silentOn) {
				t.Errorf("output has %q:\n%s", c.silentOn, out.String())
			}
		})
	}
}

// TestRun runs go test on modules made for it: one that passes, one that
// fails, one that does not build, one that dies.
func TestRun(t *testing.T) {
	for _, c := range []struct {
		name, test string
		status     int
		counts     string
	}{
		{"passes", "func TestA(t *testing.T) { t.Run(\"b\", func(*testing.T) {}) }", 0, "2 0\n"},
		{"fails", "func TestA(t *testing.T) { t.Error(\"no\") }", 1, "0 1\n"},
		{"does not build", "func TestA(t *testing.T) { undefined() }", 1, "0 1\n"},
		{"dies", "func TestMain(*testing.M) { panic(1) }", 1, "0 1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "go.mod"), "module m\n\ngo 1.26\n")
			write(t, filepath.Join(dir, "m_test.go"), "package m\n\nimport \"testing\"\n\n"+c.test+"\n")
			t.Chdir(dir)
			var out strings.Builder
			status, err := run([]string{"-counts", "counts", "./..."}, &out)
			if err != nil || status != c.status {
				t.Fatalf("status %d, %v; want %d\n%s", status, err, c.status, out.String())
			}
			if got, _ := os.ReadFile("counts"); string(got) != c.counts {
				t.Errorf("counts %q, want %q", got, c.counts)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
