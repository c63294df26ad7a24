package assess

import (
	stdflag "flag"
	"fmt"
	"math/big"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestMain asks the properties of more cases than rapid does by itself; a number
// given on the command line wins.
func TestMain(m *testing.M) {
	_ = stdflag.Set("rapid.checks", "3500")
	os.Exit(m.Run())
}

// throw draws the bytes of one case.
func throw(t *rapid.T) *dice {
	return &dice{even(t, 200)}
}

// a failer is what a property and the fuzzer have in common.
type failer interface {
	Helper()
	Fatalf(string, ...any)
}

func same(r standard.Rat, want *big.Rat) bool {
	n, d := r.Parts()
	return d != 0 && big.NewRat(n, d).Cmp(want) == 0
}

// against holds one random item and year against the oracle, and returns what the
// oracle says.
func against(t failer, d *dice) (result, *standard.Item) {
	it, b := d.item(), d.year()
	s := std(it)
	p, problems := Compile(s)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	var sheet Sheet
	p.Score(b.Year, &sheet)
	got := sheet.Items[0]
	o := oracle{it: &s.Items[0], y: b.Year, std: s, tally: p.duty.Windows(0, b.Year)}
	want := o.judge()
	if got.Verdict != want.verdict || !same(got.Points.Lo, want.lo) || !same(got.Points.Hi, want.hi) || !same(got.Due, want.due) {
		t.Fatalf("%+v\nscore %s\non %s, tally %+v:\ngot  %s %s due %s\nwant %s %s–%s due %s", it, describe(it), b.Cut.On, o.tally,
			got.Verdict, got.Points, got.Due, want.verdict, want.lo.RatString(), want.hi.RatString(), want.due.RatString())
	}
	return want, &s.Items[0]
}

// TestOracle: the closures agree with the oracle in math/big that tries every way
// in which what is unknown may turn out.
func TestOracle(t *testing.T) {
	seen := census{}
	rapid.Check(t, func(t *rapid.T) {
		want, it := against(t, throw(t))
		seen.see(map[string]bool{
			"met": want.verdict == Met, "unmet": want.verdict == Unmet, "unknown": want.verdict == Unknown, "not due": want.verdict == NotDue, "not applicable": want.verdict == NotApplicable,
			"a pair": want.lo.Cmp(want.hi) != 0, "less than what is due": want.hi.Cmp(want.due) < 0, "partly due": want.due.Sign() > 0 && want.due.Cmp(rat(it.Points)) < 0,
			"neither none nor all": want.lo.Sign() != 0 && want.lo.Cmp(rat(it.Points)) != 0,
		})
	})
	seen.atLeast(t, map[string]int{"met": 30, "unmet": 15, "unknown": 8, "not due": 3, "not applicable": 5, "a pair": 10, "less than what is due": 25, "partly due": 1, "neither none nor all": 25})
}

// FuzzOracle is the same for the fuzzer.
func FuzzOracle(f *testing.F) {
	f.Add([]byte("五次应开，开了四次：五乘五分之四等于四。少一次扣半分，扣完为止，不倒扣。"))
	f.Fuzz(func(t *testing.T, b []byte) { _, _ = against(t, &dice{b}) })
}

// scheme is a random scheme over random items.
func (d *dice) scheme() *standard.Standard {
	var items []standard.Item
	for i := range 2 + d.n(4) {
		it := d.item()
		it.ID = party.ItemID(fmt.Sprintf("R-%d", i+1))
		it.Part = pick(d, "甲", "乙", "丙", "")
		items = append(items, it)
	}
	s := std(items...)
	s.Rating = &standard.Scheme{
		Max: pick(d, "100", "50", "30"), Base: pick(d, "", "", "20"),
		Parts: []standard.Part{{ID: "甲", Points: "20", Weight: "40%", Floor: pick(d, "", "0")}, {ID: "乙", Points: "20", Weight: "60%", Cap: pick(d, "", "8")}, {ID: "丙", Points: "5", Bonus: true, Cap: "5"}},
		Compose: standard.Compose{How: pick(d, "sum", "", "weighted", "multiply", "stars"), Factor: pick(d, "0.8", "评分.印象 / 10"), Min: pick(d, "", "0.5"), Max: pick(d, "", "1"),
			Floor: pick(d, "", "0"), Cap: pick(d, "", "none", "40")},
		Gates:  []standard.Gate{{What: "满意度", If: "满意度 >= 80", Effect: pick(d, "minus", "cap", "invalid"), Minus: "4"}},
		Levels: []standard.Level{{Name: "好", From: "60"}, {Name: "差", From: "0", If: "总分 < 60"}},
		Vetoes: []standard.Veto{{ID: "黄牌", What: "黄牌", If: "次数.黄牌 > 2", Effect: "zero"}},
	}
	if s.Rating.Compose.How != "multiply" {
		s.Rating.Compose.Factor, s.Rating.Compose.Min, s.Rating.Compose.Max = "", "", ""
	}
	return s
}

// TestWhole: of any scheme and year, Score and Assess agree, every trace replays
// to its points, a pair is in order, nothing not due deducts, every item has
// words (consistent), the parts add up to the whole, and an oracle in math/big makes
// the same whole of the items.
func TestWhole(t *testing.T) {
	seen := census{}
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		s, b := d.scheme(), d.year()
		p, problems := Compile(s)
		if len(problems) > 0 {
			t.Fatalf("%+v", problems)
		}
		a := p.Assess(b.Year)
		consistent(t, p, b.Year, a)
		addsUp(t, a, s.Rating)
		known := reckoned(t, a, b, s, p.scale)
		words, pairs := 0, 0
		for i := range a.Items {
			if spokenTrue(t, &a.Items[i], p.items[i].scale) {
				words++
				if !a.Items[i].Points.Known() {
					pairs++
				}
			}
		}
		seen.see(map[string]bool{"reckoned from its items": known, "by weights": known && s.Rating.Compose.How == "weighted", "reckoned from its words": words > 0, "a pair reckoned from its words": pairs > 0, "a pair": !a.Total.Points.Known(), "short of what is due": a.Total.Points.Hi.Less(a.Total.Due), "with no points at all": a.Total.Points == Pair{}})
	})
	seen.atLeast(t, map[string]int{"a pair": 30, "short of what is due": 25, "reckoned from its items": 80, "by weights": 12, "reckoned from its words": 80, "a pair reckoned from its words": 20})
}

// addsUp: the items add up to their parts within the parts' bounds, and where the
// total is a plain sum, the parts and the items of no part to the total.
func addsUp(t failer, a *Assessment, rating *standard.Scheme) {
	total, due := Pair{}, zero
	for k, part := range a.Parts {
		sum, partDue := Pair{}, zero
		for _, it := range a.Items {
			if it.Part == part.ID {
				sum, partDue = sum.Add(it.Points), partDue.Add(it.Due)
			}
		}
		if src := rating.Parts[k]; src.Floor == "0" {
			sum = sum.Max(Pair{})
		} else if src.Cap != "" {
			most, _ := standard.Amount(src.Cap)
			sum = sum.Min(only(most))
		}
		if sum != part.Points || partDue != part.Due {
			t.Fatalf("part %s has %s of %s, its items %s of %s", part.ID, part.Points, part.Due, sum, partDue)
		}
		total = total.Add(sum)
		if !part.Bonus {
			due = due.Add(partDue)
		}
	}
	for _, it := range a.Items {
		if it.Part == "" {
			total, due = total.Add(it.Points), due.Add(it.Due)
		}
	}
	c := rating.Compose
	if c.How != "" && c.How != "sum" || rating.Base != "" || c.Floor != "" || c.Cap == "40" || rating.Gates[0].Effect == "minus" {
		return
	}
	if total != a.Total.Points || due != a.Total.Due {
		t.Fatalf("the parts add up to %s of %s, the total is %s of %s", total, due, a.Total.Points, a.Total.Due)
	}
}

// TestSheetAgain: a sheet used for one branch after another has what a new one has.
func TestSheetAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		p, _ := Compile(d.scheme())
		other, _ := Compile(d.scheme())
		a, b := d.year(), d.year()
		var used Sheet
		for _, x := range []struct {
			p *Program
			y branch
		}{{p, a}, {p, b}, {other, a}, {p, a}} {
			var fresh Sheet
			x.p.Score(x.y.Year, &used)
			x.p.Score(x.y.Year, &fresh)
			if used.Total != fresh.Total || !slices.Equal(used.Items, fresh.Items) || !slices.Equal(used.Parts, fresh.Parts) {
				t.Fatalf("used %+v, fresh %+v", used.Total, fresh.Total)
			}
		}
	})
}

// TestTracePass: the pass with a trace has the numbers of the pass without, and
// every trace replays.
func TestTracePass(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		p, _ := Compile(d.scheme())
		traced := Sheet{Trace: &Trace{}}
		var plain Sheet
		for range 2 {
			y := d.year().Year
			p.Score(y, &traced)
			p.Score(y, &plain)
			if traced.Total != plain.Total || !slices.Equal(traced.Items, plain.Items) {
				t.Fatalf("traced %+v, plain %+v", traced.Total, plain.Total)
			}
			for i, s := range traced.Items {
				if got, ok := Replay(traced.Trace.Item(i)); s.Verdict != NotDue && s.Points != (Pair{}) && (!ok || got != s.Points) {
					t.Fatalf("item %d replays to %s, points %s", i, got, s.Points)
				}
			}
		}
	})
}

// settle resolves what is unknown on a day after the year, one way or another:
// meetings that have no record were held or not, cases were handled or not, marks,
// figures, grades and inspections come in.
func (d *dice) settle(b branch, tally func() []string) branch {
	y := *b.Year
	c := branch{&y}
	y.Cut.On = day("2027-01-31")
	y.Named, y.Cases = slices.Clone(y.Named), slices.Clone(y.Cases)
	for _, window := range tally() {
		if w, err := party.ParseWindow(window); err == nil && d.often(8) {
			m := w.Period().To.Month()
			y.Months[wordAt(standard.SeriesWords, "党员大会")][m-1]++
		}
	}
	for i := range y.Cases {
		if k := &y.Cases[i]; k.Done == party.NoDate && d.often(8) {
			k.Done = min(k.Start.AddDays(d.n(40)), day("2027-01-31"))
		}
	}
	has := func(kind register.NamedKind, name string, column party.Column) int {
		n := 0
		for _, x := range y.Named {
			if x.Kind == kind && x.Name == name && (column == "" || x.Column == column) {
				n++
			}
		}
		return n
	}
	if has(register.NamedEvent, "抽查", "") == 0 {
		c.event("抽查", "", d.n(4))
	}
	if has(register.NamedFigure, "收入", "") == 0 {
		c.figure("收入", fmt.Sprintf("%d.%d", d.n(40), d.n(10)))
	}
	if has(register.NamedMark, "班子", "") == 0 {
		c.grade("班子", pick(d, "好", "较好", "差"))
	}
	for _, column := range []party.Column{"self", "upper", "final"} {
		if has(register.NamedMark, "印象", column) == 0 {
			c.mark("印象", column, "z", fmt.Sprint(1+d.n(3)))
		}
	}
	return c
}

// TestResolved: whichever way what is unknown turns out, the points come to lie
// within the pair that was shown before.
func TestResolved(t *testing.T) {
	seen := census{}
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		it, b := d.item(), d.year()
		if b.Cut.On = day("2027-01-15"); it.Duty != nil && it.Duty.Clock != "" {
			b.Cases = slices.DeleteFunc(b.Cases, func(c register.Case) bool { return c.Start > day("2026-12-01") })
		}
		b.Unknown[wordAt(standard.NumberWords, "满意度")] = false
		if slices.ContainsFunc(it.Score, func(x standard.Term) bool { return x.Overdue != nil }) {
			t.Skip("what is overdue grows by itself")
		}
		p, _ := Compile(std(it))
		before := p.Assess(b.Year).Items[0]
		after := p.Assess(d.settle(b, func() []string {
			var waiting []string
			for _, o := range before.Obligations {
				if o.State == duty.Waiting {
					waiting = append(waiting, o.Window.String())
				}
			}
			return waiting
		}).Year).Items[0]
		if before.Verdict == NotApplicable || after.Verdict == NotApplicable {
			t.Skip("nothing to resolve")
		}
		seen.see(map[string]bool{"open": !before.Points.Known(), "narrowed": !before.Points.Known() && after.Points != before.Points})
		if after.Points.Lo.Less(before.Points.Lo) || before.Points.Hi.Less(after.Points.Hi) {
			t.Fatalf("%+v\n%s\nshown %s, became %s\nbefore %v\nafter  %v", it, describe(it), before.Points, after.Points, before.Because, after.Because)
		}
	})
	seen.atLeast(t, map[string]int{"open": 18, "narrowed": 16})
}

// kind is an item of which more is never worse.
func (d *dice) kind() standard.Item {
	it := standard.Item{ID: "R-1", Title: "善", Points: d.points(8), Force: "MUST", Duty: &standard.Duty{Every: pick(d, party.Quarterly, party.Monthly, party.HalfYear), Count: "党员大会"}}
	minus := d.points(2)
	switch d.n(6) {
	case 0:
		return it
	case 1:
		it.Score = []standard.Term{{Per: &standard.Per{Minus: minus}}}
	case 2:
		it.Score = []standard.Term{{Ladder: &standard.Ladder{Minus: []string{"0.5", "1", "4"}, Beyond: "all"}}}
	case 3:
		it.Start, it.Score = "zero", []standard.Term{{Per: &standard.Per{Count: "本项.已做", Plus: minus}, Cap: "3"}}
	case 4:
		it.Start, it.Score = "zero", []standard.Term{{Binary: &standard.Binary{If: "本项.未做 == 0", Give: minus}}, {Levels: &standard.Levels{Honour: "先进", Table: map[string]string{"county": "1", "city": "2"}}}}
	case 5:
		it.Start, it.Score = "zero", []standard.Term{{Per: &standard.Per{Count: "党员大会", Plus: minus, Every: "quarter", Most: 1}}}
	}
	return it
}

// TestGoodFactsNeverHurt: one more meeting, or one more award, never lowers what is
// confirmed or possible where the item is monotone.
func TestGoodFactsNeverHurt(t *testing.T) {
	seen := census{}
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		p, _ := Compile(std(d.kind()))
		b := d.year()
		before := p.Assess(b.Year).Items[0]
		if d.often(5) {
			b.honour("先进", pick(d, "county", "city"))
		} else {
			m := 1 + d.n(12)
			if party.DateOf(2026, m, 10) > b.Cut.On {
				m = 1
			}
			b.held("党员大会", 1, m)
		}
		after := p.Assess(b.Year).Items[0]
		lost := func(it Item) standard.Rat { return it.Due.Sub(it.Points.Lo) }
		unit := standard.Frac(1, 100) // points and due are each rounded to it
		if after.Points.Lo.Less(before.Points.Lo) || after.Points.Hi.Less(before.Points.Hi) || lost(before).Add(unit).Less(lost(after)) {
			t.Fatalf("%s of %s became %s of %s", before.Points, before.Due, after.Points, after.Due)
		}
		seen.see(map[string]bool{"better": before.Points.Lo.Less(after.Points.Lo), "short before": before.Points.Lo.Less(before.Due)})
	})
	seen.atLeast(t, map[string]int{"better": 5, "short before": 40})
}

// TestFactsNeverCount: the number of files, photos and words behind a year changes
// no number (JN-46), and neither does their absence.
func TestFactsNeverCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		p, _ := Compile(d.scheme())
		b := d.year()
		var bare, full Sheet
		p.Score(b.Year, &bare)
		for i := range b.Trail.Series {
			b.Trail.Series[i] = append(b.Trail.Series[i], b.Trail.Series[i]...)
		}
		for i := range b.Trail.Numbers {
			b.Trail.Numbers[i] = append(b.Trail.Numbers[i], "photo", "minutes", "photo-2")
		}
		p.Score(b.Year, &full)
		if full.Total != bare.Total || !slices.Equal(full.Items, bare.Items) {
			t.Fatalf("with more files %+v, before %+v", full.Total, bare.Total)
		}
	})
}

// TestOrderOfItems: in whatever order a pack lists its items and terms, each item
// has the same points.
func TestOrderOfItems(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		s, b := d.scheme(), d.year()
		p, _ := Compile(s)
		var a, z Sheet
		p.Score(b.Year, &a)
		turned := *s
		turned.Items = slices.Clone(s.Items)
		slices.Reverse(turned.Items)
		for i := range turned.Items {
			turned.Items[i].Score = slices.Clone(turned.Items[i].Score)
			slices.Reverse(turned.Items[i].Score)
		}
		q, _ := Compile(&turned)
		q.Score(b.Year, &z)
		for i := range a.Items {
			if k := len(a.Items) - 1 - i; a.Items[i] != z.Items[k] {
				t.Fatalf("item %d: %+v, turned round %+v", i, a.Items[i], z.Items[k])
			}
		}
		if a.Total != z.Total {
			t.Fatalf("total %+v, turned round %+v", a.Total, z.Total)
		}
	})
}

// TestPairs: interval arithmetic holds every outcome of the numbers within it.
func TestPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		draw := func() (Pair, standard.Rat) {
			n := func() standard.Rat { return standard.Frac(int64(d.n(200)-100), int64(1+d.n(9))) }
			a, b, c := n(), n(), n()
			lo, hi := a.Min(b).Min(c), a.Max(b).Max(c)
			mid := a.Add(b).Add(c).Sub(lo).Sub(hi)
			return Pair{lo, hi}, mid
		}
		p, x := draw()
		q, y := draw()
		in := func(what string, p Pair, v standard.Rat) {
			if v.Less(p.Lo) || p.Hi.Less(v) {
				t.Fatalf("%s: %s is not in %s", what, v, p)
			}
		}
		in("add", p.Add(q), x.Add(y))
		in("sub", p.Sub(q), x.Sub(y))
		in("mul", p.Mul(q), x.Mul(y))
		in("neg", p.Neg(), x.Neg())
		in("min", p.Min(q), x.Min(y))
		in("max", p.Max(q), x.Max(y))
		in("or", p.Or(q), x)
		in("round", p.round(1, standard.HalfUp), x.Round(1, standard.HalfUp))
		if y.Sign() != 0 {
			in("div", p.Div(q), x.Div(y))
		}
	})
}
