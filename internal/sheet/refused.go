package sheet

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// A refusal is a row that was sent back, with what it needs to be read again.
type refusal struct {
	t          *table
	l          *line
	problems   []Problem
	branch     string
	branchFrom string
}

// Columns that WriteRefused puts before the original ones.
const (
	placeHeader = "原位置"
	wrongHeader = "哪里不对"
	mendHeader  = "怎么改"
)

// WriteRefused writes a workbook of the refused rows: the original columns of
// each, before them what is wrong and how to mend it, the cells in question
// marked. Mended in place it can be imported as it is. All content is text, so
// that nothing in it can act as a formula. Without refused rows it is
// errs.NotFound.
func (r *Report) WriteRefused(w io.Writer) error {
	if len(r.refused) == 0 {
		return errs.E("sheet.WriteRefused", errs.NotFound, "没有退回的行，不用写退回表", nil)
	}
	f := excelize.NewFile()
	defer f.Close() // in memory; nothing can fail
	looks, err := newLooks(f)
	if err != nil {
		return cannotWrite(err)
	}
	names := map[string]bool{}
	for _, t := range r.refusedTables() {
		b := refusedBook{f: f, looks: looks, t: t, given: r.year, opening: r.openings[t]}
		for _, x := range r.refused {
			if x.t == t {
				b.rows = append(b.rows, x)
			}
		}
		if err := b.write(sheetName(t.grid.name, names)); err != nil {
			return cannotWrite(err)
		}
	}
	if !names["sheet1"] {
		if err := f.DeleteSheet("Sheet1"); err != nil {
			return cannotWrite(err)
		}
	}
	f.SetActiveSheet(0)
	if err := f.Write(w); err != nil {
		return cannotWrite(err)
	}
	return nil
}

func cannotWrite(err error) error {
	return errs.E("sheet.Write", errs.IO, "表格没有写成，请检查磁盘空间和权限后再试", err)
}

// refusedTables lists the tables with refused rows, in the order of the file.
func (r *Report) refusedTables() []*table {
	var all []*table
	for _, x := range r.refused {
		if !slices.Contains(all, x.t) {
			all = append(all, x.t)
		}
	}
	return all
}

// sheetName makes a name that is free and that every program takes.
func sheetName(name string, taken map[string]bool) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return '-'
		}
		return r
	}, name)
	if name == "" {
		name = "退回"
	}
	runes := []rune(name)
	free := string(runes[:min(len(runes), 28)])
	for n := 2; taken[strings.ToLower(free)]; n++ {
		free = fmt.Sprintf("%s(%d)", string(runes[:min(len(runes), 26)]), n)
	}
	taken[strings.ToLower(free)] = true
	return free
}

// A refusedBook is one sheet of the workbook of refused rows.
type refusedBook struct {
	f       *excelize.File
	looks   *looks
	t       *table
	given   int        // --year
	opening party.Date // of a roster
	rows    []refusal
	cols    []refusedColumn

	widths []float64 // of the leading columns and of cols
}

// A refusedColumn is an original column, or one that is added.
type refusedColumn struct {
	col    int // of the original; -1: 所在党支部 of the section, -2: 已核对
	header string
}

const (
	addedBranch  = -1
	addedChecked = -2
)

func (b *refusedBook) write(name string) error {
	if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	b.columns()
	titles := b.titles()
	width := 0.0
	for _, x := range b.widths {
		width += x
	}
	if err := printSetUp(b.f, name, width); err != nil {
		return err
	}
	if err := printTitles(b.f, name, len(titles)+1, "$A:$A"); err != nil {
		return err
	}
	if err := b.choices(name, len(titles)+2); err != nil {
		return err
	}
	w, err := b.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := b.frame(w, len(titles)+1); err != nil {
		return err
	}
	row := 0
	for _, s := range titles {
		row++
		style, height := b.looks.title, 28.0
		if row > 1 {
			style, height = b.looks.plainLine, 20
		}
		if err := w.SetRow(cellName(0, row), []any{excelize.Cell{StyleID: style, Value: s}}, excelize.RowOpts{Height: height}); err != nil {
			return err
		}
	}
	row++
	if err := w.SetRow(cellName(0, row), b.head(), excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	for _, x := range b.rows {
		row++
		cells, height := b.line(x)
		if err := w.SetRow(cellName(0, row), cells, excelize.RowOpts{Height: height}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// frame sets widths and keeps the header in sight.
func (b *refusedBook) frame(w *excelize.StreamWriter, header int) error {
	for i, width := range b.widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	return w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: header, TopLeftCell: cellName(1, header+1), ActivePane: "bottomRight"})
}

// titles is the lines above the header, so that the year and the branch that
// stand there are read again.
func (b *refusedBook) titles() []string {
	var all []string
	for _, i := range b.t.titles {
		label := false
		for col := range b.t.grid.lines[i].cells {
			c := b.t.grid.at(i, col)
			if c == nil || c.kind != text {
				continue
			}
			_, asks := beforeNote(clean(c.text))
			if openingIn(c.text) != party.NoDate {
				continue
			}
			if !label && !asks && len(all) < 6 && !b.ours(c) {
				all = append(all, unfolded(c.text)) // with the marks it has
			}
			label = asks
		}
	}
	if year := b.year(); year != 0 {
		all = append(all, strconv.Itoa(year)+"年")
	}
	if k := b.t.layout.kind; (k == Orgs || k == Members) && b.opening != party.NoDate {
		all = append(all, openingTitle+b.opening.String())
	}
	if len(all) == 0 {
		all = append(all, "退回的行")
	}
	return append(all, refusedHelp)
}

// ours reports a line that we wrote above a table: it says nothing of its rows.
func (b *refusedBook) ours(c *cell) bool {
	s := clean(c.text)
	return s == clean(refusedHelp) || strings.HasPrefix(s, clean(b.t.layout.about))
}

// refusedHelp stands above every header.
const refusedHelp = "改好橙色的格子，存盘，直接再导入这个文件；左边三栏不用删。表里有个人信息，导入以后请删掉这个文件。"

// choices offers the choices of the columns that have a closed list, as the
// template does; here they bind nobody.
func (b *refusedBook) choices(sheet string, from int) error {
	for i, c := range b.cols {
		for _, of := range append(b.t.layout.columns, common...) {
			if c.col < 0 || len(of.list) == 0 || b.t.column[of.field] != c.col {
				continue
			}
			at := len(b.widths) - len(b.cols) + i
			dv, err := dropDown(of, fmt.Sprintf("%s:%s", cellName(at, from), cellName(at, from+len(b.rows)-1)))
			if err != nil {
				return err
			}
			dv.ShowErrorMessage = false
			if err := b.f.AddDataValidation(sheet, dv); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// year is the year of days without one, where neither the title nor the sheet's
// name says it: the mended file has another name and may come without --year.
func (b *refusedBook) year() int {
	a := b.t.around
	switch {
	case a.fromFile:
		return a.year
	case a.year == 0 && a.years == "":
		return b.given
	}
	return 0
}

// columns decides what columns the sheet has.
func (b *refusedBook) columns() {
	for col := range b.t.width() {
		if header := b.header(col); header != "" {
			b.cols = append(b.cols, refusedColumn{col, header})
		}
	}
	fromSection := slices.ContainsFunc(b.rows, func(x refusal) bool { return x.branchFrom == sectionBranch })
	if fromSection && !b.t.has(fBranch) && b.t.layout.kind != Orgs {
		b.cols = append(b.cols, refusedColumn{addedBranch, b.t.layout.header(fBranch)})
	}
	if !b.t.has(fChecked) {
		b.cols = append(b.cols, refusedColumn{addedChecked, b.t.layout.header(fChecked)})
	}
	b.widths = []float64{16, 44, 48}
	for _, c := range b.cols {
		b.widths = append(b.widths, b.width(c))
	}
}

// width is how many columns the header reaches over: what is missing in a row
// is to be filled in.
func (t *table) width() int {
	width := 0
	for i := t.first; i < t.first+t.depth; i++ {
		width = max(width, len(t.grid.lines[i].cells))
	}
	for _, col := range t.column {
		width = max(width, col+1)
	}
	return width
}

// header is a header of one line with the meaning the original has.
func (b *refusedBook) header(col int) string {
	h := b.t.heading
	written := b.t.grid.headerText(h, col)
	for f, c := range h.column {
		if c == col {
			if g, ok := h.layout.fieldOf(written); ok && g == field(f) {
				return written
			}
			return h.layout.header(field(f))
		}
	}
	for _, m := range h.months {
		if m.col == col {
			return m.String()
		}
	}
	if f, ok := h.layout.fieldOf(written); ok && f == fPlace {
		return "" // ours, of an earlier round
	}
	return written
}

func (b *refusedBook) head() []any {
	cells := []any{}
	for _, s := range []string{placeHeader, wrongHeader, mendHeader} {
		cells = append(cells, excelize.Cell{StyleID: b.looks.must, Value: s})
	}
	for _, c := range b.cols {
		cells = append(cells, excelize.Cell{StyleID: b.looks.head, Value: c.header})
	}
	return cells
}

// line is one refused row and its height.
func (b *refusedBook) line(x refusal) ([]any, float64) {
	var wrong, mend []string
	bad := map[string]bool{}
	for i, p := range x.problems {
		mark := ""
		if len(x.problems) > 1 {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		wrong = append(wrong, mark+p.Text)
		mend = append(mend, mark+p.Mend)
		bad[p.Cell] = true
	}
	g := b.t.grid
	texts := []string{fmt.Sprintf("%s!%d", g.name, x.l.num), strings.Join(wrong, "\n"), strings.Join(mend, "\n")}
	styles := []int{b.looks.note, b.looks.note, b.looks.note}
	for _, c := range b.cols {
		style := b.looks.cell
		if c.col >= 0 && bad[x.address(g, c.col)] {
			style = b.looks.bad
		}
		texts, styles = append(texts, b.value(x, c)), append(styles, style)
	}
	cells := make([]any, len(texts))
	for i, s := range texts {
		cells[i] = excelize.Cell{StyleID: styles[i], Value: s}
	}
	return cells, rowHeight(texts, b.widths)
}

// address is how a problem names a cell of the row: a cell that came down from
// a merged range by the range's first.
func (x *refusal) address(g *grid, col int) string {
	if col < len(x.l.cells) && x.l.cells[col].filled {
		return g.address(g.origin(x.l.num, col))
	}
	return g.address(x.l.num, col)
}
