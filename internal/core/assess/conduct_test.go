package assess

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"qiangji/internal/core/duty"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// outcome is an item with an outcome beside its points.
func outcome(better, margin string) standard.Item {
	it := quarterly(standard.Item{ID: "X-1", Title: "党员大会", Points: "4"})
	it.Outcome = &standard.OutcomeSpec{Of: "决定办结数 / 决定到期数", Better: better, Source: "会上决定的事", Margin: margin}
	return it
}

// TestConduct_C01: the effect stands beside the verdict, held against the
// branch's own earlier year, and never enters the points.
func TestConduct_C01(t *testing.T) {
	with := func(due, done string, before ...string) branch {
		b := closed().held("党员大会", 1, 1, 4, 7).number("决定到期数", due).number("决定办结数", done)
		if len(before) > 0 {
			last := closed().number("决定到期数", before[0]).number("决定办结数", before[1])
			last.Of = 2025
			b.Before = last.Year
		}
		return b
	}
	for _, c := range []struct {
		name   string
		item   standard.Item
		b      branch
		effect Effect
	}{
		{"better", outcome("higher", ""), with("10", "9", "10", "8"), Improved},
		{"the same", outcome("higher", ""), with("10", "8", "5", "4"), Held},
		{"worse", outcome("higher", ""), with("10", "7", "10", "8"), Worse},
		{"lower is better", outcome("lower", ""), with("10", "7", "10", "8"), Improved},
		{"a change within the margin", outcome("higher", "0.05"), with("100", "84", "100", "80"), Held},
		{"a change of the margin", outcome("higher", "0.05"), with("100", "85", "100", "80"), Improved},
		{"no year before", outcome("higher", ""), with("10", "9"), EffectUnknown},
		{"nothing this year", outcome("higher", ""), with("0", "0", "10", "8"), EffectUnknown},
		{"nothing the year before", outcome("higher", ""), with("10", "8", "0", "0"), EffectUnknown},
		{"no outcome declared", quarterly(standard.Item{ID: "X-1", Points: "4"}), with("10", "7", "10", "8"), NoEffect},
	} {
		got := of(t, c.item, c.b)
		if got.Effect != c.effect {
			t.Errorf("%s: %s, want %s", c.name, got.Effect, c.effect)
		}
		if label(got) != "未达标 3/4" {
			t.Errorf("%s: the effect changed the score: %s", c.name, label(got))
		}
	}
}

// TestEffectOfEach: each of several outcomes is held against its own year before.
func TestEffectOfEach(t *testing.T) {
	rooms := outcome("higher", "")
	rooms.ID, rooms.Outcome = "X-2", &standard.OutcomeSpec{Of: "场所面积", Better: "higher"}
	none := quarterly(standard.Item{ID: "X-3", Points: "4"})
	b := closed().number("决定到期数", "10").number("决定办结数", "9").number("场所面积", "20")
	last := closed().number("决定到期数", "10").number("决定办结数", "8").number("场所面积", "30")
	last.Of = 2025
	b.Before = last.Year
	got := Assess(std(none, outcome("higher", ""), rooms), b.Year).Items
	if got[0].Effect != NoEffect || got[1].Effect != Improved || got[2].Effect != Worse {
		t.Errorf("%s, %s, %s", got[0].Effect, got[1].Effect, got[2].Effect)
	}
}

// TestTR80_Effect: a complete record is not a good year: the two are two fields,
// and no field joins them.
func TestTR80_Effect(t *testing.T) {
	b := closed().held("党员大会", 1, 1, 4, 7, 10).number("决定到期数", "10").number("决定办结数", "0")
	last := closed().number("决定到期数", "10").number("决定办结数", "9")
	b.Before = last.Year
	if got := of(t, outcome("higher", ""), b); got.Verdict != Met || got.Effect != Worse {
		t.Errorf("%s %s, want met and worse", got.Verdict, got.Effect)
	}
}

// TestConduct_C02: what a branch says honestly never costs it more of what is due
// than silence does.
func TestConduct_C02(t *testing.T) {
	share := quarterly(standard.Item{ID: "X-1", Title: "党员大会", Force: "SHOULD", Points: "4"})
	per := quarterly(full("4", standard.Term{Per: &standard.Per{Minus: "1"}}))
	per.Force = "SHOULD"
	for _, it := range []standard.Item{share, per} {
		for _, asOf := range []string{"2026-04-01", "2026-10-05", "2027-01-15", "2027-01-31"} {
			for _, force := range []standard.Force{"MUST", "SHOULD"} {
				it.Force = force
				silent, honest := at(asOf), at(asOf)
				w, _ := party.ParseWindow("2026-Q1")
				honest.Skips = []register.Skip{{Series: standard.Series(wordAt(standard.SeriesWords, "党员大会")), Window: w, Reason: "harvest", Fact: "s"}}
				a, b := of(t, it, silent), of(t, it, honest)
				if a.Due.Sub(a.Points.Lo).Less(b.Due.Sub(b.Points.Lo)) {
					t.Errorf("%s %s: honest %s of %s, silent %s of %s", asOf, force, b.Points, b.Due, a.Points, a.Due)
				}
			}
		}
	}
}

// TestConduct_C04: persons are not added up, ranked or graded; an archived pack is
// kept and refused, with its reason.
func TestConduct_C04(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*standard.Standard)
		want   string
	}{
		{"persons", func(s *standard.Standard) { s.Subject = "person" }, "C4"},
		{"archived", func(s *standard.Standard) { s.Kind = "archived" }, "存档"},
		{"archived with a reason", func(s *standard.Standard) { s.Archived = "对党员合计打分" }, "对党员合计打分"},
		{"an organisation's", func(*standard.Standard) {}, ""},
	} {
		s := std(quarterly(standard.Item{ID: "X-1", Points: "4"}))
		c.change(s)
		p, _ := Compile(s)
		a := p.Assess(closed().Year)
		if (a.Refused == "") != (c.want == "") || !strings.Contains(a.Refused, c.want) {
			t.Errorf("%s: refused %q", c.name, a.Refused)
		}
		if c.want != "" && (len(a.Items) > 0 || a.Total.Points != (Pair{}) || len(Cohorts([]*Assessment{a})) > 0) {
			t.Errorf("%s: there are scores all the same", c.name)
		}
		var sheet Sheet
		p.Score(closed().Year, &sheet)
		if c.want != "" && sheet.Total.Points != (Pair{}) {
			t.Errorf("%s: the score-only pass scores", c.name)
		}
	}
}

// TestHistoric: a published scheme with a row that C4 forbids is shown as it was,
// and says so.
func TestHistoric(t *testing.T) {
	s := std(quarterly(standard.Item{ID: "X-1", Points: "4"}))
	s.Historic = "来源原文如此"
	if a := assess(t, s, closed().Year); a.Historic == "" || a.Refused != "" {
		t.Errorf("%q %q", a.Historic, a.Refused)
	}
}

// TestConduct_C05: no record is not no Party life: until the closing the score is
// a pair, and nothing calls it not done.
func TestConduct_C05(t *testing.T) {
	it := quarterly(standard.Item{ID: "X-1", Title: "党员大会", Points: "4"})
	for _, c := range []struct{ asOf, want string }{
		{"2026-06-15", "待定 0–1/4"}, {"2026-12-31", "待定 0–3/4"}, {"2027-01-01", "待定 0–4/4"}, {"2027-01-30", "待定 0–4/4"}, {"2027-01-31", "未达标 0/4"},
	} {
		got := of(t, it, at(c.asOf))
		if label(got) != c.want {
			t.Errorf("%s: %s, want %s", c.asOf, label(got), c.want)
		}
		if words := strings.Join(got.Because, ""); got.Verdict == Unknown && (!strings.Contains(words, "没有记录") || strings.Contains(words, "停开")) {
			t.Errorf("%s: %s", c.asOf, words)
		}
	}
}

// TestConduct_C07: no number of this package is made of text: a year holds no
// text but names, and scores do not look at how many facts stand behind them
// (JN-46: adding evidence leaves the score unchanged).
func TestConduct_C07(t *testing.T) {
	it := quarterly(full("4", standard.Term{Per: &standard.Per{Minus: "1"}}, standard.Term{Levels: &standard.Levels{Honour: "先进", Table: map[string]string{"county": "1"}}}))
	b := closed().held("党员大会", 1, 1, 4, 7).honour("先进", "county")
	before := of(t, it, b)
	for i := range b.Trail.Series {
		for _, m := range b.Trail.Series[i] {
			b.Trail.Series[i] = append(b.Trail.Series[i], register.Mention{On: m.On, Fact: "photo-" + m.Fact})
		}
	}
	b.Trail.Profile = []party.FactID{"photo", "photo-2"}
	if after := of(t, it, b); after.Points != before.Points || after.Verdict != before.Verdict {
		t.Errorf("with more files %s, before %s", label(after), label(before))
	}
	b.Trail = nil
	if after := of(t, it, b); after.Points != before.Points {
		t.Errorf("without any file %s, before %s", label(after), label(before))
	}
}

// TestConduct_C08: an explained item says what one fulfilment costs.
func TestConduct_C08(t *testing.T) {
	it := quarterly(standard.Item{ID: "X-1", Points: "4", Minutes: 45, Remedy: "提前定题目。"})
	if got := of(t, it, closed()); got.Minutes != 45 || got.Remedy != "提前定题目。" {
		t.Errorf("%+v", got)
	}
}

// TestConduct_C14: what an upper level owes is shown with its verdict and never
// costs the branch points.
func TestConduct_C14(t *testing.T) {
	for _, c := range []struct {
		bearer standard.Bearer
		level  int
		want   string
	}{
		{"committee", 0, "未达标 0/0"}, {"committee", 1, "未达标 0/0"}, {"committee", 2, "未达标 0/4"}, {"county", 2, "未达标 0/0"}, {"county", 3, "未达标 0/4"}, {"branch", 0, "未达标 0/4"}, {"", 0, "未达标 0/4"},
	} {
		it := standard.Item{ID: "X-1", Title: "审批", Points: "4", Bearer: c.bearer, Duty: &standard.Duty{Clock: "接收审批", Within: "3个月"}}
		got := of(t, it, closed().has("建制", c.level).ran("接收审批", "2026-03-05", ""))
		if label(got) != c.want || got.Due != got.Max {
			t.Errorf("%s for level %d: %s, due %s", c.bearer, c.level, label(got), got.Due)
		}
		if len(got.Obligations) != 1 || got.Obligations[0].State != duty.Missed {
			t.Errorf("%s: %+v", c.bearer, got.Obligations)
		}
	}
	only := full("4", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "1"}})
	only.Bearer = "committee"
	if got := of(t, only, closed().event("黄牌", "", 2)); label(got) != "不适用 0/0" {
		t.Errorf("an upper level's item judged by score only: %s", label(got))
	}
}

// TestConduct_C15: an unanswered request takes what falls due after it out of the
// count; what is judged by its score alone is as in a year not yet over: what is not
// earned is not due, what was lost stays lost, for asking permits nothing.
func TestConduct_C15(t *testing.T) {
	stops := func(to string) []register.Stop {
		return []register.Stop{{Item: "X-1", Days: party.Period{From: day("2026-04-20"), To: day(to)}, Fact: "ask"}}
	}
	due := func(it Item) string { return fmt.Sprintf("%s %s/%s", Verdicts.Label(it.Verdict), it.Points, it.Due) }
	it := quarterly(standard.Item{ID: "X-1", Title: "党员大会", Points: "4"})
	b := closed().held("党员大会", 1, 1)
	b.Stops = stops("2199-12-31")
	if got := of(t, it, b); due(got) != "达标 4/4" || got.Tally.Stopped != 3 {
		t.Errorf("%s %+v", due(got), got.Tally)
	}
	yearly := standard.Item{ID: "X-1", Title: "组织生活会", Points: "4", Duty: &standard.Duty{Every: party.Yearly, Count: "组织生活会"}}
	if got := of(t, yearly, b); label(got) != "未到期 0/4" || due(got) != "未到期 0/0" || got.Because[0] != "在等上级答复，暂不计，不扣分" {
		t.Errorf("%s %v", label(got), got.Because)
	}
	c := closed().event("黄牌", "", 2)
	for _, s := range []struct {
		item standard.Item
		to   string
		want string
	}{
		{full("4", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "1"}}), "2199-12-31", "未达标 2/4"},
		{from0("4", standard.Term{Per: &standard.Per{Count: "次数.调解", Plus: "1"}}), "2199-12-31", "未到期 0/0"},
		{from0("4", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Plus: "1"}}), "2199-12-31", "达标 2/2"},
		{from0("4", standard.Term{Per: &standard.Per{Count: "次数.调解", Plus: "1"}}), "2026-12-30", "未达标 0/4"},
	} {
		c.Stops = stops(s.to)
		if got := of(t, s.item, c); due(got) != s.want {
			t.Errorf("by score only, until %s: %s, want %s", s.to, due(got), s.want)
		}
	}
}

// TestConduct_C18: nothing that leaves this package is about one person: an
// assessment has no member in it but as the subject of a case.
func TestConduct_C18(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type, string)
	walk = func(rt reflect.Type, at string) {
		if seen[rt] {
			return
		}
		seen[rt] = true
		switch rt.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(rt.Elem(), at)
		case reflect.Struct:
			for i := range rt.NumField() {
				if f := rt.Field(i); f.IsExported() {
					if f.Type == reflect.TypeFor[party.MemberID]() {
						t.Errorf("%s.%s names a person", at, f.Name)
					}
					walk(f.Type, at+"."+f.Name)
				}
			}
		}
	}
	walk(reflect.TypeFor[Assessment](), "Assessment")
	walk(reflect.TypeFor[Sheet](), "Sheet")
}

// TestTR84_NoLabels: no word of a verdict or an effect labels a branch or a person.
func TestTR84_NoLabels(t *testing.T) {
	for _, word := range []string{Verdicts.Names(), Effects.Names(), duty.States.Names()} {
		for _, label := range []string{"软弱涣散", "后进", "不合格", "自行脱党", "停开"} {
			if strings.Contains(word, label) {
				t.Errorf("%s is among %s", label, word)
			}
		}
	}
}

// TestTR73_Local: a local number says that it is local.
func TestTR73_Local(t *testing.T) {
	it := quarterly(standard.Item{ID: "X-1", Force: "LOCAL", Points: "4"})
	if got := of(t, it, closed()); got.Source.Force != "LOCAL" || got.Force != "LOCAL" {
		t.Errorf("%+v", got.Source)
	}
}

// TestTR74_Article: the article is shown only where the source was verified.
func TestTR74_Article(t *testing.T) {
	for confidence, want := range map[string]string{"V": "第十三条", "V~": "", "M-high": "", "M-med": "", "M-low": "", "": ""} {
		it := quarterly(standard.Item{ID: "X-1", Points: "4", Source: standard.SourceRef{Doc: "D-ZB", Article: "第十三条", Confidence: confidence}})
		s := std(it)
		s.Sources = map[string]standard.Source{"D-ZB": {Title: "支部工作条例", Number: "中发"}}
		got := assess(t, s, closed().Year).Items[0].Source
		if got.Article != want || got.Title != "支部工作条例" {
			t.Errorf("%q: %+v", confidence, got)
		}
	}
	it := quarterly(standard.Item{ID: "X-1", Source: standard.SourceRef{Doc: "未登记的文件"}})
	if got := of(t, it, closed()).Source; got.Title != "未登记的文件" {
		t.Errorf("%+v", got)
	}
}

// TestTR26_SmallBranch: a branch of six is not short of a committee: nothing of it
// is due, and what else it does is held against the full maximum.
func TestTR26_SmallBranch(t *testing.T) {
	committee := standard.Item{ID: "ZB-46", Title: "支委会", Points: "40", AppliesIf: "有支委会", Duty: &standard.Duty{Every: party.Monthly, Count: "支委会"}}
	meeting := quarterly(standard.Item{ID: "ZB-40", Title: "党员大会", Points: "60"})
	b := closed().has("正式党员数", 6, "有支委会", 0).held("党员大会", 1, 1, 4, 7, 10)
	a := assess(t, scheme(standard.Scheme{Max: "100"}, committee, meeting), b.Year)
	if a.Items[0].Verdict != NotApplicable || a.Total.Scaled.String() != "100" || a.Total.Due.String() != "60" {
		t.Errorf("%s %+v", a.Items[0].Verdict, a.Total)
	}
}

// TestTR76_Functional: no rule is assumed for a functional branch: what is not
// for it does not apply.
func TestTR76_Functional(t *testing.T) {
	it := quarterly(standard.Item{ID: "X-1", Points: "4", AppliesIf: "非 功能型"})
	if got := of(t, it, closed().has("功能型", 1)); got.Verdict != NotApplicable {
		t.Errorf("%s", got.Verdict)
	}
}

// TestTR85_Domains: one standard is not every domain's: an item of another domain
// has no part in the score.
func TestTR85_Domains(t *testing.T) {
	it := quarterly(standard.Item{ID: "X-1", Points: "4", Domains: []party.Domain{"agency"}})
	s := std(it)
	s.Domain = "village"
	if a := assess(t, s, closed().Year); a.Items[0].Verdict != NotApplicable || a.Total.Due.Sign() != 0 {
		t.Errorf("%s", a.Items[0].Verdict)
	}
}

// TestWords: the arithmetic in the form of words that the contract gives.
func TestWords(t *testing.T) {
	meetings := standard.Item{ID: "X-1", Title: "支委会", Points: "5", Duty: &standard.Duty{Every: party.Monthly, Months: []int{2, 4, 6, 8, 10}, Count: "支委会"}}
	table(t, []row{
		{"a share", meetings, closed().held("支委会", 1, 2, 4, 6, 8), "未达标 4/5", "5 次应开，开了 4 次：5 × 4/5 = 4.0"},
		{"a share that is rounded", quarterly(standard.Item{ID: "X-1", Points: "1", Force: "SHOULD"}), closed().held("党员大会", 1, 1, 4, 7), "未达标 0.75/1", "4 次应开，开了 3 次：1 × 3/4 = 0.75"},
		{"a deduction", full("2", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "1"}}), closed().event("黄牌", "", 1), "未达标 1/2", "黄牌 1 次，每次扣 1 分：2 − 1 = 1"},
		{"a condition", standard.Item{ID: "X-1", Title: "书记", Points: "2", Duty: &standard.Duty{Require: "有书记"}}, closed(), "达标 2/2", "符合要求：2 × 1/1 = 2.0"},
		{"a condition that fails", standard.Item{ID: "X-1", Title: "书记", Points: "2", Duty: &standard.Duty{Require: "有书记"}}, closed().has("有书记", 0), "未达标 0/2", "不符合要求：2 × 0/1 = 0.0"},
		{"cases", standard.Item{ID: "X-1", Title: "谈话", Points: "2", Duty: &standard.Duty{Clock: "申请谈话", Within: "1个月"}}, closed().ran("申请谈话", "2026-03-01", "2026-03-02").ran("申请谈话", "2026-05-01", ""), "未达标 1/2", "2 人应办，办成了 1 人"},
		{"no points", quarterly(standard.Item{ID: "X-1", Title: "大会"}), closed().held("党员大会", 1, 1), "未达标 0/0", "4 次应开，开了 1 次"},
		{"no cases", standard.Item{ID: "X-1", Title: "谈话", Points: "2", Duty: &standard.Duty{Clock: "申请谈话", Within: "1个月"}}, closed(), "不适用 0/0", "没有这一条要办的事"},
		{"not due", quarterly(standard.Item{ID: "X-1", Points: "4"}), at("2026-02-01"), "未到期 0/4", "还没有到期，不扣分"},
		{"some not due", quarterly(standard.Item{ID: "X-1"}), at("2026-05-01").held("党员大会", 1, 1), "达标 0/0", "还有 3 次没有到期"},
		{"not for this branch", func() standard.Item {
			it := full("4", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "1"}})
			it.AppliesIf = "联合"
			return it
		}(), closed(), "不适用 0/0", "不适用于本支部"},
	})
	two := full("5", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "1"}}, standard.Term{Per: &standard.Per{Count: "次数.违纪", Minus: "2"}})
	if got := of(t, two, closed().event("黄牌", "", 1).event("违纪", "", 1)); len(got.Because) != 2 {
		t.Errorf("a sentence to a term: %q", got.Because)
	}
	excused := quarterly(standard.Item{ID: "X-1", Title: "大会", Points: "4", Force: "SHOULD"})
	excused.Duty.Every = party.Yearly
	b := closed()
	w, _ := party.ParseWindow("2026")
	b.Skips = []register.Skip{{Series: standard.Series(wordAt(standard.SeriesWords, "党员大会")), Window: w, Reason: "harvest"}}
	if got := of(t, excused, b); got.Verdict != NotApplicable || !strings.Contains(got.Because[0], "免计") {
		t.Errorf("%s %q", label(got), got.Because)
	}
	b.Skips, b.Waivers = nil, []register.Waiver{{Item: "X-1", Days: party.YearOf(2026)}}
	if got := of(t, excused, b); got.Verdict != NotApplicable || !strings.Contains(got.Because[0], "不适用") {
		t.Errorf("%s %q", label(got), got.Because)
	}
}

// TestFacts: an item rests on the facts of its obligations and of the measures its
// score names, each once.
func TestFacts(t *testing.T) {
	it := quarterly(full("5", standard.Term{Per: &standard.Per{Minus: "1"}}, standard.Term{Levels: &standard.Levels{Honour: "先进", Table: map[string]string{"county": "1"}}},
		standard.Term{Judge: &standard.Judge{Mark: "印象", Min: "0", Max: "1"}}, standard.Term{Grade: &standard.Grade{Mark: "班子", Table: map[string]string{"好": "0"}}},
		standard.Term{Refer: &standard.Refer{Scheme: "其他", Table: map[string]string{"好": "0"}}}, standard.Term{If: "党课 >= 0", Formula: "数值.捐款 * 0"},
		standard.Term{Timely: &standard.Timely{Series: "党课", By: "12-31"}}, standard.Term{Bands: &standard.Bands{Of: "党课", Table: []standard.Band{{From: "0", Mark: "印象", Min: "0", Max: "1"}}}}))
	it.Zero = "次数.违纪 > 5"
	b := closed().held("党员大会", 1, 1, 4).held("党课", 1, 5).honour("先进", "county").mark("印象", "final", "a", "1").grade("班子", "好").decided("其他", 2026, "好", "2026-12-01").figure("捐款", "5").event("违纪", "", 1)
	got := of(t, it, b)
	if len(got.Facts) != 9 {
		t.Errorf("%d facts: %v", len(got.Facts), got.Facts)
	}
}

// TestReplayRefuses: steps that are not whole do not replay.
func TestReplayRefuses(t *testing.T) {
	leaf := Step{Op: OpLeaf, Pair: only(one)}
	for name, steps := range map[string][]Step{
		"nothing": {}, "no end": {leaf}, "too few": {leaf, {Op: OpMul}, {Op: OpItem}}, "too many": {leaf, leaf, {Op: OpItem}}, "of none": {leaf, {Op: OpSum, N: 0}, {Op: OpItem}},
		"another term": {leaf, {Op: OpTerm}, {Op: OpItem}}, "a term of nothing": {{Op: OpTerm}, leaf, {Op: OpItem}},
	} {
		if got, ok := Replay(steps); ok {
			t.Errorf("%s replays to %s", name, got)
		}
	}
	if got := (&Trace{}).Item(3); got != nil {
		t.Errorf("%v", got)
	}
}

// TestTampered: a trace whose numbers were changed does not replay to the points.
func TestTampered(t *testing.T) {
	it := quarterly(full("5", standard.Term{Per: &standard.Per{Minus: "1"}}))
	got := of(t, it, closed().held("党员大会", 1, 1, 4))
	for i := range got.Trace {
		if got.Trace[i].Op != OpLeaf || got.Trace[i].Pair.Lo == standard.Int(0) {
			continue
		}
		was := got.Trace[i].Pair
		got.Trace[i].Pair = was.Add(only(standard.Frac(1, 7)))
		if points, ok := Replay(got.Trace); ok && points == got.Points && was.Lo != got.Max {
			t.Errorf("step %d: %s replays to %s all the same", i, got.Trace[i].Pair, points)
		}
		got.Trace[i].Pair = was
	}
}

// TestAssessOnce: the function that compiles and assesses at once.
func TestAssessOnce(t *testing.T) {
	s := std(quarterly(standard.Item{ID: "X-1", Points: "4"}))
	a := Assess(s, closed().Year)
	if a.Organisation().Org != "org-1" || a.Program().Standard() != s || a.Program().Refused() != "" || a.Program().Duties() == nil {
		t.Errorf("%+v", a)
	}
}

// TestPlainWords: sentences that a secretary can read aloud.
func TestPlainWords(t *testing.T) {
	per := quarterly(full("5", standard.Term{Per: &standard.Per{Minus: "1"}}))
	report := standard.Item{ID: "X-1", Title: "报送", Points: "2", Duty: &standard.Duty{Every: party.HalfYear, Count: "统计报送"}}
	rate := from0("3", standard.Term{Bands: &standard.Bands{Of: "讨论议事次数 / 会议总次数", Table: []standard.Band{{From: "0.5", Give: "2"}}}})
	table(t, []row{
		{"nothing missed", per, closed().held("党员大会", 1, 1, 4, 7, 10), "达标 5/5", "一次不缺，不扣：仍为 5"},
		{"what lacks a record stands in brackets", per, at("2027-01-15").held("党员大会", 1, 1, 4, 7), "待定 4–5/5", "缺 0 次（另有 1 次没有记录），每次扣 1 分：5 − (0–1) = 4–5"},
		{"no event", full("5", standard.Term{Per: &standard.Per{Count: "次数.黄牌", Minus: "1"}}), closed(), "达标 5/5", "没有黄牌，不扣"},
		{"a number that is 0", full("5", standard.Term{Per: &standard.Per{Count: "逾期问题数", Minus: "1"}}), closed(), "达标 5/5", "逾期问题数 为 0，不扣"},
		{"people of whom a thing holds", full("5", standard.Term{Per: &standard.Per{Count: "人数(党员.学时 < 32)", Minus: "1"}}), closed().member(2, "学时", 1), "未达标 3/5", "符合“学时 < 32”的 2 人，每人扣 1 分：5 − 2 = 3"},
		{"what is not a meeting is done, not held", report, closed().held("统计报送", 1, 6), "未达标 1/2", "2 次应办，办了 1 次：2 × 1/2 = 1.0"},
		{"a share that does not come out even", rate, closed().number("讨论议事次数", "8").number("会议总次数", "11"), "达标 2/3", "约为 0.73，按所在的档：得 2 分"},
		{"no ladder", quarterly(full("5", standard.Term{Ladder: &standard.Ladder{Minus: []string{"1"}, Beyond: "last"}})), closed().held("党员大会", 1, 1, 4, 7, 10), "达标 5/5", "一次不缺，不扣"},
		{"not for this branch", func() standard.Item { it := report; it.AppliesIf = "联合"; return it }(), closed(), "不适用 0/0", "本年不适用于本支部"},
	})
}
