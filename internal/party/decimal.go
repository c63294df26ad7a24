package party

import (
	"errors"
	"strconv"
	"strings"
)

// A Decimal (定点小数) is an exact number with four decimal places, held as
// ten-thousandths. Its range is ±10^12.
type Decimal int64

// DecimalUnit is 1.0000.
const DecimalUnit Decimal = 10000

// MaxDecimal is the largest magnitude that ParseDecimal takes: 10^12.
const MaxDecimal = Decimal(1e12) * DecimalUnit

// ErrDecimal reports text that is not a Decimal.
var ErrDecimal = errors.New("数值要写成 18 或 18.5 这样，最多四位小数，绝对值不超过一万亿")

// Int returns n as a Decimal.
func Int(n int) Decimal { return Decimal(n) * DecimalUnit }

// ParseDecimal reads an optional minus sign, digits, and at most four decimals.
func ParseDecimal(s string) (Decimal, error) {
	body, neg := strings.CutPrefix(s, "-")
	whole, frac, dot := strings.Cut(body, ".")
	if whole == "" || len(whole) > 13 || len(frac) > 4 || dot && frac == "" {
		return 0, ErrDecimal
	}
	w, ok1 := digits64(whole)
	f, ok2 := digits64((frac + "0000")[:4])
	v := Decimal(w)*DecimalUnit + Decimal(f)
	if !ok1 || !ok2 || v > MaxDecimal {
		return 0, ErrDecimal
	}
	if neg {
		v = -v
	}
	return v, nil
}

func digits64(s string) (int64, bool) {
	var n int64
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, true
}

// String returns the shortest exact text: 18.5, -0.25, 3.
func (d Decimal) String() string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	s := sign + strconv.FormatInt(int64(d/DecimalUnit), 10)
	if f := int64(d % DecimalUnit); f != 0 {
		t := strconv.FormatInt(f+int64(DecimalUnit), 10)[1:]
		s += "." + strings.TrimRight(t, "0")
	}
	return s
}

// MarshalJSON writes a decimal string, so that no reader makes a float of it.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(`"` + d.String() + `"`), nil }

// UnmarshalJSON reads a decimal string or a plain JSON number without exponent.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	s := string(b)
	if len(s) >= 2 && s[0] == '"' {
		s = s[1 : len(s)-1]
	}
	v, err := ParseDecimal(s)
	*d = v
	return err
}
