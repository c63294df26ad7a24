package hand

import "qiangji/internal/core/standard"

// The amounts of the items.
var (
	zero, quarter, half = whole(0), frac(1, 4), frac(1, 2)
	p1, p2, p3, p4      = whole(1), whole(2), whole(3), whole(4)
	p15, p25, p45       = frac(3, 2), frac(5, 2), frac(9, 2)
	tenth, twentieth    = frac(1, 10), frac(1, 20)
	ninety              = frac(9, 10)
	p08                 = frac(4, 5)
	bonusCap            = whole(5)
	hundred, most       = whole(100), whole(105)
	shares              = [...]standard.Rat{frac(2, 5), frac(3, 5), frac(4, 5)}
	discussed           = [...]standard.Rat{frac(3, 10), half, frac(7, 10), p08}
)

func whole(n int64) standard.Rat { return standard.Int(n) }

func frac(n, d int64) standard.Rat { return standard.Frac(n, d) }

// less is what is left of the points when each of some misses costs so much.
func less(points, each standard.Rat, n int64) standard.Rat { return points.Sub(each.Mul(whole(n))) }

// perMiss scores an item that loses so much for each obligation missed.
func perMiss(t tally, points, each standard.Rat) Score {
	return owed(t, points, Pair{less(points, each, int64(t.missed+t.waiting)), less(points, each, int64(t.missed))})
}

// stepsBelow is how much is lost below a line: so much for each step begun.
func stepsBelow(done, due int64, line, step, each standard.Rat) standard.Rat {
	v := frac(done, due)
	if !v.Less(line) {
		return zero
	}
	return line.Sub(v).Div(step).Ceil().Mul(each)
}
