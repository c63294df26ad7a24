package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
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
	r := csv.NewReader(bytes.NewReader(plainText))
	r.Comma = separator(plainText)
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
