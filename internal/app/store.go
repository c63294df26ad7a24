package app

import (
	"context"

	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A Table is one table of a store, for what treats all alike: backup, restore,
// comparison. Values are int64, string or []byte, nil for none.
type Table struct {
	Name    string
	Columns []string
	Keys    bool // holds wrapped keys: left out of ordinary backups
}

// A Dump reads and fills a whole store, table by table, in the order of the primary
// keys; views and what is only in transit are not in it.
type Dump interface {
	// Tables returns the tables of a dump in the order in which they are filled.
	Tables() []Table
	// Snapshot yields every row of every table as they were at one moment, while
	// writing goes on.
	Snapshot(ctx context.Context, yield func(t *Table, row []any) error) error
	// Load fills an empty store with rows of one table.
	Load(ctx context.Context, t *Table, rows [][]any) error
}

// A Condition (状况) is one thing that doctor looks at.
type Condition struct {
	Name  string // 名目, in Chinese
	Value string // what is there
	Want  string // what is needed; empty: for information
	Bad   bool
	Help  string // what to do, if it is bad
}

// A Host (存放处) is the place where a store lives.
type Host interface {
	// Conditions looks at versions, settings read back, the file system, room, the
	// lock and the schema. Deep also lets the engine check its own structure.
	Conditions(ctx context.Context, deep bool) ([]Condition, error)
	// Probe reads and writes for real; nil if both worked.
	Probe(ctx context.Context) error
	// Close waits for what was begun and closes.
	Close() error
}

// An Inspector reads a ledger as it lies there, checking nothing, for verify.
type Inspector interface {
	// Still runs fn on one moment of the ledger, whatever is written meanwhile. Fn asks one
	// thing after the other, nothing while rows are yielded to it.
	Still(ctx context.Context, fn func(Inspector) error) error
	// Records yields what stands at every position, in order: Hash is the one that the
	// sequence holds, beside the one that lies with the line. A record that is not there
	// has a nil line.
	Records(ctx context.Context, yield func(r Row, beside chain.Hash) error) error
	// Strays yields the records that stand at no position, in the order in which they would
	// get one, and whether they wait for it; Hash is the one that lies with the line. What
	// waits and is not there, or has its position already, has a nil line.
	Strays(ctx context.Context, yield func(r Row, waits bool) error) error
	// Edge returns the right edge of the tree from which the sequencer goes on (chain.Edge);
	// nil before it began.
	Edge(ctx context.Context) ([]byte, error)
	// Index yields the whole index of facts, in order of subject, owner and id.
	Index(ctx context.Context, yield func(s fact.Subject, org party.OrgID, id party.FactID) error) error
}

// A Filler takes a ledger over from elsewhere, record by record.
type Filler interface {
	// Fill appends records of both streams at the positions that they name, the first
	// right behind the last one there, all or none. A record whose hash is not that of
	// its line is Invalid.
	Fill(ctx context.Context, rows []Row) error
}
