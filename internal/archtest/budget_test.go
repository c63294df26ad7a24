package archtest

import (
	"fmt"
	"go/ast"
	"math"
	"slices"
	"strings"
)

// The budgets of the house. They count the files of the program that a
// person wrote: not tests, not generated files, not nested modules.
const (
	fileP95, fileMax          = 400, 600 // lines
	funcP95, funcMax          = 50, 80   // lines, from "func" to the brace
	interfaceMax              = 6        // methods, with the embedded ones
	coreImports, outerImports = 8, 16    // packages of ours in one package
	testShare, coreTestShare  = 1.0, 1.5 // lines of tests to a line of code
	dependencyMax             = 30       // direct, in the product's go.mod
	initMax                   = 0        // init functions
)

// A row is one budget as the counting test prints it.
type row struct {
	name, have, limit string
}

// A size is a countable thing at its place.
type size struct {
	name string
	file string
	line int
	n    int
}

// checkBudgets counts, and finds what crossed a budget.
func checkBudgets(t *tree) ([]row, []finding) {
	var rows []row
	var found []finding
	for _, count := range []func(*tree) ([]row, []finding){
		countFiles, countFuncs, countInterfaces, countImports, countDocs, countTests, countInits, countDependencies,
	} {
		r, f := count(t)
		rows, found = append(rows, r...), append(found, f...)
	}
	return rows, found
}

// each calls visit for every written file of the program.
func (t *tree) each(visit func(*pkg, *file)) {
	for _, p := range t.packages {
		for _, f := range p.written() {
			visit(p, f)
		}
	}
}

func countFiles(t *tree) ([]row, []finding) {
	var sizes []size
	t.each(func(_ *pkg, f *file) { sizes = append(sizes, size{"the file", f.name, 1, f.lines}) })
	return spread("file", sizes, fileP95, fileMax)
}

func countFuncs(t *tree) ([]row, []finding) {
	var sizes []size
	t.each(func(_ *pkg, f *file) {
		// A function in a function is part of it; one in a table is its own.
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			name := "a function"
			switch fn := n.(type) {
			case *ast.FuncDecl:
				name = fn.Name.Name
			case *ast.FuncLit:
			default:
				return true
			}
			from := t.line(n.Pos())
			if fn, ok := n.(*ast.FuncDecl); ok {
				from = t.line(fn.Type.Func)
			}
			sizes = append(sizes, size{name, f.name, from, t.line(n.End()) - from + 1})
			return false
		})
	})
	return spread("function", sizes, funcP95, funcMax)
}

// spread holds sizes against a limit for the 95th percentile (nearest rank)
// and one for the largest.
func spread(rule string, sizes []size, p95, most int) ([]row, []finding) {
	if len(sizes) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(sizes, func(a, b size) int { return a.n - b.n })
	rank := sizes[int(math.Ceil(0.95*float64(len(sizes))))-1]
	largest := sizes[len(sizes)-1]
	rows := []row{
		{rule + " lines, p95 of " + fmt.Sprint(len(sizes)), fmt.Sprint(rank.n), atMost(p95)},
		{rule + " lines, largest: " + largest.file, fmt.Sprint(largest.n), atMost(most)},
	}
	var found []finding
	if rank.n > p95 {
		found = append(found, finding{rank.file, rank.line, rule + "95", fmt.Sprintf(
			"p95 is %d lines, the budget %d: too many are as long as %s", rank.n, p95, rank.name)})
	}
	for _, s := range sizes {
		if s.n > most {
			found = append(found, finding{s.file, s.line, rule, fmt.Sprintf(
				"%s has %d lines, the budget is %d: split it where it changes subject", s.name, s.n, most)})
		}
	}
	return rows, found
}

func countImports(t *tree) ([]row, []finding) {
	var found []finding
	core, outer := 0, 0
	for _, p := range t.packages {
		ours := map[string]bool{}
		for _, f := range p.written() {
			for _, spec := range f.syntax.Imports {
				if to, ok := local(imported(spec)); ok {
					ours[to] = true
				}
			}
		}
		limit, most := outerImports, &outer
		if words(p.path) || within(p.path, "internal/core") {
			limit, most = coreImports, &core
		}
		*most = max(*most, len(ours))
		if len(ours) > limit {
			first := p.written()[0]
			found = append(found, t.at(first, first.syntax.Name.Pos(), "imports",
				"%s imports %d packages of ours, the budget is %d", p.path, len(ours), limit))
		}
	}
	return []row{
		{"packages of ours a core package imports", fmt.Sprint(core), atMost(coreImports)},
		{"packages of ours an outer package imports", fmt.Sprint(outer), atMost(outerImports)},
	}, found
}

// countTests weighs the lines of tests (test files, scripts under testdata, and
// the cases of the packs, which are the core's) against the lines of code.
func countTests(t *tree) ([]row, []finding) {
	var rows []row
	var found []finding
	for _, part := range []struct {
		name, root string
		want       float64
	}{{"the module", ".", testShare}, {"the core", "internal/core", coreTestShare}} {
		code, tests := 0, 0
		for _, p := range t.packages {
			if !within(p.path, part.root) {
				continue
			}
			for _, f := range p.files {
				switch {
				case f.test:
					tests += f.lines
				case !f.generated:
					code += f.lines
				}
			}
		}
		for _, s := range t.scripts {
			if within(s.name, part.root) || part.root == "internal/core" && isCases(s.name) {
				tests += s.lines
			}
		}
		share := fmt.Sprintf("%.2f", float64(tests)/float64(max(code, 1)))
		rows = append(rows, row{
			fmt.Sprintf("test lines to a code line in %s (%d:%d)", part.name, tests, code),
			share, fmt.Sprintf("≥ %.1f", part.want),
		})
		if float64(tests) < part.want*float64(code) {
			found = append(found, finding{part.root, 0, "tests", fmt.Sprintf(
				"%s has %s lines of tests to a line of code (%d:%d), the budget is %.1f", part.name, share, tests, code, part.want)})
		}
	}
	return rows, found
}

func countInits(t *tree) ([]row, []finding) {
	var found []finding
	t.each(func(_ *pkg, f *file) {
		for _, decl := range f.syntax.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				found = append(found, t.at(f, fn.Pos(), "init", "an init function runs unasked: make it a call or a table"))
			}
		}
	})
	return []row{{"init functions", fmt.Sprint(len(found)), atMost(initMax)}}, found
}

// countDependencies counts what the module itself imports, tests included,
// whatever go.mod says of it, and asks for a reason in DEPENDENCIES.md.
func countDependencies(t *tree) ([]row, []finding) {
	var found []finding
	direct := 0
	for _, r := range t.requires {
		if r.indirect && !t.uses(r.path) {
			continue
		}
		direct++
		if direct == dependencyMax+1 {
			found = append(found, finding{"go.mod", r.line, "dependency", fmt.Sprintf(
				"more than %d direct dependencies, from %s on", dependencyMax, r.path)})
		}
		if !t.explained(r) {
			found = append(found, finding{"go.mod", r.line, "dependency", fmt.Sprintf(
				"DEPENDENCIES.md has no line naming %s and %s: add its licence and its reason", r.path, r.version)})
		}
	}
	return []row{{"direct dependencies", fmt.Sprint(direct), atMost(dependencyMax)}}, found
}

// uses reports whether any file of the module imports a package of a module.
func (t *tree) uses(modulePath string) bool {
	for _, p := range t.packages {
		for _, f := range p.files {
			for _, spec := range f.syntax.Imports {
				if within(imported(spec), modulePath) {
					return true
				}
			}
		}
	}
	return false
}

func (t *tree) explained(r require) bool {
	for text := range strings.SplitSeq(t.reasons, "\n") {
		if strings.Contains(text, "`"+r.path+"`") && strings.Contains(text, r.version) {
			return true
		}
	}
	return false
}

func atMost(n int) string { return fmt.Sprintf("≤ %d", n) }
