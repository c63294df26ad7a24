package standard

import (
	"math"
	"math/big"
	"math/bits"
)

// addSlow adds where the denominators are not both one, or the sum of two
// whole numbers overflows.
func addSlow(a, b Rat) Rat {
	if a.low < 0 || b.low < 0 {
		return NaR
	}
	if a.low == b.low {
		if s := a.num + b.num; (s^a.num)&(s^b.num) >= 0 && s != minInt {
			return Frac(s, a.low+1)
		}
		return addBig(a, b)
	}
	// a/g·d + c/g·e over the least common denominator g·d·e.
	ad, bd := a.low+1, b.low+1
	g := int64(gcd(uint64(ad), uint64(bd)))
	x, ok1 := mul64(a.num, bd/g)
	y, ok2 := mul64(b.num, ad/g)
	den, ok3 := mul64(ad, bd/g)
	s := x + y
	if !ok1 || !ok2 || !ok3 || (s^x)&(s^y) < 0 || s == minInt {
		return addBig(a, b)
	}
	return Frac(s, den)
}

// mulSlow cancels across before it multiplies, so that it overflows only where
// the reduced product does.
func mulSlow(a, b Rat) Rat {
	if a.low < 0 || b.low < 0 {
		return NaR
	}
	if a.num == 0 || b.num == 0 {
		return Rat{}
	}
	an, ad, bn, bd := a.num, a.low+1, b.num, b.low+1
	if g := int64(gcd(magnitude(an), uint64(bd))); g > 1 {
		an, bd = an/g, bd/g
	}
	if g := int64(gcd(magnitude(bn), uint64(ad))); g > 1 {
		bn, ad = bn/g, ad/g
	}
	num, ok1 := mul64(an, bn)
	den, ok2 := mul64(ad, bd)
	if !ok1 || !ok2 {
		return NaR
	}
	return Rat{num, den - 1}
}

// mul64 multiplies; ok is false on overflow.
func mul64(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

// addBig adds by math/big; a sum that does not fit is NaR.
func addBig(a, b Rat) Rat {
	sum := new(big.Rat).Add(big.NewRat(a.num, a.low+1), big.NewRat(b.num, b.low+1))
	if !sum.Num().IsInt64() || !sum.Denom().IsInt64() || sum.Num().Int64() == minInt {
		return NaR
	}
	return Rat{sum.Num().Int64(), sum.Denom().Int64() - 1}
}

// cmpSlow compares across denominators by 128-bit products.
func cmpSlow(a, b Rat) int {
	if a.low < 0 || b.low < 0 {
		return 0
	}
	if sa, sb := a.Sign(), b.Sign(); sa != sb {
		if sa < sb {
			return -1
		}
		return 1
	}
	h1, l1 := bits.Mul64(magnitude(a.num), uint64(b.low)+1)
	h2, l2 := bits.Mul64(magnitude(b.num), uint64(a.low)+1)
	c := 0
	switch {
	case h1 < h2 || h1 == h2 && l1 < l2:
		c = -1
	case h1 > h2 || h1 == h2 && l1 > l2:
		c = 1
	}
	if a.num < 0 {
		return -c
	}
	return c
}
