package postgres

import (
	"context"
	"os"
	"strings"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/store/storetest"
)

var _ app.Host = (*Store)(nil)

func conditions(t *testing.T, s *Store, deep bool) map[string]app.Condition {
	t.Helper()
	list, err := s.Conditions(context.Background(), deep)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]app.Condition{}
	for _, c := range list {
		if _, twice := found[c.Name]; twice {
			t.Errorf("%s twice", c.Name)
		}
		found[c.Name] = c
	}
	return found
}

// TestHealthy: nothing is bad of a sound server, and each value is there.
func TestHealthy(t *testing.T) {
	s := open(t, cluster.Schema(t))
	found := conditions(t, s, false)
	for name, c := range found {
		if c.Bad || c.Value == "" {
			t.Errorf("%s: %+v", name, c)
		}
		if c.Want != "" && c.Help == "" {
			t.Errorf("%s does not say what to do", name)
		}
	}
	if !strings.HasPrefix(found["PostgreSQL 版本"].Value, "1") || found["fsync"].Value != "on" {
		t.Errorf("%+v", found)
	}
}

// TestSick: what was weakened since is seen.
func TestSick(t *testing.T) {
	address := cluster.Schema(t)
	s := open(t, address)
	table := schemaOf(address) + ".ledger_fact"
	query(t, storetest.Postgres, "ALTER TABLE "+table+" DISABLE TRIGGER kept")
	if c := conditions(t, s, false)["禁止改写的触发器"]; !c.Bad || !strings.Contains(c.Help, "ENABLE ALWAYS") {
		t.Errorf("%+v", c)
	}
	query(t, storetest.Postgres, "ALTER TABLE "+table+" ENABLE ALWAYS TRIGGER kept; DROP TRIGGER kept_whole ON "+table)
	if c := conditions(t, s, false)["禁止改写的触发器"]; !c.Bad {
		t.Errorf("%+v", c)
	}
	query(t, storetest.Postgres, "INSERT INTO "+schemaOf(address)+".desk_schema (version, at) VALUES (99, 0)")
	if _, err := s.Conditions(context.Background(), false); err == nil || !strings.Contains(err.Error(), "99") {
		t.Error(err)
	}
}

// TestDeep lets the server check its own structure: where it has the means, and an index
// that does not tell what its table holds is found.
func TestDeep(t *testing.T) {
	const name = "索引和页（amcheck）"
	database := cluster.Database(t)
	s := open(t, cluster.URL(database))
	if c := conditions(t, s, true)[name]; c.Bad || !strings.Contains(c.Value, "CREATE EXTENSION amcheck") {
		t.Errorf("%+v", c)
	}
	query(t, database, "CREATE SCHEMA \"check\"; CREATE EXTENSION amcheck SCHEMA \"check\"")
	query(t, database, "INSERT INTO ledger_fact "+kept["ledger_fact"])
	if c := conditions(t, s, true)[name]; c.Bad || !strings.Contains(c.Value, "0 个有问题") {
		t.Errorf("%+v", c)
	}
	query(t, database, "CREATE ROLE poor LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO poor; GRANT USAGE ON SCHEMA \"check\" TO poor")
	poor := open(t, strings.Replace(cluster.URL(database), "user=qiangji", "user=poor&search_path=public", 1))
	if c := conditions(t, poor, true)[name]; c.Bad || !strings.Contains(c.Value, "GRANT EXECUTE") {
		t.Errorf("%+v", c)
	}
	file := cluster.File(query(t, database, "SELECT pg_relation_filepath('ledger_fact_id')"))
	cluster.Stop()
	spoil(t, file)
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	if c := conditions(t, s, true)[name]; !c.Bad || !strings.Contains(c.Help, "ledger_fact_id") {
		t.Errorf("%+v", c)
	}
}

// spoil takes the rows out of an index of two pages.
func spoil(t *testing.T, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	clear(data[len(data)-200:])
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
