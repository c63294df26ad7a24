package assess

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// cohort assesses branches with these incomes under a standard.
func cohort(t *testing.T, s *standard.Standard, incomes ...string) []*Assessment {
	t.Helper()
	p, problems := Compile(s)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	var all []*Assessment
	for i, income := range incomes {
		b := closed()
		b.Org = party.OrgID(fmt.Sprintf("org-%02d", i))
		if income != "" {
			b.figure("收入", income)
		}
		a := p.Assess(b.Year)
		consistent(t, p, b.Year, a)
		all = append(all, a)
	}
	return all
}

// gave writes the points of the first item after the second pass.
func gave(t *testing.T, all []*Assessment) string {
	t.Helper()
	var said []string
	for _, c := range Cohorts(all) {
		for _, a := range Relative(c) {
			if len(a.Items[0].Trace) > 0 {
				if got, ok := Replay(a.Items[0].Trace); !ok || got != a.Items[0].Points {
					t.Fatalf("replay %s, points %s", got, a.Items[0].Points)
				}
			}
			said = append(said, a.Items[0].Points.String())
		}
	}
	return strings.Join(said, " ")
}

// TestM27_Rank: points by the place in the comparison group, with the tie rule
// declared. V10: 总名次2→8.
func TestM27_Rank(t *testing.T) {
	rank := func(ties, last string) *standard.Standard {
		return std(from0("10", standard.Term{Rank: &standard.Rank{Of: "数值.收入", Table: []string{"10", "8", "6", "4"}, Ties: ties, Last: last}}))
	}
	for _, c := range []struct{ name, ties, last, incomes, want string }{
		{"in order", "same", "", "9 7 8 5", "10 6 8 4"},
		{"beyond the table", "same", "", "9 7 8 5 1 3", "10 6 8 4 4 4"},
		{"two first, then third", "same", "", "9 9 8 5", "10 10 6 4"},
		{"two first, then second", "dense", "", "9 9 8 5", "10 10 8 6"},
		{"two first share", "shared", "", "9 9 8 5", "9 9 6 4"},
		{"three second share", "shared", "", "9 8 8 8", "10 6 6 6"},
		{"the last place", "same", "-2", "9 7 8 5", "10 6 8 0"},
		{"a tie for the last place", "same", "0", "9 8 5 5", "10 8 0 0"},
		{"all alike are not last", "same", "0", "5 5 5", "10 10 10"},
		{"alone", "same", "0", "5", "10"},
	} {
		if got := gave(t, cohort(t, rank(c.ties, c.last), strings.Fields(c.incomes)...)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	all := cohort(t, rank("same", ""), "9", "7", "")
	if got := label(all[0].Items[0]); got != "待定 4–10/10" || !strings.Contains(all[0].Items[0].Because[0], "待同组核算") {
		t.Errorf("before the cohort is frozen: %s %v", got, all[0].Items[0].Because)
	}
	if got := gave(t, all); got != "4–10 4–10 4–10" {
		t.Errorf("with one number lacking nobody is ranked: %s", got)
	}
}

// TestM28_Percentile: points by the share of the group that stands above.
func TestM28_Percentile(t *testing.T) {
	s := std(from0("10", standard.Term{Percent: &standard.Percent{Of: "数值.收入", Ties: "same", Table: []standard.Band{{From: "0", Give: "10"}, {From: "10%", Give: "7"}, {From: "40%", Give: "3"}}}}))
	got := gave(t, cohort(t, s, strings.Fields("10 9 8 7 6 5 4 3 2 1")...))
	if got != "10 7 7 7 3 3 3 3 3 3" {
		t.Errorf("%s", got)
	}
	if got := gave(t, cohort(t, s, strings.Fields("9 9 9 9 9 1 1 1 1 1")...)); got != "10 10 10 10 10 3 3 3 3 3" {
		t.Errorf("ties: %s", got)
	}
}

// TestM45_Rollup: an upper organisation has its own points and what those below
// it have on average.
func TestM45_Rollup(t *testing.T) {
	for take, want := range map[string]string{"mean": "44", "min": "40", "sum": "52"} {
		s := std(from0("100", standard.Term{Rollup: &standard.Rollup{Take: take, Weight: "0.5"}}, standard.Term{Formula: "数值.收入"}))
		p, _ := Compile(s)
		b := closed().figure("收入", "36")
		b.Org = "upper"
		upper := p.Assess(b.Year)
		if upper.Items[0].Verdict != Unknown {
			t.Errorf("before: %s", label(upper.Items[0]))
		}
		below := cohort(t, std(from0("100", standard.Term{Formula: "数值.收入"})), "8", "24")
		got := Rollup(upper, Cohorts(below)[0])
		if got.Items[0].Points.String() != want {
			t.Errorf("%s: %s, want %s", take, got.Items[0].Points, want)
		}
		for _, none := range [][]Cohort{nil, {{}}} {
			if got := Rollup(upper, none...); got.Total != upper.Total || got.Items[0].Because[0] != "还没有参加评定的下级党组织：得 0–100 分" {
				t.Errorf("nothing below changes nothing: %s %v", got.Total.Points, got.Items[0].Because)
			}
		}
	}
}

// TestConduct_C06: only like compares with like. A cohort is one group, and
// nothing but Cohorts makes one: ranking or averaging across groups does not
// compile.
func TestConduct_C06(t *testing.T) {
	s := std(from0("10", standard.Term{Rank: &standard.Rank{Of: "数值.收入", Table: []string{"10", "0"}, Ties: "same"}}))
	s.Rating = &standard.Scheme{Max: "10", Sizes: []standard.Size{{Name: "小", If: "正式党员数 < 7"}, {Name: "大", If: "正式党员数 >= 7"}}}
	p, _ := Compile(s)
	var all []*Assessment
	for i, n := range []int{6, 20, 5, 30} {
		b := closed().figure("收入", fmt.Sprint(i)).has("正式党员数", n)
		b.Org = party.OrgID(fmt.Sprintf("org-%d", i))
		all = append(all, p.Assess(b.Year))
	}
	groups := Cohorts(all)
	if len(groups) != 2 || groups[0].Group().Size != "小" || len(groups[1].Members()) != 2 {
		t.Fatalf("%d groups", len(groups))
	}
	for _, c := range groups {
		for _, a := range Relative(c) {
			if !a.Items[0].Points.Known() {
				t.Errorf("%s is not ranked within its group", a.Org)
			}
			if a.Group != c.Group() {
				t.Errorf("%s left its group", a.Org)
			}
		}
	}
	other := cohort(t, std(from0("10", standard.Term{Formula: "数值.收入"})), "1")
	other[0].Group.Digest = "d2"
	if n := len(Cohorts(append(all, other...))); n != 3 {
		t.Errorf("%d groups, want 3: another standard is another group", n)
	}
	ct := reflect.TypeFor[Cohort]()
	for i := range ct.NumField() {
		if ct.Field(i).IsExported() {
			t.Errorf("Cohort.%s can be set from outside", ct.Field(i).Name)
		}
	}
	if Relative(Cohort{}) != nil {
		t.Error("an empty cohort")
	}
}

// TestRelativeKeeps: the second pass changes only the items that compare.
func TestRelativeKeeps(t *testing.T) {
	share := quarterly(standard.Item{ID: "A", Title: "大会", Points: "4"})
	s := std(share, from0("10", standard.Term{Rank: &standard.Rank{Of: "数值.收入", Table: []string{"10", "8"}, Ties: "same"}}))
	all := cohort(t, s, "1", "2")
	again := Relative(Cohorts(all)[0])
	for i := range all {
		if !reflect.DeepEqual(all[i].Items[0], again[i].Items[0]) {
			t.Errorf("item A of %s changed", all[i].Org)
		}
	}
	twice := Relative(Cohorts(again)[0])
	for i := range again {
		if twice[i].Total != again[i].Total {
			t.Errorf("the second pass done twice: %+v, %+v", twice[i].Total, again[i].Total)
		}
	}
}
