package derive

import (
	"slices"
	"strings"
	"unicode"

	"qiangji/internal/party"
)

// Words returns the search tokens of the name of an organisation, or of a part of it
// that somebody typed: every two characters that stand together, in order, each once;
// one character alone is itself. Spaces, brackets and the like are passed over, and
// letters are small. Nothing about persons is ever a token.
func Words(name string) []string {
	var all []string
	var last rune
	n := 0
	for _, c := range strings.ToLower(name) {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			continue
		}
		if n++; n > 1 {
			all = append(all, string([]rune{last, c}))
		}
		last = c
	}
	if n == 1 {
		all = append(all, string(last))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// BelowWord is the token of all that ever were below an organisation: beside the
// words of a name it finds within a scope.
func BelowWord(org party.OrgID) string { return "<" + string(org) }

// joinedWord is the token of those into which an organisation merged.
func joinedWord(org party.OrgID) string { return ">" + string(org) }
