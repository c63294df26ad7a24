package main

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// rosterAgain is rosterCSV without the row that is refused.
var rosterAgain = rosterCSV[:strings.Index(rosterCSV, "测试村党支部,李测试")]

const meetingCSV = "日期,类别,所在党支部,参加人员,议题\n2026-03-05,党员大会,测试村党支部,张测试,年度计划\n"

// TestExitStatus holds what programs rely on (DESIGN §10): the statuses by their
// numbers, results on the one output and problems on the other.
func TestExitStatus(t *testing.T) {
	for _, c := range []struct {
		line     string
		status   int
		out, err string // a part of each; "" for nothing at all
	}{
		{"version", 0, "强基", ""},
		{"", 0, "用法", ""},
		{"--help", 0, "用法", ""},
		{"pack check floor", 0, "0 个错误", ""},
		{"import ok.csv --out a.jsonl", 0, "收下 1 行", "新增 2 条"},
		{"import ok.csv --out a.jsonl --dry-run", 0, "收下 1 行", "什么也没有写"},
		{"import ok.csv --out a.jsonl --json", 0, `"taken": 1`, "新增 2 条"},
		{"import r.csv --out a.jsonl", 1, "退回 1 行", "新增 2 条"},
		{"import r.csv --out a.jsonl --dry-run", 1, "退回 1 行", "什么也没有写"},
		{"pack check bad", 1, "错误", "!"},
		{"nosuch", 2, "", "没有「nosuch」这个命令"},
		{"import", 2, "", "参数不对"},
		{"import ok.csv", 2, "", "--out"},
		{"import none.csv --out a.jsonl", 2, "", "打不开 none.csv"},
		{"import empty.csv --out a.jsonl", 2, "", "文件是空的"},
		{"import ok.csv r.csv --out a.jsonl", 2, "", "一次导入一个"},
		{"import ok.csv --out -", 2, "", "--out 要给记录文件"},
		{"import ok.csv --out a.jsonl --opening 2030-01-01", 2, "", "还没有到"},
		{"import ok.csv --out a.jsonl --opening x", 2, "", "--opening"},
		{"import ok.csv --out a.jsonl --under o-nobody", 2, "", "--under 写的是 o-nobody"},
		{"import ok.csv --out a.jsonl --domain 火星", 2, "", "不是领域"},
		{"import ok.csv --out ok.csv", 2, "", "ok.csv"},
		{"import ok.csv --out none/a.jsonl", 3, "收下 1 行", "写不了"},
		{"assess --pack county-demo --facts dir --year 2026", 3, "", "读不了"},
	} {
		t.Run(c.line, func(t *testing.T) {
			put(t, map[string]string{"ok.csv": rosterAgain, "r.csv": rosterCSV, "empty.csv": ""})
			for _, dir := range []string{"dir", "bad"} {
				if err := os.Mkdir(dir, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile("bad/pack.yaml", []byte("pack: bad\nnosuch: 1\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			status, out, problems := say(t, strings.Fields(c.line)...)
			if status != c.status {
				t.Errorf("status %d, want %d: %q %q", status, c.status, out, problems)
			}
			if !told(out, c.out) || !told(problems, c.err) {
				t.Errorf("said %q and %q, want %q and %q", out, problems, c.out, c.err)
			}
		})
	}
}

// told reports whether a text holds a part, and nothing where there is none; "!"
// is whatever it says.
func told(all, part string) bool {
	return part == "!" || (part != "") == (all != "") && strings.Contains(all, part)
}

// TestOnlyTheOwnerReadsPersons: names and what meetings spoke of are readable to
// nobody else, whatever the mode of the file was.
func TestOnlyTheOwnerReadsPersons(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are those of unix")
	}
	put(t, map[string]string{"ok.csv": rosterAgain, "m.csv": meetingCSV})
	for _, file := range []string{"ok.csv", "m.csv"} {
		if status, out, problems := say(t, "import", file, "--out", "a.jsonl"); status != 0 {
			t.Fatal(status, out, problems)
		}
		for _, name := range []string{"a.persons.jsonl", "a.texts.jsonl"} {
			info, err := os.Stat(name)
			if err != nil && (file == "ok.csv" && name == "a.texts.jsonl") {
				continue
			}
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Fatalf("after %s: %s %v %v", file, name, info, err)
			}
		}
		if err := os.Chmod("a.persons.jsonl", 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// full is a disk without room.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, syscall.ENOSPC
	}
	return len(p), nil
}

// TestResultsThatAreNotWritten: results cut off are status 3 and say why,
// whichever command wrote them and wherever it was cut.
func TestResultsThatAreNotWritten(t *testing.T) {
	for _, line := range []string{
		"version", "--help", "pack check floor", "pack test county-demo", "pack resolve county-demo --profile 村", "pack resolve county-demo --profile 村 --json",
		"demo --branches 12 --seed 1", "demo --branches 12 --seed 1 --json", "generate --branches 1 --seed 1 --out -", "import ok.csv --out a.jsonl --dry-run", "import r.csv --out a.jsonl --dry-run",
	} {
		for _, room := range []int{0, 20} {
			put(t, map[string]string{"ok.csv": rosterAgain, "r.csv": rosterCSV})
			var problems bytes.Buffer
			status := run(&console{out: &full{room}, err: &problems, now: func() time.Time { return today }}, strings.Fields(line))
			if status != exitIO || !strings.Contains(problems.String(), "磁盘满了") || strings.Contains(problems.String(), "no space") {
				t.Errorf("%s, room for %d: status %d %q", line, room, status, problems.String())
			}
		}
	}
}

// TestKeeperKeepsTheFirst: nothing is written behind a gap.
func TestKeeperKeepsTheFirst(t *testing.T) {
	f := &full{room: 3}
	k := &keeper{to: f}
	_, _ = k.Write([]byte("abcd")) // the error is kept
	f.room = 10
	if n, err := k.Write([]byte("e")); n != 0 || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%d %v", n, err)
	}
}
