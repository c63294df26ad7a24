package operate

import (
	"fmt"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// year writes one year of the branch.
func (b *branch) year(y int) {
	for m := 1; m <= 12; m++ {
		b.month(y, m)
	}
	for q := 1; q <= 4; q++ {
		b.quarter(y, q)
	}
	b.dues(y)
	b.appraise(y)
	b.talks(y)
	b.study(y)
	b.pledges(y)
	b.develop(y)
	b.seenFromAbove(y)
}

// month holds the monthly meetings, or says that they were not held.
func (b *branch) month(y, m int) {
	day := party.DateOf(y, m, 5+b.r.IntN(15))
	kinds := []party.MeetingKind{"party_day"}
	if m%3 == 2 && b.chance(b.shape.quarter) {
		kinds = append(kinds, "assembly", "lecture")
	}
	if !b.chance(b.shape.party) {
		b.skip("party_day", fmt.Sprintf("%04d-%02d", y, m), day)
	} else {
		b.meet(day, kinds, b.roll)
	}
	if len(b.full) >= 7 {
		if b.chance(b.shape.party) {
			b.meet(day.AddDays(-2), []party.MeetingKind{"committee"}, b.full[:min(3, len(b.full))])
		} else {
			b.skip("committee", fmt.Sprintf("%04d-%02d", y, m), day)
		}
	}
	for g := 1; g <= b.groups; g++ {
		if b.chance(b.shape.party - 2) {
			b.record(day.AddDays(g), &fact.MeetingHeld{Kinds: []party.MeetingKind{"group"}, Group: g, Forms: []party.MeetingForm{"discussion"}})
		}
	}
}

// meet writes one meeting of the people due, some of them absent.
func (b *branch) meet(on party.Date, kinds []party.MeetingKind, due []party.MemberID) {
	h := &fact.MeetingHeld{Kinds: kinds, Chair: b.secretary(), Forms: []party.MeetingForm{"lead_reading"}}
	if b.shape.name == "good" || b.chance(60) {
		h.Forms = append(h.Forms, "discussion")
	}
	if b.chance(25) {
		h.Forms = append(h.Forms, "service")
		if kinds[0] == "party_day" {
			h.Kinds = append(h.Kinds, "volunteer")
		}
	}
	away := len(b.full) - b.away
	for k, m := range due {
		if k >= away && k < len(b.full) || k >= len(b.full) && on < party.DateOf(b.county.Year, 3, 29) {
			continue // members away are not due (C17); those of this spring not yet
		}
		h.Due = append(h.Due, m)
		if k > 0 && !b.chance(b.shape.present) {
			h.Absent = append(h.Absent, fact.Absence{Member: m, Reason: party.Reasons[b.r.IntN(3)].Code})
		}
	}
	if kinds[0] == "party_day" {
		h.Hours = party.Int(2)
		h.Minutes = party.TextID(fmt.Sprintf("x-%s-%s", b.id, on))
		if b.shape.name == "copied" {
			h.Minutes = party.TextID(fmt.Sprintf("x-%s-same", b.id))
		}
	}
	for _, k := range kinds {
		if k == "lecture" {
			h.Speaker = b.secretary()
		}
	}
	id := b.record(on, h)
	if kinds[0] == "committee" && id != "" && b.chance(35) {
		b.decide(on, id)
	}
}

func (b *branch) decide(on party.Date, meeting party.FactID) {
	due := on.AddDays(20 + b.r.IntN(40))
	d := b.record(on, &fact.DecisionMade{Meeting: meeting, Owner: b.full[b.r.IntN(min(4, len(b.full)))], Due: due})
	if d != "" && b.chance(b.shape.done) {
		b.record(due.AddDays(-b.r.IntN(10)), &fact.DecisionDone{Decision: d, Done: true})
	}
}

func (b *branch) skip(k party.MeetingKind, window string, day party.Date) {
	if !b.chance(b.shape.skips) {
		return
	}
	end, err := party.ParseWindow(window)
	if err != nil {
		return
	}
	reason := party.SkipReasons[b.r.IntN(4)].Code
	b.record(max(end.Period().To.AddDays(1), day), &fact.MeetingSkipped{Meeting: k, Window: window, Reason: reason})
}

func (b *branch) quarter(y, q int) {
	last := party.DateOf(y, 3*q, 20)
	if b.chance(b.shape.quarter) {
		b.record(last, &fact.AffairsPublished{Matter: "affairs"})
	}
	if (b.domain == "village" || b.domain == "community") && b.chance(b.shape.quarter) {
		b.record(last.AddDays(2), &fact.AffairsPublished{Matter: "village_affairs"})
	}
	if b.chance(60) {
		b.record(last.AddDays(-30), &fact.RequestReceived{By: "town", Sort: party.Requests[b.r.IntN(6)].Code, Minutes: 15 * (1 + b.r.IntN(8)), Outside: b.chance(25)})
	}
}

// dues fixes the year's dues and records payment by half-years.
func (b *branch) dues(y int) {
	if b.form == "temporary" {
		return
	}
	for k, m := range b.roll {
		if k >= len(b.full) && y < b.county.Year {
			continue
		}
		fen := int64(20 * (1 + b.r.IntN(5)))
		if b.class() != "farmer" && b.class() != "student" {
			fen = int64(1000 + 500*b.r.IntN(20))
		}
		first := party.DateOf(y, 1, 12)
		if k >= len(b.full) {
			first = party.DateOf(y, 4, 2)
		}
		b.record(max(first, b.founded.AddDays(10)), &fact.DuesFixed{Member: m, Year: y, Fen: fen})
		for half := range 2 {
			if !b.chance(b.shape.party + 2) {
				continue
			}
			from, to := 1+6*half, 6+6*half
			if k >= len(b.full) {
				from = max(from, 3)
			}
			on := party.DateOf(y, to, 15)
			b.record(on, &fact.DuesPaid{Member: m, From: fmt.Sprintf("%d-%02d", y, from), To: fmt.Sprintf("%d-%02d", y, to), Fen: fen * int64(to-from+1)})
		}
	}
	for m := 1; m <= 12; m++ {
		if b.chance(b.shape.party) {
			b.record(party.DateOf(y, m, 25), &fact.DuesRemitted{Month: fmt.Sprintf("%d-%02d", y, m), Fen: int64(len(b.full)) * 500})
		}
	}
	if b.chance(b.shape.quarter) {
		b.record(party.DateOf(y, 12, 20), &fact.AffairsPublished{Matter: "dues"})
	}
}

// appraise holds 组织生活会 and 民主评议 of the year before, early in year y.
func (b *branch) appraise(y int) {
	on := party.DateOf(y, 2, 3+b.r.IntN(20))
	if on < b.founded.AddDays(90) || !b.chance(b.shape.quarter) {
		return
	}
	phases := []party.Phase{"study", "opinions", "talks", "self_check", "criticism", "plan"}
	if b.shape.name == "good" {
		phases = append(phases, "fixed")
	}
	b.record(on, &fact.MeetingHeld{Kinds: []party.MeetingKind{"org_life"}, Year: y - 1, Phases: phases})
	b.record(on.AddDays(1), &fact.MeetingHeld{Kinds: []party.MeetingKind{"appraisal"}, Year: y - 1, Phases: []party.Phase{"self_rating", "peer_rating", "poll", "verdict", "feedback"}})
	n := len(b.full)
	a := &fact.AppraisalHeld{Year: y - 1, Due: n, Taken: n - b.r.IntN(2)}
	a.Excellent = a.Taken / 4
	a.Good = a.Taken - a.Excellent
	b.record(on.AddDays(1), a)
	b.record(on.AddDays(-20), &fact.ReviewHeld{Year: y - 1, By: "town", Result: party.Verdicts[b.r.IntN(3)].Code})
}

func (b *branch) talks(y int) {
	pairs := []party.Pair{"committee_committee", "committee_member", "member_member"}
	for k, p := range pairs {
		if b.chance(b.shape.quarter) {
			b.record(party.DateOf(y, 4+2*k, 8+b.r.IntN(15)), &fact.TalkHeld{Pair: p})
		}
	}
	if b.chance(b.shape.quarter) {
		b.record(party.DateOf(y, 6, 25), &fact.CareGiven{Members: 1 + b.r.IntN(4), Way: "visit"})
	}
}

func (b *branch) study(y int) {
	s := &fact.StudyLogged{Hours: party.Int(16), Form: "course", Level: "town"}
	for _, m := range b.full {
		if b.chance(b.shape.present) {
			s.Members = append(s.Members, m)
		}
	}
	if len(s.Members) > 0 {
		b.record(party.DateOf(y, 5, 10), s)
	}
	lead := &fact.StudyLogged{Members: b.full[:min(3, len(b.full))], Hours: party.Int(24), Form: "course", Level: "county"}
	if b.chance(b.shape.quarter) {
		b.record(party.DateOf(y, 9, 14), lead)
	}
}

// seenFromAbove writes outcome figures, inspections and what they found.
func (b *branch) seenFromAbove(y int) {
	value := party.Int(70 + b.r.IntN(8) + b.shape.done/4)
	b.record(party.DateOf(y, 10, 20), &fact.OutcomeStated{Sort: "satisfaction", Value: min(value, party.Int(100)), Basis: 20 + b.r.IntN(60), Issuer: "survey", Year: y})
	if b.chance(30) {
		i := b.record(party.DateOf(y, 8, 10+b.r.IntN(10)), &fact.InspectionMade{By: "town", Sort: "spot"})
		if i != "" && !b.chance(b.shape.done) {
			f := b.record(party.DateOf(y, 8, 25), &fact.FindingRaised{Inspection: i, Item: "ZB-46", Severity: "minor", Due: party.DateOf(y, 10, 25)})
			if f != "" && b.chance(b.shape.done) {
				b.record(party.DateOf(y, 10, 9), &fact.FindingClosed{Finding: f, Result: "done"})
			}
		}
	}
	if b.shape.name == "good" && b.chance(20) {
		b.record(party.DateOf(y, 6, 30), &fact.Honour{Name: "先进基层党组织", Level: party.Tiers[1+b.r.IntN(3)].Code})
	}
}
