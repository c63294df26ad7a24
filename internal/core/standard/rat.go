package standard

import (
	"math/bits"
	"strconv"

	"qiangji/internal/party"
)

// A Rat (有理数) is an exact rational number: reduced, with a positive
// denominator, numerator and denominator each within int64. The zero Rat is 0.
// Equal numbers are equal values, so == may be used. A result that does not fit
// is not a number: it is unknown, never wrong, and stays so through every
// further operation.
type Rat struct {
	num int64
	low int64 // the denominator less one, so that the zero value is 0/1; -1: not a number
}

// NaR is what no operation can compute with: an overflow or a division by zero.
var NaR = Rat{0, -1}

// minInt is the one int64 without a positive counterpart; a Rat never holds it.
const minInt = -1 << 63

// Int returns n as a Rat; the least int64 is not a number.
func Int(n int64) Rat {
	if n == minInt {
		return NaR
	}
	return Rat{n, 0}
}

// Frac returns n/d reduced; NaR if d is 0.
func Frac(n, d int64) Rat {
	if d == 0 || n == minInt || d == minInt {
		return NaR
	}
	if d < 0 {
		n, d = -n, -d
	}
	if g := gcd(magnitude(n), uint64(d)); g > 1 {
		n, d = n/int64(g), d/int64(g)
	}
	return Rat{n, d - 1}
}

// FromDecimal returns a recorded decimal as a Rat.
func FromDecimal(d party.Decimal) Rat {
	if d%party.DecimalUnit == 0 {
		return Rat{int64(d / party.DecimalUnit), 0}
	}
	return Frac(int64(d), int64(party.DecimalUnit))
}

// Valid reports whether a is a number.
func (a Rat) Valid() bool { return a.low >= 0 }

// IsInt reports whether a is a whole number.
func (a Rat) IsInt() bool { return a.low == 0 }

// Int64 returns a whole number as an int64; ok is false for any other.
func (a Rat) Int64() (n int64, ok bool) { return a.num, a.low == 0 }

// Parts returns numerator and denominator; the denominator is 0 for NaR.
func (a Rat) Parts() (num, den int64) { return a.num, a.low + 1 }

// Sign returns -1, 0 or 1; 0 for NaR.
func (a Rat) Sign() int {
	switch {
	case a.num < 0:
		return -1
	case a.num > 0:
		return 1
	}
	return 0
}

// Add returns a + b.
func (a Rat) Add(b Rat) Rat {
	if a.low|b.low == 0 {
		if s := a.num + b.num; (s^a.num)&(s^b.num) >= 0 && s != minInt {
			return Rat{s, 0}
		}
	}
	return addSlow(a, b)
}

// Sub returns a - b.
func (a Rat) Sub(b Rat) Rat { return a.Add(Rat{-b.num, b.low}) }

// Neg returns -a.
func (a Rat) Neg() Rat { return Rat{-a.num, a.low} }

// Abs returns the magnitude of a.
func (a Rat) Abs() Rat { return Rat{max(a.num, -a.num), a.low} }

// Mul returns a × b.
func (a Rat) Mul(b Rat) Rat {
	if a.low|b.low == 0 && int64(int32(a.num)) == a.num && int64(int32(b.num)) == b.num {
		return Rat{a.num * b.num, 0}
	}
	return mulSlow(a, b)
}

// Div returns a ÷ b, NaR if b is 0.
func (a Rat) Div(b Rat) Rat {
	switch {
	case b.low < 0 || b.num == 0:
		return NaR
	case a.low|b.low == 0:
		return Frac(a.num, b.num)
	case b.num < 0:
		return mulSlow(a, Rat{-b.low - 1, -b.num - 1})
	}
	return mulSlow(a, Rat{b.low + 1, b.num - 1})
}

// Cmp returns -1, 0 or 1 as a is less than, equal to or greater than b. NaR
// compares as 0 with anything: ask Valid first.
func (a Rat) Cmp(b Rat) int {
	if a.low == b.low {
		switch {
		case a.num < b.num:
			return -1
		case a.num > b.num:
			return 1
		}
		return 0
	}
	return cmpSlow(a, b)
}

// Less reports whether a < b; false if either is NaR.
func (a Rat) Less(b Rat) bool { return a.Cmp(b) < 0 }

// Min returns the smaller of a and b, NaR if either is.
func (a Rat) Min(b Rat) Rat {
	if b.low < 0 || b.Cmp(a) < 0 {
		return b
	}
	return a
}

// Max returns the greater of a and b, NaR if either is.
func (a Rat) Max(b Rat) Rat {
	if b.low < 0 || b.Cmp(a) > 0 {
		return b
	}
	return a
}

// Floor returns the greatest whole number not above a.
func (a Rat) Floor() Rat {
	if a.low <= 0 {
		return a
	}
	q := a.num / (a.low + 1)
	if a.num < 0 {
		q--
	}
	return Rat{q, 0}
}

// Ceil returns the least whole number not below a.
func (a Rat) Ceil() Rat {
	if a.low <= 0 {
		return a
	}
	return a.Floor().Add(Rat{1, 0})
}

// A Rounding (取舍) says what becomes of the digits beyond a scale.
type Rounding uint8

// The roundings. HalfUp rounds halves away from zero (四舍五入), RoundDown drops
// the digits (舍去), RoundUp counts any rest as one more (进一).
const (
	HalfUp Rounding = iota
	RoundDown
	RoundUp
)

// Roundings lists the roundings as packs write them.
var Roundings = party.Labels[string]{{Code: "half_up", Label: "四舍五入"}, {Code: "down", Label: "舍去"}, {Code: "up", Label: "进一"}}

// RoundingOf returns the rounding that a pack names; empty text is half_up.
func RoundingOf(code string) (Rounding, bool) {
	if code == "" {
		return HalfUp, true
	}
	i := Roundings.Index(code)
	return Rounding(max(i, 0)), i >= 0
}

// maxScale is the largest number of decimals that Round takes.
const maxScale = 12

// Round returns a rounded to scale decimals (0 to 12).
func (a Rat) Round(scale int, mode Rounding) Rat {
	if scale < 0 || scale > maxScale || !a.Valid() {
		return NaR
	}
	unit := int64(1)
	for range scale {
		unit *= 10
	}
	if unit%(a.low+1) == 0 {
		return a
	}
	scaled := a.Abs().Mul(Rat{unit, 0})
	whole := scaled.Floor()
	rest := scaled.Sub(whole)
	if mode == RoundUp && rest.num > 0 || mode == HalfUp && rest.Cmp(Rat{1, 1}) >= 0 {
		whole = whole.Add(Rat{1, 0})
	}
	if a.num < 0 {
		whole = whole.Neg()
	}
	return whole.Div(Rat{unit, 0})
}

// Decimal returns a as a recorded decimal; ok is false if it has more than four
// decimals or lies beyond the range of party.Decimal.
func (a Rat) Decimal() (d party.Decimal, ok bool) {
	n, whole := a.Mul(Rat{int64(party.DecimalUnit), 0}).Int64()
	d = party.Decimal(n)
	if !whole || d > party.MaxDecimal || d < -party.MaxDecimal {
		return 0, false
	}
	return d, true
}

// String returns the shortest exact text: a decimal (18.5) where there is one
// of at most twelve places, else a fraction (1/3); 「超出范围」 for NaR.
func (a Rat) String() string {
	if a.low == 0 {
		return strconv.FormatInt(a.num, 10)
	}
	var few [24]byte
	return string(a.Append(few[:0]))
}

// Append appends String to b.
func (a Rat) Append(b []byte) []byte {
	switch {
	case !a.Valid():
		return append(b, "超出范围"...)
	case a.low == 0:
		return strconv.AppendInt(b, a.num, 10)
	}
	den := uint64(a.low + 1)
	places, unit := 0, uint64(1)
	for ; unit%den != 0; places++ {
		if places == maxScale {
			return strconv.AppendUint(append(strconv.AppendInt(b, a.num, 10), '/'), den, 10)
		}
		unit *= 10
	}
	if a.num < 0 {
		b = append(b, '-')
	}
	whole, rest := magnitude(a.num)/den, magnitude(a.num)%den
	b = append(strconv.AppendUint(b, whole, 10), '.')
	for frac, digit := unit/den*rest, unit/10; digit > 0; digit /= 10 {
		b = append(b, '0'+byte(frac/digit%10))
	}
	return b
}

// MarshalText writes String.
func (a Rat) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

// gcd returns the greatest common divisor by shifts, which beat divisions.
func gcd(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return a | b
	}
	shift := bits.TrailingZeros64(a | b)
	a >>= bits.TrailingZeros64(a)
	for b != 0 {
		b >>= bits.TrailingZeros64(b)
		if a > b {
			a, b = b, a
		}
		b -= a
	}
	return a << shift
}
