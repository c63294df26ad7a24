package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"qiangji/internal/errs"
)

// A migration takes the schema to one version from the one before.
type migration []string

// migrations begin with version 1. Those that were released are never edited.
var migrations = []migration{first}

// Newest is the version of the schema that this program knows.
const Newest = 1

// first is the schema of the first release. The tables marked single belong to the
// instance; the keys of the others lead with what they could be distributed by.
var first = migration{
	`CREATE TABLE desk_schema (
  version BIGINT NOT NULL PRIMARY KEY CHECK (version > 0),
  at      BIGINT NOT NULL
)`, // single
	`CREATE TABLE ledger_fact (
  org      TEXT  NOT NULL CHECK (org <> ''),
  id       TEXT  NOT NULL CHECK (id <> ''),
  line     TEXT  NOT NULL,
  hash     BYTEA NOT NULL CHECK (length(hash) = 32),
  subjects TEXT  NOT NULL,
  PRIMARY KEY (org, id)
)`,
	`CREATE INDEX ledger_fact_id ON ledger_fact (id)`,
	`CREATE TABLE ledger_concern (
  subject TEXT NOT NULL CHECK (subject <> ''),
  org     TEXT NOT NULL,
  id      TEXT NOT NULL,
  PRIMARY KEY (subject, org, id)
)`,
	`CREATE TABLE ledger_audit (
  org  TEXT  NOT NULL CHECK (org <> ''),
  id   TEXT  NOT NULL CHECK (id <> ''),
  line TEXT  NOT NULL,
  hash BYTEA NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (org, id)
)`,
	`CREATE TABLE ledger_sequence (
  pos    BIGINT NOT NULL PRIMARY KEY CHECK (pos > 0),
  stream TEXT   NOT NULL CHECK (stream IN ('fact', 'audit')),
  org    TEXT   NOT NULL,
  id     TEXT   NOT NULL,
  hash   BYTEA  NOT NULL CHECK (length(hash) = 32)
)`, // single
	`CREATE UNIQUE INDEX ledger_sequence_record ON ledger_sequence (org, id, stream)`,
	`CREATE TABLE ledger_node (
  level BIGINT NOT NULL CHECK (level > 0),
  n     BIGINT NOT NULL CHECK (n >= 0),
  hash  BYTEA  NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, n)
)`, // single
	`CREATE TABLE ledger_seal (
  size BIGINT NOT NULL PRIMARY KEY CHECK (size > 0),
  text TEXT   NOT NULL,
  edge BYTEA  NOT NULL
)`, // single
	`CREATE TABLE ledger_cosign (
  size BIGINT NOT NULL CHECK (size > 0),
  line TEXT   NOT NULL,
  PRIMARY KEY (size, line)
)`, // single
	`CREATE TABLE desk_version (
  subject TEXT   NOT NULL PRIMARY KEY CHECK (subject <> ''),
  version BIGINT NOT NULL CHECK (version >= 0)
)`,
	`CREATE TABLE desk_pending (
  org    TEXT   NOT NULL,
  stream TEXT   NOT NULL CHECK (stream IN ('fact', 'audit')),
  id     TEXT   NOT NULL,
  tick   BIGINT NOT NULL,
  PRIMARY KEY (org, stream, id)
)`,
	`CREATE TABLE desk_once (
  org    TEXT   NOT NULL,
  key    TEXT   NOT NULL CHECK (key <> ''),
  digest BYTEA  NOT NULL CHECK (length(digest) = 32),
  facts  TEXT   NOT NULL,
  at     BIGINT NOT NULL,
  PRIMARY KEY (org, key)
)`,
	`CREATE TABLE desk_person (
  member  TEXT   NOT NULL PRIMARY KEY CHECK (member <> ''),
  version BIGINT NOT NULL CHECK (version > 0),
  blind   BYTEA,
  box     BYTEA  NOT NULL,
  mac     BYTEA  NOT NULL
)`,
	`CREATE INDEX desk_person_blind ON desk_person (blind)`,
	`CREATE TABLE desk_blob (
  id      TEXT  NOT NULL PRIMARY KEY CHECK (id <> ''),
  owner   TEXT  NOT NULL,
  wrapped BYTEA NOT NULL,
  box     BYTEA NOT NULL,
  mac     BYTEA NOT NULL
)`,
	`CREATE TABLE desk_key (
  subject TEXT   NOT NULL PRIMARY KEY CHECK (subject <> ''),
  kek     BIGINT NOT NULL,
  wrapped BYTEA  NOT NULL
)`,
	`CREATE INDEX desk_key_kek ON desk_key (kek)`,
	`CREATE TABLE desk_setting (
  name  TEXT  NOT NULL PRIMARY KEY CHECK (name <> ''),
  value TEXT  NOT NULL,
  mac   BYTEA NOT NULL
)`, // single
	`CREATE TABLE desk_sequencer (
  one  BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  size BIGINT NOT NULL CHECK (size >= 0),
  edge BYTEA  NOT NULL
)`, // single
	`CREATE TABLE view_generation (
  number   BIGINT NOT NULL PRIMARY KEY CHECK (number > 0),
  schema   BIGINT NOT NULL,
  upto     BIGINT NOT NULL,
  as_of    BIGINT NOT NULL,
  next     TEXT   NOT NULL,
  built    BIGINT NOT NULL CHECK (built IN (0, 1)),
  served   BIGINT NOT NULL CHECK (served IN (0, 1))
)`, // single
}

// Guarded are the tables whose rows are never changed or deleted.
var Guarded = []string{
	"ledger_fact", "ledger_concern", "ledger_audit", "ledger_sequence", "ledger_node", "ledger_seal", "ledger_cosign",
}

// SchemaVersion returns the version of a database's schema: 0 of an empty one. A newer
// one than Newest is refused, and nothing was written.
func SchemaVersion(db Session, exists bool) (int, error) {
	if !exists {
		return 0, nil
	}
	version := 0
	err := each(db, func(rows *sql.Rows) error { return rows.Scan(&version) },
		`SELECT COALESCE(MAX(version), 0) AS version FROM desk_schema ORDER BY version`)
	if err != nil {
		return 0, err
	}
	if version > Newest {
		return version, errs.E("sqlstore.SchemaVersion", errs.Unavailable, fmt.Sprintf(
			"数据是由更新的版本写的（库结构 %d，本程序只认到 %d），没有改动任何内容；请改用新版程序，或从备份恢复", version, Newest), nil)
	}
	return version, nil
}

// Upgrade takes the schema from a version to the newest: each migration with its version
// in one transaction.
func Upgrade(ctx context.Context, e Engine, from int, now time.Time) error {
	for v := from; v < Newest; v++ {
		err := e.Write(ctx, func(db Session) error {
			for _, text := range migrations[v] {
				if _, err := db.Exec(text); err != nil {
					return err
				}
			}
			if v == 0 {
				if err := guard(e, db); err != nil {
					return err
				}
			}
			_, err := db.Exec(`INSERT INTO desk_schema (version, at) VALUES ($1, $2)`, v+1, now.UnixNano())
			return err
		})
		if err != nil {
			return fmt.Errorf("库结构升到第 %d 版没有成功，数据仍是原来的样子: %w", v+1, err)
		}
	}
	return nil
}

func guard(e Engine, db Session) error {
	for _, table := range Guarded {
		for _, text := range e.Guard(table) {
			if _, err := db.Exec(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// The tables of one generation of the views. N is its number.
const (
	foldTable = `CREATE TABLE view_fold_N (
  org  TEXT   NOT NULL,
  year BIGINT NOT NULL,
  blob BYTEA  NOT NULL,
  PRIMARY KEY (org, year)
)`
	scoreTable = `CREATE TABLE view_score_N (
  org    TEXT   NOT NULL,
  year   BIGINT NOT NULL,
  scheme TEXT   NOT NULL,
  blob   BYTEA  NOT NULL,
  PRIMARY KEY (org, year, scheme)
)`
	orgTable = `CREATE TABLE view_org_N (
  org    TEXT   NOT NULL PRIMARY KEY,
  parent TEXT   NOT NULL,
  level  TEXT   NOT NULL,
  name   TEXT   NOT NULL,
  ended  BIGINT NOT NULL CHECK (ended IN (0, 1)),
  sum    BIGINT NOT NULL
)`
	wordTable = `CREATE TABLE view_word_N (
  org  TEXT NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (org, word)
)`
	wordIndex = `CREATE INDEX view_word_N_word ON view_word_N (word, org)`
)

// viewSchema makes the tables of a generation.
var viewSchema = []string{foldTable, scoreTable, orgTable, wordTable, wordIndex}

// numbered puts the number of a generation into a text: the one place where a name in
// SQL is not written out.
func numbered(text string, generation int64) string {
	return strings.ReplaceAll(text, "_N", fmt.Sprintf("_%d", generation))
}

// Touch writes a row as it is, for real.
func (s *Store) Touch(ctx context.Context) error {
	return s.write(ctx, "sqlstore.Touch", func(db Session) error {
		_, err := db.Exec(`UPDATE desk_schema SET at = at WHERE version = $1`, Newest)
		return err
	})
}
