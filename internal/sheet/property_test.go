package sheet

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// wholeBook is a workbook with all five tables of two branches, messy here and
// there.
func wholeBook(shuffle func(head []any, rows [][]any) ([]any, [][]any)) []tab {
	table := func(name, title string, head []any, rows ...[]any) tab {
		head, rows = shuffle(head, rows)
		return tab{name: name, rows: append([][]any{{title}, head}, rows...)}
	}
	peach := func(row []any) []any { return set(row, 5, "桃花村党支部") }
	return []tab{
		table("学习", "学时台账", []any{"姓名", "支部", "日期", "学习形式", "学时"},
			[]any{"王春梅、李大山", willow, "2026-04-10", "集中培训", 4}, []any{"孙大海", "桃花村党支部", "2026-04-11", "党课", 2}, []any{"不在册", willow, "2026-04-10", "党课", 4}),
		table("党费", "2026年党费台账", []any{"姓名", "支部", "每月应交", "1月", "2月", "合计"},
			[]any{"王春梅", willow, 5, 5, 5, 10}, []any{"孙大海", "桃花村党支部", 3, "√", nil, 3}),
		table("会议", "2026年会议台账", meetingHead,
			meeting("3月5日", "党员大会", 3, 2, "", "王春梅(病假)"), set(meeting("2026-03-06", "主题党日、党课", nil, nil, "孙大海", ""), 8, "桃花村党支部"),
			meeting("2026-03-07", "随便", 3, 3, "", "")),
		table("名册", "党员名册", rosterHead, member("王春梅", "1970-05-06", 2), member("李大山", "1965-03-04", 1), member("赵小河", "1980-12-31", 3),
			peach(member("孙大海", "1975-12-31", 5)), peach(set(member("周小溪", "1975-12-31", 6), 2, "12345"))),
		table("组织", "党组织名册", []any{"党组织名称", "领域", "成立日期", "书记", "联系电话"},
			[]any{"中共示例镇柳树村支部委员会", "村", "2015-01-01", "李大山", "010-00000000"}, []any{"桃花村党支部", "村", "2016-01-01", "孙大海", nil}),
	}
}

func asWritten(head []any, rows [][]any) ([]any, [][]any) { return head, rows }

// outcome is what an import comes to, without where the rows stood.
func outcome(t *testing.T, r *Report) string {
	t.Helper()
	var b strings.Builder
	for i := range r.Facts {
		f := r.Facts[i]
		f.Origin = nil
		line, err := json.Marshal(f)
		must(t, err)
		b.Write(append(line, '\n'))
	}
	for _, v := range []any{r.Persons, r.Cards, r.Texts, r.Counts} {
		line, err := json.Marshal(v)
		must(t, err)
		b.Write(append(line, '\n'))
	}
	return b.String()
}

func TestImportTwiceChangesNothing(t *testing.T) {
	data := book(t, wholeBook(asWritten)...)
	o := testOptions()
	r := load(t, data, o)
	wantCounts(t, r, 12, 0, 3)
	o.Known = known(Known{}, r)
	for _, later := range []time.Duration{0, 40 * 24 * time.Hour} {
		o.Now = testNow.Add(later)
		again := load(t, data, o)
		wantCounts(t, again, 0, 12, 3)
		if again.Changed() {
			t.Errorf("the second import brings %d facts, %d persons, %d cards, %d texts", len(again.Facts), len(again.Persons), len(again.Cards), len(again.Texts))
		}
	}
}

// TestSheetBySheet: the tables one after the other come to the same as all at
// once, whatever was known in between.
func TestSheetBySheet(t *testing.T) {
	all := wholeBook(asWritten)
	o := testOptions()
	whole := load(t, book(t, all...), o)
	var facts []fact.Fact
	for _, i := range []int{4, 3, 2, 1, 0, 4} {
		r := load(t, book(t, all[i]), o)
		o.Known = known(o.Known, r)
		facts = append(facts, r.Facts...)
	}
	ids := func(fs []fact.Fact) []party.FactID {
		var out []party.FactID
		for _, f := range fs {
			out = append(out, f.ID)
		}
		slices.Sort(out)
		return out
	}
	if !slices.Equal(ids(facts), ids(whole.Facts)) {
		t.Errorf("%d facts sheet by sheet, %d at once", len(facts), len(whole.Facts))
	}
}

func TestPermutingColumnsChangesNothing(t *testing.T) {
	want := outcome(t, load(t, book(t, wholeBook(asWritten)...), testOptions()))
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		shuffle := func(head []any, rows [][]any) ([]any, [][]any) {
			order := rng.Perm(len(head))
			pick := func(row []any) []any {
				out := make([]any, len(order))
				for i, k := range order {
					if k < len(row) {
						out[i] = row[k]
					}
				}
				return out
			}
			var moved [][]any
			for _, row := range rows {
				moved = append(moved, pick(row))
			}
			return pick(head), moved
		}
		tabs := wholeBook(shuffle)
		rng.Shuffle(len(tabs), func(i, k int) { tabs[i], tabs[k] = tabs[k], tabs[i] })
		if got := outcome(t, load(t, book(t, tabs...), testOptions())); got != want {
			t.Fatalf("seed %d:\n%s\nwant\n%s", seed, got, want)
		}
	}
}

// TestOtherKeyOtherIdentifiers: without the key nothing links two imports.
func TestOtherKeyOtherIdentifiers(t *testing.T) {
	data := book(t, smallRoster())
	a := load(t, data, testOptions())
	o := testOptions()
	o.Key = []byte("another key of sixteen bytes")
	b := load(t, data, o)
	for i := range a.Persons {
		for k := range b.Persons {
			if a.Persons[i].Member == b.Persons[k].Member {
				t.Error("the same identifier under another key")
			}
		}
	}
}

// TestAnotherFileSamePeople: the same people in another file, with other
// columns and a new phone, are known; only the phone is new.
func TestAnotherFileSamePeople(t *testing.T) {
	o := withRoster(t)
	head := []any{"党员姓名", "身份证", "入党日期", "转正日期", "党员类别", "支部", "手机"}
	wang, li := member("王春梅", "1970-05-06", 2), member("李大山", "1965-03-04", 1)
	r := load(t, book(t, tab{name: "x", rows: [][]any{head,
		{"王春梅", wang[2], "20050701", "2006.7.1", "正式", willow, nil}, {"李大山", li[2], nil, nil, "正式党员", willow, "010-11111111"}}}), o)
	wantCounts(t, r, 1, 1, 0)
	wantAssumption(t, r, "person_updated", 1)
	if len(r.Facts) != 0 || len(r.Persons) != 1 || r.Persons[0].Phone != "010-11111111" || r.Persons[0].Birth != "1965-03-04" {
		t.Errorf("facts %d, persons %+v", len(r.Facts), r.Persons)
	}
	// What contradicts the record is refused, not overwritten.
	r = load(t, book(t, tab{name: "x", rows: [][]any{head,
		{"王春梅", wang[2], "2004-07-01", nil, "正式", willow, nil},
		{"李大山", li[2], nil, nil, "预备党员", willow, nil},
		{"赵大河", idFor("1980-12-31", 3), nil, nil, "正式", willow, nil},
		{"王春梅", idFor("1970-05-06", 4), nil, "2006-07-01", "正式", willow, nil},
	}}), o)
	wantProblems(t, r, "x!C2 differs", "x!E3 differs", "x!A4 name_changed", "x!B5 duplicate")
	r = load(t, book(t, tab{name: "x", rows: [][]any{head, {"王春梅", wang[2], nil, nil, "正式", "桃花村党支部", nil}}}), o)
	wantProblems(t, r, "x!F2 other_branch")
}

// TestNumberComesLater: a person first known by name gets the identity number
// later and stays the same.
func TestNumberComesLater(t *testing.T) {
	o := testOptions()
	wang := member("王春梅", "1970-05-06", 2)
	first := load(t, book(t, roster(set(wang, 2, nil))), o)
	o.Known = known(Known{}, first)
	r := load(t, book(t, roster(wang)), o)
	wantCounts(t, r, 1, 0, 0)
	if len(r.Facts) != 0 || r.Persons[0].Member != first.Persons[0].Member || r.Persons[0].IDNumber == "" {
		t.Errorf("facts %d, person %+v", len(r.Facts), r.Persons[0])
	}
	o.Known = known(o.Known, r)
	wantCounts(t, load(t, book(t, roster(wang)), o), 0, 1, 0)
}

// TestVoidedStaysVoided: what was taken back is not brought in again.
func TestVoidedStaysVoided(t *testing.T) {
	o := withRoster(t)
	data := book(t, meetings(meeting("2026-03-05", "党员大会", 3, 3, "", "")))
	r := load(t, data, o)
	o.Known = known(o.Known, r)
	held := r.Facts[0]
	o.Known.Facts = append(o.Known.Facts, fact.Fact{ID: "f-void", Org: held.Org, On: held.On, At: held.At, By: held.By, Body: &fact.Void{Fact: held.ID, Cause: "mistake"}})
	wantCounts(t, load(t, data, o), 0, 1, 0)
	other := load(t, book(t, meetings(meeting("2026-03-05", "党员大会", 3, 2, "", "王春梅"))), o)
	wantCounts(t, other, 1, 0, 0)
}

// TestBranchNames: short names find their full form whatever the order of the
// rows; two that would fit are a question.
func TestBranchNames(t *testing.T) {
	head := []any{"支部", "姓名", "类别", "入党时间", "转正时间"}
	row := func(branch, name string) []any { return []any{branch, name, "正式", "2005-07-01", "2006-07-01"} }
	for _, rows := range [][][]any{
		{head, row("柳树村党支部", "王春梅"), row("中共甲镇柳树村支部委员会", "李大山")},
		{head, row("中共甲镇柳树村支部委员会", "李大山"), row("柳树村党支部", "王春梅")},
	} {
		r := load(t, book(t, tab{name: "名册", rows: rows}), testOptions())
		wantCounts(t, r, 2, 0, 0)
		if n := bodies[*fact.OrgFounded](r); len(n) != 1 || n[0].Name != "中共甲镇柳树村支部委员会" {
			t.Errorf("branches %+v", n)
		}
	}
	r := load(t, book(t, tab{name: "名册", rows: [][]any{head, row("柳树村党支部", "王春梅"), row("甲镇柳树村党支部", "李大山"), row("乙镇柳树村党支部", "赵小河")}}), testOptions())
	wantProblems(t, r, "名册!A2 branch_ambiguous")
	wantText(t, r, "「柳树村党支部」对得上 2 个党组织")
	// A branch known by its short name is found by its full one.
	o := withRoster(t)
	r = load(t, book(t, tab{name: "名册", rows: [][]any{{"党组织名称", "领域"}, {"中共甲镇柳树村支部委员会", "村"}}}), o)
	wantAssumption(t, r, "branch_short", 1)
	if len(r.Facts) != 0 {
		t.Errorf("%d facts", len(r.Facts))
	}
}
