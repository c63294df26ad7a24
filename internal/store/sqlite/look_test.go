package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
)

// entry is an audit entry; to a store a line is a text like any other.
func entry(id string) app.Row {
	r := app.Row{Stream: chain.Audit, Org: app.Instance, ID: id, Line: []byte(`{"audit":"` + id + `"}`)}
	r.Hash = chain.RecordHash(r.Stream, r.Line)
	return r
}

// TestLook: a copy is read as it is, from where nothing can be written, and nothing of it
// changes; a running store can be looked at, too.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	db, err := Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Commit(t.Context(), &app.Change{Audit: []app.Row{entry("a1")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Sequence(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	read := func(where string) {
		t.Helper()
		l, err := OpenLook(t.Context(), where)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := l.Follow(t.Context(), 0, 10)
		if err != nil || len(rows) != 1 || rows[0].ID != "a1" {
			t.Errorf("%v %v", rows, err)
		}
		if _, err := l.Commit(t.Context(), &app.Change{Audit: []app.Row{entry("a2")}}); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("written: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	read(dir)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	still := t.TempDir()
	if err := errors.Join(os.WriteFile(filepath.Join(still, FileName), data, 0o400), os.Chmod(still, 0o500)); err != nil {
		t.Fatal(err)
	}
	read(still)
	left, err := os.ReadDir(still)
	if err != nil || len(left) != 1 {
		t.Errorf("left beside it: %v %v", left, err)
	}
}

// TestLookRefuses: where there is no store, or something else.
func TestLookRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenLook(t.Context(), dir); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an empty directory: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte("not a database, whatever its name says, and long enough to tell"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLook(t.Context(), dir); err == nil {
		t.Error("a text was opened")
	}
}
