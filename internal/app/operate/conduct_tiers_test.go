package operate

import (
	"regexp"
	"strings"
	"testing"

	"qiangji/internal/core/assess"
)

// TestConduct_C21_EveryBranchHasItsNextWork: a good, a middling and a poor year, in
// the middle of it, each get one thing still to be done, in the words of the item's
// remedy, and nothing to fill in; and each item that fell short says what to do.
func TestConduct_C21_EveryBranchHasItsNextWork(t *testing.T) {
	record := regexp.MustCompile(`填|补录|补记|上传|录入|台账|报送材料`)
	bands := map[string]bool{}
	for name, lines := range map[string][]string{
		"good": whole(), "middling": but(but(whole(), "每月12日 会议"), "每季11日 会议"), "poor": but(but(but(whole(), "每月10日 会议"), "每月12日 会议"), "每季11日 会议"),
	} {
		p := demo(lines)
		p.asOf = "2027-01-31"
		bands[p.judge(t).Rating.Band.Level] = true
		p.asOf = "2026-07-10"
		j := p.judge(t)
		step := j.Rating.Step
		if step == nil {
			t.Errorf("%s: nothing is left to do in July", name)
			continue
		}
		it := item(t, j, step.Item)
		if !strings.Contains(step.Text, strings.TrimSuffix(it.Remedy, "。")) || record.MatchString(step.Text) {
			t.Errorf("%s: %s of %s", name, step.Text, it.Remedy)
		}
		if step.By < j.Assessment.Cut.On && !step.Late {
			t.Errorf("%s: due %s, and not late", name, step.By)
		}
		for _, it := range j.Assessment.Items {
			if it.Verdict == assess.Unmet && it.Remedy == "" {
				t.Errorf("%s: %s fell short and nothing says what to do", name, it.ID)
			}
		}
	}
	if len(bands) < 2 { // or they were no three
		t.Errorf("one band only: %v", bands)
	}
}
