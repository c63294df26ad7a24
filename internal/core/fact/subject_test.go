package fact

import "testing"

// TestSubjectsDiffer: one id in three roles is three subjects.
func TestSubjectsDiffer(t *testing.T) {
	seen := map[Subject]bool{OrgSubject("x"): true, BelowSubject("x"): true, MemberSubject("x"): true}
	if len(seen) != 3 {
		t.Errorf("%d subjects, want 3", len(seen))
	}
}
