package sheet

import (
	"slices"
	"testing"

	"qiangji/internal/party"
)

// TestNearKinds: what is no kind of meeting is offered the nearest, not all.
func TestNearKinds(t *testing.T) {
	for in, want := range map[string][]string{
		"七一慰问": {"走访联系群众"}, "慰问困难党员": {"走访联系群众"}, "学习心得交流": {"集中学习"}, "义务植树劳动": {"志愿服务"},
		"研究经费": nil, "三会一课": nil, "召开支部会议": nil, "": nil, "廉政谈话": {"廉政教育"},
	} {
		if got := nearKinds(in); !slices.Equal(got, want) {
			t.Errorf("%q is near %q, want %q", in, got, want)
		}
	}
	for _, c := range party.MeetingKinds {
		if got := nearKinds("关于" + c.Label + "的"); len(got) > 3 || len(got) > 0 && !slices.Contains(got, c.Label) {
			t.Errorf("%s is near %q", c.Label, got)
		}
	}
}

// TestManyDecimals: hours with more than four decimals are told from what is no
// number at all.
func TestManyDecimals(t *testing.T) {
	for in, want := range map[string]bool{"0.33333": true, "1.23456学时": true, "0.3333": false, "半天": false, "1.2.34567": false, ".33333": false, "4": false} {
		if got := manyDecimals(&cell{text: in, kind: text}, hourUnits...); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}
