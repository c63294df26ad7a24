package duty

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestConduct_C05_WhatIsNotKnownIsNotJudged: a value of which nothing was recorded
// leaves an item waiting until the closing, and a prohibition even then.
func TestConduct_C05_WhatIsNotKnownIsNotJudged(t *testing.T) {
	months := wordAt(standard.ProfileWords, "书记党龄月数")
	organiser := wordAt(standard.ProfileWords, "有组织员")
	arrears := wordAt(standard.MemberWords, "连续欠费月数")
	over := wordAt(standard.NumberWords, "届期逾期天数")
	ofProfile := func(at, v int) func(*register.Year) {
		return func(y *register.Year) { y.Segments[0].Values[at] = int32(v) }
	}
	ofMember := func(v int) func(*register.Year) {
		return func(y *register.Year) {
			y.Members = make([]register.MemberYear, 3)
			y.Members[1].Values[arrears] = int32(v)
		}
	}
	twoOf := func(v, other int) func(*register.Year) {
		return func(y *register.Year) {
			ofMember(v)(y)
			y.Members[2].Values[arrears] = int32(other)
		}
	}
	overdue := func(days int) func(*register.Year) {
		return func(y *register.Year) { y.Unknown[over], y.Numbers[over] = true, party.Int(days) }
	}
	for _, c := range []struct {
		name, cond string
		of         func(*register.Year)
		want       [4]string // in December and after the closing; then as a prohibition
	}{
		{"nothing of the secretary's years", "书记党龄月数 >= 12", ofProfile(months, -1), [4]string{"?", "X", "?", "?"}},
		{"eleven months", "书记党龄月数 >= 12", ofProfile(months, 11), [4]string{"X", "X", "X", "X"}},
		{"nothing of an organiser", "有组织员", ofProfile(organiser, -1), [4]string{"?", "X", "?", "?"}},
		{"nothing of an organiser, but a secretary", "有组织员 或 有书记", ofProfile(organiser, -1), [4]string{"M", "M", "M", "M"}},
		{"at most eleven months of dues", "人数(党员.连续欠费月数 > 3) == 0", ofMember(register.Unsaid(11)), [4]string{"?", "X", "?", "?"}},
		{"at most three months of dues", "人数(党员.连续欠费月数 > 3) == 0", ofMember(register.Unsaid(3)), [4]string{"M", "M", "M", "M"}},
		{"one surely, one perhaps: not none", "人数(党员.连续欠费月数 > 3) == 0", twoOf(5, register.Unsaid(11)), [4]string{"?", "X", "X", "X"}},
		{"one surely, one perhaps: under three", "人数(党员.连续欠费月数 > 3) < 3", twoOf(5, register.Unsaid(11)), [4]string{"M", "M", "M", "M"}},
		{"one surely, one perhaps: under two", "人数(党员.连续欠费月数 > 3) < 2", twoOf(5, register.Unsaid(11)), [4]string{"?", "X", "?", "?"}},
		{"at most eleven, added up", "合计(党员.连续欠费月数) < 9", ofMember(register.Unsaid(11)), [4]string{"?", "X", "?", "?"}},
		{"an end of term without an election", "届期逾期天数 <= 20", overdue(50), [4]string{"?", "X", "?", "X"}},
		{"one that cannot matter yet", "届期逾期天数 <= 366", overdue(50), [4]string{"M", "M", "M", "M"}},
		{"one whose year was closed long ago", "届期逾期天数 <= 366", overdue(400), [4]string{"X", "X", "X", "X"}},
		{"no term at all", "届期逾期天数 <= 20", overdue(0), [4]string{"?", "X", "?", "?"}},
	} {
		for i, asOf := range []string{"2026-12-31", "2027-01-31", "2026-12-31", "2027-01-31"} {
			it := standard.Item{ID: "A", Force: "MUST", Kind: "baseline", Duty: &standard.Duty{Require: c.cond}}
			if i >= 2 {
				it.Kind = "prohibition"
			}
			y := branch(asOf)
			c.of(y)
			if got := states(due(t, one(it), y)); got != c.want[i] {
				t.Errorf("%s, %s on %s: %s, want %s", c.name, it.Kind, asOf, got, c.want[i])
			}
		}
	}
}

// TestAnInspectionBreaksAProhibitionThatSilenceDoesNot.
func TestAnInspectionBreaksAProhibitionThatSilenceDoesNot(t *testing.T) {
	y := branch("2027-01-31")
	y.Segments[0].Values[wordAt(standard.ProfileWords, "书记党龄月数")] = -1
	y.Settled = []register.Settled{{Item: "A", On: day("2026-12-01"), Fact: "visit"}}
	it := standard.Item{ID: "A", Force: "MUST", Kind: "prohibition", Duty: &standard.Duty{Require: "书记党龄月数 >= 12"}}
	if got := states(due(t, one(it), y)); got != "X" {
		t.Errorf("it stands %s", got)
	}
}

// elsewhere is what a place in a list turns out to be; silence says that it is none
// of those that are asked for.
func elsewhere(silence bool, none, other int) int32 {
	if silence {
		return int32(none)
	}
	return int32(other)
}

// asks are conditions over values that may not be known, by every way in which a
// condition is compiled: tests, comparisons of measures, formulas, lists, counts.
var asks = []string{
	"党员数 %s %d", "非 (党员数 %s %d)", "党员数 %s %d 且 有组织员", "党员数 %s %d 或 有组织员", "党员数 %s 支委数", "党员数 + 0 %s %d",
	"人数(党员.在册月数 %s %d) > 0", "人数(党员.在册月数 %s %d 且 党员.类别 == \"农牧渔民\") == 0", "人数(党员.在册月数 %s 党员.应交月数) > 1",
	"合计(党员.在册月数) %s %d", "人数(党员.类别 in [\"农牧渔民\", \"学生\"] 或 党员.在册月数 %s %d) < 2", "届期逾期天数 %s %d", "届期逾期天数 %s 业务指标",
	"届期逾期天数 + 0 %s %d", "党员数 %s %d 且 领域 == \"村\"", "领域 != \"村\" 或 党员数 %s %d", "(有组织员 ? 党员数 : 支委数) %s %d",
}

// TestUnsaidIsWhateverItMayBe: what is answered while a value is not known is what
// is answered whatever it turns out to be; and once silence counts the answer is
// the one for what silence comes to.
func TestUnsaidIsWhateverItMayBe(t *testing.T) {
	answered, open := 0, 0
	profileWords := []int{wordAt(standard.ProfileWords, "党员数"), wordAt(standard.ProfileWords, "支委数"), wordAt(standard.ProfileWords, "有组织员")}
	memberWords := []int{wordAt(standard.MemberWords, "在册月数"), wordAt(standard.MemberWords, "应交月数")}
	domain, class := wordAt(standard.ProfileWords, "领域"), wordAt(standard.MemberWords, "类别")
	numbers := []int{wordAt(standard.NumberWords, "届期逾期天数"), wordAt(standard.NumberWords, "业务指标")}
	r := rand.New(rand.NewPCG(2, 26))
	draw := func(from, to int) int { return from + r.IntN(to-from+1) }
	for range 20_000 {
		x, text := NewExprs(declared()), asks[draw(0, len(asks)-1)]
		op := []string{"==", "!=", "<", "<=", ">", ">="}[draw(0, 5)]
		args := []any{op, draw(0, 5)}
		if text == "党员数 %s 支委数" || text == "人数(党员.在册月数 %s 党员.应交月数) > 1" || text == "届期逾期天数 %s 业务指标" {
			args = args[:1]
		}
		c := x.Cond(fmt.Sprintf(text, args...), Look{At: "t", Place: standard.PlaceState})
		if len(x.Problems()) > 0 {
			t.Fatal(x.Problems())
		}
		y := branch("2026-12-31")
		y.Members = make([]register.MemberYear, 2)
		for _, w := range profileWords {
			y.Segments[0].Values[w] = int32(draw(-6, 5))
		}
		y.Segments[0].Values[domain] = int32(draw(-1, 1))
		for i := range y.Members {
			for _, w := range memberWords {
				y.Members[i].Values[w] = int32(draw(-6, 5))
			}
			y.Members[i].Values[class] = int32(draw(-1, 5))
		}
		for _, n := range numbers {
			y.Numbers[n], y.Unknown[n] = party.Int(draw(0, 6)), draw(0, 1) > 0
		}
		// become makes every unknown value what chance, or silence, makes of it.
		become := func(silence bool) *register.Year {
			z := *y
			z.Segments = append([]register.Segment(nil), y.Segments...)
			z.Members = append([]register.MemberYear(nil), y.Members...)
			turn := func(v *int32) {
				n, known := register.Said(*v)
				switch {
				case known || silence:
					*v = n
				case n == 0:
					*v = int32(draw(0, 9))
				default:
					*v = int32(draw(0, int(n)))
				}
			}
			for _, w := range profileWords {
				turn(&z.Segments[0].Values[w])
			}
			for i := range z.Members {
				for _, w := range memberWords {
					turn(&z.Members[i].Values[w])
				}
			}
			if v := &z.Segments[0].Values[domain]; *v < 0 {
				*v = elsewhere(silence, 5, draw(0, 1))
			}
			for i := range z.Members {
				if v := &z.Members[i].Values[class]; *v < 0 {
					*v = elsewhere(silence, 8, draw(0, 5))
				}
			}
			for _, n := range numbers {
				switch v := z.Numbers[n]; {
				case !z.Unknown[n]:
				case n != numbers[0] && silence: // the days of a silence alone come to something
				case v > 0 && !silence && n == numbers[0]:
					z.Unknown[n], z.Numbers[n] = false, party.Int(draw(0, int(v/party.DecimalUnit)))
				case v > 0 && silence:
					z.Unknown[n] = false
				case !silence:
					z.Unknown[n], z.Numbers[n] = false, party.Int(draw(0, 9))
				}
			}
			return &z
		}
		got := load(x, y).Holds(c)
		if got == Maybe {
			open++
		} else {
			answered++
			for range 6 {
				if k := load(x, become(false)).Holds(c); k != got {
					t.Fatalf("%s is %s, and %s when all is known", x.Text(c), got, k)
				}
			}
		}
		later := *y
		later.Cut.On = day("2027-01-31")
		if got, want := load(x, &later).Holds(c), load(x, become(true)).Holds(c); got != want {
			t.Fatalf("%s is %s once silence counts, and %s for what it comes to", x.Text(c), got, want)
		}
	}
	if answered < 5000 || open < 2000 {
		t.Errorf("%d answered, %d open: too few of one", answered, open)
	}
}
