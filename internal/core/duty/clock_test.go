package duty

import (
	"strings"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// talk is the talk within a month of an application, of 2026.
func talk(within string) standard.Item {
	return standard.Item{ID: "FZ-03", Title: "派人谈话", Force: "MUST", Duty: &standard.Duty{Clock: "申请谈话", Within: within}}
}

func run(name, start, done, lapse string) register.Case {
	return register.Case{Clock: clock(name), Subject: "m-1", Start: day(start), Done: day(done), Lapse: day(lapse), Facts: [2]party.FactID{"start-" + party.FactID(start), party.FactID("done-" + done)}}
}

// TestDeadlines goes through the states of a deadline.
func TestDeadlines(t *testing.T) {
	for _, c := range []struct {
		name               string
		within             string
		start, done, lapse string
		asOf               string
		want               string
		due                string
	}{
		{"on the last day", "1个月", "2026-03-05", "2026-04-05", "", "2026-04-05", "M", "2026-04-05"},
		{"a day late", "1个月", "2026-03-05", "2026-04-06", "", "2026-04-06", "V", "2026-04-05"},
		{"not yet due", "1个月", "2026-03-05", "", "", "2026-04-05", "o", "2026-04-05"},
		{"without a record", "1个月", "2026-03-05", "", "", "2026-04-06", "?", "2026-04-05"},
		{"silent at closing", "1个月", "2026-03-05", "", "", "2027-01-31", "X", "2026-04-05"},
		{"lapsed", "1个月", "2026-03-05", "", "2026-03-20", "2027-01-31", "-", "2026-04-05"},
		{"lapsed after it was due", "1个月", "2026-03-05", "", "2026-08-20", "2027-01-31", "X", "2026-04-05"},
		{"due next year", "1个月", "2026-12-05", "", "", "2027-01-31", "", ""},
		{"due next year, done in this", "1个月", "2026-12-05", "2026-12-20", "", "2027-01-31", "", ""},
		{"begun last year", "1个月", "2025-12-05", "2026-01-03", "", "2027-01-31", "M", "2026-01-05"},
		{"begun and done last year, due in this", "1个月", "2025-12-05", "2025-12-20", "", "2027-01-31", "M", "2026-01-05"},
		{"due last year, done in this", "1个月", "2025-10-05", "2026-02-01", "", "2027-01-31", "L", "2025-11-05"},
		{"due last year, still not done", "1个月", "2025-10-05", "", "", "2026-02-01", "X", "2025-11-05"},
		{"due and done last year", "1个月", "2025-10-05", "2025-10-20", "", "2027-01-31", "", ""},
		{"31 August and six months (TR-42)", "6个月", "2025-08-31", "2026-02-28", "", "2027-01-31", "M", "2026-02-28"},
		{"a step without its start is no deadline", "1个月", "", "2026-02-01", "", "2027-01-31", "", ""},
		{"working days skip the weekend", "5个工作日", "2026-03-05", "2026-03-12", "", "2026-12-31", "M", "2026-03-12"},
		{"fifteen working days", "15个工作日", "2026-03-06", "2026-03-27", "", "2026-12-31", "M", "2026-03-27"},
		{"fifteen working days, late", "15个工作日", "2026-03-06", "2026-03-28", "", "2026-12-31", "V", "2026-03-27"},
		{"on the same day", "0天", "2026-03-06", "2026-03-06", "", "2026-12-31", "M", "2026-03-06"},
	} {
		y := branch(c.asOf)
		y.Cases = []register.Case{run("申请谈话", c.start, c.done, c.lapse)}
		list := due(t, one(talk(c.within)), y)
		if got := states(list); got != c.want || got != "" && list[0].Due != day(c.due) {
			t.Errorf("%s: %s due %v, want %s due %s", c.name, got, list, c.want, c.due)
		}
	}
}

// TestACaseNamesItsSubject: whom or what it is about, and how long it runs.
func TestACaseNamesItsSubject(t *testing.T) {
	y := branch("2026-12-31")
	y.Cases = []register.Case{run("申请谈话", "2026-03-05", "2026-03-20", "")}
	if o := due(t, one(talk("1个月")), y)[0]; o.Subject != "m-1" || o.Days != days("2026-03-05", "2026-04-05") || len(o.Facts) != 2 {
		t.Errorf("%+v", o)
	}
}

// TestTR43_NotADayEarly: 「一年以上」 is a calendar year, to the day.
func TestTR43_NotADayEarly(t *testing.T) {
	it := standard.Item{ID: "FZ-08", Force: "MUST", Duty: &standard.Duty{Clock: "培养满期", AtLeast: "1年"}}
	for _, c := range []struct{ start, done, asOf, want string }{
		{"2025-03-05", "2026-03-05", "2026-12-31", "M"},
		{"2025-03-05", "2026-03-04", "2026-12-31", "X"},
		{"2024-02-29", "2026-02-28", "2026-12-31", "M"},
		{"2025-03-05", "", "2026-12-31", ""},
		{"2025-03-05", "2025-12-31", "2026-12-31", ""}, // last year's
		{"", "2026-03-05", "2026-12-31", "?"},          // the step before has no record
		{"", "2026-03-05", "2027-01-31", "X"},
	} {
		y := branch(c.asOf)
		y.Cases = []register.Case{run("培养满期", c.start, c.done, "")}
		list := due(t, one(it), y)
		if got := states(list); got != c.want {
			t.Errorf("%s to %s on %s: %s, want %s", c.start, c.done, c.asOf, got, c.want)
		}
	}
}

// TestOrder: an order is a minimum wait of no days.
func TestOrder(t *testing.T) {
	it := standard.Item{ID: "FZ-14", Force: "MUST", Duty: &standard.Duty{Clock: "政审后接收", AtLeast: "0天"}}
	for _, c := range []struct{ start, done, want string }{
		{"2026-03-05", "2026-03-05", "M"}, {"2026-03-06", "2026-03-05", "X"}, {"", "2026-03-05", "X"},
	} {
		y := branch("2027-01-31")
		y.Cases = []register.Case{run("政审后接收", c.start, c.done, "")}
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("%s then %s: %s, want %s", c.start, c.done, got, c.want)
		}
	}
}

// TestWaitWithin: a deadline with a minimum wait is broken on both sides.
func TestWaitWithin(t *testing.T) {
	it := standard.Item{ID: "FZ-20", Force: "MUST", Duty: &standard.Duty{Clock: "转正讨论", AtLeast: "10天", Within: "1个月"}}
	for _, c := range []struct{ done, want string }{{"2026-03-14", "X"}, {"2026-03-15", "M"}, {"2026-04-05", "M"}, {"2026-04-06", "V"}} {
		y := branch("2027-01-31")
		y.Cases = []register.Case{run("转正讨论", "2026-03-05", c.done, "")}
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("done %s: %s, want %s", c.done, got, c.want)
		}
	}
}

// TestCasesExcepted: waivers, requests, inspections and conditions work on the
// due day of a case.
func TestCasesExcepted(t *testing.T) {
	open := func(y *register.Year) { y.Cases = []register.Case{run("申请谈话", "2026-03-05", "", "")} }
	for _, c := range []struct {
		name   string
		change func(*standard.Item, *register.Year)
		want   string
	}{
		{"plain", func(*standard.Item, *register.Year) {}, "?"},
		{"waived", func(it *standard.Item, y *register.Year) {
			it.Force = "SHOULD"
			y.Waivers = []register.Waiver{{Item: "FZ-03", Days: days("2026-04-01", "2026-04-30")}}
		}, "-"},
		{"waived on other days", func(it *standard.Item, y *register.Year) {
			it.Force = "SHOULD"
			y.Waivers = []register.Waiver{{Item: "FZ-03", Days: days("2026-05-01", "2026-05-30")}}
		}, "?"},
		{"a MUST is not waived", func(it *standard.Item, y *register.Year) {
			y.Waivers = []register.Waiver{{Item: "FZ-03", Days: days("2026-04-01", "2026-04-30")}}
		}, "?"},
		{"help asked before it was due", func(it *standard.Item, y *register.Year) {
			y.Stops = []register.Stop{{Item: "FZ-03", Days: from("2026-04-05")}}
		}, "s"},
		{"help asked too late", func(it *standard.Item, y *register.Year) {
			y.Stops = []register.Stop{{Item: "FZ-03", Days: from("2026-04-06")}}
		}, "?"},
		{"settled by inspection", func(it *standard.Item, y *register.Year) {
			y.Settled = []register.Settled{{Item: "FZ-03", On: day("2026-04-05")}}
		}, "X"},
		{"the condition fails on the due day", func(it *standard.Item, y *register.Year) {
			it.AppliesIf = "有支委会"
			y.Segments = []register.Segment{profile(days("2026-01-01", "2026-04-04"), "有支委会", 1), profile(days("2026-04-05", "2026-12-31"), "有支委会", 0)}
		}, ""},
		{"the condition held on the due day", func(it *standard.Item, y *register.Year) {
			it.AppliesIf = "有支委会"
			y.Segments = []register.Segment{profile(days("2026-01-01", "2026-04-05"), "有支委会", 1), profile(days("2026-04-06", "2026-12-31"), "有支委会", 0)}
		}, "?"},
		{"the item is not yet in force", func(it *standard.Item, y *register.Year) { it.From = day("2026-04-06") }, ""},
		{"the item is no longer in force", func(it *standard.Item, y *register.Year) { it.To = day("2026-04-04") }, ""},
	} {
		it, y := talk("1个月"), branch("2026-12-31")
		open(y)
		c.change(&it, y)
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestManyCases: each case of a clock is an obligation of its own, and cases of
// other clocks are not among them.
func TestManyCases(t *testing.T) {
	y := branch("2026-12-31")
	y.Cases = []register.Case{
		run("申请谈话", "2026-01-05", "2026-01-20", ""), run("申请谈话", "2026-02-05", "2026-04-20", ""),
		run("申请谈话", "2026-03-05", "", ""), run("申请谈话", "2026-12-05", "", ""), run("培养满期", "2025-02-05", "2026-02-04", ""),
	}
	std := one(talk("1个月"), standard.Item{ID: "FZ-08", Force: "MUST", Duty: &standard.Duty{Clock: "培养满期", AtLeast: "1年"}},
		standard.Item{ID: "FZ-30", Force: "MUST", Duty: &standard.Duty{Clock: "应设支委会", Within: "1个月"}})
	if got := states(due(t, std, y)); got != "MV?X" {
		t.Errorf("%s, want MV?X", got)
	}
	p, _ := Compile(std)
	if got := p.Windows(0, y); got != (Tally{Total: 3, Met: 1, Missed: 1, Overdue: 1, Short: 1, Waiting: 1, Lacking: 1}) {
		t.Errorf("%+v", got)
	}
}

// TestConduct_C14: a step that an upper level owes says who holds it and for how
// long; it is that level's obligation.
func TestConduct_C14(t *testing.T) {
	it := standard.Item{ID: "FZ-17", Force: "MUST", Bearer: "committee", Duty: &standard.Duty{Clock: "接收审批", Within: "3个月"}}
	y := branch("2026-03-17")
	y.Cases = []register.Case{run("接收审批", "2026-03-05", "", "")}
	list := due(t, one(it), y)
	if len(list) != 1 || list[0].Bearer != "committee" || !strings.Contains(list[0].Why, "在上级第12天") {
		t.Errorf("%+v", list)
	}
}

// TestTR52_RemainingDays: a running clock shows the days that are left.
func TestTR52_RemainingDays(t *testing.T) {
	y := branch("2026-03-26")
	y.Cases = []register.Case{run("申请谈话", "2026-03-05", "", "")}
	if list := due(t, one(talk("1个月")), y); !strings.Contains(list[0].Why, "还有10天") {
		t.Errorf("why: %s", list[0].Why)
	}
}

// TestStanding goes through the states of a standing condition.
func TestStanding(t *testing.T) {
	it := func(grace string) standard.Item {
		return standard.Item{ID: "ZB-10", Title: "书记", Force: "MUST", Duty: &standard.Duty{Require: "有书记", Grace: grace}}
	}
	seg := func(from, to string, has int) register.Segment {
		return profile(days(from, to), "有书记", has, "正式党员数", 8)
	}
	for _, c := range []struct {
		name  string
		grace string
		asOf  string
		segs  []register.Segment
		want  string
	}{
		{"holds", "3个月", "2026-05-10", []register.Segment{seg("2026-01-01", "2026-05-10", 1)}, "M"},
		{"within the grace", "3个月", "2026-05-31", []register.Segment{seg("2026-01-01", "2026-02-28", 1), seg("2026-03-01", "2026-05-31", 0)}, "o"},
		{"beyond it", "3个月", "2026-06-01", []register.Segment{seg("2026-01-01", "2026-02-28", 1), seg("2026-03-01", "2026-06-01", 0)}, "X"},
		{"mended", "3个月", "2026-07-01", []register.Segment{seg("2026-01-01", "2026-02-28", 0), seg("2026-03-01", "2026-06-20", 0), seg("2026-06-21", "2026-07-01", 1)}, "M"},
		{"no grace", "", "2026-05-10", []register.Segment{seg("2026-01-01", "2026-05-09", 1), seg("2026-05-10", "2026-05-10", 0)}, "X"},
		{"over two segments that both fail", "3个月", "2026-06-01", []register.Segment{seg("2026-01-01", "2026-02-28", 1), seg("2026-03-01", "2026-04-01", 0), seg("2026-04-02", "2026-06-01", 0)}, "X"},
	} {
		y := branch(c.asOf)
		y.Segments = c.segs
		if got := states(due(t, one(it(c.grace)), y)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestStandingFromLastYear: a condition that has failed since last year is not
// new on New Year's Day.
func TestStandingFromLastYear(t *testing.T) {
	it := standard.Item{ID: "ZB-10", Force: "MUST", Duty: &standard.Duty{Require: "有书记", Grace: "3个月"}}
	y := branch("2026-01-15")
	y.Segments = []register.Segment{profile(days("2026-01-01", "2026-01-15"), "有书记", 0)}
	if got := states(due(t, one(it), y)); got != "o" {
		t.Errorf("without last year: %s", got)
	}
	last := branch("2025-12-31")
	last.Of, last.Exists = 2025, days("2025-01-01", "2025-12-31")
	last.Segments = []register.Segment{profile(days("2025-01-01", "2025-10-14"), "有书记", 1), profile(days("2025-10-15", "2025-12-31"), "有书记", 0)}
	y.Before = last
	if got := states(due(t, one(it), y)); got != "X" {
		t.Errorf("with last year: %s", got)
	}
	last.Segments[0].Days.To, last.Segments[1].Days.From = day("2025-10-15"), day("2025-10-16")
	if got := states(due(t, one(it), y)); got != "o" {
		t.Errorf("one day less: %s", got)
	}
}

// TestStandingMemory: what was answered about this year is not taken for last
// year's, where a condition on the state of the branch names more than its state.
func TestStandingMemory(t *testing.T) {
	std := declared()
	std.Items = []standard.Item{{ID: "ZB-10", Kind: "prohibition", Force: "MUST", Duty: &standard.Duty{Require: "有书记 或 人数(党员.正式) >= 2 或 次数.上访 > 0", Grace: "3个月"}}}
	y := branch("2026-01-15")
	y.Segments = []register.Segment{profile(days("2026-01-01", "2026-01-15"), "有书记", 0)}
	last := branch("2025-12-31")
	last.Of, last.Exists = 2025, days("2025-01-01", "2025-12-31")
	last.Segments = []register.Segment{profile(days("2025-01-01", "2025-12-31"), "有书记", 0)}
	y.Before = last
	if got := states(due(t, std, y)); got != "X" {
		t.Errorf("failing for a year: %s", got)
	}
	last.Members = []register.MemberYear{{}, {}}
	for i := range last.Members {
		last.Members[i].Values[wordAt(standard.MemberWords, "正式")] = 1
	}
	if got := states(due(t, std, y)); got != "o" {
		t.Errorf("last year there were enough members: %s", got)
	}
	last.Members = nil
	last.Named = []register.Named{{Kind: register.NamedEvent, Name: "上访", Value: party.Int(1), Year: 2025}}
	if got := states(due(t, std, y)); got != "o" {
		t.Errorf("last year there was an event: %s", got)
	}
}

// TestTR28_SizeCrossed: a branch that reaches seven full members owes a committee
// only after the grace, and one that falls below keeps none too few.
func TestTR28_SizeCrossed(t *testing.T) {
	it := standard.Item{ID: "ZB-20", Force: "MUST", AppliesIf: "正式党员数 >= 7", Partial: "any",
		Duty: &standard.Duty{Require: "有支委会", Grace: "3个月"}}
	crossing := func(asOf string) *register.Year {
		y := branch(asOf)
		y.Segments = []register.Segment{
			profile(days("2026-01-01", "2026-04-30"), "正式党员数", 6, "有支委会", 0),
			profile(days("2026-05-01", asOf), "正式党员数", 7, "有支委会", 0),
		}
		return y
	}
	if got := states(due(t, one(it), crossing("2026-07-31"))); got != "o" {
		t.Errorf("within the grace: %s", got)
	}
	if got := states(due(t, one(it), crossing("2026-08-01"))); got != "X" {
		t.Errorf("after the grace: %s", got)
	}
	y := crossing("2026-08-01")
	y.Segments[1].Values[wordAt(standard.ProfileWords, "正式党员数")] = 6
	if got := states(due(t, one(it), y)); got != "" {
		t.Errorf("six members: %s", got)
	}
	it.Partial = "half"
	if got := states(due(t, one(it), crossing("2026-07-31"))); got != "" {
		t.Errorf("seven members for less than half of the time so far: %s", got)
	}
}

// TestStandingExcepted: waivers and requests on a standing condition.
func TestStandingExcepted(t *testing.T) {
	it := standard.Item{ID: "ZB-10", Force: "SHOULD", Duty: &standard.Duty{Require: "有书记", Grace: "1个月"}}
	for _, c := range []struct {
		name   string
		change func(*register.Year)
		want   string
	}{
		{"plain", func(*register.Year) {}, "X"},
		{"waived today", func(y *register.Year) {
			y.Waivers = []register.Waiver{{Item: "ZB-10", Days: days("2026-05-01", "2026-12-31"), Reason: "other"}}
		}, "-"},
		{"waived until lately", func(y *register.Year) {
			y.Waivers = []register.Waiver{{Item: "ZB-10", Days: days("2026-01-01", "2026-05-20")}}
		}, "o"},
		{"help asked within the grace", func(y *register.Year) {
			y.Stops = []register.Stop{{Item: "ZB-10", Days: from("2026-03-20")}}
		}, "s"},
		{"help asked after the grace", func(y *register.Year) {
			y.Stops = []register.Stop{{Item: "ZB-10", Days: from("2026-05-20")}}
		}, "X"},
		{"another item waived", func(y *register.Year) {
			y.Waivers = []register.Waiver{{Item: "ZB-11", Days: days("2026-05-01", "2026-12-31")}}
		}, "X"},
	} {
		y := branch("2026-06-10")
		y.Segments = []register.Segment{profile(days("2026-01-01", "2026-02-28"), "有书记", 1), profile(days("2026-03-01", "2026-06-10"), "有书记", 0)}
		c.change(y)
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestStandingNumber: a condition on a number of the year has no history of days:
// its grace runs from New Year, and one that is not known waits until closing.
func TestStandingNumber(t *testing.T) {
	it := standard.Item{ID: "ZB-90", Force: "MUST", Duty: &standard.Duty{Require: "场所面积 >= 20", Grace: "6个月"}}
	at := wordAt(standard.NumberWords, "场所面积")
	for _, c := range []struct {
		asOf    string
		value   int
		unknown bool
		want    string
	}{
		{"2026-05-01", 30, false, "M"}, {"2026-06-30", 10, false, "o"}, {"2026-07-01", 10, false, "X"},
		{"2026-07-01", 0, true, "?"}, {"2027-01-31", 0, true, "X"},
	} {
		y := branch(c.asOf)
		y.Numbers[at], y.Unknown[at] = party.Int(c.value), c.unknown
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("%s: %s, want %s", c.asOf, got, c.want)
		}
	}
}

// TestStandingEdges: no life in the year, a year not yet begun, an item not in
// force.
func TestStandingEdges(t *testing.T) {
	it := standard.Item{ID: "ZB-10", Force: "MUST", Duty: &standard.Duty{Require: "有书记"}}
	y := branch("2026-06-10")
	y.Exists = party.Period{From: day("2027-01-01"), To: day("2026-12-31")}
	if got := states(due(t, one(it), y)); got != "" {
		t.Errorf("no life: %s", got)
	}
	y = branch("2025-12-01")
	y.Segments = nil
	if got := states(due(t, one(it), y)); got != "o" {
		t.Errorf("not yet begun: %s", got)
	}
	it.To = day("2025-12-31")
	if got := states(due(t, one(it), branch("2026-06-10"))); got != "" {
		t.Errorf("not in force: %s", got)
	}
}
