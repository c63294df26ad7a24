package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// An engine runs transactions: writing ones in the order of the one writer, reading
// ones each on a connection that nobody else uses meanwhile.
type engine struct {
	writers *sql.DB // one connection
	readers *sql.DB
	writer  *writer

	mu      sync.Mutex
	idle    []*session // readers that wait for work
	closed  bool
	reading sync.WaitGroup
}

// idleMost is how many reading connections are kept open.
const idleMost = 8

// Write implements sqlstore.Engine.
func (e *engine) Write(ctx context.Context, fn func(sqlstore.Session) error) error {
	return e.writer.write(ctx, fn)
}

// Read implements sqlstore.Engine.
func (e *engine) Read(ctx context.Context, fn func(sqlstore.Session) error) error {
	s, err := e.take(ctx)
	if err != nil {
		return err
	}
	defer e.reading.Done()
	if s == nil {
		if s, err = e.connect(ctx); err != nil {
			return err
		}
	}
	s.ctx = ctx
	if _, err := s.Exec("BEGIN"); err != nil {
		return errors.Join(err, s.close())
	}
	err = fn(s)
	s.ctx = context.Background()
	if _, ended := s.Exec("ROLLBACK"); ended != nil {
		return errors.Join(err, ended, s.close())
	}
	return errors.Join(err, e.give(s))
}

// take returns a session that waits, nil if none does.
func (e *engine) take(ctx context.Context) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errs.E("sqlite.Read", errs.Unavailable, "程序正在停止，没有读取；请稍后再试", nil)
	}
	e.reading.Add(1)
	if len(e.idle) == 0 {
		return nil, nil
	}
	s := e.idle[len(e.idle)-1]
	e.idle = e.idle[:len(e.idle)-1]
	return s, nil
}

// give lets a session wait, or closes it if enough do.
func (e *engine) give(s *session) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || len(e.idle) == idleMost {
		return s.close()
	}
	e.idle = append(e.idle, s)
	return nil
}

// connect opens a reading session whose settings are those of the contract.
func (e *engine) connect(ctx context.Context) (*session, error) {
	s, err := newSession(ctx, e.readers)
	if err != nil {
		return nil, err
	}
	if err := readBack(ctx, s.conn, common, reading); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// close waits for what was begun, and closes the readers before the writer, so that
// the last connection can fold the log into the file.
func (e *engine) close() error {
	e.mu.Lock()
	e.closed = true
	idle := e.idle
	e.idle = nil
	e.mu.Unlock()
	e.reading.Wait()
	e.writer.close()
	var failed []error
	for _, s := range append(idle, e.writer.session) {
		failed = append(failed, s.close())
	}
	return errors.Join(append(failed, e.readers.Close(), e.writers.Close())...)
}

// Concurrent implements sqlstore.Engine: there is one writer.
func (e *engine) Concurrent() bool { return false }

// Guard implements sqlstore.Engine.
func (e *engine) Guard(table string) []string {
	return []string{
		"CREATE TRIGGER " + table + "_update BEFORE UPDATE ON " + table +
			" BEGIN SELECT RAISE(ABORT, 'rows of " + table + " are never changed'); END",
		"CREATE TRIGGER " + table + "_delete BEFORE DELETE ON " + table +
			" BEGIN SELECT RAISE(ABORT, 'rows of " + table + " are never deleted'); END",
	}
}
