package sheet

import (
	"cmp"
	"slices"
	"strconv"
)

// A cellKind is how a cell's content is stored.
type cellKind uint8

const (
	empty cellKind = iota
	text
	number
	boolean
	failed // an error value such as #N/A
	isoDay // a day written by the program itself (t="d")
)

// A shape is what a number format makes of a number: what it shows of a day, or
// a percentage.
type shape uint8

const (
	plain        shape = iota // the number itself
	dayShape                  // year, month and day
	monthShape                // year and month
	dateShape                 // month and day, without a year
	yearShape                 // a year only
	clockShape                // hours and minutes only
	percentShape              // a hundred times as much, with %
)

// A cell is one cell with content. Its text is what the file stores; of a
// formula that is the value computed last.
type cell struct {
	text   string
	kind   cellKind
	shape  shape
	filled bool // came down from a merged cell
	shared bool // is merged over several rows of the table, or came down from such a cell
}

// A line is one row with content.
type line struct {
	num    int // as the program shows it, from 1
	hidden bool
	cells  []cell // by column, from 0
}

// An area is a merged range, all ends included; columns from 0, rows from 1.
type area struct{ left, top, right, bottom int }

// A grid is one worksheet, or one text table.
type grid struct {
	file     string // the name of the file
	name     string
	hidden   bool
	from1904 bool // days are counted from 1904
	lines    []line
	merges   []area
	unseen   []area // columns that are hidden; rows do not matter
}

// hides reports whether a column is hidden.
func (g *grid) hides(col int) bool {
	for _, a := range g.unseen {
		if col >= a.left && col <= a.right {
			return true
		}
	}
	return false
}

// at returns the cell of line i and column col, or nil where there is none.
func (g *grid) at(i, col int) *cell {
	if i < 0 || i >= len(g.lines) || col < 0 || col >= len(g.lines[i].cells) {
		return nil
	}
	if c := &g.lines[i].cells[col]; c.kind != empty {
		return c
	}
	return nil
}

// set puts a cell, making room for it.
func (l *line) set(col int, c cell) {
	for len(l.cells) <= col {
		l.cells = append(l.cells, cell{})
	}
	l.cells[col] = c
}

// settle sorts lines and merged ranges as their numbers say; programs write
// them in order, so that this costs nothing.
func (g *grid) settle() {
	byNum := func(a, b line) int { return cmp.Compare(a.num, b.num) }
	if !slices.IsSortedFunc(g.lines, byNum) {
		slices.SortStableFunc(g.lines, byNum)
	}
	slices.SortFunc(g.merges, func(a, b area) int {
		return cmp.Or(cmp.Compare(a.top, b.top), cmp.Compare(a.left, b.left))
	})
}

// find returns the place of the row numbered num in lines.
func (g *grid) find(num int) (int, bool) {
	return slices.BinarySearchFunc(g.lines, num, func(l line, n int) int { return cmp.Compare(l.num, n) })
}

// origin returns the merged range's first cell where (row, col) is inside one.
func (g *grid) origin(row, col int) (int, int) {
	for _, m := range g.merges {
		if row >= m.top && row <= m.bottom && col >= m.left && col <= m.right {
			return m.top, m.left
		}
	}
	return row, col
}

// columnName returns A, B, … Z, AA, … for a column counted from 0.
func columnName(col int) string {
	s := ""
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// address returns 党员名册!D17.
func (g *grid) address(row, col int) string {
	return g.name + "!" + columnName(col) + strconv.Itoa(row)
}

// parseRef reads A1-style references: column from 0, row from 1.
func parseRef(s string) (col, row int, ok bool) {
	i := 0
	for ; i < len(s) && (s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 'a' && s[i] <= 'z'); i++ {
		col = col*26 + int(s[i]&^0x20-'A') + 1
		if i >= 3 {
			return 0, 0, false
		}
	}
	if i == 0 || i == len(s) || len(s)-i > 7 {
		return 0, 0, false
	}
	for _, b := range []byte(s[i:]) {
		if b < '0' || b > '9' {
			return 0, 0, false
		}
		row = row*10 + int(b-'0')
	}
	return col - 1, row, row >= 1 && row <= 1_048_576 && col <= 16_384
}
