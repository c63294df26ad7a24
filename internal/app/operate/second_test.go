package operate

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// comparing is a scheme with a rank, a percentile and a roll-up, beside an item
// that compares nothing.
const comparing = `
pack: town
version: "1"
title: 乡镇 · 组内比较示例
kind: scheme
from: 2026-01-01
domains: [village, community]
sources: {办法: {title: 某镇评定办法（示例）}}
vocabulary: {figures: [{name: 完成率, unit: 分}]}
scheme:
  title: 组内比较示例
  authority: 示例
  rides_on: 年度述职评议
  ends: 2030-12-31
  max: 30
  choices: 1
  sizes: [{name: 小, if: 正式党员数 < 7}, {name: 大, if: 正式党员数 >= 7}]
  exempt: [{what: 临时党支部, if: 临时}]
  parts: [{id: 支部, title: 支部, points: 20}, {id: 党委, title: 党委, points: 10}]
  levels: [{name: 好, from: 18}, {name: 中, from: 10}, {name: 一般, from: 0}]
  quotas: [{level: 好, share: 50%, sense: at_most, base: assessed, rounding: down, overflow: next_level, ties: all_in, on: QUOTA}]
items:
  - {id: T-1, title: 书记在任, kind: baseline, force: LOCAL, source: {doc: 办法, confidence: V}, minutes: 0, remedy: 选。, part: 支部, points: 4, start: zero, score: [{binary: {if: 有书记, give: 4}}]}
  - {id: T-2, title: 完成率名次, kind: baseline, force: LOCAL, source: {doc: 办法, confidence: V}, minutes: 0, remedy: 看。, part: 支部, points: 8, start: zero, score: [{rank: {of: 数值.完成率, table: [8, 6, 4, 2], ties: same}}]}
  - {id: T-3, title: 完成率百分位, kind: baseline, force: LOCAL, source: {doc: 办法, confidence: V}, minutes: 0, remedy: 看。, part: 支部, points: 8, start: zero, score: [{percentile: {of: 数值.完成率, table: [{from: 0, give: 8}, {from: 50%, give: 1}], ties: same}}]}
  - {id: T-4, title: 下级平均, kind: baseline, force: LOCAL, bearer: committee, source: {doc: 办法, confidence: V}, minutes: 0, remedy: 看。, part: 党委, points: 10, start: zero, score: [{rollup: {take: mean, weight: 25%}}]}
`

// town is a committee with village branches below it that have these figures, a
// community branch, a provisional branch and a field that the scheme leaves out.
func town(figures ...string) []fact.Fact {
	var all []fact.Fact
	put := func(org party.OrgID, body fact.Body) {
		on := party.DateOf(2020, 1, 1)
		if body.Kind() == "figure" {
			on = party.DateOf(2026, 12, 1)
		}
		all = append(all, fact.Fact{ID: party.FactID(fmt.Sprintf("f%03d", len(all))), Org: org, On: on, At: instant(on, 20, 0), By: "m-test", Body: body})
	}
	branch := func(org party.OrgID, domain party.Domain, form party.Form, members int, value string) {
		put(org, &fact.OrgFounded{Name: string(org) + "(虚构)", Level: "branch", Parent: "t1", Form: form, Domain: domain})
		for i := range members {
			put(org, &fact.MemberEnrolled{Member: party.MemberID(fmt.Sprintf("%s-%d", org, i)), Stage: "full", Accepted: party.DateOf(2010, 1, 1), Full: party.DateOf(2011, 1, 1), Class: "farmer"})
		}
		if v, err := party.ParseDecimal(value); err == nil {
			put(org, &fact.Figure{Name: "完成率", Value: v, Unit: "分", Source: "county", Window: "2026"})
		}
	}
	put("t1", &fact.OrgFounded{Name: "示例镇党委(虚构)", Level: "committee", Form: "single", Domain: "village"})
	for i, v := range figures {
		branch(party.OrgID(fmt.Sprintf("b%d", i+1)), "village", "single", 8, v)
	}
	branch("c1", "community", "single", 8, "99")
	branch("s1", "agency", "single", 8, "99")
	branch("x1", "village", "temporary", 8, "")
	return all
}

// question asks about a town.
func question(facts []fact.Fact, quota string) *Question {
	pack := strings.ReplaceAll(comparing, "QUOTA", quota)
	lib := NewLibrary(fstest.MapFS{"town/pack.yaml": &fstest.MapFile{Data: []byte(pack)}})
	return &Question{Library: lib, Scheme: "town", Year: 2026, Cut: fact.Cut{On: party.DateOf(2027, 2, 1)}, Facts: facts, Skip: func() {}}
}

// answers returns what was judged, by organisation.
func answers(t *testing.T, q *Question) map[party.OrgID]app.Judged {
	t.Helper()
	if problems, err := q.Library.Check(q.Scheme); err != nil || failed(problems) {
		t.Fatal(problems, err)
	}
	all := map[party.OrgID]app.Judged{}
	last := party.OrgID("")
	err := q.Answer(func(j app.Judged) bool {
		if j.Assessment.Org < last {
			t.Errorf("%s after %s", j.Assessment.Org, last)
		}
		last = j.Assessment.Org
		all[last] = j
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// points writes the points of an item for each branch b1, b2, …
func points(all map[party.OrgID]app.Judged, item, n int) string {
	var said []string
	for i := range n {
		said = append(said, all[party.OrgID(fmt.Sprintf("b%d", i+1))].Assessment.Items[item].Points.String())
	}
	return strings.Join(said, " ")
}

// TestM27_M28_M45_Answered: a rank, a percentile and a roll-up give points when a
// whole file is asked about; who is not in the group takes no place.
func TestM27_M28_M45_Answered(t *testing.T) {
	q := question(town("70", "90", "80", "80"), "false")
	all := answers(t, q)
	if got := points(all, 1, 4); got != "2 8 6 6" {
		t.Errorf("ranks give %s", got)
	}
	if got := points(all, 2, 4); got != "1 8 8 8" {
		t.Errorf("shares give %s", got)
	}
	if got := strings.Join(all["b3"].Assessment.Items[1].Because, ""); got != "完成率 为 80，同组 4 个支部中第 2 名（并列 2 个）：得 6 分" {
		t.Errorf("%s", got)
	}
	if got := all["c1"].Assessment.Items[1].Places[0]; got.Among != 1 {
		t.Errorf("another field is another group: %+v", got)
	}
	if _, there := all["t1"]; there || len(all) != 6 {
		t.Errorf("%d answers", len(all))
	}
	q.Org = "t1"
	up := answers(t, q)["t1"].Assessment
	if got := strings.Join(up.Items[3].Because, ""); !strings.Contains(got, "分属 2 个比较组") || up.Items[3].Points.String() != "0–10" {
		t.Errorf("%s %s", up.Items[3].Points, got)
	}
}

// TestM45_Below: where those below are one group, their scores are joined, each
// with the points of its own place.
func TestM45_Below(t *testing.T) {
	facts := town("70", "90")
	for i := range facts {
		if b, ok := facts[i].Body.(*fact.OrgFounded); ok && b.Domain == "community" {
			b.Domain = "agency"
		}
	}
	q := question(facts, "false")
	q.Org = "t1"
	up := answers(t, q)["t1"].Assessment
	// b1: 0+6+1 of 20, out of 30 that is 10.5; b2: 0+8+8 of 20, 24; their mean is 17.25, a quarter 4.3125.
	if got := strings.Join(up.Items[3].Because, "；"); got != "下级 2 个党组织得分平均 17.25 × 0.25：得 4.3125 分；四舍五入保留 2 位小数：4.31" {
		t.Errorf("%s", got)
	}
}

// TestSecondPassAnswers: the order of the facts changes nothing, one branch asked
// for alone has what it has in the list, and an item that compares nothing has
// what it has without peers.
func TestSecondPassAnswers(t *testing.T) {
	facts := town("70", "90", "80", "80", "")
	want := answers(t, question(facts, "true"))
	r := rand.New(rand.NewPCG(1, 1))
	for range 8 {
		r.Shuffle(len(facts), func(i, k int) { facts[i], facts[k] = facts[k], facts[i] })
		for org, j := range answers(t, question(facts, "true")) {
			if !reflect.DeepEqual(j.Assessment.Items, want[org].Assessment.Items) || !reflect.DeepEqual(j.Rating, want[org].Rating) {
				t.Fatalf("%s depends on the order of the facts", org)
			}
		}
	}
	for org, j := range want {
		q := question(facts, "true")
		q.Org = org
		alone := answers(t, q)[org]
		if !reflect.DeepEqual(alone.Assessment.Items, j.Assessment.Items) || !reflect.DeepEqual(alone.Rating, j.Rating) {
			t.Errorf("%s asked for alone differs", org)
		}
		single, err := JudgeYear(j.Standard, j.Year)
		if err != nil || !reflect.DeepEqual(single.Assessment.Items[0], j.Assessment.Items[0]) {
			t.Errorf("%s: an item that compares nothing changed: %v", org, err)
		}
	}
}

// TestM20_Answered: quotas that are on move computed bands, each group by itself,
// and say so; off they move nobody. C3: nobody is rated.
func TestM20_Answered(t *testing.T) {
	band := func(all map[party.OrgID]app.Judged) string {
		var said []string
		for _, org := range []party.OrgID{"b1", "b2", "b3", "c1"} {
			if all[org].Rating.Rated != nil {
				t.Errorf("%s is rated", org)
			}
			said = append(said, all[org].Rating.Band.Level)
		}
		return strings.Join(said, " ")
	}
	facts := town("90", "90", "80", "50", "40")
	if got := band(answers(t, question(facts, "false"))); got != "好 好 好 好" {
		t.Errorf("off: %s", got)
	}
	on := answers(t, question(facts, "true"))
	if got := band(on); got != "好 好 中 中" {
		t.Errorf("on: %s", got)
	}
	if got := on["b3"].Rating.Band; got.Full != "好" || !strings.Contains(got.Why, "够好的线，名额已满，相当于中档，未评定") {
		t.Errorf("%+v", got)
	}
}

// TestNothingIsGatheredInVain: a scheme that compares nothing is answered in one
// pass; one that does says so as it goes.
func TestNothingIsGatheredInVain(t *testing.T) {
	for quota, want := range map[string]int{"false": 6, "true": 12} {
		q, n := question(town("70", "90", "80"), quota), 0
		q.Compare = func() { n++ }
		answers(t, q)
		if n != want {
			t.Errorf("quota %s: %d organisations gathered", quota, n)
		}
	}
	county := &Question{Library: shelf(), Scheme: "county-demo", Year: 2026, Cut: fact.Cut{On: party.DateOf(2027, 2, 1)}, Facts: town("70"), Skip: func() {}}
	county.Compare = func() { t.Error("county-demo compares nothing") }
	answers(t, county)
}
