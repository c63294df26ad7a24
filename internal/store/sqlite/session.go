package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A session is one connection with its prepared statements. It implements
// sqlstore.Session for the transaction that it is in.
type session struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt // by the text as sqlstore wrote it
	ctx      context.Context      // of the transaction
}

// preparedMost bounds the statements kept: the texts of old generations of views go
// out of use.
const preparedMost = 256

func newSession(ctx context.Context, db *sql.DB) (*session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn, prepared: map[string]*sql.Stmt{}, ctx: ctx}, nil
}

func (s *session) close() error {
	var failed []error
	for _, stmt := range s.prepared {
		failed = append(failed, stmt.Close())
	}
	return errors.Join(append(failed, s.conn.Close())...)
}

// Exec implements sqlstore.Session.
func (s *session) Exec(text string, args ...any) (int64, error) {
	stmt, err := s.statement(text)
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(s.ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Query implements sqlstore.Session.
func (s *session) Query(text string, args ...any) (*sql.Rows, error) {
	stmt, err := s.statement(text)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(s.ctx, args...)
}

func (s *session) statement(text string) (*sql.Stmt, error) {
	if stmt, ok := s.prepared[text]; ok {
		return stmt, nil
	}
	if len(s.prepared) >= preparedMost {
		for old, stmt := range s.prepared {
			if err := stmt.Close(); err != nil {
				return nil, err
			}
			delete(s.prepared, old)
		}
	}
	stmt, err := s.conn.PrepareContext(s.ctx, rewrite(text))
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, text)
	}
	s.prepared[text] = stmt
	return stmt, nil
}

var (
	jsonList  = regexp.MustCompile(`json_(?:array_elements|each)_text\((\$\d+)::json\)`)
	parameter = regexp.MustCompile(`\$\d+`)
	words     = strings.NewReplacer("BIGINT", "INTEGER", "BYTEA", "BLOB", " FOR UPDATE", "")
)

// rewrite puts a text of sqlstore into the words of SQLite.
func rewrite(text string) string {
	text = words.Replace(jsonList.ReplaceAllString(text, "json_each($1)"))
	if strings.HasPrefix(text, "CREATE TABLE") {
		text += " STRICT, WITHOUT ROWID"
	}
	n := 0
	for i, p := range parameter.FindAllString(text, -1) {
		if p != "$"+strconv.Itoa(i+1) {
			return text
		}
		n++
	}
	if n == 0 {
		return text
	}
	// Parameters that come in order need no names, which are looked up one by one.
	return parameter.ReplaceAllString(text, "?")
}
