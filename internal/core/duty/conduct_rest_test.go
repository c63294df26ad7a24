package duty

import (
	"slices"
	"strings"
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestConduct_C10_OnceIsExcused: the first 没开 of a SHOULD opens nothing, the
// second is a miss; a MUST is excused none; silence is never excused.
func TestConduct_C10_OnceIsExcused(t *testing.T) {
	for _, c := range []struct {
		force   standard.Force
		windows []string
		want    string
	}{
		{"SHOULD", []string{"2026-Q2"}, "MEMM"}, {"SHOULD", []string{"2026-Q2", "2026-Q3"}, "MEXM"}, {"MUST", []string{"2026-Q2"}, "MXMM"}, {"SHOULD", nil, "MXXM"},
	} {
		it, y := quarterly(), branch("2027-01-31")
		it.Force = c.force
		hold(y, "党员大会", 1, 1, 11)
		for i, w := range []string{"2026-Q2", "2026-Q3"} {
			if slices.Contains(c.windows, w) {
				skip(y, "党员大会", w)
			} else if len(c.windows) > 0 {
				hold(y, "党员大会", 1, 4+3*i)
			}
		}
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("%s, 没开 %v: %s, want %s", c.force, c.windows, got, c.want)
		}
	}
}

// TestConduct_C13_FromItsFirstWholeWindow: what is tightened within a year is owed
// from the first window that lies wholly in its life, a window cut short is not.
func TestConduct_C13_FromItsFirstWholeWindow(t *testing.T) {
	for _, c := range []struct {
		from, to string
		every    party.Cadence
		want     string
	}{
		{"2026-05-15", "", party.Monthly, "2026-06 2026-07 2026-08 2026-09 2026-10 2026-11 2026-12"},
		{"2026-05-01", "2026-08-31", party.Monthly, "2026-05 2026-06 2026-07 2026-08"},
		{"2026-05-15", "", party.Quarterly, "2026-Q3 2026-Q4"}, {"2026-07-01", "", party.HalfYear, "2026-H2"}, {"2026-07-02", "", party.HalfYear, ""},
		{"2026-02-01", "", party.Yearly, ""}, {"2026-01-01", "", party.Yearly, "2026"}, {"2025-06-01", "2026-06-30", party.Quarterly, "2026-Q1 2026-Q2"},
	} {
		it := standard.Item{ID: "X", Title: "党课", Force: "LOCAL", From: day(c.from), To: day(c.to), Duty: &standard.Duty{Every: c.every, Count: "党课"}}
		var got []string
		for _, o := range due(t, one(it), branch("2027-01-31")) {
			got = append(got, o.Window.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s from %s to %s: %v, want %s", c.every, c.from, c.to, got, c.want)
		}
	}
}

// TestConduct_C13_AnInspectionMakesNothingDue: that somebody inspects adds no
// obligation and moves no due day; what it settled is missed, nothing else.
func TestConduct_C13_AnInspectionMakesNothingDue(t *testing.T) {
	plain, settled := branch("2026-07-01"), branch("2026-07-01")
	settled.Settled = []register.Settled{{Item: "ZB-40", On: day("2026-07-01")}}
	a, b := due(t, one(quarterly()), plain), due(t, one(quarterly()), settled)
	if states(a) != "??oo" || states(b) != "XXoo" {
		t.Errorf("%s, inspected %s", states(a), states(b))
	}
	for i := range a {
		if a[i].Due != b[i].Due || a[i].Key != b[i].Key {
			t.Errorf("%s is due %s, inspected %s", a[i].Key, a[i].Due, b[i].Due)
		}
	}
}

// TestConduct_C05_AnInspectionSpeaksOfWhatWasDue: what an inspection found not done
// was due by its day; a window that was still running stays without a record, and
// the finding is named behind what it settled.
func TestConduct_C05_AnInspectionSpeaksOfWhatWasDue(t *testing.T) {
	found := register.Settled{Item: "ZB-40", On: day("2026-08-10"), Fact: "spot-1"}
	for asOf, want := range map[string]string{"2026-08-10": "XXoo", "2026-10-20": "XX?o", "2027-01-15": "XX??", "2027-01-31": "XXXX"} {
		y := branch(asOf)
		y.Settled = []register.Settled{found}
		list := due(t, one(quarterly()), y)
		if got := states(list); got != want {
			t.Errorf("as of %s: %s, want %s", asOf, got, want)
		}
		for i, o := range list {
			if named := slices.Contains(o.Facts, "spot-1"); named != (i < 2) {
				t.Errorf("%s as of %s rests on %v", o.Key, asOf, o.Facts)
			}
		}
	}
	last := branch("2026-10-01")
	last.Settled = []register.Settled{{Item: "ZB-40", On: day("2026-09-30")}}
	if got := states(due(t, one(quarterly()), last)); got != "XXXo" {
		t.Errorf("found on the last day: %s", got)
	}
	for on, want := range map[string]string{"2026-04-04": "?", "2026-04-05": "X"} {
		it, y := talk("1个月"), branch("2026-12-31")
		y.Cases = []register.Case{run("申请谈话", "2026-03-05", "", "")}
		y.Settled = []register.Settled{{Item: "FZ-03", On: day(on), Fact: "spot-2"}}
		list := due(t, one(it), y)
		if got := states(list); got != want || slices.Contains(list[0].Facts, "spot-2") != (want == "X") {
			t.Errorf("a case found on %s: %s on %v", on, got, list[0].Facts)
		}
	}
}

// TestConduct_C05_AFindingOfAState: a state that rests on silence is settled by an
// inspection after its grace, not by one within it.
func TestConduct_C05_AFindingOfAState(t *testing.T) {
	it := standard.Item{ID: "X-1", Title: "培训", Force: "MUST", Duty: &standard.Duty{Require: "党课 >= 1", Grace: "3个月"}}
	for on, want := range map[string]string{"2026-03-31": "?", "2026-04-01": "X", "2026-06-01": "X"} {
		y := branch("2026-12-31")
		y.Settled = []register.Settled{{Item: "X-1", On: day(on), Fact: "spot"}}
		list := due(t, one(it), y)
		if got := states(list); got != want || slices.Contains(list[0].Facts, "spot") != (want == "X") {
			t.Errorf("found on %s: %s on %v", on, got, list[0].Facts)
		}
	}
}

// TestConduct_C20_TheYearHasNoWriter: what is due is asked of a year in which
// nobody can see who wrote it.
func TestConduct_C20_TheYearHasNoWriter(t *testing.T) {
	y := branch("2026-07-01")
	hold(y, "党员大会", 1, 1)
	y.Trail = nil
	if got := states(due(t, one(quarterly()), y)); got != "M?oo" {
		t.Errorf("without any trail of facts: %s", got)
	}
}

// TestTR47_DueFromTheTerm: the day a term ends is the fold's, from the election;
// the duty is due that day and not a day before.
func TestTR47_DueFromTheTerm(t *testing.T) {
	it := standard.Item{ID: "ZB-24", Title: "换届", Force: "MUST", Duty: &standard.Duty{Clock: "换届", Within: "0天"}}
	for asOf, want := range map[string]string{"2026-06-29": "o", "2026-06-30": "o", "2026-07-01": "?", "2027-01-31": "X"} {
		y := branch(asOf)
		y.Cases = []register.Case{{Clock: clock("换届"), Start: day("2026-06-30")}}
		list := due(t, one(it), y)
		if got := states(list); got != want || list[0].Due != day("2026-06-30") {
			t.Errorf("as of %s: %s due %s, want %s", asOf, got, list[0].Due, want)
		}
	}
}

// TestTR51_SixMonthsFromTheLastLife: six months to the day from the last sign of
// life, then two years more.
func TestTR51_SixMonthsFromTheLastLife(t *testing.T) {
	it := standard.Item{ID: "JY-10", Title: "失联处理", Force: "MUST", Duty: &standard.Duty{Clock: "失联处理", Within: "6个月"}}
	for start, want := range map[string]string{"2026-01-31": "2026-07-31", "2026-02-28": "2026-08-28", "2025-08-31": "2026-02-28", "2025-12-31": "2026-06-30"} {
		y := branch("2026-12-31")
		y.Cases = []register.Case{{Clock: clock("失联处理"), Subject: "m-1", Start: day(start)}}
		if list := due(t, one(it), y); len(list) != 1 || list[0].Due != day(want) {
			t.Errorf("from %s: %+v, want %s", start, list, want)
		}
	}
}

// TestTR44_AnActivistsYear: a step before a year has passed is broken, on the day
// it is not, and no day is counted from anything but the start.
func TestTR44_AnActivistsYear(t *testing.T) {
	it := standard.Item{ID: "FZ-07", Title: "培养满期", Force: "MUST", Duty: &standard.Duty{Clock: "培养满期", AtLeast: "1年"}}
	for done, want := range map[string]string{"2026-03-04": "X", "2026-03-05": "M", "2026-03-06": "M"} {
		y := branch("2026-12-31")
		y.Cases = []register.Case{{Clock: clock("培养满期"), Subject: "m-1", Start: day("2025-03-05"), Done: day(done)}}
		if got := states(due(t, one(it), y)); got != want {
			t.Errorf("on %s: %s, want %s", done, got, want)
		}
	}
}
