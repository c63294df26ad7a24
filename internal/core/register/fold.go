package register

import (
	"cmp"
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Year folds one organisation's calendar year as the register's cut sees it, or
// returns nil if the organisation does not exist on any day of it that is seen.
// What can be mended later counts as mended up to the as-of day; the roll, the
// posts and the streaks are those of the last day lived in the year. With trail
// the facts behind each measure are named.
func (r *Register) Year(org party.OrgID, year int, trail bool) *Year {
	w := walk{r: r}
	return w.fold(r.line(org), year, trail)
}

// Years folds the year of every organisation that exists in it, in order of id,
// until yield returns false. Levels above the branch have duties too (C14); the
// profile's 建制 tells them apart.
func (r *Register) Years(year int, trail bool, yield func(*Year) bool) {
	w := walk{r: r}
	for i := range r.lines {
		if y := w.fold(&r.lines[i], year, trail); y != nil && !yield(y) {
			return
		}
	}
}

// fold folds a year and, if anything is known of it, the year before.
func (w *walk) fold(l *line, year int, trail bool) *Year {
	if l == nil || l.founded == nil {
		return nil
	}
	stream := w.r.stream(l)
	y := w.one(l, stream, fact.Cut{On: w.r.asOf(year), Known: w.r.cut.Known}, year, trail)
	if y == nil || !l.lived(year-1) {
		return y
	}
	before := min(y.Cut.On, party.DateOf(year, 3, 31)) // 组织生活会 of the year before may be held until then
	y.Before = w.one(l, stream, fact.Cut{On: before, Known: w.r.cut.Known}, year-1, trail)
	return y
}

// asOf is the last day that a year sees: the cut's, or without one the year's
// last.
func (r *Register) asOf(year int) party.Date {
	if r.cut.On == party.NoDate {
		return party.DateOf(year, 12, 31)
	}
	return r.cut.On
}

// lived reports whether anything happened in a year that the organisation itself
// recorded; the opening state alone says nothing of it.
func (l *line) lived(year int) bool {
	span := party.YearOf(year)
	for i := range l.entries {
		e := &l.entries[i]
		if e.on > span.To {
			return false
		}
		if e.on >= span.From && e.done(l) {
			return true
		}
	}
	return false
}

// stream is an organisation's own stream with what its ancestors did for
// everyone below them.
func (r *Register) stream(l *line) []entry {
	var wide []entry
	r.above(l, func(a *line) {
		for _, f := range a.wide {
			if r.under(l, a.id, f.On) {
				wide = append(wide, entry{on: f.On, rank: rankClose, fact: f})
			}
		}
	})
	if len(wide) == 0 {
		return l.entries
	}
	all := slices.Concat(l.entries, wide)
	slices.SortStableFunc(all, func(a, b entry) int {
		if c := cmp.Or(cmp.Compare(a.on, b.on), cmp.Compare(a.rank, b.rank)); c != 0 || a.rank != rankClose {
			return c
		}
		return cmp.Or(a.fact.At.Compare(b.fact.At), cmp.Compare(a.fact.ID, b.fact.ID))
	})
	return all
}

// one folds one year of a stream.
func (w *walk) one(l *line, stream []entry, cut fact.Cut, year int, trail bool) *Year {
	w.y = &Year{Schema: Schema, Org: l.id, Of: year, Cut: cut}
	if trail {
		w.y.Trail = &Trail{}
	}
	w.begin(l, year, cut.On)
	if w.live.To < w.live.From {
		return nil
	}
	w.run(stream)
	y := w.y
	y.Name = w.r.Name(l.id, w.end)
	y.Exists = w.year
	y.Exists.From = max(w.year.From, l.founded.On)
	if l.ends != party.NoDate {
		y.Exists.To = min(w.year.To, l.ends-1)
	}
	y.Segments = slices.Clone(w.segments)
	w.numbers()
	w.groupSeries()
	w.yearsDues()
	y.Members = w.members()
	y.Cases = w.touching()
	w.sort()
	return y
}

// sort puts what was gathered into the order that Year promises.
func (w *walk) sort() {
	y := w.y
	y.Named = slices.Clone(w.named)
	slices.SortStableFunc(y.Named, func(a, b Named) int { // within the day as recorded, as they were folded
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.On, b.On))
	})
	slices.SortFunc(y.Skips, func(a, b Skip) int {
		return cmp.Or(cmp.Compare(a.Series, b.Series), cmp.Compare(a.Window.Period().From, b.Window.Period().From), cmp.Compare(a.Fact, b.Fact))
	})
	slices.SortFunc(y.Waivers, func(a, b Waiver) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Days.From, b.Days.From), cmp.Compare(a.Fact, b.Fact))
	})
	slices.SortFunc(y.Seasons, func(a, b Season) int {
		return cmp.Or(cmp.Compare(a.Days.From, b.Days.From), cmp.Compare(a.Days.To, b.Days.To), cmp.Compare(a.Fact, b.Fact))
	})
	slices.SortFunc(y.Settled, func(a, b Settled) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.On, b.On), cmp.Compare(a.Fact, b.Fact))
	})
	slices.SortStableFunc(y.Ratings, func(a, b Rating) int { // within the day as recorded, so that the last one stands
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.On, b.On))
	})
	y.Stops = w.stops()
}

// add counts an occurrence of today in its month.
func (w *walk) add(s standard.Series, e *entry) {
	if w.month >= 0 {
		w.addTo(s, w.month, e)
	}
}

// addOf counts an occurrence in the year that it is about, in the month of the
// day or, when it was held outside that year, the nearest one (TR-49).
func (w *walk) addOf(s standard.Series, year int, e *entry) {
	if year == 0 {
		year = e.on.Year()
	}
	switch {
	case year != w.year.From.Year(), w.ended(e.on):
	case w.month >= 0:
		w.addTo(s, w.month, e)
	case e.on > w.year.To:
		w.addTo(s, 11, e)
	default:
		w.addTo(s, 0, e)
	}
}

func (w *walk) addTo(s standard.Series, month int, e *entry) {
	w.y.Months[s][month]++
	w.first(s, e.on)
	w.mention(s, e)
}

// first notes a day on which a series occurred, if it is the earliest.
func (w *walk) first(s standard.Series, on party.Date) {
	if f := &w.y.First[s]; *f == party.NoDate || on < *f {
		*f = on
	}
}

// mention names a fact behind a series.
func (w *walk) mention(s standard.Series, e *entry) {
	if t := w.y.Trail; t != nil {
		t.Series[s] = append(t.Series[s], Mention{On: e.on, N: 1, Fact: e.fact.ID})
	}
}

// number adds to a number of this year what happened on a day of it.
func (w *walk) number(n standard.Number, by int, e *entry) {
	if w.month >= 0 {
		w.y.Numbers[n] += party.Int(by)
		w.because(n, e)
	}
}

// because names a fact behind a number.
func (w *walk) because(n standard.Number, e *entry) {
	if t := w.y.Trail; t != nil && (len(t.Numbers[n]) == 0 || t.Numbers[n][len(t.Numbers[n])-1] != e.fact.ID) {
		t.Numbers[n] = append(t.Numbers[n], e.fact.ID)
	}
}

// groupSeries counts the meetings of Party groups: how often in a month every
// group met.
func (w *walk) groupSeries() {
	var met [12][100]uint16
	var most [12]int
	for _, g := range w.groupMet {
		if g.group >= 0 && g.group < 100 {
			met[g.month][g.group]++
			most[g.month] = max(most[g.month], g.group)
		}
	}
	if len(w.groupMet) == 0 {
		return
	}
	year := w.year.From.Year()
	for m := range 12 {
		n := most[m]
		if v := w.on(min(party.DateOf(year, m+1, party.DaysIn(year, m+1)), w.live.To)); v != nil && v[pGroups] > 0 {
			n = int(v[pGroups])
		}
		counts := met[m][1:]
		slices.SortFunc(counts, func(a, b uint16) int { return cmp.Compare(b, a) })
		w.y.Months[sGroup][m] = met[m][0]
		if n > 0 && n < 100 {
			w.y.Months[sGroup][m] += counts[n-1]
		}
		if w.y.Months[sGroup][m] > 0 {
			w.first(sGroup, w.groupsMet(m, n))
		}
	}
}

// groupsMet is the day of a month by which each of n groups had met, or all of
// them together.
func (w *walk) groupsMet(month, n int) party.Date {
	var seen [100]bool
	for _, g := range w.groupMet {
		if g.month != month || g.group < 0 || g.group >= 100 || seen[g.group] {
			continue
		}
		if seen[g.group] = true; g.group > 0 {
			n--
		}
		if g.group == 0 || n == 0 {
			return g.on
		}
	}
	return party.DateOf(w.year.From.Year(), month+1, 1)
}

// on returns the profile of a day of the year, or nil.
func (w *walk) on(d party.Date) *[NProfile]int32 {
	for i := range w.segments {
		if w.segments[i].Days.Has(d) {
			return &w.segments[i].Values
		}
	}
	return nil
}

// yearsDues counts the fixing of the year's dues once all of them are fixed.
func (w *walk) yearsDues() {
	if last := w.allFixed(); last != party.NoDate {
		w.first(sDuesFixed, last)
		last = min(max(last, w.year.From), w.year.To)
		w.y.Months[sDuesFixed][last.Month()-1] = 1
	}
}
