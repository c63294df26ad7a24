package app

import (
	"context"

	"qiangji/internal/party"
)

// A Generation (代) is one building of the views. Its number is in the names of its
// tables; exactly one is served.
type Generation struct {
	Number int64
	Schema int64       // of what it holds; a binary serves only its own
	Upto   Position    // the position that it is current to
	AsOf   party.Date  // the day to which the current year is folded
	Next   party.OrgID // while it is being built: the organisation after which to go on; "" when it is whole
	Built  bool
	Served bool
}

// A FoldRow is one organisation's year, encoded by register; Blob ends in its checksum.
type FoldRow struct {
	Org  party.OrgID
	Year int
	Blob []byte
}

// A ScoreRow is what one scheme makes of one organisation's year. Blob is encoded by
// app/derive and ends in its checksum.
type ScoreRow struct {
	Org    party.OrgID
	Year   int
	Scheme party.SchemeID
	Blob   []byte
}

// An OrgRow places an organisation in the tree of today.
type OrgRow struct {
	Org    party.OrgID
	Parent party.OrgID
	Level  party.Level
	Name   string
	Ended  bool
}

// A ViewBatch is what one step of the deriver writes: all of it, with the position and
// the day, or nothing. All that is held of an organisation named in Replace is replaced;
// a score or a place of another takes that of the one which is there.
type ViewBatch struct {
	Replace []party.OrgID
	Folds   []FoldRow
	Scores  []ScoreRow
	Orgs    []OrgRow
	Words   []WordRow
	Now     Generation // stored for the generation: Upto, AsOf, Next, Built
}

// A WordRow is one search token of an organisation: a pair of characters of its name.
// Nothing about persons is ever a token.
type WordRow struct {
	Word string
	Org  party.OrgID
}

// Views (视图) are caches of what was derived.
type Views interface {
	// Generations returns all there are, by number.
	Generations(ctx context.Context) ([]Generation, error)
	// Create makes the tables of a new generation that is not served.
	Create(ctx context.Context, schema int64) (Generation, error)
	// Save writes a batch into a generation.
	Save(ctx context.Context, generation int64, b *ViewBatch) error
	// Serve makes a whole generation the served one and drops the others.
	Serve(ctx context.Context, generation int64) error
	// Drop removes a generation that is not served.
	Drop(ctx context.Context, generation int64) error
}

// Rows reads what a generation holds.
type Rows interface {
	// Fold returns one; NotFound if there is none.
	Fold(ctx context.Context, generation int64, org party.OrgID, year int) (FoldRow, error)
	// Folds yields those of a year in order of organisation after one.
	Folds(ctx context.Context, generation int64, year int, after party.OrgID, yield func(FoldRow) error) error
	// Scores yields those of a year and a scheme in order of organisation after one.
	Scores(ctx context.Context, generation int64, year int, scheme party.SchemeID, after party.OrgID, yield func(ScoreRow) error) error
	// Orgs yields the tree in order of organisation after one.
	Orgs(ctx context.Context, generation int64, after party.OrgID, yield func(OrgRow) error) error
	// Find returns the organisations that have all of words, in order, at most max.
	Find(ctx context.Context, generation int64, words []string, max int) ([]party.OrgID, error)
}
