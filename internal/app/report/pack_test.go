package report

import (
	"strings"
	"testing"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestColumnsStandApart: a long title or number moves the next column, it does not
// run into it; the layers are read from the floor up.
func TestColumnsStandApart(t *testing.T) {
	long := strings.Repeat("长", 40)
	std := &standard.Standard{Title: "方案", Domain: "village", From: []party.SchemeID{"floor", "domain/village", "mine"}, Items: []standard.Item{
		{ID: "A", Title: long, Force: "MUST", Points: "3"}, {ID: "V10-一个很长的编号", Title: "短", Force: "MUST", Points: "12.5"},
	}}
	var b strings.Builder
	Standard(&b, std)
	columns := map[int]bool{}
	for _, line := range strings.Split(b.String(), "\n") {
		if before, _, ok := strings.Cut(line, "必须"); ok {
			columns[Width(before)] = true
			if !strings.HasSuffix(before, " ") {
				t.Errorf("a title runs into the next column: %s", line)
			}
		}
	}
	if len(columns) != 1 {
		t.Errorf("the column stands at %v", columns)
	}
	if !strings.Contains(b.String(), "floor → domain/village → mine") || strings.ContainsAny(b.String(), "[]") {
		t.Errorf("the layers: %s", b.String())
	}
	b.Reset()
	Burden(&b, std, []standard.BurdenRow{{Members: 50, Items: []standard.BurdenItem{{Item: "A", Title: long, Times: 12, Minutes: 30}, {Item: "B", Title: "短", Times: 4, Minutes: 5}}}})
	columns = map[int]bool{}
	for _, line := range strings.Split(b.String(), "\n") {
		if before, _, ok := strings.Cut(line, " 次 × "); ok {
			columns[Width(before)] = true
		}
	}
	if len(columns) != 1 {
		t.Errorf("the times stand at %v:\n%s", columns, b.String())
	}
}
