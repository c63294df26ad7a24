package sheet

import (
	"slices"
	"strings"
	"testing"
)

// TestJSONNamesNoSheet: a sheet or a file whose name is more than the words of
// our tables goes by its number, though nobody of that name is on a roster and
// it looks like no usual one.
func TestJSONNamesNoSheet(t *testing.T) {
	for _, name := range []string{"王春梅", "王春梅党费", "党员名册(王春梅)", "13800001111王", "WangChunmei", "觉罗春梅"} {
		people := tab{name: name, rows: [][]any{{"2026年柳树村党支部党员名册"}, append(slices.Clone(rosterHead), "王春梅的备注"),
			append(member("赵小河", "1980-12-31", 3), "x"), member("赵小河", "1980-12-31", 3), set(member("李大山", "1965-03-04", 1), 6, "2005.7")}}
		ledger := tab{name: "会议", rows: [][]any{{"日期", "类别", "所在党支部", "参加人员"}, {"2026-03-05", "党员大会", willow, "全体"}}}
		r, err := Import(Source{Name: name + ".xlsx", Data: book(t, people, ledger)}, testOptions())
		must(t, err)
		out := asJSON(t, r)
		if strings.Contains(out, "春梅") || strings.Contains(out, name) || r.Counts.Refused != 3 {
			t.Errorf("%s: %s", name, out)
		}
		for _, want := range []string{`"sheet":"第1张表"`, `"cell":"第1张表!G5"`, `"sheet":"会议"`, "第1张表!A3「赵**」", `"file":"….xlsx"`} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %s in %s", name, want, out)
			}
		}
		wantText(t, r, name+"!G5") // on the screen it is told
	}
	for name, want := range map[string]bool{
		"党员名册": true, "2026年党费": true, "Sheet1": true, "柳树村党支部": true, "三会一课台账（2026年3月）": true, "学时台账-第2季度": true, "退回": true,
		"王春梅": false, "王党员": false, "13800001111": false, "Wang": false, "花名册王": false,
	} {
		if isTableName(name) != want {
			t.Errorf("isTableName(%s) is %v", name, !want)
		}
	}
}
