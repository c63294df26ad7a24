package postgres

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/store/storetest"
)

// meeting is a change of one fact and its audit entry.
func meeting(id string) *app.Change {
	f := app.Row{Stream: chain.Facts, Org: "o1", ID: id, Line: []byte(`{"id":"` + id + `"}`), Subjects: []fact.Subject{fact.OrgSubject("o1")}}
	a := app.Row{Stream: chain.Audit, Org: "o1", ID: "a" + id, Line: []byte(`{"audit":"` + id + `"}`)}
	f.Hash, a.Hash = chain.RecordHash(f.Stream, f.Line), chain.RecordHash(a.Stream, a.Line)
	return &app.Change{
		Facts: []app.Row{f}, Audit: []app.Row{a},
		Once: &app.Once{Org: "o1", Key: "key", Digest: [32]byte{1}, At: time.Unix(1000, 0)},
	}
}

// TestUncertainIsSettled: asking again under the same key tells whether the first time
// was the one, and makes the change exactly once.
func TestUncertainIsSettled(t *testing.T) {
	for what, made := range map[storetest.AtCommit]bool{storetest.CutBefore: false, storetest.CutAfter: true} {
		address := cluster.Schema(t)
		s := open(t, address)
		proxy, through := openProxy(t, address)
		proxy.Commit(what)
		if _, err := through.Commit(context.Background(), meeting("first")); errs.KindOf(err) != errs.Uncertain {
			t.Fatalf("%d: %v", what, err)
		}
		receipt, err := through.Commit(context.Background(), meeting("second"))
		if err != nil || receipt.Repeated != made || len(receipt.Facts) != 1 {
			t.Fatalf("%d: %+v, %v", what, receipt, err)
		}
		slice, err := s.Store.Read(context.Background(), []fact.Subject{"o:o1"}, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(slice.Rows) != 1 || slice.Rows[0].ID != string(receipt.Facts[0]) || slice.Versions["o:o1"] != 1 {
			t.Errorf("%d: %+v; the receipt says %v", what, slice, receipt.Facts)
		}
	}
}

// TestSequencersOfProcesses: two processes that commit and sequence at once give every
// record one position, without a gap, and grow one tree.
func TestSequencersOfProcesses(t *testing.T) {
	const processes, changes = 2, 60
	address := cluster.Schema(t)
	var running sync.WaitGroup
	for p := range processes {
		s := open(t, address)
		running.Go(func() {
			for i := range changes {
				c := meeting(fmt.Sprintf("p%d-%d", p, i))
				c.Once = nil
				if _, err := s.Commit(context.Background(), c); err != nil {
					t.Error(err)
				}
			}
		})
		running.Go(func() {
			for range changes {
				if _, err := s.Sequence(context.Background(), 5); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	s := open(t, address)
	const records = 2 * processes * changes
	if head, err := s.Sequence(context.Background(), records); err != nil || head != (app.Head{Last: records}) {
		t.Fatalf("%+v, %v", head, err)
	}
	rows, err := s.Follow(context.Background(), 0, 2*records)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, row := range rows {
		if row.Pos != app.Position(i+1) || seen[row.ID] {
			t.Errorf("%s at position %d, after %d", row.ID, row.Pos, i)
		}
		seen[row.ID] = true
	}
	if len(seen) != records {
		t.Errorf("%d records, want %d", len(seen), records)
	}
}

// TestSecurity_D6_OrderOfProcesses: a process whose clock is behind records after what it
// has read of another.
func TestSecurity_D6_OrderOfProcesses(t *testing.T) {
	address := cluster.Schema(t)
	now := time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC)
	for i, id := range []string{"z", "m", "a"} {
		s, err := Open(t.Context(), address, Options{Now: func() time.Time { return now.Add(-time.Duration(i) * time.Second) }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() }) // the schema goes
		c := meeting(id)
		c.Once = nil
		if _, err := s.Commit(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, address)
	if _, err := s.Sequence(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	rows, err := s.Follow(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, r := range rows {
		if r.Stream == chain.Facts {
			got += r.ID
		}
	}
	if got != "zma" {
		t.Errorf("positions went to %s", got)
	}
}
