package operate

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// scored is what the branches of a county have under the demonstration.
func scored(t *testing.T, facts []fact.Fact, on party.Date) map[party.OrgID]*assess.Assessment {
	t.Helper()
	all := map[party.OrgID]*assess.Assessment{}
	q := Question{Library: shared(), Scheme: "county-demo", Year: 2026, Cut: fact.Cut{On: on}, Facts: facts}
	if err := q.Answer(func(j app.Judged) bool { all[j.Year.Org] = j.Assessment; return true }); err != nil {
		t.Fatal(err)
	}
	return all
}

// good is a fact of something done that any branch may record in 2026.
func good(r *rand.Rand, org party.OrgID, roll []party.MemberID, n int, until party.Date) fact.Fact {
	on := party.DateOf(2026, 1, 5).AddDays(r.IntN(int(until - party.DateOf(2026, 1, 5))))
	kinds := []party.MeetingKind{"assembly", "committee", "party_day", "lecture", "study", "volunteer", "visit"}
	month := 1 + r.IntN(12)
	talked := []party.MeetingForm{"discussion"} // a meeting at which nobody speaks is no better than none (CD-505)
	bodies := []fact.Body{
		&fact.MeetingHeld{Kinds: []party.MeetingKind{kinds[r.IntN(len(kinds))]}, Forms: talked},
		&fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly", "lecture"}, Forms: talked},
		&fact.AffairsPublished{Matter: party.Matters[r.IntN(len(party.Matters))].Code},
		&fact.TalkHeld{Pair: party.Pairs[r.IntN(len(party.Pairs))].Code},
		&fact.CareGiven{Members: 1, Way: "visit"},
		&fact.MeetingHeld{Kinds: []party.MeetingKind{"four_villagers"}, Forms: talked},
	}
	if len(roll) > 0 && r.IntN(3) == 0 { // the first payment that a branch records must hurt nobody either
		to := min(month+[...]int{0, 2, 5}[r.IntN(3)], 12)
		bodies = []fact.Body{&fact.DuesPaid{
			Member: roll[r.IntN(len(roll))], From: fmt.Sprintf("2026-%02d", month), To: fmt.Sprintf("2026-%02d", to), Fen: int64(1 + r.IntN(20000)),
		}}
	}
	y, m, d := on.YMD()
	return fact.Fact{
		ID: party.FactID(fmt.Sprintf("good-%d", n)), Org: org, On: on, By: "m-clerk",
		At: time.Date(y, time.Month(m), d, 12, 0, 0, 0, time.UTC), Body: bodies[r.IntN(len(bodies))],
	}
}

// silentOnDues takes all payments of dues out of some branches, and returns who was
// enrolled where.
func silentOnDues(r *rand.Rand, facts []fact.Fact) ([]fact.Fact, map[party.OrgID][]party.MemberID) {
	rolls, silent := map[party.OrgID][]party.MemberID{}, map[party.OrgID]bool{}
	for i := range facts {
		f := &facts[i]
		if b, ok := f.Body.(*fact.MemberEnrolled); ok {
			if rolls[f.Org] == nil {
				silent[f.Org] = r.IntN(2) == 0
			}
			rolls[f.Org] = append(rolls[f.Org], b.Member)
		}
	}
	return slices.DeleteFunc(facts, func(f fact.Fact) bool {
		_, paid := f.Body.(*fact.DuesPaid)
		return paid && silent[f.Org]
	}), rolls
}

// TestAGoodFactNeverLowersABranch: in the whole county, from facts to points, one
// more thing that was done lowers neither what is confirmed nor what is possible of
// any item, and takes no more from what is due.
func TestAGoodFactNeverLowersABranch(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	cases, better := 0, 0
	for _, on := range []party.Date{party.DateOf(2026, 8, 20), party.DateOf(2026, 12, 31), party.DateOf(2027, 1, 31)} {
		for seed := range uint64(3) {
			facts := all(County{Branches: 33, Seed: seed + 1, Year: 2026, Years: 1, Until: min(on, party.DateOf(2026, 12, 31))})
			facts, rolls := silentOnDues(r, facts)
			before := scored(t, facts, on)
			added := map[party.OrgID]fact.Body{}
			for _, org := range slices.Sorted(maps.Keys(before)) {
				f := good(r, org, rolls[org], len(added), min(on, party.DateOf(2026, 12, 31)))
				if problems := fact.Validate(f); len(problems) > 0 {
					t.Fatalf("%+v: %v", f.Body, problems)
				}
				added[org] = f.Body
				facts = append(facts, f)
			}
			for org, a := range scored(t, facts, on) {
				cases++
				if lower(t, before[org], a, added[org]) {
					better++
				}
			}
		}
	}
	t.Logf("%d branches, %d better", cases, better)
	if cases < 250 || better*100 < cases*8 {
		t.Errorf("%d branches, %d better: too few to prove anything", cases, better)
	}
}

// lower finds items that lost by a good fact, and reports whether any gained.
func lower(t *testing.T, before, after *assess.Assessment, body fact.Body) (gained bool) {
	for i, it := range after.Items {
		was := before.Items[i]
		lost, now := was.Due.Sub(was.Points.Lo), it.Due.Sub(it.Points.Lo)
		if lost.Less(now) || it.Points.Lo.Less(was.Points.Lo) || it.Points.Hi.Less(was.Points.Hi) {
			t.Errorf("%s %s: %+v made %s %s of %s %s of %s", after.Org, it.ID, body, was.Verdict, was.Points, was.Due, it.Points, it.Due)
		}
		gained = gained || was.Points.Lo.Less(it.Points.Lo)
	}
	return gained
}
