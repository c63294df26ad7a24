package operate

import (
	"fmt"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// pledges lets members take on posts and promises, topics be answered, and the
// half-yearly statistics go up.
func (b *branch) pledges(y int) {
	for k, m := range b.full {
		if k > 5 || !b.chance(b.shape.party) {
			continue
		}
		due := party.DateOf(y, 10, 10)
		id := b.record(party.DateOf(y, 3, 8), &fact.PledgeMade{Member: m, Form: party.Pledges[k%len(party.Pledges)].Code, Due: due})
		if id != "" && b.chance(b.shape.done) {
			b.record(due.AddDays(-b.r.IntN(40)), &fact.PledgeDone{Pledge: id, Done: true})
		}
	}
	if b.chance(40) {
		t := b.record(party.DateOf(y, 5, 16), &fact.TopicProposed{})
		if t != "" && b.chance(b.shape.done) {
			b.record(party.DateOf(y, 5, 16).AddDays(b.r.IntN(12)), &fact.TopicAnswered{Topic: t, Result: "done"})
		}
	}
	for _, on := range []party.Date{party.DateOf(y, 6, 29), party.DateOf(y, 12, 29)} {
		if b.chance(b.shape.quarter) {
			b.record(on, &fact.Submitted{Matter: "statistics", To: b.town})
		}
	}
	if b.chance(12) {
		h := b.record(party.DateOf(y, 8, 4), &fact.HelpAsked{Of: b.town})
		if h != "" && b.chance(70) {
			b.answer(b.town, party.DateOf(y, 8, 18), &fact.HelpAnswered{Ask: h, Result: "done"})
		}
	}
	b.keepTouch(y)
	if !b.chance(b.shape.quarter) {
		return
	}
	for k, kind := range []party.MeetingKind{"integrity", "ideology", "consultation", "visit"} {
		b.record(party.DateOf(y, 3+2*k, 18), &fact.MeetingHeld{Kinds: []party.MeetingKind{kind}, Forms: []party.MeetingForm{"discussion"}})
	}
}

// keepTouch gets in touch with the members who are away, twice a year.
func (b *branch) keepTouch(y int) {
	for k := len(b.full) - b.away; k < len(b.full); k++ {
		for _, month := range []int{2, 7, 12} {
			if b.chance(b.shape.done + 6) {
				b.record(party.DateOf(y, month, 3+b.r.IntN(12)), &fact.MemberAway{Member: b.full[k], State: "contact"})
			}
		}
	}
}

// develop takes one applicant in some branches through the first steps.
func (b *branch) develop(y int) {
	if b.form == "floating" || b.form == "temporary" || !b.chance(25) {
		return
	}
	m := party.MemberID(fmt.Sprintf("m-%s-a%d", b.id, y))
	on := party.DateOf(y, 1, 10+b.r.IntN(15))
	if on < b.founded {
		return
	}
	step := func(days int, s party.Step, people ...party.MemberID) {
		b.record(on.AddDays(days), &fact.MemberStaged{Member: m, Step: s, People: people})
	}
	step(0, "apply")
	if !b.chance(b.shape.quarter) {
		return
	}
	step(5+b.r.IntN(20), "talk")
	if b.chance(60) {
		step(60, "activist")
		step(66, "activist_filed")
		step(70, "contacts", b.full[0], b.full[1])
		step(240, "observe")
	}
}
