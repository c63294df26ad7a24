package archtest

import "go/ast"

// impure is what the core never imports, with everything below it.
var impure = map[string]string{
	"context":      "the core cannot wait",
	"crypto/rand":  "the core has no chance",
	"database/sql": "the core has no I/O",
	"io":           "the core has no I/O",
	"log":          "the core does not log",
	"math/rand":    "the core has no chance",
	"net":          "the core has no I/O",
	"os":           "the core has no I/O",
	"sync":         "the core has no locks",
	"testing":      "the program is not a test",
}

// clock is what the core never takes from package time. Values of time.Time
// may be computed with; the present is an argument.
var clock = map[string]bool{
	"Now": true, "Since": true, "Until": true, "Sleep": true, "After": true,
	"AfterFunc": true, "Tick": true, "NewTicker": true, "NewTimer": true,
}

// agreed is the third-party modules each package of the core may import.
var agreed = map[string][]string{
	"internal/core/chain":    {"golang.org/x/mod"},
	"internal/core/standard": {"github.com/goccy/go-yaml", "github.com/expr-lang/expr"},
	"internal/core/assess":   {"github.com/expr-lang/expr"},
}

// words is the packages that import std only, not even each other.
func words(pkgPath string) bool {
	return within(pkgPath, "internal/party") || within(pkgPath, "internal/errs")
}

// checkPure finds what would make the same facts give another answer
// tomorrow, or on another machine.
func checkPure(t *tree) []finding {
	var found []finding
	for _, p := range t.packages {
		if !words(p.path) && !within(p.path, "internal/core") {
			continue
		}
		for _, f := range p.code() {
			for _, spec := range f.syntax.Imports {
				if complaint := impureImport(p.path, imported(spec)); complaint != "" {
					found = append(found, t.at(f, spec.Pos(), "pure", "%s", complaint))
				}
			}
			found = append(found, impureSyntax(t, f)...)
		}
	}
	return found
}

// impureImport says why a package of the core may not import another.
func impureImport(from, name string) string {
	for root, why := range impure {
		if within(name, root) {
			return from + " imports " + name + ": " + why
		}
	}
	if isStd(name) {
		return ""
	}
	if words(from) {
		return from + " imports " + name + ": it holds the words of all others and imports std only"
	}
	if _, ours := local(name); ours {
		return ""
	}
	for _, root := range agreed[from] {
		if within(name, root) {
			return ""
		}
	}
	return from + " imports " + name + ": no third-party module is agreed on for it here"
}

// impureSyntax finds go statements and looks at the clock.
func impureSyntax(t *tree, f *file) []finding {
	var found []finding
	clockName := ""
	for _, spec := range f.syntax.Imports {
		if imported(spec) != "time" {
			continue
		}
		clockName = "time"
		if spec.Name != nil {
			clockName = spec.Name.Name
		}
		if clockName == "." {
			found = append(found, t.at(f, spec.Pos(), "pure", "time is imported by dot, which hides the clock"))
		}
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = append(found, t.at(f, n.Pos(), "pure", "a go statement: the core is functions"))
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && id.Name == clockName && clock[n.Sel.Name] {
				found = append(found, t.at(f, n.Pos(), "pure",
					"time.%s: the present is an argument (a party.Date)", n.Sel.Name))
			}
		}
		return true
	})
	return found
}
