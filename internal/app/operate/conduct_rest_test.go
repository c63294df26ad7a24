package operate

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// differences are the items with points that two judgements do not agree on.
func differences(a, b app.Judged) []string {
	var ids []string
	for i := range a.Assessment.Items {
		x, y := a.Assessment.Items[i], b.Assessment.Items[i]
		if x.Max.Sign() > 0 && (x.Points != y.Points || x.Verdict != y.Verdict || x.Due != y.Due) {
			ids = append(ids, fmt.Sprintf("%s %s→%s", x.ID, x.Points, y.Points))
		}
	}
	return ids
}

// TestConduct_C09_RoomOfOnesOwn: an own item that fell short costs nothing, one
// that reached its own target adds; and a season moves a SHOULD, not a MUST.
func TestConduct_C09_RoomOfOnesOwn(t *testing.T) {
	plain := demo(whole()).judge(t)
	choice := `{"id":"own","kind":"choice.declared","on":"2026-01-20","body":{"item":"ZB-63","target":"3","year":2026}}`
	short := demo(append(whole(), choice, `{"kind":"choice.reported","on":"2026-12-01","body":{"choice":"own","value":"2"}}`)).judge(t)
	done := demo(append(whole(), choice, `{"kind":"choice.reported","on":"2026-12-01","body":{"choice":"own","value":"3"}}`)).judge(t)
	if got := differences(plain, short); len(got) > 0 {
		t.Errorf("an own item that fell short: %v", got)
	}
	if got := differences(plain, done); len(got) != 1 || !strings.HasPrefix(got[0], "CD-902 0→0.5") {
		t.Errorf("an own item that was reached: %v", got)
	}
	busy := func(line, meeting string) app.Judged {
		return demo(append(but(whole(), line), "时段 农忙 2026-05-20 2026-06-30", meeting)).judge(t)
	}
	if it := item(t, busy("每月12日 会议", "1-5,7-12月12日 会议 支委会"), "ZB-46"); it.Verdict == assess.Unmet {
		t.Errorf("the committee that did not meet in the harvest: %s %v", it.Points, it.Because)
	}
	if it := item(t, busy("每月10日 会议", "1-5,7-12月10日 会议 主题党日"), "ZB-63"); it.Verdict != assess.Unmet {
		t.Errorf("a MUST moved with the season: %s", it.Verdict)
	}
}

// TestConduct_C10_OneMissedShouldOpensNothing: what a branch says it did not hold
// once is excused and makes no step; a repeated miss costs its share and no more.
func TestConduct_C10_OneMissedShouldOpensNothing(t *testing.T) {
	rest := but(whole(), "每季11日 会议")
	full := demo(whole()).judge(t)
	once := demo(append(rest, "2,8,11月11日 会议 党员大会+党课 主讲党员1", "没开 党员大会 2026-Q2 农忙")).judge(t)
	if a, b := item(t, full, "ZB-40"), item(t, once, "ZB-40"); a.Points != b.Points || b.Verdict != assess.Met {
		t.Errorf("missed once: %s %s of %s", b.Verdict, b.Points, a.Points)
	}
	twice := demo(append(rest, "8,11月11日 会议 党员大会+党课 主讲党员1", "没开 党员大会 2026-Q1 其他", "没开 党员大会 2026-Q2 农忙")).judge(t)
	a, b := item(t, full, "ZB-40"), item(t, twice, "ZB-40")
	if third := a.Points.Lo.Mul(standard.Frac(2, 3)).Round(2, standard.HalfUp); b.Points.Lo != third {
		t.Errorf("missed twice, excused once: %s of %s, want %s", b.Points, a.Points, third)
	}
	for _, j := range []app.Judged{once, twice} {
		if j.Rating.Step != nil && j.Rating.Step.Item == "ZB-40" {
			t.Errorf("a quarter that is over is a step: %s", j.Rating.Step.Text)
		}
	}
}

// TestConduct_C11_BeingAskedCostsNothing: requests and inspections that found
// nothing leave the score as it was, however many.
func TestConduct_C11_BeingAskedCostsNothing(t *testing.T) {
	var asked []string
	for i := range 20 {
		asked = append(asked, fmt.Sprintf(`{"kind":"request.received","on":"2026-05-%02d","body":{"by":"town","sort":"form","outside":true,"minutes":60}}`, i+1),
			fmt.Sprintf("2026-06-%02d 检查 县 抽查", i+1))
	}
	if got := differences(demo(whole()).judge(t), demo(append(whole(), asked...)).judge(t)); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

// TestConduct_C12_EverySchemeRidesOnSomethingLawful.
func TestConduct_C12_EverySchemeRidesOnSomethingLawful(t *testing.T) {
	pay := regexp.MustCompile(`报酬|绩效|奖金|工资|薪|津贴|待遇`)
	l := shelf()
	schemes := 0
	for _, id := range ids(t) {
		p, _, err := l.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		if p.Scheme == nil || p.Kind == "archived" {
			continue
		}
		schemes++
		if s := p.Scheme; s.Authority == "" || s.Rides == "" || s.Ends == party.NoDate {
			t.Errorf("%s rides on %q by %q until %s", id, s.Rides, s.Authority, s.Ends)
		}
		for _, f := range p.Scheme.Follow {
			if pay.MatchString(f.What) {
				t.Errorf("%s: %s leads to %s", id, f.Level, f.What)
			}
		}
	}
	if schemes < 30 {
		t.Errorf("only %d schemes", schemes)
	}
}

// TestConduct_C13_ATighteningWaitsForTheNextYear: a pack that tightens in July
// does not judge that year, by no way of asking.
func TestConduct_C13_ATighteningWaitsForTheNextYear(t *testing.T) {
	l := NewLibrary(pile(map[string]string{
		"base": meeting,
		"july": "import: [{pack: base}]\nmodify:\n  - {item: A, set: {duty: {every: month, count: 主题党日, least: 2}}, why: 收紧。}\n",
	}))
	if _, _, err := l.Pack("july"); err != nil {
		t.Fatal(err)
	}
	l.Packs()["july"].From = party.DateOf(2026, 7, 1)
	county := all(County{Branches: 11, Seed: 1, Year: 2027, Years: 2})
	for year, want := range map[int]bool{2026: false, 2027: true} {
		n := 0
		q := Question{Library: l, Scheme: "july", Profile: "village", Year: year, Cut: fact.Cut{On: party.DateOf(year, 12, 31)}, Facts: county}
		err := q.Answer(func(app.Judged) bool { n++; return true })
		if (err == nil) != want || (n > 0) != want {
			t.Errorf("%d: %d branches, %v", year, n, err)
		}
		if err != nil && !strings.Contains(err.Error(), "下一年度") {
			t.Errorf("%v", err)
		}
	}
	c := packTest{Year: 2026, Profile: "村"}
	if _, _, wrong := l.stage("july", &c); len(wrong) != 1 || !strings.Contains(wrong[0], "下一年度") {
		t.Errorf("a case of that year: %v", wrong)
	}
}

// TestConduct_C14_WhatUpperLevelsOmitCostsNoBranch: a county whose committees did
// nothing has branches with the points they had.
func TestConduct_C14_WhatUpperLevelsOmitCostsNoBranch(t *testing.T) {
	points := func(keep func(fact.Fact) bool) map[party.OrgID]assess.Pair {
		var facts []fact.Fact
		for _, f := range all(County{Branches: 22, Seed: 4, Year: 2026, Years: 1}) {
			if keep(f) {
				facts = append(facts, f)
			}
		}
		got := map[party.OrgID]assess.Pair{}
		q := Question{Library: shared(), Scheme: "county-demo", Year: 2026, Cut: fact.Cut{On: party.DateOf(2027, 1, 31)}, Facts: facts}
		if err := q.Answer(func(j app.Judged) bool { got[j.Year.Org] = j.Rating.Points; return true }); err != nil {
			t.Fatal(err)
		}
		return got
	}
	diligent := points(func(fact.Fact) bool { return true })
	idle := points(func(f fact.Fact) bool { return f.Body.Kind() != "upper.did" })
	if len(diligent) < 20 || len(idle) != len(diligent) {
		t.Fatalf("%d and %d branches", len(diligent), len(idle))
	}
	for org, p := range diligent {
		if idle[org] != p {
			t.Errorf("%s has %s, and %s under idle committees", org, p, idle[org])
		}
	}
}

// TestConduct_C15_AnUnansweredAskStops: the item that the branch asked help
// with is not held against it until it is answered.
func TestConduct_C15_AnUnansweredAskStops(t *testing.T) {
	lines := append(but(whole(), "每月10日 会议"), "1-3月10日 会议 主题党日")
	alone := item(t, demo(lines).judge(t), "ZB-63")
	ask := `{"id":"ask","kind":"help.asked","on":"2026-04-01","body":{"of":"t01","items":["ZB-63"]}}`
	asked := item(t, demo(append(lines, ask)).judge(t), "ZB-63")
	if alone.Verdict != assess.Unmet || asked.Verdict != assess.Met || asked.Points.Lo != asked.Max {
		t.Errorf("alone %s %s, asked %s %s", alone.Verdict, alone.Points, asked.Verdict, asked.Points)
	}
	stopped := 0
	for _, o := range asked.Obligations {
		if o.State == duty.Stopped {
			stopped++
		}
	}
	if stopped != 9 {
		t.Errorf("%d months stopped", stopped)
	}
}

// TestConduct_C17_AwayIsNotAbsent: a registered member away in living contact, and
// one adjusted by the committee, are outside the denominator in every field.
func TestConduct_C17_AwayIsNotAbsent(t *testing.T) {
	for _, d := range party.Domains {
		p := play{pack: "floor", profile: d.Label, branch: branchKeys{Domain: d.Label, Full: 4}}
		p.facts = []string{"每月10日 会议 主题党日 缺席3"}
		absent := p.judge(t)
		if _, asked := has(absent, "ZB-60"); !asked {
			continue // of the retired and of members away it is not asked at all
		}
		if v := item(t, absent, "ZB-60").Verdict; v != assess.Unmet {
			t.Errorf("%s: three of four absent: %s", d.Label, v)
		}
		p.facts = append(p.facts, "2026-01-02 流动 党员2 登记流动", "2026-01-02 流动 党员3 登记流动", "每季1日 流动 党员2 取得联系", "每季2日 流动 党员3 流入地反馈",
			`{"kind":"member.adjusted","on":"2026-01-03","body":{"member":"党员4","adjusted":true}}`)
		if v := item(t, p.judge(t), "ZB-60").Verdict; v != assess.Met {
			t.Errorf("%s: two away and one adjusted: %s", d.Label, v)
		}
	}
}

// has finds an item that is asked for.
func has(j app.Judged, id party.ItemID) (assess.Item, bool) {
	for _, it := range j.Assessment.Items {
		if it.ID == id && it.Verdict != assess.NotApplicable {
			return it, true
		}
	}
	return assess.Item{}, false
}

// TestConduct_C20_OneClerkForAll: a county whose every line a clerk wrote on
// paper's behalf is judged as one whose secretaries wrote themselves.
func TestConduct_C20_OneClerkForAll(t *testing.T) {
	judged := func(clerk bool) string {
		facts := all(County{Branches: 22, Seed: 2, Year: 2026, Years: 1})
		for i := range facts {
			if clerk {
				facts[i].By, facts[i].Proxy = "m-clerk", true
			}
		}
		var said strings.Builder
		q := Question{Library: shared(), Scheme: "county-demo", Year: 2026, Cut: fact.Cut{On: party.DateOf(2026, 12, 31)}, Facts: facts}
		if err := q.Answer(func(j app.Judged) bool {
			fmt.Fprintln(&said, j.Year.Org, j.Rating.Points, j.Rating.Band, j.Assessment.Items[0].Because)
			return true
		}); err != nil {
			t.Fatal(err)
		}
		return said.String()
	}
	if a, b := judged(false), judged(true); a != b || len(a) < 1000 {
		t.Errorf("who writes decides:\n%.400s\n%.400s", a, b)
	}
}

// TestConduct_C22_NoTargetForModels and C23: no pack in use asks for a brand, a
// carrier, a model or visitors, so having none costs nothing.
func TestConduct_C22_NoTargetForModels(t *testing.T) {
	show := regexp.MustCompile(`品牌|典型|样板|示范点|亮点|特色|经验材料|参观|观摩|宣传报道|媒体`)
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		for _, it := range std.Items {
			if w := show.FindString(it.Title + it.Remedy); w != "" {
				t.Errorf("%s %s asks for %s: %s", id, it.ID, w, it.Title)
			}
		}
	})
}

// TestConduct_C27_ASecretaryGoesAndTheWorkStays: a change of secretary within a
// day leaves every item and everything in progress as it was.
func TestConduct_C27_ASecretaryGoesAndTheWorkStays(t *testing.T) {
	open := []string{
		`{"id":"found","kind":"finding.raised","on":"2026-04-01","body":{"item":"DF-17","severity":"minor","due":"2026-12-20"}}`,
		`{"id":"pledge","kind":"pledge.made","on":"2026-02-01","body":{"member":"党员5","form":"promise","due":"2026-11-30"}}`,
		"2026-04-10 步骤 申请人1 递交入党申请书", "2026-04-20 步骤 申请人1 党组织派人谈话",
	}
	later := []string{
		`{"kind":"finding.closed","on":"2026-09-01","body":{"finding":"found","result":"done"}}`,
		`{"kind":"pledge.done","on":"2026-11-01","body":{"pledge":"pledge","done":true}}`,
	}
	change := []string{"2026-06-15 离任 党员1 书记", "2026-06-15 任职 党员5 书记", "2026-06-15 离任 党员1 村(居)委会主任", "2026-06-15 任职 党员5 村(居)委会主任"}
	keep := append(append(whole(), open...), later...)
	stay, goes := demo(keep).judge(t), demo(append(keep, change...)).judge(t)
	if got := differences(stay, goes); len(got) > 0 {
		t.Errorf("with the secretary went %v", got)
	}
	if stay.Rating.Points != goes.Rating.Points {
		t.Errorf("%s, then %s", stay.Rating.Points, goes.Rating.Points)
	}
}

// TestConduct_C28_NoWall: no pack in use asks for boards, plaques or texts on a
// wall, as an item, as evidence or as a remedy.
func TestConduct_C28_NoWall(t *testing.T) {
	wall := regexp.MustCompile(`上墙|展板|展墙|展厅|牌匾|标牌|挂牌|制度牌|党建墙|文化墙|铭牌`)
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		for _, it := range std.Items {
			if w := wall.FindString(it.Title + it.Remedy + it.Reading + strings.Join(it.Evidence, " ")); w != "" {
				t.Errorf("%s %s asks for %s", id, it.ID, w)
			}
		}
	})
}
