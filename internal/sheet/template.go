package sheet

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"qiangji/internal/errs"
)

// Rows of a template: the title, one sentence, the header, the example.
const (
	titleRow   = 1
	aboutRow   = 2
	headerRow  = 3
	exampleRow = 4
	blankRows  = 24   // with lines, for paper
	lastListed = 5000 // row to which the choices reach
)

// WriteTemplate writes a workbook with an empty table of each kind, or of all
// five: choices to pick from, notes at the headers, an example row that Import
// skips, and a sheet that explains. An unknown kind is errs.Invalid.
func WriteTemplate(w io.Writer, kinds ...Kind) error {
	if len(kinds) == 0 {
		kinds = Kinds
	}
	f := excelize.NewFile()
	defer f.Close() // in memory; nothing can fail
	l, err := newLooks(f)
	if err != nil {
		return cannotWrite(err)
	}
	t := &templateBook{f: f, looks: l}
	for _, kind := range kinds {
		layout := layoutOf(kind)
		if layout == nil {
			return errs.E("sheet.WriteTemplate", errs.Invalid, "没有「"+string(kind)+"」这种模板，能写的有："+kindNames(), nil)
		}
		t.layouts = append(t.layouts, layout)
	}
	for _, step := range []func() error{t.tables, t.guide} {
		if err := step(); err != nil {
			return cannotWrite(err)
		}
	}
	if err := f.Write(w); err != nil {
		return cannotWrite(err)
	}
	return nil
}

func kindNames() string {
	var names []string
	for _, k := range Kinds {
		names = append(names, string(k)+"("+k.Title()+")")
	}
	return strings.Join(names, "、")
}

// A templateBook is a template being written.
type templateBook struct {
	f       *excelize.File
	looks   *looks
	layouts []*layout
}

// offered is the columns of a layout that the template has.
func (l *layout) offered() []column {
	all := []column{{field: fSeq, title: "序号", width: 8, example: exampleMark}}
	for _, c := range l.columns {
		if c.field == fTotal {
			for m := 1; m <= 12; m++ {
				x := column{field: fIgnored, title: strconv.Itoa(m) + "月", width: 7, plain: true}
				if m <= 3 {
					x.example = "5"
				}
				all = append(all, x)
			}
			c.example = "15"
		}
		if c.width > 0 {
			all = append(all, c)
		}
	}
	return append(all, column{field: fChecked, title: "已核对", width: 9, list: []string{"是"},
		hint: "平时留空。导入时系统提示有疑问、核对后确实没有错的，写“是”。"})
}

func (t *templateBook) tables() error {
	for i, l := range t.layouts {
		if i == 0 {
			if err := t.f.SetSheetName("Sheet1", l.title); err != nil {
				return err
			}
		} else if _, err := t.f.NewSheet(l.title); err != nil {
			return err
		}
		if err := t.table(l); err != nil {
			return err
		}
	}
	return nil
}

// table writes one empty table.
func (t *templateBook) table(l *layout) error {
	columns := l.offered()
	if err := t.heading(l); err != nil {
		return err
	}
	for col, c := range columns {
		if err := t.column(l.title, col, c); err != nil {
			return err
		}
	}
	freeze := &excelize.Panes{Freeze: true, XSplit: 2, YSplit: headerRow, TopLeftCell: cellName(2, headerRow+1), ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: cellName(1, exampleRow+1), ActiveCell: cellName(1, exampleRow+1), Pane: "bottomRight"}}}
	if err := t.f.SetPanes(l.title, freeze); err != nil {
		return err
	}
	if err := printTitles(t.f, l.title, headerRow, "$A:$B"); err != nil {
		return err
	}
	width := 0.0
	for _, c := range columns {
		width += c.width
	}
	return printSetUp(t.f, l.title, width)
}

// heading writes the title and the sentence below it.
func (t *templateBook) heading(l *layout) error {
	span, width := firstPage(l.offered())
	about := l.about + "带 * 的必填。第 4 行是示例，导入时会跳过，可以删掉。"
	for _, x := range []struct {
		row    int
		text   string
		style  int
		height float64
	}{{titleRow, l.title, t.looks.title, 32}, {aboutRow, about, t.looks.about, rowHeight([]string{about}, []float64{width})}, {headerRow, "", 0, 34}, {exampleRow, "", 0, 26}} {
		if err := t.f.SetRowHeight(l.title, x.row, x.height); err != nil {
			return err
		}
		if x.text == "" {
			continue
		}
		if err := t.put(l.title, 0, x.row, x.text, x.style); err != nil {
			return err
		}
		if err := t.f.MergeCell(l.title, cellName(0, x.row), cellName(span, x.row)); err != nil {
			return err
		}
	}
	for row := exampleRow + 1; row <= exampleRow+blankRows; row++ {
		if err := t.f.SetRowHeight(l.title, row, 24); err != nil {
			return err
		}
	}
	return nil
}

// aboutWidth is how wide the lines above the header may be: less than the first
// page of a table that is printed over several.
const aboutWidth = 100

// firstPage is the last column over which the lines above the header reach, and
// the width up to there.
func firstPage(columns []column) (last int, width float64) {
	for i, c := range columns {
		if i > 0 && width+c.width > aboutWidth {
			break
		}
		last, width = i, width+c.width
	}
	return last, width
}

func (t *templateBook) put(sheet string, col, row int, s string, style int) error {
	at := cellName(col, row)
	if err := t.f.SetCellStr(sheet, at, s); err != nil {
		return err
	}
	return t.f.SetCellStyle(sheet, at, at, style)
}

// column writes one column: header, note, example, lines and choices.
func (t *templateBook) column(sheet string, col int, c column) error {
	letter := columnName(col)
	if err := t.f.SetColWidth(sheet, letter, letter, c.width); err != nil {
		return err
	}
	header, look := c.title, t.looks.head
	if c.must {
		header, look = "*"+c.title, t.looks.must
	}
	if err := t.put(sheet, col, headerRow, header, look); err != nil {
		return err
	}
	if err := t.put(sheet, col, exampleRow, c.example, t.looks.example); err != nil {
		return err
	}
	look = t.looks.cell
	if c.plain {
		look = t.looks.amount
	}
	if err := t.f.SetCellStyle(sheet, cellName(col, exampleRow+1), cellName(col, exampleRow+blankRows), look); err != nil {
		return err
	}
	if c.hint != "" {
		if err := t.note(sheet, col, c.hint); err != nil {
			return err
		}
	}
	return t.choose(sheet, col, c)
}

func (t *templateBook) note(sheet string, col int, hint string) error {
	lines := uint(shown(hint)/26 + 2)
	return t.f.AddComment(sheet, excelize.Comment{
		Cell: cellName(col, headerRow), Author: "强基", Width: 240, Height: 22 * lines,
		Paragraph: []excelize.RichTextRun{{Text: hint, Font: &excelize.Font{Family: fontFamily, Size: 10, Color: inkColour}}},
	})
}

// choose offers the choices of a closed list.
func (t *templateBook) choose(sheet string, col int, c column) error {
	if len(c.list) == 0 {
		return nil
	}
	dv, err := dropDown(c, fmt.Sprintf("%s:%s", cellName(col, exampleRow), cellName(col, lastListed)))
	if err != nil {
		return err
	}
	dv.SetError(excelize.DataValidationErrorStyleStop, "请从下拉框里选", "“"+c.title+"”只能从下拉框里选。")
	dv.ShowErrorMessage = !c.several
	return t.f.AddDataValidation(sheet, dv)
}

// dropDown is the choices of a column over some cells. A rule holds 255
// characters.
func dropDown(c column, cells string) (*excelize.DataValidation, error) {
	dv := excelize.NewDataValidation(true)
	dv.SetSqref(cells)
	return dv, dv.SetDropList(c.list)
}
