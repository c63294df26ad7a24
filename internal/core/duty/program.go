package duty

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A Tally counts the obligations of one item in one year. Total is those that
// exist: met, missed, waiting and open; what is excused, not applicable or stopped
// while an answer from above is waited for is no part of it. Late is how many of Met were made up for later, within the time allowed
// for that, Overdue how many of Missed were done when their time was over. Short is by how
// many occurrences those missed fall short, Lacking by how many those waiting do,
// and Ahead by how many those open still do.
type Tally struct {
	Total, Met, Late, Missed, Waiting, Open, Excused, Waived, Stopped, Overdue int

	Short, Lacking, Ahead int
}

// Settled is how many are decided.
func (t Tally) Settled() int { return t.Met + t.Missed }

// one counts one obligation.
func (t *Tally) one(s State) {
	switch s {
	case Met:
		t.Met++
	case Late:
		t.Met++
		t.Late++
	case Overdue:
		t.Overdue++
		t.Missed++
		t.Short++
	case Missed:
		t.Missed++
		t.Short++
	case Waiting:
		t.Waiting++
		t.Lacking++
	case Open:
		t.Open++
		t.Ahead++
	case Excused:
		t.Excused++
		return
	case Waived:
		t.Waived++
		return
	case Stopped:
		t.Stopped++
		return
	default:
		return
	}
	t.Total++
}

// A form is which of the three ways of saying a duty an item uses.
type form uint8

const (
	formless form = iota // judged by its score only
	windowed
	clocked
	standing
)

// A rule is one item's duty, compiled.
type rule struct {
	item    *standard.Item
	form    form
	cond    Cond // applies_if
	span    int  // applies_if over the windows; a year for items without windows
	place   int
	sets    []Sum
	allowed uint16
	least   uint16
	until   int
	pardons int // how many 没开 are excused in a year
	clock   standard.Clock
	within  standard.Span
	wait    standard.Span
	waits   bool
	require Cond
	grace   standard.Span
	silent  bool               // require may fail by mere silence
	ofState bool               // require asks the profile or the members
	yearly  bool               // grace lasts to the year's end
	sent    []party.Submission // what, sent up, stops its time
	level   int32              // the least place in party.Levels that owes it; 0 for the branch
}

// A Program is the duties of a standard, compiled once and asked of any number
// of branches.
type Program struct {
	Std   *standard.Standard
	Exprs *Exprs
	rules []rule
}

// Tally counts the obligations of item i for the branch loaded into e.
func (p *Program) Tally(i int, e *Env) Tally {
	own := e.Own
	p.Count(i, e)
	own, e.Own = e.Own, own
	return own
}

// Count counts the obligations of item i into e.Own, where 本项.… is read from.
func (p *Program) Count(i int, e *Env) {
	r, t := &p.rules[i], &e.Own
	*t = Tally{}
	switch r.form {
	case windowed:
		left := r.pardons
		for k := range r.sets {
			had := t.Excused
			r.judge(e, &r.sets[k], left).count(t)
			left -= t.Excused - had
		}
	case clocked:
		cases := e.Cases(r.clock)
		for k := range cases {
			s, _ := r.run(e, &cases[k])
			t.one(s)
		}
	case standing:
		s, _ := r.stand(e)
		t.one(s)
	}
}

// Has reports whether item i has a duty at all.
func (p *Program) Has(i int) bool { return p.rules[i].form != formless }

// Windowed reports whether item i is owed once for each calendar window, so
// that without an obligation it does not apply.
func (p *Program) Windowed(i int) bool {
	return p.rules[i].form == windowed || p.rules[i].form == standing
}

// Applies reports whether item i is asked of the branch at all: its applies_if
// holds on the as-of day and for the declared share of the year, and no waiver
// takes it out that day.
func (p *Program) Applies(i int, e *Env) Tri {
	r := &p.rules[i]
	if r.valid(e) == 0 || r.freed(e, min(e.cal.asOf, e.cal.days.To)) {
		return No
	}
	life := e.year.Exists.Meet(e.cal.days)
	life.To = max(life.From, min(life.To, e.cal.asOf))
	if r.cond < 0 || len(e.year.Segments) <= 1 {
		return e.Holds(r.cond)
	}
	return e.window(&span{r.cond, 3, r.item.Partial}, life)
}

// waivable reports whether the force lets a branch declare the item not
// applicable.
func (r *rule) waivable() bool { return r.item.Force.Waivable() }

// in reports whether a day lies within the item's validity.
func (r *rule) in(d party.Date) bool {
	return d >= r.item.From && (r.item.To == party.NoDate || d <= r.item.To)
}

// valid returns the windows within the item's validity; a branch's item is asked
// of no other level.
func (r *rule) valid(e *Env) uint16 {
	if !e.branch && (r.item.Bearer == "" || r.item.Bearer == "branch") {
		return 0
	}
	if r.item.From <= e.cal.days.From && (r.item.To == party.NoDate || r.item.To >= e.cal.days.To) {
		return ^uint16(0)
	}
	if r.form != windowed {
		return uint16(min(r.life().Meet(e.cal.days).Days(), 1))
	}
	return e.cal.within(r.place, r.life())
}

func (r *rule) life() party.Period {
	to := r.item.To
	if to == party.NoDate {
		to = party.DateOf(2199, 12, 31)
	}
	return party.Period{From: r.item.From, To: to}
}

// Windows counts the obligations of item i for one year; it makes an Env of its
// own, so use Tally for many branches.
func (p *Program) Windows(i int, y *register.Year) Tally {
	e := p.Exprs.NewEnv()
	e.Load(y)
	return p.Tally(i, e)
}
