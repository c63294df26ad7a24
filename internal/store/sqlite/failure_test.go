package sqlite

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/errs"
)

// TestUnreadable: a full disk and a missing permission are told apart from damage, with the
// path and the way out.
func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	refused(t, unreadable(path, fmt.Errorf("write: %w", syscall.ENOSPC)), errs.Unavailable, "磁盘满了", "1 MiB", filepath.Join(dir, reserveName))
	refused(t, unreadable(path, fmt.Errorf("open: %w", syscall.EACCES)), errs.IO, "没有权限", path)
	refused(t, unreadable(path, fmt.Errorf("read: %w", syscall.EIO)), errs.IO, "磁盘读写出错")
	d := opened(t, dir)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := openFile(source(path, map[string][]string{"mode": {"ro"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.ExecContext(t.Context(), `UPDATE desk_schema SET at = 0`)
	refused(t, unreadable(path, err), errs.IO, "没有权限", path)
}

// TestEmptied: over an empty file no new store is laid, unless one was being made in it.
func TestEmptied(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	d, err := Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, d, "f1")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	_, err = Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
	refused(t, err, errs.IO, "被清空了", path)
	_, err = OpenLook(t.Context(), dir)
	refused(t, err, errs.IO, "被清空了")
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Errorf("something was written:\n%.1000s", diff)
	}
	if err := os.WriteFile(filepath.Join(dir, makingName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	commit(t, opened(t, dir), "f1")
	if _, err := os.Stat(filepath.Join(dir, makingName)); err == nil {
		t.Error("it goes on being made")
	}
}

// TestSecurity_L2_FilesAreTheOwners: nobody else reads the database, whatever the mode was
// that it was made with.
func TestSecurity_L2_FilesAreTheOwners(t *testing.T) {
	dir := t.TempDir()
	for i := range 2 {
		d, err := Open(t.Context(), dir, Options{Reserve: -1, LowWater: 1})
		if err != nil {
			t.Fatal(err)
		}
		commit(t, d, fmt.Sprint("f", i))
		err = fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			info, err := e.Info()
			if err == nil && info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s: %v", name, info.Mode())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(dir, FileName), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
