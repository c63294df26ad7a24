package assess

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"qiangji/internal/core/standard"
)

// The forms that a sentence of an explanation ends in, as they are printed. A number
// is one, or two with a dash between while something is unknown; a negative first
// one, and a pair within a sum, stand in brackets.
var (
	one10    = `\(?-?[0-9./]+\)?`
	number   = `(\(?` + one10 + `–` + one10 + `\)?|` + one10 + `)`
	saidGot  = regexp.MustCompile(`^得 ` + number + ` 分$`)
	saidKept = regexp.MustCompile(`^仍为 ` + number + `$`)
	saidPart = regexp.MustCompile(`^(-?[0-9.]+) × (\d+)/(\d+) = ` + number + `$`)
	saidSum  = regexp.MustCompile(`^` + number + ` ([−+]) ` + number + ` = ` + number + `$`)
	saidLess = regexp.MustCompile(`^扣完为止，不低于 ` + number + `：` + number + `$`)
	saidMost = regexp.MustCompile(`^最多 ` + number + `：` + number + `$`)
	saidOnce = regexp.MustCompile(` 分（同类只算一次）$`)
	saidVeto = regexp.MustCompile(`^出现本项不得分的情形（.*）：0$`)
	saidOpen = regexp.MustCompile(`^(?:这一条是否适用没有记录|是否出现本项不得分的情形没有记录（.*）)：` + number + `$`)
	saidLast = regexp.MustCompile(`保留 (\d+) 位小数：` + number + `$`)
)

// A span is what a printed number says: the least and the most.
type span struct{ lo, hi *big.Rat }

// spanOf reads one printed number.
func spanOf(text string) span {
	plain := strings.NewReplacer("(", "", ")", "").Replace(text)
	lo, hi, two := strings.Cut(plain, "–")
	if !two {
		hi = lo
	}
	return span{of10(lo), of10(hi)}
}

func (a span) is(b span) bool { return a.lo.Cmp(b.lo) == 0 && a.hi.Cmp(b.hi) == 0 }

func (a span) String() string {
	if a.lo == nil {
		return ""
	}
	return a.lo.RatString() + "–" + a.hi.RatString()
}

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func greatest(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

// heard reckons the sentences of an explanation as a reader with a pencil would,
// from the printed text alone, and returns the number they end in. It reports
// false for a sentence whose sum is wrong or does not go on from the one before.
func heard(because []string, scale int) (span, bool) {
	var sum span
	for _, s := range because {
		got, ok := hear(sum, s, scale)
		if !ok {
			return got, false
		}
		sum = got
	}
	return sum, sum.lo != nil
}

func hear(sum span, sentence string, scale int) (span, bool) {
	begun := sum.lo != nil
	tail := sentence[strings.LastIndex(sentence, "：")+len("："):]
	if saidOnce.MatchString(sentence) {
		return sum, true
	}
	if m := saidGot.FindStringSubmatch(tail); m != nil {
		return spanOf(m[1]), !begun
	}
	if m := saidKept.FindStringSubmatch(tail); m != nil {
		return spanOf(m[1]), !begun || sum.is(spanOf(m[1]))
	}
	if m := saidPart.FindStringSubmatch(tail); m != nil {
		want := new(big.Rat).Mul(of10(m[1]), big.NewRat(int64(digits(m[2])), int64(digits(m[3]))))
		return spanOf(m[4]), !begun && roundsTo(span{want, want}, spanOf(m[4]), scale)
	}
	if m := saidSum.FindStringSubmatch(tail); m != nil {
		a, b := spanOf(m[1]), spanOf(m[3])
		want := span{add(a.lo, b.lo), add(a.hi, b.hi)}
		if m[2] == "−" {
			want = span{sub(a.lo, b.hi), sub(a.hi, b.lo)}
		}
		return spanOf(m[4]), (!begun || sum.is(a)) && want.is(spanOf(m[4]))
	}
	if !begun {
		return span{}, false
	}
	return bounds(sum, sentence)
}

// bounds hears what becomes of a finished sum: its floor, its cap, its rounding, the
// item's own veto.
func bounds(sum span, sentence string) (span, bool) {
	if m := saidLess.FindStringSubmatch(sentence); m != nil {
		low, got := of10(m[1]), spanOf(m[2])
		return got, sum.lo.Cmp(low) < 0 && got.is(span{low, greatest(sum.hi, low)})
	}
	if m := saidMost.FindStringSubmatch(sentence); m != nil {
		high, got := of10(m[1]), spanOf(m[2])
		return got, sum.hi.Cmp(high) > 0 && got.is(span{least(sum.lo, high), high})
	}
	if saidVeto.MatchString(sentence) {
		return span{new(big.Rat), new(big.Rat)}, true
	}
	if m := saidOpen.FindStringSubmatch(sentence); m != nil {
		return spanOf(m[1]), spanOf(m[1]).is(span{least(sum.lo, new(big.Rat)), greatest(sum.hi, new(big.Rat))})
	}
	if m := saidLast.FindStringSubmatch(sentence); m != nil {
		return spanOf(m[2]), roundsTo(sum, spanOf(m[2]), digits(m[1]))
	}
	return span{}, false
}

// roundsTo reports whether numbers rounded to a scale are less than one in the last
// place away from the exact ones.
func roundsTo(exact, rounded span, scale int) bool {
	one := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))
	near := func(a, b *big.Rat) bool { off := sub(a, b); return off.Abs(off).Cmp(one) < 0 }
	return near(exact.lo, rounded.lo) && near(exact.hi, rounded.hi)
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

// spokenTrue holds the printed words of an item to its points, both ends of them
// while something is unknown, and reports whether there was something to reckon.
func spokenTrue(t failer, it *Item, scale int) bool {
	t.Helper()
	if len(it.Trace) == 0 || it.Verdict == NotDue || it.Verdict == NotApplicable {
		return false
	}
	for _, s := range it.Because {
		if strings.Contains(s, "不定") || strings.Contains(s, "× (") {
			return false // an end without limit is no number to go on from
		}
	}
	got, ok := heard(it.Because, scale)
	if !ok || !got.is(spanOf(it.Points.String())) {
		t.Fatalf("%s: %q comes to %v (%v), points %s", it.ID, it.Because, got, ok, it.Points)
	}
	return true
}

// TestHeard: the reader with a pencil finds sums that are wrong.
func TestHeard(t *testing.T) {
	for text, want := range map[string]string{
		"5 次应开，开了 4 次：5 × 4/5 = 4.0":                        "4",
		"5 次应开，开了 4 次：5 × 4/5 = 4.5":                        "",
		"少 1 次，每次扣 0.5 分：3 − 0.5 = 2.5":                     "5/2",
		"少 1 次，每次扣 0.5 分：3 − 0.5 = 2":                       "",
		"甲：得 3 分|乙：3 − 4 = -1|扣完为止，不低于 0：0":                 "0",
		"甲：得 3 分|乙：2 − 1 = 1":                               "",
		"甲：得 3 分|乙：3 + 4 = 7|最多 5：5":                        "5",
		"甲：得 3 分|乙：3 + 4 = 7|最多 5：7":                        "",
		"甲：得 1.006 分|四舍五入保留 2 位小数：1.01":                     "101/100",
		"甲：得 3 分|出现本项不得分的情形（丙）：0":                           "0",
		"甲：得 1–3 分|乙：(1–3) − (0–2) = (-1)–3|扣完为止，不低于 0：0–3": "0–3",
		"甲：得 1–3 分|乙：(1–3) − (0–2) = 1–1":                   "",
		"甲：得 1–9 分|最多 5：1–5|是否出现本项不得分的情形没有记录（丙）：0–5":        "0–5",
		"甲：得 1–9 分|最多 5：1–9":                                "",
		"甲：得 1–9 分|这一条是否适用没有记录：1–9":                         "",
		"甲：2 分（同类只算一次）|同类只算一次，取最大的：0 + 2 = 2|仍好":            "",
	} {
		got, ok := heard(strings.Split(text, "|"), 2)
		if ok != (want != "") || ok && !got.is(spanOf(want)) {
			t.Errorf("%q: %v %v, want %q", text, got, ok, want)
		}
	}
}

// TestBoundsAreTold: a floor is told where it lifts a sum and a cap where it lowers
// one; both where a pair meets both, and the cap where the floor lies above it.
func TestBoundsAreTold(t *testing.T) {
	plus := standard.Term{Per: &standard.Per{Count: "次数.抽查", Plus: "4"}}
	minus := standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "3"}}
	for _, c := range []struct {
		name  string
		floor string
		with  branch
		want  string
	}{
		{"below the floor", "0", closed().event("黄牌", "", 2).event("抽查", "", 0), "扣完为止，不低于 0：0"},
		{"above the cap", "0", closed().event("抽查", "", 1), "最多 2：2"},
		{"at both ends", "0", closed().event("黄牌", "", 1), "扣完为止，不低于 0：0–不定|最多 2：0–2"},
		{"a floor above the cap", "3", closed().event("抽查", "", 0), "扣完为止，不低于 2：2"},
		{"above the cap, below the floor", "9", closed().event("抽查", "", 1), "最多 2：2"},
	} {
		it := from0("2", minus, plus)
		it.Floor = c.floor
		got := of(t, it, c.with)
		var told []string
		for _, s := range got.Because {
			if strings.HasPrefix(s, "扣完为止") || strings.HasPrefix(s, "最多") {
				told = append(told, s)
			}
		}
		if said := strings.Join(told, "|"); said != c.want {
			t.Errorf("%s: %q, want %q of %q", c.name, said, c.want, got.Because)
		}
	}
}
