package duty

import (
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

// marks says how the windows of one cadence stand; the sets do not overlap.
type marks struct {
	met, late, missed, waiting, open, excused, gone, stopped uint16

	overdue uint16 // of the missed: done when their time was over

	moved                 uint16 // of the missed, waiting, open and excused: owed until the year's end (C9)
	short, lacking, ahead uint16 // by how many occurrences the missed, the waiting and the open fall short
}

// count adds the windows to a tally.
func (m *marks) count(t *Tally) {
	met := count(m.met)
	t.Total, t.Met = t.Total+met, t.Met+met
	if m.late|m.missed|m.waiting|m.open|m.excused|m.gone|m.stopped == 0 {
		return
	}
	late, missed, waiting, open := count(m.late), count(m.missed), count(m.waiting), count(m.open)
	t.Overdue += count(m.overdue)
	t.Met, t.Late, t.Missed = t.Met+late, t.Late+late, t.Missed+missed
	t.Waiting, t.Open = t.Waiting+waiting, t.Open+open
	t.Excused, t.Waived, t.Stopped = t.Excused+count(m.excused), t.Waived+count(m.gone), t.Stopped+count(m.stopped)
	t.Total += late + missed + waiting + open
	t.Short, t.Lacking, t.Ahead = t.Short+int(m.short), t.Lacking+int(m.lacking), t.Ahead+int(m.ahead)
}

// judge says how the windows of one sum stand; excuse is how many 没开
// may still be excused.
func (r *rule) judge(e *Env, set *Sum, excuse int) *marks {
	m := &e.marks
	*m = marks{}
	asked := e.spread(r.span)
	due := (asked.yes | asked.maybe) & r.allowed & e.cal.full[r.place] & r.valid(e)
	if due == 0 {
		return m
	}
	m.met = r.reached(e, set) & due
	if m.met != 0 && r.overdue(e, set) {
		m.met, m.overdue = 0, m.met
	}
	short := due &^ m.met
	if short == 0 {
		return m
	}
	if m.moved = e.moved(r) & short; m.moved != 0 || r.until > 0 {
		m.late = r.made(e, set, m, short)
		short = r.move(e, m, short)
	}
	gone := r.excepted(e) & short
	m.gone |= gone
	m.stopped = r.stopped(e, m.moved) & short &^ gone
	r.settle(e, m, short&^gone&^m.stopped, settling{set, excuse, asked.maybe})
	return m
}

// settling is what it takes to tell missed from waiting.
type settling struct {
	set    *Sum
	excuse int
	maybe  uint16 // windows that may not be owed at all
}

// settle divides the windows that are not met: not ended yet, said or found not
// done, silent and closed, silent and not closed.
func (r *rule) settle(e *Env, m *marks, short uint16, s settling) {
	ended, closed := r.ended(e)
	if e.cal.ended[3] == 0 {
		ended &^= m.moved
	}
	if e.cal.closed[3] == 0 {
		closed &^= m.moved
	}
	ended &= short
	m.overdue &= ended
	m.open = short &^ ended
	m.ahead = r.lack(e, s.set, m.open)
	if ended == 0 {
		return
	}
	said := e.skipped(r, s.set) & ended
	if r.item.Force == "SHOULD" || r.item.Force == "MAY" {
		m.excused = low(said, s.excuse)
	}
	closed |= r.found(e, ended, m.moved) | m.overdue
	m.missed = ended & (said | closed) &^ m.excused &^ s.maybe
	m.overdue &= m.missed
	m.waiting = ended &^ m.missed &^ m.excused
	m.short = r.lack(e, s.set, m.missed&^m.overdue) + r.least*uint16(count(m.overdue))
	m.lacking = r.lack(e, s.set, m.waiting)
}

// lack is by how many occurrences some windows fall short.
func (r *rule) lack(e *Env, set *Sum, windows uint16) uint16 {
	if windows == 0 || r.least == 1 {
		return uint16(count(windows))
	}
	by, n, sum := e.Months(set), monthsOf[r.place], uint16(0)
	for i := range 12 / n {
		if windows&(1<<i) != 0 {
			sum += r.least - min(total(by[i*n:i*n+n]), r.least)
		}
	}
	return sum
}

// overdue reports whether what a yearly window counts first happened when its time
// was over: what is kept by the year it is about may be held long after it (TR-49).
func (r *rule) overdue(e *Env, set *Sum) bool {
	if r.place != 3 || len(set.Events) > 0 {
		return false
	}
	first := party.NoDate
	for _, s := range set.Series {
		if on := e.year.First[s]; on != party.NoDate && (first == party.NoDate || on < first) {
			first = on
		}
	}
	return first > r.due(e, 0)
}

// reached returns the windows in which a sum reaches Least.
func (r *rule) reached(e *Env, set *Sum) uint16 {
	if len(set.Series) == 1 && len(set.Events) == 0 {
		return reach(&e.year.Months[set.Series[0]], r.place, r.least)
	}
	sum := e.Months(set)
	return reach((*[12]uint16)(sum[:12]), r.place, r.least)
}

func reach(by *[12]uint16, place int, least uint16) uint16 {
	var got uint16
	n := monthsOf[place]
	for i, bit := 0, uint16(1); i < 12; i, bit = i+n, bit<<1 {
		var have uint16
		for _, k := range by[i : i+n] {
			have += k
		}
		if have >= least {
			got |= bit
		}
	}
	return got
}

// made finds what was made up for later: a short window within its Until months,
// and one that a season moved (C9) in any later month of the year.
func (r *rule) made(e *Env, set *Sum, m *marks, short uint16) (late uint16) {
	if m.moved == 0 && (r.until == 0 || r.place == 3 && len(set.Events) == 0) {
		return 0
	}
	left := e.Months(set)
	n := monthsOf[r.place]
	for i := range 12 / n {
		switch bit := uint16(1) << i; {
		case m.met&bit != 0:
			takeLast(left[i*n:i*n+n], r.least)
		case short&bit != 0:
			take(left[i*n:i*n+n], ^uint16(0))
		}
	}
	own := e.Months(set)
	for i := range 12 / n {
		bit := uint16(1) << i
		last := min(i*n+n+r.until, len(left))
		if m.moved&bit != 0 {
			last = max(last, 12)
		}
		if short&bit == 0 || i*n+n >= last {
			continue
		}
		need := r.least - total(own[i*n:i*n+n])
		if total(left[i*n+n:last]) >= need {
			take(left[i*n+n:last], need)
			late |= bit
		}
	}
	return late
}

func total(months []uint16) uint16 {
	var n uint16
	for _, k := range months {
		n += k
	}
	return n
}

// take uses up n occurrences, the earliest first.
func take(months []uint16, n uint16) {
	for i, k := range months {
		used := min(k, n)
		months[i], n = k-used, n-used
	}
}

// takeLast uses up n occurrences, the latest first: what was done early in a window
// that had enough of its own made up for the one before.
func takeLast(months []uint16, n uint16) {
	for i := len(months) - 1; i >= 0; i-- {
		used := min(months[i], n)
		months[i], n = months[i]-used, n-used
	}
}

// skipped returns the windows for which the branch said 没开.
func (e *Env) skipped(r *rule, set *Sum) uint16 {
	var got uint16
	for _, s := range e.year.Skips {
		if set.has(s.Series) {
			got |= e.cal.within(r.place, s.Window.Period())
		}
	}
	return got
}

// excepted returns the windows that a waiver takes out.
func (r *rule) excepted(e *Env) uint16 {
	var got uint16
	for i := range e.year.Waivers {
		if w := &e.year.Waivers[i]; w.Item == r.item.ID && r.waivable() {
			got |= e.waived(r, w.Days)
		}
	}
	return got
}

// waived returns the windows that a run of days takes out: it holds the
// window's last day, or so many days that the declared share is not left.
func (e *Env) waived(r *rule, days party.Period) uint16 {
	var got uint16
	for i := range 12 / monthsOf[r.place] {
		w := e.cal.window(r.place, i)
		n := w.Meet(days).Days()
		if days.Has(w.To) || n > 0 && share(r.item.Partial, w.Days(), w.Days()-n, 0) == No {
			got |= 1 << i
		}
	}
	return got
}

// found returns those of some windows of which an inspection found that they
// were not done (C5): the ones due by its day.
func (r *rule) found(e *Env, ended, moved uint16) uint16 {
	var got uint16
	for k := range e.year.Settled {
		if e.year.Settled[k].Item != r.item.ID {
			continue
		}
		for i := range 12 / monthsOf[r.place] {
			if e.year.Settled[k].On >= r.dueOf(e, i, moved) {
				got |= 1 << i
			}
		}
	}
	return got & ended
}

// settled returns the inspection that found that what the item asks was not done
// by a day, or nil (C5).
func (e *Env) settled(item party.ItemID, due party.Date) *register.Settled {
	for i := range e.year.Settled {
		if s := &e.year.Settled[i]; s.Item == item && s.On >= due {
			return s
		}
	}
	return nil
}

// due returns the last day on which window i may be fulfilled.
func (r *rule) due(e *Env, i int) party.Date {
	return monthEnd(e.cal.year, (i+1)*monthsOf[r.place]+r.until)
}

// dueOf is the due day of window i, where some windows are owed until the year's
// end.
func (r *rule) dueOf(e *Env, i int, moved uint16) party.Date {
	if moved&(1<<i) != 0 {
		return max(r.due(e, i), e.cal.days.To)
	}
	return r.due(e, i)
}

// ended returns the windows past their due day, and those about which silence
// counts as not done.
func (r *rule) ended(e *Env) (ended, closed uint16) {
	if r.until == 0 {
		return e.cal.ended[r.place], e.cal.closed[r.place]
	}
	for i := range 12 / monthsOf[r.place] {
		due := r.due(e, i)
		shut := e.cal.asOf >= max(due, e.pace.closing(e.cal.window(r.place, i).To))
		if e.cal.asOf > due || shut {
			ended |= 1 << i
		}
		if shut {
			closed |= 1 << i
		}
	}
	return ended, closed
}
