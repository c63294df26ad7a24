package register

import (
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// owe begins and ends what a member owes: from the day the assembly accepted
// (DF-09), or from the day on this roll. Who is suspended or belongs elsewhere
// owes nothing here.
func (w *walk) owe(p *person) {
	switch in := p.in(); {
	case in && p.owing == party.NoDate:
		p.owing = w.today
	case !in && p.owing != party.NoDate:
		w.owes(p, w.today-1)
		p.owing = party.NoDate
	}
}

// owes books what is owed up to a day: the months at whose end the member was
// here and paying.
func (w *walk) owes(p *person, to party.Date) {
	if p.owing != party.NoDate && to >= p.owing {
		p.owed.set(monthOf(p.owing)-w.base, monthOf(to+1)-1-w.base)
	}
}

// paid folds a payment. Who pays for a quarter or more at once pays by the
// quarter and is not in arrears before one ends (TR-50).
func (w *walk) paid(e *entry, b *fact.DuesPaid) {
	from, ok1 := parseMonth(b.From)
	to, ok2 := parseMonth(b.To)
	if !ok1 || !ok2 {
		return
	}
	p := w.told(b.Member, e)
	p.paid.set(from-w.base, to-w.base)
	p.is &^= quarterly
	if to-from >= 2 {
		p.is |= quarterly
	}
	p.life = max(p.life, e.on)
	if w.dueBy == 0 || from < w.dueBy {
		w.dueBy = from
	}
}

// fixed folds the fixing of a year's dues; none at all is an exemption (DF-08).
func (w *walk) fixed(e *entry, b *fact.DuesFixed) {
	p := w.told(b.Member, e)
	if b.Fen == 0 {
		p.exempt.set(b.Year*12-w.base, b.Year*12+11-w.base)
	}
	if b.Year == w.year.From.Year() && (p.fixed == party.NoDate || e.on < p.fixed) {
		p.fixed = e.on
		w.mention(sDuesFixed, e)
	}
}

// fixing notes once who must have the year's dues fixed: the roll on the year's
// first day, or on the first day on which there is one.
func (w *walk) fixing(d party.Date) {
	if w.fixedFor || d <= w.live.From || w.today > w.end || w.now[pMembers] == 0 || lent(w.form) {
		return
	}
	w.fixedFor = true
	for i := range w.people {
		if w.people[i].in() {
			w.people[i].is |= mustBeFix
		}
	}
}

// allFixed returns the day on which the last of them was fixed, if all were.
// Who left meanwhile is not waited for.
func (w *walk) allFixed() (last party.Date) {
	for i := range w.people {
		p := &w.people[i]
		switch {
		case p.is&mustBeFix == 0 || p.fixed == party.NoDate && p.stage == off:
		case p.fixed == party.NoDate:
			return party.NoDate
		default:
			last = max(last, p.fixed)
		}
	}
	return last
}

// remitted counts dues passed on by the month they belong to.
func (w *walk) remitted(e *entry, b *fact.DuesRemitted) {
	if m, ok := parseMonth(b.Month); ok && m/12 == w.year.From.Year() {
		w.addTo(sDuesRemitted, m%12, e)
	}
}

// payments reads off what a member owed in the year and for how many months on
// end nothing was paid.
func (w *walk) payments(p *person, m *MemberYear) {
	if w.lentThen {
		return
	}
	w.owes(p, w.end)
	first := w.year.From.Year()*12 - w.base
	owed, paid := 0, 0
	for i := first; i < first+12; i++ {
		if p.owed.has(i) && !p.exempt.has(i) {
			owed++
			if p.paid.has(i) {
				paid++
			}
		}
	}
	m.field(mOwed, owed)
	m.field(mPaid, paid)
	last := monthOf(w.end+1) - 1
	if p.is&quarterly != 0 {
		last -= (last + 1) % 3
	}
	n := 0
	for i := last - w.base; w.dueBy != 0 && i >= w.dueBy-w.base && p.owed.has(i) && !p.paid.has(i) && !p.exempt.has(i); i-- {
		n++
	}
	m.field(mArrears, n)
}
