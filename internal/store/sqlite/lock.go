package sqlite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"qiangji/internal/errs"
)

// ErrInUse is the cause of a refusal because another process has the directory open.
var ErrInUse = errors.New("the directory is in use")

const (
	lockName = "lock"
	lockWait = time.Second // for a process that is just ending
)

// hold takes the directory for this process, or says who has it. The lock goes with
// the process, however it ends; the file stays.
func hold(dir string, now time.Time) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, unreadable(filepath.Join(dir, lockName), err)
	}
	for end := time.Now().Add(lockWait); ; time.Sleep(50 * time.Millisecond) {
		if err = tryLock(f); err == nil || time.Now().After(end) {
			break
		}
	}
	if err != nil {
		text, _ := io.ReadAll(io.LimitReader(f, 256)) // for the message only
		_ = f.Close()                                 // nothing was written
		return nil, errs.E("sqlite.Open", errs.Unavailable, fmt.Sprintf(
			"数据目录 %s 正被另一个进程使用（%s），没有打开；请先停止它，或向它提出请求", dir, holder(string(text))), errors.Join(ErrInUse, err))
	}
	text := fmt.Sprintf("pid %d\nboot %s\nsince %s\n", os.Getpid(), boot(), now.UTC().Format(time.RFC3339))
	if err := errors.Join(f.Truncate(0), writeAll(f, text)); err != nil && !errors.Is(err, syscall.ENOSPC) { // it only tells others who has it
		return nil, errs.E("sqlite.Open", errs.IO, "锁文件写不进去，没有打开", errors.Join(err, f.Close()))
	}
	return f, nil
}

// Discard removes a directory that a store was, or was to be, made in, with all in it. One
// that another process has open is Unavailable and stays; one that is not there is no
// error.
func Discard(dir string) error {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	held, err := hold(dir, time.Now())
	if err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(dir), held.Close()); err != nil {
		return errs.E("sqlite.Discard", errs.IO, "用过的临时目录删不掉，请手工删去："+dir, err)
	}
	return nil
}

func writeAll(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// holder reads from a lock file who wrote it.
func holder(text string) string {
	pid, since := "", ""
	for line := range strings.Lines(text) {
		switch name, value, _ := strings.Cut(strings.TrimSpace(line), " "); name {
		case "pid":
			pid = value
		case "since":
			since = value
		}
	}
	if pid == "" {
		return "刚刚启动，还没有留下进程号"
	}
	return "进程号 " + pid + "，始于 " + since
}
