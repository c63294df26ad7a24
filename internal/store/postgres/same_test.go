package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
)

// both are the stores that must answer alike.
type both interface {
	app.Writer
	app.Ledger
	app.Sequence
	app.Dump
	app.People
}

// names are hard to put in order for whoever does not compare bytes.
var names = []string{"a", "B", "b", "é", "中", "一", "a-b", "a_b", "Z", "ß", "a b", "“引号”"}

// TestSameAnswers makes the same changes in both engines, with a clock of its own, and
// compares every answer and all that is stored.
func TestSameAnswers(t *testing.T) {
	tick := int64(0)
	clock := func() time.Time { return time.Unix(1000, tick) }
	lite, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Now: clock, Reserve: -1, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer lite.Close()
	s, err := Open(t.Context(), cluster.Schema(t), Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	versions := map[fact.Subject]app.Version{}
	kinds := map[errs.Kind]int{}
	for i := range 150 {
		tick += 1000
		c := drawn(chance, i, versions)
		one, oneErr := lite.Commit(t.Context(), c)
		other, otherErr := s.Commit(t.Context(), c)
		if diff := cmp.Diff(one, other); diff != "" || errs.KindOf(oneErr) != errs.KindOf(otherErr) || said(oneErr) != said(otherErr) {
			t.Fatalf("change %d: %s\n%v\n%v", i, diff, oneErr, otherErr)
		}
		kinds[errs.KindOf(oneErr)]++
		if i%10 == 0 {
			same(t, lite, s, versions)
		}
	}
	if kinds[errs.Other] == 0 || kinds[errs.Conflict] == 0 || kinds[errs.Invalid] == 0 {
		t.Errorf("not all answers were given: %v", kinds)
	}
	same(t, lite, s, versions)
}

// said is what the user reads of an error: not what a driver adds.
func said(err error) string {
	var e *errs.Error
	if errors.As(err, &e) {
		return e.Text
	}
	return fmt.Sprint(err)
}

// drawn draws a change: some rest on versions that are old, some come under a submission
// key that was used, some bring an id that is there.
func drawn(chance *rand.Rand, i int, versions map[fact.Subject]app.Version) *app.Change {
	name := func() string { return names[chance.IntN(len(names))] }
	org := party.OrgID(name())
	id := fmt.Sprintf("%s%d", name(), i)
	if chance.IntN(15) == 0 {
		id = "twice"
	}
	f := app.Row{Stream: chain.Facts, Org: org, ID: id, Line: []byte(`{"记录":"` + id + `"}`),
		Subjects: []fact.Subject{fact.OrgSubject(org), fact.MemberSubject(party.MemberID(name()))}}
	a := app.Row{Stream: chain.Audit, Org: org, ID: fmt.Sprintf("a%d", i), Line: []byte(`{"审计":"` + id + `"}`)}
	f.Hash, a.Hash = chain.RecordHash(f.Stream, f.Line), chain.RecordHash(a.Stream, a.Line)
	c := &app.Change{Facts: []app.Row{f}, Audit: []app.Row{a}, Reads: map[fact.Subject]app.Version{}}
	for range chance.IntN(3) {
		subject := fact.OrgSubject(party.OrgID(name()))
		c.Reads[subject] = versions[subject]
	}
	if chance.IntN(4) == 0 {
		c.Once = &app.Once{Org: "中", Key: name(), Digest: [32]byte{byte(chance.IntN(2))}, At: time.Unix(1000, 0)}
	}
	if chance.IntN(3) == 0 {
		c.Persons = []app.PersonRow{{Member: party.MemberID(name()), Version: app.Version(chance.IntN(2)),
			Index: []byte(name()), Box: []byte(id), MAC: []byte{1}}}
	}
	return c
}

// same sequences some, and compares what is read and all that is stored.
func same(t *testing.T, one, other both, versions map[fact.Subject]app.Version) {
	t.Helper()
	compare(t, one, other, func(s both) (any, error) { return s.Sequence(t.Context(), 13) })
	compare(t, one, other, func(s both) (any, error) { return s.Follow(t.Context(), 0, 1000) })
	var subjects []fact.Subject
	for _, name := range names {
		subjects = append(subjects, fact.OrgSubject(party.OrgID(name)), fact.MemberSubject(party.MemberID(name)))
	}
	compare(t, one, other, func(s both) (any, error) { return s.Owners(t.Context(), subjects) })
	compare(t, one, other, func(s both) (any, error) { return s.PersonsByIndex(t.Context(), []byte("中")) })
	compare(t, one, other, func(s both) (any, error) {
		slice, err := s.Read(t.Context(), subjects, nil, nil)
		if err == nil {
			for subject, version := range slice.Versions {
				versions[subject] = version
			}
		}
		return slice, err
	})
	compare(t, one, other, func(s both) (any, error) {
		var streams [][]app.Row
		err := s.Streams(t.Context(), "", 1000, func(_ party.OrgID, rows []app.Row) error {
			streams = append(streams, rows)
			return nil
		})
		return streams, err
	})
	compare(t, one, other, func(s both) (any, error) { return dumped(s) })
}

func compare(t *testing.T, one, other both, ask func(both) (any, error)) {
	t.Helper()
	want, err := ask(one)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ask(other)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}

// dumped is all that a store holds, in order, but for versions of 0: where several write
// at once they are rows to be locked.
func dumped(s app.Dump) ([]string, error) {
	var all []string
	err := s.Snapshot(context.Background(), func(table *app.Table, row []any) error {
		if table.Name != "desk_version" || row[1] != int64(0) {
			all = append(all, fmt.Sprintf("%s %q", table.Name, row))
		}
		return nil
	})
	return all, err
}

// TestMoves: what one engine holds can be put into the other, and back.
func TestMoves(t *testing.T) {
	lite, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Reserve: -1, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer lite.Close()
	chance := rand.New(rand.NewPCG(1, 1))
	for i := range 60 {
		_, err := lite.Commit(t.Context(), drawn(chance, i, nil))
		if kind := errs.KindOf(err); err != nil && kind != errs.Conflict && kind != errs.Invalid {
			t.Fatal(err)
		}
	}
	if _, err := lite.Sequence(t.Context(), 50); err != nil {
		t.Fatal(err)
	}
	s := open(t, cluster.Schema(t))
	move(t, lite, s)
	back, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Reserve: -1, LowWater: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	move(t, s, back)
	want, err := lite.Sequence(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if head, err := back.Sequence(t.Context(), 1000); err != nil || head != want || head.Last < 40 {
		t.Errorf("%+v, want %+v: %v", head, want, err)
	}
}

// move copies all rows, and compares.
func move(t *testing.T, from, to app.Dump) {
	t.Helper()
	err := from.Snapshot(t.Context(), func(table *app.Table, row []any) error {
		return to.Load(t.Context(), table, [][]any{row})
	})
	if err != nil {
		t.Fatal(err)
	}
	want, err := dumped(from)
	if err != nil {
		t.Fatal(err)
	}
	got, err := dumped(to)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
		t.Errorf("%d rows: %s", len(got), diff)
	}
}
