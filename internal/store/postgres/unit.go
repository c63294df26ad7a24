package postgres

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// How often a unit of work is tried anew, and for how long. Others that come between
// are waited out a few times; a server that restarts is waited for.
const (
	maxRaces     = 12
	firstPause   = 5 * time.Millisecond
	longestPause = 500 * time.Millisecond
	patience     = 10 * time.Second
)

// A session runs statements in one transaction.
type session struct {
	ctx context.Context
	tx  *sql.Tx
}

// Exec implements sqlstore.Session.
func (s session) Exec(text string, args ...any) (int64, error) {
	result, err := s.tx.ExecContext(s.ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Query implements sqlstore.Session.
func (s session) Query(text string, args ...any) (*sql.Rows, error) {
	return s.tx.QueryContext(s.ctx, text, args...)
}

// A work is what a transaction does. It may be done more than once.
type work func(sqlstore.Session) error

// change runs work in one transaction, READ COMMITTED, and commits it. An attempt takes
// as long as limit, and its commit as long again. Work whose
// transaction failed for reasons of its neighbours or of its connection is run again
// from the beginning. A commit that may or may not have happened is not tried again:
// it is Uncertain.
func (e *engine) change(ctx context.Context, do work) error {
	return e.patiently(ctx, "postgres.Write", func() (fate, error) { return attempt(ctx, e.writes, e.limit, do) })
}

// snapshot runs work on one snapshot, read only.
func (e *engine) snapshot(ctx context.Context, do work) error {
	return e.patiently(ctx, "postgres.Read", func() (fate, error) {
		tx, err := e.reads.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
		if err != nil {
			return fateOf(err), err
		}
		defer tx.Rollback() // there is nothing to keep
		if err := do(session{ctx, tx}); err != nil {
			return failed, err // rows may have been handed out already
		}
		return failed, nil
	})
}

// patiently tries until it worked, or it would not help to try again.
func (e *engine) patiently(ctx context.Context, op errs.Op, try func() (fate, error)) error {
	pause, races := firstPause, 0
	until := time.Now().Add(e.patience)
	for {
		what, err := try()
		switch {
		case err == nil:
			return nil
		case what == uncertain:
			return unknown(op, err)
		case what == raced && races < maxRaces:
			races++
		case what == cut && time.Now().Before(until):
		default:
			return explain(op, err)
		}
		select {
		case <-ctx.Done():
			return explain(op, err)
		case <-time.After(rand.N(pause) + pause/2):
		}
		pause = min(2*pause, longestPause)
	}
}

// attempt runs work once. A caller who goes away stops the work, but not the commit.
func attempt(ctx context.Context, db *sql.DB, limit time.Duration, do work) (fate, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	whole, release := context.WithTimeout(context.WithoutCancel(ctx), 2*limit)
	defer release()
	conn, err := db.Conn(ctx)
	if err != nil {
		return fateOf(err), err
	}
	defer conn.Close() // back to the pool
	tx, err := conn.BeginTx(whole, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return fateOf(err), err
	}
	err = do(session{ctx, tx})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		_ = tx.Rollback() // a lost connection rolls back by itself
		return fateOf(err), err
	}
	if err := tx.Commit(); err != nil {
		return fateOfCommit(err), err
	}
	return failed, nil
}
