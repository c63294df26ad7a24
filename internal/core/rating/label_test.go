package rating

import (
	"strings"
	"testing"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// labelled is a scheme whose levels have the given names, at 90, 60 and 0.
func labelled(best, middle, worst string, change func(*standard.Scheme)) *standard.Standard {
	return demo(func(s *standard.Scheme) {
		s.Levels = []standard.Level{{Name: best, From: "90"}, {Name: middle, From: "60"}, {Name: worst, From: "0"}}
		if change != nil {
			change(s)
		}
	})
}

// said is everything that a rating says in words.
func said(r Rating) string {
	words := []string{r.Band.Level, r.Band.Why, r.Possible, r.Eligible, r.Barrier, r.Next.Level}
	if r.Step != nil {
		words = append(words, r.Step.Text)
	}
	for _, v := range r.Vetoes {
		words = append(words, v.What)
	}
	return strings.Join(words, " ")
}

// TestConduct_C19_NoNumberGivesTheLabel: not by points, not by a veto, not by a
// gate; only a decision does.
func TestConduct_C19_NoNumberGivesTheLabel(t *testing.T) {
	std := labelled("好", "一般", "软弱涣散", func(s *standard.Scheme) {
		s.Vetoes = []standard.Veto{{ID: "违纪", What: "班子成员违纪", If: "次数.违纪 > 0", Effect: "force", Level: "软弱涣散"}, {ID: "事故", What: "事故", If: "次数.事故 > 0", Effect: "cap", Level: "软弱涣散"}}
	})
	for name, b := range map[string]branch{
		"by points": closed().scored("10"), "by a veto that forces": closed().event("违纪", 2026).scoredFirst("95"), "by a veto that caps": closed().event("事故", 2026).scoredFirst("95"),
	} {
		r := rate(t, std, b)
		if r.Band.Basis != DecidedOnly || strings.Contains(said(r), "软弱涣散") {
			t.Errorf("%s: %+v", name, r.Band)
		}
	}
	if r := rate(t, std, closed().scored("95")); r.Band.Level != "好" {
		t.Errorf("the others are computed: %+v", r.Band)
	}
	if r := rate(t, std, closed().scored("10").decided(2026, "软弱涣散", "")); r.Rated == nil || r.Rated.Level != "软弱涣散" {
		t.Errorf("what people decided stands: %+v", r.Rated)
	}
}

// TestTR84_NothingAutomaticLabels: whatever a scheme calls its levels, the words
// that label a branch are in no computed band, distance or step.
func TestTR84_NothingAutomaticLabels(t *testing.T) {
	for _, names := range [][3]string{{"先进", "中间", "后进"}, {"先进党支部", "中间党支部", "后进党支部"}, {"先进", "合格", "待整顿"}, {"好", "中间", "差"}} {
		std := labelled(names[0], names[1], names[2], nil)
		for _, points := range []string{"95", "75", "10"} {
			r := rate(t, std, closed().scored(points))
			for _, word := range []string{"先进", "中间", "后进", "软弱涣散"} {
				if strings.Contains(said(r), word) {
					t.Errorf("%v at %s: %s", names, points, said(r))
				}
			}
		}
	}
	if r := rate(t, labelled("先进", "合格", "待整顿", nil), closed().scored("75")); r.Band.Level != "合格" || r.Next.Level != "" {
		t.Errorf("the distance to a label: %+v %+v", r.Band, r.Next)
	}
	if r := rate(t, labelled("先进", "合格", "待整顿", nil), closed().scored("10")); r.Next.Level != "合格" || r.Next.Points != standard.Int(50) {
		t.Errorf("%+v", r.Next)
	}
}

// TestConduct_C19_NoQuotaGivesTheLabel: whoever a quota moves is not moved into
// a level that only a decision gives.
func TestConduct_C19_NoQuotaGivesTheLabel(t *testing.T) {
	for _, name := range []string{"中间", "软弱涣散"} {
		std := labelled("好", name, "差", func(s *standard.Scheme) {
			s.Quotas = []standard.Quota{{Level: "好", Share: "1/2", Sense: "at_most", Base: "assessed", Rounding: "down", Overflow: "next_level", Ties: "all_out", On: true}}
		})
		p, problems := assess.Compile(std)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var all []*assess.Assessment
		for org, points := range map[party.OrgID]string{"a": "95", "b": "92"} {
			b := closed().scored(points)
			b.Org = org
			all = append(all, p.Assess(b.Year))
		}
		for i, r := range Quotas(std, assess.Cohorts(all)[0]) {
			if want := []Basis{Computed, DecidedOnly}[i]; r.Band.Basis != want || strings.Contains(said(r), name) {
				t.Errorf("%s: %+v", r.Org, r.Band)
			}
		}
	}
}

// TestConduct_C03_WhatOnlyADecisionGives lists the words.
func TestConduct_C03_WhatOnlyADecisionGives(t *testing.T) {
	for name, want := range map[string]bool{
		"先进": true, "中间": true, "后进": true, "后进党支部": true, "软弱涣散": true, "五星": false, "好": false, "一类": false, "未定星": false, "": false, "不合格": false,
	} {
		if OnlyDecided(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}
