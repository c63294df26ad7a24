package duty

import (
	"fmt"
	"strings"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// day reads a date or fails loudly.
func day(s string) party.Date {
	if s == "" {
		return party.NoDate
	}
	d, err := party.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func days(from, to string) party.Period { return party.Period{From: day(from), To: day(to)} }

func lastOf(year int) party.Date { return party.DateOf(year, 12, 31) }

// from is the days of a stop that has no answer.
func from(first string) party.Period { return days(first, "2199-12-31") }

func wordAt(words []standard.Word, name string) int {
	for i, w := range words {
		if w.Name == name {
			return i
		}
	}
	panic("no such word: " + name)
}

func series(name string) standard.Series { return standard.Series(wordAt(standard.SeriesWords, name)) }

func clock(name string) standard.Clock { return standard.Clock(wordAt(standard.ClockWords, name)) }

// profile makes a segment from name, value pairs.
func profile(p party.Period, pairs ...any) register.Segment {
	s := register.Segment{Days: p}
	for i := 0; i < len(pairs); i += 2 {
		s.Values[wordAt(standard.ProfileWords, pairs[i].(string))] = int32(pairs[i+1].(int))
	}
	return s
}

// branch is a village branch of nine full members with a committee and two
// groups, in all of 2026, seen on asOf.
func branch(asOf string) *register.Year {
	y := &register.Year{
		Schema: register.Schema, Org: "org-1", Of: 2026,
		Cut: fact.Cut{On: day(asOf)}, Exists: days("2026-01-01", "2026-12-31"),
	}
	end := min(y.Exists.To, y.Cut.On)
	if asOf == "" {
		end = y.Exists.To
	}
	y.Segments = []register.Segment{profile(party.Period{From: y.Exists.From, To: end},
		"党员数", 10, "正式党员数", 9, "预备党员数", 1, "有支委会", 1, "有书记", 1, "党小组数", 2, "建制", 0)}
	y.Trail = &register.Trail{Members: map[party.MemberID][]party.FactID{}}
	return y
}

// hold records n occurrences of a series in each of the months.
func hold(y *register.Year, name string, n int, months ...int) {
	s := series(name)
	for _, m := range months {
		y.Months[s][m-1] += uint16(n)
		if y.Trail != nil {
			id := party.FactID(fmt.Sprintf("f-%s-%02d", name, m))
			y.Trail.Series[s] = append(y.Trail.Series[s], register.Mention{On: party.DateOf(y.Of, m, 10), N: uint16(n), Fact: id})
		}
	}
}

func skip(y *register.Year, name, window string) {
	w, err := party.ParseWindow(window)
	if err != nil {
		panic(err)
	}
	y.Skips = append(y.Skips, register.Skip{Series: series(name), Window: w, Reason: "harvest", Fact: party.FactID("skip-" + window)})
}

// one makes a standard of the given items.
func one(items ...standard.Item) *standard.Standard {
	return &standard.Standard{Scheme: "test", Version: "1", Subject: "organisation", Items: items}
}

// quarterly is 党员大会 once a quarter, a SHOULD.
func quarterly() standard.Item {
	return standard.Item{ID: "ZB-40", Title: "党员大会", Force: "SHOULD", Duty: &standard.Duty{Every: party.Quarterly, Count: "党员大会"}}
}

// due compiles a standard and lists a year's obligations; a problem fails.
func due(t *testing.T, std *standard.Standard, y *register.Year) []Obligation {
	t.Helper()
	p, problems := Compile(std)
	if len(problems) > 0 {
		t.Fatalf("problems: %+v", problems)
	}
	list := p.Due(y)
	agree(t, p, y, list)
	return list
}

// agree fails unless the tallies count what the list lists.
func agree(t testing.TB, p *Program, y *register.Year, list []Obligation) {
	t.Helper()
	seen := map[string]bool{}
	for i := range p.rules {
		var want Tally
		for _, o := range list {
			if o.Item == p.Std.Items[i].ID {
				if p.rules[i].form == windowed && o.State == Late && o.Done > o.Due {
					o.State = Met // the trail knows the day, the tally only the month
				}
				want.listed(y, p.Std.Items[i].Duty, &o)
			}
		}
		got := p.Windows(i, y)
		want.Late, got.Late = 0, 0
		if got != want {
			t.Fatalf("%s: tally %+v, list %+v", p.Std.Items[i].ID, got, want)
		}
	}
	for _, o := range list {
		if seen[o.Key] {
			t.Fatalf("two obligations with the key %s", o.Key)
		}
		seen[o.Key] = true
		if o.Why == "" || o.Item == "" || o.State == "" {
			t.Fatalf("an obligation without words: %+v", o)
		}
	}
}

// listed counts an obligation of a list, and by how many occurrences it falls
// short, counted one by one.
func (t *Tally) listed(y *register.Year, d *standard.Duty, o *Obligation) {
	t.one(o.State)
	if d == nil || d.Every == "" || max(d.Least, 1) == 1 {
		return
	}
	text := d.Count
	for _, each := range d.Each {
		if text == "" || strings.HasSuffix(o.Key, "/"+each) {
			text = each
		}
	}
	lack := max(d.Least, 1) - 1 // one of them is counted with the state
	for name := range strings.SplitSeq(text, "+") {
		for m, n := range y.Months[series(strings.TrimSpace(name))] {
			if o.Days.Has(party.DateOf(y.Of, m+1, 1)) {
				lack -= int(n)
			}
		}
	}
	switch o.State {
	case Overdue: // none of them came in time
		t.Short += max(d.Least, 1) - 1
	case Missed:
		t.Short += lack
	case Waiting:
		t.Lacking += lack
	case Open:
		t.Ahead += lack
	}
}

// states writes the states of a list, one letter each: M met, L late, X missed,
// ? waiting, o open, E excused, - not applicable, s stopped, V overdue.
func states(list []Obligation) string {
	letters := map[State]string{Met: "M", Late: "L", Missed: "X", Waiting: "?", Open: "o", Excused: "E", Waived: "-", Stopped: "s", Overdue: "V"}
	s := ""
	for _, o := range list {
		s += letters[o.State]
	}
	return s
}
