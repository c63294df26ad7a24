package assess

import (
	"math/big"
	"regexp"
	"strings"
	"testing"
)

// The forms that a sentence of an explanation ends in, as they are printed.
var (
	number   = `\(?(-?[0-9./]+)\)?`
	saidGot  = regexp.MustCompile(`^得 ` + number + ` 分$`)
	saidKept = regexp.MustCompile(`^仍为 ` + number + `$`)
	saidPart = regexp.MustCompile(`^(-?[0-9.]+) × (\d+)/(\d+) = ` + number + `$`)
	saidSum  = regexp.MustCompile(`^` + number + ` ([−+]) ` + number + ` = ` + number + `$`)
	saidLess = regexp.MustCompile(`^扣完为止，不低于 ` + number + `：` + number + `$`)
	saidMost = regexp.MustCompile(`^最多 ` + number + `：` + number + `$`)
	saidOnce = regexp.MustCompile(` 分（同类只算一次）$`)
	saidLast = regexp.MustCompile(`：` + number + `$`)
)

// heard reckons the sentences of an explanation as a reader with a pencil would,
// from the printed text alone, and returns the number they end in. It reports
// false for a sentence whose sum is wrong or does not go on from the one before.
func heard(because []string, scale int) (*big.Rat, bool) {
	var sum *big.Rat
	for _, s := range because {
		got, ok := hear(sum, s, scale)
		if !ok {
			return got, false
		}
		sum = got
	}
	return sum, sum != nil
}

func hear(sum *big.Rat, sentence string, scale int) (*big.Rat, bool) {
	tail := sentence[strings.LastIndex(sentence, "：")+len("："):]
	from := func(v *big.Rat) bool { return sum == nil || sum.Cmp(v) == 0 }
	if m := saidLess.FindStringSubmatch(sentence); m != nil {
		low, got := of10(m[1]), of10(m[2])
		return got, sum != nil && sum.Cmp(low) < 0 && got.Cmp(low) == 0
	}
	if m := saidMost.FindStringSubmatch(sentence); m != nil {
		high, got := of10(m[1]), of10(m[2])
		return got, sum != nil && sum.Cmp(high) > 0 && got.Cmp(high) == 0
	}
	if saidOnce.MatchString(sentence) {
		return sum, true
	}
	if m := saidGot.FindStringSubmatch(tail); m != nil {
		return of10(m[1]), sum == nil
	}
	if m := saidKept.FindStringSubmatch(tail); m != nil {
		return of10(m[1]), from(of10(m[1]))
	}
	if m := saidPart.FindStringSubmatch(tail); m != nil {
		want := new(big.Rat).Mul(of10(m[1]), big.NewRat(int64(digits(m[2])), int64(digits(m[3]))))
		got := of10(m[4])
		return got, sum == nil && roundsTo(want, got, scale)
	}
	if m := saidSum.FindStringSubmatch(tail); m != nil {
		want := new(big.Rat)
		if m[2] == "+" {
			want.Add(of10(m[1]), of10(m[3]))
		} else {
			want.Sub(of10(m[1]), of10(m[3]))
		}
		return of10(m[4]), from(of10(m[1])) && want.Cmp(of10(m[4])) == 0
	}
	if m := saidLast.FindStringSubmatch(sentence); m != nil { // rounded, or emptied
		got := of10(m[1])
		return got, got.Sign() == 0 || sum != nil && roundsTo(sum, got, scale)
	}
	return nil, false
}

// roundsTo reports whether a number rounded to a scale is less than one in the last
// place away from the exact one.
func roundsTo(exact, rounded *big.Rat, scale int) bool {
	off := new(big.Rat).Sub(exact, rounded)
	one := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))
	return off.Abs(off).Cmp(one) < 0
}

func of10(text string) *big.Rat {
	v, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat)
	}
	return v
}

func digits(text string) int {
	n := 0
	for _, d := range text {
		n = n*10 + int(d-'0')
	}
	return n
}

// spokenTrue holds the printed words of every item whose points are known to the
// points.
func spokenTrue(t failer, it *Item, scale int) {
	t.Helper()
	if len(it.Trace) == 0 || !it.Points.Known() || it.Verdict == NotDue || it.Verdict == NotApplicable {
		return
	}
	for _, s := range it.Because {
		if strings.Contains(s, "–") || strings.Contains(s, "不定") {
			return // on the way there was something unknown that came to nothing
		}
	}
	got, ok := heard(it.Because, scale)
	if !ok || got.Cmp(of10(it.Points.Lo.String())) != 0 {
		t.Fatalf("%s: %q comes to %v (%v), points %s", it.ID, it.Because, got, ok, it.Points)
	}
}

// TestHeard: the reader with a pencil finds sums that are wrong.
func TestHeard(t *testing.T) {
	for text, want := range map[string]string{
		"5 次应开，开了 4 次：5 × 4/5 = 4.0":             "4",
		"5 次应开，开了 4 次：5 × 4/5 = 4.5":             "",
		"少 1 次，每次扣 0.5 分：3 − 0.5 = 2.5":          "5/2",
		"少 1 次，每次扣 0.5 分：3 − 0.5 = 2":            "",
		"甲：得 3 分|乙：3 − 4 = -1|扣完为止，不低于 0：0":      "0",
		"甲：得 3 分|乙：2 − 1 = 1":                    "",
		"甲：得 3 分|乙：3 + 4 = 7|最多 5：5":             "5",
		"甲：得 3 分|乙：3 + 4 = 7|最多 5：7":             "",
		"甲：得 1.006 分|四舍五入保留 2 位小数：1.01":          "101/100",
		"甲：得 3 分|出现本项不得分的情形（丙）：0":                "0",
		"甲：2 分（同类只算一次）|同类只算一次，取最大的：0 + 2 = 2|仍好": "",
	} {
		got, ok := heard(strings.Split(text, "|"), 2)
		if ok != (want != "") || ok && got.Cmp(of10(want)) != 0 {
			t.Errorf("%q: %v %v, want %q", text, got, ok, want)
		}
	}
}
