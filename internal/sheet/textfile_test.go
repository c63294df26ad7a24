package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"qiangji/internal/errs"
)

const quoteHead = "柳树村党支部党员名册\n姓名,人员类别,入党时间,转正时间,备注\n"

// TestQuotationMarkWithoutAnother: a mark that opens and does not close takes the
// rows behind it into one cell. The line is named, and nobody is lost silently.
func TestQuotationMarkWithoutAnother(t *testing.T) {
	row := func(name, note string) string { return name + ",正式党员,2000-07-01,2001-07-01," + note + "\n" }
	for _, x := range []struct {
		what, text string
		line       int // 0: read
		rows       int
	}{
		{"to the end", quoteHead + row("赵一民", `"退休`) + row("钱二民", "") + row("孙三民", ""), 3, 0},
		{"on the last line", quoteHead + row("赵一民", "") + strings.TrimSpace(row("钱二民", `"退休`)), 4, 0},
		{"to a mark that opens", quoteHead + row("赵一民", "") + row("钱二民", `"退休`) + row("孙三民", "") + row("李四民", `"在职"`), 4, 0},
		{"to a mark that closes", quoteHead + row("赵一民", `"退休`) + row("钱二民", "") + row("孙三民", `在职"`), 3, 0},
		{"a cell of two lines", quoteHead + row("赵一民", "\"退休\n住在镇上\"") + row("钱二民", ""), 0, 2},
		{"a cell of two lines with commas", quoteHead + row("赵一民", "\"退休,\n住在镇上,有病\"") + row("钱二民", ""), 0, 2},
		{"behind a cell of two lines", quoteHead + row("赵一民", "\"退休\n住在镇上\"") + row("钱二民", `"退休`) + row("孙三民", ""), 5, 0},
		{"doubled", quoteHead + row("赵一民", `"说""好"""`) + row("钱二民", ""), 0, 2},
		{"within a cell", quoteHead + row("赵一民", `5"管`) + row("钱二民", `"张"三"`), 0, 2},
		{"an empty one", quoteHead + row("赵一民", `""`) + row("钱二民", ""), 0, 2},
		{"lines of Windows", strings.ReplaceAll(quoteHead+row("赵一民", "\"退休\n住在镇上\"")+row("钱二民", ""), "\n", "\r\n"), 0, 2},
	} {
		r, err := Import(Source{Name: "名册.csv", Data: []byte(x.text)}, testOptions())
		switch {
		case x.line > 0:
			if errs.KindOf(err) != errs.Invalid || !strings.Contains(fmt.Sprint(err), fmt.Sprintf("第 %d 行有一个英文引号", x.line)) {
				t.Errorf("%s: %v, want line %d", x.what, err, x.line)
			}
		case err != nil:
			t.Errorf("%s: %v", x.what, err)
		case len(r.Rows) != x.rows || r.Counts.Taken != x.rows:
			t.Errorf("%s: counts %+v, want %d", x.what, r.Counts, x.rows)
		}
	}
}

// TestQuotedReadsAsTheLibrary: what passes has the lines that the library gives
// its records; what the library itself finds closed and has one line to a record
// passes.
func TestQuotedReadsAsTheLibrary(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 50_000 {
		var b strings.Builder
		for range rng.IntN(14) {
			b.WriteString([]string{"甲", ",", "\n", `"`, `"`, "\r\n", "1"}[rng.IntN(7)])
		}
		data := b.String()
		strict := csv.NewReader(strings.NewReader(data))
		strict.FieldsPerRecord = -1
		whole, plain := true, true
		for {
			fields, err := strict.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			whole = whole && err == nil
			for _, s := range fields {
				plain = plain && !strings.Contains(s, "\n")
			}
			if err != nil {
				break
			}
		}
		n := unpaired([]byte(data), ',')
		if whole && plain && n != 0 {
			t.Fatalf("%q: line %d is complained of", data, n)
		}
		if n > strings.Count(data, "\n")+1 {
			t.Fatalf("%q has no line %d", data, n)
		}
		if n == 0 && strings.Contains(data, `"`) { // nothing runs to the end
			lazy := csv.NewReader(strings.NewReader(data + "\n末,行,甲\n"))
			lazy.FieldsPerRecord, lazy.LazyQuotes = -1, true
			last := 0
			for {
				fields, err := lazy.Read()
				if err != nil {
					break
				}
				last = len(fields)
			}
			if last != 3 {
				t.Fatalf("%q swallows what follows", data)
			}
		}
	}
}
