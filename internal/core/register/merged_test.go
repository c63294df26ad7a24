package register

import (
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// merging is two branches of which b2, with n01 and n02, merged into b1 in June.
func merging() *book {
	b := branch(2)
	b.by("town", "2020-01-01", &fact.OrgFounded{Name: "乙镇党委", Level: "committee", Form: "single"})
	b.by("b2", "2020-01-01", &fact.OrgFounded{Name: "丙村党支部", Level: "branch", Form: "single", Domain: "village"})
	for _, m := range []party.MemberID{"n01", "n02"} {
		b.by("b2", "2020-01-01", &fact.MemberEnrolled{Member: m, Stage: "full", Accepted: day("2010-07-01"), Full: day("2011-07-01")})
	}
	b.by("b2", "2026-02-01", &fact.MemberAway{Member: "n02", State: "floating"})
	b.by("town", "2026-03-01", &fact.StudyLogged{Members: []party.MemberID{"n01"}, Hours: party.Int(8), Form: "course", Level: "town"})
	return b
}

// TestAfterAMergerTheMembersCountWhereTheyAreNow: a course of the upper level, and
// a line from a host branch, go to the branch into which the member's merged, from
// the day of the merger on, and to no other, whoever else is named.
func TestAfterAMergerTheMembersCountWhereTheyAreNow(t *testing.T) {
	b := merging()
	course := func(when string, hours int, ms ...party.MemberID) {
		b.by("town", when, &fact.StudyLogged{Members: ms, Hours: party.Int(hours), Form: "course", Level: "town"})
	}
	course("2026-06-15", 4, "n01", "n02") // written down before the merger of that day
	b.by("b2", "2026-06-15", &fact.OrgMerged{Into: "b1"})
	course("2026-12-01", 40, "n01")
	course("2026-12-02", 2, "m01", "n02")
	host := b.by("host", "2026-11-01", &fact.MemberAway{Member: "n02", State: "host_report"})
	b.by("b2", "2026-12-05", &fact.StudyLogged{Members: []party.MemberID{"n01"}, Hours: party.Int(16), Form: "self"})
	b.by("b2", "2026-12-05", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}})
	b.by("b2", "2026-12-06", &fact.MeetingHeld{Kinds: []party.MeetingKind{"org_life"}, Year: 2026})

	y := b.year(2026, "2027-02-01")
	for m, want := range map[party.MemberID]int{"n01": 8 + 4 + 40 + 16, "n02": 4 + 2, "m01": 2, "m02": 0} {
		same(t, "hours of "+string(m)+" in b1", y.member(t, m).Values[mHours], int32(party.Int(want)))
	}
	same(t, "courses of n01 in b1", y.member(t, "n01").Values[mCourses], 3)
	if got := y.Trail.Members["n02"]; len(got) == 0 || got[len(got)-2] != host {
		t.Errorf("the line from the host is not behind n02 in b1: %v", got)
	}

	dead := b.fold("2027-02-01").Year("b2", 2026, true)
	same(t, "hours of n01 in b2", dead.member(t, "n01").Values[mHours], int32(party.Int(8)))
	same(t, "hours of n02 in b2", dead.member(t, "n02").Values[mHours], 0)
	for _, s := range []int{int(sAssembly), int(sOrgLife)} {
		for m, n := range dead.Months[s] {
			if n != 0 {
				t.Errorf("b2 counts %d of series %d in month %d, after its end", n, s, m+1)
			}
		}
	}
}

// TestAMemberWhoMovedOnBeforeAMergerStaysThere: whose formal relation had gone
// elsewhere does not come along with the merger.
func TestAMemberWhoMovedOnBeforeAMergerStaysThere(t *testing.T) {
	b := merging()
	b.by("b3", "2020-01-01", &fact.OrgFounded{Name: "丁村党支部", Level: "branch", Form: "single", Domain: "village"})
	b.by("b3", "2026-06-15", &fact.MemberMoved{Member: "n01", Way: "in", Other: "b2"}) // written down before the merger of that day
	b.by("b2", "2026-06-15", &fact.OrgMerged{Into: "b1"})
	b.by("town", "2026-12-01", &fact.StudyLogged{Members: []party.MemberID{"n01", "n02"}, Hours: party.Int(40), Form: "course", Level: "town"})
	same(t, "hours in b3", b.fold("2027-02-01").Year("b3", 2026, false).member(t, "n01").Values[mHours], int32(party.Int(40)))
	same(t, "hours of n02 in b1", b.year(2026, "2027-02-01").member(t, "n02").Values[mHours], int32(party.Int(40)))
}
