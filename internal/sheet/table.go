package sheet

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"qiangji/internal/party"
)

// A table is a header with the lines under it, up to the next header.
type table struct {
	grid *grid
	*heading
	titles []int // lines above the header
	from   int   // first line of the body
	to     int   // behind the last
	around context
	titled bool   // a title says the branch or the year
	before *table // whose header this one only repeats, as on every page

	section, sectionAt string // the last branch that a row between the rows names

	looked bool // for lost numbers
	loses  bool // see losesNumbers
	marked bool // the columns of marks were looked for
	matrix []matrixColumn
}

// A context is what the title, the sheet's name and section rows say.
type context struct {
	year       int
	yearFrom   string // where the year stands: 「标题 A1」
	years      string // set where title and sheet name disagree
	fromFile   bool   // the year stands in the file's name only
	branch     string
	branchFrom string     // where it stands
	branchAt   string     // its cell; empty for the sheet's name
	opening    party.Date // from when a roster holds
}

// findTables cuts a grid into its tables. near is the most likely header if
// there is none that is complete.
func findTables(g *grid) (tables []*table, near *heading) {
	start, tries := 0, 0
	for i := 0; i < len(g.lines); i++ {
		if len(tables) == 0 && i >= searchLines || tries >= maxHeaders {
			break
		}
		if !g.mayBeHeader(i) {
			continue
		}
		tries++
		h := g.headingAt(i, g.contextText(start, i))
		if h == nil || h.score < 2 {
			continue
		}
		if !h.complete() {
			if len(tables) == 0 && (near == nil || h.score > near.score) {
				near = h
			}
			continue
		}
		t := &table{grid: g, heading: h, from: h.first + h.depth, to: len(g.lines)}
		var before *table
		if n := len(tables); n > 0 {
			before = tables[n-1]
		}
		t.titles = g.titlesAbove(start, i, before)
		if n := len(tables); n > 0 {
			tables[n-1].to = i - len(t.titles)
		}
		tables = append(tables, t)
		start = t.from
		i = t.from - 1
	}
	for i, t := range tables {
		if t.readContext(); i > 0 && t.repeats(tables[i-1]) {
			t.before = tables[i-1]
			t.around = t.before.around
		}
	}
	if len(tables) > 0 {
		near = nil
	}
	return tables, near
}

// repeats reports whether a table goes on with the one before: the same columns,
// and no title between the two that says more than 续表.
func (t *table) repeats(before *table) bool {
	return !t.titled && t.layout.kind == before.layout.kind && t.column == before.column
}

// mayBeHeader is a quick look: two of the first five texts are headers.
func (g *grid) mayBeHeader(i int) bool {
	texts, known := 0, 0
	for col := range g.lines[i].cells {
		c := g.at(i, col)
		if c == nil {
			continue
		}
		if c.kind == number && c.shape == plain {
			if texts++; texts >= 3 && known == 0 {
				return false
			}
			continue
		}
		if texts++; g.isHeader(i, col) {
			if known++; known >= 2 {
				return true
			}
		}
		if texts >= 5 && known == 0 {
			return false
		}
	}
	return false
}

// titlesAbove returns the lines directly above line i that hold one or two
// cells: a title, the branch and the day of the table. What may be a row of the
// table before is left to that.
func (g *grid) titlesAbove(start, i int, before *table) []int {
	var lines []int
	for k := i - 1; k >= start; k-- {
		n := 0
		for col := range g.lines[k].cells {
			if g.at(k, col) != nil {
				n++
			}
		}
		if before != nil && (n > 2 || !g.isTitle(k) && before.isRow(k)) {
			break
		}
		lines = append([]int{k}, lines...)
	}
	return lines
}

// isRow reports whether a line may be a row of the table.
func (t *table) isRow(k int) bool {
	kind, _ := t.classify(&t.grid.lines[k])
	return kind == dataLine
}

// isTitle reports a line that says what a title does: a year, a branch, a table,
// or anything in a cell merged over several columns.
func (g *grid) isTitle(k int) bool {
	for col := range g.lines[k].cells {
		c := g.at(k, col)
		if c == nil || c.kind != text {
			continue
		}
		s := clean(c.text)
		about, _ := beforeNote(s)
		if about != s || yearIn(s, false) != 0 || branchIn(s) != "" || strings.ContainsAny(s, "表册账簿") {
			return true
		}
		at, there := slices.BinarySearchFunc(g.merges, area{top: g.lines[k].num, left: col}, func(a, b area) int {
			return cmp.Or(cmp.Compare(a.top, b.top), cmp.Compare(a.left, b.left))
		})
		if there && g.merges[at].right > col {
			return true
		}
	}
	return false
}

func (g *grid) contextText(start, i int) string {
	s := g.name
	for k := max(start, i-6); k < i; k++ {
		for col := range g.lines[k].cells {
			s += " " + g.at(k, col).show()
		}
	}
	return s
}

// writing is how the note begins of who wrote the table and when: that is seldom
// the year of what the table tells.
var writing = regexp.MustCompile(`(?:填表|制表|打印|打表|上报|填报|报送|报出|报表|导出|填写|编制|生成|下载|更新|制作|录入|统计|登记|审核)(?:的?(?:日期|时间|日)|人|员|者|单位|部门)?\s*[:：]|(?:填表|制表|打印|上报|填报|报送|导出|填写|编制|生成|下载|更新|制作|录入)(?:日期|时间|人|单位)`)

// beforeNote is a title without the note of who wrote the table and when, and
// whether it ends with such a note whose answer stands in the next cell.
func beforeNote(s string) (about string, asks bool) {
	at := writing.FindStringIndex(s)
	if at == nil {
		return s, false
	}
	return s[:at[0]], strings.Trim(s[at[1]:], " :：_") == ""
}

// openingTitle stands over a roster before the day from which it holds; the
// workbook of refused rows has it, so that the mended rows hold from then too.
const openingTitle = "名册起算日："

// openingIn returns the day behind openingTitle.
func openingIn(s string) party.Date {
	rest, ok := strings.CutPrefix(clean(s), clean(openingTitle))
	if !ok {
		return party.NoDate
	}
	w, fault := parseCell(&cell{text: rest, kind: text}, false)
	if fault != fine || w.y == 0 || w.d == 0 {
		return party.NoDate
	}
	return w.date()
}

// readContext reads what the titles and the sheet's name say.
func (t *table) readContext() {
	years := map[int]string{}
	for _, k := range t.titles {
		label := false // of a day of writing, which stands in the next cell
		for col := range t.grid.lines[k].cells {
			c := t.grid.at(k, col)
			if c == nil || c.kind != text {
				continue
			}
			s, at := clean(c.text), t.grid.address(t.grid.lines[k].num, col)
			if day := openingIn(s); day != party.NoDate {
				t.around.opening = day
				continue
			}
			about, note := beforeNote(s)
			if y := yearIn(about, false); y != 0 && !label {
				years[y], t.titled = "标题（"+at+"）", true
			}
			label = note
			if b := branchIn(s); b != "" {
				t.around.branch, t.around.branchFrom, t.around.branchAt = b, "标题", at
				t.titled = true
			}
		}
	}
	if y := yearIn(t.grid.name, true); y != 0 && years[y] == "" {
		years[y] = "工作表名「" + t.grid.name + "」"
	}
	for y, where := range years {
		t.around.year, t.around.yearFrom = y, where
	}
	if len(years) > 1 {
		t.around.year, t.around.years = 0, "标题和工作表名里的年份不一样"
	}
	if y := yearOfFile(t.grid.file); y != 0 && len(years) == 0 {
		t.around.year, t.around.yearFrom, t.around.fromFile = y, "文件名「"+t.grid.file+"」", true
	}
	if b := branchIn(t.grid.name); b != "" && t.around.branch == "" {
		t.around.branch, t.around.branchFrom = b, "工作表名"
	}
}
