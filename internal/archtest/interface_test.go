package archtest

import (
	"fmt"
	"go/ast"
	"path"
)

// interfaces is the interface types of the module, by package path and name.
type interfaces map[string]ifaceDecl

type ifaceDecl struct {
	scope scope
	it    *ast.InterfaceType
}

// A scope is where a type expression is read: its package and its imports.
type scope struct {
	pkg  string
	file *file
}

func countInterfaces(t *tree) ([]row, []finding) {
	known := interfaces{}
	for _, p := range t.packages {
		for _, f := range p.code() {
			known.learn(scope{p.path, f})
		}
	}
	var found []finding
	most := 0
	t.each(func(p *pkg, f *file) {
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			it, ok := n.(*ast.InterfaceType)
			if !ok {
				return true
			}
			methods := map[string]bool{}
			known.methods(scope{p.path, f}, it, methods)
			most = max(most, len(methods))
			if len(methods) > interfaceMax {
				found = append(found, t.at(f, it.Pos(), "interface",
					"%d methods, the budget is %d: who calls them all? Declare what each consumer needs", len(methods), interfaceMax))
			}
			return true
		})
	})
	return []row{{"methods of the largest interface", fmt.Sprint(most), atMost(interfaceMax)}}, found
}

// learn notes the interface types declared at the top of a file.
func (k interfaces) learn(s scope) {
	for _, decl := range s.file.syntax.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gen.Specs {
			if ts, ok := spec.(*ast.TypeSpec); ok {
				if it, ok := ts.Type.(*ast.InterfaceType); ok {
					k[s.pkg+"."+ts.Name.Name] = ifaceDecl{s, it}
				}
			}
		}
	}
}

// methods collects the method names of an interface and of those it embeds.
// An embedded interface of another module counts as one method.
func (k interfaces) methods(s scope, it *ast.InterfaceType, names map[string]bool) {
	for _, field := range it.Methods.List {
		for _, name := range field.Names {
			names[name.Name] = true
		}
		if len(field.Names) == 0 {
			k.embedded(s, field.Type, names)
		}
	}
}

func (k interfaces) embedded(s scope, elem ast.Expr, names map[string]bool) {
	switch elem := elem.(type) {
	case *ast.IndexExpr:
		k.embedded(s, elem.X, names)
	case *ast.IndexListExpr:
		k.embedded(s, elem.X, names)
	case *ast.Ident:
		if d, ok := k[s.pkg+"."+elem.Name]; ok {
			k.methods(d.scope, d.it, names)
		} else if elem.Name == "error" {
			names["Error"] = true
		}
	case *ast.SelectorExpr:
		from := s.importOf(elem.X)
		to, _ := local(from)
		if d, ok := k[to+"."+elem.Sel.Name]; ok {
			k.methods(d.scope, d.it, names)
		} else {
			names[from+"."+elem.Sel.Name] = true
		}
	}
}

// importOf is the import path a package name stands for in the file.
func (s scope) importOf(x ast.Expr) string {
	id, ok := x.(*ast.Ident)
	if !ok {
		return ""
	}
	for _, spec := range s.file.syntax.Imports {
		name := path.Base(imported(spec))
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == id.Name {
			return imported(spec)
		}
	}
	return ""
}
