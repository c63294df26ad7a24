package sheet

import (
	"bytes"
	"testing"

	"qiangji/internal/core/fact"
)

// TestAShortRosterSaysNobodyIsDue: while rows of the branch's roster are refused
// in the same file, nobody's attendance is reckoned from the rest of it. Rows
// with names stand, and so do other branches; all of it comes in when the roster
// is mended.
func TestAShortRosterSaysNobodyIsDue(t *testing.T) {
	for what, bad := range map[string][]any{
		"a day without a day": set(member("李大山", "1965-03-04", 1), 6, "2005年7月"),
		"a failed formula":    set(member("李大山", "1965-03-04", 1), 9, "#N/A"),
	} {
		peach := set(member("孙小溪", "1975-01-01", 7), 5, "桃花村党支部")
		people := roster(member("王春梅", "1970-05-06", 2), bad, peach, member("赵小河", "1980-12-31", 3))
		if what == "a failed formula" {
			people = roster(member("王春梅", "1970-05-06", 2), set(bad, 9, nil), peach, member("赵小河", "1980-12-31", 3))
		}
		data := book(t, people, meetings(
			meeting("2026-03-05", "党员大会", nil, nil, "全体党员", ""),
			meeting("2026-04-05", "党员大会", 1, 1, "", ""),
			meeting("2026-05-05", "党员大会", nil, nil, "", "王春梅(请假)"),
			meeting("2026-06-05", "党员大会", nil, nil, "王春梅", ""),
			meeting("2026-07-05", "党员大会", 2, nil, "赵小河", ""),
			set(set(meeting("2026-03-05", "党员大会", nil, nil, "全体党员", ""), 8, "桃花村党支部"), 3, "")))
		if what == "a failed formula" {
			data = editSheet(t, data, `<c r="J3"[^/]*/>|(<row r="3".*?)(</row>)`, `$1<c r="J3" t="e"><v>#N/A</v></c>$2`)
		}
		r := load(t, data, testOptions())
		var short int
		for _, row := range r.Rows {
			for _, p := range row.Problems {
				if p.Code == "roster_short" {
					short++
				}
			}
		}
		if last := r.Rows[len(r.Rows)-2]; len(last.Problems) != 1 || last.Problems[0].Code != "counts" {
			t.Errorf("%s: who is not named is taken from the roster: %+v", what, last)
		}
		if got := len(bodies[*fact.MeetingHeld](r)); short != 3 || got != 2 {
			t.Errorf("%s: %d rows ask for the roster, %d meetings came in: %q", what, short, got, told(r))
		}
		wantText(t, r, "「柳树村党支部」的党员名册有 1 行退回了")
		var buf bytes.Buffer
		must(t, r.WriteRefused(&buf))
		if len(told(load(t, buf.Bytes(), withKnown(r)))) == 0 {
			t.Errorf("%s: unmended, all of it comes in", what)
		}
	}
}

func withKnown(r *Report) Options {
	o := testOptions()
	o.Known = known(Known{}, r)
	return o
}
