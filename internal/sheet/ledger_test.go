package sheet

import (
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

func TestDuesByMonth(t *testing.T) {
	o := withRoster(t)
	r := load(t, book(t, tab{
		name: "党费",
		rows: [][]any{
			{willow + "2026年党费收缴台账"},
			{"序号", "姓名", "月工资", "每月应交", "各月交纳情况", nil, nil, "合计", "签名"},
			{nil, nil, nil, nil, "1月", "二月", "3月份"},
			{1, "王春梅", 5000, 5, 5, 5, 5, 15, nil},
			{2, "李大山", nil, "10元", "√", "√", nil, 20, nil},
			{3, "赵小河", nil, 5, 5, "免交了", nil, 5, nil},
			{"合计", nil, nil, 20, 20, 15, 5, 40},
		},
		merges: []string{"A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2", "H2:H3", "I2:I3"},
	}), o)
	wantProblems(t, r, "党费!F6 amount")
	wantCounts(t, r, 2, 0, 1)
	wantText(t, r, "认得、但不保存的栏：月工资（工资和计算基数不读也不保存）", "月份里打勾的，金额按每月应交算")
	paid := bodies[*fact.DuesPaid](r)
	if len(paid) != 5 || paid[0].From != "2026-01" || len(bodies[*fact.DuesFixed](r)) != 2 {
		t.Fatalf("paid %d, fixed %d", len(paid), len(bodies[*fact.DuesFixed](r)))
	}
	total := int64(0)
	for _, p := range paid {
		total += p.Fen
	}
	if total != 3500 {
		t.Errorf("total %d fen, want 3500", total)
	}
}

func TestDuesProblems(t *testing.T) {
	o := withRoster(t)
	head := []any{"姓名", "所在党支部", "每月应交", "1月", "2月", "合计"}
	for _, x := range []struct {
		name    string
		title   string
		row     []any
		problem string
		say     string
	}{
		{"no year", "党费台账", []any{"王春梅", willow, 5, 5, 5, 10}, "党费!A3 date_no_year", "不知道是哪一年的党费"},
		{"total wrong", "2026年党费台账", []any{"王春梅", willow, 5, 5, 5, 12}, "党费!F3 total", "合计写的是 12 元，各月加起来是 10 元"},
		{"three decimals", "2026年党费台账", []any{"王春梅", willow, 5, 5.125, 5, nil}, "党费!D3 amount", "最多两位小数"},
		{"tick without amount", "2026年党费台账", []any{"王春梅", willow, nil, "√", nil, nil}, "党费!D3 amount", "只打了勾"},
		{"not on the roster", "2026年党费台账", []any{"周不在", willow, 5, 5, nil, nil}, "党费!A3 not_on_roster", "先在党员名册里补上"},
		{"two names", "2026年党费台账", []any{"王春梅、李大山", willow, 5, 5, nil, nil}, "党费!A3 name_bad", "一名党员写一行"},
		{"no name", "2026年党费台账", []any{nil, willow, 5, 5, nil, nil}, "党费!A3 name_missing", ""},
		{"no branch needed", "2026年党费台账", []any{"王春梅", nil, 5, 5, nil, nil}, "", "按名册上唯一同名的人算"},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := load(t, book(t, tab{name: "党费", rows: [][]any{{x.title}, head, x.row}}), o)
			wantText(t, r, x.say)
			if x.problem == "" {
				wantCounts(t, r, 1, 0, 0)
				return
			}
			wantProblems(t, r, x.problem)
		})
	}
}

func TestDuesPayments(t *testing.T) {
	o := withRoster(t)
	head := []any{"交费日期", "姓名", "身份证号", "起月", "止月", "金额"}
	id := member("王春梅", "1970-05-06", 2)[2]
	rows := [][]any{head,
		{"2026-03-10", "王春梅", id, "2026-01", "2026年3月", "15元"},
		{"2026-03-11", "李大山", idFor("1965-03-04", 1), "2026-01", "2026-03", 30},
		{"2026-03-12", "王春梅", id, "2026-03", nil, 5},
		{"2026-03-12", "王秋梅", id, "2026-04", nil, 5},
		{"2026-03-12", "王春梅", idFor("1970-05-06", 8), "2026-04", nil, 5},
		{"2026-03-12", "王春梅", id, "2026-05", "2026-04", 5},
		{"2026-03-12", "王春梅", id, nil, nil, 5},
		{"2026-03-12", "王春梅", id, "2026-06", nil, nil},
	}
	r := load(t, book(t, tab{name: "收费", rows: rows}), o)
	wantProblems(t, r, "收费!F4 duplicate", "收费!B5 name_changed", "收费!C6 not_on_roster", "收费!E7 months", "收费!D8 months", "收费!F9 amount")
	wantText(t, r, "「王春梅」2026-03 的党费，收费!F2 已记了 15 元")
	paid := bodies[*fact.DuesPaid](r)
	if len(paid) != 2 || paid[0].To != "2026-03" || r.Facts[0].On != party.DateOf(2026, 3, 10) {
		t.Errorf("paid %+v", paid)
	}
}

// TestDuesAgain imports a ledger that grows by a month: what is known stays,
// the new month is taken, also when the day of the import has passed.
func TestDuesAgain(t *testing.T) {
	o := withRoster(t)
	head := []any{"姓名", "年度", "每月应交", "10月", "11月", "12月"}
	r := load(t, book(t, tab{name: "党费", rows: [][]any{head, {"王春梅", 2026, 5, 5, 5, nil}}}), o)
	wantCounts(t, r, 1, 0, 0)
	o.Known = known(o.Known, r)
	o.Now = o.Now.AddDate(0, 1, 0)
	r = load(t, book(t, tab{name: "党费", rows: [][]any{head, {"王春梅", 2026, 5, 5, 5, 5}}}), o)
	wantCounts(t, r, 1, 0, 0)
	if len(r.Facts) != 1 {
		t.Errorf("%d new facts, want 1", len(r.Facts))
	}
	r = load(t, book(t, tab{name: "党费", rows: [][]any{head, {"王春梅", 2026, 6, 5, 6, nil}}}), o)
	wantProblems(t, r, "党费!C2 differs", "党费!E2 duplicate")
}

func TestStudies(t *testing.T) {
	o := withRoster(t)
	head := []any{"姓名", "支部", "日期", "学习形式", "学时", "举办层级"}
	r := load(t, book(t, tab{name: "学习", rows: [][]any{{"学时台账"}, head,
		{"王春梅、李大山", willow, "2026-04-10", "集中培训", "4学时", "县级"},
		{"赵小河", willow, "2026/4/11", "线上", 1.5, nil},
		{"赵小河", willow, "2026/4/11", "线上学习", "1.5", nil},
		{"赵小河", willow, "2026-04-12", "看书", 1, nil},
		{"赵小河", willow, "2026-04-12", "党课", "半天", nil},
		{"赵小河", willow, "2026-04-12", nil, 2, nil},
		{"赵小河、赵小河", willow, "2026-04-13", "党课", 2, nil},
		{"赵小河", willow, nil, "党课", 2, nil},
		{"赵小河", willow, "2026-04-14", "党课", 2, "联合国"},
		{"赵小河", willow, "2026-04-15", "党课", 500, nil},
	}}), o)
	wantProblems(t, r, "学习!C5 duplicate", "学习!D6 not_in_list", "学习!E7 number", "学习!D8 form",
		"学习!A9 duplicate", "学习!C10 date_missing", "学习!F11 not_in_list", "学习!A12 invalid")
	logged := bodies[*fact.StudyLogged](r)
	if len(logged) != 2 || len(logged[0].Members) != 2 || logged[0].Level != "county" || logged[1].Hours != 15000 {
		t.Errorf("logged %+v", logged)
	}
}

// TestSecondSession: the same people twice a day, looked at, are two sessions,
// and stay two when imported again.
func TestSecondSession(t *testing.T) {
	o := withRoster(t)
	head := []any{"姓名", "支部", "日期", "学习形式", "学时", "已核对"}
	row := []any{"赵小河", willow, "2026-04-11", "党课", 2, "是"}
	data := book(t, tab{name: "学习", rows: [][]any{head, row, row}})
	r := load(t, data, o)
	wantCounts(t, r, 2, 0, 0)
	o.Known = known(o.Known, r)
	wantCounts(t, load(t, data, o), 0, 2, 0)
}

func TestOrgs(t *testing.T) {
	head := []any{"党组织名称", "上级党组织名称", "组织类别", "领域", "成立时间", "书记", "任职时间", "联系人", "联系电话", "单位名称", "统一社会信用代码"}
	data := book(t,
		tab{name: "党员名册", rows: [][]any{rosterHead, set(member("李大山", "1965-03-04", 1), 5, "中共示例镇柳树村支部委员会"), set(member("王春梅", "1970-05-06", 2), 5, "柳树村党支部")}},
		tab{name: "组织", rows: [][]any{{"党组织名册"}, head,
			{"中共示例镇委员会", nil, "基层党委", "机关", "2010-01-01", nil, nil, nil, nil, nil, nil},
			{"中共示例镇柳树村支部委员会", "示例镇党委", "631", nil, nil, "李大山", "2021-03-01", "王春梅", "010-00000000", "柳树村村民委员会", nil},
			{"示例镇企业联合党支部", "中共示例镇委员会", nil, "非公", "2015-01-01", "不在册", nil, nil, nil, "甲厂、乙厂、丙厂", nil},
			{"", nil, "党支部", "村", nil, nil, nil, nil, nil, nil, nil},
			{"宏达公司", nil, "党支部", "村", nil, nil, nil, nil, nil, nil, nil},
			{"宏达公司党支部", nil, "党支部", nil, nil, nil, nil, nil, nil, nil, nil},
			{"桃花村党支部", nil, "什么支部", "村", nil, nil, nil, nil, nil, nil, nil},
			{"杏花村党支部", nil, "党支部", "村", nil, nil, nil, nil, nil, nil, "911101050000000000"},
			{"榆树村党支部", "榆树村党支部", "党支部", "村", nil, nil, nil, nil, nil, nil, nil},
			{"槐树村党支部", "某某镇党委", "党支部", "村", "2030-01-01", nil, nil, nil, nil, nil, nil},
		}},
	)
	r := load(t, data, testOptions())
	wantProblems(t, r, "组织!A6 org_name", "组织!A7 org_name", "组织!D8 org_domain", "组织!C9 not_in_list", "组织!K10 credit_code",
		"组织!B11 org_parent", "组织!E12 date_future")
	founded := map[string]*fact.OrgFounded{}
	for _, b := range bodies[*fact.OrgFounded](r) {
		founded[b.Name] = b
	}
	if b := founded["中共示例镇柳树村支部委员会"]; b == nil || b.Parent == "" || b.Domain != "village" || b.Level != "branch" {
		t.Errorf("village branch %+v", b)
	}
	if b := founded["示例镇企业联合党支部"]; b == nil || b.Form != "joint" || b.Units != 3 || b.Domain != "private" {
		t.Errorf("joint branch %+v", b)
	}
	if len(bodies[*fact.PostTaken](r)) != 1 || len(r.Cards) != 3 {
		t.Errorf("%d posts, %d cards", len(bodies[*fact.PostTaken](r)), len(r.Cards))
	}
	wantAssumption(t, r, "secretary_unknown", 1)
	wantAssumption(t, r, "branch_short", 1)
}
