package duty

import (
	"fmt"
	"slices"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// dice turns bytes into choices, so that one random string is one case: rapid
// shrinks it, and the fuzzer mutates it.
type dice struct{ left []byte }

// n returns 0 to k-1; without bytes left, 0.
func (d *dice) n(k int) int {
	if len(d.left) == 0 || k <= 1 {
		return 0
	}
	b := d.left[0]
	d.left = d.left[1:]
	return int(b) % k
}

// often is true in p of 16 throws.
func (d *dice) often(p int) bool { return d.n(16) >= 16-p }

func pick[T any](d *dice, list ...T) T { return list[d.n(len(list))] }

// date returns a day of 2026, or around it.
func (d *dice) date() party.Date { return day("2025-11-15").AddDays(d.n(256)*2 + d.n(2)*256) }

// asked is a condition with the meaning that the oracle gives it.
type asked struct {
	text string
	mean func(*register.Segment) bool
}

func word(s *register.Segment, name string) int32 {
	return s.Values[wordAt(standard.ProfileWords, name)]
}

// conditions is what random items ask of the profile.
var conditions = []asked{
	{"", func(*register.Segment) bool { return true }},
	{"有支委会", func(s *register.Segment) bool { return word(s, "有支委会") != 0 }},
	{"正式党员数 >= 7", func(s *register.Segment) bool { return word(s, "正式党员数") >= 7 }},
	{"非 有书记 或 党小组数 > 1", func(s *register.Segment) bool { return word(s, "有书记") == 0 || word(s, "党小组数") > 1 }},
	{"领域 == \"村\" 且 正式党员数 < 8", func(s *register.Segment) bool { return word(s, "领域") == 0 && word(s, "正式党员数") < 8 }},
}

// year is a random branch's year.
func (d *dice) year() *register.Year {
	y := branch(pick(d, "2027-01-31", "2027-01-15", "2026-12-31", "2026-10-20", "2026-07-01", "2026-06-30", "2026-03-02", "2027-06-01"))
	y.Trail = nil
	if d.often(3) {
		y.Exists.From = min(y.Cut.On, day("2026-01-01").AddDays(d.n(200)))
	}
	if d.often(2) {
		y.Exists.To = max(y.Exists.From, day("2026-12-31").AddDays(-d.n(200)))
	}
	d.segments(y)
	for _, s := range []string{"党员大会", "党课"} {
		for m := range 12 {
			if party.DateOf(2026, m+1, 1) <= y.Cut.On {
				y.Months[series(s)][m] = uint16(pick(d, 0, 0, 1, 1, 1, 2))
			}
		}
		if d.often(4) { // held for the year after its end
			y.First[series(s)] = min(y.Cut.On, day("2026-12-01").AddDays(d.n(180)))
		}
	}
	d.exceptions(y)
	for range 1 + d.n(4) {
		c := register.Case{Clock: clock("申请谈话"), Subject: "m", Facts: [2]party.FactID{party.FactID(fmt.Sprint("c", len(y.Cases)))}}
		if !d.often(2) {
			c.Start = d.date()
		}
		if d.often(9) {
			c.Done = max(c.Start, day("2025-11-15")).AddDays(d.n(120))
		} else if d.often(3) {
			c.Lapse = c.Start.AddDays(d.n(90))
		}
		if c.Start <= y.Cut.On && c.Done <= y.Cut.On && (c.Start != 0 || c.Done != 0) {
			y.Cases = append(y.Cases, c)
		}
	}
	return y
}

// segments divides the year into runs of days with random profiles.
func (d *dice) segments(y *register.Year) {
	y.Segments = nil
	life := y.Exists.Meet(party.Period{From: y.Exists.From, To: y.Cut.On})
	for from := life.From; from <= life.To; {
		to := life.To
		if d.often(7) {
			to = min(to, from.AddDays(d.n(160)))
		}
		y.Segments = append(y.Segments, profile(party.Period{From: from, To: to},
			"有支委会", d.n(2), "有书记", pick(d, 1, 1, 0), "正式党员数", 5+d.n(4), "党小组数", d.n(3), "领域", pick(d, 0, 0, 1)))
		from = to + 1
	}
}

// exceptions adds what excuses, moves, waives, suspends and settles.
func (d *dice) exceptions(y *register.Year) {
	for range d.n(3) {
		skip(y, pick(d, "党员大会", "党课"), pick(d, "2026-Q1", "2026-Q3", "2026-H1", "2026-02", "2026-06", "2026"))
	}
	if d.often(4) {
		from := d.date()
		y.Waivers = append(y.Waivers, register.Waiver{Item: "R-1", Days: party.Period{From: from, To: from.AddDays(d.n(200))}, Reason: "other"})
	}
	if d.often(4) {
		from := d.date()
		y.Seasons = append(y.Seasons, register.Season{Days: party.Period{From: from, To: from.AddDays(20 + d.n(80))}.Meet(party.YearOf(2026)), Fact: "season"})
		if d.often(8) {
			from := d.date()
			y.Seasons = append(y.Seasons, register.Season{Days: party.Period{From: from, To: from.AddDays(d.n(150))}.Meet(party.YearOf(2026)), Fact: "season-2"})
		}
		y.Seasons = slices.DeleteFunc(y.Seasons, func(s register.Season) bool { return s.Days.Days() == 0 })
		slices.SortStableFunc(y.Seasons, func(a, b register.Season) int { return int(a.Days.From - b.Days.From) })
	}
	for d.often(6) && len(y.Stops) < 3 {
		y.Stops = append(y.Stops, d.stop(y.Cut.On))
	}
	slices.SortStableFunc(y.Stops, func(a, b register.Stop) int { return int(a.Days.From - b.Days.From) })
	if d.often(3) {
		y.Settled = append(y.Settled, register.Settled{Item: pick(d, party.ItemID("R-1"), party.ItemID("R-2")), On: d.date()})
	}
}

// stop is a random wait for an answer from above that had begun by a day.
func (d *dice) stop(asOf party.Date) register.Stop {
	s := register.Stop{Item: "R-1", Fact: "stop"}
	if d.often(4) {
		s.Item, s.Matter, s.Subject = "", pick(d, party.Submission("election"), "results"), pick(d, party.MemberID("m"), "m", "")
	}
	s.Days.From = min(d.date(), asOf)
	s.Days.To = day("2199-12-31")
	if d.often(6) {
		s.Days.To = min(asOf, s.Days.From.AddDays(d.n(100))) - 1
	}
	return s
}

// item is a random item with a duty.
func (d *dice) item() (standard.Item, asked) {
	when := pick(d, conditions...)
	it := standard.Item{ID: "R-1", Title: "随机", Force: pick(d, standard.Force("SHOULD"), "MUST", "LOCAL", "MAY"),
		AppliesIf: when.text, Partial: pick(d, "", "half", "whole", "any")}
	if d.often(4) {
		k := d.n(4)
		it.Excuse = &k
	}
	it.Kind = pick(d, standard.ItemKind("baseline"), "baseline", "baseline", "baseline", "baseline", "prohibition")
	it.Bearer = pick(d, standard.Bearer(""), "branch", "", "branch", "", "committee")
	if d.often(2) {
		it.From = d.date()
	}
	if d.often(2) {
		it.To = d.date().AddDays(200)
	}
	switch d.n(8) {
	case 0:
		it.Duty = &standard.Duty{Clock: "申请谈话", Within: pick(d, "1个月", "10天", "15个工作日", "3个月"), Waits: []party.Submission{"election"}}
	case 1:
		it.Duty = &standard.Duty{Clock: "申请谈话", AtLeast: pick(d, "0天", "30天", "2个月")}
	default:
		it.Duty = &standard.Duty{Every: pick(d, party.Quarterly, party.Monthly, party.HalfYear, party.Yearly), Least: d.n(4)}
		if d.often(4) {
			it.Duty.Each = []string{"党员大会", "党课"}
		} else {
			it.Duty.Count = pick(d, "党员大会", "党课", "党员大会 + 党课")
		}
		if d.often(3) {
			it.Duty.Months = pick(d, []int{6, 12}, []int{3, 9}, []int{12})
		}
		if d.often(4) {
			it.Duty.Until = 1 + d.n(3)
		}
	}
	return it, when
}
