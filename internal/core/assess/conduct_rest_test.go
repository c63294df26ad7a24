package assess

import (
	"strings"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestConduct_C09_AnOwnItemNeverDeducts: having none, and falling short of one's
// own target, are both worth nothing, never less.
func TestConduct_C09_AnOwnItemNeverDeducts(t *testing.T) {
	own := from0("1.5", standard.Term{Per: &standard.Per{Count: "自选完成数", Plus: "0.5"}, Cap: "1.5"})
	own.Kind = "excellence"
	for _, c := range []struct{ chosen, done, want string }{{"0", "0", "0"}, {"3", "0", "0"}, {"3", "1", "0.5"}, {"3", "3", "1.5"}, {"9", "9", "1.5"}} {
		got := of(t, own, closed().number("自选项目数", c.chosen).number("自选完成数", c.done))
		if got.Points.String() != c.want {
			t.Errorf("%s chosen, %s reached: %s, want %s", c.chosen, c.done, got.Points, c.want)
		}
	}
}

// TestConduct_C10_AMissCostsItsShare: one of twelve costs a twelfth, and what was
// said once costs nothing; no miss opens more than its own points.
func TestConduct_C10_AMissCostsItsShare(t *testing.T) {
	it := standard.Item{ID: "X-1", Title: "支委会", Force: "SHOULD", Points: "12", Duty: &standard.Duty{Every: party.Monthly, Count: "支委会"}}
	eleven := closed().held("支委会", 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	if got := of(t, it, eleven); label(got) != "未达标 11/12" {
		t.Errorf("one of twelve: %s", label(got))
	}
	w, err := party.ParseWindow("2026-12")
	if err != nil {
		t.Fatal(err)
	}
	eleven.Skips = []register.Skip{{Series: standard.Series(wordAt(standard.SeriesWords, "支委会")), Window: w, Reason: "harvest"}}
	if got := of(t, it, eleven); label(got) != "达标 12/12" {
		t.Errorf("said: %s", label(got))
	}
}

// TestConduct_C13_TheLineOfItsYear: a line that rises next year judges this year by
// this year's, also when it is looked at from next year.
func TestConduct_C13_TheLineOfItsYear(t *testing.T) {
	it := from0("10", standard.Term{Binary: &standard.Binary{If: "数值.收入 >= 参数.线", Give: "10"}})
	s := std(it)
	s.Params = []standard.Param{{Name: "线", Value: "50", Direction: "at_least", ByYear: []standard.YearValue{{From: 2026, Value: "60"}, {From: 2027, Value: "90"}}}}
	for of, want := range map[int]string{2025: "10", 2026: "10", 2027: "0"} {
		b := closed().figure("收入", "70")
		b.Of, b.Exists = of, party.YearOf(of)
		b.Cut.On = party.DateOf(of+1, 6, 30)
		b.Segments[0].Days = b.Exists
		b.Named[0].Year = of
		if got := assess(t, s, b.Year).Items[0]; got.Points.String() != want {
			t.Errorf("%d: %s, want %s", of, got.Points, want)
		}
	}
}

// TestTR72_AWaivedItemIsOutOfTheTotal: what was declared not applicable takes its
// points along, so that the rest stands as it was; a MUST stays.
func TestTR72_AWaivedItemIsOutOfTheTotal(t *testing.T) {
	for force, want := range map[standard.Force]string{"SHOULD": "60", "LOCAL": "60", "MAY": "60", "MUST": "100"} {
		waived := standard.Item{ID: "W", Title: "支委会", Force: force, Points: "40", Duty: &standard.Duty{Every: party.Monthly, Count: "支委会"}}
		kept := quarterly(standard.Item{ID: "K", Title: "党员大会", Points: "60"})
		b := closed().held("党员大会", 1, 1, 4, 7, 10)
		b.Waivers = []register.Waiver{{Item: "W", Days: party.YearOf(2026)}}
		a := assess(t, scheme(standard.Scheme{Max: "100"}, waived, kept), b.Year)
		if a.Total.Due.String() != want || a.Items[1].Points.String() != "60" {
			t.Errorf("%s: due %s", force, a.Total.Due)
		}
	}
}

// TestTR81_InOrderOfTheirNames: whatever a cohort's points are, its members stand
// in order of their ids; there is no other order to ask for.
func TestTR81_InOrderOfTheirNames(t *testing.T) {
	all := cohort(t, std(from0("10", standard.Term{Rank: &standard.Rank{Of: "数值.收入", Table: []string{"10", "6", "2"}, Ties: "same"}})), "5", "9", "1", "7")
	all[0], all[3] = all[3], all[0]
	for _, c := range Cohorts(all) {
		for _, list := range [][]*Assessment{c.Members(), Relative(c)} {
			var names []string
			for _, a := range list {
				names = append(names, string(a.Org))
			}
			if got := strings.Join(names, " "); got != "org-00 org-01 org-02 org-03" {
				t.Errorf("%s", got)
			}
		}
	}
}

// TestConduct_C20_NoWriterInAnAssessment: nothing that is computed or shown can
// tell who wrote a fact, or whether on another's behalf.
func TestConduct_C20_NoWriterInAnAssessment(t *testing.T) {
	it := quarterly(standard.Item{ID: "X-1", Points: "4"})
	b := closed().held("党员大会", 1, 1, 4, 7, 10)
	said := strings.Join(of(t, it, b).Because, "")
	for _, word := range []string{"代填", "登记人", "补录", "补记", "逾期登记"} {
		if strings.Contains(said, word) {
			t.Errorf("%s", said)
		}
	}
}
