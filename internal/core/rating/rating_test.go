package rating

import (
	"reflect"
	"strings"
	"testing"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestM19_Lines: a line is included, the next one's is not; nothing lies between
// two levels.
func TestM19_Lines(t *testing.T) {
	for points, want := range map[string]string{
		"100": "五星", "90": "五星", "89.99": "四星", "89.5": "四星", "80": "四星", "79.99": "三星", "70": "三星", "60.5": "一星", "60": "一星", "59.99": "未定星", "0": "未定星",
	} {
		if r := rate(t, demo(nil), closed().scored(points)); r.Band.Level != want {
			t.Errorf("%s: %s, want %s", points, r.Band.Level, want)
		}
	}
	below := demo(func(s *standard.Scheme) { s.Levels = s.Levels[:4] })
	if r := rate(t, below, closed().scored("59")); r.Band.Level != "" || !strings.Contains(r.Band.Why, "不到一星的线") {
		t.Errorf("below the lowest line: %+v", r.Band)
	}
	below.Rating.Below = "不定级"
	if r := rate(t, below, closed().scored("59")); r.Band.Level != "不定级" || r.Next.Level != "一星" || r.Next.Points != standard.Int(1) {
		t.Errorf("below the lowest line with a name: %+v %+v", r.Band, r.Next)
	}
	for name, c := range map[string]struct {
		levels []standard.Level
		points string
		want   string
	}{
		"the last is called by not being one":   {[]standard.Level{{Name: "一星", From: "60"}, {Name: "未定星", From: "0"}}, "59", "一星"},
		"the best only sounds so":               {[]standard.Level{{Name: "不错", From: "60"}, {Name: "一般", From: "0"}}, "99", ""},
		"one in the middle only sounds so":      {[]standard.Level{{Name: "好", From: "90"}, {Name: "不错", From: "60"}, {Name: "一般", From: "0"}}, "70", ""},
		"its line is reached, its own if isn't": {[]standard.Level{{Name: "三星", From: "60", If: "正式党员数 > 99"}}, "80", ""},
	} {
		std := demo(func(s *standard.Scheme) { s.Levels = c.levels })
		if r := rate(t, std, closed().scored(c.points)); r.Band.Below != c.want || strings.Contains(r.Band.Why, "的线") != (c.want != "") {
			t.Errorf("%s: below %q: %s, want %q", name, r.Band.Below, r.Band.Why, c.want)
		}
	}
	decided := demo(func(s *standard.Scheme) { s.Levels = []standard.Level{{Name: "一类"}, {Name: "二类"}} })
	if r := rate(t, decided, closed().scored("99")); r.Band.Basis != DecidedOnly {
		t.Errorf("no lines published: %+v", r.Band)
	}
}

// TestM25_Stars: each star has points of its own: it needs its own line, those
// below it theirs, and the total's. S08: 各100分、各≥80.
func TestM25_Stars(t *testing.T) {
	item := func(part, event string) standard.Item {
		return standard.Item{ID: party.ItemID(part), Title: part, Part: part, Points: "100", Start: "full", Score: []standard.Term{{Per: &standard.Per{Count: "次数." + event, Minus: "25"}}}}
	}
	std := demo(func(s *standard.Scheme) {
		s.Max, s.Compose.How = "300", "stars"
		s.Parts = []standard.Part{{ID: "三星", Points: "100", Line: "80"}, {ID: "四星", Points: "100", Line: "80"}, {ID: "五星", Points: "100", Line: "80"}}
		s.Levels = []standard.Level{{Name: "五星", From: "240"}, {Name: "四星", From: "160"}, {Name: "三星", From: "80"}, {Name: "未达星级", From: "0"}}
	}, item("三星", "违纪"), item("四星", "事故"), item("五星", "抽查"))
	std.Words.Events[2].Absent = ""
	for _, c := range []struct {
		events []string
		want   string
	}{{nil, "五星"}, {[]string{"抽查"}, "四星"}, {[]string{"事故"}, "三星"}, {[]string{"违纪"}, "未达星级"}, {[]string{"事故", "抽查"}, "三星"}} {
		b := closed()
		for _, e := range []string{"事故", "抽查", "违纪"} {
			for _, has := range c.events {
				if e == has {
					b.event(e, 2026)
				}
			}
		}
		if r := rate(t, std, b); r.Band.Level != c.want {
			t.Errorf("%v: %s, want %s", c.events, r.Band.Level, c.want)
		}
	}
}

// TestM26_Scales: U05: 120/150→优秀.
func TestM26_Scales(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Max, s.Levels = "150", []standard.Level{{Name: "优秀", From: "120"}, {Name: "良好", From: "100"}, {Name: "一般", From: "80"}, {Name: "较差", From: "0"}}
	})
	std.Items[0].Points = "150"
	for points, want := range map[string]string{"150": "优秀", "120": "优秀", "119": "良好", "80": "一般", "79": "较差"} {
		if r := rate(t, std, closed().scored(points)); r.Band.Level != want {
			t.Errorf("%s of 150: %s, want %s", points, r.Band.Level, want)
		}
	}
}

// TestM58_LevelIf: a level's own condition beside its line.
func TestM58_LevelIf(t *testing.T) {
	std := demo(func(s *standard.Scheme) { s.Levels[0].If = "有书记 且 次数.抽查 == 0" })
	for _, c := range []struct {
		name, want, possible string
		b                    branch
	}{
		{"holds", "五星", "", closed().scored("95").event("抽查", 2025)},
		{"fails", "四星", "", closed().scored("95").event("抽查", 2026)},
		{"not known", "四星", "五星", closed().scored("95")},
		{"the other half fails", "四星", "", closed().scored("95").has("有书记", 0)},
	} {
		b := c.b
		if c.name == "holds" {
			b.Named[1].Year, b.Named[1].Value = 2026, 0
		}
		if r := rate(t, std, b); r.Band.Level != c.want || r.Possible != c.possible {
			t.Errorf("%s: %s possibly %q, want %s possibly %q", c.name, r.Band.Level, r.Possible, c.want, c.possible)
		}
	}
}

// veto is a scheme with one veto.
func veto(effect, level string) *standard.Standard {
	return demo(func(s *standard.Scheme) {
		s.Vetoes = []standard.Veto{{ID: "违纪", What: "班子成员违纪", If: "次数.违纪 > 0", Effect: effect, Level: level, Back: 1}}
	})
}

// TestM18a_Zero: the total is nothing. V06:任一→零星.
func TestM18a_Zero(t *testing.T) {
	r := rate(t, veto("zero", ""), closed().scored("95").event("违纪", 2026))
	if r.Band.Level != "未定星" || r.Points != (assess.Pair{}) || r.Next != (Distance{}) || len(r.Vetoes) != 1 || len(r.Vetoes[0].Facts) != 1 {
		t.Errorf("%+v", r)
	}
	if r := rate(t, veto("zero", ""), closed().scored("95")); r.Band.Level != "五星" || len(r.Vetoes) != 0 {
		t.Errorf("without the event: %+v", r.Band)
	}
}

// TestM18b_Bar: not assessed, for as long as the veto looks back. N02近两年内.
func TestM18b_Bar(t *testing.T) {
	for of, want := range map[int]Basis{2026: Barred, 2025: Barred, 2024: Computed} {
		r := rate(t, veto("bar", ""), closed().event("违纪", of).scoredFirst("95"))
		if r.Band.Basis != want {
			t.Errorf("%d: %+v", of, r.Band)
		}
		if want == Barred && r.Points.String() != "95" {
			t.Errorf("the points stay: %s", r.Points)
		}
	}
}

// scoredFirst is scored with the figure in its place before the events.
func (b branch) scoredFirst(points string) branch {
	b.scored(points)
	n := len(b.Named) - 1
	b.Named[0], b.Named[n] = b.Named[n], b.Named[0]
	return b
}

// TestM18c_Cap: no better than a level. U11→不得三星及以上 is a cap at the one below.
func TestM18c_Cap(t *testing.T) {
	std := veto("cap", "一星")
	for points, want := range map[string]string{"95": "一星", "65": "一星", "50": "未定星"} {
		if r := rate(t, std, closed().scored(points).event("违纪", 2026)); r.Band.Level != want {
			t.Errorf("%s: %s, want %s", points, r.Band.Level, want)
		}
	}
	if r := rate(t, std, closed().scored("50").event("违纪", 2026)); r.Next.Level != "一星" {
		t.Errorf("the next band lies within the cap: %+v", r.Next)
	}
	if r := rate(t, std, closed().scored("65").event("违纪", 2026)); r.Next.Level != "" {
		t.Errorf("no band beyond the cap is promised: %+v", r.Next)
	}
}

// TestM18d_Force: exactly a level. S03-3→三类.
func TestM18d_Force(t *testing.T) {
	for points := range map[string]bool{"95": true, "20": true} {
		if r := rate(t, veto("force", "一星"), closed().scored(points).event("违纪", 2026)); r.Band.Level != "一星" || r.Band.Set == "" || r.Next.Level != "" {
			t.Errorf("%s: %+v", points, r)
		}
	}
}

// TestVetoUnknown: a veto that may hold is shown and costs nothing.
func TestVetoUnknown(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Vetoes = []standard.Veto{{ID: "抽查", What: "抽查有重大问题", If: "次数.抽查 > 0", Effect: "zero"}}
	})
	r := rate(t, std, closed().scored("95"))
	if r.Band.Level != "五星" || len(r.Vetoes) != 1 || r.Vetoes[0].Sure {
		t.Errorf("%+v", r)
	}
}

// TestM30_Exempt: X06当年新建：自评不定星；U04不满1年不参评.
func TestM30_Exempt(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Exempt = []standard.Exemption{{What: "成立不满一年只作自评", If: "成立月数 < 12", SelfOnly: true}, {What: "流动党支部不评", If: "流动"}}
	})
	b := func(months int) branch {
		b := closed().scored("95")
		b.Numbers[wordAt(standard.NumberWords, "成立月数")] = party.Int(months)
		return b
	}
	if r := rate(t, std, b(11)); r.Band.Basis != Exempt || r.Points.String() != "95" || !strings.Contains(r.Band.Why, "自评") {
		t.Errorf("%+v", r.Band)
	}
	if r := rate(t, std, b(12)); r.Band.Level != "五星" {
		t.Errorf("%+v", r.Band)
	}
	if r := rate(t, std, b(12).has("流动", 1)); r.Band.Basis != Exempt {
		t.Errorf("%+v", r.Band)
	}
	std.Rating.Exempt[0] = standard.Exemption{What: "当年新建，自评不定星", If: "本年成立", SelfOnly: true}
	if r := rate(t, std, b(11)); r.Band.Level != "五星" {
		t.Errorf("eleven months old in December is not founded this year by itself: %+v", r.Band)
	}
	if r := rate(t, std, b(11).has("本年成立", 1)); r.Band.Basis != Exempt || r.Points.String() != "95" {
		t.Errorf("founded this year: %+v", r.Band)
	}
}

// TestM34_Advance: G07: 四★2015、四★2016→可报五★；三★、四★→不可. History is what
// was decided; the computed band is not changed by it.
func TestM34_Advance(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Advance = &standard.Advance{OneStep: true, Needs: []standard.AdvanceNeed{{Level: "五星", Held: "四星", Years: 2}}}
	})
	for _, c := range []struct {
		name     string
		b        branch
		eligible string
	}{
		{"four stars twice", closed().scored("95").decided(2024, "四星", "").decided(2025, "四星", ""), ""},
		{"three, then four", closed().scored("95").decided(2024, "三星", "").decided(2025, "四星", ""), "四星"},
		{"five, then four", closed().scored("95").decided(2024, "五星", "").decided(2025, "四星", ""), ""},
		{"no history", closed().scored("95"), "四星"},
		{"none last year", closed().scored("95").decided(2024, "四星", ""), "四星"},
		{"one step at a time", closed().scored("95").decided(2025, "一星", ""), "三星"},
		{"from the lowest", closed().scored("95").decided(2025, "未定星", ""), "一星"},
	} {
		r := rate(t, std, c.b)
		if r.Eligible != c.eligible || (r.Barrier == "") != (c.eligible == "") || r.Band.Level != "五星" {
			t.Errorf("%s: eligible %q (%s), want %q; band %s", c.name, r.Eligible, r.Barrier, c.eligible, r.Band.Level)
		}
	}
	std.Rating.Advance.Unless = "次数.抽查 > 0"
	if r := rate(t, std, closed().scored("95").event("抽查", 2026)); r.Eligible != "" {
		t.Errorf("excused from steps: %q", r.Eligible)
	}
	std.Rating.Advance.Unless, std.Rating.Years = "", 2
	if r := rate(t, std, closed().scored("95").decided(2022, "四星", "").decided(2024, "四星", "")); r.Eligible != "" {
		t.Errorf("ratings of two years each: %q %s", r.Eligible, r.Barrier)
	}
}

// TestTheLastDecisionOfADayStands: of two decisions of one day the one that the
// year lists last stands, for this year and for the steps from last year's.
func TestTheLastDecisionOfADayStands(t *testing.T) {
	std := demo(func(s *standard.Scheme) { s.Advance = &standard.Advance{OneStep: true} })
	for _, c := range []struct {
		first, last string
		eligible    string
	}{{"一星", "四星", ""}, {"四星", "一星", "三星"}} {
		r := rate(t, std, closed().scored("95").decided(2026, c.first, "").decided(2026, c.last, ""))
		if r.Rated == nil || r.Rated.Level != c.last {
			t.Errorf("%s, then %s on the same day: %+v", c.first, c.last, r.Rated)
		}
		r = rate(t, std, closed().scored("95").decided(2025, c.first, "").decided(2025, c.last, ""))
		if r.Eligible != c.eligible {
			t.Errorf("%s, then %s on one day last year: eligible %q, want %q", c.first, c.last, r.Eligible, c.eligible)
		}
	}
}

// TestM35_Direct: an award gives at least a level; G05获区级先进→直接定级.
func TestM35_Direct(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Direct = []standard.Direct{{What: "获区级先进", If: "荣誉.先进 > 0", Level: "四星"}}
		s.Vetoes = []standard.Veto{{ID: "违纪", What: "违纪", If: "次数.违纪 > 0", Effect: "cap", Level: "三星"}}
	})
	award := func(points string) branch {
		b := closed().scored(points)
		b.Named = append(b.Named, register.Named{Kind: register.NamedHonour, Name: "先进", Grade: "city", Year: 2026, Fact: "h"})
		return b
	}
	for points, want := range map[string]string{"50": "四星", "85": "四星", "95": "五星"} {
		if r := rate(t, std, award(points)); r.Band.Level != want {
			t.Errorf("%s: %s, want %s", points, r.Band.Level, want)
		}
	}
	if r := rate(t, std, award("50").event("违纪", 2026)); r.Band.Level != "三星" {
		t.Errorf("a veto outweighs an award: %s", r.Band.Level)
	}
}

// TestM38_Invalid: without the people there is no valid assessment. X10.
func TestM38_Invalid(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Gates = []standard.Gate{{What: "到会不足三分之二，评议无效", If: "到会人次 * 3 >= 应到人次 * 2", Effect: "invalid"}}
	})
	for came, want := range map[int]Basis{19: Invalid, 20: Computed} {
		b := closed().scored("95")
		b.Numbers[wordAt(standard.NumberWords, "应到人次")], b.Numbers[wordAt(standard.NumberWords, "到会人次")] = party.Int(30), party.Int(came)
		if r := rate(t, std, b); r.Band.Basis != want {
			t.Errorf("%d of 30: %+v", came, r.Band)
		}
	}
}

// TestM39_Satisfaction: X04分92、满意88%→降到一般.
func TestM39_Satisfaction(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Levels = []standard.Level{{Name: "好", From: "90"}, {Name: "较好", From: "80"}, {Name: "一般", From: "60"}, {Name: "较差", From: "0"}}
		s.Gates = []standard.Gate{{What: "满意率低于90%不得定好、较好", If: "满意度 >= 90", Effect: "cap", Level: "一般"}}
	})
	at := wordAt(standard.NumberWords, "满意度")
	for _, c := range []struct {
		value   int
		unknown bool
		want    string
	}{{88, false, "一般"}, {90, false, "好"}, {0, true, "好"}} {
		b := closed().scored("92")
		b.Numbers[at], b.Unknown[at] = party.Int(c.value), c.unknown
		if r := rate(t, std, b); r.Band.Level != c.want {
			t.Errorf("%d: %s, want %s", c.value, r.Band.Level, c.want)
		}
	}
}

// TestM47_Follow: what a person may decide after the rated level, as data; none
// follows from a computed band.
func TestM47_Follow(t *testing.T) {
	std := demo(func(s *standard.Scheme) {
		s.Follow = []standard.Consequence{{Level: "五星", What: "推荐先进"}, {Level: "一星", What: "结对帮带"}, {Level: "五星", What: "介绍经验"}}
	})
	if r := rate(t, std, closed().scored("95")); len(r.Follow) != 0 {
		t.Errorf("before a decision: %+v", r.Follow)
	}
	if r := rate(t, std, closed().scored("95").decided(2026, "五星", "")); len(r.Follow) != 2 {
		t.Errorf("after it: %+v", r.Follow)
	}
	std.Historic = "来源原文如此"
	if r := rate(t, std, closed().scored("95").decided(2026, "五星", "")); len(r.Follow) != 0 {
		t.Errorf("a historic scheme has consequences: %+v", r.Follow)
	}
}

// TestConduct_C03: no label before a decision: the words of a computed band say
// that it is computed, and no number gives a star or a tier.
func TestConduct_C03(t *testing.T) {
	r := rate(t, demo(nil), closed().scored("78.5"))
	if r.Rated != nil || r.Band.Why != "测算 78.5，相当于三星档，未评定" {
		t.Errorf("%+v %q", r.Rated, r.Band.Why)
	}
	r = rate(t, demo(nil), closed().scored("78.5").decided(2025, "五星", "先进"))
	if r.Rated != nil {
		t.Errorf("last year's decision: %+v", r.Rated)
	}
	r = rate(t, demo(nil), closed().scored("78.5").decided(2026, "五星", "先进"))
	if r.Rated == nil || r.Rated.Level != "五星" || r.Rated.Tier != "先进" || r.Rated.By != "county_committee" || r.Band.Level != "三星" {
		t.Errorf("%+v %+v", r.Rated, r.Band)
	}
	r = rate(t, demo(nil), closed().scored("78.5").decided(2026, "六星", ""))
	if r.Rated != nil || len(r.Strange) != 1 || r.Strange[0].Level != "六星" {
		t.Errorf("a level that the scheme does not have: %+v %+v", r.Rated, r.Strange)
	}
	r = rate(t, demo(nil), closed().scored("78.5").decided(2026, "五星", "优秀"))
	if r.Rated != nil || len(r.Strange) != 1 || r.Strange[0].Tier != "优秀" {
		t.Errorf("a tier that the scheme does not have: %+v %+v", r.Rated, r.Strange)
	}
	none := demo(func(s *standard.Scheme) { s.Tiers = nil })
	if r := rate(t, none, closed().scored("78.5").decided(2026, "五星", "先进")); r.Rated != nil || len(r.Strange) != 1 {
		t.Errorf("a tier where the scheme has none: %+v %+v", r.Rated, r.Strange)
	}
	again := closed().scored("78.5").decided(2026, "五星", "先进").decided(2026, "四星", "中间")
	again.Ratings[0].On, again.Ratings[1].On = again.Ratings[1].On+9, again.Ratings[0].On
	if r := rate(t, demo(nil), again); r.Rated.Level != "五星" {
		t.Errorf("the last decision stands: %+v", r.Rated)
	}
	tiers := demo(func(s *standard.Scheme) {
		s.Levels = []standard.Level{{Name: "先进", From: "90"}, {Name: "中间", From: "60"}, {Name: "后进", From: "0"}}
	})
	for _, points := range []string{"95", "70", "10"} {
		if r := rate(t, tiers, closed().scored(points)); r.Band.Basis != DecidedOnly || strings.Contains(r.Band.Why, "进") && strings.Contains(r.Band.Why, "后进") {
			t.Errorf("%s: %+v", points, r.Band)
		}
	}
}

// TestConduct_C04: what is not assessed is not rated.
func TestConduct_C04(t *testing.T) {
	std := demo(nil)
	std.Subject = "person"
	if r := rate(t, std, closed().scored("95").decided(2026, "五星", "")); r.Band.Basis != Refused || r.Rated != nil || r.Step != nil {
		t.Errorf("%+v", r)
	}
}

// TestConduct_C05: too much unknown: 数据不足 and an offer of help, no star.
func TestConduct_C05(t *testing.T) {
	mark := func(id, points string) standard.Item {
		return standard.Item{ID: party.ItemID(id), Title: id, Points: points, Start: "zero", Score: []standard.Term{{Formula: "数值.得分"}}}
	}
	known := standard.Item{ID: "K", Title: "已知", Points: "66", Start: "full", Score: []standard.Term{{Per: &standard.Per{Count: "次数.违纪", Minus: "1"}}}}
	for _, c := range []struct {
		points, limit string
		want          Basis
	}{{"33", "", Computed}, {"34", "", Insufficient}, {"34", "1/2", Computed}, {"33", "10%", Insufficient}} {
		std := demo(func(s *standard.Scheme) { s.Unknown = c.limit }, known, mark("U", c.points))
		r := rate(t, std, closed())
		if r.Band.Basis != c.want || c.want == Insufficient && !strings.Contains(r.Band.Why, "帮") {
			t.Errorf("%s unknown of %s: %+v", c.points, c.limit, r.Band)
		}
	}
}

// TestTooEarly: no band while less than half of the year's points are due.
func TestTooEarly(t *testing.T) {
	meeting := standard.Item{ID: "A", Title: "大会", Points: "100", Duty: &standard.Duty{Every: party.Quarterly, Count: "党员大会"}}
	std := demo(nil, meeting)
	for _, c := range []struct {
		asOf  string
		basis Basis
		level string
	}{{"2026-01-10", TooEarly, ""}, {"2026-06-30", TooEarly, ""}, {"2026-07-01", Computed, "五星"}} {
		r := rate(t, std, at(c.asOf).held("党员大会", 1).held("党员大会", secondIf(c.asOf >= "2026-07-01")...))
		if r.Band.Basis != c.basis || r.Band.Level != c.level {
			t.Errorf("%s: %+v", c.asOf, r.Band)
		}
	}
}

// TestHalfTheYearIsEnough: month by month, the sixth of twelve is half and the fifth
// is not.
func TestHalfTheYearIsEnough(t *testing.T) {
	std := demo(nil, standard.Item{ID: "A", Title: "支委会", Points: "60", Duty: &standard.Duty{Every: party.Monthly, Count: "支委会"}})
	for months, want := range map[int]Basis{4: TooEarly, 5: TooEarly, 6: Computed} {
		b := at("2026-06-30")
		for m := range months {
			b.held("支委会", m+1)
		}
		if r := rate(t, std, b); r.Band.Basis != want {
			t.Errorf("%d of twelve: %+v", months, r.Band)
		}
	}
}

func secondIf(yes bool) []int {
	if yes {
		return []int{4}
	}
	return nil
}

// TestNoScheme: a standard without a scheme has verdicts and steps, but no band.
func TestNoScheme(t *testing.T) {
	std := demo(nil)
	std.Rating = nil
	if r := rate(t, std, closed().scored("95")); r.Band.Basis != DecidedOnly {
		t.Errorf("%+v", r.Band)
	}
	if q := Quotas(std, cohort(t, std, "1", "2")); len(q) != 2 {
		t.Errorf("%d ratings", len(q))
	}
}

// TestDistance: how far the next better band is.
func TestDistance(t *testing.T) {
	for points, want := range map[string]string{"95": " 0", "88.5": "五星 1.5", "60": "三星 10", "12": "一星 48"} {
		r := rate(t, demo(nil), closed().scored(points))
		if got := r.Next.Level + " " + r.Next.Points.String(); got != want {
			t.Errorf("%s: %q, want %q", points, got, want)
		}
	}
}

// TestShape: the words of every basis, and no field of a rating that names a
// person.
func TestShape(t *testing.T) {
	for _, b := range Bases {
		if b.Label == "" {
			t.Errorf("%s has no words", b.Code)
		}
	}
	rt := reflect.TypeFor[Rating]()
	for i := range rt.NumField() {
		if rt.Field(i).Type == reflect.TypeFor[party.MemberID]() {
			t.Errorf("%s names a person", rt.Field(i).Name)
		}
	}
}
