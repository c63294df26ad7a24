package derive

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// One answers about one organisation at a time: from the facts that are committed at
// that moment, with a position or without, so that an answer includes what was
// recorded just before. What was read and folded last is kept, as long as the versions
// of the subjects that it rests on are the same.
type One struct {
	Config
	programs programs
	most     int // organisations that are kept

	mu   sync.Mutex
	kept map[party.OrgID]*answer
	time int64 // counts the answers
}

// An answer is what is known of one organisation.
type answer struct {
	used     int64                        // the time of its last use
	subjects []fact.Subject               // on which it rests
	versions map[fact.Subject]app.Version // of those that were read
	sought   []party.FactID               // that were asked for by id, there or not
	wanted   []party.FactID               // that are still to be asked for
	facts    map[party.FactID]fact.Fact
	years    map[asked]*register.Year
}

// asked names a folded year.
type asked struct {
	year int
	asOf party.Date
}

// NewOne returns what keeps the answers of up to most organisations.
func NewOne(c Config, most int) *One {
	o := &One{Config: c, most: most, kept: map[party.OrgID]*answer{}}
	o.programs.from = c.Standards
	return o
}

// Fold returns an organisation's year with the trail of its facts, as seen on a day. An
// organisation that does not exist on any day of it that is seen is NotFound.
func (o *One) Fold(ctx context.Context, org party.OrgID, year int, asOf party.Date) (*register.Year, error) {
	a, err := o.about(ctx, org)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	y := a.years[asked{year, asOf}]
	o.mu.Unlock()
	if y != nil {
		return y, nil
	}
	y = register.Fold(slices.Collect(maps.Values(a.facts)), fact.Cut{On: asOf}).Year(org, year, true)
	if y == nil {
		return nil, errs.E("derive.Fold", errs.NotFound, fmt.Sprintf("党组织 %s 在 %d 年（看到%s为止）不存在；请核对编号和年份", org, year, asOf.Chinese()), nil)
	}
	o.mu.Lock()
	a.years[asked{year, asOf}] = y
	o.mu.Unlock()
	return y, nil
}

// Judge assesses an organisation's year under a scheme with everything that can be
// said of it by itself.
func (o *One) Judge(ctx context.Context, org party.OrgID, scheme party.SchemeID, year int, asOf party.Date) (app.Judged, error) {
	y, err := o.Fold(ctx, org, year, asOf)
	if err != nil {
		return app.Judged{}, err
	}
	p, err := o.programs.get(scheme, y.Domain(), year)
	if err != nil {
		return app.Judged{}, err
	}
	if p == nil {
		return app.Judged{}, errs.E("derive.Judge", errs.Invalid, fmt.Sprintf("方案 %s 不适用于%s", scheme, party.Domains.Label(y.Domain())), nil)
	}
	std, a := p.Standard(), p.Assess(y)
	return app.Judged{Year: y, Standard: std, Assessment: a, Rating: rating.Rate(std, a, y)}, nil
}

// about returns what stands behind the answers of an organisation: the facts of one
// moment, and all that it says is needed. What was read before stays, for facts are only
// ever added; only what has another version is read again.
func (o *One) about(ctx context.Context, org party.OrgID) (*answer, error) {
	o.mu.Lock()
	a := o.kept[org]
	o.mu.Unlock()
	if a == nil {
		a = &answer{subjects: []fact.Subject{fact.OrgSubject(org)}}
	}
	for {
		want := slices.DeleteFunc(slices.Clone(a.subjects), func(s fact.Subject) bool { _, read := a.versions[s]; return read })
		if len(want)+len(a.wanted) == 0 {
			versions, err := o.Ledger.Versions(ctx, a.subjects)
			if err != nil {
				return nil, err
			}
			for _, s := range a.subjects {
				if versions[s] != a.versions[s] {
					want = append(want, s)
				}
			}
		}
		if len(want)+len(a.wanted) == 0 {
			return o.keep(org, a), nil
		}
		slice, err := o.Ledger.Read(ctx, want, a.wanted, a.has)
		if err != nil {
			return nil, err
		}
		if a, err = a.with(org, slice); err != nil {
			return nil, err
		}
	}
}

// has reports whether a fact was read.
func (a *answer) has(id party.FactID) bool { _, read := a.facts[id]; return read }

// with returns what is known once more was read.
func (a *answer) with(org party.OrgID, slice *app.Slice) (*answer, error) {
	b := &answer{versions: maps.Clone(a.versions), facts: maps.Clone(a.facts), sought: slices.Concat(a.sought, a.wanted), years: map[asked]*register.Year{}}
	if b.facts == nil {
		b.versions, b.facts = map[fact.Subject]app.Version{}, make(map[party.FactID]fact.Fact, len(slice.Rows))
	}
	maps.Copy(b.versions, slice.Versions)
	for i := range slice.Rows {
		r := &slice.Rows[i]
		f, err := factOf(r)
		if err != nil {
			return nil, err
		}
		b.facts[f.ID] = f
	}
	n := register.NeedsOfYears(org)
	n.Take(slices.Collect(maps.Values(b.facts)))
	for want := n.Next(); !want.Nothing(); want = n.Next() {
		for _, id := range want.Facts {
			if !slices.Contains(b.sought, id) {
				b.wanted = append(b.wanted, id)
			}
		}
	}
	b.subjects = n.Subjects()
	return b, nil
}

// keep remembers an answer, and forgets the one not used for longest.
func (o *One) keep(org party.OrgID, a *answer) *answer {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.time++
	a.used = o.time
	o.kept[org] = a
	if len(o.kept) <= o.most {
		return a
	}
	oldest := org
	for id, other := range o.kept {
		if other.used < o.kept[oldest].used {
			oldest = id
		}
	}
	delete(o.kept, oldest)
	return a
}
