package vault

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// Limits of a content, in bytes.
const (
	MaxText = 64 << 10
	MaxFile = 10 << 20
)

// A Content (内容) is one text or file.
type Content struct {
	ID   party.TextID // empty: Seal draws one
	Kind Kind
	Data []byte
}

// A Vault (文本库) seals and opens blobs.
type Vault struct {
	blobs  app.Blobs
	cipher app.Cipher
}

// New returns the vault over the blobs of a store.
func New(blobs app.Blobs, c app.Cipher) *Vault { return &Vault{blobs, c} }

const op = errs.Op("vault")

func (c *Content) check() error {
	limit, unit := MaxText, "64 KiB，大约两万字；请分成几份，或者作为文件上传"
	switch {
	case c.Kind == File:
		limit, unit = MaxFile, "10 MiB；请压缩图片或者分成几份"
	case c.Kind != Text:
		return errs.E(op, errs.Invalid, "内容既不是文本也不是文件", nil)
	case !utf8.Valid(c.Data) || bytes.IndexByte(c.Data, 0) >= 0:
		return errs.E(op, errs.Invalid, "文本里有乱码，没有保存：请用 UTF-8 编码重新输入", nil)
	}
	if len(c.Data) > limit {
		return errs.E(op, errs.TooLarge, fmt.Sprintf("内容有 %d 字节，没有保存：一份最多 %s", len(c.Data), unit), nil)
	}
	if c.ID != "" && !party.PlainID(string(c.ID)) {
		return errs.E(op, errs.Invalid, "文本编号只用英文字母、数字和 - _ . :", nil)
	}
	return nil
}

// owned reports whether a subject can own a blob.
func owned(s fact.Subject) bool {
	kind, id, ok := strings.Cut(string(s), ":")
	return ok && (kind == "o" || kind == "m") && id != ""
}

// Seal seals a content for its owner. The row belongs into the change that stores the
// fact with the commitment; so do the keys that the ring made.
func (v *Vault) Seal(ctx context.Context, ring *app.Ring, owner fact.Subject, c Content) (app.BlobRow, app.Commitment, error) {
	var none app.Commitment
	if err := c.check(); err != nil {
		return app.BlobRow{}, none, err
	}
	if !owned(owner) {
		return app.BlobRow{}, none, errs.E(op, errs.Invalid, "文本要归一个党组织或者一个人，不能归“"+string(owner)+"”", nil)
	}
	s, err := newSalt()
	if err == nil && c.ID == "" {
		c.ID, err = newID()
	}
	if err != nil {
		return app.BlobRow{}, none, errs.E(op, errs.IO, "系统没有给出足够的随机数，请再试一次", err)
	}
	key, err := v.cipher.NewKey()
	if err != nil {
		return app.BlobRow{}, none, err
	}
	row := app.BlobRow{ID: c.ID, Owner: owner}
	if row.Box, err = v.cipher.Seal(key, place("box", row.ID), pack(c.Kind, s, c.Data)); err != nil {
		return row, none, err
	}
	if row.Wrapped, err = ring.Seal(ctx, owner, place("wrapped", row.ID), key); err != nil {
		return row, none, err
	}
	row.MAC = v.mark(&row)
	return row, s.commit(&c), nil
}

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func newID() (party.TextID, error) {
	var raw [15]byte
	_, err := rand.Read(raw[:])
	return party.TextID("t-" + base32Lower.EncodeToString(raw[:])), err
}

func place(column string, id party.TextID) string { return "desk_blob|" + column + "|" + string(id) }

func (v *Vault) mark(r *app.BlobRow) []byte {
	return app.MarkRow(v.cipher, "desk_blob", []byte(r.ID), []byte(r.Owner), r.Wrapped, r.Box)
}

// Put adds a content whose id is given to a change, unless the vault holds the same
// already, and returns its commitment either way: what is imported again is met again.
// Another content under the id is a Conflict.
func (v *Vault) Put(ctx context.Context, ring *app.Ring, to *app.Change, owner fact.Subject, c Content) (app.Commitment, error) {
	old, s, err := v.read(ctx, ring, c.ID)
	switch {
	case err == nil && old.Kind == c.Kind && bytes.Equal(old.Data, c.Data):
		return s.commit(&c), nil
	case err == nil:
		return app.Commitment{}, errs.E(op, errs.Conflict, "文本库里的“"+string(c.ID)+"”是另外的内容，没有改动；请重新导入一次", nil)
	case !errors.Is(err, errNoRow):
		return app.Commitment{}, err
	}
	row, commitment, err := v.Seal(ctx, ring, owner, c)
	if err == nil {
		to.Blobs = append(to.Blobs, row)
	}
	return commitment, err
}

// Open returns a content. What was erased is app.ErrErased, an unknown id NotFound, what
// was altered Invalid.
func (v *Vault) Open(ctx context.Context, ring *app.Ring, id party.TextID) (Content, error) {
	c, _, err := v.read(ctx, ring, id)
	return c, err
}

// errNoRow is in the chain where the store has no row with an id.
var errNoRow = errors.New("no such blob")

func (v *Vault) read(ctx context.Context, ring *app.Ring, id party.TextID) (Content, salt, error) {
	row, err := v.blobs.Blob(ctx, id)
	if err != nil {
		if errs.KindOf(err) == errs.NotFound {
			err = errs.E(op, errs.NotFound, "文本库里没有“"+string(id)+"”", errNoRow)
		}
		return Content{}, salt{}, err
	}
	return v.open(ctx, ring, id, &row)
}

func (v *Vault) open(ctx context.Context, ring *app.Ring, id party.TextID, row *app.BlobRow) (Content, salt, error) {
	damaged := func(err error) (Content, salt, error) {
		return Content{}, salt{}, errs.E(op, errs.Invalid, "文本“"+string(id)+"”被改动过或者坏了，没有打开；请从备份恢复", err)
	}
	if row.ID != id || !hmac.Equal(row.MAC, v.mark(row)) {
		return damaged(nil)
	}
	key, err := ring.Open(ctx, row.Owner, place("wrapped", row.ID), row.Wrapped)
	if errs.KindOf(err) == errs.Invalid {
		return damaged(err)
	}
	if err != nil {
		return Content{}, salt{}, err
	}
	plain, err := v.cipher.Open(key, place("box", row.ID), row.Box)
	if err != nil {
		return damaged(err)
	}
	kind, s, content, err := unpack(plain)
	if err != nil {
		return damaged(err)
	}
	return Content{row.ID, kind, content}, s, nil
}
