package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A record is one data row of a table on its way.
type record struct {
	im      *importer
	t       *table
	l       *line
	account *Table
	status  Status

	branch     string // as written
	branchFrom string // empty: its own column; else section, title or sheet name
	branchAt   string // cell
	org        *orgEntry

	problems []Problem
	assumed  []assumed
	facts    []fact.Fact
	person   *Person // new or changed
	card     *Card   // new or changed
	texts    []Text

	founding *fact.OrgFounded // of an organisation's own row
	implied  *fact.OrgFounded // of a branch that rosters only mention
	since    party.Date       // of its secretary's post
}

// cell returns the cell of a field, or nil.
func (r *record) cell(f field) *cell { return r.cellAt(r.t.column[f]) }

func (r *record) cellAt(col int) *cell {
	if col < 0 || col >= len(r.l.cells) || r.l.cells[col].kind == empty {
		return nil
	}
	return &r.l.cells[col]
}

// text returns what stands in the field, as a report may quote it.
func (r *record) text(f field) string {
	if c := r.cell(f); c != nil {
		return c.said()
	}
	return ""
}

// at returns the address of the field's cell; of the row's first cell where
// the column is missing.
func (r *record) at(f field) string {
	if col := r.t.column[f]; col >= 0 {
		return r.addressOf(col)
	}
	return r.where()
}

func (r *record) addressOf(col int) string {
	row := r.l.num
	if c := r.cellAt(col); c != nil && c.filled {
		row, col = r.t.grid.origin(row, col)
	}
	return r.t.grid.address(row, col)
}

// where is the row itself.
func (r *record) where() string { return r.t.grid.address(r.l.num, 0) }

// header returns the column's name as the file writes it.
func (r *record) header(f field) string {
	col := r.t.column[f]
	if col < 0 {
		return r.t.layout.header(f)
	}
	cells := r.t.grid.headerCells(r.t.first, r.t.depth, col)
	return strings.TrimLeft(compact(cells[len(cells)-1].show()), "*")
}

// refuse notes a problem at a field.
func (r *record) refuse(f field, codeName, what, mend string) {
	r.refuseAt(r.at(f), codeName, what, mend)
}

func (r *record) refuseAt(cell, codeName, what, mend string) {
	r.problems = append(r.problems, Problem{codeName, cell, what, mend})
}

// assume notes how a field was read; it counts only if the row is not refused.
func (r *record) assume(f field, codeName, what string) { r.assumeAt(r.at(f), codeName, what) }

func (r *record) assumeAt(cell, codeName, what string) {
	r.assumed = append(r.assumed, assumed{codeName, what, cell})
}

type assumed struct{ code, text, cell string }

// add adds a fact of the row's organisation.
func (r *record) add(on party.Date, body fact.Body) {
	f := r.im.fact(r.org.id, on, body, r.l.num)
	f.Origin.Claimed = r.claimed()
	r.facts = append(r.facts, f)
}

// claimed is the day on which the table says the row was written.
func (r *record) claimed() party.Date {
	c := r.cell(fClaimed)
	if c == nil {
		return party.NoDate
	}
	w, fault := parseCell(c, r.t.grid.from1904)
	if fault != fine || w.d == 0 || w.y == 0 || w.date() > r.im.today {
		return party.NoDate
	}
	return w.date()
}

// checked reports whether somebody has marked the row as looked at.
func (r *record) checked() bool { return yesWords[bare(r.text(fChecked))] }

// day reads a day. ok is false where the cell is wrong; an empty cell is
// NoDate and ok.
func (r *record) day(f field) (party.Date, bool) {
	c := r.cell(f)
	if c == nil {
		return party.NoDate, true
	}
	w, fault := parseCell(c, r.t.grid.from1904)
	if fault != fine {
		r.refuseDate(f, fault, c.said())
		return party.NoDate, false
	}
	if w.d == 0 {
		said := strconv.Itoa(w.y) + "年"
		if w.m != 0 {
			said = strings.TrimPrefix(said, "0年") + strconv.Itoa(w.m) + "月"
		}
		r.refuse(f, "date_month", "「"+r.header(f)+"」只写到「"+said+"」，没有日", "补上是哪一天，写成 2026-03-05 这样；实在查不到的，翻一翻原始记录或档案")
		return party.NoDate, false
	}
	return r.settle(f, w, c)
}

// settle finds the year where the cell does not say it, and refuses days that
// are still to come.
func (r *record) settle(f field, w when, c *cell) (party.Date, bool) {
	switch {
	case w.y == 0:
		y, ok := r.year(f)
		if !ok {
			return party.NoDate, false
		}
		if w.y = y; w.date() == party.NoDate {
			r.refuseDate(f, noSuchDay, c.said())
			return party.NoDate, false
		}
	case w.serial:
		r.assume(f, "date_serial", "日期栏里是一个数，按 Excel 的日期序号读（例如 46086 是 2026-03-05）")
	case w.hidden:
		r.assume(f, "date_hidden_year", "单元格只显示月和日，年份按单元格里存着的读")
	}
	if w.date() > r.im.today {
		r.refuse(f, "date_future", "「"+r.header(f)+"」是 "+w.date().Chinese()+"，这一天还没有到", "核对年份和月份；还没有发生的事，等发生以后再记")
		return party.NoDate, false
	}
	return w.date(), true
}

// year is the year of days written without one: of the title, the sheet's name
// or the file's, else of the options. Two that differ are refused, not weighed.
// A roster is of one year, and what it tells happened in others.
func (r *record) year(f field) (int, bool) {
	a, given := r.t.around, r.im.opts.Year
	if k := r.t.layout.kind; k == Orgs || k == Members {
		r.refuse(f, "date_no_year", "「"+r.text(f)+"」没有写年份", "把年份补全，写成 2026-03-05 这样")
		return 0, false
	}
	const mend = "把年份补全，写成 2026-03-05 这样；或者在标题里写明年份，或者导入时加 --year 2026"
	switch {
	case a.years != "":
		r.refuse(f, "date_no_year", "「"+r.text(f)+"」没有写年份，"+a.years, mend)
		return 0, false
	case a.year != 0 && given != 0 && a.year != given:
		r.refuse(f, "date_no_year", fmt.Sprintf("「%s」没有写年份：%s写的是 %d 年，--year 给的是 %d 年", r.text(f), a.yearFrom, a.year, given), mend)
		return 0, false
	case a.year != 0:
		r.assume(f, "date_year", fmt.Sprintf("没有写年份的，按%s算作 %d 年", a.yearFrom, a.year))
		return a.year, true
	case given != 0:
		r.assume(f, "date_year", fmt.Sprintf("没有写年份的，按 --year 算作 %d 年", given))
		return given, true
	}
	r.refuse(f, "date_no_year", "「"+r.text(f)+"」没有写年份", mend)
	return 0, false
}

func (r *record) refuseDate(f field, fault dateFault, written string) {
	what := map[dateFault]string{
		notDate: "看不出是哪一天", noSuchDay: "没有这一天", shortYear: "年份只有两位", dayFirst: "分不清日和月",
		aPeriod: "这是一段日子，这里要一天", octoberTen: "存成了数字，分不清是 1 月还是 10 月", farOff: "存成了数字，看不出是哪一天",
	}[fault]
	mend := "写成 2026-03-05 这样，年、月、日都要有"
	if fault == aPeriod {
		mend = "只写开始的那一天，写成 2026-03-05 这样"
	}
	r.refuse(f, "date_bad", "「"+r.header(f)+"」写的是「"+written+"」，"+what, mend)
}

// flag reads 是 or 否; nothing is 否.
func (r *record) flag(f field) bool {
	s := bare(r.text(f))
	switch {
	case yesWords[s]:
		return true
	case !noWords[s]:
		r.refuse(f, "yes_no", "「"+r.header(f)+"」写的是「"+s+"」，看不出是还是否", "填“是”或者“否”")
	}
	return false
}

// choose reads a value of a closed list. Nothing is the zero value and ok.
func choose[T ~string](r *record, f field, list party.Labels[T], also map[string]T) (T, bool) {
	s := r.text(f)
	if s == "" {
		return "", true
	}
	v, ok := code(list, also, s)
	if !ok {
		names := strings.Join(labels(list), "、")
		r.refuse(f, "not_in_list", "「"+r.header(f)+"」写的是「"+s+"」，不在可选的范围里", "改成其中一个："+names)
	}
	return v, ok
}
