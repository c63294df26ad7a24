package duty

import (
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// The profile word 建制, and the last of party.Levels that is a branch's.
const (
	levelWord       = 1
	lastBranchLevel = 1
)

// An Env is one branch's year being asked: the year, the calendar as of its cut,
// and what has already been answered. It belongs to one goroutine and is used
// again for the next branch, so that nothing is allocated for each.
type Env struct {
	Own    Tally          // what 本项.… names while an item is being scored
	Total  standard.Rat   // 总分, NaR while it is not known
	Parts  []standard.Rat // 部分.…, by place in the scheme
	exprs  *Exprs
	pace   pace
	year   *register.Year
	cal    calendar
	seg    int  // the segment that profile words are read from
	last   int  // the segment of the as-of day
	branch bool // the organisation is a 支部 or 总支
	member *register.MemberYear
	marks  marks // of the windows judged last
	season season
	round  uint32
	// earlier says that another year than the loaded one is being asked, so that
	// nothing that was answered may be used again.
	earlier bool
	// lenient says that silence does not count though the year is closed: a
	// prohibition is being asked.
	lenient bool
	conds   []answer       // by Cond
	spans   []spanned      // by span
	named   []ranged       // by name
	counts  []counted      // by count
	cases   []int32        // cases[c]:cases[c+1] are the cases of clock c
	trails  []gathered     // the facts behind each list of measures
	people  gathered       // the facts behind every member
	ids     []party.FactID // room for the facts being gathered
}

// An answer is a condition's value, valid in its round only.
type answer struct {
	round uint32
	value Tri
}

// A counted is what was counted over the members, valid in its round only: of how
// many a condition holds and of how many more it may, or what they come to.
type counted struct {
	round      uint32
	yes, maybe int64
	value      standard.Rat
}

// NewEnv makes an Env for a pool of expressions, after the last was compiled.
func (x *Exprs) NewEnv() *Env {
	return &Env{
		exprs: x, pace: paceOf(x.std), season: seasonOf(x.std),
		conds: make([]answer, len(x.conds)),
		spans: make([]spanned, len(x.spans)),
		named: make([]ranged, len(x.names)), counts: make([]counted, len(x.counts)),
		cases:  make([]int32, len(standard.ClockWords)+1),
		trails: make([]gathered, len(x.trails)),
	}
}

// Load turns to another branch's year.
func (e *Env) Load(y *register.Year) {
	e.year, e.member, e.Own, e.Total, e.Parts = y, nil, Tally{}, standard.NaR, nil
	e.round++
	e.last = max(len(y.Segments)-1, 0)
	e.seg = e.last
	e.branch = len(y.Segments) == 0 || y.Segments[e.last].Values[levelWord] <= lastBranchLevel
	e.cal.lay(y, e.pace)
	e.season.lay(y)
	i := 0
	for c := range e.cases {
		for i < len(y.Cases) && int(y.Cases[i].Clock) < c {
			i++
		}
		e.cases[c] = int32(i)
	}
}

// Year returns the year being asked.
func (e *Env) Year() *register.Year { return e.year }

// AsOf returns the day from which the year is seen.
func (e *Env) AsOf() party.Date { return e.cal.asOf }

// Over reports whether the calendar year has ended.
func (e *Env) Over() bool { return e.cal.ended[3] != 0 }

// Closed reports whether silence about a duty due on d counts as not done.
func (e *Env) Closed(d party.Date) bool { return e.cal.asOf >= e.pace.closing(d) }

// Shut reports whether the whole year is closed.
func (e *Env) Shut() bool { return e.cal.closed[3] != 0 }

// Cases returns the cases of one clock.
func (e *Env) Cases(c standard.Clock) []register.Case {
	return e.year.Cases[e.cases[c]:e.cases[c+1]]
}

// Holds answers a condition on the as-of day, once for each branch.
func (e *Env) Holds(c Cond) Tri {
	if c < 0 {
		return Yes
	}
	a := &e.conds[c]
	if a.round == e.round {
		return a.value
	}
	rule := &e.exprs.conds[c]
	v := rule.eval(e)
	if !rule.own {
		*a = answer{e.round, v}
	}
	return v
}

// at answers a condition on the days of one segment.
func (e *Env) at(c Cond, seg int) Tri {
	if c < 0 {
		return Yes
	}
	if seg == e.last || !e.exprs.conds[c].profile {
		return e.Holds(c)
	}
	e.seg = seg
	v := e.exprs.conds[c].eval(e)
	e.seg = e.last
	return v
}
