package operate

import (
	"fmt"
	"maps"
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// JudgeYear assesses one folded year by itself; a standard that is refused
// (archived, about persons) or that does not compile is an error that says why.
func JudgeYear(std *standard.Standard, y *register.Year) (app.Judged, error) {
	p, err := compile(std)
	if err != nil {
		return app.Judged{}, err
	}
	a := p.Assess(y)
	return app.Judged{Year: y, Standard: std, Assessment: a, Rating: rating.Rate(std, a, y)}, nil
}

func compile(std *standard.Standard) (*assess.Program, error) {
	p, problems := assess.Compile(std)
	if why := p.Refused(); why != "" {
		return nil, errs.E("operate.Judge", errs.Invalid, fmt.Sprintf("标准 %s 不作测算：%s", std.Scheme, why), nil)
	}
	for _, x := range problems {
		if !x.Warn {
			return nil, errs.E("operate.Judge", errs.Invalid, fmt.Sprintf("标准 %s 用不了：%s", std.Scheme, x.Message), nil)
		}
	}
	return p, nil
}

// A Question says what to assess: a scheme of a library, over facts, for a year.
type Question struct {
	Library *Library
	Scheme  party.SchemeID
	Profile party.Domain // empty: each organisation's own field
	Year    int
	Cut     fact.Cut
	Org     party.OrgID // its id, its name, or as much of the name as only it has; empty: every branch
	Facts   []fact.Fact
	Step    func() // called after each organisation; may be nil
	Compare func() // called after each organisation that is only gathered; may be nil

	// Skip is told that an organisation's field is not covered by the scheme; without
	// it, or when one organisation is asked for, that is an error.
	Skip func()
}

// covers reports whether the scheme is for an organisation's field.
func (q *Question) covers(y *register.Year) bool {
	p, _, err := q.Library.Pack(q.Scheme)
	return err != nil || q.Profile != "" || slices.Contains(Profiles(p), y.Domain())
}

// Answer assesses the branches that the question is about, in order of their
// ids, and yields each; what cannot be assessed at all is an error. Where the
// scheme compares organisations, all those of the facts that it covers are
// gathered first, also when only one is asked for: a place needs its peers.
func (q *Question) Answer(yield func(app.Judged) bool) error {
	r := register.Fold(q.Facts, q.Cut)
	if err := q.named(r); err != nil {
		return err
	}
	w := walk{q: q, r: r, made: map[party.Domain]made{}}
	if err := w.gather(); err != nil {
		return err
	}
	if q.Org != "" {
		if y := r.Year(q.Org, q.Year, true); y != nil {
			_, err := w.one(y, yield)
			return err
		}
		return nil
	}
	var failed error
	r.Years(q.Year, true, func(y *register.Year) bool {
		if r.Level(y.Org) != "branch" {
			return true
		}
		if q.Skip != nil && !q.covers(y) {
			q.Skip()
			return true
		}
		more, err := w.one(y, yield)
		failed = err
		return more
	})
	return failed
}

// one judges one organisation and yields it.
func (w *walk) one(y *register.Year, yield func(app.Judged) bool) (more bool, err error) {
	p, err := w.program(y)
	if err != nil {
		return false, err
	}
	more = yield(w.second.judge(p, y, w.below(p, y, deepest)))
	if w.q.Step != nil {
		w.q.Step()
	}
	return more, nil
}

// program returns the compiled standard for an organisation's field, made once.
func (w *walk) program(y *register.Year) (*assess.Program, error) {
	domain := w.q.Profile
	if domain == "" {
		domain = y.Domain()
	}
	m, ok := w.made[domain]
	if !ok {
		m.program, m.err = w.q.compile(domain)
		w.made[domain] = m
	}
	return m.program, m.err
}

func (q *Question) compile(domain party.Domain) (*assess.Program, error) {
	return q.Library.Program(q.Scheme, domain, q.Year)
}

// Program returns the compiled standard of a pack for one field and year, or why it
// cannot judge it.
func (l *Library) Program(id party.SchemeID, domain party.Domain, year int) (*assess.Program, error) {
	std, problems := l.Resolve(id, domain, party.DateOf(year, 12, 31))
	if std == nil {
		return nil, errs.E("operate.Program", errs.Invalid, fmt.Sprintf("标准包 %s 对%s展开不了：%s", id, party.Domains.Label(domain), problems[0].Message), nil)
	}
	if err := l.Covers(std, year); err != nil {
		return nil, err
	}
	return compile(std)
}

// For reports whether a pack is for a field; one that cannot be found is for none.
func (l *Library) For(id party.SchemeID, domain party.Domain) bool {
	p, _, err := l.Pack(id)
	return err == nil && slices.Contains(Profiles(p), domain)
}

// Settled returns the day on which all of a year is settled under a pack: its
// closing, and the last day on which any item may still be made up for.
func (l *Library) Settled(id party.SchemeID, year int) party.Date {
	p, _, err := l.Pack(id)
	if err != nil {
		return party.YearOf(year).To
	}
	return l.AsOf(p, year, party.DateOf(year+9, 12, 31))
}

// AsOf returns the day that a pack's year is assessed on by default: today, or the day
// on which all of the year is settled if that is past: its closing, and the last day on
// which any item may still be made up for (组织生活会: the end of March).
func (l *Library) AsOf(p *standard.Pack, year int, today party.Date) party.Date {
	closing, until := 1, 0
	if p.Scheme != nil && p.Scheme.Closing > 0 {
		closing = p.Scheme.Closing
	}
	for _, q := range append(l.below(p), p) {
		for i := range q.Items {
			if d := q.Items[i].Duty; d != nil {
				until = max(until, d.Until)
			}
		}
	}
	return min(today, party.DateOf(year, 12, 31).AddDays(1).AddMonths(max(closing, until)))
}

// Later returns the last day of a decision on a year's rating that the cut leaves out
// because it was taken after it, or NoDate.
func Later(facts []fact.Fact, year int, cut fact.Cut) (last party.Date) {
	for i := range facts {
		if b, ok := facts[i].Body.(*fact.RatingDecided); ok && b.Year == year && facts[i].On > cut.On {
			last = max(last, facts[i].On)
		}
	}
	return last
}

// Admit says what does not fit among the facts that were known at the cut, with
// the names that the scheme and all that it imports declare: what the register
// would not have let in, and, as warnings, what a person should look at.
func (q *Question) Admit() []register.Problem {
	return register.Review(q.Facts, q.Cut.Known, q.Library.Words(q.Scheme))
}

// Words returns the names of marks, figures, honours and events that packs and all that
// they import declare; what cannot be read declares none.
func (l *Library) Words(ids ...party.SchemeID) (words standard.Vocabulary) {
	for _, id := range ids {
		_, _, _ = l.Pack(id) // read it and its imports
	}
	packs := l.Packs()
	for _, id := range slices.Sorted(maps.Keys(packs)) {
		p := packs[id]
		words.Marks = append(words.Marks, p.Vocabulary.Marks...)
		words.Figures = append(words.Figures, p.Vocabulary.Figures...)
		words.Honours = append(words.Honours, p.Vocabulary.Honours...)
		words.Events = append(words.Events, p.Vocabulary.Events...)
	}
	return words
}

// SchemeOf returns the scheme that the question is about, or nil.
func (q *Question) SchemeOf() *standard.Scheme {
	p, _, err := q.Library.Pack(q.Scheme)
	if err != nil || p == nil {
		return nil
	}
	return p.Scheme
}

// Reckoning names the engine and the layout of a folded year, for version.
func Reckoning() string {
	return fmt.Sprintf("测算引擎 %d · 年度折叠 %d", assess.Engine, register.Schema)
}
