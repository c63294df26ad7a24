package standard

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"qiangji/internal/party"
)

// A spot is a place in a pack's files, from 1.
type spot struct {
	file      string
	line, col int
	style     byte // how a text is written: 0 plain, '"' in quotes, '|' as a block
}

// Parse reads one pack from its YAML files, whose lists are joined in the order
// of the files' names. Hostile YAML is refused before any tree is built: anchors,
// aliases, tags, merge keys, duplicate keys, several documents, and files beyond
// the limits of size and depth. Unknown keys and wrong types are problems, each
// with its place; the whole list is returned. The pack is nil only if no file
// could be read.
func Parse(files []File) (*Pack, []Problem) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	if len(files) == 0 {
		return nil, []Problem{{Line: 1, Col: 1, Code: CodeYAML, Message: "没有读到一个 .yaml 文件"}}
	}
	d := &decoder{pack: &Pack{spots: map[string]spot{"": {file: files[0].Name, line: 1, col: 1}}}}
	if p := hostilePack(files); p != nil {
		return nil, []Problem{*p}
	}
	for i, f := range files {
		f.Data = bytes.TrimPrefix(f.Data, []byte("\ufeff")) // Notepad writes one
		files[i] = f
		if p := hostile(f); p != nil {
			d.problems = append(d.problems, *p)
		}
	}
	if len(d.problems) > 0 {
		return nil, d.problems // before any tree is built
	}
	read := 0
	for _, f := range files {
		tree, err := readable(f.Data)
		if err != nil {
			d.problems = append(d.problems, yamlProblem(f, err))
			d.pack.doubts.unread = true
			continue
		}
		read++
		d.file(f.Name, tree)
	}
	sortProblems(d.problems)
	if read == 0 {
		return nil, d.problems
	}
	return d.pack, d.problems
}

// Unread stands for a pack none of whose files could be read.
func Unread(id party.SchemeID) *Pack { return &Pack{ID: id, doubts: doubts{unread: true}} }

// readable is parseYAML for what we decode ourselves, and find double keys in.
func readable(data []byte) (*ast.File, error) { return parseYAML(data, parser.AllowDuplicateMapKey()) }

// parseYAML is the parser, with a panic of its own turned into an error: it has
// met texts that it does not survive.
func parseYAML(data []byte, options ...parser.Option) (tree *ast.File, err error) {
	defer func() {
		if recover() != nil {
			tree, err = nil, errors.New("这段文字解析不了")
		}
	}()
	return parser.ParseBytes(data, 0, options...)
}

func totalSize(files []File) int {
	n := 0
	for _, f := range files {
		n += len(f.Data)
	}
	return n
}

// file decodes one file's tree into the pack.
func (d *decoder) file(name string, tree *ast.File) {
	d.name = name
	for i, doc := range tree.Docs {
		if i > 0 {
			d.problems = append(d.problems, Problem{File: name, Line: 1, Col: 1, Code: CodeYAML, Message: "一个文件里只能有一份文档，不能用 --- 分开"})
			return
		}
		if doc.Body == nil {
			continue
		}
		d.top(doc.Body)
	}
}

// blame makes a problem at the place in the pack's files that a path names, for
// example items[3].points; where the path itself was not written, at the nearest
// enclosing place that was.
func (p *Pack) blame(path, code, message string) Problem {
	at := p.at(path)
	return Problem{File: at.file, Line: at.line, Col: at.col, Code: code, Message: message}
}

func (p *Pack) at(path string) spot {
	for path != "" {
		if s, ok := p.spots[path]; ok {
			return s
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			break
		}
		path = path[:cut]
	}
	for _, head := range []string{"pack", ""} {
		if s, ok := p.spots[head]; ok {
			return s
		}
	}
	return spot{file: string(p.ID), line: 1, col: 1}
}

// sortProblems orders problems by place, errors before warnings at one place.
func sortProblems(ps []Problem) {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		if a.Col != b.Col {
			return a.Col - b.Col
		}
		return strings.Compare(a.Code+a.Message, b.Code+b.Message)
	})
}
