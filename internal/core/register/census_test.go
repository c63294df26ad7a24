package register

import "testing"

// A census counts what the cases of a property were like: a property that only
// ever sees trivial ones proves nothing.
type census map[string]int

// see counts a case, and what it was like.
func (c census) see(kinds map[string]bool) {
	c[""]++
	for kind, is := range kinds {
		if is {
			c[kind]++
		}
	}
}

// atLeast fails where fewer than so many in a hundred cases were of a kind; the few
// cases of -short are too few to say.
func (c census) atLeast(t *testing.T, shares map[string]int) {
	t.Helper()
	if testing.Short() {
		return
	}
	for kind, percent := range shares {
		have := 100 * float64(c[kind]) / float64(max(c[""], 1))
		t.Logf("%s: %.1f %%", kind, have)
		if have < float64(percent) {
			t.Errorf("only %.1f %% of %d cases are %s, want %d %%", have, c[""], kind, percent)
		}
	}
}
