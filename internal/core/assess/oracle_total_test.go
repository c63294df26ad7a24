package assess

import (
	"math/big"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A reckoning is the whole as the oracle makes it from the points of the items.
type reckoning struct{ points, scaled span }

func (a span) plus(b span) span        { return span{add(a.lo, b.lo), add(a.hi, b.hi)} }
func (a span) less(b span) span        { return span{sub(a.lo, b.hi), sub(a.hi, b.lo)} }
func (a span) times(k *big.Rat) span   { return span{mul(a.lo, k), mul(a.hi, k)} } // k ≥ 0
func (a span) round(scale int) span    { return span{round(a.lo, scale), round(a.hi, scale)} }
func (a span) atLeast(v *big.Rat) span { return span{greatest(a.lo, v), greatest(a.hi, v)} }
func (a span) atMost(v *big.Rat) span  { return span{least(a.lo, v), least(a.hi, v)} }

func naught() span { return span{new(big.Rat), new(big.Rat)} }

// spanned is a pair of the product as the oracle reads it.
func spanned(p Pair) span { return span{ratOf(p.Lo), ratOf(p.Hi)} }

func ratOf(r standard.Rat) *big.Rat {
	n, d := r.Parts()
	return big.NewRat(n, d)
}

// reckon makes the whole of a scheme of the dice: parts within their bounds (M44),
// out of their weights (M22), a bonus beside them (M17), a base (M43), a constant
// factor (M23), a gate that deducts (M39), bounds and rounding. It reports false for
// a factor that it does not know.
func reckon(a *Assessment, b branch, s *standard.Scheme, scale int) (reckoning, bool) {
	core, due, bonus := naught(), new(big.Rat), naught()
	for _, it := range a.Items {
		if it.Part == "" {
			core, due = core.plus(spanned(it.Points)), add(due, ratOf(it.Due))
		}
	}
	for _, part := range s.Parts {
		sum, owed := partOf(a, &part)
		switch {
		case part.Bonus:
			bonus = bonus.plus(sum)
			continue
		case s.Compose.How == "weighted":
			by := quo(mul(rat(part.Weight), rat(s.Max)), rat(part.Points))
			sum, owed = sum.times(by), mul(owed, by)
		}
		core, due = core.plus(sum), add(due, owed)
	}
	w := reckoning{points: core.plus(bonus), scaled: bonus}
	switch {
	case s.Base != "":
		w.points = w.points.plus(span{rat(s.Base), rat(s.Base)})
		w.scaled = w.points
	case due.Sign() > 0:
		w.scaled = core.times(quo(rat(s.Max), due)).plus(bonus)
	}
	if s.Compose.How == "multiply" {
		if s.Compose.Factor != "0.8" {
			return w, false
		}
		w.points, w.scaled = w.points.times(rat("0.8")), w.scaled.times(rat("0.8"))
	}
	if s.Gates[0].Effect == "minus" {
		minus := gateMinus(b, rat(s.Gates[0].Minus))
		w.points, w.scaled = w.points.less(minus), w.scaled.less(minus)
	}
	return w.bounded(&s.Compose, scale), true
}

// partOf adds up the items of one part within its bounds, and what of it is due.
func partOf(a *Assessment, part *standard.Part) (sum span, due *big.Rat) {
	sum, due = naught(), new(big.Rat)
	for _, it := range a.Items {
		if it.Part == part.ID {
			sum, due = sum.plus(spanned(it.Points)), add(due, ratOf(it.Due))
		}
	}
	if part.Floor != "" {
		sum = sum.atLeast(rat(part.Floor))
	}
	if part.Cap != "" {
		sum = sum.atMost(rat(part.Cap))
	}
	return sum, due
}

// gateMinus is what the gate of the dice deducts: it asks 80 of satisfaction.
func gateMinus(b branch, points *big.Rat) span {
	i := wordAt(standard.NumberWords, "满意度")
	switch {
	case b.Unknown[i]:
		return span{new(big.Rat), points}
	case b.Numbers[i] < party.Int(80):
		return span{points, points}
	}
	return naught()
}

func (w reckoning) bounded(c *standard.Compose, scale int) reckoning {
	for _, v := range []*span{&w.points, &w.scaled} {
		if c.Floor != "" {
			*v = v.atLeast(rat(c.Floor))
		}
		if c.Cap != "" && c.Cap != "none" {
			*v = v.atMost(rat(c.Cap))
		}
	}
	if c.How == "weighted" || c.How == "multiply" {
		w.points = w.points.round(scale)
	}
	w.scaled = w.scaled.round(scale)
	return w
}

// reckoned holds the whole against the oracle's, and reports whether it could.
func reckoned(t failer, a *Assessment, b branch, s *standard.Standard, scale int) bool {
	t.Helper()
	want, ok := reckon(a, b, s.Rating, scale)
	if !ok {
		return false
	}
	if got := spanned(a.Total.Points); !got.is(want.points) {
		t.Fatalf("%+v: the total is %s, reckoned %s", s.Rating.Compose, got, want.points)
	}
	if got := spanned(a.Total.Scaled); !got.is(want.scaled) {
		t.Fatalf("%+v: scaled the total is %s, reckoned %s", s.Rating.Compose, got, want.scaled)
	}
	return true
}
