package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// A sheetReader goes once over a worksheet part.
type sheetReader struct {
	book  *workbook
	out   *grid
	cells *int // with content, in the whole workbook

	row     line
	inRow   bool
	lastRow int
	col     int    // of the current cell
	kind    string // its t
	style   string // its s
	raw     []byte // its value as stored
	valued  bool   // inside v or t
	reading int    // inside rPh
	formula bool   // the cell has a formula
	result  bool   // and what it came to
}

// readSheet fills g from a worksheet part.
func readSheet(f *zip.File, w *workbook, g *grid, cells *int) error {
	p, err := openPart(f)
	if err != nil {
		return err
	}
	defer p.close()
	r := &sheetReader{book: w, out: g, cells: cells}
	for {
		tok, err := p.next()
		if errors.Is(err, io.EOF) {
			g.settle()
			return nil
		}
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			err = r.start(element{tok.Name.Local, tok.Attr})
		case xml.CharData:
			err = r.data(tok)
		case xml.EndElement:
			err = r.end(tok.Name.Local)
		}
		if err != nil {
			return err
		}
	}
}

func (r *sheetReader) start(e element) error {
	switch e.name {
	case "row":
		return r.startRow(e)
	case "c":
		return r.startCell(e)
	case "v":
		r.valued, r.result = true, true
	case "t":
		r.valued = r.reading == 0
	case "f":
		r.formula = true
	case "rPh":
		r.reading++
	case "col":
		r.column(e)
	case "mergeCell":
		return r.merge(e.attr("ref"))
	}
	return nil
}

// column notes columns that are hidden. What cannot be read hides nothing.
func (r *sheetReader) column(e element) {
	from, err1 := strconv.Atoi(e.attr("min"))
	to, err2 := strconv.Atoi(e.attr("max"))
	if err1 == nil && err2 == nil && truth(e.attr("hidden")) && len(r.out.unseen) < MaxColumns {
		r.out.unseen = append(r.out.unseen, area{left: from - 1, right: to - 1})
	}
}

func (r *sheetReader) startRow(e element) error {
	r.lastRow++
	if s := e.attr("r"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 1_048_576 {
			return invalid(sayBroken)
		}
		r.lastRow = n
	}
	r.row = line{num: r.lastRow, hidden: truth(e.attr("hidden"))}
	r.col, r.inRow = -1, true
	return nil
}

func (r *sheetReader) startCell(e element) error {
	r.col++
	r.kind, r.style, r.raw = "", "", r.raw[:0]
	r.formula, r.result = false, false
	for i := range e.attrs {
		switch value := e.attrs[i].Value; e.attrs[i].Name.Local {
		case "r":
			col, _, ok := parseRef(value)
			if !ok {
				return invalid(sayBroken)
			}
			r.col = col
		case "t":
			r.kind = value
		case "s":
			r.style = value
		}
	}
	return nil
}

func (r *sheetReader) data(b []byte) error {
	if !r.valued {
		return nil
	}
	if r.raw = append(r.raw, b...); len(r.raw) > 4*maxText {
		return tooLarge("「" + r.out.name + "」有一格的文字超过 32767 个字，不像表格。请把长文字移到别处，再导入")
	}
	return nil
}

func (r *sheetReader) end(name string) error {
	switch name {
	case "v", "t":
		r.valued = false
	case "rPh":
		r.reading--
	case "c":
		return r.endCell()
	case "row":
		return r.endRow()
	}
	return nil
}

// noResult stands for a formula that no program has computed yet.
const noResult = "公式没有算出结果"

func (r *sheetReader) endCell() error {
	if r.formula && !r.result {
		r.kind, r.raw = "e", append(r.raw, noResult...)
	}
	if len(r.raw) == 0 || !r.inRow {
		return nil // formatting only
	}
	c, err := r.value()
	if err != nil || c.kind == empty {
		return err
	}
	if r.col >= MaxColumns {
		return tooMany(r.out.name, "列", MaxColumns)
	}
	if *r.cells++; *r.cells > maxCells {
		return tooLarge("文件里有内容的单元格超过一百万个。请按支部或按年度拆成几个文件，再分别导入")
	}
	if r.row.cells == nil && len(r.out.lines) > 0 {
		r.row.cells = make([]cell, 0, len(r.out.lines[len(r.out.lines)-1].cells))
	}
	r.row.set(r.col, c)
	return nil
}

// value makes the current cell of what its attributes and its value say.
func (r *sheetReader) value() (cell, error) {
	switch r.kind {
	case "s":
		i, err := strconv.Atoi(string(r.raw))
		if err != nil || i < 0 || i >= len(r.book.strings) {
			return cell{}, invalid(sayBroken)
		}
		return written(r.book.strings[i]), nil
	case "inlineStr", "str":
		return written(unescape(string(r.raw))), nil
	case "e":
		return cell{text: string(r.raw), kind: failed}, nil
	case "b":
		return cell{text: string(r.raw), kind: boolean}, nil
	case "d":
		return cell{text: string(r.raw), kind: isoDay}, nil
	}
	c := cell{text: string(r.raw), kind: number}
	if i, err := strconv.Atoi(r.style); err == nil && i >= 0 && i < len(r.book.shapes) {
		c.shape = r.book.shapes[i]
	}
	return c, nil
}

// written is a text cell; blanks only are no content.
func written(s string) cell {
	if strings.TrimSpace(s) == "" {
		return cell{}
	}
	return cell{text: s, kind: text}
}

func (r *sheetReader) endRow() error {
	r.inRow = false
	if r.row.cells == nil {
		return nil
	}
	r.out.lines = append(r.out.lines, r.row)
	if len(r.out.lines) > MaxRows {
		return tooMany(r.out.name, "有内容的行", MaxRows)
	}
	return nil
}

func (r *sheetReader) merge(ref string) error {
	first, last, ok := strings.Cut(ref, ":")
	if !ok {
		last = first
	}
	left, top, ok1 := parseRef(first)
	right, bottom, ok2 := parseRef(last)
	if !ok1 || !ok2 || right < left || bottom < top {
		return invalid(sayBroken)
	}
	r.out.merges = append(r.out.merges, area{left, top, right, bottom})
	if len(r.out.merges) > maxMerges {
		return tooMany(r.out.name, "合并单元格", maxMerges)
	}
	return nil
}
