package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// TestTheRefusedRowsKeepTheOpening: a roster that held from a day holds from it
// for the rows that come in later, however the day was known, and twice over.
func TestTheRefusedRowsKeepTheOpening(t *testing.T) {
	head := []any{"姓名", "人员类别", "入党时间", "转正时间"}
	good, bad := []any{"赵一民", "正式党员", "2000-07-01", "2001-07-01"}, []any{"李四民", "正式党员", "2000年7月", "2001-07-01"}
	roster := func(title string) tab {
		return tab{name: "名册", rows: [][]any{{title}, head, good, bad}}
	}
	ledger := tab{name: "会议", rows: [][]any{{"日期", "类别", "所在党支部"}, {"2024-03-05", "党员大会", willow}}}
	for _, x := range []struct {
		name    string
		opening party.Date
		tabs    []tab
		want    string
	}{
		{"given", party.DateOf(2025, 3, 1), []tab{roster("柳树村党支部党员名册")}, "2025-03-01"},
		{"of the title's year", party.NoDate, []tab{roster("柳树村党支部2025年党员名册")}, "2025-01-01"},
		{"of a ledger beside it", party.NoDate, []tab{roster("柳树村党支部党员名册"), ledger}, "2024-01-01"},
		{"written over it", party.NoDate, []tab{{name: "名册", rows: [][]any{{"柳树村党支部党员名册"}, {"名册起算日：2025年6月1日"}, head, good, bad}}}, "2025-06-01"},
	} {
		o := Options{Now: testNow, Key: testKey, Opening: x.opening}
		r := load(t, book(t, x.tabs...), o)
		if r.Counts.Refused != 1 {
			t.Fatalf("%s: %+v", x.name, r.Counts)
		}
		o.Opening, o.Known = party.NoDate, known(Known{}, r)
		for round := range 2 {
			var buf bytes.Buffer
			must(t, r.WriteRefused(&buf))
			if n := strings.Count(strings.Join(sheetText(t, buf.Bytes()), "\n"), "名册起算日"); n != 1 {
				t.Errorf("%s: the day stands %d times in round %d", x.name, n, round)
			}
			if round == 1 {
				r = load(t, replaceText(t, buf.Bytes(), "2000年7月", "2000-07-01"), o)
			} else {
				r = load(t, buf.Bytes(), o)
			}
		}
		b := bodies[*fact.MemberEnrolled](r)
		if len(b) != 1 || r.Facts[0].On.String() != x.want {
			t.Errorf("%s: enrolled %+v, want from %s", x.name, r.Facts, x.want)
		}
	}
}

// sheetText is all texts of a workbook.
func sheetText(t *testing.T, data []byte) []string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	var all []string
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		must(t, err)
		for _, row := range rows {
			all = append(all, row...)
		}
	}
	return all
}

// replaceText puts one text for another in every cell that holds just that.
func replaceText(t *testing.T, data []byte, old, by string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		must(t, err)
		for i, row := range rows {
			for col, s := range row {
				if s == old {
					must(t, f.SetCellStr(name, cellName(col, i+1), by))
				}
			}
		}
	}
	var buf bytes.Buffer
	must(t, f.Write(&buf))
	return buf.Bytes()
}

// TestOpeningToCome: a roster does not hold from a day that is still to come.
func TestOpeningToCome(t *testing.T) {
	o := testOptions()
	o.Opening = party.DateOf(2030, 1, 1)
	_, err := Import(Source{Name: "x.xlsx", Data: book(t, smallRoster())}, o)
	if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "2030-01-01，这一天还没有到") {
		t.Errorf("error %v", err)
	}
	o.Opening = party.DateIn(testNow)
	wantCounts(t, load(t, book(t, smallRoster()), o), 3, 0, 0)
}
