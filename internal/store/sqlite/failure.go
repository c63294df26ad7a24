package sqlite

import (
	"errors"

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
// that fails from one without room, nor always from a damaged file. What has a text of
// its own keeps it.
func unreadable(err error) error {
	var told *errs.Error
	if errors.As(err, &told) {
		return err
	}
	return errs.E("sqlite.Open", errs.IO,
		"数据文件打不开：磁盘读写出错、没有空间，或者文件已损坏；请先查看磁盘，仍打不开再从备份恢复（qiangji restore）", err)
}
