package sheet

import (
	"strings"
	"testing"

	"qiangji/internal/core/fact"
)

func TestParseSpan(t *testing.T) {
	for in, want := range map[string]monthSpan{
		"一季度": {0, 1, 3}, "第四季度": {0, 10, 12}, "2026年第二季度": {2026, 4, 6}, "2季度": {0, 4, 6}, "上半年": {0, 1, 6}, "2026年下半年": {2026, 7, 12}, "全年": {0, 1, 12},
		"1-3月": {0, 1, 3}, "1月-3月": {0, 1, 3}, "１—３月份": {0, 1, 3}, "1至3月": {0, 1, 3}, "一月到三月": {0, 1, 3}, "2026年1月至3月": {2026, 1, 3}, "2026年1月-2026年3月": {2026, 1, 3}, "2026.1-3月": {2026, 1, 3},
		"1、2月": {0, 1, 2}, "1,2,3月": {0, 1, 3}, "10、11、12月": {0, 10, 12},
	} {
		if got, ok := parseSpan(in); !ok || got != want {
			t.Errorf("parseSpan(%q) = %v %v, want %v", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "3月", "1-3", "3-1月", "1、3月", "1,2,4月", "0-3月", "11-13月", "2025年12月至2026年1月", "五季度", "5季度", "2026年", "年", "1-3月5日", "1-3月补"} {
		if got, ok := parseSpan(in); ok {
			t.Errorf("parseSpan(%q) = %v, want none", in, got)
		}
	}
}

func TestSpanString(t *testing.T) {
	for want, m := range map[string]monthSpan{"3月": {0, 3, 3}, "2026年3月": {2026, 3, 3}, "1-3月": {0, 1, 3}, "2026年4-6月": {2026, 4, 6}} {
		if got := m.String(); got != want {
			t.Errorf("%v is %s, want %s", m, got, want)
		}
		if back, ok := (&grid{}).monthsOver(&cell{kind: text, text: want}); !ok || back != m {
			t.Errorf("%s is read as %v %v, want %v", want, back, ok, m)
		}
	}
}

// TestMonthsOfWhat: columns of months are dues only where something says so; a
// table of hours or attendance is never taken for money.
func TestMonthsOfWhat(t *testing.T) {
	rows := func(title string) [][]any {
		return [][]any{{title}, {"姓名", "1月", "2月", "3月"}, {"王春梅", 8, 4, 2}, {"李大山", 8, 4, 2}}
	}
	for _, x := range []struct{ file, sheet, title, say string }{
		{"台账.xlsx", "Sheet1", "2026年党费收缴登记表", ""},
		{"台账.xlsx", "2026党费", "2026年", ""},
		{"2026年党费.xlsx", "Sheet1", "2026年", ""},
		{"台账.xlsx", "Sheet1", "2026年登记表", "都没有“党费”"},
		{"台账.xlsx", "Sheet1", "2026年党员学时登记表", "看标题像是学时台账"},
		{"台账.xlsx", "Sheet1", "2026年主题党日签到表", "看标题像是会议活动台账"},
		{"党费和学时.xlsx", "学时", "2026年学时", "看标题像是学时台账"},
	} {
		r, err := Import(Source{Name: x.file, Data: book(t, tab{name: x.sheet, rows: rows(x.title)})}, withRoster(t))
		switch {
		case x.say == "" && (err != nil || len(bodies[*fact.DuesPaid](r)) != 6):
			t.Errorf("%+v: %v", x, err)
		case x.say != "" && (err == nil || !strings.Contains(err.Error(), x.say)):
			t.Errorf("%+v: %v", x, err)
		}
	}
}
