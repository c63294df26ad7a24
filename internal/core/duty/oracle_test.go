package duty

import (
	"slices"
	"strings"
	"time"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// The oracle says again what the contract says, day by day and one occurrence at
// a time, with none of the masks, spans or shortcuts of the code under test.
type oracle struct {
	it      standard.Item
	when    asked
	y       *register.Year
	closing int // months
}

// holds asks the condition of one day.
func (o oracle) holds(d party.Date) bool {
	for i := range o.y.Segments {
		if s := &o.y.Segments[i]; d <= s.Days.To || i == len(o.y.Segments)-1 {
			return o.when.mean(s)
		}
	}
	return o.when.text == ""
}

// owed reports whether a run of days is owed: the condition holds on its last day
// and for the declared share of it.
func (o oracle) owed(from, to party.Date) bool {
	if len(o.y.Segments) == 0 {
		return o.when.text == ""
	}
	if !o.holds(to) {
		return false
	}
	yes, all := 0, 0
	for d := from; d <= to; d++ {
		all++
		if o.holds(d) {
			yes++
		}
	}
	switch o.it.Partial {
	case "any":
		return true
	case "whole":
		return yes == all
	}
	return yes*2 >= all
}

// closes is the day from which silence about a duty due on d counts.
func (o oracle) closes(d party.Date) party.Date {
	year := time.Date(d.Year(), 12, 31, 0, 0, 0, 0, time.UTC)
	last := year.AddDate(0, 0, 1).AddDate(0, o.closing, 0).AddDate(0, 0, -1)
	return party.DateIn(last)
}

// window is one calendar window of the oracle.
type window struct {
	from, to, due party.Date
	first, last   int // months, 0 to 11
	own           []int
	state         string
	moved         bool
	overdue       bool // done, but when its time was over
}

// set is the states of the windows of one set of series, with how many excuses
// are left.
func (o oracle) set(names []string, excuses *int) []window {
	var ws []window
	every := map[party.Cadence]int{party.Monthly: 1, party.Quarterly: 3, party.HalfYear: 6, party.Yearly: 12}[o.it.Duty.Every]
	for m := 0; m < 12; m += every {
		w := window{first: m, last: m + every - 1}
		w.from = party.DateOf(2026, w.first+1, 1)
		w.to = lastDay(w.last)
		w.due = lastDay(w.last + o.it.Duty.Until)
		ws = append(ws, w)
	}
	ws = slices.DeleteFunc(ws, func(w window) bool { return !o.exists(w) })
	free := o.occurrences(names)
	least := max(o.it.Duty.Least, 1)
	for i := range ws {
		w := &ws[i]
		w.own, free = between(free, w.first, w.last)
		if len(w.own) >= least {
			w.state = "M"
			if w.last-w.first == 11 && o.first(names) > w.due {
				w.state, w.overdue = "", true
			}
			free = append(free, w.own[:len(w.own)-least]...) // the early ones may make up for what was before
			w.own = nil
		}
	}
	slices.Sort(free)
	for i := range ws {
		if w := &ws[i]; w.state == "" {
			free = o.later(w, free, least)
		}
	}
	fall := map[party.Cadence]int{party.Monthly: 4, party.Quarterly: 1}[o.it.Duty.Every]
	for i := range ws {
		if w := &ws[i]; w.state == "" && w.moved {
			if fall > 0 {
				w.state = "-"
				fall--
			} else {
				w.due = max(w.due, day("2026-12-31"))
			}
		}
		if ws[i].state == "" {
			ws[i].state = o.settle(&ws[i], names, excuses)
		}
	}
	return ws
}

// first is the first day on which any of some series happened for the year.
func (o oracle) first(names []string) party.Date {
	var days []party.Date
	for _, name := range names {
		if on := o.y.First[series(name)]; on != 0 {
			days = append(days, on)
		}
	}
	slices.Sort(days)
	if len(days) == 0 {
		return 0
	}
	return days[0]
}

// lastDay is the last day of month m of 2026, from 0; it may lie in 2027.
func lastDay(m int) party.Date {
	return party.DateIn(time.Date(2026, time.Month(m+2), 0, 0, 0, 0, 0, time.UTC))
}

// exists: the item is in force and the organisation lives for all of the window,
// the window ends in a declared month, and the condition holds.
func (o oracle) exists(w window) bool {
	if w.from < o.y.Exists.From || w.to > o.y.Exists.To || w.from < o.it.From || o.it.To != 0 && w.to > o.it.To {
		return false
	}
	if len(o.it.Duty.Months) > 0 && !slices.Contains(o.it.Duty.Months, w.last+1) {
		return false
	}
	return o.owed(w.from, w.to)
}

// occurrences is one entry, its month, for each time that any of the series
// happened.
func (o oracle) occurrences(names []string) []int {
	var all []int
	for _, name := range names {
		for m, n := range o.y.Months[series(name)] {
			for range n {
				all = append(all, m)
			}
		}
	}
	slices.Sort(all)
	return all
}

// between takes the occurrences of some months out of a list.
func between(all []int, first, last int) (taken, left []int) {
	for _, m := range all {
		if m >= first && m <= last {
			taken = append(taken, m)
		} else {
			left = append(left, m)
		}
	}
	return taken, left
}

// later looks for what a short window still lacks in later months: within Until,
// or in the rest of the year where a season moved it.
func (o oracle) later(w *window, free []int, least int) []int {
	busy := 0
	for d := w.from; d <= w.to; d++ {
		if o.busy(d) {
			busy++
		}
	}
	w.moved = o.it.Force == "SHOULD" && len(o.y.Seasons) > 0 && busy*2 >= int(w.to-w.from)+1
	until := w.last + o.it.Duty.Until
	if w.moved {
		until = 11
	}
	lack := least - len(w.own)
	var use, left []int
	for _, m := range free {
		if m > w.last && m <= until && len(use) < lack {
			use = append(use, m)
		} else {
			left = append(left, m)
		}
	}
	switch {
	case len(use) == lack:
		w.state = "L"
		if w.moved {
			w.state = "M"
		}
		return left
	}
	return free
}

// busy reports whether a day is among the first 120 of the year that were declared.
func (o oracle) busy(d party.Date) bool {
	in := func(d party.Date) bool {
		return slices.ContainsFunc(o.y.Seasons, func(s register.Season) bool { return d >= s.Days.From && d <= s.Days.To })
	}
	before := 0
	for k := day("2026-01-01"); k < d; k++ {
		if in(k) {
			before++
		}
	}
	return in(d) && before < 120
}

// settle says what a window is that was never fulfilled.
func (o oracle) settle(w *window, names []string, excuses *int) string {
	waivable := o.it.Force == "SHOULD" || o.it.Force == "MAY" || o.it.Force == "LOCAL"
	for _, x := range o.y.Waivers {
		if x.Item != o.it.ID || !waivable {
			continue
		}
		left, gone := 0, 0
		for d := w.from; d <= w.to; d++ {
			if d >= x.Days.From && d <= x.Days.To {
				gone++
			} else {
				left++
			}
		}
		enough := map[string]bool{"any": left > 0, "whole": gone == 0}
		ok, declared := enough[o.it.Partial]
		if !declared {
			ok = left*2 >= left+gone
		}
		if gone > 0 && (w.to >= x.Days.From && w.to <= x.Days.To || !ok && o.it.Partial != "any") {
			return "-"
		}
	}
	if o.standsStill(w) {
		return "s"
	}
	closing := max(w.due, o.closes(w.to))
	if w.moved {
		closing = max(closing, o.closes(w.due))
	}
	closed := o.y.Cut.On >= closing
	if o.y.Cut.On <= w.due && !(closed && o.y.Cut.On >= w.due) {
		return "o"
	}
	said := slices.ContainsFunc(o.y.Skips, func(s register.Skip) bool {
		p := s.Window.Period()
		return slices.Contains(names, standard.SeriesWords[s.Series].Name) && p.From <= w.from && p.To >= w.to
	})
	if said && *excuses > 0 && (o.it.Force == "SHOULD" || o.it.Force == "MAY") {
		*excuses--
		return "E"
	}
	if w.overdue {
		return "V"
	}
	if said || closed || o.found(w.due) {
		return "X"
	}
	return "?"
}

// found reports whether an inspection found what was due by a day not done.
func (o oracle) found(due party.Date) bool {
	return slices.ContainsFunc(o.y.Settled, func(s register.Settled) bool { return s.Item == o.it.ID && s.On >= due })
}

// states is what the oracle expects of a year, in order of due day.
func (o oracle) states() string {
	if o.it.Duty.Clock != "" {
		return o.cases()
	}
	excuses := 1
	if o.it.Excuse != nil {
		excuses = *o.it.Excuse
	}
	var all []window
	sets := [][]string{strings.Split(o.it.Duty.Count, " + ")}
	if o.it.Duty.Count == "" {
		sets = nil
	}
	for _, name := range o.it.Duty.Each {
		sets = append(sets, []string{name})
	}
	for _, names := range sets {
		all = append(all, o.set(names, &excuses)...)
	}
	slices.SortStableFunc(all, func(a, b window) int { return int(a.due - b.due) })
	said := ""
	for _, w := range all {
		said += w.state
	}
	return said
}

// cases is what the oracle expects of the cases of a clock.
func (o oracle) cases() string {
	type run struct {
		due   party.Date
		state string
	}
	var all []run
	for _, c := range o.y.Cases {
		var due party.Date
		var state string
		if o.it.Duty.Within != "" {
			due, state = o.deadline(c)
		} else {
			due, state = o.wait(c)
		}
		if state != "" {
			all = append(all, run{due, state})
		}
	}
	slices.SortStableFunc(all, func(a, b run) int { return int(a.due - b.due) })
	said := ""
	for _, r := range all {
		said += r.state
	}
	return said
}

// after counts a span day by day, or by the calendar of the standard library.
func after(text string, from party.Date) party.Date {
	s, err := standard.ParseSpan(text)
	if err != nil {
		panic(err)
	}
	y, m, d := from.YMD()
	switch s.Unit {
	case standard.Months:
		first := time.Date(y, time.Month(m+s.N), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1).Day()
		return party.DateOf(first.Year(), int(first.Month()), min(d, last))
	case standard.Workdays:
		if w := from.Weekday(); w == 0 || w == 6 {
			from -= party.Date(1 + (6-w)%6*0)
			for from.Weekday() == 0 || from.Weekday() == 6 {
				from--
			}
		}
		for n := s.N; n > 0; {
			from++
			if w := from.Weekday(); w != 0 && w != 6 {
				n--
			}
		}
		return from
	}
	return from + party.Date(s.N)
}

// inYear reports whether a case due on a day belongs to 2026.
func inYear(due, done party.Date) bool {
	first, last := day("2026-01-01"), day("2026-12-31")
	switch {
	case due > last:
		return false
	case due >= first:
		return true
	}
	return done == 0 || done >= first
}

// still reports whether one of some stops holds the item, or the case of a member, on
// a day.
func (o oracle) still(stops []register.Stop, who party.MemberID, d party.Date) bool {
	if o.it.Kind == "prohibition" || o.it.Bearer == "committee" {
		return false
	}
	return slices.ContainsFunc(stops, func(s register.Stop) bool {
		asked := s.Item == o.it.ID
		sent := s.Item == "" && slices.Contains(o.it.Duty.Waits, s.Matter) && (who == "" || s.Subject == who)
		return (asked || sent) && d >= s.Days.From && d <= s.Days.To
	})
}

// standsStill reports whether a window is out of the count: the last day on which it
// may be fulfilled is a still one, or too few days of it are not.
func (o oracle) standsStill(w *window) bool {
	left, gone := 0, 0
	for d := w.from; d <= w.due; d++ {
		if o.still(o.y.Stops, "", d) {
			gone++
		} else {
			left++
		}
	}
	enough := left*2 >= left+gone
	switch o.it.Partial {
	case "any":
		enough = left > 0
	case "whole":
		enough = gone == 0
	}
	return gone > 0 && !enough || o.still(o.y.Stops, "", w.due)
}

// putOff counts the days from start one by one: a still one puts the due day off by
// one. On until the wait ends; where that day is itself a still one before the due
// day, time stands still.
func (o oracle) putOff(who party.MemberID, start, due, until party.Date) (party.Date, bool) {
	for n := range o.y.Stops {
		if s := o.y.Stops[n : n+1]; o.still(s, who, until) {
			before := o.count(o.y.Stops[:n], who, start, due, until)
			if max(s[0].Days.From, start) <= before {
				return before, true
			}
		}
	}
	return o.count(o.y.Stops, who, start, due, until), false
}

func (o oracle) count(stops []register.Stop, who party.MemberID, start, due, until party.Date) party.Date {
	for d := start; d <= due && d <= until; d++ {
		if o.still(stops, who, d) {
			due++
		}
	}
	return due
}

// freed reports whether a waiver takes a day out.
func (o oracle) freed(d party.Date) bool {
	for _, x := range o.y.Waivers {
		if x.Item == o.it.ID && o.it.Force != "MUST" && d >= x.Days.From && d <= x.Days.To {
			return true
		}
	}
	return false
}

// inForce reports whether the item is in force and its condition holds on a day.
func (o oracle) inForce(d party.Date) bool {
	if d < o.it.From || o.it.To != 0 && d > o.it.To {
		return false
	}
	return len(o.y.Segments) == 0 && o.when.text == "" || len(o.y.Segments) > 0 && o.holds(d)
}

func (o oracle) deadline(c register.Case) (party.Date, string) {
	if c.Start == 0 {
		return 0, ""
	}
	until := o.y.Cut.On
	if c.Done != 0 || c.Lapse != 0 {
		until = max(c.Done, c.Lapse)
	}
	due, still := o.putOff(c.Subject, c.Start, after(o.it.Duty.Within, c.Start), until)
	settled := o.y.Cut.On >= o.closes(due)
	switch {
	case !inYear(due, c.Done) || !o.inForce(due):
		return due, ""
	case c.Done != 0 && (c.Done <= due || still):
		return due, "M"
	case c.Lapse != 0 && (c.Lapse <= due || still) || o.freed(due):
		return due, "-"
	case c.Done != 0 && due.Year() == 2026:
		return due, "V"
	case c.Done != 0: // missed the year before, made good in this
		return due, "L"
	case still:
		return due, "s"
	case o.y.Cut.On < due || o.y.Cut.On == due && !settled:
		return due, "o"
	case settled || o.found(due):
		return due, "X"
	}
	return due, "?"
}

func (o oracle) wait(c register.Case) (party.Date, string) {
	if c.Done == 0 || c.Done.Year() != 2026 || !o.inForce(c.Done) {
		return c.Done, ""
	}
	switch {
	case c.Start != 0 && c.Done >= after(o.it.Duty.AtLeast, c.Start):
		return c.Done, "M"
	case o.freed(c.Done):
		return c.Done, "-"
	case c.Start != 0 || o.y.Cut.On >= o.closes(c.Done) || o.found(c.Done):
		return c.Done, "X"
	}
	return c.Done, "?"
}
