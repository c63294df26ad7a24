package app

import (
	"context"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// A Change (变更) is everything that one use case writes: all of it is stored, or
// nothing. Those of the facts' subjects that are guarded (fact.Subject.Guarded) are
// bumped by one; so is what is recorded upon one of the facts, if the change rests on it:
// of two that found one id unused, whatever the organisations, one is a Conflict.
type Change struct {
	Reads map[fact.Subject]Version // what the decision rests on; another version is a Conflict
	Facts []Row
	Audit []Row // at least one: no change without its record
	Once  *Once

	Persons  []PersonRow
	Blobs    []BlobRow
	Keys     []KeyRow       // new, or wrapped anew
	Destroy  []fact.Subject // whose keys are destroyed
	Settings []Setting
}

// Once (提交号) makes a change happen once: the same key with the same digest again
// changes nothing and gets the receipt of the first time; with another digest it is
// refused. Keys are kept for seven days.
type Once struct {
	Org    party.OrgID
	Key    string
	Digest [32]byte
	At     time.Time
}

// A Receipt says what a change came to.
type Receipt struct {
	Facts    []party.FactID
	Repeated bool // the change was made before, under the same Once
}

// A Writer commits changes. The answer comes after the change is durable. An error of
// kind Uncertain leaves open whether it was made: asking again with the same Once
// settles it. What the store cannot take now (no room, read only, stopping) is
// Unavailable, with the reason in its text; nothing was changed then.
type Writer interface {
	Commit(ctx context.Context, c *Change) (Receipt, error)
}

// A PersonRow is one person's data, sealed under the person's key.
type PersonRow struct {
	Member  party.MemberID
	Version Version // that it replaces; 0: new
	Index   []byte  // blind index of the ID number; nil: none
	Box     []byte
	MAC     []byte
}

// A BlobRow is a text or a file of the vault under its own key, which is wrapped by
// the key of an organisation or, if it concerns one person, of the person.
type BlobRow struct {
	ID      party.TextID
	Owner   fact.Subject
	Wrapped []byte
	Box     []byte
	MAC     []byte
}

// A KeyRow is a subject's data key, wrapped. Ordinary backups leave these rows out.
// What a change stores must be what it read: a row that is there already, gone or
// wrapped by another key than Replaces is a Conflict, so that no two changes make
// two keys of one subject and no destroyed key comes back. So is one wrapped by an
// older key than any row that is there: a rotation has passed it by.
type KeyRow struct {
	Subject  fact.Subject
	KEK      int64 // the number of the key that wraps it, from 1
	Wrapped  []byte
	Replaces int64 // in a change: the KEK of the row that it replaces; 0: there is none
}

// A Setting is one value of the instance.
type Setting struct {
	Name  string
	Value string
	MAC   []byte
}

// People reads persons.
type People interface {
	// Persons returns the rows of members, in order of id; unknown ones are left out.
	Persons(ctx context.Context, members []party.MemberID) ([]PersonRow, error)
	// PersonsByIndex returns the rows with a blind index.
	PersonsByIndex(ctx context.Context, index []byte) ([]PersonRow, error)
	// AllPersons yields every row in order of id after a member.
	AllPersons(ctx context.Context, after party.MemberID, yield func(PersonRow) error) error
}

// Blobs reads the vault.
type Blobs interface {
	// Blob returns one; an unknown one is NotFound.
	Blob(ctx context.Context, id party.TextID) (BlobRow, error)
	// AllBlobs yields every row in order of id after one.
	AllBlobs(ctx context.Context, after party.TextID, yield func(BlobRow) error) error
}

// Keys reads wrapped keys.
type Keys interface {
	// Keys returns those of subjects that have one.
	Keys(ctx context.Context, subjects []fact.Subject) ([]KeyRow, error)
	// KeysUnder returns up to max keys wrapped by a key other than kek, in order.
	KeysUnder(ctx context.Context, other int64, max int) ([]KeyRow, error)
}

// Settings reads what the instance is set to.
type Settings interface {
	// Setting returns one; an unknown one is NotFound.
	Setting(ctx context.Context, name string) (Setting, error)
}
