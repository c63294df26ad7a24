-- The schema at its newest version, for reading. The text that runs is in schema.go;
-- a test compares. An engine puts its own words for the types.

CREATE TABLE desk_schema (
  version BIGINT NOT NULL PRIMARY KEY CHECK (version > 0),
  at      BIGINT NOT NULL
);

CREATE TABLE ledger_fact (
  org      TEXT  NOT NULL CHECK (org <> ''),
  id       TEXT  NOT NULL CHECK (id <> ''),
  line     TEXT  NOT NULL,
  hash     BYTEA NOT NULL CHECK (length(hash) = 32),
  subjects TEXT  NOT NULL,
  PRIMARY KEY (org, id)
);

CREATE INDEX ledger_fact_id ON ledger_fact (id);

CREATE TABLE ledger_concern (
  subject TEXT NOT NULL CHECK (subject <> ''),
  org     TEXT NOT NULL,
  id      TEXT NOT NULL,
  PRIMARY KEY (subject, org, id)
);

CREATE TABLE ledger_audit (
  org  TEXT  NOT NULL CHECK (org <> ''),
  id   TEXT  NOT NULL CHECK (id <> ''),
  line TEXT  NOT NULL,
  hash BYTEA NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (org, id)
);

CREATE TABLE ledger_sequence (
  pos    BIGINT NOT NULL PRIMARY KEY CHECK (pos > 0),
  stream TEXT   NOT NULL CHECK (stream IN ('fact', 'audit')),
  org    TEXT   NOT NULL,
  id     TEXT   NOT NULL,
  hash   BYTEA  NOT NULL CHECK (length(hash) = 32)
);

CREATE UNIQUE INDEX ledger_sequence_record ON ledger_sequence (org, id, stream);

CREATE TABLE ledger_node (
  level BIGINT NOT NULL CHECK (level > 0),
  n     BIGINT NOT NULL CHECK (n >= 0),
  hash  BYTEA  NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, n)
);

CREATE TABLE ledger_seal (
  size BIGINT NOT NULL PRIMARY KEY CHECK (size > 0),
  text TEXT   NOT NULL,
  edge BYTEA  NOT NULL
);

CREATE TABLE ledger_cosign (
  size BIGINT NOT NULL CHECK (size > 0),
  line TEXT   NOT NULL,
  PRIMARY KEY (size, line)
);

CREATE TABLE desk_version (
  subject TEXT   NOT NULL PRIMARY KEY CHECK (subject <> ''),
  version BIGINT NOT NULL CHECK (version >= 0)
);

CREATE TABLE desk_pending (
  org    TEXT   NOT NULL,
  stream TEXT   NOT NULL CHECK (stream IN ('fact', 'audit')),
  id     TEXT   NOT NULL,
  tick   BIGINT NOT NULL,
  PRIMARY KEY (org, stream, id)
);

CREATE TABLE desk_once (
  org    TEXT   NOT NULL,
  key    TEXT   NOT NULL CHECK (key <> ''),
  digest BYTEA  NOT NULL CHECK (length(digest) = 32),
  facts  TEXT   NOT NULL,
  at     BIGINT NOT NULL,
  PRIMARY KEY (org, key)
);

CREATE TABLE desk_person (
  member  TEXT   NOT NULL PRIMARY KEY CHECK (member <> ''),
  version BIGINT NOT NULL CHECK (version > 0),
  blind   BYTEA,
  box     BYTEA  NOT NULL,
  mac     BYTEA  NOT NULL
);

CREATE INDEX desk_person_blind ON desk_person (blind);

CREATE TABLE desk_blob (
  id      TEXT  NOT NULL PRIMARY KEY CHECK (id <> ''),
  owner   TEXT  NOT NULL,
  wrapped BYTEA NOT NULL,
  box     BYTEA NOT NULL,
  mac     BYTEA NOT NULL
);

CREATE TABLE desk_key (
  subject TEXT   NOT NULL PRIMARY KEY CHECK (subject <> ''),
  kek     BIGINT NOT NULL,
  wrapped BYTEA  NOT NULL
);

CREATE INDEX desk_key_kek ON desk_key (kek);

CREATE TABLE desk_setting (
  name  TEXT  NOT NULL PRIMARY KEY CHECK (name <> ''),
  value TEXT  NOT NULL,
  mac   BYTEA NOT NULL
);

CREATE TABLE desk_sequencer (
  one  BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  size BIGINT NOT NULL CHECK (size >= 0),
  edge BYTEA  NOT NULL
);

CREATE TABLE view_generation (
  number   BIGINT NOT NULL PRIMARY KEY CHECK (number > 0),
  schema   BIGINT NOT NULL,
  upto     BIGINT NOT NULL,
  as_of    BIGINT NOT NULL,
  next     TEXT   NOT NULL,
  built    BIGINT NOT NULL CHECK (built IN (0, 1)),
  served   BIGINT NOT NULL CHECK (served IN (0, 1))
);

-- The rows of these tables are never changed or deleted:
-- ledger_fact, ledger_concern, ledger_audit, ledger_sequence, ledger_node, ledger_seal, ledger_cosign.

-- One generation of the views; N is its number.

CREATE TABLE view_fold_N (
  org  TEXT   NOT NULL,
  year BIGINT NOT NULL,
  blob BYTEA  NOT NULL,
  PRIMARY KEY (org, year)
);

CREATE TABLE view_score_N (
  org    TEXT   NOT NULL,
  year   BIGINT NOT NULL,
  scheme TEXT   NOT NULL,
  blob   BYTEA  NOT NULL,
  PRIMARY KEY (org, year, scheme)
);

CREATE TABLE view_org_N (
  org    TEXT   NOT NULL PRIMARY KEY,
  parent TEXT   NOT NULL,
  level  TEXT   NOT NULL,
  name   TEXT   NOT NULL,
  ended  BIGINT NOT NULL CHECK (ended IN (0, 1)),
  sum    BIGINT NOT NULL
);

CREATE TABLE view_word_N (
  org  TEXT NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (org, word)
);

CREATE INDEX view_word_N_word ON view_word_N (word, org);
