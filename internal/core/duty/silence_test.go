package duty

import (
	"testing"

	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

// C5: a standing condition that counts what was recorded waits for the closing;
// a prohibition is broken by its record, and a state of the organisation is known.
func TestConduct_C05_SilenceInACountWaitsForTheClosing(t *testing.T) {
	for _, c := range []struct {
		name string
		kind standard.ItemKind
		cond string
		asOf string
		want string
	}{
		{"a count of members, in the year", "baseline", "人数(党员.学时 < 32) == 0", "2026-12-31", "?"},
		{"a count of members, after the closing", "baseline", "人数(党员.学时 < 32) == 0", "2027-01-31", "X"},
		{"a count of meetings, in the year", "baseline", "党课 >= 2", "2026-12-31", "?"},
		{"a prohibition", "prohibition", "党课 >= 2", "2026-12-31", "X"},
		{"a state of the branch", "baseline", "有活动场所", "2026-12-31", "X"},
	} {
		y := branch(c.asOf)
		y.Members = append(y.Members[:0], register.MemberYear{Member: "m1"})
		it := standard.Item{ID: "A", Kind: c.kind, Force: "MUST", Duty: &standard.Duty{Require: c.cond}}
		if got := states(due(t, one(it), y)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
