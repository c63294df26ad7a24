package main

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// ran runs a command that must end with a status, and returns what it said.
func ran(t *testing.T, status int, args ...string) string {
	t.Helper()
	code, out, problems := say(t, args...)
	if code != status {
		t.Fatalf("%v: status %d, want %d\n%s\n%s", args, code, status, out, problems)
	}
	return out + problems
}

var memberOf = regexp.MustCompile(`"member":"(m-[a-z2-7]+)"`)

// TestEraseAndRotate: whoever is erased at a terminal comes back neither by the same roster
// nor by a backup; a rotation leaves everything as it was, and the ledger sound.
func TestEraseAndRotate(t *testing.T) {
	put(t, map[string]string{"r.csv": strings.ReplaceAll(rosterCSV, "2001年7月", "2001-07-01")})
	ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01")
	if said := ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01"); !strings.Contains(said, "没有新的内容") {
		t.Errorf("the second import: %s", said)
	}
	public, _, _ := strings.Cut(ran(t, exitDone, "backup", "--make-key", "k.txt"), "\n")
	ran(t, exitDone, "backup", "--data", "d", "--out", "before", "--recipient", public)
	ran(t, exitDone, "export", "facts", "--data", "d", "--out", "l.jsonl")
	found := memberOf.FindStringSubmatch(holds(t, "l.jsonl"))
	if found == nil {
		t.Fatal("no member in the export")
	}
	member := found[1]

	if said := ran(t, exitUsage, "keys", "erase", member, "--data", "d", "--reason", "paper-1"); !strings.Contains(said, "--yes "+member) {
		t.Errorf("without --yes: %s", said)
	}
	if said := ran(t, exitUsage, "keys", "erase", "m-nobody", "--data", "d", "--reason", "paper-1", "--yes", "m-nobody"); !strings.Contains(said, "keys find 姓名 --data d") {
		t.Errorf("nobody: %s", said)
	}
	ran(t, exitDone, "keys", "erase", member, "--data", "d", "--reason", "paper-1", "--yes", member)
	ran(t, exitDone, "verify", "--data", "d")
	said := ran(t, exitDone, "restore", "before", "--identity", "k.txt", "--data", "old", "--keys", "d.keys")
	if !strings.Contains(said, "没有发现问题") || !strings.Contains(said, "1 人，已再次抹去") {
		t.Errorf("restored: %s", said)
	}
	if said := ran(t, exitDone, "keys", "erase", member, "--data", "d", "--reason", "paper-1", "--yes", member); !strings.Contains(said, "抹去了") {
		t.Errorf("again: %s", said)
	}

	ran(t, exitDone, "keys", "rotate", "--data", "d", "--backup", "after")
	ran(t, exitDone, "verify", "--data", "d")
	if old, err := os.ReadDir("d.keys"); err != nil || strings.Contains(names(old), "kek-1 ") || !strings.Contains(names(old), "kek-2 ") {
		t.Errorf("%v %v", names(old), err)
	}
	if said := ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01"); !strings.Contains(said, "人员资料 1 人") {
		t.Errorf("the roster again: %s", said)
	}
	ran(t, exitDone, "export", "facts", "--data", "d", "--out", "l2.jsonl")
	if again := memberOf.FindAllStringSubmatch(holds(t, "l2.jsonl"), -1); len(again) != 3 {
		t.Errorf("%d enrolled, want the two and the one who is new again", len(again))
	}
	ran(t, exitDone, "restore", "after", "--identity", "k.txt", "--data", "new", "--keys", "d.keys")
}

func names(all []os.DirEntry) string {
	var b strings.Builder
	for _, f := range all {
		b.WriteString(f.Name() + " ")
	}
	return b.String()
}

// TestEraseTakesThePaperOfTheHelp: the number of a paper is a reason; one that cannot be
// written down touches nothing; an erasure that was begun and not finished is told.
func TestEraseTakesThePaperOfTheHelp(t *testing.T) {
	put(t, map[string]string{"r.csv": strings.ReplaceAll(rosterCSV, "2001年7月", "2001-07-01")})
	ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01")
	ran(t, exitDone, "export", "facts", "--data", "d", "--out", "l.jsonl")
	members := memberOf.FindAllStringSubmatch(holds(t, "l.jsonl"), -1)
	erase := func(status int, reason, member string) string {
		t.Helper()
		return ran(t, status, "keys", "erase", member, "--data", "d", "--reason", reason, "--yes", member)
	}
	empty := holds(t, filepath.Join("d.keys", "erased"))
	if said := erase(exitUsage, "张三 要求", members[0][1]); !strings.Contains(said, "云组发〔2026〕1号") || holds(t, filepath.Join("d.keys", "erased")) != empty {
		t.Errorf("a reason that is none: %s", said)
	}
	fields := strings.Fields(examples["keys erase"])
	for i, word := range fields {
		if word == "--reason" {
			erase(exitDone, fields[i+1], members[0][1])
		}
	}
	ran(t, exitDone, "verify", "--data", "d")
	alter(t, `CREATE TRIGGER stop BEFORE DELETE ON desk_key BEGIN SELECT RAISE(ABORT, 'no'); END`)
	erase(exitIO, "云组发〔2026〕1号", members[1][1])
	if said := ran(t, exitNo, "doctor", "--data", "d"); !strings.Contains(said, "✗ 抹去：没有做完") {
		t.Error(said)
	}
	alter(t, `DROP TRIGGER stop`)
	if said := ran(t, exitNo, "doctor", "--data", "d"); !strings.Contains(said, "✓ 抹去：名单上 2 人") {
		t.Error(said)
	}
}

// alter changes the data of a ledger behind the program's back.
func alter(t *testing.T, do string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join("d", "qiangji.db"))
	if err == nil {
		_, err = db.ExecContext(t.Context(), do)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestFind: a number is found from a name, who was looked at stands in the audit, and whoever
// was erased is not found.
func TestFind(t *testing.T) {
	put(t, map[string]string{"r.csv": "所在党支部,姓名,公民身份号码,人员类别,加入党组织日期,转为正式党员日期\n" +
		"测试村党支部,张测试,110101197005060029,正式党员,2005-07-01,2006-07-01\n" +
		"测试村党支部,李测试,110101196503040018,正式党员,2001-07-01,2002-07-01\n"})
	ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01")
	said := ran(t, exitDone, "keys", "find", "张测试", "--data", "d")
	member, _, _ := strings.Cut(said, " ")
	if !strings.Contains(said, "张测试") || !strings.Contains(said, "末四位 0029") || strings.Contains(said, "1970") || strings.Contains(said, "李") {
		t.Errorf("found: %s", said)
	}
	if both := ran(t, exitDone, "keys", "find", "测试", "--data", "d"); strings.Count(both, "\n") != 2 {
		t.Errorf("both: %s", both)
	}
	if number := ran(t, exitDone, "keys", "find", "110101196503040018", "--data", "d"); !strings.Contains(number, "李测试") {
		t.Errorf("by number: %s", number)
	}
	ran(t, exitDone, "keys", "erase", member, "--data", "d", "--reason", "1", "--yes", member)
	ran(t, exitNo, "keys", "find", "张测试", "--data", "d")
	ran(t, exitDone, "export", "facts", "--data", "d", "--out", "l.jsonl")
	log := holds(t, "l.jsonl")
	if n := strings.Count(log, `"action":"person.find","object":"`+member+`"`); n != 2 || strings.Count(log, `"action":"person.find"`) != 5 {
		t.Errorf("the audit names the one looked at %d times:\n%s", n, log)
	}
}
