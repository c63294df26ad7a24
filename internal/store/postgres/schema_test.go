package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"qiangji/internal/errs"
	"qiangji/internal/store/sqlstore"
	"qiangji/internal/store/storetest"
)

// schemaOf is the schema in an address of cluster.Schema.
func schemaOf(address string) string {
	_, schema, _ := strings.Cut(address, "&search_path=")
	return schema
}

// TestOpenAtOnce: processes that open an empty database at the same time make one
// schema, and all of them work.
func TestOpenAtOnce(t *testing.T) {
	address := cluster.Schema(t)
	const processes = 6
	opened := make(chan error, processes)
	for range processes {
		go func() {
			s, err := Open(context.Background(), address, Options{Writers: 1, Readers: 1})
			if err == nil {
				err = errors.Join(s.Probe(context.Background()), s.Close())
			}
			opened <- err
		}()
	}
	for range processes {
		if err := <-opened; err != nil {
			t.Error(err)
		}
	}
	got := query(t, storetest.Postgres, "SELECT string_agg(CAST(version AS TEXT), ',' ORDER BY version) FROM "+schemaOf(address)+".desk_schema")
	var want []string
	for v := range sqlstore.Newest {
		want = append(want, fmt.Sprint(v+1))
	}
	if got != strings.Join(want, ",") {
		t.Errorf("versions %s, want %s", got, want)
	}
}

// TestNewerSchema: what a newer program wrote is refused, and left as it is.
func TestNewerSchema(t *testing.T) {
	address := cluster.Schema(t)
	open(t, address)
	schema := schemaOf(address)
	query(t, storetest.Postgres, fmt.Sprintf("INSERT INTO %s.desk_schema (version, at) VALUES (%d, 0)", schema, sqlstore.Newest+1))
	tables := "SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = CAST('" + schema + "' AS REGNAMESPACE)"
	before := query(t, storetest.Postgres, tables)
	said := refused(t, address, Options{}, errs.Unavailable)
	if !strings.Contains(said, "新版程序") || !strings.Contains(said, fmt.Sprint(sqlstore.Newest+1)) {
		t.Error(said)
	}
	if after := query(t, storetest.Postgres, tables); after != before {
		t.Errorf("from %s to %s", before, after)
	}
}

// rows that each guarded table takes.
var kept = map[string]string{
	"ledger_fact":     `(org, id, line, hash, subjects) VALUES ('o', 'i', 'l', decode(repeat('00', 32), 'hex'), '[]')`,
	"ledger_concern":  `(subject, org, id) VALUES ('o:o', 'o', 'i')`,
	"ledger_audit":    `(org, id, line, hash) VALUES ('o', 'i', 'l', decode(repeat('00', 32), 'hex'))`,
	"ledger_sequence": `(pos, stream, org, id, hash) VALUES (1, 'fact', 'o', 'i', decode(repeat('00', 32), 'hex'))`,
	"ledger_node":     `(level, n, hash) VALUES (8, 0, decode(repeat('00', 32), 'hex'))`,
	"ledger_seal":     `(size, text, edge) VALUES (1, 't', '')`,
	"ledger_cosign":   `(size, line) VALUES (1, 'l')`,
}

// TestLedgerIsKept: the database itself refuses to change, delete and empty, in every
// mode of a session and whoever asks.
func TestLedgerIsKept(t *testing.T) {
	address := cluster.Schema(t)
	open(t, address)
	if len(kept) != len(sqlstore.Guarded) {
		t.Errorf("%d tables are tried, %d are guarded", len(kept), len(sqlstore.Guarded))
	}
	for _, name := range sqlstore.Guarded {
		table := schemaOf(address) + "." + name
		column, _, _ := strings.Cut(strings.TrimPrefix(kept[name], "("), ",")
		query(t, storetest.Postgres, "INSERT INTO "+table+" "+kept[name])
		for _, text := range []string{
			"UPDATE " + table + " SET " + column + " = " + column, "DELETE FROM " + table, "TRUNCATE " + table,
			"INSERT INTO " + table + " " + kept[name] + " ON CONFLICT DO NOTHING; DELETE FROM " + table,
		} {
			for _, mode := range []string{"origin", "replica"} {
				_, err := cluster.SQL(storetest.Postgres, "SET session_replication_role = "+mode+"; "+text)
				if err == nil || !strings.Contains(err.Error(), "记录只增不改") {
					t.Errorf("%s (%s): %v", text, mode, err)
				}
			}
		}
		if got := query(t, storetest.Postgres, "SELECT COUNT(*) FROM "+table); got != "1" {
			t.Errorf("%s has %s rows", name, got)
		}
	}
}

// TestBinaryOrder: text is compared byte by byte.
func TestBinaryOrder(t *testing.T) {
	s := open(t, cluster.Schema(t))
	var got string
	err := s.engine.Read(context.Background(), func(db sqlstore.Session) error {
		return one(db, &got, `SELECT string_agg(value, ' ' ORDER BY value) FROM json_array_elements_text($1::json)`,
			`["b","B","a","-","é","中","Z","_","z"]`)
	})
	if want := "- B Z _ a b z é 中"; err != nil || got != want {
		t.Errorf("%s, want %s: %v", got, want, err)
	}
}

// TestBeforeUpgrade: who keeps a snapshot before an upgrade is not asked about an empty
// database, nor about a current one.
func TestBeforeUpgrade(t *testing.T) {
	address := cluster.Schema(t)
	o := Options{BeforeUpgrade: func(_ context.Context, from, to int) error {
		return fmt.Errorf("asked to go from %d to %d", from, to)
	}}
	for range 2 { // made, then opened again
		s, err := Open(context.Background(), address, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
