package bench

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"qiangji/bench/county"
	"qiangji/bench/hand"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// number reads how many from the environment.
func number(name string, def int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return def
}

// A side is one profile with both ways of scoring it.
type side struct {
	program *assess.Program
	stream  *county.Stream
	items   []int // place in the standard of each item of the hand's sheet
	parts   []int
}

func sides(t testing.TB, distinct int, trail bool) map[party.Domain]side {
	t.Helper()
	pools := county.Fold(distinct, 7, trail)
	got := map[party.Domain]side{}
	for _, profile := range county.Profiles {
		p, err := county.Program(profile)
		if err != nil {
			t.Fatal(err)
		}
		s := side{program: p, stream: county.NewStream(pools[profile], p.Standard())}
		for _, id := range hand.Items(profile) {
			s.items = append(s.items, place(t, len(p.Standard().Items), func(i int) bool { return p.Standard().Items[i].ID == id }))
		}
		for _, id := range hand.Parts(profile) {
			s.parts = append(s.parts, place(t, len(p.Standard().Rating.Parts), func(i int) bool { return p.Standard().Rating.Parts[i].ID == id }))
		}
		if len(s.items) != len(p.Standard().Items) || len(s.parts) != len(p.Standard().Rating.Parts) {
			t.Fatalf("%s: the hand has %d items and %d parts, the standard %d and %d", profile, len(s.items), len(s.parts), len(p.Standard().Items), len(p.Standard().Rating.Parts))
		}
		got[profile] = s
	}
	return got
}

func place(t testing.TB, n int, is func(int) bool) int {
	t.Helper()
	for i := range n {
		if is(i) {
			return i
		}
	}
	t.Fatal("an item or part of the hand is not in the standard")
	return -1
}

var verdicts = map[assess.Verdict]hand.Verdict{
	assess.NotApplicable: hand.NotApplicable, assess.NotDue: hand.NotDue, assess.Met: hand.Met, assess.Unmet: hand.Unmet, assess.Unknown: hand.Unknown,
}

// differ says where the two sheets of a branch differ; empty if nowhere.
func (s *side) differ(a *assess.Sheet, b *hand.Sheet) string {
	for k, at := range s.items {
		x, y := &a.Items[at], &b.Items[k]
		if verdicts[x.Verdict] != y.Verdict || hand.Pair(x.Points) != y.Points || x.Due != y.Due || x.Max != y.Max {
			return fmt.Sprintf("%s: the evaluator has %s %s of %s, max %s; the hand %d %s–%s of %s, max %s",
				s.program.Standard().Items[at].ID, x.Verdict, x.Points, x.Due, x.Max, y.Verdict, y.Points.Lo, y.Points.Hi, y.Due, y.Max)
		}
	}
	for k, at := range s.parts {
		x, y := &a.Parts[at], &b.Parts[k]
		if hand.Pair(x.Points) != y.Points || x.Due != y.Due || x.Max != y.Max {
			return fmt.Sprintf("part %s: the evaluator has %s of %s, the hand %s–%s of %s", s.program.Standard().Rating.Parts[at].ID, x.Points, x.Due, y.Points.Lo, y.Points.Hi, y.Due)
		}
	}
	x, y := &a.Total, &b.Total
	if hand.Pair(x.Points) != y.Points || x.Due != y.Due || x.Year != y.Year || hand.Pair(x.Scaled) != y.Scaled || x.Known != y.Known {
		return fmt.Sprintf("total: the evaluator has %+v, the hand %+v", *x, *y)
	}
	return ""
}

// TestEqual holds the hand baseline against the evaluator: every verdict, every
// pair of points, what is due, the parts and the total. BRANCHES says on how many
// branches; make bench does it on all 200,000.
func TestEqual(t *testing.T) {
	n := number("BRANCHES", 2000)
	verdict, open := map[hand.Verdict]int{}, 0
	for profile, s := range sides(t, 60, false) {
		s.compare(t, n/2, func(b *hand.Sheet) {
			for k := range b.Items {
				verdict[b.Items[k].Verdict]++
				if b.Items[k].Points.Lo != b.Items[k].Points.Hi {
					open++
				}
			}
		})
		t.Logf("%s: %d branches", profile, n/2)
	}
	t.Logf("verdicts %v, open pairs %d", verdict, open)
	for v := hand.NotApplicable; v <= hand.Unknown; v++ {
		if verdict[v] == 0 {
			t.Errorf("no item of any branch has verdict %d: the years are not varied enough", v)
		}
	}
}

// TestEqualWithTrail does so where the days of what happened are known too.
func TestEqualWithTrail(t *testing.T) {
	for _, s := range sides(t, 40, true) {
		s.compare(t, 200, func(*hand.Sheet) {})
	}
}

// compare scores n branches both ways and stops at the first difference.
func (s *side) compare(t *testing.T, n int, see func(*hand.Sheet)) {
	t.Helper()
	scorer := hand.New(s.program.Standard().Domain)
	var y register.Year
	var a assess.Sheet
	var b hand.Sheet
	for i := range n {
		s.stream.Year(i, &y)
		s.program.Score(&y, &a)
		scorer.Score(&y, &b)
		if d := s.differ(&a, &b); d != "" {
			t.Errorf("%s branch %d, seen %s: %s", s.program.Standard().Domain, i, y.Cut.On, d)
			return
		}
		see(&b)
	}
}

// TestDifferenceIsSeen changes one number at a time: the comparison must see it.
func TestDifferenceIsSeen(t *testing.T) {
	s := sides(t, 1, false)["village"]
	var y register.Year
	var a assess.Sheet
	s.stream.Year(0, &y)
	s.program.Score(&y, &a)
	cent := standard.Frac(1, 100)
	for name, spoil := range map[string]func(*hand.Sheet){
		"points":  func(b *hand.Sheet) { b.Items[60].Points.Hi = b.Items[60].Points.Hi.Add(cent) },
		"due":     func(b *hand.Sheet) { b.Items[8].Due = b.Items[8].Due.Add(cent) },
		"max":     func(b *hand.Sheet) { b.Items[0].Max = b.Items[0].Max.Add(cent) },
		"verdict": func(b *hand.Sheet) { b.Items[14].Verdict = (b.Items[14].Verdict + 1) % 5 },
		"part":    func(b *hand.Sheet) { b.Parts[3].Points.Lo = b.Parts[3].Points.Lo.Sub(cent) },
		"total":   func(b *hand.Sheet) { b.Total.Scaled.Lo = b.Total.Scaled.Lo.Sub(cent) },
	} {
		var b hand.Sheet
		hand.New("village").Score(&y, &b)
		if d := s.differ(&a, &b); d != "" {
			t.Fatal(d)
		}
		if spoil(&b); s.differ(&a, &b) == "" {
			t.Errorf("%s: a cent more or less is not seen", name)
		}
	}
}

func TestLevel(t *testing.T) {
	for _, c := range []struct {
		points standard.Rat
		want   string
	}{{standard.Int(95), "五星"}, {standard.Frac(9499, 100), "四星"}, {standard.Int(60), "一星"}, {standard.Int(0), "未定星"}} {
		if got := hand.Level(c.points); got != c.want {
			t.Errorf("%s: %s", c.points, got)
		}
	}
}
