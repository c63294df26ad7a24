package derive

import (
	"context"
	"maps"
	"math"
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// affected returns the organisations whose rows may be others once some records are
// known, in order: what register.Affected says of them, looked up in the ledger and in
// the views. These need not know the records yet, for whoever comes to stand below, or
// merges, has a record of its own among them.
func (d *Deriver) affected(ctx context.Context, generation int64, rows []app.Row) ([]party.OrgID, error) {
	orgs, uppers, people := map[party.OrgID]bool{}, map[party.OrgID]bool{}, map[fact.Subject]bool{}
	for i := range rows {
		if rows[i].Stream != chain.Facts {
			continue
		}
		reach := d.reach(rows[i].Subjects)
		add(orgs, reach.Orgs)
		add(uppers, reach.Tree)
		for _, m := range reach.People {
			people[fact.RollSubject(m)] = true
		}
	}
	for list := range slices.Chunk(slices.Sorted(maps.Keys(people)), d.atOnce) {
		owners, err := d.Ledger.Owners(ctx, list)
		if err != nil {
			return nil, err
		}
		add(orgs, owners)
	}
	for _, o := range slices.Sorted(maps.Keys(orgs)) {
		into, err := d.Rows.Find(ctx, generation, []string{joinedWord(o)}, math.MaxInt32)
		if err != nil {
			return nil, err
		}
		add(orgs, into)
	}
	for _, o := range slices.Sorted(maps.Keys(uppers)) {
		around, err := d.around(ctx, generation, o)
		if err != nil {
			return nil, err
		}
		add(orgs, around)
	}
	return slices.Sorted(maps.Keys(orgs)), nil
}

func add(set map[party.OrgID]bool, more []party.OrgID) {
	for _, o := range more {
		set[o] = true
	}
}

// around returns who ever was below an organisation, and who ever was said to be
// directly above it, also where that was mended or taken back later.
func (d *Deriver) around(ctx context.Context, generation int64, org party.OrgID) ([]party.OrgID, error) {
	all, err := d.Rows.Find(ctx, generation, []string{BelowWord(org)}, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	facts, err := d.read(ctx, []fact.Subject{fact.BelowSubject(org)}, nil, 0)
	if err != nil {
		return nil, err
	}
	for i := range facts {
		switch b := facts[i].Body.(type) {
		case *fact.OrgFounded:
			all = append(all, b.Parent)
		case *fact.OrgMoved:
			all = append(all, b.Parent)
		}
	}
	return slices.DeleteFunc(all, func(o party.OrgID) bool { return o == "" }), nil
}
