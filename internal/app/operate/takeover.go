package operate

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"

	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// fillAtOnce is how many records are stored in one go.
const fillAtOnce = 1000

// IsExport reports whether a file begins as an exported ledger does.
func IsExport(start []byte) bool { return bytes.HasPrefix(start, []byte(exportHead+"\n")) }

// A takeoverStore is an empty store of records to take over into.
type takeoverStore interface {
	app.Filler
	Head(ctx context.Context) (app.Head, error) // as of app.Ledger
}

// TakeOver brings an exported ledger (Export) into an empty store, record for record
// and seal for seal, and returns how many there are. Every seal must be the root of what
// stands before it, and signed by the instance that log verifies: its keys open what is
// sealed. The file is read twice: first whole, to see that it is complete.
// Texts, persons and keys are not in it: those come with a backup.
func TakeOver(ctx context.Context, file io.ReadSeeker, log note.Verifier, to takeoverStore, seals app.Sequence, step func(at, of app.Position)) (app.Position, error) {
	head, err := to.Head(ctx)
	if err != nil {
		return 0, err
	}
	if head.Last > 0 || head.Pending > 0 {
		return 0, errs.E("import", errs.Invalid, fmt.Sprintf("导出的台账只能导入空的数据目录，这里已有 %d 条；请换一个目录", int64(head.Last)+head.Pending), nil)
	}
	whole := &taker{check: true, log: log}
	if err := whole.read(ctx, file); err != nil {
		return 0, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, errs.E("import", errs.IO, "导出文件读不了第二遍", err)
	}
	t := &taker{log: log, to: to, seals: seals, step: step, of: app.Position(whole.edge.Head().Size), upon: map[party.FactID][]fact.Subject{}, targets: whole.targets}
	err = t.read(ctx, file)
	return app.Position(t.edge.Head().Size), err
}

// A taker reads an exported ledger; with check it stores nothing.
type taker struct {
	check bool
	log   note.Verifier
	to    app.Filler
	seals app.Sequence
	step  func(at, of app.Position)
	of    app.Position

	line    int
	sum     hash.Hash
	edge    chain.Edge
	ended   bool
	targets map[party.FactID]bool           // upon which others were recorded
	upon    map[party.FactID][]fact.Subject // their subjects
	rows    []app.Row
}

func (t *taker) wrong(format string, args ...any) error {
	return errs.E("import", errs.Invalid, fmt.Sprintf("导出文件第 %d 行：%s；没有导入，请重新导出", t.line, fmt.Sprintf(format, args...)), nil)
}

func (t *taker) read(ctx context.Context, r io.Reader) error {
	t.sum = sha256.New()
	if t.targets == nil {
		t.targets = map[party.FactID]bool{}
	}
	in := bufio.NewReaderSize(r, 1<<16)
	for {
		line, err := in.ReadBytes('\n')
		if t.line++; len(line) == 0 && errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t.wrong("读到一半就断了")
		}
		if len(line) > app.MaxLine+1024 {
			return t.wrong("太长")
		}
		if err := t.take(ctx, line); err != nil {
			return err
		}
	}
	if !t.ended {
		return t.wrong("没有结尾，文件不完整")
	}
	return nil
}

// take takes one line.
func (t *taker) take(ctx context.Context, line []byte) error {
	text := bytes.TrimSuffix(line, []byte("\n"))
	if t.ended {
		return t.wrong("结尾之后还有内容")
	}
	if t.line == 1 {
		t.sum.Write(line)
		if string(text) != exportHead {
			return t.wrong("不是导出的台账")
		}
		return nil
	}
	if !bytes.HasPrefix(text, []byte(`{"end":`)) {
		t.sum.Write(line)
	}
	switch {
	case bytes.HasPrefix(text, []byte(`{"audit":`)):
		return t.record(ctx, chain.Audit, bytes.TrimSuffix(bytes.TrimPrefix(text, []byte(`{"audit":`)), []byte("}")))
	case bytes.HasPrefix(text, []byte(`{"seal":`)), bytes.HasPrefix(text, []byte(`{"end":`)):
		var l exportLine
		if err := json.Unmarshal(text, &l); err != nil {
			return t.wrong("封印或结尾的写法不对")
		}
		if l.Seal != nil {
			return t.seal(ctx, l.Seal)
		}
		return t.end(ctx, l.End)
	}
	return t.record(ctx, chain.Facts, text)
}

// record takes a record at the next position.
func (t *taker) record(ctx context.Context, s chain.Stream, line []byte) error {
	row := app.Row{Stream: s, Line: bytes.Clone(line), Hash: chain.RecordHash(s, line)}
	if s == chain.Audit {
		e, err := app.ParseEntry(line)
		if err != nil {
			return t.wrong("审计记录读不出来")
		}
		row.Org, row.ID = e.Org, e.ID
	} else {
		l, problems := app.ParseLine(line)
		if len(problems) > 0 {
			return t.wrong("%s：%s", problems[0].Field, problems[0].Message)
		}
		row.Org, row.ID, row.Subjects = l.Fact.Org, string(l.Fact.ID), t.index(&l.Fact)
	}
	t.edge.Add(row.Hash)
	row.Pos = app.Position(t.edge.Head().Size)
	if t.check {
		return nil
	}
	if t.rows = append(t.rows, row); len(t.rows) < fillAtOnce {
		return nil
	}
	return t.flush(ctx)
}

// index returns the subjects of a fact; the first reading learns upon which facts others
// are recorded, for the second to keep theirs.
func (t *taker) index(f *fact.Fact) []fact.Subject {
	s := fact.Subjects(*f, func(id party.FactID) []fact.Subject {
		if t.check {
			t.targets[id] = true
		}
		return t.upon[id]
	})
	if !t.check && t.targets[f.ID] {
		t.upon[f.ID] = s
	}
	return s
}

func (t *taker) flush(ctx context.Context) error {
	if t.check || len(t.rows) == 0 {
		return nil
	}
	if err := t.to.Fill(ctx, t.rows); err != nil {
		return err
	}
	t.rows = t.rows[:0]
	if t.step != nil {
		t.step(app.Position(t.edge.Head().Size), t.of)
	}
	return nil
}

// seal takes a seal, if it is of what stands before it.
func (t *taker) seal(ctx context.Context, s *exportSeal) error {
	c, err := chain.Unverified([]byte(s.Text))
	if err != nil || c.Head != t.edge.Head() || app.Position(c.Size) != s.Size {
		return t.wrong("封印和前面的记录对不上：有记录被改动、增删或调换过")
	}
	if c.Origin != t.log.Name() {
		return errs.E("import", errs.Invalid, fmt.Sprintf("导出的是 %s 的台账，密钥目录是 %s 的，没有导入：封存的内容要原来的密钥目录才打得开，请用 --keys 指出来", c.Origin, t.log.Name()), nil)
	}
	if _, err := chain.Open([]byte(s.Text), t.log); err != nil {
		return t.wrong("封印的签名不是真的")
	}
	if t.check {
		return nil
	}
	if err := t.flush(ctx); err != nil {
		return err
	}
	return t.seals.AddSeal(ctx, app.Seal{Size: s.Size, Text: []byte(s.Text), Edge: t.edge.Bytes()})
}

func (t *taker) end(ctx context.Context, e *exportEnd) error {
	if e == nil || e.SHA256 != hex.EncodeToString(t.sum.Sum(nil)) || e.Records != app.Position(t.edge.Head().Size) {
		return t.wrong("条数或校验和不对，文件不完整或改动过")
	}
	t.ended = true
	return t.flush(ctx)
}

// Origin returns the name of the instance that signed the last seal, "" if there is none.
func Origin(ctx context.Context, l app.Ledger, seals app.Sequence) (string, error) {
	head, err := l.Head(ctx)
	if err != nil {
		return "", err
	}
	for _, after := range []app.Position{max(0, head.Last-2000), 0} { // the last is near the end
		all, err := seals.Seals(ctx, after)
		if err != nil {
			return "", err
		}
		if len(all) > 0 {
			c, err := chain.Unverified(all[len(all)-1].Text)
			if err != nil {
				return "", err
			}
			return c.Origin, nil
		}
	}
	return "", nil
}
