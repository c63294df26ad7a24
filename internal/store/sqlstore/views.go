package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// Generations implements app.Views.
func (s *Store) Generations(ctx context.Context) ([]app.Generation, error) {
	return collect(ctx, s, "sqlstore.Generations", scanGeneration,
		`SELECT number, schema, upto, as_of, next, built, served FROM view_generation ORDER BY number`)
}

func scanGeneration(rows *sql.Rows) (g app.Generation, err error) {
	var asOf, built, served int64
	err = rows.Scan(&g.Number, &g.Schema, &g.Upto, &asOf, &g.Next, &built, &served)
	g.AsOf, g.Built, g.Served = party.Date(asOf), built == 1, served == 1
	return g, err
}

// Create implements app.Views.
func (s *Store) Create(ctx context.Context, schema int64) (app.Generation, error) {
	var g app.Generation
	err := s.write(ctx, "sqlstore.Create", func(db Session) error {
		g = app.Generation{Schema: schema}
		err := each(db, func(rows *sql.Rows) error { return rows.Scan(&g.Number) },
			`SELECT COALESCE(MAX(number), 0) + 1 AS number FROM view_generation ORDER BY number`)
		if err != nil {
			return err
		}
		if _, err := db.Exec(`INSERT INTO view_generation (number, schema, upto, as_of, next, built, served)
VALUES ($1, $2, 0, 0, '', 0, 0)`, g.Number, schema); err != nil {
			return err
		}
		for _, text := range viewSchema {
			if _, err := db.Exec(numbered(text, g.Number)); err != nil {
				return err
			}
		}
		return nil
	})
	return g, err
}

// Save implements app.Views. The generation's schema and whether it is served stay.
func (s *Store) Save(ctx context.Context, generation int64, b *app.ViewBatch) error {
	replace := list(b.Replace)
	return s.write(ctx, "sqlstore.Save", func(db Session) error {
		n, err := db.Exec(`UPDATE view_generation SET upto = $1, as_of = $2, next = $3, built = $4 WHERE number = $5`,
			int64(b.Now.Upto), int64(b.Now.AsOf), string(b.Now.Next), bit(b.Now.Built), generation)
		if err != nil {
			return err
		}
		if n != 1 {
			return noGeneration("sqlstore.Save", generation)
		}
		for _, text := range replacing {
			if len(b.Replace) == 0 {
				break
			}
			if _, err := db.Exec(numbered(text, generation), replace); err != nil {
				return err
			}
		}
		return fill(db, generation, b)
	})
}

// replacing empties what is known of some organisations.
var replacing = []string{
	`DELETE FROM view_fold_N WHERE org IN (SELECT value FROM json_array_elements_text($1::json))`,
	`DELETE FROM view_score_N WHERE org IN (SELECT value FROM json_array_elements_text($1::json))`,
	`DELETE FROM view_word_N WHERE org IN (SELECT value FROM json_array_elements_text($1::json))`,
	`DELETE FROM view_org_N WHERE org IN (SELECT value FROM json_array_elements_text($1::json))`,
}

// fill stores the rows of a batch.
func fill(db Session, generation int64, b *app.ViewBatch) error {
	var folds, scores, words, orgs []any
	for i := range b.Folds {
		f := &b.Folds[i]
		folds = append(folds, string(f.Org), f.Year, filled(f.Blob))
	}
	for i := range b.Scores {
		f := &b.Scores[i]
		scores = append(scores, string(f.Org), f.Year, string(f.Scheme), filled(f.Blob))
	}
	for i := range b.Words {
		words = append(words, string(b.Words[i].Org), b.Words[i].Word)
	}
	for i := range b.Orgs {
		o := &b.Orgs[i]
		orgs = append(orgs, string(o.Org), string(o.Parent), string(o.Level), o.Name, bit(o.Ended), sumOf(o))
	}
	for _, part := range []struct {
		text   string
		width  int
		values []any
		there  string // what is done about a row that is there
	}{
		{`INSERT INTO view_fold_N (org, year, blob) VALUES `, 3, folds, ``},
		{`INSERT INTO view_score_N (org, year, scheme, blob) VALUES `, 4, scores,
			` ON CONFLICT (org, year, scheme) DO UPDATE SET blob = excluded.blob`},
		{`INSERT INTO view_word_N (org, word) VALUES `, 2, words, ``},
		{`INSERT INTO view_org_N (org, parent, level, name, ended, sum) VALUES `, 6, orgs,
			` ON CONFLICT (org) DO UPDATE SET parent = excluded.parent, level = excluded.level, name = excluded.name,
  ended = excluded.ended, sum = excluded.sum`},
	} {
		if err := put(db, numbered(part.text, generation), part.width, part.values, part.there); err != nil {
			return err
		}
	}
	return nil
}

// Serve implements app.Views. The generations that are no longer served are dropped
// after it, one by one; one that remains is dropped the next time.
func (s *Store) Serve(ctx context.Context, generation int64) error {
	const op = "sqlstore.Serve"
	err := s.write(ctx, op, func(db Session) error {
		g, err := generationOf(db, op, generation)
		if err != nil {
			return err
		}
		if !g.Built {
			return errs.E(op, errs.Invalid, fmt.Sprintf("第 %d 代视图还没有建完，不能启用", generation), nil)
		}
		_, err = db.Exec(`UPDATE view_generation SET served = CASE WHEN number = $1 THEN 1 ELSE 0 END`, generation)
		return err
	})
	if err != nil {
		return err
	}
	all, err := s.Generations(ctx)
	if err != nil {
		return err
	}
	for _, g := range all {
		if g.Number != generation {
			if err := s.Drop(ctx, g.Number); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropAtOnce is how many rows of a table are deleted in one transaction: dropping
// a large table at once would let every other change wait.
const dropAtOnce = 2048

// Drop implements app.Views. While it works the generation counts as not built.
func (s *Store) Drop(ctx context.Context, generation int64) error {
	const op = "sqlstore.Drop"
	for done := false; !done; {
		err := s.write(ctx, op, func(db Session) error {
			g, err := generationOf(db, op, generation)
			if err != nil {
				return err
			}
			if g.Served {
				return errs.E(op, errs.Invalid, fmt.Sprintf("第 %d 代视图正在使用，不能删除", generation), nil)
			}
			if _, err := db.Exec(`UPDATE view_generation SET built = 0 WHERE number = $1`, generation); err != nil {
				return err
			}
			done, err = s.shrink(db, generation)
			if err != nil || !done {
				return err
			}
			_, err = db.Exec(`DELETE FROM view_generation WHERE number = $1`, generation)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shrink deletes some rows of each table, and the tables if there were none, or if the
// engine drops a table in no time.
func (s *Store) shrink(db Session, generation int64) (bool, error) {
	if !s.engine.Concurrent() {
		deleted := int64(0)
		for _, text := range shrinking {
			n, err := db.Exec(numbered(text, generation), dropAtOnce)
			if err != nil {
				return false, err
			}
			deleted += n
		}
		if deleted > 0 {
			return false, nil
		}
	}
	for _, text := range dropping {
		if _, err := db.Exec(numbered(text, generation)); err != nil {
			return false, err
		}
	}
	return true, nil
}

var (
	shrinking = []string{
		`DELETE FROM view_fold_N WHERE org IN (SELECT org FROM view_fold_N ORDER BY org LIMIT $1)`,
		`DELETE FROM view_score_N WHERE org IN (SELECT org FROM view_score_N ORDER BY org LIMIT $1)`,
		`DELETE FROM view_org_N WHERE org IN (SELECT org FROM view_org_N ORDER BY org LIMIT $1)`,
		`DELETE FROM view_word_N WHERE org IN (SELECT org FROM view_word_N ORDER BY org LIMIT $1)`,
	}
	dropping = []string{
		`DROP TABLE view_fold_N`, `DROP TABLE view_score_N`, `DROP TABLE view_org_N`, `DROP TABLE view_word_N`,
	}
)

func generationOf(db Session, op errs.Op, generation int64) (app.Generation, error) {
	var found []app.Generation
	err := each(db, func(rows *sql.Rows) error {
		g, err := scanGeneration(rows)
		found = append(found, g)
		return err
	}, `SELECT number, schema, upto, as_of, next, built, served FROM view_generation WHERE number = $1 ORDER BY number`, generation)
	if err == nil && len(found) == 0 {
		err = noGeneration(op, generation)
	}
	if err != nil {
		return app.Generation{}, err
	}
	return found[0], nil
}

func noGeneration(op errs.Op, generation int64) error {
	return errs.E(op, errs.NotFound, fmt.Sprintf("没有第 %d 代视图", generation), nil)
}

// bit is how a truth value is stored.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// sumOf is the checksum of a row of the tree, which has no encoding of its own.
func sumOf(o *app.OrgRow) int64 {
	digest := sha256.New()
	for _, text := range []string{string(o.Org), string(o.Parent), string(o.Level), o.Name, fmt.Sprint(o.Ended)} {
		fmt.Fprintf(digest, "%d:%s", len(text), text)
	}
	return int64(binary.BigEndian.Uint64(digest.Sum(nil)))
}
