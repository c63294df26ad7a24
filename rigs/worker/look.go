package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A tally counts what is stored of one operation.
type tally struct {
	first  int // facts that are the first of an attempt: how many times it was done
	facts  int
	audit  int
	person int
}

// list tells what is stored of the operations of one round, or of all.
func (w *worker) list(ctx context.Context, prefix string) error {
	all := map[string]*tally{}
	if prefix == "" {
		if err := w.follow(ctx, func(r app.Row) error { return count(all, r) }); err != nil {
			return err
		}
	} else {
		slice, err := w.store.Read(ctx, []fact.Subject{round(prefix)}, nil)
		if err != nil {
			return err
		}
		for _, r := range slice.Rows {
			if err := count(all, r); err != nil {
				return err
			}
		}
	}
	if err := w.persons(ctx, prefix, all); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		t := all[id]
		w.say("has %s %d %d", id, max(t.first, t.person), t.facts+t.person)
	}
	return nil
}

// count counts one record.
func count(all map[string]*tally, r app.Row) error {
	var m mark
	if err := json.Unmarshal(r.Line, &m); err != nil {
		return fmt.Errorf("record %s at %d: %w", r.ID, r.Pos, err)
	}
	t := all[m.Op]
	if t == nil {
		t = &tally{}
		all[m.Op] = t
	}
	switch {
	case r.Stream == chain.Audit:
		t.audit++
	case m.N == 0:
		t.first++
		t.facts++
	default:
		t.facts++
	}
	return nil
}

// persons counts the persons of operations, those without a fact among them.
func (w *worker) persons(ctx context.Context, prefix string, all map[string]*tally) error {
	from := party.MemberID("p-" + prefix)
	err := w.store.AllPersons(ctx, from, func(p app.PersonRow) error {
		id := string(p.Member)[len("p-"):]
		if !strings.HasPrefix(id, prefix) {
			return errEnough
		}
		if all[id] == nil {
			all[id] = &tally{}
		}
		all[id].person++
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// errEnough ends reading where nothing more can come.
var errEnough = errors.New("enough")

// check holds the store as a whole against itself: every record has its position,
// the tree over the positions has the nodes that are stored, and every operation
// has as many facts and audit entries as it was done times.
func (w *worker) check(ctx context.Context) error {
	all := map[string]*tally{}
	var edge chain.Edge
	var nodes []chain.Node
	err := w.follow(ctx, func(r app.Row) error {
		nodes = append(nodes, edge.Add(r.Hash)...)
		return count(all, r)
	})
	if err != nil {
		return err
	}
	for _, n := range nodes {
		got, err := w.store.Nodes(ctx, n.Level, n.N, 1)
		if err != nil {
			return err
		}
		if got[0] != n.Hash {
			w.say("fault node %d of level %d is not what the records make it", n.N, n.Level)
		}
	}
	for id, t := range all {
		if t.facts != facts*t.first || t.audit != t.first {
			w.say("fault %s has %d facts and %d audit entries, done %d times", id, t.facts, t.audit, t.first)
		}
	}
	return nil
}

// follow gives positions to all records and reads them in order.
func (w *worker) follow(ctx context.Context, each func(app.Row) error) error {
	head, err := w.store.Sequence(ctx, 1000)
	for err == nil && head.Pending > 0 {
		head, err = w.store.Sequence(ctx, 1000)
	}
	if err != nil {
		return err
	}
	for at := app.Position(0); at < head.Last; {
		rows, err := w.store.Follow(ctx, at, 1000)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fmt.Errorf("the head is at %d, and there is nothing after %d", head.Last, at)
		}
		for _, r := range rows {
			if err := each(r); err != nil {
				return err
			}
		}
		at = rows[len(rows)-1].Pos
	}
	return nil
}
