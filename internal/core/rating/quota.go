package rating

import (
	"cmp"
	"slices"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// Quotas rates every member of a cohort and then applies the scheme's quotas that
// are on (M20), the best level first: within a level those with more points come
// first. Only computed bands move; a decision is never touched.
func Quotas(std *standard.Standard, c assess.Cohort) []Rating {
	var contest Contest
	ratings := make([]Rating, 0, len(c.Members()))
	for _, a := range c.Members() {
		r := Rate(std, a, a.Organisation())
		contest.Add(std, a, r)
		ratings = append(ratings, r)
	}
	for i := range ratings {
		contest.Apply(&ratings[i])
	}
	return ratings
}

// Limited reports whether a standard has a quota that is on.
func Limited(std *standard.Standard) bool {
	return std.Rating != nil && slices.ContainsFunc(std.Rating.Quotas, func(q standard.Quota) bool { return q.On })
}

// A Contest (名额核算) gathers, organisation by organisation and in any order, what
// quotas need to know of each, every comparison group by itself (C6). It keeps the
// points and the level, not the assessment. The zero Contest is empty.
type Contest struct {
	groups map[assess.Group]*field
}

// A field is the members of one group that compete for its levels.
type field struct {
	rating  *standard.Scheme
	members []contender
	settled map[party.OrgID]Band // those that moved; nil until the quotas were applied

	quota *standard.Quota // the one being applied
	at    int             // its place in the scheme
	level int
}

// A contender is one member of a group.
type contender struct {
	org      party.OrgID
	points   standard.Rat
	assessed bool // it had a computed band before any quota
	band     Band
	ties     []standard.Rat // what breaks the ties of each quota that is on
}

// Add counts one organisation's rating. A standard without a quota that is on has
// no contest.
func (c *Contest) Add(std *standard.Standard, a *assess.Assessment, r Rating) {
	if !Limited(std) {
		return
	}
	if c.groups == nil {
		c.groups = map[assess.Group]*field{}
	}
	f := c.groups[a.Group]
	if f == nil {
		f = &field{rating: std.Rating}
		c.groups[a.Group] = f
	}
	m := contender{org: r.Org, points: r.Scaled.Lo, assessed: r.Band.Basis == Computed, band: Band{Basis: r.Band.Basis, Level: r.Band.Level, Set: r.Band.Set}}
	if m.assessed {
		m.ties = make([]standard.Rat, len(std.Rating.Quotas))
		for q := range std.Rating.Quotas {
			if k := &std.Rating.Quotas[q]; k.On && k.Ties != "" && k.Ties != "all_in" && k.Ties != "all_out" {
				m.ties[q] = a.Tie(q)
			}
		}
	}
	f.members, f.settled = append(f.members, m), nil
}

// Apply moves the band of a rating that was added where its level has no place
// left for it.
func (c *Contest) Apply(r *Rating) {
	f := c.groups[r.Group]
	if f == nil {
		return
	}
	if f.settled == nil {
		f.settle()
	}
	if band, moved := f.settled[r.Org]; moved {
		r.Band, r.Possible = band, ""
	}
}

// settle applies every quota that is on, the best level first.
func (f *field) settle() {
	f.settled = map[party.OrgID]Band{}
	slices.SortFunc(f.members, func(a, b contender) int { return cmp.Compare(a.org, b.org) })
	for l := range f.rating.Levels {
		for q := range f.rating.Quotas {
			if k := &f.rating.Quotas[q]; k.On && k.Level == f.rating.Levels[l].Name {
				f.quota, f.at, f.level = k, q, l
				f.apply()
			}
		}
	}
}

// apply holds one level to its quota. A quota that asks for at least so many moves
// nobody: nobody is put in a level that its points do not reach.
func (f *field) apply() {
	in := f.in()
	most := f.places()
	if f.quota.Sense == "at_least" || len(in) <= most {
		return
	}
	for _, i := range in[f.cut(in, most):] {
		if m := &f.members[i]; m.band.Set == "" { // what a veto or an award set is no matter of places
			f.lower(m)
		}
	}
}

// in is who stands in the level: whom a veto or an award put there, then those with
// more points first.
func (f *field) in() []int {
	var in []int
	for i := range f.members {
		if f.stands(&f.members[i].band) {
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
	return at == f.level || f.quota.Above && at < f.level
}

// order compares two members by points, then by what breaks ties.
func (f *field) order(i, k int) int {
	if a, b := f.members[i].band.Set != "", f.members[k].band.Set != ""; a != b {
		if a {
			return -1
		}
		return 1
	}
	if c := f.members[k].points.Cmp(f.members[i].points); c != 0 {
		return c
	}
	switch f.quota.Ties {
	case "", "all_in", "all_out":
		return 0
	}
	a, b := f.members[i].ties[f.at], f.members[k].ties[f.at]
	if !a.Valid() || !b.Valid() {
		return 0
	}
	return b.Cmp(a)
}

// places is how many the quota allows: its share of all members, or of those
// that have a computed band, rounded as declared.
func (f *field) places() int {
	base := 0
	for i := range f.members {
		if f.quota.Base == "all" || f.members[i].assessed {
			base++
		}
	}
	share, err := standard.Amount(f.quota.Share)
	if err != nil {
		return base
	}
	mode, ok := standard.RoundingOf(f.quota.Rounding)
	if !ok {
		mode = standard.RoundDown
	}
	n, _ := share.Mul(standard.Int(int64(base))).Round(0, mode).Int64()
	return int(n)
}

// cut is how many of a level stay: those on a tie across the edge stay together
// or leave together.
func (f *field) cut(in []int, most int) int {
	edge := most
	if edge == 0 || edge >= len(in) || f.order(in[edge-1], in[edge]) != 0 {
		return edge
	}
	if f.quota.Ties == "all_out" {
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

// lower moves a member to the next level, or to none.
func (f *field) lower(m *contender) {
	was, next := m.band.Level, f.level+1
	if f.quota.Overflow != "next_level" || next >= len(f.rating.Levels) || OnlyDecided(f.rating.Levels[next].Name) {
		m.band = Band{Basis: DecidedOnly, Why: "够" + was + "的线，名额已满，等次由决定给出", Full: was}
	} else {
		level := f.rating.Levels[next].Name
		m.band = Band{Basis: Computed, Level: level, Full: was,
			Why: "测算 " + m.points.String() + "，够" + was + "的线，名额已满，相当于" + level + "档，未评定"}
	}
	f.settled[m.org] = m.band
}
