package assess

import (
	"fmt"
	"math/big"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// contested is a random scheme with items that compare, beside others.
func (d *dice) contested() *standard.Standard {
	s := d.scheme()
	ties := pick(d, "same", "dense", "shared")
	rank := from0("10", standard.Term{Rank: &standard.Rank{Of: pick(d, "数值.收入", "数值.捐款", "应到人次"), Table: []string{"10", "7", "5.5", "1"}, Ties: ties, Last: pick(d, "", "0", "-1")}})
	rank.ID, rank.Part = "C-1", pick(d, "甲", "")
	if d.often(5) {
		rank.Score[0].If = "有书记"
	}
	share := from0("9", standard.Term{Percent: &standard.Percent{Of: "数值.捐款", Ties: ties, Table: []standard.Band{{From: "0", Give: "9"}, {From: "25%", Give: "4"}, {From: "1/2", Give: "0"}}}})
	share.ID, share.Part = "C-2", "乙"
	if d.often(5) {
		share.AppliesIf = "有支委会"
	}
	s.Items = append(s.Items, rank, share)
	s.Rating.Exempt = []standard.Exemption{{What: "没有书记", If: pick(d, "非 有书记", "党员数 > 1000")}}
	s.Rating.Sizes = []standard.Size{{Name: "小", If: "正式党员数 < 7"}, {Name: "大", If: "正式党员数 >= 7"}}
	return s
}

// several are random branches seen on one day.
func (d *dice) several() []branch {
	all := make([]branch, 1+d.n(6))
	for i := range all {
		all[i] = d.year()
		all[i].Org, all[i].Cut.On = party.OrgID(fmt.Sprintf("org-%d", i)), day("2027-01-31")
		all[i].Segments[0].Days.To = party.YearOf(2026).To
	}
	return all
}

// TestSecondPass: of any scheme and branches, the order in which the branches are
// added changes nothing; the pass over a cohort at hand gives the same; what does
// not compare is left exactly as it was; traces replay, pairs stay within what was
// possible before, and the parts still add up to the whole.
func TestSecondPass(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := throw(t)
		s, all := d.contested(), d.several()
		p, problems := Compile(s)
		if len(problems) > 0 {
			t.Fatalf("%+v", problems)
		}
		var there, back Peers
		var first []*Assessment
		for i := range all {
			there.Add(p, all[i].Year)
			back.Add(p, all[len(all)-1-i].Year)
			first = append(first, p.Assess(all[i].Year))
		}
		again := map[party.OrgID]*Assessment{}
		for _, c := range Cohorts(first) {
			for _, a := range Relative(c) {
				again[a.Org] = a
			}
		}
		for i, b := range all {
			a := there.Assess(p, b.Year)
			if !reflect.DeepEqual(a.Items, back.Assess(p, b.Year).Items) || !reflect.DeepEqual(a.Items, again[b.Org].Items) || a.Total != again[b.Org].Total {
				t.Fatalf("%s depends on the order or on the way", b.Org)
			}
			consistent(t, p, b.Year, a)
			addsUp(t, a, s.Rating)
			for k, it := range a.Items {
				was := first[i].Items[k]
				if !strings.HasPrefix(string(it.ID), "C-") {
					if !reflect.DeepEqual(it, was) {
						t.Fatalf("%s compares nothing and changed: %+v, %+v", it.ID, was, it)
					}
				} else if it.Verdict != NotApplicable && (it.Points.Lo.Less(was.Points.Lo) || was.Points.Hi.Less(it.Points.Hi)) {
					t.Fatalf("%s was %s and became %s", it.ID, was.Points, it.Points)
				}
			}
		}
		standings(t, p, all, &there)
	})
}

// standings holds the ranks against counting, pair by pair, in math/big.
func standings(t failer, p *Program, all []branch, q *Peers) {
	of := s2of(p)
	takes := func(b branch) bool {
		o := oracle{y: b.Year, std: p.std}
		gone := p.std.Rating.Exempt[0].If == "非 有书记" || p.items[len(p.items)-2].src.Score[0].If != ""
		return !gone || o.word("有书记") == 1
	}
	number := func(b branch) *big.Rat {
		o := oracle{y: b.Year, std: p.std}
		if name, ok := strings.CutPrefix(of, "数值."); ok {
			return o.figure(name)
		}
		return o.number(of)
	}
	size := func(b branch) bool { return (&oracle{y: b.Year}).word("正式党员数") < 7 }
	for _, b := range all {
		if !takes(b) {
			continue
		}
		n, lacking, above, same := 0, 0, map[string]int{}, 0
		for _, c := range all {
			if !takes(c) || size(c) != size(b) {
				continue
			}
			n++
			mine, other := number(b), number(c)
			switch {
			case other == nil:
				lacking++
			case mine != nil && other.Cmp(mine) > 0:
				above[other.RatString()]++
			case mine != nil && other.Cmp(mine) == 0:
				same++
			}
		}
		rank := 1 + len(above)
		if p.compare[0].ties != "dense" {
			rank = 1
			for _, k := range above {
				rank += k
			}
		}
		want := Place{By: p.plain(of), Rank: rank, Tied: same, Among: n, Lacking: lacking}
		if lacking > 0 {
			want.Rank, want.Tied = 0, 0
		}
		places := q.Assess(p, b.Year).Items[len(p.items)-2].Places
		got := places[0]
		got.Said = ""
		if got != want {
			t.Fatalf("%s: %+v, want %+v", b.Org, got, want)
		}
	}
}

// s2of is what the first comparison compares.
func s2of(p *Program) string { return p.items[len(p.items)-2].src.Score[0].Rank.Of }

// TestPlaceInWords: what the second pass found is said in words, and what it did
// not find and why.
func TestPlaceInWords(t *testing.T) {
	said := func(s *standard.Standard, all ...branch) []string {
		p, problems := Compile(s)
		if len(problems) > 0 {
			t.Fatalf("%+v", problems)
		}
		var q Peers
		for i := range all {
			all[i].Org = party.OrgID(fmt.Sprint("org-", i))
			q.Add(p, all[i].Year)
		}
		var words []string
		for _, b := range all {
			words = append(words, strings.Join(q.Assess(p, b.Year).Items[0].Because, "；"))
		}
		return words
	}
	rank := func(ties string) standard.Item {
		return from0("10", standard.Term{Rank: &standard.Rank{Of: "数值.收入", Table: []string{"10", "8", "6"}, Ties: ties}})
	}
	percent := from0("10", standard.Term{Percent: &standard.Percent{Of: "数值.收入", Ties: "same", Table: []standard.Band{{From: "0", Give: "10"}, {From: "1/2", Give: "5"}}}})
	small := scheme(standard.Scheme{Max: "10", Exempt: []standard.Exemption{{What: "临时党支部", If: "临时"}}}, rank("same"))
	for name, c := range map[string]struct{ got, want []string }{
		"in order":      {said(std(rank("same")), closed().figure("收入", "7"), closed().figure("收入", "9.5")), []string{"收入 为 7，同组 2 个支部中第 2 名：得 8 分", "收入 为 9.5，同组 2 个支部中第 1 名：得 10 分"}},
		"a tie":         {said(std(rank("dense")), closed().figure("收入", "9"), closed().figure("收入", "9"), closed().figure("收入", "5")), []string{"收入 为 9，同组 3 个支部中第 1 名（并列 2 个）：得 10 分", "收入 为 9，同组 3 个支部中第 1 名（并列 2 个）：得 10 分", "收入 为 5，同组 3 个支部中第 2 名：得 8 分"}},
		"a share":       {said(std(percent), closed().figure("收入", "7"), closed().figure("收入", "9"), closed().figure("收入", "9")), []string{"收入 为 7，同组 3 个支部中第 3 名，排在前面的占 66.67%：得 5 分", "收入 为 9，同组 3 个支部中第 1 名（并列 2 个），排在前面的占 0%：得 10 分", "收入 为 9，同组 3 个支部中第 1 名（并列 2 个），排在前面的占 0%：得 10 分"}},
		"a number lost": {said(std(rank("same")), closed().figure("收入", "7"), closed()), []string{"同组 2 个支部中有 1 个没有“收入”的记录，名次待定：得 6–10 分", "没有“收入”的记录，排不出名次：得 6–10 分"}},
		"not assessed":  {said(small, closed().figure("收入", "7"), closed().has("临时", 1)), []string{"收入 为 7，同组 1 个支部中第 1 名：得 10 分", "不参加评定，也不参加同组比较：得 6–10 分"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, c.got, c.want)
		}
	}
}

// TestSharedPercentile: those on a tie who share their places stand at their mean.
func TestSharedPercentile(t *testing.T) {
	s := func(ties string) *standard.Standard {
		return std(from0("10", standard.Term{Percent: &standard.Percent{Of: "数值.收入", Ties: ties, Table: []standard.Band{{From: "0", Give: "10"}, {From: "25%", Give: "7"}, {From: "60%", Give: "3"}}}}))
	}
	for ties, want := range map[string]string{"same": "10 10 10 3", "shared": "7 7 7 3", "dense": "10 10 10 7"} {
		if got := gave(t, cohort(t, s(ties), "9", "9", "9", "1")); got != want {
			t.Errorf("%s: %s, want %s", ties, got, want)
		}
	}
}

// TestOnlyThoseAddedAreRanked: a year that was not there on the first pass has no
// place, rather than one among others.
func TestOnlyThoseAddedAreRanked(t *testing.T) {
	p, _ := Compile(std(from0("10", standard.Term{Rank: &standard.Rank{Of: "数值.收入", Table: []string{"10", "8"}, Ties: "same"}})))
	var q Peers
	q.Add(p, closed().figure("收入", "7").Year)
	for _, b := range []branch{closed().figure("收入", "8"), at("2027-01-30").figure("收入", "7")} {
		if a := q.Assess(p, b.Year); a.Items[0].Points.Known() || !strings.Contains(a.Items[0].Because[0], "得 8–10 分") {
			t.Errorf("%s %v", a.Items[0].Points, a.Items[0].Because)
		}
	}
	if a := q.Assess(p, closed().figure("收入", "7").Year); a.Items[0].Points.String() != "10" {
		t.Errorf("%s", a.Items[0].Points)
	}
}

// TestConduct_C06_LevelsDoNotCompare: a committee is in no group of branches, so
// that no quota and no average counts it among them.
func TestConduct_C06_LevelsDoNotCompare(t *testing.T) {
	p, _ := Compile(std(from0("10", standard.Term{Formula: "数值.收入"})))
	upper, lower := p.Assess(closed().has("建制", 2).Year), p.Assess(closed().Year)
	if groups := Cohorts([]*Assessment{upper, lower}); len(groups) != 2 || groups[0].Group().Level != "committee" || groups[1].Group().Level != "branch" {
		t.Errorf("%+v", groups)
	}
}

// TestConduct_C05_AReportThatIsMissing: what one branch does not report is never
// taken for nothing, and costs its peers no point for certain.
func TestConduct_C05_AReportThatIsMissing(t *testing.T) {
	s := std(from0("10", standard.Term{Rank: &standard.Rank{Of: "数值.收入", Table: []string{"10", "8", "6"}, Ties: "same"}}))
	if got := gave(t, cohort(t, s, "-3", "", "5")); got != "6–10 6–10 6–10" {
		t.Errorf("%s", got)
	}
	s.Items[0].AppliesIf = "有书记"
	all := cohort(t, s, "-3", "", "5")
	p := all[0].program
	silent := closed().has("有书记", 0)
	silent.Org = "org-01"
	all[1] = p.Assess(silent.Year)
	if got := gave(t, all); got != "8 0 10" {
		t.Errorf("whom the item does not concern keeps nobody waiting: %s", got)
	}
}

// TestRollupUnlike: scores are joined within one group only, leaving out those who
// take no part, after the vetoes that empty them, out of the maximum.
func TestRollupUnlike(t *testing.T) {
	s := scheme(standard.Scheme{
		Max: "100", Exempt: []standard.Exemption{{What: "临时", If: "临时"}},
		Vetoes: []standard.Veto{{ID: "黄", What: "黄牌", If: "次数.黄牌 > 0", Effect: "zero"}},
		Sizes:  []standard.Size{{Name: "小", If: "正式党员数 < 7"}, {Name: "大", If: "正式党员数 >= 7"}},
	}, from0("80", standard.Term{Formula: "数值.收入"}), quarterly(standard.Item{ID: "D", Title: "大会", Points: "20", AppliesIf: "有支委会"}))
	p, _ := Compile(s)
	top, _ := Compile(std(from0("100", standard.Term{Rollup: &standard.Rollup{Take: "mean"}})))
	join := func(all ...branch) string {
		var below []*Assessment
		for i := range all {
			all[i].Org = party.OrgID(fmt.Sprint("org-", i))
			below = append(below, p.Assess(all[i].Year))
		}
		a := Rollup(top.Assess(closed().Year), Cohorts(below)...)
		consistent(t, top, closed().Year, a)
		return a.Items[0].Because[0]
	}
	held := func(income string) branch {
		return closed().figure("收入", income).held("党员大会", 1, 1, 4, 7, 10)
	}
	for name, c := range map[string]struct{ got, want string }{
		"two":            {join(held("80"), held("40")), "下级 2 个党组织得分平均 80：得 80 分"},
		"not applicable": {join(held("80"), closed().figure("收入", "40").has("有支委会", 0)), "下级 2 个党组织得分平均 75：得 75 分"},
		"exempt":         {join(held("80"), held("0").has("临时", 1)), "下级 1 个党组织得分平均 100：得 100 分"},
		"all exempt":     {join(held("80").has("临时", 1)), "还没有参加评定的下级党组织：得 0–100 分"},
		"a veto":         {join(held("80"), held("80").event("黄牌", "", 1)), "下级 2 个党组织得分平均 50：得 50 分"},
		"unlike":         {join(held("80"), held("40").has("正式党员数", 5)), "下级党组织分属 2 个比较组（领域、规模或层级不同），得分不能合在一起算：得 0–100 分"},
		"one not known":  {join(held("80"), closed().held("党员大会", 1, 1, 4, 7, 10)), "下级 2 个党组织得分平均 60–100：得 60–100 分"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", name, c.got, c.want)
		}
	}
}

// TestPeersAreSmall: the first pass over 200,000 branches keeps a few megabytes,
// and finding a place among them does not go through them all.
func TestPeersAreSmall(t *testing.T) {
	p, _ := Compile(std(from0("10", standard.Term{Rank: &standard.Rank{Of: "数值.收入", Table: []string{"10", "8"}, Ties: "same"}})))
	b := closed().figure("收入", "1")
	var q Peers
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range 200_000 {
		b.Named[0].Value = party.Decimal(i * 7919 % 1_000_003)
		q.Add(p, b.Year)
	}
	runtime.ReadMemStats(&after)
	if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 64 {
		t.Errorf("%d MB", mb)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > 16<<20 {
		t.Errorf("%d MB are kept", kept>>20)
	}
	if got := q.Assess(p, b.Year).Items[0].Places[0].Among; got != 200_000 {
		t.Errorf("among %d", got)
	}
	runtime.KeepAlive(&q)
}

// TestAddedLater: a place found before the last of the peers was added is found
// again; what was joined from below is kept by the pass that ranks.
func TestAddedLater(t *testing.T) {
	p, _ := Compile(std(
		from0("10", standard.Term{Rank: &standard.Rank{Of: "数值.收入", Table: []string{"10", "8"}, Ties: "same"}}),
		from0("100", standard.Term{Rollup: &standard.Rollup{Take: "sum"}}),
	))
	first, low, high := closed().figure("收入", "7"), closed().figure("收入", "5"), closed().figure("收入", "9")
	var q Peers
	q.Add(p, first.Year)
	if got := q.Assess(p, first.Year).Items[0].Points.String(); got != "10" {
		t.Errorf("alone: %s", got)
	}
	q.Add(p, low.Year)
	if got := q.Assess(p, first.Year).Items[0].Points.String(); got != "10" {
		t.Errorf("with one below: %s", got)
	}
	q.Add(p, high.Year)
	if got := q.Assess(p, first.Year).Items[0].Points.String(); got != "8" {
		t.Errorf("with one above: %s", got)
	}
	below := cohort(t, std(from0("100", standard.Term{Formula: "数值.收入"})), "30", "12")
	a := Rollup(p.Assess(first.Year), Cohorts(below)...)
	a = Relative(Cohorts([]*Assessment{a})[0])[0]
	if a.Items[0].Points.String() != "10" || a.Items[1].Points.String() != "42" {
		t.Errorf("%s, %s", a.Items[0].Points, a.Items[1].Points)
	}
}
