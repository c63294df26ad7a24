package register

import (
	"cmp"
	"slices"

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

// A payment is what a member paid for a run of months, numbered as monthOf does.
type payment struct {
	who      int32 // the person, by index
	from, to int
	fen      int64
}

// A due is what was fixed for a member to pay in each month of a year, in force
// from the month in which it was fixed. What was paid for the months before the
// first amount of a year is enough for them, so that fixing one makes no month of
// the past overdue (C2, C13); only an exemption holds from the year's start.
type due struct {
	who         int32
	year, since int
	fen         int64
}

// paid folds a payment; nothing paid is no payment. Who once paid for a quarter or
// more at once pays by the quarter and is not in arrears before one ends (TR-50).
func (w *walk) paid(e *entry, b *fact.DuesPaid) {
	from, ok1 := parseMonth(b.From)
	to, ok2 := parseMonth(b.To)
	if !ok1 || !ok2 {
		return
	}
	p := w.told(b.Member, e)
	if b.Fen <= 0 || to < from {
		return
	}
	w.payments = append(w.payments, payment{w.index[b.Member], from, to, b.Fen})
	if to-from >= 2 {
		p.is |= quarterly
	}
	p.life = max(p.life, e.on)
}

// fixed folds the fixing of a year's dues; none at all is an exemption (DF-08).
func (w *walk) fixed(e *entry, b *fact.DuesFixed) {
	p := w.told(b.Member, e)
	w.dues = append(w.dues, due{w.index[b.Member], b.Year, monthOf(e.on), b.Fen})
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

// hand gives what one person paid and was to pay to another walk.
func (w *walk) hand(to *walk, who, there int32) {
	for _, p := range w.payments {
		if p.who == who {
			p.who = there
			to.payments = append(to.payments, p)
		}
	}
	for _, d := range w.dues {
		if d.who == who {
			d.who = there
			to.dues = append(to.dues, d)
		}
	}
}

// settled readies what was paid and fixed to be read person by person: of one
// person what is for the earliest months first.
func (w *walk) settled() {
	slices.SortStableFunc(w.payments, func(a, b payment) int {
		return cmp.Or(cmp.Compare(a.who, b.who), cmp.Compare(a.to, b.to), cmp.Compare(a.from, b.from))
	})
	slices.SortStableFunc(w.dues, func(a, b due) int { return cmp.Compare(a.who, b.who) })
}

// of returns the run of a list that is one person's.
func of[T any](list []T, who int32, person func(*T) int32) []T {
	from, _ := slices.BinarySearchFunc(list, who, func(t T, who int32) int { return cmp.Compare(person(&t), who) })
	to := from
	for to < len(list) && person(&list[to]) == who {
		to++
	}
	return list[from:to]
}

// monthly is what is due for a month: the last amount in force by then, or none at
// all where the first of the year is an exemption; -1 where nothing was fixed.
func monthly(dues []due, month int) int64 {
	fen, first := int64(-1), true
	for i := range dues {
		d := &dues[i]
		if d.year != month/12 {
			continue
		}
		if d.since <= month || first && d.fen == 0 {
			fen = d.fen
		}
		first = false
	}
	return fen
}

// cover returns the months that payments cover in full (足额, DF-14). A payment
// fills its months from the earliest on, up to what was fixed for each; several
// for one month add up. Where nothing was fixed, anything paid will do.
func (w *walk) cover(payments []payment, dues []due) (covered months) {
	var got [128]int64
	for k := range payments {
		p := &payments[k]
		left := p.fen
		for i := max(p.from-w.base, 0); i <= min(p.to-w.base, 127); i++ {
			need := monthly(dues, w.base+i)
			if need < 0 {
				covered.set(i, i)
				continue
			}
			n := min(left, need-got[i])
			got[i], left = got[i]+n, left-n
			if got[i] == need {
				covered.set(i, i)
			}
		}
	}
	return covered
}

// owedBy reads off what a member owed in the year, how many months of it were paid
// in full, and for how many months on end up to the as-of day nothing or too little
// was.
//
// Dues are told by payments only: nobody records that somebody did not pay. A month
// that a ledger leaves out, before, between or after the months that it has, stands
// as not recorded, and the pack's closing decides what that means (C5): how many
// months are owed is therefore not known, and the measure says at most how many, as
// Unsaid. It is known where nothing is owed, or where of each of the months the
// record itself says that less was paid than was due. What was recorded of one
// member says nothing about another, nor what was of one month about another month,
// so that recording a payment never makes anybody worse off (C2).
func (w *walk) owedBy(who int32, m *MemberYear) {
	if w.lentThen {
		return
	}
	p := &w.people[who]
	w.owes(p, w.end)
	payments := of(w.payments, who, func(p *payment) int32 { return p.who })
	dues := of(w.dues, who, func(d *due) int32 { return d.who })
	covered := w.cover(payments, dues)
	open := func(i int) bool { return p.owed.has(i) && monthly(dues, w.base+i) != 0 }
	paid := func(i int) bool { return covered.has(i) || p.carried.has(i) }
	first := w.year.From.Year()*12 - w.base
	owed, done := 0, 0
	for i := first; i < first+12; i++ {
		if open(i) {
			owed++
			if paid(i) {
				done++
			}
		}
	}
	m.field(mOwed, owed)
	m.field(mPaid, done)
	last := monthOf(w.end+1) - 1
	n, late, known := 0, last-w.base, true
	if p.is&quarterly != 0 {
		late -= (last + 1) % 3 // the quarter under way may still be paid
	}
	for i := last - w.base; open(i) && !paid(i); i-- {
		if i <= late {
			n++
			known = known && told(payments, w.base+i)
		}
	}
	if m.field(mArrears, n); !known {
		m.field(mArrears, Unsaid(n))
	}
}

// told reports whether something was paid for a month, be it too little.
func told(payments []payment, month int) bool {
	return slices.ContainsFunc(payments, func(p payment) bool { return p.from <= month && month <= p.to })
}
