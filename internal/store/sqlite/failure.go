package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"qiangji/internal/errs"
)

// code returns the primary result code of an error of the driver, 0 of any other.
func code(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// Kind implements sqlstore.Engine.
func (e *engine) Kind(err error) errs.Kind {
	var failed *driver.Error
	if errors.As(err, &failed) {
		switch failed.Code() {
		case lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_ROWID:
			return errs.Conflict
		}
	}
	return errs.IO
}

// fatal reports whether an error says that the file, the disk or the memory failed,
// so that what is on the disk must not be trusted before it was recovered.
func fatal(err error) bool {
	switch code(err) {
	case lib.SQLITE_IOERR, lib.SQLITE_FULL, lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB, lib.SQLITE_CANTOPEN,
		lib.SQLITE_NOMEM, lib.SQLITE_READONLY:
		return true
	}
	return false
}

// full is the code of a disk without room.
const full = lib.SQLITE_FULL

// unreadable is the answer where the file cannot be read. SQLite does not tell a disk
// that fails from one without room, nor always from a damaged file: the room that is left
// does. What has a text of its own keeps it.
func unreadable(path string, err error) error {
	var told *errs.Error
	if errors.As(err, &told) {
		return err
	}
	const op = "sqlite.Open"
	dir := filepath.Dir(path)
	p, unknown := placeOf(dir)
	switch c := code(err); {
	case errors.Is(err, syscall.ENOSPC), c == full, c == lib.SQLITE_IOERR && unknown == nil && p.free < opening:
		return errs.E(op, errs.Unavailable, fmt.Sprintf(
			"磁盘满了，数据打不开：%s 所在的盘只剩 %s，打开至少要 %s，写入还要更多。请腾出地方；一时腾不出的，可以先删去 %s，它是为此备用的，以后自动补上",
			dir, mib(p.free), mib(opening), filepath.Join(dir, reserveName)), err)
	case errors.Is(err, fs.ErrPermission), c == lib.SQLITE_READONLY, c == lib.SQLITE_PERM:
		return errs.E(op, errs.IO, fmt.Sprintf("没有权限：%s 和它所在的目录要能读也能写，没有打开；请检查属主和权限", path), err)
	}
	return errs.E(op, errs.IO,
		"数据文件打不开：磁盘读写出错、没有空间，或者文件已损坏；请先查看磁盘，仍打不开再从备份恢复（qiangji restore）", err)
}

// opening is the room without which a store cannot be opened.
const opening = 1 << 20
