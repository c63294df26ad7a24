package sheet

import (
	"fmt"
	"slices"
	"strings"
)

// Lines writes the report for reading, at most limit problems of it (all if
// limit is 0). It names people where a row must be mended, and holds no full
// identity number.
func (r *Report) Lines(limit int) []string {
	out := []string{
		"导入报告：" + r.File,
		fmt.Sprintf("共 %d 行：收下 %d 行，已有 %d 行，退回 %d 行。", r.Counts.Taken+r.Counts.Known+r.Counts.Refused, r.Counts.Taken, r.Counts.Known, r.Counts.Refused),
		fmt.Sprintf("新的记录 %d 条，新登记或更新的人员 %d 人。", len(r.Facts), len(r.Persons)),
	}
	for i := range r.Tables {
		out = append(out, r.Tables[i].lines()...)
	}
	out = append(out, r.refusedLines(limit)...)
	if len(r.Assumptions) > 0 {
		out = append(out, "", "表上没有写明、按下面这样理解的（不用回答，看一眼对不对）：")
	}
	for _, a := range r.Assumptions {
		s := fmt.Sprintf("  · %s（%d 处", a.Text, a.Count)
		if len(a.Cells) > 0 {
			s += "：" + strings.Join(a.Cells, "、")
			if a.Count > len(a.Cells) && len(a.Cells) == maxCellsNamed {
				s += " 等"
			}
		}
		out = append(out, s+"）")
	}
	if len(r.Unread) > 0 {
		out = append(out, "", "没有读的工作表：")
	}
	for _, u := range r.Unread {
		out = append(out, "  「"+u.Sheet+"」"+u.Text, "      怎么办："+u.Mend)
	}
	return out
}

func (t *Table) lines() []string {
	hidden := ""
	if t.Hidden {
		hidden = "，这张工作表是隐藏的，也读了"
	}
	out := []string{"", fmt.Sprintf("%s（工作表「%s」，表头在第 %d 行%s）：收下 %d，已有 %d，退回 %d",
		t.Kind.Title(), t.Sheet, t.Header, hidden, t.Rows.Taken, t.Rows.Known, t.Rows.Refused)}
	if t.Rows == (Counts{}) {
		out = append(out, "  表里还没有内容：表头认出来了，下面没有要导入的行")
	}
	if s := t.Skipped.String(); s != "" {
		out = append(out, "  跳过："+s)
	}
	if t.HidRows > 0 {
		out = append(out, fmt.Sprintf("  有 %d 行是隐藏的（可能是筛选掉的），也读了", t.HidRows))
	}
	if len(t.HidCols) > 0 {
		out = append(out, "  有隐藏的栏，也读了："+strings.Join(t.HidCols, "、")+"；不该读的，删掉这一栏再导入")
	}
	if len(t.Unread) > 0 {
		out = append(out, "  没有认出、没有读的栏："+strings.Join(t.Unread, "、"))
	}
	if len(t.Unkept) > 0 {
		out = append(out, "  认得、但不保存的栏："+strings.Join(t.Unkept, "、"))
	}
	return out
}

// String lists what was skipped, or nothing.
func (s Skips) String() string {
	var all []string
	for _, x := range []struct {
		n    int
		name string
	}{
		{s.Titles, "标题"}, {s.Totals, "合计、小计"}, {s.Sections, "支部名称行"},
		{s.Notes, "填表人、备注等"}, {s.Blank, "空行"}, {s.Examples, "示例"},
	} {
		if x.n > 0 {
			all = append(all, fmt.Sprintf("%s %d 行", x.name, x.n))
		}
	}
	return strings.Join(all, "，")
}

// A gathered problem is one that several rows of a sheet have in the same words.
type gathered struct {
	Problem
	sheet string
	cells []string // each once
	rows  []int    // places in Report.Rows
}

// gather puts the problems together that say the same, in the order in which
// they first occur.
func (r *Report) gather() []*gathered {
	type key struct{ sheet, text, mend string }
	var all []*gathered
	seen := map[key]*gathered{}
	for i, row := range r.Rows {
		for _, p := range row.Problems {
			k := key{row.Sheet, p.Text, p.Mend}
			g := seen[k]
			if g == nil {
				g = &gathered{Problem: p, sheet: row.Sheet}
				seen[k] = g
				all = append(all, g)
			}
			if len(g.cells) <= cellsListed && !slices.Contains(g.cells, p.Cell) {
				g.cells = append(g.cells, p.Cell)
			}
			if n := len(g.rows); n == 0 || g.rows[n-1] != i {
				g.rows = append(g.rows, i)
			}
		}
	}
	return all
}

// cellsListed is how many cells of a gathered problem are named.
const cellsListed = 3

// where names the first cells, the sheet once.
func (g *gathered) where() string {
	s := strings.Join(g.cells[:min(len(g.cells), cellsListed)], "、")
	if rest, ok := strings.CutPrefix(s, g.sheet+"!"); ok {
		s = g.sheet + "!" + strings.ReplaceAll(rest, "、"+g.sheet+"!", "、")
	}
	switch n := len(g.rows); {
	case n > 1 && len(g.cells) == 1:
		s += fmt.Sprintf("（%d 行）", n)
	case n > cellsListed, len(g.cells) > cellsListed:
		s += fmt.Sprintf(" 等 %d 行", n)
	}
	return s
}

// refusedLines lists the problems, limit of them at most; what several rows have
// in common is said once.
func (r *Report) refusedLines(limit int) []string {
	if r.Counts.Refused == 0 {
		return nil
	}
	out := []string{"", "退回的行（改好以后再导入；已经收下的不会重复）："}
	unlisted := map[int]bool{}
	for i, g := range r.gather() {
		if limit > 0 && i >= limit {
			for _, row := range g.rows {
				unlisted[row] = true
			}
			continue
		}
		out = append(out, "  "+g.where()+"　"+g.Text, "      怎么改："+g.Mend)
	}
	if n := len(unlisted); n > 0 {
		out = append(out, fmt.Sprintf("  …… 另有 %d 行的问题没有列出；加 --refused 退回.xlsx 写成表格，逐行都有", n))
	}
	return out
}
