package assess

import (
	"fmt"
	"math/big"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// dice turns bytes into choices, so that one random string is one case.
type dice struct{ left []byte }

func (d *dice) n(k int) int {
	if len(d.left) == 0 || k <= 1 {
		return 0
	}
	b := d.left[0]
	d.left = d.left[1:]
	return int(b) % k
}

// often is true in p of 16 throws.
func (d *dice) often(p int) bool { return d.n(16) >= 16-p }

func pick[T any](d *dice, list ...T) T { return list[d.n(len(list))] }

// points is an amount with at most two decimals.
func (d *dice) points(most int) string {
	switch d.n(4) {
	case 0:
		return fmt.Sprintf("%d.5", d.n(most))
	case 1:
		return fmt.Sprintf("%d.25", d.n(most))
	}
	return fmt.Sprint(1 + d.n(most))
}

// year is a random branch's year: meetings, marks, figures, awards, events, cases,
// decisions, some of them unknown.
func (d *dice) year() branch {
	b := at(pick(d, "2027-01-31", "2027-01-31", "2027-01-15", "2026-12-20", "2026-07-03"))
	b.has("有书记", pick(d, 1, 1, 0), "有支委会", d.n(2), "正式党员数", 5+d.n(5), "党小组数", d.n(3))
	for _, s := range []string{"党员大会", "党课", "志愿服务"} {
		for m := range 12 {
			if n := pick(d, 0, 0, 1, 1, 1, 2); n > 0 && party.DateOf(2026, m+1, 10) <= b.Cut.On {
				b.held(s, n, m+1)
			}
		}
	}
	b.number("应到人次", pick(d, "0", "30", "100", "7")).number("到会人次", pick(d, "5", "7", "4"))
	b.Unknown[wordAt(standard.NumberWords, "满意度")] = d.often(5)
	b.number("满意度", pick(d, "60", "84.5", "92"))
	b.member(d.n(4), "学时", 319999).member(d.n(4), "学时", 400000)
	if d.often(12) {
		b.figure("收入", fmt.Sprintf("%d.%d", d.n(30), d.n(10)))
	}
	if d.often(8) {
		b.figure("捐款", fmt.Sprint(d.n(40)*100))
	}
	for range d.n(3) {
		b.event("黄牌", "", 1+d.n(2))
	}
	if d.often(10) {
		b.event("抽查", "", d.n(3))
	}
	for range d.n(3) {
		b.honour("先进", pick(d, "nation", "province", "city", "county", "town"))
	}
	for i := range d.n(7) {
		b.mark("答辩", pick(d, party.Column("final"), "final", "self"), party.MemberID(rune('a'+i)), fmt.Sprintf("%d.%d", d.n(10), d.n(10)))
	}
	for range d.n(3) {
		b.mark("印象", pick(d, party.Column("final"), "self", "upper"), "a", fmt.Sprint(d.n(12)))
	}
	if d.often(10) {
		b.grade("班子", pick(d, "好", "较好", "差"))
	}
	if d.often(5) {
		b.decided("其他", 2026-d.n(2), pick(d, "五星", "四星", "无星"), "2026-12-20")
	}
	for range d.n(3) {
		start := day("2026-01-05").AddDays(d.n(180) * 2)
		c := register.Case{Clock: standard.Clock(wordAt(standard.ClockWords, "选举报批")), Start: start}
		if d.often(9) {
			c.Done = start.AddDays(d.n(40))
		}
		if c.Start <= b.Cut.On && c.Done <= b.Cut.On {
			b.Cases = append(b.Cases, c)
		}
	}
	return b
}

// item is a random item: a duty or none, a start, bounds, and up to three terms.
func (d *dice) item() standard.Item {
	it := standard.Item{ID: "R-1", Title: "随机", Points: d.points(10), Start: pick(d, "full", "zero"), Floor: pick(d, "", "", "-3", "0.5")}
	switch d.n(4) {
	case 0:
		it.Duty = &standard.Duty{Every: pick(d, party.Quarterly, party.HalfYear, party.Monthly), Count: "党员大会"}
	case 1:
		it.Duty = &standard.Duty{Clock: "选举报批", Within: "15天"}
	case 2:
		it.Duty = &standard.Duty{Require: "有书记", Grace: "1个月"}
	}
	if it.Duty != nil && d.often(4) {
		it.Start = ""
		return it
	}
	for range 1 + d.n(3) {
		it.Score = append(it.Score, d.term(it.Duty != nil))
	}
	it.Cap = pick(d, "", "", "6.5")
	if d.often(2) {
		scale := d.n(4)
		it.Scale = &scale
	}
	if d.often(2) {
		it.Zero = pick(d, "次数.黄牌 > 1", "次数.抽查 > 1")
	}
	if d.often(3) {
		it.AppliesIf = pick(d, "有支委会", "正式党员数 >= 7")
	}
	return it
}

// term is a random term with what may stand around it.
func (d *dice) term(duty bool) standard.Term {
	t := d.mechanic(duty)
	if d.often(3) {
		t.If = pick(d, "有支委会", "次数.抽查 > 0", "正式党员数 >= 7")
	}
	if d.often(2) {
		t.Times = &standard.Times{By: pick(d, "2", "1.5"), If: pick(d, "", "有书记", "次数.抽查 > 0")}
	}
	if d.often(3) {
		t.Cap = d.points(4)
	}
	return t
}

func (d *dice) mechanic(duty bool) standard.Term {
	minus := d.points(3)
	count := pick(d, "次数.黄牌", "次数.抽查", "志愿服务", "人数(党员.学时 < 32)")
	if duty && d.often(8) {
		count = pick(d, "", "本项.未做")
	}
	when := pick(d, "有书记", "次数.抽查 > 1", "等级.班子 == \"好\"", "满意度 >= 80")
	rounding := pick(d, "up", "down", "proportional")
	switch d.n(16) {
	case 0:
		return standard.Term{Binary: &standard.Binary{If: when, Give: d.points(5), Else: pick(d, "", "0.5")}}
	case 1:
		return standard.Term{Per: &standard.Per{Count: count, Minus: minus, Over: pick(d, "", "1")}}
	case 2:
		return standard.Term{Per: &standard.Per{Count: pick(d, "次数.黄牌", "志愿服务"), Plus: minus, Unit: pick(d, "", "2"), Rounding: rounding}}
	case 3:
		return standard.Term{Per: &standard.Per{Count: "志愿服务", Plus: minus, Every: pick(d, "month", "quarter", "half"), Most: 1 + d.n(2)}}
	case 4:
		return standard.Term{Missing: []standard.Element{{What: "甲", If: when, Minus: minus}, {What: "乙", If: "有支委会", Minus: d.points(2)}}}
	case 5:
		return standard.Term{Ladder: &standard.Ladder{Count: count, Minus: []string{"0.5", "1.5", "3"}, Beyond: pick(d, "all", "last")}}
	case 6:
		return standard.Term{Below: &standard.Below{Of: pick(d, "到会人次 / 应到人次", "数值.收入 / 20"), Line: "90%", Step: "10%", Minus: minus, Rounding: pick(d, "up", "down", "proportional", "single")}}
	case 7:
		return standard.Term{Bands: &standard.Bands{Of: "数值.收入", Under: pick(d, "", "1"), Table: []standard.Band{{From: "5", Give: d.points(3)}, {From: "10", Give: d.points(5), Or: pick(d, "", "满意度 >= 80")}, {From: "20", Give: d.points(8)}}}}
	case 8:
		return standard.Term{TwoWay: &standard.TwoWay{Of: "数值.收入", Base: "15", Step: "3", Each: minus, Min: "-4", Max: "5", Rounding: rounding}}
	case 9:
		return standard.Term{Grade: &standard.Grade{Mark: "班子", Table: map[string]string{"好": d.points(8), "较好": d.points(5), "差": "0"}}}
	case 10:
		return standard.Term{Judge: d.judge()}
	case 11:
		return standard.Term{Worst: []standard.Case{{What: "甲", If: "次数.黄牌 > 0", Minus: minus}, {What: "乙", If: "次数.抽查 > 1", Minus: pick(d, "all", "2")}}}
	case 12:
		return standard.Term{Steps: []standard.Step{{What: "甲", If: when, Give: d.points(3)}, {What: "乙", If: "有支委会", Give: d.points(2)}, {What: "丙", If: "次数.抽查 == 0", Give: "1"}}}
	case 13:
		return standard.Term{Timely: &standard.Timely{Clock: "选举报批", Within: pick(d, "10天", "15天"), OnTime: "3", Late: "1.5", None: "0"}}
	case 14:
		return standard.Term{Pieces: &standard.Pieces{Of: "数值.捐款", Rounding: rounding, Table: []standard.Piece{{From: "0", Base: "0", Each: "0.5", Per: "300"}, {From: "1000", Base: "2", Each: "1", Per: "400"}}}}
	}
	return d.more(minus)
}

func (d *dice) more(minus string) standard.Term {
	switch d.n(4) {
	case 0:
		return standard.Term{Levels: &standard.Levels{Honour: "先进", Take: pick(d, "highest", "sum"), Table: map[string]string{"nation": "5", "province": d.points(4), "county": "1"}}}
	case 1:
		return standard.Term{Overdue: &standard.Overdue{Clock: "选举报批", Within: "15天", Per: pick(d, "1个月", "10天"), Minus: minus}}
	case 2:
		return standard.Term{Refer: &standard.Refer{Scheme: "其他", Back: d.n(2), Table: map[string]string{"五星": "5", "四星": d.points(3)}}}
	}
	return standard.Term{Formula: pick(d, "数值.收入 / 3", "取整(数值.收入 / 4) - 1", "满意度 / 20", "最小(党课, 4) * 0.75")}
}

func (d *dice) judge() *standard.Judge {
	switch d.n(4) {
	case 0:
		return &standard.Judge{Mark: "印象", Min: "1", Max: "3", Minus: true}
	case 1:
		return &standard.Judge{Mark: "印象", Min: "0", Max: "10", Columns: map[string]string{"self": "30%", "upper": "70%"}}
	case 2:
		return &standard.Judge{Mark: "答辩", Min: "0", Max: "9", Average: pick(d, "mean", "trimmed")}
	}
	return &standard.Judge{Mark: "印象", Min: "0", Max: "10"}
}

// rat reads an amount without the product's own reader.
func rat(text string) *big.Rat {
	if text == "" {
		return new(big.Rat)
	}
	percent := text[len(text)-1] == '%'
	if percent {
		text = text[:len(text)-1]
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("not a number: " + text)
	}
	if percent {
		r.Quo(r, big.NewRat(100, 1))
	}
	return r
}
