package person

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// dots is what people type for the middle dot of a name.
const dots = "•・‧∙⋅･●○˙．."

// Canonical returns a name as it is kept and compared: composed (NFC, so that no character
// becomes another), with “·” for every other dot, and without blanks but one between Latin
// words. What cannot be a name it leaves for Check to refuse.
func Canonical(name string) string {
	runes := []rune(strings.Join(strings.Fields(norm.NFC.String(name)), " "))
	var b strings.Builder
	for i, r := range runes {
		switch {
		case r == ' ' && !(latin(runes[i-1]) && latin(runes[i+1])): // Fields leaves none at the ends
		case strings.ContainsRune(dots, r):
			b.WriteRune('·')
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String()) // where a blank stood before a mark
}

func latin(r rune) bool { return r < 0x250 && unicode.IsLetter(r) }
