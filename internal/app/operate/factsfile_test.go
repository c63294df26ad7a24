package operate

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/sheet"
)

const held = `{"id":"f1","org":"b1","on":"2026-03-05","at":"2026-03-05T12:00:00Z","by":"m1","kind":"talk.held","v":1,"body":{"pair":"member_member"}}`

// TestReadFacts: a bad line is left out with its place and what to do; the others
// are read.
func TestReadFacts(t *testing.T) {
	text := strings.Join([]string{
		held, "", "   ", "\t\r",
		strings.Replace(held, "2026-03-05\"", "2026-13-05\"", 1), // 5: no such day
		"{",       // 6
		"不是 JSON", // 7
		strings.Replace(held, `"f1"`, `"f2"`, 1) + "\r",
		strings.Replace(held, `"by":"m1"`, `"by":""`, 1),                                   // 9
		strings.Replace(held, "2026-03-05T12", "2026-03-04T12", 1),                         // 10: recorded before it happened
		strings.Replace(held, `"pair":"member_member"`, `"pair":"alone","text":"谈了工作"`, 1), // 11
		strings.Replace(held, `"f1"`, `"f3"`, 1),                                           // no newline at the end
	}, "\n")
	facts, bad, err := ReadFacts(strings.NewReader("\uFEFF" + text)) // as some editors save UTF-8
	if err != nil || len(facts) != 3 || facts[0].ID != "f1" || facts[1].ID != "f2" || facts[2].ID != "f3" {
		t.Fatalf("%d facts, %v", len(facts), err)
	}
	at := map[int]int{}
	for _, p := range bad {
		if at[p.Line]++; p.Message == "" {
			t.Errorf("line %d: nothing said", p.Line)
		}
	}
	for _, line := range []int{5, 6, 7, 9, 10, 11} {
		if at[line] == 0 {
			t.Errorf("line %d is taken", line)
		}
		delete(at, line)
	}
	if len(at) > 0 {
		t.Errorf("good lines are blamed: %v", at)
	}
	if facts, bad, err := ReadFacts(strings.NewReader("")); len(facts)+len(bad) != 0 || err != nil {
		t.Errorf("an empty file: %v %v %v", facts, bad, err)
	}
}

// TestALineThatIsTooLong is named by its number, whatever came before it.
func TestALineThatIsTooLong(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
	}{
		{strings.Repeat("x", maxLine+1), "第 1 行太长"},
		{"\n\n{\n" + held + "\n" + strings.Repeat("y", maxLine+1) + "\n" + held, "第 5 行太长"},
	} {
		facts, _, err := ReadFacts(strings.NewReader(c.text))
		if errs.KindOf(err) != errs.TooLarge || !strings.Contains(err.Error(), c.want) || facts != nil {
			t.Errorf("%d facts, %v, want %q", len(facts), err, c.want)
		}
	}
	almost := strings.Replace(held, `"f1"`, `"f1"`+strings.Repeat(" ", fact.MaxLine-len(held)-1), 1)
	if facts, bad, err := ReadFacts(strings.NewReader(almost + "\n")); len(facts) != 1 || len(bad) > 0 || err != nil {
		t.Errorf("a line of %d bytes: %d facts, %v, %v", len(almost), len(facts), bad, err)
	}
}

// TestAReaderThatFails is an error that says where, and yields no half of a file.
func TestAReaderThatFails(t *testing.T) {
	r := io.MultiReader(strings.NewReader(held+"\n"+held+"\n"), iotest.ErrReader(errors.New("网线断了")))
	facts, _, err := ReadFacts(r)
	if errs.KindOf(err) != errs.IO || facts != nil || !strings.Contains(err.Error(), "第 2 行之后读不了") || !strings.Contains(err.Error(), "网线断了") {
		t.Errorf("%d facts, %v", len(facts), err)
	}
	for _, slow := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
		if facts, _, err := ReadFacts(slow(strings.NewReader(held + "\n" + held))); len(facts) != 2 || err != nil {
			t.Errorf("%d facts, %v", len(facts), err)
		}
	}
}

// full is a disk with room for n bytes more.
type full struct{ n int }

func (f *full) Write(p []byte) (int, error) {
	if f.n -= len(p); f.n < 0 {
		return 0, errors.New("磁盘满了")
	}
	return len(p), nil
}

// TestAWriterThatFails is an error, whether it fails at once or at the end, and
// no further facts are asked for.
func TestAWriterThatFails(t *testing.T) {
	f, problems := fact.Parse([]byte(held))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	many := func(asked *int) func(func(fact.Fact) bool) {
		return func(yield func(fact.Fact) bool) {
			for range 5000 {
				if *asked++; !yield(f) {
					return
				}
			}
		}
	}
	for room, least := range map[int]int{0: 1, 100_000: 700, 655_360: 4900} {
		asked := 0
		err := WriteFacts(&full{room}, many(&asked))
		if errs.KindOf(err) != errs.IO || !strings.Contains(err.Error(), "磁盘满了") || asked < least || room < 600_000 && asked == 5000 {
			t.Errorf("room for %d: %v after %d", room, err, asked)
		}
	}
	var out bytes.Buffer
	asked := 0
	if err := WriteFacts(&out, many(&asked)); err != nil || bytes.Count(out.Bytes(), []byte("\n")) != 5000 {
		t.Errorf("%v, %d lines", err, bytes.Count(out.Bytes(), []byte("\n")))
	}
	none := func(func(fact.Fact) bool) {}
	if err := WriteFacts(&full{0}, none); err != nil {
		t.Errorf("nothing to write: %v", err)
	}
}

// TestWrittenFactsAreReadAgain: what is written is what is read, byte for byte.
func TestWrittenFactsAreReadAgain(t *testing.T) {
	county := County{Branches: 3, Seed: 9, Year: 2026, Years: 1}
	var first, second bytes.Buffer
	if err := WriteFacts(&first, county.Facts); err != nil {
		t.Fatal(err)
	}
	facts, bad, err := ReadFacts(bytes.NewReader(first.Bytes()))
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	err = WriteFacts(&second, func(yield func(fact.Fact) bool) {
		for _, f := range facts {
			if !yield(f) {
				return
			}
		}
	})
	if err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("%v: a facts file does not come back as it was", err)
	}
}

// TestAFileOfAnotherKindIsNamed: what an import leaves beside the facts, and what it
// reads, is told from facts at once and in one sentence.
func TestAFileOfAnotherKindIsNamed(t *testing.T) {
	var person, text bytes.Buffer
	persons := sheet.PersonsFile{Key: []byte("0123456789abcdef0123456789abcdef"), Persons: []sheet.Person{{Member: "m-1", Org: "b1", Name: "张测试"}}}
	if err := persons.Write(&person); err != nil {
		t.Fatal(err)
	}
	if err := json.NewEncoder(&text).Encode(sheet.Text{ID: "t-1", Org: "b1", Text: "学习"}); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct{ start, want string }{
		"xlsx":    {"PK\x03\x04\x14\x00", "这是 Excel 表格，不是记录文件，请先导入：bin/qiangji import 我的台账.xlsx --out"},
		"xls":     {"\xd0\xcf\x11\xe0\xa1", "另存为 .xlsx"},
		"persons": {person.String(), "这是人员文件（姓名、身份证号），测算要的是记录文件"},
		"person":  {`{"member":"m-1","org":"b1","name":"张测试"}`, "这是人员文件"},
		"texts":   {text.String(), "这是文字文件"},
		"csv":     {"\xef\xbb\xbf姓名,性别\n张测试,男\n", "这是文字表格（CSV），不是记录文件，请先导入：bin/qiangji import 我的台账.xlsx"},
	} {
		err := NotFacts([]byte(c.start), "我的台账.xlsx")
		if err == nil || !strings.Contains(err.Error(), c.want) || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v, want %s", what, err, c.want)
		}
		if _, problems, err := ReadFacts(strings.NewReader(c.start)); err == nil || len(problems) > 0 {
			t.Errorf("%s as facts: %v %v", what, problems, err)
		}
	}
	var line bytes.Buffer
	if err := WriteFacts(&line, (County{Branches: 1, Seed: 1, Year: 2026, Years: 1}).Facts); err != nil {
		t.Fatal(err)
	}
	for _, good := range []string{"", "\n\n", line.String(), "{", `{"id":"f1","org":"b1","on":"2026-01-01","text":"x"}`} {
		if err := NotFacts([]byte(good[:min(len(good), sniffed)]), ""); err != nil {
			t.Errorf("%.40q is refused: %v", good, err)
		}
	}
}
