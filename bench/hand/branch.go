package hand

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A profile is what one segment says of the branch.
type profile = [register.NProfile]int32

// A condition asks the profile whether an item applies.
type condition func(*profile) bool

// A branch is one year being scored.
type branch struct {
	y     *register.Year
	asOf  party.Date
	over  bool     // the calendar year has ended
	shut  bool     // silence counts as not done
	now   *profile // of the as-of day
	whole bool     // the branch lived all year
	cal   *calendar
}

// A calendar is the days of one year, by month.
type calendar struct {
	year  int
	days  party.Period
	first [12]party.Date // the first day of each month
	last  [15]party.Date // the last day of each month, and of three months after the year
	close party.Date     // the day on which the year is closed: a month after its end
}

func (c *calendar) lay(year int) {
	if c.year == year {
		return
	}
	c.year, c.days = year, party.YearOf(year)
	for m := range c.last {
		y, month := year+m/12, m%12+1
		c.last[m] = party.DateOf(y, month, party.DaysIn(y, month))
		if m < 12 {
			c.first[m] = party.DateOf(y, month, 1)
		}
	}
	c.close = c.last[12]
}

// window returns the days of window i of n months.
func (c *calendar) window(i, n int) party.Period {
	return party.Period{From: c.first[i*n], To: c.last[i*n+n-1]}
}

// closed is the day on which silence about something due on d counts as not done:
// the end of January of the year after.
func closed(d party.Date) party.Date { return party.DateOf(d.Year()+1, 1, 31) }

func (b *branch) load(y *register.Year, cal *calendar) {
	cal.lay(y.Of)
	*b = branch{y: y, asOf: y.Cut.On, cal: cal, now: &y.Segments[len(y.Segments)-1].Values}
	if b.asOf == party.NoDate {
		b.asOf = party.DateOf(2199, 12, 31)
	}
	b.over = b.asOf > cal.days.To
	b.shut = b.asOf >= cal.close
	b.whole = y.Exists.From <= cal.days.From && y.Exists.To >= cal.days.To
}

// during reports whether a condition holds on the last of some days and on at
// least half of them. The last segment goes on to the end of the year; days before
// the first count as no days.
func (b *branch) during(c condition, days party.Period) bool {
	segs := b.y.Segments
	last := len(segs) - 1
	if last == 0 {
		return c(b.now)
	}
	at := last
	for i := range segs {
		if days.To <= segs[i].Days.To {
			at = i
			break
		}
	}
	if !c(&segs[at].Values) {
		return false
	}
	all, yes := 0, 0
	for i := range segs {
		part := segs[i].Days
		if i == last {
			part.To = max(part.To, b.cal.days.To)
		}
		n := part.Meet(days).Days()
		all += n
		if n > 0 && c(&segs[i].Values) {
			yes += n
		}
	}
	return yes >= (all+1)/2
}

// applies reports whether an item without obligations this year is asked of the
// branch at all.
func (b *branch) applies(r *rule, c condition) bool {
	if b.freed(r, min(b.asOf, b.cal.days.To)) {
		return false
	}
	if c == nil {
		return true
	}
	life := b.y.Exists.Meet(b.cal.days)
	life.To = max(life.From, min(life.To, b.asOf))
	return b.during(c, life)
}

// freed reports whether a waiver takes out what is due on a day.
func (b *branch) freed(r *rule, due party.Date) bool {
	for i := range b.y.Waivers {
		if w := &b.y.Waivers[i]; w.Item == r.item && r.waivable && w.Days.Has(due) {
			return true
		}
	}
	return false
}

// found reports whether an inspection found that what was due by a day was not
// done.
func (b *branch) found(r *rule, due party.Date) bool {
	for i := range b.y.Settled {
		if s := &b.y.Settled[i]; s.Item == r.item && s.On >= due {
			return true
		}
	}
	return false
}

// number returns a number of the year that the fold always knows.
func (b *branch) number(n standard.Number) int64 {
	return int64(b.y.Numbers[n] / party.DecimalUnit)
}

// times is how often something happened in the year.
func times(y *register.Year, s standard.Series) int {
	n := 0
	for _, k := range &y.Months[s] {
		n += int(k)
	}
	return n
}
