package sqlite

import (
	"os"
	"syscall"
	"unsafe"
)

// The flags of LockFileEx.
const exclusively, atOnce = 2, 1

// tryLock locks a file for this process, without waiting. The byte that is locked lies
// beyond the text, so that others can read who holds it.
func tryLock(f *os.File) error {
	place := syscall.Overlapped{Offset: 1 << 20}
	done, _, err := syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx").Call(
		f.Fd(), exclusively|atOnce, 0, 1, 0, uintptr(unsafe.Pointer(&place)))
	if done == 0 {
		return err
	}
	return nil
}

// syncDir does nothing: the names in a directory are durable here with the file.
func syncDir(string) error { return nil }
