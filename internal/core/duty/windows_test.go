package duty

import (
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestWindows goes through the states of calendar obligations.
func TestWindows(t *testing.T) {
	monthly := func(force standard.Force) standard.Item {
		return standard.Item{ID: "M", Force: force, Duty: &standard.Duty{Every: party.Monthly, Count: "支委会"}}
	}
	with := func(it standard.Item, change func(*standard.Item)) standard.Item { change(&it); return it }
	two := 2
	none := 0
	for _, c := range []struct {
		name string
		item standard.Item
		asOf string
		year func(*register.Year)
		want string
	}{
		{"nothing yet on New Year's Day", quarterly(), "2026-01-01", nil, "oooo"},
		{"the last day still counts", quarterly(), "2026-03-31", nil, "oooo"},
		{"after the last day there is no record", quarterly(), "2026-04-01", nil, "?ooo"},
		{"met at once", quarterly(), "2026-02-11", func(y *register.Year) { hold(y, "党员大会", 1, 2) }, "Mooo"},
		{"silence becomes not done at closing", quarterly(), "2027-01-31", nil, "XXXX"},
		{"one day before closing it is unknown", quarterly(), "2027-01-30", nil, "????"},
		{"no cut at all is long after", quarterly(), "", nil, "XXXX"},
		{"没开 settles before closing, the first is excused", quarterly(), "2026-10-02",
			func(y *register.Year) { skip(y, "党员大会", "2026-Q1"); skip(y, "党员大会", "2026-Q2") }, "EX?o"},
		{"没开 of a window not ended settles nothing", quarterly(), "2026-03-01",
			func(y *register.Year) { skip(y, "党员大会", "2026-Q1") }, "oooo"},
		{"没开 of a month says nothing about the quarter", quarterly(), "2026-04-01",
			func(y *register.Year) { skip(y, "党员大会", "2026-02") }, "?ooo"},
		{"没开 of a quarter covers its months", monthly("SHOULD"), "2026-04-01",
			func(y *register.Year) { skip(y, "支委会", "2026-Q1") }, "EXXooooooooo"},
		{"a meeting held after all outweighs 没开", quarterly(), "2026-04-01",
			func(y *register.Year) { skip(y, "党员大会", "2026-Q1"); hold(y, "党员大会", 1, 3) }, "Mooo"},
		{"a MUST is not excused", with(quarterly(), func(it *standard.Item) { it.Force = "MUST" }), "2026-04-01",
			func(y *register.Year) { skip(y, "党员大会", "2026-Q1") }, "Xooo"},
		{"two excuses where the item says two", with(quarterly(), func(it *standard.Item) { it.Excuse = &two }), "2026-10-01",
			func(y *register.Year) { skip(y, "党员大会", "2026-Q1"); skip(y, "党员大会", "2026-Q2") }, "EE?o"},
		{"no excuse where the item says none", with(quarterly(), func(it *standard.Item) { it.Excuse = &none }), "2026-04-01",
			func(y *register.Year) { skip(y, "党员大会", "2026-Q1") }, "Xooo"},
		{"an inspection settles (C5)", quarterly(), "2026-07-01",
			func(y *register.Year) {
				hold(y, "党员大会", 1, 5)
				y.Settled = []register.Settled{{Item: "ZB-40", On: day("2026-06-20")}}
			}, "XMoo"},
		{"an inspection of another item settles nothing", quarterly(), "2026-04-01",
			func(y *register.Year) { y.Settled = []register.Settled{{Item: "ZB-41", On: day("2026-04-01")}} }, "?ooo"},
		{"least two", with(quarterly(), func(it *standard.Item) { it.Duty.Least = 2 }), "2026-07-01",
			func(y *register.Year) { hold(y, "党员大会", 1, 1, 3, 4) }, "M?oo"},
		{"a sum of two series", with(quarterly(), func(it *standard.Item) { it.Duty.Count = "党员大会 + 党课" }), "2026-07-01",
			func(y *register.Year) { hold(y, "党课", 1, 1); hold(y, "党员大会", 1, 4) }, "MMoo"},
		{"each of two series (M54)", with(quarterly(), func(it *standard.Item) { it.Duty.Count = ""; it.Duty.Each = []string{"党员大会", "党课"} }), "2026-04-01",
			func(y *register.Year) { hold(y, "党课", 1, 1) }, "?Moooooo"},
		{"only windows ending in June and December", with(quarterly(), func(it *standard.Item) { it.Duty.Months = []int{6, 12} }), "2026-07-01",
			nil, "?o"},
		{"months of a monthly duty", with(monthly("MUST"), func(it *standard.Item) { it.Duty.Months = []int{6, 12} }), "2026-07-01",
			func(y *register.Year) { hold(y, "支委会", 1, 6) }, "Mo"},
		{"half years", with(quarterly(), func(it *standard.Item) { it.Duty.Every = party.HalfYear }), "2026-07-01",
			func(y *register.Year) { hold(y, "党员大会", 1, 6) }, "Mo"},
		{"a year", with(quarterly(), func(it *standard.Item) { it.Duty.Every = party.Yearly }), "2026-12-31", nil, "o"},
		{"until three months later", with(quarterly(), func(it *standard.Item) { it.Duty.Every = party.Yearly; it.Duty.Until = 3 }), "2027-03-31", nil, "X"},
		{"before that it is open, though the year closed", with(quarterly(), func(it *standard.Item) { it.Duty.Every = party.Yearly; it.Duty.Until = 3 }), "2027-03-30", nil, "o"},
		{"made up in the months after", with(monthly("SHOULD"), func(it *standard.Item) { it.Duty.Until = 1 }), "2026-05-01",
			func(y *register.Year) { hold(y, "支委会", 1, 1, 4); hold(y, "支委会", 2, 3) }, "MLMMoooooooo"},
		{"but not too late", with(monthly("SHOULD"), func(it *standard.Item) { it.Duty.Until = 1 }), "2026-06-01",
			func(y *register.Year) { hold(y, "支委会", 1, 1, 3, 5); hold(y, "支委会", 2, 4) }, "M?MMMooooooo"},
		{"an item that ends in June", with(quarterly(), func(it *standard.Item) { it.To = day("2026-06-30") }), "2026-07-01", nil, "??"},
		{"an item that begins in May starts with its first full window",
			with(quarterly(), func(it *standard.Item) { it.From = day("2026-05-01") }), "2026-07-01", nil, "oo"},
	} {
		y := branch(c.asOf)
		if c.year != nil {
			c.year(y)
		}
		if got := states(due(t, one(c.item), y)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestLife: a founded organisation starts with its first full window, a closed
// one stops that day.
func TestLife(t *testing.T) {
	for _, c := range []struct{ from, to, asOf, want string }{
		{"2026-01-01", "2026-12-31", "2027-01-31", "XXXX"},
		{"2026-01-02", "2026-12-31", "2027-01-31", "XXX"},
		{"2026-04-01", "2026-12-31", "2027-01-31", "XXX"},
		{"2026-10-02", "2026-12-31", "2027-01-31", ""},
		{"2026-01-01", "2026-06-30", "2026-07-31", "??"},
		{"2026-01-01", "2026-06-29", "2026-07-31", "?"},
		{"2026-04-01", "2026-09-30", "2026-12-31", "??"},
	} {
		y := branch(c.asOf)
		y.Exists = days(c.from, c.to)
		y.Segments[0].Days = party.Period{From: y.Exists.From, To: min(y.Exists.To, y.Cut.On)}
		list := due(t, one(quarterly()), y)
		if got := states(list); got != c.want {
			t.Errorf("life %s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
		for _, o := range list {
			if o.Days.From < y.Exists.From || o.Days.To > y.Exists.To {
				t.Errorf("life %s to %s: a window %s outside it", c.from, c.to, o.Window)
			}
		}
	}
}

// TestPartial: the condition must hold on the window's last day and for the
// declared share of its days.
func TestPartial(t *testing.T) {
	for _, c := range []struct {
		partial, from, to string // when the branch has a committee
		want              string
	}{
		{"half", "2026-01-01", "2026-12-31", "MMMM"},
		{"half", "2026-02-15", "2026-12-31", "MMMM"}, // 45 of 90 days
		{"half", "2026-02-16", "2026-12-31", "MMM"},
		{"whole", "2026-01-02", "2026-12-31", "MMM"},
		{"whole", "2026-01-01", "2026-12-31", "MMMM"},
		{"any", "2026-03-31", "2026-12-31", "MMMM"},
		{"any", "2026-01-01", "2026-12-30", "MMM"}, // not on the last day
		{"half", "2026-01-01", "2026-03-30", ""},
		{"half", "2026-01-01", "2026-03-31", "M"},
		{"", "2026-01-01", "2026-06-30", "MM"},
	} {
		y := branch("2027-01-31")
		hold(y, "党员大会", 1, 1, 4, 7, 10)
		y.Segments = nil
		edge := func(p party.Period, has int) {
			if p.Days() > 0 {
				y.Segments = append(y.Segments, profile(p, "有支委会", has))
			}
		}
		on := days(c.from, c.to)
		edge(party.Period{From: day("2026-01-01"), To: on.From - 1}, 0)
		edge(on, 1)
		edge(party.Period{From: on.To + 1, To: day("2026-12-31")}, 0)
		it := quarterly()
		it.AppliesIf, it.Partial = "有支委会", c.partial
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("%s from %s to %s: %s, want %s", c.partial, c.from, c.to, got, c.want)
		}
	}
}

// TestForecast: on a day of the year the state of that day is taken to go on, so
// that the whole year's duties are known from the first day.
func TestForecast(t *testing.T) {
	y := branch("2026-05-10")
	y.Segments = []register.Segment{
		profile(days("2026-01-01", "2026-05-09"), "有支委会", 0),
		profile(days("2026-05-10", "2026-05-10"), "有支委会", 1),
	}
	it := quarterly()
	it.AppliesIf = "有支委会"
	list := due(t, one(it), y)
	if states(list) != "ooo" || list[0].Window.Index != 1 {
		t.Errorf("%s from window %d, want ooo from the second", states(list), list[0].Window.Index)
	}
}

// TestUnknownCondition: where it is not known whether an item applies, silence
// stays unknown, also after the closing.
func TestUnknownCondition(t *testing.T) {
	it := quarterly()
	it.AppliesIf = "成立月数 >= 12"
	y := branch("2027-06-30")
	y.Unknown[wordAt(standard.NumberWords, "成立月数")] = true
	hold(y, "党员大会", 1, 1)
	if got := states(due(t, one(it), y)); got != "M???" {
		t.Errorf("%s, want M???", got)
	}
	y.Unknown[0] = false
	if got := states(due(t, one(it), y)); got != "" {
		t.Errorf("%s, want none: founded 0 months ago", got)
	}
	y.Numbers[0] = party.Int(12)
	if got := states(due(t, one(it), y)); got != "MXXX" {
		t.Errorf("%s, want MXXX", got)
	}
}

// TestDomainsOfItem: an item of another domain is never asked.
func TestDomainsOfItem(t *testing.T) {
	it := quarterly()
	it.Domains = []party.Domain{"agency"}
	std := one(it)
	std.Domain = "village"
	if got := states(due(t, std, branch("2027-06-30"))); got != "" {
		t.Errorf("%s, want none", got)
	}
	std.Domain = "agency"
	if got := states(due(t, std, branch("2027-06-30"))); got != "XXXX" {
		t.Errorf("%s, want XXXX", got)
	}
}

// TestClosingOfScheme: the closing counts from the end of each of the scheme's
// periods.
func TestClosingOfScheme(t *testing.T) {
	for _, c := range []struct {
		every   party.Cadence
		closing int
		asOf    string
		want    string
	}{
		{"", 2, "2027-02-27", "????"},
		{"", 2, "2027-02-28", "XXXX"},
		{party.Yearly, 0, "2026-12-30", "???o"},
		{party.Yearly, 0, "2026-12-31", "XXXX"},
		{party.Quarterly, 1, "2026-04-29", "?ooo"},
		{party.Quarterly, 1, "2026-04-30", "Xooo"},
		{party.HalfYear, 0, "2026-06-30", "XXoo"},
		{party.Monthly, 1, "2026-07-30", "X?oo"},
		{party.Monthly, 1, "2026-07-31", "XXoo"},
	} {
		std := one(quarterly())
		std.Rating = &standard.Scheme{Every: c.every, Closing: c.closing}
		if got := states(due(t, std, branch(c.asOf))); got != c.want {
			t.Errorf("every %s closing %d on %s: %s, want %s", c.every, c.closing, c.asOf, got, c.want)
		}
	}
}

// TestTR48_Windows: windows are calendar months and quarters, not runs of days,
// and twelve meetings in one month are not one in each month (M33).
func TestTR48_Windows(t *testing.T) {
	it := quarterly()
	it.Duty.Every = party.Monthly
	y := branch("2027-01-31")
	hold(y, "党员大会", 12, 1)
	if got := states(due(t, one(it), y)); got != "MXXXXXXXXXXX" {
		t.Errorf("%s, want one month met", got)
	}
	y = branch("2027-01-31")
	hold(y, "党员大会", 1, 1, 3, 4, 6, 7, 9, 10, 12)
	if got := states(due(t, one(quarterly()), y)); got != "MMMM" {
		t.Errorf("%s, want all quarters met", got)
	}
}

// TestTR26_NoCommittee and its like: what a branch is not asked is not an
// obligation, not even one that failed.
func TestTR26_NoCommittee(t *testing.T) {
	it := standard.Item{ID: "ZB-43", Force: "MUST", AppliesIf: "有支委会", Duty: &standard.Duty{Every: party.Monthly, Count: "支委会"}}
	y := branch("2027-01-31")
	y.Segments[0] = profile(y.Exists, "正式党员数", 6)
	if list := due(t, one(it), y); len(list) != 0 {
		t.Errorf("a branch without a committee owes %d meetings of it", len(list))
	}
}

// TestTR27_NoGroups: no 党小组会 is asked of a branch without groups.
func TestTR27_NoGroups(t *testing.T) {
	it := standard.Item{ID: "ZB-44", Force: "MUST", AppliesIf: "党小组数 >= 1", Duty: &standard.Duty{Every: party.Monthly, Count: "党小组会"}}
	y := branch("2027-01-31")
	y.Segments[0] = profile(y.Exists, "正式党员数", 6)
	if list := due(t, one(it), y); len(list) != 0 {
		t.Errorf("a branch without groups owes %d meetings of them", len(list))
	}
}

// TestTR49_AssessedYear: 组织生活会 counts for the year it is about; one held in
// February after it is in time, and its day is shown.
func TestTR49_AssessedYear(t *testing.T) {
	it := standard.Item{ID: "ZB-46", Force: "MUST", Duty: &standard.Duty{Every: party.Yearly, Count: "组织生活会", Until: 3}}
	y := branch("2027-03-01")
	s := series("组织生活会")
	y.Months[s][11] = 1
	y.Trail.Series[s] = []register.Mention{{On: day("2027-02-10"), N: 1, Fact: "f-1"}}
	list := due(t, one(it), y)
	if states(list) != "M" || list[0].Done != day("2027-02-10") || len(list[0].Facts) != 1 {
		t.Errorf("%+v, want met on 2027-02-10", list)
	}
	y.Cut.On = day("2027-06-01")
	y.First[s], y.Trail.Series[s][0].On = day("2027-05-10"), day("2027-05-10")
	list = due(t, one(it), y)
	if states(list) != "V" || !strings.Contains(list[0].Why, "限2027年3月31日，2027年5月10日才办") {
		t.Errorf("%s %s, want overdue", states(list), list[0].Why)
	}
	p, _ := Compile(one(it))
	if got := p.Windows(0, y); got != (Tally{Total: 1, Missed: 1, Overdue: 1, Short: 1}) {
		t.Errorf("%+v", got)
	}
	y.First[s] = day("2027-03-31")
	if list := due(t, one(it), y); states(list) != "M" {
		t.Errorf("%s on the last day, want met", states(list))
	}
}

// TestTR72_Should: a SHOULD that was waived is not applicable, a MUST cannot be.
func TestTR72_Should(t *testing.T) {
	for _, c := range []struct {
		force    standard.Force
		from, to string
		want     string
	}{
		{"SHOULD", "2026-01-01", "2026-03-31", "-XXX"},
		{"LOCAL", "2026-01-01", "2026-03-31", "-XXX"},
		{"MAY", "2026-01-01", "2026-03-31", "-XXX"},
		{"MUST", "2026-01-01", "2026-03-31", "XXXX"},
		{"", "2026-01-01", "2026-03-31", "XXXX"},
		{"SHOULD", "2026-03-31", "2026-04-15", "-XXX"}, // the last day of the first quarter
		{"SHOULD", "2026-01-01", "2026-02-10", "XXXX"}, // less than half of it
		{"SHOULD", "2026-01-01", "2026-02-15", "-XXX"}, // more than half
		{"SHOULD", "2026-01-01", "2026-12-31", "----"},
	} {
		it := quarterly()
		it.Force = c.force
		y := branch("2027-01-31")
		y.Waivers = []register.Waiver{{Item: "ZB-40", Days: days(c.from, c.to), Reason: "season", Fact: "w-1"}}
		list := due(t, one(it), y)
		if got := states(list); got != c.want {
			t.Errorf("%s %s–%s: %s, want %s", c.force, c.from, c.to, got, c.want)
		}
		for _, o := range list {
			if o.State == Waived && (len(o.Facts) != 1 || !strings.Contains(o.Why, "季节")) {
				t.Errorf("a waiver without its fact or reason: %+v", o)
			}
		}
	}
}

// TestWhatWasSaidIsCited: a window for which 没开 was said names that line and its
// reason, also where the line is of exactly the window; one of another window does
// not.
func TestWhatWasSaidIsCited(t *testing.T) {
	it := quarterly()
	it.Force = "SHOULD"
	y := branch("2027-01-31")
	skip(y, "党员大会", "2026-Q1")
	skip(y, "党员大会", "2026-H2")
	for i, o := range due(t, one(it), y) {
		cited := len(o.Facts) == 1 && o.Facts[0] == y.Skips[min(i/2, 1)].Fact && strings.Contains(o.Why, "已说明没开")
		if cited != (i != 1) {
			t.Errorf("quarter %d: %s %v", i+1, o.Why, o.Facts)
		}
	}
}

// TestConduct_C09: in a declared season a SHOULD moves: it may be made up later in
// the year, else it falls away; a MUST does not move.
func TestConduct_C09(t *testing.T) {
	it := quarterly()
	it.Duty.Every = party.Monthly
	harvest := func(y *register.Year) {
		y.Seasons = []register.Season{{Days: days("2026-06-01", "2026-07-20"), Fact: "season"}}
	}
	y := branch("2027-01-31")
	harvest(y)
	hold(y, "党员大会", 1, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12)
	if got := states(due(t, one(it), y)); got != "MMMMM--MMMMM" {
		t.Errorf("nothing made up: %s", got)
	}
	hold(y, "党员大会", 1, 9)
	if got := states(due(t, one(it), y)); got != "MMMMMM-MMMMM" {
		t.Errorf("one made up in September: %s", got)
	}
	hold(y, "党员大会", 5, 5) // earlier months make nothing up
	if got := states(due(t, one(it), y)); got != "MMMMMM-MMMMM" {
		t.Errorf("an earlier surplus: %s", got)
	}
	it.Force = "MUST"
	if got := states(due(t, one(it), y)); got != "MMMMMXXMMMMM" {
		t.Errorf("a MUST: %s", got)
	}
}

// TestConduct_C09_SeasonsCannotEmptyTheYear: what may fall away is as many whole
// windows as fit into the limit, the earliest first; the others that a season moved
// are owed until the year's end.
func TestConduct_C09_SeasonsCannotEmptyTheYear(t *testing.T) {
	with := func(every party.Cadence) standard.Item {
		it := quarterly()
		it.Duty.Every = every
		return it
	}
	limit := func(n int) *standard.Scheme { return &standard.Scheme{Closing: 1, Seasons: &n} }
	var halves []register.Season // half of each of eight months, of which 120 days move seven
	for m := 2; m <= 9; m++ {
		halves = append(halves, register.Season{Days: party.Period{From: party.DateOf(2026, m, 1), To: party.DateOf(2026, m, 16)}, Fact: "s"})
	}
	for _, c := range []struct {
		what    string
		it      standard.Item
		seasons []register.Season
		rating  *standard.Scheme
		asOf    string
		want    string
	}{
		{"the whole year", with(party.Monthly), []register.Season{{Days: party.YearOf(2026)}}, nil, "2027-01-31", "----XXXXXXXX"},
		{"the whole year, and the limit none", with(party.Monthly), []register.Season{{Days: party.YearOf(2026)}}, limit(0), "2027-01-31", "XXXXXXXXXXXX"},
		{"the whole year, and the limit a month", with(party.Monthly), []register.Season{{Days: party.YearOf(2026)}}, limit(31), "2027-01-31", "-XXXXXXXXXXX"},
		{"the whole year of quarters", with(party.Quarterly), []register.Season{{Days: party.YearOf(2026)}}, nil, "2027-01-31", "-XXX"},
		{"the whole year of half-years", with(party.HalfYear), []register.Season{{Days: party.YearOf(2026)}}, nil, "2027-01-31", "XX"},
		{"the whole year of a year", with(party.Yearly), []register.Season{{Days: party.YearOf(2026)}}, nil, "2027-01-31", "X"},
		{"the same days twice", with(party.Monthly), []register.Season{{Days: days("2026-03-01", "2026-03-15")}, {Days: days("2026-03-01", "2026-03-15")}}, nil, "2027-01-31", "XXXXXXXXXXXX"},
		{"half of eight months", with(party.Monthly), halves, nil, "2027-01-31", "X----XXXXXXX"},
		{"half of eight months, in October", with(party.Monthly), halves, nil, "2026-10-15", "?----ooo?ooo"},
		{"half of eight months, in January", with(party.Monthly), halves, nil, "2027-01-15", "?----???????"},
	} {
		std := one(c.it)
		std.Rating = c.rating
		y := branch(c.asOf)
		y.Seasons = c.seasons
		list := due(t, std, y)
		slices.SortStableFunc(list, func(a, b Obligation) int { return int(a.Days.From - b.Days.From) })
		if got := states(list); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	y := branch("2026-10-15")
	y.Seasons = halves
	var moved []Obligation
	for _, o := range due(t, one(with(party.Monthly)), y) {
		if strings.Contains(o.Why, "申报的时段") && o.State == Open {
			moved = append(moved, o)
		}
	}
	if len(moved) != 3 || moved[0].Due != day("2026-12-31") || moved[0].Facts[0] != "s" || !strings.Contains(moved[0].Why, "12月31日前办成即可") {
		t.Errorf("owed until the year's end: %+v", moved)
	}
}

// TestTR92_Season: a season that takes less than half of a quarter leaves the
// quarter where it is.
func TestTR92_Season(t *testing.T) {
	y := branch("2027-01-31")
	y.Seasons = []register.Season{{Days: days("2026-08-01", "2026-09-15")}, {Days: days("2026-12-20", "2026-12-31")}}
	if got := states(due(t, one(quarterly()), y)); got != "XX-X" {
		t.Errorf("%s, want the third quarter moved", got)
	}
}

// TestConduct_C05: no record is not no Party life: before the closing it is
// waiting, and the words are 没有记录.
func TestConduct_C05(t *testing.T) {
	y := branch("2026-07-01")
	list := due(t, one(quarterly()), y)
	for _, o := range list[:2] {
		if o.State != Waiting || !strings.Contains(o.Why, "没有记录") || strings.Contains(o.Why, "停开") {
			t.Errorf("%s: %s", o.State, o.Why)
		}
	}
	if States.Label(Waiting) != "没有记录" {
		t.Errorf("the word for waiting is %s", States.Label(Waiting))
	}
}

// TestConduct_C02: saying 没开 never leaves more missed than silence does.
func TestConduct_C02(t *testing.T) {
	for _, asOf := range []string{"2026-04-01", "2026-10-01", "2027-01-30", "2027-01-31"} {
		silent, honest := branch(asOf), branch(asOf)
		skip(honest, "党员大会", "2026-Q1")
		p, _ := Compile(one(quarterly()))
		a, b := p.Windows(0, silent), p.Windows(0, honest)
		if b.Missed > a.Missed {
			t.Errorf("%s: honest %+v, silent %+v", asOf, b, a)
		}
	}
}

// TestKeys: the key of an obligation is scheme/item/subject/period, with the
// series where an item has several and the trigger where it is a case.
func TestKeys(t *testing.T) {
	it := quarterly()
	it.Duty.Count, it.Duty.Each = "", []string{"党员大会", "党课"}
	list := due(t, one(it, standard.Item{ID: "FZ-03", Force: "MUST", Duty: &standard.Duty{Clock: "申请谈话", Within: "1个月"}},
		standard.Item{ID: "ZB-10", Force: "MUST", Duty: &standard.Duty{Require: "有书记"}}), func() *register.Year {
		y := branch("2026-12-31")
		y.Cases = []register.Case{{Clock: clock("申请谈话"), Subject: "m-7", Start: day("2026-03-05"), Facts: [2]party.FactID{"f-9"}}}
		return y
	}())
	var keys []string
	for _, o := range list {
		keys = append(keys, o.Key)
	}
	want := "test/ZB-40/org-1/2026-Q1/党员大会 test/ZB-40/org-1/2026-Q1/党课 test/ZB-40/org-1/2026-Q2/党员大会"
	if got := strings.Join(keys[:3], " "); got != want {
		t.Errorf("keys %s", got)
	}
	if got := strings.Join(keys[8:], " "); got != "test/FZ-03/m-7/2026/f-9 test/ZB-10/org-1/2026" {
		t.Errorf("keys %s", got)
	}
}

// TestFacts: an obligation shows the facts of its own window and the day on which
// it was fulfilled.
func TestFacts(t *testing.T) {
	it := quarterly()
	it.Duty.Least = 2
	y := branch("2026-12-31")
	hold(y, "党员大会", 1, 3, 1, 4)
	list := due(t, one(it), y)
	if list[0].Done != day("2026-03-10") || len(list[0].Facts) != 2 || list[0].Facts[0] != "f-党员大会-01" {
		t.Errorf("%+v", list[0])
	}
	if list[1].Done != party.NoDate || len(list[1].Facts) != 1 {
		t.Errorf("%+v", list[1])
	}
}
