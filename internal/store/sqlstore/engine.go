package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"qiangji/internal/errs"
)

// An Engine (引擎) runs the statements of this package on one database.
type Engine interface {
	// Write runs fn in a transaction and answers when it is durable. Nothing that fn
	// did remains if either returns an error, but for one of kind Uncertain, which
	// leaves that open. What cannot be taken now is Unavailable. An error of fn comes
	// back as it is. Concurrent transactions see of one another what is committed.
	Write(ctx context.Context, fn func(Session) error) error
	// Read runs fn on one snapshot of what is committed; fn cannot write.
	Read(ctx context.Context, fn func(Session) error) error
	// Kind says what sort of error the driver reported: Conflict for a key that is
	// there already, else IO.
	Kind(err error) errs.Kind
	// Concurrent reports whether several transactions may write at once, so that what
	// is only read must be locked.
	Concurrent() bool
	// Guard returns the statements that make the database refuse to change or
	// delete rows of a table.
	Guard(table string) []string
}

// A Session runs statements in one transaction. It is used by one goroutine, and the
// rows of one query are closed before the next statement.
type Session interface {
	// Exec runs a statement and returns how many rows it changed.
	Exec(text string, args ...any) (int64, error)
	// Query runs a query.
	Query(text string, args ...any) (*sql.Rows, error)
}

// A Store (库) implements the ports of internal/app that keep data, all but Host, which
// the engine is.
type Store struct {
	engine Engine
	now    func() time.Time
	last   atomic.Int64 // the last tick given
	begun  atomic.Bool  // last is later than what waited when the store was opened
}

// New returns a store on an engine whose schema is current, see Upgrade. Now is the
// clock by which records are put into order.
func New(e Engine, now func() time.Time) *Store { return &Store{engine: e, now: now} }

// tick returns the first of n successive ticks, later than that of anything that waits for
// a position, whoever committed it. So a record comes after those that it was decided on,
// whatever the clocks say.
func (s *Store) tick(db Session, n int) (int64, error) {
	var waits int64
	if s.engine.Concurrent() || !s.begun.Load() {
		err := each(db, func(rows *sql.Rows) error { return rows.Scan(&waits) },
			`SELECT COALESCE(MAX(tick), 0) AS waits FROM desk_pending ORDER BY waits`)
		if err != nil {
			return 0, err
		}
		s.begun.Store(true)
	}
	return s.ticks(waits, n), nil
}

// ticks reserves n successive ticks after one and returns the first: the clock in
// nanoseconds, later than any tick before.
func (s *Store) ticks(after int64, n int) int64 {
	for {
		last := s.last.Load()
		first := max(s.now().UnixNano(), last+1, after+1)
		if s.last.CompareAndSwap(last, first+int64(n)-1) {
			return first
		}
	}
}

func (s *Store) write(ctx context.Context, op errs.Op, fn func(Session) error) error {
	return s.explain(op, s.engine.Write(ctx, fn))
}

func (s *Store) read(ctx context.Context, op errs.Op, fn func(Session) error) error {
	return s.explain(op, s.engine.Read(ctx, fn))
}

// explain gives an error of the driver its kind; others know theirs.
func (s *Store) explain(op errs.Op, err error) error {
	var known *errs.Error
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return errs.E(op, errs.Unavailable, "没有等到结果，已经停下，什么也没有改动", err)
	}
	if kind := s.engine.Kind(err); kind == errs.Conflict {
		return errs.E(op, kind, "同一编号的内容已经在库里，请重新读取后再提交", err)
	}
	return errs.E(op, errs.IO, "读写数据库失败", err)
}

// each runs a query and calls scan for every row.
func each(db Session, scan func(*sql.Rows) error, text string, args ...any) error {
	rows, err := db.Query(text, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := scan(rows); err != nil {
			_ = rows.Close() // the first error is the one that tells
			return err
		}
	}
	if err := rows.Err(); err != nil {
		_ = rows.Close() // likewise
		return err
	}
	return rows.Close()
}

// list is a list parameter: a JSON array of strings.
func list[T ~string](items []T) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		quote(&b, string(item))
	}
	b.WriteByte(']')
	return b.String()
}

// unlist reads what list wrote.
func unlist[T ~string](text string) ([]T, error) {
	// Few strings have anything escaped in them: the others need no parser.
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(text, `["`), `"]`), `","`)
	if len(text) < 5 || strings.Contains(text, `\`) || strings.Count(text, `"`) != 2*len(parts) || text[:2] != `["` || text[len(text)-2:] != `"]` {
		var items []T
		err := json.Unmarshal([]byte(text), &items)
		return items, err
	}
	items := make([]T, len(parts))
	for i, part := range parts {
		items[i] = T(part)
	}
	return items, nil
}

// quote writes a JSON string.
func quote(b *strings.Builder, s string) {
	const hex = "0123456789abcdef"
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ':
			b.WriteString(`\u00`)
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}
