package register

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// member folds what is said of someone's place on the roll.
func (w *walk) member(e *entry) {
	switch b := e.fact.Body.(type) {
	case *fact.MemberEnrolled:
		w.enrolled(e, b)
	case *fact.MemberMoved:
		w.moved(e, b)
	case *fact.MemberAway:
		w.gone(e, b)
	case *fact.MemberStanding:
		w.standing(e, b)
	case *fact.MemberLeft:
		w.exit(e, b.Member)
	case *fact.MemberDied:
		w.exit(e, b.Member)
	case *fact.MemberPlaced:
		w.placed(e, b)
	case *fact.MemberAdjusted:
		p := w.told(b.Member, e)
		w.lift(p)
		p.is &^= adjusted
		if b.On {
			p.is |= adjusted
		}
		w.drop(p)
	case *fact.MemberExcluded:
		w.excluded(e, b)
	}
}

// told returns the person that a fact is about and notes the fact.
func (w *walk) told(m party.MemberID, e *entry) *person {
	w.note(m, e)
	return w.who(m)
}

// note names a fact behind a member's measures.
func (w *walk) note(m party.MemberID, e *entry) {
	t := w.y.Trail
	if t == nil {
		return
	}
	if t.Members == nil {
		t.Members = map[party.MemberID][]party.FactID{}
	}
	t.Members[m] = append(t.Members[m], e.fact.ID)
}

// An arrival is someone coming onto the roll.
type arrival struct {
	stage          party.Stage
	accepted, full party.Date
	class          party.WorkClass
}

// join puts a person on the roll; someone already there is only updated.
func (w *walk) join(p *person, a arrival, on party.Date) {
	w.lift(p)
	if p.stage == off {
		p.since, p.steps, p.extended = on, 0, 0
		p.opening = index(party.Stages, a.stage)
		p.is &^= suspended | observed | rightsOff | lost | away | adjusted
	}
	p.stage = index(party.Stages, a.stage)
	if a.accepted != party.NoDate {
		p.accepted = a.accepted
	}
	if a.full != party.NoDate {
		p.full = a.full
	}
	if a.class != "" {
		p.class = index(party.WorkClasses, a.class)
	}
	w.drop(p)
	switch {
	case p.stage == activist:
		w.start(p, cObserve, on, w.fact)
	case p.stage == probationary && p.accepted != party.NoDate:
		w.start(p, cProbation, p.accepted, w.fact)
		w.start(p, cConvert, p.accepted.AddYears(1), w.fact)
	}
}

func (w *walk) enrolled(e *entry, b *fact.MemberEnrolled) {
	p := w.told(b.Member, e)
	if b.Second != (p.is&second != 0) {
		w.lift(p)
		p.is ^= second
		w.drop(p)
	}
	w.join(p, arrival{b.Stage, b.Accepted, b.Full, b.Class}, e.on)
	if b.Group != 0 {
		w.group(p, b.Group)
	}
}

func (w *walk) group(p *person, group int) {
	w.lift(p)
	p.group = int16(group)
	w.drop(p)
}

// moved folds both sides of a transfer: the member stays on the old roll until
// the new branch has recorded the arrival (JY-17). Who goes outside the county
// leaves the roll at once, for nobody here can record that arrival.
func (w *walk) moved(e *entry, b *fact.MemberMoved) {
	own := e.fact.Org == w.line.id
	switch {
	case own && b.Way == "out":
		p := w.told(b.Member, e)
		if p.stage == off {
			return
		}
		if b.Other == "" {
			w.leave(p, e.on)
			return
		}
		p.to = b.Other
		w.start(p, cReceived, e.on, e.fact.ID)
	case own:
		w.arrive(e, b)
	case b.Way == "out": // sent ahead to us
		w.told(b.Member, e).summary = b.Summary
	default: // received by the other branch
		p := w.told(b.Member, e)
		w.done(p, cReceived, e.on, e.fact.ID)
		w.leave(p, e.on)
	}
}

// arrive takes a member over with what travels along: dates, hours, dues.
func (w *walk) arrive(e *entry, b *fact.MemberMoved) {
	p := w.told(b.Member, e)
	s := b.Summary
	if s == nil {
		s = p.summary
	}
	if s == nil {
		s = &fact.MemberSummary{}
	}
	p.summary = nil
	if p.stage != off { // called back before the other branch received the member
		p.to = ""
		w.lapse(p, cReceived, e.on)
		return
	}
	a := arrival{s.Stage, s.Accepted, s.Full, b.Class}
	if a.stage == "" {
		a.stage = "full"
	}
	w.join(p, a, e.on)
	if w.year.Has(e.on) {
		p.hours += s.Hours
	}
	if m, ok := parseMonth(s.DuesTo); ok {
		p.carried.set(0, m-w.base)
	}
}

func (w *walk) exit(e *entry, m party.MemberID) {
	p := w.told(m, e)
	w.done(p, cSuspended, e.on, e.fact.ID)
	w.leave(p, e.on)
}

// leave takes a person off the roll and out of the posts that go with it; what
// was still to be done for the person lapses.
func (w *walk) leave(p *person, on party.Date) {
	if p.stage == off && p.posts&partyPosts == 0 {
		return
	}
	w.lift(p)
	p.stage, p.to = off, ""
	p.is &^= away | lost | suspended | second
	p.posts &^= partyPosts
	w.drop(p)
	for c := range p.run {
		w.lapse(p, standard.Clock(c), on)
	}
}

// gone folds floating, abroad and lost, and every sign of life (C17).
func (w *walk) gone(e *entry, b *fact.MemberAway) {
	if b.State == "host_report" && e.fact.Org == w.line.id {
		w.add(sHostReport, e)
	}
	p := w.told(b.Member, e)
	if p.stage == off {
		return
	}
	w.lift(p)
	switch b.State {
	case "floating":
		p.is |= floating
	case "abroad":
		p.is |= abroad
	case "returned":
		p.is &^= floating
	case "back":
		p.is &^= abroad
	case "lost":
		p.is |= lost
	}
	if b.State != "lost" {
		p.is &^= lost
	}
	w.drop(p)
	switch b.State {
	case "lost":
		from := p.life
		if from == party.NoDate {
			from = e.on
		}
		w.lapse(p, cFloating, e.on)
		w.lapse(p, cAbroad, e.on)
		w.start(p, cLost, from, e.fact.ID)
		return
	case "floating":
		w.start(p, cFloating, e.on, e.fact.ID)
	case "abroad":
		w.start(p, cAbroad, e.on, e.fact.ID)
	case "host_report":
		w.good(p, e.on)
	}
	w.contacted(p, e.on)
	if w.done(p, cLost, e.on, e.fact.ID) {
		w.moot(e.on, p.id, "disposal")
	}
}

// contacted notes a sign of life: it ends one link of the chain of contacts and
// begins the next while the member is away.
func (w *walk) contacted(p *person, on party.Date) {
	p.contact, p.life = max(p.contact, on), max(p.life, on)
	for _, c := range [...]struct {
		clock standard.Clock
		is    mark
	}{{cFloating, floating}, {cAbroad, abroad}} {
		still := p.is&c.is != 0
		if i := p.run[c.clock]; i != 0 && !(still && w.cases[i-1].Start == on) {
			w.done(p, c.clock, on, w.fact)
		}
		if still {
			w.start(p, c.clock, on, w.fact)
		}
	}
}

// standing folds party membership and rights. Who is suspended counts nowhere
// (TR-25) and owes nothing.
func (w *walk) standing(e *entry, b *fact.MemberStanding) {
	p := w.told(b.Member, e)
	w.lift(p)
	switch b.State {
	case "suspended":
		p.is |= suspended
		p.is &^= lost
		p.posts &^= partyPosts
	case "restored":
		p.is &^= suspended
	case "observed":
		p.is |= observed
		p.rightsUntil = b.Until
	case "rights_suspended":
		p.is |= rightsOff
		p.rightsUntil = b.Until
	case "rights_back":
		p.is &^= observed | rightsOff
	}
	w.drop(p)
	switch b.State {
	case "suspended", "restored":
		w.moot(e.on, p.id, "disposal")
	}
	switch b.State {
	case "suspended":
		w.done(p, cLost, e.on, e.fact.ID)
		w.lapse(p, cFloating, e.on)
		w.lapse(p, cAbroad, e.on)
		w.start(p, cSuspended, e.on, e.fact.ID)
	case "restored":
		w.done(p, cSuspended, e.on, e.fact.ID)
	}
}

func (w *walk) placed(e *entry, b *fact.MemberPlaced) {
	p := w.told(b.Member, e)
	if b.Class != "" {
		p.class = index(party.WorkClasses, b.Class)
	}
	if b.Group != nil {
		w.group(p, *b.Group)
	}
	if p.stage >= probationary {
		w.done(p, cPlaced, e.on, e.fact.ID)
	}
}

// excluded takes a member out of 应到会, if both the upper level agreed and the
// assembly voted (TR-08).
func (w *walk) excluded(e *entry, b *fact.MemberExcluded) {
	p := w.told(b.Member, e)
	switch {
	case b.Include:
		p.excludedFrom, p.excludedTo = party.NoDate, party.NoDate
	case b.Agreed != party.NoDate && b.Voted != party.NoDate:
		p.excludedFrom, p.excludedTo = max(e.on, b.Agreed, b.Voted), b.Until
	}
}
