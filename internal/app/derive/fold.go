package derive

import (
	"slices"
	"sync"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// programs compiles each standard once, for all goroutines.
type programs struct {
	from Standards
	mu   sync.Mutex
	made map[standardKey]made
}

type standardKey struct {
	scheme party.SchemeID
	domain party.Domain
	year   int
}

// made is a program, or why there is none; neither where the scheme is not for the
// field.
type made struct {
	program *assess.Program
	err     error
}

// get returns the program for a year; nil and no error where the scheme is for other
// fields.
func (p *programs) get(scheme party.SchemeID, domain party.Domain, year int) (*assess.Program, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := standardKey{scheme, domain, year}
	m, ok := p.made[k]
	if !ok {
		if p.from.For(scheme, domain) {
			m.program, m.err = p.from.Program(scheme, domain, year)
		}
		if p.made == nil {
			p.made = map[standardKey]made{}
		}
		p.made[k] = m
	}
	return m.program, m.err
}

// forget lets all be compiled anew: a pack has changed.
func (p *programs) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.made = nil
}

// settled is the day on which a year is settled under all of some schemes; without
// any, the last on which the register itself takes anything for it (the end of March).
func (p *programs) settled(schemes []party.SchemeID, year int) party.Date {
	if len(schemes) == 0 {
		return party.DateOf(year+1, 3, 31)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	last := party.NoDate
	for _, s := range schemes {
		last = max(last, p.from.Settled(s, year))
	}
	return last
}

// A folder makes the rows of organisations; it belongs to one goroutine.
type folder struct {
	*Config
	programs *programs
	made     map[standardKey]made // those that were asked for
	sheets   map[*assess.Program]*assess.Sheet
	kept     shelf
	blobs    []byte // the scores, one after another
}

// A portion is all that the views hold of one organisation.
type portion struct {
	org    party.OrgID
	row    *app.OrgRow // nil where it was never founded
	folds  []app.FoldRow
	scores []app.ScoreRow
	words  []app.WordRow
}

// add puts the rows into a batch.
func (p *portion) add(b *app.ViewBatch) {
	b.Replace = append(b.Replace, p.org)
	if p.row != nil {
		b.Orgs = append(b.Orgs, *p.row)
	}
	b.Folds, b.Scores, b.Words = append(b.Folds, p.folds...), append(b.Scores, p.scores...), append(b.Words, p.words...)
}

// portion makes the rows of one organisation from the facts about it.
func (f *folder) portion(org party.OrgID, facts []fact.Fact, today party.Date) (*portion, error) {
	p := &portion{org: org}
	now := register.Fold(facts, fact.Cut{On: today})
	if life := now.Life(org); life.From == party.NoDate {
		return p, nil
	}
	f.place(p, now, today)
	first := max(now.Since(org), today.Year()-years+1)
	if now.Since(org) == 0 {
		first = today.Year()
	}
	for year := first; year <= today.Year(); year++ {
		schemes := f.schemes(now, org, min(today, party.YearOf(year).To))
		r, day := now, f.programs.settled(schemes, year)
		if day < today {
			r = register.Fold(facts, fact.Cut{On: day})
		}
		y := r.Year(org, year, false)
		if y == nil {
			continue
		}
		if err := f.year(p, y, schemes); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// schemes are those that an organisation follows on a day.
func (f *folder) schemes(r *register.Register, org party.OrgID, on party.Date) []party.SchemeID {
	if s := r.Adopted(org, on); len(s) > 0 {
		return s
	}
	return f.Schemes
}

// place says where an organisation stands and how it is found.
func (f *folder) place(p *portion, r *register.Register, today party.Date) {
	p.row = &app.OrgRow{
		Org: p.org, Parent: r.Parent(p.org, today), Level: r.Level(p.org), Name: r.Name(p.org, today), Ended: !r.Exists(p.org, today),
	}
	all := Words(p.row.Name)
	for _, a := range r.Above(p.org) {
		all = append(all, BelowWord(a))
	}
	for _, j := range r.Joined(p.org) {
		all = append(all, joinedWord(j))
	}
	slices.Sort(all)
	for _, w := range slices.Compact(all) {
		p.words = append(p.words, app.WordRow{Word: w, Org: p.org})
	}
}

// year adds the fold of a year and its scores.
func (f *folder) year(p *portion, y *register.Year, schemes []party.SchemeID) error {
	p.folds = append(p.folds, app.FoldRow{Org: p.org, Year: y.Of, Blob: y.AppendBinary(nil)})
	for _, s := range schemes {
		blob, err := f.score(y, s)
		if err != nil {
			return err
		}
		p.scores = append(p.scores, app.ScoreRow{Org: p.org, Year: y.Of, Scheme: s, Blob: blob})
	}
	return nil
}

// score returns what a scheme makes of a year, encoded.
func (f *folder) score(y *register.Year, scheme party.SchemeID) ([]byte, error) {
	k := standardKey{scheme, y.Domain(), y.Of}
	m, ok := f.made[k]
	if !ok {
		m.program, m.err = f.programs.get(k.scheme, k.domain, k.year)
		f.made[k] = m
	}
	p, err := m.program, m.err
	s := Score{Engine: assess.Engine, AsOf: y.Cut.On}
	switch {
	case err != nil && errs.KindOf(err) == errs.IO:
		return nil, err
	case err != nil:
		s.Refused = err.Error()
	case p != nil:
		sheet := f.sheets[p]
		if sheet == nil {
			sheet = &assess.Sheet{}
			f.sheets[p] = sheet
		}
		p.Score(y, sheet)
		s.Standard, s.Refused, s.Items, s.Total = p.Standard().Digest, p.Refused(), sheet.Items, sheet.Total
	}
	const room = 64 << 10
	if cap(f.blobs)-len(f.blobs) < room/8 {
		f.blobs = make([]byte, 0, room)
	}
	from := len(f.blobs)
	f.blobs, err = s.AppendBinary(f.blobs)
	return slices.Clip(f.blobs[from:]), err
}
