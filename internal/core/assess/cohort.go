package assess

import (
	"cmp"
	"slices"

	"qiangji/internal/party"
)

// A Group says which organisations compare with one another (C6): those of one
// resolved standard, one level and one band of size, for one year seen on one day.
type Group struct {
	Scheme party.SchemeID `json:"scheme"`
	Digest party.Digest   `json:"standard"`
	Level  party.Level    `json:"level"`
	Size   string         `json:"size"`
	Year   int            `json:"year"`
	AsOf   party.Date     `json:"as_of,omitzero"`
}

// A Cohort is the frozen assessments of one comparison group. Only Cohorts makes
// one, so what ranks, averages or takes a quota of a cohort cannot be handed
// organisations that do not compare.
type Cohort struct {
	group   Group
	members []*Assessment
}

// Cohorts divides assessments into their comparison groups, each in order of
// organisation. What was refused belongs to none.
func Cohorts(all []*Assessment) []Cohort {
	var cohorts []Cohort
	for _, a := range all {
		if a.Refused != "" {
			continue
		}
		i := slices.IndexFunc(cohorts, func(c Cohort) bool { return c.group == a.Group })
		if i < 0 {
			cohorts, i = append(cohorts, Cohort{group: a.Group}), len(cohorts)
		}
		cohorts[i].members = append(cohorts[i].members, a)
	}
	for _, c := range cohorts {
		slices.SortStableFunc(c.members, func(a, b *Assessment) int { return cmp.Compare(a.Org, b.Org) })
	}
	return cohorts
}

// Group returns what the members have in common.
func (c Cohort) Group() Group { return c.group }

// Members returns the assessments in order of organisation.
func (c Cohort) Members() []*Assessment { return slices.Clone(c.members) }
