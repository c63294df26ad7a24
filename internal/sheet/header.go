package sheet

import (
	"slices"
	"sort"
	"strings"
)

// A heading is the header of one table: which column means what.
type heading struct {
	layout *layout
	first  int // place of its first line in the grid
	depth  int // lines it takes, 1 to 3
	score  int
	column [fieldCount]int // by field; -1: absent
	phones []int           // further columns of the same meaning as fPhone
	months []monthColumn
	money  bool          // the title or a name speaks of 党费, so that months are of dues
	extra  []extraColumn // not recognised
	twice  []extraColumn // a second column of a meaning that stands once
}

type extraColumn struct {
	col    int
	header string
}

const (
	searchLines = 40  // within which a sheet's first header must stand
	maxHeader   = 3   // lines of a header
	maxHeaders  = 500 // lines of a sheet that are looked at as headers
)

func (h *heading) has(f field) bool { return h.column[f] >= 0 }

// complete reports whether every need of the layout is met.
func (h *heading) complete() bool { return len(h.missing()) == 0 }

// missing returns the first field of every need that is not met.
func (h *heading) missing() []field {
	var lack []field
	for _, need := range h.layout.needs {
		met := slices.ContainsFunc(need, h.has) || slices.Contains(need, fAmount) && len(h.months) > 0 && h.money
		if !met {
			lack = append(lack, need[0])
		}
	}
	return lack
}

// headingAt reads the lines from i on as a header, of the layout and the depth
// that fit best; nil if fewer than two columns are recognised.
func (g *grid) headingAt(i int, context string) *heading {
	var best *heading
	for depth := 1; depth <= maxHeader && i+depth <= len(g.lines); depth++ {
		if depth > 1 && !g.continues(i, depth) {
			break
		}
		for _, l := range layouts {
			h := g.match(l, i, depth)
			if h.score < 2 {
				continue
			}
			h.money = strings.Contains(context, "费") || strings.Contains(g.file, "费") && kindIn(context) == ""
			h.score += bonus(l, context)
			if best == nil || better(h, best) {
				best = h
			}
		}
	}
	return best
}

func better(a, b *heading) bool {
	if a.complete() != b.complete() {
		return a.complete()
	}
	return a.score > b.score || a.score == b.score && a.depth > b.depth && a.layout == b.layout
}

// bonus helps a layout whose name stands in the title or the sheet's name.
func bonus(l *layout, context string) int {
	words := map[Kind][]string{
		Orgs: {"党组织名册", "支部名册", "组织台账", "党组织信息"}, Members: {"党员名册", "花名册", "党员信息"},
		Meetings: {"会议", "三会一课", "主题党日", "活动台账", "组织生活", "签到"}, Dues: {"党费"}, Studies: {"学时", "学习台账", "培训台账"},
	}
	for _, w := range words[l.kind] {
		if strings.Contains(context, w) {
			return 3
		}
	}
	return 0
}

// kindIn is the kind that a title or a name speaks of.
func kindIn(context string) Kind {
	for _, l := range layouts {
		if bonus(l, context) > 0 {
			return l.kind
		}
	}
	return ""
}

// continues reports whether line i+depth-1 can be the lower part of a header:
// it stands directly below, most of what it holds are headers, and it fills
// gaps or stands under merged cells.
func (g *grid) continues(i, depth int) bool {
	upper, lower := i+depth-2, i+depth-1
	if g.lines[lower].num != g.lines[upper].num+1 {
		return false
	}
	known, all, under := 0, 0, 0
	for col := range g.lines[lower].cells {
		c := g.at(lower, col)
		if c == nil {
			continue
		}
		all++
		if g.isHeader(lower, col) {
			known++
		}
		if g.at(upper, col) == nil || g.spans(upper, col) {
			under++
		}
	}
	return all > 0 && 2*known >= all && under > 0
}

func (g *grid) isHeader(i, col int) bool {
	c := g.at(i, col)
	if c.kind == text && isHeaderWord(c.text) {
		return true
	}
	_, ok := g.monthsOver(c)
	return ok
}

// spans reports whether the cell begins a range merged over several columns.
func (g *grid) spans(i, col int) bool {
	m, ok := g.mergeOver(g.lines[i].num, col)
	return ok && m.right > m.left
}

// mergeOver finds the merged range over a cell of a header; it looks at ranges
// that begin at most maxHeader rows above.
func (g *grid) mergeOver(row, col int) (area, bool) {
	from := sort.Search(len(g.merges), func(k int) bool { return g.merges[k].top > row-maxHeader })
	for _, m := range g.merges[from:] {
		if m.top > row {
			break
		}
		if row <= m.bottom && col >= m.left && col <= m.right {
			return m, true
		}
	}
	return area{}, false
}

// headerCells returns the cells over one column in the lines of a header, from
// the top, each merged range once.
func (g *grid) headerCells(first, depth, col int) []*cell {
	var all []*cell
	for i := first; i < first+depth; i++ {
		c := g.at(i, col)
		if c == nil && depth > 1 {
			if m, ok := g.mergeOver(g.lines[i].num, col); ok && m.top == g.lines[i].num {
				c = g.at(i, m.left)
			}
		}
		if c != nil {
			all = append(all, c)
		}
	}
	return all
}

// match reads the lines as a header of the layout l.
func (g *grid) match(l *layout, first, depth int) *heading {
	h := &heading{layout: l, first: first, depth: depth}
	for f := range h.column {
		h.column[f] = -1
	}
	width := 0
	for i := first; i < first+depth; i++ {
		width = max(width, len(g.lines[i].cells))
	}
	for col := range width {
		if cells := g.headerCells(first, depth, col); len(cells) > 0 {
			h.take(g, col, cells)
		}
	}
	h.dropTotals()
	if l.kind == Dues && len(h.months) == 1 && !h.has(fMonthly) && !h.has(fAmount) {
		h.score -= 2 // a lone month is more likely a day
	}
	return h
}

// take decides what one column means.
func (h *heading) take(g *grid, col int, cells []*cell) {
	if h.layout.kind == Dues && h.takeMonth(g, col, cells) {
		return
	}
	header := ""
	for _, c := range cells {
		header += compact(c.show())
	}
	f, ok := h.layout.fieldOf(header)
	for k := len(cells) - 1; k >= 0 && !ok && len(cells) > 1; k-- {
		f, ok = h.layout.fieldOf(cells[k].show())
	}
	switch {
	case !ok:
		h.extra = append(h.extra, extraColumn{col, header})
	case f == fIgnored || f == fPlace:
		h.extra = append(h.extra, extraColumn{col, ""})
	case f == fPhone && h.has(f):
		h.phones = append(h.phones, col)
	case h.has(f):
		h.twice = append(h.twice, extraColumn{col, header})
	default:
		h.column[f] = col
		h.score++
	}
}
