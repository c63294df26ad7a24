package standard

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"qiangji/internal/party"
)

// maxAmount is the longest text of an amount or a span, in bytes.
const maxAmount = 32

// ErrAmount reports text that is not an amount.
var ErrAmount = errors.New("数要写成 3、-0.5、1/3 或 90% 这样，最多 12 位整数、6 位小数，不带单位和空格")

// notAmount says why a text is no amount, and how to write it if only its width is
// wrong.
func notAmount(text string) string {
	if half, wide := halfWidth(text); wide {
		if _, err := Amount(half); err == nil {
			return "“" + clip(text) + "”要用半角：写 " + half
		}
	}
	return "“" + clip(text) + "”不是数：" + ErrAmount.Error()
}

// Amount reads a number as packs write it: 3, -0.5, 1/3, 90%. It is exact.
func Amount(text string) (Rat, error) {
	if text == "" || len(text) > maxAmount {
		return NaR, ErrAmount
	}
	if body, ok := strings.CutSuffix(text, "%"); ok {
		n, ok := decimalOf(body)
		if !ok {
			return NaR, ErrAmount
		}
		return n.Div(Rat{100, 0}), nil
	}
	over, under, isFrac := strings.Cut(text, "/")
	n, ok := decimalOf(over)
	if !isFrac {
		if !ok {
			return NaR, ErrAmount
		}
		return n, nil
	}
	d, ok2 := decimalOf(under)
	q := n.Div(d)
	if !ok || !ok2 || !n.IsInt() || !d.IsInt() || d.Sign() <= 0 || !q.Valid() {
		return NaR, ErrAmount
	}
	return q, nil
}

// decimalOf reads an optional minus sign, up to 12 digits and up to 6 decimals.
func decimalOf(s string) (Rat, bool) {
	body, minus := strings.CutPrefix(s, "-")
	whole, frac, dot := strings.Cut(body, ".")
	if whole == "" || len(whole) > 12 || len(frac) > 6 || dot && frac == "" {
		return NaR, false
	}
	num, den := int64(0), int64(1)
	for i, part := range []string{whole, frac} {
		for j := range len(part) {
			if part[j] < '0' || part[j] > '9' {
				return NaR, false
			}
			num = num*10 + int64(part[j]-'0')
			if i == 1 {
				den *= 10
			}
		}
	}
	if minus {
		num = -num
	}
	return Frac(num, den), true
}

// A Span (时长) is a length of time as a rule states it.
type Span struct {
	N    int
	Unit SpanUnit
}

// A SpanUnit is the unit of a Span.
type SpanUnit string

// SpanUnits lists the units.
var SpanUnits = party.Labels[SpanUnit]{
	{Code: "days", Label: "天"}, {Code: "workdays", Label: "个工作日"}, {Code: "weeks", Label: "周"},
	{Code: "months", Label: "个月"}, {Code: "years", Label: "年"},
}

// The units.
const (
	Days     SpanUnit = "days"
	Workdays SpanUnit = "workdays"
	Weeks    SpanUnit = "weeks"
	Months   SpanUnit = "months"
	Years    SpanUnit = "years"
)

// maxSpan is the largest number in a span.
const maxSpan = 9999

// ToYearsEnd is the grace of what has a whole calendar year: it counts once the year
// is over.
const ToYearsEnd = "到年底"

// ParseSpan reads 10天, 15个工作日, 2周, 1个月, 半年, 1年; the short forms 日, 工作日,
// 月 too.
func ParseSpan(text string) (Span, error) {
	if text == "半年" {
		return Span{6, Months}, nil
	}
	bad := fmt.Errorf("时长 %q 看不懂：写成 10天、15个工作日、2周、1个月、半年 或 1年", clip(text))
	i := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if i <= 0 || len(text) > maxAmount {
		return Span{}, bad
	}
	n, err := strconv.Atoi(text[:i])
	if err != nil || n > maxSpan {
		return Span{}, bad
	}
	switch text[i:] {
	case "天", "日":
		return Span{n, Days}, nil
	case "个工作日", "工作日":
		return Span{n, Workdays}, nil
	case "周":
		return Span{n, Weeks}, nil
	case "个月", "月":
		return Span{n, Months}, nil
	case "年":
		return Span{n, Years}, nil
	}
	return Span{}, bad
}

// End returns the day on which a span that starts on start ends: start itself is
// not counted, the last day is (10天 from 1 March is 11 March; 1个月 is 1 April).
// Months and years fall on the last day of a shorter month; working days skip
// Saturday and Sunday.
func (s Span) End(start party.Date) party.Date {
	switch s.Unit {
	case Workdays:
		return addWorkdays(start, s.N)
	case Weeks:
		return start.AddDays(7 * s.N)
	case Months:
		return start.AddMonths(s.N)
	case Years:
		return start.AddYears(s.N)
	}
	return start.AddDays(s.N)
}

func addWorkdays(d party.Date, n int) party.Date {
	if n == 0 {
		return d
	}
	d = d.AddDays(n / 5 * 7) // five working days in any seven
	for n %= 5; n > 0; {
		d = d.AddDays(1)
		if w := d.Weekday(); w != 0 && w != 6 {
			n--
		}
	}
	for w := d.Weekday(); w == 0 || w == 6; w = d.Weekday() {
		d = d.AddDays(-1) // a start at the weekend counts from the Friday before
	}
	return d
}

// String returns the Chinese text, for example 15个工作日.
func (s Span) String() string { return strconv.Itoa(s.N) + SpanUnits.Label(s.Unit) }

// clip shortens text that is quoted in a message.
func clip(s string) string {
	n := 0
	for i := range s {
		if n++; n > 40 {
			return s[:i] + "…"
		}
	}
	return s
}
