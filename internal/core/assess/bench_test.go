package assess

import (
	"fmt"
	"testing"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// sixty is sixty items: ten of each of six sorts, so that every mechanic of the
// figures (M01–M07, M11–M17, M44) stands in it several times.
func sixty() *standard.Standard {
	var items []standard.Item
	add := func(n int, points, start string, d *standard.Duty, terms ...standard.Term) {
		for range n {
			items = append(items, standard.Item{ID: party.ItemID(fmt.Sprintf("B-%02d", len(items))), Title: "基准", Points: points, Start: start, Duty: d, Score: terms, Part: []string{"甲", "乙", "丙"}[len(items)%3]})
		}
	}
	every := func(c party.Cadence, series string) *standard.Duty { return &standard.Duty{Every: c, Count: series} }
	add(6, "4", "", every(party.Quarterly, "党员大会"))
	add(6, "3", "full", every(party.Monthly, "支委会"), standard.Term{Per: &standard.Per{Minus: "0.5"}})
	add(4, "2", "full", nil, standard.Term{Missing: []standard.Element{{What: "甲", If: "有书记", Minus: "0.5"}, {What: "乙", If: "有组织委员", Minus: "0.5"}, {What: "丙", If: "有宣传委员", Minus: "0.5"}}})
	add(3, "4", "full", nil, standard.Term{Per: &standard.Per{Count: "人数(党员.正式 且 党员.学时 < 32)", Minus: "0.2"}})
	add(4, "3", "full", every(party.Monthly, "党费上缴"), standard.Term{Ladder: &standard.Ladder{Minus: []string{"0.5", "1.5", "3"}, Beyond: "all"}})
	add(4, "2", "full", nil, standard.Term{If: "应到人次 > 0", Below: &standard.Below{Of: "到会人次 / 应到人次", Line: "90%", Step: "10%", Minus: "1", Rounding: "down"}})
	add(4, "3", "zero", nil, standard.Term{Bands: &standard.Bands{Of: "发展党员数", Table: []standard.Band{{From: "1", Give: "1"}, {From: "2", Give: "2"}, {From: "4", Give: "3"}}}})
	add(4, "2.5", "full", nil, standard.Term{Worst: []standard.Case{{What: "甲", If: "届期逾期天数 > 0", Minus: "0.5"}, {What: "乙", If: "届期逾期天数 > 90", Minus: "1.5"}, {What: "丙", If: "届期逾期天数 > 180", Minus: "all"}}})
	add(5, "1", "zero", every(party.Yearly, "组织生活会"), standard.Term{Binary: &standard.Binary{If: "本项.已做 >= 1", Give: "1"}})
	add(3, "3", "zero", nil, standard.Term{Steps: []standard.Step{{What: "甲", If: "有书记", Give: "1"}, {What: "乙", If: "民主评议环节数 >= 5", Give: "1"}, {What: "丙", If: "有活动场所", Give: "1"}}})
	add(3, "1", "zero", nil, standard.Term{Timely: &standard.Timely{Clock: "选举报批", Within: "7天", OnTime: "1", Late: "0.5", None: "0"}})
	add(3, "4", "zero", nil, standard.Term{Cap: "4", Pieces: &standard.Pieces{Of: "场所面积", Rounding: "down", Table: []standard.Piece{{From: "0", Base: "0"}, {From: "20", Base: "1", Each: "0.5", Per: "10"}}}})
	add(3, "3", "zero", nil, standard.Term{Once: "表彰", Levels: &standard.Levels{Honour: "先进", Table: map[string]string{"county": "1", "city": "2", "province": "3"}}}, standard.Term{Once: "表彰", Levels: &standard.Levels{Honour: "示范", Table: map[string]string{"county": "0.8"}}})
	add(4, "1", "zero", nil, standard.Term{Per: &standard.Per{Count: "志愿服务", Plus: "0.25", Every: "quarter", Most: 1}})
	add(4, "2", "", &standard.Duty{Require: "有书记", Grace: "3个月"})
	s := std(items...)
	s.Rating = &standard.Scheme{Max: "160", Closing: 1, Parts: []standard.Part{{ID: "甲", Points: "60"}, {ID: "乙", Points: "60"}, {ID: "丙", Points: "60"}},
		Levels: []standard.Level{{Name: "五星", From: "140"}, {Name: "三星", From: "100"}, {Name: "未定星", From: "0"}}}
	return s
}

// folds is random closed branch-years, without trails.
func folds(n int) []*register.Year {
	years := make([]*register.Year, n)
	seed := uint32(1)
	next := func(k int) int { seed = seed*1664525 + 1013904223; return int(seed>>16) % k }
	for i := range years {
		b := closed()
		b.Trail = nil
		b.has("有书记", min(next(8), 1), "有组织委员", next(2), "有宣传委员", next(2), "有活动场所", next(2), "正式党员数", 5+next(30))
		for _, s := range []string{"党员大会", "支委会", "党费上缴", "志愿服务"} {
			for m := 1; m <= 12; m++ {
				if next(10) > 1 {
					b.held(s, 1, m)
				}
			}
		}
		if next(5) > 0 {
			b.held("组织生活会", 1, 12)
		}
		b.number("应到人次", "240").number("到会人次", fmt.Sprint(160+next(80))).number("发展党员数", fmt.Sprint(next(5))).number("届期逾期天数", fmt.Sprint(max(0, next(400)-200)))
		b.number("民主评议环节数", fmt.Sprint(next(6))).number("场所面积", fmt.Sprint(next(80)))
		for range 20 {
			b.member(1, "正式", 1, "学时", 200000+next(300000))
		}
		if next(3) == 0 {
			b.honour("先进", []string{"county", "city", "province"}[next(3)])
		}
		if next(6) == 0 {
			b.honour("示范", "county")
		}
		if next(4) == 0 {
			b.ran("选举报批", "2026-05-05", fmt.Sprintf("2026-05-%02d", 6+next(20)))
		}
		years[i] = b.Year
	}
	return years
}

// BenchmarkScore is the score-only pass over sixty items.
func BenchmarkScore(b *testing.B) {
	p, _ := Compile(sixty())
	years := folds(1000)
	var sheet Sheet
	p.Score(years[0], &sheet)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		p.Score(years[i%len(years)], &sheet)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(p.items)), "ns/item")
}

// BenchmarkTrace is the pass with structured traces.
func BenchmarkTrace(b *testing.B) {
	p, _ := Compile(sixty())
	years := folds(1000)
	sheet := Sheet{Trace: &Trace{}}
	p.Score(years[0], &sheet)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		p.Score(years[i%len(years)], &sheet)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(p.items)), "ns/item")
}

// BenchmarkHand is the same arithmetic written out by hand over the same folds
// with the same exact type, summed into a total; TestHand holds it to the pass.
func BenchmarkHand(b *testing.B) {
	years := folds(1000)
	h := newHand()
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		h.score(years[i%len(years)])
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*60), "ns/item")
}

// BenchmarkAssess explains one branch in full from its fold.
func BenchmarkAssess(b *testing.B) {
	p, _ := Compile(sixty())
	years := folds(1000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		p.Assess(years[i%len(years)])
	}
}

// BenchmarkWords writes the words of one assessed branch, which Assess does too.
func BenchmarkWords(b *testing.B) {
	p, _ := Compile(sixty())
	years := folds(1000)
	all := make([]*Assessment, len(years))
	for i, y := range years {
		all[i] = p.Assess(y)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		p.speak(all[i%len(all)])
	}
}

// speak writes the words of an assessment again.
func (p *Program) speak(a *Assessment) []string {
	x := &explainer{p: p}
	x.ready(p.sentences)
	for i := range a.Items {
		x.because(&p.items[i], &a.Items[i])
	}
	return x.said
}

// BenchmarkDue lists one branch's obligations.
func BenchmarkDue(b *testing.B) {
	p, _ := duty.Compile(sixty())
	years := folds(1000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		p.Due(years[i%len(years)])
	}
}

// TestNoAllocation: the score-only pass and the pass with traces allocate nothing
// for each branch.
func TestNoAllocation(t *testing.T) {
	p, problems := Compile(sixty())
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	years := folds(50)
	for name, sheet := range map[string]*Sheet{"plain": {}, "traced": {Trace: &Trace{Steps: make([]Step, 0, 4096)}}} {
		p.Score(years[0], sheet)
		i := 0
		if n := testing.AllocsPerRun(500, func() { p.Score(years[i%50], sheet); i++ }); n != 0 {
			t.Errorf("%s: %v allocations a branch", name, n)
		}
	}
}
