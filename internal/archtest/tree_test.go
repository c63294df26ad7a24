package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// module is the path of the one module whose packages are checked. Nested
// modules are rigs and tools; they live by their own rules.
const module = "qiangji"

// A finding is one broken rule at one place.
type finding struct {
	file string
	line int
	rule string
	text string // what is wrong, and what to do
}

func (f finding) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.file, f.line, f.rule, f.text)
}

// A tree is the parsed module.
type tree struct {
	fset     *token.FileSet
	packages []*pkg // sorted by path
	scripts  []script
	requires []require
	reasons  string // DEPENDENCIES.md
}

// A pkg is one folder of Go files. Its path is relative to the module.
type pkg struct {
	path  string
	files []*file
}

// A file is one parsed Go file.
type file struct {
	name      string
	syntax    *ast.File
	lines     int
	test      bool
	generated bool
}

// A script is a txtar file under a testdata folder, or the YAML cases of a
// standard pack, which run the core on what a cadre can read (ADR 002); both count
// as tests.
type script struct {
	name  string
	lines int
}

// A require is one line of go.mod.
type require struct {
	path, version string
	indirect      bool
	line          int
}

func isScript(name string) bool {
	return strings.HasSuffix(name, ".txtar") && strings.Contains(name, "testdata/") || isCases(name)
}

// isCases reports whether a file holds the cases of a standard pack.
func isCases(name string) bool {
	return within(name, "packs") && strings.Contains(name, "/tests/") && strings.HasSuffix(name, ".yaml")
}

// load parses the module at the root of fsys. Hidden folders, testdata and
// nested modules are left out, as the go command leaves them out.
func load(fsys fs.FS) (*tree, error) {
	t := &tree{fset: token.NewFileSet()}
	folders := map[string]*pkg{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return enter(fsys, name)
		case isScript(name):
			data, err := fs.ReadFile(fsys, name)
			t.scripts = append(t.scripts, script{name, countLines(data)})
			return err
		case !strings.HasSuffix(name, ".go") || strings.Contains(name, "testdata/"):
			return nil
		}
		f, err := t.parse(fsys, name)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		if folders[dir] == nil {
			folders[dir] = &pkg{path: dir}
			t.packages = append(t.packages, folders[dir])
		}
		folders[dir].files = append(folders[dir].files, f)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(t.packages, func(a, b *pkg) int { return strings.Compare(a.path, b.path) })
	gomod, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		return nil, err
	}
	t.requires = requirements(gomod)
	// Without the file every dependency is unexplained, which is the finding.
	reasons, _ := fs.ReadFile(fsys, "DEPENDENCIES.md")
	t.reasons = string(reasons)
	return t, nil
}

// enter tells the walk whether to go into a folder.
func enter(fsys fs.FS, name string) error {
	if name == "." {
		return nil
	}
	base := path.Base(name)
	if base[0] == '.' || base[0] == '_' || base == "vendor" || base == "node_modules" {
		return fs.SkipDir
	}
	if _, err := fs.Stat(fsys, path.Join(name, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

func (t *tree) parse(fsys fs.FS, name string) (*file, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	syntax, err := parser.ParseFile(t.fset, name, data, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	return &file{
		name:      name,
		syntax:    syntax,
		lines:     countLines(data),
		test:      strings.HasSuffix(name, "_test.go"),
		generated: ast.IsGenerated(syntax),
	}, nil
}

// line is the physical line of a position: a generated file may claim another.
func (t *tree) line(pos token.Pos) int { return t.fset.PositionFor(pos, false).Line }

func (t *tree) at(f *file, pos token.Pos, rule, format string, args ...any) finding {
	return finding{f.name, t.line(pos), rule, fmt.Sprintf(format, args...)}
}

// code is the files that are built into the program.
func (p *pkg) code() []*file {
	return slices.DeleteFunc(slices.Clone(p.files), func(f *file) bool { return f.test })
}

// written is the files of the program that a person wrote.
func (p *pkg) written() []*file {
	return slices.DeleteFunc(p.code(), func(f *file) bool { return f.generated })
}

// imported is the import path of a spec.
func imported(spec *ast.ImportSpec) string {
	name, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return name
}

// local is the path of an imported package of ours, relative to the module.
func local(name string) (string, bool) { return strings.CutPrefix(name, module+"/") }

// isStd reports whether an import path belongs to the standard library.
func isStd(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return !strings.Contains(first, ".") && first != module && first != "C"
}

// within reports whether a path is root or lies under it; all lie under ".".
func within(name, root string) bool {
	return root == "." || name == root || strings.HasPrefix(name, root+"/")
}

func countLines(data []byte) int {
	n := bytes.Count(data, []byte("\n"))
	if len(data) > 0 && data[len(data)-1] != '\n' {
		n++
	}
	return n
}

// requirements reads the require lines of a go.mod.
func requirements(gomod []byte) []require {
	var all []require
	block := false
	for i, text := range strings.Split(string(gomod), "\n") {
		text, comment, _ := strings.Cut(text, "//")
		words := strings.Fields(text)
		switch {
		case len(words) == 2 && words[0] == "require" && words[1] == "(":
			block = true
			continue
		case len(words) > 0 && words[0] == ")":
			block = false
		case len(words) == 3 && words[0] == "require":
			words = words[1:]
		case !block:
			continue
		}
		if len(words) == 2 {
			all = append(all, require{words[0], words[1], strings.TrimSpace(comment) == "indirect", i + 1})
		}
	}
	return all
}
