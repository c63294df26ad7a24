package assess

import (
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestM09_Grade: a word for a fixed amount.
func TestM09_Grade(t *testing.T) {
	it := from0("10", standard.Term{Grade: &standard.Grade{Mark: "班子", Table: map[string]string{"好": "10", "较好": "8", "一般": "6", "差": "0"}}})
	for grade, want := range map[string]string{"好": "达标 10/10", "较好": "达标 8/10", "一般": "达标 6/10", "差": "未达标 0/10"} {
		if got := of(t, it, closed().grade("班子", grade)); label(got) != want {
			t.Errorf("%s: %s, want %s", grade, label(got), want)
		}
	}
	peer := it
	peer.Score = []standard.Term{{Grade: &standard.Grade{Mark: "班子", Column: "peer", Table: map[string]string{"好": "10", "差": "2"}}}}
	table(t, []row{
		{"not given", it, closed(), "待定 0–10/10", "还没有评定"},
		{"given again", it, closed().grade("班子", "差").grade("班子", "好"), "达标 10/10", "评为“好”"},
		{"in another column", peer, closed().grade("班子", "好"), "待定 2–10/10", ""},
		{"a grade beyond the table", it, closed().grade("班子", "优秀"), "待定 0–10/10", ""},
	})
}

// TestM10_Judge: a judge's mark within a range. S03-1: −1~−3; −4 is refused.
func TestM10_Judge(t *testing.T) {
	mark := func(j standard.Judge) standard.Term { return standard.Term{Judge: &j} }
	less := full("5", mark(standard.Judge{Mark: "印象", Min: "1", Max: "3", Minus: true}))
	give := from0("10", mark(standard.Judge{Mark: "印象", Min: "0", Max: "10"}))
	table(t, []row{
		{"deduct two", less, closed().mark("印象", "final", "a", "2"), "未达标 3/5", "印象核定 2 分（酌情扣）：5 − 2 = 3"},
		{"four is outside the range", less, closed().mark("印象", "final", "a", "4"), "待定 2–5/5", "还没有评分"},
		{"nothing to deduct", less, closed().mark("印象", "final", "a", "0"), "达标 5/5", ""},
		{"not marked", less, closed(), "待定 2–5/5", "还没有评分"},
		{"give", give, closed().mark("印象", "final", "a", "8.5"), "达标 8.5/10", "得 8.5 分"},
		{"the last mark stands", give, closed().mark("印象", "final", "a", "8.5").mark("印象", "final", "b", "7"), "达标 7/10", ""},
		{"not due before the year is over", give, at("2026-11-01"), "未到期 0/10", "还没有到期"},
		{"given before the year is over", give, at("2026-11-01").mark("印象", "final", "a", "8"), "达标 8/10", ""},
		{"of another year", give, func() branch { b := closed().mark("印象", "final", "a", "8"); b.Named[0].Year = 2025; return b }(), "待定 0–10/10", ""},
	})
}

// TestM12_Capped: so much for each, at most so often in a window, and in all.
func TestM12_Capped(t *testing.T) {
	score := func(p standard.Per, most string) standard.Item {
		return from0("5", standard.Term{Per: &p, Cap: most})
	}
	on := func(b branch, day1 string) branch {
		b.event("调解", "化解", 1)
		b.Named[len(b.Named)-1].On = day(day1)
		return b
	}
	table(t, []row{
		{"in all", score(standard.Per{Count: "志愿服务", Plus: "0.5"}, "2"), closed().held("志愿服务", 7, 3), "达标 2/5", "得 2 分"},
		{"one in each quarter", score(standard.Per{Count: "志愿服务", Plus: "0.5", Every: "quarter", Most: 1}, ""), closed().held("志愿服务", 7, 1, 2, 5), "达标 1/5", "每季度最多算 1 次"},
		{"two in each month", score(standard.Per{Count: "志愿服务", Plus: "0.5", Every: "month", Most: 2}, ""), closed().held("志愿服务", 3, 1, 2).held("志愿服务", 1, 7), "达标 2.5/5", ""},
		{"an event by its day", score(standard.Per{Count: "次数.调解_化解", Plus: "1", Every: "half", Most: 1}, ""), on(on(on(closed(), "2026-01-01"), "2026-06-30"), "2026-07-01"), "达标 2/5", ""},
		{"an honour by its day", score(standard.Per{Count: "荣誉.先进", Plus: "1", Every: "year", Most: 2}, ""), closed().honour("先进", "city").honour("先进", "county").honour("先进", "county"), "达标 2/5", ""},
		{"none", score(standard.Per{Count: "志愿服务", Plus: "0.5"}, "2"), closed(), "未达标 0/5", "不加"},
		{"none yet", score(standard.Per{Count: "志愿服务", Plus: "0.5"}, "2"), at("2026-05-01"), "未到期 0/5", ""},
		{"some already", score(standard.Per{Count: "志愿服务", Plus: "0.5"}, "2"), at("2026-05-01").held("志愿服务", 2, 1), "达标 1/5", ""},
	})
	if got := of(t, score(standard.Per{Count: "志愿服务", Plus: "0.5"}, "2"), at("2026-05-01").held("志愿服务", 2, 1)); got.Due != standard.Int(1) {
		t.Errorf("due %s: what was not yet earned is not yet due", got.Due)
	}
}

// TestM13_Steps: each step gives its own. S03-9 (2 points): 有议题0.5＋记录0.5，
// 未形成决议→1.0.
func TestM13_Steps(t *testing.T) {
	it := from0("2", standard.Term{Steps: []standard.Step{
		{What: "议题", If: "有书记", Give: "0.5"}, {What: "形成决议", If: "等级.班子 == \"好\"", Give: "1"}, {What: "记录", If: "有支委会", Give: "0.5"},
	}})
	table(t, []row{
		{"all", it, closed().grade("班子", "好"), "达标 2/2", "议题得 0.5 分、形成决议得 1 分、记录得 0.5 分：得 2 分"},
		{"no resolution", it, closed().grade("班子", "差"), "达标 1/2", "形成决议没有做到"},
		{"not known", it, closed(), "待定 1–2/2", "形成决议没有记录（有的话得 1 分）"},
		{"nothing", it, closed().grade("班子", "差").has("有书记", 0, "有支委会", 0), "未达标 0/2", ""},
	})
}

// TestM14_Timely: on time, late, not at all. S04-3.1: 按时2；延迟1；未交0.
func TestM14_Timely(t *testing.T) {
	series := from0("2", standard.Term{Timely: &standard.Timely{Series: "统计报送", By: "06-30", OnTime: "2", Late: "1", None: "0"}})
	next := from0("2", standard.Term{Timely: &standard.Timely{Series: "述职评议", By: "次年01-31", OnTime: "2", Late: "1", None: "0"}})
	on := func(b branch, name, d string) branch {
		s := wordAt(standard.SeriesWords, name)
		m := day(d).Month()
		if day(d).Year() > 2026 {
			m = 12
		}
		b.Months[s][m-1]++
		if b.First[s] == party.NoDate || day(d) < b.First[s] {
			b.First[s] = day(d)
		}
		b.Trail.Series[s] = append(b.Trail.Series[s], register.Mention{On: day(d), N: 1, Fact: party.FactID(d)})
		return b
	}
	clock := from0("2", standard.Term{Timely: &standard.Timely{Clock: "选举报批", Within: "7天", OnTime: "2", Late: "1", None: "0"}})
	table(t, []row{
		{"on the day", series, on(closed(), "统计报送", "2026-06-30"), "达标 2/2", "按时"},
		{"a day late", series, on(closed(), "统计报送", "2026-07-01"), "达标 1/2", "延迟"},
		{"the first counts", series, on(on(closed(), "统计报送", "2026-07-01"), "统计报送", "2026-06-01"), "达标 2/2", "按时"},
		{"not at all", series, closed(), "未达标 0/2", "没有做"},
		{"no record yet", series, at("2027-01-30"), "待定 0–2/2", "没有记录"},
		{"not yet due", series, at("2026-06-30"), "未到期 0/2", ""},
		{"in January after", next, on(closed(), "述职评议", "2027-01-31"), "达标 2/2", "按时"},
		{"in February after", next, on(at("2027-03-31"), "述职评议", "2027-02-10"), "达标 1/2", "延迟"},
		{"never", next, closed(), "未达标 0/2", ""},
		{"a clock in time", clock, closed().ran("选举报批", "2026-03-05", "2026-03-12"), "达标 2/2", "按时"},
		{"a clock late", clock, closed().ran("选举报批", "2026-03-05", "2026-03-13"), "达标 1/2", "延迟"},
		{"a clock not at all", clock, closed().ran("选举报批", "2026-03-05", ""), "未达标 0/2", "没有做"},
		{"the worst of two", clock, closed().ran("选举报批", "2026-03-05", "2026-03-06").ran("选举报批", "2026-05-05", "2026-08-06"), "达标 1/2", ""},
		{"a clock that may be in time", clock, at("2027-01-30").ran("选举报批", "2026-12-05", ""), "待定 0–2/2", "没有记录"},
		{"nothing to be in time for", clock, closed(), "达标 2/2", ""},
		{"last year's", clock, closed().ran("选举报批", "2025-03-05", "2025-03-30"), "达标 2/2", ""},
	})
	for _, r := range []struct {
		it standard.Item
		b  branch
	}{{series, on(closed(), "统计报送", "2026-06-30")}, {series, on(closed(), "统计报送", "2026-07-01")}, {next, on(at("2027-03-31"), "述职评议", "2027-02-10")}} {
		with := of(t, r.it, r.b)
		if len(with.Facts) == 0 {
			t.Errorf("no facts behind %v", with.Because)
		}
		r.b.Trail = nil
		if got := of(t, r.it, r.b); got.Points != with.Points || got.Verdict != with.Verdict {
			t.Errorf("without a trail %s, with it %s", label(got), label(with))
		}
	}
}

// TestM15_Pieces: O05-d1: 捐3000→10+⌊2000/400⌋=15；捐50000→40封顶. V02-2: 收入
// 3000但增幅16%→进15–20档.
func TestM15_Pieces(t *testing.T) {
	gift := func(rounding string) standard.Item {
		return from0("40", standard.Term{Cap: "40", Pieces: &standard.Pieces{Of: "数值.捐款", Rounding: rounding, Table: []standard.Piece{{From: "1000", Base: "10", Each: "1", Per: "400"}}}})
	}
	range_ := from0("20", standard.Term{Bands: &standard.Bands{Of: "数值.收入", Table: []standard.Band{
		{From: "2000", Mark: "印象", Min: "5", Max: "10"}, {From: "5000", Mark: "印象", Min: "15", Max: "20", Or: "数值.增幅 >= 15"}}}})
	levels := from0("4", standard.Term{Pieces: &standard.Pieces{Of: "数值.收入", Rounding: "down", Table: []standard.Piece{
		{From: "0", Base: "0"}, {From: "60", Base: "1", Each: "0.5", Per: "5"}, {From: "80", Base: "3", Each: "0.1", Per: "1"}}}})
	table(t, []row{
		{"3000", gift("down"), closed().figure("捐款", "3000"), "达标 15/40", "分段累进：得 15 分"},
		{"3399, down", gift("down"), closed().figure("捐款", "3399"), "达标 15/40", ""},
		{"3100, in proportion", gift("proportional"), closed().figure("捐款", "3100"), "达标 15.25/40", ""},
		{"3001, up", gift("up"), closed().figure("捐款", "3001"), "达标 16/40", ""},
		{"50000", gift("down"), closed().figure("捐款", "50000"), "达标 40/40", ""},
		{"999", gift("down"), closed().figure("捐款", "999"), "未达标 0/40", ""},
		{"84.5 of three pieces", levels, closed().figure("收入", "84.5"), "达标 3.4/4", ""},
		{"72", levels, closed().figure("收入", "72"), "达标 2/4", ""},
		{"59", levels, closed().figure("收入", "59"), "未达标 0/4", ""},
		{"not reported", levels, closed(), "待定 0–4/4", "没有数据"},
		{"a mark within a band", range_, closed().figure("收入", "3000").figure("增幅", "1").mark("印象", "final", "a", "7"), "达标 7/20", ""},
		{"lifted, marked within the higher band", range_, closed().figure("收入", "3000").figure("增幅", "16").mark("印象", "final", "a", "18"), "达标 18/20", ""},
		{"lifted, the mark is of the lower band", range_, closed().figure("收入", "3000").figure("增幅", "16").mark("印象", "final", "a", "7"), "待定 15–20/20", ""},
	})
}

// TestM16_Levels: an award counts by its level, the highest or all.
func TestM16_Levels(t *testing.T) {
	item := func(take string) standard.Item {
		return from0("10", standard.Term{Levels: &standard.Levels{Honour: "先进", Take: take, Table: map[string]string{"nation": "5", "province": "3", "city": "2", "county": "1"}}})
	}
	table(t, []row{
		{"the highest", item("highest"), closed().honour("先进", "county").honour("先进", "province"), "达标 3/10", "得 3 分"},
		{"all", item("sum"), closed().honour("先进", "county").honour("先进", "province").honour("先进", "county"), "达标 5/10", ""},
		{"more than the item", item("sum"), closed().honour("先进", "nation").honour("先进", "nation").honour("先进", "province"), "达标 10/10", "最多 10：10"},
		{"none", item("highest"), closed(), "未达标 0/10", "没有"},
		{"another honour", item("highest"), closed().honour("示范", "county"), "未达标 0/10", ""},
		{"last year's", item("highest"), func() branch { b := closed().honour("先进", "city"); b.Named[0].Year = 2025; return b }(), "未达标 0/10", ""},
	})
}

// TestM17_Once: of the same kind only the largest counts, and the sum is capped.
func TestM17_Once(t *testing.T) {
	levels := func(honour string, most string) standard.Term {
		return standard.Term{Once: "表彰", Levels: &standard.Levels{Honour: honour, Table: map[string]string{"province": most, "county": "1"}}}
	}
	bonus := from0("5", levels("先进", "3"), standard.Term{Per: &standard.Per{Count: "志愿服务", Plus: "0.5"}}, levels("示范", "4"))
	less := full("10", standard.Term{Once: "同", Per: &standard.Per{Count: "次数.黄牌", Minus: "1"}}, standard.Term{Once: "同", Per: &standard.Per{Count: "次数.抽查", Minus: "2"}})
	mixed := from0("10", standard.Term{Once: "同", Per: &standard.Per{Count: "次数.黄牌", Plus: "1"}}, standard.Term{Once: "同", Per: &standard.Per{Count: "次数.违纪", Minus: "2"}})
	table(t, []row{
		{"both given, one counts", bonus, closed().honour("先进", "province").honour("示范", "county"), "达标 3/5", "取最大的"},
		{"what is apart adds", bonus, closed().honour("先进", "province").honour("示范", "county").held("志愿服务", 2, 3), "达标 4/5", ""},
		{"capped in all", bonus, closed().honour("先进", "province").held("志愿服务", 9, 3), "达标 5/5", "最多 5"},
		{"deductions: the largest", less, closed().event("黄牌", "", 3).event("抽查", "", 1), "未达标 7/10", "10 − 3 = 7"},
		{"deductions: one not known", less, closed().event("黄牌", "", 3), "待定 0–7/10", ""},
		{"mixed: the largest magnitude", mixed, closed().event("黄牌", "", 5).event("违纪", "", 2), "达标 5/10", ""},
		{"mixed: a deduction", mixed, closed().event("黄牌", "", 3).event("违纪", "", 2), "未达标 0/10", ""},
	})
}

// TestM31_Refer: the level that another assessment decided. O05-s3: 五星书记+5.
func TestM31_Refer(t *testing.T) {
	item := func(back int) standard.Item {
		return from0("5", standard.Term{Refer: &standard.Refer{Scheme: "书记评星", Back: back, Table: map[string]string{"五星": "5", "四星": "3"}}})
	}
	table(t, []row{
		{"five stars", item(0), closed().decided("书记评星", 2026, "五星", "2026-12-20"), "达标 5/5", "书记评星 评为“五星”"},
		{"a level beyond the table", item(0), closed().decided("书记评星", 2026, "二星", "2026-12-20"), "未达标 0/5", "没有列入"},
		{"the last decision stands", item(0), closed().decided("书记评星", 2026, "五星", "2026-12-20").decided("书记评星", 2026, "四星", "2026-12-25"), "达标 3/5", ""},
		{"another scheme", item(0), closed().decided("其他", 2026, "五星", "2026-12-20"), "未达标 0/5", ""},
		{"another year", item(0), closed().decided("书记评星", 2025, "五星", "2025-12-20"), "未达标 0/5", ""},
		{"the year before", item(1), closed().decided("书记评星", 2025, "五星", "2025-12-20"), "达标 5/5", ""},
		{"not yet decided", item(0), at("2027-01-10"), "待定 0–5/5", "还没有决定"},
	})
}

// TestM55_Times: doubled where a condition holds. P02: 完全化解加倍.
func TestM55_Times(t *testing.T) {
	it := from0("10", standard.Term{Per: &standard.Per{Count: "次数.调解", Plus: "1"}, Times: &standard.Times{By: "2", If: "次数.调解_化解 > 0"}})
	maybe := from0("10", standard.Term{Per: &standard.Per{Count: "次数.调解", Plus: "1"}, Times: &standard.Times{By: "2", If: "次数.抽查 > 0"}})
	always := from0("10", standard.Term{Per: &standard.Per{Count: "次数.调解", Plus: "1"}, Times: &standard.Times{By: "1.5"}})
	table(t, []row{
		{"resolved", it, closed().event("调解", "化解", 3), "达标 6/10", ""},
		{"not resolved", it, closed().event("调解", "", 3), "达标 3/10", ""},
		{"not known", maybe, closed().event("调解", "", 3), "待定 3–6/10", ""},
		{"always", always, closed().event("调解", "", 3), "达标 4.5/10", ""},
	})
}

// TestM29_If: a term counts only for the branches it is meant for. S01: 6人未设
// 支委会不扣，7人扣1.
func TestM29_If(t *testing.T) {
	it := full("3", standard.Term{If: "正式党员数 >= 7 且 非 有支委会", Binary: &standard.Binary{If: "true", Give: "-1"}})
	maybe := full("3", standard.Term{If: "次数.抽查 > 0", Binary: &standard.Binary{If: "true", Give: "-1"}})
	table(t, []row{
		{"six members", it, closed().has("正式党员数", 6, "有支委会", 0), "达标 3/3", "没有这种情形（正式党员数 ≥ 7 且 非 有支委会），不计"},
		{"seven members", it, closed().has("正式党员数", 7, "有支委会", 0), "未达标 2/3", "3 − 1 = 2"},
		{"seven members with a committee", it, closed().has("正式党员数", 7), "达标 3/3", ""},
		{"not known", maybe, closed(), "待定 2–3/3", ""},
	})
}

// TestM29_AppliesIf: S12: 分散联合支部半年≥1次即可, the others each quarter.
func TestM29_AppliesIf(t *testing.T) {
	often := quarterly(full("4", standard.Term{Per: &standard.Per{Minus: "1"}}))
	often.AppliesIf = "非 (分散 且 联合)"
	rarely := often
	rarely.ID, rarely.AppliesIf = "X-2", "分散 且 联合"
	rarely.Duty = &standard.Duty{Every: party.HalfYear, Count: "党员大会"}
	b := closed().held("党员大会", 1, 3, 9)
	a := assess(t, std(often, rarely), b.Year)
	if got := label(a.Items[0]) + " " + label(a.Items[1]); got != "未达标 2/4 不适用 0/0" {
		t.Errorf("an ordinary branch: %s", got)
	}
	a = assess(t, std(often, rarely), b.has("分散", 1, "联合", 1).Year)
	if got := label(a.Items[0]) + " " + label(a.Items[1]); got != "不适用 0/0 达标 4/4" {
		t.Errorf("a scattered joint branch: %s", got)
	}
}

// TestM32_Time: time since and hours. G01: 应建未建满6个月才扣3；S04: 6个月内有1次党课→1.
func TestM32_Time(t *testing.T) {
	founded := full("3", standard.Term{If: "成立月数 >= 6 且 非 有支委会", Binary: &standard.Binary{If: "true", Give: "-3"}})
	lecture := from0("1", standard.Term{Binary: &standard.Binary{If: "满半年数(党课, 1) == 2", Give: "1"}})
	table(t, []row{
		{"five months", founded, closed().has("有支委会", 0).number("成立月数", "5"), "达标 3/3", ""},
		{"six months", founded, closed().has("有支委会", 0).number("成立月数", "6"), "未达标 0/3", ""},
		{"a lecture in each half", lecture, closed().held("党课", 1, 2, 11), "达标 1/1", ""},
		{"both in one half", lecture, closed().held("党课", 2, 2), "未达标 0/1", ""},
	})
}

// TestM33_Cadence: 12次会集中在1个月≠每月1次.
func TestM33_Cadence(t *testing.T) {
	it := standard.Item{ID: "X-1", Title: "支委会", Points: "12", Duty: &standard.Duty{Every: party.Monthly, Count: "支委会"}}
	table(t, []row{
		{"twelve in one month", it, closed().held("支委会", 12, 3), "未达标 1/12", "12 次应开，开了 1 次：12 × 1/12 = 1.0"},
		{"one in each", it, closed().held("支委会", 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), "达标 12/12", ""},
	})
}

// TestM40_Judges: the mean of several judges, with or without the extremes; a
// judge who has not marked may still give anything.
func TestM40_Judges(t *testing.T) {
	item := func(average string) standard.Item {
		return from0("10", standard.Term{Judge: &standard.Judge{Mark: "答辩", Min: "0", Max: "10", Average: average}})
	}
	five := func(marks ...string) branch {
		b := closed()
		for i, m := range marks {
			b.mark("答辩", "final", party.MemberID(rune('a'+i)), m)
		}
		return b
	}
	table(t, []row{
		{"mean of five", item("mean"), five("9", "8", "7", "6", "1"), "达标 6.2/10", ""},
		{"trimmed", item("trimmed"), five("9", "8", "7", "6", "1"), "达标 7/10", ""},
		{"mean is rounded once", item("mean"), five("9.1", "8.2", "7.3", "6.4", "1.1234"), "达标 6.42/10", "四舍五入保留 2 位小数：6.42"},
		{"one judge lacking", item("mean"), five("9", "8", "7", "6"), "待定 6–8/10", "还没有评分（6至8）"},
		{"one judge lacking, trimmed", item("trimmed"), five("9", "8", "7", "6"), "待定 7–8/10", ""},
		{"none at all", item("mean"), five(), "待定 0–10/10", ""},
		{"none at all, trimmed", item("trimmed"), five(), "待定 0–10/10", ""},
		{"a judge who marks again", item("mean"), five("9", "8", "7", "6", "1").mark("答辩", "final", "a", "4"), "达标 5.2/10", ""},
		{"a mark outside the range", item("mean"), five("9", "8", "7", "6", "11"), "待定 6–8/10", ""},
	})
}

// TestM43_Start: counting goes on from a base within an item too.
func TestM43_Start(t *testing.T) {
	it := full("60", standard.Term{Per: &standard.Per{Count: "志愿服务", Plus: "1"}}, standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "5"}})
	it.Cap = "none"
	table(t, []row{
		{"up", it, closed().held("志愿服务", 12, 3), "达标 72/60", "60 + 12 = 72"},
		{"up and down", it, closed().held("志愿服务", 12, 3).event("黄牌", "", 3), "未达标 57/60", "72 − 15 = 57"},
	})
}

// TestM44_Bounds: an item's floor and cap, its own and none.
func TestM44_Bounds(t *testing.T) {
	item := func(floor, most string) standard.Item {
		it := full("5", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "2"}}, standard.Term{Per: &standard.Per{Count: "志愿服务", Plus: "1"}})
		it.Floor, it.Cap = floor, most
		return it
	}
	table(t, []row{
		{"the floor is 0", item("", ""), closed().event("黄牌", "", 9), "未达标 0/5", "扣完为止，不低于 0：0"},
		{"a lower floor", item("-4", ""), closed().event("黄牌", "", 9), "未达标 -4/5", "不低于 -4"},
		{"a higher floor", item("1", ""), closed().event("黄牌", "", 9), "未达标 1/5", "不低于 1"},
		{"the cap is the points", item("", ""), closed().held("志愿服务", 9, 3), "达标 5/5", "最多 5"},
		{"a higher cap", item("", "8"), closed().held("志愿服务", 9, 3), "达标 8/5", "最多 8"},
		{"no cap", item("", "none"), closed().held("志愿服务", 9, 3), "达标 14/5", "5 + 9 = 14"},
		{"only deductions", func() standard.Item {
			it := full("0", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "2"}})
			it.Floor = "-10"
			return it
		}(), closed().event("黄牌", "", 3), "未达标 -6/0", "0 − 6 = -6"},
	})
}

// TestM57_Columns: what the branch gives itself and what is given stand side by
// side, and are joined by the declared weights.
func TestM57_Columns(t *testing.T) {
	it := from0("10", standard.Term{Judge: &standard.Judge{Mark: "印象", Min: "0", Max: "10", Columns: map[string]string{"self": "30%", "upper": "70%"}}})
	self := from0("10", standard.Term{Judge: &standard.Judge{Mark: "印象", Min: "0", Max: "10", Column: "self"}})
	both := closed().mark("印象", "self", "a", "10").mark("印象", "upper", "b", "8")
	table(t, []row{
		{"joined", it, both, "达标 8.6/10", "印象自评 10 分占30%、印象考评 8 分占70%：得 8.6 分"},
		{"one lacking", it, closed().mark("印象", "self", "a", "10"), "待定 3–10/10", "印象考评还没有评分（0至10）占70%"},
		{"one column alone", self, both, "达标 10/10", "自评"},
	})
}

// TestM58_And: all conditions together, or nothing.
func TestM58_And(t *testing.T) {
	it := from0("3", standard.Term{Binary: &standard.Binary{If: "有书记 且 有组织委员 且 (有宣传委员 或 有纪检委员)", Give: "3"}})
	table(t, []row{
		{"all", it, closed().has("有组织委员", 1, "有纪检委员", 1), "达标 3/3", ""},
		{"all but one", it, closed().has("有组织委员", 1), "未达标 0/3", ""},
	})
}

// TestM49_Evidence: what may be looked at is named, and has no part in the score.
func TestM49_Evidence(t *testing.T) {
	it := quarterly(standard.Item{ID: "X-1", Title: "党员大会", Points: "4"})
	b := closed().held("党员大会", 1, 1, 4, 7, 10)
	bare := of(t, it, b)
	it.Evidence = []string{"会议记录", "签到表"}
	if with := of(t, it, b); with.Points != bare.Points || with.Verdict != bare.Verdict {
		t.Errorf("evidence changed %s to %s", label(bare), label(with))
	}
}

// TestFormula: the rare formula.
func TestFormula(t *testing.T) {
	it := from0("100", standard.Term{Formula: "数值.收入 * 0.6 + 评分.印象 * 4"})
	table(t, []row{
		{"known", it, closed().figure("收入", "90").mark("印象", "final", "a", "9"), "达标 90/100", "按 收入 × 0.6 + 印象 × 4 计"},
		{"not known", it, closed().figure("收入", "90"), "待定 0–100/100", "还没有记录"},
		{"too much", it, closed().figure("收入", "990").mark("印象", "final", "a", "9"), "达标 100/100", "最多 100"},
	})
}

// TestOwnTerms: a term that names 本项 is what it may be while records are lacking.
func TestOwnTerms(t *testing.T) {
	all := quarterly(from0("5", standard.Term{Binary: &standard.Binary{If: "本项.未做 == 0", Give: "5"}}))
	some := quarterly(from0("5", standard.Term{Formula: "本项.已做 * 1.25"}))
	b := func(asOf string) branch { return at(asOf).held("党员大会", 1, 1, 4, 7) }
	table(t, []row{
		{"all or nothing, one lacking", all, b("2027-01-15"), "待定 0–5/5", ""},
		{"all or nothing, closed", all, b("2027-01-31"), "未达标 0/5", ""},
		{"by number, one lacking", some, b("2027-01-15"), "待定 3.75–5/5", ""},
		{"by number, one open", some, b("2026-12-01"), "达标 3.75/5", ""},
		{"all or nothing, one open", all, b("2026-12-01"), "达标 5/5", ""},
	})
	if got := of(t, some, b("2026-12-01")); got.Due.String() != "3.75" {
		t.Errorf("due %s: the fourth is not yet due", got.Due)
	}
	if got := of(t, all, b("2026-12-01")); got.Due.String() != "5" {
		t.Errorf("due %s", got.Due)
	}
}
