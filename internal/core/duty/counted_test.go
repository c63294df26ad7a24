package duty

import (
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// reports is a standard that counts an event which it declares itself.
func reports(d standard.Duty) *standard.Standard {
	std := one(standard.Item{ID: "BB", Title: "报表", Force: "LOCAL", Duty: &d})
	std.Words.Events = []standard.EventName{{Name: "报表上交", Grades: []string{"月报", "季报"}}}
	return std
}

// handed records that a report was handed in on some days, for the year 2026.
func handed(y *register.Year, grade string, on ...string) {
	for _, d := range on {
		y.Named = append(y.Named, register.Named{Kind: register.NamedEvent, Name: "报表上交", Grade: grade, Value: party.Int(1), Valued: true, On: day(d), Year: 2026, Fact: party.FactID("e-" + d)})
	}
	slices.SortStableFunc(y.Named, func(a, b register.Named) int { return int(a.On - b.On) })
}

// TestM33_DeclaredEvents: what a pack declares is counted by month, quarter,
// half-year and year as a series of the vocabulary is: S04-3.1 每季末上交, S06-2.2 每月
// 考核、每季核定, X09-2.2 半年一次.
func TestM33_DeclaredEvents(t *testing.T) {
	quarterEnds := []string{"2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"}
	for _, c := range []struct {
		name string
		duty standard.Duty
		on   []string
		asOf string
		want string
	}{
		{"each quarter", standard.Duty{Every: "quarter", Count: "次数.报表上交"}, quarterEnds, "2027-02-28", "MMMM"},
		{"12 in one month are not one a month", standard.Duty{Every: "month", Count: "次数.报表上交"}, slices.Repeat([]string{"2026-05-08"}, 12), "2027-02-28", "XXXXMXXXXXXX"},
		{"one a half-year", standard.Duty{Every: "half", Count: "次数.报表上交"}, []string{"2026-05-08"}, "2027-02-28", "MX"},
		{"two a year", standard.Duty{Every: "year", Count: "次数.报表上交", Least: 2}, []string{"2026-05-08"}, "2027-02-28", "X"},
		{"one grade", standard.Duty{Every: "quarter", Count: "次数.报表上交_季报"}, quarterEnds, "2027-02-28", "XXXX"},
		{"a series or an event", standard.Duty{Every: "quarter", Count: "党课 + 次数.报表上交_月报"}, []string{"2026-08-01"}, "2027-02-28", "MXMX"},
		{"no record is no omission before the closing", standard.Duty{Every: "quarter", Count: "次数.报表上交"}, []string{"2026-02-01"}, "2026-08-01", "M?oo"},
		{"made up in the month after", standard.Duty{Every: "quarter", Count: "次数.报表上交", Until: 1}, []string{"2026-04-09", "2026-05-30", "2026-09-30"}, "2027-02-28", "LMMX"},
		{"the last quarter's, about the year but after it", standard.Duty{Every: "quarter", Count: "次数.报表上交", Until: 1}, []string{"2026-03-31", "2026-06-30", "2026-09-30", "2027-01-05"}, "2027-02-28", "MMML"},
		{"a year's, after it", standard.Duty{Every: "year", Count: "次数.报表上交", Until: 1}, []string{"2027-01-05"}, "2027-02-28", "L"},
		{"later than that", standard.Duty{Every: "year", Count: "次数.报表上交", Until: 1}, []string{"2027-02-05"}, "2027-02-28", "X"},
		{"without 补上 it is missed", standard.Duty{Every: "quarter", Count: "次数.报表上交"}, []string{"2026-03-31", "2026-06-30", "2026-09-30", "2027-01-05"}, "2027-02-28", "MMMX"},
	} {
		y := branch(c.asOf)
		hold(y, "党课", 1, 1)
		handed(y, "月报", c.on...)
		y.Named = append([]register.Named{{Kind: register.NamedEvent, Name: "报表上交", Grade: "月报", Value: party.Int(9), On: day("2025-11-05"), Year: 2025}}, y.Named...) // for vetoes that look back
		p, problems := Compile(reports(c.duty))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		list := p.Due(y)
		if got := states(list); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		k := p.Windows(0, y)
		if met, late := strings.Count(c.want, "M")+strings.Count(c.want, "L"), strings.Count(c.want, "L"); k.Met != met || k.Late != late {
			t.Errorf("%s: the tally says %+v", c.name, k)
		}
	}
}

// TestDeclaredEventsShowTheirFacts: a window opens to the events in it, with the
// day on which it was fulfilled, and the words name the event.
func TestDeclaredEventsShowTheirFacts(t *testing.T) {
	y := branch("2027-02-28")
	handed(y, "月报", "2026-02-03", "2026-03-31", "2026-07-01")
	list := due(t, reports(standard.Duty{Every: "quarter", Each: []string{"次数.报表上交_月报", "党课"}}), y)
	first := list[0]
	if first.Done != day("2026-02-03") || !slices.Equal(first.Facts, []party.FactID{"e-2026-02-03", "e-2026-03-31"}) || !strings.Contains(first.Why, "报表上交（月报）应有1次，有2次") {
		t.Errorf("%+v", first)
	}
	if !strings.HasSuffix(first.Key, "/报表上交（月报）") {
		t.Errorf("key %s", first.Key)
	}
}

// TestFullWindowsOfAnEvent: 满月数 and its like take a declared event, too.
func TestFullWindowsOfAnEvent(t *testing.T) {
	std := reports(standard.Duty{Every: "year", Count: "党课"})
	y := branch("2027-02-28")
	handed(y, "月报", "2026-02-03", "2026-02-05", "2026-07-01", "2027-01-04")
	for text, want := range map[string]string{
		"满月数(次数.报表上交, 1)": "2", "满月数(次数.报表上交, 2)": "1", "满季数(次数.报表上交_月报, 1)": "2", "满半年数(次数.报表上交, 1)": "2", "满半年数(次数.报表上交_季报, 1)": "0", "次数.报表上交": "4",
	} {
		if got := value(t, std, y, text).String(); got != want {
			t.Errorf("%s = %s, want %s", text, got, want)
		}
	}
	std.Words.Events[0].Absent = "unknown"
	if v := value(t, std, branch("2027-02-28"), "满月数(次数.报表上交, 1)"); v.Valid() {
		t.Errorf("silence that is not known yields %s", v)
	}
}

// value computes a formula for a year.
func value(t *testing.T, std *standard.Standard, y *register.Year, text string) standard.Rat {
	t.Helper()
	x := NewExprs(std)
	n := x.Number(text, Look{At: "test", Place: standard.PlaceScore})
	if p := x.Problems(); len(p) > 0 {
		t.Fatal(p)
	}
	e := x.NewEnv()
	e.Load(y)
	return n.Of(e)
}

// TestShort: by how many occurrences missed windows fall short: 少1次扣 counts these,
// not the windows.
func TestShort(t *testing.T) {
	for _, c := range []struct {
		least, held            int
		asOf                   string
		short, lacking, coming int
	}{
		{4, 4, "2027-02-28", 0, 0, 0}, {4, 3, "2027-02-28", 1, 0, 0}, {4, 0, "2027-02-28", 4, 0, 0}, {4, 6, "2027-02-28", 0, 0, 0},
		{4, 3, "2027-01-15", 0, 1, 0}, {4, 1, "2026-06-30", 0, 0, 3}, {1, 0, "2027-02-28", 1, 0, 0},
	} {
		y := branch(c.asOf)
		hold(y, "党课", c.held, 5)
		p, _ := Compile(one(standard.Item{ID: "A", Force: "LOCAL", Duty: &standard.Duty{Every: "year", Count: "党课", Least: c.least}}))
		if k := p.Windows(0, y); k.Short != c.short || k.Lacking != c.lacking || k.Ahead != c.coming {
			t.Errorf("%d of %d on %s: %+v", c.held, c.least, c.asOf, k)
		}
	}
}
