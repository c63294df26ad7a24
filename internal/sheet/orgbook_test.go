package sheet

import (
	"fmt"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// TestWhatMakesANameFuller: the name of a place or a unit does; any other words
// make another name, and one too near to tell.
func TestWhatMakesANameFuller(t *testing.T) {
	const fits, near, apart = "fits", "near", "apart"
	for _, x := range []struct{ long, short, want string }{
		{"示例镇柳树村党支部", "柳树村党支部", fits},
		{"中共甲县乙乡柳树村支部委员会", "柳树村党支部", fits},
		{"城关街道阳光社区党支部", "阳光社区党支部", fits},
		{"宏达公司第一党支部", "第一党支部", fits},
		{"宏达公司（北京）第一党支部", "第一党支部", fits},
		{"柳树村第一党支部", "第一党支部", fits},
		{"县教育局机关党支部", "机关党支部", fits},
		{"示例县示例镇党委", "示例镇党委", fits},
		{"大王庄村党支部", "王庄村党支部", near},
		{"上柳树村党支部", "柳树村党支部", near},
		{"新阳光社区党支部", "阳光社区党支部", near},
		{"退休教师党支部", "教师党支部", near},
		{"水厂西村党支部", "西村党支部", near},  // a waterworks hands in no village
		{"镇王庄村党支部", "王庄村党支部", near}, // one character is no town
		{"示例镇大王庄村党支部", "王庄村党支部", apart},
		{"某某中学退休教师党支部", "教师党支部", apart},
		{"柳树村第十一党支部", "第一党支部", apart},
		{"柳树村党支部", "村党支部", near},
	} {
		for _, way := range []string{"fuller", "shorter"} {
			b := newOrgBook("")
			known, asked := x.long, x.short
			if way == "shorter" {
				known, asked = x.short, x.long
			}
			b.add(&orgEntry{id: "o-1", name: known})
			f := b.find(asked)
			got := apart
			switch {
			case f.entry != nil && f.loose:
				got = fits
			case f.many != nil && f.why == nearName:
				got = near
			}
			if got != x.want {
				t.Errorf("known %s, asked %s: %s, want %s", known, asked, got, x.want)
			}
		}
	}
}

// TestRenamed: the name of today goes before one that was; a former name still
// finds the branch.
func TestRenamed(t *testing.T) {
	b := newOrgBook("")
	b.add(&orgEntry{id: "o-1", name: "柳树村党支部"})
	b.rename("o-1", "新柳村党支部")
	if f := b.find("柳树村党支部"); f.entry != b.byID["o-1"] {
		t.Errorf("former name: %+v", f)
	}
	b.add(&orgEntry{id: "o-2", name: "柳树村党支部"})
	if f := b.find("柳树村党支部"); f.entry != b.byID["o-2"] {
		t.Errorf("name of today: %+v", f)
	}
	b.add(&orgEntry{id: "o-3", name: "柳树村党支部"})
	if f := b.find("柳树村党支部"); len(f.many) != 2 || f.why != sameName {
		t.Errorf("two of one name: %+v", f)
	}
}

var villageHead = []any{"所在党支部", "姓名", "人员类别", "入党时间", "转正时间"}

func villager(branch, name string) []any {
	return []any{branch, name, "正式党员", "2000-07-01", "2001-07-01"}
}

// TestTwoVillagesStayTwo: 王庄村 is not 大王庄村, in one file or in two, whichever
// comes first, and no ledger lands on the other.
func TestTwoVillagesStayTwo(t *testing.T) {
	const small, big = "王庄村党支部", "大王庄村党支部"
	roster := func(branches ...string) []byte {
		rows := [][]any{villageHead}
		for i, b := range branches {
			rows = append(rows, villager(b, []string{"赵一民", "钱二民"}[i]))
		}
		return book(t, tab{name: "名册", rows: rows})
	}
	for _, order := range [][]string{{small, big}, {big, small}} {
		r := load(t, roster(order...), testOptions())
		wantCounts(t, r, 1, 0, 1)
		wantText(t, r, "只差前面几个字，不知道是不是同一个党组织", "某某镇某某村党支部")
		if n := bodies[*fact.OrgFounded](r); len(n) != 1 || n[0].Name != big {
			t.Errorf("branches %+v", n)
		}
		// The same in two files, with a ledger behind.
		o := testOptions()
		o.Known = known(Known{}, load(t, roster(order[0]), o))
		wantProblems(t, load(t, roster(order[1]), o), "名册!A2 branch_ambiguous")
		ledger := tab{name: "会议", rows: [][]any{{"日期", "类别", "所在党支部"}, {"2026-03-05", "党员大会", order[1]}}}
		wantProblems(t, load(t, book(t, ledger), o), "会议!C2 branch_ambiguous")
		// A row of its own in the 党组织名册 tells them apart.
		both := book(t, tab{name: "组织", rows: [][]any{{"党组织名称", "领域"}, {order[1], "村"}}}, tab{name: "名册", rows: [][]any{villageHead, villager(order[1], "钱二民")}})
		r = load(t, both, o)
		wantCounts(t, r, 2, 0, 0)
		o.Known = known(o.Known, r)
		wantCounts(t, load(t, book(t, ledger), o), 1, 0, 0)
	}
	// So does the town.
	r := load(t, roster("示例镇"+small, "示例镇"+big), testOptions())
	wantCounts(t, r, 2, 0, 0)
	if n := bodies[*fact.OrgFounded](r); len(n) != 2 {
		t.Errorf("%d branches", len(n))
	}
}

// twoTowns knows two towns of which each has a 机关第一党支部, and returns their
// identifiers.
func twoTowns(t *testing.T) (Options, party.OrgID, party.OrgID) {
	o := testOptions()
	r := load(t, book(t, tab{name: "组织", rows: [][]any{{"党组织名称", "组织类别", "领域", "成立日期", "上级党组织"},
		{"中共甲县委员会", "基层党委", "机关", "2000-01-01", nil},
		{"中共东乡委员会", "基层党委", "机关", "2000-01-01", "中共甲县委员会"}, {"中共西乡委员会", "基层党委", "机关", "2000-01-01", "中共甲县委员会"}}}), o)
	o.Known = known(Known{}, r)
	o.Domain = "agency"
	id := map[string]party.OrgID{}
	for _, f := range r.Facts {
		if b, ok := f.Body.(*fact.OrgFounded); ok {
			id[b.Name] = f.Org
		}
	}
	return o, id["中共东乡委员会"], id["中共西乡委员会"]
}

// TestUnderTellsBranchesApart: where it is given who hands the file in, only what
// stands under it is meant.
func TestUnderTellsBranchesApart(t *testing.T) {
	o, east, west := twoTowns(t)
	roster := func(name string) []byte {
		return book(t, tab{name: "名册", rows: [][]any{villageHead, villager("机关第一党支部", name)}})
	}
	o.Under = east
	o.Known = known(o.Known, load(t, roster("赵一民"), o))
	o.Under = west
	r := load(t, roster("钱二民"), o)
	wantCounts(t, r, 1, 0, 0)
	if n := bodies[*fact.OrgFounded](r); len(n) != 1 || n[0].Parent != west {
		t.Fatalf("branches of the second town: %+v", n)
	}
	o.Known = known(o.Known, r)
	ledger := book(t, tab{name: "会议", rows: [][]any{{"日期", "类别", "所在党支部", "参加人员"}, {"2026-03-05", "党员大会", "第一党支部", "钱二民"}}})
	r = load(t, ledger, o)
	wantCounts(t, r, 1, 0, 0)
	if got := r.Facts[0].Org; got != o.Known.Facts[len(o.Known.Facts)-1].Org {
		t.Errorf("the meeting is of %s", got)
	}
	o.Under = ""
	wantProblems(t, load(t, ledger, o), "会议!C2 branch_ambiguous")
}

// TestUnderMeansWhatIsAbove: a 党组织名册 that is handed in for a town may name
// what stands above the town.
func TestUnderMeansWhatIsAbove(t *testing.T) {
	o, east, _ := twoTowns(t)
	o.Under = east
	r := load(t, book(t, tab{name: "组织", rows: [][]any{{"党组织名称", "领域", "上级党组织"}, {"东乡机关党支部", "机关", "中共甲县委员会"}, {"西乡机关党支部", "机关", "中共西乡委员会"}}}), o)
	wantCounts(t, r, 2, 0, 0)
	wantAssumption(t, r, "org_parent", 1) // the other town is none of ours
	for _, b := range bodies[*fact.OrgFounded](r) {
		if b.Name == "东乡机关党支部" && b.Parent == east {
			t.Error("the county above is not found")
		}
	}
}

// TestUnderAsksForStrays: a branch of that name that stands under nobody may be
// the one that is meant, or not.
func TestUnderAsksForStrays(t *testing.T) {
	o, east, _ := twoTowns(t)
	roster := book(t, tab{name: "名册", rows: [][]any{villageHead, villager("机关第一党支部", "赵一民")}})
	o.Known = known(o.Known, load(t, roster, o))
	o.Under = east
	r := load(t, roster, o)
	wantProblems(t, r, "名册!A2 branch_ambiguous")
	wantText(t, r, "没有上级党组织", "去掉 --under 再导入")
	r = load(t, book(t, tab{name: "组织", rows: [][]any{{"党组织名称", "领域"}, {"机关第一党支部", "机关"}}}), o)
	wantProblems(t, r, "组织!A2 branch_ambiguous")
}

// TestUnderMustBeKnown: nothing is handed in for nobody.
func TestUnderMustBeKnown(t *testing.T) {
	o, _, _ := twoTowns(t)
	o.Under = "o-nobody"
	_, err := Import(Source{Name: "x.xlsx", Data: book(t, smallRoster())}, o)
	if err == nil || errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "--under 写的是 o-nobody") {
		t.Errorf("error %v", err)
	}
}

// TestManyNames: the time to read a roster grows with its branches, not with
// their square; more than any county has are refused.
func TestManyNames(t *testing.T) {
	b := newOrgBook("")
	for i := range 20_000 {
		b.add(&orgEntry{id: party.OrgID(fmt.Sprint("o-", i)), name: fmt.Sprintf("%c%c%c村党支部", 0x4e00+i%5000, 0x6000+i/7, 0x7000+i%97)})
		b.note(orgKey(b.byID[party.OrgID(fmt.Sprint("o-", i))].name))
	}
	visits := 0
	for _, e := range b.byID {
		keyEnds(e.key, func(string) { visits++ })
	}
	if visits > 10*len(b.byID) {
		t.Errorf("%d looks for %d names", visits, len(b.byID))
	}
	keyEnds(orgKey(strings.Repeat("村", 30_000)+"党支部"), func(string) { visits++ })
	if visits > 10*len(b.byID)+maxKeyEnds {
		t.Error("a name of 30,000 characters is looked at to its end")
	}
	keyEnds("村支部\xff支部", func(short string) {
		if short == "" {
			t.Error("odd bytes end with nothing")
		}
	})
	rows := [][]any{villageHead}
	for i := range maxOrgs + 1 {
		rows = append(rows, villager(fmt.Sprintf("甲%d村党支部", i), "赵一民"))
	}
	_, err := Import(Source{Name: "x.xlsx", Data: book(t, tab{name: "名册", rows: rows})}, testOptions())
	if errs.KindOf(err) != errs.TooLarge {
		t.Errorf("%d branches: %v", maxOrgs+1, err)
	}
}
