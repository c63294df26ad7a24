package sheet

import (
	"bytes"
	"testing"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// loadFrom imports under a file name.
func loadFrom(t *testing.T, name string, data []byte, o Options) *Report {
	t.Helper()
	r, err := Import(Source{Name: name, Data: data}, o)
	must(t, err)
	noNames(t, r)
	return r
}

// TestYearOfFile: the name of the file says the year where nothing nearer does.
func TestYearOfFile(t *testing.T) {
	row := meeting("3月5日", "党员大会", 3, 3, "", "")
	titled := tab{name: "台账", rows: append([][]any{{"2025年会议台账"}}, meetings(row).rows...)}
	for _, x := range []struct {
		file string
		tab  tab
		year int // 0: refused
	}{
		{"2026年会议台账.xlsx", meetings(row), 2026}, {"会议台账（2026）.xlsx", meetings(row), 2026}, {"二〇二六年会议台账.xlsx", meetings(row), 2026},
		{"会议台账.xlsx", meetings(row), 0}, {"2025-2026年会议台账.xlsx", meetings(row), 0}, {"会议台账20260401.xlsx", meetings(row), 0},
		{"2026年会议台账.xlsx", titled, 2025},
	} {
		r := loadFrom(t, x.file, book(t, x.tab), Options{Now: testNow, Key: testKey, Known: earlyRoster(t)})
		switch held := bodies[*fact.MeetingHeld](r); {
		case x.year == 0 && (len(held) > 0 || r.Counts.Refused != 1):
			t.Errorf("%s: %+v, want refused", x.file, r.Counts)
		case x.year != 0 && (len(held) != 1 || r.Facts[len(r.Facts)-1].On != party.DateOf(x.year, 3, 5)):
			t.Errorf("%s: %v, want one meeting in %d", x.file, told(r), x.year)
		}
	}
}

// earlyRoster is three members on the roll since 2025.
func earlyRoster(t *testing.T) Known {
	t.Helper()
	o := testOptions()
	o.Opening = party.DateOf(2025, 1, 1)
	return known(Known{}, load(t, book(t, smallRoster()), o))
}

// TestYearStaysWithRefused: the workbook of refused rows has another name, and
// may be imported without --year; the year is not lost.
func TestYearStaysWithRefused(t *testing.T) {
	o := withRoster(t)
	data := book(t, meetings(meeting("3月5日", "随便", 3, 3, "", "")))
	o.Year = 2026
	byOption := loadFrom(t, "台账.xlsx", data, o)
	o.Year = 0
	for name, r := range map[string]*Report{"option": byOption, "file": loadFrom(t, "2026年台账.xlsx", data, o)} {
		wantProblems(t, r, "台账!B2 kind_unknown")
		var buf bytes.Buffer
		must(t, r.WriteRefused(&buf))
		again := loadFrom(t, "退回.xlsx", buf.Bytes(), o)
		if got := told(again); len(got) != 1 || again.Rows[0].Problems[0].Code != "kind_unknown" {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestRosterDaysNeedYears: the year of a roster is not that of what it tells.
func TestRosterDaysNeedYears(t *testing.T) {
	row := set(member("王春梅", "1970-05-06", 2), 6, "7月1日")
	r := loadFrom(t, "2026年名册.xlsx", book(t, tab{name: "2026年", rows: [][]any{{"2026年党员名册"}, rosterHead, row}}), testOptions())
	wantProblems(t, r, "2026年!G3 date_no_year")
}
