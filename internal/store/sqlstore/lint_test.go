package sqlstore

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A table is what a CREATE TABLE says.
type table struct {
	name    string
	columns []string
	types   []string
	key     []string
}

var (
	tableName  = regexp.MustCompile(`^CREATE TABLE (\w+) \(`)
	columnLine = regexp.MustCompile(`(?m)^  (\w+) +([A-Z]+)\b(.*)$`)
	keyLine    = regexp.MustCompile(`(?m)^  PRIMARY KEY \((.*)\)`)
)

func parseTable(text string) (table, bool) {
	name := tableName.FindStringSubmatch(text)
	if name == nil {
		return table{}, false
	}
	parsed := table{name: name[1]}
	for _, m := range columnLine.FindAllStringSubmatch(text, -1) {
		if m[1] == "PRIMARY" {
			continue
		}
		parsed.columns, parsed.types = append(parsed.columns, m[1]), append(parsed.types, m[2])
		if strings.Contains(m[3], "PRIMARY KEY") {
			parsed.key = []string{m[1]}
		}
	}
	if m := keyLine.FindStringSubmatch(text); m != nil {
		parsed.key = strings.Split(m[1], ", ")
	}
	return parsed, true
}

// single are the tables that belong to the instance and stay on one node; the keys of
// all others lead with what they can be distributed by.
var single = []string{
	"desk_schema", "ledger_sequence", "ledger_node", "ledger_seal", "ledger_cosign", "desk_setting", "desk_sequencer", "view_generation",
}

// distributed is what a key may lead with: an organisation, a subject or a person, or
// the random id of a blob.
var distributed = map[string]string{"org": "", "subject": "", "member": "", "id": "desk_blob"}

// faults finds what a statement breaks of the rules for texts that run on every engine.
func faults(text string) []string {
	var found []string
	say := func(broken bool, what string) {
		if broken {
			found = append(found, what)
		}
	}
	say(strings.Contains(text, "RECURSIVE"), "a recursive query")
	say(starred.MatchString(text), "columns that are not enumerated")
	say(strings.HasPrefix(text, "SELECT") && !strings.Contains(text, "ORDER BY"), "a query without an order")
	say(strings.HasPrefix(text, "INSERT") && !enumerated.MatchString(text), "an insert that does not name its columns")
	say(lowerCase.MatchString(text), "a keyword in lower case")
	say(special.MatchString(text), "a word that only some engines know")
	return append(found, schemaFaults(text)...)
}

var (
	starred    = regexp.MustCompile(`SELECT \*|\w\.\*`)
	enumerated = regexp.MustCompile(`^INSERT INTO \w+ \(\w+(, \w+)*\)`)
	lowerCase  = regexp.MustCompile(`\b(select|from|where|insert|update|delete|order by|group by|values|join|limit|create table)\b`)
	special    = regexp.MustCompile(`\b(RETURNING|REPLACE INTO|OR REPLACE|OR IGNORE|NOW\(\)|CURRENT_|AUTOINCREMENT|SERIAL|ILIKE|GLOB|PRAGMA|NOTIFY|ADVISORY|rowid)`)
	uniqueMade = regexp.MustCompile(`^CREATE UNIQUE INDEX \w+ ON (\w+)`)
)

// schemaFaults are those of statements that make tables and indexes.
func schemaFaults(text string) []string {
	var found []string
	if m := uniqueMade.FindStringSubmatch(text); m != nil && !slices.Contains(single, m[1]) {
		found = append(found, "a unique index beside the key of a table that can be distributed")
	}
	t, ok := parseTable(text)
	if !ok {
		return found
	}
	for i, word := range t.types {
		if !slices.Contains([]string{"BIGINT", "TEXT", "BYTEA"}, word) {
			found = append(found, "column "+t.columns[i]+" of type "+word)
		}
	}
	if len(t.key) == 0 {
		return append(found, "a table without a key")
	}
	only, leads := distributed[t.key[0]]
	if !slices.Contains(single, t.name) && (!leads || only != "" && only != t.name) {
		found = append(found, "a key that leads with "+t.key[0])
	}
	return found
}

// TestStatements holds every statement in the source against the rules.
func TestStatements(t *testing.T) {
	n := 0
	for file, literals := range source(t) {
		for _, text := range literals {
			if !statement.MatchString(text) {
				continue
			}
			n++
			if text == "SELECT " || text == "INSERT INTO " {
				continue // the dump writes out its table of columns
			}
			for _, fault := range faults(text) {
				t.Errorf("%s: %s:\n%s", file, fault, text)
			}
		}
	}
	if n < 60 {
		t.Errorf("%d statements found: the walk did not find the source", n)
	}
}

// TestFaults: each rule finds what breaks it.
func TestFaults(t *testing.T) {
	for _, text := range []string{
		`WITH RECURSIVE up AS (SELECT org FROM view_org_N) SELECT org FROM up ORDER BY org`,
		`SELECT * FROM ledger_fact ORDER BY org`, `SELECT f.* FROM ledger_fact f ORDER BY org`,
		`SELECT org FROM ledger_fact`, `INSERT INTO ledger_fact VALUES ($1)`, `SELECT org from ledger_fact ORDER BY org`,
		`INSERT INTO desk_once (org) VALUES ($1) RETURNING org`,
		"CREATE TABLE desk_a (\n  org TEXT NOT NULL,\n  n INTEGER NOT NULL,\n  PRIMARY KEY (org)\n)",
		"CREATE TABLE desk_a (\n  n BIGINT NOT NULL PRIMARY KEY\n)", "CREATE TABLE desk_a (\n  org TEXT NOT NULL\n)",
		"CREATE TABLE desk_a (\n  id TEXT NOT NULL PRIMARY KEY\n)",
		`CREATE UNIQUE INDEX desk_person_blind ON desk_person (blind)`,
	} {
		if len(faults(text)) == 0 {
			t.Errorf("nothing was found in\n%s", text)
		}
	}
}

var statement = regexp.MustCompile(`^(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WITH) `)

// source is the string literals of the package, by file.
func source(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for name, syntax := range parsed(t, ".") {
		ast.Inspect(syntax, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				all[name] = append(all[name], text)
			}
			return true
		})
	}
	return all
}

// parsed is the files of a directory and those below that are not tests.
func parsed(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), dir+"/"+name, nil, parser.SkipObjectResolution)
		files[name] = syntax
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestNoStatementIsFormatted: nothing is printed into a statement, but the number of a
// generation into the names of its tables.
func TestNoStatementIsFormatted(t *testing.T) {
	words := regexp.MustCompile(`\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|DROP TABLE|WHERE|VALUES)\b`)
	for name, syntax := range parsed(t, ".") {
		ast.Inspect(syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !strings.Contains(f.Sel.Name, "printf") && !strings.HasPrefix(f.Sel.Name, "Sprint") {
				return true
			}
			for _, argument := range call.Args {
				if literal, ok := argument.(*ast.BasicLit); ok && words.MatchString(literal.Value) {
					t.Errorf("%s: %s into a statement: %s", name, f.Sel.Name, literal.Value)
				}
			}
			return true
		})
	}
}

// TestStatementsStandHere: no package outside the stores holds SQL.
func TestStatementsStandHere(t *testing.T) {
	sql := regexp.MustCompile("^[\"`](SELECT [a-z(]|INSERT INTO |DELETE FROM |CREATE TABLE |UPDATE [a-z_]+ SET )")
	for name, syntax := range parsed(t, "../..") {
		if strings.HasPrefix(name, "store/") {
			continue
		}
		ast.Inspect(syntax, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING && sql.MatchString(literal.Value) {
				t.Errorf("%s holds SQL: %s", name, literal.Value)
			}
			return true
		})
	}
}
