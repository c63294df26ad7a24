package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
)

// docs counts exported names and those without a word.
type docs struct {
	tree  *tree
	names int
	found []finding
}

func countDocs(t *tree) ([]row, []finding) {
	d := &docs{tree: t}
	for _, p := range t.packages {
		d.pkg(p)
	}
	t.each(func(_ *pkg, f *file) {
		for _, decl := range f.syntax.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				d.function(f, decl)
			case *ast.GenDecl:
				d.group(f, decl)
			}
		}
	})
	share := 100.0
	if d.names > 0 {
		share = 100 * float64(d.names-len(d.found)) / float64(d.names)
	}
	return []row{{
		fmt.Sprintf("exported names with documentation (of %d)", d.names),
		fmt.Sprintf("%.1f %%", share), "100 %",
	}}, d.found
}

// see counts a name, and finds it if nothing was said about it.
func (d *docs) see(f *file, pos token.Pos, name string, said ...*ast.CommentGroup) {
	d.names++
	for _, c := range said {
		if c.Text() != "" {
			return
		}
	}
	d.found = append(d.found, d.tree.at(f, pos, "doc", "%s has no documentation: say what is promised", name))
}

// pkg asks for a package comment in at least one file.
func (d *docs) pkg(p *pkg) {
	files := p.written()
	if len(files) == 0 {
		return
	}
	var said []*ast.CommentGroup
	for _, f := range p.code() {
		said = append(said, f.syntax.Doc)
	}
	d.see(files[0], files[0].syntax.Name.Pos(), "package "+files[0].syntax.Name.Name, said...)
}

// function counts exported functions, and exported methods of exported types.
func (d *docs) function(f *file, fn *ast.FuncDecl) {
	name := fn.Name.Name
	if fn.Recv != nil && len(fn.Recv.List) == 1 {
		receiver := typeName(fn.Recv.List[0].Type)
		if !ast.IsExported(receiver) {
			return
		}
		name = receiver + "." + name
	}
	if fn.Name.IsExported() {
		d.see(f, fn.Name.Pos(), name, fn.Doc)
	}
}

// group counts types one by one; constants and variables may share the
// comment of their group.
func (d *docs) group(f *file, decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			said := []*ast.CommentGroup{spec.Doc}
			if !decl.Lparen.IsValid() {
				said = append(said, decl.Doc)
			}
			if spec.Name.IsExported() {
				d.see(f, spec.Name.Pos(), spec.Name.Name, said...)
			}
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if name.IsExported() {
					d.see(f, name.Pos(), name.Name, decl.Doc, spec.Doc, spec.Comment)
				}
			}
		}
	}
}

// typeName is the name of a receiver's type, without pointer and parameters.
func typeName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return typeName(x.X)
	case *ast.ParenExpr:
		return typeName(x.X)
	case *ast.IndexExpr:
		return typeName(x.X)
	case *ast.IndexListExpr:
		return typeName(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}
