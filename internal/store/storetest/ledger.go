package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// reads are the promises of app.Ledger.
var reads = []promise{
	{"facts are found under each of their subjects, once", found},
	{"facts are found by id", foundByID},
	{"a slice is one moment", oneMoment},
	{"owners come in order", owners},
	{"following leaves no gap", follow},
	{"streams come organisation by organisation", streams},
	{"streams stop where yield says", streamsStop},
	{"rot is told, with its place", rot},
	{"nothing is read from an empty store", empty},
}

// bare is rows without what only some reads return.
func bare(rows []app.Row) []app.Row {
	all := slices.Clone(rows)
	for i := range all {
		all[i].Pos, all[i].Subjects = 0, nil
	}
	slices.SortFunc(all, func(a, b app.Row) int { return strings.Compare(string(a.Org)+a.ID, string(b.Org)+b.ID) })
	return all
}

func found(t *testing.T, s Store) {
	a, b, c := madeFact("o1", "f1", "m:a", "m:b"), madeFact("o1", "f2", "m:b"), madeFact("o2", "f1", "o:o1", "w:o2")
	s.commit(t, change(a, b), change(c))
	for _, q := range []struct {
		subjects []fact.Subject
		want     []app.Row
	}{
		{[]fact.Subject{"o:o1"}, []app.Row{a, b, c}},
		{[]fact.Subject{"m:b"}, []app.Row{a, b}},
		{[]fact.Subject{"m:a", "m:b", "o:o1", "w:o2"}, []app.Row{a, b, c}},
		{[]fact.Subject{"w:o2", "w:o1"}, []app.Row{c}},
		{[]fact.Subject{"m:nobody"}, nil},
	} {
		if diff := cmp.Diff(bare(q.want), bare(s.slice(t, q.subjects...).Rows)); diff != "" {
			t.Errorf("%v:\n%s", q.subjects, diff)
		}
	}
	for _, r := range s.slice(t, "o:o1").Rows {
		if r.Pos != 0 {
			t.Errorf("%s has position %d before it was given one", r.ID, r.Pos)
		}
	}
	s.commit(t, &app.Change{Audit: []app.Row{madeAudit("o1", "f1")}}) // the id of a fact, in the other stream
	s.sequence(t)
	if got := s.slice(t, "o:o1"); len(got.Rows) != 3 {
		t.Errorf("%d rows, want 3", len(got.Rows))
	}
	for _, r := range s.slice(t, "o:o1").Rows {
		want := map[string]app.Position{"o1f1": 1, "o1f2": 2, "o2f1": 4}[string(r.Org)+r.ID]
		if r.Pos != want {
			t.Errorf("%s of %s has position %d, want %d", r.ID, r.Org, r.Pos, want)
		}
	}
}

func foundByID(t *testing.T, s Store) {
	a, b, c := madeFact("o1", "f1"), madeFact("o2", "f2"), madeFact("o3", "f3")
	s.commit(t, change(a), change(b), change(c))
	got, err := s.Ledger.Read(ctx(), []fact.Subject{"o:o1"}, []party.FactID{"f1", "f2", "a-f3", "none"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bare([]app.Row{a, b}), bare(got.Rows)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[fact.Subject]app.Version{"o:o1": 1}, got.Versions); diff != "" {
		t.Error(diff)
	}
	got, err = s.Ledger.Read(ctx(), []fact.Subject{"o:o1", "o:o2"}, []party.FactID{"f3"}, func(id party.FactID) bool { return id != "f2" })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bare([]app.Row{b}), bare(got.Rows)); diff != "" {
		t.Errorf("but for what is had: %s", diff)
	}
	if diff := cmp.Diff(map[fact.Subject]app.Version{"o:o1": 1, "o:o2": 1}, got.Versions); diff != "" {
		t.Errorf("but for what is had: %s", diff)
	}
}

// oneMoment reads while changes are made that each write to two organisations: no
// slice shows one without the other, and versions go with rows.
func oneMoment(t *testing.T, s Store) {
	const changes = 60
	done := make(chan error, 1)
	go func() {
		for i := range changes {
			_, err := s.Writer.Commit(ctx(), change(madeFact("o1", fmt.Sprint("f", i)), madeFact("o2", fmt.Sprint("g", i))))
			if err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for running := true; running; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			running = false
		default:
		}
		got := s.slice(t, "o:o1", "o:o2")
		one := 0
		for _, r := range got.Rows {
			if r.Org == "o1" {
				one++
			}
		}
		if len(got.Rows) != 2*one || int(got.Versions["o:o1"]) != one || int(got.Versions["o:o2"]) != one {
			t.Fatalf("%d rows, %d of o1, versions %v", len(got.Rows), one, got.Versions)
		}
	}
	if got := s.slice(t, "o:o1"); len(got.Rows) != changes {
		t.Errorf("%d rows, want %d", len(got.Rows), changes)
	}
}

func owners(t *testing.T, s Store) {
	s.commit(t, change(madeFact("党支部", "f1", "m:a")), change(madeFact("o10", "f2", "m:a", "m:b")), change(madeFact("O2", "f3", "m:b")),
		change(madeFact("o10", "f4", "m:a")))
	got, err := s.Ledger.Owners(ctx(), []fact.Subject{"m:a", "m:b", "m:c"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]party.OrgID{"O2", "o10", "党支部"}, got); diff != "" {
		t.Error(diff)
	}
}

func follow(t *testing.T, s Store) {
	a := madeFact("o1", "f1", "m:b", "m:a")
	c := change(a)
	s.commit(t, c)
	s.many(t, "o2", 5)
	if got, err := s.Ledger.Follow(ctx(), 0, 10); err != nil || len(got) != 0 {
		t.Errorf("%d rows before they have positions (%v)", len(got), err)
	}
	s.sequence(t)
	var all []app.Row
	for {
		got, err := s.Ledger.Follow(ctx(), app.Position(len(all)), 5)
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, got...); len(got) == 0 {
			break
		}
		if len(got) > 5 {
			t.Errorf("%d rows, want at most 5", len(got))
		}
	}
	if len(all) != 12 {
		t.Fatalf("%d records, want 12", len(all))
	}
	for i, r := range all {
		if want := []chain.Stream{chain.Facts, chain.Audit}[i%2]; r.Pos != app.Position(i+1) || r.Stream != want {
			t.Errorf("record %d: %s at %d, want %s", i, r.Stream, r.Pos, want)
		}
	}
	a.Pos, c.Audit[0].Pos = 1, 2
	slices.Sort(a.Subjects)
	slices.Sort(all[0].Subjects)
	if diff := cmp.Diff([]app.Row{a, c.Audit[0]}, all[:2]); diff != "" {
		t.Error(diff)
	}
}

func streams(t *testing.T, s Store) {
	const orgs = 150
	for i := range orgs {
		org := party.OrgID(fmt.Sprintf("o%03d", i))
		s.commit(t, change(madeFact(org, "f1", "w:"+fact.Subject(org)), madeFact(org, "f2", "o:o000")))
	}
	upTo := s.sequence(t).Last
	s.commit(t, change(madeFact("o010", "late")), change(madeFact("o999", "late")))
	s.sequence(t)
	for _, after := range []party.OrgID{"", "o000", "o0639", "o149"} {
		var got []string
		facts := 0
		err := s.Ledger.Streams(ctx(), after, upTo, func(org party.OrgID, rows []app.Row) error {
			got = append(got, string(org))
			for _, r := range rows {
				if facts++; r.Pos == 0 || r.Pos > upTo {
					t.Errorf("%s of %s has position %d, want up to %d", r.ID, r.Org, r.Pos, upTo)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		wantFacts := 0
		for i := range orgs {
			if org := fmt.Sprintf("o%03d", i); org > string(after) {
				want = append(want, org)
				if wantFacts += 2; i == 0 {
					wantFacts += orgs - 1 // what the others recorded of it
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || facts != wantFacts {
			t.Errorf("after %q: %d facts, want %d:\n%s", after, facts, wantFacts, diff)
		}
	}
}

func streamsStop(t *testing.T, s Store) {
	s.many(t, "o1", 2)
	s.many(t, "o2", 2)
	upTo := s.sequence(t).Last
	stop := errors.New("enough")
	n := 0
	err := s.Ledger.Streams(ctx(), "", upTo, func(_ party.OrgID, rows []app.Row) error {
		n++
		// The store can be used while it yields.
		if got := s.slice(t, "o:o1"); len(got.Rows) != 2 {
			t.Errorf("%d rows, want 2", len(got.Rows))
		}
		s.commit(t, change(madeFact("o3", fmt.Sprint("f", n))))
		return stop
	})
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("%v after %d organisations, want what yield returned after 1", err, n)
	}
}

// rot copies rows so that they are not what they say, past the store: reading them is
// an error of kind IO that says where.
func rot(t *testing.T, s Store) {
	s.commit(t, change(madeFact("o1", "good", "m:a")), change(madeFact("o2", "fine")))
	s.sequence(t)
	s.past(t,
		`INSERT INTO ledger_fact (org, id, line, hash, subjects) SELECT 'bad1', id, '{}', hash, subjects FROM ledger_fact WHERE id = 'good'`,
		`INSERT INTO ledger_concern (subject, org, id) VALUES ('o:bad1', 'bad1', 'good')`,
		`INSERT INTO ledger_concern (subject, org, id) VALUES ('o:bad2', 'bad2', 'gone')`,
		`INSERT INTO ledger_fact (org, id, line, hash, subjects) SELECT 'bad3', 'other', line, hash, subjects FROM ledger_fact WHERE id = 'fine'`,
		`INSERT INTO ledger_concern (subject, org, id) VALUES ('o:bad3', 'bad3', 'other')`,
		`INSERT INTO ledger_sequence (pos, stream, org, id, hash) SELECT 5, 'fact', 'bad3', 'other', hash FROM ledger_fact WHERE org = 'o1'`,
		`INSERT INTO ledger_sequence (pos, stream, org, id, hash) SELECT 7, 'audit', 'bad4', 'gone', hash FROM ledger_fact WHERE org = 'o1'`,
	)
	for subject, places := range map[fact.Subject][]string{
		"o:bad1": {"bad1", "good"}, "o:bad2": {"bad2", "gone"}, "o:bad3": {"bad3", "other", "位置 5"},
	} {
		_, err := s.Ledger.Read(ctx(), []fact.Subject{subject}, nil, nil)
		told(t, string(subject), err, places...)
	}
	if got := s.slice(t, "o:o1", "o:o2"); len(got.Rows) != 2 {
		t.Errorf("%d good rows, want 2", len(got.Rows))
	}
	_, err := s.Ledger.Follow(ctx(), 0, 100)
	told(t, "following", err, "bad3", "other", "位置 5")
	_, err = s.Ledger.Follow(ctx(), 5, 100)
	told(t, "following over a gap", err, "6")
	err = s.Ledger.Streams(ctx(), "", 5, func(party.OrgID, []app.Row) error { return nil })
	told(t, "streaming", err, "bad3", "other")
	_, err = s.Sequence.Sequence(ctx(), 10)
	told(t, "sequencing after rows that the sequencer did not write", err)
}

// told asks for an error of kind IO whose text names places.
func told(t *testing.T, what string, err error, places ...string) {
	t.Helper()
	refused(t, what, err, errs.IO)
	for _, place := range places {
		if err != nil && !strings.Contains(err.Error(), place) {
			t.Errorf("%s: %q does not name %s", what, err, place)
		}
	}
}

func empty(t *testing.T, s Store) {
	got := s.slice(t)
	if len(got.Rows) != 0 || len(got.Versions) != 0 {
		t.Errorf("%v", got)
	}
	head, err := s.Ledger.Head(ctx())
	if err != nil || head != (app.Head{}) {
		t.Errorf("%v, %v", head, err)
	}
	err = s.Ledger.Streams(ctx(), "", 10, func(party.OrgID, []app.Row) error { return errors.New("something") })
	if err != nil {
		t.Error(err)
	}
	if owners, err := s.Ledger.Owners(ctx(), nil); err != nil || len(owners) != 0 {
		t.Errorf("%v, %v", owners, err)
	}
}
