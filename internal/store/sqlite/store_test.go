package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"qiangji/internal/store/storetest"
)

// opened opens a store for a test, without the things that only cost time there.
func opened(t testing.TB, dir string) *DB {
	t.Helper()
	d, err := Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// raw opens the file beside the store, as one could who has it.
func raw(t testing.TB, dir string) *sql.DB {
	t.Helper()
	db, err := openFile("file:" + filepath.Join(dir, FileName) + "?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // nothing rests on it
	return db
}

// underTest is a store in a directory for the conformance suite.
func underTest(t testing.TB, dir string) storetest.Store {
	d := opened(t, dir)
	s := storetest.Of(d)
	s.Past = func(text string) error {
		_, err := raw(t, dir).ExecContext(context.Background(), text)
		return err
	}
	s.Again = func(t testing.TB) storetest.Store {
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		return underTest(t, dir)
	}
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Store { return underTest(t, t.TempDir()) })
}

// TestHistories: the store answers as one with one caller at a time would.
func TestHistories(t *testing.T) {
	storetest.Histories(t, 20, func(t testing.TB) []storetest.Store {
		return []storetest.Store{underTest(t, t.TempDir())}
	})
}

func TestIdentity(t *testing.T) {
	storetest.Identity(t, underTest(t, t.TempDir()), underTest(t, t.TempDir()))
}
