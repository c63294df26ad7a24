package standard

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

// county is a small country of packs: a floor, two domains, a scheme.
func county() map[party.SchemeID]*Pack {
	on := SourceRef{Doc: "条例", Confidence: "V"}
	return map[party.SchemeID]*Pack{
		"floor": {ID: "floor", Kind: "floor", From: party.DateOf(2018, 1, 1),
			Sources: map[string]Source{"条例": {Title: "支部工作条例"}},
			Params:  []Param{{Name: "学时", Value: "32", Direction: "at_least"}, {Name: "人数上限", Value: "50", Direction: "at_most"}},
			Items: []Item{
				{ID: "F-1", Title: "主题党日", Force: "MUST", Source: on, Duty: &Duty{Every: "month", Count: "主题党日"}, Minutes: 60},
				{ID: "F-2", Title: "党员大会", Force: "SHOULD", Source: on, Duty: &Duty{Every: "quarter", Count: "党员大会"}, Minutes: 90},
				{ID: "F-3", Title: "支委会", Force: "SHOULD", Source: on, AppliesIf: "有支委会", Duty: &Duty{Every: "month", Count: "支委会"}, Minutes: 30},
				{ID: "F-4", Title: "上级批复", Force: "MUST", Bearer: "committee", Source: on, Duty: &Duty{Clock: "请示批复", Within: "1个月"}},
			}},
		"domain/village": {ID: "domain/village", Kind: "domain", Domains: []party.Domain{"village"}, Import: []Import{{Pack: "floor"}},
			Vocabulary: Vocabulary{Figures: []FigureName{{Name: "集体收入"}}},
			Items:      []Item{{ID: "V-1", Title: "四议两公开", Force: "MUST", Source: on, Duty: &Duty{Require: "村务公开 > 0"}}},
			Modify:     []Modify{{Item: "F-2", Set: Item{Minutes: 60}, Why: "村里开得短"}}},
		"domain/agency": {ID: "domain/agency", Kind: "domain", Domains: []party.Domain{"agency"}, Import: []Import{{Pack: "floor"}},
			Items: []Item{{ID: "A-1", Title: "机关的事", Force: "SHOULD", Source: on}}},
		"top": {ID: "top", Kind: "scheme", Version: "1", Title: "方案", From: party.DateOf(2026, 1, 1),
			Import: []Import{{Pack: "floor"}, {Pack: "domain/village"}, {Pack: "domain/agency"}},
			Params: []Param{{Name: "学时", Value: "40"}},
			Modify: []Modify{{Item: "F-1", Set: Item{Part: "甲", Points: "10"}, Why: "配分"}},
			Scheme: &Scheme{Title: "方案", Max: "10", Parts: []Part{
				{ID: "甲", Title: "甲", Points: "10"}, {ID: "乙", Title: "乙", Points: "0", Domains: []party.Domain{"agency"}},
			}}},
	}
}

var endOf2026 = party.DateOf(2026, 12, 31)

func itemIDs(s *Standard) string {
	var ids []string
	for _, it := range s.Items {
		ids = append(ids, string(it.ID))
	}
	return strings.Join(ids, " ")
}

func TestLayersOfOneDomain(t *testing.T) {
	for domain, want := range map[party.Domain]struct {
		items, from string
		minutes     int
		parts       int
		figures     int
	}{
		"village": {"F-1 F-2 F-3 F-4 V-1", "floor domain/village top", 60, 1, 1},
		"agency":  {"F-1 F-2 F-3 F-4 A-1", "floor domain/agency top", 90, 2, 0},
		"soe":     {"F-1 F-2 F-3 F-4", "floor top", 90, 1, 0},
	} {
		std, problems := Resolve(county(), "top", domain, endOf2026)
		if std == nil || len(problems) > 0 {
			t.Fatalf("%s: %+v", domain, problems)
		}
		var from []string
		for _, id := range std.From {
			from = append(from, string(id))
		}
		switch {
		case itemIDs(std) != want.items:
			t.Errorf("%s has %s, want %s", domain, itemIDs(std), want.items)
		case strings.Join(from, " ") != want.from:
			t.Errorf("%s comes from %v, want %s", domain, from, want.from)
		case std.Items[1].Minutes != want.minutes:
			t.Errorf("%s: a meeting takes %d minutes, want %d", domain, std.Items[1].Minutes, want.minutes)
		case len(std.Rating.Parts) != want.parts || len(std.Words.Figures) != want.figures:
			t.Errorf("%s has %d parts and %d figures", domain, len(std.Rating.Parts), len(std.Words.Figures))
		case std.Items[0].Bearer != "branch" || std.Items[3].Bearer != "committee" || std.Subject != "organisation" || std.Domain != domain:
			t.Errorf("%s: %+v", domain, std.Items[0])
		}
	}
}

func TestResolveLeavesThePacksAlone(t *testing.T) {
	packs := county()
	before := map[party.SchemeID]string{}
	for id, p := range packs {
		before[id] = canonical(p)
	}
	for _, d := range []party.Domain{"village", "agency", "village"} {
		if std, problems := Resolve(packs, "top", d, endOf2026); std == nil {
			t.Fatal(problems)
		}
	}
	for id, p := range packs {
		if canonical(p) != before[id] {
			t.Errorf("resolving changed %s", id)
		}
	}
}

func TestDefaultsOfAScheme(t *testing.T) {
	std, _ := Resolve(county(), "top", "village", endOf2026)
	r := std.Rating
	if r.Base != "0" || r.Unknown != "1/3" || r.Rounding != "half_up" || r.Every != "year" || *r.Scale != 2 || r.Years != 1 ||
		r.Engine != 1 || r.Ceiling != DefaultCeiling || r.Compose.How != "sum" {
		t.Errorf("defaults %+v", r)
	}
	packs := county()
	zero := 0
	packs["top"].Scheme.Scale, packs["top"].Scheme.Every, packs["top"].Scheme.Unknown = &zero, "half", "20%"
	std, _ = Resolve(packs, "top", "village", endOf2026)
	if r := std.Rating; *r.Scale != 0 || r.Every != "half" || r.Unknown != "20%" {
		t.Errorf("what is said stays: %+v", r)
	}
}

func TestParamsChangeWithTheYear(t *testing.T) {
	packs := county()
	packs["top"].Params = append(packs["top"].Params, Param{Name: "收入", Value: "1000", Direction: "at_least",
		ByYear: []YearValue{{2026, "3000"}, {2028, "4000"}}})
	std, problems := Resolve(packs, "top", "village", endOf2026)
	if std == nil {
		t.Fatal(problems)
	}
	for year, want := range map[int]string{2025: "1000", 2026: "3000", 2027: "3000", 2028: "4000", 2040: "4000"} {
		if v, ok := std.Param("收入", year); !ok || v.String() != want {
			t.Errorf("收入 in %d = %v, want %s", year, v, want)
		}
	}
	if v, ok := std.Param("学时", 2026); !ok || v != Int(40) {
		t.Errorf("学时 = %v, want what the scheme tightened it to", v)
	}
	if _, ok := std.Param("没有的", 2026); ok {
		t.Error("an undeclared parameter has no value")
	}
}

func TestParamsAreTightenedYearByYear(t *testing.T) {
	for name, c := range map[string]struct {
		param Param
		loose bool
	}{
		"more":               {Param{Name: "学时", Value: "40"}, false},
		"the same":           {Param{Name: "学时", Value: "32"}, false},
		"less":               {Param{Name: "学时", Value: "31.9"}, true},
		"less later":         {Param{Name: "学时", Value: "40", ByYear: []YearValue{{2027, "30"}}}, true},
		"more later":         {Param{Name: "学时", Value: "32", ByYear: []YearValue{{2027, "36"}}}, false},
		"at most, fewer":     {Param{Name: "人数上限", Value: "40"}, false},
		"at most, more":      {Param{Name: "人数上限", Value: "60"}, true},
		"at most, percent":   {Param{Name: "人数上限", Value: "5000%"}, false},
		"at most, more once": {Param{Name: "人数上限", Value: "50", ByYear: []YearValue{{2030, "51"}}}, true},
	} {
		packs := county()
		packs["top"].Params = []Param{c.param}
		std, problems := Resolve(packs, "top", "village", endOf2026)
		if (std == nil) != c.loose || c.loose && problems[0].Code != CodeLoosen {
			t.Errorf("%s: loosened %v, want %v: %+v", name, std == nil, c.loose, problems)
		}
	}
}

func TestExactParamsDoNotChange(t *testing.T) {
	for value, ok := range map[string]bool{"2": true, "2.0": true, "3": false, "1": false} {
		packs := county()
		packs["floor"].Params = []Param{{Name: "定数", Value: "2", Direction: "exactly"}}
		packs["top"].Params = []Param{{Name: "定数", Value: value}}
		if std, _ := Resolve(packs, "top", "village", endOf2026); (std != nil) != ok {
			t.Errorf("exactly 2 set to %s: taken %v, want %v", value, std != nil, ok)
		}
	}
}

func TestVersionsOfAnItem(t *testing.T) {
	packs := county()
	packs["top"].Items = []Item{
		{ID: "S-1", Title: "旧", To: party.DateOf(2026, 6, 30)},
		{ID: "S-1", Title: "新", From: party.DateOf(2026, 7, 1)},
	}
	for on, want := range map[party.Date]string{party.DateOf(2026, 6, 30): "旧", party.DateOf(2026, 7, 1): "新", party.NoDate: "新"} {
		std, problems := Resolve(packs, "top", "soe", on)
		if std == nil {
			t.Fatal(problems)
		}
		if got := std.Items[len(std.Items)-1]; got.Title != want || len(std.Items) != 5 {
			t.Errorf("on %v: %s of %d items, want %s", on, got.Title, len(std.Items), want)
		}
	}
	packs["top"].Items[1].From = party.DateOf(2026, 6, 30)
	if std, problems := Resolve(packs, "top", "soe", party.DateOf(2026, 6, 30)); std != nil || problems[0].Code != CodeTwice {
		t.Errorf("two versions on one day: %+v", problems)
	}
}

func TestWhatCannotBeResolved(t *testing.T) {
	for name, c := range map[string]struct {
		change func(map[party.SchemeID]*Pack)
		domain party.Domain
		code   string
	}{
		"no such pack":     {func(p map[party.SchemeID]*Pack) { delete(p, "top") }, "village", CodeImport},
		"no such import":   {func(p map[party.SchemeID]*Pack) { delete(p, "floor") }, "village", CodeImport},
		"another domain":   {func(p map[party.SchemeID]*Pack) { p["top"].Domains = []party.Domain{"soe"} }, "village", CodeDomain},
		"another document": {func(p map[party.SchemeID]*Pack) { p["top"].Sources = map[string]Source{"条例": {Title: "别的"}} }, "village", CodeTwice},
		"another figure": {func(p map[party.SchemeID]*Pack) {
			p["top"].Vocabulary.Figures = []FigureName{{Name: "集体收入", Unit: "万元"}}
		}, "village", CodeTwice},
		"pruned must": {func(p map[party.SchemeID]*Pack) { p["top"].Import[0].Prune = []Prune{{"F-1", "忙"}} }, "village", CodeLoosen},
		"a figure of another domain": {func(p map[party.SchemeID]*Pack) {
			p["top"].Items = []Item{{ID: "S-1", Score: []Term{{Formula: "数值.集体收入"}}}}
		}, "agency", CodeName},
		"a part of another domain": {func(p map[party.SchemeID]*Pack) {
			p["top"].Scheme.Levels = []Level{{Name: "好", If: "部分.乙 > 1"}}
		}, "village", CodeName},
		"a duty in no words": {func(p map[party.SchemeID]*Pack) {
			p["top"].Items = []Item{{ID: "S-1", Duty: &Duty{Require: "有 书记"}}}
		}, "village", CodeExpr},
	} {
		packs := county()
		c.change(packs)
		std, problems := Resolve(packs, "top", c.domain, endOf2026)
		if std != nil || len(problems) == 0 || problems[0].Code != c.code || problems[0].Message == "" {
			t.Errorf("%s: standard %v, %+v; want %s", name, std != nil, problems, c.code)
		}
	}
}

// TestPacksThatImportInACircle: a circle is told where it closes, by the way it
// takes, when it is checked and when it is resolved; two ways to one pack are none.
func TestPacksThatImportInACircle(t *testing.T) {
	packs := map[party.SchemeID]*Pack{}
	for _, id := range []party.SchemeID{"a", "b", "c", "d"} {
		packs[id] = &Pack{ID: id, Version: "1", Title: "t", Kind: "domain", Domains: []party.Domain{"village"}, From: endOf2026}
	}
	imports := func(id party.SchemeID, ids ...party.SchemeID) {
		for _, in := range ids {
			packs[id].Import = append(packs[id].Import, Import{Pack: in})
		}
	}
	imports("a", "b", "c")
	imports("b", "d")
	imports("c", "d")
	said := func(problems []Problem) string {
		for _, p := range problems {
			if p.Code == CodeImport {
				return p.Message
			}
		}
		return ""
	}
	check := func() string { return said(Check(packs["a"], packs["d"], packs["b"], packs["c"])) }
	resolve := func() string {
		std, problems := Resolve(packs, "a", "village", endOf2026)
		if (std == nil) != (said(problems) != "") {
			t.Errorf("resolved %v with %v", std != nil, problems)
		}
		return said(problems)
	}
	if check() != "" || resolve() != "" {
		t.Errorf("two ways to one pack: %q %q", check(), resolve())
	}
	imports("d", "a")
	for _, got := range []string{check(), resolve()} {
		if !strings.Contains(got, "a → b → d → a") {
			t.Errorf("the circle is told as %q", got)
		}
	}
	packs["d"].Import = []Import{{Pack: "b"}} // beside a: told of b and d, and not when a is checked
	if check() != "" || !strings.Contains(resolve(), "b → d → b") {
		t.Errorf("a circle below: %q %q", check(), resolve())
	}
	packs["d"].Import = []Import{{}}
	if _, problems := Resolve(packs, "d", "village", endOf2026); said(Check(packs["d"])) != emptyImport || said(problems) != emptyImport {
		t.Errorf("of nothing: %v", problems)
	}
	packs["d"].Import = []Import{{Pack: "d"}}
	if got := said(Check(packs["d"])); !strings.Contains(got, "引用自己") {
		t.Errorf("itself: %q", got)
	}
}

func TestAPrunedItemIsGone(t *testing.T) {
	packs := county()
	packs["top"].Import[0].Prune = []Prune{{"F-2", "另有安排"}, {"V-9", "哪里也没有"}}
	std, problems := Resolve(packs, "top", "village", endOf2026)
	if std == nil || itemIDs(std) != "F-1 F-3 F-4 V-1" {
		t.Errorf("items %v, %+v", std, problems)
	}
}

// TestLoosensDuty lists how each form of a duty may be changed on a MUST.
func TestLoosensDuty(t *testing.T) {
	every := Duty{Every: "quarter", Count: "党员大会", Until: 1}
	clock := Duty{Clock: "接收审批", Within: "3个月"}
	wait := Duty{Clock: "培养满期", AtLeast: "1年"}
	require := Duty{Require: "有书记 且 支委数 >= 3", Grace: "3个月"}
	each := Duty{Every: "half", Each: []string{"党课", "民主议事"}}
	months := Duty{Every: "quarter", Count: "党课", Months: []int{6, 12}}
	for _, c := range []struct {
		name  string
		old   Duty
		set   Duty
		loose bool
	}{
		{"the same cadence", every, every, false},
		{"monthly", every, Duty{Every: "month", Count: "党员大会", Until: 1}, false},
		{"twice", every, Duty{Every: "quarter", Count: "党员大会", Least: 2, Until: 1}, false},
		{"no time to mend", every, Duty{Every: "quarter", Count: "党员大会"}, false},
		{"yearly", every, Duty{Every: "year", Count: "党员大会"}, true},
		{"yearly, four times", every, Duty{Every: "year", Count: "党员大会", Least: 4}, true},
		{"something else counts too", every, Duty{Every: "quarter", Count: "党员大会 + 党课"}, true},
		{"more time to mend", every, Duty{Every: "quarter", Count: "党员大会", Until: 2}, true},
		{"only in some months", every, Duty{Every: "quarter", Count: "党员大会", Months: []int{12}}, true},
		{"another form", every, Duty{Require: "党员大会 >= 4"}, true},
		{"a shorter term", clock, Duty{Clock: "接收审批", Within: "80天"}, false},
		{"a longer term", clock, Duty{Clock: "接收审批", Within: "4个月"}, true},
		{"no term", clock, Duty{Clock: "接收审批"}, true},
		{"another clock", clock, Duty{Clock: "转正审批", Within: "3个月"}, true},
		{"a longer wait", wait, Duty{Clock: "培养满期", AtLeast: "18个月"}, false},
		{"a shorter wait", wait, Duty{Clock: "培养满期", AtLeast: "6个月"}, true},
		{"no wait", wait, Duty{Clock: "培养满期", Within: "2年"}, true},
		{"the same in another order", require, Duty{Require: "支委数 >= 3 and 有书记", Grace: "3个月"}, false},
		{"one thing more", require, Duty{Require: "有书记 且 支委数 >= 3 且 有组织委员", Grace: "30天"}, false},
		{"one thing less", require, Duty{Require: "有书记", Grace: "3个月"}, true},
		{"either of them", require, Duty{Require: "有书记 或 支委数 >= 3", Grace: "3个月"}, true},
		{"a longer grace", require, Duty{Require: "有书记 且 支委数 >= 3", Grace: "1年"}, true},
		{"no grace", require, Duty{Require: "有书记 且 支委数 >= 3"}, false},
		{"each and one more", each, Duty{Every: "half", Each: []string{"党课", "民主议事", "志愿服务"}}, false},
		{"each less one", each, Duty{Every: "half", Each: []string{"党课"}}, true},
		{"in more months", months, Duty{Every: "quarter", Count: "党课", Months: []int{3, 6, 12}}, false},
		{"in all months", months, Duty{Every: "quarter", Count: "党课"}, false},
		{"in fewer months", months, Duty{Every: "quarter", Count: "党课", Months: []int{12}}, true},
	} {
		packs := county()
		old, set := c.old, c.set
		packs["floor"].Items[0].Duty = &old
		packs["top"].Modify = []Modify{{Item: "F-1", Set: Item{Duty: &set}, Why: "试"}}
		std, problems := Resolve(packs, "top", "village", endOf2026)
		if (std == nil) != c.loose {
			t.Errorf("%s: refused %v, want %v: %+v", c.name, std == nil, c.loose, problems)
		}
		if c.loose && std == nil && !strings.Contains(problems[0].Message, "《支部工作条例》") {
			t.Errorf("%s: the clause is not named: %s", c.name, problems[0].Message)
		}
	}
}

// TestWhatModifyMayChangeOnAMust lists the fields.
func TestWhatModifyMayChangeOnAMust(t *testing.T) {
	one := 1
	for name, c := range map[string]struct {
		set   Item
		loose bool
	}{
		"points": {Item{Part: "甲", Points: "3"}, false}, "score": {Item{Start: "full", Score: []Term{{Per: &Per{Minus: "1"}}}}, false},
		"floor and cap": {Item{Floor: "-1", Cap: "2"}, false}, "remedy": {Item{Remedy: "去办"}, false}, "minutes": {Item{Minutes: 20}, false},
		"evidence": {Item{Evidence: []string{"会议记录"}}, false}, "outcome": {Item{Outcome: &OutcomeSpec{Of: "满意度"}}, false},
		"post": {Item{Post: "secretary"}, false}, "zero": {Item{Zero: "非 有书记"}, false}, "reading": {Item{Reading: "读法"}, false},
		"same applies_if": {Item{AppliesIf: "有书记"}, false}, "applies_if": {Item{AppliesIf: "党员数 > 20"}, true},
		"partial": {Item{Partial: "whole"}, true}, "domains": {Item{Domains: []party.Domain{"village"}}, true},
		"from": {Item{From: endOf2026}, true}, "to": {Item{To: endOf2026}, true}, "excuse": {Item{Excuse: &one}, true},
		"title": {Item{Title: "别的"}, true}, "kind": {Item{Kind: "excellence"}, true}, "source": {Item{Source: SourceRef{Doc: "条例", Article: "第9条"}}, true},
		"bearer": {Item{Bearer: "county"}, true}, "same bearer": {Item{Bearer: "branch"}, false}, "force": {Item{Force: "MAY"}, true},
	} {
		packs := county()
		packs["floor"].Items[0].AppliesIf = "有书记"
		packs["floor"].Items[0].Kind = "baseline"
		packs["top"].Modify = []Modify{{Item: "F-1", Set: c.set, Why: "试"}}
		if std, problems := Resolve(packs, "top", "village", endOf2026); (std == nil) != c.loose {
			t.Errorf("%s: refused %v, want %v: %+v", name, std == nil, c.loose, problems)
		}
	}
}

// TestResolveDoesNotDependOnTheOrderOfMaps resolves the same packs from maps that
// were filled in many orders.
func TestResolveDoesNotDependOnTheOrderOfMaps(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	want := map[party.Domain]party.Digest{}
	for range 200 {
		packs := county()
		for i := range 20 {
			packs["floor"].Sources[fmt.Sprintf("文件%d", i)] = Source{Title: fmt.Sprint(i)}
		}
		ids := slices.Collect(maps.Keys(packs))
		r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		shuffled := map[party.SchemeID]*Pack{}
		for _, id := range ids {
			shuffled[id] = packs[id]
		}
		for _, d := range []party.Domain{"village", "agency", "soe"} {
			std, problems := Resolve(shuffled, "top", d, endOf2026)
			if std == nil {
				t.Fatal(problems)
			}
			if want[d] == "" {
				want[d] = std.Digest
			}
			if std.Digest != want[d] {
				t.Fatalf("%s has the digests %s and %s", d, want[d], std.Digest)
			}
		}
	}
	if want["village"] == want["agency"] || want["agency"] == want["soe"] || len(want["soe"]) != 64 {
		t.Errorf("digests %v", want)
	}
}

// TestEveryChangeOfMeaningChangesTheDigest changes one thing at a time.
func TestEveryChangeOfMeaningChangesTheDigest(t *testing.T) {
	seen := map[party.Digest]string{}
	for name, change := range map[string]func(map[party.SchemeID]*Pack){
		"nothing": func(map[party.SchemeID]*Pack) {},
		"points":  func(p map[party.SchemeID]*Pack) { p["top"].Modify[0].Set.Points = "9" },
		"title":   func(p map[party.SchemeID]*Pack) { p["floor"].Items[1].Title = "支部党员大会" },
		"duty":    func(p map[party.SchemeID]*Pack) { p["floor"].Items[1].Duty.Least = 2 },
		"param":   func(p map[party.SchemeID]*Pack) { p["top"].Params[0].Value = "41" },
		"source": func(p map[party.SchemeID]*Pack) {
			p["floor"].Sources["条例"] = Source{Title: "支部工作条例", Number: "1号"}
		},
		"figure":  func(p map[party.SchemeID]*Pack) { p["domain/village"].Vocabulary.Figures[0].Absent = "none" },
		"level":   func(p map[party.SchemeID]*Pack) { p["top"].Scheme.Levels = []Level{{Name: "好", From: "0"}} },
		"closing": func(p map[party.SchemeID]*Pack) { p["top"].Scheme.Closing = 2 },
		"version": func(p map[party.SchemeID]*Pack) { p["top"].Version = "2" },
	} {
		packs := county()
		change(packs)
		std, problems := Resolve(packs, "top", "village", endOf2026)
		if std == nil {
			t.Fatalf("%s: %+v", name, problems)
		}
		if other, ok := seen[std.Digest]; ok {
			t.Errorf("%s and %s have one digest", name, other)
		}
		seen[std.Digest] = name
	}
}

func TestOneArticleForEveryConfidence(t *testing.T) {
	sources := map[string]Source{"条例": {Title: "支部工作条例"}}
	for confidence, want := range map[string]string{
		"V": "《支部工作条例》第3条", "V~": "《支部工作条例》", "M-high": "《支部工作条例》", "M-med": "《支部工作条例》", "M-low": "《支部工作条例》", "": "《支部工作条例》",
	} {
		if got := (SourceRef{"条例", "第3条", confidence}).Shown(sources); got != want {
			t.Errorf("%s: %s, want %s", confidence, got, want)
		}
	}
	if got := (SourceRef{Doc: "没有声明", Confidence: "V"}).Shown(sources); got != "没有声明" {
		t.Errorf("an undeclared document is shown as %q", got)
	}
	if got := (SourceRef{}).Shown(sources); got != "" {
		t.Errorf("no document is shown as %q", got)
	}
}

// TestWhatIsPrunedIsThere: an item to be pruned that no imported pack has is told,
// with one import as with several.
func TestWhatIsPrunedIsThere(t *testing.T) {
	for item, want := range map[party.ItemID]bool{"F-2": false, "F-99": true} {
		packs := county()
		packs["top"].Import[0].Prune = []Prune{{item, "另有安排"}}
		told := slices.ContainsFunc(Check(packs["top"], packs["floor"]), func(p Problem) bool {
			return p.Code == CodeUnknown && strings.Contains(p.Message, "要去掉的条目 "+string(item)+" ")
		})
		if told != want {
			t.Errorf("pruning %s is told: %v", item, told)
		}
	}
}
