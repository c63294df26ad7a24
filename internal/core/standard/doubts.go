package standard

import (
	"slices"
	"strings"
)

// Doubts (存疑) are the places where reading a pack found something wrong already.
// What Check would say of them only follows from it, and is not said.
type doubts struct {
	unread bool            // a whole file could not be read
	within map[string]bool // paths at or below which something was misread
	meant  map[string]bool // what a misspelt key was to be
	lost   map[string]bool // mappings with a key that means nothing: any of their keys may be it
	torn   map[string]bool // mappings whose values were torn apart
}

// across are the codes of problems between the fields of one element: one field
// misread makes nonsense of them.
var across = []string{CodeTerm, CodeStart, CodePart, CodePoints, CodeFloor, CodeDuty, CodeMixed, CodeLevels, CodeVeto, CodeCompose, CodeMinutes}

// rests names the sections in which what a code speaks of is declared.
var rests = map[string][]string{
	CodeName:    {"vocabulary", "params", "scheme.parts", "import"},
	CodeJudge:   {"vocabulary", "import"},
	CodeSource:  {"sources", "import"},
	CodePart:    {"scheme", "scheme.parts"},
	CodeLevels:  {"scheme.levels", "scheme.tiers"},
	CodeUnknown: {"import"},
	CodeParam:   {"import"},
}

// misread notes that reading found something wrong at a path, and so within all
// that encloses it.
func (d *doubts) misread(path string) {
	for path != "" {
		note(&d.within, path)
		path = parentOf(path)
	}
}

func note(set *map[string]bool, path string) {
	if *set == nil {
		*set = map[string]bool{}
	}
	(*set)[path] = true
}

// any reports whether reading found anything wrong.
func (d *doubts) any() bool {
	return d.unread || len(d.within)+len(d.meant)+len(d.lost) > 0
}

// follows reports whether a problem only follows from what reading found.
func (p *Pack) follows(path, code string) bool {
	d := &p.doubts
	if !d.any() {
		return false
	}
	_, written := p.spots[path]
	switch {
	case d.within[path], d.meant[path], !written && d.lost[parentOf(path)]:
		return true
	case d.tornAt(path):
		return true
	case contains(across, code) && d.within[elementOf(path)]:
		return true
	}
	return slices.ContainsFunc(rests[code], func(s string) bool { return d.within[s] || d.meant[s] || d.lost[""] })
}

// tornAt reports whether a path lies in a mapping that was torn apart.
func (d *doubts) tornAt(path string) bool {
	for ; path != "" && len(d.torn) > 0; path = parentOf(path) {
		if d.torn[path] {
			return true
		}
	}
	return false
}

// parentOf returns the path of what encloses a path: a of a.b and of a[1].
func parentOf(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}

// elementOf returns the path of the item, or of the section of the scheme, that a
// path lies in: items[3], scheme.levels.
func elementOf(path string) string {
	if rest, ok := strings.CutPrefix(path, "scheme."); ok {
		return "scheme." + rest[:cutAt(rest, ".[")]
	}
	return path[:cutAt(path, ".")]
}

func cutAt(text, chars string) int {
	if i := strings.IndexAny(text, chars); i >= 0 {
		return i
	}
	return len(text)
}
