package register

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// TestConduct_C01_DecisionsAreTheFirstOutcome: whether decisions were done is
// read off facts that exist anyway, beside and apart from whether meetings were
// held.
func TestConduct_C01_DecisionsAreTheFirstOutcome(t *testing.T) {
	b := branch(5)
	d := b.on("2026-03-01", &fact.DecisionMade{Owner: who(1), Due: day("2026-04-30")})
	before := b.year(2026, "2026-12-31")
	b.on("2026-04-20", &fact.DecisionDone{Decision: d, Done: true})
	after := b.year(2026, "2026-12-31")
	same(t, "due", after.Numbers[nDecisionsDue], party.Int(1))
	same(t, "done before", before.Numbers[nDecisionsDone], party.Int(0))
	same(t, "done after", after.Numbers[nDecisionsDone], party.Int(1))
	if before.Months != after.Months {
		t.Error("a decision done changes the count of meetings")
	}
}

// TestConduct_C01_BaselineIsTheBranchsOwnYear: the year before is there when the
// branch recorded something in it, and does not move any more once the closing
// season is over.
func TestConduct_C01_BaselineIsTheBranchsOwnYear(t *testing.T) {
	b := branch(5)
	if y := b.year(2026, "2026-12-31"); y.Before != nil {
		t.Error("an opening state alone is no baseline")
	}
	b.meet("2025-03-10", "assembly")
	b.on("2026-02-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"org_life"}, Year: 2025})
	june, december := b.year(2026, "2026-06-30"), b.year(2026, "2026-12-31")
	if june.Before == nil || june.Before.Of != 2025 || june.Before.Before != nil {
		t.Fatalf("the baseline is %+v", june.Before)
	}
	same(t, "assemblies of 2025", june.Before.total(sAssembly), 1)
	same(t, "组织生活会 of 2025", june.Before.total(sOrgLife), 1)
	if !reflect.DeepEqual(june.Before, december.Before) {
		t.Error("the baseline moved between June and December")
	}
	if january := b.year(2026, "2026-01-31"); january.Before.total(sOrgLife) != 0 {
		t.Error("the baseline knows in January what happened in February")
	}
}

// TestConduct_C02_LateRecordsCountAlike: recorded the same evening or months
// later, a fact gives the same year.
func TestConduct_C02_LateRecordsCountAlike(t *testing.T) {
	on, late := hundred(), hundred()
	for i := range late.facts {
		late.facts[i].At = late.facts[i].At.AddDate(0, 5, 0)
	}
	if !reflect.DeepEqual(on.year(2026, "2026-12-31"), late.year(2026, "2026-12-31")) {
		t.Error("lateness changed the year")
	}
}

// TestConduct_C02_TheOrderOfWritingDecidesNothing: whatever of one day is written
// down first, a meeting counts those on the roll that day, and an answer finds
// its question.
func TestConduct_C02_TheOrderOfWritingDecidesNothing(t *testing.T) {
	first, second := branch(3), branch(3)
	write := func(b *book, meetingFirst bool) {
		if meetingFirst {
			b.meet("2026-03-10", "assembly")
			b.enrol("2026-03-10", "m09")
			return
		}
		b.enrol("2026-03-10", "m09")
		b.meet("2026-03-10", "assembly")
	}
	write(first, true)
	write(second, false)
	for _, b := range []*book{first, second} {
		y := b.year(2026, "2026-12-31")
		same(t, "due", y.Numbers[nDue], party.Int(4))
		same(t, "the new member's", y.member(t, "m09").Values[mDue], 1)
	}
}

// TestConduct_C05_NoRecordIsNotNoPartyLife: what nobody recorded is unknown, not
// zero; what was recorded as none is zero.
func TestConduct_C05_NoRecordIsNotNoPartyLife(t *testing.T) {
	y := branch(5).year(2026, "2026-12-31")
	for _, n := range []standard.Number{
		nVacant, nTermOver, nAppraisalDue, nAppraisalTaken, nExcellent, nLifePhases, nAppraisalPhases,
		nSatisfaction, nSatisfactionBasis, nService, nBusiness, nReview, nMoneyDue, nMoneyReceived, nSquare,
	} {
		if !y.Unknown[n] || y.Numbers[n] != 0 {
			t.Errorf("%s is %s, unknown %v, with no fact behind it", standard.NumberWords[n].Name, y.Numbers[n], y.Unknown[n])
		}
	}
	for _, m := range y.Members {
		if n, known := Said(m.Values[mArrears]); known || n != 84 || m.Values[mMissed] != 0 {
			t.Errorf("%s is said to be in arrears %d or absent %d months, of which nothing is recorded", m.Member, m.Values[mArrears], m.Values[mMissed])
		}
	}
	if len(y.Cases) > 0 {
		t.Errorf("clocks run for a branch of which only the roll is known: %v", y.Cases)
	}
}

// TestConduct_C02_APaymentMakesNobodyWorseOff: what one member paid says nothing
// about another, whatever month it is for; recording it never adds a month of
// arrears to anyone, nor makes any known before the closing but of the months for
// which too little was paid.
func TestConduct_C02_APaymentMakesNobodyWorseOff(t *testing.T) {
	check(t, 300, func(t *rapid.T) {
		b := branch(4)
		type month struct{ who, at int }
		told := map[month]bool{}
		pay := func() {
			i := rapid.IntRange(1, 4).Draw(t, "who")
			n := rapid.IntRange(0, 30).Draw(t, "from")
			to := n + rapid.SampledFrom([]int{0, 0, 1, 2, 5, 11}).Draw(t, "months")
			name := func(n int) string { return fmt.Sprintf("%d-%02d", 2024+n/12, n%12+1) }
			for k := n; k <= to; k++ {
				told[month{i, k}] = true
			}
			b.on("2026-10-20", &fact.DuesPaid{Member: who(i), From: name(n), To: name(to), Fen: int64(rapid.IntRange(1, 40).Draw(t, "fen"))})
		}
		for i := range 4 {
			if rapid.Bool().Draw(t, "fixed") {
				b.on("2026-01-10", &fact.DuesFixed{Member: who(i + 1), Year: 2026, Fen: int64(rapid.IntRange(1, 9).Draw(t, "monthly"))})
			}
		}
		for range rapid.IntRange(0, 5).Draw(t, "before") {
			pay()
		}
		asOf := rapid.SampledFrom([]string{"2026-10-31", "2026-11-30", "2026-12-31"}).Draw(t, "as of")
		before := b.year(2026, asOf)
		pay()
		for i, m := range b.year(2026, asOf).Members {
			was, _ := Said(before.Members[i].Values[mArrears])
			n, known := Said(m.Values[mArrears])
			for k := 0; known && k < int(n)-2; k++ { // of a quarter under way two months may not count
				if last := int(day(asOf).Month()) + 23; !told[month{i + 1, last - 2 - k}] {
					t.Fatalf("%s: arrears of %d are known, but of months of which nothing is recorded", m.Member, n)
				}
			}
			if n > was || m.Values[mPaid] < before.Members[i].Values[mPaid] {
				t.Fatalf("%s: one more payment made arrears of %d into %d, %d months paid into %d", m.Member, was, n, before.Members[i].Values[mPaid], m.Values[mPaid])
			}
		}
	})
}

// TestNothingPaidIsNoPayment: a line of 0, which is refused now but may stand in an
// older file, counts neither as paid nor as something known of the member.
func TestNothingPaidIsNoPayment(t *testing.T) {
	b := branch(1)
	b.on("2026-12-05", &fact.DuesPaid{Member: who(1), From: "2026-01", To: "2026-12"})
	m := b.year(2026, "2026-12-31").member(t, who(1))
	same(t, "months paid", m.Values[mPaid], 0)
	same(t, "arrears", m.Values[mArrears], int32(Unsaid(84)))
}

// TestConduct_C05_SkipsAndInspectionsAreKept: 没开 and what an inspection found
// reach the year as they are.
func TestConduct_C05_SkipsAndInspectionsAreKept(t *testing.T) {
	b := branch(5)
	skip := b.on("2026-06-30", &fact.MeetingSkipped{Meeting: "assembly", Window: "2026-Q2", Reason: "harvest"})
	b.on("2026-12-31", &fact.MeetingSkipped{Meeting: "org_life", Window: "2026", Reason: "other"})
	b.on("2026-07-31", &fact.MeetingSkipped{Meeting: "party_day", Window: "2026-07", Reason: "holiday"})
	b.on("2027-01-02", &fact.MeetingSkipped{Meeting: "party_day", Window: "2027-H1", Reason: "holiday"})
	spot := b.on("2026-08-10", &fact.InspectionMade{By: "county", Sort: "spot", Settles: []party.ItemID{"ZB-46", "ZB-40"}})
	cross := b.on("2026-09-10", &fact.InspectionMade{By: "county", Sort: "cross", Settles: []party.ItemID{"ZB-40"}})
	y := b.year(2026, "2027-02-28")
	if len(y.Skips) != 3 || y.Skips[0] != (Skip{sAssembly, party.Window{Cadence: party.Quarterly, Year: 2026, Index: 1}, "harvest", skip}) {
		t.Errorf("skips: %+v", y.Skips)
	}
	if want := []Settled{{"ZB-40", day("2026-08-10"), spot}, {"ZB-40", day("2026-09-10"), cross}, {"ZB-46", day("2026-08-10"), spot}}; !slices.Equal(y.Settled, want) {
		t.Errorf("settled: %v", y.Settled)
	}
	if y := b.year(2026, "2026-09-09"); len(y.Settled) != 2 {
		t.Errorf("settled the day before the second inspection: %v", y.Settled)
	}
}

// TestConduct_C09_SeasonsChoicesAndWaivers: a branch's own seasons, items and
// waivers reach the year.
func TestConduct_C09_SeasonsChoicesAndWaivers(t *testing.T) {
	b := branch(5)
	b.on("2026-01-05", &fact.SeasonDeclared{Season: "harvest", From: day("2026-09-20"), To: day("2026-10-20")})
	b.on("2026-01-05", &fact.SeasonDeclared{Season: "harvest", From: day("2026-05-20"), To: day("2026-06-20")})
	b.on("2025-12-05", &fact.SeasonDeclared{Season: "holiday", From: day("2025-07-01"), To: day("2025-08-31")})
	w := b.on("2026-01-06", &fact.WaiverDeclared{Item: "ZB-50", From: day("2025-12-01"), To: day("2026-06-30"), Reason: "season"})
	c := b.on("2026-01-07", &fact.ChoiceDeclared{Item: "ZB-63", Target: party.Int(3), Year: 2026})
	b.on("2026-11-07", &fact.ChoiceReported{Choice: c, Value: party.Int(2)})
	y := b.year(2026, "2026-12-31")
	if len(y.Seasons) != 2 || y.Seasons[0].Days.From != day("2026-05-20") {
		t.Errorf("seasons: %v", y.Seasons)
	}
	if len(y.Waivers) != 1 || y.Waivers[0] != (Waiver{"ZB-50", party.Period{From: day("2025-12-01"), To: day("2026-06-30")}, "season", w}) {
		t.Errorf("waivers: %v", y.Waivers)
	}
	same(t, "own items", y.Numbers[nChoices], party.Int(1))
	same(t, "reached", y.Numbers[nChoicesDone], party.Int(0)) // below its own target, and never below zero
}

// TestConduct_C09_SeasonsAreDeclaredOnceAndInAdvance: those that begin in a year are
// declared on one day; what is declared later does not count, nor do the days before
// a declaration; one that runs over the year's end is no declaration of the next.
func TestConduct_C09_SeasonsAreDeclaredOnceAndInAdvance(t *testing.T) {
	type said struct{ on, from, to string }
	for _, c := range []struct {
		what string
		said []said
		want string
	}{
		{"in advance", []said{{"2026-01-05", "2026-05-20", "2026-06-20"}}, "2026-05-20..2026-06-20"},
		{"the year before", []said{{"2025-12-05", "2026-05-20", "2026-06-20"}}, "2026-05-20..2026-06-20"},
		{"on the first day", []said{{"2026-05-20", "2026-05-20", "2026-06-20"}}, "2026-05-20..2026-06-20"},
		{"ten days late", []said{{"2026-05-30", "2026-05-20", "2026-06-20"}}, "2026-05-30..2026-06-20"},
		{"on the last day", []said{{"2026-06-20", "2026-05-20", "2026-06-20"}}, "2026-06-20..2026-06-20"},
		{"when it was over", []said{{"2026-06-21", "2026-05-20", "2026-06-20"}}, ""},
		{"two at once", []said{{"2026-01-05", "2026-09-20", "2026-10-20"}, {"2026-01-05", "2026-05-20", "2026-06-20"}}, "2026-05-20..2026-06-20 2026-09-20..2026-10-20"},
		{"another later", []said{{"2026-01-05", "2026-05-20", "2026-06-20"}, {"2026-01-06", "2026-09-20", "2026-10-20"}}, "2026-05-20..2026-06-20"},
		{"after one that was void from the start", []said{{"2026-05-05", "2026-03-20", "2026-04-20"}, {"2026-05-06", "2026-09-20", "2026-10-20"}}, "2026-09-20..2026-10-20"},
		{"over the year's end, and this year's", []said{{"2025-12-01", "2025-12-15", "2026-01-31"}, {"2026-01-05", "2026-05-20", "2026-06-20"}}, "2026-01-01..2026-01-31 2026-05-20..2026-06-20"},
		{"over this year's end", []said{{"2026-12-20", "2026-12-01", "2027-01-31"}}, "2026-12-20..2026-12-31"},
		{"of other years", []said{{"2025-01-05", "2025-05-20", "2025-06-20"}, {"2026-12-05", "2027-05-20", "2027-06-20"}}, ""},
	} {
		b, got := branch(5), ""
		for _, s := range c.said {
			b.on(s.on, &fact.SeasonDeclared{Season: "harvest", From: day(s.from), To: day(s.to)})
		}
		for _, s := range b.year(2026, "2026-12-31").Seasons {
			got += " " + s.Days.From.String() + ".." + s.Days.To.String()
			if s.Fact == "" {
				t.Errorf("%s: no fact behind %v", c.what, s)
			}
		}
		if strings.TrimSpace(got) != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

// TestConduct_C11_TheAskerIsMetered: who asks is counted on the side of what is
// asked, never as something the branch did.
func TestConduct_C11_TheAskerIsMetered(t *testing.T) {
	b := branch(5)
	plain := b.year(2026, "2026-12-31")
	b.on("2026-04-01", &fact.RequestReceived{By: "town", Sort: "form", Minutes: 90})
	b.on("2026-04-02", &fact.RequestReceived{By: "county", Sort: "material", Outside: true, Minutes: 30})
	y := b.year(2026, "2026-12-31")
	same(t, "requests", y.Numbers[nRequests], party.Int(2))
	same(t, "minutes", y.Numbers[nRequestMinutes], party.Int(120))
	same(t, "from outside", y.Numbers[nOutside], party.Int(1))
	if y.Months != plain.Months {
		t.Error("being asked counts as having done something")
	}
}

// TestConduct_C14_AStepAboveStopsTheBranchsClock: what was sent upwards runs on
// the upper level's clock from then on.
func TestConduct_C14_AStepAboveStopsTheBranchsClock(t *testing.T) {
	b := branch(5)
	b.by("t1", "2019-01-01", &fact.OrgFounded{Name: "镇党委", Level: "committee", Form: "single", Domain: "agency"})
	b.on("2026-03-01", &fact.ElectionHeld{Sort: "by", Seats: 1, Candidates: 1, Vote: fact.Vote{On: "election", Due: 5, Present: 5}, By: "assembly"})
	y := b.year(2026, "2026-03-31")
	same(t, "the branch's clock", y.of(cResults), " 2026-03-01→ ")
	same(t, "the upper clock", y.of(cResultsAnswered), "")
	sent := b.on("2026-03-10", &fact.Submitted{Matter: "results", To: "t1"})
	y = b.year(2026, "2026-03-31")
	same(t, "the branch's clock", y.of(cResults), " 2026-03-01→2026-03-10 ")
	same(t, "the upper clock", y.of(cResultsAnswered), " 2026-03-10→ ")
	b.by("t1", "2026-03-20", &fact.UpperDid{Duty: "answered", Answers: sent, Result: "done"})
	y = b.year(2026, "2026-03-31")
	same(t, "the upper clock", y.of(cResultsAnswered), " 2026-03-10→2026-03-20 ")
}

// TestConduct_C15_UnansweredAsksStopTheirItems: from the day after the fifteenth
// working day until the day before the answer.
func TestConduct_C15_UnansweredAsksStopTheirItems(t *testing.T) {
	b := branch(5)
	b.by("t1", "2019-01-01", &fact.OrgFounded{Name: "镇党委", Level: "committee", Form: "single", Domain: "agency"})
	ask := b.on("2026-04-01", &fact.HelpAsked{Of: "t1", Items: []party.ItemID{"ZB-63", "ZB-40"}})
	b.on("2026-05-01", &fact.HelpAsked{Of: "t1"})
	b.by("t1", "2026-06-10", &fact.HelpAnswered{Ask: ask, Result: "declined"})
	in := b.on("2026-07-01", &fact.HelpAsked{Of: "t1", Items: []party.ItemID{"ZB-40"}})
	b.by("t1", "2026-07-22", &fact.HelpAnswered{Ask: in, Result: "done"}) // the fifteenth working day
	for _, c := range []struct{ cut, to string }{
		{"2026-04-22", ""}, {"2026-04-23", "2199-12-31"}, {"2026-06-09", "2199-12-31"}, {"2026-06-10", "2026-06-09"}, {"2026-12-31", "2026-06-09"},
	} {
		var want []Stop
		if c.to != "" {
			days := party.Period{From: day("2026-04-23"), To: day(c.to)}
			want = []Stop{{Days: days, Item: "ZB-40", Fact: ask}, {Days: days, Item: "ZB-63", Fact: ask}}
		}
		if y := b.year(2026, c.cut); !slices.Equal(y.Stops, want) {
			t.Errorf("by %s: %v, want %v", c.cut, y.Stops, want)
		}
	}
	for year, n := range map[int]int{2029: 2, 2030: 0} {
		if y := b.year(year, fmt.Sprint(year, "-12-31")); len(y.Stops) != n {
			t.Errorf("%d of them are kept in %d, want %d", len(y.Stops), year, n)
		}
	}
}

// TestConduct_C14_WhatWasSentUpIsWaitedFor: from the day of sending until the day
// before the answer, or before the step is taken without one.
func TestConduct_C14_WhatWasSentUpIsWaitedFor(t *testing.T) {
	vote := fact.Vote{On: "election", Due: 5, Present: 5}
	for _, c := range []struct {
		name string
		sent fact.Submitted
		then func(b *book, sent party.FactID)
		to   string
	}{
		{"no answer", fact.Submitted{Matter: "election"}, func(*book, party.FactID) {}, "2199-12-31"},
		{"answered", fact.Submitted{Matter: "election"}, func(b *book, sent party.FactID) {
			b.by("t1", "2026-04-20", &fact.UpperDid{Duty: "answered", Answers: sent, Result: "done"})
		}, "2026-04-19"},
		{"elected without an answer", fact.Submitted{Matter: "election"}, func(b *book, _ party.FactID) {
			b.on("2026-05-10", &fact.ElectionHeld{Sort: "term", Seats: 1, Candidates: 1, Vote: vote, By: "assembly"})
		}, "2026-05-09"},
		{"an election between terms is another", fact.Submitted{Matter: "extension"}, func(b *book, _ party.FactID) {
			b.on("2026-05-10", &fact.ElectionHeld{Sort: "by", Seats: 1, Candidates: 1, Vote: vote, By: "assembly"})
		}, "2199-12-31"},
		{"candidates of it", fact.Submitted{Matter: "candidates", Member: who(1)}, func(b *book, _ party.FactID) {
			b.on("2026-05-10", &fact.ElectionHeld{Sort: "by", Seats: 1, Candidates: 1, Vote: vote, By: "assembly"})
		}, "2026-05-09"},
		{"reviewed", fact.Submitted{Matter: "disposal", Member: who(1)}, func(b *book, _ party.FactID) {
			b.on("2026-05-10", &fact.DisposalStep{Member: who(1), Step: "reviewed"})
		}, "2026-05-09"},
		{"looked into only", fact.Submitted{Matter: "disposal", Member: who(1)}, func(b *book, _ party.FactID) {
			b.on("2026-05-10", &fact.DisposalStep{Member: who(1), Step: "investigated"})
		}, "2199-12-31"},
		{"another member's", fact.Submitted{Matter: "disposal", Member: who(1)}, func(b *book, _ party.FactID) {
			b.on("2026-05-10", &fact.DisposalStep{Member: who(2), Step: "reviewed"})
		}, "2199-12-31"},
		{"found again", fact.Submitted{Matter: "disposal", Member: who(1)}, func(b *book, _ party.FactID) {
			b.on("2026-01-05", &fact.MemberAway{Member: who(1), State: "lost"})
			b.on("2026-05-10", &fact.MemberAway{Member: who(1), State: "contact"})
		}, "2026-05-09"},
		{"suspended", fact.Submitted{Matter: "disposal", Member: who(1)}, func(b *book, _ party.FactID) {
			b.on("2026-05-10", &fact.MemberStanding{Member: who(1), State: "suspended"})
		}, "2026-05-09"},
		{"three again", fact.Submitted{Matter: "adjusting"}, func(b *book, _ party.FactID) {
			for n := range 3 {
				b.on("2026-02-01", &fact.MemberDied{Member: who(n + 1)})
			}
			b.on("2026-05-10", &fact.MemberMoved{Member: "n1", Way: "in", Summary: &fact.MemberSummary{Stage: "full"}})
		}, "2026-05-09"},
	} {
		b := branch(5)
		b.by("t1", "2019-01-01", &fact.OrgFounded{Name: "镇党委", Level: "committee", Form: "single", Domain: "agency"})
		c.sent.To = "t1"
		sent := b.on("2026-03-10", &c.sent)
		c.then(b, sent)
		want := []Stop{{Days: party.Period{From: day("2026-03-10"), To: day(c.to)}, Matter: c.sent.Matter, Subject: c.sent.Member, Fact: sent}}
		if y := b.year(2026, "2026-12-31"); !slices.Equal(y.Stops, want) {
			t.Errorf("%s: %v, want %v", c.name, y.Stops, want)
		}
	}
}

// TestConduct_C16_NothingOfPersonsButCountsAndDays: the types of a year have no
// place for text about persons, for grounds, names, sex, birth or pay.
func TestConduct_C16_NothingOfPersonsButCountsAndDays(t *testing.T) {
	m := reflect.TypeFor[MemberYear]()
	for i := range m.NumField() {
		if f := m.Field(i); f.Type != reflect.TypeFor[party.MemberID]() && f.Type != reflect.TypeFor[[NMember]int32]() {
			t.Errorf("MemberYear holds %s %s", f.Name, f.Type)
		}
	}
	for _, w := range standard.MemberWords {
		for _, no := range []string{"姓名", "性别", "年龄", "出生", "民族", "学历", "工资", "原因", "缘由", "排名", "总分"} {
			if strings.Contains(w.Name, no) {
				t.Errorf("a measure of members is called %s", w.Name)
			}
		}
	}
	c := reflect.TypeFor[Case]()
	for i := range c.NumField() {
		if k := c.Field(i).Type.Kind(); k == reflect.String && c.Field(i).Type != reflect.TypeFor[party.MemberID]() {
			t.Errorf("a case holds text: %s", c.Field(i).Name)
		}
	}
}

// TestConduct_C16_DisposalsAreStageAndResult: of a disposal the year knows how
// many, whether it was filed first, and the term of 限期改正.
func TestConduct_C16_DisposalsAreStageAndResult(t *testing.T) {
	b := branch(5)
	id := b.on("2026-02-01", &fact.DisposalStep{Member: who(5), Step: "filed"})
	b.on("2026-03-20", &fact.DisposalStep{Member: who(5), Case: id, Step: "approved", Result: "correct", Until: day("2026-09-20")})
	y := b.year(2026, "2026-12-31")
	same(t, "disposals", y.Numbers[nDisposals], party.Int(1))
	same(t, "members", y.at(t, "2026-12-31", pMembers), 5)
	same(t, "full members", y.member(t, who(5)).Values[mFull], 1) // rights are kept (CZ-13)
}

// TestConduct_C17_MembersAway: with living contact a floating member is outside
// the denominator, listed or not, present or not; a reply once in six months
// keeps it so; a line from the host branch ends the run of absence.
func TestConduct_C17_MembersAway(t *testing.T) {
	b := branch(4)
	b.on("2026-01-10", &fact.MemberAway{Member: who(4), State: "floating"})
	all := []party.MemberID{who(1), who(2), who(3), who(4)}
	gone := []fact.Absence{{Member: who(4), Reason: "other"}}
	b.on("2026-02-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: all, Absent: gone})
	b.on("2026-03-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: all, Online: all[3:], Hours: party.Int(2)})
	y := b.year(2026, "2026-07-10")
	same(t, "due", y.Numbers[nDue], party.Int(6))
	same(t, "present", y.Numbers[nPresent], party.Int(6))
	m := y.member(t, who(4))
	same(t, "due himself", m.Values[mDue], 0)
	same(t, "hours", m.Values[mHours], int32(party.Int(2)))
	same(t, "floating in contact", m.Values[mFloating], 1)
	// Online in March was the last sign of life: it holds for six months.
	b.on("2026-09-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: all, Absent: gone})
	b.on("2026-09-11", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: all, Absent: gone})
	y = b.year(2026, "2026-10-01")
	same(t, "due after six months", y.member(t, who(4)).Values[mDue], 1)
	same(t, "run of absence", y.member(t, who(4)).Values[mMissed], 1)
	b.on("2026-09-20", &fact.MemberAway{Member: who(4), State: "host_report"})
	same(t, "run of absence with a line from the host", b.year(2026, "2026-10-01").member(t, who(4)).Values[mMissed], 0)
}

// TestConduct_C17_TheHostWritesHome: a line that the host branch writes itself
// reaches the home branch.
func TestConduct_C17_TheHostWritesHome(t *testing.T) {
	b := branch(3)
	b.by("b2", "2020-01-01", &fact.OrgFounded{Name: "流入地", Level: "branch", Form: "single", Domain: "soe"})
	b.on("2026-01-10", &fact.MemberAway{Member: who(3), State: "floating", Host: "b2"})
	b.by("b2", "2026-05-10", &fact.MemberAway{Member: who(3), State: "host_report"})
	y := b.year(2026, "2026-12-31")
	same(t, "contacts", y.of(cFloating), "m03 2026-01-10→2026-05-10 ; m03 2026-05-10→ ")
}

// TestConduct_C17_AdjustedWithoutReason: a committee's decision takes a member
// out of what is expected, from its day to its end.
func TestConduct_C17_AdjustedWithoutReason(t *testing.T) {
	if reflect.TypeFor[fact.MemberAdjusted]().NumField() != 2 {
		t.Error("an adjustment says more than who and whether")
	}
	b := branch(3)
	b.on("2026-02-01", &fact.MemberAdjusted{Member: who(3), On: true})
	b.meet("2026-03-10", "assembly")
	y := b.year(2026, "2026-12-31")
	same(t, "due", y.Numbers[nDue], party.Int(2))
	same(t, "adjusted", y.member(t, who(3)).Values[mAdjusted], 1)
	same(t, "members", y.at(t, "2026-03-10", pMembers), 3) // still a member
}

// TestConduct_C20_WhoWritesDecidesNothing: a clerk on paper's behalf is as good
// as the secretary.
func TestConduct_C20_WhoWritesDecidesNothing(t *testing.T) {
	a, b := hundred(), hundred()
	for i := range b.facts {
		b.facts[i].By, b.facts[i].Proxy = "m-other", true
	}
	if !reflect.DeepEqual(a.year(2026, "2026-12-31"), b.year(2026, "2026-12-31")) {
		t.Error("who wrote it down changed the year")
	}
}

// TestConduct_C25_OneJointMeetingServesAll: the owner counts it at once, each
// co-organiser when it has confirmed, once.
func TestConduct_C25_OneJointMeetingServesAll(t *testing.T) {
	b := branch(3)
	b.by("b2", "2020-01-01", &fact.OrgFounded{Name: "乙", Level: "branch", Form: "single", Domain: "soe"})
	m := b.on("2026-03-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"party_day", "lecture"}, Hosts: []party.OrgID{"b2"}})
	host := func(asOf string) *Year { return b.fold(asOf).Year("b2", 2026, true) }
	same(t, "the owner's", b.year(2026, "2026-12-31").total(sLecture), 1)
	same(t, "the host's before it confirms", host("2026-12-31").total(sLecture), 0)
	b.by("b2", "2026-04-01", &fact.MeetingConfirmed{Meeting: m})
	b.by("b2", "2026-04-02", &fact.MeetingConfirmed{Meeting: m})
	b.by("b1", "2026-04-02", &fact.MeetingConfirmed{Meeting: m}) // the owner is no host
	same(t, "the host's as of March", host("2026-03-31").total(sLecture), 0)
	y := host("2026-12-31")
	same(t, "the host's", y.total(sLecture), 1)
	same(t, "in March", y.Months[sLecture][2], 1)
	same(t, "joint", y.total(sJoint), 1)
	same(t, "confirmed to the owner", b.year(2026, "2026-12-31").Numbers[nConfirmations], party.Int(1))
}

// TestConduct_C25_LateConfirmations: what is confirmed after the closing season of
// a year is not in it as the baseline of the next.
func TestConduct_C25_LateConfirmations(t *testing.T) {
	b := branch(3)
	b.by("b2", "2020-01-01", &fact.OrgFounded{Name: "乙", Level: "branch", Form: "single", Domain: "soe"})
	b.by("b2", "2025-03-01", &fact.CareGiven{Members: 1, Way: "visit"})
	b.meet("2025-04-10", "assembly")
	m := b.on("2025-12-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"party_day"}, Hosts: []party.OrgID{"b2"}})
	b.by("b2", "2026-05-01", &fact.MeetingConfirmed{Meeting: m})
	r := b.fold("2026-12-31")
	same(t, "the host's baseline", r.Year("b2", 2026, true).Before.total(sPartyDay), 0)
	same(t, "the owner's confirmations in the baseline", r.Year("b1", 2026, true).Before.Numbers[nConfirmations], party.Int(0))
	same(t, "the host's own year", r.Year("b2", 2025, true).total(sPartyDay), 1)
	same(t, "the owner's own year", r.Year("b1", 2025, true).Numbers[nConfirmations], party.Int(1))
}

// TestConduct_C25_CorrectedMeetingsStayConfirmed: a meeting that is mended keeps
// its thread.
func TestConduct_C25_CorrectedMeetingsStayConfirmed(t *testing.T) {
	b := branch(3)
	b.by("b2", "2020-01-01", &fact.OrgFounded{Name: "乙", Level: "branch", Form: "single", Domain: "soe"})
	m := b.on("2026-03-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"party_day"}, Hosts: []party.OrgID{"b2"}})
	b.by("b2", "2026-04-01", &fact.MeetingConfirmed{Meeting: m})
	b.on("2026-03-11", &fact.MeetingHeld{Kinds: []party.MeetingKind{"party_day", "lecture"}, Hosts: []party.OrgID{"b2"}})
	b.facts[len(b.facts)-1].Corrects = m
	y := b.fold("2026-12-31").Year("b2", 2026, true)
	same(t, "the host's lectures", y.total(sLecture), 1)
	same(t, "the host's days", y.total(sPartyDay), 1)
}

// TestMonotone: a good fact never takes anything away: one more meeting held by
// all leaves no series, no number of meetings and no member's hours lower.
func TestMonotone(t *testing.T) {
	check(t, 1500, func(t *rapid.T) {
		facts := draw(t, 30)
		cut := fact.Cut{On: firstOn + 1100}
		on := firstOn + party.Date(rapid.IntRange(0, 1000).Draw(t, "on"))
		more := append(slices.Clone(facts), fact.Fact{ID: "more", Org: "b1", On: on, At: facts[0].At, Body: &fact.MeetingHeld{
			Kinds: []party.MeetingKind{"assembly", "party_day"}, Hours: party.Int(2)}})
		for year := 2024; year <= 2026; year++ {
			a, b := Fold(facts, cut).Year("b1", year, false), Fold(more, cut).Year("b1", year, false)
			if a == nil {
				continue
			}
			for s := range a.Months {
				for i := range 12 {
					if b.Months[s][i] < a.Months[s][i] {
						t.Fatalf("%s fell in month %d of %d", standard.SeriesWords[s].Name, i+1, year)
					}
				}
			}
			for i := range a.Members {
				if b.Members[i].Values[mHours] < a.Members[i].Values[mHours] || b.Members[i].Values[mMissed] > a.Members[i].Values[mMissed] {
					t.Fatalf("%s lost hours or gained absence", a.Members[i].Member)
				}
			}
		}
	})
}

// TestTR86_NoTextInAYear: no talk, criticism, ballot or reason can be in a year,
// for no type in it holds the id of a text.
func TestTR86_NoTextInAYear(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walkType func(k reflect.Type)
	walkType = func(k reflect.Type) {
		if seen[k] {
			return
		}
		seen[k] = true
		if k == reflect.TypeFor[party.TextID]() {
			t.Error("a year holds the id of a text")
		}
		switch k.Kind() {
		case reflect.Struct:
			for i := range k.NumField() {
				walkType(k.Field(i).Type)
			}
		case reflect.Map:
			walkType(k.Key())
			walkType(k.Elem())
		case reflect.Slice, reflect.Array, reflect.Pointer:
			walkType(k.Elem())
		}
	}
	walkType(reflect.TypeFor[Year]())
	if len(seen) < 20 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}
