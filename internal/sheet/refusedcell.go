package sheet

import (
	"fmt"
	"math"
	"slices"
)

// value is what a cell says, as text; days as 2026-03-05.
func (b *refusedBook) value(x refusal, c refusedColumn) string {
	switch {
	case c.col == addedBranch, x.branchFrom == dittoBranch && c.col == b.t.column[fBranch]:
		return x.branch
	case c.col < 0 || c.col >= len(x.l.cells):
		return ""
	}
	cell := &x.l.cells[c.col]
	if cell.shared && b.isMoney(c.col) {
		return cell.show() + "（几行合并）" // apart, it would be everybody's
	}
	if c.col == b.t.column[fID] && cell.kind == number && isLost(cell) || c.col == b.t.column[fCredit] && cell.cutShort() {
		return cell.show() + asLost
	}
	dated := cell.isDayOrClock() && cell.shape != clockShape || b.isDay(c.col)
	if cell.kind == number && dated {
		if w, fault := parseCell(cell, b.t.grid.from1904); fault == fine {
			switch {
			case w.hidden && b.isMonth(c.col):
				return fmt.Sprintf("%d-%d", w.m, w.d)
			case w.d != 0:
				return w.date().String()
			case w.m != 0:
				return w.month()
			}
		}
		if cell.isDayOrClock() {
			return cell.show() + asDay // so that nobody takes the number unseen
		}
	}
	if cell.kind == number && cell.shape == clockShape {
		return clockTime(cell)
	}
	return cell.show()
}

// asDay stands behind a number whose cell showed it as a day that is none.
const asDay = "（日期格式）"

// clockTime is a part of a day as hours and minutes.
func clockTime(c *cell) string {
	v, _ := c.value() // a number that is none is midnight
	minutes := int(math.Round(v * 24 * 60))
	return fmt.Sprintf("%d:%02d", minutes/60, minutes%60)
}

// isDay reports whether a column holds days or months.
func (b *refusedBook) isDay(col int) bool {
	for _, f := range []field{fDay, fBirth, fAccepted, fFull, fFounded, fSecretarySince, fPostSince, fLostSince, fFloatSince, fPaidOn, fClaimed, fFrom, fTo, fMonth} {
		if b.t.column[f] == col {
			return true
		}
	}
	return false
}

// isMoney reports whether a column holds amounts.
func (b *refusedBook) isMoney(col int) bool {
	c := b.t.column
	return slices.Contains([]int{c[fAmount], c[fMonthly], c[fTotal]}, col) ||
		slices.ContainsFunc(b.t.months, func(m monthColumn) bool { return m.col == col })
}

// isMonth reports whether a column holds months.
func (b *refusedBook) isMonth(col int) bool {
	return slices.Contains([]int{b.t.column[fFrom], b.t.column[fTo], b.t.column[fMonth]}, col)
}

// width suits the content of a column.
func (b *refusedBook) width(c refusedColumn) float64 {
	most := shown(c.header) + 4
	for _, x := range b.rows {
		most = max(most, shown(b.value(x, c))+4)
	}
	return float64(min(max(most, 9), 36))
}

// shown is how many half-width characters a text takes.
func shown(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0x2E7F {
			n++
		}
	}
	return n
}
