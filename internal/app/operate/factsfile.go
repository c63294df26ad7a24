package operate

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

// A LineProblem is one thing wrong with one line of a facts file.
type LineProblem struct {
	Line    int    `json:"line"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

// maxLine is the longest line of a facts file, in bytes.
const maxLine = app.MaxLine

// ReadFacts reads a facts file (JSONL, one fact a line; empty lines are passed
// over, as is a byte order mark before the first), or an exported ledger: of that the
// facts, the sealed ones as far as their header tells. Lines with problems are left
// out and reported; only a failing reader, a line over 192 KiB or a file of another
// kind (NotFacts) is an error.
func ReadFacts(r io.Reader) ([]fact.Fact, []LineProblem, error) {
	head := bufio.NewReaderSize(r, sniffed)
	start, _ := head.Peek(sniffed) // a failing reader fails again below
	if err := NotFacts(start, ""); err != nil {
		return nil, nil, err
	}
	export := IsExport(start)
	s := bufio.NewScanner(head)
	s.Buffer(make([]byte, 0, 4<<10), maxLine)
	var facts []fact.Fact
	var bad []LineProblem
	n := 0
	for s.Scan() {
		line := s.Bytes()
		if n++; n == 1 {
			line = bytes.TrimPrefix(line, []byte("\uFEFF"))
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if export && besideFacts(line) {
			continue
		}
		l, problems := app.ParseLine(line)
		f := l.Fact
		if len(problems) == 0 && l.Box == nil {
			problems = fact.Validate(f)
		}
		for _, p := range problems {
			bad = append(bad, LineProblem{Line: n, Field: p.Field, Message: p.Message})
		}
		if len(problems) == 0 {
			facts = append(facts, f)
		}
	}
	switch err := s.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, bad, errs.E("operate.ReadFacts", errs.TooLarge, fmt.Sprintf("记录文件第 %d 行太长：一行最多 %d 字节，看看是不是少了换行", n+1, maxLine), nil)
	case err != nil && n == 0:
		return nil, bad, errs.E("operate.ReadFacts", errs.IO, "记录文件读不了", err)
	case err != nil:
		return nil, bad, errs.E("operate.ReadFacts", errs.IO, fmt.Sprintf("记录文件第 %d 行之后读不了", n), err)
	}
	return facts, bad, nil
}

// besideFacts reports whether a line of an exported ledger is none of its facts.
func besideFacts(line []byte) bool {
	for _, start := range []string{`{"ledger":`, `{"audit":`, `{"seal":`, `{"end":`} {
		if bytes.HasPrefix(line, []byte(start)) {
			return true
		}
	}
	return false
}

// sniffed is how much of a file NotFacts wants to see, in bytes.
const sniffed = 512

// NotFacts says, by how a file begins, that it is another file than one of facts: a
// workbook, the file of persons, the file of texts, a table as text. The name, if it
// is known, stands in the command that helps. It returns nil where the lines have to
// tell.
func NotFacts(start []byte, name string) error {
	no := func(text string) error { return errs.E("operate.ReadFacts", errs.Invalid, text, nil) }
	if name == "" || name == "-" {
		name = "台账.xlsx"
	}
	importIt := "请先导入：bin/qiangji import " + name + " --out 记录.jsonl"
	line := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return no("这是 Excel 表格，不是记录文件，" + importIt)
	case bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")):
		return no("这是旧式的 Excel 表格（.xls），不是记录文件；请用 Excel 或 WPS 另存为 .xlsx，再导入：bin/qiangji import 台账.xlsx --out 记录.jsonl")
	case bytes.HasPrefix(line, []byte(`{"persons"`)), bytes.HasPrefix(line, []byte(`{"member"`)):
		return no("这是人员文件（姓名、身份证号），测算要的是记录文件：同一次导入写出的、名字里没有 persons 的那个 .jsonl")
	case bytes.HasPrefix(line, []byte(`{"id"`)) && bytes.Contains(line, []byte(`"text":`)) && !bytes.Contains(line, []byte(`"on":`)):
		return no("这是文字文件，测算要的是记录文件：同一次导入写出的、名字里没有 texts 的那个 .jsonl")
	case len(line) > 0 && line[0] != '{' && bytes.IndexByte(start, ',') >= 0 && bytes.IndexByte(start, '{') < 0:
		return no("这是文字表格（CSV），不是记录文件，" + importIt)
	}
	return nil
}

// WriteFacts writes facts as JSONL in the order given.
func WriteFacts(w io.Writer, facts func(yield func(fact.Fact) bool)) error {
	b := bufio.NewWriterSize(w, 1<<16)
	var failed error
	facts(func(f fact.Fact) bool {
		line, err := f.MarshalJSON()
		if err == nil {
			_, err = b.Write(append(line, '\n'))
		}
		failed = err
		return err == nil
	})
	if failed == nil {
		failed = b.Flush()
	}
	if failed != nil {
		return errs.E("operate.WriteFacts", errs.IO, "记录文件写不进去", failed)
	}
	return nil
}
