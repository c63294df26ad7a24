package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"qiangji/internal/party"
)

// show is what a person sees in the cell, as near as the stored text allows:
// whole numbers without an exponent, fractions with 15 digits at most.
func (c *cell) show() string {
	if c == nil {
		return ""
	}
	if c.kind != number || c.shape != percentShape && simpleNumber(c.text) {
		return c.text
	}
	v, err := strconv.ParseFloat(c.text, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return c.text
	}
	if c.shape == percentShape {
		return strconv.FormatFloat(v*100, 'g', 6, 64) + "%"
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 14, 64), 64) // cannot fail: just formatted
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// said is what the cell shows, cleaned, without the marks between which the
// texts of a report quote it.
func (c *cell) said() string {
	s := clean(c.show())
	if !strings.ContainsAny(s, "「」") {
		return s
	}
	return strings.NewReplacer("「", "『", "」", "』").Replace(s)
}

// simpleNumber reports digits with at most one dot, 15 characters at most.
func simpleNumber(s string) bool {
	if len(s) > 15 {
		return false
	}
	dot := false
	for i := range len(s) {
		switch {
		case s[i] >= '0' && s[i] <= '9':
		case s[i] == '.' && !dot:
			dot = true
		default:
			return false
		}
	}
	return true
}

// value reads a number cell; ok is false for any other.
func (c *cell) value() (float64, bool) {
	if c == nil || c.kind != number {
		return 0, false
	}
	v, err := strconv.ParseFloat(c.text, 64)
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}

// cutShort reports a number with more digits than a number cell can hold: those
// behind the fifteenth are gone.
func (c *cell) cutShort() bool {
	return c != nil && c.kind == number && len(strings.TrimSuffix(compact(c.show()), ".0")) > 15
}

// isDayOrClock reports a number that its cell shows as a day or a time, which
// therefore means something else than the number.
func (c *cell) isDayOrClock() bool {
	return c != nil && c.kind == number && c.shape != plain && c.shape != percentShape
}

// quoted is the cell as a message about a wrong number names it.
func (c *cell) quoted() string {
	s := "「" + c.said() + "」"
	if c.isDayOrClock() {
		s += "（单元格设成了日期或时间格式，请先改成“常规”）"
	}
	return s
}

// wholeNumber reads a count such as 25, 25人, 25 人, 25.0.
func wholeNumber(c *cell, units ...string) (int, bool) {
	s := compact(c.show())
	for _, u := range units {
		s = strings.TrimSuffix(s, u)
	}
	s = strings.TrimSuffix(s, ".0")
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && !c.isDayOrClock()
}

// grouped is a number whose commas part it in groups of three: 1,234.5. Any
// other comma is no part of a number: 12,5 may be twelve and a half, or a slip.
var grouped = regexp.MustCompile(`^[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?$`)

// apart is two numbers in one cell.
var apart = regexp.MustCompile(`[0-9] +[0-9]`)

// decimal reads a number with at most four decimals: 12.5, 12.50元, ￥12.5, 1,234.5.
func decimal(c *cell, units ...string) (party.Decimal, bool) {
	if apart.MatchString(clean(c.show())) {
		return 0, false
	}
	s := strings.TrimLeft(compact(c.show()), "¥￥")
	for _, u := range units {
		s = strings.TrimSuffix(s, u)
	}
	if grouped.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	if whole, frac, ok := strings.Cut(s, "."); ok {
		if frac = strings.TrimRight(frac, "0"); frac == "" {
			s = whole
		} else {
			s = whole + "." + frac
		}
	}
	d, err := party.ParseDecimal(s)
	return d, err == nil && !c.isDayOrClock()
}

// manyDecimals reports a number with more decimals than a Decimal has.
func manyDecimals(c *cell, units ...string) bool {
	s := compact(c.show())
	for _, u := range units {
		s = strings.TrimSuffix(s, u)
	}
	whole, frac, ok := strings.Cut(s, ".")
	return ok && len(frac) > 4 && whole != "" && strings.Trim(whole+frac, "0123456789") == "" && !c.isDayOrClock()
}

// fen reads an amount in yuan.
func fen(c *cell) (int64, bool) {
	d, ok := decimal(c, "元", "块")
	if !ok || d < 0 || d%(party.DecimalUnit/100) != 0 {
		return 0, false
	}
	return int64(d / (party.DecimalUnit / 100)), true
}

// yuan writes an amount for a message.
func yuan(fen int64) string {
	return (party.Decimal(fen) * (party.DecimalUnit / 100)).String() + " 元"
}

const chineseDigits = "〇一二三四五六七八九"

// arabic turns the Chinese numerals of a short text into digits: 二〇二六年三月
// 十五日 becomes 2026年3月15日, 第十二 becomes 第12.
func arabic(s string) string {
	if !strings.ContainsAny(s, "〇○零一二两三四五六七八九十") {
		return s
	}
	runes := []rune(s)
	var b strings.Builder
	for i, r := range runes {
		if r == '十' {
			before := i > 0 && digitOf(runes[i-1]) > 0
			after := i+1 < len(runes) && digitOf(runes[i+1]) > 0
			switch {
			case !before && !after:
				b.WriteString("10")
			case !before:
				b.WriteByte('1')
			case !after:
				b.WriteByte('0')
			}
			continue
		}
		if d := digitOf(r); d >= 0 {
			b.WriteByte(byte('0' + d))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func digitOf(r rune) int {
	switch r {
	case '○', '零':
		return 0
	case '两':
		return 2
	}
	n := 0
	for _, d := range chineseDigits {
		if d == r {
			return n
		}
		n++
	}
	return -1
}
