package rating

import (
	"strings"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

// TestM18d_ForceWithoutLines: a scheme that publishes no lines shows which level a
// veto has set, as computed. S03-3 班子违纪→三类. X01六情形→后进: that word only a
// decision gives, so what is shown is that there is such a case.
func TestM18d_ForceWithoutLines(t *testing.T) {
	lineless := func(levels ...string) *standard.Standard {
		std := veto("force", levels[len(levels)-1])
		std.Rating.Levels = nil
		for _, l := range levels {
			std.Rating.Levels = append(std.Rating.Levels, standard.Level{Name: l})
		}
		return std
	}
	r := rate(t, lineless("一类", "二类", "三类"), closed().scored("95").event("违纪", 2026))
	if r.Band.Basis != Computed || r.Band.Level != "三类" || r.Band.Set != "班子成员违纪" || r.Band.Why != "测算 95；班子成员违纪，按方案直接定为三类，未评定" || r.Rated != nil || r.Next.Level != "" {
		t.Errorf("%+v", r.Band)
	}
	if r := rate(t, lineless("一类", "二类", "三类"), closed().scored("95")); r.Band.Basis != DecidedOnly || r.Band.Level != "" {
		t.Errorf("without the event: %+v", r.Band)
	}
	r = rate(t, lineless("先进", "中间", "后进"), closed().scored("95").event("违纪", 2026))
	if r.Band.Basis != DecidedOnly || !strings.Contains(r.Band.Why, "直接定级") || !strings.Contains(r.Band.Why, "未评定") || strings.Contains(said(r), "后进") {
		t.Errorf("%+v", r.Band)
	}
	insufficient := demo(func(s *standard.Scheme) {
		s.Levels, s.Vetoes = []standard.Level{{Name: "一类"}, {Name: "三类"}}, veto("force", "三类").Rating.Vetoes
	})
	if r := rate(t, insufficient, closed().event("违纪", 2026)); r.Band.Basis != Insufficient {
		t.Errorf("C5 comes first: %+v", r.Band)
	}
	twice := lineless("一类", "二类", "三类")
	twice.Rating.Vetoes = append(twice.Rating.Vetoes, standard.Veto{ID: "事故", What: "有事故", If: "次数.事故 > 0", Effect: "force", Level: "二类"})
	if r := rate(t, twice, closed().scored("95").event("事故", 2026).event("违纪", 2026)); r.Band.Level != "三类" || r.Band.Set != "班子成员违纪" {
		t.Errorf("the gravest counts: %+v", r.Band)
	}
}

// TestM35_DirectWithoutLines: G05获区级先进→直接定级, in a scheme without lines; X06
// 可破格: an award frees from the steps.
func TestM35_DirectWithoutLines(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Levels, s.Below = []standard.Level{{Name: "五星"}, {Name: "四星"}, {Name: "三星"}}, "不定级"
		s.Direct = []standard.Direct{{What: "获区级以上先进", If: "荣誉.先进 > 0", Level: "三星"}, {What: "重大创新", If: "次数.抽查 > 0", Level: "四星"}}
		s.Vetoes = []standard.Veto{{ID: "违纪", What: "违纪", If: "次数.违纪 > 0", Effect: "force", Level: "三星"}}
		s.Advance = &standard.Advance{OneStep: true, Unless: "荣誉.先进 > 0"}
	})
	std.Words.Events[2].Absent = ""
	award := closed().scored("85")
	award.Named = append(award.Named, register.Named{Kind: register.NamedHonour, Name: "先进", Grade: "city", Year: 2026, Fact: "h"})
	r := rate(t, std, award)
	if r.Band.Basis != Computed || r.Band.Level != "三星" || r.Band.Set != "获区级以上先进" || !strings.Contains(r.Band.Why, "未评定") || r.Rated != nil || r.Eligible != "" {
		t.Errorf("an award: %+v eligible %q", r.Band, r.Eligible)
	}
	if r := rate(t, std, closed().scored("85").event("抽查", 2026)); r.Band.Level != "四星" || r.Band.Set != "重大创新" {
		t.Errorf("the other: %+v", r.Band)
	}
	if r := rate(t, std, closed().scored("85")); r.Band.Basis != DecidedOnly || r.Band.Level != "" {
		t.Errorf("neither: %+v", r.Band)
	}
	if r := rate(t, std, closed().scored("85").event("抽查", 2026).event("违纪", 2026)); r.Band.Level != "三星" || r.Band.Set != "违纪" {
		t.Errorf("a veto outweighs an award: %+v", r.Band)
	}
	std.Words.Events[2].Absent = "unknown"
	for name, b := range map[string]branch{"nothing sure": closed().scored("85"), "one award sure": award} {
		if r := rate(t, std, b); r.Possible != "" || (r.Band.Basis == Computed) != (name == "one award sure") {
			t.Errorf("%s: what may be is not shown as set: %+v", name, r.Band)
		}
	}
}
