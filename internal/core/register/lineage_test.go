package register

import (
	"slices"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

func TestLineage(t *testing.T) {
	b := woods()
	b.by("b4", "2025-01-01", &fact.OrgFounded{Name: "丁", Level: "branch", Parent: "lost", Form: "single", Domain: "village"})
	b.by("b4", "2025-02-01", &fact.OrgMerged{Into: "b3"})
	r := b.fold("")
	list := func(what string, got []party.OrgID, want ...party.OrgID) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	list("ever above b1", r.Above("b1"), "c", "t1", "t2")
	list("ever above b2", r.Above("b2"), "c", "t1")
	list("above the county", r.Above("c"))
	list("above one whose parent is unknown", r.Above("b4"), "lost")
	list("above nobody", r.Above("x"))
	list("joined to b1", r.Joined("b1"), "b3", "b4")
	list("joined to b3", r.Joined("b3"), "b4")
	list("joined to b2", r.Joined("b2"))
	list("joined to nobody", r.Joined("x"))
}

// TestACircleOfMergersEnds: facts that go round in a circle are answered, too.
func TestACircleOfMergersEnds(t *testing.T) {
	b := woods()
	b.by("b1", "2026-02-01", &fact.OrgMerged{Into: "b3"})
	b.by("t1", "2026-02-01", &fact.OrgMoved{Parent: "b1"})
	r := b.fold("")
	if got := r.Joined("b1"); !slices.Equal(got, []party.OrgID{"b3"}) {
		t.Errorf("joined to b1: %v", got)
	}
	if got := r.Above("b1"); !slices.Equal(got, []party.OrgID{"c", "t1", "t2"}) {
		t.Errorf("above b1: %v", got)
	}
}

func TestSince(t *testing.T) {
	b := woods()
	b.by("b1", "2021-03-01", &fact.MemberEnrolled{Member: "m1", Stage: "full"})
	b.by("b1", "2021-03-01", &fact.PostTaken{Member: "m1", Post: "secretary"})
	b.by("b1", "2021-06-01", &fact.ElectionHeld{Sort: "term", Seats: 1, Candidates: 1, By: "assembly"})
	b.by("c", "2022-03-01", &fact.UpperDid{Duty: "answered", For: "b1"})
	b.by("b1", "2023-04-01", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}})
	b.by("b1", "2022-04-01", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}})
	r := b.fold("")
	same(t, "b1 did something since", r.Since("b1"), 2022)
	same(t, "the county", r.Since("c"), 2022)
	same(t, "b2, which only is", r.Since("b2"), 0)
	same(t, "nobody", r.Since("x"), 0)
}

func TestDomainOfAYear(t *testing.T) {
	b := woods()
	b.by("b1", "2025-06-01", &fact.OrgProfiled{Domain: "community"})
	same(t, "before the change", b.fold("2025-05-31").Year("b1", 2025, false).Domain(), "village")
	same(t, "after it", b.fold("2025-06-01").Year("b1", 2025, false).Domain(), "community")
	same(t, "of a year of no days", (&Year{}).Domain(), party.Domains[0].Code)
	unsaid := &Year{Segments: []Segment{{}}}
	unsaid.Segments[0].Values[pDomain] = -1
	same(t, "where none is recorded", unsaid.Domain(), party.Domains[0].Code)
}

// TestLineageHoldsTogether: whoever is above on any day is among those ever above,
// and what is said of one organisation alone says the same of its lineage.
func TestLineageHoldsTogether(t *testing.T) {
	check(t, 2000, func(t *rapid.T) {
		whole := Fold(draw(t, 30), fact.Cut{})
		org := rapid.SampledFrom(orgs).Draw(t, "org")
		on := firstOn + party.Date(rapid.IntRange(0, 1200).Draw(t, "on"))
		ever := whole.Above(org)
		for _, a := range whole.Ancestors(org, on) {
			if a != org && !slices.Contains(ever, a) {
				t.Fatalf("%s is above %s on %s and not among %v", a, org, on, ever)
			}
		}
		alone := Fold(whole.About(org), fact.Cut{})
		if got := alone.Above(org); !slices.Equal(got, ever) {
			t.Fatalf("alone above %s: %v, want %v", org, got, ever)
		}
		if got, want := alone.Joined(org), whole.Joined(org); !slices.Equal(got, want) {
			t.Fatalf("alone joined to %s: %v, want %v", org, got, want)
		}
		if got, want := alone.Since(org), whole.Since(org); got != want {
			t.Fatalf("alone %s since %d, want %d", org, got, want)
		}
	})
}
