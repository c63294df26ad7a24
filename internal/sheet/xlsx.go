package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// A workbook is what its own part says: where the sheets are.
type workbook struct {
	sheets   []sheetRef
	from1904 bool
	targets  map[string]relation
	strings  []string
	shapes   []shape // by style number
}

type sheetRef struct {
	name, id string
	hidden   bool
}

type relation struct{ kind, target string }

// readXLSX reads every worksheet of a container.
func readXLSX(all parts) ([]*grid, error) {
	w, err := readWorkbook(all)
	if err != nil {
		return nil, err
	}
	if w.strings, err = readStrings(all, w.part("/sharedStrings", "xl/sharedstrings.xml")); err != nil {
		return nil, err
	}
	if w.shapes, err = readShapes(all, w.part("/styles", "xl/styles.xml")); err != nil {
		return nil, err
	}
	var grids []*grid
	cells := 0
	for _, ref := range w.sheets {
		rel, ok := w.targets[ref.id]
		if !ok || !strings.HasSuffix(rel.kind, "/worksheet") {
			continue // a chart sheet
		}
		f := all[rel.target]
		if f == nil {
			return nil, invalid(sayBroken)
		}
		g := &grid{name: ref.name, hidden: ref.hidden, from1904: w.from1904}
		if err := readSheet(f, w, g, &cells); err != nil {
			return nil, err
		}
		grids = append(grids, g)
	}
	if len(grids) == 0 {
		return nil, invalid(sayNoSheet)
	}
	return grids, nil
}

// part returns the name of the part related by kind, or its usual name.
func (w *workbook) part(kind, usual string) string {
	for _, rel := range w.targets {
		if strings.HasSuffix(rel.kind, kind) {
			return rel.target
		}
	}
	return usual
}

func readWorkbook(all parts) (*workbook, error) {
	name := "xl/workbook.xml"
	err := all.each("_rels/.rels", func(e element) error {
		if strings.HasSuffix(e.attr("Type"), "/officeDocument") {
			name = resolve("", e.attr("Target"))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if all[name] == nil || !strings.HasPrefix(name, "xl/") {
		return nil, invalid(sayNotTable)
	}
	w := &workbook{targets: map[string]relation{}}
	dir, base := path.Split(name)
	err = all.each(dir+"_rels/"+base+".rels", func(e element) error {
		if e.name == "Relationship" {
			w.targets[e.attr("Id")] = relation{e.attr("Type"), resolve(dir, e.attr("Target"))}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return w, all.each(name, w.element)
}

func (w *workbook) element(e element) error {
	switch e.name {
	case "workbookPr":
		w.from1904 = truth(e.attr("date1904"))
	case "sheet":
		state := e.attr("state")
		w.sheets = append(w.sheets, sheetRef{clean(e.attr("name")), e.attr("id"), state != "" && state != "visible"})
		if len(w.sheets) > maxSheets {
			return tooLarge("文件里的工作表超过 64 张。请按支部或按年度拆成几个文件，再分别导入")
		}
	}
	return nil
}

func truth(s string) bool { return s == "1" || s == "true" }

// resolve makes the target of a relationship a part name in lower case.
func resolve(dir, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.ToLower(target[1:])
	}
	return strings.ToLower(path.Join(dir, target))
}

// A stringReader goes over the shared texts; phonetic hints are left out.
type stringReader struct {
	texts   []string
	current []byte
	inside  bool // of t
	reading int  // > 0 inside rPh
}

// readStrings reads the shared texts.
func readStrings(all parts, name string) ([]string, error) {
	f := all[name]
	if f == nil {
		return nil, nil
	}
	p, err := openPart(f)
	if err != nil {
		return nil, err
	}
	defer p.close()
	r := &stringReader{}
	for {
		tok, err := p.next()
		if errors.Is(err, io.EOF) {
			return r.texts, nil
		}
		if err == nil {
			err = r.token(tok)
		}
		if err != nil {
			return nil, err
		}
	}
}

func (r *stringReader) token(tok xml.Token) error {
	switch tok := tok.(type) {
	case xml.StartElement:
		switch tok.Name.Local {
		case "si":
			r.current = r.current[:0]
		case "rPh":
			r.reading++
		case "t":
			r.inside = r.reading == 0
		}
	case xml.CharData:
		if r.inside {
			r.current = append(r.current, tok...)
		}
		if len(r.current) > 4*maxText {
			return tooLarge("有一格的文字超过 32767 个字，不像表格。请把长文字移到别处，再导入")
		}
	case xml.EndElement:
		switch tok.Name.Local {
		case "si":
			r.texts = append(r.texts, unescape(string(r.current)))
		case "rPh":
			r.reading--
		case "t":
			r.inside = false
		}
		if len(r.texts) > maxStrings {
			return tooLarge(sayBomb)
		}
	}
	return nil
}

// unescape turns _x000D_ into the character it stands for.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		at := strings.Index(s, "_x")
		if at < 0 || len(s) < at+7 {
			b.WriteString(s)
			return b.String()
		}
		code, err := strconv.ParseUint(s[at+2:at+6], 16, 16)
		if s[at+6] != '_' || err != nil {
			b.WriteString(s[:at+2])
			s = s[at+2:]
			continue
		}
		b.WriteString(s[:at])
		b.WriteRune(rune(code))
		s = s[at+7:]
	}
}
