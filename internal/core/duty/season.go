package duty

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A season is what seasons may do under a standard, and the busy days of the year
// loaded: those that the branch declared, each once, up to the standard's limit,
// the earliest first (C9).
type season struct {
	limit int
	falls [4]int // how many windows may fall away for good, by place
	busy  []party.Period
}

// seasonOf reads the limit of a standard. Falling away is bounded by whole windows:
// as many as fit into the limit, so that of a monthly duty four of twelve may, of a
// quarterly one a single quarter, and of a half-yearly or yearly one none.
func seasonOf(std *standard.Standard) season {
	s := season{limit: standard.SeasonDays}
	if std.Rating != nil && std.Rating.Seasons != nil {
		s.limit = *std.Rating.Seasons
	}
	for p, n := range monthsOf {
		s.falls[p] = s.limit / (30 * n)
	}
	return s
}

// lay reads the busy days of a year.
func (s *season) lay(y *register.Year) {
	s.busy = s.busy[:0]
	left, from := s.limit, party.NoDate
	for i := range y.Seasons {
		days := y.Seasons[i].Days
		days.From = max(days.From, from)
		days.To = min(days.To, days.From.AddDays(left-1))
		if n := days.Days(); n > 0 {
			s.busy = append(s.busy, days)
			left, from = left-n, days.To.AddDays(1)
		}
	}
}

// moved returns the windows of a SHOULD that a declared season moves: those of
// which at least half the days fall within it.
func (e *Env) moved(r *rule) uint16 {
	if len(e.season.busy) == 0 || r.item.Force != "SHOULD" {
		return 0
	}
	var got uint16
	for i := range 12 / monthsOf[r.place] {
		w, busy := e.cal.window(r.place, i), 0
		for _, s := range e.season.busy {
			busy += s.Meet(w).Days()
		}
		if busy*2 >= w.Days() {
			got |= 1 << i
		}
	}
	return got
}

// move lets windows that seasons moved be made up for in any later month of the
// year. The earliest of those that were not fall away, as many as may; the others
// are owed until the year's end. It returns what is still short.
func (r *rule) move(e *Env, m *marks, short uint16) uint16 {
	m.met, m.late = m.met|m.late&m.moved, m.late&^m.moved
	rest := m.moved &^ m.met
	m.gone = low(rest, e.season.falls[r.place])
	m.moved = rest &^ m.gone
	return short &^ (m.met | m.late | m.gone)
}

// whySeason says that a season moved a window, and adds the declarations.
func (e *Env) whySeason(o *Obligation) string {
	for i := range e.year.Seasons {
		if s := &e.year.Seasons[i]; s.Days.Meet(o.Days).Days() > 0 {
			o.Facts = append(o.Facts, s.Fact)
		}
	}
	return "在申报的时段内，可在本年以后补办"
}
