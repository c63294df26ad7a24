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

// The columns of the table of bands: it fits a terminal of a hundred.
const (
	groupWidth = 30
	bandWidth  = 7
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
	help     map[string][]string
	items    map[party.ItemID]*weak
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
	t := &Tally{groups: map[groupKey]*bands{}, help: map[string][]string{}, items: map[party.ItemID]*weak{}}
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
	for _, need := range needs(j) {
		t.help[need] = append(t.help[need], j.Assessment.Name+"("+string(j.Assessment.Org)+")")
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

// needs says what help a branch could use, by what helps and not by who is worst.
func needs(j app.Judged) []string {
	var help []string
	for _, it := range j.Assessment.Items {
		if it.Tally.Stopped > 0 {
			help = append(help, "等上级答复")
		}
		if it.Verdict != assess.Unmet {
			continue
		}
		switch it.ID {
		case "ZB-22", "ZB-23", "ZB-28", "CD-102":
			help = append(help, "配齐书记或委员")
		case "XJ-02", "ZB-24", "ZB-25", "CD-101":
			help = append(help, "帮着把换届办了")
		case "ZB-36", "ZB-37", "JY-04", "JY-01", "JY-02":
			help = append(help, "送培训、送学时")
		case "ZB-01", "ZB-02", "ZB-03", "ZB-12":
			help = append(help, "调整支部设置")
		}
	}
	if j.Rating.Band.Basis == rating.Insufficient {
		help = append(help, "记录帮一把（代填、上门）")
	}
	for _, s := range j.Year.Stops {
		if s.Item != "" && s.Days.Has(j.Year.Cut.On) {
			help = append(help, "等上级答复")
		}
	}
	slices.Sort(help)
	return slices.Compact(help)
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
	head := Left("领域 · 规模", groupWidth)
	for _, c := range columns {
		head += Right(c, bandWidth)
	}
	fmt.Fprintln(w, p.Dim(head+Right("支部", 7)))
	small := 0
	for _, k := range t.keys() {
		g := t.groups[k]
		if g.n < fewest {
			small += g.n
			continue
		}
		line := Left(party.Domains.Label(k.domain)+" · "+k.size, groupWidth)
		for _, c := range columns {
			line += Right(dash(g.count[c]), bandWidth)
		}
		fmt.Fprintln(w, line+Right(fmt.Sprint(g.n), 7))
	}
	if small > 0 {
		fmt.Fprintln(w, p.Dim(fmt.Sprintf("另有 %d 个支部，同类同规模的不足 %d 个，不列。", small, fewest)))
	}
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

func (t *Tally) helps(w io.Writer, p Palette) {
	fmt.Fprintf(w, "\n%s  %s\n", p.Bold("二、需要帮的"), p.Dim("按要帮什么分，不按好差排"))
	var kinds []string
	for k := range t.help {
		kinds = append(kinds, k)
	}
	slices.SortFunc(kinds, func(a, b string) int {
		return cmp.Or(-cmp.Compare(len(t.help[a]), len(t.help[b])), strings.Compare(a, b))
	})
	for _, k := range kinds {
		ids := t.help[k]
		names := ""
		for i, id := range ids {
			if i == 2 {
				names += " …"
				break
			}
			names += " " + id
		}
		fmt.Fprintf(w, "  %s%s %s\n", Left(k, 28), Right(fmt.Sprintf("%d 个支部", len(ids)), 12), p.Dim(names))
	}
	if len(kinds) == 0 {
		fmt.Fprintln(w, "  眼下没有。")
	}
}

// weakest writes the floor items that most branches have not met.
func (t *Tally) weakest(w io.Writer, p Palette) {
	fmt.Fprintf(w, "\n%s  %s\n", p.Bold("三、最弱的底线条目"), p.Dim("适用的支部里，没做到的比例"))
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
		bar := strings.Repeat("█", x.unmet*20/x.applies)
		fmt.Fprintf(w, "  %s%s%s%s  %s\n", Left(string(x.item.ID), 9), Left(x.item.Title, 44), Right(fmt.Sprintf("%d / %d", x.unmet, x.applies), 10), Right(fmt.Sprintf("%d%%", x.unmet*100/x.applies), 6), p.Red(bar))
		if x.dark > 0 {
			fmt.Fprintln(w, p.Dim(fmt.Sprintf("           另有 %d 个支部没有记录", x.dark)))
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
	seen := "全部记录"
	if !cut.Known.IsZero() {
		seen = "登记在 " + cut.Known.Format("2006-01-02 15:04 UTC") + " 以前的记录"
	}
	fmt.Fprintf(w, "%s · %d 年度 · 算到%s · %s\n", title, year, cut.On.Chinese(), seen)
	fmt.Fprintln(w, p.Dim("机器只测算，星级和类别由人研究决定。"))
}
