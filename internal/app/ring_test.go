package app_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

// box is the smallest cipher that keeps the promises: AES-256-GCM with the place and
// the subject as additional data.
type box struct {
	kek    []byte
	erased []fact.Subject
	fail   error
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
	if b.fail != nil {
		return nil, b.fail
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

// TestRing: what one ring sealed under a key that it made, another opens once the made
// rows are stored, and only in its place and for its subject.
func TestRing(t *testing.T) {
	ctx, b, stored := t.Context(), newBox(), &rows{of: map[fact.Subject]app.KeyRow{}}
	ring := app.NewRing(b, stored, b)
	li, wang := fact.MemberSubject("m-li"), fact.MemberSubject("m-wang")
	sealed := map[fact.Subject][]byte{}
	for _, s := range []fact.Subject{li, wang, li} {
		out, err := ring.Seal(ctx, s, "here|"+string(s), []byte("秘密 "+s))
		if err != nil {
			t.Fatal(err)
		}
		sealed[s] = out
	}
	if made := ring.Made(); len(made) != 2 || made[0].Subject != li || made[0].Replaces != 0 || made[0].KEK != 1 {
		t.Fatalf("made %+v, want a key for each of two, once", made)
	}
	stored.store(ring.Made())

	again := app.NewRing(b, stored, b)
	if got, err := again.Open(ctx, li, "here|m:m-li", sealed[li]); err != nil || string(got) != "秘密 m:m-li" {
		t.Errorf("opened %q %v", got, err)
	}
	if _, err := again.Open(ctx, li, "there|m:m-li", sealed[li]); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a box in another place: %v", err)
	}
	if _, err := again.Open(ctx, wang, "here|m:m-li", sealed[li]); errs.KindOf(err) != errs.Invalid {
		t.Errorf("another's box: %v", err)
	}
	if out, err := again.Seal(ctx, li, "x", nil); err != nil || out == nil || len(again.Made()) != 0 {
		t.Errorf("a key that is there was made again: %v %v", again.Made(), err)
	}
}

// TestRingRests: a change rests on a key that was there by wrapping it anew; on one that it
// makes it rests anyhow.
func TestRingRests(t *testing.T) {
	b, stored := newBox(), &rows{of: map[fact.Subject]app.KeyRow{}}
	li, wang := fact.MemberSubject("m-li"), fact.MemberSubject("m-wang")
	for i, want := range [][]int64{{0}, {1, 0}} { // what they replace
		ring := app.NewRing(b, stored, b)
		for _, s := range []fact.Subject{li, wang}[:i+1] {
			if _, err := ring.Seal(t.Context(), s, "here", nil); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := ring.Rest(s); err != nil {
					t.Fatal(err)
				}
			}
		}
		var got []int64
		for _, row := range ring.Made() {
			got = append(got, row.Replaces)
			if _, err := b.Unwrap(row.Subject, row.Wrapped); err != nil {
				t.Error(err)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("replaced %v, want %v", got, want)
		}
		stored.store(ring.Made())
	}
}

// TestRingTellsErasedFromMissing: of an erased subject nothing opens and nothing is sealed
// any more, whatever row is there; a key that a backup left out is not called erased.
func TestRingTellsErasedFromMissing(t *testing.T) {
	ctx, b, stored := t.Context(), newBox(), &rows{of: map[fact.Subject]app.KeyRow{}}
	li := fact.MemberSubject("m-li")
	ring := app.NewRing(b, stored, b)
	sealed, err := ring.Seal(ctx, li, "x", []byte("秘密"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.NewRing(b, stored, b).Open(ctx, li, "x", sealed); errs.KindOf(err) != errs.NotFound || errors.Is(err, app.ErrErased) {
		t.Errorf("without the row: %v", err)
	}
	stored.store(ring.Made())
	open := app.NewRing(b, stored, b) // from before the erasure
	if err := b.Erase(li, time.Time{}); err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*app.Ring{"new": app.NewRing(b, stored, b), "old": open} {
		if _, err := r.Open(ctx, li, "x", sealed); !errors.Is(err, app.ErrErased) || errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s ring: open says %v", name, err)
		}
		if _, err := r.Seal(ctx, li, "x", nil); !errors.Is(err, app.ErrErased) {
			t.Errorf("%s ring: seal says %v", name, err)
		}
		if len(r.Made()) != 0 {
			t.Errorf("%s ring made %v", name, r.Made())
		}
	}
	delete(stored.of, li)
	r := app.NewRing(b, stored, b)
	if _, err := r.Seal(ctx, li, "x", nil); !errors.Is(err, app.ErrErased) || len(r.Made()) != 0 || !r.Erased(li) || r.Erasures() != 1 {
		t.Errorf("with the row gone: %v, made %v", err, r.Made())
	}
}

// TestRingFetchesMany: many keys cost a call to the store for each 500, once; a row that
// does not open names its subject and spares the others; what the store failed at is
// asked again.
func TestRingFetchesMany(t *testing.T) {
	ctx, b, stored := t.Context(), newBox(), &rows{of: map[fact.Subject]app.KeyRow{}}
	ring := app.NewRing(b, stored, b)
	var all []fact.Subject
	for i := range 1200 {
		s := fact.Subject(fmt.Sprintf("m:%04d", i))
		if all = append(all, s); i < 1000 {
			if _, err := ring.Seal(ctx, s, "x", nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	stored.store(ring.Made())
	bad := stored.of["m:0007"]
	bad.Wrapped = bytes.Repeat([]byte{1}, len(bad.Wrapped))
	stored.of["m:0007"] = bad
	r := app.NewRing(b, stored, b)
	stored.fail = errs.E("rows", errs.IO, "磁盘读不了", nil)
	if err := r.Fetch(ctx, all...); errs.KindOf(err) != errs.IO {
		t.Fatalf("a store that fails: %v", err)
	}
	stored.fail, stored.calls = nil, 0
	if err := r.Fetch(ctx, all...); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Open(ctx, "m:0007", "x", nil); errs.KindOf(err) != errs.Invalid || !bytes.Contains([]byte(err.Error()), []byte("m:0007")) {
		t.Errorf("a damaged row: %v", err)
	}
	if _, err := r.Seal(ctx, "m:0007", "x", nil); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a key in the place of a damaged one: %v", err)
	}
	b.fail = errs.E("box", errs.IO, "密钥目录读不了", nil)
	if _, err := app.NewRing(b, stored, b).Open(ctx, "m:0999", "x", nil); errs.KindOf(err) != errs.IO {
		t.Errorf("a key directory that fails is no verdict on the row: %v", err)
	}
	b.fail = nil
	stored.calls-- // of that ring
	if _, err := r.Seal(ctx, "m:0999", "x", nil); err != nil {
		t.Error(err)
	}
	if stored.calls != 3 {
		t.Errorf("%d calls, want 3", stored.calls)
	}
}
