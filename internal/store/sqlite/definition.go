package sqlite

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
)

// A definition is what the file says of one table, index or trigger.
type definition struct{ sort, name, table, text string }

// String is its name for people.
func (d definition) String() string {
	sorts := map[string]string{"table": "表", "index": "索引", "trigger": "触发器"}
	if sort, known := sorts[d.sort]; known {
		return sort + " " + d.name
	}
	return d.name
}

// definitions reads those of the program's tables; the views, which come in generations
// and are built anew from the records, are not among them.
func definitions(s *session) ([]definition, error) {
	rows, err := s.conn.QueryContext(s.ctx, `SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_schema
WHERE tbl_name NOT GLOB 'view_*_[0-9]*' ORDER BY type, name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close() // Err tells
	var all []definition
	for rows.Next() {
		var d definition
		if err := rows.Scan(&d.sort, &d.name, &d.table, &d.text); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, rows.Err()
}

// intended are the definitions of a store just made.
var intended = sync.OnceValues(func() ([]definition, error) {
	db, err := openFile(":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close() // it was in memory
	s, err := newSession(context.Background(), db)
	if err != nil {
		return nil, err
	}
	defer s.close() // likewise
	if err := sqlstore.Upgrade(s.ctx, maker{&engine{}, s}, 0, time.Unix(0, 0)); err != nil {
		return nil, err
	}
	return definitions(s)
})

// A maker is an engine that makes a schema on one connection, in no transaction.
type maker struct {
	*engine
	session *session
}

func (m maker) Write(_ context.Context, fn func(sqlstore.Session) error) error { return fn(m.session) }

// A deviation (偏差) is where the definitions in a file are not those of the program.
type deviation struct {
	tables []string // the tables that are not there as they should be: nothing read from them counts
	others []string // the indexes and triggers; and what does not belong there
}

func deviate(s *session) (deviation, error) {
	want, err := intended()
	if err != nil {
		return deviation{}, err
	}
	have, err := definitions(s)
	if err != nil {
		return deviation{}, err
	}
	var found deviation
	for _, d := range want {
		switch {
		case slices.Contains(have, d):
		case d.sort == "table":
			found.tables = append(found.tables, d.String())
		default:
			found.others = append(found.others, d.String())
		}
	}
	for _, d := range have {
		same := func(w definition) bool { return w.sort == d.sort && w.name == d.name }
		if !slices.ContainsFunc(want, same) && !strings.HasPrefix(d.name, "sqlite_") {
			found.others = append(found.others, d.String()+"（多出来的）")
		}
	}
	return found, nil
}

// readable refuses a file of this program's version whose tables are not those that it
// would make. Failed is what came of reading the version.
func readable(s *session, path string, version int, failed error) error {
	var told *errs.Error
	if errors.As(failed, &told) || failed == nil && version != sqlstore.Newest {
		return failed
	}
	found, err := deviate(s)
	switch {
	case err != nil:
		return unreadable(path, errors.Join(failed, err))
	case len(found.tables) > 0:
		return errs.E("sqlite.Open", errs.IO, "数据文件里"+strings.Join(found.tables, "、")+
			" 的定义和程序的不一样：文件已损坏或被改动；请保留原文件，从备份恢复（qiangji restore）", failed)
	case failed != nil:
		return unreadable(path, failed)
	}
	return nil
}

// defined tells whether all definitions are those of the program.
func defined(s *session) (app.Condition, error) {
	const same = "与程序一致"
	found, err := deviate(s)
	value := same
	if bad := append(found.tables, found.others...); len(bad) > 0 {
		value = "不一样：" + strings.Join(bad, "、")
	}
	return judged("表、索引和触发器的定义", value, same,
		"文件已损坏，或者有人改动了库的结构：请查清是谁、为何，运行 qiangji verify，再从备份恢复（qiangji restore）"), err
}
