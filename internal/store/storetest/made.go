package storetest

import (
	"fmt"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// madeFact is a fact of an organisation that also concerns others. To a store a line is
// a text like any other.
func madeFact(org party.OrgID, id string, others ...fact.Subject) app.Row {
	r := app.Row{
		Stream: chain.Facts, Org: org, ID: id, Line: []byte(`{"id":"` + id + `","会议":"支部党员大会 \"<&>\""}`),
		Subjects: append([]fact.Subject{fact.OrgSubject(org)}, others...),
	}
	r.Hash = chain.RecordHash(r.Stream, r.Line)
	return r
}

// madeAudit is an audit entry.
func madeAudit(org party.OrgID, id string) app.Row {
	r := app.Row{Stream: chain.Audit, Org: org, ID: id, Line: []byte(`{"audit":"` + id + `"}`)}
	r.Hash = chain.RecordHash(r.Stream, r.Line)
	return r
}

// change is a change of facts with one audit entry, named after the first of them.
func change(facts ...app.Row) *app.Change {
	return &app.Change{Facts: facts, Audit: []app.Row{madeAudit(facts[0].Org, "a-"+facts[0].ID)}}
}

// desk is a change without facts.
func desk(id string) *app.Change {
	return &app.Change{Audit: []app.Row{madeAudit(app.Instance, id)}}
}

func (s *Store) commit(t testing.TB, changes ...*app.Change) {
	t.Helper()
	for _, c := range changes {
		if _, err := s.Writer.Commit(ctx(), c); err != nil {
			t.Fatal(err)
		}
	}
}

// sequence gives positions to all there is.
func (s *Store) sequence(t testing.TB) app.Head {
	t.Helper()
	for {
		head, err := s.Sequence.Sequence(ctx(), 100)
		if err != nil {
			t.Fatal(err)
		}
		if head.Pending == 0 {
			return head
		}
	}
}

// many commits n changes of one fact and one audit entry each.
func (s *Store) many(t testing.TB, org party.OrgID, n int) {
	t.Helper()
	for i := range n {
		s.commit(t, change(madeFact(org, fmt.Sprintf("%s-%04d", org, i))))
	}
}

func (s *Store) slice(t testing.TB, subjects ...fact.Subject) *app.Slice {
	t.Helper()
	got, err := s.Ledger.Read(ctx(), subjects, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (s *Store) past(t testing.TB, statements ...string) {
	t.Helper()
	for _, text := range statements {
		if err := s.Past(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

// refused asks for an error of a kind.
func refused(t testing.TB, what string, err error, kind errs.Kind) {
	t.Helper()
	if err == nil {
		t.Errorf("%s was taken, want %s", what, kind)
	} else if errs.KindOf(err) != kind {
		t.Errorf("%s: %s (%v), want %s", what, errs.KindOf(err), err, kind)
	}
}

// contents is all that a store holds, by table, so that two moments can be compared.
func (s *Store) contents(t testing.TB) map[string][][]any {
	t.Helper()
	all := map[string][][]any{}
	err := s.Dump.Snapshot(ctx(), func(table *app.Table, row []any) error {
		kept := make([]any, len(row))
		for i, v := range row {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			kept[i] = v
		}
		all[table.Name] = append(all[table.Name], kept)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
