package operate

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
)

// A vaulted ledger is a store with facts, audit entries and seals.
type kept struct {
	*sqlite.DB
	dir    string
	signer note.Signer
	log    note.Verifier
	edge   chain.Edge
	known  map[party.FactID][]fact.Subject
	n      int
}

var keptDay = time.Date(2026, 11, 26, 2, 0, 0, 0, time.UTC)

// keep opens a store in a directory and gives it a signing key.
func keep(t testing.TB) *kept {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, "qiangji/test")
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{dir: t.TempDir(), known: map[party.FactID][]fact.Subject{}}
	if k.signer, err = note.NewSigner(skey); err != nil {
		t.Fatal(err)
	}
	if k.log, err = note.NewVerifier(vkey); err != nil {
		t.Fatal(err)
	}
	k.DB = openKept(t, k.dir)
	return k
}

func openKept(t testing.TB, dir string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(context.Background(), dir, sqlite.Options{Reserve: -1, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // closed already where it matters
	return db
}

// countyFacts is the facts of a small made-up county.
func countyFacts(branches int) []fact.Fact {
	var all []fact.Fact
	County{Branches: branches, Seed: 3, Year: 2026, Years: 1, Until: party.DateOf(2026, 6, 30)}.Facts(func(f fact.Fact) bool {
		all = append(all, f)
		return true
	})
	return all
}

// record commits facts, gives them positions and seals them.
func (k *kept) record(t testing.TB, facts ...fact.Fact) {
	t.Helper()
	k.commit(t, facts...)
	k.seal(t)
}

func (k *kept) commit(t testing.TB, facts ...fact.Fact) {
	t.Helper()
	for part := range slices.Chunk(facts, 100) {
		subjects := fact.Indexed(part, func(id party.FactID) []fact.Subject { return k.known[id] })
		c := &app.Change{}
		for i := range part {
			k.known[part[i].ID] = subjects[i]
			line := app.Line{Fact: part[i]}
			if fact.Sealed(part[i].Body.Kind()) {
				line.Box = []byte("封存的内容")
			}
			text, err := line.Append(nil)
			if err != nil {
				t.Fatal(err)
			}
			c.Facts = append(c.Facts, app.Row{Stream: chain.Facts, Org: part[i].Org, ID: string(part[i].ID), Line: text,
				Hash: chain.RecordHash(chain.Facts, text), Subjects: subjects[i]})
		}
		k.n++
		e := app.Entry{ID: fmt.Sprintf("a-%05d", k.n), Org: app.Instance, At: keptDay, Actor: "terminal:test", Action: "fact.append", Result: "done"}
		row, err := e.Row()
		if err != nil {
			t.Fatal(err)
		}
		c.Audit = []app.Row{row}
		if _, err := k.Commit(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
}

// seal gives positions to all there is and signs the tree.
func (k *kept) seal(t testing.TB) {
	t.Helper()
	for {
		h, err := k.Sequence(t.Context(), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if h.Pending > 0 {
			continue
		}
		from := app.Position(k.edge.Head().Size)
		leaves, err := k.Leaves(t.Context(), from+1, int(h.Last-from))
		if err != nil {
			t.Fatal(err)
		}
		for _, leaf := range leaves {
			k.edge.Add(leaf)
		}
		text, err := chain.Sign(&chain.Checkpoint{Origin: "qiangji/test", Head: k.edge.Head(), At: keptDay}, k.signer)
		if err != nil {
			t.Fatal(err)
		}
		if err := k.AddSeal(t.Context(), app.Seal{Size: h.Last, Text: text, Edge: k.edge.Bytes()}); err != nil {
			t.Fatal(err)
		}
		return
	}
}

// tamper changes the closed file behind the program's back: without the guards.
func (k *kept) tamper(t testing.TB, statements ...string) {
	t.Helper()
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(k.dir, "qiangji.db"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	var drop []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		drop = append(drop, "DROP TRIGGER "+name)
	}
	for _, s := range append(drop, statements...) {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	k.DB = openKept(t, k.dir)
}

// TestPortions: whoever is named is founded before; nothing is left out, and each portion
// after the foundings is of one organisation.
func TestPortions(t *testing.T) {
	var all []fact.Fact
	County{Branches: 30, Seed: 1, Year: 2026, Years: 2}.Facts(func(f fact.Fact) bool { all = append(all, f); return true })
	founded, seen, merged := map[party.OrgID]bool{}, 0, 0
	for part := range Portions(all) {
		for _, f := range part {
			seen++
			switch b := f.Body.(type) {
			case *fact.OrgFounded:
				if b.Parent != "" && !founded[b.Parent] {
					t.Errorf("%s is founded before %s", f.Org, b.Parent)
				}
				founded[f.Org] = true
				continue
			case *fact.OrgMerged:
				if merged++; !founded[b.Into] {
					t.Errorf("%s merges into what is not there: %s", f.Org, b.Into)
				}
			}
			if f.Org != part[0].Org {
				t.Errorf("%s in a portion of %s", f.ID, part[0].Org)
			}
		}
	}
	if seen != len(all) || merged == 0 {
		t.Errorf("%d of %d facts, %d mergers", seen, len(all), merged)
	}
}
