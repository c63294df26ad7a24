package assess

import (
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

func quarterly(it standard.Item) standard.Item {
	it.Duty = &standard.Duty{Every: party.Quarterly, Count: "党员大会"}
	return it
}

// TestM01_Binary: all or nothing. S04-3.2: 记录齐全→2；无→0.
func TestM01_Binary(t *testing.T) {
	score := func(b standard.Binary) standard.Term { return standard.Term{Binary: &b} }
	records := from0("2", score(standard.Binary{If: "等级.班子 == \"好\"", Give: "2"}))
	table(t, []row{
		{"records kept", records, closed().grade("班子", "好"), "达标 2/2", "得 2 分"},
		{"none", records, closed().grade("班子", "差"), "未达标 0/2", "不符合（班子"},
		{"not known", records, closed(), "待定 0–2/2", "没有记录"},
		{"not known and the year not over", records, at("2026-06-01"), "未到期 0/2", "不扣分"},
		{"else", from0("2", score(standard.Binary{If: "有书记", Give: "2", Else: "0.5"})), closed().has("有书记", 0), "达标 0.5/2", "不符合（有书记）"},
		{"from full", full("2", score(standard.Binary{If: "次数.违纪 > 0", Give: "-2"})), closed().event("违纪", "", 1), "未达标 0/2", "2 − 2 = 0"},
	})
}

// TestM02_PerMiss: so much for each miss, until nothing is left.
func TestM02_PerMiss(t *testing.T) {
	per := standard.Term{Per: &standard.Per{Minus: "1"}}
	meetings := quarterly(full("5", per))
	table(t, []row{
		{"none missed", meetings, closed().held("党员大会", 1, 1, 4, 7, 10), "达标 5/5", "不扣"},
		{"one missed", meetings, closed().held("党员大会", 1, 1, 4, 7), "未达标 4/5", "缺 1 次，每次扣 1 分：5 − 1 = 4"},
		{"all missed", quarterly(full("3", per)), closed(), "未达标 0/3", "扣完为止"},
		{"no record before the closing", meetings, at("2027-01-15").held("党员大会", 1, 1, 4), "待定 3–5/5", "另有 2 次没有记录"},
		{"said and silent", meetings, func() branch {
			b := at("2027-01-15").held("党员大会", 1, 1, 4)
			b.Settled = []register.Settled{{Item: "X-1", On: day("2027-01-10")}}
			return b
		}(), "未达标 3/5", ""},
		{"of an event", full("2", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "0.5"}}), closed().event("黄牌", "", 3), "未达标 0.5/2", "黄牌 3 次，每次扣 0.5 分：2 − 1.5 = 0.5"},
		{"above a tolerance", full("5", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Over: "1", Minus: "1"}}), closed().event("黄牌", "", 3), "未达标 3/5", "超过 1 的部分"},
		{"within the tolerance", full("5", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Over: "3", Minus: "1"}}), closed().event("黄牌", "", 3), "达标 5/5", "5"},
		{"a count that is not known", full("5", standard.Term{Per: &standard.Per{Count: "次数.抽查", Minus: "1"}}), closed(), "待定 0–5/5", "没有记录"},
	})
}

// TestM03_Missing: a fixed list, so much for each element that is not there.
func TestM03_Missing(t *testing.T) {
	list := full("4", standard.Term{Missing: []standard.Element{
		{What: "书记", If: "有书记", Minus: "1"}, {What: "组织委员", If: "有组织委员", Minus: "0.5"}, {What: "评价", If: "等级.班子 == \"好\"", Minus: "2"},
	}})
	table(t, []row{
		{"all there", list, closed().has("有组织委员", 1).grade("班子", "好"), "达标 4/4", "3 样要素都有"},
		{"one not", list, closed().grade("班子", "好"), "未达标 3.5/4", "缺组织委员扣 0.5 分：4 − 0.5 = 3.5"},
		{"two not", list, closed().has("有书记", 0).grade("班子", "好"), "未达标 2.5/4", "缺书记扣 1 分、缺组织委员扣 0.5 分"},
		{"one not known", list, closed().has("有组织委员", 1), "待定 2–4/4", "评价没有记录"},
		{"more than the item has", full("2", standard.Term{Missing: []standard.Element{{What: "书记", If: "有书记", Minus: "3"}}}), closed().has("有书记", 0), "未达标 0/2", "扣完为止，不低于 0：0"},
	})
}

// TestM04_PerHead: so much for each person of whom a thing holds.
func TestM04_PerHead(t *testing.T) {
	heads := full("4", standard.Term{Per: &standard.Per{Count: "人数(党员.正式 且 党员.学时 < 32)", Minus: "0.2"}})
	table(t, []row{
		{"nobody", heads, closed().member(3, "正式", 1, "学时", 320000), "达标 4/4", "不扣"},
		{"three of four", heads, closed().member(3, "正式", 1, "学时", 319999).member(1, "正式", 1, "学时", 400000), "未达标 3.4/4", "3 人，每人扣 0.2 分：4 − 0.6 = 3.4"},
		{"no members", heads, closed(), "达标 4/4", "不扣"},
	})
}

// TestWhatWaitsIsSaidToWait: people counted of an obligation that stands open until the
// closing cost nothing yet, and the words say so.
func TestWhatWaitsIsSaidToWait(t *testing.T) {
	it := full("4", standard.Term{If: "本项.未做 > 0", Per: &standard.Per{Count: "人数(党员.学时 < 32)", Minus: "0.5"}})
	it.Duty = &standard.Duty{Require: "人数(党员.学时 < 32) == 0"}
	table(t, []row{
		{"before the closing", it, at("2027-01-15").member(2, "学时", 1), "待定 3–4/4", "2 人，每人扣 0.5 分（到结账日才算）：4 − (0–1) = 3–4"},
		{"after it", it, closed().member(2, "学时", 1), "未达标 3/4", "2 人，每人扣 0.5 分：4 − 1 = 3"},
	})
}

// TestConduct_C02_AGoodRecordLowersNothingPossible: of a count of members of whom some
// are not known, the pair spans those of whom it is known to those of whom it may be;
// what becomes known of one as good raises what is confirmed and leaves the rest.
func TestConduct_C02_AGoodRecordLowersNothingPossible(t *testing.T) {
	heads := full("10", standard.Term{Per: &standard.Per{Count: "人数(党员.连续欠费月数 > 3)", Minus: "0.5"}})
	table(t, []row{
		{"nothing of nine", heads, at("2027-01-15").member(9, "连续欠费月数", register.Unsaid(11)), "待定 5.5–10/10", "0 人（另有 9 人没有记录），每人扣 0.5 分：10 − (0–4.5) = 5.5–10"},
		{"nothing of eight, one paid", heads, at("2027-01-15").member(8, "连续欠费月数", register.Unsaid(11)).member(1), "待定 6–10/10", "0 人（另有 8 人没有记录），每人扣 0.5 分：10 − (0–4) = 6–10"},
		{"two in arrears, nothing of three", heads, at("2027-01-15").member(3, "连续欠费月数", register.Unsaid(11)).member(2, "连续欠费月数", 5).member(4), "待定 7.5–9/10", "2 人（另有 3 人没有记录），每人扣 0.5 分：10 − (1–2.5) = 7.5–9"},
		{"too few to matter", heads, at("2027-01-15").member(3, "连续欠费月数", register.Unsaid(3)), "达标 10/10", "不扣"},
		{"after the closing", heads, closed().member(3, "连续欠费月数", register.Unsaid(11)).member(2, "连续欠费月数", 5), "未达标 7.5/10", "5 人，每人扣 0.5 分"},
	})
}

// TestM05_Ladder: cumulative amounts for the first, second, … time.
func TestM05_Ladder(t *testing.T) {
	ladder := func(beyond string) standard.Item {
		return full("10", standard.Term{Ladder: &standard.Ladder{Count: "次数.黄牌", Minus: []string{"1", "3", "6"}, Beyond: beyond}})
	}
	for n, want := range []string{"达标 10/10", "未达标 9/10", "未达标 7/10", "未达标 4/10", "未达标 0/10", "未达标 0/10"} {
		if got := of(t, ladder("all"), closed().event("黄牌", "", n)); label(got) != want {
			t.Errorf("%d times: %s, want %s", n, label(got), want)
		}
	}
	table(t, []row{
		{"beyond stays at the last", ladder("last"), closed().event("黄牌", "", 9), "未达标 4/10", "按第几次累计扣"},
		{"own misses, one without a record", quarterly(full("10", standard.Term{Ladder: &standard.Ladder{Minus: []string{"1", "3", "6"}, Beyond: "all"}})),
			at("2027-01-15").held("党员大会", 1, 1, 4, 7), "待定 9–10/10", "另有 1 次没有记录"},
		{"a count that is not known", full("10", standard.Term{Ladder: &standard.Ladder{Count: "次数.抽查", Minus: []string{"1", "3"}, Beyond: "last"}}), closed(), "待定 7–10/10", "没有记录"},
		{"a broken count counts whole ones", full("10", standard.Term{Ladder: &standard.Ladder{Count: "场所面积 / 10", Minus: []string{"1", "3"}, Beyond: "last"}}), closed().number("场所面积", "18.5"), "未达标 9/10", ""},
	})
}

// TestM06_Below: below a line so much for each step. S03-10 (2 points): 90%→2;
// 80%→1; 70%→0; 85% depends on the rounding, which must be declared.
func TestM06_Below(t *testing.T) {
	item := func(rounding string) standard.Item {
		return full("2", standard.Term{Below: &standard.Below{Of: "党课到会人次 / 党课应到人次", Line: "90%", Step: "10%", Minus: "1", Rounding: rounding}})
	}
	came := func(n string) branch {
		return closed().number("党课应到人次", "100").number("党课到会人次", n)
	}
	table(t, []row{
		{"90%", item("down"), came("90"), "达标 2/2", "达到 90%，不扣"},
		{"80%", item("down"), came("80"), "未达标 1/2", "80%，低于 90%，每低 10% 扣 1 分（不足一档不算）：2 − 1 = 1"},
		{"70%", item("down"), came("70"), "未达标 0/2", "2 − 2 = 0"},
		{"60%", item("down"), came("60"), "未达标 0/2", "扣完为止"},
		{"85% down", item("down"), came("85"), "达标 2/2", "仍为 2"},
		{"85% up", item("up"), came("85"), "未达标 1/2", "不足一档按一档"},
		{"85% proportional", item("proportional"), came("85"), "未达标 1.5/2", "按比例"},
		{"one of seven, proportional", item("proportional"), closed().number("党课应到人次", "7").number("党课到会人次", "6"), "未达标 1.57/2", "约为 85.71%"},
		{"50% single", item("single"), came("50"), "未达标 1/2", "扣 1 分"},
		{"no meeting at all", item("down"), closed(), "待定 0–2/2", "没有数据"},
		{"no meeting at all, single", item("single"), closed(), "待定 1–2/2", "没有数据"},
	})
}

// TestM07_Bands: left closed, right open. C04-1b: 2人→1；3人→3；4人→3；5人→5.
func TestM07_Bands(t *testing.T) {
	people := from0("5", standard.Term{Bands: &standard.Bands{Of: "数值.发展人数", Table: []standard.Band{{From: "2", Give: "1"}, {From: "3", Give: "3"}, {From: "5", Give: "5"}}}})
	for n, want := range map[string]string{"0": "未达标 0/5", "1": "未达标 0/5", "2": "达标 1/5", "3": "达标 3/5", "4": "达标 3/5", "4.9999": "达标 3/5", "5": "达标 5/5", "50": "达标 5/5"} {
		if got := of(t, people, closed().figure("发展人数", n)); label(got) != want {
			t.Errorf("%s people: %s, want %s", n, label(got), want)
		}
	}
	income := func(or string) standard.Item {
		return from0("20", standard.Term{Bands: &standard.Bands{Of: "数值.收入", Under: "5", Table: []standard.Band{{From: "3000", Give: "10"}, {From: "5000", Give: "20", Or: or}}}})
	}
	table(t, []row{
		{"under the first", income(""), closed().figure("收入", "100"), "达标 5/20", "所在的档"},
		{"lifted by another measure", income("数值.增幅 >= 15"), closed().figure("收入", "100").figure("增幅", "16"), "达标 20/20", ""},
		{"not lifted", income("数值.增幅 >= 15"), closed().figure("收入", "3000").figure("增幅", "14"), "达标 10/20", ""},
		{"whether lifted is not known", income("数值.增幅 >= 15"), closed().figure("收入", "3000"), "待定 10–20/20", ""},
		{"in the best band whatever lifts", income("数值.增幅 >= 15"), closed().figure("收入", "9000"), "达标 20/20", ""},
		{"lifted, whatever the number", income("数值.增幅 >= 15"), closed().figure("增幅", "20"), "达标 20/20", ""},
		{"nothing known", income(""), closed(), "待定 5–20/20", "没有数据"},
	})
}

// TestM08_TwoWay: a base with so much for each step above and below, beyond full
// marks too.
func TestM08_TwoWay(t *testing.T) {
	item := func(rounding, most string) standard.Item {
		it := full("10", standard.Term{TwoWay: &standard.TwoWay{Of: "数值.增幅", Base: "100", Step: "5", Each: "1", Min: "-6", Max: most, Rounding: rounding}})
		it.Cap = "none"
		return it
	}
	table(t, []row{
		{"at the base", item("down", "5"), closed().figure("增幅", "100"), "达标 10/10", "仍为 10"},
		{"ten above", item("down", "5"), closed().figure("增幅", "112"), "达标 12/10", "以 100 为准，每 5 加减 1 分（不足一档不算）：10 + 2 = 12"},
		{"far above", item("down", "5"), closed().figure("增幅", "200"), "达标 15/10", "10 + 5 = 15"},
		{"below", item("down", "5"), closed().figure("增幅", "88"), "未达标 8/10", "10 − 2 = 8"},
		{"below, a broken step counts", item("up", "5"), closed().figure("增幅", "88"), "未达标 7/10", ""},
		{"below, in proportion", item("proportional", "5"), closed().figure("增幅", "88"), "未达标 7.6/10", ""},
		{"far below", item("down", "5"), closed().figure("增幅", "0"), "未达标 4/10", ""},
		{"no number", item("down", "5"), closed(), "待定 4–15/10", "没有数据"},
	})
}

// TestM11_Worst: of several cases only the gravest. S06-1.2: 部分核实−2；全部核实−5.
func TestM11_Worst(t *testing.T) {
	item := full("5", standard.Term{Worst: []standard.Case{
		{What: "部分核实", If: "次数.上访_部分核实 > 0", Minus: "2"}, {What: "全部核实", If: "次数.上访_全部核实 > 0", Minus: "all"},
		{What: "抽查发现", If: "次数.抽查 > 0", Minus: "1"},
	}})
	table(t, []row{
		{"partly", item, closed().event("上访", "部分核实", 3).event("抽查", "", 0), "未达标 3/5", "部分核实，扣 2 分：5 − 2 = 3"},
		{"both count once", item, closed().event("上访", "部分核实", 1).event("上访", "全部核实", 1).event("抽查", "", 1), "未达标 0/5", "全部核实，扣 5 分"},
		{"neither", item, closed().event("抽查", "", 0), "达标 5/5", "没有出现"},
		{"one not known", item, closed(), "待定 4–5/5", "抽查发现没有记录"},
		{"one not known below one that holds", item, closed().event("上访", "部分核实", 1), "未达标 3/5", "部分核实"},
	})
}

// TestM53_Unit: so much for each unit above a limit, rounded as declared.
func TestM53_Unit(t *testing.T) {
	item := func(rounding string) standard.Item {
		return full("10", standard.Term{Per: &standard.Per{Count: "数值.收入", Over: "100", Unit: "30", Minus: "2", Rounding: rounding}})
	}
	for _, c := range []struct{ rounding, value, want string }{
		{"down", "100", "达标 10/10"}, {"down", "129", "达标 10/10"}, {"down", "130", "未达标 8/10"}, {"up", "101", "未达标 8/10"},
		{"up", "130", "未达标 8/10"}, {"up", "131", "未达标 6/10"}, {"proportional", "145", "未达标 7/10"}, {"down", "50", "达标 10/10"},
	} {
		if got := of(t, item(c.rounding), closed().figure("收入", c.value)); label(got) != c.want {
			t.Errorf("%s of %s: %s, want %s", c.rounding, c.value, label(got), c.want)
		}
	}
}

// TestM54_Each: each of several kinds of meeting at least so often.
func TestM54_Each(t *testing.T) {
	it := full("6", standard.Term{Per: &standard.Per{Minus: "1"}})
	it.Duty = &standard.Duty{Every: party.HalfYear, Each: []string{"党员大会", "党课", "主题党日"}, Least: 2}
	table(t, []row{
		{"all", it, closed().held("党员大会", 2, 1, 7).held("党课", 2, 1, 7).held("主题党日", 2, 1, 7), "达标 6/6", ""},
		{"one of each is not two", it, closed().held("党员大会", 2, 1, 7).held("党课", 1, 1, 7).held("主题党日", 2, 1, 7), "未达标 4/6", "缺 2 次"},
		{"many of one do not stand for another", it, closed().held("党员大会", 9, 1, 7).held("主题党日", 2, 1, 7), "未达标 4/6", ""},
	})
}

// TestM18e_ItemVeto: one condition empties the item. S01-1.3d.
func TestM18e_ItemVeto(t *testing.T) {
	it := quarterly(full("5", standard.Term{Per: &standard.Per{Minus: "1"}}))
	it.Zero = "次数.违纪 > 0"
	all := closed().held("党员大会", 1, 1, 4, 7, 10)
	maybe := it
	maybe.Zero = "次数.抽查 > 0"
	table(t, []row{
		{"holds", it, closed().held("党员大会", 1, 1, 4, 7, 10).event("违纪", "", 1), "达标 0/5", "出现本项不得分的情形"},
		{"does not", it, all, "达标 5/5", ""},
		{"not known", maybe, all, "达标 0–5/5", "没有记录"},
	})
}

// TestM46_Overdue: so much for each month that a thing is overdue, down to a floor.
func TestM46_Overdue(t *testing.T) {
	it := full("3", standard.Term{Overdue: &standard.Overdue{Clock: "换届", Within: "0天", Per: "1个月", Minus: "1"}, Cap: "2"})
	table(t, []row{
		{"never due", it, closed(), "达标 3/3", "逾期 0 个1个月"},
		{"in time", it, closed().ran("换届", "2026-03-05", "2026-03-01"), "达标 3/3", ""},
		{"a month and a day", it, at("2026-04-06").ran("换届", "2026-03-05", ""), "未到期 0/3", ""},
		{"overdue and closed", it, closed().ran("换届", "2026-12-20", ""), "未达标 2/3", "3 − 1 = 2"},
		{"long overdue, the term's cap", it, closed().ran("换届", "2026-01-20", ""), "未达标 1/3", "3 − 2 = 1"},
		{"no record yet", it, at("2027-01-30").ran("换届", "2026-12-20", ""), "待定 2–3/3", ""},
		{"mended", it, closed().ran("换届", "2026-01-20", "2026-12-01"), "达标 3/3", ""},
	})
}
