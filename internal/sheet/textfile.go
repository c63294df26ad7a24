package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// readText reads a table kept as text: UTF-8, GB18030 or UTF-16 with its mark;
// separated by commas, tabs or semicolons.
func readText(src Source) ([]*grid, error) {
	plainText, err := decode(src.Data)
	if err != nil {
		return nil, err
	}
	g := &grid{name: strings.TrimSuffix(path.Base(src.Name), path.Ext(src.Name))}
	mark := separator(plainText)
	if n := unpaired(plainText, byte(mark)); n > 0 {
		return nil, invalid(fmt.Sprintf("第 %d 行有一个英文引号（\"）没有成对，后面几行会被当成同一格里的字，所以什么也没有读。请去掉这个引号，或者补上另一半；也可以用 WPS 或 Excel 打开，核对以后另存为“Excel 工作簿（.xlsx）”再导入", n))
	}
	r := csv.NewReader(bytes.NewReader(plainText))
	r.Comma = mark
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	r.ReuseRecord = true
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return []*grid{g}, nil
		}
		if err != nil {
			return nil, invalid("这个文本表格读不懂（引号没有成对）。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入")
		}
		num, _ := r.FieldPos(0)
		if err := g.addText(num, fields); err != nil {
			return nil, err
		}
	}
}

func (g *grid) addText(num int, fields []string) error {
	l := line{num: num}
	for col, s := range fields {
		c := written(s)
		switch {
		case c.kind == empty:
			continue
		case col >= MaxColumns:
			return tooMany(g.name, "列", MaxColumns)
		case len(s) > 4*maxText:
			return tooLarge("「" + g.name + "」有一格的文字超过 32767 个字，不像表格")
		}
		l.set(col, c)
	}
	if l.cells == nil {
		return nil
	}
	if g.lines = append(g.lines, l); len(g.lines) > MaxRows {
		return tooMany(g.name, "有内容的行", MaxRows)
	}
	return nil
}

const sayOddText = "这个文本表格的编码认不出来。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”再导入"

func decode(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return nil, invalid(sayOddText)
		}
		return out, nil
	}
	if !utf8.Valid(data) {
		out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
			return nil, invalid(sayOddText)
		}
		data = out
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, invalid(sayNotTable)
	}
	return data, nil
}

// unpaired returns the line on which a quotation mark begins a cell that swallows
// the rows behind it, or 0: a cell of several lines that never ends, in which
// another mark stands alone, or in which a whole row stands.
func unpaired(data []byte, mark byte) int {
	num, columns := 1, 0
	for len(data) > 0 {
		cells, rest, lines := 1, data, 0
		for {
			field, end, ok := quoted(rest, mark)
			if !ok || swallows(field, mark, columns) {
				return num + lines
			}
			lines += bytes.Count(field, []byte{'\n'})
			rest = rest[len(field):]
			if end != mark {
				break
			}
			rest = rest[1:]
			cells++
		}
		columns = max(columns, cells)
		if len(rest) > 0 { // the end of the line
			rest, lines = rest[1:], lines+1
		}
		data, num = rest, num+lines
	}
	return 0
}

// quoted returns the field that data begins with and the byte behind it, '\n' at
// the end. ok is false where it begins with a quotation mark that has no other,
// or where it has several lines and one stands alone inside of it.
func quoted(data []byte, mark byte) (field []byte, end byte, ok bool) {
	if len(data) == 0 || data[0] != '"' {
		at := bytes.IndexAny(data, string([]byte{mark, '\n'}))
		if at < 0 {
			return data, '\n', true
		}
		return data[:at], data[at], true
	}
	alone := false
	for i := 1; i < len(data); i++ {
		if data[i] != '"' {
			continue
		}
		rest := data[i+1:]
		if bytes.HasPrefix(rest, []byte("\r\n")) {
			rest = rest[1:]
		}
		switch {
		case len(rest) == 0:
			return data, '\n', !alone || bytes.IndexByte(data, '\n') < 0
		case rest[0] == mark, rest[0] == '\n':
			field = data[:len(data)-len(rest)]
			return field, rest[0], !alone || bytes.IndexByte(field, '\n') < 0
		case rest[0] == '"':
			i++
		default:
			alone = true
		}
	}
	return data, '\n', false
}

// swallows reports a cell of several lines of which one has as many cells as a row.
func swallows(field []byte, mark byte, columns int) bool {
	if bytes.IndexByte(field, '\n') < 0 {
		return false
	}
	for line := range bytes.SplitSeq(field, []byte{'\n'}) {
		if n := bytes.Count(line, []byte{mark}); n >= 2 && n >= columns-1 {
			return true
		}
	}
	return false
}

// separator is the mark that occurs most often in the first lines.
func separator(data []byte) rune {
	head := data[:min(len(data), 4096)]
	best, most := ',', bytes.Count(head, []byte{','})
	for _, mark := range []rune{'\t', ';'} {
		if n := bytes.Count(head, []byte(string(mark))); n > most {
			best, most = mark, n
		}
	}
	return best
}
