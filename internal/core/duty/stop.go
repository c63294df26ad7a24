package duty

import (
	"slices"
	"strconv"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// stops reports whether a stop holds up what a rule asks of a subject: the item that
// a request names (C15), or the step for which something was sent up (C14). Neither
// permits anything: what is forbidden stays forbidden, an order stays an order, and
// what another level owes stays owed.
func (r *rule) stops(e *Env, s *register.Stop, who party.MemberID) bool {
	switch {
	case s.Item != "" && s.Item != r.item.ID:
		return false
	case s.Item == "" && !(slices.Contains(r.sent, s.Matter) && (who == "" || s.Subject == who)):
		return false
	}
	return r.item.Kind != "prohibition" && r.owed(e)
}

// owed reports whether the item is the loaded organisation's own to do.
func (r *rule) owed(e *Env) bool {
	if r.level == 0 {
		return e.branch
	}
	segs := e.year.Segments
	return len(segs) > 0 && segs[len(segs)-1].Values[levelWord] >= r.level
}

// A delay asks to which day something due is put off: what runs from start, was to
// be done by due, and has been waited for until a day.
type delay struct {
	who               party.MemberID
	start, due, until party.Date
}

// delayed puts a due day off by the days before it on which time stood still. Where
// it stands still on the last day it returns the stop, and the day that was due when
// it began.
func (r *rule) delayed(e *Env, d delay) (due party.Date, stop *register.Stop) {
	for i := range e.year.Stops {
		s := &e.year.Stops[i]
		from := max(s.Days.From, d.start)
		if from > d.due || from > d.until || !r.stops(e, s, d.who) {
			continue
		}
		if s.Days.Has(d.until) {
			return d.due, s
		}
		if n := int(s.Days.To - from + 1); n > 0 {
			d.due, d.start = d.due.AddDays(n), s.Days.To.AddDays(1)
		}
	}
	return d.due, nil
}

// delayOf is the delay of a case: time counts until it is done or lapses.
func (r *rule) delayOf(e *Env, c *register.Case) delay {
	until := e.cal.asOf
	if c.Done != party.NoDate || c.Lapse != party.NoDate {
		until = max(c.Done, c.Lapse)
	}
	return delay{c.Subject, c.Start, r.within.End(c.Start), until}
}

// stopped returns the windows that a stop takes out: it holds the last day on which
// the window may be fulfilled, or so many of its days that the declared share is not
// left.
func (r *rule) stopped(e *Env, moved uint16) uint16 {
	if len(e.year.Stops) == 0 {
		return 0
	}
	var got uint16
	for i := range 12 / monthsOf[r.place] {
		days := party.Period{From: e.cal.window(r.place, i).From, To: r.dueOf(e, i, moved)}
		if r.takes(e, days) != nil {
			got |= 1 << i
		}
	}
	return got
}

// takes returns the stop that takes a run of days out, or nil.
func (r *rule) takes(e *Env, days party.Period) *register.Stop {
	still, from := 0, days.From
	for i := range e.year.Stops {
		s := &e.year.Stops[i]
		if !r.stops(e, s, "") {
			continue
		}
		still += s.Days.Meet(party.Period{From: from, To: days.To}).Days()
		from = max(from, s.Days.To.AddDays(1))
		if s.Days.Has(days.To) || still > 0 && share(r.item.Partial, days.Days(), days.Days()-still, 0) == No {
			return s
		}
	}
	return nil
}

// Stopped reports whether item i waits for an answer from above on the as-of day, or
// did on the last day of the year.
func (p *Program) Stopped(i int, e *Env) bool { return p.rules[i].holds(e) != nil }

// holds returns the stop that holds the rule up on the as-of day, or on the last one
// of the year, or nil.
func (r *rule) holds(e *Env) *register.Stop {
	day := min(e.cal.asOf, e.cal.days.To)
	for i := range e.year.Stops {
		if s := &e.year.Stops[i]; s.Days.Has(day) && r.stops(e, s, "") {
			return s
		}
	}
	return nil
}

// whyStopped says which answer from above is waited for, or was and when it came,
// and adds that fact.
func (e *Env) whyStopped(o *Obligation, s *register.Stop) string {
	if s == nil {
		return States.Label(Stopped)
	}
	o.Facts = append(slices.Clip(o.Facts), s.Fact)
	what := "请上级帮办过了15个工作日没有答复，" + s.Days.From.Chinese() + "起不计"
	if s.Item == "" {
		what = s.Days.From.Chinese() + "报送" + party.Submissions.Label(s.Matter) + "，等上级答复期间不计"
	}
	if s.Days.To >= e.cal.asOf {
		return what + "，在上级第" + strconv.Itoa(int(e.cal.asOf-s.Days.From)+1) + "天"
	}
	return what + "，" + s.Days.To.AddDays(1).Chinese() + "答复"
}

// whyPutOff says by how many days the due day of a case was put off, and adds the
// facts of what was waited for.
func (r *rule) whyPutOff(e *Env, o *Obligation, c *register.Case) string {
	if c.Start == party.NoDate || r.within == (standard.Span{}) {
		return ""
	}
	n := o.Due - r.within.End(c.Start)
	if n <= 0 {
		return ""
	}
	for i := range e.year.Stops {
		if s := &e.year.Stops[i]; s.Days.Meet(o.Days).Days() > 0 && r.stops(e, s, c.Subject) {
			o.Facts = append(o.Facts, s.Fact)
		}
	}
	return "，其间等上级答复" + strconv.Itoa(int(n)) + "天不计"
}
