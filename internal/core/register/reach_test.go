package register

import (
	"reflect"
	"slices"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// reached looks up what a reach leads to, as a store does: the rolls in the index, the
// tree and the mergers among all that was ever recorded of them.
func (s *shelf) reached(r Reach) map[party.OrgID]bool {
	orgs := map[party.OrgID]bool{}
	for _, o := range r.Orgs {
		orgs[o] = true
	}
	for _, m := range r.People {
		for _, i := range s.under[fact.RollSubject(m)] {
			orgs[s.facts[i].Org] = true
		}
	}
	above, into := map[party.OrgID][]party.OrgID{}, map[party.OrgID][]party.OrgID{}
	for i := range s.facts {
		f := &s.facts[i]
		switch b := f.Body.(type) {
		case *fact.OrgFounded:
			above[f.Org] = append(above[f.Org], b.Parent)
		case *fact.OrgMoved:
			above[f.Org] = append(above[f.Org], b.Parent)
		case *fact.OrgMerged:
			into[f.Org] = append(into[f.Org], b.Into)
		}
	}
	low := map[party.OrgID]bool{}
	for _, o := range r.Tree {
		low[o] = true
		for _, p := range above[o] {
			orgs[p] = true
		}
	}
	spread(low, func(o party.OrgID) bool {
		return slices.ContainsFunc(above[o], func(p party.OrgID) bool { return low[p] })
	}, above)
	for o := range low {
		orgs[o] = true
	}
	for grown := true; grown; {
		grown = false
		for o := range into {
			for _, p := range into[o] {
				if orgs[o] && !orgs[p] {
					orgs[p], grown = true, true
				}
			}
		}
	}
	return orgs
}

// spread adds to a set whatever belongs to it by what it holds.
func spread(set map[party.OrgID]bool, belongs func(party.OrgID) bool, all map[party.OrgID][]party.OrgID) {
	for grown := true; grown; {
		grown = false
		for o := range all {
			if !set[o] && belongs(o) {
				set[o], grown = true, true
			}
		}
	}
}

// missed adds a fact to a ledger and returns an organisation whose years it changes
// beyond its reach, if there is one. Kept chooses the subjects that are looked at.
func missed(facts []fact.Fact, seed uint64, kept func(fact.Subject) bool) (org party.OrgID, changed int) {
	last := len(facts) - 1
	s := shelve(facts[:last], seed, "")
	s.append(facts[last:])
	subjects := slices.DeleteFunc(slices.Clone(s.on[facts[last].ID]), func(k fact.Subject) bool { return !kept(k) })
	reach := s.reached(Affected(subjects))
	before, after := Fold(facts[:last], fact.Cut{On: firstOn + 1000}), Fold(facts, fact.Cut{On: firstOn + 1000})
	for _, o := range orgs {
		for y := 2024; y <= 2026; y++ {
			if reflect.DeepEqual(before.Year(o, y, true), after.Year(o, y, true)) {
				continue
			}
			changed++
			if !reach[o] {
				org = o
			}
		}
	}
	return org, changed
}

func everything(fact.Subject) bool { return true }

// TestAFactReachesNoFurther: a fact that is recorded changes the years of those that
// Affected leads to, and of nobody else.
func TestAFactReachesNoFurther(t *testing.T) {
	seen := census{}
	check(t, 2500, func(t *rapid.T) {
		facts := draw(t, 40)
		i := rapid.IntRange(0, len(facts)-1).Draw(t, "last")
		if !slices.ContainsFunc(facts, func(f fact.Fact) bool { return upon(&f, facts[i].ID) }) {
			facts = append(slices.Delete(slices.Clone(facts), i, i+1), facts[i])
		}
		org, changed := missed(facts, rapid.Uint64().Draw(t, "batches"), everything)
		if org != "" {
			last := facts[len(facts)-1]
			t.Fatalf("%s changes the years of %s, which it does not reach", last.Append(nil), org)
		}
		seen.see(map[string]bool{"of any effect": changed > 0, "of effect on several": changed > 3})
	})
	seen.atLeast(t, map[string]int{"of any effect": 50, "of effect on several": 3})
}

// upon reports whether f was recorded upon another fact.
func upon(f *fact.Fact, id party.FactID) bool {
	v, void := f.Body.(*fact.Void)
	d, disposal := f.Body.(*fact.DisposalStep)
	return f.Corrects == id || void && v.Fact == id || disposal && d.Case == id || slices.Contains(fact.Rests(f.Body), id)
}

// TestEveryWayOfReachingIsNeeded: without one sort of subject a change is missed.
func TestEveryWayOfReachingIsNeeded(t *testing.T) {
	for _, blind := range []string{"o", "w", "r"} {
		found := false
		for seed := uint64(0); seed < 4000 && !found; seed++ {
			facts := seeded(seed, 40)
			org, _ := missed(facts, seed, func(s fact.Subject) bool { return s.Sort() != blind })
			found = org != ""
		}
		if !found {
			t.Errorf("nothing is missed without the subjects %s", blind)
		}
	}
}

func TestAffected(t *testing.T) {
	got := Affected([]fact.Subject{
		fact.OrgSubject("b1"), fact.BelowSubject("t1"), fact.MemberSubject("m1"), fact.RollSubject("m2"), fact.UponSubject("f1"), "?",
	})
	want := Reach{Orgs: []party.OrgID{"b1"}, People: []party.MemberID{"m2"}, Tree: []party.OrgID{"t1"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}
