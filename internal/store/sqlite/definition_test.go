package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/errs"
)

// damaged makes a store of one fact and changes its file, as a disk could.
func damaged(t *testing.T, from, to string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	d, err := Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, d, "f1")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(from)) || len(from) != len(to) {
		t.Fatalf("%q cannot be made %q", from, to)
	}
	if err := os.WriteFile(path, bytes.ReplaceAll(data, []byte(from), []byte(to)), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestDefinitionsOfTables: a table that is not defined as the program does is refused by
// its name, whether the store is opened or only looked at.
func TestDefinitionsOfTables(t *testing.T) {
	for _, c := range []struct{ table, from, to string }{
		{"ledger_fact", "  subjects TEXT  NOT NULL", "  subjectr TEXT  NOT NULL"},
		{"desk_once", "length(digest) = 32", "length(digest) = 22"},
		{"desk_schema", "  at      INTEGER NOT NULL", "  au      INTEGER NOT NULL"},
	} {
		dir := damaged(t, c.from, c.to)
		_, err := Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
		refused(t, err, errs.IO, "表 "+c.table, "从备份恢复")
		_, err = OpenLook(t.Context(), dir)
		refused(t, err, errs.IO, "表 "+c.table, "从备份恢复")
	}
}

// TestDefinitionsOfTriggers: a trigger or an index that is another, or one too many, is
// told by doctor, and hinders nobody from finding out what else was changed.
func TestDefinitionsOfTriggers(t *testing.T) {
	told := func(dir string) app.Condition {
		t.Helper()
		l, err := OpenLook(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		all, err := opened(t, dir).Conditions(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(c app.Condition) bool { return strings.Contains(c.Name, "定义") })
		if i < 0 {
			t.Fatalf("%+v", all)
		}
		return all[i]
	}
	dir := damaged(t, "RAISE(ABORT, 'rows of ledger_fact are never changed')", "    (        'rows of ledger_fact are never changed')")
	if c := told(dir); !c.Bad || !strings.HasSuffix(c.Value, "：触发器 ledger_fact_update") {
		t.Errorf("%+v", c)
	}
	dir = damaged(t, "ledger_fact", "ledger_fact")
	if c := told(dir); c.Bad {
		t.Errorf("nothing was changed: %+v", c)
	}
	dir = damaged(t, "ledger_fact", "ledger_fact")
	db := raw(t, dir)
	for _, text := range []string{
		`CREATE TRIGGER sly AFTER INSERT ON ledger_fact BEGIN SELECT 1; END`, `DROP INDEX desk_key_kek`,
	} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if c := told(dir); !c.Bad || !strings.HasSuffix(c.Value, "：索引 desk_key_kek、触发器 sly（多出来的）") {
		t.Errorf("%+v", c)
	}
}
