package sheet

import (
	"strings"
	"unicode/utf8"
)

type lineKind int

const (
	dataLine lineKind = iota
	blankLine
	exampleLine
	totalLine
	sectionLine
	noteLine
)

// content returns the first column with content of the row's own and how many
// there are; what came down from a merged cell is not the row's own, and the
// column of row numbers is left out.
func (t *table) content(l *line) (first, n int) {
	first = -1
	for col := range l.cells {
		if l.cells[col].kind == empty || l.cells[col].filled || col == t.column[fSeq] {
			continue
		}
		if n++; first < 0 {
			first = col
		}
	}
	return first, n
}

// classify tells what a line of the body is, and the column that says so.
func (t *table) classify(l *line) (lineKind, int) {
	first, n := t.content(l)
	if seq := t.column[fSeq]; seq >= 0 && seq < len(l.cells) && l.cells[seq].kind == text && !l.cells[seq].filled {
		// A total, a section or a note often begins under 序号.
		if kind := t.textKind(l, seq, n+1); kind != dataLine {
			return kind, seq
		}
	}
	if n == 0 {
		return blankLine, 0
	}
	return t.textKind(l, first, n), first
}

// textKind tells what a line is by its first text, in column col, being one of n.
func (t *table) textKind(l *line, col, n int) lineKind {
	c := &l.cells[col]
	s := bare(c.show())
	switch {
	case s == exampleMark || s == exampleMark+"行":
		return exampleLine
	case n > 2 && t.tells(l, col):
		return dataLine // 审核某事 may be what a meeting was about
	case isTotal(s):
		return totalLine
	case n == 1 && t.isSection(c, col):
		return sectionLine
	case n <= 3 && isNote(s), n <= 4 && isSignature(s):
		return noteLine
	}
	return dataLine
}

// tells reports whether a line says, in other columns than col, what only a row
// of its table can say: when and what, or the day or the number of a person.
func (t *table) tells(l *line, col int) bool {
	has := func(f field) bool {
		at := t.column[f]
		return at >= 0 && at != col && at < len(l.cells) && l.cells[at].kind != empty && !l.cells[at].filled
	}
	day := func(f field) bool {
		if !has(f) {
			return false
		}
		w, fault := parseCell(&l.cells[t.column[f]], t.grid.from1904)
		return fault == fine && w.m != 0
	}
	switch t.layout.kind {
	case Meetings:
		return day(fDay) && (has(fMeeting) || has(fTopic) || has(fNames) || has(fChair))
	case Studies:
		return day(fDay) && (has(fStudy) || has(fName) || has(fNames))
	case Orgs:
		return day(fFounded) || has(fDomain)
	}
	return has(fID) || day(fAccepted) || day(fFull)
}

// isSection reports whether a cell alone in its row names a branch. Among
// organisations such a cell is one itself, unless it stands outside of the
// names or carries a number.
func (t *table) isSection(c *cell, col int) bool {
	if c.kind != text || branchIn(c.text) == "" {
		return false
	}
	return t.layout.kind != Orgs || col != t.column[fOrgName] || numbering.MatchString(compact(c.text))
}

// exampleMark stands under 序号 in the example row of a template.
const exampleMark = "示例"

// isTotal reports 合计, 小计, 总 计, 第一支部小计, 合计28人.
func isTotal(s string) bool {
	if utf8.RuneCountInString(s) > 16 {
		return false
	}
	s = unbracket(s)
	for _, w := range []string{"合计", "小计", "总计", "共计", "累计"} {
		if rest, ok := strings.CutPrefix(s, w); strings.HasSuffix(s, w) || ok && strings.Trim(rest, "0123456789.:人名元个次条学时") == "" {
			return true
		}
	}
	return false
}

// isNote reports the lines below a table: who filled it in, and remarks.
func isNote(s string) bool {
	for _, w := range []string{"注意事项", "填表", "制表", "审核", "填报", "负责人", "备注", "说明", "单位盖章", "盖章", "统计人", "联系人", "记录人", "经办人", "书记签字", "支部书记签", "党支部书记签"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	rest, ok := strings.CutPrefix(s, "注")
	return ok && (rest == "" || strings.ContainsAny(rest[:1], "0123456789:") || strings.HasPrefix(rest, "："))
}

// isSignature reports 党支部书记（签字）： and the like.
func isSignature(s string) bool {
	for _, w := range []string{"(签字)", "(签名)", "(盖章)", "(签章)", "签字:", "签名:"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
