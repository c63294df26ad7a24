package fact

import (
	"fmt"
	"testing"
	"time"

	"qiangji/internal/party"
)

// year returns about 100 facts of a branch of 30: what one assessment reads.
func year() [][]byte {
	var due []party.MemberID
	for i := range 30 {
		due = append(due, party.MemberID(fmt.Sprintf("m-%08d", i)))
	}
	var lines [][]byte
	for i := range 100 {
		f := Fact{
			ID: party.FactID(fmt.Sprintf("f-%016d", i)), Org: "o-00001234",
			On: party.DateOf(2026, 1, 1).AddDays(3 * i), By: due[0],
			At: time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC),
			Body: &MeetingHeld{
				Kinds: []party.MeetingKind{"assembly", "party_day"}, Chair: due[0], Due: due,
				Absent: []Absence{{due[3], "leave"}, {due[4], "away"}}, Online: due[7:9],
				Forms: []party.MeetingForm{"discussion"}, Topics: []party.TextID{"t-1", "t-2"},
				Votes:   []Vote{{On: "ordinary", Due: 27, Present: 25, Yes: 25}},
				Minutes: "t-3", Hours: party.Int(2),
			},
			Evidence: []party.TextID{"t-9"},
		}
		lines = append(lines, f.Append(nil))
	}
	return lines
}

func BenchmarkParseYear(b *testing.B) {
	lines := year()
	n := 0
	for _, l := range lines {
		n += len(l)
	}
	b.SetBytes(int64(n))
	b.ReportAllocs()
	for b.Loop() {
		for _, l := range lines {
			if _, ps := Parse(l); ps != nil {
				b.Fatal(ps)
			}
		}
	}
}

func BenchmarkAppendYear(b *testing.B) {
	facts := read(b, year())
	b.ReportAllocs()
	var buf []byte
	for b.Loop() {
		for i := range facts {
			buf = facts[i].Append(buf[:0])
		}
	}
}

func BenchmarkValidateYear(b *testing.B) {
	facts := read(b, year())
	b.ReportAllocs()
	for b.Loop() {
		for i := range facts {
			if ps := Validate(facts[i]); ps != nil {
				b.Fatal(ps)
			}
		}
	}
}

func BenchmarkStandingYear(b *testing.B) {
	facts := read(b, year())
	b.ReportAllocs()
	for b.Loop() {
		Standing(facts, Cut{})
	}
}

// read parses lines that must be facts.
func read(t testing.TB, lines [][]byte) []Fact {
	t.Helper()
	facts := make([]Fact, len(lines))
	for i, l := range lines {
		f, problems := Parse(l)
		if len(problems) > 0 {
			t.Fatalf("%s\n%v", l, problems)
		}
		facts[i] = f
	}
	return facts
}
