package standard

import (
	"strings"
	"testing"

	"qiangji/internal/party"
)

func floorPack() *Pack {
	return &Pack{ID: "floor", Kind: "floor", Sources: map[string]Source{"D-ZB": {Title: "支部工作条例"}},
		Params: []Param{{Name: "学时", Value: "32", Direction: "at_least"}},
		Items: []Item{
			{ID: "ZB-63", Title: "主题党日", Force: "MUST", Source: SourceRef{"D-ZB", "第16条", "V"}, Duty: &Duty{Every: "month", Count: "主题党日"}},
			{ID: "ZB-40", Title: "党员大会", Force: "SHOULD", Source: SourceRef{"D-ZB", "第11条", "V~"}, Duty: &Duty{Every: "quarter", Count: "党员大会"}},
			{ID: "ZB-90", Title: "村的事", Force: "MUST", Domains: []party.Domain{"village"}},
			{ID: "XJ-13", Title: "时限", Force: "MUST", Duty: &Duty{Clock: "接收审批", Within: "3个月"}},
			{ID: "ZB-20", Title: "支委会", Force: "MUST", AppliesIf: "正式党员数 >= 7", Duty: &Duty{Require: "有支委会", Grace: "3个月", Waits: []party.Submission{"candidates"}}},
		}}
}

func resolveWith(over *Pack, domain party.Domain) (*Standard, []Problem) {
	over.ID, over.Import = "top", append([]Import{{Pack: "floor"}}, over.Import...)
	return Resolve(map[party.SchemeID]*Pack{"floor": floorPack(), "top": over}, "top", domain, party.DateOf(2026, 12, 31))
}

func TestAnOverlayThatLoosensAMustIsRefusedWithTheClauseNamed(t *testing.T) {
	set := func(item party.ItemID, it Item) *Pack { return &Pack{Modify: []Modify{{Item: item, Set: it}}} }
	for name, c := range map[string]struct {
		over *Pack
		want string
	}{
		"less often":        {set("ZB-63", Item{Duty: &Duty{Every: "quarter", Count: "主题党日"}}), "《支部工作条例》第16条"},
		"another activity":  {set("ZB-63", Item{Duty: &Duty{Every: "month", Count: "集中学习"}}), "不能换"},
		"only some months":  {set("ZB-63", Item{Duty: &Duty{Every: "month", Count: "主题党日", Months: []int{1, 2}}}), "不能减少"},
		"later":             {set("XJ-13", Item{Duty: &Duty{Clock: "接收审批", Within: "6个月"}}), "期限"},
		"force lowered":     {set("ZB-63", Item{Force: "SHOULD"}), "约束力"},
		"fewer branches":    {set("ZB-20", Item{AppliesIf: "正式党员数 >= 20"}), "适用条件"},
		"one more wait":     {set("ZB-20", Item{Duty: &Duty{Require: "有支委会", Grace: "6个月", Waits: []party.Submission{"election"}}}), "等上级"},
		"longer grace":      {set("ZB-20", Item{Duty: &Duty{Require: "有支委会", Grace: "1年"}}), "宽限"},
		"other requirement": {set("ZB-20", Item{Duty: &Duty{Require: "有书记", Grace: "3个月"}}), "只能加不能减"},
		"pruned":            {&Pack{Import: []Import{{Pack: "floor", Prune: []Prune{{Item: "ZB-63"}}}}}, "不能去掉"},
		"parameter":         {&Pack{Params: []Param{{Name: "学时", Value: "24"}}}, "放宽"},
		"domains narrowed":  {set("ZB-63", Item{Domains: []party.Domain{"village"}}), "适用领域"},
		"item added twice":  {&Pack{Items: []Item{{ID: "ZB-63"}}}, "已经有了"},
		"no such item":      {set("ZB-999", Item{Points: "3"}), "不在引用的标准包里"},
	} {
		t.Run(name, func(t *testing.T) {
			std, problems := resolveWith(c.over, "village")
			if std != nil || len(problems) == 0 || !strings.Contains(problems[0].Message, c.want) {
				t.Fatalf("standard %v, problems %+v; want a refusal saying %q", std != nil, problems, c.want)
			}
		})
	}
}

func TestAnOverlayMayTighten(t *testing.T) {
	over := &Pack{Params: []Param{{Name: "学时", Value: "40"}}, Modify: []Modify{
		{Item: "ZB-40", Set: Item{Force: "MUST", Points: "4"}},
		{Item: "XJ-13", Set: Item{Duty: &Duty{Clock: "接收审批", Within: "2个月"}}},
		{Item: "ZB-20", Set: Item{Duty: &Duty{Require: "(有支委会) and 支委数 >= 3", Grace: "30天"}}},
		{Item: "ZB-63", Set: Item{Duty: &Duty{Every: "month", Least: 2, Count: "主题党日"}}},
	}}
	std, problems := resolveWith(over, "agency")
	if std == nil {
		t.Fatalf("problems %+v", problems)
	}
	if len(std.Items) != 4 {
		t.Errorf("%d items, want 4: the village's is not for 机关", len(std.Items))
	}
	if v, ok := std.Param("学时", 2026); !ok || v.Cmp(Int(40)) != 0 {
		t.Errorf("学时 = %v, want 40", v)
	}
	if got := std.Items[3].Duty; got.Grace != "30天" || len(got.Waits) != 1 || got.Waits[0] != "candidates" {
		t.Errorf("ZB-20 = %+v: the grace is shorter, what stops it stays (C14)", got)
	}
	if std.Items[1].Force != "MUST" || std.Items[1].Duty.Count != "党员大会" {
		t.Errorf("ZB-40 = %+v: the force rises, the rest stays", std.Items[1])
	}
}

func TestResolveIsDeterministic(t *testing.T) {
	first := party.Digest("")
	for range 20 {
		std, _ := resolveWith(&Pack{Modify: []Modify{{Item: "ZB-40", Set: Item{Points: "4"}}}}, "village")
		if first == "" {
			first = std.Digest
		}
		if std.Digest != first || len(first) != 64 {
			t.Fatalf("digest %s, then %s", first, std.Digest)
		}
	}
	other, _ := resolveWith(&Pack{Modify: []Modify{{Item: "ZB-40", Set: Item{Points: "5"}}}}, "village")
	if other.Digest == first {
		t.Error("another standard has the same digest")
	}
}

func TestTR74_ArticleOnlyWhereVerified(t *testing.T) {
	sources := floorPack().Sources
	if got := (SourceRef{"D-ZB", "第11条", "V~"}).Shown(sources); got != "《支部工作条例》" {
		t.Errorf("unverified article shown as %s", got)
	}
	if got := (SourceRef{"D-ZB", "第16条", "V"}).Shown(sources); got != "《支部工作条例》第16条" {
		t.Errorf("verified article shown as %s", got)
	}
}

// TestTR74_NoModifyForgesASource: an overlay changes nothing of where an item comes
// from, be it bound by it or not; what is written again as it is may stand.
func TestTR74_NoModifyForgesASource(t *testing.T) {
	for _, force := range Forces {
		for _, source := range []SourceRef{
			{Article: "第99条", Confidence: "V"}, {Article: "第99条"}, {Confidence: "V"}, {Doc: "别的", Article: "第16条", Confidence: "V"},
			{Doc: "D-ZB", Confidence: "V"}, {Doc: "D-ZB", Article: "第16条"}, {Doc: "D-ZB", Article: "第99条", Confidence: "V"},
		} {
			floor := floorPack()
			floor.Items[0].Force, floor.Items[0].Source = force.Code, SourceRef{"D-ZB", "第16条", "V"}
			over := &Pack{ID: "over", Kind: "domain", Import: []Import{{Pack: "floor"}}, Modify: []Modify{{Item: floor.Items[0].ID, Set: Item{Source: source}}}}
			packs := map[party.SchemeID]*Pack{"floor": floor, "over": over}
			std, problems := Resolve(packs, "over", "village", endOf2026)
			if std != nil || len(problems) != 1 || problems[0].Code != CodeLoosen {
				t.Errorf("%s with %+v: %v", force.Code, source, problems)
			}
			over.Modify[0].Set.Source = floor.Items[0].Source
			if std, problems = Resolve(packs, "over", "village", endOf2026); std == nil {
				t.Errorf("%s with its own source: %v", force.Code, problems)
			}
		}
	}
}

func TestItemsOutOfForceAreLeftOut(t *testing.T) {
	over := &Pack{Items: []Item{
		{ID: "OLD-1", Force: "LOCAL", To: party.DateOf(2025, 12, 31)},
		{ID: "NEW-1", Force: "LOCAL", From: party.DateOf(2027, 1, 1)},
		{ID: "NOW-1", Force: "LOCAL", From: party.DateOf(2026, 1, 1)},
	}}
	std, problems := resolveWith(over, "village")
	if std == nil || std.Items[len(std.Items)-1].ID != "NOW-1" || len(std.Items) != 6 {
		t.Fatalf("items %v problems %v", std, problems)
	}
}

// TestAnItemStartsWithItsDocument: old years are judged by the rules of their time;
// what says a day of its own keeps it, and the digest knows the days already.
func TestAnItemStartsWithItsDocument(t *testing.T) {
	packs := func(source Source, own Item) map[party.SchemeID]*Pack {
		own.ID, own.Force, own.Source = "A", "MUST", SourceRef{Doc: "D"}
		return map[party.SchemeID]*Pack{"p": {ID: "p", Kind: "floor", Sources: map[string]Source{"D": source}, Items: []Item{own}}}
	}
	day := party.DateOf
	since := Source{Title: "办法", From: day(2024, 6, 16)}
	for name, c := range map[string]struct {
		source   Source
		own      Item
		on       party.Date
		there    bool
		from, to party.Date
	}{
		"years before":        {since, Item{}, day(2019, 12, 31), false, 0, 0},
		"the day before":      {since, Item{}, day(2024, 6, 15), false, 0, 0},
		"the day":             {since, Item{}, day(2024, 6, 16), true, day(2024, 6, 16), 0},
		"no day asked":        {since, Item{}, party.NoDate, true, day(2024, 6, 16), 0},
		"an undated document": {Source{Title: "办法"}, Item{}, day(1999, 1, 1), true, 0, 0},
		"its own day":         {since, Item{From: day(2020, 1, 1)}, day(2020, 1, 1), true, day(2020, 1, 1), 0},
		"before its own":      {since, Item{From: day(2025, 1, 1)}, day(2024, 12, 31), false, 0, 0},
		"a document that was": {Source{Title: "办法", From: day(2014, 1, 1), To: day(2020, 1, 1)}, Item{}, day(2020, 1, 2), false, 0, 0},
		"while it was":        {Source{Title: "办法", From: day(2014, 1, 1), To: day(2020, 1, 1)}, Item{}, day(2020, 1, 1), true, day(2014, 1, 1), day(2020, 1, 1)},
	} {
		std, problems := Resolve(packs(c.source, c.own), "p", "village", c.on)
		switch {
		case std == nil:
			t.Errorf("%s: %v", name, problems)
		case len(std.Items) > 0 != c.there:
			t.Errorf("%s: there %v, want %v", name, !c.there, c.there)
		case c.there && (std.Items[0].From != c.from || std.Items[0].To != c.to):
			t.Errorf("%s: from %s to %s, want %s %s", name, std.Items[0].From, std.Items[0].To, c.from, c.to)
		}
	}
	versions := packs(Source{Title: "旧", From: day(2014, 1, 1), To: day(2024, 6, 15)}, Item{})
	versions["p"].Sources["E"] = since
	newer := versions["p"].Items[0]
	newer.Title, newer.Source.Doc = "新的一版", "E"
	versions["p"].Items = append(versions["p"].Items, newer)
	for on, title := range map[party.Date]string{day(2023, 12, 31): "", day(2024, 12, 31): "新的一版", party.NoDate: "新的一版"} {
		if std, problems := Resolve(versions, "p", "village", on); std == nil || len(std.Items) != 1 || std.Items[0].Title != title {
			t.Errorf("on %s: %v", on, problems)
		}
	}
}
