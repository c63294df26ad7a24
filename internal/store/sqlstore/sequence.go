package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
)

// Sequence implements app.Sequence. What has a position already gets no second one, which
// is damage and not a race: who sequences holds the one row that says so.
func (s *Store) Sequence(ctx context.Context, max int) (app.Head, error) {
	var head app.Head
	err := s.write(ctx, "sqlstore.Sequence", func(db Session) error {
		edge, err := lockSequencer(db)
		if err != nil {
			return err
		}
		from := edge.Head().Size
		rows, err := pending(db, max)
		if err != nil {
			return err
		}
		if err := place(db, &edge, rows); err != nil {
			return err
		}
		if len(rows) > 0 {
			if _, err := db.Exec(`DELETE FROM desk_pending
WHERE (org, stream, id) IN (SELECT org, stream, id FROM ledger_sequence WHERE pos > $1)`, from); err != nil {
				return err
			}
			if err := moveSequencer(db, &edge); err != nil {
				return err
			}
		}
		head, err = headOf(db)
		return err
	})
	if errs.KindOf(err) == errs.Conflict {
		err = s.twice(ctx, err)
	}
	return head, err
}

// twice names the record, or else the place, at which something stands already.
func (s *Store) twice(ctx context.Context, cause error) error {
	const op = "sqlstore.Sequence"
	what := "有一条记录或一个中间摘要"
	err := s.read(ctx, op, func(db Session) error {
		return each(db, func(rows *sql.Rows) error {
			var org, stream, id string
			var pos int64
			err := rows.Scan(&org, &stream, &id, &pos)
			what = fmt.Sprintf("%s 的 %s（%s）在第 %d 条", org, id, stream, pos)
			return err
		}, `SELECT p.org, p.stream, p.id, s.pos FROM desk_pending p
JOIN ledger_sequence s ON s.org = p.org AND s.id = p.id AND s.stream = p.stream ORDER BY s.pos LIMIT 1`)
	})
	return errs.E(op, errs.IO, what+"已经编入序列，却又要编入：数据已损坏或被改动，已停止编排；请运行 qiangji verify", errors.Join(cause, err))
}

// lockSequencer takes the one row that says who sequences, and returns the right edge
// of the tree.
func lockSequencer(db Session) (chain.Edge, error) {
	var empty chain.Edge
	if _, err := db.Exec(`INSERT INTO desk_sequencer (one, size, edge) VALUES (1, 0, $1)
ON CONFLICT (one) DO NOTHING`, empty.Bytes()); err != nil {
		return empty, err
	}
	var size, last int64
	var data []byte
	err := each(db, func(rows *sql.Rows) error { return rows.Scan(&size, &data) },
		`SELECT size, edge FROM desk_sequencer WHERE one = 1 ORDER BY one FOR UPDATE`)
	if err != nil {
		return empty, err
	}
	err = each(db, func(rows *sql.Rows) error { return rows.Scan(&last) },
		`SELECT COALESCE(MAX(pos), 0) AS last FROM ledger_sequence ORDER BY last`)
	if err != nil {
		return empty, err
	}
	edge, err := chain.ParseEdge(data)
	if err != nil || edge.Head().Size != size || last != size {
		return empty, errs.E("sqlstore.Sequence", errs.IO, fmt.Sprintf(
			"编排位置的状态与序列不一致（记着 %d 条，实有 %d 条），已停止编排；请运行 qiangji verify", size, last), err)
	}
	return edge, nil
}

// moveSequencer says how far the sequence is.
func moveSequencer(db Session, edge *chain.Edge) error {
	_, err := db.Exec(`UPDATE desk_sequencer SET size = $1, edge = $2 WHERE one = 1`, edge.Head().Size, edge.Bytes())
	return err
}

// pending reads the records that wait longest, and checks them.
func pending(db Session, max int) ([]app.Row, error) {
	var found []app.Row
	err := each(db, func(rows *sql.Rows) error {
		var r record
		var stream, org, id string
		if err := rows.Scan(&stream, &org, &id, &r.line, &r.hash); err != nil {
			return err
		}
		row, err := r.check(chain.Stream(stream), org, id)
		found = append(found, row)
		return err
	}, `SELECT p.stream, p.org, p.id, COALESCE(f.line, a.line), COALESCE(f.hash, a.hash)
FROM (SELECT org, stream, id, tick FROM desk_pending ORDER BY tick, org, id LIMIT $1) p
LEFT JOIN ledger_fact f ON p.stream = 'fact' AND f.org = p.org AND f.id = p.id
LEFT JOIN ledger_audit a ON p.stream = 'audit' AND a.org = p.org AND a.id = p.id
ORDER BY p.tick, p.org, p.id`, max)
	return found, err
}

// place gives the next positions to rows, and stores the nodes they complete.
func place(db Session, edge *chain.Edge, rows []app.Row) error {
	var values []any
	for i := range rows {
		r := &rows[i]
		for _, node := range edge.Add(r.Hash) {
			if _, err := db.Exec(`INSERT INTO ledger_node (level, n, hash) VALUES ($1, $2, $3)`,
				node.Level, node.N, node.Hash[:]); err != nil {
				return err
			}
		}
		values = append(values, edge.Head().Size, string(r.Stream), string(r.Org), r.ID, r.Hash[:])
	}
	return insert(db, `INSERT INTO ledger_sequence (pos, stream, org, id, hash) VALUES `, 5, values)
}

// Leaves implements app.Sequence.
func (s *Store) Leaves(ctx context.Context, from app.Position, n int) ([]chain.Hash, error) {
	var found []chain.Hash
	err := s.read(ctx, "sqlstore.Leaves", func(db Session) error {
		found = nil
		return each(db, func(rows *sql.Rows) error {
			var pos app.Position
			hash, err := scanHash(rows, &pos)
			if want := from + app.Position(len(found)); err == nil && pos != want {
				return missing(want)
			}
			found = append(found, hash)
			return err
		}, `SELECT pos, hash FROM ledger_sequence WHERE pos >= $1 ORDER BY pos LIMIT $2`, int64(from), n)
	})
	if err == nil && len(found) != n {
		err = missing(from + app.Position(len(found)))
	}
	if err != nil {
		return nil, err
	}
	return found, nil
}

// Nodes implements app.Sequence.
func (s *Store) Nodes(ctx context.Context, level int, from int64, n int) ([]chain.Hash, error) {
	var found []chain.Hash
	err := s.read(ctx, "sqlstore.Nodes", func(db Session) error {
		found = nil
		return each(db, func(rows *sql.Rows) error {
			var at int64
			hash, err := scanHash(rows, &at)
			if err == nil && at != from+int64(len(found)) {
				return nil // the count tells
			}
			found = append(found, hash)
			return err
		}, `SELECT n, hash FROM ledger_node WHERE level = $1 AND n >= $2 ORDER BY n LIMIT $3`, level, from, n)
	})
	if err == nil && len(found) != n {
		err = errs.E("sqlstore.Nodes", errs.IO, fmt.Sprintf(
			"第 %d 层缺少第 %d 个中间摘要；请运行 qiangji verify", level, from+int64(len(found))), nil)
	}
	if err != nil {
		return nil, err
	}
	return found, nil
}

// scanHash reads a number and a hash.
func scanHash(rows *sql.Rows, number any) (chain.Hash, error) {
	var data []byte
	if err := rows.Scan(number, &data); err != nil {
		return chain.Hash{}, err
	}
	if len(data) != len(chain.Hash{}) {
		return chain.Hash{}, errs.E("sqlstore.check", errs.IO, "有一个摘要的长度不对：数据已损坏；请运行 qiangji verify", nil)
	}
	return chain.Hash(data), nil
}

// Seals implements app.Sequence. Cosignatures follow the text in order.
func (s *Store) Seals(ctx context.Context, after app.Position) ([]app.Seal, error) {
	var found []app.Seal
	err := s.read(ctx, "sqlstore.Seals", func(db Session) error {
		found = nil
		err := each(db, func(rows *sql.Rows) error {
			var seal app.Seal
			var text string
			err := rows.Scan(&seal.Size, &text, &seal.Edge)
			seal.Text = []byte(text)
			found = append(found, seal)
			return err
		}, `SELECT size, text, edge FROM ledger_seal WHERE size > $1 ORDER BY size`, int64(after))
		if err != nil {
			return err
		}
		at := 0
		return each(db, func(rows *sql.Rows) error {
			var size app.Position
			var line string
			if err := rows.Scan(&size, &line); err != nil {
				return err
			}
			for at < len(found) && found[at].Size < size {
				at++
			}
			if at < len(found) && found[at].Size == size {
				found[at].Text = append(found[at].Text, line...)
			}
			return nil
		}, `SELECT size, line FROM ledger_cosign WHERE size > $1 ORDER BY size, line`, int64(after))
	})
	return found, err
}

// AddSeal implements app.Sequence. A seal beyond the sequence is Invalid. Now and then
// is often enough to forget old submission keys, too.
func (s *Store) AddSeal(ctx context.Context, seal app.Seal) error {
	const op = "sqlstore.AddSeal"
	return s.write(ctx, op, func(db Session) error {
		head, err := headOf(db)
		if err != nil {
			return err
		}
		if seal.Size < 1 || seal.Size > head.Last {
			return errs.E(op, errs.Invalid, fmt.Sprintf("封印到 %d 条，序列只有 %d 条，没有存入", seal.Size, head.Last), nil)
		}
		n, err := db.Exec(`INSERT INTO ledger_seal (size, text, edge) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING`,
			int64(seal.Size), string(seal.Text), filled(seal.Edge))
		if err == nil && n != 1 {
			return errs.E(op, errs.Conflict, fmt.Sprintf("前 %d 条已经封印，没有再存", seal.Size), nil)
		}
		if err != nil {
			return err
		}
		return forget(db)
	})
}

// Cosign implements app.Sequence. A line that is there already is kept as it is; the
// seal must exist.
func (s *Store) Cosign(ctx context.Context, size app.Position, line []byte) error {
	const op = "sqlstore.Cosign"
	return s.write(ctx, op, func(db Session) error {
		sealed := false
		err := each(db, func(rows *sql.Rows) error { sealed = true; return nil },
			`SELECT size FROM ledger_seal WHERE size = $1 ORDER BY size`, int64(size))
		if err != nil {
			return err
		}
		if !sealed {
			return errs.E(op, errs.NotFound, fmt.Sprintf("没有到 %d 条的封印，联署没有存入", size), nil)
		}
		_, err = db.Exec(`INSERT INTO ledger_cosign (size, line) VALUES ($1, $2) ON CONFLICT (size, line) DO NOTHING`,
			int64(size), string(line))
		return err
	})
}

// atOnce is how many rows one statement inserts.
const atOnce = 32

// insert adds rows of width columns, given one after the other, by few statements.
func insert(db Session, text string, width int, values []any) error {
	return put(db, text, width, values, "")
}

// put is insert with what is to be done about rows that are there.
func put(db Session, text string, width int, values []any, there string) error {
	for len(values) > 0 {
		n := min(atOnce, len(values)/width)
		if n < atOnce {
			n = 1 // so that there are two texts to be prepared, not one for each length
		}
		if _, err := db.Exec(text+tuples(n, width)+there, values[:n*width]...); err != nil {
			return err
		}
		values = values[n*width:]
	}
	return nil
}

// tuples writes n tuples of parameters: ($1, $2), ($3, $4).
func tuples(n, width int) string {
	var b strings.Builder
	for i := range n * width {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	b.WriteByte(')')
	return b.String()
}
