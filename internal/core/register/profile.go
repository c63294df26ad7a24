package register

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// traits maps traits to the profile.
var traits = map[party.OrgTrait]standard.Profile{
	"scattered": pScattered, "shift": pShift, "busy_season": pBusySeason, "board": pBoard, "articles": pArticles,
	"business_power": pBusinessPower, "window": pWindow, "school": pSchool, "hospital": pHospital,
	"collective": pCollective, "relocated": pRelocated,
}

// flags are the measures of the profile that are 0 or 1 though several may stand
// behind them.
var flags = [...]standard.Profile{
	pSecretary, pOrganisation, pPublicity, pDiscipline, pSupervision,
	pSecretaryUnit, pSecretaryVillage, pSecretaryChairman, pSecretaryAcademic,
}

// structure folds what is said of the organisation itself.
func (w *walk) structure(e *entry) {
	if m, ok := e.fact.Body.(*fact.OrgMerged); ok && m.Into == w.line.id {
		w.absorb(e.fact.Org, e.on)
		return
	}
	switch b := e.fact.Body.(type) {
	case *fact.OrgFounded:
		w.now[pLevel] = int32(party.Levels.Index(b.Level))
		w.shape(b.Domain, b.Form)
		w.now[pUnits] = int32(b.Units)
		w.traits(b.Traits)
		w.foundingCase(e)
	case *fact.OrgProfiled:
		w.profiled(b)
	case *fact.OrgMerged, *fact.OrgClosed:
		w.close(e.on)
	}
}

func (w *walk) shape(d party.Domain, f party.Form) {
	if d != "" {
		w.now[pDomain] = int32(party.Domains.Index(d))
	}
	if f == "" {
		return
	}
	w.form = f
	for _, s := range [...]struct {
		form party.Form
		what standard.Profile
	}{{"joint", pJoint}, {"temporary", pTemporary}, {"floating", pFloatingForm}, {"functional", pFunctional}} {
		w.now[s.what] = 0
		if s.form == f {
			w.now[s.what] = 1
		}
	}
}

// lent reports whether the organisation's members belong elsewhere, so that it
// collects no dues, elects nobody and develops nobody (ZB-15, ZB-19, TR-76).
func lent(f party.Form) bool { return f == "temporary" || f == "floating" || f == "functional" }

func (w *walk) traits(ts []party.OrgTrait) {
	for _, p := range traits {
		w.now[p] = 0
	}
	for _, t := range ts {
		if p, ok := traits[t]; ok {
			w.now[p] = 1
		}
	}
}

func (w *walk) profiled(b *fact.OrgProfiled) {
	w.shape(b.Domain, b.Form)
	if b.Committee != nil {
		w.committee = b.Committee
	}
	if b.Seats != nil {
		w.now[pSeats] = int32(*b.Seats)
	}
	if b.Groups != nil {
		w.now[pGroups], w.groupsSaid = int32(*b.Groups), true
	}
	if b.Units != nil {
		w.now[pUnits] = int32(*b.Units)
	}
	if b.Traits != nil {
		w.traits(*b.Traits)
	}
}

// close takes everyone off the roll: the organisation is no more.
func (w *walk) close(on party.Date) {
	w.closed = true
	w.done(&w.self, cBelowThree, on, w.fact)
	for i := range w.people {
		w.leave(&w.people[i], on)
	}
	for c := range w.self.run {
		w.lapse(&w.self, standard.Clock(c), on)
	}
	for i := range w.things {
		if t := &w.things[i]; t.run > 0 && !t.over {
			w.cases[t.run-1].Lapse = on
		}
	}
}

// absorb takes over the members of an organisation that merged into this one.
// Who is on the roll already stays as recorded.
func (w *walk) absorb(from party.OrgID, on party.Date) {
	l := w.r.line(from)
	if l == nil {
		return
	}
	x := walk{r: w.r, y: &Year{}}
	x.begin(l, w.year.From.Year(), on-1)
	x.run(l.entries)
	for i := range x.people {
		q := &x.people[i]
		if q.stage == off {
			continue
		}
		p := w.who(q.id)
		if p.stage != off {
			continue
		}
		w.lift(p)
		posts, stay := p.posts, p.stay
		*p = *q
		p.is &^= badIntroducers | badContacts | badExtension | mustBeFix // counted where it was done (SJ-31)
		p.posts, p.stay, p.since, p.group, p.to = posts, stay, on, 0, ""
		p.due, p.present, p.meeting, p.owing, p.owed = 0, 0, 0, party.NoDate, months{}
		for c := range p.run {
			if p.run[c] = 0; q.run[c] != 0 {
				w.cases = append(w.cases, x.cases[q.run[c]-1])
				p.run[c] = int32(len(w.cases))
			}
		}
		w.drop(p)
		x.hand(w, int32(i), w.index[q.id])
	}
}

// children sets the clockwork for the number of branches directly below.
func (w *walk) children(l *line) {
	for _, id := range l.below {
		c := w.r.line(id)
		if c.founded == nil || c.level() != "branch" {
			continue
		}
		for i, a := range c.above {
			from, to := max(a.from, c.founded.On), c.ends
			if i+1 < len(c.above) && (to == party.NoDate || c.above[i+1].from < to) {
				to = c.above[i+1].from
			}
			if a.parent != l.id || to != party.NoDate && to <= from {
				continue
			}
			w.wake(timer{from, pBranches, 1})
			if to != party.NoDate {
				w.wake(timer{to, pBranches, -1})
			}
		}
	}
}

// profile is the state of today as the profile has it.
func (w *walk) profile() [NProfile]int32 {
	v := w.now
	for _, p := range flags {
		v[p] = min(v[p], 1)
	}
	if !w.groupsSaid {
		for _, n := range w.groups {
			if n > 0 {
				v[pGroups]++
			}
		}
	}
	if w.hasCommittee() {
		v[pHasCommittee] = 1
	}
	return v
}

// hasCommittee says what was stated, and where nothing was, whether anyone sits
// on a committee.
func (w *walk) hasCommittee() bool {
	if w.committee != nil {
		return *w.committee
	}
	return w.seated > 0
}

// segment keeps the profile of a run of days, as far as they are lived. The
// secretary's months in the Party change by themselves.
func (w *walk) segment(days party.Period) {
	days = days.Meet(w.live)
	if days.To < days.From {
		return
	}
	v := w.profile()
	for days.From <= days.To {
		next := days.To + 1
		if v[pSecretary] > 0 && w.secretary > 0 {
			w.senior.at(w.people[w.secretary-1].full, days.From)
			v[pSecretaryMonths] = w.senior.months
			next = min(next, w.senior.turn)
		}
		w.keep(Segment{party.Period{From: days.From, To: next - 1}, v})
		days.From = next
	}
}

func (w *walk) keep(s Segment) {
	if n := len(w.segments); n > 0 {
		last := &w.segments[n-1]
		if last.Values == s.Values && last.Days.To+1 == s.Days.From {
			last.Days.To = s.Days.To
			return
		}
	}
	w.segments = append(w.segments, s)
}

// senior is the full months since a member became 正式, for a run of days. From
// five years on it goes up by the year: no rule asks for months then, and the
// profile stays in few pieces. Unknown is -1.
type senior struct {
	since, from, turn party.Date // holds from a day to the day before turn
	months            int32
}

// at makes s hold for a day.
func (s *senior) at(since, on party.Date) {
	const never = 1 << 30
	if s.since == since && on >= s.from && on < s.turn {
		return
	}
	*s = senior{since, on, never, -1}
	switch n := fullMonths(since, on); {
	case since == party.NoDate:
	case on < since:
		s.months, s.turn = 0, since
	case n < 60:
		s.months, s.turn = int32(n), since.AddMonths(n+1)
	default:
		n -= n % 12
		s.months, s.turn = int32(n), since.AddMonths(n+12)
	}
}
