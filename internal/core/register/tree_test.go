package register

import (
	"slices"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// woods is a county, two towns and three branches, one of which moves and one of
// which is closed.
func woods() *book {
	b := &book{org: "b1"}
	b.by("c", "2019-01-01", &fact.OrgFounded{Name: "县委", Level: "county", Form: "single", Domain: "agency"})
	b.by("t1", "2019-02-01", &fact.OrgFounded{Name: "一镇", Level: "committee", Parent: "c", Form: "single", Domain: "agency"})
	b.by("t2", "2019-02-01", &fact.OrgFounded{Name: "二镇", Level: "committee", Parent: "c", Form: "single", Domain: "agency"})
	b.by("b1", "2020-01-01", &fact.OrgFounded{Name: "甲", Level: "branch", Parent: "t1", Form: "single", Domain: "village"})
	b.by("b2", "2020-01-01", &fact.OrgFounded{Name: "乙", Level: "branch", Parent: "t1", Form: "single", Domain: "village"})
	b.by("b3", "2022-01-01", &fact.OrgFounded{Name: "丙", Level: "branch", Parent: "t2", Form: "single", Domain: "village"})
	b.by("b1", "2023-05-01", &fact.OrgRenamed{Name: "甲新"})
	b.by("b1", "2024-07-01", &fact.OrgMoved{Parent: "t2"})
	b.by("b2", "2025-03-01", &fact.OrgClosed{Cause: "dissolved"})
	b.by("b3", "2026-01-01", &fact.OrgMerged{Into: "b1"})
	return b
}

func TestTreeByDay(t *testing.T) {
	r := woods().fold("")
	list := func(what string, got []party.OrgID, want ...party.OrgID) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	list("all", r.Orgs(), "b1", "b2", "b3", "c", "t1", "t2")
	list("of the county", r.Children("c", day("2020-01-01")), "t1", "t2")
	list("of the county before its towns", r.Children("c", day("2019-01-31")))
	list("of t1", r.Children("t1", day("2024-06-30")), "b1", "b2")
	list("of t1 after the move", r.Children("t1", day("2024-07-01")), "b2")
	list("of t1 after the end", r.Children("t1", day("2025-03-01")))
	list("of t2", r.Children("t2", day("2025-12-31")), "b1", "b3")
	list("of t2 after the merger", r.Children("t2", day("2026-01-01")), "b1")
	list("of nobody", r.Children("x", day("2026-01-01")))
	list("above b1", r.Ancestors("b1", day("2024-06-30")), "t1", "c")
	list("above b1 after the move", r.Ancestors("b1", day("2024-07-01")), "t2", "c")
	list("above the county", r.Ancestors("c", day("2024-07-01")))
	list("above nobody", r.Ancestors("x", day("2024-07-01")))
}

func TestNamesAndLives(t *testing.T) {
	r := woods().fold("")
	same(t, "the first name", r.Name("b1", day("2023-04-30")), "甲")
	same(t, "the new name", r.Name("b1", day("2023-05-01")), "甲新")
	same(t, "the name before founding", r.Name("b1", day("2019-12-31")), "b1")
	same(t, "the name of nobody", r.Name("x", day("2019-12-31")), "x")
	same(t, "b1's level", r.Level("b1"), "branch")
	same(t, "t1's level", r.Level("t1"), "committee")
	same(t, "nobody's level", r.Level("x"), "")
	same(t, "b1's life", r.Life("b1"), party.Period{From: day("2020-01-01")})
	same(t, "b2's life", r.Life("b2"), party.Period{From: day("2020-01-01"), To: day("2025-02-28")})
	same(t, "nobody's life", r.Life("x"), party.Period{})
	for _, c := range []struct {
		org  party.OrgID
		on   string
		want bool
	}{
		{"b1", "2019-12-31", false}, {"b1", "2020-01-01", true}, {"b1", "2030-01-01", true},
		{"b2", "2025-02-28", true}, {"b2", "2025-03-01", false}, {"b3", "2025-12-31", true}, {"b3", "2026-01-01", false}, {"x", "2020-01-01", false},
	} {
		if got := r.Exists(c.org, day(c.on)); got != c.want {
			t.Errorf("%s exists on %s: %v", c.org, c.on, got)
		}
	}
	same(t, "b1's parent before it was", r.Parent("b1", day("2019-12-31")), "")
	same(t, "nobody's parent", r.Parent("x", day("2019-12-31")), "")
}

// TestCirclesEnd: parents in a circle are no reason to run for ever.
func TestCirclesEnd(t *testing.T) {
	b := &book{org: "b1"}
	b.by("t1", "2019-01-01", &fact.OrgFounded{Name: "一", Level: "committee", Parent: "t2", Form: "single", Domain: "agency"})
	b.by("t2", "2019-01-01", &fact.OrgFounded{Name: "二", Level: "committee", Parent: "t1", Form: "single", Domain: "agency"})
	b.by("t1", "2026-02-01", &fact.UpperDid{Duty: "lecture"})
	b.by("t1", "2026-03-01", &fact.OrgMerged{Into: "t2"})
	b.by("t2", "2026-03-01", &fact.OrgMerged{Into: "t1"})
	r := b.fold("2026-12-31")
	if got := r.Ancestors("t1", day("2020-01-01")); !slices.Equal(got, []party.OrgID{"t2"}) {
		t.Errorf("above t1: %v", got)
	}
	if r.Year("t2", 2026, true) == nil || len(r.About("t2")) == 0 {
		t.Error("the circle folded to nothing")
	}
}

func TestAdoptedSchemesAreInherited(t *testing.T) {
	b := woods()
	b.by("c", "2024-01-01", &fact.StandardAdopted{Scheme: "county"})
	b.by("t1", "2024-01-01", &fact.StandardAdopted{Scheme: "town"})
	b.by("b1", "2024-03-01", &fact.StandardAdopted{Scheme: "own"})
	b.by("b1", "2025-03-01", &fact.StandardAdopted{Scheme: "county"})
	r := b.fold("")
	for on, want := range map[string][]party.SchemeID{
		"2023-12-31": nil, "2024-02-29": {"town", "county"}, "2024-03-01": {"own", "town", "county"},
		"2024-07-01": {"own", "county"}, "2025-03-01": {"own", "county"},
	} {
		if got := r.Adopted("b1", day(on)); !slices.Equal(got, want) {
			t.Errorf("b1 on %s follows %v, want %v", on, got, want)
		}
	}
	if got := r.Adopted("x", day("2025-01-01")); got != nil {
		t.Errorf("nobody follows %v", got)
	}
}

// TestWhoHasAYear: only who exists on some day of it that is seen.
func TestWhoHasAYear(t *testing.T) {
	r := woods().fold("2026-06-30")
	for _, c := range []struct {
		org  party.OrgID
		year int
		want bool
	}{
		{"b1", 2019, false}, {"b1", 2020, true}, {"b1", 2026, true}, {"b1", 2027, false},
		{"b2", 2025, true}, {"b2", 2026, false}, {"b3", 2026, false}, {"b3", 2025, true}, {"x", 2025, false},
	} {
		if got := r.Year(c.org, c.year, false) != nil; got != c.want {
			t.Errorf("%s has a year %d: %v", c.org, c.year, got)
		}
	}
	y := r.Year("b2", 2025, false)
	same(t, "b2's last year", y.Exists, party.Period{From: day("2025-01-01"), To: day("2025-02-28")})
	same(t, "the name it had", y.Name, "乙")
	y = r.Year("b1", 2026, false)
	same(t, "b1's running year", y.Exists, party.YearOf(2026))
	same(t, "its last segment", y.Segments[len(y.Segments)-1].Days.To, day("2026-06-30"))
	same(t, "its cut", y.Cut, fact.Cut{On: day("2026-06-30")})
	same(t, "its schema", y.Schema, Schema)
}

// TestYearsStream: in order of id, and it stops when told.
func TestYearsStream(t *testing.T) {
	r := woods().fold("2026-06-30")
	var got []party.OrgID
	r.Years(2025, false, func(y *Year) bool { got = append(got, y.Org); return true })
	if !slices.Equal(got, []party.OrgID{"b1", "b2", "b3", "c", "t1", "t2"}) {
		t.Errorf("years of %v", got)
	}
	got = nil
	r.Years(2025, false, func(y *Year) bool { got = append(got, y.Org); return len(got) < 2 })
	same(t, "years after the stop", len(got), 2)
}

// TestNoCutEndsWithTheYear: without an as-of day a year sees its own days.
func TestNoCutEndsWithTheYear(t *testing.T) {
	b := branch(3)
	b.meet("2026-12-31", "assembly")
	b.on("2027-01-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"org_life"}, Year: 2026})
	y := Fold(b.facts, fact.Cut{}).Year("b1", 2026, false)
	same(t, "assemblies", y.total(sAssembly), 1)
	same(t, "组织生活会", y.total(sOrgLife), 0)
	same(t, "the as-of day", y.Cut.On, day("2026-12-31"))
}

// TestOfficesOfOneDay: whatever is written first, on one day rolls come before
// posts, and who leaves a post before who takes it.
func TestOfficesOfOneDay(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}} {
		b := branch(3)
		b.on("2020-01-05", &fact.PostTaken{Member: who(1), Post: "secretary"})
		bodies := []fact.Body{
			&fact.PostLeft{Member: who(1), Post: "secretary"}, &fact.PostTaken{Member: "m09", Post: "secretary"},
			&fact.MemberEnrolled{Member: "m09", Stage: "full", Full: day("2011-07-01")},
		}
		for _, i := range order {
			b.on("2026-03-01", bodies[i])
		}
		y := b.year(2026, "2026-12-31")
		same(t, "a secretary", y.at(t, "2026-03-01", pSecretary), 1)
		same(t, "vacant days", y.Numbers[nVacant], 0)
		same(t, "by-elections", y.of(cBySecretary), "")
		same(t, "the new one", y.member(t, "m09").Values[mSecretary], 1)
		same(t, "the old one", y.member(t, who(1)).Values[mSecretary], 0)
	}
}
