package register

import (
	"reflect"
	"slices"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// bare takes the trail out of a year.
func bare(y *Year) *Year {
	if y == nil {
		return nil
	}
	k := *y
	k.Trail, k.Before = nil, bare(y.Before)
	return &k
}

// TestTheTrailOnlyExplains: with it or without, the year is the same.
func TestTheTrailOnlyExplains(t *testing.T) {
	check(t, 1500, func(t *rapid.T) {
		r := Fold(draw(t, 35), fact.Cut{On: firstOn + 1000})
		for _, o := range orgs {
			for year := 2024; year <= 2026; year++ {
				with, without := r.Year(o, year, true), r.Year(o, year, false)
				if !reflect.DeepEqual(bare(with), without) {
					t.Fatalf("%s %d differs with its trail", o, year)
				}
			}
		}
	})
}

// TestEveryNumberOpens: whatever is counted names the facts behind it, which are
// facts of the register.
func TestEveryNumberOpens(t *testing.T) {
	// What follows from the passing of time, or from nobody being there, has the
	// profile's facts behind it.
	still := []standard.Number{nAge, nVacant, nTermOver}
	check(t, 1500, func(t *rapid.T) {
		r := Fold(draw(t, 35), fact.Cut{On: firstOn + 1000})
		known := r.holds(r.facts)
		for _, y := range years(r) {
			for n, v := range y.Numbers {
				ids := y.Trail.Numbers[n]
				if v != 0 && len(ids) == 0 && !slices.Contains(still, standard.Number(n)) {
					t.Fatalf("%s %d: nothing is behind %s %s", y.Org, y.Of, standard.NumberWords[n].Name, v)
				}
				all(t, known, ids)
			}
			for s := range y.Months {
				ids := y.Trail.Series[s]
				if standard.Series(s) != sGroup && standard.Series(s) != sDuesFixed && y.total(standard.Series(s)) != len(ids) {
					t.Fatalf("%s %d: %s is %d, %d facts are behind it", y.Org, y.Of, standard.SeriesWords[s].Name, y.total(standard.Series(s)), len(ids))
				}
				for _, m := range ids {
					all(t, known, []party.FactID{m.Fact})
				}
			}
			all(t, known, y.Trail.Profile)
			for _, ids := range y.Trail.Members {
				all(t, known, ids)
			}
			for _, c := range y.Cases {
				all(t, known, slices.DeleteFunc(c.Facts[:], func(id party.FactID) bool { return id == "" }))
			}
		}
	})
}

func all(t *rapid.T, known map[party.FactID]bool, ids []party.FactID) {
	for _, id := range ids {
		if !known[id] {
			t.Fatalf("%q is behind a measure and in no register", id)
		}
	}
}

// TestMembersOpen: hours, attendance and dues of a member open to their facts.
func TestMembersOpen(t *testing.T) {
	b := branch(3)
	m := b.on("2026-03-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: []party.MemberID{who(1), who(2)}, Hours: party.Int(2)})
	s := b.on("2026-03-11", &fact.StudyLogged{Members: []party.MemberID{who(1)}, Hours: party.Int(4), Form: "online"})
	p := b.on("2026-03-12", &fact.DuesPaid{Member: who(1), From: "2026-01", To: "2026-03"})
	y := b.year(2026, "2026-12-31")
	for _, id := range []party.FactID{m, s, p} {
		if !slices.Contains(y.Trail.Members[who(1)], id) {
			t.Errorf("%s is not behind m01: %v", id, y.Trail.Members[who(1)])
		}
	}
	if slices.Contains(y.Trail.Members[who(3)], m) {
		t.Error("a meeting to which m03 was not due is behind m03")
	}
	same(t, "hours", y.member(t, who(1)).Values[mHours], int32(party.Int(6)))
}
