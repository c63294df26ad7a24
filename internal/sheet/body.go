package sheet

import (
	"fmt"
	"slices"
)

// describe begins the account of a table.
func (t *table) describe() Table {
	a := Table{
		Sheet: t.grid.name, Kind: t.layout.kind, Header: t.grid.lines[t.first].num, Hidden: t.grid.hidden,
		Skipped: Skips{Titles: len(t.titles), Headers: t.depth},
	}
	for _, x := range t.extra {
		if x.header != "" {
			a.Unread = append(a.Unread, x.header+"("+columnName(x.col)+"列)")
		}
	}
	for _, x := range t.twice {
		a.Unread = append(a.Unread, x.header+"("+columnName(x.col)+"列，前面已有意思相同的一栏)")
	}
	a.HidCols = t.hiddenColumns()
	if t.has(fPayBase) {
		a.Unkept = append(a.Unkept, t.grid.headerText(t.heading, t.column[fPayBase])+"（工资和计算基数不读也不保存）")
	}
	return a
}

// hiddenColumns lists the columns that are read although they are hidden.
func (t *table) hiddenColumns() []string {
	if len(t.grid.unseen) == 0 {
		return nil
	}
	var all []string
	note := func(col int) {
		if col >= 0 && t.grid.hides(col) {
			all = append(all, t.grid.headerText(t.heading, col)+"("+columnName(col)+"列)")
		}
	}
	for f, col := range t.column {
		if f := field(f); f != fSeq && f != fPayBase {
			note(col)
		}
	}
	for _, m := range t.months {
		note(m.col)
	}
	slices.Sort(all)
	return all
}

// headerText is what stands over a column, as written.
func (g *grid) headerText(h *heading, col int) string {
	s := ""
	for _, c := range g.headerCells(h.first, h.depth, col) {
		s += compact(c.show())
	}
	return s
}

// fillMerged copies the content of ranges merged over several rows down to each
// of them. Only what is merged is filled: an empty cell is empty.
func (t *table) fillMerged() {
	budget := maxCells // ranges that overlap a thousand times are no table
	for _, m := range t.grid.merges {
		if m.bottom == m.top || m.left >= MaxColumns {
			continue
		}
		i, ok := t.grid.find(m.top)
		if !ok || i < t.from || i >= t.to {
			continue
		}
		c := t.grid.at(i, m.left)
		if c == nil {
			continue
		}
		c.shared = true
		copied := *c
		copied.filled = true
		for k := i + 1; k < t.to && t.grid.lines[k].num <= m.bottom && budget > 0; k++ {
			budget--
			if t.grid.at(k, m.left) == nil {
				t.grid.lines[k].set(m.left, copied)
			}
		}
	}
}

// records turns the body into records and counts what is none.
func (im *importer) records(t *table, account *Table) []*record {
	var all []*record
	if t.before != nil {
		t.section, t.sectionAt = t.before.section, t.before.sectionAt
	}
	doubled := t.doubled()
	for i := t.from; i < t.to; i++ {
		l := &t.grid.lines[i]
		kind, col := t.classify(l)
		switch kind {
		case blankLine:
			account.Skipped.Blank++
		case exampleLine:
			account.Skipped.Examples++
		case totalLine:
			account.Skipped.Totals++
		case sectionLine:
			account.Skipped.Sections++
			t.section, t.sectionAt = branchIn(l.cells[col].show()), t.grid.address(l.num, col)
		case noteLine:
			account.Skipped.Notes++
		default:
			r := &record{im: im, t: t, l: l, account: account}
			if l.hidden {
				account.HidRows++
			}
			r.setBranch(t.section, t.sectionAt)
			r.ditto(all)
			r.checkErrors()
			if doubled != "" {
				r.refuse(fName, "column_twice", doubled, "一张表里一种意思只留一栏；左右两半并排的表，请改成上下接着写")
			}
			all = append(all, r)
		}
	}
	return all
}

// doubled says which column that must stand once stands twice.
func (t *table) doubled() string {
	for _, x := range t.twice {
		if f, ok := t.layout.fieldOf(x.header); ok && (f == fName || f == fDay || f == fID || f == fOrgName) {
			return fmt.Sprintf("有两栏都是「%s」（%s 列和 %s 列），不知道以哪一栏为准", t.layout.header(f), columnName(t.column[f]), columnName(x.col))
		}
	}
	return ""
}

// sectionBranch is where a branch stands that a row between the rows names.
const sectionBranch = "表中的支部名称行"

// dittoBranch is where it stands for a row that says “as above”.
const dittoBranch = "上一行（这一行写的是“同上”）"

// setBranch finds the branch of a row: its own column, else the section, the
// title, the sheet's name.
func (r *record) setBranch(section, sectionAt string) {
	a := r.t.around
	switch {
	case r.text(fBranch) != "":
		r.branch, r.branchAt = r.text(fBranch), r.at(fBranch)
	case section != "":
		r.branch, r.branchFrom, r.branchAt = section, sectionBranch, sectionAt
	case a.branch != "":
		r.branch, r.branchFrom, r.branchAt = a.branch, a.branchFrom, a.branchAt
	}
	if r.branchAt == "" {
		r.branchAt = r.at(fBranch)
	}
}

// dittos is what people write for “as above”.
var dittos = map[string]bool{"同上": true, "〃": true, "″": true, "”": true, "\"": true, "''": true}

// ditto gives a row whose branch is “as above” that of the row before.
func (r *record) ditto(above []*record) {
	if r.branchFrom == "" && dittos[compact(r.branch)] && len(above) > 0 {
		r.branch, r.branchFrom = above[len(above)-1].branch, dittoBranch
	}
}

// failures is what a failed formula leaves where it is kept as text: in a text
// table, and in the workbook of refused rows.
var failures = map[string]bool{"#N/A": true, "#REF!": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "#NULL!": true, "#NUM!": true}

// checkErrors refuses rows in which a formula has failed.
func (r *record) checkErrors() {
	refuse := func(col int) {
		if c := r.cellAt(col); c != nil && (c.kind == failed || c.kind == text && failures[c.text]) {
			r.refuseAt(r.addressOf(col), "formula_error", "公式出错，单元格里是「"+c.text+"」", "在 WPS 或 Excel 里把这一格改成正确的内容（直接输入，不用公式）")
		}
	}
	for f := range r.t.column {
		if col := r.t.column[f]; col >= 0 && field(f) != fSeq {
			refuse(col)
		}
	}
	for _, m := range r.t.months {
		refuse(m.col)
	}
}
