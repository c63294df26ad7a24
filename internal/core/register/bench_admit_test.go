package register

import (
	"fmt"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// history is a branch of thirty under a town and a county, with so many years of what
// a branch records, about a hundred and thirty facts a year.
func history(years int) *book {
	b := &book{org: "b1"}
	b.by("c", "2019-01-01", &fact.OrgFounded{Name: "县委", Level: "county", Form: "single", Domain: "agency"})
	b.by("t", "2019-01-01", &fact.OrgFounded{Name: "镇党委", Level: "committee", Parent: "c", Form: "single", Domain: "agency"})
	b.on("2020-01-01", &fact.OrgFounded{Name: "甲村党支部", Level: "branch", Parent: "t", Form: "single", Domain: "village"})
	var due []party.MemberID
	for i := range 30 {
		due = append(due, who(i+1))
		b.enrol("2020-01-01", who(i+1))
	}
	for y := 2026 - years; y < 2026; y++ {
		for m := 1; m <= 12; m++ {
			at := func(d int) string { return fmt.Sprintf("%d-%02d-%02d", y, m, d) }
			b.on(at(10), &fact.MeetingHeld{Kinds: []party.MeetingKind{"party_day", "assembly"}, Due: due, Absent: []fact.Absence{{Member: who(3), Reason: "leave"}}, Hours: party.Int(2)})
			b.on(at(8), &fact.MeetingHeld{Kinds: []party.MeetingKind{"committee"}, Due: due[:3]})
			b.on(at(25), &fact.DuesRemitted{Month: fmt.Sprintf("%d-%02d", y, m), Fen: 6000})
			d := b.on(at(9), &fact.DecisionMade{Owner: who(2), Due: day(at(20))})
			b.on(at(19), &fact.DecisionDone{Decision: d, Done: true})
		}
		for _, m := range due {
			b.on(fmt.Sprintf("%d-01-10", y), &fact.DuesFixed{Member: m, Year: y, Fen: 500})
			b.on(fmt.Sprintf("%d-06-10", y), &fact.DuesPaid{Member: m, From: fmt.Sprintf("%d-01", y), To: fmt.Sprintf("%d-12", y), Fen: 6000})
		}
		b.by("t", fmt.Sprintf("%d-05-10", y), &fact.UpperDid{Duty: "lecture"})
	}
	return b
}

// meeting30 is a meeting of thirty on a day.
func meeting30(when string) []fact.Fact {
	b := &book{org: "b1"}
	var due []party.MemberID
	for i := range 30 {
		due = append(due, who(i+1))
	}
	b.on(when, &fact.MeetingHeld{Kinds: []party.MeetingKind{"party_day", "assembly"}, Due: due, Hours: party.Int(2)})
	b.facts[0].ID = "fresh"
	return b.facts
}

// BenchmarkAdmit admits a meeting of thirty to a branch with a history: one of today,
// and one that was forgotten a month ago.
func BenchmarkAdmit(b *testing.B) {
	for _, years := range []int{1, 3, 5} {
		facts := history(years).facts
		for what, when := range map[string]string{"today": "2026-01-05", "late": "2025-12-05"} {
			b.Run(fmt.Sprintf("%s/%d-years", what, years), func(b *testing.B) {
				fresh := meeting30(when)
				s := shelve(facts, 1, "")
				part := s.slice(NeedsOfAdmit(fresh))
				b.ReportAllocs()
				for b.Loop() {
					if found := Admit(Fold(part, fact.Cut{}), fresh, standard.Vocabulary{}); len(found) > 0 {
						b.Fatal(found)
					}
				}
				b.ReportMetric(float64(len(part)), "facts")
			})
		}
	}
}
