package sheet

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func template(t *testing.T, kinds ...Kind) *excelize.File {
	t.Helper()
	var out bytes.Buffer
	must(t, WriteTemplate(&out, kinds...))
	f, err := excelize.OpenReader(&out)
	must(t, err)
	return f
}

// TestTemplateLooks: columns are wide enough for what stands in them, closed
// lists are offered, ID numbers are text, the header stays in sight and is
// repeated on paper.
func TestTemplateLooks(t *testing.T) {
	for _, k := range Kinds {
		f := template(t, k)
		name := k.Title()
		columns := layoutOf(k).offered()
		rules, err := f.GetDataValidations(name)
		must(t, err)
		notes, err := f.GetComments(name)
		must(t, err)
		for col, c := range columns {
			letter := columnName(col)
			width, err := f.GetColWidth(name, letter)
			must(t, err)
			for _, s := range []string{c.title, c.example} {
				if float64(shown(s)) > width {
					t.Errorf("%s: column %s is %v wide, %q needs %d", name, c.title, width, s, shown(s))
				}
			}
			listed := slices.ContainsFunc(rules, func(v *excelize.DataValidation) bool { return strings.HasPrefix(v.Sqref, letter+"4:") })
			if listed != (len(c.list) > 0) {
				t.Errorf("%s: column %s offers choices: %v", name, c.title, listed)
			}
			noted := slices.ContainsFunc(notes, func(n excelize.Comment) bool { return n.Cell == letter+"3" })
			if noted != (c.hint != "") {
				t.Errorf("%s: column %s has a note: %v", name, c.title, noted)
			}
			if format := numberFormat(t, f, name, letter+"5"); (format == asText) == c.plain {
				t.Errorf("%s: column %s has format %d", name, c.title, format)
			}
		}
		merged, err := f.GetMergeCells(name)
		must(t, err)
		for _, m := range merged {
			last, _, _ := parseRef(m.GetEndAxis())
			width := 0.0
			for _, c := range columns[:last+1] {
				width += c.width
			}
			height, err := f.GetRowHeight(name, aboutRow)
			must(t, err)
			if lines := float64(shown(m.GetCellValue())) / width; width > pageWidth/2 || m.GetStartAxis() == "A2" && height < lines*17 {
				t.Errorf("%s: %q is %v wide and %v high: cut off where the page ends", name, m.GetCellValue(), width, height)
			}
		}
		if len(merged) != 2 {
			t.Errorf("%s: merged %v", name, merged)
		}
		panes, err := f.GetPanes(name)
		must(t, err)
		page, err := f.GetPageLayout(name)
		must(t, err)
		if !panes.Freeze || panes.YSplit != headerRow || *page.Orientation != "landscape" || *page.Size != 9 {
			t.Errorf("%s: panes %+v, page %v", name, panes, page)
		}
		if !slices.ContainsFunc(f.GetDefinedName(), func(d excelize.DefinedName) bool { return d.Scope == name && strings.Contains(d.RefersTo, "$3:$3") }) {
			t.Errorf("%s: the header is not repeated on paper", name)
		}
	}
}

func numberFormat(t *testing.T, f *excelize.File, sheet, cell string) int {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	must(t, err)
	s, err := f.GetStyle(id)
	must(t, err)
	return s.NumFmt
}

// TestTemplateHasWhatMendsName: a column to which a message sends people stands in
// the template.
func TestTemplateHasWhatMendsName(t *testing.T) {
	for kind, fields := range map[Kind][]field{
		Meetings: {fGuests, fAbsent, fDueCount, fPresentCount, fMeeting}, Members: {fPostSince, fID}, Orgs: {fSecretarySince}, Dues: {fMonthly, fYear},
	} {
		for _, f := range append(fields, fChecked) {
			if !slices.ContainsFunc(layoutOf(kind).offered(), func(c column) bool { return c.field == f }) {
				t.Errorf("%s has no column %s", kind.Title(), layoutOf(kind).header(f))
			}
		}
	}
}

// TestNoRedInTables: red means nothing bad in this house, and colour is never
// the only sign.
func TestNoRed(t *testing.T) {
	for _, colour := range []string{inkColour, softColour, lineColour, headColour, mustColour, badColour, badInk} {
		if strings.HasPrefix(colour, "FF0") || strings.HasPrefix(colour, "E0") || strings.HasPrefix(colour, "C0") {
			t.Errorf("%s is red", colour)
		}
	}
}

func TestGuide(t *testing.T) {
	f := template(t)
	rows, err := f.GetRows(guideSheet)
	must(t, err)
	var all strings.Builder
	for _, row := range rows {
		all.WriteString(strings.Join(row, "|") + "\n")
	}
	for _, k := range Kinds {
		if !strings.Contains(all.String(), "\n"+k.Title()) {
			t.Errorf("the guide does not explain %s", k.Title())
		}
	}
	for _, s := range []string{"汉族、蒙古族、回族、藏族、维吾尔族、苗族 等 56 项", "1月至12月", "必填", "不要发到群里", "国家秘密"} {
		if !strings.Contains(all.String(), s) {
			t.Errorf("the guide does not say %s", s)
		}
	}
}

func TestRowHeight(t *testing.T) {
	one := rowHeight([]string{"短"}, []float64{20})
	if two := rowHeight([]string{"短", strings.Repeat("长", 20)}, []float64{20, 20}); two <= one {
		t.Errorf("heights %v %v", one, two)
	}
	if lines := rowHeight([]string{"一\n二\n三"}, []float64{20}); lines <= one {
		t.Errorf("height %v", lines)
	}
	if most := rowHeight([]string{strings.Repeat("长", 9999)}, []float64{10}); most > 409 {
		t.Errorf("height %v is more than a program takes", most)
	}
}

func TestSheetName(t *testing.T) {
	taken := map[string]bool{}
	for _, x := range []struct{ in, want string }{
		{"名册", "名册"}, {"名册", "名册(2)"}, {"a/b:c*d?[e]'", "a-b-c-d--e--"}, {"", "退回"},
		{strings.Repeat("长", 40), strings.Repeat("长", 28)}, {strings.Repeat("长", 41), strings.Repeat("长", 26) + "(2)"}, {"ABC", "ABC"}, {"abc", "abc(2)"},
	} {
		if got := sheetName(x.in, taken); got != x.want {
			t.Errorf("%q becomes %q, want %q", x.in, got, x.want)
		}
	}
}

// TestRefusedLooks: the cells in question are marked, the rest is not, and
// everything is text.
func TestRefusedLooks(t *testing.T) {
	r := load(t, book(t, roster(set(member("王春梅", "1970-05-06", 2), 2, "1"))), testOptions())
	var out bytes.Buffer
	must(t, r.WriteRefused(&out))
	f, err := excelize.OpenReader(&out)
	must(t, err)
	rows, err := f.GetRows("党员名册")
	must(t, err)
	if len(rows) != 4 || rows[1][0] != refusedHelp {
		t.Fatalf("rows %q", rows)
	}
	rows = rows[2:]
	if rows[0][0] != placeHeader || rows[0][1] != wrongHeader || rows[0][2] != mendHeader || rows[0][len(rows[0])-1] != "已核对" || rows[1][0] != "党员名册!2" {
		t.Fatalf("rows %q", rows)
	}
	marked := 0
	for col := range rows[1] {
		at := cellName(col, 4)
		id, err := f.GetCellStyle("党员名册", at)
		must(t, err)
		s, err := f.GetStyle(id)
		must(t, err)
		if s.NumFmt != asText {
			t.Errorf("%s is not text", at)
		}
		if s.Font.Bold {
			marked++
			if rows[1][col] != "1" || rows[0][col] != "公民身份号码" {
				t.Errorf("%s is marked: %q", at, rows[1][col])
			}
		}
	}
	if marked != 1 {
		t.Errorf("%d cells are marked", marked)
	}
	choices, err := f.GetDataValidations("党员名册")
	must(t, err)
	if len(choices) != 3 || choices[1].Sqref != "H4:H4" || choices[1].ShowErrorMessage || !strings.Contains(choices[1].Formula1, "预备党员") {
		t.Errorf("%d columns offer choices: %+v", len(choices), choices)
	}
}
