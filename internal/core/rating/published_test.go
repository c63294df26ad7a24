package rating

import (
	"strings"
	"testing"

	"qiangji/internal/core/standard"
)

// What published schemes themselves give as examples, where rating_test.go does
// not hold them.

// TestM18a_Published: P02: 触发→年终积分0.
func TestM18a_Published(t *testing.T) {
	if r := rate(t, veto("zero", ""), closed().scored("100").event("违纪", 2026)); r.Points.Hi.Sign() != 0 || r.Scaled.Hi.Sign() != 0 {
		t.Errorf("%s of %s", r.Points, r.Scaled)
	}
}

// TestM18b_Published: S08: 四「无」任一不具备→不评星.
func TestM18b_Published(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		for _, event := range []string{"违纪", "事故", "抽查"} {
			s.Vetoes = append(s.Vetoes, standard.Veto{ID: event, What: "有" + event, If: "次数." + event + " > 0", Effect: "bar"})
		}
		s.Vetoes = append(s.Vetoes, standard.Veto{ID: "空缺", What: "没有书记", If: "非 有书记", Effect: "bar"})
	})
	std.Words.Events[2].Absent = ""
	if r := rate(t, std, closed().scored("100")); r.Band.Level != "五星" {
		t.Errorf("none of the four: %+v", r.Band)
	}
	for i, b := range []branch{closed().event("违纪", 2026), closed().event("事故", 2026), closed().event("抽查", 2026), closed().has("有书记", 0)} {
		if r := rate(t, std, b.scoredFirst("100")); r.Band.Basis != Barred || r.Band.Why != std.Rating.Vetoes[i].What {
			t.Errorf("%d: %+v", i, r.Band)
		}
	}
}

// TestM18c_Published: S03-5→不得一类; U11→不得三星及以上; X04 满意率<90%→不得好、较好.
func TestM18c_Published(t *testing.T) {
	for _, c := range []struct {
		name, levels, cap, want string
	}{
		{"S03-5", "一类90 二类80 三类0", "二类", "二类"},
		{"U11", "五星90 四星80 三星70 二星60 一星0", "二星", "二星"},
		{"X04", "好90 较好80 一般60 较差0", "一般", "一般"},
	} {
		std := veto("cap", c.cap)
		std.Rating.Levels = nil
		for level := range strings.FieldsSeq(c.levels) {
			name := strings.TrimRight(level, "0123456789")
			std.Rating.Levels = append(std.Rating.Levels, standard.Level{Name: name, From: level[len(name):]})
		}
		if r := rate(t, std, closed().scored("95")); r.Band.Level != std.Rating.Levels[0].Name {
			t.Errorf("%s without the veto: %+v", c.name, r.Band)
		}
		r := rate(t, std, closed().scored("95").event("违纪", 2026))
		if r.Band.Level != c.want || r.Band.Set != "" || r.Next.Level != "" {
			t.Errorf("%s: %+v next %+v", c.name, r.Band, r.Next)
		}
	}
}

// TestM19_Published: G07 <60零；60一；61–70二…, S09 95/90/80/70/60: between two whole
// lines there is no gap (J1).
func TestM19_Published(t *testing.T) {
	scheme := func(levels ...standard.Level) *standard.Standard {
		return demo(func(s *standard.Scheme) { s.Levels = levels })
	}
	g07 := scheme(standard.Level{Name: "五星", From: "91"}, standard.Level{Name: "四星", From: "81"}, standard.Level{Name: "三星", From: "71"}, standard.Level{Name: "二星", From: "61"}, standard.Level{Name: "一星", From: "60"}, standard.Level{Name: "零星", From: "0"})
	s09 := scheme(standard.Level{Name: "五星", From: "95"}, standard.Level{Name: "四星", From: "90"}, standard.Level{Name: "三星", From: "80"}, standard.Level{Name: "二星", From: "70"}, standard.Level{Name: "一星", From: "60"}, standard.Level{Name: "无星", From: "0"})
	for _, c := range []struct {
		std          *standard.Standard
		points, want string
	}{
		{g07, "59", "零星"}, {g07, "60", "一星"}, {g07, "60.5", "一星"}, {g07, "61", "二星"}, {g07, "70.5", "二星"}, {g07, "71", "三星"}, {g07, "80.9", "三星"}, {g07, "91", "五星"},
		{s09, "89.5", "三星"}, {s09, "90", "四星"}, {s09, "95", "五星"}, {s09, "60", "一星"}, {s09, "59.99", "无星"},
	} {
		if r := rate(t, c.std, closed().scored(c.points)); r.Band.Level != c.want {
			t.Errorf("%s: %s, want %s", c.points, r.Band.Level, c.want)
		}
	}
}

// TestM30_Published: U04 不满1年不参评, the day before the year is full and on it (the
// months of the fold are full ones). X06 见 TestM30_Exempt.
func TestM30_Published(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Exempt = []standard.Exemption{{What: "成立不满1年", If: "成立月数 < 12"}}
	})
	for months, want := range map[string]Basis{"0": Exempt, "11": Exempt, "12": Computed} {
		b := closed().scored("95")
		b.Numbers[wordAt(standard.NumberWords, "成立月数")] = decimal(months)
		if r := rate(t, std, b); r.Band.Basis != want {
			t.Errorf("%s months: %+v", months, r.Band)
		}
	}
}

// TestM47_Published: S09 一星→不健康→限期整改: what a person may decide after it. P09
// 预备党员84→延期 is about persons: archived, never computed (C4).
func TestM47_Published(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Follow = []standard.Consequence{{Level: "一星", What: "不健康，限期整改"}}
	})
	if r := rate(t, std, closed().scored("65")); r.Band.Level != "一星" || len(r.Follow) != 0 {
		t.Errorf("computed: %+v %+v", r.Band, r.Follow)
	}
	if r := rate(t, std, closed().scored("65").decided(2026, "一星", "")); len(r.Follow) != 1 || r.Follow[0].What != "不健康，限期整改" {
		t.Errorf("decided: %+v", r.Follow)
	}
	person := demo(func(s *standard.Scheme) {
		s.Follow = []standard.Consequence{{Level: "未定星", What: "延期"}}
	})
	person.Subject = "person"
	if r := rate(t, person, closed().scored("84").decided(2026, "未定星", "")); r.Band.Basis != Refused || len(r.Follow) != 0 {
		t.Errorf("of a person: %+v %+v", r.Band, r.Follow)
	}
}
