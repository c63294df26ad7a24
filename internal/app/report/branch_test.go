package report

import (
	"strings"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestConduct_C03_Computed: whatever set a level, the line says that it is computed,
// and while no decision exists, that nothing is rated.
func TestConduct_C03_Computed(t *testing.T) {
	points := assess.Pair{Lo: standard.Int(78), Hi: standard.Int(78)}
	line := rating.Band{Basis: rating.Computed, Level: "三星"}
	veto := rating.Band{Basis: rating.Computed, Level: "三类", Set: "班子成员违纪"}
	word := rating.Band{Basis: rating.DecidedOnly, Why: "有按方案直接定级的情形；定到哪一级只由决定给出，未评定"}
	for _, c := range []struct {
		r    rating.Rating
		want string
	}{
		{rating.Rating{Scaled: points, Band: line}, "测算 78，相当于三星档，未评定"},
		{rating.Rating{Scaled: points, Band: line, Possible: "四星"}, "测算 78，相当于三星档（没有记录的都做了就是四星档），未评定"},
		{rating.Rating{Scaled: points, Band: line, Rated: &rating.Decision{}}, "测算 78，相当于三星档"},
		{rating.Rating{Scaled: points, Band: veto}, "测算 78；班子成员违纪，按方案直接定为三类，未评定"},
		{rating.Rating{Scaled: points, Band: veto, Rated: &rating.Decision{}}, "测算 78；班子成员违纪，按方案直接定为三类"},
		{rating.Rating{Scaled: points, Band: word}, "测算  " + word.Why},
	} {
		if got := Computed(app.Judged{Rating: c.r}); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}

// TestPeriods: which period was done, which has no record, which is not due, those of
// one state together; nothing where all were done or there is one period only.
func TestPeriods(t *testing.T) {
	of := func(c party.Cadence, states ...duty.State) (it assess.Item) {
		for i, s := range states {
			it.Obligations = append(it.Obligations, duty.Obligation{Window: party.Window{Cadence: c, Year: 2026, Index: i}, State: s})
		}
		return it
	}
	for _, c := range []struct {
		it   assess.Item
		want string
	}{
		{of(party.Quarterly, duty.Met, duty.Waiting, duty.Met, duty.Open), "一季度、三季度已完成；二季度没有记录；四季度未到期"},
		{of(party.Monthly, duty.Met, duty.Met, duty.Met, duty.Missed, duty.Met, duty.Open, duty.Open), "1月至3月、5月已完成；4月未完成；6月、7月未到期"},
		{of(party.Quarterly, duty.Met, duty.Stopped), "一季度已完成；二季度等上级"},
		{of(party.Quarterly, duty.Missed, duty.Missed), "一季度、二季度未完成"},
		{of(party.Quarterly, duty.Met, duty.Met), ""},
		{of(party.Yearly, duty.Missed), ""},
		{assess.Item{Obligations: []duty.Obligation{{State: duty.Missed}, {State: duty.Met}}}, ""},
	} {
		if got := periods(c.it); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestScaling: the arithmetic from the points to the computed ones is printed where it
// is what it says, and nowhere else.
func TestScaling(t *testing.T) {
	pair := func(text string) assess.Pair {
		v, err := standard.Amount(text)
		if err != nil {
			t.Fatal(err)
		}
		return assess.Pair{Lo: v, Hi: v}
	}
	total := func(points, due, scaled, bonus string) app.Judged {
		a := &assess.Assessment{Total: assess.Total{Points: pair(points), Due: pair(due).Lo, Max: standard.Int(100), Scaled: pair(scaled), Known: true}}
		a.Parts = []assess.Part{{Points: pair(points).Sub(pair(bonus))}, {Points: pair(bonus), Bonus: true}}
		return app.Judged{Assessment: a}
	}
	for _, c := range []struct {
		j    app.Judged
		want string
	}{
		{total("71.83", "77.08", "93.11", "0.25"), "(71.83 − 加分 0.25) ÷ 77.08 × 100 + 加分 0.25 = 93.11"},
		{total("30", "40", "75", "0"), "30 ÷ 40 × 100 = 75"},
		{total("60", "100", "60", "0"), ""},
		{total("30", "40", "80", "0"), ""}, // composed otherwise
		{total("0", "0", "5", "0"), ""},
	} {
		if got := scaling(c.j); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestBonusNotEarnedIsNoFailure: it has no cross and no red, and asks for nothing.
func TestBonusNotEarnedIsNoFailure(t *testing.T) {
	it := assess.Item{Entry: &assess.Entry{ID: "CD-901", Title: "受到表彰", Remedy: "争取表彰。"}, Verdict: assess.Unmet, Max: standard.Int(3), Due: standard.Int(3), Because: []string{"没有"}}
	var plain, bonus strings.Builder
	item(&plain, Palette{}, it, false)
	item(&bonus, Palette{}, it, true)
	if !strings.Contains(plain.String(), "✗") || !strings.Contains(plain.String(), "争取表彰") {
		t.Errorf("%s", plain.String())
	}
	if got := bonus.String(); !strings.Contains(got, "没有加分") || strings.ContainsAny(got, "✗") || strings.Count(got, "\n") != 1 {
		t.Errorf("%s", got)
	}
}

// TestNow: numbers with their unit, flags in words, what is not known said so.
func TestNow(t *testing.T) {
	list := []duty.Measure{
		{Name: "支委数", Unit: "人", Value: standard.Int(2), Known: true}, {Name: "有书记", Unit: "是否", Value: standard.Int(1), Known: true},
		{Name: "有支委会", Unit: "是否", Known: true}, {Name: "书记党龄月数", Unit: "月"},
	}
	if got, want := now(list), "支委数 2 人；有书记：是；有支委会：否；书记党龄月数没有记录"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
