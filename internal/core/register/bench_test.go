package register

import (
	"fmt"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// hundred is a branch of twelve with about a hundred facts of one year.
func hundred() *book {
	b := branch(12)
	yes, seats, groups := true, 3, 2
	b.on("2020-01-01", &fact.OrgProfiled{Committee: &yes, Seats: &seats, Groups: &groups})
	e := b.on("2024-03-01", &fact.ElectionHeld{Sort: "term", Seats: 3, Candidates: 4, By: "assembly", Vote: fact.Vote{On: "election", Due: 12, Present: 12}, Issued: 12, Returned: 12})
	for i, p := range []party.Post{"secretary", "organisation", "publicity"} {
		b.on("2024-03-01", &fact.PostTaken{Member: who(i + 1), Post: p, Election: e})
	}
	var due []party.MemberID
	for i := range 12 {
		due = append(due, who(i+1))
		b.on("2026-01-10", &fact.DuesFixed{Member: who(i + 1), Year: 2026, Fen: 500})
		b.on("2026-06-10", &fact.DuesPaid{Member: who(i + 1), From: "2026-01", To: "2026-12", Fen: 6000})
	}
	for m := 1; m <= 12; m++ {
		at := func(d int) string { return fmt.Sprintf("2026-%02d-%02d", m, d) }
		held := &fact.MeetingHeld{Kinds: []party.MeetingKind{"party_day"}, Due: due, Absent: []fact.Absence{{Member: who(3), Reason: "leave"}}, Hours: party.Int(2)}
		if m%3 == 2 {
			held.Kinds = append(held.Kinds, "assembly", "lecture")
		}
		b.on(at(10), held)
		b.on(at(8), &fact.MeetingHeld{Kinds: []party.MeetingKind{"committee"}, Due: due[:3]})
		b.on(at(25), &fact.DuesRemitted{Month: fmt.Sprintf("2026-%02d", m), Fen: 6000})
		d := b.on(at(9), &fact.DecisionMade{Owner: who(2), Due: day(at(20))})
		b.on(at(19), &fact.DecisionDone{Decision: d, Done: true})
	}
	return b
}

// BenchmarkYear100Facts folds one branch from its raw facts to its year.
func BenchmarkYear100Facts(b *testing.B) {
	facts := hundred().facts
	cut := fact.Cut{On: day("2026-12-31")}
	b.ReportMetric(float64(len(facts)), "facts")
	b.ReportAllocs()
	for b.Loop() {
		if Fold(facts, cut).Year("b1", 2026, false) == nil {
			b.Fatal("no year")
		}
	}
}

// BenchmarkYearFromFold folds the year of a register that is there already.
func BenchmarkYearFromFold(b *testing.B) {
	r := Fold(hundred().facts, fact.Cut{On: day("2026-12-31")})
	b.ReportAllocs()
	for b.Loop() {
		r.Year("b1", 2026, false)
	}
}

// BenchmarkCounty folds a county of two hundred such branches and all their
// years; the figure is for one branch.
func BenchmarkCounty(b *testing.B) {
	one := hundred().facts
	var facts []fact.Fact
	for i := range 200 {
		for _, f := range one {
			f.Org = party.OrgID(fmt.Sprintf("b%04d", i))
			f.ID = party.FactID(fmt.Sprintf("%s-%s", f.Org, f.ID))
			facts = append(facts, f)
		}
	}
	cut := fact.Cut{On: day("2026-12-31")}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		Fold(facts, cut).Years(2026, false, func(*Year) bool { n++; return true })
		if n != 200 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/200, "µs/branch")
}
