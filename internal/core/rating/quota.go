package rating

import (
	"slices"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/standard"
)

// Quotas rates every member of a cohort and then applies the scheme's quotas that
// are on (M20), the best level first: within a level those with more points come
// first. Only computed bands move; a decision is never touched.
func Quotas(std *standard.Standard, c assess.Cohort) []Rating {
	members := c.Members()
	ratings := make([]Rating, len(members))
	for i, a := range members {
		ratings[i] = Rate(std, a, a.Organisation())
	}
	if std.Rating == nil {
		return ratings
	}
	for l := range std.Rating.Levels {
		for q := range std.Rating.Quotas {
			if k := &std.Rating.Quotas[q]; k.On && k.Level == std.Rating.Levels[l].Name {
				f := field{std.Rating, members, ratings, q, l}
				f.apply()
			}
		}
	}
	return ratings
}

// A field is the members that compete for one level.
type field struct {
	rating  *standard.Scheme
	members []*assess.Assessment
	ratings []Rating
	quota   int
	level   int
}

// apply holds one level to its quota. A quota that asks for at least so many moves
// nobody: nobody is put in a level that its points do not reach.
func (f *field) apply() {
	q := &f.rating.Quotas[f.quota]
	in := f.in()
	most := f.places(q)
	if q.Sense == "at_least" || len(in) <= most {
		return
	}
	for _, i := range in[f.cut(q, in, most):] {
		f.lower(q, &f.ratings[i])
	}
}

// in is who stands in the level, those with more points first.
func (f *field) in() []int {
	var in []int
	for i := range f.ratings {
		if f.stands(&f.ratings[i].Band) {
			in = append(in, i)
		}
	}
	slices.SortStableFunc(in, f.order)
	return in
}

// stands reports whether a band is in the level, or in it or a better one where
// the quota says so.
func (f *field) stands(b *Band) bool {
	at := slices.IndexFunc(f.rating.Levels, func(l standard.Level) bool { return l.Name == b.Level })
	if b.Basis != Computed || at < 0 {
		return false
	}
	return at == f.level || f.rating.Quotas[f.quota].Above && at < f.level
}

// order compares two members by points, then by what breaks ties.
func (f *field) order(i, k int) int {
	if c := f.ratings[k].Scaled.Lo.Cmp(f.ratings[i].Scaled.Lo); c != 0 {
		return c
	}
	switch f.rating.Quotas[f.quota].Ties {
	case "", "all_in", "all_out":
		return 0
	}
	a, b := f.members[i].Tie(f.quota), f.members[k].Tie(f.quota)
	if !a.Valid() || !b.Valid() {
		return 0
	}
	return b.Cmp(a)
}

// places is how many the quota allows: its share of all members, or of those
// that have a computed band, rounded as declared.
func (f *field) places(q *standard.Quota) int {
	base := 0
	for i := range f.ratings {
		if q.Base == "all" || f.ratings[i].Band.Basis == Computed {
			base++
		}
	}
	share, err := standard.Amount(q.Share)
	if err != nil {
		return base
	}
	mode, ok := standard.RoundingOf(q.Rounding)
	if !ok {
		mode = standard.RoundDown
	}
	n, _ := share.Mul(standard.Int(int64(base))).Round(0, mode).Int64()
	return int(n)
}

// cut is how many of a level stay: those on a tie across the edge stay together
// or leave together.
func (f *field) cut(q *standard.Quota, in []int, most int) int {
	edge := most
	if edge == 0 || edge >= len(in) || f.order(in[edge-1], in[edge]) != 0 {
		return edge
	}
	if q.Ties == "all_out" {
		for edge > 0 && f.order(in[edge-1], in[most]) == 0 {
			edge--
		}
		return edge
	}
	for edge < len(in) && f.order(in[most-1], in[edge]) == 0 {
		edge++
	}
	return edge
}

// lower moves a rating to the next level, or to none.
func (f *field) lower(q *standard.Quota, r *Rating) {
	next := f.level + 1
	if q.Overflow != "next_level" || next >= len(f.rating.Levels) || OnlyDecided(f.rating.Levels[next].Name) {
		r.Band = Band{Basis: DecidedOnly, Why: "够" + r.Band.Level + "的线，名额已满，等次由决定给出"}
		return
	}
	was := r.Band.Level
	r.Band.Level = f.rating.Levels[next].Name
	r.Band.Why = "测算 " + r.Scaled.Lo.String() + "，够" + was + "的线，名额已满，相当于" + r.Band.Level + "档，未评定"
}
