package sqlstore

import (
	"context"
	"database/sql"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// Still implements app.Inspector.
func (s *Store) Still(ctx context.Context, fn func(app.Inspector) error) error {
	return s.read(ctx, "sqlstore.Still", func(db Session) error {
		return fn(&Store{engine: still{s.engine, db}, now: s.now})
	})
}

// A still engine reads on one snapshot that somebody else ends.
type still struct {
	Engine
	db Session
}

func (e still) Read(_ context.Context, fn func(Session) error) error { return fn(e.db) }

// Records implements app.Inspector.
func (s *Store) Records(ctx context.Context, yield func(r app.Row, beside chain.Hash) error) error {
	return s.read(ctx, "sqlstore.Records", func(db Session) error {
		return each(db, func(rows *sql.Rows) error {
			var r raw
			var pos int64
			var sequenced []byte
			if err := rows.Scan(&pos, &r.stream, &r.org, &r.id, &sequenced, &r.line, &r.hash, &r.subjects); err != nil {
				return err
			}
			row, beside := r.row()
			row.Pos, row.Hash = app.Position(pos), hashOf(sequenced)
			return yield(row, beside)
		}, `SELECT s.pos, s.stream, s.org, s.id, s.hash, COALESCE(f.line, a.line), COALESCE(f.hash, a.hash), f.subjects
FROM ledger_sequence s
LEFT JOIN ledger_fact f ON s.stream = 'fact' AND f.org = s.org AND f.id = s.id
LEFT JOIN ledger_audit a ON s.stream = 'audit' AND a.org = s.org AND a.id = s.id
ORDER BY s.pos`)
	})
}

// Strays implements app.Inspector.
func (s *Store) Strays(ctx context.Context, yield func(r app.Row, waits bool) error) error {
	return s.read(ctx, "sqlstore.Strays", func(db Session) error {
		return each(db, func(rows *sql.Rows) error {
			var r raw
			var waits int64
			if err := rows.Scan(&r.stream, &r.org, &r.id, &r.line, &r.hash, &r.subjects, &waits); err != nil {
				return err
			}
			row, beside := r.row()
			row.Hash = beside
			return yield(row, waits > 0)
		}, `SELECT x.stream, x.org, x.id, x.line, x.hash, x.subjects, CASE WHEN p.tick IS NULL THEN 0 ELSE 1 END AS waits
FROM (
  SELECT 'audit' AS stream, a.org AS org, a.id AS id, a.line AS line, a.hash AS hash, NULL AS subjects FROM ledger_audit a
  WHERE NOT EXISTS (SELECT 1 FROM ledger_sequence s WHERE s.org = a.org AND s.id = a.id AND s.stream = 'audit')
  UNION ALL
  SELECT 'fact' AS stream, f.org AS org, f.id AS id, f.line AS line, f.hash AS hash, f.subjects AS subjects FROM ledger_fact f
  WHERE NOT EXISTS (SELECT 1 FROM ledger_sequence s WHERE s.org = f.org AND s.id = f.id AND s.stream = 'fact')
  UNION ALL
  SELECT q.stream AS stream, q.org AS org, q.id AS id, NULL AS line, NULL AS hash, NULL AS subjects FROM desk_pending q
  WHERE EXISTS (SELECT 1 FROM ledger_sequence s WHERE s.org = q.org AND s.id = q.id AND s.stream = q.stream)
  OR NOT EXISTS (SELECT 1 FROM ledger_fact f WHERE q.stream = 'fact' AND f.org = q.org AND f.id = q.id)
  AND NOT EXISTS (SELECT 1 FROM ledger_audit a WHERE q.stream = 'audit' AND a.org = q.org AND a.id = q.id)
) x
LEFT JOIN desk_pending p ON p.org = x.org AND p.stream = x.stream AND p.id = x.id
ORDER BY COALESCE(p.tick, 0), x.org, x.id, x.stream`)
	})
}

// Edge implements app.Inspector.
func (s *Store) Edge(ctx context.Context) ([]byte, error) {
	var edge []byte
	err := s.read(ctx, "sqlstore.Edge", func(db Session) error {
		return each(db, func(rows *sql.Rows) error { return rows.Scan(&edge) }, `SELECT edge FROM desk_sequencer ORDER BY one`)
	})
	return edge, err
}

// Index implements app.Inspector.
func (s *Store) Index(ctx context.Context, yield func(subject fact.Subject, org party.OrgID, id party.FactID) error) error {
	return s.read(ctx, "sqlstore.Index", func(db Session) error {
		return each(db, func(rows *sql.Rows) error {
			var subject fact.Subject
			var org party.OrgID
			var id party.FactID
			if err := rows.Scan(&subject, &org, &id); err != nil {
				return err
			}
			return yield(subject, org, id)
		}, `SELECT subject, org, id FROM ledger_concern ORDER BY subject, org, id`)
	})
}

// A raw row is what lies there, believed in nothing.
type raw struct {
	stream, org, id string
	line, subjects  sql.NullString
	hash            []byte
}

func (r *raw) row() (app.Row, chain.Hash) {
	row := app.Row{Stream: chain.Stream(r.stream), Org: party.OrgID(r.org), ID: r.id}
	if r.line.Valid {
		row.Line = []byte(r.line.String)
	}
	if subjects, err := unlist[fact.Subject](r.subjects.String); err == nil {
		row.Subjects = subjects // what cannot be read names nothing
	}
	return row, hashOf(r.hash)
}

// hashOf is the zero hash, which no record has, of what is none.
func hashOf(b []byte) (h chain.Hash) {
	if len(b) == len(h) {
		copy(h[:], b)
	}
	return h
}
