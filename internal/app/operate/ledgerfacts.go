package operate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// LedgerFacts reads all facts of a ledger that have a position, in order of it, and
// opens the sealed ones; of what was erased it returns what the header tells. Ring
// makes a new ring for some thousand of them.
func LedgerFacts(ctx context.Context, from app.Ledger, ring func() *app.Ring, step func(at, of app.Position)) ([]fact.Fact, error) {
	head, err := from.Head(ctx)
	if err != nil {
		return nil, err
	}
	var all []fact.Fact
	for at := app.Position(0); at < head.Last; {
		rows, err := from.Follow(ctx, at, followAtOnce)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return nil, errs.E("operate.LedgerFacts", errs.IO, "台账没有读完；请运行 verify", nil)
		}
		at = rows[len(rows)-1].Pos
		facts := rows[:0]
		for _, r := range rows {
			if r.Stream == chain.Facts {
				facts = append(facts, r)
			}
		}
		open, err := app.Lines{Ring: ring()}.Facts(ctx, facts)
		if err != nil {
			return nil, err
		}
		for i := range open {
			all = append(all, open[i].Fact)
		}
		if step != nil {
			step(at, head.Last)
		}
	}
	return all, nil
}

// Migrated marks facts as brought over from a file: the row is the place of each in it.
// At, which the ledger gives anew, stays as what was claimed.
func Migrated(facts []fact.Fact, file party.Digest) {
	for i := range facts {
		if f := &facts[i]; f.Origin == nil {
			f.Origin = &fact.Origin{File: file, Row: i + 1, Claimed: party.DateIn(f.At)}
		}
	}
}

// DigestOf is the digest of a text, in place of a file's.
func DigestOf(text string) party.Digest {
	sum := sha256.Sum256([]byte(text))
	return party.Digest(hex.EncodeToString(sum[:]))
}

// foundedAtOnce is how many foundings are recorded together.
const foundedAtOnce = 1000

// Portions cuts facts of a generated county into pieces that can be recorded one after the
// other: first the foundings of all organisations, for a merger names one that comes later,
// then the rest of each organisation, in the order given.
func Portions(facts []fact.Fact) iter.Seq[[]fact.Fact] {
	var founded, rest []fact.Fact
	for i := range facts {
		if _, ok := facts[i].Body.(*fact.OrgFounded); ok {
			founded = append(founded, facts[i])
		} else {
			rest = append(rest, facts[i])
		}
	}
	return func(yield func([]fact.Fact) bool) {
		for part := range slices.Chunk(founded, foundedAtOnce) {
			if !yield(part) {
				return
			}
		}
		for at := 0; at < len(rest); {
			end := at + 1
			for end < len(rest) && rest[end].Org == rest[at].Org {
				end++
			}
			if !yield(rest[at:end]) {
				return
			}
			at = end
		}
	}
}
