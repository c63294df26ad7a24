package assess

import "qiangji/internal/core/standard"

// A Pair is what is confirmed and what is possible: the least and the greatest
// value that a number may turn out to have once everything unknown is known
// (C5). Lo ≤ Hi; both are numbers, never NaR.
type Pair struct {
	Lo, Hi standard.Rat
}

// far stands for "without a limit that the rule states"; every item's floor and
// cap lie within it.
var far = standard.Int(1_000_000_000_000)

// wide is a number of which nothing is known.
var wide = Pair{far.Neg(), far}

// only is a number that is known; one that no one could compute is not.
func only(r standard.Rat) Pair {
	if !r.Valid() {
		return wide
	}
	return Pair{r, r}
}

// Known reports whether confirmed and possible agree.
func (p Pair) Known() bool { return p.Lo == p.Hi }

// Add returns p + q.
func (p Pair) Add(q Pair) Pair { return sane(Pair{p.Lo.Add(q.Lo), p.Hi.Add(q.Hi)}) }

// Sub returns p - q.
func (p Pair) Sub(q Pair) Pair { return p.Add(q.Neg()) }

// Neg returns -p.
func (p Pair) Neg() Pair { return Pair{p.Hi.Neg(), p.Lo.Neg()} }

// Mul returns p × q.
func (p Pair) Mul(q Pair) Pair {
	if q.Lo == q.Hi && p.Lo == p.Hi {
		return only(p.Lo.Mul(q.Lo))
	}
	if q.Lo.Sign() >= 0 && p.Lo.Sign() >= 0 {
		return sane(Pair{p.Lo.Mul(q.Lo), p.Hi.Mul(q.Hi)})
	}
	a, b, c, d := p.Lo.Mul(q.Lo), p.Lo.Mul(q.Hi), p.Hi.Mul(q.Lo), p.Hi.Mul(q.Hi)
	return sane(Pair{a.Min(b).Min(c.Min(d)), a.Max(b).Max(c.Max(d))})
}

// Div returns p ÷ q; a divisor that may be 0 leaves nothing known.
func (p Pair) Div(q Pair) Pair {
	if q.Lo.Sign() <= 0 && q.Hi.Sign() >= 0 {
		return wide
	}
	one := standard.Int(1)
	return p.Mul(Pair{one.Div(q.Hi), one.Div(q.Lo)})
}

// Max returns the greater of p and q, end by end.
func (p Pair) Max(q Pair) Pair { return Pair{p.Lo.Max(q.Lo), p.Hi.Max(q.Hi)} }

// Min returns the smaller of p and q, end by end.
func (p Pair) Min(q Pair) Pair { return Pair{p.Lo.Min(q.Lo), p.Hi.Min(q.Hi)} }

// Or returns the least pair that holds p and q: it may turn out to be either.
func (p Pair) Or(q Pair) Pair { return Pair{p.Lo.Min(q.Lo), p.Hi.Max(q.Hi)} }

// within returns p held between two bounds.
func (p Pair) within(lo, hi standard.Rat) Pair {
	return Pair{p.Lo.Max(lo).Min(hi), p.Hi.Max(lo).Min(hi)}
}

// sane replaces an end that does not fit by one without limit.
func sane(p Pair) Pair {
	if !p.Lo.Valid() {
		p.Lo = far.Neg()
	}
	if !p.Hi.Valid() {
		p.Hi = far
	}
	return p
}

// String writes one number, or confirmed–possible.
func (p Pair) String() string {
	if p.Known() {
		return p.Lo.String()
	}
	return p.Lo.String() + "–" + p.Hi.String()
}
