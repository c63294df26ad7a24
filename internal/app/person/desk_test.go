package person

import (
	"context"
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/keys"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
)

// A desk is Persons over a store and a key directory of a test.
type desk struct {
	*Persons
	db   *sqlite.DB
	keys *keys.Dir

	data, secrets string // the directories
}

var clerk = Deed{Actor: "terminal:clerk", Reason: "paper-7"}

func newDesk(t testing.TB) *desk {
	t.Helper()
	secrets := filepath.Join(t.TempDir(), "keys")
	if _, err := keys.Create(secrets); err != nil {
		t.Fatal(err)
	}
	return openDesk(t, filepath.Join(t.TempDir(), "data"), secrets)
}

func openDesk(t testing.TB, data, secrets string) *desk {
	t.Helper()
	d, err := reopened(data, secrets)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.db.Close() }) // a test may have closed it
	return d
}

func reopened(data, secrets string) (*desk, error) {
	k, err := keys.Open(secrets)
	if err != nil {
		return nil, err
	}
	db, err := sqlite.Open(context.Background(), data, sqlite.Options{Reserve: -1, LowWater: 1})
	if err != nil {
		return nil, err
	}
	clock := app.Clock(func() time.Time { return time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC) })
	return &desk{&Persons{Store: db, Cipher: k, Erasure: k, IDs: app.NewIDs(clock, rand.Reader), Clock: clock}, db, k, data, secrets}, nil
}

// again opens the same store and key directory anew.
func (d *desk) again(t testing.TB) *desk {
	t.Helper()
	d.close(t)
	return openDesk(t, d.data, d.secrets)
}

func (d *desk) close(t testing.TB) {
	t.Helper()
	if err := d.db.Close(); err != nil {
		t.Fatal(err)
	}
}

// A backup is all tables of a store, those of the keys too.
type backup []struct {
	table app.Table
	rows  [][]any
}

func (d *desk) backup(t testing.TB) backup {
	t.Helper()
	var all backup
	err := d.db.Snapshot(t.Context(), func(table *app.Table, row []any) error {
		if len(all) == 0 || all[len(all)-1].table.Name != table.Name {
			all = append(all, struct {
				table app.Table
				rows  [][]any
			}{table: *table})
		}
		row = slices.Clone(row)
		for i, v := range row {
			if b, ok := v.([]byte); ok {
				row[i] = append([]byte{}, b...)
			}
		}
		last := &all[len(all)-1]
		last.rows = append(last.rows, row)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// restored is a new store filled from a backup, with a key directory.
func restored(t testing.TB, from backup, secrets string) *desk {
	t.Helper()
	d := openDesk(t, filepath.Join(t.TempDir(), "data"), secrets)
	for i := range from {
		for part := range slices.Chunk(from[i].rows, 200) {
			if err := d.db.Load(t.Context(), &from[i].table, part); err != nil {
				t.Fatal(err)
			}
		}
	}
	return d
}

// copied is a copy of a key directory.
func copied(t testing.TB, secrets string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "keys")
	if err := os.Mkdir(to, 0o700); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(secrets)
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(secrets, name.Name()))
		if err == nil {
			var info fs.FileInfo
			if info, err = name.Info(); err == nil {
				err = os.WriteFile(filepath.Join(to, name.Name()), data, info.Mode())
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// row is the row of a member, empty if there is none.
func (d *desk) row(t testing.TB, member party.MemberID) app.PersonRow {
	t.Helper()
	rows, err := d.db.Persons(t.Context(), []party.MemberID{member})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		return app.PersonRow{}
	}
	return rows[0]
}

// key is the key row of a member, if there is one.
func (d *desk) key(t testing.TB, member party.MemberID) (app.KeyRow, bool) {
	t.Helper()
	rows, err := d.db.Keys(t.Context(), []fact.Subject{fact.MemberSubject(member)})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		return app.KeyRow{}, false
	}
	return rows[0], true
}

// sequenced gives positions to all records and returns the audit entries.
func (d *desk) sequenced(t testing.TB) []app.Entry {
	t.Helper()
	for {
		head, err := d.db.Sequence(t.Context(), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if head.Pending == 0 {
			break
		}
	}
	rows, err := d.db.Follow(t.Context(), 0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	var entries []app.Entry
	for i := range rows {
		if rows[i].Stream != chain.Audit {
			continue
		}
		e, err := app.ParseEntry(rows[i].Line)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

// A spoilt store shows one row of a person, or one key, otherwise than it is.
type spoilt struct {
	Store
	person *app.PersonRow
	key    *app.KeyRow
}

func (s *spoilt) Persons(ctx context.Context, members []party.MemberID) ([]app.PersonRow, error) {
	rows, err := s.Store.Persons(ctx, members)
	for i := range rows {
		if s.person != nil && rows[i].Member == s.person.Member {
			rows[i] = *s.person
		}
	}
	return rows, err
}

func (s *spoilt) AllPersons(ctx context.Context, after party.MemberID, yield func(app.PersonRow) error) error {
	return s.Store.AllPersons(ctx, after, func(r app.PersonRow) error {
		if s.person != nil && r.Member == s.person.Member {
			r = *s.person
		}
		return yield(r)
	})
}

func (s *spoilt) Keys(ctx context.Context, subjects []fact.Subject) ([]app.KeyRow, error) {
	rows, err := s.Store.Keys(ctx, subjects)
	for i := range rows {
		rows[i] = s.spoil(rows[i])
	}
	return rows, err
}

func (s *spoilt) KeysUnder(ctx context.Context, other int64, most int) ([]app.KeyRow, error) {
	rows, err := s.Store.KeysUnder(ctx, other, most)
	for i := range rows {
		rows[i] = s.spoil(rows[i])
	}
	return rows, err
}

func (s *spoilt) spoil(r app.KeyRow) app.KeyRow {
	if s.key != nil && s.key.Subject == r.Subject {
		return *s.key
	}
	return r
}
