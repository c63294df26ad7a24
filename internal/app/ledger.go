package app

import (
	"context"

	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A Position (位置) is the place of a record in the one sequence of a ledger, from 1
// without gaps. 0 is a record that is committed and not sequenced yet.
type Position int64

// A Version counts the changes of a subject, from 0 for one never touched.
type Version int64

// A Row is one record as the ledger holds it. The line says everything; the rest is
// what the index needs and what is checked against it.
type Row struct {
	Pos      Position
	Stream   chain.Stream
	Org      party.OrgID    // the owner; Instance of what concerns no organisation
	ID       string         // a party.FactID, or the id of an audit entry
	Line     []byte         // canonical text, see Lines
	Hash     chain.Hash     // chain.RecordHash of stream and line
	Subjects []fact.Subject // under which a fact is found, its owner's among them; nil of an audit entry
}

// Instance owns the audit entries that concern no organisation.
const Instance party.OrgID = "-"

// A Slice is what was read of a ledger in one snapshot: rows in no order, each once,
// and the version of each subject asked for.
type Slice struct {
	Rows     []Row
	Versions map[fact.Subject]Version
}

// A Head says how far a ledger is.
type Head struct {
	Last    Position // the last position given
	Pending int64    // records committed and not sequenced yet
}

// A Ledger (台账库) reads facts. Rows of facts come with Pos, and from Follow with
// their subjects.
type Ledger interface {
	// Read returns the facts found under any of subjects and those with any of
	// ids, and the versions of subjects. Facts that the caller has already are left
	// out; have is nil for one who has none.
	Read(ctx context.Context, subjects []fact.Subject, ids []party.FactID, have func(party.FactID) bool) (*Slice, error)
	// Versions returns the versions of subjects in one snapshot, without their facts.
	Versions(ctx context.Context, subjects []fact.Subject) (map[fact.Subject]Version, error)
	// Owners returns the owners of the facts found under any of subjects, in order.
	Owners(ctx context.Context, subjects []fact.Subject) ([]party.OrgID, error)
	// Follow returns up to max records of both streams after a position, in order of
	// position and without a gap.
	Follow(ctx context.Context, after Position, max int) ([]Row, error)
	// Streams yields, organisation by organisation in order of id, the facts found
	// under each organisation's own subject, sequenced up to a position, until yield
	// returns an error, which it returns. It starts after an organisation ("" is the
	// first), so that it can be stopped and resumed.
	Streams(ctx context.Context, after party.OrgID, upTo Position, yield func(party.OrgID, []Row) error) error
	// Head returns how far the ledger is.
	Head(ctx context.Context) (Head, error)
}

// A Seal (封印) is a signed checkpoint: the text of chain.Checkpoint over the first
// Size records, with its signatures and cosignatures.
type Seal struct {
	Size Position
	Text []byte
	Edge []byte // the right edge of the tree at Size, see chain.Edge
}

// A Sequence gives positions and keeps the seals. One sequencer works at a time,
// whatever the number of processes: the database says which.
type Sequence interface {
	// Sequence gives the next positions to up to max committed records and returns
	// the head after it. It checks that a row's hash is that of its line; one that
	// is not stops it with an error that names the row.
	Sequence(ctx context.Context, max int) (Head, error)
	// Leaves returns the hashes of n records from a position on.
	Leaves(ctx context.Context, from Position, n int) ([]chain.Hash, error)
	// Nodes returns n hashes of the stored levels (8, 16, 24…) from an index on.
	Nodes(ctx context.Context, level int, from int64, n int) ([]chain.Hash, error)
	// Seals returns the seals after a size, in order of size, with the cosignatures
	// that came since.
	Seals(ctx context.Context, after Position) ([]Seal, error)
	// AddSeal stores a seal; one of a size that is sealed already is refused.
	AddSeal(ctx context.Context, s Seal) error
	// Cosign stores a cosignature line for the seal of a size.
	Cosign(ctx context.Context, size Position, line []byte) error
}
