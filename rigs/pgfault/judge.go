package pgfault

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A Report says what a run found. Everything from Lost to Faults must be 0.
type Report struct {
	Counts map[Fault]int
	Total  int // faults
	Acked, Refused, Uncertain, Unavailable,
	Records int

	Lost    int // acknowledged and not stored
	Doubled int // stored more than once
	Half    int // stored in part, or not under the ids of the receipt
	Revived int // refused, and stored
	Faults  int // of the whole store: positions, versions, tree

	Slowest  float64  // seconds from a fault to the next acknowledgement
	Findings []string // the first of them, in words
}

// Sound reports whether the run found nothing.
func (r *Report) Sound() bool { return r.Lost+r.Doubled+r.Half+r.Revived+r.Faults == 0 }

// String is one line for the track record.
func (r *Report) String() string {
	return fmt.Sprintf("%d 次故障（%s），已答复 %d，拒绝 %d，不知 %d，不能办 %d，记录 %d；丢 %d，重 %d，半 %d，复活 %d，链 %d；恢复最长 %.2f 秒",
		r.Total, counts(r.Counts), r.Acked, r.Refused, r.Uncertain, r.Unavailable, r.Records,
		r.Lost, r.Doubled, r.Half, r.Revived, r.Faults, r.Slowest)
}

func (r *Report) find(count *int, format string, args ...any) {
	*count++
	if len(r.Findings) < 20 {
		r.Findings = append(r.Findings, fmt.Sprintf(format, args...))
	}
}

// judge reads all that is stored and compares it with the book.
func (r *rig) judge(ctx context.Context, store Store) error {
	rows, err := everything(ctx, store)
	if err != nil {
		return err
	}
	r.report.Records = len(rows)
	r.positions(rows)
	stored, audited := attempts(rows)
	changes := map[party.OrgID]app.Version{}
	for _, o := range r.book.ops {
		if len(stored[o.id]) > 0 {
			changes[o.org] += app.Version(len(stored[o.id]))
		}
		r.op(o, stored[o.id], audited[o.id])
	}
	if err := r.tree(ctx, store, rows); err != nil {
		return err
	}
	return r.subjects(ctx, store, rows, changes)
}

// everything sequences what is left and reads it all.
func everything(ctx context.Context, store Store) ([]app.Row, error) {
	for {
		head, err := store.Sequence(ctx, 500)
		if err != nil {
			return nil, err
		}
		if head.Pending == 0 {
			break
		}
	}
	var all []app.Row
	for {
		rows, err := store.Follow(ctx, app.Position(len(all)), 500)
		if err != nil || len(rows) == 0 {
			return all, err
		}
		all = append(all, rows...)
	}
}

// attempts lists the ids of facts that are stored of each attempt at each op, and counts the
// audit entries of each op.
func attempts(rows []app.Row) (stored map[string]map[string][]string, audited map[string]int) {
	stored, audited = map[string]map[string][]string{}, map[string]int{}
	for _, row := range rows {
		op, attempt := attemptOf(row.ID)
		if row.Stream == chain.Audit {
			audited[op]++
			continue
		}
		if stored[op] == nil {
			stored[op] = map[string][]string{}
		}
		stored[op][attempt] = append(stored[op][attempt], row.ID)
	}
	return stored, audited
}

// op compares one op with what is stored of it.
func (r *rig) op(o *op, stored map[string][]string, audited int) {
	report := r.report
	if audited != len(stored) {
		report.find(&report.Half, "%s: %d audit entries for %d changes", o.id, audited, len(stored))
	}
	switch {
	case o.refused && len(stored) > 0:
		report.find(&report.Revived, "%s was refused and is stored", o.id)
	case o.acked && len(stored) == 0:
		report.find(&report.Lost, "%s was acknowledged and is not stored", o.id)
	case len(stored) > 1:
		report.find(&report.Doubled, "%s is stored %d times", o.id, len(stored))
	}
	for attempt, ids := range stored {
		slices.Sort(ids)
		if len(ids) != o.parts {
			report.find(&report.Half, "%s.%s is stored with %d of %d parts", o.id, attempt, len(ids), o.parts)
		}
		if len(stored) == 1 && o.acked && strings.Join(ids, " ") != words(o.receipt) {
			report.find(&report.Half, "%s is stored as %v, the receipt says %v", o.id, ids, o.receipt)
		}
	}
}

func words(ids []party.FactID) string {
	var list []string
	for _, id := range ids {
		list = append(list, string(id))
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// positions looks for gaps and records with two places, and for a record that is not
// what was read at its position before.
func (r *rig) positions(rows []app.Row) {
	report := r.report
	seen := map[string]bool{}
	for i, row := range rows {
		if row.Pos != app.Position(i+1) {
			report.find(&report.Faults, "position %d follows %d", row.Pos, i)
		}
		if name := string(row.Stream) + " " + row.ID; seen[name] {
			report.find(&report.Faults, "%s has two positions", name)
		} else {
			seen[name] = true
		}
	}
	for i, row := range r.followed {
		if i >= len(rows) || rows[i].ID != row.ID || rows[i].Hash != row.Hash {
			report.find(&report.Faults, "at position %d was %s, and is no longer", i+1, row.ID)
		}
	}
}

// tree compares the stored nodes with those of the records.
func (r *rig) tree(ctx context.Context, store Store, rows []app.Row) error {
	var edge chain.Edge
	for _, row := range rows {
		for _, want := range edge.Add(row.Hash) {
			got, err := store.Nodes(ctx, want.Level, want.N, 1)
			if err != nil {
				return err
			}
			if got[0] != want.Hash {
				r.report.find(&r.report.Faults, "node %d of level %d is not that of its leaves", want.N, want.Level)
			}
		}
	}
	return nil
}

// subjects compares the versions and the index with what is stored.
func (r *rig) subjects(ctx context.Context, store Store, rows []app.Row, changes map[party.OrgID]app.Version) error {
	facts := map[party.OrgID]int{}
	for _, row := range rows {
		if row.Stream == chain.Facts {
			facts[row.Org]++
		}
	}
	for _, org := range orgs {
		subject := fact.OrgSubject(org)
		slice, err := store.Read(ctx, []fact.Subject{subject}, nil, nil)
		if err != nil {
			return err
		}
		if slice.Versions[subject] != changes[org] {
			r.report.find(&r.report.Faults, "%s has version %d after %d changes", org, slice.Versions[subject], changes[org])
		}
		if len(slice.Rows) != facts[org] {
			r.report.find(&r.report.Faults, "%d facts of %s are found, %d are stored", len(slice.Rows), org, facts[org])
		}
	}
	return nil
}
