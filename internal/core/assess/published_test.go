package assess

import (
	"testing"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// What published schemes themselves give as examples, where the table of their
// mechanic in deduct_test.go, add_test.go and whole_test.go does not hold them.

// TestM10_Published: S03-1 制度不健全 −1~−3；录入−4应拒绝 (register.Admit refuses the
// mark; one that is in the ledger all the same is none).
func TestM10_Published(t *testing.T) {
	it := full("5", standard.Term{If: "等级.班子 == \"差\"", Judge: &standard.Judge{Mark: "印象", Min: "1", Max: "3", Minus: true}})
	unsound := func(mark string) branch { return closed().grade("班子", "差").mark("印象", "final", "a", mark) }
	table(t, []row{
		{"sound", it, closed().grade("班子", "好"), "达标 5/5", ""},
		{"minus one", it, unsound("1"), "未达标 4/5", ""},
		{"minus three", it, unsound("3"), "未达标 2/5", ""},
		{"minus four", it, unsound("4"), "待定 2–5/5", "还没有评分"},
	})
}

// TestM27_Places: V10: 3位领导排名1,1,2→4+4+3=11.
func TestM27_Places(t *testing.T) {
	place := func(event, points string) standard.Term {
		return standard.Term{Per: &standard.Per{Count: event, Plus: points}}
	}
	it := from0("12", place("次数.上访_全部核实", "4"), place("次数.上访_部分核实", "3")) // 第一名、第二名
	it.Cap = "none"
	if got := of(t, it, closed().event("上访", "全部核实", 2).event("上访", "部分核实", 1)); label(got) != "达标 11/12" {
		t.Errorf("%s", label(got))
	}
}

// TestM32_Published: G01 应建未建满6个月才扣3; S04 6个月内有1次党课→1.
func TestM32_Published(t *testing.T) {
	build := full("3", standard.Term{Per: &standard.Per{Minus: "3"}})
	build.Duty = &standard.Duty{Clock: "应设支委会", Within: "6个月"}
	owed := func(asOf, done string) branch { return at(asOf).ran("应设支委会", "2026-01-05", done) }
	lecture := from0("1", standard.Term{Binary: &standard.Binary{If: "本项.未做 == 0", Give: "1"}})
	lecture.Duty = &standard.Duty{Every: party.HalfYear, Months: []int{12}, Count: "党课"}
	table(t, []row{
		{"six months are not over", build, owed("2026-07-05", ""), "未到期 0/3", "还没有到期"},
		{"built in six months", build, owed("2027-01-31", "2026-07-05"), "达标 3/3", ""},
		{"six months are over", build, owed("2027-01-31", ""), "未达标 0/3", "3 − 3 = 0"},
		{"nothing to build", build, closed(), "达标 3/3", "没有逾期的"},
		{"a lecture within six months", lecture, closed().held("党课", 1, 9), "达标 1/1", ""},
		{"seven months ago", lecture, closed().held("党课", 1, 5), "未达标 0/1", ""},
	})
}

// TestM55_Published: O03 活跃时段2倍; P02 完全化解加倍.
func TestM55_Published(t *testing.T) {
	it := from0("10", standard.Term{Per: &standard.Per{Count: "次数.调解", Plus: "1"}}, standard.Term{Per: &standard.Per{Count: "次数.调解_化解", Plus: "1"}})
	double := from0("10", standard.Term{Per: &standard.Per{Count: "次数.调解_化解", Plus: "1"}, Times: &standard.Times{By: "2"}})
	table(t, []row{
		{"three, one of them in the active hours", it, closed().event("调解", "", 2).event("调解", "化解", 1), "达标 4/10", ""},
		{"each of one kind doubled", double, closed().event("调解", "", 2).event("调解", "化解", 1), "达标 2/10", ""},
	})
}

// TestM24_Published: X01: 共性60＋个性40, seven domains each with its own 40; a branch
// is asked for its domain's and held against 100.
func TestM24_Published(t *testing.T) {
	domains := []party.Domain{"village", "community", "agency", "soe", "teachers", "private", "ngo"}
	items := []standard.Item{figureItem("共性", "共性", "60", "收入")}
	parts := []standard.Part{{ID: "共性", Points: "60"}}
	for _, d := range domains {
		it := figureItem(string(d), string(d), "40", "增幅")
		it.Domains = []party.Domain{d}
		items = append(items, it)
		parts = append(parts, standard.Part{ID: string(d), Points: "40", Domains: it.Domains})
	}
	for i, d := range domains {
		s := scheme(standard.Scheme{Max: "100", Parts: parts}, items...)
		s.Domain = d
		a := assess(t, s, scores("55", "36").Year)
		if got := a.Total.Points.String() + "/" + a.Total.Due.String(); got != "91/100" {
			t.Errorf("%s: %s", d, got)
		}
		for k := range domains {
			if own := k == i; own == (a.Items[k+1].Verdict == NotApplicable) {
				t.Errorf("%s is asked for the part of %s: %s", d, domains[k], a.Items[k+1].Verdict)
			}
		}
	}
}

// TestM38_Published: X10: 党员参与率100%、群众≥10%.
func TestM38_Published(t *testing.T) {
	s := two(standard.Scheme{Gates: []standard.Gate{
		{What: "党员要全部参加", If: "参评党员数 == 应评党员数", Effect: "invalid"}, {What: "群众不少于一成", If: "数值.捐款 >= 10", Effect: "invalid"},
	}})
	for _, c := range []struct {
		came, people string
		open         int
	}{{"30", "10", 0}, {"29", "10", 1}, {"30", "9", 1}, {"29", "9", 2}} {
		b := scores("9", "9").number("应评党员数", "30").number("参评党员数", c.came).figure("捐款", c.people)
		if a := assess(t, s, b.Year); len(a.Gates) != c.open {
			t.Errorf("%s of 30 members, %s%% of the people: gates %+v", c.came, c.people, a.Gates)
		}
	}
}
