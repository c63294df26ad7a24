package assess

import (
	"strings"
	"testing"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// figureItem is an item of so many points that is whatever a figure says.
func figureItem(id, part, points, figure string) standard.Item {
	return standard.Item{ID: party.ItemID(id), Title: id, Part: part, Points: points, Start: "zero", Score: []standard.Term{{Formula: "数值." + figure}}}
}

// scheme makes a standard of parts and items.
func scheme(s standard.Scheme, items ...standard.Item) *standard.Standard {
	std := std(items...)
	std.Rating = &s
	return std
}

// two is a standard of two parts of 100 points, each one figure.
func two(s standard.Scheme) *standard.Standard {
	if s.Parts == nil {
		s.Parts = []standard.Part{{ID: "甲", Points: "100"}, {ID: "乙", Points: "100"}}
	}
	if s.Max == "" {
		s.Max = "200"
	}
	return scheme(s, figureItem("A", "甲", "100", "收入"), figureItem("B", "乙", "100", "增幅"))
}

// scores is the branch whose two figures are these.
func scores(a, b string) branch { return closed().figure("收入", a).figure("增幅", b) }

// totalOf assesses and writes the total: points/due of year scaled.
func totalOf(t *testing.T, s *standard.Standard, b branch) string {
	t.Helper()
	a := assess(t, s, b.Year)
	sum := zero
	for _, it := range a.Items {
		sum = sum.Add(it.Points.Lo)
	}
	return a.Total.Points.String() + "/" + a.Total.Due.String() + " " + a.Total.Scaled.String()
}

// TestComposition goes through how parts make a total.
func TestComposition(t *testing.T) {
	weighted := []standard.Part{{ID: "甲", Points: "100", Weight: "30%"}, {ID: "乙", Points: "100", Weight: "70%"}}
	inPoints := []standard.Part{{ID: "甲", Points: "100", Weight: "60"}, {ID: "乙", Points: "100", Weight: "90"}}
	bonus := []standard.Part{{ID: "甲", Points: "100"}, {ID: "乙", Points: "100", Bonus: true, Cap: "5", Floor: "-3"}}
	for _, c := range []struct {
		name string
		s    standard.Scheme
		b    branch
		want string
	}{
		{"M26: out of 200", standard.Scheme{}, scores("90", "70"), "160/200 160"},
		{"M21: sources by weight", standard.Scheme{Max: "100", Parts: weighted, Compose: standard.Compose{How: "weighted"}}, scores("90", "70"), "76/100 76"},
		{"M22: dimensions of 100 by weight, out of 150", standard.Scheme{Max: "150", Parts: weighted, Compose: standard.Compose{How: "weighted"}}, scores("90", "70"), "114/150 114"},
		{"M22: weights in points", standard.Scheme{Max: "150", Parts: inPoints, Compose: standard.Compose{How: "weighted"}}, scores("90", "70"), "117/150 117"},
		{"M21: one source lacking", standard.Scheme{Max: "100", Parts: weighted, Compose: standard.Compose{How: "weighted"}}, closed().figure("收入", "90"), "27–97/100 27–97"},
		{"M23: multiplied", standard.Scheme{Compose: standard.Compose{How: "multiply", Factor: "评分.印象 / 10"}}, scores("90", "70").mark("印象", "final", "a", "8"), "128/200 128"},
		{"M23: a factor held within bounds", standard.Scheme{Compose: standard.Compose{How: "multiply", Factor: "评分.印象 / 10", Min: "0.9", Max: "1.1"}}, scores("90", "70").mark("印象", "final", "a", "8"), "144/200 144"},
		{"M23: a factor not known, bounded", standard.Scheme{Compose: standard.Compose{How: "multiply", Factor: "评分.印象 / 10", Min: "0.9", Max: "1.1"}}, scores("90", "70"), "144–176/200 144–176"},
		{"M23: a factor not known", standard.Scheme{Compose: standard.Compose{How: "multiply", Factor: "评分.印象 / 10"}}, scores("90", "70"), "0–160/200 0–160"},
		{"M17: a bonus is capped and no part of the maximum", standard.Scheme{Max: "100", Parts: bonus}, scores("90", "70"), "95/100 95"},
		{"M44: the total's cap", standard.Scheme{Max: "100", Parts: bonus, Compose: standard.Compose{Cap: "92"}}, scores("90", "70"), "92/100 92"},
		{"M44: no cap", standard.Scheme{Max: "100", Parts: bonus, Compose: standard.Compose{Cap: "none"}}, scores("99", "70"), "104/100 104"},
		{"M44: the total's floor", standard.Scheme{Compose: standard.Compose{Floor: "10"}}, scores("1", "2"), "10/200 10"},
		{"M43: counting goes on from a base", standard.Scheme{Base: "60", Max: "100"}, scores("9", "7"), "76/100 76"},
		{"nothing known", standard.Scheme{}, closed(), "0–200/200 0–200"},
	} {
		if got := totalOf(t, two(c.s), c.b); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// The codes of composition stand in TestComposition; these name them one by one.

// TestM21_Sources: U05: 自评30%＋党委70%.
func TestM21_Sources(t *testing.T) {
	mark := func(id, part string) standard.Item {
		return standard.Item{ID: party.ItemID(id), Title: id, Part: part, Points: "150", Start: "zero", Score: []standard.Term{{Judge: &standard.Judge{Mark: "总评", Min: "0", Max: "150"}}}}
	}
	s := scheme(standard.Scheme{Max: "150", Compose: standard.Compose{How: "weighted"}, Parts: []standard.Part{
		{ID: "自", Points: "150", Weight: "30%", Column: "self"}, {ID: "党委", Points: "150", Weight: "70%", Column: "upper"}}}, mark("A", "自"), mark("B", "党委"))
	s.Words.Marks = append(s.Words.Marks, standard.MarkName{Name: "总评", Min: "0", Max: "150"})
	b := closed().mark("总评", "self", "a", "140").mark("总评", "upper", "b", "120")
	if got := totalOf(t, s, b); got != "126/150 126" {
		t.Errorf("%s, want 126", got)
	}
}

// TestM22_Dimensions: two dimensions of 100 points by weight.
func TestM22_Dimensions(t *testing.T) {
	s := two(standard.Scheme{Max: "100", Compose: standard.Compose{How: "weighted"}, Parts: []standard.Part{{ID: "甲", Points: "100", Weight: "2/3"}, {ID: "乙", Points: "100", Weight: "1/3"}}})
	if got := totalOf(t, s, scores("100", "50")); got != "83.33/100 83.33" {
		t.Errorf("%s", got)
	}
}

// TestM23_Product: a sum times a rate.
func TestM23_Product(t *testing.T) {
	s := two(standard.Scheme{Max: "100", Compose: standard.Compose{How: "multiply", Factor: "党员大会 / 4 * 0.5", Cap: "40"}})
	if got := totalOf(t, s, scores("50", "50").held("党员大会", 1, 1, 2, 3)); got != "37.5/200 18.75" {
		t.Errorf("%s", got)
	}
}

// TestM24_Domains: common points and one part for each kind of branch. X01: 60+40.
func TestM24_Domains(t *testing.T) {
	items := []standard.Item{figureItem("A", "共性", "60", "收入"), figureItem("B", "村", "40", "增幅"), figureItem("C", "机关", "40", "增幅")}
	items[1].Domains, items[2].Domains = []party.Domain{"village"}, []party.Domain{"agency"}
	s := scheme(standard.Scheme{Max: "100", Parts: []standard.Part{{ID: "共性", Points: "60"}, {ID: "村", Points: "40"}, {ID: "机关", Points: "40"}}}, items...)
	s.Domain = "village"
	a := assess(t, s, scores("50", "30").Year)
	if got := a.Total.Points.String() + "/" + a.Total.Due.String(); got != "80/100" || a.Items[2].Verdict != NotApplicable {
		t.Errorf("%s %s", got, a.Items[2].Verdict)
	}
}

// TestM26_Scale: 110, 150, 500 and 1000 points are maxima like any other.
func TestM26_Scale(t *testing.T) {
	for _, most := range []string{"110", "150", "500", "1000"} {
		s := scheme(standard.Scheme{Max: most}, figureItem("A", "", most, "收入"))
		if got := totalOf(t, s, closed().figure("收入", "99")); got != "99/"+most+" 99" {
			t.Errorf("%s: %s", most, got)
		}
	}
}

// TestM38_Participation: a gate of validity. X08应到30到19→无效，20→有效.
func TestM38_Participation(t *testing.T) {
	s := two(standard.Scheme{Gates: []standard.Gate{{What: "到会不少于三分之二", If: "到会人次 * 3 >= 应到人次 * 2", Effect: "invalid"}}})
	for came, want := range map[string]int{"19": 1, "20": 0} {
		a := assess(t, s, scores("9", "9").number("应到人次", "30").number("到会人次", came).Year)
		if len(a.Gates) != want {
			t.Errorf("%s of 30: gates %+v", came, a.Gates)
		}
	}
}

// TestM39_Minus: a gate that deducts. N01：「好」94%→−4.
func TestM39_Minus(t *testing.T) {
	s := two(standard.Scheme{Gates: []standard.Gate{{What: "满意率不低于95%", If: "满意度 >= 95", Effect: "minus", Minus: "4"}}})
	unknown := scores("90", "70")
	unknown.Unknown[wordAt(standard.NumberWords, "满意度")] = true
	for _, c := range []struct {
		b    branch
		want string
	}{
		{scores("90", "70").number("满意度", "94"), "156/200 156"},
		{scores("90", "70").number("满意度", "95"), "160/200 160"},
		{unknown, "156–160/200 156–160"},
	} {
		if got := totalOf(t, s, c.b); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// TestScaled: what does not apply is left out of what is due, and the rest is
// held against the scheme's maximum.
func TestScaled(t *testing.T) {
	items := []standard.Item{figureItem("A", "", "60", "收入"), figureItem("B", "", "40", "增幅")}
	items[1].AppliesIf = "党小组数 > 0"
	s := scheme(standard.Scheme{Max: "100"}, items...)
	if got := totalOf(t, s, scores("45", "30")); got != "45/60 75" {
		t.Errorf("%s, want 75 of 100", got)
	}
	a := assess(t, s, scores("45", "30").Year)
	if a.Total.Year != standard.Int(60) || a.Total.Max != standard.Int(100) || !a.Total.Known {
		t.Errorf("%+v", a.Total)
	}
}

// TestNotDueNeverDeducts: on each day of a year a branch that has done all it
// should has all that is due.
func TestNotDueNeverDeducts(t *testing.T) {
	share := quarterly(standard.Item{ID: "A", Title: "大会", Points: "4"})
	per := quarterly(standard.Item{ID: "B", Title: "大会", Points: "4", Start: "full", Score: []standard.Term{{Per: &standard.Per{Minus: "1"}}}})
	plus := quarterly(standard.Item{ID: "C", Title: "大会", Points: "4", Start: "zero", Score: []standard.Term{{Per: &standard.Per{Count: "本项.已做", Plus: "1"}}}})
	late := standard.Item{ID: "D", Title: "评分", Points: "4", Start: "zero", Score: []standard.Term{{Judge: &standard.Judge{Mark: "印象", Min: "0", Max: "4"}}}}
	s := std(share, per, plus, late)
	for d := day("2026-01-01"); d <= day("2026-12-31"); d++ {
		b := at(d.String())
		for q := range 4 {
			if held := party.DateOf(2026, q*3+2, 10); held <= d {
				b.held("党员大会", 1, q*3+2)
			} else if d > party.DateOf(2026, q*3+3, 30) {
				t.Fatal("a quarter without a meeting")
			}
		}
		a := assess(t, s, b.Year)
		if a.Total.Points.Hi != a.Total.Due || !a.Total.Points.Known() {
			t.Fatalf("on %s: %s of %s due", d, a.Total.Points, a.Total.Due)
		}
	}
}

// TestVetoes: those that hold, those that may, and how far they look back (M18b:
// N02 近两年内).
func TestVetoes(t *testing.T) {
	s := two(standard.Scheme{Vetoes: []standard.Veto{
		{ID: "违纪", What: "近两年违纪", If: "次数.违纪 > 0", Effect: "bar", Back: 1},
		{ID: "今年", What: "今年违纪", If: "次数.违纪 > 0", Effect: "zero"},
		{ID: "抽查", What: "抽查有重大问题", If: "次数.抽查 > 0", Effect: "zero"},
	}})
	ids := func(b branch) string {
		var got []string
		for _, v := range assess(t, s, b.Year).Vetoes {
			got = append(got, v.ID+v.Holds.String())
		}
		return strings.Join(got, " ")
	}
	last := scores("9", "9").event("抽查", "", 0).event("违纪", "", 1)
	for i := range last.Named {
		if last.Named[i].Name == "违纪" {
			last.Named[i].Year = 2025
		}
	}
	for _, c := range []struct {
		name string
		b    branch
		want string
	}{
		{"none", scores("9", "9").event("抽查", "", 0), ""},
		{"last year", last, "违纪是"},
		{"this year", scores("9", "9").event("抽查", "", 0).event("违纪", "", 1), "违纪是 今年是"},
		{"not known", scores("9", "9"), "抽查待定"},
	} {
		if got := ids(c.b); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if v := assess(t, s, last.Year).Vetoes[0]; len(v.Facts) != 1 {
		t.Errorf("facts %v", v.Facts)
	}
}

// TestPolicyConditions: levels, direct appointments and exemptions that name the
// total or a part hold only where they do at both ends.
func TestPolicyConditions(t *testing.T) {
	s := two(standard.Scheme{
		Levels: []standard.Level{{Name: "好", From: "150", If: "部分.甲 >= 80"}, {Name: "中", From: "参数.线"}, {Name: "差"}},
		Direct: []standard.Direct{{What: "总分过百八", If: "总分 >= 180", Level: "好"}},
		Exempt: []standard.Exemption{{What: "流动党支部", If: "流动"}},
	})
	s.Params = []standard.Param{{Name: "线", Value: "100", ByYear: []standard.YearValue{{From: 2026, Value: "120"}}}}
	a := assess(t, s, scores("85", "100").has("流动", 1).Year)
	if a.Levels[0] != duty.Yes || len(a.Direct) != 1 || a.Direct[0].Holds != duty.Yes || len(a.Exempt) != 1 {
		t.Errorf("%+v %+v", a.Levels, a.Direct)
	}
	if a.Lines[0] != standard.Int(150) || a.Lines[1] != standard.Int(120) || a.Lines[2].Valid() {
		t.Errorf("lines %v", a.Lines)
	}
	a = assess(t, s, closed().figure("收入", "85").Year)
	if a.Levels[0] != duty.Yes || len(a.Direct) != 1 || a.Direct[0].Holds != duty.Maybe {
		t.Errorf("half known: %+v %+v", a.Levels, a.Direct)
	}
}

// TestProblems: what cannot be read is reported, and scores nothing wrong.
func TestProblems(t *testing.T) {
	bad := func(change func(*standard.Standard)) int {
		s := two(standard.Scheme{})
		change(s)
		p, problems := Compile(s)
		p.Assess(scores("1", "2").Year)
		return len(problems)
	}
	term := func(x standard.Term) func(*standard.Standard) {
		return func(s *standard.Standard) { s.Items[0].Score = []standard.Term{x} }
	}
	for name, change := range map[string]func(*standard.Standard){
		"no mechanic":        term(standard.Term{}),
		"an amount":          term(standard.Term{Binary: &standard.Binary{If: "有书记", Give: "很多"}}),
		"a condition":        term(standard.Term{Binary: &standard.Binary{If: "有书 记", Give: "1"}}),
		"a mark":             term(standard.Term{Judge: &standard.Judge{Mark: "没声明", Max: "1"}}),
		"a graded mark":      term(standard.Term{Grade: &standard.Grade{Mark: "没声明", Table: map[string]string{"好": "1"}}}),
		"a clock":            term(standard.Term{Overdue: &standard.Overdue{Clock: "没有", Per: "1个月", Minus: "1"}}),
		"a timely clock":     term(standard.Term{Timely: &standard.Timely{Clock: "没有", Within: "1个月"}}),
		"a timely series":    term(standard.Term{Timely: &standard.Timely{Series: "没有", By: "01-01"}}),
		"a day":              term(standard.Term{Timely: &standard.Timely{Series: "党课", By: "13-01"}}),
		"a span":             term(standard.Term{Timely: &standard.Timely{Clock: "换届", Within: "一会儿"}}),
		"a level":            term(standard.Term{Levels: &standard.Levels{Honour: "先进", Table: map[string]string{"galaxy": "1"}}}),
		"a window":           term(standard.Term{Per: &standard.Per{Count: "党课", Plus: "1", Every: "week", Most: 1}}),
		"a limited formula":  term(standard.Term{Per: &standard.Per{Count: "党课 * 2", Plus: "1", Every: "year", Most: 1}}),
		"the scheme's round": func(s *standard.Standard) { s.Rating.Rounding = "sideways" },
	} {
		if n := bad(change); n == 0 {
			t.Errorf("%s: no problem found", name)
		}
	}
	if n := bad(func(*standard.Standard) {}); n != 0 {
		t.Errorf("a sound standard has %d problems", n)
	}
}

// TestRounding: an item is rounded to its scale before anything is summed.
func TestRounding(t *testing.T) {
	third := func(id string) standard.Item {
		it := quarterly(standard.Item{ID: party.ItemID(id), Title: id, Points: "1"})
		it.Duty.Months = []int{3, 6, 9}
		return it
	}
	none, four := 0, 4
	for _, c := range []struct {
		mode  string
		scale *int
		want  string
	}{{"", nil, "1.34"}, {"half_up", nil, "1.34"}, {"down", nil, "1.32"}, {"up", nil, "1.34"}, {"", &none, "2"}, {"down", &none, "0"}, {"", &four, "1.3334"}} {
		s := scheme(standard.Scheme{Max: "2", Rounding: c.mode, Scale: c.scale}, third("A"), third("B"))
		a := assess(t, s, closed().held("党员大会", 1, 1, 4).Year)
		if got := a.Total.Points.String(); got != c.want {
			t.Errorf("%s to %v: %s, want %s", c.mode, c.scale, got, c.want)
		}
	}
	own := third("A")
	own.Scale = &none
	if got := assess(t, std(own), closed().held("党员大会", 1, 1, 4).Year).Total.Points.String(); got != "1" {
		t.Errorf("the item's own scale: %s", got)
	}
}
