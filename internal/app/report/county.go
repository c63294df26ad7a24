package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// fewest is the smallest group whose counts are shown (CONDUCT, table of limits).
const fewest = 10

// A Tally gathers what the overview of many branches says: counts only, each
// comparison group by itself, and across groups floor items alone (C3, C6).
type Tally struct {
	Branches int
	Members  int
	groups   map[groupKey]*bands
	order    []string // the scheme's levels, best first
	help     map[string]*helped
	items    map[party.ItemID]*weak
	strange  []string                                // branches with a decision that was not taken, and its level
	wants    map[party.Digest]map[party.ItemID]*want // what items ask for, read once
}

type groupKey struct {
	domain party.Domain
	size   string
}

type bands struct {
	n     int
	count map[string]int
}

// A weak counts the branches for which one item of the floor applies.
type weak struct {
	item                 assess.Item
	applies, unmet, dark int
}

// NewTally returns an empty tally for a scheme's levels.
func NewTally(scheme *standard.Scheme) *Tally {
	t := &Tally{groups: map[groupKey]*bands{}, help: map[string]*helped{}, items: map[party.ItemID]*weak{}, wants: map[party.Digest]map[party.ItemID]*want{}}
	if scheme != nil {
		for _, l := range scheme.Levels {
			if !rating.OnlyDecided(l.Name) { // no heading, whatever the scheme (C3)
				t.order = append(t.order, l.Name)
			}
		}
	}
	return t
}

// Add counts one branch.
func (t *Tally) Add(j app.Judged) {
	t.Branches++
	t.Members += len(j.Year.Members)
	key := groupKey{j.Assessment.Domain, j.Assessment.Group.Size}
	g := t.groups[key]
	if g == nil {
		g = &bands{count: map[string]int{}}
		t.groups[key] = g
	}
	g.n++
	g.count[bandOf(j)]++
	for _, d := range j.Rating.Strange {
		t.strange = append(t.strange, fmt.Sprintf("%s(%s)写的是%s", j.Assessment.Name, j.Assessment.Org, named(d)))
	}
	for _, n := range t.needs(j) {
		t.noteHelp(n, j)
	}
	for _, it := range j.Assessment.Items {
		t.item(it)
	}
}

// item counts floor items only: across groups nothing else compares (C6).
func (t *Tally) item(it assess.Item) {
	if it.Force == "LOCAL" || it.Bearer != "branch" || it.Verdict == assess.NotApplicable || it.Verdict == assess.NotDue {
		return
	}
	w := t.items[it.ID]
	if w == nil {
		w = &weak{item: it}
		t.items[it.ID] = w
	}
	w.applies++
	switch it.Verdict {
	case assess.Unmet:
		w.unmet++
	case assess.Unknown:
		w.dark++
	}
}

// County writes the overview.
func (t *Tally) County(w io.Writer, p Palette) {
	t.bands(w, p)
	t.helps(w, p)
	t.weakest(w, p)
}

func (t *Tally) bands(w io.Writer, p Palette) {
	fmt.Fprintf(w, "\n%s  %s\n", p.Bold("一、测算档次"), p.Dim("未评定；只数个数，同类同规模的放一行，不足10个支部的不列"))
	columns := append(slices.Clone(t.order), NoData, NotYet, Outside)
	if t.counted(Person) {
		columns = append(columns, Person)
	}
	var keys []groupKey
	small := 0
	for _, k := range t.keys() {
		if n := t.groups[k].n; n < fewest {
			small += n
			continue
		}
		keys = append(keys, k)
	}
	if len(keys) > 0 {
		t.table(w, p, keys, columns)
	}
	if small > 0 {
		fmt.Fprintln(w, p.Dim(fmt.Sprintf("另有 %d 个支部，同类同规模的不足 %d 个，不列。", small, fewest)))
	}
	for _, n := range notes {
		if len(keys) > 0 && t.counted(n.column) {
			beside(w, p, p.Dim, n.column, n.means)
		}
	}
	t.untaken(w, p)
}

// untaken says which decisions were not taken because the scheme has no such level:
// the first few, for somebody to correct.
func (t *Tally) untaken(w io.Writer, p Palette) {
	const most = 3
	if n := len(t.strange); n > 0 {
		text := strings.Join(t.strange[:min(n, most)], "、")
		if n > most {
			text += " 等"
		}
		beside(w, p, p.Yellow, "没有采用", fmt.Sprintf("%d 条评定决定的等级或类别方案里没有：%s；请核对名称，写一条更正", n, text))
	}
}

// notes says what the columns without a level mean.
var notes = []struct{ column, means string }{
	{NoData, "没有记录的太多，看不出档次；不等于没做，可以请人帮着补记"},
	{NotYet, "到期的分值还不到全年一半，现在说档次太早"},
	{Outside, "方案写明不参加评定的，或者出现了不予评定的情形"},
	{Person, "方案没有分数线，等次由人研究决定"},
}

// table writes one line for each group, in columns as wide as what stands in them.
func (t *Tally) table(w io.Writer, p Palette, keys []groupKey, columns []string) {
	left, most := Width("领域 · 规模"), 0
	for _, k := range keys {
		left, most = max(left, Width(k.called())), max(most, t.groups[k].n)
	}
	digits := len(fmt.Sprint(most))
	wide, sum := make([]int, len(columns)), 0
	for i, c := range columns {
		wide[i] = max(Width(c), digits, 4) + 1
		sum += wide[i]
	}
	last := max(Width("支部"), digits) + 2
	left = max(min(left, p.columns()-sum-last), Width("领域 · 规模")+2)
	head := Left("领域 · 规模", left)
	for i, c := range columns {
		head += Right(c, wide[i])
	}
	fmt.Fprintln(w, p.Dim(head+Right("支部", last)))
	for _, k := range keys {
		g := t.groups[k]
		line := Left(k.fitting(left), left)
		for i, c := range columns {
			line += Right(dash(g.count[c]), wide[i])
		}
		fmt.Fprintln(w, line+Right(fmt.Sprint(g.n), last))
	}
}

// called names a group; a scheme without sizes has only the field.
func (k groupKey) called() string { return dotted(party.Domains.Label(k.domain), k.size) }

// fitting is the name as far as it fits: without what the size says in brackets, if
// that is what is too long.
func (k groupKey) fitting(width int) string {
	name := k.called()
	if Width(name) <= width {
		return name
	}
	short, _, _ := strings.Cut(k.size, "（")
	return groupKey{k.domain, short}.called()
}

// counted reports whether any branch stands in a column.
func (t *Tally) counted(column string) bool {
	for _, g := range t.groups {
		if g.count[column] > 0 {
			return true
		}
	}
	return false
}

func dash(n int) string {
	if n == 0 {
		return "·"
	}
	return fmt.Sprint(n)
}

// keys orders groups by field, then size as the scheme lists them.
func (t *Tally) keys() []groupKey {
	var keys []groupKey
	for k := range t.groups {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b groupKey) int {
		return cmp.Or(cmp.Compare(party.Domains.Index(a.domain), party.Domains.Index(b.domain)), strings.Compare(a.size, b.size))
	})
	return keys
}

// weakest writes the floor items that most branches have not met.
func (t *Tally) weakest(w io.Writer, p Palette) {
	fmt.Fprintf(w, "\n%s  %s\n", p.Bold("三、最弱的底线条目"), p.Dim("适用的支部里，查明没做到的比例"))
	var all []*weak
	for _, x := range t.items {
		if x.applies >= fewest && x.unmet > 0 {
			all = append(all, x)
		}
	}
	slices.SortFunc(all, func(a, b *weak) int {
		return cmp.Or(cmp.Compare(b.unmet*a.applies, a.unmet*b.applies), cmp.Compare(a.item.ID, b.item.ID))
	})
	for i, x := range all {
		if i == 8 {
			break
		}
		bar := ""
		if n := x.unmet * 20 / x.applies; n > 0 {
			bar = "  " + p.Red(strings.Repeat("█", n))
		}
		fmt.Fprintf(w, "  %s%s%s%s%s\n", Left(string(x.item.ID), 9), Left(x.item.Title, p.columns()-52), Right(fmt.Sprintf("%d / %d", x.unmet, x.applies), 10), Right(fmt.Sprintf("%d%%", (x.unmet*200/x.applies+1)/2), 6), bar)
		if x.dark > 0 {
			fmt.Fprintln(w, p.Dim(fmt.Sprintf("           其中 %d 个支部没有记录，还不知道做到没有", x.dark)))
		}
	}
	if len(all) == 0 {
		fmt.Fprintln(w, "  "+t.nothingWeak())
	}
}

// nothingWeak says why no item is listed: too few branches, or none unmet.
func (t *Tally) nothingWeak() string {
	for _, x := range t.items {
		if x.applies >= fewest {
			return fmt.Sprintf("%d 个以上支部都适用的条目里，没有查明没做到的；没有记录的不算做到。", fewest)
		}
	}
	return fmt.Sprintf("支部太少（同一条适用的不足 %d 个），不列；一个支部的情况用 --org 看。", fewest)
}

// Head writes what the overview is of: the scheme, the year and the cut.
func Head(w io.Writer, p Palette, s *standard.Scheme, year int, cut fact.Cut) {
	title := "没有定级方案的标准包"
	if s != nil {
		title = s.Title
	}
	seen := "不论何时登记的记录都算"
	if !cut.Known.IsZero() {
		seen = "只看登记在 " + cut.Known.Format("2006-01-02 15:04 UTC") + " 以前的记录"
	}
	for _, line := range Wrap(dotted(title, fmt.Sprintf("%d 年度", year), "算到"+cut.On.Chinese(), seen), p.columns()) {
		fmt.Fprintln(w, line)
	}
	fmt.Fprintln(w, p.Dim("机器只测算，星级和类别由人研究决定。"))
}
