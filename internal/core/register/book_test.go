package register

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// day reads a date of a test.
func day(s string) party.Date {
	d, err := party.ParseDate(s)
	if err != nil {
		panic(s + ": " + err.Error())
	}
	return d
}

// A book is the facts of a test while they are written down.
type book struct {
	org   party.OrgID
	facts []fact.Fact
}

// on records a body in the evening of a day, Shanghai time.
func (b *book) on(when string, body fact.Body) party.FactID {
	return b.by(b.org, when, body)
}

func (b *book) by(org party.OrgID, when string, body fact.Body) party.FactID {
	d := day(when)
	y, m, dd := d.YMD()
	f := fact.Fact{
		ID: party.FactID(fmt.Sprintf("f%04d", len(b.facts)+1)), Org: org, On: d, By: "m-clerk", Body: body,
		At: time.Date(y, time.Month(m), dd, 11, 0, len(b.facts)%60, 0, time.UTC),
	}
	b.facts = append(b.facts, f)
	return f.ID
}

// branch begins a book with a branch of n full members m01, m02, …
func branch(n int) *book {
	b := &book{org: "b1"}
	b.on("2020-01-01", &fact.OrgFounded{Name: "甲村党支部", Level: "branch", Form: "single", Domain: "village"})
	for i := range n {
		b.enrol("2020-01-01", who(i+1))
	}
	return b
}

func who(i int) party.MemberID { return party.MemberID(fmt.Sprintf("m%02d", i)) }

func (b *book) enrol(when string, m party.MemberID) {
	b.on(when, &fact.MemberEnrolled{Member: m, Stage: "full", Accepted: day("2010-07-01"), Full: day("2011-07-01"), Class: "farmer"})
}

func (b *book) meet(when string, kinds string, absent ...string) party.FactID {
	m := &fact.MeetingHeld{}
	for k := range strings.SplitSeq(kinds, "+") {
		m.Kinds = append(m.Kinds, party.MeetingKind(k))
	}
	for _, a := range absent {
		id, reason, _ := strings.Cut(a, " ")
		m.Absent = append(m.Absent, fact.Absence{Member: party.MemberID(id), Reason: party.Reason(reason)})
	}
	return b.on(when, m)
}

// year folds the book's branch.
func (b *book) year(y int, asOf string) *Year { return b.fold(asOf).Year(b.org, y, true) }

func (b *book) fold(asOf string) *Register {
	cut := fact.Cut{}
	if asOf != "" {
		cut.On = day(asOf)
	}
	return Fold(b.facts, cut)
}

// at returns the profile of a day.
func (y *Year) at(t testing.TB, when string, p standard.Profile) int32 {
	t.Helper()
	for _, s := range y.Segments {
		if s.Days.Has(day(when)) {
			return s.Values[p]
		}
	}
	t.Fatalf("no segment holds %s; the year exists %s to %s", when, y.Exists.From, y.Exists.To)
	return 0
}

// member returns a member's measures.
func (y *Year) member(t testing.TB, m party.MemberID) *MemberYear {
	t.Helper()
	for i := range y.Members {
		if y.Members[i].Member == m {
			return &y.Members[i]
		}
	}
	t.Fatalf("%s is not on the year's roll of %d", m, len(y.Members))
	return nil
}

// of returns the cases of a clock, as text: subject start done lapse.
func (y *Year) of(c standard.Clock) string {
	var out []string
	for _, k := range y.Cases {
		if k.Clock == c {
			out = append(out, fmt.Sprintf("%s %s→%s %s", k.Subject, k.Start, k.Done, k.Lapse))
		}
	}
	return strings.Join(out, "; ")
}

func (y *Year) total(s standard.Series) int {
	n := 0
	for _, m := range y.Months[s] {
		n += int(m)
	}
	return n
}

func same[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
