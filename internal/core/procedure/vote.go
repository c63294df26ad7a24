package procedure

import (
	"fmt"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

// Rules are what a place may set stricter than the national rule. The zero value
// is the national rule.
type Rules struct {
	Strict   bool     // more than half must be present where half would do (TR-03)
	FourOpen Fraction // share of those due who must be present at 四议两公开 step 3 (LY-02, LOCAL); zero: half
}

// A Fraction is a whole number of parts of a whole.
type Fraction struct{ Num, Den int }

// of returns the least whole number that is at least the fraction of n.
func (f Fraction) of(n int) int { return (n*f.Num + f.Den - 1) / f.Den }

// An Outcome says how a vote came out and why.
type Outcome struct {
	Valid       bool // enough were present
	Passed      bool // valid, and enough approved
	NeedPresent int
	NeedYes     int
	// OnlyPresent: not passed, though more than half of those present approved: what
	// the rule of 1990 would have passed. It goes to the upper organisation (TR-05).
	OnlyPresent bool
	Because     string // in plain Chinese
}

// Vote counts a vote by the national rule: over those due, never over those
// present; abstentions stay in the count and so act like refusals (TR-10).
func Vote(v fact.Vote) Outcome { return Rules{}.Vote(v) }

// Vote counts a vote. Written opinions count as votes where the rules allow them,
// on 接收 and 转正, and never as presence (TR-09).
func (r Rules) Vote(v fact.Vote) Outcome {
	need := register.Need(v)
	switch {
	case r.Strict && v.On != "election":
		need.Present = max(need.Present, v.Due/2+1)
	case v.On == "four_open" && r.FourOpen.Den > 0:
		need.Present = max(need.Present, r.FourOpen.of(v.Due))
	}
	yes := v.Yes
	if v.On != "accept" && v.On != "convert" {
		yes = min(yes, v.Present)
	}
	o := Outcome{NeedPresent: need.Present, NeedYes: need.Yes}
	o.Valid = v.Due > 0 && v.Present >= need.Present
	o.Passed = o.Valid && yes >= need.Yes
	o.OnlyPresent = o.Valid && !o.Passed && yes*2 > v.Present
	o.Because = o.because(v, yes)
	return o
}

func (o Outcome) because(v fact.Vote, yes int) string {
	due := "应到会有表决权"
	switch v.On {
	case "election":
		due = "应到会有选举权"
	case "committee":
		due = "支委会应到"
	}
	s := fmt.Sprintf("%s：%s%d人，到会%d人", party.VoteOns.Label(v.On), due, v.Due, v.Present)
	switch {
	case v.Due <= 0:
		return s + "；没有应到人数，无法计票"
	case !o.Valid:
		return s + fmt.Sprintf("，不足%d人，不能表决", o.NeedPresent)
	case o.Passed:
		return s + fmt.Sprintf("（至少%d人），赞成%d票（至少%d票），通过", o.NeedPresent, yes, o.NeedYes)
	case o.OnlyPresent:
		return s + fmt.Sprintf("（至少%d人），赞成%d票，超过实到会的半数，但不足应到会半数以上的%d票，未通过；如拟认可，请报上级", o.NeedPresent, yes, o.NeedYes)
	}
	return s + fmt.Sprintf("（至少%d人），赞成%d票，不足%d票，未通过", o.NeedPresent, yes, o.NeedYes)
}

// ExcellentCap is the most who may be graded 优秀 of n: a third, broken persons
// left off (SH-06, TR-11). The base, n, is set by the place; 预备党员 are not in it.
func ExcellentCap(n int) int { return max(n, 0) / 3 }
