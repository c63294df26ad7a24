package storetest

import (
	"context"
	"testing"

	"qiangji/internal/app"
)

// A Store is an open store under test, by its ports.
type Store struct {
	Writer   app.Writer
	Ledger   app.Ledger
	Sequence app.Sequence
	People   app.People
	Blobs    app.Blobs
	Keys     app.Keys
	Settings app.Settings
	Views    app.Views
	Rows     app.Rows
	Dump     app.Dump
	Host     app.Host

	// Past runs a statement past the store, as one could who has the database.
	Past func(text string) error
	// Again closes the store and opens the same data again.
	Again func(t testing.TB) Store
}

// ports is what an engine's store is: every port by one value.
type ports interface {
	app.Writer
}

// Of returns a store whose ports are all kept by one value.
func Of(s ports) Store {
	return Store{
		Writer: s, Ledger: s.(app.Ledger), Sequence: s.(app.Sequence), People: s.(app.People), Blobs: s.(app.Blobs),
		Keys: s.(app.Keys), Settings: s.(app.Settings), Views: s.(app.Views), Rows: s.(app.Rows), Dump: s.(app.Dump),
		Host: s.(app.Host),
	}
}

// A promise is one test. It gets an empty store.
type promise struct {
	name string
	test func(*testing.T, Store)
}

// Run tests all promises. Open returns an empty store each time, which is closed when
// the test that it was opened for ends.
func Run(t *testing.T, open func(t testing.TB) Store) {
	for _, group := range [][]promise{commits, reads, sequences, desks, views, whole} {
		for _, p := range group {
			t.Run(p.name, func(t *testing.T) { p.test(t, open(t)) })
		}
	}
}

// ctx is for calls that nobody stops.
func ctx() context.Context { return context.Background() }
