package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// Width returns the columns that s takes on a terminal: two for each wide (Han,
// full-width) character, one for others.
func Width(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r < 0x20 || unicode.Is(unicode.Mn, r):
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	return r >= 0x1100 && r <= 0x115F || r >= 0x2E80 && r <= 0xA4CF || r >= 0xAC00 && r <= 0xD7A3 ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFE4F || r >= 0xFF00 && r <= 0xFF60 ||
		r >= 0xFFE0 && r <= 0xFFE6 || r >= 0x20000 && r <= 0x3FFFD
}

// Left pads s on the right to n columns; a longer s is cut and ends with …
func Left(s string, n int) string {
	if w := Width(s); w <= n {
		return s + strings.Repeat(" ", n-w)
	}
	out, w := strings.Builder{}, 0
	for _, r := range s {
		if w+Width(string(r)) > n-1 {
			break
		}
		out.WriteRune(r)
		w += Width(string(r))
	}
	return out.String() + "…" + strings.Repeat(" ", max(0, n-1-w))
}

// Right pads s on the left to n columns.
func Right(s string, n int) string {
	return strings.Repeat(" ", max(0, n-Width(s))) + s
}

// Wrap breaks s into lines of at most n columns, between Han characters and never
// inside a number or a Latin word unless it alone is longer than a line.
func Wrap(s string, n int) []string {
	var lines []string
	line, w := "", 0
	for _, piece := range pieces(s) {
		pw := Width(piece)
		if w > 0 && w+pw > n {
			lines = append(lines, strings.TrimRight(line, " "))
			line, w = "", 0
			if piece == " " {
				continue
			}
		}
		line += piece
		w += pw
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// pieces cuts s where a line may break: single wide characters with the closing
// marks that follow, and runs of narrow ones.
func pieces(s string) []string {
	var out []string
	narrow := false
	for _, r := range s {
		closing := strings.ContainsRune("，。；：、）」！？", r)
		plain := !wide(r) && r != ' '
		switch {
		case len(out) > 0 && (closing || plain && narrow):
			out[len(out)-1] += string(r)
		default:
			out = append(out, string(r))
		}
		narrow = plain
	}
	return out
}

// A Palette is what text is written on: with colour on a terminal, which is never the
// only sign, and in lines of so many columns. The zero Palette leaves it plain.
type Palette struct {
	On      bool
	Columns int // of a line, 72 to 120; 0: lineWidth
}

// lineWidth is how wide lines are where no terminal says otherwise; narrowest and
// widest bound what a terminal says.
const (
	lineWidth = 96
	narrowest = 72
	widest    = 120
)

func (p Palette) columns() int {
	if p.Columns == 0 {
		return lineWidth
	}
	return min(max(p.Columns, narrowest), widest)
}

// dotted joins what there is with dots.
func dotted(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// beside writes a painted label and a text at its right, broken to the width.
func beside(w io.Writer, p Palette, paint func(string) string, label, text string) {
	indent := Width(label)
	for i, line := range Wrap(strings.TrimRight(text, " "), p.columns()-indent-2) {
		if i > 0 {
			label = strings.Repeat(" ", indent)
		} else {
			label = paint(label)
		}
		fmt.Fprintf(w, "%s  %s\n", label, line)
	}
}

func (p Palette) plain(s string) string { return s }

func (p Palette) paint(code, s string) string {
	if !p.On {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// Bold, Red, Green, Yellow and Dim paint s.
func (p Palette) Bold(s string) string { return p.paint("1", s) }

// Red paints what is wrong.
func (p Palette) Red(s string) string { return p.paint("31", s) }

// Green paints what is well.
func (p Palette) Green(s string) string { return p.paint("32", s) }

// Yellow paints what waits.
func (p Palette) Yellow(s string) string { return p.paint("33", s) }

// Dim paints what matters less.
func (p Palette) Dim(s string) string { return p.paint("2", s) }
