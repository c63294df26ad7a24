package rating

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// cohort assesses branches with these points; "a/b" gives b as what breaks ties,
// "-" is exempt, "?" is not known.
func cohort(t *testing.T, std *standard.Standard, points ...string) assess.Cohort {
	t.Helper()
	p, problems := assess.Compile(std)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	var all []*assess.Assessment
	for i, text := range points {
		b := closed()
		b.Org = party.OrgID(fmt.Sprintf("org-%02d", i))
		score, tie, _ := strings.Cut(text, "/")
		if tie != "" {
			v, _ := party.ParseDecimal(tie)
			b.Named = append(b.Named, register.Named{Kind: register.NamedFigure, Name: "名次分", Value: v, Year: 2026})
		}
		switch score {
		case "-":
			b.has("临时", 1)
		case "?":
		default:
			b.scored(score)
		}
		all = append(all, p.Assess(b.Year))
	}
	return assess.Cohorts(all)[0]
}

// limited is a scheme with a quota on five stars.
func limited(q standard.Quota) *standard.Standard {
	q.Level, q.On = "五星", true
	return demo(func(s *standard.Scheme) {
		s.Quotas = []standard.Quota{q}
		s.Exempt = []standard.Exemption{{What: "临时", If: "临时"}}
	})
}

// bands writes the computed levels of a cohort after its quotas.
func bands(ratings []Rating) string {
	var said []string
	for _, r := range ratings {
		level := r.Band.Level
		if level == "" {
			level = string(r.Band.Basis)
		}
		said = append(said, level)
	}
	return strings.Join(said, " ")
}

// TestM20_Quota: first the line, then by points within the share; base, rounding,
// overflow and ties are declared. V05:先达线后按分取前k.
func TestM20_Quota(t *testing.T) {
	for _, c := range []struct {
		name   string
		q      standard.Quota
		points string
		want   string
	}{
		{"a quarter of four", standard.Quota{Share: "25%", Sense: "at_most", Base: "assessed", Rounding: "down", Overflow: "next_level", Ties: "all_in"}, "99 95 92 70", "五星 四星 四星 三星"},
		{"fewer than the quota", standard.Quota{Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level"}, "99 85 82 70", "五星 四星 四星 三星"},
		{"rounded down to none", standard.Quota{Share: "25%", Sense: "at_most", Rounding: "down", Overflow: "next_level"}, "99 95 92", "四星 四星 四星"},
		{"rounded up", standard.Quota{Share: "25%", Sense: "at_most", Rounding: "up", Overflow: "next_level"}, "99 95 92", "五星 四星 四星"},
		{"rounded half up", standard.Quota{Share: "50%", Sense: "at_most", Rounding: "half_up", Overflow: "next_level"}, "99 95 92", "五星 五星 四星"},
		{"no place for the overflow", standard.Quota{Share: "34%", Sense: "at_most", Rounding: "down", Overflow: "none"}, "99 95 92", "五星 decided_only decided_only"},
		{"a tie, all in", standard.Quota{Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level", Ties: "all_in"}, "99 95 95 92", "五星 五星 五星 四星"},
		{"a tie, all out", standard.Quota{Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level", Ties: "all_out"}, "99 95 95 92", "五星 四星 四星 四星"},
		{"a tie broken", standard.Quota{Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level", Ties: "数值.名次分"}, "99 95/1 95/2 92", "五星 四星 五星 四星"},
		{"a tie not broken", standard.Quota{Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level", Ties: "数值.名次分"}, "99 95/2 95/2 92", "五星 五星 五星 四星"},
		{"all are tied and all out", standard.Quota{Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level", Ties: "all_out"}, "95 95 95 95", "四星 四星 四星 四星"},
		{"the base leaves out who is not assessed", standard.Quota{Share: "50%", Sense: "at_most", Base: "assessed", Rounding: "down", Overflow: "next_level"}, "99 95 - -", "五星 四星 exempt exempt"},
		{"the base is all", standard.Quota{Share: "50%", Sense: "at_most", Base: "all", Rounding: "down", Overflow: "next_level"}, "99 95 - -", "五星 五星 exempt exempt"},
		{"at least moves nobody", standard.Quota{Share: "50%", Sense: "at_least", Rounding: "down", Overflow: "next_level"}, "99 95 92 91", "五星 五星 五星 五星"},
		{"about", standard.Quota{Share: "50%", Sense: "about", Rounding: "half_up", Overflow: "next_level"}, "99 95 92 91", "五星 五星 四星 四星"},
		{"exactly promotes nobody", standard.Quota{Share: "50%", Sense: "exactly", Rounding: "down", Overflow: "next_level"}, "99 85 82 71", "五星 四星 四星 三星"},
		{"no data is no place", standard.Quota{Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level"}, "99 95 ? ?", "五星 四星 insufficient insufficient"},
	} {
		std := limited(c.q)
		if got := bands(Quotas(std, cohort(t, std, strings.Fields(c.points)...))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestQuotasCascade: what overflows one level counts in the next one's quota.
func TestQuotasCascade(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		one := standard.Quota{Share: "25%", Sense: "at_most", Rounding: "down", Overflow: "next_level", On: true}
		five, four := one, one
		five.Level, four.Level = "五星", "四星"
		s.Quotas = []standard.Quota{four, five} // in any order
	})
	if got := bands(Quotas(std, cohort(t, std, "99", "95", "85", "72"))); got != "五星 四星 三星 三星" {
		t.Errorf("%s", got)
	}
}

// TestQuotaAbove: a quota of a level and all better ones together; N02 二星以上.
func TestQuotaAbove(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Quotas = []standard.Quota{{Level: "四星", Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level", Above: true, On: true}}
	})
	if got := bands(Quotas(std, cohort(t, std, "99", "95", "85", "82"))); got != "五星 五星 三星 三星" {
		t.Errorf("%s", got)
	}
}

// TestQuotaLeavesWhatIsSet: whom an award put in a level keeps the place.
func TestQuotaLeavesWhatIsSet(t *testing.T) {
	std := limited(standard.Quota{Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level"})
	std.Rating.Direct = []standard.Direct{{What: "获奖", If: "数值.名次分 > 0", Level: "五星"}}
	for points, want := range map[string]string{"99 70/1": "四星 五星", "99 70/1 95 60/1": "四星 五星 四星 五星", "70/1 60/1": "五星 五星"} {
		if got := bands(Quotas(std, cohort(t, std, strings.Fields(points)...))); got != want {
			t.Errorf("%s: %s, want %s", points, got, want)
		}
	}
}

// TestQuotaOff: a quota that is off does nothing, and is off unless it is put on.
func TestQuotaOff(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Quotas = []standard.Quota{{Level: "五星", Share: "0%", Sense: "at_most", Overflow: "none"}}
	})
	if got := bands(Quotas(std, cohort(t, std, "99", "95"))); got != "五星 五星" {
		t.Errorf("%s", got)
	}
}

// TestQuotaWords: who is moved is told why, and that nothing is decided.
func TestQuotaWords(t *testing.T) {
	std := limited(standard.Quota{Share: "50%", Sense: "at_most", Rounding: "down", Overflow: "next_level"})
	moved := Quotas(std, cohort(t, std, "99", "95"))[1].Band
	if moved.Why != "测算 95，够五星的线，名额已满，相当于四星档，未评定" {
		t.Errorf("%s", moved.Why)
	}
}

// TestQuotaKeepsDecisions: quotas never touch what was decided.
func TestQuotaKeepsDecisions(t *testing.T) {
	std := limited(standard.Quota{Share: "0%", Sense: "at_most", Rounding: "down", Overflow: "next_level"})
	p, _ := assess.Compile(std)
	a := p.Assess(closed().scored("95").decided(2026, "五星", "先进").Year)
	r := Quotas(std, assess.Cohorts([]*assess.Assessment{a})[0])[0]
	if r.Rated == nil || r.Rated.Level != "五星" || r.Band.Level != "四星" {
		t.Errorf("%+v %+v", r.Rated, r.Band)
	}
}

// TestQuotaBase: whoever had a computed band before any quota stays in the base of
// the quotas that follow.
func TestQuotaBase(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Quotas = []standard.Quota{
			{Level: "五星", Share: "25%", Sense: "at_most", Base: "assessed", Rounding: "down", Overflow: "none", Ties: "all_in", On: true},
			{Level: "四星", Share: "25%", Sense: "at_most", Base: "assessed", Rounding: "down", Overflow: "next_level", Ties: "all_in", On: true},
		}
	})
	if got := bands(Quotas(std, cohort(t, std, "99", "95", "85", "72"))); got != "五星 decided_only 四星 三星" {
		t.Errorf("%s", got)
	}
}

// TestContestInAnyOrder: members may be added in any order, one by one; the quotas
// move the same ones, even where what breaks ties is not known of all.
func TestContestInAnyOrder(t *testing.T) {
	std := limited(standard.Quota{Share: "40%", Sense: "at_most", Rounding: "down", Overflow: "next_level", Ties: "数值.名次分"})
	std.Words.Figures[1].Absent = "unknown"
	members := cohort(t, std, "95/2", "95", "95/1", "95/3", "99").Members()
	want := ""
	for turn := range 60 {
		var c Contest
		for _, i := range rand.New(rand.NewPCG(uint64(turn), 1)).Perm(len(members)) {
			c.Add(std, members[i], Rate(std, members[i], members[i].Organisation()))
		}
		var all []Rating
		for _, a := range members {
			r := Rate(std, a, a.Organisation())
			c.Apply(&r)
			all = append(all, r)
		}
		got := bands(all)
		if want == "" {
			want = got
		}
		if got != want || !strings.Contains(got, "四星") {
			t.Errorf("turn %d: %s, want %s", turn, got, want)
		}
	}
	var none Contest
	r := Rate(std, members[0], members[0].Organisation())
	was := r.Band
	if none.Apply(&r); r.Band != was || Limited(demo(nil)) || !Limited(std) {
		t.Error("a contest without members moves nobody")
	}
}
