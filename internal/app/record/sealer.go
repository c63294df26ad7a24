package record

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
)

// When to seal: every ten minutes, and whenever a thousand records wait for it.
const (
	SealEvery = 10 * time.Minute
	SealAfter = 1000
)

// A Notary (印鉴) signs checkpoints, and remembers the last outside the data.
type Notary interface {
	// Origin names the instance in its checkpoints.
	Origin() string
	// Verifier is the public half of the key.
	Verifier() note.Verifier
	// Signed returns the head of the checkpoint signed last, of an empty tree if none was.
	Signed() (chain.Head, error)
	// Sign signs a checkpoint whose tree, by the proof, begins with all of the one
	// signed last; another is a Conflict.
	Sign(c *chain.Checkpoint, proof []chain.Hash) ([]byte, error)
}

// A Sealer (封印人) signs what was recorded. Before it signs, it reads everything since
// the last seal again, hashes the lines themselves and checks that the tree continues the
// sealed one.
type Sealer struct {
	Ledger   app.Ledger
	Sequence app.Sequence
	Notary   Notary
	Clock    app.Clock
}

// Run seals after every SealAfter records that a sequencer gives positions to and every
// interval (0: SealEvery), until the context ends; then it seals the last ones. What is
// damaged stops it: the error says what.
func (s *Sealer) Run(ctx context.Context, from *Sequencer, every time.Duration) error {
	if every == 0 {
		every = SealEvery
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	var sealed app.Position
	for due := true; ; {
		last, moved := from.given()
		var again <-chan time.Time
		if due || last-sealed >= SealAfter {
			size, err := s.Seal(ctx)
			switch {
			case ctx.Err() != nil:
			case err == nil:
				sealed, due = size, false
			case passing(err):
				again, moved = time.After(time.Second), nil
			default:
				return err
			}
		}
		select {
		case <-moved:
		case <-again:
		case <-tick.C:
			due = true
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
			defer cancel()
			_, err := s.Seal(last)
			return err
		}
	}
}

// Seal seals all records that have a position, and returns how many these are. Where
// nothing is new nothing is written.
func (s *Sealer) Seal(ctx context.Context) (app.Position, error) {
	head, err := s.Ledger.Head(ctx)
	if err != nil {
		return 0, err
	}
	last, err := s.last(ctx, head.Last)
	if err != nil || last.Size == head.Last {
		return last.Size, err
	}
	before, edge, err := s.open(last)
	if err != nil {
		return 0, err
	}
	if edge, err = s.extend(ctx, edge, head.Last); err != nil {
		return 0, err
	}
	c := &chain.Checkpoint{Origin: s.Notary.Origin(), Head: edge.Head(), At: s.Clock.Instant()}
	if c.At.Before(before.At) {
		c.At = before.At
	}
	text, err := s.sign(ctx, c)
	if err != nil {
		return 0, err
	}
	seal := app.Seal{Size: app.Position(c.Size), Text: text, Edge: edge.Bytes()}
	if err := s.Sequence.AddSeal(ctx, seal); err != nil && errs.KindOf(err) != errs.Conflict {
		return 0, err
	}
	return seal.Size, nil
}

// last finds the newest seal of a ledger with so many records: the search goes back from
// the end, for a ledger has many and the newest is never far.
func (s *Sealer) last(ctx context.Context, size app.Position) (app.Seal, error) {
	for back := app.Position(2 * SealAfter); ; back *= 4 {
		after := max(size-back, 0)
		seals, err := s.Sequence.Seals(ctx, after)
		if err != nil {
			return app.Seal{}, err
		}
		if n := len(seals); n > 0 {
			return seals[n-1], nil
		}
		if after == 0 {
			return app.Seal{}, nil
		}
	}
}

// open verifies the newest seal and the edge beside it.
func (s *Sealer) open(last app.Seal) (*chain.Checkpoint, chain.Edge, error) {
	var edge chain.Edge
	if last.Size == 0 {
		return &chain.Checkpoint{Head: edge.Head()}, edge, nil
	}
	sealed, err := chain.Open(last.Text, s.Notary.Verifier())
	if err != nil {
		return nil, edge, err
	}
	edge, err = chain.ParseEdge(last.Edge)
	if err != nil {
		return nil, edge, err
	}
	if edge.Head() != sealed.Head || sealed.Size != int64(last.Size) {
		return nil, edge, damaged("第 %d 条处的封印与它所附的右缘对不上", last.Size)
	}
	return sealed.Checkpoint, edge, nil
}

// extend adds to a sealed tree the records up to a position, hashing their lines.
func (s *Sealer) extend(ctx context.Context, edge chain.Edge, upTo app.Position) (chain.Edge, error) {
	for {
		head := edge.Head()
		after := app.Position(head.Size)
		if after == upTo {
			return edge, nil
		}
		rows, err := s.Ledger.Follow(ctx, after, int(min(upTo-after, atOnce)))
		if err != nil {
			return edge, err
		}
		if len(rows) == 0 {
			return edge, damaged("第 %d 条之后的记录读不到，序列应有 %d 条", after, upTo)
		}
		stored, err := s.Sequence.Leaves(ctx, after+1, len(rows))
		if err != nil {
			return edge, err
		}
		leaves := make([]chain.Hash, len(rows))
		for i := range rows {
			r := &rows[i]
			leaves[i] = chain.RecordHash(r.Stream, r.Line)
			switch {
			case r.Pos != after+app.Position(i)+1:
				return edge, damaged("第 %d 条之后应是第 %d 条，读到的是第 %d 条", r.Pos-1, after+app.Position(i)+1, r.Pos)
			case leaves[i] != stored[i] || !bytes.Equal(r.Hash[:], stored[i][:]):
				return edge, damaged("第 %d 条 %s 的内容与它的摘要不符", r.Pos, r.ID)
			}
		}
		if edge, _, err = chain.Extend(head, edge, leaves); err != nil {
			return edge, err
		}
	}
}

// sign has a checkpoint signed, with the proof that it continues the one signed last, and
// verifies the signature. What does not continue it is damage, unless another process
// signed meanwhile: that is a Conflict.
func (s *Sealer) sign(ctx context.Context, c *chain.Checkpoint) ([]byte, error) {
	signed, err := s.Notary.Signed()
	if err != nil {
		return nil, err
	}
	if signed.Size > c.Size {
		return nil, s.behind(ctx, signed)
	}
	proof, err := chain.ProveTree(signed.Size, c.Size, s.reader(ctx))
	if err != nil {
		return nil, err
	}
	text, err := s.Notary.Sign(c, proof)
	if errs.KindOf(err) == errs.Conflict {
		if now, failed := s.Notary.Signed(); failed == nil && now == signed {
			return nil, errs.E("record.Seal", errs.IO, fmt.Sprintf(
				"这份数据与密钥目录里记着的、第 %d 条处的封印不是同一份：数据退回过旧的副本，或被改动过。没有封印；请运行 verify", signed.Size), err)
		}
	}
	if err != nil {
		return nil, err
	}
	again, err := chain.Open(text, s.Notary.Verifier())
	if err != nil {
		return nil, err
	}
	if again.Head != c.Head {
		return nil, damaged("签出来的封印不是要签的那一个（第 %d 条）", c.Size)
	}
	return text, nil
}

// behind says why the ledger has fewer records than were signed.
func (s *Sealer) behind(ctx context.Context, signed chain.Head) error {
	head, err := s.Ledger.Head(ctx)
	if err != nil {
		return err
	}
	if int64(head.Last) >= signed.Size {
		return errs.E("record.Seal", errs.Conflict, "另一个进程刚刚封印过", nil)
	}
	return errs.E("record.Seal", errs.IO, fmt.Sprintf(
		"密钥目录里记着已经封印到第 %d 条，而这份数据只有 %d 条：数据退回到了旧的副本。没有封印；确是从备份恢复的，请按恢复的步骤确认丢失了什么", signed.Size, head.Last), nil)
}

// Holds reports whether the ledger begins with all of what was signed last, which it
// returns. One that does not is an old copy, or went on from one.
func (s *Sealer) Holds(ctx context.Context) (signed chain.Head, holds bool, err error) {
	if signed, err = s.Notary.Signed(); err != nil {
		return signed, false, err
	}
	head, err := s.Ledger.Head(ctx)
	if err != nil || int64(head.Last) < signed.Size {
		return signed, false, err
	}
	at, err := chain.HeadAt(signed.Size, s.reader(ctx))
	return signed, at == signed, err
}

// reader reads the kept hashes of the tree.
func (s *Sealer) reader(ctx context.Context) chain.Read {
	return func(level int, from int64, n int) ([]chain.Hash, error) {
		if level == 0 {
			return s.Sequence.Leaves(ctx, app.Position(from)+1, n)
		}
		return s.Sequence.Nodes(ctx, level, from, n)
	}
}

func damaged(format string, args ...any) error {
	return errs.E("record.Seal", errs.IO, fmt.Sprintf(format, args...)+"：数据损坏了或被改动过，没有封印；请运行 verify，并从备份恢复", nil)
}
