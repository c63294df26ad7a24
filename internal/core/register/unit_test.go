package register

import (
	"slices"
	"strconv"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// TestWindowsReadAsPartyReadsThem: the quick reader agrees with the careful one,
// on every window and on what is none.
func TestWindowsReadAsPartyReadsThem(t *testing.T) {
	for _, c := range []party.Cadence{party.Monthly, party.Quarterly, party.HalfYear, party.Yearly} {
		for year := 1990; year < 2100; year += 13 {
			for _, w := range c.Windows(year) {
				if got, ok := parseWindow(w.String()); !ok || got != w {
					t.Errorf("%s reads as %+v, %v", w, got, ok)
				}
			}
		}
	}
	for _, s := range []string{"", "2026-", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-H3", "2026-X1", "202", "20260", "2026-1", "２０２６", "2026-Q１", "2026 Q1"} {
		if got, ok := parseWindow(s); ok {
			t.Errorf("%q reads as %+v", s, got)
		}
		if _, err := party.ParseWindow(s); err == nil {
			t.Errorf("%q is a window after all", s)
		}
	}
}

func FuzzWindow(f *testing.F) {
	for _, s := range []string{"2026", "2026-03", "2026-Q4", "2026-H2", "2026-Q9", "2026-0x", "1234-Q1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := parseWindow(s)
		want, err := party.ParseWindow(s)
		if err == nil && (!ok || got != want) {
			t.Fatalf("%q reads as %+v %v, want %+v", s, got, ok, want)
		}
		if m, ok := parseMonth(s); ok && (m < 0 || m%12 > 11) {
			t.Fatalf("%q is month %d", s, m)
		}
	})
}

func TestMonthSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set months
		want := map[int]bool{}
		for range rapid.IntRange(0, 6).Draw(t, "runs") {
			a, b := rapid.IntRange(-20, 150).Draw(t, "a"), rapid.IntRange(-20, 150).Draw(t, "b")
			set.set(a, b)
			for i := max(a, 0); i <= min(b, 127); i++ {
				want[i] = true
			}
		}
		for i := -30; i < 160; i++ {
			if set.has(i) != want[i] {
				t.Fatalf("month %d is %v", i, set.has(i))
			}
		}
	})
}

// TestFullMonths: counted month by month.
func TestFullMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := party.Date(rapid.IntRange(30000, 40000).Draw(t, "from"))
		to := from + party.Date(rapid.IntRange(-50, 3000).Draw(t, "days"))
		n := 0
		for from.AddMonths(n+1) <= to {
			n++
		}
		if got := fullMonths(from, to); got != n {
			t.Fatalf("%s to %s is %d months, want %d", from, to, got, n)
		}
	})
}

// TestSenior: held for as long as it says, and right on every day.
func TestSenior(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		since := party.Date(rapid.IntRange(30000, 40000).Draw(t, "since"))
		var s senior
		for on := since - 20; on < since+4000; on += party.Date(rapid.IntRange(1, 90).Draw(t, "step")) {
			s.at(since, on)
			if on < s.from || on >= s.turn {
				t.Fatalf("on %s it holds from %s to %s", on, s.from, s.turn)
			}
			want := monthsInParty(since, on)
			if on < since {
				want = 0
			}
			if s.months != want {
				t.Fatalf("%s since %s is %d months, want %d", on, since, s.months, want)
			}
		}
		if s.at(party.NoDate, since); s.months != -1 {
			t.Fatalf("since no day is %d", s.months)
		}
	})
}

func TestNeed(t *testing.T) {
	for _, c := range []struct {
		on           party.VoteOn
		due          int
		present, yes int
	}{
		{"ordinary", 10, 5, 6}, {"ordinary", 9, 5, 5}, {"committee", 3, 2, 2}, {"disposal", 8, 4, 5}, {"four_open", 8, 4, 5},
		{"accept", 10, 6, 6}, {"accept", 9, 5, 5}, {"convert", 10, 6, 6}, {"election", 10, 8, 6}, {"election", 9, 8, 5}, {"exclusion", 1, 1, 1},
		{"ordinary", 0, 0, 1}, {"ordinary", -3, 0, 1},
	} {
		if got := Need(fact.Vote{On: c.on, Due: c.due}); got != (Threshold{c.present, c.yes}) {
			t.Errorf("%s of %d needs %+v, want %d present and %d yes", c.on, c.due, got, c.present, c.yes)
		}
	}
	for seats, want := range map[int]int{0: 0, 1: 2, 3: 4, 5: 6, 7: 9} {
		same(t, "candidates", Candidates(seats), want)
	}
}

// TestMeantFor: for whom a meeting is, by what it is.
func TestMeantFor(t *testing.T) {
	for _, c := range []struct {
		kinds []standard.Series
		want  whom
	}{
		{nil, nobody}, {[]standard.Series{sAssembly}, everyone}, {[]standard.Series{sAssembly, sGroup}, everyone},
		{[]standard.Series{sAssembly, sCommittee}, everyone}, {[]standard.Series{sGroup, sPartyDay}, groupOnly},
		{[]standard.Series{sGroup, sOrgLife}, groupOnly}, {[]standard.Series{sCommittee}, committeeOnly},
		{[]standard.Series{sCommittee, sStudy}, committeeOnly}, {[]standard.Series{sCommittee, sOrgLife}, committeeOnly},
		{[]standard.Series{sCommittee, sPartyDay}, everyone}, {[]standard.Series{sLecture}, everyone},
		{[]standard.Series{sOrgLife}, everyone}, {[]standard.Series{sAppraisal}, everyone}, {[]standard.Series{sStudy}, everyone},
		{[]standard.Series{8}, nobody}, {[]standard.Series{sOath}, nobody}, {[]standard.Series{12, 17}, nobody},
	} {
		var kinds uint32
		for _, s := range c.kinds {
			kinds |= 1 << s
		}
		if got := meantFor(kinds); got != c.want {
			t.Errorf("%v is for %d, want %d", c.kinds, got, c.want)
		}
	}
}

// TestStepsAndPairs: every pair is of two steps in order, and no clock has two.
func TestStepsAndPairs(t *testing.T) {
	seen := map[standard.Clock]bool{}
	for _, p := range pairs {
		if p.from >= p.to || p.to >= len(party.Steps) || seen[p.clock] {
			t.Errorf("the pair %+v", p)
		}
		seen[p.clock] = true
		if phase(p.from) > phase(p.to) {
			t.Errorf("%s is a later phase than %s", party.Steps[p.from].Label, party.Steps[p.to].Label)
		}
	}
	stages := []int8{off, applicant, applicant, activist, activist, activist, activist, target}
	for s, want := range stages {
		same(t, party.Steps[s].Label, phase(s), want)
	}
	same(t, "acceptance", phase(stepAccept), target)
	same(t, "conversion", phase(stepConvert), probationary)
	same(t, "archiving", phase(stepArchived), full)
}

// TestPostsAreBits: the bits stand in the order of party.Posts.
func TestPostsAreBits(t *testing.T) {
	for post, bit := range map[party.Post]uint32{
		"secretary": isSecretary, "deputy": isDeputy, "organisation": isOrganisation, "publicity": isPublicity, "discipline": isDiscipline,
		"united_front": isUnitedFront, "youth": isYouth, "member": isMember, "group_leader": isGroupLeader, "village_head": isVillageHead,
		"village_member": isVillageMember, "supervision_head": isSupervisor, "unit_head": isUnitHead, "unit_deputy": isUnitDeputy,
		"chairman": isChairman, "director": isDirector, "manager": isManager, "deputy_manager": isDeputyManager, "academic_lead": isAcademic,
	} {
		same(t, string(post), postBit(post), bit)
	}
	same(t, "no post", postBit("nothing"), uint32(0))
	for i, k := range partyPostNames {
		if postBit(k)&partyPosts == 0 {
			t.Errorf("%s (%d) is no Party post", k, i)
		}
	}
}

// TestClosedListsAreCovered: whatever a closed list offers, the fold knows what
// to do with it, or names it here as nothing to it.
func TestClosedListsAreCovered(t *testing.T) {
	for _, d := range party.UpperDuties {
		idle := []party.UpperDuty{"answered", "election_reminder", "new_secretary_training", "organiser", "talk_before_approval", "filing"}
		if _, ok := duties[d.Code]; !ok && !slices.Contains(idle, d.Code) {
			t.Errorf("nothing counts %s", d.Label)
		}
	}
	for _, tr := range party.OrgTraits {
		if _, ok := traits[tr.Code]; !ok && tr.Code != "abroad" { // counted from the roll
			t.Errorf("nothing shows %s", tr.Label)
		}
	}
	for _, r := range party.HelperRoles {
		if _, ok := helperRoles[r.Code]; !ok && r.Code != "paired_unit" {
			t.Errorf("nothing shows %s", r.Label)
		}
	}
	for _, p := range party.Phases {
		if !slices.Contains(lifePhases, p.Code) && !slices.Contains(appraisalPhases, p.Code) {
			t.Errorf("%s is a part of neither procedure", p.Label)
		}
	}
	for _, k := range party.MeetingKinds {
		if _, ok := held[k.Code]; !ok {
			t.Errorf("%s has no series", k.Label)
		}
	}
}

// TestTouches: which cases concern a year.
func TestTouches(t *testing.T) {
	year := party.YearOf(2026)
	for _, c := range []struct {
		start, done, lapse string
		want               bool
	}{
		{"2026-03-01", "", "", true}, {"2020-03-01", "", "", true}, {"2027-01-01", "", "", false},
		{"2024-03-01", "2024-12-31", "", false}, {"2024-03-01", "2025-01-01", "", true}, {"2024-03-01", "", "2024-12-31", false},
		{"", "2026-05-01", "", true}, {"", "2027-05-01", "", false}, {"", "2024-05-01", "", false},
		{"2027-06-30", "2026-11-01", "", true}, {"2026-12-31", "", "", true}, {"2026-05-01", "", "2026-05-01", false}, {"2026-05-01", "", "2026-04-01", false},
	} {
		at := func(s string) party.Date {
			if s == "" {
				return party.NoDate
			}
			return day(s)
		}
		if got := touches(&Case{Start: at(c.start), Done: at(c.done), Lapse: at(c.lapse)}, year); got != c.want {
			t.Errorf("%+v concerns 2026: %v", c, got)
		}
	}
}

// TestAnEventOfTheYearBefore: what is recorded as about the year before counts in
// that year, after its December, and is no event of its own year.
func TestAnEventOfTheYearBefore(t *testing.T) {
	b := &book{org: "b1"}
	b.on("2020-01-01", &fact.OrgFounded{Name: "甲", Level: "branch", Form: "single", Domain: "village"})
	b.on("2026-04-09", &fact.Event{Name: "报表上交", Count: 1})
	b.on("2027-01-05", &fact.Event{Name: "报表上交", Count: 2, Year: 2026})
	b.on("2027-02-05", &fact.Event{Name: "报表上交", Count: 1})
	for year, want := range map[int][]string{2026: {"2026 3", "2026 12"}, 2027: {"2026 3", "2026 12", "2027 1"}} {
		var got []string
		for _, n := range Fold(b.facts, fact.Cut{On: day("2027-02-28")}).Year("b1", year, false).Named {
			got = append(got, strconv.Itoa(n.Year)+" "+strconv.Itoa(n.Month()))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d: %v, want %v", year, got, want)
		}
	}
}

// TestFirstDays: a year knows the day on which each series first occurred, also
// without a trail: what is about the year but was held after it by its own day,
// the Party groups once the last of them had met, the dues once all were fixed.
func TestFirstDays(t *testing.T) {
	b := branch(4)
	groups := 2
	b.on("2026-01-02", &fact.OrgProfiled{Groups: &groups})
	b.meet("2026-05-20", "assembly")
	b.meet("2026-02-11", "assembly")
	b.on("2027-02-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"org_life"}, Year: 2026})
	b.on("2026-03-05", &fact.MeetingHeld{Kinds: []party.MeetingKind{"group"}, Group: 1})
	b.on("2026-04-02", &fact.MeetingHeld{Kinds: []party.MeetingKind{"group"}, Group: 2})
	b.on("2026-04-09", &fact.MeetingHeld{Kinds: []party.MeetingKind{"group"}, Group: 2})
	b.on("2026-04-21", &fact.MeetingHeld{Kinds: []party.MeetingKind{"group"}, Group: 1})
	b.on("2026-05-02", &fact.MeetingHeld{Kinds: []party.MeetingKind{"group"}})
	for i, on := range []string{"2025-12-20", "2026-01-09", "2026-01-12", "2026-01-12"} {
		b.on(on, &fact.DuesFixed{Member: who(i + 1), Year: 2026, Fen: 500})
	}
	for _, trail := range []bool{true, false} {
		y := b.fold("2027-02-28").Year("b1", 2026, trail)
		for s, want := range map[standard.Series]string{
			sAssembly: "2026-02-11", sOrgLife: "2027-02-10", sGroup: "2026-04-21", sDuesFixed: "2026-01-12", sLecture: "",
		} {
			if got := y.First[s]; got == party.NoDate && want != "" || got != party.NoDate && got.String() != want {
				t.Errorf("%s first on %s, want %q (with a trail: %v)", standard.SeriesWords[s].Name, got, want, trail)
			}
		}
	}
	if y := b.year(2026, "2026-01-11"); y.First[sDuesFixed] != party.NoDate {
		t.Errorf("dues first fixed on %s while one was not", y.First[sDuesFixed])
	}
}
