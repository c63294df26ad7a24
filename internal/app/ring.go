package app

import (
	"context"
	"errors"
	"slices"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

// ErrErased is in the chain of every error about what was erased. It is never said of
// what is only missing.
var ErrErased = errors.New("资料已经按要求删除，不能恢复")

// A Ring (钥匙环) is the data keys of one use case: it fetches those that there are and
// makes those that are needed for the first time. One goroutine uses it, once: a change
// that met a Conflict begins again with a new ring.
type Ring struct {
	cipher Cipher
	stored Keys
	erased map[fact.Subject]bool
	held   map[fact.Subject]dataKey
	made   []KeyRow // and what is rested on
}

// A dataKey is the key of a subject, or why there is none. Both are empty where no row
// was ever stored.
type dataKey struct {
	key []byte
	kek int64 // the number of the key that wraps it in the store; 0: it is not there yet
	err error
}

// NewRing returns an empty ring over the keys in a store.
func NewRing(c Cipher, stored Keys, e Erasure) *Ring {
	r := &Ring{cipher: c, stored: stored, erased: map[fact.Subject]bool{}, held: map[fact.Subject]dataKey{}}
	for _, s := range e.Erased() {
		r.erased[s] = true
	}
	return r
}

// fetchAtOnce is how many keys are asked of the store in one call.
const fetchAtOnce = 500

// Fetch reads the keys of many subjects at once, for a caller that will need them. It
// fails only if the store does.
func (r *Ring) Fetch(ctx context.Context, subjects ...fact.Subject) error {
	var asked []fact.Subject
	for _, s := range subjects {
		if _, there := r.held[s]; !there {
			r.held[s] = dataKey{}
			asked = append(asked, s)
		}
	}
	for part := range slices.Chunk(asked, fetchAtOnce) {
		rows, err := r.stored.Keys(ctx, part)
		if err != nil {
			for _, s := range asked {
				delete(r.held, s)
			}
			return err
		}
		for _, row := range rows {
			r.held[row.Subject] = r.unwrapped(row)
		}
	}
	return nil
}

func (r *Ring) unwrapped(row KeyRow) dataKey {
	key, err := r.cipher.Unwrap(row.Subject, row.Wrapped)
	if errs.KindOf(err) == errs.Invalid {
		err = errs.E("app.Ring", errs.Invalid, "“"+string(row.Subject)+"”的数据密钥打不开：密钥目录不是这个库的，或者这一行坏了。请核对密钥目录；是这一行坏了的，从密钥备份恢复", err)
	}
	return dataKey{key, row.KEK, err}
}

// Erased reports whether a subject was erased.
func (r *Ring) Erased(s fact.Subject) bool { return r.erased[s] }

// Erasures returns how many subjects were erased: who keeps in memory what was unsealed
// forgets it when the number changes.
func (r *Ring) Erasures() int { return len(r.erased) }

// Seal encrypts under the key of a subject, which is made if it has none yet: the row of
// a made key belongs into the change that stores the box (Made). For an erased subject
// nothing is sealed any more: ErrErased, NotFound.
func (r *Ring) Seal(ctx context.Context, s fact.Subject, place string, plain []byte) ([]byte, error) {
	if err := r.Fetch(ctx, s); err != nil {
		return nil, err
	}
	if k := r.held[s]; k.key == nil && k.err == nil && !r.erased[s] {
		if err := r.make(s); err != nil {
			return nil, err
		}
	}
	key, err := r.key(s)
	if err != nil {
		return nil, err
	}
	return r.cipher.Seal(key, place, plain)
}

// make draws a key. It is held only if what was wrapped opens again: a key that cannot
// be had back would lose whatever is sealed under it.
func (r *Ring) make(s fact.Subject) error {
	key, err := r.cipher.NewKey()
	if err != nil {
		return err
	}
	kek, wrapped, err := r.cipher.Wrap(s, key)
	if err != nil {
		return err
	}
	row := KeyRow{Subject: s, KEK: kek, Wrapped: wrapped}
	k := r.unwrapped(row)
	k.kek = 0
	if k.err == nil && string(k.key) != string(key) {
		return errs.E("app.Ring", errs.Other, "新做的数据密钥包好以后打不开，没有使用；请检查密钥目录", nil)
	}
	r.held[s] = k
	if k.err == nil {
		r.made = append(r.made, row)
	}
	return nil
}

// Open is the inverse of Seal. What belongs to an erased subject is ErrErased; where the
// key is only missing it is NotFound without ErrErased; what was altered is Invalid.
func (r *Ring) Open(ctx context.Context, s fact.Subject, place string, box []byte) ([]byte, error) {
	if err := r.Fetch(ctx, s); err != nil {
		return nil, err
	}
	key, err := r.key(s)
	if err != nil {
		return nil, err
	}
	return r.cipher.Open(key, place, box)
}

func (r *Ring) key(s fact.Subject) ([]byte, error) {
	k := r.held[s]
	switch {
	case r.erased[s] || errors.Is(k.err, ErrErased):
		return nil, errs.E("app.Ring", errs.NotFound, "“"+string(s)+"”的资料已经按要求删除，不能恢复", ErrErased)
	case k.err != nil:
		return nil, k.err
	case k.key == nil:
		return nil, errs.E("app.Ring", errs.NotFound, "库里没有“"+string(s)+"”的数据密钥：普通备份不含密钥，请再恢复一份密钥备份", nil)
	}
	return k.key, nil
}

// Rest makes the change that stores what Made returns rest on the key of a subject for
// which something was sealed: if the key is destroyed meanwhile, the change is a Conflict.
// So what is stored first under a key that is there cannot come after its destruction.
func (r *Ring) Rest(s fact.Subject) error {
	k := r.held[s]
	if k.kek == 0 || slices.ContainsFunc(r.made, func(row KeyRow) bool { return row.Subject == s }) {
		return nil
	}
	kek, wrapped, err := r.cipher.Wrap(s, k.key)
	if err == nil {
		r.made = append(r.made, KeyRow{Subject: s, KEK: kek, Wrapped: wrapped, Replaces: k.kek})
	}
	return err
}

// Made returns the rows of the keys that were made or are rested on, in the order
// in which they were.
func (r *Ring) Made() []KeyRow { return slices.Clone(r.made) }
