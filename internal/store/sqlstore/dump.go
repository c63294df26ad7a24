package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/errs"
)

// A dumped table and the columns of its key.
type dumped struct {
	app.Table
	key string
}

// tables is what a dump holds, in the order in which it is filled. What is derived
// (view_*) and what belongs to the place (desk_schema) are not in it.
var tables = []dumped{
	{app.Table{Name: "ledger_fact", Columns: []string{"org", "id", "line", "hash", "subjects"}}, "org, id"},
	{app.Table{Name: "ledger_concern", Columns: []string{"subject", "org", "id"}}, "subject, org, id"},
	{app.Table{Name: "ledger_audit", Columns: []string{"org", "id", "line", "hash"}}, "org, id"},
	{app.Table{Name: "ledger_sequence", Columns: []string{"pos", "stream", "org", "id", "hash"}}, "pos"},
	{app.Table{Name: "ledger_node", Columns: []string{"level", "n", "hash"}}, "level, n"},
	{app.Table{Name: "ledger_seal", Columns: []string{"size", "text", "edge"}}, "size"},
	{app.Table{Name: "ledger_cosign", Columns: []string{"size", "line"}}, "size, line"},
	{app.Table{Name: "desk_version", Columns: []string{"subject", "version"}}, "subject"},
	{app.Table{Name: "desk_pending", Columns: []string{"org", "stream", "id", "tick"}}, "org, stream, id"},
	{app.Table{Name: "desk_once", Columns: []string{"org", "key", "digest", "facts", "at"}}, "org, key"},
	{app.Table{Name: "desk_person", Columns: []string{"member", "version", "blind", "box", "mac"}}, "member"},
	{app.Table{Name: "desk_blob", Columns: []string{"id", "owner", "wrapped", "box", "mac"}}, "id"},
	{app.Table{Name: "desk_key", Columns: []string{"subject", "kek", "wrapped"}, Keys: true}, "subject"},
	{app.Table{Name: "desk_setting", Columns: []string{"name", "value", "mac"}}, "name"},
	{app.Table{Name: "desk_sequencer", Columns: []string{"one", "size", "edge"}}, "one"},
}

// Tables implements app.Dump.
func (s *Store) Tables() []app.Table {
	all := make([]app.Table, len(tables))
	for i := range tables {
		all[i] = tables[i].Table
	}
	return all
}

// Snapshot implements app.Dump. A row is valid until yield returns.
func (s *Store) Snapshot(ctx context.Context, yield func(t *app.Table, row []any) error) error {
	return s.read(ctx, "sqlstore.Snapshot", func(db Session) error {
		for i := range tables {
			t := &tables[i]
			table := t.Table
			row := make([]any, len(t.Columns))
			into := make([]any, len(row))
			for c := range row {
				into[c] = &row[c]
			}
			err := each(db, func(rows *sql.Rows) error {
				if err := rows.Scan(into...); err != nil {
					return err
				}
				for c, v := range row {
					if b, ok := v.([]byte); ok {
						row[c] = filled(b)
					}
				}
				return yield(&table, row)
			}, "SELECT "+strings.Join(t.Columns, ", ")+" FROM "+t.Name+" ORDER BY "+t.key)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Load implements app.Dump. A table or a column that this program does not know is
// Invalid; a row that is there already is a Conflict.
func (s *Store) Load(ctx context.Context, t *app.Table, rows [][]any) error {
	const op = "sqlstore.Load"
	known := find(t)
	if known == nil {
		return errs.E(op, errs.Invalid, fmt.Sprintf(
			"备份里的表 %s（%s）本程序不认识，没有载入；请用写备份的那一版程序恢复", t.Name, strings.Join(t.Columns, "、")), nil)
	}
	var values []any
	for _, row := range rows {
		if len(row) != len(known.Columns) {
			return errs.E(op, errs.Invalid, fmt.Sprintf("备份里表 %s 的一行有 %d 列，应为 %d 列", t.Name, len(row), len(known.Columns)), nil)
		}
		values = append(values, row...)
	}
	return s.write(ctx, op, func(db Session) error {
		return insert(db, "INSERT INTO "+known.Name+" ("+strings.Join(known.Columns, ", ")+") VALUES ", len(known.Columns), values)
	})
}

// find returns the table with the name and the columns of t, or nil.
func find(t *app.Table) *dumped {
	for i := range tables {
		if tables[i].Name == t.Name && strings.Join(tables[i].Columns, ",") == strings.Join(t.Columns, ",") {
			return &tables[i]
		}
	}
	return nil
}
