package report

import (
	"fmt"
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

// Unheeded names the waivers of a branch that change nothing: of an item that the
// standard does not have, or of one from which nobody may be released. The ledger
// takes them, for it does not know the standard; so it is said here.
func Unheeded(j app.Judged) []register.Problem {
	var found []register.Problem
	for _, w := range j.Year.Waivers {
		at := slices.IndexFunc(j.Standard.Items, func(it standard.Item) bool { return it.ID == w.Item })
		why := ""
		switch {
		case at < 0:
			why = fmt.Sprintf("方案 %s 里没有条目 %s，或者它不管这个领域，这条不适用申报在本方案里不起作用；请核对条目编号，写错了请更正", j.Standard.Scheme, w.Item)
		case !j.Standard.Items[at].Force.Waivable():
			why = fmt.Sprintf("%s「%s」是必须做到的，不能申报不适用，照常测算；确有困难的请上级帮办，写错了条目请更正", w.Item, j.Standard.Items[at].Title)
		default:
			continue
		}
		found = append(found, register.Problem{Fact: w.Fact, Field: "body.item", Message: why, Warn: true})
	}
	return found
}
