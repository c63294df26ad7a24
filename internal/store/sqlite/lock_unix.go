//go:build !windows

package sqlite

import (
	"os"
	"syscall"
)

// tryLock locks a file for this process, without waiting.
func tryLock(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// syncDir makes the names in a directory durable.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close() // read only: nothing to lose
	return f.Sync()
}
