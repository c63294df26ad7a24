package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// A Look (查看) is a store opened for reading only, a copy for example: nothing of it is
// written, no lock is taken, and it may lie where nothing can be written.
type Look struct {
	*sqlstore.Store
	db *sql.DB
}

// OpenLook opens the store in a directory for reading only. A damaged one is opened as
// far as it can be read; one whose schema is not this program's is Invalid.
func OpenLook(ctx context.Context, dir string) (*Look, error) {
	const op = "sqlite.OpenLook"
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, errs.E(op, errs.Invalid, "数据目录的路径不对", err)
	}
	path := filepath.Join(full, FileName)
	info, err := os.Stat(path)
	if err != nil {
		return nil, errs.E(op, errs.NotFound, dir+" 里没有强基的数据；看看目录写对了没有", nil)
	}
	if info.Size() == 0 {
		if err := emptied(path); err != nil {
			return nil, err
		}
	}
	mode := "ro"
	if folded(path) {
		mode = still
	}
	db, err := openInspector(path, mode)
	if err != nil {
		return nil, errs.E(op, errs.IO, "数据文件打不开", err)
	}
	l := &Look{Store: sqlstore.New(looker{db}, time.Now), db: db}
	err = looker{db}.Read(ctx, func(s sqlstore.Session) error {
		version, err := versionOf(s.(*session), path)
		if err == nil && version != sqlstore.Newest {
			err = errs.E(op, errs.Invalid, "这份数据的格式不是本程序的版本；请用写它的那个版本核验", nil)
		}
		return err
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return l, nil
}

// Close closes it.
func (l *Look) Close() error { return l.db.Close() }

// A looker is an engine that only reads.
type looker struct{ db *sql.DB }

func (l looker) Write(context.Context, func(sqlstore.Session) error) error {
	return errs.E("sqlite.Look", errs.Unavailable, "这份数据只是打开来看的，不写入", nil)
}

func (l looker) Read(ctx context.Context, fn func(sqlstore.Session) error) error {
	s, err := newSession(ctx, l.db)
	if err != nil {
		return err
	}
	if _, err := s.Exec("BEGIN"); err != nil {
		return errors.Join(err, s.close())
	}
	err = fn(s)
	s.ctx = context.Background()
	_, ended := s.Exec("ROLLBACK")
	return errors.Join(err, ended, s.close())
}

func (l looker) Kind(error) errs.Kind  { return errs.IO }
func (l looker) Concurrent() bool      { return false }
func (l looker) Guard(string) []string { return nil }
