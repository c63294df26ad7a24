package operate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// These are the traps of regulations §14 that lie in the packs, played from facts
// to a verdict; those of the fold, of procedures and of single duties are tests of
// the packages that they are about.

// floor is a branch under the floor alone.
func floor(k branchKeys, facts ...string) play {
	if k.Domain == "" {
		k.Domain = "村"
	}
	return play{pack: "floor", profile: k.Domain, branch: k, facts: facts}
}

// A trap is a branch's year, and the verdict of one item.
type trapped struct {
	name string
	play play
	item party.ItemID
	want string
}

func verdicts(t *testing.T, cases []trapped) {
	t.Helper()
	for _, c := range cases {
		if got := c.play.verdict(t, c.item); got != c.want {
			t.Errorf("%s: %s %s, want %s", c.name, c.item, got, c.want)
		}
	}
}

// vote is a meeting of ten entitled to vote.
func vote(kind, on string, present, yes int) string {
	return fmt.Sprintf(`{"kind":"meeting.held","on":"2026-05-10","body":{"kinds":["%s"],"votes":[{"on":"%s","due":10,"present":%d,"yes":%d,"no":%d,"abstain":0}]}}`, kind, on, present, yes, present-yes)
}

func TestTR01_TheDenominatorIsThoseDue(t *testing.T) {
	verdicts(t, []trapped{
		{"eight of ten there, six for it", floor(branchKeys{}, vote("assembly", "ordinary", 8, 6)), "ZB-41", "达标"},
		{"eight of ten there, five for it", floor(branchKeys{}, vote("assembly", "ordinary", 8, 5)), "ZB-41", "达标"}, // lost, and in order
		{"four of ten there, all for it", floor(branchKeys{}, vote("assembly", "ordinary", 4, 4)), "ZB-41", "未达标"},
	})
}

func TestTR03_HalfIsEnoughForOneVoteAndNotForAnother(t *testing.T) {
	verdicts(t, []trapped{
		{"five of ten for an ordinary vote", floor(branchKeys{}, vote("assembly", "ordinary", 5, 5)), "ZB-41", "达标"},
		{"five of ten to accept", floor(branchKeys{}, vote("assembly", "accept", 5, 5)), "ZB-41", "未达标"},
		{"six of ten to accept", floor(branchKeys{}, vote("assembly", "accept", 6, 6)), "ZB-41", "达标"},
		{"five of ten to convert", floor(branchKeys{}, vote("assembly", "convert", 5, 5)), "ZB-41", "未达标"},
	})
}

func TestTR04_EightOfTenMayElect(t *testing.T) {
	verdicts(t, []trapped{
		{"eight of ten", floor(branchKeys{}, "选举 换届选举 3 4 10 8"), "XJ-13", "达标"},
		{"seven of ten", floor(branchKeys{}, "选举 换届选举 3 4 10 7"), "XJ-13", "未达标"},
		{"thirteen of sixteen", floor(branchKeys{Full: 16}, "选举 换届选举 3 4 16 13"), "XJ-13", "达标"},
		{"twelve of sixteen", floor(branchKeys{Full: 16}, "选举 换届选举 3 4 16 12"), "XJ-13", "未达标"},
	})
}

func TestTR07_OneMoreThanThree(t *testing.T) {
	for seats, least := range map[int]int{3: 4, 5: 6, 7: 9} {
		for _, n := range []int{least - 1, least} {
			want := map[bool]string{true: "达标", false: "未达标"}[n >= least]
			line := fmt.Sprintf("选举 换届选举 %d %d 20 20", seats, n)
			verdicts(t, []trapped{{line, floor(branchKeys{Full: 20}, line), "XJ-08", want}})
		}
	}
}

func TestTR11_AThirdOfThoseGraded(t *testing.T) {
	year := []string{"2026-12-11 会议 民主评议"}
	verdicts(t, []trapped{
		{"three of ten", floor(branchKeys{Full: 10, Probationary: 5}, append(year, "评议 3")...), "SH-06", "达标"},
		{"four of ten, with five on probation", floor(branchKeys{Full: 10, Probationary: 5}, append(year, "评议 4")...), "SH-06", "未达标"},
		{"four of twelve", floor(branchKeys{Full: 12}, append(year, "评议 4")...), "SH-06", "达标"},
	})
}

func TestTR20_TwoSizesTwoCounts(t *testing.T) {
	verdicts(t, []trapped{
		{"six full and three on probation need no committee", floor(branchKeys{Full: 6, Probationary: 3}), "ZB-20", "不适用"},
		{"seven full need one", floor(branchKeys{Full: 7, Committee: "否"}), "ZB-20", "未达标"},
		{"two full and two on probation are too few", floor(branchKeys{Full: 2, Probationary: 2}), "ZB-03", "未达标"},
		{"forty-nine full and two on probation are too many", floor(branchKeys{Full: 49, Probationary: 2}), "ZB-02", "未达标"},
		{"forty-nine and one are not", floor(branchKeys{Full: 49, Probationary: 1}), "ZB-02", "达标"},
	})
}

func TestTR26_TR27_WhatIsNotThereIsNotMissing(t *testing.T) {
	for _, d := range party.Domains {
		p := play{pack: "county-demo", profile: d.Label, branch: branchKeys{Domain: d.Label, Full: 6}}
		if d.Code == "floating" {
			p.branch.Form = "流动"
		}
		for _, id := range []party.ItemID{"ZB-46", "ZB-50", "ZB-22", "ZB-72a"} {
			if got := p.verdict(t, id); got != "不适用" {
				t.Errorf("%s of six without groups: %s %s", d.Label, id, got)
			}
		}
	}
}

func TestTR28_TheSeventhMemberComesInTheYear(t *testing.T) {
	joins := func(day string) string {
		return `{"kind":"member.enrolled","on":"` + day + `","body":{"member":"新来","stage":"full","accepted":"2010-01-01","full":"2011-01-01","class":"employee"}}`
	}
	verdicts(t, []trapped{
		{"in October: half a year to elect one", floor(branchKeys{Full: 6}, joins("2026-10-10")), "ZB-20", "未到期"},
		{"in January: it has run out", floor(branchKeys{Full: 6}, joins("2026-01-10")), "ZB-20", "未达标"},
		{"no monthly meeting of a committee that is not there", floor(branchKeys{Full: 6}, joins("2026-01-10")), "ZB-46", "不适用"},
	})
}

func TestTR49_TheYearThatIsAssessed(t *testing.T) {
	for line, want := range map[string]string{
		"2027-02-10 会议 组织生活会 年度2026": "达标", "2027-02-10 会议 组织生活会 年度2027": "未达标",
		"2026-02-10 会议 组织生活会 年度2025": "未达标", "2026-12-10 会议 组织生活会": "达标",
	} {
		p := floor(branchKeys{}, line)
		p.asOf = "2027-06-30"
		verdicts(t, []trapped{{line, p, "ZB-65", want}})
	}
	none := floor(branchKeys{})
	none.asOf = "2027-03-15"
	verdicts(t, []trapped{{"three months are left after the year", none, "ZB-65", "未到期"}})
}

func TestTR50_AQuarterIsNoArrears(t *testing.T) {
	pays := func(line string) play {
		return floor(branchKeys{Full: 3}, "党费 党员1 党员2 1-12月", line)
	}
	quarterly := floor(branchKeys{Full: 3}, "党费 党员1 党员2 1-12月", "2026-03-30 党费 党员3 1-3月", "2026-06-30 党费 党员3 4-6月", "2026-09-30 党费 党员3 7-9月", "2026-12-30 党费 党员3 10-12月")
	verdicts(t, []trapped{
		{"each quarter", quarterly, "DF-14", "达标"},
		{"nothing since June", pays("党费 党员3 1-6月"), "DF-14", "未达标"},
		{"nothing since September", pays("党费 党员3 1-9月"), "DF-14", "达标"},
	})
}

// TestTR65: what state-owned firms set aside is no item: neither one per cent of
// revenue nor a duty to spend it.
func TestTR65_TheOnePerCentIsNoDuty(t *testing.T) {
	share := regexp.MustCompile(`工资总额|营业收入|营收|党建经费|活动经费.*%`)
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		for _, it := range std.Items {
			if w := share.FindString(it.Title); w != "" && it.Force == "MUST" && it.Bearer == "branch" {
				t.Errorf("%s %s makes %s a duty of the branch", id, it.ID, w)
			}
		}
	})
}

// TestTR75: an old year is judged by what was in force then: not by the disposal
// measures of 2024, nor by the election rules of 2020.
func TestTR75_OldYearsByOldRules(t *testing.T) {
	l := shared()
	for _, d := range party.Domains {
		for year, want := range map[int][]bool{2018: {true, false, false}, 2019: {true, false, false}, 2021: {true, true, false}, 2026: {true, true, true}} {
			std, problems := l.Resolve("floor", d.Code, party.DateOf(year, 12, 31))
			if std == nil {
				t.Fatal(problems)
			}
			for i, doc := range []string{"D-ZB", "D-XJ", "D-CZ"} {
				there := slices.ContainsFunc(std.Items, func(it standard.Item) bool { return it.Source.Doc == doc })
				if there != want[i] {
					t.Errorf("%s in %d: items of %s %v, want %v", d.Label, year, doc, there, want[i])
				}
			}
			for _, it := range std.Items {
				if since := std.Sources[it.Source.Doc].From; it.From != since || since.Year() > year {
					t.Errorf("%s in %d: %s from %s, its document from %s", d.Label, year, it.ID, it.From, since)
				}
			}
		}
	}
}

// TestTR70: the rules of 1990 that pages still copy are not in the floor.
func TestTR70_NotTheRulesOf1990(t *testing.T) {
	l := shared()
	for _, d := range party.Domains {
		std, problems := l.Resolve("floor", d.Code, party.DateOf(2026, 12, 31))
		if std == nil {
			t.Fatal(problems)
		}
		five, three := false, false
		for _, it := range std.Items {
			five, three = five || it.ID == "ZB-24", three || it.ID == "ZB-25"
			if strings.Contains(it.Title, "届2年") || strings.Contains(it.Title, "40学时") || strings.Contains(it.Title, "每半年召开民主生活会") {
				t.Errorf("%s: %s", it.ID, it.Title)
			}
		}
		if long := d.Code == "village" || d.Code == "community"; five != long || d.Code != "floating" && three == long {
			t.Errorf("%s: a term of five %v, of three %v", d.Label, five, three)
		}
		for name, want := range map[string]standard.Rat{"学时": standard.Int(32), "班子学时": standard.Int(56)} {
			if v, ok := std.Param(name, 2026); !ok || v != want {
				t.Errorf("%s: %s %s", d.Label, name, v)
			}
		}
	}
	if len(party.Grades) != 4 {
		t.Errorf("%d grades of an appraisal: %s", len(party.Grades), party.Grades.Names())
	}
}

// TestTR71: 民主生活会 is of leading bodies; no branch is asked for one, and no
// branch can record one.
func TestTR71_NoBranchHoldsTheMeetingOfLeaders(t *testing.T) {
	if _, ok := party.MeetingKinds.Code("民主生活会"); ok {
		t.Error("a branch can hold one")
	}
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		for _, it := range std.Items {
			if strings.Contains(it.Title, "民主生活会") {
				t.Errorf("%s %s: %s", id, it.ID, it.Title)
			}
		}
	})
}

// TestTR72: what is 一般 may be declared not applicable, and one 没开 is excused;
// what is a MUST may not.
func TestTR72_ShouldIsNoHardRule(t *testing.T) {
	year := but(whole(), "每月12日 会议")
	waived := "申报 ZB-46 2026-01-01 2026-12-31 季节或行业原因"
	verdicts(t, []trapped{
		{"a committee that declared it", demo(append(year, waived)), "ZB-46", "不适用"},
		{"a committee that did not", demo(year), "ZB-46", "未达标"},
		{"a MUST declared away", demo(append(but(whole(), "每月10日 会议"), strings.Replace(waived, "ZB-46", "ZB-63", 1))), "ZB-63", "未达标"},
	})
}

// TestTR73: local numbers are in a pack of their own, all of them LOCAL; the floor
// holds none.
func TestTR73_LocalNumbersAreNotNational(t *testing.T) {
	local := regexp.MustCompile(`70周?岁|党课.*每季|每季度.*党课|五个工作日|(^|[^0-9])5个工作日|七十岁|预审后1个月`)
	n := 0
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		for _, it := range std.Items {
			if id == "floor" && (it.Force == "LOCAL" || local.MatchString(it.Title)) {
				t.Errorf("%s %s in the floor: %s", it.ID, it.Force, it.Title)
			}
			if strings.HasPrefix(string(id), "domain/") && local.MatchString(it.Title) {
				if n++; it.Force != "LOCAL" {
					t.Errorf("%s %s is %s", id, it.ID, it.Force)
				}
			}
		}
	})
	if n == 0 {
		t.Error("no local number was seen")
	}
	p, _, err := shared().Pack("domain/local")
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range p.Items {
		if it.Force != "LOCAL" {
			t.Errorf("%s is %s", it.ID, it.Force)
		}
	}
	for _, id := range ids(t) {
		p, _, err := shared().Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range p.Import {
			if in.Pack == "domain/local" {
				t.Errorf("%s takes the local numbers in by default", id)
			}
		}
	}
}

// TestTR74: no item of any pack in use shows an article that was not verified.
func TestTR74_NoArticleThatWasNotVerified(t *testing.T) {
	article := regexp.MustCompile(`第[\d一二三四五六七八九十百]+条`)
	shown, hidden := 0, 0
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		for _, it := range std.Items {
			text := it.Source.Shown(std.Sources)
			switch {
			case it.Source.Confidence != "V" && article.MatchString(text):
				t.Errorf("%s %s shows %s at %s", id, it.ID, text, it.Source.Confidence)
			case article.MatchString(text):
				shown++
			default:
				hidden++
			}
			unsure := it.Source
			if unsure.Confidence = "M-high"; article.MatchString(unsure.Shown(std.Sources)) {
				t.Errorf("%s %s would show its article unverified", id, it.ID)
			}
			if it.Source.Article != "" && it.Source.Confidence != "V" {
				t.Errorf("%s %s keeps an article that may not be shown", id, it.ID)
			}
		}
	})
	if shown == 0 || hidden == 0 {
		t.Errorf("%d shown, %d hidden", shown, hidden)
	}
}

// TestTR75: disposals follow the measure of 2024, not the steps before it.
func TestTR75_DisposalsOf2024(t *testing.T) {
	p, _, err := shared().Pack("floor")
	if err != nil {
		t.Fatal(err)
	}
	if from := p.Sources["D-CZ"].From; from < party.DateOf(2024, 1, 1) {
		t.Errorf("the measure on disposals is of %s", from)
	}
	for _, it := range p.Items {
		if it.Source.Doc == "D-CZ" && (strings.Contains(it.Title, "预审") || strings.Contains(it.Title, "限期改正2年")) {
			t.Errorf("%s: %s", it.ID, it.Title)
		}
	}
	for asOf, want := range map[string]string{"2026-03-01": "未到期", "2026-06-10": "未到期", "2026-06-11": "待定", "2027-01-31": "未达标"} {
		p := floor(branchKeys{}, `{"id":"filed","kind":"disposal.step","on":"2025-05-01","body":{"member":"党员9","step":"filed"}}`,
			`{"kind":"disposal.step","on":"2025-06-10","body":{"member":"党员9","case":"filed","step":"approved","result":"correct","until":"2025-12-10"}}`)
		p.asOf = asOf
		if got := p.verdict(t, "CZ-03"); got != want {
			t.Errorf("as of %s: %s, want %s", asOf, got, want)
		}
	}
}

// TestTR76: no rule is assumed for a functional branch: nothing recurs, nothing
// is scored, no band.
func TestTR76_NothingRecursForAFunctionalBranch(t *testing.T) {
	for _, d := range party.Domains {
		if d.Code == "floating" {
			continue // its branches are of the form 流动
		}
		j := play{pack: "county-demo", profile: d.Label, branch: branchKeys{Domain: d.Label, Form: "功能型"}}.judge(t)
		for _, it := range j.Assessment.Items {
			for _, o := range it.Obligations {
				if it.Bearer == "branch" && o.Window != (party.Window{}) && !o.Standing && o.State != duty.Waived {
					t.Errorf("%s: %s is asked of it each %s", d.Label, it.ID, o.Window)
					break
				}
			}
		}
		if j.Rating.Band.Basis != rating.Exempt {
			t.Errorf("%s: %+v", d.Label, j.Rating.Band)
		}
	}
}

// TestTR77: themes change with the year's notice; none is in a pack.
func TestTR77_NoThemeIsFixed(t *testing.T) {
	theme := regexp.MustCompile(`不忘初心|党史学习教育|主题教育|党纪学习教育|八项规定|二十大|两学一做|群众路线教育`)
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		for _, it := range std.Items {
			if w := theme.FindString(it.Title + it.Remedy + it.Reading); w != "" {
				t.Errorf("%s %s fixes the theme %s", id, it.ID, w)
			}
		}
	})
}

// TestTR80: a branch that did everything on paper and nothing that it decided
// shows both.
func TestTR80_DoneOnPaperIsNotEffect(t *testing.T) {
	j := demo(append(but(whole(), "2026-03-01 决定"), "2025-03-01 决定 2025-04-01 办成", "2026-03-01 决定 2026-04-01 没办成")).judge(t)
	if it := item(t, j, "ZB-40"); it.Verdict != assess.Met || it.Effect != assess.Worse {
		t.Errorf("%s %s", it.Verdict, it.Effect)
	}
	outcomes := 0
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		for _, it := range std.Items {
			if id == "county-demo" && it.Outcome != nil {
				outcomes++
			}
		}
	})
	if outcomes < 2*len(party.Domains) {
		t.Errorf("%d outcomes over all fields", outcomes)
	}
}

// TestTR85: the switches of §8.6: what differs between fields differs.
func TestTR85_TheFieldsDiffer(t *testing.T) {
	asks := map[party.Domain]map[party.ItemID]bool{}
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		if id == "county-demo" {
			asks[std.Domain] = map[party.ItemID]bool{}
			for _, it := range std.Items {
				asks[std.Domain][it.ID] = true
			}
		}
	})
	for id, fields := range map[party.ItemID]string{
		"ZB-24": "village community", "LY-01": "village", "LY-05": "village", "ZB-32": "agency soe institution", "LY-65": "private ngo", "ZB-92": "soe", "LY-67": "retired", "ZB-98": "floating", "ZB-93": "teachers students",
	} {
		for _, d := range party.Domains {
			want := slices.Contains(strings.Fields(fields), string(d.Code))
			if asks[d.Code][id] != want {
				t.Errorf("%s asked of %s: %v, want %v", id, d.Label, !want, want)
			}
		}
	}
}

// TestTR92: harvest, holidays and being away are no penalty.
func TestTR92_HarvestAndAwayArePenaltyFree(t *testing.T) {
	lines := append(but(whole(), "每月12日 会议"), "1-5,9-12月12日 会议 支委会", "时段 农忙 2026-06-01 2026-08-31")
	harvest := demo(lines)
	if a, b := item(t, demo(whole()).judge(t), "ZB-46"), item(t, harvest.judge(t), "ZB-46"); a.Points != b.Points {
		t.Errorf("three months of harvest: %s of %s", b.Points, a.Points)
	}
	away := demo(append(whole(), "2026-01-05 流动 党员12 登记流动", "2026-06-01 流动 党员12 取得联系", "2026-11-01 流动 党员12 取得联系"))
	if got := differences(demo(whole()).judge(t), away.judge(t)); len(got) > 0 {
		t.Errorf("one member away in contact: %v", got)
	}
}
