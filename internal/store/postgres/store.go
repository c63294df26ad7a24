package postgres

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// A Store (库) is a ledger in a PostgreSQL database, or in a schema of one.
type Store struct {
	*sqlstore.Store
	engine  *engine
	options Options
}

// An engine runs the statements of sqlstore.
type engine struct {
	writes, reads *sql.DB
	limit         time.Duration // of a change
	patience      time.Duration // with a server that cannot be reached

	mu     sync.Mutex
	closed bool
	begun  sync.WaitGroup
}

// enter counts what is begun, so that closing waits for it.
func (e *engine) enter() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return errs.E("postgres.Store", errs.Unavailable, "程序正在停止，什么也没有改动", nil)
	}
	e.begun.Add(1)
	return nil
}

func (e *engine) close() error {
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
	e.begun.Wait()
	return errors.Join(e.writes.Close(), e.reads.Close())
}

// Open connects to a database by its URL, makes or upgrades its schema, and refuses a
// server that is not safe.
// The error is Invalid for an address that is not understood or not safe, else
// Unavailable: nothing was changed.
func Open(ctx context.Context, address string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.patience == 0 {
		o.patience = patience
	}
	c, err := configure(address)
	if err != nil {
		return nil, err
	}
	upgrader := upgraders(c, o)
	err = upgrade(ctx, &engine{writes: upgrader, reads: upgrader, limit: upgradeLimit, patience: o.patience}, o)
	if err := errors.Join(err, upgrader.Close()); err != nil {
		return nil, err
	}
	e := &engine{writes: writers(c, o), reads: readers(c, o), limit: unitTimeout, patience: o.patience}
	return &Store{Store: sqlstore.New(e, o.Now), engine: e, options: o}, nil
}

// Write implements sqlstore.Engine.
func (e *engine) Write(ctx context.Context, fn func(sqlstore.Session) error) error {
	if err := e.enter(); err != nil {
		return err
	}
	defer e.begun.Done()
	return e.change(ctx, fn)
}

// Read implements sqlstore.Engine.
func (e *engine) Read(ctx context.Context, fn func(sqlstore.Session) error) error {
	if err := e.enter(); err != nil {
		return err
	}
	defer e.begun.Done()
	return e.snapshot(ctx, fn)
}

// Kind implements sqlstore.Engine.
func (e *engine) Kind(err error) errs.Kind {
	if taken(err) {
		return errs.Conflict
	}
	return errs.IO
}

// Concurrent implements sqlstore.Engine.
func (e *engine) Concurrent() bool { return true }

// Guard implements sqlstore.Engine. The triggers fire in every mode of a session; those
// of TRUNCATE fire once a statement, as it names no rows.
func (e *engine) Guard(table string) []string {
	const refusal = `CREATE OR REPLACE FUNCTION ledger_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '记录只增不改：% 不能 %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$`
	return []string{
		refusal,
		`CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON ` + table + ` FOR EACH ROW EXECUTE FUNCTION ledger_is_kept()`,
		`CREATE TRIGGER kept_whole BEFORE TRUNCATE ON ` + table + ` FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_kept()`,
		`ALTER TABLE ` + table + ` ENABLE ALWAYS TRIGGER kept`,
		`ALTER TABLE ` + table + ` ENABLE ALWAYS TRIGGER kept_whole`,
	}
}

// upgrade brings the schema to the newest version. Several processes may try at once:
// a migration and its version are one transaction, so that of the second fails at a
// key or a table that is there already, and it looks again.
func upgrade(ctx context.Context, e *engine, o Options) error {
	for {
		from, err := version(ctx, e)
		if err != nil || from == sqlstore.Newest {
			return err
		}
		if from > 0 && o.BeforeUpgrade != nil {
			if err := o.BeforeUpgrade(ctx, from, sqlstore.Newest); err != nil {
				return err
			}
		}
		err = sqlstore.Upgrade(ctx, e, from, o.Now())
		if err == nil {
			continue
		}
		if reached, again := version(ctx, e); again != nil || reached == from {
			return explain("postgres.Open", err)
		}
	}
}

// version reads the version of the schema: 0 of an empty one.
func version(ctx context.Context, e *engine) (int, error) {
	found := 0
	err := e.Read(ctx, func(db sqlstore.Session) error {
		exists := false
		if err := row(db, []any{&exists}, `SELECT to_regclass('desk_schema') IS NOT NULL`); err != nil {
			return err
		}
		var err error
		found, err = sqlstore.SchemaVersion(db, exists)
		return err
	})
	return found, err
}

// row reads the one row that a query yields. Without any, nothing is read.
func row(db sqlstore.Session, into []any, text string, args ...any) error {
	rows, err := db.Query(text, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		err = errors.Join(err, rows.Scan(into...))
	}
	return errors.Join(err, rows.Err(), rows.Close())
}

// ask reads one row on a snapshot of its own.
func (e *engine) ask(ctx context.Context, into []any, text string, args ...any) error {
	return e.Read(ctx, func(db sqlstore.Session) error { return row(db, into, text, args...) })
}
