package party

import "strings"

// OrgID (党组织编号) names an organisation; it is opaque and never reused.
type OrgID string

// MemberID (党员编号) names a person. It carries no personal data.
type MemberID string

// FactID (记录编号) names one recorded fact.
type FactID string

// TextID (文本编号) names a text in the vault or in the side file of texts.
type TextID string

// ItemID (条目编号) names one item of a standard, for example ZB-40.
type ItemID string

// SchemeID (方案编号) names a rating scheme or a pack.
type SchemeID string

// Digest is the lower-case hexadecimal SHA-256 of canonical content.
type Digest string

// MaxID is the longest identifier accepted anywhere, in bytes.
const MaxID = 64

// GoodID reports whether s may be an identifier: 1 to MaxID bytes of letters,
// digits, Han characters and the marks - _ . : /.
func GoodID(s string) bool {
	if s == "" || len(s) > MaxID {
		return false
	}
	for _, r := range s {
		ascii := r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		mark := r == '-' || r == '_' || r == '.' || r == ':' || r == '/'
		han := r >= 0x4E00 && r <= 0x9FFF
		if !ascii && !mark && !han {
			return false
		}
	}
	return true
}

// PlainID reports whether s may name a person or a text: as GoodID, of ASCII
// letters, digits and - _ . : only, for whatever else it could be is a name or a
// sentence.
func PlainID(s string) bool {
	return GoodID(s) && !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 || r == '/' })
}
