package duty

import (
	"fmt"
	"slices"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// declared is a standard with one of every declared name.
func declared() *standard.Standard {
	std := one()
	std.Words = standard.Vocabulary{
		Marks:   []standard.MarkName{{Name: "廉洁", Min: "0", Max: "5"}, {Name: "互评", Min: "0", Max: "10", Judges: 3}, {Name: "班子", Grades: []string{"好", "较好", "差"}}},
		Figures: []standard.FigureName{{Name: "收入"}, {Name: "捐款", Merge: "sum", Absent: "none"}, {Name: "峰值", Merge: "max"}},
		Honours: []standard.HonourName{{Name: "先进", Levels: []party.Tier{"province", "county"}}},
		Events:  []standard.EventName{{Name: "上访", Grades: []string{"部分核实", "全部核实"}}, {Name: "事故", Absent: "unknown"}},
	}
	std.Params = []standard.Param{{Name: "学时", Value: "32", ByYear: []standard.YearValue{{From: 2025, Value: "40"}, {From: 2027, Value: "48"}, {From: 2026, Value: "44"}}}, {Name: "面积", Value: "20.5"}}
	return std
}

// full is a branch with a value behind most names.
func full() *register.Year {
	y := branch("2026-10-15")
	hold(y, "党员大会", 1, 1, 2, 4)
	hold(y, "党课", 3, 2)
	number := func(name string, v party.Decimal) { y.Numbers[wordAt(standard.NumberWords, name)] = v }
	number("应到人次", party.Int(40))
	number("到会人次", party.Int(36))
	number("场所面积", 185000)
	y.Unknown[wordAt(standard.NumberWords, "满意度")] = true
	member := func(pairs ...any) register.MemberYear {
		var m register.MemberYear
		for i := 0; i < len(pairs); i += 2 {
			m.Values[wordAt(standard.MemberWords, pairs[i].(string))] = int32(pairs[i+1].(int))
		}
		return m
	}
	y.Members = []register.MemberYear{
		member("正式", 1, "学时", 325000, "类别", 4), member("正式", 1, "学时", 320000, "书记", 1), member("预备", 1, "学时", 319999, "类别", 3),
	}
	named := func(kind register.NamedKind, name, grade string, v int, of int) register.Named {
		return register.Named{Kind: kind, Name: name, Grade: grade, Value: party.Int(v), Year: of, Column: "final", Fact: party.FactID(name + grade), On: day("2026-05-01")}
	}
	mark := func(name string, v int, judge party.MemberID, column party.Column) register.Named {
		n := named(register.NamedMark, name, "", v, 2026)
		n.Valued, n.Judge, n.Column = true, judge, column
		return n
	}
	y.Named = []register.Named{
		mark("互评", 6, "a", "final"), mark("互评", 9, "b", "final"), mark("互评", 8, "a", "final"),
		mark("廉洁", 5, "a", "self"), mark("廉洁", 3, "a", "final"), mark("廉洁", 4, "b", "final"),
		named(register.NamedMark, "班子", "较好", 0, 2026),
		named(register.NamedFigure, "峰值", "", 7, 2026), named(register.NamedFigure, "峰值", "", 9, 2026), named(register.NamedFigure, "峰值", "", 8, 2026),
		named(register.NamedFigure, "捐款", "", 300, 2026), named(register.NamedFigure, "捐款", "", 50, 2026),
		named(register.NamedHonour, "先进", "county", 1, 2025), named(register.NamedHonour, "先进", "province", 1, 2026), named(register.NamedHonour, "先进", "county", 1, 2026),
		named(register.NamedEvent, "上访", "全部核实", 2, 2024), named(register.NamedEvent, "上访", "部分核实", 1, 2026), named(register.NamedEvent, "上访", "全部核实", 3, 2026),
	}
	before := branch("2025-12-31")
	before.Of = 2025
	hold(before, "党员大会", 2, 5)
	before.Numbers[wordAt(standard.NumberWords, "场所面积")] = party.Int(15)
	y.Before = before
	return y
}

// TestNumbers evaluates formulas; "" is unknown.
func TestNumbers(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"3", "3"}, {"90%", "0.9"}, {"1/3", "1/3"}, {"", "0"},
		{"党员大会", "3"}, {"党员大会 + 党课 * 2", "9"}, {"-党课", "-3"}, {"1 - 3 / 4", "0.25"}, {"党员大会 / (党课 - 3)", ""},
		{"到会人次 / 应到人次", "0.9"}, {"场所面积", "18.5"}, {"满意度", ""}, {"满意度 * 0", ""},
		{"正式党员数", "9"}, {"上年.党员大会", "2"}, {"上年.场所面积", "15"}, {"场所面积 - 上年.场所面积", "3.5"},
		{"最小(党员大会, 党课, 2)", "2"}, {"最大(党员大会, 4)", "4"}, {"最大(满意度, 4)", ""}, {"取整(场所面积)", "18"}, {"进一(场所面积)", "19"}, {"取整(-场所面积)", "-19"},
		{"四舍五入(1/3, 2)", "0.33"}, {"四舍五入(2/3, 2)", "0.67"}, {"四舍五入(场所面积, 0)", "19"},
		{"人数(党员.正式)", "2"}, {"人数(党员.学时 >= 32)", "2"}, {"人数(党员.类别 == \"学生\")", "1"}, {"人数(党员.书记 且 党员.正式)", "1"}, {"人数(满意度 >= 90)", ""},
		{"合计(党员.学时)", "96.4999"}, {"满月数(党员大会, 1)", "3"}, {"满月数(党课, 2)", "1"}, {"满季数(党员大会, 2)", "1"}, {"满半年数(党员大会, 3)", "1"},
		{"参数.学时", "44"}, {"参数.面积 * 2", "41"},
		{"数值.收入", ""}, {"数值.捐款", "350"}, {"数值.峰值", "9"}, {"评分.廉洁", "4"}, {"评分.互评", ""},
		{"荣誉.先进", "2"}, {"荣誉.先进_省", "1"}, {"荣誉.先进_县", "1"}, {"次数.上访", "4"}, {"次数.上访_全部核实", "3"}, {"次数.事故", ""},
		{"有书记 ? 2 : 1", "2"}, {"满意度 > 1 ? 2 : 1", ""}, {"满意度 > 1 ? 2 : 2", "2"}, {"有支委会 且 非 有书记 ? 1 : 0", "0"},
	} {
		std, y := declared(), full()
		x := NewExprs(std)
		n := x.Number(c.text, Look{At: "t", Place: standard.PlaceState})
		if len(x.Problems()) > 0 {
			t.Errorf("%s: %+v", c.text, x.Problems())
			continue
		}
		e := x.NewEnv()
		e.Load(y)
		got := ""
		if v := n.Of(e); v.Valid() {
			got = v.String()
		}
		if got != c.want {
			t.Errorf("%s = %q, want %q", c.text, got, c.want)
		}
	}
}

// TestTruths evaluates conditions in three values.
func TestTruths(t *testing.T) {
	for _, c := range []struct {
		text string
		want Tri
	}{
		{"", Yes}, {"true", Yes}, {"false", No}, {"有书记", Yes}, {"非 有书记", No},
		{"正式党员数 >= 7", Yes}, {"正式党员数 > 9", No}, {"正式党员数 == 9", Yes}, {"正式党员数 != 9", No}, {"正式党员数 < 10", Yes}, {"正式党员数 <= 8", No},
		{"7 <= 正式党员数", Yes}, {"场所面积 > 18", Yes}, {"场所面积 > 18.5", No}, {"满意度 >= 90", Maybe}, {"满意度 == 满意度", Maybe},
		{"满意度 >= 90 且 有书记", Maybe}, {"满意度 >= 90 且 非 有书记", No}, {"满意度 >= 90 或 有书记", Yes}, {"满意度 >= 90 或 非 有书记", Maybe},
		{"非 (满意度 >= 90)", Maybe}, {"领域 == \"村\"", Yes}, {"领域 != \"村\"", No}, {"领域 属于 [\"机关\", \"村\"]", Yes}, {"领域 属于 [\"机关\", \"社区\"]", No}, {"建制 == \"支部\"", Yes},
		{"等级.班子 == \"较好\"", Yes}, {"等级.班子 属于 [\"好\", \"差\"]", No}, {"有书记 == 有支委会", Yes}, {"有书记 != 有支委会", No},
		{"有值(满意度)", No}, {"有值(场所面积)", Yes}, {"有值(数值.收入)", No}, {"有值(等级.班子)", Yes}, {"有值(有书记)", Yes},
		{"截至(10, 15)", Yes}, {"截至(10, 16)", No}, {"截至(2, 29)", Yes}, {"人数(党员.学时 < 32) == 0", No},
		{"有书记 ? 有支委会 : false", Yes}, {"满意度 > 1 ? true : false", Maybe}, {"满意度 > 1 ? true : true", Yes},
		{"党员大会 >= 3 且 (党课 < 3 或 次数.上访 == 4)", Yes},
	} {
		std, y := declared(), full()
		x := NewExprs(std)
		cond := x.Cond(c.text, Look{At: "t", Place: standard.PlaceState})
		if len(x.Problems()) > 0 {
			t.Errorf("%s: %+v", c.text, x.Problems())
			continue
		}
		e := x.NewEnv()
		e.Load(y)
		for range 2 { // the second answer is the kept one
			if got := e.Holds(cond); got != c.want {
				t.Errorf("%s is %s, want %s", c.text, got, c.want)
			}
		}
	}
}

// TestUnknownGrade: a grade that was not given is neither this nor not this.
func TestUnknownGrade(t *testing.T) {
	x := NewExprs(declared())
	at := Look{At: "t", Place: standard.PlaceState}
	is, isNot, has := x.Cond("等级.班子 == \"好\"", at), x.Cond("等级.班子 != \"好\"", at), x.Cond("有值(等级.班子)", at)
	e := x.NewEnv()
	e.Load(branch("2026-10-15"))
	if e.Holds(is) != Maybe || e.Holds(isNot) != Maybe || e.Holds(has) != No {
		t.Errorf("%s %s %s", e.Holds(is), e.Holds(isNot), e.Holds(has))
	}
}

// TestM59_ByYear: a parameter changes with the year; before its first step it has
// its plain value.
func TestM59_ByYear(t *testing.T) {
	x := NewExprs(declared())
	n := x.Number("参数.学时", Look{At: "t", Place: standard.PlaceState})
	e := x.NewEnv()
	for of, want := range map[int]string{2024: "32", 2025: "40", 2026: "44", 2027: "48", 2030: "48"} {
		y := branch("2026-10-15")
		y.Of = of
		e.Load(y)
		if got := n.Of(e).String(); got != want {
			t.Errorf("%d: %s, want %s", of, got, want)
		}
	}
}

// TestM60_Denominator: those away in contact, abroad and adjusted are left out
// of a share before it is taken.
func TestM60_Denominator(t *testing.T) {
	x := NewExprs(declared())
	n := x.Number("人数(党员.学时 >= 32 且 非 党员.流动 且 非 党员.国外) / 人数(非 党员.流动 且 非 党员.国外)", Look{At: "t", Place: standard.PlaceState})
	y := full()
	e := x.NewEnv()
	e.Load(y)
	if got := n.Of(e).String(); got != "2/3" {
		t.Errorf("%s, want 2/3", got)
	}
	y.Members[2].Values[wordAt(standard.MemberWords, "流动")] = 1
	e.Load(y)
	if got := n.Of(e).String(); got != "1" {
		t.Errorf("%s, want 1: the one away does not count", got)
	}
}

// TestBack: a veto looks back over the years it declares, not further.
func TestBack(t *testing.T) {
	for back, want := range map[int]string{0: "3", 1: "3", 2: "5"} {
		x := NewExprs(declared())
		n := x.Number("次数.上访_全部核实", Look{At: "t", Place: standard.PlaceState, Back: back})
		h := x.Number("荣誉.先进_县", Look{At: "t", Place: standard.PlaceState, Back: back})
		e := x.NewEnv()
		e.Load(full())
		if got := n.Of(e).String(); got != want {
			t.Errorf("back %d: %s, want %s", back, got, want)
		}
		if got := h.Of(e); back > 0 && got != standard.Int(2) {
			t.Errorf("honours back %d: %s, want 2", back, got)
		}
	}
}

// TestPanel: the last mark of each judge counts, those outside the range do not.
func TestPanel(t *testing.T) {
	x := NewExprs(declared())
	n := x.Name(register.NamedMark, "互评")
	e := x.NewEnv()
	e.Load(full())
	p := e.Marks(n, "final")
	if p.N != 2 || p.Sum != standard.Int(17) || p.Least != standard.Int(8) || p.Most != standard.Int(9) || p.Last != standard.Int(8) {
		t.Errorf("%+v", p)
	}
	p = e.MarksWithin(n, "final", [2]standard.Rat{standard.Int(0), standard.Int(8)})
	if p.N != 1 || p.Outside != 1 || p.Sum != standard.Int(8) {
		t.Errorf("%+v", p)
	}
	if p := e.Marks(n, "peer"); p.N != 0 {
		t.Errorf("%+v", p)
	}
}

// TestSharedConditions: equal conditions are one, however they are written.
func TestSharedConditions(t *testing.T) {
	x := NewExprs(declared())
	at := Look{At: "t", Place: standard.PlaceState}
	a, b, c := x.Cond("正式党员数 >= 7", at), x.Cond("(正式党员数>=7)", at), x.Cond("正式党员数 >= 8", at)
	if a != b || a == c {
		t.Errorf("%d %d %d", a, b, c)
	}
	if x.Text(a) != "正式党员数 >= 7" || x.Text(Always) != "" {
		t.Errorf("%q", x.Text(a))
	}
}

// TestOwnCounts: 本项 names the counts of the item being scored, and the answer of
// such a condition is not kept for the next.
func TestOwnCounts(t *testing.T) {
	x := NewExprs(declared())
	at := Look{At: "t", Place: standard.PlaceScore}
	c := x.Cond("本项.未做 >= 2", at)
	sum := x.Number("本项.应做 * 10000 + 本项.已做 * 1000 + 本项.未做 * 100 + 本项.待定 * 10 + 本项.未到期", at)
	e := x.NewEnv()
	e.Load(full())
	e.Own = Tally{Total: 9, Met: 4, Missed: 1, Waiting: 3, Open: 2}
	if e.Holds(c) != No || sum.Of(e) != standard.Int(94132) || !sum.Own || !x.Own(c) || x.Own(Always) {
		t.Errorf("%s %s", e.Holds(c), sum.Of(e))
	}
	e.Own.Missed = 2
	if e.Holds(c) != Yes {
		t.Error("the answer for one item was kept for the next")
	}
}

// TestPolicyNames: 总分 and 部分 are what the assessor puts there, unknown until then.
func TestPolicyNames(t *testing.T) {
	std := declared()
	std.Rating = &standard.Scheme{Parts: []standard.Part{{ID: "基础"}, {ID: "加分"}}}
	x := NewExprs(std)
	at := Look{At: "t", Place: standard.PlacePolicy}
	a, b := x.Cond("总分 >= 90", at), x.Cond("部分.加分 >= 5", at)
	e := x.NewEnv()
	e.Load(full())
	if e.Holds(a) != Maybe || e.Holds(b) != Maybe {
		t.Errorf("before: %s %s", e.Holds(a), e.Holds(b))
	}
	e.Total, e.Parts = standard.Int(92), []standard.Rat{standard.Int(88), standard.Int(4)}
	if e.Holds(a) != Yes || e.Holds(b) != No {
		t.Errorf("after: %s %s", e.Holds(a), e.Holds(b))
	}
}

// TestNothingKnown: a year without segments or a year before answers nothing.
func TestNothingKnown(t *testing.T) {
	x := NewExprs(declared())
	at := Look{At: "t", Place: standard.PlaceState}
	conds := []Cond{x.Cond("有书记", at), x.Cond("正式党员数 >= 7", at), x.Cond("领域 == \"村\"", at), x.Cond("正式党员数 == 党员数", at)}
	numbers := []Number{x.Number("正式党员数", at), x.Number("上年.党课", at), x.Number("上年.场所面积", at)}
	y := branch("2026-10-15")
	y.Segments = nil
	e := x.NewEnv()
	e.Load(y)
	for _, c := range conds {
		if e.Holds(c) != Maybe {
			t.Errorf("%s is %s", x.Text(c), e.Holds(c))
		}
	}
	for i := range numbers {
		if numbers[i].Of(e).Valid() {
			t.Errorf("%s is %s", numbers[i].Text, numbers[i].Of(e))
		}
	}
}

// TestProblems: what cannot be read is a problem and never known.
func TestProblems(t *testing.T) {
	std := one(
		standard.Item{ID: "a", AppliesIf: "党员数 >=", Duty: &standard.Duty{Every: party.Monthly, Count: "党员大会"}},
		standard.Item{ID: "b", Duty: &standard.Duty{Every: party.Monthly, Count: "读报"}},
		standard.Item{ID: "c", Duty: &standard.Duty{Clock: "喝茶", Within: "1个月"}},
		standard.Item{ID: "d", Duty: &standard.Duty{Clock: "申请谈话", Within: "很久"}},
		standard.Item{ID: "e", AppliesIf: "党员大会 >= 1"},
	)
	std.Params = []standard.Param{{Name: "坏", Value: "很多"}}
	p, problems := Compile(std)
	if len(problems) != 5 {
		t.Errorf("%d problems: %+v", len(problems), problems)
	}
	for _, o := range p.Due(branch("2027-06-30")) {
		if o.Item == "a" && o.State != Waiting {
			t.Errorf("an item whose condition is not readable is %s", o.State)
		}
	}
	x := NewExprs(std)
	if n := x.Number("参数.坏", Look{At: "t", Place: standard.PlaceState}); n.Of(x.NewEnv()).Valid() || len(x.Problems()) != 1 {
		t.Error("a parameter that cannot be read has a value")
	}
	if n := x.Number("党员大会 >", Look{At: "t", Place: standard.PlaceState}); n.Of(x.NewEnv()).Valid() {
		t.Error("a formula that cannot be read has a value")
	}
}

// load makes an Env with a year loaded.
func load(x *Exprs, y *register.Year) *Env {
	e := x.NewEnv()
	e.Load(y)
	return e
}

// TestBehind: the facts behind a condition are those of the measures it names.
func TestBehind(t *testing.T) {
	std, y := declared(), full()
	y.Trail.Numbers[wordAt(standard.NumberWords, "场所面积")] = []party.FactID{"room"}
	y.Trail.Profile = []party.FactID{"roll"}
	y.Members[0].Member = "m-1"
	y.Trail.Members["m-1"] = []party.FactID{"hours"}
	x := NewExprs(std)
	at := Look{At: "t", Place: standard.PlaceState, Back: 2}
	for _, c := range []struct {
		text string
		want int
	}{
		{"党员大会 >= 1", 3}, {"上年.党员大会 >= 1", 1}, {"场所面积 > 1", 1}, {"有书记", 1}, {"人数(党员.正式) > 0", 1},
		{"次数.上访_全部核实 > 0", 1}, {"荣誉.先进 > 0", 2}, {"数值.捐款 > 0", 1}, {"评分.互评 > 0", 1}, {"等级.班子 == \"好\"", 1}, {"参数.学时 > 1", 0},
		{"党员大会 >= 1 且 党员大会 < 9", 3},
	} {
		cond := x.Cond(c.text, at)
		if got := load(x, y).Behind(cond); len(got) != c.want {
			t.Errorf("%s: %v, want %d facts", c.text, got, c.want)
		}
	}
	n := x.Number("场所面积 * 2", at)
	if got := load(x, y).BehindNumber(&n); len(got) != 1 || got[0] != "room" {
		t.Errorf("%v", got)
	}
	plain := x.Number("2", at)
	y.Before, y.Trail = nil, nil
	before, people := x.Cond("上年.党员大会 >= 1", at), x.Cond("人数(党员.正式) > 0", at)
	if e := load(x, y); e.BehindNumber(&plain) != nil || e.Behind(Always) != nil || len(e.Behind(before)) != 0 || e.Behind(people) != nil {
		t.Error("facts behind nothing")
	}
}

// TestBehindAgain: facts gathered once are not taken for those of another branch,
// nor those of some years for those of one.
func TestBehindAgain(t *testing.T) {
	x := NewExprs(declared())
	three := x.Cond("荣誉.先进 > 0", Look{At: "t", Place: standard.PlaceState, Back: 2})
	one := x.Cond("荣誉.先进 > 0", Look{At: "t", Place: standard.PlaceState})
	e := load(x, full())
	for range 2 {
		many, few := e.Behind(three), e.Behind(one) // the county's honour is of the year before too
		if !slices.Equal(many, []party.FactID{"先进county", "先进province"}) || !slices.Equal(few, []party.FactID{"先进province", "先进county"}) {
			t.Errorf("three years %v, one %v", many, few)
		}
	}
	if e.Load(branch("2026-10-15")); len(e.Behind(three)) != 0 {
		t.Errorf("%v of another branch", e.Behind(three))
	}
}

// TestUnique: each fact once and in order, whether they are few or many; no fact is
// none.
func TestUnique(t *testing.T) {
	for _, n := range []int{1, 2, short, short + 1, 100, 400} {
		var ids, want []party.FactID
		for i := range n {
			want = append(want, party.FactID(fmt.Sprint("f-", i)))
			ids = append(ids, want[i], "", want[i/2])
		}
		if got := Unique(ids); !slices.Equal(got, want) {
			t.Errorf("%d: %v", n, got)
		}
	}
	if got := Unique([]party.FactID{"", ""}); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

// TestTri is the table of Kleene's logic.
func TestTri(t *testing.T) {
	for _, a := range []Tri{No, Maybe, Yes} {
		for _, b := range []Tri{No, Maybe, Yes} {
			and, or := Maybe, Maybe
			if a == No || b == No {
				and = No
			} else if a == Yes && b == Yes {
				and = Yes
			}
			if a == Yes || b == Yes {
				or = Yes
			} else if a == No && b == No {
				or = No
			}
			if a.And(b) != and || a.Or(b) != or || a.And(b).Not() != a.Not().Or(b.Not()) {
				t.Errorf("%s %s", a, b)
			}
		}
	}
	if Yes.String() != "是" || No.String() != "否" || Maybe.String() != "待定" || Maybe.Not() != Maybe {
		t.Error("words")
	}
}
