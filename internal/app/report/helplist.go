package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/party"
)

// helped is one kind of help and the branches that could use it, in order of id.
type helped struct {
	kind, remedy string
	branches     []helpedBranch
}

type helpedBranch struct {
	org     party.OrgID
	name    string
	details []string
}

// noteHelp puts a branch under a kind of help; the same branch comes once, with all
// that it lacks.
func (t *Tally) noteHelp(n need, j app.Judged) {
	h := t.help[n.kind]
	if h == nil {
		h = &helped{kind: n.kind, remedy: n.remedy}
		t.help[n.kind] = h
	}
	if k := len(h.branches); k == 0 || h.branches[k-1].org != j.Assessment.Org {
		h.branches = append(h.branches, helpedBranch{org: j.Assessment.Org, name: j.Assessment.Name})
	}
	if n.detail != "" {
		b := &h.branches[len(h.branches)-1]
		b.details = append(b.details, n.detail)
	}
}

// kinds are the kinds of help, the most asked for first.
func (t *Tally) kinds() []*helped {
	var all []*helped
	for _, h := range t.help {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b *helped) int {
		return cmp.Or(-cmp.Compare(len(a.branches), len(b.branches)), strings.Compare(a.kind, b.kind))
	})
	return all
}

// kindsShown is how many kinds of help the overview shows.
const kindsShown = 12

// helps writes the second part of the overview: each kind, how many, and the first.
func (t *Tally) helps(w io.Writer, p Palette) {
	fmt.Fprintf(w, "\n%s  %s\n", p.Bold("二、需要帮的"), p.Dim("按要帮什么分，不按好差排；全部名单加 --list 看"))
	kinds := t.kinds()
	for i, h := range kinds {
		if i == kindsShown {
			fmt.Fprintln(w, p.Dim(fmt.Sprintf("  另有 %d 种，用 --list 看", len(kinds)-kindsShown)))
			break
		}
		first := h.branches[0].name
		if len(h.branches) > 1 {
			first += " 等"
		}
		head := "  " + Left(h.kind, p.columns()-52) + Right(fmt.Sprintf("%d 个支部", len(h.branches)), 12) + "  "
		fmt.Fprintln(w, head+p.Dim(strings.TrimRight(Left(first, p.columns()-Width(head)), " ")))
	}
	if len(kinds) == 0 {
		fmt.Fprintln(w, "  眼下没有。")
	}
}

// List writes every branch that help is needed for: by the kind of help, and within
// a kind by id, never by score (C3).
func (t *Tally) List(w io.Writer, p Palette) {
	fmt.Fprintf(w, "\n%s  %s\n", p.Bold("需要帮的支部"), p.Dim("按要帮什么分，每种里按编号排，不按好差排；一个支部可以在几种里"))
	for _, h := range t.kinds() {
		fmt.Fprintf(w, "\n%s  %s\n", p.Bold(h.kind), fmt.Sprintf("%d 个支部", len(h.branches)))
		if h.remedy != "" {
			beside(w, p, p.Dim, "  怎么办", h.remedy)
		}
		for _, b := range h.branches {
			line := "  " + string(b.org) + "  " + b.name
			if len(b.details) > 0 {
				line += "  缺" + strings.Join(b.details, "、")
			}
			fmt.Fprintln(w, line)
		}
	}
	if len(t.help) == 0 {
		fmt.Fprintln(w, "  眼下没有。")
	}
}
