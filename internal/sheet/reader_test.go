package sheet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// grids reads a workbook of one made worksheet.
func gridOf(t *testing.T, sheet string) *grid {
	t.Helper()
	all, err := read(Source{Name: "x.xlsx", Data: wrap(sheet)})
	must(t, err)
	return all[0]
}

// drawnGrid writes a grid as rows of cells, for comparing.
func drawnGrid(g *grid) string {
	var b strings.Builder
	for i, l := range g.lines {
		fmt.Fprintf(&b, "%d:", l.num)
		for col := range l.cells {
			if c := g.at(i, col); c != nil {
				fmt.Fprintf(&b, " %s=%s/%d", columnName(col), c.text, c.kind)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestReadSheet(t *testing.T) {
	for _, x := range []struct{ name, in, want string }{
		{"shared, number, text, error, boolean, day", `<worksheet><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>5</v></c><c r="C2" t="str"><v>x</v></c><c r="D2" t="e"><v>#N/A</v></c><c r="E2" t="b"><v>1</v></c><c r="F2" t="d"><v>2026-03-05</v></c></row></sheetData></worksheet>`,
			"2: A=姓名/1 B=5/2 C=x/1 D=#N/A/4 E=1/3 F=2026-03-05/5\n"},
		{"without references", `<worksheet><row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row></worksheet>`, "1: A=1/2 B=2/2\n3: A=3/2\n"},
		{"out of order", `<worksheet><row r="3"><c r="B3"><v>2</v></c><c r="A3"><v>1</v></c></row><row r="1"><c r="C1"><v>3</v></c></row></worksheet>`, "1: C=3/2\n3: A=1/2 B=2/2\n"},
		{"with a prefix", `<x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`, "1: A=1/2\n"},
		{"rich inline text", `<worksheet><row><c t="inlineStr"><is><r><rPr><b/></rPr><t>张</t></r><r><t xml:space="preserve">三 </t></r><rPh sb="0" eb="1"><t>zhang</t></rPh></is></c></row></worksheet>`, "1: A=张三 /1\n"},
		{"formula with a value", `<worksheet><row><c><f>1+1</f><v>2</v></c><c t="str"><f>""</f><v></v></c></row></worksheet>`, "1: A=2/2\n"},
		{"formula without a value", `<worksheet><row><c><f>1+1</f></c></row></worksheet>`, "1: A=" + noResult + "/4\n"},
		{"blank text", `<worksheet><row><c t="str"><v>  </v></c><c><v>1</v></c></row></worksheet>`, "1: B=1/2\n"},
		{"escapes", `<worksheet><row><c t="str"><v>a&lt;b&#x4E00;_x000A_c</v></c></row></worksheet>`, "1: A=a<b一\nc/1\n"},
		{"CDATA and comments", `<worksheet><!-- x --><row><c t="str"><v><![CDATA[<张三>]]></v></c></row></worksheet>`, "1: A=<张三>/1\n"},
		{"cells outside of rows", `<worksheet><c r="A1"><v>1</v></c><row r="1"><c r="A1"><v>2</v></c></row></worksheet>`, "1: A=2/2\n"},
		{"lower-case references", `<worksheet><row r="1"><c r="b1"><v>1</v></c></row></worksheet>`, "1: B=1/2\n"},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := drawnGrid(gridOf(t, x.in)); got != x.want {
				t.Errorf("read\n%swant\n%s", got, x.want)
			}
		})
	}
}

func TestMergedRanges(t *testing.T) {
	g := gridOf(t, `<worksheet><row r="1"><c r="A1"><v>1</v></c></row><mergeCells><mergeCell ref="B5:C7"/><mergeCell ref="A1:A2"/><mergeCell ref="D4"/></mergeCells></worksheet>`)
	if len(g.merges) != 3 || g.merges[0] != (area{0, 1, 0, 2}) || g.merges[2] != (area{1, 5, 2, 7}) {
		t.Errorf("merges %v", g.merges)
	}
	if row, col := g.origin(6, 2); row != 5 || col != 1 {
		t.Errorf("origin %d %d", row, col)
	}
	if row, col := g.origin(9, 9); row != 9 || col != 9 {
		t.Errorf("origin %d %d", row, col)
	}
}

// TestYears1904: workbooks of old Macs count days from 1904.
func TestYears1904(t *testing.T) {
	s := roster(set(member("王春梅", "1970-05-06", 2), 6, nil))
	s.raw = shaped(t, "G2", 38534-1462, "yyyy-mm-dd")
	data := swap(t, book(t, s), "xl/workbook.xml", func(s string) string {
		if strings.Contains(s, "<workbookPr") {
			return strings.Replace(s, "<workbookPr", `<workbookPr date1904="1"`, 1)
		}
		return strings.Replace(s, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	})
	b := bodies[*fact.MemberEnrolled](load(t, data, testOptions()))
	if len(b) != 1 || b[0].Accepted != party.DateOf(2005, 7, 1) {
		t.Errorf("enrolled %+v", b)
	}
}

// TestLibraryAgrees: our reader sees what the library sees, cell by cell, but
// for numbers that the library shows by their format.
func TestLibraryAgrees(t *testing.T) {
	data := book(t, wholeBook(asWritten)...)
	ours, err := read(Source{Name: "x.xlsx", Data: data})
	must(t, err)
	f, err := excelize.OpenReader(strings.NewReader(string(data)))
	must(t, err)
	for k, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		must(t, err)
		g := ours[k]
		if g.name != name {
			t.Errorf("sheet %s, want %s", g.name, name)
		}
		for i, row := range rows {
			place, there := g.find(i + 1)
			for col, want := range row {
				got := ""
				if there {
					if c := g.at(place, col); c != nil {
						got = c.text
					}
				}
				if got != want {
					t.Errorf("%s is %q, want %q", g.address(i+1, col), got, want)
				}
			}
		}
	}
}

func TestChartSheetsAreLeftOut(t *testing.T) {
	data := swap(t, book(t, smallRoster()), "xl/workbook.xml", func(s string) string {
		return strings.Replace(s, "</sheets>", `<sheet name="图" sheetId="9" r:id="rIdChart"/></sheets>`, 1)
	})
	data = swap(t, data, "xl/_rels/workbook.xml.rels", func(s string) string {
		return strings.Replace(s, "</Relationships>", `<Relationship Id="rIdChart" Type="x/chartsheet" Target="chartsheets/sheet1.xml"></Relationship></Relationships>`, 1)
	})
	wantCounts(t, load(t, data, testOptions()), 3, 0, 0)
}

func TestEmptyWorkbook(t *testing.T) {
	for name, data := range map[string][]byte{
		"no content": book(t, tab{name: "Sheet1"}),
		"no table":   book(t, tab{name: "Sheet1", rows: [][]any{{"会议通知"}, {"各支部："}}}),
	} {
		_, err := Import(Source{Name: "x.xlsx", Data: data}, testOptions())
		if err == nil || !strings.Contains(err.Error(), "没有认出要导入的表") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSeparators(t *testing.T) {
	for in, want := range map[string]rune{"a,b,c": ',', "a\tb\tc": '\t', "a;b;c": ';', "abc": ',', "a,b;c;d": ';'} {
		if got := separator([]byte(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
