package operate

import (
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/duty"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// view says what was judged in the words of a pack test.
func view(j app.Judged) seen {
	s := seen{items: map[party.ItemID]seenItem{}, total: pairText(j.Rating.Scaled), band: bandText(j)}
	for _, it := range j.Assessment.Items {
		s.order = append(s.order, it.ID)
		s.items[it.ID] = seenItem{
			verdict: assess.Verdicts.Label(it.Verdict),
			points:  pairText(it.Points),
			max:     it.Max.String(),
			well:    it.Max.Sign() == 0 || it.Verdict == assess.Met || it.Verdict == assess.NotDue || it.Verdict == assess.NotApplicable,
		}
	}
	for _, v := range j.Assessment.Vetoes {
		if v.Holds == duty.Yes {
			s.vetoes = append(s.vetoes, v.ID)
		}
	}
	return s
}

// pairText writes 3.75, or 3-5 while something is unknown.
func pairText(p assess.Pair) string {
	if p.Known() {
		return p.Lo.String()
	}
	return p.Lo.String() + "-" + p.Hi.String()
}

// bandText is the level that the computation amounts to, held to stepwise
// promotion where earlier decisions are recorded; 数据不足, or 无.
func bandText(j app.Judged) string {
	r := j.Rating
	switch r.Band.Basis {
	case rating.Insufficient:
		return "数据不足"
	case rating.Computed:
		if r.Band.Level == "" {
			return "无"
		}
	default:
		return "无"
	}
	before := slices.ContainsFunc(j.Year.Ratings, func(d register.Rating) bool { return d.Scheme == r.Scheme && d.Year < r.Year })
	if before && r.Eligible != "" && place(j, r.Eligible) > place(j, r.Band.Level) {
		return r.Eligible
	}
	return r.Band.Level
}

func place(j app.Judged, level string) int {
	return slices.IndexFunc(j.Standard.Rating.Levels, func(l standard.Level) bool { return l.Name == level })
}
