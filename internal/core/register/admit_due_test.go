package register

import (
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// TestTR08_AListThatLeavesMembersOut: at an assembly whoever is not left out by
// consent and vote, or by C17, is due whatever the list says; Admit names them,
// and the member's own account is not charged.
func TestTR08_AListThatLeavesMembersOut(t *testing.T) {
	standing := func(state party.Standing) fact.Body {
		return &fact.MemberStanding{Member: who(2), State: state, Until: day("2027-01-01")}
	}
	for name, c := range map[string]struct {
		of2  fact.Body // what is recorded of the second of two
		due  int
		says string
	}{
		"nothing":                    {nil, 2, "true body.due: 名册上有1人（m02）"},
		"left out by vote":           {&fact.MemberExcluded{Member: who(2), Case: "bedridden", Agreed: day("2026-03-01"), Voted: day("2026-03-01")}, 1, ""},
		"left out without consent":   {&fact.MemberExcluded{Member: who(2), Case: "bedridden"}, 2, "m02"},
		"excused by the committee":   {&fact.MemberAdjusted{Member: who(2), On: true}, 1, ""},
		"away, and heard of":         {&fact.MemberAway{Member: who(2), State: "floating"}, 1, ""},
		"lost":                       {&fact.MemberAway{Member: who(2), State: "lost"}, 1, ""},
		"membership suspended":       {standing("suspended"), 1, ""},
		"observed, attends (TR-22)":  {standing("observed"), 2, "m02"},
		"rights suspended, attends":  {standing("rights_suspended"), 2, "m02"},
		"died":                       {&fact.MemberDied{Member: who(2)}, 1, ""},
		"belongs elsewhere":          {&fact.MemberEnrolled{Member: "x01", Stage: "full", Accepted: day("2010-01-01"), Full: day("2011-01-01"), Second: true}, 2, "m02"},
		"a probationary member more": {&fact.MemberEnrolled{Member: "x01", Stage: "probationary", Accepted: day("2026-03-01")}, 3, "名册上有2人（m02、x01）"},
		"an activist more":           {&fact.MemberEnrolled{Member: "x01", Stage: "activist"}, 2, "m02"},
	} {
		b := branch(2)
		if c.of2 != nil {
			b.on("2026-03-01", c.of2)
		}
		meet := func(kind party.MeetingKind) func(*book) {
			return func(b *book) {
				b.on("2026-05-05", &fact.MeetingHeld{Kinds: []party.MeetingKind{kind, "lecture"}, Due: []party.MemberID{who(1)}})
			}
		}
		if got := says(admit(b, meet("assembly"))); (c.says == "") != (got == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
		if got := says(admit(b, meet("study"))); got != "" {
			t.Errorf("%s, not an assembly: %s", name, got)
		}
		meet("assembly")(b)
		y := b.year(2026, "2026-12-31")
		same(t, name+": due", y.Numbers[nDue], party.Int(c.due))
		same(t, name+": due at the lecture", y.Numbers[nLectureDue], party.Int(c.due))
		same(t, name+": present", y.Numbers[nPresent], party.Int(1))
		for _, m := range y.Members {
			if m.Member == who(2) && m.Values[mDue]+m.Values[mMissed] != 0 {
				t.Errorf("%s: the member is charged with what a list forgot: %+v", name, m.Values)
			}
		}
	}
}

// TestTR08_TheListOfACoOrganiser: a confirmed assembly is held to the roll of the
// one that confirms.
func TestTR08_TheListOfACoOrganiser(t *testing.T) {
	b := town()
	b.by("b2", "2026-01-10", &fact.MemberEnrolled{Member: "n02", Stage: "full", Accepted: day("2010-01-01"), Full: day("2011-01-01")})
	m := b.on("2026-03-10", &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Hosts: []party.OrgID{"b2"}})
	confirm := func(b *book) {
		b.by("b2", "2026-03-11", &fact.MeetingConfirmed{Meeting: m, Due: []party.MemberID{"n01"}})
	}
	if got := says(admit(b, confirm)); !strings.Contains(got, "true body.due: 名册上有1人（n02）") {
		t.Errorf("said %q", got)
	}
	confirm(b)
	y := b.fold("2026-12-31").Year("b2", 2026, false)
	same(t, "due", y.Numbers[nDue], party.Int(2))
	same(t, "present", y.Numbers[nPresent], party.Int(1))
}

// TestConduct_C17_AwayAndNotHeardOf: who is away counts as due again half a year after the
// last sign of life, listed or not.
func TestConduct_C17_AwayAndNotHeardOf(t *testing.T) {
	for when, due := range map[string]int{"2026-09-01": 1, "2026-09-02": 2} {
		b := branch(2)
		b.on("2026-03-01", &fact.MemberAway{Member: who(2), State: "floating"})
		b.on(when, &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: []party.MemberID{who(1)}})
		same(t, when, b.year(2026, "2026-12-31").Numbers[nDue], party.Int(due))
	}
}

// TestConduct_C01_NobodyStatesTheirOwnOutcome: of a branch's outcomes only what
// somebody else states counts, with the number that it rests on.
func TestConduct_C01_NobodyStatesTheirOwnOutcome(t *testing.T) {
	for _, c := range party.Issuers {
		b := branch(3)
		for _, sort := range []party.OutcomeSort{"satisfaction", "service", "business"} {
			b.on("2026-10-01", &fact.OutcomeStated{Sort: sort, Value: party.Int(100), Basis: 20, Issuer: c.Code, Year: 2026})
		}
		y := b.year(2026, "2026-12-31")
		own := c.Code == "branch"
		same(t, c.Label+": satisfaction unknown", y.Unknown[nSatisfaction], own)
		same(t, c.Label+": basis unknown", y.Unknown[nSatisfactionBasis], own)
		same(t, c.Label+": service unknown", y.Unknown[nService], own)
		same(t, c.Label+": business unknown", y.Unknown[nBusiness], own)
	}
	b := branch(3)
	b.on("2026-10-01", &fact.OutcomeStated{Sort: "satisfaction", Value: party.Int(80), Basis: 20, Issuer: "survey", Year: 2026})
	b.on("2026-11-01", &fact.OutcomeStated{Sort: "satisfaction", Value: party.Int(100), Basis: 3, Issuer: "branch", Year: 2026})
	y := b.year(2026, "2026-12-31")
	same(t, "the later word of its own", y.Numbers[nSatisfaction], party.Int(80))
	same(t, "and its basis", y.Numbers[nSatisfactionBasis], party.Int(20))
}
