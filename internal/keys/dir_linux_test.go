package keys

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"qiangji/internal/errs"
)

// TestForbidden: a key directory that may not be read is not taken for one that is not
// there, in whose place another would be made.
func TestForbidden(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := Create(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0); err != nil {
		t.Fatal(err)
	}
	if me := os.Geteuid(); me == 0 { // who may read everything
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := syscall.Setfsuid(65534); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = syscall.Setfsuid(me) }() // back to what it was
	}
	_, err := Open(dir)
	if errs.KindOf(err) != errs.IO || !strings.Contains(err.Error(), "权限") {
		t.Errorf("%v", err)
	}
}
