package procedure

import (
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A Procedure (程序) is one of the procedures kept as tables.
type Procedure string

// The procedures.
const (
	Development Procedure = "development" // 发展党员 25 steps
	Election    Procedure = "election"    // 换届选举 12 steps
	Disposal    Procedure = "disposal"    // 组织处置: filing, five steps, the end of 限期改正
)

// A Case (事) is one run of a procedure as far as it has come.
type Case struct {
	Of        Procedure
	Taken     []Taken    // in any order
	Committee bool       // the branch has a committee
	Ends      party.Date // elections: the day on which the term ends
}

// Taken is a step that was taken.
type Taken struct {
	Step   string
	On     party.Date
	Until  party.Date // 延长预备期: to when; 限期改正: to when
	Passed bool       // for a step that decides; one that did not pass is not taken
}

// A Step is a step that may follow.
type Step struct {
	Code     string
	Title    string
	Who      string
	Source   string
	Earliest party.Date // not before; NoDate: any day
	Latest   party.Date // not after; NoDate: none is set
	Missing  []string   // titles of what must be there first; empty: it may be taken
	Note     string
}

// A row is one step in the table of a procedure.
type row struct {
	code, title, who, source string
	after                    []string // brings the step into view
	needs                    []string // must be there too
	wait                     span     // not before
	limit                    span     // not after
	repeats                  string   // may be taken again until this step
	committee                bool     // only where there is a committee
	dated                    bool     // only when an earlier step set a day for it
	renewed                  bool     // due again when the step before it was taken again
	note                     string
}

// A span is so many months from a step, or from the end of the term.
type span struct {
	from   string
	months int
}

// ends stands for the end of the term in a span.
const ends = "ends"

// Next returns the steps that may follow those taken, in the order of the
// procedure, each with its earliest and latest day and what is missing before
// it. An extension of probation brings the decision back, once (TR-46).
func Next(c Case) []Step {
	var next []Step
	for i := range tables[c.Of] {
		r := &tables[c.Of][i]
		if c.offers(r) {
			next = append(next, c.step(r))
		}
	}
	return next
}

// offers reports whether a step is in view.
func (c *Case) offers(r *row) bool {
	if r.committee && !c.Committee {
		return false
	}
	last, done := c.last(r.code)
	if done && r.repeats == "" && !c.again(r, last) {
		return false
	}
	if _, set := c.correcting(); r.dated && !set {
		return false
	}
	if r.repeats != "" {
		if _, over := c.last(r.repeats); over {
			return false
		}
	}
	return !slices.ContainsFunc(r.after, func(s string) bool { return !c.has(s) })
}

// again reports whether a step that was taken is to be taken once more: the
// decision after an extension, and its approval.
func (c *Case) again(r *row, last Taken) bool {
	if r.renewed {
		before, ok := c.last(r.after[0])
		return ok && before.On > last.On
	}
	return r.code == "convert" && last.Until != party.NoDate
}

func (c *Case) step(r *row) Step {
	s := Step{Code: r.code, Title: r.title, Who: r.who, Source: r.source, Note: r.note}
	for _, n := range r.needs {
		if !c.has(n) {
			s.Missing = append(s.Missing, c.title(n))
		}
	}
	s.Earliest, s.Latest = c.day(r, r.wait), c.day(r, r.limit)
	if last, done := c.last(r.code); done && last.Until != party.NoDate {
		s.Earliest = last.Until
		s.Note = "已延长一次，不能再延长"
	}
	if until, ok := c.correcting(); ok && r.code == "corrected" {
		s.Earliest, s.Latest = until, until
	}
	return s
}

// correcting returns the day to which 限期改正 was set.
func (c *Case) correcting() (party.Date, bool) {
	for _, t := range c.Taken {
		if t.Until != party.NoDate && t.Step != "convert" {
			return t.Until, true
		}
	}
	return party.NoDate, false
}

// day reckons a span. What repeats is reckoned from the last time it was done.
func (c *Case) day(r *row, s span) party.Date {
	switch {
	case s.from == "":
		return party.NoDate
	case s.from == ends:
		if c.Ends == party.NoDate {
			return party.NoDate
		}
		return c.Ends.AddMonths(s.months)
	}
	t, ok := c.last(s.from)
	if u, again := c.last(r.code); again && r.repeats != "" {
		t, ok = u, true
	}
	if !ok {
		return party.NoDate
	}
	return t.On.AddMonths(s.months)
}

func (c *Case) has(code string) bool {
	_, ok := c.last(code)
	return ok || c.skipped(code)
}

// skipped reports whether a step does not exist in this branch (TR-26).
func (c *Case) skipped(code string) bool {
	return slices.ContainsFunc(tables[c.Of], func(r row) bool { return r.code == code && r.committee && !c.Committee })
}

// last returns the latest time that a step was taken.
func (c *Case) last(code string) (Taken, bool) {
	var last Taken
	found := false
	for _, t := range c.Taken {
		if t.Step == code && t.Passed && (!found || t.On > last.On) {
			last, found = t, true
		}
	}
	return last, found
}

func (c *Case) title(code string) string {
	for _, r := range tables[c.Of] {
		if r.code == code {
			return r.title
		}
	}
	return code
}

// DevelopmentOf collects from standing facts the steps that were taken towards a
// person's membership.
func DevelopmentOf(facts []fact.Fact, m party.MemberID) []Taken {
	var taken []Taken
	for i := range facts {
		if b, ok := facts[i].Body.(*fact.MemberStaged); ok && b.Member == m {
			taken = append(taken, Taken{string(b.Step), facts[i].On, b.Until, b.Result != "fail"})
		}
	}
	return taken
}

// DisposalOf collects from standing facts the stages of one disposal.
func DisposalOf(facts []fact.Fact, first party.FactID) []Taken {
	var taken []Taken
	for i := range facts {
		if b, ok := facts[i].Body.(*fact.DisposalStep); ok && (facts[i].ID == first || b.Case == first) {
			taken = append(taken, Taken{string(b.Step), facts[i].On, b.Until, true})
		}
	}
	return taken
}
