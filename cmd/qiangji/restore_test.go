package main

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exists reports whether there is something of a name.
func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// TestSecurity_D9_RestoreTakesNothingAway: what lies where a backup is restored to stays,
// whether that works or not; half a ledger never has the name of a whole one; and what a
// process was killed over is swept away by the next.
func TestSecurity_D9_RestoreTakesNothingAway(t *testing.T) {
	put(t, map[string]string{"r.csv": strings.ReplaceAll(rosterCSV, "2001年7月", "2001-07-01")})
	ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01")
	public, _, _ := strings.Cut(ran(t, exitDone, "backup", "--make-key", "k.txt"), "\n")
	killed := filepath.Join("d", trial+"1")
	lay := func(dir string) {
		t.Helper()
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lay(killed)
	ran(t, exitDone, "backup", "--data", "d", "--out", "b", "--recipient", public)
	if left, _ := filepath.Glob(filepath.Join("d", trial+"*")); len(left) > 0 {
		t.Errorf("a backup leaves %v", left)
	}

	ran(t, exitDone, "export", "facts", "--data", "d", "--out", "l.jsonl") // seals what the backup wrote

	lay("home")
	for _, ring := range []string{"d.keys", "nowhere"} {
		ran(t, exitUsage, "restore", "b", "--identity", "k.txt", "--data", "home", "--keys", ring)
		if holds(t, filepath.Join("home", "letter.txt")) != "mine" {
			t.Fatalf("restoring into a directory in use, with the keys %s, took away what was in it", ring)
		}
	}

	broken := []byte(holds(t, "b.data.age"))
	broken[len(broken)-40] ^= 1
	for name, data := range map[string]string{"x.data.age": string(broken), "x.keys.age": holds(t, "b.keys.age")} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir("r", 0o700); err != nil {
		t.Fatal(err)
	}
	if code, _, _ := say(t, "restore", "x", "--identity", "k.txt", "--data", "r", "--keys", "d.keys"); code == exitDone {
		t.Error("a broken backup was restored")
	}
	if exists("r.restoring") || exists(filepath.Join("r", "qiangji.db")) {
		t.Error("half a ledger was left")
	}

	lay("r.restoring")
	said := ran(t, exitDone, "restore", "b", "--identity", "k.txt", "--data", "r", "--keys", "d.keys")
	if !strings.Contains(said, "accept-loss --data r --keys d.keys") || exists("r.restoring") || exists(filepath.Join("r", "letter.txt")) {
		t.Errorf("restored over what was cut off: %s", said)
	}
	if said := ran(t, exitUsage, "keys", "accept-loss", "--data", "d"); !strings.Contains(said, "没有损失") {
		t.Errorf("nothing is lost: %s", said)
	}
	ran(t, exitDone, "keys", "accept-loss", "--data", "r", "--keys", "d.keys")
	ran(t, exitDone, "verify", "--data", "r", "--keys", "d.keys")
	ran(t, exitDone, "export", "facts", "--data", "r", "--keys", "d.keys", "--out", "r.jsonl")
	for _, action := range []string{"backup.restore", "loss.accept"} {
		if n := strings.Count(holds(t, "r.jsonl"), `"action":"`+action+`"`); n != 1 {
			t.Errorf("%d audit entries say %s, want 1", n, action)
		}
	}
}

// TestSecurity_L2_ABranchedCopyIsNotGoneOnWith: a copy that went on by itself has as many
// records as were signed, and others: nothing is recorded in it.
func TestSecurity_L2_ABranchedCopyIsNotGoneOnWith(t *testing.T) {
	roster := strings.ReplaceAll(rosterCSV, "2001年7月", "2001-07-01")
	put(t, map[string]string{"r.csv": roster, "s.csv": roster + "测试村党支部,王测试,1976-03-08,正式党员,2001-07-01,2002-07-01\n"})
	ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01")
	for _, dir := range []string{"d", "d.keys"} {
		copyDir(t, dir, strings.Replace(dir, "d", "e", 1))
	}
	public, _, _ := strings.Cut(ran(t, exitDone, "backup", "--make-key", "k.txt"), "\n")
	ran(t, exitDone, "backup", "--data", "d", "--out", "b", "--recipient", public)
	for _, name := range []string{"x", "y"} {
		ran(t, exitDone, "backup", "--data", "e", "--out", name, "--recipient", public)
	}
	for _, dir := range []string{"d", "e"} {
		ran(t, exitDone, "export", "facts", "--data", dir, "--out", dir+".jsonl") // seals
	}
	for _, args := range [][]string{
		{"import", "s.csv", "--domain", "village", "--opening", "2026-01-01"}, {"backup", "--out", "z"}, {"keys", "rotate", "--backup", "z"},
	} {
		if said := ran(t, exitUsage, append(args, "--data", "e", "--keys", "d.keys")...); !strings.Contains(said, "它是旧的副本") {
			t.Errorf("%v: %s", args, said)
		}
	}
	if said := ran(t, exitNo, "doctor", "--data", "e", "--keys", "d.keys"); !strings.Contains(said, "✗ 副本") {
		t.Error(said)
	}
}

// copyDir copies a directory that nobody has open.
func copyDir(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Mkdir(to, 0o700); err != nil {
		t.Fatal(err)
	}
	all, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if err := os.WriteFile(filepath.Join(to, f.Name()), []byte(holds(t, filepath.Join(from, f.Name()))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSecurity_L6_TextsAreHeldAgainstTheirRecords: a text that was changed or taken away
// behind the program's back is found by looking deep.
func TestSecurity_L6_TextsAreHeldAgainstTheirRecords(t *testing.T) {
	put(t, map[string]string{
		"r.csv": strings.ReplaceAll(rosterCSV, "2001年7月", "2001-07-01"),
		"m.csv": "2026年测试村党支部会议台账\n日期,类别,主题,参加人员,缺席人员及原因\n3月5日,支部党员大会,学习,张测试、李测试,\n3月12日,支部党员大会,选举,张测试、李测试,\n",
	})
	ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01")
	ran(t, exitDone, "import", "m.csv", "--data", "d")
	for _, c := range []struct{ do, says string }{
		{``, "完好 2 份，已按要求删除 0 份，被改动或坏了 0 份，缺失 0 份"},
		{`UPDATE desk_blob SET mac = zeroblob(32) WHERE id = (SELECT MIN(id) FROM desk_blob)`, "完好 1 份，已按要求删除 0 份，被改动或坏了 1 份，缺失 0 份"},
		{`DELETE FROM desk_blob WHERE id = (SELECT MIN(id) FROM desk_blob)`, "完好 1 份，已按要求删除 0 份，被改动或坏了 0 份，缺失 1 份"},
	} {
		db, err := sql.Open("sqlite", filepath.Join("d", "qiangji.db"))
		if err == nil {
			_, err = db.ExecContext(t.Context(), c.do)
			err = errors.Join(err, db.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		mark := "✓ "
		if c.do != "" {
			mark = "✗ "
		}
		if said := ran(t, exitNo, "doctor", "--deep", "--data", "d"); !strings.Contains(said, mark+"文本和附件："+c.says) {
			t.Errorf("%s: %s", c.do, said)
		}
	}
}

// TestRestoreSaysWhatItKnows: that nothing is missing is said by a key directory at least as
// new as the backup only; of what is missing, what can be known of it.
func TestRestoreSaysWhatItKnows(t *testing.T) {
	roster := strings.ReplaceAll(rosterCSV, "2001年7月", "2001-07-01")
	put(t, map[string]string{"r.csv": roster, "s.csv": roster + "测试村党支部,王测试,1976-03-08,正式党员,2001-07-01,2002-07-01\n"})
	ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01")
	copyDir(t, "d.keys", "old.keys")
	public, _, _ := strings.Cut(ran(t, exitDone, "backup", "--make-key", "k.txt"), "\n")
	ran(t, exitDone, "backup", "--data", "d", "--out", "b", "--recipient", public)
	copyDir(t, "d.keys", "same.keys")
	ran(t, exitDone, "import", "s.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01")
	for _, c := range []struct{ keys, says, not string }{
		{"old.keys", "密钥目录比备份旧", "没有少"},
		{"same.keys", "没有少：备份是", "accept-loss"},
		{"d.keys", "1 条是这次备份自己的审计，其余", "没有少"},
	} {
		said := ran(t, exitDone, "restore", "b", "--identity", "k.txt", "--data", "from "+c.keys, "--keys", c.keys)
		if !strings.Contains(said, c.says) || strings.Contains(said, c.not) {
			t.Errorf("%s: %s", c.keys, said)
		}
	}
	if said := ran(t, exitNo, "verify", "--data", "from d.keys", "--keys", "d.keys"); !strings.Contains(said, "由负责人认下") || strings.Contains(said, "从备份恢复") {
		t.Errorf("a copy that is older: %s", said)
	}
	if said := ran(t, exitUsage, "import", "s.csv", "--data", "from d.keys", "--keys", "d.keys", "--domain", "village"); !strings.Contains(said, "accept-loss --data 'from d.keys' --keys d.keys") {
		t.Error(said)
	}
}

// TestAPlaceIsNamedAsItIsTyped: a command that is printed can be typed, and repeats no
// password.
func TestAPlaceIsNamedAsItIsTyped(t *testing.T) {
	for want, p := range map[string]place{
		" --data d": {Data: "d"}, " --data '我的 数据' --keys k": {Data: "我的 数据", Keys: "k"},
		" --database postgres://u@h/db --keys k":                 {Database: "postgres://u:secret@h/db", Keys: "k"},
		" --database 'postgres://h/db?sslmode=disable' --keys k": {Database: "postgres://h/db?sslmode=disable", Keys: "k"},
		" --database … --keys k":                                 {Database: "host=h password=secret", Keys: "k"},
	} {
		if got := p.flags(); got != want {
			t.Errorf("%+v: %s, want %s", p, got, want)
		}
	}
}

// TestPlacesThatAreRefused: what lies in one place is lost, or taken, together.
func TestPlacesThatAreRefused(t *testing.T) {
	put(t, map[string]string{"o.csv": "党组织名称,领域,成立日期\n柳树村党支部,村,2015-07-01\n"})
	for _, c := range []struct{ says, line string }{
		{"不能是同一个", "import o.csv --data d --keys d"},
		{"一个在另一个里面", "import o.csv --data d --keys d/k"},
		{"一个在另一个里面", "import o.csv --data k/d --keys k"},
		{"是网址，不是目录", "import o.csv --data smb://server/share"},
	} {
		if said := ran(t, exitUsage, strings.Fields(c.line)...); !strings.Contains(said, c.says) {
			t.Errorf("%s: %s", c.line, said)
		}
	}
	ran(t, exitDone, "import", "o.csv", "--data", "d")
	if err := os.Symlink("d", "link"); err != nil {
		t.Fatal(err)
	}
	public, _, _ := strings.Cut(ran(t, exitDone, "backup", "--make-key", "k.txt"), "\n")
	for _, out := range []string{"d/b", "d.keys/b", "link/b"} {
		if said := ran(t, exitUsage, "backup", "--data", "d", "--out", out, "--recipient", "k.txt"); !strings.Contains(said, "外面") {
			t.Errorf("%s: %s", out, said)
		}
	}
	if said := ran(t, exitUsage, "keys", "rotate", "--data", "d", "--backup", "d/b"); !strings.Contains(said, "外面") || exists(filepath.Join("d.keys", "kek-2")) {
		t.Errorf("a rotation that cannot be backed up: %s", said)
	}
	if !strings.Contains(holds(t, "k.txt"), "# 公钥："+public) {
		t.Error("the file of the private key does not name the public one")
	}
	ran(t, exitDone, "backup", "--data", "d", "--out", "b", "--recipient", "k.txt")
	if err := os.Rename("d.keys", "away"); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"import o.csv --data d", "doctor --data d", "restore b --identity k.txt --data r --keys d.keys"} {
		if said := ran(t, exitUsage, strings.Fields(line)...); !strings.Contains(said, "不要新建一个") || exists("d.keys") {
			t.Errorf("%s: %s", line, said)
		}
	}
	ran(t, exitDone, "restore", "b", "--identity", "k.txt", "--data", "r", "--keys", "away")
}

// TestKeysOfAnotherGeneration: keys from before a rotation, or after it, and ones that do not
// know what was signed, are told.
func TestKeysOfAnotherGeneration(t *testing.T) {
	put(t, map[string]string{"r.csv": strings.ReplaceAll(rosterCSV, "2001年7月", "2001-07-01")})
	ran(t, exitDone, "import", "r.csv", "--data", "d", "--domain", "village", "--opening", "2026-01-01")
	public, _, _ := strings.Cut(ran(t, exitDone, "backup", "--make-key", "k.txt"), "\n")
	ran(t, exitDone, "backup", "--data", "d", "--out", "before", "--recipient", public)
	copyDir(t, "d.keys", "old.keys")
	if said := ran(t, exitDone, "doctor", "--data", "d"); !strings.Contains(said, "✓ 包裹的密钥：打得开") {
		t.Error(said)
	}
	ran(t, exitDone, "keys", "rotate", "--data", "d", "--backup", "after")
	for _, c := range []struct{ backup, keys string }{{"before", "d.keys"}, {"after", "old.keys"}} {
		if said := ran(t, exitDone, "restore", c.backup, "--identity", "k.txt", "--data", c.backup+"-r", "--keys", c.keys); !strings.Contains(said, "不是同一代的") {
			t.Errorf("%v: %s", c, said)
		}
	}
	if said := ran(t, exitNo, "doctor", "--data", "d", "--keys", "old.keys"); !strings.Contains(said, "✗ 包裹的密钥：密钥目录和数据不是同一代的") {
		t.Error(said)
	}
	if said := ran(t, exitDone, "restore", "after", "--identity", "k.txt", "--data", "r", "--keys", "d.keys"); strings.Contains(said, "不是同一代的") {
		t.Error(said)
	}
	if err := os.Remove(filepath.Join("d.keys", "signed")); err != nil {
		t.Fatal(err)
	}
	if said := ran(t, exitNo, "doctor", "--data", "d"); !strings.Contains(said, "✗ 最后签过的封印") || !strings.Contains(said, "请注意：") {
		t.Error(said)
	}
}
