package worker

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A tally counts what is stored of one operation.
type tally struct{ meetings, facts, texts, audit int }

type tallies map[string]*tally

func (a tallies) of(id string) *tally {
	if a[id] == nil {
		a[id] = &tally{}
	}
	return a[id]
}

// record counts one record.
func (a tallies) record(r app.Row) error {
	if r.Stream == chain.Audit {
		e, err := app.ParseEntry(r.Line)
		if err == nil && strings.HasPrefix(e.Object, "r") {
			a.of(e.Object).audit++
		}
		return err
	}
	line, problems := app.ParseLine(r.Line)
	if problems != nil {
		return fmt.Errorf("record %s at %d: %s", r.ID, r.Pos, problems[0].Message)
	}
	if len(line.Texts) == 0 {
		return nil // the town
	}
	t := a.of(operation(line.Texts[0].Text))
	t.facts++
	if line.Fact.Body.Kind() == (*fact.MeetingHeld)(nil).Kind() {
		t.meetings++
	}
	return nil
}

// list tells what is stored of the operations of one round, or of all.
func (w *worker) list(ctx context.Context, prefix string) error {
	all := tallies{}
	if prefix == "" {
		if err := w.follow(ctx, all.record); err != nil {
			return err
		}
	} else {
		slice, err := w.store.Read(ctx, branches(prefix), nil, nil)
		if err != nil {
			return err
		}
		for _, r := range slice.Rows {
			if err := all.record(r); err != nil {
				return err
			}
		}
	}
	if err := w.texts(ctx, prefix, all); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		t := all[id]
		w.say("has %s %d %d", id, max(t.meetings, t.texts), t.facts+t.texts)
	}
	return nil
}

// branches is under what the facts of a round are found.
func branches(prefix string) []fact.Subject {
	var all []fact.Subject
	for client := range 100 {
		all = append(all, fact.OrgSubject(party.OrgID(fmt.Sprintf("%s%02d", prefix, client))))
	}
	return all
}

// errEnough ends reading where nothing more can come.
var errEnough = errors.New("enough")

// texts counts texts, those without a fact among them.
func (w *worker) texts(ctx context.Context, prefix string, all tallies) error {
	err := w.store.AllBlobs(ctx, party.TextID(prefix), func(b app.BlobRow) error {
		id := operation(b.ID)
		if !strings.HasPrefix(id, prefix) {
			return errEnough
		}
		all.of(id).texts++
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// check reads the ledger whole, as one reads a copy: every record, every seal with
// its signature, every kept node; and counts the audit entries of each operation.
func (w *worker) check(ctx context.Context) error {
	w.mu.Lock()
	err := w.stopped
	w.mu.Unlock()
	if err != nil {
		return err
	}
	all := tallies{}
	var failed error
	report, err := chain.Check(chain.Copy{
		Records: func(yield func(chain.Record, error) bool) {
			failed = w.follow(ctx, func(r app.Row) error {
				if !yield(chain.Record{Pos: int64(r.Pos), Stream: r.Stream, Org: string(r.Org), ID: r.ID, Line: r.Line, Hash: r.Hash}, nil) {
					return errEnough
				}
				return all.record(r)
			})
		},
		Seals: func(yield func(chain.Seal, error) bool) {
			seals, err := w.store.Seals(ctx, 0)
			for _, s := range seals {
				if !yield(chain.Seal{Size: int64(s.Size), Text: s.Text, Edge: s.Edge}, nil) {
					return
				}
			}
			if err != nil {
				yield(chain.Seal{}, err)
			}
		},
		Node: func(level int, n int64) (chain.Hash, bool, error) {
			found, err := w.store.Nodes(ctx, level, n, 1)
			if errs.KindOf(err) == errs.IO || len(found) == 0 {
				return chain.Hash{}, false, nil
			}
			return found[0], true, err
		},
	}, chain.Trust{Log: w.keys.Verifier()})
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	for _, f := range report.Faults {
		w.say("fault %v", f)
	}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if t := all[id]; t.audit != t.meetings {
			w.say("fault %s has %d audit entries, done %d times", id, t.audit, t.meetings)
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
