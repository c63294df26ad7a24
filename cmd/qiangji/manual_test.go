package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestTheManualOfTheCommandLine: every command and option stands in doc/cli.md, and
// what README and the manual tell people to type is taken as typed.
func TestTheManualOfTheCommandLine(t *testing.T) {
	parser, err := kong.New(&program{}, kong.Name("qiangji"))
	if err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile("../../doc/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range parser.Model.Leaves(true) {
		if !strings.Contains(string(manual), "bin/qiangji "+n.Path()) {
			t.Errorf("the manual has no bin/qiangji %s", n.Path())
		}
		for _, f := range n.Flags {
			if f.Name != "help" && !strings.Contains(string(manual), "--"+f.Name) {
				t.Errorf("the manual has no --%s of %s", f.Name, n.Path())
			}
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	typed := 0
	for _, m := range regexp.MustCompile("(?m)(?:^|`)bin/qiangji ([^`\n]+)").FindAllStringSubmatch(string(readme), -1) {
		typed++
		line, _, _ := strings.Cut(m[1], "#")
		parser, err := kong.New(&program{}, kong.Name("qiangji")) // what was typed before is forgotten
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(strings.Fields(line)); err != nil {
			t.Errorf("README: bin/qiangji %s: %v", line, err)
		}
	}
	if typed < 8 {
		t.Errorf("README has only %d commands", typed)
	}
}

// section returns one numbered section of the manual of packs.
func section(t *testing.T, from, to string) string {
	t.Helper()
	data, err := os.ReadFile("../../doc/packs.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok1 := strings.Cut(string(data), "\n## "+from)
	text, _, ok2 := strings.Cut(rest, "\n## "+to)
	if !ok1 || !ok2 {
		t.Fatalf("the manual has no section %s", from)
	}
	return text
}

// block returns the first fenced block of a kind.
func block(t *testing.T, text, kind string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, "\n```"+kind+"\n")
	inside, _, closed := strings.Cut(rest, "\n```")
	if !ok || !closed {
		t.Fatalf("no block %s", kind)
	}
	return inside + "\n"
}

// TestTheFirstExampleOfTheManual does what a newcomer does: copies the pack and its
// case from the manual into a directory, types the commands, and reads the same.
func TestTheFirstExampleOfTheManual(t *testing.T) {
	first, twelfth := section(t, "一、", "二、"), section(t, "十二、", "十三、")
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("我的包/pack.yaml", block(t, first, "yaml 包"))
	write("我的包/tests/例子.yaml", block(t, first, "yaml 例子"))
	session := block(t, first, "text 输出")
	commands := strings.Split("\n"+session, "\n$ qiangji ")[1:]
	if len(commands) < 3 {
		t.Fatalf("the manual shows only %d commands", len(commands))
	}
	for _, c := range commands {
		line, want, _ := strings.Cut(c, "\n")
		code, out, problems := say(t, strings.Fields(line)...)
		if code != exitDone || strings.TrimSpace(out) != strings.TrimSpace(want) {
			t.Errorf("qiangji %s: status %d %s\n%s\nthe manual says\n%s", line, code, problems, out, want)
		}
	}
	if code, out, problems := say(t, "pack", "resolve", "我的包", "--profile", "村"); code != exitDone || !strings.Contains(out, "共 2 条") {
		t.Errorf("resolve: status %d %s %s", code, out, problems)
	}
	write("我的包/tests/再来.yaml", block(t, twelfth, "yaml 例子"))
	if code, out, problems := say(t, "pack", "test", "我的包"); code != exitDone || !strings.Contains(out, "通过 3 个，没过 0 个") {
		t.Errorf("with the cases of section 12: status %d %s %s", code, out, problems)
	}
}
