package fact

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep arrays and objects may stand in each other.
const maxDepth = 8

// A scanner reads JSON from the left. The first thing wrong stops it: it keeps
// the complaint and stands at the end, where nothing more can be read.
type scanner struct {
	src       []byte
	pos       int
	bad       bool
	complaint string
}

// fail keeps the first complaint and stops.
func (s *scanner) fail(complaint string) {
	if !s.bad {
		s.bad, s.complaint = true, complaint
	}
	s.pos = len(s.src)
}

// space skips white space and returns the byte that follows, 0 at the end.
func (s *scanner) space() byte {
	for s.pos < len(s.src) {
		c := s.src[s.pos]
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
		s.pos++
	}
	return 0
}

// take consumes c and reports whether it was next.
func (s *scanner) take(c byte) bool {
	if s.space() != c || c == 0 {
		return false
	}
	s.pos++
	return true
}

// more steps through a list that ends with end. It reports whether an element
// follows; first says that none has been read yet.
func (s *scanner) more(end byte, first bool) bool {
	switch {
	case s.bad:
		return false
	case s.take(end):
		return false
	case first:
		return true
	case !s.take(','):
		s.fail("这里应当是逗号或 " + string(rune(end)) + "，请检查这一行是不是完整的 JSON")
		return false
	case s.space() == end:
		s.fail("最后一项后面多了逗号，请去掉")
		return false
	}
	return true
}

// text reads a string. The bytes are those of the line unless it has escapes.
func (s *scanner) text() []byte {
	if !s.take('"') {
		s.fail("这里要写带双引号的文字")
		return nil
	}
	start := s.pos
	for i := start; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == '"':
			s.pos = i + 1
			return s.src[start:i]
		case c == '\\':
			return s.escaped(start, i)
		case c < ' ':
			s.fail("文字里有换行或控制字符，请去掉")
			return nil
		}
	}
	s.fail("文字没有结尾的双引号")
	return nil
}

// escaped reads on at the first backslash, at, of a string that began at start.
func (s *scanner) escaped(start, at int) []byte {
	out := append([]byte(nil), s.src[start:at]...)
	for i := at; i < len(s.src); {
		switch c := s.src[i]; {
		case c == '"':
			s.pos = i + 1
			return out
		case c < ' ':
			s.fail("文字里有换行或控制字符，请去掉")
			return nil
		case c == '\\':
			r, n := unescape(s.src[i:])
			if n == 0 {
				s.fail(`文字里有看不懂的转义，反斜杠要写成 \\`)
				return nil
			}
			out = utf8.AppendRune(out, r)
			i += n
		default:
			out = append(out, c)
			i++
		}
	}
	s.fail("文字没有结尾的双引号")
	return nil
}

// unescape reads one escape of JSON and its length; 0 if it is none.
func unescape(b []byte) (rune, int) {
	if len(b) < 2 {
		return 0, 0
	}
	switch b[1] {
	case '"', '\\', '/':
		return rune(b[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r, ok := hex4(b[2:])
		if !ok || !utf16.IsSurrogate(r) {
			return r, 6 * one(ok)
		}
		if len(b) < 12 || b[6] != '\\' || b[7] != 'u' {
			return 0, 0
		}
		low, ok := hex4(b[8:])
		r = utf16.DecodeRune(r, low)
		return r, 12 * one(ok && r != utf8.RuneError)
	}
	return 0, 0
}

func hex4(b []byte) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[:4]), 16, 32)
	return rune(n), err == nil
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// number reads the text of a JSON number without exponent.
func (s *scanner) number() []byte {
	s.space()
	rest := s.src[s.pos:]
	n := 0
	if len(rest) > 0 && rest[0] == '-' {
		n = 1
	}
	whole := digits(rest[n:])
	if whole == 0 || whole > 1 && rest[n] == '0' {
		s.fail("这里要写数字，前面不补 0")
		return nil
	}
	n += whole
	if n < len(rest) && rest[n] == '.' {
		frac := digits(rest[n+1:])
		if frac == 0 {
			s.fail("小数点后面要有数字")
			return nil
		}
		n += 1 + frac
	}
	if n < len(rest) && (rest[n] == 'e' || rest[n] == 'E') {
		s.fail("数字不要用科学记数，请写成 18 或 18.5 这样")
		return nil
	}
	s.pos += n
	return rest[:n]
}

// digits counts the digits that b begins with.
func digits(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}

// word consumes a bare word, true or false.
func (s *scanner) word(w string) bool {
	s.space()
	if len(s.src)-s.pos < len(w) || string(s.src[s.pos:s.pos+len(w)]) != w {
		return false
	}
	s.pos += len(w)
	return true
}

// skip steps over an object without reading it; only its nesting is checked.
func (s *scanner) skip() {
	depth := 1 // the envelope
	for {
		switch c := s.space(); c {
		case '{', '[':
			depth++
			s.pos++
		case '}', ']':
			depth--
			s.pos++
		case '"':
			s.text()
		case 0:
			s.fail("这一行没有写完整")
		default:
			s.pos++
		}
		switch {
		case s.bad:
			return
		case depth > maxDepth:
			s.fail("嵌套太深，超过 8 层")
			return
		case depth == 1:
			return
		}
	}
}
