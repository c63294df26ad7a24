package ledger

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/app/derive"
	"qiangji/internal/app/operate"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
	"qiangji/packs"
)

// number is a number of the environment.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return otherwise
}

const (
	distinct = 400 // branches that are made up; the others are copies under other ids
	year     = 2026
	scheme   = party.SchemeID("county-demo")
)

var today = time.Date(year, 11, 26, 2, 0, 0, 0, time.UTC)

// open opens a store in a directory. A store that was filled before is used again if
// STORES names where they are kept.
func open(b *testing.B, name string) (db *sqlite.DB, filled bool) {
	b.Helper()
	dir := b.TempDir()
	if kept := os.Getenv("STORES"); kept != "" {
		dir = filepath.Join(kept, name)
		_, err := os.Stat(filepath.Join(dir, "filled"))
		filled = err == nil
	}
	db, err := sqlite.Open(b.Context(), dir, sqlite.Options{Reserve: -1, LowWater: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() }) // nothing rests on it
	if !filled {
		b.Cleanup(func() {
			if !b.Failed() {
				_ = os.WriteFile(filepath.Join(dir, "filled"), nil, 0o600) // else it is filled again
			}
		})
	}
	return db, filled
}

func config(db *sqlite.DB) derive.Config {
	return derive.Config{
		Ledger: db, Views: db, Rows: db, Standards: operate.NewLibrary(packs.Files),
		Schemes: []party.SchemeID{scheme}, Now: func() time.Time { return today },
	}
}

// A made-up branch is the facts of one, as rows.
type madeUp struct {
	org  party.OrgID
	rows []app.Row
}

// madeUps makes up branches, and what stands above them.
func madeUps(b *testing.B) (upper []app.Row, branches []madeUp) {
	b.Helper()
	var facts []fact.Fact
	operate.County{Branches: distinct, Seed: 1, Year: year, Years: 1, Until: party.DateIn(today)}.Facts(func(f fact.Fact) bool {
		facts = append(facts, f)
		return true
	})
	level := map[party.OrgID]party.Level{}
	for i := range facts {
		if f, ok := facts[i].Body.(*fact.OrgFounded); ok {
			level[facts[i].Org] = f.Level
		}
	}
	at := map[party.OrgID]int{}
	subjects := fact.Indexed(facts, func(party.FactID) []fact.Subject { return nil })
	for i := range facts {
		f := &facts[i]
		row := rowOf(b, f, subjects[i])
		if level[f.Org] != "branch" {
			upper = append(upper, row)
			continue
		}
		if _, ok := at[f.Org]; !ok {
			at[f.Org] = len(branches)
			branches = append(branches, madeUp{org: f.Org})
		}
		k := at[f.Org]
		branches[k].rows = append(branches[k].rows, row)
	}
	return upper, branches
}

func rowOf(b *testing.B, f *fact.Fact, subjects []fact.Subject) app.Row {
	line := app.Line{Fact: *f}
	if fact.Sealed(f.Body.Kind()) {
		line.Box = bytes.Repeat([]byte("x"), 300)
	}
	text, err := line.Append(nil)
	if err != nil {
		b.Fatal(err)
	}
	// What only names a person is not needed here, and would be most of the index.
	subjects = slices.DeleteFunc(slices.Clone(subjects), func(s fact.Subject) bool { return s.Sort() == "m" || s.Sort() == "f" })
	return app.Row{Stream: chain.Facts, Org: f.Org, ID: string(f.ID), Line: text, Hash: chain.RecordHash(chain.Facts, text), Subjects: subjects}
}

// copy is a branch under another id: wherever its id stands, in those of its members
// and facts, too, another stands.
func (m *madeUp) copy(n int) []app.Row {
	was, is := string(m.org), fmt.Sprintf("k%06d", n)
	rows := make([]app.Row, len(m.rows))
	for i, r := range m.rows {
		r.Org, r.ID = party.OrgID(is), string(bytes.ReplaceAll([]byte(r.ID), []byte(was), []byte(is)))
		r.Line = bytes.ReplaceAll(r.Line, []byte(was), []byte(is))
		r.Hash = chain.RecordHash(r.Stream, r.Line)
		r.Subjects = slices.Clone(r.Subjects)
		for k, s := range r.Subjects {
			r.Subjects[k] = fact.Subject(bytes.ReplaceAll([]byte(s), []byte(was), []byte(is)))
		}
		rows[i] = r
	}
	return rows
}

// fill stores n branches, as large changes, and gives all records their positions.
func fill(b *testing.B, db *sqlite.DB, n int) {
	b.Helper()
	upper, branches := madeUps(b)
	from, done, changes := time.Now(), 0, 0
	commit := func(rows []app.Row) {
		changes++
		audit, err := (&app.Entry{ID: fmt.Sprintf("a%07d", changes), Org: app.Instance, At: today, Actor: "terminal:bench", Action: "fact.import", Result: "done"}).Row()
		if err == nil {
			_, err = db.Commit(context.Background(), &app.Change{Facts: rows, Audit: []app.Row{audit}})
		}
		if err != nil {
			b.Fatal(err)
		}
		done += len(rows)
	}
	commit(upper)
	var rows []app.Row
	for i := range n {
		rows = append(rows, branches[i%len(branches)].copy(i)...)
		if len(rows) > 4000 || i == n-1 {
			commit(rows)
			rows = rows[:0]
		}
		if i%5000 == 4999 {
			fmt.Fprintf(os.Stderr, "filled %d of %d, %.0f facts/s\n", i+1, n, float64(done)/time.Since(from).Seconds())
		}
	}
	for {
		head, err := db.Sequence(context.Background(), 5000)
		if err != nil {
			b.Fatal(err)
		}
		if head.Pending == 0 {
			fmt.Fprintf(os.Stderr, "filled: %d records in %s\n", head.Last, time.Since(from).Round(time.Second))
			return
		}
	}
}
