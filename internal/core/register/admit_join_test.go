package register

import (
	"slices"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// TestJoiningIsFoldingAgain: what an admission looks at is what all the facts together
// fold to, whether it weighs them again or only adds to them. Voids are left out: what
// was taken back before is no more for an admission.
func TestJoiningIsFoldingAgain(t *testing.T) {
	seen := census{}
	check(t, 2500, func(t *rapid.T) {
		facts, fresh := parted(t, 45)
		void := func(f fact.Fact) bool { _, void := f.Body.(*fact.Void); return void }
		facts, fresh = slices.DeleteFunc(facts, void), slices.DeleteFunc(fresh, void)
		if rapid.Bool().Draw(t, "mends nothing") {
			fresh = slices.DeleteFunc(fresh, func(f fact.Fact) bool { return amends(&f) })
		}
		twice := rapid.IntRange(0, 8).Draw(t, "twice") == 0
		if twice && len(facts) > 0 {
			fresh = append(fresh, facts[0])
		}
		r := Fold(facts, fact.Cut{})
		joined, _ := r.with(fresh, r.holds(fresh))
		whole := Fold(slices.Concat(facts, fresh), fact.Cut{})
		equal(t, "joined", years(joined), years(whole))
		if !slices.EqualFunc(joined.facts, whole.facts, func(a, b fact.Fact) bool { return a.ID == b.ID }) {
			t.Fatalf("%d facts stand, want %d", len(joined.facts), len(whole.facts))
		}
		for i := range whole.facts {
			if id := whole.facts[i].ID; joined.thread(id) != whole.thread(id) {
				t.Fatalf("%s belongs to %s, want %s", id, joined.thread(id), whole.thread(id))
			}
		}
		seen.see(map[string]bool{"with corrections": len(whole.threads) > 0, "of several fresh": len(fresh) > 1, "given again": twice})
	})
	seen.atLeast(t, map[string]int{"with corrections": 3, "of several fresh": 20, "given again": 3})
}

// TestWhatWasMendedTwiceIsStillKnown: a record is known by each of its ids, however
// often it was mended.
func TestWhatWasMendedTwiceIsStillKnown(t *testing.T) {
	b := branch(3)
	d := b.on("2026-01-10", &fact.DecisionMade{Owner: who(1), Due: day("2026-03-01")})
	e := b.on("2026-01-10", &fact.DecisionMade{Owner: who(2), Due: day("2026-03-01")})
	b.facts[len(b.facts)-1].Corrects = d
	f := b.on("2026-01-10", &fact.DecisionMade{Owner: who(3), Due: day("2026-03-01")})
	b.facts[len(b.facts)-1].Corrects = e
	r := b.fold("")
	for _, id := range []party.FactID{d, e, f} {
		k := &book{org: "b1"}
		k.on("2026-02-10", &fact.DecisionDone{Decision: id, Done: true})
		k.facts[0].ID = "done"
		if got := Admit(r, k.facts, standard.Vocabulary{}); len(got) > 0 {
			t.Errorf("%s is not known: %v", id, got)
		}
		k.on("2026-01-10", &fact.DecisionMade{Owner: who(1), Due: day("2026-04-01")})
		k.facts[1].ID, k.facts[1].Corrects = "again", id
		joined, _ := r.with(k.facts, r.holds(k.facts))
		stand := 0
		for i := range joined.facts {
			if _, made := joined.facts[i].Body.(*fact.DecisionMade); made {
				stand++
			}
		}
		same(t, "decisions that stand after one more correction", stand, 1)
	}
}
