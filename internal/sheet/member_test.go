package sheet

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// roster makes a 党员名册 of one sheet.
func roster(rows ...[]any) tab {
	return tab{name: "党员名册", rows: append([][]any{rosterHead}, rows...)}
}

// TestMessMembers feeds rosters as they are; each case names the cell and the
// code of every refusal.
func TestMessMembers(t *testing.T) {
	wang := member("王春梅", "1970-05-06", 2)
	id := wang[2].(string)
	for _, x := range []struct {
		name     string
		tab      tab
		problems []string
		say      []string
		taken    int
	}{
		{"plain", roster(wang), nil, nil, 1},
		{"ID stored as a number", roster(set(wang, 2, int64(110101197005060021))), []string{"党员名册!C2 id_number"}, []string{"后三位已经丢了", "设为“文本”，再按身份证重新输入"}, 0},
		{"ID in exponent form", roster(set(wang, 2, "1.10101E+17")), []string{"党员名册!C2 id_number"}, nil, 0},
		{"ID with apostrophe", roster(set(wang, 2, "'"+id)), nil, nil, 1},
		{"ID full-width with blanks", roster(set(wang, 2, fullWidth(id[:6]+" "+id[6:]))), nil, nil, 1},
		{"ID with lower-case x", roster(set(member("王春梅", "1970-05-06", 2), 2, strings.ToLower(idEndingX()))), nil, nil, 1},
		{"ID masked", roster(set(wang, 2, id[:6]+"********"+id[14:])), []string{"党员名册!C2 id_number"}, []string{"被遮住了"}, 0},
		{"ID of 15 digits", roster(set(wang, 2, "110101700506002")), []string{"党员名册!C2 id_number"}, []string{"15 位的旧号码"}, 0},
		{"ID too short", roster(set(wang, 2, id[:17])), []string{"党员名册!C2 id_number"}, []string{"要有 18 位"}, 0},
		{"ID checksum wrong", roster(set(wang, 2, wrongCheck(id))), []string{"党员名册!C2 id_number"}, []string{"最后一位校验不符", "「已核对」栏写“是”"}, 0},
		{"ID against sex", roster(set(wang, 1, "男")), []string{"党员名册!B2 id_sex"}, nil, 0},
		{"name with a space", roster(set(wang, 0, "王　春 梅")), nil, nil, 1},
		{"name with the wrong dot", roster(set(wang, 0, "阿依古丽•买买提")), nil, nil, 1},
		{"rare characters", roster(set(wang, 0, "𠮷龘")), nil, nil, 1},
		{"two names in a cell", roster(set(wang, 0, "王春梅、李四")), []string{"党员名册!A2 name_bad"}, []string{"不像姓名"}, 0},
		{"garbled name", roster(set(wang, 0, "王\ufffd\ufffd")), []string{"党员名册!A2 name_bad"}, nil, 0},
		{"no name", roster(set(wang, 0, nil)), []string{"党员名册!A2 name_missing"}, nil, 0},
		{"month only in a day", roster(set(wang, 6, "2005年7月")), []string{"党员名册!G2 date_month"}, []string{"只写到「2005年7月」，没有日", "补上是哪一天"}, 0},
		{"month only for birth", roster(set(wang, 3, "1970.5")), nil, nil, 1},
		{"no year", roster(set(wang, 6, "7月1日")), []string{"党员名册!G2 date_no_year"}, []string{"没有写年份"}, 0},
		{"two-digit year", roster(set(wang, 6, "05.7.1")), []string{"党员名册!G2 date_bad"}, []string{"年份只有两位"}, 0},
		{"no such day", roster(set(wang, 6, "2005-02-30")), []string{"党员名册!G2 date_bad"}, []string{"没有这一天"}, 0},
		{"still to come", roster(set(wang, 6, "2027-01-01")), []string{"党员名册!G2 date_future"}, []string{"这一天还没有到"}, 0},
		{"full before accepted", roster(set(wang, 7, "2004-07-01")), []string{"党员名册!H2 stage_dates"}, []string{"早于入党日期"}, 0},
		{"probationary with full date", roster(set(wang, 4, "预备党员")), []string{"党员名册!H2 stage_dates"}, nil, 0},
		{"no stage and no full date", roster(set(set(wang, 4, nil), 7, nil)), []string{"党员名册!E2 stage_missing"}, nil, 0},
		{"unknown stage", roster(set(wang, 4, "老党员")), []string{"党员名册!E2 not_in_list"}, []string{"改成其中一个：入党申请人"}, 0},
		{"too young", roster(set(wang, 6, "1987-07-01")), []string{"党员名册!G2 too_young"}, []string{"还不满 18 岁"}, 0},
		{"unknown group", roster(set(wang, 8, "东片")), []string{"党员名册!I2 group"}, nil, 0},
		{"no branch", roster(set(wang, 5, nil)), []string{"党员名册!F2 branch_missing"}, []string{"不知道这一行是哪个支部的"}, 0},
		{"branch without a field", roster(set(wang, 5, "宏达公司党支部")), []string{"党员名册!F2 org_domain"}, []string{"不知道「宏达公司党支部」属于哪个领域"}, 0},
		{"not a branch", roster(set(wang, 5, "柳树村")), []string{"党员名册!F2 branch_name"}, nil, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := load(t, book(t, x.tab), testOptions())
			wantProblems(t, r, x.problems...)
			wantText(t, r, x.say...)
			if r.Counts.Taken != x.taken {
				t.Errorf("taken %d, want %d\n%s", r.Counts.Taken, x.taken, strings.Join(r.Lines(0), "\n"))
			}
		})
	}
}

func fullWidth(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r > ' ' && r < 0x7F {
			r += 0xFEE0
		}
		b.WriteRune(r)
	}
	return b.String()
}

// idEndingX finds a valid number of a woman born 1970-05-06 that ends in X.
func idEndingX() string {
	for seq := 0; ; seq += 2 {
		if id := idFor("1970-05-06", seq); id[17] == 'X' {
			return id
		}
	}
}

func wrongCheck(id string) string {
	if id[17] == '1' {
		return id[:17] + "2"
	}
	return id[:17] + "1"
}

func TestFormulas(t *testing.T) {
	data := book(t, smallRoster())
	for _, x := range []struct {
		name, by string
		problems []string
		say      string
	}{
		{"value", `<c r="G2" t="str"><f>TEXT(1,"")</f><v>2005-07-01</v></c>`, nil, ""},
		{"error", `<c r="G2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, []string{"党员名册!G2 formula_error"}, "公式出错，单元格里是「#DIV/0!」"},
		{"never computed", `<c r="G2"><f>A1</f></c>`, []string{"党员名册!G2 formula_error"}, "公式没有算出结果"},
		{"inline text", `<c r="G2" t="inlineStr"><is><r><t>2005-</t></r><r><t>07-01</t></r><rPh><t>x</t></rPh></is></c>`, nil, ""},
		{"ISO day", `<c r="G2" t="d"><v>2005-07-01T00:00:00</v></c>`, nil, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := load(t, editSheet(t, data, `<c r="G2"[^>]*>.*?</c>`, x.by), testOptions())
			wantProblems(t, r, x.problems...)
			wantText(t, r, x.say)
		})
	}
}

func TestNames(t *testing.T) {
	r := load(t, book(t, roster(
		set(member("阿依古丽．买买提", "1970-05-06", 2), 0, "阿依古丽．买买提"),
		set(member("吉", "1971-05-06", 4), 0, "𠮷 龘"))), testOptions())
	wantCounts(t, r, 2, 0, 0)
	got := map[string]bool{}
	for _, p := range r.Persons {
		got[p.Name] = true
	}
	for _, want := range []string{"阿依古丽·买买提", "𠮷龘"} {
		if !got[want] {
			t.Errorf("no person %q in %v", want, got)
		}
	}
}

func TestChecksumOverride(t *testing.T) {
	head := append(append([]any{}, rosterHead...), "已核对")
	row := append(member("王春梅", "1970-05-06", 2), "是")
	row[2] = wrongCheck(row[2].(string))
	r := load(t, book(t, tab{name: "名册", rows: [][]any{head, row}}), testOptions())
	wantCounts(t, r, 1, 0, 0)
	wantAssumption(t, r, "id_checked", 1)
	if !r.Persons[0].Checked {
		t.Error("the person does not say that the number was let pass")
	}
}

func TestDuplicates(t *testing.T) {
	wang := member("王春梅", "1970-05-06", 2)
	other := set(wang, 2, idFor("1970-05-06", 4))
	bare := set(wang, 2, nil)
	elsewhere := set(set(wang, 5, "桃花村党支部"), 2, idFor("1970-05-06", 4))
	older := set(set(member("王春梅", "1960-01-01", 2), 6, "1985-07-01"), 7, "1986-07-01")
	for _, x := range []struct {
		name     string
		rows     [][]any
		problems []string
		say      string
	}{
		{"same ID", [][]any{wang, set(wang, 0, "王春媒")}, []string{"党员名册!C3 duplicate"}, "与 党员名册!A2「王春梅」的相同"},
		{"same row twice", [][]any{wang, wang}, []string{"党员名册!C3 duplicate"}, "疑似重复"},
		{"same name, birth and branch", [][]any{wang, other}, []string{"党员名册!A3 duplicate"}, "与 党员名册!A2「王春梅」同名、同支部、同出生日期"},
		{"same without any ID", [][]any{bare, bare}, []string{"党员名册!A3 duplicate"}, "两行都补上身份证号码"},
		{"one without ID", [][]any{wang, bare}, []string{"党员名册!A3 duplicate"}, "疑似重复"},
		{"homonyms of different age", [][]any{wang, older}, nil, ""},
		{"homonyms of two branches", [][]any{wang, elsewhere}, nil, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := load(t, book(t, roster(x.rows...)), testOptions())
			wantProblems(t, r, x.problems...)
			wantText(t, r, x.say)
			wantCounts(t, r, len(x.rows)-len(x.problems), 0, len(x.problems))
		})
	}
	head := append(append([]any{}, rosterHead...), "已核对")
	r := load(t, book(t, tab{name: "名册", rows: [][]any{head, wang, append(other, "是")}}), testOptions())
	wantCounts(t, r, 2, 0, 0)
}

func TestHeaderMess(t *testing.T) {
	wang := member("王春梅", "1970-05-06", 2)
	r := load(t, book(t, tab{
		name: "Sheet1",
		rows: [][]any{
			{"中共示例镇柳树村支部委员会党员花名册"},
			{"填报单位：示例镇", nil, nil, nil, "填表日期：2026年1月5日"},
			{"序号", "基本情况", nil, nil, "党籍情况", nil, nil, "联系\n电话（必填）", "籍贯"},
			{nil, "*姓  名", "身份证号码", "性别", "入党时间", "转正时间", "类别"},
			{1, "王春梅", wang[2], "女", "2005.7.1", "２００６年７月１日", "正式", 13900000001.0, "某省"},
			{2, "李大山", idFor("1965-03-04", 1), "男", 38534, 38899, "正式党员", "010-00000000"},
			{"合  计", "2人"},
			{nil, "填表人：某某"},
		},
		merges: []string{"A1:I1", "B3:D3", "E3:G3", "A3:A4", "H3:H4", "I3:I4"},
	}), testOptions())
	wantCounts(t, r, 2, 0, 0)
	wantAssumption(t, r, "date_serial", 2)
	wantAssumption(t, r, "branch_from", 2)
	if s := r.Tables[0].Skipped; s.Totals != 1 || s.Notes != 1 || s.Titles != 2 || s.Headers != 2 {
		t.Errorf("skipped %+v", s)
	}
	if r.Persons[0].Phone == "" || strings.Contains(r.Persons[0].Phone, "E") {
		t.Errorf("phone %q", r.Persons[0].Phone)
	}
	for _, b := range bodies[*fact.MemberEnrolled](r) {
		if b.Accepted != party.DateOf(2005, 7, 1) || b.Full != party.DateOf(2006, 7, 1) {
			t.Errorf("dates %s %s", b.Accepted, b.Full)
		}
	}
}

func TestMergedBranchAndSections(t *testing.T) {
	// The branch is merged over its members; below, a second branch stands in
	// the same way. Empty cells that are not merged stay empty.
	merged := load(t, book(t, tab{
		name: "花名册",
		rows: [][]any{
			{"支部", "姓名", "类别", "入党时间", "转正时间"},
			{"柳树村党支部", "王春梅", "正式", "2005-07-01", "2006-07-01"},
			{nil, "李大山", "正式", "2005-07-01", "2006-07-01"},
			{"桃花村党支部", "赵小河", "正式", "2005-07-01", "2006-07-01"},
			{nil, "孙大海", "正式", "2005-07-01", "2006-07-01"},
		},
		merges: []string{"A2:A3"},
	}), testOptions())
	wantProblems(t, merged, "花名册!A5 branch_missing")
	if n := len(bodies[*fact.OrgFounded](merged)); n != 2 {
		t.Errorf("%d branches, want 2", n)
	}
	sections := load(t, book(t, tab{
		name: "全村党员",
		rows: [][]any{
			{"示例镇党员名册"},
			{"序号", "姓名", "类别", "入党时间", "转正时间"},
			{"一、柳树村党支部（2人）"},
			{1, "王春梅", "正式", "2005-07-01", "2006-07-01"},
			{2, "李大山", "正式", "2005-07-01", "2006-07-01"},
			{"小计", "2"},
			{"二、桃花村党支部（1人）"},
			{1, "赵小河", "正式", "2005-07-01", "2006-07-01"},
			{2},
			{"总计", "3"},
		},
		merges: []string{"A3:E3", "A7:E7"},
	}), testOptions())
	wantCounts(t, sections, 3, 0, 0)
	if s := sections.Tables[0].Skipped; s.Sections != 2 || s.Totals != 2 || s.Blank != 1 {
		t.Errorf("skipped %+v", s)
	}
	orgs := map[party.OrgID]int{}
	for _, p := range sections.Persons {
		orgs[p.Org]++
	}
	if len(orgs) != 2 {
		t.Errorf("%d branches, want 2", len(orgs))
	}
}

func TestSeveralSheetsAndRepeatedHeader(t *testing.T) {
	head := []any{"姓名", "类别", "入党时间", "转正时间"}
	row := func(name string) []any { return []any{name, "正式", "2005-07-01", "2006-07-01"} }
	r := load(t, book(t,
		tab{name: "柳树村党支部", rows: [][]any{head, row("王春梅")}},
		tab{name: "两个支部", rows: [][]any{
			{"桃花村党支部党员名册"}, head, row("李大山"), nil, {"杏花村党支部党员名册"}, head, row("赵小河"),
		}},
		tab{name: "说明", rows: [][]any{{"本表由支部填写"}}},
	), testOptions())
	wantCounts(t, r, 3, 0, 0)
	if len(r.Tables) != 3 || len(bodies[*fact.OrgFounded](r)) != 3 {
		t.Errorf("%d tables, %d branches; want 3, 3\n%s", len(r.Tables), len(bodies[*fact.OrgFounded](r)), strings.Join(r.Lines(0), "\n"))
	}
	if len(r.Unread) != 1 || r.Unread[0].Sheet != "说明" {
		t.Errorf("unread %+v", r.Unread)
	}
}

func TestHiddenRowsAndSheets(t *testing.T) {
	s := smallRoster()
	s.hidden = []int{3}
	s.raw = func(f *excelize.File, sheet string) {
		seen, err := f.NewSheet("看得见")
		must(t, err)
		f.SetActiveSheet(seen)
		must(t, f.SetSheetVisible(sheet, false))
	}
	r := load(t, book(t, s), testOptions())
	wantCounts(t, r, 3, 0, 0)
	wantText(t, r, "有 1 行是隐藏的", "这张工作表是隐藏的，也读了")
}

// TestHiddenColumns: what nobody sees is read, and said.
func TestHiddenColumns(t *testing.T) {
	s := smallRoster()
	s.raw = func(f *excelize.File, sheet string) {
		must(t, f.SetColVisible(sheet, "D", false))
		must(t, f.SetColVisible(sheet, "P:XFD", false))
	}
	r := load(t, book(t, s), testOptions())
	wantCounts(t, r, 3, 0, 0)
	wantText(t, r, "有隐藏的栏，也读了：出生日期(D列)；")
	if got := r.Tables[0].HidCols; len(got) != 1 {
		t.Errorf("hidden columns %v", got)
	}
	if got := load(t, book(t, smallRoster()), testOptions()).Tables[0].HidCols; got != nil {
		t.Errorf("hidden columns %v, want none", got)
	}
}

func TestColumnTwice(t *testing.T) {
	r := load(t, book(t, tab{name: "并排", rows: [][]any{
		{"姓名", "类别", "入党时间", "姓名", "类别", "入党时间"},
		{"王春梅", "正式", "2005-07-01", "李大山", "正式", "2005-07-01"},
	}}), testOptions())
	wantProblems(t, r, "并排!A2 column_twice")
	wantText(t, r, "有两栏都是「姓名」（A 列和 D 列）")
}

func TestMissingColumnIsSaid(t *testing.T) {
	_, err := Import(Source{Name: "x.xlsx", Data: book(t, tab{name: "名册", rows: [][]any{
		{"党员名册"}, {"人员", "身份证号", "入党时间", "转正时间"}, {"王春梅", "1", "2005-07-01", ""},
	}})}, testOptions())
	if err == nil || !strings.Contains(err.Error(), "像是党员名册（表头在第 2 行），但是缺少 「姓名」 这一栏") {
		t.Errorf("error %v", err)
	}
}

func TestDateForms(t *testing.T) {
	wang := member("王春梅", "1970-05-06", 2)
	want := party.DateOf(2005, 7, 1)
	for _, v := range []any{"2005.7.1", "2005/7/1", "2005-7-1", "20050701", "2005年7月1日", "２００５－７－１", 38534, 20050701, "二〇〇五年七月一日"} {
		r := load(t, book(t, roster(set(wang, 6, v))), testOptions())
		b := bodies[*fact.MemberEnrolled](r)
		if len(b) != 1 || b[0].Accepted != want {
			t.Errorf("%v: %v\n%s", v, b, strings.Join(r.Lines(0), "\n"))
		}
	}
	// A month that the program keeps as a day shows no day: it is a month.
	s := roster(set(wang, 6, nil))
	s.raw = shaped(t, "G2", 38534, `yyyy"年"m"月"`)
	wantProblems(t, load(t, book(t, s), testOptions()), "党员名册!G2 date_month")
	s.raw = shaped(t, "G2", 38534, `m"月"d"日"`)
	r := load(t, book(t, s), testOptions())
	wantCounts(t, r, 1, 0, 0)
	wantAssumption(t, r, "date_hidden_year", 1)
	s.raw = shaped(t, "G2", 2005.1, "General")
	wantProblems(t, load(t, book(t, s), testOptions()), "党员名册!G2 date_bad")
}

func TestStates(t *testing.T) {
	head := append(append([]any{}, rosterHead...), "党籍状态", "是否失联党员", "失去联系日期", "是否流动党员", "外出流向")
	wang := member("王春梅", "1970-05-06", 2)
	li := set(member("李大山", "1965-03-04", 1), 9, "党支部书记")
	young := set(set(member("赵小河", "1995-12-31", 3), 6, "2025-03-01"), 7, "2026-03-02")
	r := load(t, book(t, tab{name: "党员名册", rows: [][]any{head,
		append(wang, "停止党籍", "否", nil, "是", "某市"), append(li, "正常", "是", "2026-02-01", "否", nil), append(young, nil, nil, nil, nil, nil),
	}}), testOptions())
	wantCounts(t, r, 3, 0, 0)
	if n := len(bodies[*fact.MemberStanding](r)); n != 1 {
		t.Errorf("%d standings", n)
	}
	if n := len(bodies[*fact.MemberAway](r)); n != 2 {
		t.Errorf("%d away", n)
	}
	if n := len(bodies[*fact.PostTaken](r)); n != 1 {
		t.Errorf("%d posts", n)
	}
	if s := bodies[*fact.MemberStaged](r); len(s) != 1 || s[0].Result != "full" {
		t.Errorf("staged %v", s)
	}
	wantAssumption(t, r, "converted_later", 1)
}
