package duty

import (
	"math/bits"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Windows of one year are bits of a uint16: bit i is window i of a cadence.

// cadences is the cadences in order of their place in the tables of a calendar.
var cadences = [4]party.Cadence{party.Monthly, party.Quarterly, party.HalfYear, party.Yearly}

// place returns where a cadence stands in cadences; an unknown one is yearly.
func place(c party.Cadence) int {
	for i, s := range cadences {
		if s == c {
			return i
		}
	}
	return 3
}

// monthsOf is the length of a window in months, by place.
var monthsOf = [4]int{1, 3, 6, 12}

// A spoken window is how a window is called and how it ends in a key.
type spoken struct{ chinese, suffix string }

// spokens is the spoken windows by place and index.
var spokens = func() (table [4][]spoken) {
	for p, c := range cadences {
		for _, w := range c.Windows(2000) {
			table[p] = append(table[p], spoken{w.Chinese(), w.String()[len("2000"):]})
		}
	}
	return table
}()

// all returns the mask of every window of the year, by place.
func all(p int) uint16 { return 1<<(12/monthsOf[p]) - 1 }

// A calendar says, for one year seen on one day, which windows lie wholly in the
// organisation's life, which have ended and which are closed: silence about a
// closed one counts as not done (C5).
type calendar struct {
	year   int
	days   party.Period // of the calendar year
	shuts  party.Date   // the closing of its last day
	spans  [4][12]party.Period
	asOf   party.Date
	full   [4]uint16
	ended  [4]uint16 // due (the last day of the window) has passed
	closed [4]uint16
}

// pace is how a scheme closes: so many months after each of its periods.
type pace struct {
	place  int
	months int
}

// paceOf reads the closing of a standard; without a scheme it is one month
// after the year.
func paceOf(std *standard.Standard) pace {
	if std.Rating == nil {
		return pace{3, 1}
	}
	return pace{place(std.Rating.Every), std.Rating.Closing}
}

// asOf is the day from which a year is seen: the cut, or long after.
func asOf(y *register.Year) party.Date {
	if y.Cut.On == party.NoDate {
		return party.DateOf(2199, 12, 31)
	}
	return y.Cut.On
}

// lay fills the calendar for a year.
func (c *calendar) lay(y *register.Year, p pace) {
	if c.year != y.Of {
		c.turn(y.Of, p)
	}
	c.asOf = asOf(y)
	if y.Exists.From <= c.days.From && y.Exists.To >= c.days.To {
		c.full = [4]uint16{all(0), all(1), all(2), all(3)}
	} else {
		c.layExists(y.Exists)
	}
	if c.asOf > c.days.To && c.asOf >= c.shuts {
		c.ended = [4]uint16{all(0), all(1), all(2), all(3)}
		c.closed = c.ended
		return
	}
	c.layEnded(p)
}

// turn goes to another year.
func (c *calendar) turn(year int, p pace) {
	c.year, c.days = year, party.YearOf(year)
	c.shuts = p.closing(c.days.To)
	months, from := &c.spans[0], c.days.From
	for m := range months {
		months[m] = party.Period{From: from, To: monthEnd(year, m+1)}
		from = months[m].To.AddDays(1)
	}
	for q, n := range monthsOf {
		for i := range 12 / n {
			c.spans[q][i] = party.Period{From: months[i*n].From, To: months[i*n+n-1].To}
		}
	}
}

// layExists marks the windows that lie wholly in the organisation's life: a
// founded one starts with its first full window, a closed one stops that day.
func (c *calendar) layExists(life party.Period) {
	for p := range cadences {
		c.full[p] = c.within(p, life)
	}
}

// within returns the windows that lie wholly in a period.
func (c *calendar) within(p int, life party.Period) uint16 {
	var m uint16
	for i := range 12 / monthsOf[p] {
		if w := c.window(p, i); w.From >= life.From && w.To <= life.To {
			m |= 1 << i
		}
	}
	return m
}

func (c *calendar) layEnded(p pace) {
	for q := range cadences {
		c.ended[q], c.closed[q] = 0, 0
		for i := range 12 / monthsOf[q] {
			w := c.window(q, i)
			closed := c.asOf >= p.closing(w.To)
			if c.asOf > w.To || closed && c.asOf >= w.To {
				c.ended[q] |= 1 << i
			}
			if closed {
				c.closed[q] |= 1 << i
			}
		}
	}
}

// window returns the days of window i.
func (c *calendar) window(p, i int) party.Period { return c.spans[p][i] }

// monthEnd returns the last day of month m of year y; m may exceed 12.
func monthEnd(y, m int) party.Date {
	y, m = y+(m-1)/12, (m-1)%12+1
	return party.DateOf(y, m, party.DaysIn(y, m))
}

// closing returns the day on which silence about a duty due on d becomes not
// done: so many months after the end of the scheme's period that holds d.
func (p pace) closing(d party.Date) party.Date {
	y, m, _ := d.YMD()
	n := monthsOf[p.place]
	return monthEnd(y, (m-1)/n*n+n+p.months)
}

// low returns the n lowest bits of m.
func low(m uint16, n int) uint16 {
	var got uint16
	for ; n > 0 && m != 0; n-- {
		bit := m & -m
		got |= bit
		m &^= bit
	}
	return got
}

func count(m uint16) int { return bits.OnesCount16(m) }
