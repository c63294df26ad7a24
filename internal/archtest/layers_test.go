package archtest

import (
	"go/ast"
	"strings"
)

// layers is the order of the house. A package may import only packages on
// earlier lines; those on one line do not know each other. Paths are under
// internal/, except cmd/qiangji.
const layers = `
party
errs
core/fact core/standard core/chain core/stat
core/register
core/access core/procedure
core/duty
core/assess
core/rating core/insight
core/improve
core/view
app
app/record app/derive app/person app/account app/campaign app/better app/report app/operate
store/sqlstore vault keys signin jobs notify sheet document config web/route
store/sqlite store/postgres store/storetest web/html web/api
cmd/qiangji
`

// packs is the embedded standards: a leaf of std only, read by the outer
// packages. The core is handed its bytes and never fetches them.
const packs = "packs"

var packReaders = []string{"cmd/qiangji", "app", "web"}

// order is layers as a table from package path to line number.
var order = func() map[string]int {
	table := map[string]int{}
	for i, line := range strings.Split(strings.TrimSpace(layers), "\n") {
		for entry := range strings.FieldsSeq(line) {
			if !within(entry, "cmd") {
				entry = "internal/" + entry
			}
			table[entry] = i
		}
	}
	return table
}()

// pages is the one entry with sub-packages (one per group of pages). They
// stand beside it; it and they may know each other, they not one another.
const pages = "internal/web/html"

// placeOf finds the line of a package of the module.
func placeOf(pkgPath string) (int, bool) {
	if within(pkgPath, pages) {
		pkgPath = pages
	}
	line, ok := order[pkgPath]
	return line, ok
}

// checkLayers finds imports against the order. Test files are exempt: a test
// may look up the pipeline, for nothing is built on it.
func checkLayers(t *tree) []finding {
	var found []finding
	for _, p := range t.packages {
		if len(p.code()) == 0 || p.path == "internal/archtest" {
			continue
		}
		if _, ok := placeOf(p.path); !ok && p.path != packs {
			first := p.code()[0]
			found = append(found, t.at(first, first.syntax.Name.Pos(), "layer",
				"%s stands on no line of the order: put the code into a package that does", p.path))
			continue
		}
		for _, f := range p.code() {
			for _, spec := range f.syntax.Imports {
				if complaint := refuse(p.path, spec); complaint != "" {
					found = append(found, t.at(f, spec.Pos(), "layer", "%s", complaint))
				}
			}
		}
	}
	return found
}

// refuse says why a package may not import another, or nothing.
func refuse(from string, spec *ast.ImportSpec) string {
	name := imported(spec)
	to, ours := local(name)
	if from == packs {
		if isStd(name) {
			return ""
		}
		return "packs imports std only: it holds data, not code"
	}
	if !ours {
		return ""
	}
	if to == packs {
		return refusePacks(from)
	}
	mine, _ := placeOf(from)
	theirs, ok := placeOf(to)
	switch {
	case !ok:
		return from + " imports " + to + ", which stands on no line of the order"
	case theirs > mine:
		return from + " imports " + to + " from a later line: take the value as an argument, or move the code to what it needs to know"
	case theirs == mine && !within(from, to) && !within(to, from):
		return from + " imports its neighbour " + to + ": packages on one line do not know each other"
	}
	return ""
}

func refusePacks(from string) string {
	entry := strings.TrimPrefix(from, "internal/")
	for _, reader := range packReaders {
		if within(entry, reader) {
			return ""
		}
	}
	return from + " imports the embedded packs: take the standard as an argument"
}
