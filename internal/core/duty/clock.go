package duty

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// run says how the obligation of one case stands and when it is due; an empty
// state says that the case is no obligation of this year.
func (r *rule) run(e *Env, c *register.Case) (State, party.Date) {
	if r.within == (standard.Span{}) {
		return r.order(e, c)
	}
	if c.Start == party.NoDate {
		return "", party.NoDate
	}
	due, stop := r.delayed(e, r.delayOf(e, c))
	if !e.falls(due, c.Done) || !r.in(due) {
		return "", due
	}
	on := e.at(r.cond, e.segment(due))
	switch done := c.Done != party.NoDate; {
	case on == No:
		return "", due
	case done && r.early(c):
		return Missed, due
	case done && (c.Done <= due || stop != nil):
		return Met, due
	case c.Lapse != party.NoDate && (c.Lapse <= due || stop != nil) || r.freed(e, due): // what was missed before it lapsed stays missed
		return Waived, due
	case done && !e.cal.days.Has(due): // missed in an earlier year, made good in this one
		return Late, due
	case done && on == Yes:
		return Overdue, due
	case done:
		return Waiting, due
	case stop != nil:
		return Stopped, due
	case e.cal.asOf <= due && !(e.cal.asOf == due && e.Closed(due)):
		return Open, due
	case on == Yes && (e.Closed(due) || e.settled(r.item.ID, due) != nil):
		return Missed, due
	}
	return Waiting, due
}

// order judges a minimum wait or an order: a case that was done is broken when it
// came before its time. The step that should have come first is unknown while it
// has no record and the year is not closed (C5).
func (r *rule) order(e *Env, c *register.Case) (State, party.Date) {
	if c.Done == party.NoDate || !e.cal.days.Has(c.Done) || !r.in(c.Done) {
		return "", c.Done
	}
	on := e.at(r.cond, e.segment(c.Done))
	switch {
	case on == No:
		return "", c.Done
	case c.Start != party.NoDate && !r.early(c):
		return Met, c.Done
	case r.freed(e, c.Done):
		return Waived, c.Done
	case on == Yes && (c.Start != party.NoDate || e.Closed(c.Done) || e.settled(r.item.ID, c.Done) != nil):
		return Missed, c.Done
	}
	return Waiting, c.Done
}

// early reports whether a case was done before its minimum wait was over.
func (r *rule) early(c *register.Case) bool {
	return r.waits && c.Done < r.wait.End(c.Start)
}

// falls reports whether a case due on a day is one of this year's: due in it, or
// due before and not done before it began.
func (e *Env) falls(due, done party.Date) bool {
	if due > e.cal.days.To {
		return false
	}
	return due >= e.cal.days.From || done == party.NoDate || done >= e.cal.days.From
}

// freed reports whether a waiver takes a due day out.
func (r *rule) freed(e *Env, due party.Date) bool {
	for i := range e.year.Waivers {
		if w := &e.year.Waivers[i]; w.Item == r.item.ID && r.waivable() && w.Days.Has(due) {
			return true
		}
	}
	return false
}

// Falls reports whether a case due on a day is one of the loaded year's: due in
// it, or due before and not done before it began.
func (e *Env) Falls(due, done party.Date) bool { return e.falls(due, done) }
