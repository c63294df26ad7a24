package duty

import (
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

// TestTR43_AWholeYearEndsWithTheYear: what has the whole year is open to its last
// day, leap years too, and judged the day after; a year not lived wholly asks nothing.
func TestTR43_AWholeYearEndsWithTheYear(t *testing.T) {
	it := standard.Item{ID: "JY-28", Force: "SHOULD", Duty: &standard.Duty{Require: "有书记", Grace: standard.ToYearsEnd}}
	for _, c := range []struct {
		year       int
		asOf, from string
		want       string
	}{
		{2026, "2026-12-31", "2026-01-01", "o"}, {2026, "2027-01-01", "2026-01-01", "X"},
		{2028, "2028-12-30", "2028-01-01", "o"}, {2028, "2028-12-31", "2028-01-01", "o"}, {2028, "2029-01-01", "2028-01-01", "X"},
		{2026, "2027-01-31", "2026-01-02", ""},
	} {
		y := branch(c.asOf)
		y.Of = c.year
		y.Exists.From, y.Exists.To = day(c.from), lastOf(c.year)
		y.Segments = []register.Segment{profile(y.Exists, "有书记", 0)}
		list := due(t, one(it), y)
		if got := states(list); got != c.want || got != "" && list[0].Due != lastOf(c.year) {
			t.Errorf("%d on %s: %+v, want %s", c.year, c.asOf, list, c.want)
		}
	}
}

// TestFailedAtOnce: where there is no grace the day is the first on which it failed.
func TestFailedAtOnce(t *testing.T) {
	it := standard.Item{ID: "ZB-10", Force: "MUST", Duty: &standard.Duty{Require: "有书记"}}
	y := branch("2026-06-10")
	y.Segments = []register.Segment{profile(days("2026-01-01", "2026-02-28"), "有书记", 1), profile(days("2026-03-01", "2026-06-10"), "有书记", 0)}
	if list := due(t, one(it), y); states(list) != "X" || list[0].Due != day("2026-03-01") {
		t.Errorf("%+v, want missed from 2026-03-01", list)
	}
}

// TestProhibitionsAreBrokenByRecords: what nobody recorded breaks no prohibition, not
// even at the closing; what was recorded does at once.
func TestProhibitionsAreBrokenByRecords(t *testing.T) {
	at := wordAt(standard.NumberWords, "届期逾期天数")
	for _, c := range []struct {
		kind    standard.ItemKind
		unknown bool
		want    string
	}{{"prohibition", true, "?"}, {"prohibition", false, "X"}, {"baseline", true, "X"}} {
		it := standard.Item{ID: "XJ-02", Force: "MUST", Kind: c.kind, Duty: &standard.Duty{Require: "届期逾期天数 <= 366"}}
		y := branch("2027-06-30")
		if y.Unknown[at] = c.unknown; !c.unknown {
			y.Numbers[at] = 400_0000
		}
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("%s, unknown %v: %s, want %s", c.kind, c.unknown, got, c.want)
		}
	}
}

// TestMendable: a state of things may come to hold while its year lasts; a count of
// what happened, what is forbidden and a year that is over may not.
func TestMendable(t *testing.T) {
	for _, c := range []struct {
		name, require, grace string
		kind                 standard.ItemKind
		asOf, until          string
		want                 bool
	}{
		{"a state", "有书记", "1个月", "baseline", "2026-06-10", "2026-12-31", true},
		{"a state at once", "有书记", "", "baseline", "2026-06-10", "2026-12-31", true},
		{"in the year after", "有书记", "1个月", "baseline", "2027-01-01", "2026-12-31", false},
		{"the organisation is no more", "有书记", "1个月", "baseline", "2026-09-10", "2026-08-31", false},
		{"forbidden", "有书记", "1个月", "prohibition", "2026-06-10", "2026-12-31", false},
		{"a count of what happened", "场所面积 >= 20", "", "baseline", "2026-06-10", "2026-12-31", false},
		{"with time to bring it about", "场所面积 >= 20", "1个月", "baseline", "2026-06-10", "2026-12-31", true},
	} {
		it := standard.Item{ID: "ZB-10", Force: "MUST", Kind: c.kind, Duty: &standard.Duty{Require: c.require, Grace: c.grace}}
		y := branch(c.asOf)
		y.Exists.To = day(c.until)
		y.Segments = []register.Segment{profile(y.Exists, "有书记", 0)}
		if list := due(t, one(it), y); len(list) != 1 || list[0].State != Missed || list[0].Mendable != c.want {
			t.Errorf("%s: %+v, want mendable %v", c.name, list, c.want)
		}
	}
}

// TestConduct_C05_WhatNobodySaidIsNotNotSo: that a secretary heads no unit may be mere
// silence: it waits for the closing; that nobody is secretary is known.
func TestConduct_C05_WhatNobodySaidIsNotNotSo(t *testing.T) {
	for require, want := range map[string]string{"书记任单位负责人": "?X", "有第一书记": "?X", "有活动场所": "XX", "有书记": "XX"} {
		it := standard.Item{ID: "ZB-32", Force: "SHOULD", Duty: &standard.Duty{Require: require, Grace: "6个月"}}
		got := ""
		for _, asOf := range []string{"2026-12-31", "2027-01-31"} {
			y := branch(asOf)
			y.Segments = []register.Segment{profile(y.Exists)}
			got += states(due(t, one(it), y))
		}
		if got != want {
			t.Errorf("%s: %s, want %s", require, got, want)
		}
	}
}
