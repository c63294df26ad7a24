package report

import (
	"strings"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestUnheeded: a waiver that changes nothing is named, one that is heeded is not.
func TestUnheeded(t *testing.T) {
	std := &standard.Standard{Scheme: "demo", Items: []standard.Item{
		{ID: "A", Title: "甲", Force: "MUST"}, {ID: "B", Title: "乙", Force: "SHOULD"}, {ID: "C", Title: "丙", Force: "LOCAL"}, {ID: "D", Title: "丁"},
	}}
	for item, want := range map[party.ItemID]string{"A": "A「甲」是必须做到的", "B": "", "C": "", "D": "D「丁」是必须做到的", "XX-99": "方案 demo 里没有条目 XX-99"} {
		y := &register.Year{Waivers: []register.Waiver{{Item: item, Fact: "f1"}}}
		got := Unheeded(app.Judged{Year: y, Standard: std})
		switch {
		case want == "" && len(got) > 0, want != "" && len(got) != 1:
			t.Errorf("%s: %+v", item, got)
		case want != "" && (!strings.HasPrefix(got[0].Message, want) || got[0].Fact != "f1" || !got[0].Warn):
			t.Errorf("%s: %+v, want %q", item, got[0], want)
		}
	}
}
