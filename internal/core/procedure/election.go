package procedure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
)

// A Ballot is what was counted in one election: the votes of every candidate.
type Ballot struct {
	Due      int   // 应到会有选举权
	Present  int   // of these
	Issued   int   // ballots given out
	Returned int   // ballots back
	Seats    int   // to be filled
	Votes    []int // approvals, by candidate
	Equal    bool  // 等额: secretaries and branches without a committee (XJ-10, XJ-11)
}

// A Result says who is elected. Candidates are named by their place in Votes.
type Result struct {
	Valid   bool  // enough were present and no ballot too many came back
	Few     bool  // fewer candidates than the fifth more that is asked (XJ-08)
	Elected []int // most votes first
	Runoff  []int // tied for the last seats: vote again among them (XJ-22)
	Open    int   // seats left, to be filled by the run-off or another election (XJ-23)
	// Doubtful: not elected, though more than half of those present approved (TR-05).
	Doubtful []int
	Because  string
}

// Elect counts an election in whole numbers: four fifths must be present, no
// more ballots may come back than were given out, and who is elected has more
// than half of all who are entitled (XJ-13, XJ-17, XJ-20, XJ-21).
func Elect(b Ballot) Result {
	need := register.Need(fact.Vote{On: "election", Due: b.Due})
	r := Result{Open: b.Seats, Few: !b.Equal && len(b.Votes) < register.Candidates(b.Seats)}
	r.Valid = b.Due > 0 && b.Present >= need.Present && b.Returned <= b.Issued
	if r.Valid {
		r.seat(b, need.Yes)
	}
	r.Because = r.because(b, need)
	return r
}

// seat fills the seats from the candidates who passed, most votes first.
func (r *Result) seat(b Ballot, need int) {
	var passed []int
	for i, v := range b.Votes {
		switch {
		case v >= need:
			passed = append(passed, i)
		case v*2 > b.Present:
			r.Doubtful = append(r.Doubtful, i)
		}
	}
	slices.SortStableFunc(passed, func(i, j int) int { return cmp.Compare(b.Votes[j], b.Votes[i]) })
	if len(passed) <= b.Seats {
		r.Elected, r.Open = passed, b.Seats-len(passed)
		return
	}
	edge := b.Votes[passed[b.Seats]] // the first who would stay out
	for _, i := range passed {
		switch {
		case b.Votes[i] > edge:
			r.Elected = append(r.Elected, i)
		case b.Votes[i] == edge:
			r.Runoff = append(r.Runoff, i)
		}
	}
	if r.Open = b.Seats - len(r.Elected); r.Open == 0 {
		r.Runoff = nil
	}
}

func (r *Result) because(b Ballot, need register.Threshold) string {
	said := []string{fmt.Sprintf("应到会有选举权%d人，到会%d人", b.Due, b.Present)}
	say := func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
	switch {
	case b.Due <= 0 || b.Present < need.Present:
		say("不足五分之四（%d人），不能选举", need.Present)
	case b.Returned > b.Issued:
		say("收回%d票，多于发出%d票，选举无效，重新投票", b.Returned, b.Issued)
	default:
		say("当选须赞成至少%d票，当选%d人", need.Yes, len(r.Elected))
		if len(r.Runoff) > 0 {
			say("%d人票数相同，就他们再次投票选%d人", len(r.Runoff), r.Open)
		} else if r.Open > 0 {
			say("还缺%d人，另行选举；接近应选名额的，也可以经半数以上同意减少名额", r.Open)
		}
		if len(r.Doubtful) > 0 {
			say("%d人只超过实到会的半数，没有当选；如拟认可，请报上级", len(r.Doubtful))
		}
	}
	if r.Few {
		say("候选人%d名，差额不足，应有%d名", len(b.Votes), register.Candidates(b.Seats))
	}
	return strings.Join(said, "；")
}
