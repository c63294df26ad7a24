package operate

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

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
const maxLine = 64 << 10

// ReadFacts reads a facts file (JSONL, one fact a line; empty lines are passed
// over, a byte order mark before the first too). Lines with problems are left out and reported; only a failing reader or
// a line over 64 KiB is an error.
func ReadFacts(r io.Reader) ([]fact.Fact, []LineProblem, error) {
	s := bufio.NewScanner(r)
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
		f, problems := fact.Parse(line)
		if len(problems) == 0 {
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
