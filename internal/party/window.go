package party

import (
	"fmt"
	"strconv"
	"strings"
)

// A Period (时段) is a run of days, both ends included.
type Period struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Has reports whether d lies in p.
func (p Period) Has(d Date) bool { return d >= p.From && d <= p.To }

// Days returns the number of days, 0 if the period is empty.
func (p Period) Days() int {
	if p.To < p.From {
		return 0
	}
	return int(p.To-p.From) + 1
}

// Meet returns the days common to p and q; it may be empty (Days() == 0).
func (p Period) Meet(q Period) Period { return Period{max(p.From, q.From), min(p.To, q.To)} }

// YearOf returns the calendar year y.
func YearOf(y int) Period { return Period{DateOf(y, 1, 1), DateOf(y, 12, 31)} }

// A Cadence (周期) says how often something recurs. Windows are calendar
// windows, never rolling days. TR-48.
type Cadence string

// The cadences.
const (
	Monthly   Cadence = "month"
	Quarterly Cadence = "quarter"
	HalfYear  Cadence = "half"
	Yearly    Cadence = "year"
)

// Cadences lists the cadences with their Chinese labels.
var Cadences = Labels[Cadence]{{Monthly, "每月"}, {Quarterly, "每季度"}, {HalfYear, "每半年"}, {Yearly, "每年"}}

// Months returns the length of one window in months; 0 for an unknown cadence.
func (c Cadence) Months() int {
	switch c {
	case Monthly:
		return 1
	case Quarterly:
		return 3
	case HalfYear:
		return 6
	case Yearly:
		return 12
	}
	return 0
}

// A Window (期次) is one calendar window of a year, for example 2026-Q3.
type Window struct {
	Cadence Cadence
	Year    int
	Index   int // from 0
}

// Windows returns the windows of year y in order: 12, 4, 2 or 1 of them.
func (c Cadence) Windows(y int) []Window {
	n := c.Months()
	if n == 0 {
		return nil
	}
	ws := make([]Window, 12/n)
	for i := range ws {
		ws[i] = Window{c, y, i}
	}
	return ws
}

// WindowAt returns the window of cadence c that holds d.
func (c Cadence) WindowAt(d Date) Window {
	y, m, _ := d.YMD()
	n := c.Months()
	if n == 0 {
		return Window{}
	}
	return Window{c, y, (m - 1) / n}
}

// Period returns the days of w, both ends included.
func (w Window) Period() Period {
	n := w.Cadence.Months()
	first := w.Index*n + 1
	last := first + n - 1
	return Period{civil(w.Year, first, 1), civil(w.Year, last, DaysIn(w.Year, last))}
}

// String returns the stable text used in keys: 2026-03, 2026-Q1, 2026-H1, 2026.
func (w Window) String() string {
	year, index := padded(w.Year, 4), w.Index+1
	switch w.Cadence {
	case Monthly:
		return year + "-" + padded(index, 2)
	case Quarterly:
		return year + "-Q" + strconv.Itoa(index)
	case HalfYear:
		return year + "-H" + strconv.Itoa(index)
	}
	return year
}

// padded writes a number with so many digits or more.
func padded(n, digits int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(digits-len(s), 0)) + s
}

// Chinese returns 3月, 一季度, 上半年 or 全年.
func (w Window) Chinese() string {
	switch w.Cadence {
	case Monthly:
		return fmt.Sprintf("%d月", w.Index+1)
	case Quarterly:
		return []string{"一季度", "二季度", "三季度", "四季度"}[w.Index]
	case HalfYear:
		return []string{"上半年", "下半年"}[w.Index]
	}
	return "全年"
}

// ParseWindow reads what Window.String wrote.
func ParseWindow(s string) (Window, error) {
	bad := fmt.Errorf("期次 %q 看不懂：月写 2026-03，季写 2026-Q1，半年写 2026-H1，全年写 2026", s)
	if len(s) < 4 {
		return Window{}, bad
	}
	y, ok := digits(s[:4])
	if !ok || y < 1900 || y > 2199 {
		return Window{}, bad
	}
	for _, c := range []Cadence{Monthly, Quarterly, HalfYear, Yearly} {
		for _, w := range c.Windows(y) {
			if w.String() == s {
				return w, nil
			}
		}
	}
	return Window{}, bad
}
