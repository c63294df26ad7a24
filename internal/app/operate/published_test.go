package operate

import (
	"flag"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"qiangji/internal/core/standard"
)

var rewriteRows = flag.Bool("rows", false, "write what packs/examples/ROWS.md derives from the packs; what was published is kept")

const rowsFile = "../../../packs/examples/ROWS.md"

// A rubric is one published rubric as packs/examples/ROWS.md pins it: level and
// mechanics are the source's, the numbers are those of the pack.
type rubric struct {
	code, level, mechanics   string
	rows, items, max, stored string
}

// A sourceRow is one row of a published table: its points as published, the items
// or the policies of the pack that hold it, and how they are written there.
type sourceRow struct{ code, name, points, held, written string }

// A rowBook is the whole table.
type rowBook struct {
	rubrics []rubric
	rows    []sourceRow
}

// cells splits the body lines of the tables of a Markdown text.
func cells(text string) (all [][]string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") || strings.HasPrefix(line, "| 编号") {
			continue
		}
		var row []string
		for _, c := range strings.Split(strings.Trim(line, "|"), "|") {
			row = append(row, strings.TrimSpace(c))
		}
		all = append(all, row)
	}
	return all
}

func readRows(t *testing.T) (book rowBook, text string) {
	t.Helper()
	data, err := os.ReadFile(rowsFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cells(string(data)) {
		switch len(c) {
		case 7:
			book.rubrics = append(book.rubrics, rubric{c[0], c[1], c[6], c[2], c[3], c[4], c[5]})
		case 5:
			book.rows = append(book.rows, sourceRow{c[0], c[1], c[2], c[3], c[4]})
		default:
			t.Fatalf("%d columns: %v", len(c), c)
		}
	}
	return book, string(data)
}

// examplePacks are the packs of packs/examples by code.
func examplePacks(t *testing.T) map[string]*standard.Pack {
	t.Helper()
	l, packs := shelf(), map[string]*standard.Pack{}
	for _, id := range ids(t) {
		code, is := strings.CutPrefix(string(id), "examples/")
		if !is {
			continue
		}
		p, _, err := l.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		packs[code] = p
	}
	return packs
}

// derive fills in what the packs say.
func (b rowBook) derive(packs map[string]*standard.Pack) rowBook {
	d := rowBook{slices.Clone(b.rubrics), slices.Clone(b.rows)}
	for i := range d.rubrics {
		r := &d.rubrics[i]
		p, rows := packs[r.code], 0
		if p == nil {
			continue
		}
		for _, s := range b.rows {
			if s.code == r.code && s.name != "附则" {
				rows++
			}
		}
		r.rows, r.items, r.max, r.stored = strconv.Itoa(rows), strconv.Itoa(len(p.Items)), "—", "否"
		if p.Scheme != nil {
			r.max = p.Scheme.Max
		}
		if p.Kind == "archived" {
			r.stored = "是"
		}
	}
	for i := range d.rows {
		s := &d.rows[i]
		if p := packs[s.code]; p != nil {
			s.written = writtenOf(p, s.held)
		}
	}
	return d
}

// writtenOf says how a pack writes what holds a row.
func writtenOf(p *standard.Pack, held string) string {
	var parts []string
	for _, h := range strings.Fields(held) {
		if i := slices.IndexFunc(p.Items, func(it standard.Item) bool { return string(it.ID) == h }); i >= 0 {
			parts = append(parts, itemText(&p.Items[i]))
			continue
		}
		parts = append(parts, policyText(p, h))
	}
	return strings.Join(parts, "；")
}

// wrong lists where the packs are not what the table says.
func (b rowBook) wrong(packs map[string]*standard.Pack) (out []string) {
	bad := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	d := b.derive(packs)
	for code := range packs {
		if !slices.ContainsFunc(b.rubrics, func(r rubric) bool { return r.code == code }) {
			bad("%s 不在表里", code)
		}
	}
	for i, r := range b.rubrics {
		p := packs[r.code]
		if p == nil {
			bad("%s 的包没有了", r.code)
			continue
		}
		if r != d.rubrics[i] {
			bad("%s：表里是 %v，包里是 %v", r.code, r, d.rubrics[i])
		}
		for _, it := range p.Items {
			if n := b.holding(r.code, string(it.ID)); n != 1 {
				bad("条目 %s 在表里有 %d 行", it.ID, n)
			}
			if discretion(&it) && !strings.Contains(r.mechanics, "M10") && !strings.Contains(r.mechanics, "M21") {
				bad("条目 %s 由人裁量，原文没有说酌情", it.ID)
			}
		}
	}
	for i, s := range b.rows {
		if packs[s.code] == nil {
			continue
		}
		if s.written != d.rows[i].written {
			bad("%s 第 %s 行：表里写 %s，包里写 %s", s.code, s.name, s.written, d.rows[i].written)
		}
		if p := packs[s.code]; p.Kind != "archived" && s.name != "附则" && s.points != "100" && strings.Contains(d.rows[i].written, "填数") {
			bad("%s 第 %s 行：只凭分值填一个数，随人定（M10）", s.code, s.name)
		}
		if want, ok := new(big.Rat).SetString(s.points); ok && d.rows[i].written != "不计分" && want.Cmp(pointsOf(packs[s.code], s.held)) != 0 {
			bad("%s 第 %s 行：原文 %s 分，包里 %s 分", s.code, s.name, s.points, pointsOf(packs[s.code], s.held).RatString())
		}
	}
	return out
}

// holding counts the rows that an item holds.
func (b rowBook) holding(code, item string) (n int) {
	for _, s := range b.rows {
		if s.code == code && slices.Contains(strings.Fields(s.held), item) {
			n++
		}
	}
	return n
}

func discretion(it *standard.Item) bool {
	return slices.ContainsFunc(it.Score, func(t standard.Term) bool { return t.Judge != nil })
}

func pointsOf(p *standard.Pack, held string) *big.Rat {
	sum := new(big.Rat)
	for _, it := range p.Items {
		if v, ok := new(big.Rat).SetString(it.Points); ok && slices.Contains(strings.Fields(held), string(it.ID)) {
			sum.Add(sum, v)
		}
	}
	return sum
}

// String writes the two tables.
func (b rowBook) String() string {
	var s strings.Builder
	s.WriteString("## 各份细则\n\n| 编号 | 层级 | 原文行 | 条目 | 满分 | 存档 | 机制 |\n|---|---|---|---|---|---|---|\n")
	for _, r := range b.rubrics {
		fmt.Fprintf(&s, "| %s | %s | %s | %s | %s | %s | %s |\n", r.code, r.level, r.rows, r.items, r.max, r.stored, r.mechanics)
	}
	s.WriteString("\n## 逐行对照\n\n| 编号 | 原文行 | 原文分值 | 落在 | 写法 |\n|---|---|---|---|---|\n")
	for _, r := range b.rows {
		fmt.Fprintf(&s, "| %s | %s | %s | %s | %s |\n", r.code, r.name, r.points, r.held, r.written)
	}
	return s.String()
}

// TestExampleRows: every row of every published rubric is where
// packs/examples/ROWS.md says, with its points and its rule. With -rows the derived
// columns are written anew; read the difference before keeping it.
func TestExampleRows(t *testing.T) {
	book, text := readRows(t)
	packs := examplePacks(t)
	if *rewriteRows {
		head, _, _ := strings.Cut(text, "## 各份细则")
		if err := os.WriteFile(rowsFile, []byte(head+book.derive(packs).String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, w := range book.wrong(packs) {
		t.Error(w)
	}
	if len(book.rubrics) < 59 || len(book.rows) < 260 {
		t.Errorf("%d rubrics, %d rows", len(book.rubrics), len(book.rows))
	}
}

// TestExampleRowsFindALoss: taking an item, a point, a deduction, a line, a veto or
// a quota out of a pack is found.
func TestExampleRowsFindALoss(t *testing.T) {
	book, _ := readRows(t)
	for name, spoil := range map[string]func(map[string]*standard.Pack){
		"pack":    func(m map[string]*standard.Pack) { delete(m, "U09") },
		"item":    func(m map[string]*standard.Pack) { m["S01"].Items = m["S01"].Items[1:] },
		"cut row": func(m map[string]*standard.Pack) { m["S04"].Items = m["S04"].Items[:len(m["S04"].Items)-1] },
		"points":  func(m map[string]*standard.Pack) { m["V03"].Items[5].Points = "6" },
		"element": func(m map[string]*standard.Pack) { m["G01"].Items[3].Score[0].Missing[0].Minus = "2" },
		"band":    func(m map[string]*standard.Pack) { m["C04"].Items[1].Score[0].Bands.Table[1].From = "2" },
		"by hand": func(m map[string]*standard.Pack) {
			m["N01"].Items[3].Score[0].Missing[0].If = "等级.工会 == \"有\" 且 数值.未落实任务项数 == 0"
		},
		"cadence":  func(m map[string]*standard.Pack) { m["S04"].Items[0].Duty.Every = "half" },
		"line":     func(m map[string]*standard.Pack) { m["S09"].Scheme.Levels[0].From = "94" },
		"veto":     func(m map[string]*standard.Pack) { m["S11"].Scheme.Vetoes = m["S11"].Scheme.Vetoes[1:] },
		"quota":    func(m map[string]*standard.Pack) { m["U11"].Scheme.Quotas[0].Share = "35%" },
		"maximum":  func(m map[string]*standard.Pack) { m["U05"].Scheme.Max = "100" },
		"judgment": func(m map[string]*standard.Pack) { m["N01"].Items[0].Score = m["U01"].Items[0].Score },
	} {
		packs := examplePacks(t)
		spoil(packs)
		if len(book.wrong(packs)) == 0 {
			t.Errorf("the loss of a %s is not found", name)
		}
	}
}

// TestExampleRowsAgreeWithTheReadme: the list of examples for readers says the same.
func TestExampleRowsAgreeWithTheReadme(t *testing.T) {
	book, _ := readRows(t)
	data, err := os.ReadFile("../../../packs/examples/README.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string][]string{}
	for _, c := range cells(string(data)) {
		listed[c[0]] = c
	}
	if len(listed) != len(book.rubrics) {
		t.Errorf("the README lists %d, the table %d", len(listed), len(book.rubrics))
	}
	for _, r := range book.rubrics {
		c := listed[r.code]
		if c == nil || !strings.HasPrefix(c[2], r.level) || c[4] != r.items || c[5] != r.mechanics || strings.HasPrefix(c[3], "存档") != (r.stored == "是") {
			t.Errorf("%s: the README says %v, the table %v", r.code, c, r)
		}
	}
}
