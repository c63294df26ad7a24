package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A Book (台账) reads what is recorded. What was erased is there with what its clear
// header tells.
type Book struct {
	Ledger app.Ledger
	Ring   func() *app.Ring
}

// Book returns the book of a recorder's ledger.
func (r *Recorder) Book() *Book { return &Book{r.Ledger, r.Ring} }

// AboutOrg returns all facts that concern an organisation, its own and those of others,
// with voids and corrections, in the order in which they count.
func (b *Book) AboutOrg(ctx context.Context, org party.OrgID) ([]app.Recorded, error) {
	return b.about(ctx, []fact.Subject{fact.OrgSubject(org)}, nil)
}

// AboutMember returns all facts that name a person, with voids and corrections.
func (b *Book) AboutMember(ctx context.Context, m party.MemberID) ([]app.Recorded, error) {
	return b.about(ctx, []fact.Subject{fact.MemberSubject(m)}, nil)
}

// Thread returns a fact with all that mends it, takes it back or is recorded upon it, and
// what it mends itself; NotFound if there is none.
func (b *Book) Thread(ctx context.Context, id party.FactID) ([]app.Recorded, error) {
	found, seen := []app.Recorded(nil), map[party.FactID]bool{}
	for open := []party.FactID{id}; len(open) > 0; {
		subjects := make([]fact.Subject, len(open))
		for i, id := range open {
			subjects[i], seen[id] = fact.UponSubject(id), true
		}
		facts, err := b.about(ctx, subjects, open)
		if err != nil {
			return nil, err
		}
		open = nil
		for _, r := range facts {
			if !slices.ContainsFunc(found, func(f app.Recorded) bool { return f.Fact.ID == r.Fact.ID }) {
				found = append(found, r)
			}
			mends := r.Fact.Corrects
			if mends != "" && seen[mends] && !seen[r.Fact.ID] {
				open = append(open, r.Fact.ID)
			}
			if mends != "" && !seen[mends] && seen[r.Fact.ID] {
				open = append(open, mends)
			}
		}
		slices.Sort(open)
		open = slices.Compact(open)
	}
	own := slices.DeleteFunc(found, func(r app.Recorded) bool { return !thread(&r.Fact, seen) })
	if len(own) == 0 {
		return nil, errs.E("record.Thread", errs.NotFound, fmt.Sprintf("没有编号为 %s 的记录；请核对编号", id), nil)
	}
	return own, nil
}

// thread reports whether f is one of a thread's facts or takes one of them back.
func thread(f *fact.Fact, ids map[party.FactID]bool) bool {
	v, void := f.Body.(*fact.Void)
	return ids[f.ID] || void && ids[v.Fact]
}

func (b *Book) about(ctx context.Context, subjects []fact.Subject, ids []party.FactID) ([]app.Recorded, error) {
	found, err := b.Ledger.Read(ctx, subjects, ids, nil)
	if err != nil {
		return nil, err
	}
	facts, err := app.Lines{Ring: b.Ring()}.Facts(ctx, found.Rows)
	slices.SortFunc(facts, func(a, b app.Recorded) int {
		return cmp.Or(cmp.Compare(a.Fact.On, b.Fact.On), a.Fact.At.Compare(b.Fact.At), cmp.Compare(a.Fact.ID, b.Fact.ID))
	})
	return facts, err
}

// Register folds what the years of an organisation are made of, and nothing else.
func (b *Book) Register(ctx context.Context, org party.OrgID, cut fact.Cut) (*register.Register, error) {
	n := register.NeedsOfYears(org)
	for want := n.Next(); !want.Nothing(); want = n.Next() {
		recorded, err := b.about(ctx, want.Subjects, want.Facts)
		if err != nil {
			return nil, err
		}
		facts := make([]fact.Fact, len(recorded))
		for i := range recorded {
			facts[i] = recorded[i].Fact
		}
		n.Take(facts)
	}
	return register.Fold(n.Facts(), cut), nil
}

// Opening returns what an organisation's year begins with: all that was so on the last
// day of the year before, as it is known now; nil if it did not exist then.
func (b *Book) Opening(ctx context.Context, org party.OrgID, year int) (*register.Year, error) {
	eve := party.DateOf(year-1, 12, 31)
	r, err := b.Register(ctx, org, fact.Cut{On: eve})
	if err != nil {
		return nil, err
	}
	return r.Year(org, year-1, true), nil
}
