package vault_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// box is the smallest cipher that keeps the promises: AES-256-GCM with the place and
// the subject as additional data.
type box struct {
	kek    []byte
	erased []fact.Subject
}

func newBox() *box { return &box{kek: bytes.Repeat([]byte{7}, 32)} }

func (b *box) Wrap(s fact.Subject, key []byte) (int64, []byte, error) {
	out, err := b.Seal(b.kek, string(s), key)
	return 1, out, err
}

func (b *box) Unwrap(s fact.Subject, wrapped []byte) ([]byte, error) {
	if slices.Contains(b.erased, s) {
		return nil, errs.E("box", errs.NotFound, "", app.ErrErased)
	}
	return b.Open(b.kek, string(s), wrapped)
}

func (b *box) aead(key []byte) cipher.AEAD {
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
	return b.aead(key).Seal(nil, nil, plain, []byte(place)), nil
}

func (b *box) Open(key []byte, place string, sealed []byte) ([]byte, error) {
	out, err := b.aead(key).Open(nil, nil, sealed, []byte(place))
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
	mac := hmac.New(sha256.New, b.kek)
	fmt.Fprintf(mac, "%d|%s|%s", len(purpose), purpose, data)
	return mac.Sum(nil)
}

func (b *box) Erase(s fact.Subject, _ time.Time) error { b.erased = append(b.erased, s); return nil }
func (b *box) Erased() []fact.Subject                  { return b.erased }

// rows is keys as a store keeps them; calls counts how often it was asked.
type rows struct {
	of    map[fact.Subject]app.KeyRow
	calls int
	fail  error
}

func (r *rows) Keys(_ context.Context, subjects []fact.Subject) ([]app.KeyRow, error) {
	if r.calls++; r.fail != nil {
		return nil, r.fail
	}
	var out []app.KeyRow
	for _, s := range subjects {
		if row, ok := r.of[s]; ok {
			out = append(out, row)
		}
	}
	return out, nil
}

func (r *rows) KeysUnder(context.Context, int64, int) ([]app.KeyRow, error) { return nil, nil }

func (r *rows) store(made []app.KeyRow) {
	for _, row := range made {
		r.of[row.Subject] = row
	}
}

// blobs is the vault as a store keeps it.
type blobs map[party.TextID]app.BlobRow

func (b blobs) Blob(_ context.Context, id party.TextID) (app.BlobRow, error) {
	row, ok := b[id]
	if !ok {
		return row, errs.E("blobs", errs.NotFound, "", nil)
	}
	return row, nil
}

func (b blobs) AllBlobs(context.Context, party.TextID, func(app.BlobRow) error) error { return nil }
