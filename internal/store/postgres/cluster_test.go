package postgres

import (
	"context"
	"fmt"
	"os"
	"testing"

	"qiangji/internal/store/sqlstore"
	"qiangji/internal/store/storetest"
)

// cluster is the server of this binary's tests.
var cluster *storetest.Cluster

func TestMain(m *testing.M) {
	var err error
	cluster, err = storetest.NewCluster(storetest.ClusterOptions{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	cluster.Close()
	os.Exit(code)
}

// open opens a store at an address for the time of a test.
func open(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(context.Background(), address, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func query(t testing.TB, database, text string) string {
	t.Helper()
	out, err := cluster.SQL(database, text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// one reads a single value in a transaction.
func one(db sqlstore.Session, into any, text string, args ...any) error {
	return row(db, []any{into}, text, args...)
}
