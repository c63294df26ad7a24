package app

import (
	"time"

	"qiangji/internal/core/fact"
)

// A Cipher (密码) is the one provider of cryptography. Keys that wrap others never leave
// it. Place is table|column|row, so that a box cannot be moved.
type Cipher interface {
	// Wrap wraps a subject's data key under the newest wrapping key, and names it.
	Wrap(s fact.Subject, key []byte) (kek int64, wrapped []byte, err error)
	// Unwrap returns a subject's data key. That of an erased subject is NotFound with
	// ErrErased, whatever row is shown; what was altered is Invalid.
	Unwrap(s fact.Subject, wrapped []byte) ([]byte, error)
	// Seal encrypts under a data key; Open is its inverse, Invalid if anything of key,
	// place or box is not what it was.
	Seal(key []byte, place string, plain []byte) ([]byte, error)
	Open(key []byte, place string, box []byte) ([]byte, error)
	// NewKey returns a random data key.
	NewKey() ([]byte, error)
	// Mark is a keyed code of data for one purpose: a blind index, a row's MAC.
	Mark(purpose string, data []byte) []byte
}

// An Erasure remembers whose keys were destroyed, outside the data and its backups.
type Erasure interface {
	// Erase writes a subject down for good, before its key is destroyed.
	Erase(s fact.Subject, at time.Time) error
	// Erased returns those written down.
	Erased() []fact.Subject
}
