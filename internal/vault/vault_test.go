package vault_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/keys"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
	"qiangji/internal/vault"
)

// A place is a vault with what it stands on.
type place struct {
	*vault.Vault
	keys    *keys.Dir
	db      *sqlite.DB
	show    *spoilt
	secrets string
	entries int
}

func newPlace(t testing.TB) *place {
	t.Helper()
	p := &place{secrets: filepath.Join(t.TempDir(), "keys")}
	var err error
	if p.keys, err = keys.Create(p.secrets); err != nil {
		t.Fatal(err)
	}
	if p.db, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "data"), sqlite.Options{Reserve: -1, LowWater: 1}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.db.Close(); err != nil {
			t.Error(err)
		}
	})
	p.show = &spoilt{Blobs: p.db, as: map[party.TextID]app.BlobRow{}}
	p.Vault = vault.New(p.show, p.keys)
	return p
}

// A spoilt store shows some blobs otherwise than they are.
type spoilt struct {
	app.Blobs
	as map[party.TextID]app.BlobRow
}

func (s *spoilt) Blob(ctx context.Context, id party.TextID) (app.BlobRow, error) {
	if row, ok := s.as[id]; ok {
		return row, nil
	}
	return s.Blobs.Blob(ctx, id)
}

func (p *place) ring() *app.Ring { return app.NewRing(p.keys, p.db, p.keys) }

func (p *place) commit(t testing.TB, c *app.Change) {
	t.Helper()
	p.entries++
	e := app.Entry{ID: fmt.Sprintf("a-%d", p.entries), Org: app.Instance, At: time.Unix(1, 0), Actor: "terminal:clerk", Action: "text.save", Result: "done"}
	row, err := e.Row()
	if err == nil {
		c.Audit = []app.Row{row}
		_, err = p.db.Commit(t.Context(), c)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// keep seals and stores.
func (p *place) keep(t testing.TB, owner fact.Subject, c vault.Content) (party.TextID, app.Commitment) {
	t.Helper()
	ring := p.ring()
	row, commitment, err := p.Seal(t.Context(), ring, owner, c)
	if err != nil {
		t.Fatal(err)
	}
	p.commit(t, &app.Change{Blobs: []app.BlobRow{row}, Keys: ring.Made()})
	return row.ID, commitment
}

func (p *place) row(t testing.TB, id party.TextID) app.BlobRow {
	t.Helper()
	row, err := p.db.Blob(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

var (
	branch = fact.OrgSubject("o-一支部")
	li     = fact.MemberSubject("m-li")
)

// TestSealOpen: what is sealed opens again as it was, is confirmed by its commitment, and
// stands nowhere in the row.
func TestSealOpen(t *testing.T) {
	p := newPlace(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := vault.Content{Kind: rapid.SampledFrom([]vault.Kind{vault.Text, vault.File}).Draw(rt, "kind")}
		if c.Kind == vault.Text {
			c.Data = []byte(strings.ReplaceAll(rapid.String().Draw(rt, "text"), "\x00", ""))
		} else {
			c.Data = rapid.SliceOfN(rapid.Byte(), 0, 5000).Draw(rt, "file")
		}
		owner := rapid.SampledFrom([]fact.Subject{branch, li}).Draw(rt, "owner")
		id, commitment := p.keep(t, owner, c)
		got, err := p.Open(t.Context(), p.ring(), id)
		if err != nil || got.Kind != c.Kind || !bytes.Equal(got.Data, c.Data) || got.ID != id || !party.PlainID(string(id)) {
			rt.Fatalf("opened %+v %v", got, err)
		}
		if state, err := p.Verify(t.Context(), p.ring(), commitment); state != vault.Intact || err != nil {
			rt.Errorf("verify says %s %v", state, err)
		}
		other := commitment
		other.MAC[rapid.IntRange(0, 31).Draw(rt, "byte")] ^= 1
		if state, err := p.Verify(t.Context(), p.ring(), other); state != vault.Altered || err != nil {
			rt.Errorf("of another commitment verify says %s %v", state, err)
		}
		if row := p.row(t, id); len(c.Data) > 8 && bytes.Contains(slices.Concat(row.Box, row.Wrapped, row.MAC), c.Data) {
			rt.Error("the content stands in the row")
		}
	})
}

// TestAltered: any flipped byte of a row, and any row in the place of another, is altered
// and never opens.
func TestAltered(t *testing.T) {
	p := newPlace(t)
	id, commitment := p.keep(t, branch, vault.Content{Kind: vault.Text, Data: []byte("讨论接收预备党员")})
	other, _ := p.keep(t, branch, vault.Content{Kind: vault.Text, Data: []byte("别的")})
	mine, theirs := p.row(t, id), p.row(t, other)
	check := func(name string, row app.BlobRow) {
		t.Helper()
		p.show.as[id] = row
		if state, err := p.Verify(t.Context(), p.ring(), commitment); state != vault.Altered || err != nil {
			t.Errorf("%s: %s %v", name, state, err)
		}
		if _, err := p.Open(t.Context(), p.ring(), id); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: open says %v", name, err)
		}
	}
	flip := func(b []byte, i int) []byte { b = slices.Clone(b); b[i] ^= 1; return b }
	for i := range mine.Box {
		row := mine
		row.Box = flip(mine.Box, i)
		check("box", row)
	}
	for i := range mine.Wrapped {
		row := mine
		row.Wrapped = flip(mine.Wrapped, i)
		check("wrapped", row)
	}
	row := mine
	row.MAC = flip(mine.MAC, 3)
	check("mac", row)
	row = mine
	row.Owner = li
	check("owner", row)
	row = theirs
	row.ID = id
	check("moved", row)
	check("another's", theirs)
}

// TestErased: of an erased owner every blob says erased, and neither missing nor altered;
// those of others open as before.
func TestErased(t *testing.T) {
	p := newPlace(t)
	id, commitment := p.keep(t, li, vault.Content{Kind: vault.Text, Data: []byte("谈话要点")})
	other, _ := p.keep(t, branch, vault.Content{Kind: vault.Text, Data: []byte("会议议题")})
	if err := p.keys.Erase(li, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	for _, keyRow := range []string{"still there", "destroyed"} {
		if keyRow == "destroyed" {
			p.commit(t, &app.Change{Destroy: []fact.Subject{li}})
		}
		if state, err := p.Verify(t.Context(), p.ring(), commitment); state != vault.Erased || err != nil {
			t.Errorf("key row %s: %s %v", keyRow, state, err)
		}
		if _, err := p.Open(t.Context(), p.ring(), id); !errors.Is(err, app.ErrErased) || errs.KindOf(err) != errs.NotFound {
			t.Errorf("key row %s: open says %v", keyRow, err)
		}
	}
	if _, _, err := p.Seal(t.Context(), p.ring(), li, vault.Content{Kind: vault.Text, Data: []byte("又谈了一次")}); !errors.Is(err, app.ErrErased) {
		t.Errorf("sealed for an erased person: %v", err)
	}
	if _, err := p.Open(t.Context(), p.ring(), other); err != nil {
		t.Error(err)
	}
}

// TestMissing: what is not there is missing; what cannot be told, because a backup left
// the keys out, is an error and no verdict.
func TestMissing(t *testing.T) {
	p := newPlace(t)
	if state, err := p.Verify(t.Context(), p.ring(), app.Commitment{Text: "t-none"}); state != vault.Missing || err != nil {
		t.Errorf("%s %v", state, err)
	}
	if _, err := p.Open(t.Context(), p.ring(), "t-none"); errs.KindOf(err) != errs.NotFound || errors.Is(err, app.ErrErased) {
		t.Error(err)
	}
	_, commitment := p.keep(t, branch, vault.Content{Kind: vault.Text, Data: []byte("议题")})
	p.commit(t, &app.Change{Destroy: []fact.Subject{branch}}) // as a backup without keys restores it
	if state, err := p.Verify(t.Context(), p.ring(), commitment); state != "" || errs.KindOf(err) != errs.NotFound || errors.Is(err, app.ErrErased) {
		t.Errorf("without keys: %s %v", state, err)
	}
}

// TestErasedCannotBeGuessed: once the owner's key is gone, nothing that remains (the row,
// its wrapped key, the commitment, the wrapping key and the codes of the key directory)
// confirms a guess, not even the right one. Before that the salt does: the same search
// finds it in the clear form, so it is able to.
func TestErasedCannotBeGuessed(t *testing.T) {
	p := newPlace(t)
	guess := []byte("不同意")
	id, commitment := p.keep(t, li, vault.Content{Kind: vault.Text, Data: guess})
	row := p.row(t, id)
	confirms := func(remains ...[]byte) bool {
		all := slices.Concat(remains...)
		for i := 0; i+32 <= len(all); i++ {
			mac := hmac.New(sha256.New, all[i:i+32])
			mac.Write(guess)
			if bytes.Equal(mac.Sum(nil), commitment.MAC[:]) {
				return true
			}
		}
		plain := sha256.Sum256(guess)
		return bytes.Contains(all, guess) || bytes.Contains(all, plain[:]) || plain == commitment.MAC
	}
	keyRows, err := p.db.Keys(t.Context(), []fact.Subject{li})
	if err != nil {
		t.Fatal(err)
	}
	dataKey, err := p.keys.Unwrap(li, keyRows[0].Wrapped)
	if err != nil {
		t.Fatal(err)
	}
	blobKey, err := p.keys.Open(dataKey, "desk_blob|wrapped|"+string(id), row.Wrapped)
	if err != nil {
		t.Fatal(err)
	}
	clearForm, err := p.keys.Open(blobKey, "desk_blob|box|"+string(id), row.Box)
	if err != nil || !confirms(clearForm) {
		t.Fatalf("the search does not find the salt where it lies: %v", err)
	}
	remains := [][]byte{[]byte(row.ID), []byte(row.Owner), row.Wrapped, row.Box, row.MAC, commitment.MAC[:],
		p.keys.Mark("salt", guess), p.keys.Mark("salt", []byte(id)), make([]byte, 32)}
	remains = append(remains, secrets(t, p.secrets)...)
	if confirms(remains...) {
		t.Error("what remains confirms the guess")
	}
	again, second := p.keep(t, li, vault.Content{Kind: vault.Text, Data: guess})
	yes, _ := p.keep(t, li, vault.Content{Kind: vault.Text, Data: []byte("同意")})
	if again == id || second.MAC == commitment.MAC || len(p.row(t, yes).Box) != len(row.Box) {
		t.Error("two blobs of one content are alike, or the length tells two short answers apart")
	}
}

// secrets is the keys that lie in a key directory.
func secrets(t testing.TB, dir string) [][]byte {
	t.Helper()
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]byte
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for word := range strings.FieldsSeq(string(data)) {
			if key, err := base64.StdEncoding.DecodeString(word); err == nil && len(key) == 32 {
				all = append(all, key)
			}
		}
	}
	if len(all) < 2 {
		t.Fatalf("%d keys found", len(all))
	}
	return all
}

// TestLimits: each limit holds to the byte, and says what to do.
func TestLimits(t *testing.T) {
	p := newPlace(t)
	for name, c := range map[string]struct {
		content vault.Content
		owner   fact.Subject
		kind    errs.Kind
		says    string
	}{
		"the longest text": {vault.Content{Kind: vault.Text, Data: bytes.Repeat([]byte("a"), vault.MaxText)}, branch, errs.Other, ""},
		"a longer text":    {vault.Content{Kind: vault.Text, Data: bytes.Repeat([]byte("a"), vault.MaxText+1)}, branch, errs.TooLarge, "一份最多 64 KiB"},
		"the longest file": {vault.Content{Kind: vault.File, Data: make([]byte, vault.MaxFile)}, branch, errs.Other, ""},
		"a longer file":    {vault.Content{Kind: vault.File, Data: make([]byte, vault.MaxFile+1)}, branch, errs.TooLarge, "一份最多 10 MiB"},
		"no UTF-8":         {vault.Content{Kind: vault.Text, Data: []byte{0xff, 'a'}}, branch, errs.Invalid, "乱码"},
		"no kind":          {vault.Content{Data: []byte("a")}, branch, errs.Invalid, "既不是文本也不是文件"},
		"an id in Chinese": {vault.Content{ID: "张三的谈话", Kind: vault.Text}, branch, errs.Invalid, "文本编号"},
		"owned by below":   {vault.Content{Kind: vault.Text}, fact.BelowSubject("o-1"), errs.Invalid, "归一个党组织或者一个人"},
		"owned by nobody":  {vault.Content{Kind: vault.Text}, "m:", errs.Invalid, "归一个党组织或者一个人"},
	} {
		_, _, err := p.Seal(t.Context(), p.ring(), c.owner, c.content)
		if c.says == "" && err != nil || c.says != "" && (errs.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPutMeetsAgain: an imported text is stored once, whatever it is called again; its
// commitment stays. Another content under its id is refused.
func TestPutMeetsAgain(t *testing.T) {
	p := newPlace(t)
	text := vault.Content{ID: "t-1", Kind: vault.Text, Data: []byte("议题")}
	var first app.Commitment
	for i := range 3 {
		var c app.Change
		ring := p.ring()
		commitment, err := p.Put(t.Context(), ring, &c, branch, text)
		if err != nil || len(c.Blobs) != len(ring.Made()) || (len(c.Blobs) == 1) != (i == 0) || i > 0 && commitment != first {
			t.Fatalf("time %d: %d blobs, %v", i, len(c.Blobs), err)
		}
		first = commitment
		c.Keys = ring.Made()
		p.commit(t, &c)
	}
	var c app.Change
	text.Data = []byte("另一个议题")
	if _, err := p.Put(t.Context(), p.ring(), &c, branch, text); errs.KindOf(err) != errs.Conflict || len(c.Blobs) != 0 {
		t.Errorf("another content: %v", err)
	}
}

func BenchmarkSealOpen(b *testing.B) {
	p := newPlace(b)
	data := make([]byte, 2000)
	_, _ = rand.Read(data) // never fails
	id, _ := p.keep(b, branch, vault.Content{Kind: vault.File, Data: data})
	for b.Loop() {
		if _, err := p.Open(b.Context(), p.ring(), id); err != nil {
			b.Fatal(err)
		}
	}
}
