package sqlite

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// TestShared: network file systems are refused by name, local ones are taken.
func TestShared(t *testing.T) {
	for kind, name := range map[int64]string{0x6969: "NFS", 0xFF534D42: "CIFS", 0xFE534D42: "SMB", 0x517B: "SMB", 0x01021997: "9P", fuseKind: "FUSE"} {
		refused(t, place{kind: kind}.accept(false), errs.Unavailable, name, "--database")
	}
	for _, kind := range []int64{0xEF53, 0x58465342, 0x01021994} {
		if err := (place{kind: kind}).accept(false); err != nil {
			t.Error(err)
		}
	}
	if err := (place{kind: fuseKind}).accept(true); err != nil {
		t.Errorf("a test asked for FUSE: %v", err)
	}
	if err := (place{kind: 0x6969}).accept(true); err == nil {
		t.Error("a test that asked for FUSE got NFS")
	}
}

// TestLocksStay: closing a file of the store somewhere else in the process does not
// take its locks away, as it would with locks of the process. Those on the -shm file are
// of that kind still: see TestNobodyElseOpens.
func TestLocksStay(t *testing.T) {
	const variable = "QIANGJI_LOCKS"
	if path := os.Getenv(variable); path != "" {
		db, err := openWriter(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("PRAGMA busy_timeout = 0"); err != nil {
			t.Fatal(err)
		}
		_, err = db.Exec("BEGIN IMMEDIATE")
		if code(err) != 5 {
			t.Errorf("another process took the lock to write: %v", err)
		}
		return
	}
	dir := t.TempDir()
	d := opened(t, dir)
	commit(t, d, "f1")
	path := filepath.Join(dir, FileName)
	err := d.engine.Write(t.Context(), func(s sqlstore.Session) error {
		for _, name := range []string{path, path + "-wal"} {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			if err := f.Close(); err != nil {
				return err
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=TestLocksStay")
		cmd.Env = append(os.Environ(), variable+"="+path)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%v: %s", err, out)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNobodyElseOpens: only the driver opens the files of a store, for closing them
// elsewhere in the process would take its locks away.
func TestNobodyElseOpens(t *testing.T) {
	const root = "../../.."
	names := regexp.MustCompile(`qiangji\.db|-shm|-wal"`)
	n := 0
	for _, top := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			n++
			text, err := os.ReadFile(path)
			if names.Match(text) && !strings.HasSuffix(path, "store/sqlite/open.go") {
				t.Errorf("%s names a file that only the driver opens", path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 100 {
		t.Errorf("%d files were looked at", n)
	}
}
