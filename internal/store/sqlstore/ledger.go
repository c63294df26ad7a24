package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// Read implements app.Ledger.
func (s *Store) Read(ctx context.Context, subjects []fact.Subject, ids []party.FactID, have func(party.FactID) bool) (*app.Slice, error) {
	var slice *app.Slice
	err := s.read(ctx, "sqlstore.Read", func(db Session) error {
		versions, err := versionsOf(db, subjects)
		if err != nil {
			return err
		}
		slice = &app.Slice{Versions: versions}
		keys, err := keysOf(db, subjects, ids, have)
		if err != nil || len(keys) == 0 {
			return err
		}
		slice.Rows, err = factsOf(db, keys)
		return err
	})
	if err != nil {
		return nil, err
	}
	return slice, nil
}

// A key names a fact.
type key struct {
	org string
	id  party.FactID
}

// keysOf finds facts in the index, in order, but for those that are had already.
func keysOf(db Session, subjects []fact.Subject, ids []party.FactID, have func(party.FactID) bool) ([]key, error) {
	var keys []key
	return keys, each(db, func(rows *sql.Rows) error {
		var k key
		err := rows.Scan(&k.org, &k.id)
		if err == nil && (have == nil || !have(k.id)) {
			keys = append(keys, k)
		}
		return err
	}, `SELECT org, id FROM ledger_concern WHERE subject IN (SELECT value FROM json_array_elements_text($1::json))
UNION SELECT org, id FROM ledger_fact WHERE id IN (SELECT value FROM json_array_elements_text($2::json))
ORDER BY org, id`, list(subjects), list(ids))
}

// factsOf reads facts that the index names, in their order; one that is not there is
// damage.
func factsOf(db Session, keys []key) ([]app.Row, error) {
	ids := make([]party.FactID, len(keys))
	var orgs []string
	for i := range keys {
		ids[i] = keys[i].id
		if i == 0 || keys[i].org != keys[i-1].org {
			orgs = append(orgs, keys[i].org)
		}
	}
	found := make([]app.Row, 0, len(keys))
	err := each(db, func(rows *sql.Rows) error {
		row, err := scanFact(rows)
		if err == nil {
			found = append(found, row)
		}
		return err
	}, `SELECT f.org, f.id, f.line, f.hash, s.pos, s.hash FROM ledger_fact f
LEFT JOIN ledger_sequence s ON s.org = f.org AND s.id = f.id AND s.stream = 'fact'
WHERE f.id IN (SELECT value FROM json_array_elements_text($1::json))
AND f.org IN (SELECT value FROM json_array_elements_text($2::json))
ORDER BY f.org, f.id`, list(ids), list(orgs))
	if err != nil {
		return nil, err
	}
	for i := range keys {
		if i == len(found) || string(found[i].Org) != keys[i].org || found[i].ID != string(keys[i].id) {
			r := app.Row{Stream: chain.Facts, Org: party.OrgID(keys[i].org), ID: string(keys[i].id)}
			return nil, damaged(&r, "内容不见了", nil)
		}
	}
	return found, nil
}

// Versions implements app.Ledger.
func (s *Store) Versions(ctx context.Context, subjects []fact.Subject) (versions map[fact.Subject]app.Version, err error) {
	err = s.read(ctx, "sqlstore.Versions", func(db Session) (err error) {
		versions, err = versionsOf(db, subjects)
		return err
	})
	return versions, err
}

// versionsOf returns the versions of subjects, 0 of those never touched.
func versionsOf(db Session, subjects []fact.Subject) (map[fact.Subject]app.Version, error) {
	versions := make(map[fact.Subject]app.Version, len(subjects))
	for _, subject := range subjects {
		versions[subject] = 0
	}
	return versions, each(db, func(rows *sql.Rows) error {
		var subject fact.Subject
		var version app.Version
		err := rows.Scan(&subject, &version)
		versions[subject] = version
		return err
	}, `SELECT subject, version FROM desk_version
WHERE subject IN (SELECT value FROM json_array_elements_text($1::json)) ORDER BY subject`, list(subjects))
}

// Owners implements app.Ledger.
func (s *Store) Owners(ctx context.Context, subjects []fact.Subject) ([]party.OrgID, error) {
	var owners []party.OrgID
	err := s.read(ctx, "sqlstore.Owners", func(db Session) error {
		owners = nil
		return each(db, func(rows *sql.Rows) error {
			var org party.OrgID
			err := rows.Scan(&org)
			owners = append(owners, org)
			return err
		}, `SELECT DISTINCT org FROM ledger_concern
WHERE subject IN (SELECT value FROM json_array_elements_text($1::json)) ORDER BY org`, list(subjects))
	})
	return owners, err
}

// Follow implements app.Ledger.
func (s *Store) Follow(ctx context.Context, after app.Position, max int) ([]app.Row, error) {
	var found []app.Row
	err := s.read(ctx, "sqlstore.Follow", func(db Session) error {
		found = nil
		return each(db, func(rows *sql.Rows) error {
			var r record
			var stream, org, id string
			var subjects sql.NullString
			if err := rows.Scan(&r.pos, &stream, &org, &id, &r.line, &r.hash, &r.sequenced, &subjects); err != nil {
				return err
			}
			if want := after + app.Position(len(found)) + 1; app.Position(r.pos.Int64) != want {
				return missing(want)
			}
			row, err := r.check(chain.Stream(stream), org, id)
			if err != nil {
				return err
			}
			if subjects.Valid {
				if row.Subjects, err = unlist[fact.Subject](subjects.String); err != nil {
					return damaged(&row, "涉及对象读不出来", err)
				}
			}
			found = append(found, row)
			return nil
		}, `SELECT s.pos, s.stream, s.org, s.id, COALESCE(f.line, a.line), COALESCE(f.hash, a.hash), s.hash, f.subjects
FROM ledger_sequence s
LEFT JOIN ledger_fact f ON s.stream = 'fact' AND f.org = s.org AND f.id = s.id
LEFT JOIN ledger_audit a ON s.stream = 'audit' AND a.org = s.org AND a.id = s.id
WHERE s.pos > $1 ORDER BY s.pos LIMIT $2`, int64(after), max)
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// streamsAtOnce is how many organisations Streams reads in one snapshot.
const streamsAtOnce = 64

// Streams implements app.Ledger. It holds no snapshot while it yields.
func (s *Store) Streams(ctx context.Context, after party.OrgID, upTo app.Position, yield func(party.OrgID, []app.Row) error) error {
	next := fact.OrgSubject(after)
	for {
		batch, err := s.streams(ctx, next, upTo)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, b := range batch {
			if len(b.rows) == 0 {
				continue
			}
			if err := yield(party.OrgID(b.subject[len("o:"):]), b.rows); err != nil {
				return err
			}
		}
		last := batch[len(batch)-1].subject
		if last <= next {
			return disordered()
		}
		next = last
	}
}

// A stream is what was read of one organisation.
type stream struct {
	subject fact.Subject
	rows    []app.Row
}

func (s *Store) streams(ctx context.Context, after fact.Subject, upTo app.Position) ([]stream, error) {
	var batch []stream
	err := s.read(ctx, "sqlstore.Streams", func(db Session) error {
		batch = nil
		err := each(db, func(rows *sql.Rows) error {
			var subject fact.Subject
			err := rows.Scan(&subject)
			batch = append(batch, stream{subject: subject})
			return err
		}, `SELECT DISTINCT subject FROM ledger_concern
WHERE subject > $1 AND subject < 'o;' ORDER BY subject LIMIT $2`, string(after), streamsAtOnce)
		if err != nil || len(batch) == 0 {
			return err
		}
		at := 0
		return each(db, func(rows *sql.Rows) error {
			var subject fact.Subject
			row, err := scanFact(rows, &subject)
			if err != nil {
				return err
			}
			for at < len(batch) && batch[at].subject != subject {
				at++
			}
			if at == len(batch) {
				return disordered()
			}
			batch[at].rows = append(batch[at].rows, row)
			return nil
		}, `SELECT c.subject, c.org, c.id, f.line, f.hash, s.pos, s.hash
FROM ledger_concern c
JOIN ledger_sequence s ON s.org = c.org AND s.id = c.id AND s.stream = 'fact'
LEFT JOIN ledger_fact f ON f.org = c.org AND f.id = c.id
WHERE c.subject > $1 AND c.subject <= $2 AND s.pos <= $3
ORDER BY c.subject, c.org, c.id`, string(after), string(batch[len(batch)-1].subject), int64(upTo))
	})
	return batch, err
}

// Head implements app.Ledger.
func (s *Store) Head(ctx context.Context) (app.Head, error) {
	var head app.Head
	err := s.read(ctx, "sqlstore.Head", func(db Session) (err error) {
		head, err = headOf(db)
		return err
	})
	return head, err
}

func headOf(db Session) (app.Head, error) {
	var head app.Head
	err := each(db, func(rows *sql.Rows) error { return rows.Scan(&head.Last, &head.Pending) },
		`SELECT COALESCE((SELECT size FROM desk_sequencer WHERE one = 1), 0),
  (SELECT COUNT(*) FROM desk_pending) AS pending ORDER BY pending`)
	return head, err
}

// A record is a row as it was scanned, before it is believed.
type record struct {
	line      sql.NullString
	hash      []byte
	pos       sql.NullInt64
	sequenced []byte
}

// scanFact reads columns org, id, line, hash, pos and the sequenced hash, after those
// that the caller takes for itself.
func scanFact(rows *sql.Rows, before ...any) (app.Row, error) {
	var r record
	var org, id string
	if err := rows.Scan(append(before, &org, &id, &r.line, &r.hash, &r.pos, &r.sequenced)...); err != nil {
		return app.Row{}, err
	}
	return r.check(chain.Facts, org, id)
}

// check believes a record whose hash is that of its line, here and where it has its
// position. So no rot of what was written passes unseen.
func (r *record) check(s chain.Stream, org, id string) (app.Row, error) {
	row := app.Row{Pos: app.Position(r.pos.Int64), Stream: s, Org: party.OrgID(org), ID: id}
	if !r.line.Valid {
		return row, damaged(&row, "内容不见了", nil)
	}
	row.Line = []byte(r.line.String)
	row.Hash = chain.RecordHash(s, row.Line)
	switch {
	case string(r.hash) != string(row.Hash[:]):
		return row, damaged(&row, "内容与摘要不符", nil)
	case r.pos.Valid && string(r.sequenced) != string(row.Hash[:]):
		return row, damaged(&row, "内容与它在序列中的摘要不符", nil)
	}
	return row, nil
}

// damaged says which record is not what was written.
func damaged(r *app.Row, what string, cause error) error {
	place := "尚未编排位置"
	if r.Pos > 0 {
		place = fmt.Sprintf("位置 %d", r.Pos)
	}
	stream := "记录"
	if r.Stream == chain.Audit {
		stream = "审计记录"
	}
	return errs.E("sqlstore.check", errs.IO, fmt.Sprintf(
		"%s %s（组织 %s，%s）%s：数据已损坏或被改动；请运行 qiangji verify 查明范围，再从备份恢复", stream, r.ID, r.Org, place, what), cause)
}

// missing says that the sequence has a gap.
func missing(pos app.Position) error {
	return errs.E("sqlstore.check", errs.IO, fmt.Sprintf(
		"序列中缺少位置 %d：数据已损坏或被改动；请运行 qiangji verify 查明范围，再从备份恢复", pos), nil)
}
