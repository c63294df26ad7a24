package operate

import (
	"fmt"
	"slices"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

// An index is a county's facts by subject, as a store keeps them.
type index struct {
	facts []fact.Fact
	at    map[party.FactID]int
	under map[fact.Subject][]int
	rows  int
}

func indexed(c County) *index {
	x := &index{at: map[party.FactID]int{}, under: map[fact.Subject][]int{}}
	c.Facts(func(f fact.Fact) bool { x.facts = append(x.facts, f); return true })
	for i, subjects := range fact.Indexed(x.facts, func(party.FactID) []fact.Subject { return nil }) {
		x.at[x.facts[i].ID] = i
		x.rows += len(subjects)
		for _, s := range subjects {
			x.under[s] = append(x.under[s], i)
		}
	}
	return x
}

// read reads what is needed and counts the rows and the rounds.
func (x *index) read(n *register.Needs) (rows, rounds int) {
	for want := n.Next(); !want.Nothing(); want = n.Next() {
		var facts []fact.Fact
		for _, s := range want.Subjects {
			for _, i := range x.under[s] {
				if f := x.facts[i]; s == fact.OrgSubject(f.Org) || !slices.Contains(want.Skip, f.Org) {
					facts = append(facts, f)
				}
			}
		}
		for _, id := range want.Facts {
			if i, ok := x.at[id]; ok {
				facts = append(facts, x.facts[i])
			}
		}
		rows, rounds = rows+len(facts), rounds+1
		n.Take(facts)
	}
	return rows, rounds
}

// A tally collects one figure of every branch.
type tally map[string][]int

func (t tally) add(what string, n int) { t[what] = append(t[what], n) }

func (t tally) report(b *testing.B) {
	for what, ns := range t {
		slices.Sort(ns)
		for _, p := range []int{50, 99, 100} {
			b.ReportMetric(float64(ns[(len(ns)-1)*p/100]), fmt.Sprintf("%s-p%d", what, p))
		}
	}
}

// BenchmarkSlices measures how little of a county of 1,000 branches and three years
// must be read to fold one branch and to admit one meeting of it.
func BenchmarkSlices(b *testing.B) {
	x := indexed(County{Branches: 1000, Year: 2026, Years: 3, Seed: 1})
	for b.Loop() {
		t := tally{}
		for s := range x.under {
			org := party.OrgID(s.ID())
			if s.Sort() != "w" || org[0] != 'b' {
				continue
			}
			n := register.NeedsOfYears(org)
			rows, rounds := x.read(n)
			t.add("years-facts", len(n.Facts()))
			t.add("years-subjects", len(n.Subjects()))
			t.add("years-rows", rows)
			t.add("years-rounds", rounds)
			n = register.NeedsOfAdmit([]fact.Fact{{ID: "new", Org: org, On: party.DateOf(2026, 12, 31), Body: &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}}}})
			_, rounds = x.read(n)
			t.add("admit-facts", len(n.Facts()))
			t.add("admit-subjects", len(n.Subjects()))
			t.add("admit-rounds", rounds)
		}
		t.report(b)
	}
	b.ReportMetric(float64(len(x.facts)), "ledger-facts")
	b.ReportMetric(float64(x.rows)/float64(len(x.facts)), "rows/fact")
}
