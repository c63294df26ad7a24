package derive

import (
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	for name, want := range map[string][]string{
		"石桥村党支部":   {"党支", "支部", "村党", "桥村", "石桥"},
		"石桥 村(虚构)": {"村虚", "桥村", "石桥", "虚构"},
		"A1 支部":    {"1支", "a1", "支部"},
		"石石石":      {"石石"},
		"石":        {"石"},
		"":         nil,
		"（·）":      nil,
	} {
		slices.Sort(want)
		if got := Words(name); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestAPartIsFoundByItsWords: whatever part of a name is typed, all its words are words
// of the name.
func TestAPartIsFoundByItsWords(t *testing.T) {
	name := []rune("中共示例县石桥镇石桥村第1党支部")
	all := Words(string(name))
	for i := range name {
		for k := i + 2; k <= len(name); k++ {
			for _, w := range Words(string(name[i:k])) {
				if !slices.Contains(all, w) {
					t.Errorf("%q of %q is no word of the name", w, string(name[i:k]))
				}
			}
		}
	}
}

// TestScopesAreNoWordsOfNames: nothing that can be typed finds by where somebody stands.
func TestScopesAreNoWordsOfNames(t *testing.T) {
	for _, w := range append(Words("<c"), Words(">c")...) {
		if w == BelowWord("c") || w == joinedWord("c") {
			t.Errorf("%q is a word of a name", w)
		}
	}
}
