package hand

import (
	"math/bits"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A rule is what the obligations of one item have beside what is counted.
type rule struct {
	item     party.ItemID
	months   int  // length of a window
	until    int  // months after it in which it may still be done
	only     uint // only these windows; 0: all
	pardons  int  // how many 没开 are excused
	should   bool // a season moves it
	silent   bool // what is required counts records, so that silence may break it
	unsaid   int  // a word of the profile that is not known where it is negative; 0: none
	waivable bool
	forbids  bool                // a prohibition: nothing stops it
	now      bool                // a standing condition that is asked of whoever it fits on the day
	sent     [2]party.Submission // while one of these waits for an answer its time stands still
}

// windows counts how the windows of a year stand, of which each asks for one
// occurrence of a series. It returns how many were excused.
func (b *branch) windows(r *rule, c condition, s standard.Series, pardons int) (t tally, excused int) {
	if len(b.y.Segments) == 1 && !c(b.now) {
		return t, 0
	}
	by := &b.y.Months[s]
	var done, short uint
	for i := range 12 / r.months {
		if r.only != 0 && r.only>>i&1 == 0 || !b.asked(r, c, i) {
			continue
		}
		n := uint16(0)
		for _, k := range by[i*r.months : (i+1)*r.months] {
			n += k
		}
		if n > 0 {
			done |= 1 << i
		} else {
			short |= 1 << i
		}
	}
	if r.months == 12 && done != 0 && b.y.First[s] > b.cal.last[11+r.until] { // held when its time was over
		return tally{total: 1, missed: 1}, 0
	}
	t.met = bits.OnesCount(done)
	if short != 0 {
		moved := b.moved(r) & short
		late, away := b.madeUp(r, by, done, short)
		t.met += bits.OnesCount(late)
		excused = b.unmet(r, s, windows{short &^ late &^ away, moved}, pardons, &t)
	}
	t.total = t.met + t.missed + t.waiting + t.open
	return t, excused
}

// asked reports whether the branch owes window i: it lived through it, and the
// condition held.
func (b *branch) asked(r *rule, c condition, i int) bool {
	if b.whole && len(b.y.Segments) == 1 {
		return true
	}
	w := b.cal.window(i, r.months)
	return w.From >= b.y.Exists.From && w.To <= b.y.Exists.To && b.during(c, w)
}

// madeUp finds the windows made up for later: within so many months, or where a
// declared season moved them in any later month of the year. What a season moved
// and was not made up is away, the first few: as many as fit into four months.
func (b *branch) madeUp(r *rule, by *[12]uint16, done, short uint) (late, away uint) {
	moved := b.moved(r) & short
	if moved == 0 && (r.until == 0 || r.months == 12) {
		return 0, 0
	}
	n := r.months
	left := *by // occurrences that do not serve a window of their own
	for i := range 12 / n {
		for m := i*n + n - 1; m >= i*n && done>>i&1 != 0; m-- {
			if left[m] > 0 {
				left[m]--
				break
			}
		}
	}
	for i := range 12 / n {
		end := min(i*n+n+r.until, 12)
		if moved>>i&1 != 0 {
			end = 12
		}
		for m := i*n + n; m < end && short>>i&1 != 0; m++ {
			if left[m] > 0 {
				left[m]--
				late |= 1 << i
				break
			}
		}
	}
	for i := range 12 / n {
		if (moved&^late)>>i&1 != 0 && bits.OnesCount(away) < 4/n {
			away |= 1 << i
		}
	}
	return late, away
}

// moved returns the windows of which declared seasons take at least half the days;
// no more than 120 days a year are busy.
func (b *branch) moved(r *rule) uint {
	if len(b.y.Seasons) == 0 || !r.should {
		return 0
	}
	var few [8]party.Period
	busyDays, left, from := few[:0], 120, party.NoDate
	for i := range b.y.Seasons {
		days := b.y.Seasons[i].Days
		days.From = max(days.From, from)
		days.To = min(days.To, days.From.AddDays(left-1))
		if n := days.Days(); n > 0 {
			busyDays, left, from = append(busyDays, days), left-n, days.To.AddDays(1)
		}
	}
	var got uint
	for i := range 12 / r.months {
		w, busy := b.cal.window(i, r.months), 0
		for _, s := range busyDays {
			busy += s.Meet(w).Days()
		}
		if busy*2 >= w.Days() {
			got |= 1 << i
		}
	}
	return got
}

// A windows is some windows that were not met, and which of all a season moved.
type windows struct{ short, moved uint }

// unmet settles the windows that were not met: open, excused, missed or waiting.
// One that a season moved is due at the end of the year.
func (b *branch) unmet(r *rule, s standard.Series, w windows, pardons int, t *tally) (excused int) {
	for i := range 12 / r.months {
		if w.short>>i&1 == 0 || b.excepted(r, i) {
			continue
		}
		due := b.cal.last[i*r.months+r.months-1+r.until]
		if w.moved>>i&1 != 0 {
			due = max(due, b.cal.last[11])
		}
		if b.takenOut(r, party.Period{From: b.cal.first[i*r.months], To: due}) {
			t.stopped++
			continue
		}
		shut := b.shut && b.asOf >= due
		if b.asOf <= due && !shut {
			t.open++
			continue
		}
		said := b.said(r, s, i)
		switch {
		case said && excused < pardons:
			excused++
		case said || shut || b.found(r, due):
			t.missed++
		default:
			t.waiting++
		}
	}
	return excused
}

// said reports whether the branch said 没开 of window i.
func (b *branch) said(r *rule, s standard.Series, i int) bool {
	for k := range b.y.Skips {
		skip := &b.y.Skips[k]
		if skip.Series != s {
			continue
		}
		said, w := skip.Window.Period(), b.cal.window(i, r.months)
		if w.From >= said.From && w.To <= said.To {
			return true
		}
	}
	return false
}

// excepted reports whether a waiver takes window i out.
func (b *branch) excepted(r *rule, i int) bool {
	for k := range b.y.Waivers {
		w := &b.y.Waivers[k]
		if w.Item != r.item || !r.waivable {
			continue
		}
		days := b.cal.window(i, r.months)
		n := w.Days.Meet(days).Days()
		if w.Days.Has(days.To) || n > 0 && days.Days()-n < (days.Days()+1)/2 {
			return true
		}
	}
	return false
}

// within counts the cases of a clock that must be done so long after they start.
func (b *branch) within(r *rule, clock standard.Clock, months int) (t tally) {
	for i := range b.y.Cases {
		c := &b.y.Cases[i]
		if c.Clock != clock || c.Start == party.NoDate {
			continue
		}
		until := b.asOf
		if c.Done != party.NoDate || c.Lapse != party.NoDate {
			until = max(c.Done, c.Lapse)
		}
		due, still := b.putOff(r, c.Start, c.Start.AddMonths(months), until)
		if due > b.cal.days.To || due < b.cal.days.From && c.Done != party.NoDate && c.Done < b.cal.days.From {
			continue // of another year
		}
		switch shut := b.asOf >= closed(due); {
		case c.Done != party.NoDate && c.Done > due && !still && b.cal.days.Has(due):
			t.count(missed) // done when its time was over
		case c.Done != party.NoDate:
			t.count(met)
		case c.Lapse != party.NoDate && (c.Lapse <= due || still) || b.freed(r, due): // what was missed first stays missed
		case still:
			t.count(stopped)
		case b.asOf <= due && !(b.asOf == due && shut):
			t.count(open)
		case shut || b.found(r, due):
			t.count(missed)
		default:
			t.count(waiting)
		}
	}
	return t
}

// after counts the cases of a clock whose second step must not come before so many
// months after the first.
func (b *branch) after(r *rule, clock standard.Clock, months int) (t tally) {
	for i := range b.y.Cases {
		c := &b.y.Cases[i]
		if c.Clock != clock || c.Done == party.NoDate || !b.cal.days.Has(c.Done) {
			continue
		}
		switch {
		case c.Start != party.NoDate && c.Done >= c.Start.AddMonths(months):
			t.count(met)
		case b.freed(r, c.Done):
		case c.Start != party.NoDate || b.asOf >= closed(c.Done) || b.found(r, c.Done):
			t.count(missed)
		default:
			t.count(waiting)
		}
	}
	return t
}

// A grace is how long a standing condition may fail: so many months, or to the end
// of the year.
type grace struct {
	months int
	yearly bool
}

func (g grace) from(d party.Date) party.Date { return d.AddMonths(g.months) }

// A requirement asks the profile of a segment, and the year that it is of.
type requirement func(*register.Year, *profile) bool

// standing says how a requirement on the profile stands: it is broken when it has
// failed without a break, back into earlier years, for longer than the grace.
func (b *branch) standing(r *rule, c condition, holds requirement, g grace) state {
	end, s := b.lived(r, c)
	if s != met {
		return s
	}
	fails, since, vague := false, end, *r
	for y := b.y; y != nil; y = y.Before {
		for i := len(y.Segments) - 1; i >= 0; i-- {
			seg := &y.Segments[i]
			if seg.Days.From > end {
				continue
			}
			if c != nil && !c(&seg.Values) || holds(y, &seg.Values) || y != b.y && seg.Days.To.AddDays(1) != since {
				if !fails {
					return met
				}
				return b.broken(&vague, party.Period{From: since, To: end}, g)
			}
			fails, since = true, seg.Days.From
			vague.silent = vague.silent || r.unsaid > 0 && seg.Values[r.unsaid] < 0
		}
		if since != party.DateOf(y.Of, 1, 1) {
			break
		}
	}
	if !fails {
		return met
	}
	return b.broken(&vague, party.Period{From: since, To: end}, g)
}

// yearly says how a requirement on the year as a whole stands: where it fails it
// failed all year.
func (b *branch) yearly(r *rule, c condition, holds bool, g grace) state {
	end, s := b.lived(r, c)
	if g.yearly && !b.whole {
		return none
	}
	if s != met || holds {
		return s
	}
	return b.broken(r, party.Period{From: max(b.y.Exists.From, b.cal.days.From), To: end}, g)
}

// lived returns the last day lived up to the as-of day and whether a standing
// condition is asked of the branch: met (it is), open (not yet) or none.
func (b *branch) lived(r *rule, c condition) (party.Date, state) {
	life := b.y.Exists.Meet(b.cal.days)
	end := min(life.To, b.asOf)
	switch {
	case life.Days() == 0:
		return end, none
	case end < life.From:
		return end, open
	case c != nil && r.now && !b.during(c, party.Period{From: end, To: end}):
		return end, none
	case c != nil && !r.now && !b.during(c, party.Period{From: life.From, To: end}):
		return end, none
	}
	return end, met
}

// overYear says how a requirement stands that has the whole year, where it fails.
func (b *branch) overYear(r *rule) state {
	switch {
	case b.takenOut(r, b.cal.days):
		return stopped
	case b.asOf <= b.cal.days.To && !b.shut:
		return open
	case r.silent && !b.shut && !b.found(r, b.cal.days.To):
		return waiting
	}
	return missed
}

// broken says what a run of failing days amounts to.
func (b *branch) broken(r *rule, run party.Period, g grace) state {
	for i := range b.y.Waivers {
		w := &b.y.Waivers[i]
		if w.Item != r.item || !r.waivable || w.Days.Meet(run).Days() == 0 {
			continue
		}
		if w.Days.Has(run.To) {
			return gone
		}
		run.From = max(run.From, w.Days.To.AddDays(1))
	}
	if g.yearly {
		return b.overYear(r)
	}
	last, still := b.putOff(r, run.From, g.from(run.From).AddDays(-1), run.To)
	switch limit := last.AddDays(1); {
	case still:
		return stopped
	case run.To < limit:
		return open
	case r.silent && !b.shut && !b.found(r, limit):
		return waiting
	}
	return missed
}
