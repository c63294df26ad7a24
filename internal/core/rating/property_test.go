package rating

import (
	stdflag "flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestMain asks the properties of more cases than rapid does by itself; a number
// given on the command line wins.
func TestMain(m *testing.M) {
	_ = stdflag.Set("rapid.checks", "5000")
	os.Exit(m.Run())
}

// dice turns bytes into choices, so that one random string is one case.
type dice struct{ left []byte }

func throw(t *rapid.T) *dice {
	return &dice{even(t, 80)}
}

func (d *dice) n(k int) int {
	if len(d.left) == 0 || k <= 1 {
		return 0
	}
	b := d.left[0]
	d.left = d.left[1:]
	return int(b) % k
}

func (d *dice) often(p int) bool { return d.n(16) >= 16-p }

func pick[T any](d *dice, list ...T) T { return list[d.n(len(list))] }

// policy is a random scheme of lines, vetoes, gates, direct appointments, steps
// and quotas.
func (d *dice) policy() *standard.Standard {
	return demo(func(s *standard.Scheme) {
		s.Below = pick(d, "", "不定级")
		if d.often(5) {
			s.Levels = s.Levels[:4]
		}
		s.Levels[0].If = pick(d, "", "有书记", "次数.抽查 == 0")
		s.Unknown = pick(d, "", "1/2", "10%")
		for range d.n(3) {
			s.Vetoes = append(s.Vetoes, standard.Veto{ID: fmt.Sprint("v", len(s.Vetoes)), What: "违纪", If: pick(d, "次数.违纪 > 0", "次数.抽查 > 0", "非 有书记"),
				Effect: pick(d, "zero", "bar", "cap", "force"), Level: pick(d, "四星", "三星", "一星"), Back: d.n(2)})
		}
		if d.often(5) {
			s.Gates = []standard.Gate{{What: "到会", If: "到会人次 * 2 >= 应到人次", Effect: pick(d, "cap", "invalid"), Level: "三星"}}
		}
		if d.often(5) {
			s.Direct = []standard.Direct{{What: "先进", If: "荣誉.先进 > 0", Level: pick(d, "五星", "三星")}}
		}
		if d.often(3) {
			s.Exempt = []standard.Exemption{{What: "临时", If: "临时"}}
		}
		if d.often(6) {
			s.Advance = &standard.Advance{OneStep: d.often(8), Needs: []standard.AdvanceNeed{{Level: "五星", Held: "四星", Years: d.n(3)}}}
		}
		for _, level := range []string{"五星", "四星"} {
			if d.often(6) {
				s.Quotas = append(s.Quotas, standard.Quota{Level: level, Share: pick(d, "20%", "34%", "50%", "0%"), Sense: pick(d, "at_most", "about", "at_least"), On: true,
					Base: pick(d, "assessed", "all"), Rounding: pick(d, "down", "up", "half_up"), Overflow: pick(d, "next_level", "none"), Ties: pick(d, "all_in", "all_out", "数值.名次分"), Above: d.often(4)})
			}
		}
	})
}

// year is a random branch: its points, events, awards, decisions.
func (d *dice) year(org int) branch {
	b := at(pick(d, "2027-01-31", "2027-01-31", "2027-01-15", "2026-08-01"))
	b.Org = party.OrgID(fmt.Sprintf("org-%02d", org))
	b.has("有书记", pick(d, 1, 1, 1, 0), "临时", pick(d, 0, 0, 0, 1))
	b.Numbers[wordAt(standard.NumberWords, "应到人次")], b.Numbers[wordAt(standard.NumberWords, "到会人次")] = party.Int(10), party.Int(4+d.n(4))
	if !d.often(2) {
		b.scored(fmt.Sprintf("%d.5", pick(d, 95, 92, 92, 85, 80, 75, 61, 30)))
	}
	if d.often(5) {
		b.Named = append(b.Named, register.Named{Kind: register.NamedFigure, Name: "名次分", Value: party.Int(d.n(4)), Year: 2026})
	}
	if d.often(4) {
		b.Named = append(b.Named, register.Named{Kind: register.NamedHonour, Name: "先进", Grade: "city", Year: 2026, Fact: "h"})
	}
	for _, e := range []string{"抽查", "违纪"} {
		if d.often(4) {
			b.event(e, 2026-d.n(2))
		}
	}
	for of := 2024; of <= 2026; of++ {
		if d.often(5) {
			b.decided(of, pick(d, "五星", "四星", "三星", "未定星"), pick(d, "", "先进", "中间", "优秀"))
		}
	}
	return b
}

// levels lists a scheme's levels from best to below the last.
func levels(s *standard.Scheme) []string {
	var names []string
	for _, l := range s.Levels {
		names = append(names, l.Name)
	}
	return append(names, s.Below)
}

// TestRatings: of any policy and branch a band is one of the scheme's, never one
// that only a decision gives; no decision is ever made by a number; vetoes hold.
func TestRatings(t *testing.T) {
	seen := census{}
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		std := d.policy()
		p, problems := assess.Compile(std)
		if len(problems) > 0 {
			t.Fatalf("%+v", problems)
		}
		b := d.year(0)
		a := p.Assess(b.Year)
		r := Rate(std, a, b.Year)
		if (r.Band.Basis == Computed) != strings.Contains(r.Band.Why, "测算 ") || r.Band.Basis != Computed && r.Band.Level != "" {
			t.Fatalf("%+v", r.Band)
		}
		if r.Band.Basis == Computed && !slices.Contains(levels(std.Rating), r.Band.Level) {
			t.Fatalf("%q is no level", r.Band.Level)
		}
		decided, strange := 0, 0
		for _, x := range b.Ratings {
			switch {
			case x.Year != 2026:
			case slices.Contains(levels(std.Rating), x.Level) && x.Tier != "优秀":
				decided++
			default:
				strange++
			}
		}
		if (r.Rated != nil) != (decided > 0) || len(r.Strange) != strange {
			t.Fatalf("rated %+v, strange %+v, decisions %+v", r.Rated, r.Strange, b.Ratings)
		}
		vetoed(t, std, r)
		seen.see(map[string]bool{
			"computed": r.Band.Basis == Computed, "barred": r.Band.Basis == Barred, "insufficient": r.Band.Basis == Insufficient, "exempt": r.Band.Basis == Exempt,
			"decided": decided > 0, "vetoed": len(r.Vetoes) > 0, "below the top": r.Next.Level != "",
		})
	})
	seen.atLeast(t, map[string]int{"computed": 50, "barred": 2, "exempt": 2, "insufficient": 4, "decided": 15, "vetoed": 20, "below the top": 20})
}

// vetoed: what holds has its effect.
func vetoed(t *rapid.T, std *standard.Standard, r Rating) {
	names := levels(std.Rating)
	at := slices.Index(names, r.Band.Level)
	forced := slices.ContainsFunc(r.Vetoes, func(v Applied) bool { return v.Sure && v.Effect == "force" })
	for _, v := range r.Vetoes {
		if !v.Sure {
			continue
		}
		switch v.Effect {
		case "zero":
			if r.Points != (assess.Pair{}) {
				t.Fatalf("zeroed, and %s points", r.Points)
			}
		case "bar":
			if r.Band.Basis != Barred && r.Band.Basis != Exempt {
				t.Fatalf("barred, and %+v", r.Band)
			}
		case "cap":
			if r.Band.Basis == Computed && !forced && at < slices.Index(names, v.Level) {
				t.Fatalf("capped at %s, and %s", v.Level, r.Band.Level)
			}
		case "force":
			if r.Band.Basis == Computed && at < slices.Index(names, v.Level) {
				t.Fatalf("forced to %s, and %s", v.Level, r.Band.Level)
			}
		}
	}
}

// TestMoreIsNotLess: with more points the band is never worse, and the distance to
// the next one never more than the points that were lacking.
func TestMoreIsNotLess(t *testing.T) {
	seen := census{}
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		std := d.policy()
		p, _ := assess.Compile(std)
		b := d.year(0)
		b.Named = slices.DeleteFunc(b.Named, func(n register.Named) bool { return n.Name == "得分" })
		from := d.n(100)
		low := branch{&register.Year{}}
		*low.Year = *b.Year
		low.Named = slices.Concat([]register.Named{{Kind: register.NamedFigure, Name: "得分", Value: party.Int(from), Year: 2026}}, b.Named)
		b.Named = slices.Concat([]register.Named{{Kind: register.NamedFigure, Name: "得分", Value: party.Int(from + d.n(101-from)), Year: 2026}}, b.Named)
		worse, better := Rate(std, p.Assess(low.Year), low.Year), Rate(std, p.Assess(b.Year), b.Year)
		names := levels(std.Rating)
		if worse.Band.Basis == Computed && better.Band.Basis == Computed && slices.Index(names, better.Band.Level) > slices.Index(names, worse.Band.Level) {
			t.Fatalf("%s points: %s; %s points: %s", worse.Scaled, worse.Band.Level, better.Scaled, better.Band.Level)
		}
		if worse.Next.Level != "" && worse.Next.Points.Add(worse.Scaled.Lo) != p.Assess(low.Year).Lines[slices.Index(names, worse.Next.Level)] {
			t.Fatalf("%s lacks %s of %s", worse.Scaled, worse.Next.Points, worse.Next.Level)
		}
		seen.see(map[string]bool{"both computed": worse.Band.Basis == Computed && better.Band.Basis == Computed, "of two levels": worse.Band.Level != better.Band.Level, "with a distance": worse.Next.Level != ""})
	})
	seen.atLeast(t, map[string]int{"both computed": 30, "of two levels": 10, "with a distance": 20})
}

// TestQuotaProperties: with quotas nobody rises; ties apart, no more than the quota
// stay; those who stay have no fewer points than those who leave; decisions stay.
func TestQuotaProperties(t *testing.T) {
	seen := census{}
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		std := d.policy()
		p, _ := assess.Compile(std)
		var all []*assess.Assessment
		for i := range 1 + d.n(7) {
			b := d.year(i)
			b.Cut.On = day("2027-01-31")
			all = append(all, p.Assess(b.Year))
		}
		c := assess.Cohorts(all)[0]
		after := Quotas(std, c)
		names := levels(std.Rating)
		for i, a := range c.Members() {
			before := Rate(std, a, a.Organisation())
			r := after[i]
			if before.Band.Basis != Computed && r.Band != before.Band {
				t.Fatalf("%+v became %+v", before.Band, r.Band)
			}
			if r.Band.Basis == Computed && slices.Index(names, r.Band.Level) < slices.Index(names, before.Band.Level) {
				t.Fatalf("%s rose to %s", before.Band.Level, r.Band.Level)
			}
			if (r.Rated == nil) != (before.Rated == nil) || r.Rated != nil && *r.Rated != *before.Rated {
				t.Fatalf("a quota touched a decision: %+v, %+v", before.Rated, r.Rated)
			}
		}
		fair(t, after, names)
		moved, kept := 0, 0
		for i, a := range c.Members() {
			if before := Rate(std, a, a.Organisation()); before.Band.Level != after[i].Band.Level {
				moved++
			} else if before.Band.Basis == Computed {
				kept++
			}
		}
		seen.see(map[string]bool{"moving somebody": moved > 0, "moving some and not all": moved > 0 && kept > 0})
	})
	seen.atLeast(t, map[string]int{"moving somebody": 8, "moving some and not all": 5})
}

// fair: among those who may move freely, a better level never has fewer points.
func fair(t *rapid.T, after []Rating, names []string) {
	free := func(r Rating) bool {
		return r.Band.Basis == Computed && r.bounds.best == 0 && r.bounds.force < 0 && r.Possible == "" && strings.Contains(r.Band.Why, "名额")
	}
	for _, r := range after {
		for _, s := range after {
			if free(r) && free(s) && slices.Index(names, r.Band.Level) < slices.Index(names, s.Band.Level) && r.Scaled.Lo.Less(s.Scaled.Lo) {
				t.Fatalf("%s with %s stands above %s with %s", r.Band.Level, r.Scaled, s.Band.Level, s.Scaled)
			}
		}
	}
}

// TestStepsAreWork: of any duties and year, every step is an obligation that is
// open or can be mended, in order of deadline, and none rests on silence (C2).
func TestStepsAreWork(t *testing.T) {
	seen := census{}
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		var items []standard.Item
		for i := range 1 + d.n(4) {
			it := meeting(fmt.Sprint("I", i), pick(d, party.Monthly, party.Quarterly, party.HalfYear, party.Yearly), pick(d, "党员大会", "党课"), "4")
			it.Force = pick(d, standard.Force("MUST"), "SHOULD", "LOCAL")
			switch d.n(4) {
			case 0:
				it.Duty = &standard.Duty{Require: "有书记", Grace: pick(d, "", "1个月")}
			case 1:
				it.Duty = &standard.Duty{Clock: "换届", Within: "10天"}
			}
			items = append(items, it)
		}
		b := at(pick(d, "2026-02-11", "2026-06-30", "2026-11-05", "2027-01-31"))
		b.has("有书记", d.n(2))
		for m := 1; m <= 12; m++ {
			if d.often(9) && party.DateOf(2026, m, 10) <= b.Cut.On {
				b.held(pick(d, "党员大会", "党课"), m)
			}
		}
		if d.often(8) {
			b.Cases = []register.Case{{Clock: standard.Clock(wordAt(standard.ClockWords, "换届")), Start: day("2025-10-01").AddDays(d.n(200))}}
		}
		p, _ := assess.Compile(demo(nil, items...))
		a := p.Assess(b.Year)
		states := map[string]duty.State{}
		for _, it := range a.Items {
			for _, o := range it.Obligations {
				states[o.Key] = o.State
			}
		}
		last := party.NoDate
		for _, s := range Steps(a) {
			if st := states[s.Key]; st != duty.Open && st != duty.Missed || s.Late != (st == duty.Missed) {
				t.Fatalf("%s is %s", s.Key, st)
			}
			if s.By < last || s.Points.Sign() < 0 || s.Text == "" {
				t.Fatalf("%+v", s)
			}
			last = s.By
			seen.see(map[string]bool{"late": s.Late, "still to come": !s.Late, "worth points": s.Points.Sign() > 0})
		}
	})
	seen.atLeast(t, map[string]int{"late": 8, "still to come": 50, "worth points": 50})
}
