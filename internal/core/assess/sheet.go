package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A Verdict says whether an item is met: one of five values.
type Verdict string

// The verdicts.
const (
	Met           Verdict = "met"
	Unmet         Verdict = "unmet"
	NotDue        Verdict = "not_due"
	NotApplicable Verdict = "not_applicable"
	Unknown       Verdict = "unknown"
)

// Verdicts lists the verdicts with their words.
var Verdicts = party.Labels[Verdict]{
	{Code: Met, Label: "达标"}, {Code: Unmet, Label: "未达标"}, {Code: NotDue, Label: "未到期"},
	{Code: NotApplicable, Label: "不适用"}, {Code: Unknown, Label: "待定"},
}

// A Score is the numbers of one item. Points is over what is Due; what is not due
// or does not apply has neither. Max is the item's maximum, 0 where it does not
// apply or another level bears it.
type Score struct {
	Verdict  Verdict
	Points   Pair
	Due, Max standard.Rat
}

// A PartScore is the numbers of one part of the scheme.
type PartScore struct {
	Points   Pair
	Due, Max standard.Rat
}

// A Total is the numbers of the whole. Year is the points that apply to this
// organisation this year, Max those of the scheme; Scaled is what Points over Due
// amount to out of Max, with bonus points beside it: the number that a computed
// band is read from.
type Total struct {
	Points         Pair
	Due, Year, Max standard.Rat
	Scaled         Pair
	Known          bool // something is due, so that Scaled says something
}

// A Sheet is the result of the score-only pass. It is used again for the next
// branch: after the first, scoring allocates nothing.
type Sheet struct {
	Items []Score
	Parts []PartScore
	Total Total
	Trace *Trace // where it is set, the pass writes its trace there

	made *Program
	env  *duty.Env
	run  run            // the branch being scored, kept here so that none is allocated for each
	sums []sums         // the parts in millionths
	low  []standard.Rat // the parts' lower and upper ends, for conditions on them
	high []standard.Rat
}

// fit makes a sheet fit a program.
func (s *Sheet) fit(p *Program) {
	if s.made == p {
		return
	}
	s.made, s.env = p, p.duty.Exprs.NewEnv()
	s.Items = make([]Score, len(p.items))
	s.Parts = make([]PartScore, len(p.parts))
	s.sums = make([]sums, len(p.parts)+1)
	s.low, s.high = make([]standard.Rat, len(p.parts)), make([]standard.Rat, len(p.parts))
}
