package storetest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
)

// sequences are the promises of app.Sequence.
var sequences = []promise{
	{"positions go in the order of the changes", inOrder},
	{"a step gives at most so many positions", atMost},
	{"several sequencers give each position once", together},
	{"leaves and nodes are those of the tree", tree},
	{"a row that is not what it says stops the sequence", stops},
	{"what has a position already stops the sequence", stopsAtTwice},
	{"seals are kept, each once", seals},
}

func inOrder(t *testing.T, s Store) {
	var want []string
	for i := range 20 {
		org := "o" + fmt.Sprint(i%3)
		c := change(madeFact("z", fmt.Sprintf("z%02d", 99-i)), madeFact("a", fmt.Sprintf("a%s%02d", org, i)))
		s.commit(t, c)
		want = append(want, c.Facts[0].ID, c.Facts[1].ID, c.Audit[0].ID)
	}
	head := app.Head{Pending: 1}
	for head.Pending > 0 {
		var err error
		if head, err = s.Sequence.Sequence(ctx(), 7); err != nil {
			t.Fatal(err)
		}
	}
	if head != (app.Head{Last: 60}) {
		t.Errorf("head %v", head)
	}
	rows, err := s.Ledger.Follow(ctx(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, r.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func atMost(t *testing.T, s Store) {
	s.many(t, "o1", 5)
	for _, want := range []app.Head{{Last: 3, Pending: 7}, {Last: 6, Pending: 4}, {Last: 9, Pending: 1}, {Last: 10}, {Last: 10}} {
		got, err := s.Sequence.Sequence(ctx(), 3)
		if err != nil {
			t.Fatal(err)
		}
		if head, err := s.Ledger.Head(ctx()); err != nil || got != want || head != want {
			t.Errorf("head %v, then %v (%v), want %v", got, head, err, want)
		}
	}
}

func together(t *testing.T, s Store) {
	var wait sync.WaitGroup
	for w := range 4 {
		wait.Go(func() {
			for i := range 25 {
				if _, err := s.Writer.Commit(ctx(), change(madeFact("o1", fmt.Sprintf("f%d-%d", w, i)))); err != nil {
					t.Error(err)
				}
			}
		})
		wait.Go(func() {
			for range 15 {
				if _, err := s.Sequence.Sequence(ctx(), 7); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if head := s.sequence(t); head.Last != 200 {
		t.Errorf("%d positions, want 200", head.Last)
	}
	rows, err := s.Ledger.Follow(ctx(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range rows {
		seen[string(r.Stream)+r.ID] = true
	}
	if len(rows) != 200 || len(seen) != 200 {
		t.Errorf("%d rows, %d different ones, want 200", len(rows), len(seen))
	}
}

func tree(t *testing.T, s Store) {
	const n = 600
	for i := range n / 40 {
		var facts []app.Row
		for j := range 39 {
			facts = append(facts, madeFact("o1", fmt.Sprintf("f%03d-%02d", i, j)))
		}
		s.commit(t, change(facts...))
	}
	s.sequence(t)
	leaves, err := s.Sequence.Leaves(ctx(), 1, n)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.Ledger.Follow(ctx(), 0, n)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if leaves[i] != r.Hash {
			t.Fatalf("leaf %d is not the hash of its record", i+1)
		}
	}
	if part, err := s.Sequence.Leaves(ctx(), 257, 3); err != nil || part[0] != leaves[256] || len(part) != 3 {
		t.Errorf("leaves from 257 on: %v", err)
	}
	nodes, err := s.Sequence.Nodes(ctx(), 8, 0, n/256)
	if err != nil {
		t.Fatal(err)
	}
	for i, node := range nodes {
		if want := root(t, leaves[i*256:(i+1)*256]); node != want {
			t.Errorf("node %d of level 8 is %v, want %v", i, node, want)
		}
	}
	_, err = s.Sequence.Leaves(ctx(), n-1, 3)
	refused(t, "leaves beyond the last", err, errs.IO)
	_, err = s.Sequence.Nodes(ctx(), 8, 1, 2)
	refused(t, "nodes beyond the last", err, errs.IO)
}

// root is the hash of the tree of leaves, computed by tlog alone.
func root(t *testing.T, leaves []chain.Hash) chain.Hash {
	t.Helper()
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			hashes[i] = stored[x]
		}
		return hashes, nil
	})
	for i, leaf := range leaves {
		hashes, err := tlog.StoredHashesForRecordHash(int64(i), leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
	}
	h, err := tlog.TreeHash(int64(len(leaves)), reader)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func stops(t *testing.T, s Store) {
	s.commit(t, change(madeFact("o1", "good")))
	s.sequence(t)
	s.past(t,
		`INSERT INTO ledger_fact (org, id, line, hash, subjects) SELECT 'bad', 'f1', '{}', hash, subjects FROM ledger_fact WHERE id = 'good'`,
		`INSERT INTO desk_pending (org, stream, id, tick) VALUES ('bad', 'fact', 'f1', 1)`)
	s.commit(t, change(madeFact("o1", "next")))
	before := s.contents(t)
	_, err := s.Sequence.Sequence(ctx(), 10)
	told(t, "sequencing a bad row", err, "bad", "f1")
	if diff := cmp.Diff(before, s.contents(t)); diff != "" {
		t.Errorf("something was written:\n%s", diff)
	}
}

// stopsAtTwice: a race passes and is tried again for ever; this is none.
func stopsAtTwice(t *testing.T, s Store) {
	s.commit(t, change(madeFact("o1", "f1")))
	s.sequence(t)
	s.past(t, `INSERT INTO desk_pending (org, stream, id, tick) VALUES ('o1', 'fact', 'f1', 1)`)
	s.commit(t, change(madeFact("o1", "next")))
	before := s.contents(t)
	_, err := s.Sequence.Sequence(ctx(), 10)
	told(t, "giving a second position", err, "o1", "f1", "第 1 条")
	refused(t, "giving a second position", err, errs.IO)
	if diff := cmp.Diff(before, s.contents(t)); diff != "" {
		t.Errorf("something was written:\n%s", diff)
	}
}

func seals(t *testing.T, s Store) {
	s.many(t, "o1", 5)
	s.sequence(t)
	first := app.Seal{Size: 4, Text: []byte("qiangji\n4\nroot\n\n— 签名\n"), Edge: []byte{0, 1, 255}}
	second := app.Seal{Size: 10, Text: []byte("qiangji\n10\nroot\n\n— 签名\n"), Edge: []byte{2}}
	for _, seal := range []app.Seal{second, first} {
		if err := s.Sequence.AddSeal(ctx(), seal); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, "a second seal of a size", s.Sequence.AddSeal(ctx(), app.Seal{Size: 4, Text: []byte("x")}), errs.Conflict)
	refused(t, "a seal beyond the last", s.Sequence.AddSeal(ctx(), app.Seal{Size: 11, Text: []byte("x")}), errs.Invalid)
	refused(t, "a seal of nothing", s.Sequence.AddSeal(ctx(), app.Seal{Text: []byte("x")}), errs.Invalid)
	refused(t, "a cosignature of no seal", s.Sequence.Cosign(ctx(), 5, []byte("— w\n")), errs.NotFound)
	for _, line := range []string{"— witness b\n", "— witness a\n", "— witness b\n"} {
		if err := s.Sequence.Cosign(ctx(), 4, []byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	first.Text = append(first.Text, "— witness a\n— witness b\n"...)
	for after, want := range map[app.Position][]app.Seal{0: {first, second}, 4: {second}, 10: nil} {
		got, err := s.Sequence.Seals(ctx(), after)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("after %d:\n%s", after, diff)
		}
	}
}
