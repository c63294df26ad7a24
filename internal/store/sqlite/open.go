package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	lib "modernc.org/sqlite/lib"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// Options are what the opener of a store may decide. The zero value is right for a
// branch's data.
type Options struct {
	Now func() time.Time // nil: the clock of the machine

	// BeforeUpgrade is called before the schema of a store that has data is
	// taken from one version to a newer one. Its error stops the opening.
	BeforeUpgrade func(ctx context.Context, from, to int) error

	Reserve  int64 // bytes held in reserve; 0: 64 MiB, negative: none
	LowWater int64 // free bytes below which nothing is written; 0: a twentieth, from 32 MiB to 1 GiB

	// AllowFUSE takes a FUSE file system, which is refused otherwise: for tests on
	// a disk that can be made to fail.
	AllowFUSE bool
}

// A DB (库) is an open store.
type DB struct {
	*sqlstore.Store
	engine *engine
	path   string
	room   *room
	lock   *os.File
	close  func() error
}

const (
	// FileName is the name of the database in its directory.
	FileName = "qiangji.db"

	// quickMost is the largest file whose structure is checked at every start: a
	// second or two. Larger ones are checked by Conditions.
	quickMost = 256 << 20
)

// Open opens the store in a directory, which it makes if there is none, and upgrades
// its schema. What it cannot vouch for is Unavailable, with the reason and the way out
// in the text: nothing was written then.
func Open(ctx context.Context, dir string, o Options) (*DB, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Reserve == 0 {
		o.Reserve = 64 << 20
	}
	dir, err := directory(dir)
	if err != nil {
		return nil, err
	}
	d := &DB{path: filepath.Join(dir, FileName), room: &room{dir: dir, reserve: o.Reserve, low: o.LowWater, fuse: o.AllowFUSE}}
	p, err := placeOf(dir)
	if err != nil {
		return nil, errs.E("sqlite.Open", errs.IO, "看不到数据目录所在的文件系统，没有打开", err)
	}
	if err := p.accept(o.AllowFUSE); err != nil {
		return nil, err
	}
	if d.lock, err = hold(dir, o.Now()); err != nil {
		return nil, err
	}
	if p.free < opening {
		d.room.give() // so that what there is can be read
	}
	if err := d.open(ctx, o); err != nil {
		return nil, errors.Join(err, d.lock.Close())
	}
	d.close = sync.OnceValue(func() error { return errors.Join(d.engine.close(), d.lock.Close()) })
	return d, nil
}

// directory makes the directory if there is none, durably, and returns its full path.
func directory(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", errs.E("sqlite.Open", errs.Invalid, "数据目录的路径不对", err)
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := errors.Join(os.MkdirAll(dir, 0o700), syncDir(filepath.Dir(dir))); err != nil {
			return "", errs.E("sqlite.Open", errs.IO, "数据目录建不了："+dir, err)
		}
	case err != nil:
		return "", errs.E("sqlite.Open", errs.IO, "数据目录打不开："+dir, err)
	case !info.IsDir():
		return "", errs.E("sqlite.Open", errs.Invalid, dir+" 不是目录，不能存放数据", nil)
	}
	return dir, nil
}

// before lets the opener prepare for an upgrade of a store that has data.
func (o *Options) before(ctx context.Context, from, to int) error {
	if from == 0 || from >= to || o.BeforeUpgrade == nil {
		return nil
	}
	if err := o.BeforeUpgrade(ctx, from, to); err != nil {
		return errs.E("sqlite.Open", errs.Unavailable, "升级前的备份没有做成，没有升级，数据未动", err)
	}
	return nil
}

// open opens the file in the directory that is held.
func (d *DB) open(ctx context.Context, o Options) error {
	if info, err := os.Stat(d.path); err == nil && info.Mode().Perm()&0o077 != 0 {
		_ = os.Chmod(d.path, 0o600) // another's file keeps its mode: it can be worked with all the same
	}
	version, err := inspect(ctx, d.path)
	if err != nil {
		return err
	}
	if err := o.before(ctx, version, sqlstore.Newest); err != nil {
		return err
	}
	if version == 0 {
		if err := d.claim(); err != nil {
			return err
		}
	}
	if d.engine, err = connect(ctx, d.path, d.room); err != nil {
		return err
	}
	err = sqlstore.Upgrade(ctx, d.engine, version, o.Now())
	if err == nil {
		err = errors.Join(os.RemoveAll(filepath.Join(d.room.dir, makingName)), syncDir(d.room.dir))
	}
	if err == nil {
		d.Store = sqlstore.New(d.engine, o.Now)
		_, err = d.Head(ctx) // a reader opens, too
	}
	if err != nil {
		return errors.Join(err, d.engine.close())
	}
	return nil
}

// makingName is a file that is there while a store is made, before its database is until
// its schema is: only beside it an empty database is one that was cut off, and not one that
// somebody emptied.
const makingName = "making"

// claim makes the empty file of a new store, which nobody but the owner reads.
func (d *DB) claim() error {
	for _, path := range []string{filepath.Join(d.room.dir, makingName), d.path} {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err == nil {
			err = errors.Join(f.Close(), syncDir(d.room.dir))
		}
		if err != nil {
			return unreadable(path, err)
		}
	}
	return nil
}

// connect opens the writer, and the pool of readers.
func connect(ctx context.Context, path string, r *room) (*engine, error) {
	e := &engine{}
	var err error
	if e.writers, err = openWriter(path); err != nil {
		return nil, err
	}
	if e.readers, err = openReaders(path); err != nil {
		return nil, errors.Join(err, e.writers.Close())
	}
	s, err := newSession(context.WithoutCancel(ctx), e.writers)
	if err == nil {
		if err = readBack(ctx, s.conn, common, writing); err != nil {
			err = errors.Join(err, s.close())
		}
	}
	if err != nil {
		return nil, errors.Join(unreadable(path, err), e.writers.Close(), e.readers.Close())
	}
	e.writer = newWriter(s, r)
	return e, nil
}

// inspect looks at a file without changing what was committed to it, and returns the
// version of its schema: 0 if there is no file, or one that was only begun. Only where a crash left
// a change half-made, which nobody can read past, is that taken back first.
func inspect(ctx context.Context, path string) (int, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, unreadable(path, err)
	case info.Size() == 0:
		return 0, emptied(path)
	}
	version, err := look(ctx, path, "ro", info.Size() <= quickMost)
	if code(err) == lib.SQLITE_READONLY {
		return look(ctx, path, "rw", info.Size() <= quickMost)
	}
	return version, err
}

// emptied refuses an empty file, but for one that a store was being made in: over what
// somebody emptied no new store is laid.
func emptied(path string) error {
	if _, err := os.Stat(filepath.Join(filepath.Dir(path), makingName)); err == nil {
		return nil
	}
	return errs.E("sqlite.Open", errs.IO, "数据文件 "+path+" 是空的：它被清空了，没有打开，也没有改动；请从备份恢复（qiangji restore）", nil)
}

// look reads the version of a file, and lets SQLite check its structure if asked to.
func look(ctx context.Context, path, mode string, quick bool) (int, error) {
	db, err := openInspector(path, mode)
	if err != nil {
		return 0, unreadable(path, err)
	}
	defer db.Close() // nothing was written: nothing to lose
	s, err := newSession(ctx, db)
	if err != nil {
		return 0, unreadable(path, err)
	}
	defer s.close() // likewise
	version, err := versionOf(s, path)
	if err != nil || version == 0 || !quick {
		return version, err
	}
	return version, sound(ctx, s, "quick_check")
}

// versionOf returns the version of the schema of a file that is ours, and whose tables can
// be relied on.
func versionOf(s *session, path string) (int, error) {
	tables, ours := 0, 0
	err := s.conn.QueryRowContext(s.ctx, `SELECT COUNT(*) AS tables, COALESCE(SUM(name = 'desk_schema'), 0)
FROM sqlite_schema WHERE type = 'table' ORDER BY tables`).Scan(&tables, &ours)
	if err != nil {
		return 0, unreadable(path, err)
	}
	if tables > 0 && ours == 0 {
		return 0, errs.E("sqlite.Open", errs.Invalid, "目录里的 "+FileName+" 不是强基的数据，没有打开，也没有改动", nil)
	}
	version, err := sqlstore.SchemaVersion(s, ours > 0)
	return version, readable(s, path, version, err)
}

// sound lets SQLite check the structure of the file.
func sound(ctx context.Context, s *session, check string) error {
	found, err := pragma(ctx, s.conn, check)
	if err == nil && found != "ok" {
		err = fmt.Errorf("%s: %s", check, found)
	}
	if err != nil {
		return errs.E("sqlite.Open", errs.IO,
			"数据文件的结构已损坏，或者磁盘读不出来，没有打开；请先查看磁盘，磁盘没有毛病就保留原文件，从备份恢复（qiangji restore）", err)
	}
	return nil
}

// folded reports whether all of a database is in its file: there is no log beside it.
func folded(path string) bool {
	log, err := os.Stat(path + "-wal")
	return err != nil || log.Size() == 0
}
