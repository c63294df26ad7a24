package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

// A Recorded (已登记) is a fact as it goes into the ledger and as it is read from it.
type Recorded struct {
	Fact     fact.Fact
	Texts    []Commitment
	Subjects []fact.Subject // under which it is found; given when it is written
	Erased   bool           // its key was destroyed: Fact holds what the clear header tells
	Pos      Position       // 0: not sequenced yet
}

// Lines turns facts into rows of the ledger and back. Bodies of sealed kinds are sealed
// under the key of the person concerned, or of the organisation where none is named
// (C16).
type Lines struct{ Ring *Ring }

// Rows encodes facts that Validate found good. Keys that were made on the way are the
// ring's to tell (Made). Nothing is sealed for a person who was erased: ErrErased.
func (l Lines) Rows(ctx context.Context, facts []Recorded) ([]Row, error) {
	var owners []fact.Subject
	for i := range facts {
		if f := &facts[i].Fact; fact.Sealed(f.Body.Kind()) {
			owners = append(owners, Owner(f))
		}
	}
	if err := l.Ring.Fetch(ctx, owners...); err != nil {
		return nil, err
	}
	rows := make([]Row, len(facts))
	for i := range facts {
		row, err := l.row(ctx, &facts[i])
		if err != nil {
			return nil, err
		}
		rows[i] = row
	}
	return rows, nil
}

func (l Lines) row(ctx context.Context, r *Recorded) (Row, error) {
	f := &r.Fact
	line := Line{Fact: *f, Texts: r.Texts}
	if fact.Sealed(f.Body.Kind()) {
		box, err := l.Ring.Seal(ctx, Owner(f), place(f), f.Append(nil))
		if err != nil {
			return Row{}, err
		}
		line.Box = box
	}
	text, err := line.Append(nil)
	if err != nil {
		return Row{}, err
	}
	if len(text) > MaxLine {
		return Row{}, errs.E("app.Lines", errs.TooLarge, fmt.Sprintf("记录 %s 连同所附的文字清单有 %d 字节，超过 %d；请拆成几条", f.ID, len(text), MaxLine), nil)
	}
	return Row{
		Stream: chain.Facts, Org: f.Org, ID: string(f.ID), Line: text,
		Hash: chain.RecordHash(chain.Facts, text), Subjects: r.Subjects,
	}, nil
}

// place is where a sealed fact lies, so that no box can be moved to another record.
func place(f *fact.Fact) string { return "ledger_fact|line|" + string(f.Org) + "|" + string(f.ID) }

// Facts decodes rows of facts, in their order. A row whose line is not what its hash,
// owner or id says is an error that names it. A sealed one whose key was destroyed is
// none; one whose key is only missing is NotFound.
func (l Lines) Facts(ctx context.Context, rows []Row) ([]Recorded, error) {
	facts := make([]Recorded, len(rows))
	boxes := map[int][]byte{}
	var owners []fact.Subject
	for i := range rows {
		line, err := read(&rows[i])
		if err != nil {
			return nil, err
		}
		facts[i] = Recorded{Fact: line.Fact, Texts: line.Texts, Subjects: rows[i].Subjects, Pos: rows[i].Pos}
		if line.Box != nil {
			boxes[i] = line.Box
			owners = append(owners, Owner(&line.Fact))
		}
	}
	if err := l.Ring.Fetch(ctx, owners...); err != nil {
		return nil, err
	}
	for i, box := range boxes {
		f, err := l.open(ctx, &facts[i].Fact, box)
		switch {
		case errors.Is(err, ErrErased):
			facts[i].Erased = true
		case err != nil:
			return nil, err
		default:
			facts[i].Fact = f
		}
	}
	return facts, nil
}

// read parses a row and compares it with its columns.
func read(r *Row) (Line, error) {
	line, problems := ParseLine(r.Line)
	switch {
	case chain.RecordHash(r.Stream, r.Line) != r.Hash:
		return line, damaged(r.ID, "内容与它的摘要不符")
	case problems != nil:
		return line, damaged(r.ID, problems[0].Message)
	case line.Fact.Org != r.Org || string(line.Fact.ID) != r.ID:
		return line, damaged(r.ID, fmt.Sprintf("行里写的是 %s 的 %s", line.Fact.Org, line.Fact.ID))
	}
	return line, nil
}

// open unseals a fact and compares it with its clear header.
func (l Lines) open(ctx context.Context, header *fact.Fact, box []byte) (fact.Fact, error) {
	plain, err := l.Ring.Open(ctx, Owner(header), place(header), box)
	if err != nil {
		return fact.Fact{}, err
	}
	f, problems := fact.Parse(plain)
	if problems != nil {
		return f, damaged(string(header.ID), problems[0].Message)
	}
	open := Line{Fact: f, Box: box}
	shown := Line{Fact: *header, Box: box}
	a, errA := open.Append(nil)
	b, errB := shown.Append(nil)
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		return f, damaged(string(header.ID), "封存的内容与它的封面不符")
	}
	return f, nil
}

func damaged(id, why string) error {
	return errs.E("app.Lines", errs.IO, fmt.Sprintf("台账里的记录 %s 损坏了或被改动过：%s；请运行 verify，并从备份恢复", id, why), nil)
}
