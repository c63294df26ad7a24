package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"qiangji/internal/errs"
)

// A room watches the space that is left. It keeps a file in reserve that is given up
// when space runs low, so that what was begun can be brought to its end.
type room struct {
	dir     string
	reserve int64 // bytes; 0: none
	low     int64 // bytes; 0: a twentieth of the file system, at least 32 MiB, at most 1 GiB
	fuse    bool  // a FUSE file system is taken

	mu   sync.Mutex
	held bool // the reserve is there
	out  bool // space ran out, and no changes are taken
}

const reserveName = "reserve"

// check says why there is no room for a change.
func (r *room) check() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, err := placeOf(r.dir)
	if err != nil {
		return errs.E("sqlite.Write", errs.Unavailable, "看不到数据目录所在的文件系统，没有改动任何内容", err)
	}
	if err := p.accept(r.fuse); err != nil {
		return err
	}
	low := r.mark(p)
	if !r.held && r.reserve > 0 {
		low += r.reserve
	}
	if !r.out && p.free >= low {
		return r.keep()
	}
	if p.free < low {
		r.out = true
		r.give()
		return errs.E("sqlite.Write", errs.Unavailable, fmt.Sprintf(
			"磁盘只剩 %s（至少要有 %s），暂停写入，没有改动任何内容；查看和导出照常，备份要等腾出地方；腾出以后自动恢复", mib(p.free), mib(low)), nil)
	}
	r.out = false
	return r.keep()
}

// mark is the space below which nothing more is written.
func (r *room) mark(p place) int64 {
	if r.low > 0 {
		return r.low
	}
	return min(max(p.size/20, 32<<20), 1<<30)
}

// keep makes the reserve, if there is to be one.
func (r *room) keep() error {
	if r.held || r.reserve <= 0 {
		return nil
	}
	f, err := os.OpenFile(filepath.Join(r.dir, reserveName), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return errs.E("sqlite.Write", errs.Unavailable, "备用空间占不住，没有改动任何内容", err)
	}
	if err := errors.Join(allocate(f, r.reserve), f.Close()); err != nil {
		r.give()
		return errs.E("sqlite.Write", errs.Unavailable, "备用空间占不住，没有改动任何内容", err)
	}
	r.held = true
	return nil
}

// give gives the reserve up.
func (r *room) give() {
	err := os.Remove(filepath.Join(r.dir, reserveName))
	r.held = err != nil && !errors.Is(err, fs.ErrNotExist)
}

// allocate fills a file up to a size.
func allocate(f *os.File, size int64) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	zero := make([]byte, 1<<20)
	for at := info.Size(); at < size; at += int64(len(zero)) {
		if _, err := f.WriteAt(zero[:min(int64(len(zero)), size-at)], at); err != nil {
			return err
		}
	}
	return nil
}
