package sqlstore

import (
	"context"
	"fmt"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
)

// Fill implements app.Filler. Nothing may be waiting for a position.
func (s *Store) Fill(ctx context.Context, rows []app.Row) error {
	const op = "sqlstore.Fill"
	c := &app.Change{}
	for i := range rows {
		r := &rows[i]
		switch {
		case chain.RecordHash(r.Stream, r.Line) != r.Hash:
			return errs.E(op, errs.Invalid, fmt.Sprintf("第 %d 条的摘要与内容不符，没有写入", r.Pos), nil)
		case r.Stream == chain.Facts:
			c.Facts = append(c.Facts, *r)
		default:
			c.Audit = append(c.Audit, *r)
		}
	}
	p := prepare(c)
	return s.write(ctx, op, func(db Session) error {
		edge, err := lockSequencer(db)
		if err != nil {
			return err
		}
		head, err := headOf(db)
		if err != nil {
			return err
		}
		for i := range rows {
			if want := head.Last + app.Position(i) + 1; rows[i].Pos != want || head.Pending > 0 {
				return errs.E(op, errs.Invalid, fmt.Sprintf("接下来应是第 %d 条，给的是第 %d 条，没有写入", want, rows[i].Pos), nil)
			}
		}
		if err := p.guard(db, s.engine.Concurrent()); err != nil {
			return err
		}
		if err := p.insert(db); err != nil {
			return err
		}
		if err := place(db, &edge, rows); err != nil {
			return err
		}
		return moveSequencer(db, &edge)
	})
}
