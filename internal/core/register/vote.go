package register

import "qiangji/internal/core/fact"

// A Threshold is the least number present for a vote to be valid, and the least
// number of approvals for it to pass. Both are counted over those due, never
// over those present (TR-01).
type Threshold struct {
	Present int
	Yes     int
}

// Need returns the thresholds of a vote by what it is on, in whole numbers
// (TR-02, TR-03, TR-04, TR-06): half of those due are enough for an ordinary
// vote and for the committee (Due is then its seats), more than half for 接收 and
// 转正, four fifths for an election; more than half must approve.
func Need(v fact.Vote) Threshold {
	n := max(v.Due, 0)
	t := Threshold{Present: (n + 1) / 2, Yes: n/2 + 1}
	switch v.On {
	case "accept", "convert":
		t.Present = n/2 + 1
	case "election":
		t.Present = (n*4 + 4) / 5
	}
	return t
}

// Candidates returns the least number of candidates for seats on a committee: a
// fifth more, a broken person counting as a whole one (TR-07).
func Candidates(seats int) int { return seats + (seats+4)/5 }
