package postgres

import (
	"testing"

	"qiangji/internal/store/storetest"
)

// TestPromises runs what every store must keep.
func TestPromises(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Store { return stored(t, cluster.Schema(t)) })
}

// stored opens a store on an address for the promises.
func stored(t testing.TB, address string) storetest.Store {
	t.Helper()
	s := open(t, address)
	store := storetest.Of(s)
	store.Past = func(text string) error {
		_, err := cluster.SQL(storetest.Postgres, "SET search_path = "+schemaOf(address)+"; "+text)
		return err
	}
	store.Again = func(t testing.TB) storetest.Store {
		t.Helper()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		return stored(t, address)
	}
	return store
}

// TestHistories: three processes on one database answer as one store with one caller at
// a time would.
func TestHistories(t *testing.T) {
	storetest.Histories(t, 10, func(t testing.TB) []storetest.Store {
		address := cluster.Schema(t)
		return []storetest.Store{stored(t, address), stored(t, address), stored(t, address)}
	})
}
