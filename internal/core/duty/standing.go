package duty

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// stand says how the one obligation of a standing condition stands: missed when
// the condition has failed for longer than Grace up to the as-of day, open while
// the grace lasts. The day is the last one within the grace, or the first on which it
// failed where there is none. A grace to the year's end is one window, the year.
func (r *rule) stand(e *Env) (State, party.Date) {
	life := e.year.Exists.Meet(e.cal.days)
	end := min(life.To, e.cal.asOf)
	if life.Days() == 0 || r.valid(e) == 0 || r.yearly && e.cal.full[3] == 0 {
		return "", party.NoDate
	}
	if end < life.From {
		return Open, life.To
	}
	asked := e.window(&span{r.cond, 3, r.item.Partial}, party.Period{From: life.From, To: end})
	if asked == No {
		return "", party.NoDate
	}
	fails, since := e.failing(r, end)
	if fails == No {
		return Met, end
	}
	return r.broken(e, asked.And(r.proven(e, fails)), party.Period{From: since, To: end})
}

// broken says what a run of failing days up to the as-of day amounts to.
func (r *rule) broken(e *Env, fails Tri, run party.Period) (State, party.Date) {
	run, gone := r.spared(e, run)
	if gone {
		return Waived, run.To
	}
	due, limit, stop := r.endure(e, run)
	switch {
	case stop != nil:
		return Stopped, due
	case run.To < limit:
		return Open, due
	case e.settled(r.item.ID, limit) != nil, fails == Yes && !r.silent:
		return Missed, due
	case e.Shut() && (fails == Yes || r.item.Kind != "prohibition"): // only a record breaks what is forbidden
		return Missed, due
	}
	return Waiting, due
}

// endure returns the day by which a run of failing days has to end, the first on
// which it counts, and the stop that holds it up.
func (r *rule) endure(e *Env, run party.Period) (due, limit party.Date, stop *register.Stop) {
	if r.yearly {
		due = e.cal.days.To
		if limit = due; e.cal.asOf <= due && !e.Shut() {
			limit = due.AddDays(1)
		}
		return due, limit, r.takes(e, e.cal.days)
	}
	due, stop = r.delayed(e, delay{"", run.From, r.grace.End(run.From).AddDays(-1), run.To})
	return max(due, run.From), due.AddDays(1), stop
}

// mendable reports whether a condition that was missed may still come to hold: the
// year goes on, and it asks for a state of things, not for what cannot be undone.
func (r *rule) mendable(e *Env) bool {
	if r.item.Kind == "prohibition" || e.cal.asOf > min(e.cal.days.To, e.year.Exists.To) {
		return false
	}
	return r.yearly || r.grace != (standard.Span{}) || r.ofState
}

// proven is whether a prohibition is broken by a record: that it fails only because
// silence counts, once the year is closed, is not known to be so.
func (r *rule) proven(e *Env, fails Tri) Tri {
	if r.item.Kind != "prohibition" || fails != Yes || !e.settles() {
		return fails
	}
	e.earlier, e.lenient = true, true
	fails = e.exprs.conds[r.require].eval(e).Not()
	e.earlier, e.lenient = false, false
	return fails
}

// silent reports whether a failing condition may rest on mere silence: one that
// counts what was recorded of meetings or members does (C5); one on the
// organisation's own state or on a number that somebody stated does not, nor does
// a prohibition, which only a record can break.
func (x *Exprs) silent(require Cond, kind standard.ItemKind) bool {
	if require < 0 || x.conds[require].node == nil || kind == "prohibition" {
		return false
	}
	node := x.conds[require].node
	return mentions(node, standard.SpaceSeries) || mentions(node, standard.SpaceMember) || unsaid(node)
}

// untold are the measures of the profile that are so only where somebody said so: the
// other offices of a secretary, helpers from above. That they are not may be
// mere silence.
var untold = map[string]bool{
	"书记任单位负责人": true, "书记任村主任": true, "书记任董事长": true, "书记任学术带头人": true, "交叉任职数": true,
	"监委会主任是党员": true, "有组织员": true, "有第一书记": true, "有联系点领导": true, "有党建指导员": true, "有章程": true,
}

// unsaid reports whether a condition asks one of them.
func unsaid(node *standard.Node) bool {
	found := false
	node.Walk(func(k *standard.Node) {
		found = found || k.Op == standard.OpRef && k.Ref.Space == standard.SpaceProfile && untold[standard.ProfileWords[k.Ref.Index].Name]
	})
	return found
}

// ofState reports whether a condition asks what the organisation or its members are.
func (x *Exprs) ofState(require Cond) bool {
	if require < 0 || x.conds[require].node == nil {
		return false
	}
	node := x.conds[require].node
	return mentions(node, standard.SpaceProfile) || mentions(node, standard.SpaceMember)
}

// spared takes waived days out of a run of failing days; gone says
// that what is left no longer reaches the as-of day.
func (r *rule) spared(e *Env, run party.Period) (left party.Period, gone bool) {
	for i := range e.year.Waivers {
		w := &e.year.Waivers[i]
		if w.Item != r.item.ID || !r.waivable() || w.Days.Meet(run).Days() == 0 {
			continue
		}
		if w.Days.Has(run.To) {
			return run, true
		}
		run.From = max(run.From, w.Days.To.AddDays(1))
	}
	return run, false
}

// failing reports whether a condition fails on the last day and since when; it
// follows the profile back into the year before.
func (e *Env) failing(r *rule, end party.Date) (Tri, party.Date) {
	if !e.exprs.conds[r.require].profile || len(e.year.Segments) == 0 {
		return e.Holds(r.require).Not(), max(e.year.Exists.From, e.cal.days.From)
	}
	fails, since := No, end
	for y := e.year; y != nil; y = y.Before {
		for i := len(y.Segments) - 1; i >= 0; i-- {
			days := y.Segments[i].Days
			if days.From > end {
				continue
			}
			v := e.on(y, r.cond, i).And(e.on(y, r.require, i).Not())
			if v == No || y != e.year && days.To.AddDays(1) != since {
				return fails, since
			}
			if fails == No {
				fails = v
			}
			fails, since = fails.And(v), days.From
		}
		if since != party.DateOf(y.Of, 1, 1) {
			break
		}
	}
	return fails, since
}

// on answers a condition on the days of a segment of this year or an earlier one.
func (e *Env) on(y *register.Year, c Cond, seg int) Tri {
	if y == e.year {
		return e.at(c, seg)
	}
	if c < 0 {
		return Yes
	}
	now, at := e.year, e.seg
	e.year, e.seg, e.earlier = y, seg, true
	v := e.exprs.conds[c].eval(e)
	e.year, e.seg, e.earlier = now, at, false
	return v
}
