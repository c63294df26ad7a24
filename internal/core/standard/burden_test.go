package standard

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

func TestBurdenOfFourSizes(t *testing.T) {
	std := &Standard{Domain: "village", Items: []Item{
		{ID: "month", Title: "主题党日", Force: "MUST", Duty: &Duty{Every: "month", Count: "主题党日"}, Minutes: 60},
		{ID: "committee", Force: "SHOULD", AppliesIf: "有支委会", Duty: &Duty{Every: "month", Count: "支委会"}, Minutes: 30},
		{ID: "groups", Force: "SHOULD", AppliesIf: "党小组数 > 0", Duty: &Duty{Every: "month", Count: "党小组会"}, Minutes: 40},
		{ID: "big", Force: "SHOULD", AppliesIf: "党员数 > 40", Duty: &Duty{Every: "year", Count: "党课", Least: 2}, Minutes: 10},
		{ID: "clock", Force: "MUST", Duty: &Duty{Clock: "换届", Within: "0天"}, Minutes: 240},
		{ID: "standing", Force: "MUST", Duty: &Duty{Require: "有书记"}, Minutes: 5},
		{ID: "free", Force: "MUST", Duty: &Duty{Every: "month", Count: "党费公示"}},
		{ID: "may", Force: "MAY", Duty: &Duty{Every: "month", Count: "文体活动"}, Minutes: 90},
		{ID: "upper", Force: "MUST", Bearer: "committee", Duty: &Duty{Every: "year", Count: "专题研究支部建设"}, Minutes: 90},
		{ID: "score only", Force: "LOCAL", Minutes: 10},
		{ID: "agency", Force: "MUST", Domains: []party.Domain{"agency"}, Duty: &Duty{Every: "month", Count: "党课"}, Minutes: 60},
		{ID: "each", Force: "LOCAL", Domains: []party.Domain{"village"}, Duty: &Duty{Every: "half", Each: []string{"党课", "民主议事"}, Months: []int{12}}, Minutes: 20},
	}}
	want := []struct {
		members, asked, times, minutes int
		items                          string
	}{
		{3, 4, 12 + 1 + 1 + 2, 720 + 240 + 5 + 40, "month clock standing each"},
		{6, 4, 16, 1005, "month clock standing each"},
		{31, 6, 16 + 12 + 12, 1005 + 360 + 480, "month committee groups clock standing each"},
		{50, 7, 40 + 2, 1845 + 20, "month committee groups big clock standing each"},
	}
	for i, row := range Burden(std) {
		var ids []string
		sum, times := 0, 0
		for _, it := range row.Items {
			ids = append(ids, string(it.Item))
			sum, times = sum+it.Times*it.Minutes, times+it.Times
		}
		w := want[i]
		if row.Members != w.members || row.Asked != w.asked || row.Times != w.times || row.Minutes != w.minutes || strings.Join(ids, " ") != w.items {
			t.Errorf("row %+v, want %+v", row, w)
		}
		if row.Along != 1 {
			t.Errorf("%d items along with others, want that which is free", row.Along)
		}
		if sum != row.Minutes || times != row.Times || len(row.Items) != row.Asked {
			t.Errorf("the items of %d members do not add up to the row", row.Members)
		}
	}
}

// TestBurdenAsJSON: the keys that doc/cli.md promises, and a list where there is
// nothing to do.
func TestBurdenAsJSON(t *testing.T) {
	std := &Standard{Domain: "village", Items: []Item{{ID: "A", Title: "甲", Force: "MUST", AppliesIf: "有支委会", Duty: &Duty{Every: "year", Count: "党课"}, Minutes: 60}}}
	got, err := json.Marshal(Burden(std)[1:3])
	want := `[{"members":6,"asked":0,"times":0,"minutes":0,"along":0,"items":[]},` +
		`{"members":31,"asked":1,"times":1,"minutes":60,"along":0,"items":[{"item":"A","title":"甲","times":1,"minutes":60}]}]`
	if err != nil || string(got) != want {
		t.Errorf("%s %v, want %s", got, err, want)
	}
}

func TestDutyTimesAYear(t *testing.T) {
	for _, c := range []struct {
		duty Duty
		want int
	}{
		{Duty{Every: "month", Count: "党课"}, 12}, {Duty{Every: "quarter", Count: "党课"}, 4}, {Duty{Every: "half", Count: "党课"}, 2},
		{Duty{Every: "year", Count: "党课"}, 1}, {Duty{Every: "year", Count: "党课", Least: 4}, 4}, {Duty{Every: "month", Count: "党课", Least: 2}, 24},
		{Duty{Every: "half", Each: []string{"党课", "民主议事"}}, 4}, {Duty{Every: "half", Each: []string{"党课", "民主议事"}, Least: 2}, 8},
		{Duty{Every: "quarter", Count: "党课", Months: []int{6, 12}}, 2}, {Duty{Clock: "换届", Within: "1年"}, 1}, {Duty{Require: "有书记"}, 1},
		{Duty{Every: "never", Count: "党课"}, 0}, {Duty{}, 0},
	} {
		if got := c.duty.times(); got != c.want {
			t.Errorf("%+v: %d times a year, want %d", c.duty, got, c.want)
		}
	}
}

// TestWhatAsksForMany: a condition that holds of several occurrences and not of one
// is a cadence in disguise, however it is written.
func TestWhatAsksForMany(t *testing.T) {
	p := good()
	p.Vocabulary.Events = append(p.Vocabulary.Events, EventName{Name: "学习"})
	p.Params = []Param{{Name: "次", Value: "6", Direction: "at_least"}, {Name: "一", Value: "1", Direction: "at_least"}}
	std := scopeOf(p, nil)
	for text, many := range map[string]bool{
		"党员大会 >= 2": true, "党员大会 > 1": true, "40 <= 党员大会": true, "党员大会 == 12": true, "党员大会 - 39 > 0": true, "党员大会 / 20 >= 1": true,
		"党员大会 + 党课 >= 3": true, "次数.学习 >= 12": true, "会议总次数 >= 40": true, "满月数(党课, 1) >= 12": true, "满季数(党课, 4) > 0": true,
		"党员大会 >= 参数.次": true, "非 (党员大会 < 40)": true, "满意度 >= 60 且 党员大会 >= 5": true, "有书记 ? 党员大会 >= 3 : true": true, "最小(党员大会, 党课) >= 2": true,
		"党员大会 != 1": true, "党员大会 >= 党小组数": true, "四舍五入(党员大会, 0) >= 2": true,
		"党员大会 > 0": false, "党员大会 >= 1": false, "党员大会 == 0 或 党课 > 0": false, "党员大会 >= 参数.一": false, "满月数(党课, 1) >= 1": false,
		"党员大会 <= 12": false, "非 (党员大会 > 12)": false, "党员大会 == 0": false, "支委数 >= 3": false, "有书记": false, "组织生活会环节数 >= 6": false, "党员大会 + 党课 >= 2": false,
	} {
		n, problem := std.Compile(text, PlaceState)
		if problem != nil {
			t.Fatal(problem.Message)
		}
		if got := std.asksMany(n, true) != nil; got != many {
			t.Errorf("%s: many %v, want %v", text, got, many)
		}
	}
}

func TestSamplesAreLikeBranches(t *testing.T) {
	std := &Standard{Params: []Param{{Name: "线", Value: "7"}}}
	for _, c := range []struct {
		members int
		cond    string
		want    bool
	}{
		{3, "党员数 == 3 且 正式党员数 == 3", true}, {3, "有支委会", false}, {3, "有书记", true}, {6, "有支委会", false}, {7, "有支委会", true},
		{7, "支委数 >= 3", true}, {30, "党小组数 > 0", false}, {31, "党小组数 == 3", true}, {50, "党小组数 == 3 且 小组长数 == 3", true},
		{3, `领域 == "村"`, true}, {3, `领域 == "机关"`, false}, {3, `领域 属于 ["机关", "村"]`, true}, {3, `非 (领域 属于 ["机关"])`, true},
		{3, `建制 == "支部"`, true}, {3, "联合 或 临时 或 流动 或 功能型", false}, {3, "成立月数 >= 12", true}, {6, "正式党员数 >= 参数.线", false},
		{7, "正式党员数 >= 参数.线", true}, {7, "有支委会 ? 支委数 > 1 : false", true}, {3, "有支委会 ? 支委数 > 1 : 有书记", true},
		{3, "最大(党员数, 5) == 5 且 最小(党员数, 5) == 3", true}, {3, "取整(党员数 / 2) == 1 且 进一(党员数 / 2) == 2", true},
		{3, "-党员数 + 4 == 1 且 党员数 - 1 < 党员数 * 2", true}, {3, "党员数 / 2 == 1.5 且 党员数 != 4 且 党员数 <= 3", true},
		{3, "1 / 流动党员数 > 0", false}, {3, "没有的名称", false}, {3, "", true}, {3, "false 或 true", true}, {3, "有书记 == true", true},
	} {
		std := *std
		std.Items = []Item{{ID: "A", AppliesIf: c.cond}}
		if got := newTrial(&std).meets(NewSample(c.members, "village"), 0); got != c.want {
			t.Errorf("%d members, %q: %v, want %v", c.members, c.cond, got, c.want)
		}
	}
}

func TestSamplesTurnedOver(t *testing.T) {
	std := &Standard{Domain: "village", Items: []Item{
		{ID: "A", AppliesIf: "联合 且 流动党员数 > 0"}, {ID: "B", AppliesIf: "非 有书记"}, {ID: "C", AppliesIf: `领域 == "村" 且 党员数 > 1`},
	}}
	trial := newTrial(std)
	plain, other := trial.samples()
	if len(plain) != len(BurdenSizes) || len(other) != len(BurdenSizes)*5 {
		t.Fatalf("%d plain and %d other samples", len(plain), len(other))
	}
	meets := func(list []Sample, i int) bool {
		return slices.ContainsFunc(list, func(s Sample) bool { return trial.meets(s, i) })
	}
	if meets(plain, 0) || meets(plain, 1) || !meets(plain, 2) {
		t.Error("a plain branch is not joint, has a secretary, and is of its domain")
	}
	if !meets(other, 0) || !meets(other, 1) {
		t.Error("some other branch is joint with members away, some has no secretary")
	}
	s := NewSample(3, "village")
	if s.turned("联合").values["联合"] != Int(1) || s.turned("有书记").values["有书记"] != (Rat{}) || s.turned("党员数").values["党员数"] != Int(3) {
		t.Error("turned over wrongly")
	}
	if s.values["联合"] != (Rat{}) {
		t.Error("turning a sample over changes the sample itself")
	}
}

// TestSumsCountWhatExcludesOnce compares the checker's sums with all subsets.
func TestSumsCountWhatExcludesOnce(t *testing.T) {
	for _, c := range []struct {
		conds  []string
		points string
		says   bool
	}{
		{[]string{"", ""}, "10", false}, {[]string{"", ""}, "9", true}, {[]string{"", ""}, "11", true},
		{[]string{"有支委会", "非 有支委会"}, "5", false}, {[]string{"有支委会", "非 有支委会"}, "10", true},
		{[]string{"", "联合"}, "10", false}, {[]string{"", "联合"}, "5", false}, {[]string{"联合", "非 联合"}, "5", false},
		{[]string{"党小组数 > 0", "党员数 < 7"}, "5", false}, {[]string{"党小组数 > 0", "党员数 < 7"}, "10", false}, {[]string{"党员数 > 7", "党员数 < 7"}, "10", true},
		{[]string{"流动党员数 > 0", ""}, "10", false}, {[]string{"流动党员数 > 0 且 联合", ""}, "10", false},
	} {
		p := &Pack{ID: "p", Version: "1", Title: "t", Kind: "scheme", From: party.DateOf(2026, 1, 1), Domains: []party.Domain{"village"},
			Sources: map[string]Source{"D": {Title: "文件"}},
			Scheme: &Scheme{Title: "t", Max: c.points, Authority: "a", Rides: "r", Ends: endOf2026, Room: 1,
				Parts: []Part{{ID: "甲", Title: "甲", Points: c.points}}}}
		for i, cond := range c.conds {
			p.Items = append(p.Items, Item{ID: party.ItemID(fmt.Sprint(i)), Title: "t", Kind: "baseline", Force: "SHOULD", Source: SourceRef{Doc: "D"},
				AppliesIf: cond, Duty: &Duty{Every: "month", Count: "党课"}, Minutes: 1, Part: "甲", Points: "5"})
		}
		problems := Check(p)
		if got := slices.ContainsFunc(problems, func(x Problem) bool { return x.Code == CodePoints }); got != c.says {
			t.Errorf("%v of %s points: told %v, want %v: %+v", c.conds, c.points, got, c.says, problems)
		}
	}
}
