package hand

import "qiangji/internal/core/standard"

// A Verdict says whether an item is met.
type Verdict uint8

// The verdicts.
const (
	NotApplicable Verdict = iota
	NotDue
	Met
	Unmet
	Unknown
)

// A Pair is what is confirmed and what is possible.
type Pair struct{ Lo, Hi standard.Rat }

func (p Pair) add(q Pair) Pair { return Pair{p.Lo.Add(q.Lo), p.Hi.Add(q.Hi)} }

func (p Pair) sub(q Pair) Pair { return Pair{p.Lo.Sub(q.Hi), p.Hi.Sub(q.Lo)} }

// within holds both ends between two bounds and rounds them to two decimals.
func (p Pair) within(low, high standard.Rat) Pair {
	return Pair{p.Lo.Max(low).Min(high), p.Hi.Max(low).Min(high)}.round()
}

func (p Pair) round() Pair {
	return Pair{p.Lo.Round(2, standard.HalfUp), p.Hi.Round(2, standard.HalfUp)}
}

func exactly(v standard.Rat) Pair { return Pair{v, v} }

// A Score is the numbers of one item.
type Score struct {
	Verdict  Verdict
	Points   Pair
	Due, Max standard.Rat
}

// A Part is the numbers of one part.
type Part struct {
	Points   Pair
	Due, Max standard.Rat
}

// A Total is the numbers of the whole: Scaled is Points over Due out of 100, with
// the bonus beside it. Known says that something is due.
type Total struct {
	Points    Pair
	Due, Year standard.Rat
	Scaled    Pair
	Known     bool
}

// NItems is how many items each profile has, NParts how many parts.
const (
	NItems = 61
	NParts = 10
)

// A Sheet is the scores of one branch: the items in the order of Items, the parts
// in the order of Parts. A village has nine parts.
type Sheet struct {
	Items [NItems]Score
	Parts [NParts]Part
	Total Total
}

// A state is where one obligation stands.
type state uint8

const (
	none state = iota // there is no obligation
	met
	missed
	waiting // no record, and the year is not closed
	open    // not due yet
	gone    // excused, waived or moved away
	stopped // an answer from above is waited for
)

// A tally counts the obligations of one item; what is excused or waived is no
// part of the total.
type tally struct{ total, met, missed, waiting, open, stopped int }

func (t *tally) count(s state) {
	switch s {
	case met:
		t.met++
	case missed:
		t.missed++
	case waiting:
		t.waiting++
	case open:
		t.open++
	case stopped:
		t.stopped++
		return
	default:
		return
	}
	t.total++
}

func (t tally) verdict() Verdict {
	switch {
	case t.missed > 0:
		return Unmet
	case t.waiting > 0:
		return Unknown
	case t.met > 0:
		return Met
	}
	return NotDue
}

// settled reports whether anything is due yet.
func (t tally) settled() bool { return t.met+t.missed+t.waiting > 0 }

// share scores an item by the share of its obligations that are met.
func share(t tally, points standard.Rat) Score {
	if t.total+t.stopped == 0 {
		return Score{}
	}
	s := Score{Verdict: t.verdict(), Max: points}
	if !t.settled() {
		return s
	}
	s.Points.Lo = part(points, t.met, t.total)
	s.Points.Hi = s.Points.Lo
	if t.waiting > 0 {
		s.Points.Hi = part(points, t.met+t.waiting, t.total)
	}
	s.Due = points
	if t.open > 0 {
		could := part(points, t.met+t.open+t.waiting, t.total)
		s.Due = points.Sub(could.Sub(s.Points.Hi)).Max(zero).Min(points)
	}
	return s
}

// part is n of total parts of the points, to two decimals.
func part(points standard.Rat, n, total int) standard.Rat {
	if n == total {
		return points
	}
	return points.Mul(standard.Frac(int64(n), int64(total))).Round(2, standard.HalfUp)
}

// owed scores an item whose amount is computed once something of it is due.
func owed(t tally, points standard.Rat, amount Pair) Score {
	switch {
	case t.total+t.stopped == 0:
		return Score{}
	case !t.settled():
		return Score{Verdict: NotDue, Max: points}
	}
	return Score{t.verdict(), amount.within(zero, points), points, points}
}

// one is the tally of a single obligation.
func one(s state) tally {
	var t tally
	t.count(s)
	return t
}
