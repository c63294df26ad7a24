package assess

import (
	"strings"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestTR70_NoRuleOfItsOwn: the computation knows no rule: whatever is asked, for
// how many years, hours or times, stands in a pack. Without items nothing is due,
// and what a popular page says never enters.
func TestTR70_NoRuleOfItsOwn(t *testing.T) {
	a := assess(t, std(), closed().held("党员大会", 4, 1).Year)
	if len(a.Items) != 0 || a.Total.Due.Sign() != 0 || a.Total.Points != (Pair{}) {
		t.Errorf("%+v", a.Total)
	}
	forty := full("4", standard.Term{Per: &standard.Per{Count: "人数(党员.学时 < 参数.学时)", Minus: "1"}})
	for hours, want := range map[string]string{"40": "未达标 2/4", "32": "达标 4/4"} {
		s := std(forty)
		s.Params = []standard.Param{{Name: "学时", Value: hours}}
		if got := assess(t, s, closed().member(2, "学时", 330000).Year).Items[0]; label(got) != want {
			t.Errorf("%s hours: %s, want %s", hours, label(got), want)
		}
	}
}

// TestTR71_OrganisationLife: what a branch holds is 组织生活会; the vocabulary has no
// 民主生活会 that could be asked of it.
func TestTR71_OrganisationLife(t *testing.T) {
	for _, w := range standard.SeriesWords {
		if strings.Contains(w.Name, "民主生活会") {
			t.Errorf("%s can be asked of a branch", w.Name)
		}
	}
	it := standard.Item{ID: "X-1", Title: "组织生活会", Points: "2", Duty: &standard.Duty{Every: party.Yearly, Count: "组织生活会", Until: 3}}
	if got := of(t, it, at("2027-03-31").held("组织生活会", 1, 12)); label(got) != "达标 2/2" {
		t.Errorf("%s", label(got))
	}
}

// TestTR72_Should: 「一般」 is not a hard rule: one honest 没开 costs nothing, a waiver
// takes it out, and neither is a failure.
func TestTR72_Should(t *testing.T) {
	it := quarterly(standard.Item{ID: "X-1", Title: "党员大会", Force: "SHOULD", Points: "4"})
	b := closed().held("党员大会", 1, 1, 4, 7)
	b.skipped("党员大会", "2026-Q4")
	if got := of(t, it, b); label(got) != "达标 4/4" || got.Tally.Excused != 1 {
		t.Errorf("%s %+v", label(got), got.Tally)
	}
	it.Force = "MUST"
	if got := of(t, it, b); label(got) != "未达标 3/4" {
		t.Errorf("a MUST: %s", label(got))
	}
}

// TestTR75_RulesInForce: an old rule ends on its day and the new one begins: each
// is asked only of its own time.
func TestTR75_RulesInForce(t *testing.T) {
	rule := func(id string, from, to string) standard.Item {
		return standard.Item{ID: party.ItemID(id), Title: id, Points: "2", From: day(from), To: day(to), Duty: &standard.Duty{Clock: "停籍处理", Within: "1年"}}
	}
	s := std(rule("旧", "", "2026-05-31"), rule("新", "2026-06-01", ""))
	a := assess(t, s, closed().ran("停籍处理", "2025-03-01", "2026-02-01").ran("停籍处理", "2025-07-01", "").Year)
	if got := label(a.Items[0]) + " " + label(a.Items[1]); got != "达标 2/2 未达标 0/2" {
		t.Errorf("%s", got)
	}
	only := full("2", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "1"}})
	only.To = day("2025-12-31")
	if got := of(t, only, closed().event("黄牌", "", 1)); got.Verdict != NotApplicable {
		t.Errorf("a rule that ended before the year: %s", label(got))
	}
}

// TestTR77_YearlyTheme: what changes from year to year is a parameter of the year,
// never a number in the code.
func TestTR77_YearlyTheme(t *testing.T) {
	s := std(from0("2", standard.Term{Binary: &standard.Binary{If: "组织生活会环节数 >= 参数.环节", Give: "2"}}))
	s.Params = []standard.Param{{Name: "环节", Value: "5", ByYear: []standard.YearValue{{From: 2026, Value: "6"}}}}
	for of, want := range map[int]Verdict{2025: Met, 2026: Unmet, 2027: Unmet} {
		b := closed().number("组织生活会环节数", "5")
		b.Of, b.Exists, b.Cut.On = of, party.YearOf(of), party.DateOf(of+1, 6, 1)
		if got := assess(t, s, b.Year).Items[0].Verdict; got != want {
			t.Errorf("%d: %s, want %s", of, got, want)
		}
	}
}

// TestTR52_Clock: an approval that runs is shown with its days and blocks nothing:
// it is not due, and takes no points.
func TestTR52_Clock(t *testing.T) {
	it := standard.Item{ID: "X-1", Title: "审批", Points: "2", Duty: &standard.Duty{Clock: "转正审批", Within: "3个月"}}
	got := of(t, it, at("2026-03-25").ran("转正审批", "2026-03-05", ""))
	if label(got) != "未到期 0/2" || got.Due.Sign() != 0 || !strings.Contains(got.Obligations[0].Why, "还有72天") {
		t.Errorf("%s %+v", label(got), got.Obligations)
	}
}

// TestTR92_Season: in harvest time a SHOULD moves without a word and costs nothing.
func TestTR92_Season(t *testing.T) {
	it := standard.Item{ID: "X-1", Title: "支委会", Force: "SHOULD", Points: "12", Duty: &standard.Duty{Every: party.Monthly, Count: "支委会"}}
	b := closed().held("支委会", 1, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12)
	b.Seasons = []register.Season{{Days: party.Period{From: day("2026-06-01"), To: day("2026-06-30")}}}
	if got := of(t, it, b); label(got) != "达标 12/12" {
		t.Errorf("%s", label(got))
	}
}
