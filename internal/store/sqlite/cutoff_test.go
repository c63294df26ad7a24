package sqlite

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCutOffCreation: where the power went while the file was being made, so that the
// journal of the first change lies beside it, the store is opened all the same.
func TestCutOffCreation(t *testing.T) {
	opened(t, t.TempDir()) // makes the settings of the process
	making, left := t.TempDir(), t.TempDir()
	db := raw(t, making)
	db.SetMaxOpenConns(1)
	for _, text := range []string{
		"PRAGMA journal_mode = DELETE", "PRAGMA synchronous = FULL", "PRAGMA cache_size = 5", "BEGIN",
		"CREATE TABLE t (x TEXT)",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO t SELECT printf('%.500c', 'x') FROM n",
	} {
		if _, err := db.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	for _, name := range []string{FileName, FileName + "-journal"} {
		data, err := os.ReadFile(filepath.Join(making, name))
		if err != nil {
			t.Fatal(err)
		}
		if len(data) == 0 {
			t.Fatalf("%s is empty: nothing was cut off", name)
		}
		if err := os.WriteFile(filepath.Join(left, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d := opened(t, left)
	if head, err := d.Head(t.Context()); err != nil || head.Last != 0 {
		t.Errorf("%v, %v", head, err)
	}
}
