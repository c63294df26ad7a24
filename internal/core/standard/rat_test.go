package standard

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// ratCases is how many pairs of numbers are compared with math/big.
const ratCases = 120_000

func bigOf(a Rat) *big.Rat {
	n, d := a.Parts()
	return big.NewRat(n, d)
}

// fits returns the Rat that a big result must be.
func fits(b *big.Rat) Rat {
	if !b.Num().IsInt64() || !b.Denom().IsInt64() || b.Num().Int64() == math.MinInt64 {
		return NaR
	}
	return Frac(b.Num().Int64(), b.Denom().Int64())
}

// randomRat draws from small, decimal, and enormous numbers.
func randomRat(r *rand.Rand) Rat {
	switch r.IntN(8) {
	case 0, 1:
		return Int(int64(r.IntN(201) - 100))
	case 2, 3:
		return Frac(int64(r.IntN(20001)-10000), int64(r.IntN(100)+1))
	case 4:
		return Frac(int64(r.IntN(2000001)-1000000), 10000)
	case 5:
		return Int(r.Int64() - math.MaxInt64/2)
	case 6:
		return Frac(r.Int64()-math.MaxInt64/2, r.Int64N(1<<33)+1)
	}
	edges := []int64{0, 1, -1, math.MaxInt64, -math.MaxInt64, math.MaxInt32, math.MinInt32, 1 << 32, 1<<32 - 1}
	return Frac(edges[r.IntN(len(edges))], max(1, edges[r.IntN(len(edges))]))
}

func TestRatAgreesWithBig(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range ratCases {
		a, b := randomRat(r), randomRat(r)
		x, y := bigOf(a), bigOf(b)
		check := func(op string, got Rat, want *big.Rat) {
			if w := fits(want); got != w {
				t.Fatalf("case %d: %v %s %v = %v, want %v", i, a, op, b, got, w)
			}
		}
		check("+", a.Add(b), new(big.Rat).Add(x, y))
		check("-", a.Sub(b), new(big.Rat).Sub(x, y))
		check("×", a.Mul(b), new(big.Rat).Mul(x, y))
		if b.Sign() != 0 {
			check("÷", a.Div(b), new(big.Rat).Quo(x, y))
		}
		if got, want := a.Cmp(b), x.Cmp(y); got != want {
			t.Fatalf("case %d: %v cmp %v = %d, want %d", i, a, b, got, want)
		}
		if (a == b) != (x.Cmp(y) == 0) {
			t.Fatalf("case %d: %v == %v is %v", i, a, b, a == b)
		}
		checkWhole(t, a, x)
		checkRound(t, r.IntN(5), a, x)
	}
}

// checkWhole compares Floor and Ceil with big integers.
func checkWhole(t *testing.T, a Rat, x *big.Rat) {
	t.Helper()
	floor := new(big.Int).Div(x.Num(), x.Denom()) // Euclidean: floor for a positive denominator
	if got := bigOf(a.Floor()); got.Cmp(new(big.Rat).SetInt(floor)) != 0 {
		t.Fatalf("floor(%v) = %v", a, got)
	}
	ceil := new(big.Int).Neg(new(big.Int).Div(new(big.Int).Neg(x.Num()), x.Denom()))
	if got := bigOf(a.Ceil()); got.Cmp(new(big.Rat).SetInt(ceil)) != 0 {
		t.Fatalf("ceil(%v) = %v", a, got)
	}
}

// checkRound compares Round with big arithmetic; NaR is allowed only where an
// intermediate product cannot fit.
func checkRound(t *testing.T, scale int, a Rat, x *big.Rat) {
	t.Helper()
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	scaled := new(big.Rat).Mul(new(big.Rat).Abs(x), new(big.Rat).SetInt(unit))
	for mode := HalfUp; mode <= RoundUp; mode++ {
		num, den := new(big.Int).Set(scaled.Num()), scaled.Denom()
		switch mode {
		case HalfUp:
			num.Mul(num, big.NewInt(2)).Add(num, den)
			num.Div(num, new(big.Int).Mul(den, big.NewInt(2)))
		case RoundDown:
			num.Div(num, den)
		case RoundUp:
			num.Add(num, new(big.Int).Sub(den, big.NewInt(1))).Div(num, den)
		}
		want := new(big.Rat).SetFrac(num, unit)
		if x.Sign() < 0 {
			want.Neg(want)
		}
		got := a.Round(scale, mode)
		if !got.Valid() {
			if scaled.Num().IsInt64() {
				t.Fatalf("round(%v, %d, %d) is not a number", a, scale, mode)
			}
			continue
		}
		if bigOf(got).Cmp(want) != 0 {
			t.Fatalf("round(%v, %d, %d) = %v, want %v", a, scale, mode, got, want)
		}
	}
}

func TestRatIsReducedAndComparable(t *testing.T) {
	if Frac(2, 4) != Frac(1, 2) || Frac(-3, -6) != Frac(1, 2) || Frac(0, -7) != (Rat{}) {
		t.Error("equal numbers must be equal values")
	}
	if n, d := (Rat{}).Parts(); n != 0 || d != 1 {
		t.Errorf("the zero Rat is %d/%d, want 0/1", n, d)
	}
	if n, d := Frac(3, -9).Parts(); n != -1 || d != 3 {
		t.Errorf("3/-9 is %d/%d, want -1/3", n, d)
	}
}

func TestRatNaRPropagates(t *testing.T) {
	one := Int(1)
	for name, got := range map[string]Rat{
		"1/0": one.Div(Rat{}), "0/0": Rat{}.Div(Rat{}), "frac": Frac(1, 0), "least": Int(math.MinInt64),
		"sum": Int(math.MaxInt64).Add(one), "difference": Int(-math.MaxInt64).Sub(one),
		"least sum": Int(-math.MaxInt64).Add(Int(-1)),
		"product":   Int(math.MaxInt64).Mul(Int(2)), "nar+1": NaR.Add(one), "1+nar": one.Add(NaR),
		"nar-nar": NaR.Sub(NaR), "nar×0": NaR.Mul(Rat{}), "0×nar": Rat{}.Mul(NaR), "nar÷1": NaR.Div(one),
		"1÷nar": one.Div(NaR), "-nar": NaR.Neg(), "|nar|": NaR.Abs(), "min": one.Min(NaR), "max": NaR.Max(one),
		"floor": NaR.Floor(), "ceil": NaR.Ceil(), "round": NaR.Round(2, HalfUp), "scale": one.Round(13, HalfUp),
		"negative scale": one.Round(-1, HalfUp),
	} {
		if got.Valid() || got != NaR {
			t.Errorf("%s = %v, want NaR", name, got)
		}
	}
	if NaR.Less(one) || one.Less(NaR) || NaR.Sign() != 0 || NaR.IsInt() {
		t.Error("NaR is neither less nor positive nor whole")
	}
	if _, ok := NaR.Decimal(); ok {
		t.Error("NaR has no decimal")
	}
}

func TestRatText(t *testing.T) {
	for want, a := range map[string]Rat{
		"0": {}, "3": Int(3), "-3": Int(-3), "3.75": Frac(15, 4), "-0.5": Frac(-1, 2), "0.05": Frac(1, 20),
		"1/3": Frac(1, 3), "-22/7": Frac(-22, 7), "0.000000000001": Frac(1, 1e12), "1/10000000000000": Frac(1, 1e13),
		"9223372036854775807": Int(math.MaxInt64), "超出范围": NaR, "100.0625": Frac(1601, 16),
	} {
		if got := a.String(); got != want {
			t.Errorf("String = %q, want %q", got, want)
		}
		if b, err := a.MarshalText(); err != nil || string(b) != want {
			t.Errorf("MarshalText = %q, %v", b, err)
		}
	}
}

func TestRatDecimal(t *testing.T) {
	for text, ok := range map[string]bool{"3": true, "-0.5": true, "18.2575": true, "0.00001": false, "1/3": false} {
		a, err := Amount(text)
		if err != nil {
			t.Fatal(err)
		}
		d, got := a.Decimal()
		if got != ok {
			t.Errorf("%s: Decimal ok = %v, want %v", text, got, ok)
		}
		if ok && (FromDecimal(d) != a || d.String() != text) {
			t.Errorf("%s: Decimal = %v, back %v", text, d, FromDecimal(d))
		}
	}
	if _, ok := Int(1e12).Decimal(); !ok {
		t.Error("10^12 is within the range of a decimal")
	}
	if _, ok := Int(1e12 + 1).Decimal(); ok {
		t.Error("more than 10^12 is beyond the range of a decimal")
	}
	if FromDecimal(party.Int(7)) != Int(7) {
		t.Error("7.0000 is 7")
	}
}

func TestRatMinMax(t *testing.T) {
	a, b := Frac(1, 3), Frac(1, 2)
	if a.Min(b) != a || b.Min(a) != a || a.Max(b) != b || b.Max(a) != b || !a.Less(b) || b.Less(a) {
		t.Error("min and max of 1/3 and 1/2")
	}
	if n, ok := Frac(7, 2).Floor().Int64(); n != 3 || !ok {
		t.Error("floor of 3.5 is 3")
	}
	if Frac(-7, 2).Floor() != Int(-4) || Frac(-7, 2).Ceil() != Int(-3) {
		t.Error("floor and ceil of -3.5")
	}
}

func TestRoundings(t *testing.T) {
	for _, c := range []struct {
		text, code string
		scale      int
		want       string
	}{
		{"2.345", "half_up", 2, "2.35"}, {"2.345", "down", 2, "2.34"}, {"2.341", "up", 2, "2.35"},
		{"-2.345", "half_up", 2, "-2.35"}, {"-2.345", "down", 2, "-2.34"}, {"-2.341", "up", 2, "-2.35"},
		{"1/3", "", 4, "0.3333"}, {"2/3", "", 0, "1"}, {"5", "up", 0, "5"}, {"0.5", "", 0, "1"}, {"0.49", "", 0, "0"},
	} {
		mode, ok := RoundingOf(c.code)
		if !ok {
			t.Fatalf("RoundingOf(%q)", c.code)
		}
		a, _ := Amount(c.text)
		if got := a.Round(c.scale, mode).String(); got != c.want {
			t.Errorf("round(%s, %d, %s) = %s, want %s", c.text, c.scale, c.code, got, c.want)
		}
	}
	if _, ok := RoundingOf("nearest"); ok {
		t.Error("nearest is no rounding")
	}
}

func TestAmount(t *testing.T) {
	for text, want := range map[string]Rat{
		"3": Int(3), "-0.5": Frac(-1, 2), "1/3": Frac(1, 3), "90%": Frac(9, 10), "10%": Frac(1, 10), "0": {},
		"12.5%": Frac(1, 8), "-1/4": Frac(-1, 4), "999999999999": Int(999999999999), "0.000001": Frac(1, 1000000),
		"007": Int(7), "100.50": Frac(201, 2), "-5%": Frac(-1, 20),
	} {
		got, err := Amount(text)
		if err != nil || got != want {
			t.Errorf("Amount(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", " 3", "3 ", "+3", "3.", ".5", "--3", "3分", "３", "1e3", "0x10", "1,000", "1/0", "1/-2", "0.5/2", "1/2/3",
		"1/2%", "%", "5%%", "NaN", "无", "1000000000000", "0.0000001", "½", strings.Repeat("1", 40),
	} {
		if got, err := Amount(text); err == nil || got.Valid() {
			t.Errorf("Amount(%q) = %v, want a refusal", text, got)
		}
	}
}

func TestSpan(t *testing.T) {
	for _, c := range []struct{ text, start, end, back string }{
		{"10天", "2026-03-01", "2026-03-11", "10天"}, {"7日", "2026-03-01", "2026-03-08", "7天"},
		{"0天", "2026-03-01", "2026-03-01", "0天"}, {"2周", "2026-03-01", "2026-03-15", "2周"},
		{"1个月", "2026-01-31", "2026-02-28", "1个月"}, {"6个月", "2026-08-31", "2027-02-28", "6个月"},
		{"1月", "2026-03-01", "2026-04-01", "1个月"}, {"半年", "2026-03-01", "2026-09-01", "6个月"},
		{"1年", "2028-02-29", "2029-02-28", "1年"}, {"3年", "2026-05-01", "2029-05-01", "3年"},
		{"15个工作日", "2026-03-02", "2026-03-23", "15个工作日"}, {"1工作日", "2026-03-06", "2026-03-09", "1个工作日"},
		{"1个工作日", "2026-03-07", "2026-03-09", "1个工作日"}, {"5个工作日", "2026-03-07", "2026-03-13", "5个工作日"},
		{"5个工作日", "2026-03-08", "2026-03-13", "5个工作日"}, {"6个工作日", "2026-03-07", "2026-03-16", "6个工作日"},
		{"0个工作日", "2026-03-07", "2026-03-07", "0个工作日"},
	} {
		s, err := ParseSpan(c.text)
		if err != nil {
			t.Errorf("ParseSpan(%q): %v", c.text, err)
			continue
		}
		start, _ := party.ParseDate(c.start)
		if got := s.End(start).String(); got != c.end {
			t.Errorf("%s from %s ends %s, want %s", c.text, c.start, got, c.end)
		}
		if s.String() != c.back {
			t.Errorf("%s prints as %s, want %s", c.text, s, c.back)
		}
	}
	for _, text := range []string{"", "10", "天", "十天", "1个星期", "-1天", "1.5年", "10 天", "10000天", "1个月内", "3月5日"} {
		if s, err := ParseSpan(text); err == nil {
			t.Errorf("ParseSpan(%q) = %v, want a refusal", text, s)
		}
	}
}

// TestSpanWorkdaysByCounting counts working days one by one.
func TestSpanWorkdaysByCounting(t *testing.T) {
	first, _ := party.ParseDate("2026-03-01")
	for shift := range 14 {
		start, want := first.AddDays(shift), first.AddDays(shift)
		for n := 1; n <= 40; n++ {
			for want = want.AddDays(1); want.Weekday() == 0 || want.Weekday() == 6; want = want.AddDays(1) {
			}
			if got := (Span{n, Workdays}).End(start); got != want {
				t.Fatalf("%d working days from %v: %v, want %v", n, start, got, want)
			}
		}
	}
}

func TestLongerSpans(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"10天", "15天", false}, {"15天", "10天", true}, {"1个月", "1个月", false}, {"", "1个月", false}, {"1个月", "", true},
		{"30天", "1个月", true}, {"28天", "1个月", false}, {"31天", "1个月", true}, // from 1 February a month is 28 or 29 days
		{"1个月", "30天", true}, {"1年", "365天", true}, {"365天", "1年", false}, // over a leap day a year is 366
		{"21个工作日", "1个月", true}, {"15个工作日", "1个月", false}, {"12个月", "1年", false}, {"半年", "6个月", false},
	} {
		if got := longer(c.a, c.b); got != c.want {
			t.Errorf("%q longer than %q: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func FuzzAmount(f *testing.F) {
	for _, s := range []string{"3", "-0.5", "1/3", "90%", "12.5%", "", "1/0", "9999999999999", "-", "0.0000001", "１"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Amount(text)
		if err != nil {
			if a.Valid() {
				t.Fatalf("Amount(%q) failed with the value %v", text, a)
			}
			return
		}
		n, d := a.Parts()
		back, err := Amount(a.String())
		if decimal := !strings.Contains(a.String(), "/"); d <= 1e12 && n < 1e12 && n > -1e12 && !decimal && (err != nil || back != a) {
			t.Fatalf("Amount(%q) = %v, read back as %v, %v", text, a, back, err)
		}
	})
}

func BenchmarkRat(b *testing.B) {
	five, fifth := Int(5), Frac(4, 5)
	sum := Rat{}
	for b.Loop() {
		sum = five.Mul(fifth).Add(five).Sub(Int(9))
	}
	_ = sum
}
