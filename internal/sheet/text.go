package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean folds full-width letters, digits and marks to half width, drops
// characters without a shape, makes every kind of blank a space, and trims.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case unicode.IsSpace(r):
			r = ' '
		case isShapeless(r):
			continue
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// unfolded is clean, but keeps full-width letters, digits and marks: what people
// read again they read as they wrote it.
func unfolded(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case isShapeless(r):
			return -1
		}
		return r
	}, s))
}

// isShapeless reports characters that nobody sees.
func isShapeless(r rune) bool {
	return r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r == 0x2060 || r == 0xFEFF || r < ' ' || r == 0x7F
}

// isClean reports, without allocating, that clean would change nothing.
func isClean(s string) bool {
	if s == "" {
		return true
	}
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return false
	}
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			if b < ' ' || b == 0x7F {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		han := r >= 0x2E80 && r <= 0xFEFE && r != 0x3000
		if !han && !(r >= 0xA1 && r < 0x1680) && r < 0x10000 {
			return false // rare enough for the long way
		}
		i += n
	}
	return true
}

// compact is clean without any space.
func compact(s string) string {
	s = clean(s)
	if strings.IndexByte(s, ' ') < 0 {
		return s
	}
	return strings.ReplaceAll(s, " ", "")
}

// dots is what people type for the middle dot of a name (·).
const dots = "•・‧·∙⋅･●○˙．."

// personName makes a name as it stands on the identity card of what was typed:
// composed characters, no spaces (but one between Latin words), the right middle dot. ok is false
// where it cannot be a name; bracket is what stood in brackets behind it.
func personName(s string) (name, bracket string, ok bool) {
	s = norm.NFC.String(clean(s))
	if i := strings.IndexAny(s, "(（[〔"); i > 0 {
		bracket = strings.Trim(s[i:], "()（）[]〔〕 ")
		s = strings.TrimSpace(s[:i])
	}
	if needsMending(s) {
		s = mendName(s)
	}
	for _, title := range []string{"同志", "先生", "女士"} {
		if name, ok := strings.CutSuffix(s, title); ok && utf8.RuneCountInString(name) >= 2 {
			s = name
		}
	}
	return s, bracket, goodName(s) && !nobody[s] && !strings.Contains(s, "某")
}

// nobody is what stands in the place of a name and is none.
var nobody = map[string]bool{"同上": true, "待定": true, "空缺": true, "暂缺": true, "暂无": true, "姓名": true, "不详": true, "未知": true, "略": true, "本人": true, "其他": true, "等人": true}

// foreignGap reports a blank between two longer parts of a name that is written
// in characters: a middle dot may be missing (阿卜杜 外力).
func foreignGap(s string) bool {
	parts := strings.Fields(clean(unbracket(s)))
	if len(parts) != 2 || isLatin(firstRune(parts[0])) {
		return false
	}
	a, b := utf8.RuneCountInString(parts[0]), utf8.RuneCountInString(parts[1])
	return a >= 2 && b >= 2 && a+b >= 5
}

func needsMending(s string) bool {
	return strings.IndexByte(s, ' ') >= 0 || strings.ContainsAny(s, dots)
}

func mendName(s string) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	var b strings.Builder
	for i, r := range runes {
		switch {
		case r == ' ':
			if i > 0 && i+1 < len(runes) && isLatin(runes[i-1]) && isLatin(runes[i+1]) {
				b.WriteRune(r)
			}
		case strings.ContainsRune(dots, r):
			b.WriteRune('·')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isLatin(r rune) bool { return r < 0x250 && unicode.IsLetter(r) }

// goodName reports whether s can be a person's name: two or more letters, of
// any script, with middle dots between them. Private-use characters are kept:
// some names are written only so.
func goodName(s string) bool {
	n := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), r >= 0xE000 && r <= 0xF8FF, r >= 0xF0000 && r <= 0x10FFFD, r >= 0x20000 && r <= 0x3FFFF:
			n++
		case r == '·' || r == ' ' || r == '-' || r == '\'':
		default:
			return false
		}
	}
	return n >= 2 && n <= 40 && !strings.HasPrefix(s, "·") && !strings.HasSuffix(s, "·")
}

// splitNames cuts a list of names; what stands in brackets stays together.
func splitNames(s string) []string {
	s = strings.Trim(clean(s), "。.;,、 ")
	var names []string
	start, deep := 0, 0
	spaces := !strings.ContainsAny(s, "、,;/|，；")
	cut := func(end int) {
		if part := strings.TrimSpace(s[start:end]); part != "" {
			names = append(names, part)
		}
	}
	for i, r := range s {
		switch {
		case r == '(' || r == '（' || r == '[':
			deep++
		case r == ')' || r == '）' || r == ']':
			deep--
		case deep > 0:
		case strings.ContainsRune("、,;/|，；", r), r == ' ' && spaces:
			cut(i)
			start = i + utf8.RuneLen(r)
		}
	}
	cut(len(s))
	if spaces {
		return joinSingles(names)
	}
	return names
}

// joinSingles puts together names typed with a space inside: 张 三 李小四.
func joinSingles(parts []string) []string {
	var names []string
	for i := 0; i < len(parts); i++ {
		one := parts[i]
		if utf8.RuneCountInString(one) == 1 && i+1 < len(parts) && utf8.RuneCountInString(parts[i+1]) == 1 {
			i++
			one += parts[i]
		}
		names = append(names, one)
	}
	return names
}

// bare is a header or a label without blanks, marks and a note in brackets.
func bare(s string) string {
	s = compact(s)
	return strings.Trim(s, "*※:：·-—_'\"、.。 ")
}

// unbracket drops the first bracket and all behind it.
func unbracket(s string) string {
	if i := strings.IndexAny(s, "(（[【〔"); i > 0 {
		return s[:i]
	}
	return s
}
