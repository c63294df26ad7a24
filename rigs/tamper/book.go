package tamper

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/app/operate"
	"qiangji/internal/app/record"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/keys"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
	"qiangji/internal/vault"
)

// A Book is a ledger that was kept in order, and what is known of it elsewhere.
type Book struct {
	file   []byte // the database
	backup []byte // of a time before
	keys   *keys.Dir
	trust  chain.Trust
	held   int64 // up to here the checkpoints that are kept elsewhere reach
	export []byte
}

// seals are the sizes at which the book was sealed. At the first a backup was made, at
// the second it was cosigned, at the third its checkpoint was taken away.
var seals = [...]app.Position{120, 240, 360}

// tail is how many records come after the last seal.
const tail = 40

// An author writes a book.
type author struct {
	*Book
	dir      string
	db       *sqlite.DB
	recorder *record.Recorder
	sealer   *record.Sealer
	witness  *keys.Dir
	meetings int
}

// Write writes a book in an empty folder.
func Write(ctx context.Context, dir string) (*Book, error) {
	a := &author{Book: &Book{}, dir: dir}
	if err := a.open(ctx); err != nil {
		return nil, err
	}
	if err := a.write(ctx); err != nil {
		return nil, errors.Join(err, a.db.Close())
	}
	var err error
	if a.export, err = a.exported(ctx, a.db); err == nil {
		err = a.db.Close()
	}
	if err == nil {
		a.file, err = os.ReadFile(a.path())
	}
	return a.Book, err
}

func (a *author) path() string { return filepath.Join(a.dir, "data", "qiangji.db") }

func (a *author) open(ctx context.Context) (err error) {
	if a.keys, err = keys.Create(filepath.Join(a.dir, "keys")); err != nil {
		return err
	}
	if a.witness, err = keys.Create(filepath.Join(a.dir, "witness")); err != nil {
		return err
	}
	if a.db, err = open(ctx, filepath.Join(a.dir, "data")); err != nil {
		return err
	}
	a.recorder = record.New(record.Config{
		Ledger: a.db, Writer: a.db, Ring: func() *app.Ring { return app.NewRing(a.keys, a.db, a.keys) },
		Clock: time.Now, IDs: app.NewIDs(time.Now, rand.Reader),
	})
	a.sealer = &record.Sealer{Ledger: a.db, Sequence: a.db, Notary: a.keys, Clock: time.Now}
	return nil
}

// open opens a store for a rig.
func open(ctx context.Context, dir string) (*sqlite.DB, error) {
	return sqlite.Open(ctx, dir, sqlite.Options{Reserve: -1, LowWater: 1})
}

// write records until each size is reached, and seals there.
func (a *author) write(ctx context.Context) error {
	if err := a.found(ctx); err != nil {
		return err
	}
	for i, size := range seals {
		if err := a.until(ctx, size); err != nil {
			return err
		}
		if at, err := a.sealer.Seal(ctx); err != nil || at != size {
			return fmt.Errorf("sealed up to %d, want %d: %w", at, size, err)
		}
		if err := a.keep(ctx, i); err != nil {
			return err
		}
	}
	return a.until(ctx, seals[2]+tail)
}

// keep takes away what is kept elsewhere of the seal just made.
func (a *author) keep(ctx context.Context, i int) error {
	all, err := a.db.Seals(ctx, 0)
	if err != nil {
		return err
	}
	text := all[i].Text
	sealed, err := chain.Open(text, a.keys.Verifier())
	if err != nil {
		return err
	}
	switch i {
	case 0:
		a.backup, err = a.snapshot(ctx)
		return err
	case 1:
		line, err := a.witness.Cosign(text, a.keys.Verifier(), nil, time.Now())
		if err != nil {
			return err
		}
		if err := a.db.Cosign(ctx, seals[1], line); err != nil {
			return err
		}
	}
	a.held = sealed.Size
	a.trust.Log = a.keys.Verifier()
	a.trust.Witnesses = append(a.trust.Witnesses[:0], a.witness.Witness())
	a.trust.Held = append(a.trust.Held, sealed.Head)
	return nil
}

// snapshot closes the store, copies its file, and opens it again.
func (a *author) snapshot(ctx context.Context) ([]byte, error) {
	if err := a.db.Close(); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(a.path())
	if err != nil {
		return nil, err
	}
	db, err := open(ctx, filepath.Join(a.dir, "data"))
	if err != nil {
		return nil, err
	}
	a.db = db
	a.recorder.Ledger, a.recorder.Writer = db, db
	a.sealer.Ledger, a.sealer.Sequence = db, db
	return b, nil
}

const branch party.OrgID = "branch"

var members = []party.MemberID{"m-01", "m-02", "m-03", "m-04", "m-05"}

func of(org party.OrgID, on party.Date, body fact.Body) fact.Fact {
	return fact.Fact{Org: org, On: on, By: "m-clerk", Body: body}
}

func (a *author) found(ctx context.Context) error {
	day := party.DateOf(2024, 1, 2)
	facts := []fact.Fact{
		of("town", day, &fact.OrgFounded{Name: "虚构镇党委", Level: "committee", Form: "single", Domain: "agency"}),
		of(branch, day, &fact.OrgFounded{Name: "虚构支部", Level: "branch", Parent: "town", Form: "single", Domain: "village"}),
	}
	for _, m := range members {
		facts = append(facts, of(branch, day, &fact.MemberEnrolled{
			Member: m, Stage: "full", Accepted: party.DateOf(2010, 7, 1), Full: party.DateOf(2011, 7, 1),
		}))
	}
	return a.append(ctx, record.Request{Facts: facts})
}

func (a *author) append(ctx context.Context, q record.Request) error {
	q.Actor = app.Terminal("rig")
	r, err := a.recorder.Append(ctx, q)
	if err == nil && len(r.Problems) > 0 {
		return errors.New(r.Problems[0].Message)
	}
	if err == nil {
		_, err = a.db.Sequence(ctx, 1000)
	}
	return err
}

// until records meetings and decisions until so many records have their positions.
func (a *author) until(ctx context.Context, size app.Position) error {
	for {
		head, err := a.db.Head(ctx)
		if err != nil || head.Last == size {
			return err
		}
		facts := 1
		if size-head.Last == 3 { // a request has one audit entry; none may end between
			facts = 2
		}
		if err := a.meet(ctx, facts); err != nil {
			return err
		}
	}
}

// meet records a meeting with its minutes, and decisions.
func (a *author) meet(ctx context.Context, facts int) error {
	a.meetings++
	day := party.DateOf(2024, 2, 1).AddDays(a.meetings)
	text := party.TextID(fmt.Sprintf("minutes-%03d", a.meetings))
	all := []fact.Fact{of(branch, day, &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Chair: members[0], Due: members, Minutes: text})}
	for len(all) < facts {
		all = append(all, of(branch, day, &fact.DecisionMade{Owner: members[1], Due: day.AddDays(30)}))
	}
	return a.append(ctx, record.Request{
		Facts: all,
		With: func(ctx context.Context, ring *app.Ring, to *app.Change) ([]app.Commitment, error) {
			c, err := vault.New(a.db, a.keys).Put(ctx, ring, to, fact.OrgSubject(branch),
				vault.Content{ID: text, Kind: vault.Text, Data: []byte("纪要 " + text)})
			return []app.Commitment{c}, err
		},
	})
}

// exported is all that can be had from a store: the ledger as it is exported, and every
// text of the vault. An error says that it cannot be had.
func (b *Book) exported(ctx context.Context, db *sqlite.DB) ([]byte, error) {
	var out bytes.Buffer
	if _, err := operate.Export(ctx, db, db, &out, nil); err != nil {
		return nil, err
	}
	v, ring := vault.New(db, b.keys), app.NewRing(b.keys, db, b.keys)
	var texts []party.TextID
	err := db.AllBlobs(ctx, "", func(r app.BlobRow) error {
		texts = append(texts, r.ID)
		return nil
	})
	for _, id := range texts {
		if err != nil {
			break
		}
		var c vault.Content
		c, err = v.Open(ctx, ring, id)
		fmt.Fprintf(&out, "%s %d %s\n", id, c.Kind, c.Data)
	}
	return out.Bytes(), err
}
