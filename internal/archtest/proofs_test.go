package archtest

import (
	"flag"
	"fmt"
	"go/ast"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// The page that says by which test each rule, trap and mechanic is held.
const proofsPage = "doc/proofs.md"

var update = flag.Bool("update", false, "rewrite the tests on "+proofsPage)

// fewestCases is how many property cases the core runs at the least.
const fewestCases = 100_000

// A proof is one row of the page: what it is about, and the tests that hold it or
// the reason why this part of the program does not touch it.
type proof struct {
	id     string
	line   int
	tests  []string
	reason string
}

var (
	proofRow  = regexp.MustCompile(`^\| ([A-Z]+\d+[a-e]?) \| [^|]+ \| ([^|]+) \|$`)
	testName  = regexp.MustCompile("`([a-z]+\\.(?:Test|Fuzz)[^`]*)`")
	idInName  = regexp.MustCompile(`TR\d\d|Conduct_C\d\d|^TestM\d\d[a-e]?_`)
	exemption = regexp.MustCompile(`^不涉及：|^没有这个编号`)
)

// readProofs reads the rows of the page.
func readProofs(text string) []proof {
	var rows []proof
	for i, line := range strings.Split(text, "\n") {
		m := proofRow.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		p := proof{id: m[1], line: i + 1}
		for _, n := range testName.FindAllStringSubmatch(m[2], -1) {
			p.tests = append(p.tests, n[1])
		}
		if exemption.MatchString(m[2]) {
			p.reason = m[2]
		}
		rows = append(rows, p)
	}
	return rows
}

// proofIDs is every number that the page must hold: all rules of conduct, all
// traps there are, all mechanics.
func proofIDs() []string {
	var ids []string
	add := func(prefix string, runs ...[2]int) {
		for _, r := range runs {
			for n := r[0]; n <= r[1]; n++ {
				ids = append(ids, fmt.Sprintf("%s%02d", prefix, n))
			}
		}
	}
	add("C", [2]int{1, 28})
	add("TR", [2]int{1, 11}, [2]int{20, 30}, [2]int{40, 52}, [2]int{60, 65}, [2]int{70, 77}, [2]int{80, 92})
	add("M", [2]int{1, 17}, [2]int{19, 60})
	for _, kind := range "abcde" { // the five vetoes
		ids = append(ids, "M18"+string(kind))
	}
	add("P", [2]int{1, 6}) // the properties
	return ids
}

// idsOf is the numbers that a test carries in its name, as the page writes them.
func idsOf(name string) []string {
	var ids []string
	for _, id := range idInName.FindAllString(name, -1) {
		id = strings.TrimPrefix(id, "Conduct_")
		ids = append(ids, strings.TrimSuffix(strings.TrimPrefix(id, "Test"), "_"))
	}
	return ids
}

// testsOf names every test and fuzz target of a tree by its package.
func testsOf(t *tree) map[string]*file {
	all := map[string]*file{}
	for _, p := range t.packages {
		for _, f := range p.files {
			if !f.test {
				continue
			}
			for _, d := range f.syntax.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || fn.Recv != nil || fn.Name.Name == "TestMain" {
					continue
				}
				if name := fn.Name.Name; strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz") {
					all[path.Base(p.path)+"."+name] = f
				}
			}
		}
	}
	return all
}

// checkProofs holds the page against the tests there are.
func checkProofs(t *tree, page string) []finding {
	var found []finding
	say := func(line int, format string, args ...any) {
		found = append(found, finding{proofsPage, line, "proof", fmt.Sprintf(format, args...)})
	}
	tests, rows, ids := testsOf(t), map[string]proof{}, proofIDs()
	for _, p := range readProofs(page) {
		if _, twice := rows[p.id]; twice {
			say(p.line, "%s stands on two rows", p.id)
		}
		if !slices.Contains(ids, p.id) {
			say(p.line, "%s is no number of a rule, trap, mechanic or property", p.id)
		}
		rows[p.id] = p
		checkProof(p, tests, say)
	}
	for _, id := range ids {
		if _, ok := rows[id]; !ok {
			say(0, "%s has no row: name the tests that hold it, or write 不涉及： and why", id)
		}
	}
	for name, f := range tests {
		_, bare, _ := strings.Cut(name, ".")
		for _, id := range idsOf(bare) {
			if !slices.Contains(rows[id].tests, name) {
				found = append(found, finding{f.name, 0, "proof", fmt.Sprintf("%s is not on the row of %s in %s", name, id, proofsPage)})
			}
		}
	}
	return found
}

// checkProof checks one row: its tests exist, one of them carries the number, and
// a row without tests says why.
func checkProof(p proof, tests map[string]*file, say func(int, string, ...any)) {
	carried := strings.HasPrefix(p.id, "P")
	for _, name := range p.tests {
		if tests[name] == nil {
			say(p.line, "%s: there is no test %s", p.id, name)
		}
		_, bare, _ := strings.Cut(name, ".")
		carried = carried || slices.Contains(idsOf(bare), p.id)
	}
	switch {
	case len(p.tests) > 0 && p.reason != "":
		say(p.line, "%s has tests and says that it is not touched", p.id)
	case len(p.tests) > 0 && !carried:
		say(p.line, "%s: none of its tests carries the number in its name", p.id)
	case len(p.tests) == 0 && utf8.RuneCountInString(p.reason) < 7:
		say(p.line, "%s names no test and no reason", p.id)
	}
}

// checkFuzzed finds fuzz targets that the page does not name or that have no
// corpus beside them.
func checkFuzzed(t *tree, fsys fs.FS, page string) []finding {
	var found []finding
	for name, f := range testsOf(t) {
		_, bare, _ := strings.Cut(name, ".")
		if !strings.HasPrefix(bare, "Fuzz") {
			continue
		}
		if !strings.Contains(page, "`"+name+"`") {
			found = append(found, finding{f.name, 0, "fuzz", fmt.Sprintf("%s does not name %s", proofsPage, name)})
		}
		corpus := path.Join(path.Dir(f.name), "testdata/fuzz", bare)
		if entries, err := fs.ReadDir(fsys, corpus); err != nil || len(entries) == 0 {
			found = append(found, finding{f.name, 0, "fuzz", fmt.Sprintf("%s has no corpus in %s", name, corpus)})
		}
	}
	return found
}

// casesOf adds up how many cases the properties of the core run, package by
// package: every rapid.Check runs rapid.checks of them (100, or what TestMain sets),
// every check(t, n, …) n, and a loop as many as its constant …Cases says.
func casesOf(t *tree) (sum int, parts []string) {
	for _, p := range t.packages {
		if !within(p.path, "internal/core") {
			continue
		}
		checks, calls, n := 100, 0, 0
		for _, f := range p.files {
			if !f.test {
				continue
			}
			c := countCases(f.syntax)
			checks, calls, n = max(checks, c.checks), calls+c.calls, n+c.counted
		}
		if n += checks * calls; n > 0 {
			sum += n
			parts = append(parts, fmt.Sprintf("%s %d", path.Base(p.path), n))
		}
	}
	return sum, parts
}

// cases is what one file says of its properties.
type cases struct{ checks, calls, counted int }

func countCases(f *ast.File) cases {
	var c cases
	for _, d := range f.Decls {
		fn, _ := d.(*ast.FuncDecl)
		ast.Inspect(d, func(node ast.Node) bool {
			switch x := node.(type) {
			case *ast.ValueSpec:
				if len(x.Values) == 1 && strings.HasSuffix(x.Names[0].Name, "Cases") {
					c.counted += whole(x.Values[0])
				}
			case *ast.CallExpr:
				c.call(x, fn)
			}
			return true
		})
	}
	return c
}

// call counts one call; the rapid.Check inside check itself is counted where check
// is called.
func (c *cases) call(x *ast.CallExpr, within *ast.FuncDecl) {
	switch f := x.Fun.(type) {
	case *ast.Ident:
		if f.Name == "check" && len(x.Args) == 3 {
			c.counted += whole(x.Args[1])
		}
	case *ast.SelectorExpr:
		of, _ := f.X.(*ast.Ident)
		switch {
		case of == nil:
		case of.Name == "rapid" && f.Sel.Name == "Check" && (within == nil || within.Name.Name != "check"):
			c.calls++
		case f.Sel.Name == "Set" && len(x.Args) == 2 && literal(x.Args[0]) == "rapid.checks":
			c.checks, _ = strconv.Atoi(literal(x.Args[1]))
		}
	}
}

// literal is the text of a literal without its quotes; empty for anything else.
func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	return strings.Trim(lit.Value, `"`)
}

// whole is the value of a whole-number literal; 0 for anything else.
func whole(e ast.Expr) int {
	n, _ := strconv.ParseInt(literal(e), 0, 32)
	return int(n)
}

func readPage(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile(root + "/" + proofsPage)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// rewrite fills the rows of the page with the tests that carry their numbers, and
// keeps the other tests a row names as long as they exist.
func rewrite(t *tree, page string) string {
	tests, carry := testsOf(t), map[string][]string{}
	for name := range tests {
		_, bare, _ := strings.Cut(name, ".")
		for _, id := range idsOf(bare) {
			carry[id] = append(carry[id], name)
		}
	}
	lines := strings.Split(page, "\n")
	for _, p := range readProofs(page) {
		names := slices.Clone(carry[p.id])
		for _, n := range p.tests {
			if tests[n] != nil {
				names = append(names, n)
			}
		}
		if len(names) == 0 {
			continue
		}
		slices.Sort(names)
		cells := strings.Split(lines[p.line-1], " | ")
		cells[2] = "`" + strings.Join(slices.Compact(names), "` `") + "` |"
		lines[p.line-1] = strings.Join(cells, " | ")
	}
	page = strings.Join(lines, "\n")
	sum, parts := casesOf(t)
	return casesSaid.ReplaceAllString(page, fmt.Sprintf("合计 %d 例（%s；", sum, strings.Join(parts, "、")))
}

var casesSaid = regexp.MustCompile(`合计 \S+ 例（[^；]*；`)

// TestProofs: every rule, trap and mechanic is held by a test that exists, or the
// page says why not here; and no test that carries a number is left out.
func TestProofs(t *testing.T) {
	if *update {
		page := rewrite(repository(t), readPage(t))
		if err := os.WriteFile(root+"/"+proofsPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	report(t, checkProofs(repository(t), readPage(t)))
}

// TestFuzzTargetsHaveCorpora: each is on the page and has a committed corpus.
func TestFuzzTargetsHaveCorpora(t *testing.T) {
	report(t, checkFuzzed(repository(t), os.DirFS(root), readPage(t)))
}

// TestPropertyCases: the properties of the core run at least so many cases in every
// run of all tests, and the page says how many.
func TestPropertyCases(t *testing.T) {
	sum, parts := casesOf(repository(t))
	t.Logf("%d cases: %s", sum, strings.Join(parts, ", "))
	if sum < fewestCases {
		t.Errorf("%d cases (%s), want at least %d", sum, strings.Join(parts, ", "), fewestCases)
	}
	if page := readPage(t); !strings.Contains(page, fmt.Sprintf("合计 %d 例", sum)) {
		t.Errorf("%s does not say 合计 %d 例", proofsPage, sum)
	}
}

// TestTR90_NoEmblem: the Party emblem is not in the repository, neither as a
// picture nor as a sign (GX-22, 23).
func TestTR90_NoEmblem(t *testing.T) {
	names, err := committed()
	if err != nil {
		names, err = texts(os.DirFS(root))
	}
	if err != nil {
		t.Fatal(err)
	}
	emblem := string(rune(0x262D))
	for _, name := range names {
		switch strings.ToLower(path.Ext(name)) {
		case ".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".bmp", ".pdf", ".ttf", ".otf", ".woff", ".woff2":
			t.Errorf("%s is a picture or a font: nothing here is drawn yet; look at it, it must not hold the emblem", name)
		}
		data, err := os.ReadFile(root + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), emblem) {
			t.Errorf("%s holds the emblem as a sign", name)
		}
	}
}

// proven is what gives the house one test a number, and a page that lists them all.
func proven() (files map[string]string, page string) {
	files = map[string]string{}
	code, b := "package party\n", strings.Builder{}
	for _, id := range proofIDs() {
		name := "Test" + id + "_Holds"
		if id[0] == 'C' {
			name = "TestConduct_" + id + "_Holds"
		}
		code += "func " + name + "() {}\n"
		fmt.Fprintf(&b, "| %s | 某条 | `party.%s` |\n", id, name)
	}
	files["internal/party/held_test.go"] = code + "func FuzzHeld() {}\n"
	files["internal/party/testdata/fuzz/FuzzHeld/one"] = "go test fuzz v1\n"
	return files, b.String() + "\n`party.FuzzHeld`\n"
}

// TestProofsPlanted: the checks find what is planted, and nothing in the clean
// house.
func TestProofsPlanted(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"clean", "", "", ""},
		{"a row is missing", "| TR44 | 某条 | `party.TestTR44_Holds` |\n", "", "TR44 has no row"},
		{"a test is gone", "`party.TestM19_Holds`", "`party.TestM19_Gone`", "there is no test party.TestM19_Gone"},
		{"a test is not listed", "`party.TestConduct_C05_Holds`", "`party.TestM01_Holds`", "party.TestConduct_C05_Holds is not on the row of C05"},
		{"no number in the name", "`party.TestTR01_Holds`", "`party.TestTR02_Holds`", "none of its tests carries"},
		{"no test and no reason", "`party.TestTR87_Holds`", "以后", "TR87 names no test and no reason"},
		{"a reason too short", "`party.TestTR87_Holds`", "不涉及：页", "TR87 names no test and no reason"},
		{"both", "`party.TestTR87_Holds`", "不涉及：这一步没有页面 `party.TestTR87_Holds`", "has tests and says"},
		{"twice", "| C01 |", "| C02 | 某条 | `party.TestConduct_C02_Holds` |\n| C01 |", "C02 stands on two rows"},
		{"an unknown number", "| C01 |", "| TR12 | 某条 | 不涉及：这一步没有页面 |\n| C01 |", "TR12 is no number"},
		{"a target is not listed", "`party.FuzzHeld`", "", "does not name party.FuzzHeld"},
	} {
		files, page := proven()
		if c.old != "" && !strings.Contains(page, c.old) {
			t.Fatalf("%s: nothing to plant in", c.name)
		}
		got := checkPlanted(t, files, strings.Replace(page, c.old, c.new, 1))
		if c.want == "" && len(got) > 0 || !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
	files, page := proven()
	files["internal/party/testdata/fuzz/FuzzHeld/one"] = ""
	if got := checkPlanted(t, files, page); len(got) != 1 || !strings.Contains(got[0], "has no corpus") {
		t.Errorf("without a corpus: %q", got)
	}
}

// grown loads the house with files added, or left out where they are empty.
func grown(t *testing.T, files map[string]string) (*tree, fs.FS) {
	t.Helper()
	fsys, _ := plant(files)
	tr, err := load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return tr, fsys
}

// checkPlanted runs the checks over a tree and a page.
func checkPlanted(t *testing.T, files map[string]string, page string) []string {
	t.Helper()
	tr, fsys := grown(t, files)
	var said []string
	for _, f := range append(checkProofs(tr, page), checkFuzzed(tr, fsys, page)...) {
		said = append(said, f.String())
	}
	return said
}

// TestCasesAreCounted: loops, checks of a given number and checks by the flag are
// added up, in tests of the core and nowhere else.
func TestCasesAreCounted(t *testing.T) {
	const (
		flagged = "package duty\n\nfunc TestMain() { Set(\"\", \"\"); flag.Set(\"rapid.checks\", \"6000\") }\n\nfunc TestA() { rapid.Check(t, p); rapid.Check(t, p) }\n"
		given   = "package fact\n\nconst knotCases = 1_000\n\nfunc check() { rapid.Check(t, p) }\n\nfunc TestB() { check(t, 12, p) }\n"
	)
	files, _ := proven()
	files["internal/core/duty/main_test.go"] = flagged
	files["internal/core/fact/main_test.go"] = given
	files["internal/core/fact/cases.go"] = "package fact\n\nconst manyCases = 5\n"
	files["internal/app/main_test.go"] = "package app\n\nconst appCases = 7\n"
	tr, _ := grown(t, files)
	if sum, parts := casesOf(tr); sum != 12000+1012 || len(parts) != 2 {
		t.Errorf("%d of %v", sum, parts)
	}
}
