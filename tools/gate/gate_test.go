// Package gate tests the gate itself: scripts/test.sh must turn red, and count
// right, when something planted is wrong.
package gate

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// house is a small repository that passes the stages tested here.
var house = map[string]string{
	"go.mod":                "module m\n\ngo 1.26\n",
	"internal/a/a.go":       "package a\n",
	"internal/a/a_test.go":  "package a\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {}\n\nfunc FuzzA(f *testing.F) {\n\tf.Fuzz(func(*testing.T, []byte) {})\n}\n",
	"cmd/c/main.go":         "package main\n\nfunc main() {}\n",
	"tools/go.mod":          "module tools\n\ngo 1.26\n",
	"packs/floor/pack.yaml": "id: floor\n",
	"bin/qiangji":           "#!/bin/sh\n[ ! -e \"$3/bad-$2\" ]\n",
}

const failing = "package a\n\nimport \"testing\"\n\nfunc TestB(t *testing.T) { t.Error(\"planted\") }\n"

func TestGate(t *testing.T) {
	for _, c := range []struct {
		name    string
		stages  string
		changes map[string]string
		status  int
		last    string // line of the output
		says    string // somewhere in it, as a pattern
	}{
		{name: "all is well", stages: "build unit arch32 fuzz packs nested", last: `\d+ passed, 0 failed`, says: `标准包 1 个`},
		{name: "nothing there yet", stages: "fuzz packs", last: "0 passed, 0 failed", says: `标准包 0 个`,
			changes: map[string]string{"packs/floor/pack.yaml": "", "internal/a/a_test.go": ""}},
		{name: "a failing test", stages: "unit", status: 1, last: "2 passed, 1 failed", says: "planted",
			changes: map[string]string{"internal/a/b_test.go": failing}},
		{name: "a failing stage before a passing one", stages: "packs unit", status: 1, last: "3 passed, 1 failed",
			changes: map[string]string{"packs/floor/bad-check": "x"}},
		{name: "a failing pack test", stages: "packs", status: 1, last: "1 passed, 1 failed", says: "失败  pack test packs/floor",
			changes: map[string]string{"packs/floor/bad-test": "x"}},
		{name: "a build that fails ends the gate", stages: "build unit", status: 1, last: "0 passed, 3 failed",
			changes: map[string]string{"internal/a/a.go": "package a\n\nvar x int = \"\"\n"}},
		{name: "an int of 64 bits", stages: "arch32", status: 1, last: "0 passed, 1 failed",
			changes: map[string]string{"internal/a/b.go": "package a\n\nvar wide = 1 << 40\n"}},
		{name: "a fuzz target that fails", stages: "fuzz", status: 1, last: "0 passed, 1 failed", says: "planted",
			changes: map[string]string{"internal/a/a_test.go": strings.Replace(house["internal/a/a_test.go"], "func(*testing.T, []byte) {}", "func(t *testing.T, b []byte) { t.Error(\"planted\") }", 1)}},
		{name: "a fuzz target that does not build", stages: "fuzz", status: 1, last: "0 passed, 1 failed",
			changes: map[string]string{"internal/a/b_test.go": "package a\n\nvar x int = \"\"\n"}},
		{name: "a nested module that fails", stages: "nested", status: 1, last: `\d passed, 1 failed`,
			changes: map[string]string{"bench/go.mod": "module bench\n\ngo 1.26\n", "bench/b_test.go": failing}},
		{name: "no vulnerability records", stages: "vuln", status: 1, last: "0 passed, 1 failed", says: "失败  govulncheck"},
		{name: "an unknown stage", stages: "unit speed", status: 2, last: "没有这个阶段：speed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := build(t, c.changes)
			cmd := exec.Command("sh", append([]string{"scripts/test.sh"}, strings.Fields(c.stages)...)...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "FUZZ_SECONDS=1", "GOFLAGS=")
			out, _ := cmd.CombinedOutput() // the exit status is compared below
			if got := cmd.ProcessState.ExitCode(); got != c.status {
				t.Errorf("exit status %d, want %d", got, c.status)
			}
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			if got := lines[len(lines)-1]; !regexp.MustCompile(`^` + c.last + `$`).MatchString(got) {
				t.Errorf("last line %q, want %q", got, c.last)
			}
			if !regexp.MustCompile(c.says).Match(out) {
				t.Errorf("output lacks %q", c.says)
			}
			if t.Failed() {
				t.Logf("%s", out)
			}
		})
	}
}

// build lays out the house with some files changed or (if empty) left out, and
// puts the real scripts and the real gotest into it.
func build(t *testing.T, changes map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	content := maps.Clone(house)
	for _, name := range []string{"scripts/test.sh", "scripts/stage.sh", "tools/gotest/main.go"} {
		text, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		content[name] = string(text)
	}
	maps.Copy(content, changes)
	for name, text := range content {
		if text == "" {
			continue
		}
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
