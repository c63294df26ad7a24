package person

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// memory is a store.
type memory struct {
	mu      sync.Mutex
	persons map[party.MemberID]app.PersonRow
	keys    map[fact.Subject]app.KeyRow
	records []app.Row
}

func newMemory() *memory {
	return &memory{persons: map[party.MemberID]app.PersonRow{}, keys: map[fact.Subject]app.KeyRow{}}
}

func (m *memory) clone() *memory {
	return &memory{persons: maps.Clone(m.persons), keys: maps.Clone(m.keys), records: slices.Clone(m.records)}
}

func (m *memory) Commit(_ context.Context, c *app.Change) (app.Receipt, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	conflict := errs.E("memory", errs.Conflict, "", nil)
	if len(c.Audit) == 0 {
		return app.Receipt{}, errs.E("memory", errs.Invalid, "", nil)
	}
	for _, r := range c.Persons {
		if m.persons[r.Member].Version != r.Version {
			return app.Receipt{}, conflict
		}
	}
	for _, k := range c.Keys {
		if m.keys[k.Subject].KEK != k.Replaces {
			return app.Receipt{}, conflict
		}
	}
	for _, r := range c.Persons {
		r.Version++
		m.persons[r.Member] = r
	}
	for _, k := range c.Keys {
		m.keys[k.Subject] = k
	}
	for _, s := range c.Destroy {
		delete(m.keys, s)
	}
	for _, r := range c.Audit {
		r.Pos = app.Position(len(m.records) + 1)
		m.records = append(m.records, r)
	}
	return app.Receipt{}, nil
}

func (m *memory) Persons(_ context.Context, members []party.MemberID) ([]app.PersonRow, error) {
	var out []app.PersonRow
	for _, id := range slices.Compact(slices.Sorted(slices.Values(members))) {
		if r, ok := m.persons[id]; ok {
			out = append(out, r)
		}
	}
	return out, nil
}

func (m *memory) PersonsByIndex(_ context.Context, index []byte) ([]app.PersonRow, error) {
	var out []app.PersonRow
	for _, id := range slices.Sorted(maps.Keys(m.persons)) {
		if r := m.persons[id]; r.Index != nil && bytes.Equal(r.Index, index) {
			out = append(out, r)
		}
	}
	return out, nil
}

func (m *memory) AllPersons(_ context.Context, after party.MemberID, yield func(app.PersonRow) error) error {
	for _, id := range slices.Sorted(maps.Keys(m.persons)) {
		if id > after {
			if err := yield(m.persons[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *memory) Keys(_ context.Context, subjects []fact.Subject) ([]app.KeyRow, error) {
	var out []app.KeyRow
	for _, s := range subjects {
		if r, ok := m.keys[s]; ok {
			out = append(out, r)
		}
	}
	return out, nil
}

func (m *memory) KeysUnder(_ context.Context, other int64, most int) ([]app.KeyRow, error) {
	var out []app.KeyRow
	for _, s := range slices.Sorted(maps.Keys(m.keys)) {
		if r := m.keys[s]; r.KEK != other && len(out) < most {
			out = append(out, r)
		}
	}
	return out, nil
}

func (m *memory) Head(context.Context) (app.Head, error) {
	return app.Head{Last: app.Position(len(m.records))}, nil
}

func (m *memory) Follow(_ context.Context, after app.Position, most int) ([]app.Row, error) {
	rest := m.records[after:]
	return rest[:min(len(rest), most)], nil
}

// box is a cipher and the list of erased.
type box struct {
	keks   map[int64][]byte
	newest int64
	marks  []byte
	erased []fact.Subject
}

func newBox() *box {
	return &box{keks: map[int64][]byte{1: bytes.Repeat([]byte{7}, 32)}, newest: 1, marks: bytes.Repeat([]byte{9}, 32)}
}

func (b *box) Wrap(s fact.Subject, key []byte) (int64, []byte, error) {
	out, err := b.Seal(b.keks[b.newest], string(s), key)
	return b.newest, append([]byte{byte(b.newest)}, out...), err
}

func (b *box) Unwrap(s fact.Subject, wrapped []byte) ([]byte, error) {
	if slices.Contains(b.erased, s) {
		return nil, errs.E("box", errs.NotFound, "", app.ErrErased)
	}
	if len(wrapped) == 0 || b.keks[int64(wrapped[0])] == nil {
		return nil, errs.E("box", errs.Invalid, "", nil)
	}
	return b.Open(b.keks[int64(wrapped[0])], string(s), wrapped[1:])
}

func aead(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return gcm
}

func (b *box) Seal(key []byte, place string, plain []byte) ([]byte, error) {
	return aead(key).Seal(nil, nil, plain, []byte(place)), nil
}

func (b *box) Open(key []byte, place string, sealed []byte) ([]byte, error) {
	out, err := aead(key).Open(nil, nil, sealed, []byte(place))
	if err != nil {
		return nil, errs.E("box", errs.Invalid, "", err)
	}
	return out, nil
}

func (b *box) NewKey() ([]byte, error) {
	key := make([]byte, 32)
	_, err := rand.Read(key)
	return key, err
}

func (b *box) Mark(purpose string, data []byte) []byte {
	mac := hmac.New(sha256.New, b.marks)
	fmt.Fprintf(mac, "%d|%s|%s", len(purpose), purpose, data)
	return mac.Sum(nil)
}

func (b *box) Erase(s fact.Subject, _ time.Time) error {
	if !slices.Contains(b.erased, s) {
		b.erased = append(b.erased, s)
	}
	return nil
}

func (b *box) Erased() []fact.Subject { return slices.Clone(b.erased) }

func (b *box) Wrapping() []int64 { return slices.Sorted(maps.Keys(b.keks)) }

func (b *box) Rotate() (int64, error) {
	b.newest++
	b.keks[b.newest] = bytes.Repeat([]byte{byte(b.newest + 40)}, 32)
	return b.newest, nil
}

func (b *box) Rewrap(row app.KeyRow) (app.KeyRow, error) {
	key, err := b.Unwrap(row.Subject, row.Wrapped)
	if err != nil {
		return app.KeyRow{}, err
	}
	kek, wrapped, err := b.Wrap(row.Subject, key)
	return app.KeyRow{Subject: row.Subject, KEK: kek, Wrapped: wrapped, Replaces: row.KEK}, err
}

func (b *box) Retire(number int64) error { delete(b.keks, number); return nil }
