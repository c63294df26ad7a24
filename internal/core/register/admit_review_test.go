package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// late moves the recording of the last fact of a book to a later day.
func (b *book) late(when string) party.FactID {
	f := &b.facts[len(b.facts)-1]
	y, m, d := day(when).YMD()
	f.At = time.Date(y, time.Month(m), d, 11, 0, 0, 0, time.UTC)
	return f.ID
}

// TestReview: what a later void or a late record upset is a finding and names
// both; what was wrong when it was recorded is refused.
func TestReview(t *testing.T) {
	list := &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Due: []party.MemberID{who(1), who(2), who(3), who(4), who(5), who(6), "p01", who(7)}}
	for name, c := range map[string]struct {
		write func(*book) (upset, cause party.FactID)
		field string
		said  string // a finding; empty: refused
	}{
		"the promise was void": {func(b *book) (party.FactID, party.FactID) {
			p := b.on("2026-03-01", &fact.PledgeMade{Member: who(1), Form: "promise"})
			d := b.on("2026-05-01", &fact.PledgeDone{Pledge: p, Done: true})
			return d, b.on("2026-07-01", &fact.Void{Fact: p, Cause: "mistake"})
		}, "body.pledge", "这一条现在没有依据"},
		"the promise was void before": {func(b *book) (party.FactID, party.FactID) {
			p := b.on("2026-03-01", &fact.PledgeMade{Member: who(1), Form: "promise"})
			b.on("2026-04-01", &fact.Void{Fact: p, Cause: "mistake"})
			return b.on("2026-05-01", &fact.PledgeDone{Pledge: p, Done: true}), ""
		}, "body.pledge", ""},
		"the meeting was void": {func(b *book) (party.FactID, party.FactID) {
			m := b.meet("2026-03-01", "assembly")
			d := b.on("2026-03-01", &fact.DecisionMade{Meeting: m, Owner: who(1), Due: day("2026-06-01")})
			return d, b.on("2026-07-01", &fact.Void{Fact: m, Cause: "mistake"})
		}, "body.meeting", "这一条现在没有依据"},
		"he was never a member": {func(b *book) (party.FactID, party.FactID) {
			e := b.on("2026-01-10", &fact.MemberEnrolled{Member: "x01", Stage: "full"})
			d := b.on("2026-02-01", &fact.DuesPaid{Member: "x01", From: "2026-01", To: "2026-01"})
			return d, b.on("2026-07-01", &fact.Void{Fact: e, Cause: "wrong_person"})
		}, "body.member", "作废了 f0022"},
		"he came later than was recorded": {func(b *book) (party.FactID, party.FactID) {
			e := b.on("2026-01-10", &fact.MemberEnrolled{Member: "x01", Stage: "full"})
			d := b.on("2026-02-01", &fact.DuesPaid{Member: "x01", From: "2026-01", To: "2026-01"})
			b.on("2026-03-01", &fact.MemberEnrolled{Member: "x01", Stage: "full"})
			b.facts[len(b.facts)-1].Corrects = e
			return d, b.late("2026-04-01")
		}, "body.member", "更正了 f0022"},
		"a death recorded late": {func(b *book) (party.FactID, party.FactID) {
			m := b.on("2026-05-05", list)
			b.on("2026-05-01", &fact.MemberDied{Member: who(5)})
			return m, b.late("2026-06-10")
		}, "body.due", "2026-06-10 补记了 f0023（发生在 2026-05-01）"},
		"a death of the same day recorded late": {func(b *book) (party.FactID, party.FactID) {
			m := b.on("2026-05-05", list)
			b.on("2026-05-05", &fact.MemberDied{Member: who(5)})
			return m, b.late("2026-06-10")
		}, "body.due", "补记了 f0023"},
		"an amendment of nothing": {func(b *book) (party.FactID, party.FactID) {
			v := b.on("2026-05-05", &fact.Void{Fact: "none", Cause: "mistake"})
			b.on("2026-05-01", &fact.CareGiven{Members: 1, Way: "visit"})
			b.late("2026-06-10")
			return v, ""
		}, "body.fact", ""},
		"a death recorded before": {func(b *book) (party.FactID, party.FactID) {
			b.on("2026-05-01", &fact.MemberDied{Member: who(5)})
			b.on("2026-05-05", list)
			return b.late("2026-06-10"), ""
		}, "body.due", ""},
		"a death recorded late, beside a stranger": {func(b *book) (party.FactID, party.FactID) {
			m := b.on("2026-05-05", &fact.MeetingHeld{Kinds: []party.MeetingKind{"study"}, Due: []party.MemberID{who(5), "x09"}})
			b.on("2026-05-01", &fact.MemberDied{Member: who(5)})
			b.late("2026-06-10")
			return m, ""
		}, "body.due", ""},
		"a closing recorded late": {func(b *book) (party.FactID, party.FactID) {
			m := b.meet("2026-05-05", "study")
			b.on("2026-05-01", &fact.OrgClosed{Cause: "adjusted"})
			return m, b.late("2026-06-10")
		}, "org", "补记了 f0023"},
		"a founding taken back": {func(b *book) (party.FactID, party.FactID) {
			f := b.by("b5", "2026-01-10", &fact.OrgFounded{Name: "丙", Level: "branch", Parent: "t1", Form: "single", Domain: "soe"})
			b.by("b5", "2026-02-01", &fact.CareGiven{Members: 1, Way: "visit"})
			return b.facts[len(b.facts)-1].ID, b.by("b5", "2026-03-01", &fact.Void{Fact: f, Cause: "mistake"})
		}, "org", "作废了 f0022"},
		"on another roll since earlier": {func(b *book) (party.FactID, party.FactID) {
			e := b.by("b2", "2026-03-10", &fact.MemberEnrolled{Member: "x01", Stage: "full"})
			b.on("2026-03-01", &fact.MemberEnrolled{Member: "x01", Stage: "full"})
			return e, b.late("2026-04-01")
		}, "body.member", "补记了 f0023"},
		"on another roll": {func(b *book) (party.FactID, party.FactID) {
			b.by("b2", "2026-03-10", &fact.MemberEnrolled{Member: "x01", Stage: "full"})
			return b.on("2026-03-11", &fact.MemberEnrolled{Member: "x01", Stage: "full"}), ""
		}, "body.member", ""},
		"built on in any order, then taken back": {func(b *book) (party.FactID, party.FactID) {
			d := b.on("2026-03-01", &fact.PledgeDone{Pledge: "f0023", Done: true})
			b.facts[len(b.facts)-1].At = b.facts[len(b.facts)-1].At.Add(time.Second) // with the promise
			p := b.on("2026-03-01", &fact.PledgeMade{Member: who(1), Form: "promise"})
			return d, b.on("2026-07-01", &fact.Void{Fact: p, Cause: "mistake"})
		}, "body.pledge", "这一条现在没有依据"},
		"all in one instant, in order": {func(b *book) (party.FactID, party.FactID) {
			p := b.on("2026-03-01", &fact.PledgeMade{Member: who(1), Form: "promise"})
			d := b.on("2026-03-01", &fact.PledgeDone{Pledge: p, Done: true})
			v := b.on("2026-03-01", &fact.Void{Fact: p, Cause: "mistake"})
			for i := range 3 {
				b.facts[len(b.facts)-1-i].At = b.facts[len(b.facts)-1].At
			}
			return d, v
		}, "body.pledge", "这一条现在没有依据"},
	} {
		b := town()
		upset, cause := c.write(b)
		var found []Problem
		for _, p := range Review(b.facts, time.Time{}, words) {
			if p.Fact == upset && p.Field == c.field {
				found = append(found, p)
			} else if !p.Warn {
				t.Errorf("%s: %+v", name, p)
			}
		}
		if len(found) != 1 {
			t.Errorf("%s: %d problems of %s, want 1:\n%s", name, len(found), upset, says(found))
			continue
		}
		p := found[0]
		if p.Warn != (c.said != "") || p.Cause != cause || !strings.Contains(p.Message, c.said) {
			t.Errorf("%s: %+v, want %q because of %q", name, p, c.said, cause)
		}
	}
}

// TestReviewKnown: what was recorded after the cut upsets nothing, and is not
// looked at itself.
func TestReviewKnown(t *testing.T) {
	b := town()
	b.on("2026-05-05", &fact.MeetingHeld{Kinds: []party.MeetingKind{"study"}, Due: []party.MemberID{who(5)}})
	b.on("2026-05-01", &fact.MemberDied{Member: who(5)})
	b.late("2026-06-10")
	b.on("2026-06-11", &fact.MemberDied{Member: "x09"})
	at := func(when string) string {
		y, m, d := day(when).YMD()
		return says(Review(b.facts, time.Date(y, time.Month(m), d, 23, 0, 0, 0, time.UTC), words))
	}
	if got := at("2026-06-01"); got != "" {
		t.Errorf("before the death was known: %s", got)
	}
	if got := at("2026-06-10"); !strings.Contains(got, "true body.due") || strings.Contains(got, "x09") {
		t.Errorf("when it was known: %s", got)
	}
	if got := at("2026-06-11"); !strings.Contains(got, "x09") {
		t.Errorf("a stranger died: %s", got)
	}
}

// TestReviewTakesWhatWasAccepted: a ledger into which Admit let one record after
// another is never refused as a whole, whatever was voided, corrected or recorded
// late; in whatever order the file has it; and nothing that Admit takes is made
// worse.
func TestReviewTakesWhatWasAccepted(t *testing.T) {
	upset := 0
	check(t, 1500, func(t *rapid.T) {
		facts := draw(t, 60)
		for i := range facts { // some are taken back a month or more later
			if f := facts[i]; rapid.IntRange(0, 5).Draw(t, "void") == 0 {
				f.ID, f.Body, f.Corrects = "v-"+f.ID, &fact.Void{Fact: f.ID, Cause: "mistake"}, ""
				f.At = f.At.AddDate(0, 0, rapid.IntRange(30, 300).Draw(t, "after"))
				f.On = party.DateIn(f.At)
				facts = append(facts, f)
			}
		}
		slices.SortFunc(facts, func(a, b fact.Fact) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
		var ledger []fact.Fact
		for i := range facts {
			if ps := Admit(Fold(ledger, fact.Cut{}), facts[i:i+1], words); !slices.ContainsFunc(ps, func(p Problem) bool { return !p.Warn }) {
				ledger = append(ledger, facts[i])
			}
		}
		got := Review(ledger, time.Time{}, words)
		for _, p := range got {
			if !p.Warn || strings.Contains(p.Message, "%!") {
				t.Fatalf("%+v is refused, but was accepted:\n%s", p, lines(ledger))
			}
			if p.Cause == p.Fact {
				t.Fatalf("%+v is upset by itself", p)
			}
			if p.Cause != "" {
				upset++
			}
		}
		if again := Review(shuffled(t, ledger), time.Time{}, words); !slices.Equal(again, got) {
			t.Fatalf("in another order:\n%s\n--\n%s", says(again), says(got))
		}
	})
	if upset < 300 && !testing.Short() {
		t.Errorf("only %d records were upset by later ones", upset)
	}
}

func lines(facts []fact.Fact) string {
	s := ""
	for i := range facts {
		s += string(facts[i].Append(nil)) + "\n"
	}
	return s
}

// TestReviewNamesEachCause: of two late records of one branch each is named for
// what it upset, whichever was recorded first.
func TestReviewNamesEachCause(t *testing.T) {
	for _, order := range [][2]string{{"2026-07-10", "2026-08-10"}, {"2026-08-10", "2026-07-10"}} {
		b := town()
		study := func(when string, m party.MemberID) party.FactID {
			return b.on(when, &fact.MeetingHeld{Kinds: []party.MeetingKind{"study"}, Due: []party.MemberID{m}})
		}
		first, second := study("2026-05-05", who(5)), study("2026-06-01", who(6))
		b.on("2026-05-01", &fact.MemberDied{Member: who(5)})
		one := b.late(order[0])
		b.on("2026-05-20", &fact.MemberDied{Member: who(6)})
		two := b.late(order[1])
		for _, p := range Review(b.facts, time.Time{}, words) {
			want := map[party.FactID]party.FactID{first: one, second: two}[p.Fact]
			if !p.Warn || p.Cause != want || want == "" {
				t.Errorf("%+v, want the cause %q", p, want)
			}
		}
	}
}

// TestReviewOfManyUpset: however many records one void each upsets in many
// branches, all become findings.
func TestReviewOfManyUpset(t *testing.T) {
	b := &book{}
	var voids []func()
	for i := range 40 {
		b.org = party.OrgID(fmt.Sprintf("b%02d", i))
		b.on("2020-01-01", &fact.OrgFounded{Name: "支部", Level: "branch", Form: "single", Domain: "village"})
		m := party.MemberID(fmt.Sprintf("n%02d", i))
		e := b.on("2020-01-02", &fact.MemberEnrolled{Member: m, Stage: "full"})
		for d := range 300 {
			b.on(day("2024-01-01").AddDays(d).String(), &fact.MemberPlaced{Member: m, Class: "farmer"})
		}
		org := b.org
		voids = append(voids, func() { b.by(org, "2026-01-01", &fact.Void{Fact: e, Cause: "wrong_person"}) })
	}
	for _, void := range voids {
		void()
	}
	got := Review(b.facts, time.Time{}, words)
	if len(got) != 40*300 || slices.ContainsFunc(got, func(p Problem) bool { return !p.Warn || p.Cause == "" }) {
		t.Errorf("%d problems, the first %+v", len(got), got[0])
	}
}

// TestReviewOfAFileInWhichNothingFits: it is refused in time, not read a thousand
// times over.
func TestReviewOfAFileInWhichNothingFits(t *testing.T) {
	b := branch(3)
	for i := range 20_000 {
		b.on("2026-05-05", &fact.MemberDied{Member: party.MemberID(fmt.Sprintf("x%05d", i))})
	}
	v := newReview(b.facts, words)
	if v.fuel != leastFuel {
		t.Fatalf("fuel %d", v.fuel)
	}
	begun := time.Now()
	got := Review(b.facts, time.Time{}, words)
	if len(got) != 20_000 || slices.ContainsFunc(got, func(p Problem) bool { return p.Warn }) {
		t.Errorf("%d problems", len(got))
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}
