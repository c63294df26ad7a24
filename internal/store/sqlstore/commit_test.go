package sqlstore

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"qiangji/internal/core/fact"
)

// TestTurns: subjects are locked in one order, whatever is done with them, and each once.
func TestTurns(t *testing.T) {
	type subjects = []fact.Subject
	for _, c := range []struct {
		all, bumped subjects
		want        []turn
	}{
		{nil, nil, nil},
		{subjects{"o:b", "o:a"}, subjects{"o:a", "o:b"}, []turn{{true, subjects{"o:a", "o:b"}}}},
		{subjects{"o:b", "w:a", "o:a"}, subjects{"o:b"}, []turn{
			{false, subjects{"o:a"}}, {true, subjects{"o:b"}}, {false, subjects{"w:a"}}}},
		{subjects{"o:c", "m:z", "o:a", "o:b"}, subjects{"m:z", "o:c"}, []turn{
			{true, subjects{"m:z"}}, {false, subjects{"o:a", "o:b"}}, {true, subjects{"o:c"}}}},
	} {
		if diff := cmp.Diff(c.want, takeTurns(c.all, c.bumped), cmp.AllowUnexported(turn{})); diff != "" {
			t.Errorf("%v: %s", c.all, diff)
		}
	}
}
