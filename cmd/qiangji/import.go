package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qiangji/internal/app/operate"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/internal/sheet"
)

type importCmd struct {
	place
	Files   []string `arg:"" name:"文件" help:"支部或乡镇现在用的台账（.xlsx 或 .csv），一次一个；有 --data 时也可以是记录文件或导出的台账（.jsonl）"`
	Out     string   `xor:"place" placeholder:"文件" help:"不登记，写成记录文件（.jsonl）；已有的记录接着用，同样的行不会重复"`
	Persons string   `placeholder:"文件" help:"人员文件：姓名、身份证号等只存这里（默认与记录文件同名，结尾 .persons.jsonl）"`
	Refused string   `placeholder:"文件" help:"把退回的行写成工作簿，改好后再导入"`
	Year    int      `help:"只写了月日的日期算哪一年"`
	Opening string   `placeholder:"日期" help:"名册是哪一天的情况（默认看标题，否则 1 月 1 日）"`
	Under   string   `placeholder:"编号" help:"没写上级的支部归哪个党组织"`
	Domain  string   `help:"没写领域的支部算哪个领域"`
	DryRun  bool     `help:"只打印报告，什么也不写"`
	JSON    bool     `help:"报告用 JSON"`
}

// stored is what an import builds on and writes back.
type stored struct {
	facts   []fact.Fact
	persons *sheet.PersonsFile
}

// Run imports a workbook; status 1 when rows were refused.
func (i *importCmd) Run(c *console) error {
	if n := len(i.Files); n > 1 {
		return usageError{fmt.Sprintf("给了 %d 个文件，一次导入一个：后面的要靠前面的，每一份的报告也要看过。次序是党组织名册、党员名册、各种台账；几张表在一个文件里的，一次导入就行", n)}
	}
	file := i.Files[0]
	switch {
	case i.given():
		return i.intoLedger(c, file)
	case i.Out == "":
		return usageError{"没有写登记到哪里：--data 目录（数据目录），或 --out 文件.jsonl（只写成记录文件）"}
	}
	opts, err := i.options(c)
	if err != nil {
		return err
	}
	if err := i.checkNames(file); err != nil {
		return err
	}
	before := look(i.Out, i.Persons, i.textsFile())
	had, err := i.read()
	if err != nil {
		return err
	}
	opts.Key = had.persons.Key
	opts.Known = sheet.Known{Facts: had.facts, Persons: had.persons.Persons, Cards: had.persons.Cards}
	f, err := os.Open(file)
	if err != nil {
		return errs.E("import", errs.NotFound, fmt.Sprintf("打不开 %s：看看文件名和位置对不对", file), nil)
	}
	defer f.Close() // read only: nothing to lose
	src, err := sheet.ReadSource(filepath.Base(file), f)
	if err != nil {
		return err
	}
	report, err := sheet.Import(src, opts)
	if err != nil {
		return err
	}
	if err := i.print(c, report); err != nil {
		return err
	}
	if i.DryRun {
		fmt.Fprintln(c.err, "这是先试一遍（--dry-run），什么也没有写")
	} else if err := i.alone(before, func() error { return i.write(c, had, report) }); err != nil {
		return err
	}
	if report.Counts.Refused > 0 {
		return answerNo{}
	}
	return nil
}

// checkNames refuses, before anything is read or written, names under which a
// file of another kind would be written over or confused with ours.
func (i *importCmd) checkNames(file string) error {
	texts := i.textsFile()
	for _, out := range []string{i.Out, i.Persons, i.Refused, texts} {
		if onePlace(out, file) {
			return usageError{fmt.Sprintf("%s 就是要导入的工作簿，写进去会毁掉它；请换一个名字", out)}
		}
	}
	switch {
	case !strings.HasSuffix(i.Out, ".jsonl"):
		return usageError{fmt.Sprintf("--out 要给记录文件，名字以 .jsonl 结尾，如“记录.jsonl”；给的是 %s，什么也没有做", i.Out)}
	case strings.HasSuffix(i.Out, ".persons.jsonl"), strings.HasSuffix(i.Out, ".texts.jsonl"):
		return usageError{fmt.Sprintf("%s 是人员文件或者文本文件的名字，--out 要给记录文件，如“记录.jsonl”；什么也没有做", i.Out)}
	case !strings.HasSuffix(i.Persons, ".jsonl"):
		return usageError{fmt.Sprintf("--persons 要给人员文件，名字以 .jsonl 结尾，如“记录.persons.jsonl”；给的是 %s，什么也没有做", i.Persons)}
	case onePlace(i.Persons, i.Out), onePlace(i.Persons, texts):
		return usageError{fmt.Sprintf("--persons 给的 %s 是记录文件或者文本文件，姓名和身份证号要单独一个文件；请换一个名字", i.Persons)}
	case i.Refused == "":
		return nil
	case !strings.HasSuffix(i.Refused, ".xlsx"):
		return usageError{fmt.Sprintf("--refused 要给 .xlsx 文件，如“退回.xlsx”；给的是 %s，什么也没有做", i.Refused)}
	}
	return fresh(i.Refused)
}

// same reports whether two names are of one existing file.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func (i *importCmd) options(c *console) (sheet.Options, error) {
	o := sheet.Options{Now: c.now().UTC().Truncate(time.Second), Year: i.Year, Under: party.OrgID(i.Under)}
	if i.Opening != "" {
		day, err := party.ParseDate(i.Opening)
		if err != nil {
			return o, usageError{"--opening：" + err.Error()}
		}
		o.Opening = day
	}
	if i.Domain != "" {
		d, ok := party.Domains.Code(i.Domain)
		if !ok {
			return o, usageError{fmt.Sprintf("--domain %s 不是领域；可选：%s", i.Domain, party.Domains.Names())}
		}
		o.Domain = d
	}
	if i.Persons == "" {
		i.Persons = strings.TrimSuffix(i.Out, ".jsonl") + ".persons.jsonl"
	}
	return o, nil
}

// read reads the facts and persons there are; a missing file is an empty one,
// but facts without their persons file are refused: their ids could not be met
// again.
func (i *importCmd) read() (*stored, error) {
	s := &stored{}
	err := readFile(i.Out, func(r io.Reader) error {
		facts, problems, err := operate.ReadFacts(r)
		if err == nil && len(problems) > 0 {
			err = errs.E("import", errs.Invalid, fmt.Sprintf("记录文件 %s 第 %d 行有误%s：%s；请先改好，或换一个 --out", i.Out, problems[0].Line, bracketed(problems[0].Field), problems[0].Message), nil)
		}
		s.facts = facts
		return err
	})
	if err != nil {
		return nil, err
	}
	err = readFile(i.Persons, func(r io.Reader) error {
		p, err := sheet.ReadPersons(r)
		s.persons = p
		return err
	})
	if err != nil {
		return nil, err
	}
	if s.persons == nil {
		if len(s.facts) > 0 {
			return nil, errs.E("import", errs.NotFound, fmt.Sprintf("%s 里已有记录，却没有找到它的人员文件 %s；请用 --persons 指出来，否则同一个人会变成两个编号", i.Out, i.Persons), nil)
		}
		key, err := sheet.NewKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		s.persons = &sheet.PersonsFile{Key: key}
	}
	return s, i.belongs(s)
}

// bracketed is the field of a problem; a line that cannot be read has none.
func bracketed(field string) string {
	if field == "" {
		return ""
	}
	return "（" + field + "）"
}

// readFile calls read with an open file, and not at all if there is none.
func readFile(name string, read func(io.Reader) error) error {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return errs.E("read", errs.IO, fmt.Sprintf("%s 读不了", name), err)
	}
	defer f.Close() // read only: nothing to lose
	return read(f)
}

func (i *importCmd) print(c *console, r *sheet.Report) error {
	if i.JSON {
		return writeJSON(c, r)
	}
	for _, line := range r.Lines(40) {
		fmt.Fprintln(c.out, line)
	}
	return nil
}

// write stores persons first, then texts, then facts: no fact ever stands on
// disk whose person does not.
func (i *importCmd) write(c *console, had *stored, r *sheet.Report) error {
	if i.Refused != "" && r.Counts.Refused > 0 {
		if err := writeFile(i.Refused, func(f *os.File) error { return r.WriteRefused(f) }); err != nil {
			return err
		}
		fmt.Fprintf(c.err, "退回的行写在 %s：改好后再导入它\n", i.Refused)
	}
	if !r.Changed() {
		fmt.Fprintln(c.err, "没有新的内容，文件没有改动")
		return nil
	}
	had.persons.Add(r.Persons, r.Cards)
	if err := writeFile(i.Persons, func(f *os.File) error { return private(f, had.persons.Write(f)) }); err != nil {
		return err
	}
	if err := i.writeTexts(r.Texts); err != nil {
		return err
	}
	all := append(slices.Clone(had.facts), r.Facts...)
	err := writeFile(i.Out, func(f *os.File) error {
		return operate.WriteFacts(f, func(yield func(fact.Fact) bool) {
			for _, x := range all {
				if !yield(x) {
					return
				}
			}
		})
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.err, "记录 %s：新增 %d 条，共 %d 条；人员 %s：%d 人（%s）\n", i.Out, len(r.Facts), len(all), i.Persons, len(had.persons.Persons), sheet.PersonsNotice)
	return nil
}

// private keeps a file with personal data for its owner alone.
func private(f *os.File, err error) error {
	if err == nil {
		err = f.Chmod(0o600)
	}
	return err
}

// textsFile is the side file of texts beside the facts.
func (i *importCmd) textsFile() string { return strings.TrimSuffix(i.Out, ".jsonl") + ".texts.jsonl" }

// writeTexts adds new texts to the side file of texts.
func (i *importCmd) writeTexts(texts []sheet.Text) error {
	if len(texts) == 0 {
		return nil
	}
	name := i.textsFile()
	old, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errs.E("import", errs.IO, name+" 读不了", err)
	}
	if texts = newTexts(old, texts); len(texts) == 0 {
		return nil
	}
	return writeFile(name, func(f *os.File) error {
		if _, err := f.Write(old); err != nil {
			return err
		}
		e := json.NewEncoder(f)
		e.SetEscapeHTML(false)
		for _, t := range texts {
			if err := e.Encode(t); err != nil {
				return err
			}
		}
		return private(f, nil)
	})
}
