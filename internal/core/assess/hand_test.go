package assess

import (
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// A hand is the sixty items of the benchmark written out by hand: what a
// programmer would write who knew this one pack and nothing else.
type hand struct {
	half, one, onehalf, two, twohalf, three, four, fifth, quarter, eight, tenth, ninety standard.Rat
	secretary, organisation, publicity, premises                                        int
	meeting, committee, dues, volunteer, life                                           int
	due, present, accepted, late, phases, square                                        int
	full, hours                                                                         int
	report                                                                              standard.Clock
	closing                                                                             party.Date
}

func newHand() *hand {
	w := func(words []standard.Word, name string) int { return wordAt(words, name) }
	f := standard.Frac
	return &hand{
		half: f(1, 2), one: f(1, 1), onehalf: f(3, 2), two: f(2, 1), twohalf: f(5, 2), three: f(3, 1), four: f(4, 1), fifth: f(1, 5), quarter: f(1, 4), eight: f(4, 5), tenth: f(1, 10), ninety: f(9, 10),
		secretary: w(standard.ProfileWords, "有书记"), organisation: w(standard.ProfileWords, "有组织委员"), publicity: w(standard.ProfileWords, "有宣传委员"), premises: w(standard.ProfileWords, "有活动场所"),
		meeting: w(standard.SeriesWords, "党员大会"), committee: w(standard.SeriesWords, "支委会"), dues: w(standard.SeriesWords, "党费上缴"), volunteer: w(standard.SeriesWords, "志愿服务"), life: w(standard.SeriesWords, "组织生活会"),
		due: w(standard.NumberWords, "应到人次"), present: w(standard.NumberWords, "到会人次"), accepted: w(standard.NumberWords, "发展党员数"), late: w(standard.NumberWords, "届期逾期天数"), phases: w(standard.NumberWords, "民主评议环节数"), square: w(standard.NumberWords, "场所面积"),
		full: w(standard.MemberWords, "正式"), hours: w(standard.MemberWords, "学时"), report: standard.Clock(w(standard.ClockWords, "选举报批")), closing: party.DateOf(2027, 1, 31),
	}
}

// score adds up the sixty items of one closed year; each is rounded to two
// decimals before it is added.
func (h *hand) score(y *register.Year) standard.Rat {
	var total standard.Rat
	v := &y.Segments[len(y.Segments)-1].Values
	add := func(n int, item func() standard.Rat) {
		for range n {
			total = total.Add(item().Round(2, standard.HalfUp))
		}
	}
	add(6, func() standard.Rat { return h.four.Mul(standard.Frac(int64(met(y, h.meeting, 3)), 4)) })
	add(6, func() standard.Rat {
		return h.three.Sub(h.half.Mul(standard.Int(int64(12 - met(y, h.committee, 1))))).Max(zero)
	})
	add(4, func() standard.Rat {
		got := h.two
		for _, w := range [3]int{h.secretary, h.organisation, h.publicity} {
			if v[w] == 0 {
				got = got.Sub(h.half)
			}
		}
		return got.Max(zero)
	})
	add(3, func() standard.Rat {
		n := 0
		for i := range y.Members {
			if m := &y.Members[i]; m.Values[h.full] != 0 && m.Values[h.hours] < 320000 {
				n++
			}
		}
		return h.four.Sub(h.fifth.Mul(standard.Int(int64(n)))).Max(zero)
	})
	add(4, func() standard.Rat {
		n := 12 - met(y, h.dues, 1)
		return h.three.Sub([4]standard.Rat{zero, h.half, h.onehalf, h.three}[min(n, 3)])
	})
	add(4, func() standard.Rat { return h.below(y) })
	add(4, func() standard.Rat {
		switch n := y.Numbers[h.accepted]; {
		case n >= party.Int(4):
			return h.three
		case n >= party.Int(2):
			return h.two
		case n >= party.Int(1):
			return h.one
		}
		return zero
	})
	add(4, func() standard.Rat {
		switch n := y.Numbers[h.late]; {
		case n > party.Int(180):
			return zero
		case n > party.Int(90):
			return h.one
		case n > 0:
			return h.two
		}
		return h.twohalf
	})
	h.more(y, add)
	return total
}

func (h *hand) more(y *register.Year, add func(int, func() standard.Rat)) {
	v := &y.Segments[len(y.Segments)-1].Values
	flag := func(w int) standard.Rat { return standard.Int(int64(min(v[w], 1))) }
	add(5, func() standard.Rat { return standard.Int(int64(met(y, h.life, 12))) })
	add(3, func() standard.Rat {
		got := flag(h.secretary).Add(flag(h.premises))
		if y.Numbers[h.phases] >= party.Int(5) {
			got = got.Add(h.one)
		}
		return got
	})
	add(3, func() standard.Rat { return h.timely(y) })
	add(3, func() standard.Rat {
		n := standard.FromDecimal(y.Numbers[h.square])
		if n.Less(standard.Int(20)) {
			return zero
		}
		return h.one.Add(n.Sub(standard.Int(20)).Div(standard.Int(10)).Floor().Mul(h.half)).Min(h.four)
	})
	add(3, func() standard.Rat { return h.honours(y) })
	add(4, func() standard.Rat {
		return h.quarter.Mul(standard.Int(int64(met(y, h.volunteer, 3)))).Min(h.one)
	})
	add(4, func() standard.Rat { return h.two.Mul(flag(h.secretary)) })
}

// met counts the windows of so many months in which a series was held.
func met(y *register.Year, series, months int) int {
	n := 0
	for from := 0; from < 12; from += months {
		for _, k := range y.Months[series][from : from+months] {
			if k > 0 {
				n++
				break
			}
		}
	}
	return n
}

func (h *hand) below(y *register.Year) standard.Rat {
	if y.Numbers[h.due] <= 0 {
		return h.two
	}
	gap := h.ninety.Sub(standard.FromDecimal(y.Numbers[h.present]).Div(standard.FromDecimal(y.Numbers[h.due])))
	if gap.Sign() <= 0 {
		return h.two
	}
	return h.two.Sub(gap.Div(h.tenth).Floor()).Max(zero)
}

func (h *hand) timely(y *register.Year) standard.Rat {
	got := h.one
	for i := range y.Cases {
		c := &y.Cases[i]
		if c.Clock != h.report {
			continue
		}
		switch due := c.Start.AddDays(7); {
		case c.Done != party.NoDate && c.Done <= due:
		case c.Done != party.NoDate:
			got = got.Min(h.half)
		default:
			got = zero
		}
	}
	return got
}

func (h *hand) honours(y *register.Year) standard.Rat {
	best := zero
	for i := range y.Named {
		n := &y.Named[i]
		if n.Kind != register.NamedHonour || n.Year != y.Of {
			continue
		}
		switch {
		case n.Name == "示范" && n.Grade == "county":
			best = best.Max(h.eight)
		case n.Name == "先进" && n.Grade == "county":
			best = best.Max(h.one)
		case n.Name == "先进" && n.Grade == "city":
			best = best.Max(h.two)
		case n.Name == "先进" && n.Grade == "province":
			best = best.Max(h.three)
		}
	}
	return best
}

// TestHand: the hand-written loop and the pass agree on every branch.
func TestHand(t *testing.T) {
	p, problems := Compile(sixty())
	if len(problems) > 0 || len(p.items) != 60 {
		t.Fatalf("%d items, %+v", len(p.items), problems)
	}
	var sheet Sheet
	h := newHand()
	for i, y := range folds(2000) {
		p.Score(y, &sheet)
		if got := h.score(y); sheet.Total.Points != only(got) {
			t.Fatalf("branch %d: by hand %s, by the pack %s", i, got, sheet.Total.Points)
		}
	}
}
