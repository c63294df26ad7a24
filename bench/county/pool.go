package county

import (
	"slices"

	"qiangji/internal/app/operate"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

// Year is the year that the benches assess.
const Year = 2026

// cuts are the days from which the folded years are seen: closed, over but not
// closed, in the middle of the year, closed.
var cuts = []party.Date{
	party.DateOf(Year+1, 2, 28), party.DateOf(Year+1, 1, 12), party.DateOf(Year, 7, 20), party.DateOf(Year+1, 3, 31),
}

// A Pool is distinct folded branch-years of one profile, with the year before.
type Pool []*register.Year

// Fold folds n branch-years of each profile from generated counties, with the
// trail of facts or without; the same arguments give the same years.
func Fold(n int, seed uint64, trail bool) map[party.Domain]Pool {
	pools := map[party.Domain]Pool{}
	most := (n + len(cuts) - 1) / len(cuts) // of one county, so that every cut has its share
	for k := uint64(0); ; k++ {
		took := map[party.Domain]int{}
		for _, y := range one(seed+k, cuts[k%uint64(len(cuts))], trail) {
			d := y.Domain()
			if slices.Contains(Profiles, d) && len(pools[d]) < n && took[d] < most {
				pools[d] = append(pools[d], y)
				took[d]++
			}
		}
		if !slices.ContainsFunc(Profiles, func(d party.Domain) bool { return len(pools[d]) < n }) {
			return pools
		}
	}
}

// one folds the branches of one county.
func one(seed uint64, cut party.Date, trail bool) []*register.Year {
	var facts []fact.Fact
	c := operate.County{Branches: 120, Seed: seed, Year: Year, Years: 2, Until: cut}
	c.Facts(func(f fact.Fact) bool {
		facts = append(facts, f)
		return true
	})
	r := register.Fold(facts, fact.Cut{On: cut})
	var years []*register.Year
	r.Years(Year, trail, func(y *register.Year) bool {
		if r.Level(y.Org) == "branch" {
			years = append(years, y)
		}
		return true
	})
	return years
}
