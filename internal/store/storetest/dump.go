package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// whole are the promises of app.Dump and app.Host, and of the database itself.
var whole = []promise{
	{"a dump is one moment", dumpMoment},
	{"a dump comes in the order of the keys", dumpOrder},
	{"loading a table that is not known is refused", loadUnknown},
	{"the database keeps what was recorded", kept},
	{"nobody can be waited for is told", cancelled},
	{"a host is sound, works and closes", host},
}

// full fills a store with something of everything that a dump holds.
func full(t testing.TB, s Store) {
	t.Helper()
	c := change(madeFact("o1", "f1", "m:a"), madeFact("o2", "f2"))
	c.Once = &app.Once{Org: "o1", Key: "k", Digest: [32]byte{1}, At: time.Now()}
	c.Persons = []app.PersonRow{person("m1", 0, "box", nil), person("m2", 0, "", []byte{1})}
	c.Blobs = []app.BlobRow{{ID: "t1", Owner: "o:o1", Wrapped: []byte{0}, Box: []byte{}, MAC: []byte{1}}}
	c.Keys = []app.KeyRow{{Subject: "m:m1", KEK: 3, Wrapped: []byte{9}}}
	c.Settings = []app.Setting{{Name: "name", Value: "值", MAC: []byte{0}}}
	s.commit(t, c)
	var facts []app.Row
	for i := range 260 {
		facts = append(facts, madeFact("o3", fmt.Sprintf("g%03d", i)))
	}
	s.commit(t, change(facts...))
	size := s.sequence(t).Last
	if err := s.Sequence.AddSeal(ctx(), app.Seal{Size: size, Text: []byte("seal\n"), Edge: []byte{1}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Sequence.Cosign(ctx(), size, []byte("— w\n")); err != nil {
		t.Fatal(err)
	}
	s.commit(t, change(madeFact("o1", "f9")))
}

// Identity is the promise that loading what was dumped gives the same store, from one
// engine into any other.
func Identity(t *testing.T, from, into Store) {
	full(t, from)
	for _, table := range from.Dump.Tables() {
		err := from.Dump.Snapshot(ctx(), func(at *app.Table, row []any) error {
			if at.Name != table.Name {
				return nil
			}
			return into.Dump.Load(ctx(), at, [][]any{row})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := from.contents(t)
	for _, table := range from.Dump.Tables() {
		if len(want[table.Name]) == 0 {
			t.Errorf("%s is empty: the promise is not tested", table.Name)
		}
	}
	if diff := cmp.Diff(want, into.contents(t)); diff != "" {
		t.Error(diff)
	}
	if a, b := from.sequence(t), into.sequence(t); a != b {
		t.Errorf("the sequence goes on to %v there, to %v here", b, a)
	}
	if diff := cmp.Diff(from.contents(t), into.contents(t)); diff != "" {
		t.Errorf("the store goes on otherwise:\n%s", diff)
	}
	got, err := into.Ledger.Read(ctx(), []fact.Subject{"m:a"}, []party.FactID{"f9"}, nil)
	if err != nil || len(got.Rows) != 2 {
		t.Errorf("%v, %v: want 2 facts", got, err)
	}
	refused(t, "loading a row twice", into.Dump.Load(ctx(), &app.Table{Name: "desk_setting", Columns: []string{"name", "value", "mac"}},
		[][]any{{"name", "x", []byte{}}}), errs.Conflict)
}

// dumpMoment takes dumps while changes are made, each of a fact and a person.
func dumpMoment(t *testing.T, s Store) {
	full(t, s)
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		var err error
		for i := 0; err == nil; i++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			c := change(madeFact("o5", fmt.Sprint("f", i)))
			c.Persons = []app.PersonRow{person(party.MemberID(fmt.Sprint("p", i)), 0, "x", nil)}
			_, err = s.Writer.Commit(ctx(), c)
		}
		done <- err
	}()
	for range 10 {
		all := s.contents(t)
		// two persons, and three facts more with their audit entries, were there before
		if facts, people := len(all["ledger_fact"]), len(all["desk_person"]); facts-263 != people-2 {
			t.Errorf("%d facts and %d persons are not of one moment", facts, people)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func dumpOrder(t *testing.T, s Store) {
	full(t, s)
	s.commit(t, change(madeFact("O1", "b")), change(madeFact("党", "a")), change(madeFact("o1", "F1")), change(madeFact("o10", "f1")))
	var order []string
	last := map[string]string{}
	err := s.Dump.Snapshot(ctx(), func(table *app.Table, row []any) error {
		if len(order) == 0 || order[len(order)-1] != table.Name {
			order = append(order, table.Name)
		}
		key := ""
		if text, ok := row[0].(string); ok && table.Columns[1] == "id" {
			key = text + "\x00" + row[1].(string)
		}
		if key < last[table.Name] {
			t.Errorf("%s: %q after %q", table.Name, key, last[table.Name])
		}
		last[table.Name] = key
		for i, v := range row {
			switch v.(type) {
			case nil, int64, string, []byte:
			default:
				t.Errorf("%s.%s is a %T", table.Name, table.Columns[i], v)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, table := range s.Dump.Tables() {
		want = append(want, table.Name)
		if table.Keys != (table.Name == "desk_key") {
			t.Errorf("%s: Keys is %v", table.Name, table.Keys)
		}
	}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Error(diff)
	}
}

func loadUnknown(t *testing.T, s Store) {
	for name, table := range map[string]*app.Table{
		"a table":  {Name: "ledger_other", Columns: []string{"a"}},
		"a column": {Name: "desk_setting", Columns: []string{"name", "value"}},
		"an order": {Name: "desk_setting", Columns: []string{"value", "name", "mac"}},
	} {
		refused(t, name, s.Dump.Load(ctx(), table, [][]any{{"x", "y"}}), errs.Invalid)
	}
	refused(t, "a short row", s.Dump.Load(ctx(), &app.Table{Name: "desk_setting", Columns: []string{"name", "value", "mac"}},
		[][]any{{"x", "y"}}), errs.Invalid)
}

// kept tries to change and to delete what was recorded, past the store.
func kept(t *testing.T, s Store) {
	full(t, s)
	before := s.contents(t)
	for _, table := range s.Dump.Tables() {
		if !strings.HasPrefix(table.Name, "ledger_") {
			continue
		}
		column := table.Columns[len(table.Columns)-1]
		for _, text := range []string{
			"UPDATE " + table.Name + " SET " + column + " = " + column, "DELETE FROM " + table.Name,
		} {
			if err := s.Past(text); err == nil {
				t.Errorf("the database took %s", text)
			}
		}
	}
	if diff := cmp.Diff(before, s.contents(t)); diff != "" {
		t.Error(diff)
	}
}

func cancelled(t *testing.T, s Store) {
	over, cancel := context.WithCancel(ctx())
	cancel()
	_, err := s.Writer.Commit(over, change(madeFact("o1", "f1")))
	refused(t, "a change of someone who is gone", err, errs.Unavailable)
	if _, err := s.Ledger.Read(over, []fact.Subject{"o:o1"}, nil, nil); err == nil {
		t.Error("someone who is gone was answered")
	}
	s.commit(t, change(madeFact("o1", "f2")))
	if got := s.slice(t, "o:o1"); len(got.Rows) != 1 || got.Rows[0].ID != "f2" {
		t.Errorf("%v: want f2 alone", got.Rows)
	}
}

func host(t *testing.T, s Store) {
	full(t, s)
	before := s.contents(t)
	if err := s.Host.Probe(ctx()); err != nil {
		t.Error(err)
	}
	after := s.contents(t)
	delete(before, "desk_once") // where a probe may keep a row of its own
	delete(after, "desk_once")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the probe left something:\n%s", diff)
	}
	shallow, err := s.Host.Conditions(ctx(), false)
	if err != nil {
		t.Fatal(err)
	}
	deep, err := s.Host.Conditions(ctx(), true)
	if err != nil {
		t.Fatal(err)
	}
	if len(deep) <= len(shallow) || len(shallow) < 5 {
		t.Errorf("%d conditions, %d deep ones", len(shallow), len(deep))
	}
	for _, c := range slices.Concat(shallow, deep) {
		if c.Name == "" || c.Bad && c.Help == "" {
			t.Errorf("%+v does not say what to do", c)
		}
	}
	for range 2 {
		if err := s.Host.Close(); err != nil {
			t.Error(err)
		}
	}
	_, err = s.Writer.Commit(ctx(), change(madeFact("o1", "late")))
	refused(t, "a change after closing", err, errs.Unavailable)
	if _, err := s.Ledger.Head(ctx()); err == nil {
		t.Error("a closed store was read")
	}
}
