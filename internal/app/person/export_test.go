package person

import (
	"testing"

	"qiangji/internal/store/sqlite"
)

// NewDesk is newDesk for the tests from outside, with its store.
func NewDesk(t testing.TB) (*Persons, *sqlite.DB) {
	d := newDesk(t)
	return d.Persons, d.db
}
