package operate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"qiangji/internal/app"
	"qiangji/internal/errs"
)

// cabinet is a store of rows in memory that keeps to the promise of app.Dump; its
// third table holds keys.
type cabinet struct {
	rows map[string][][]any
	fail error // of Snapshot
}

var cabinetTables = []app.Table{
	{Name: "ledger_fact", Columns: []string{"org", "id", "line"}},
	{Name: "ledger_seal", Columns: []string{"size", "text"}},
	{Name: "desk_key", Columns: []string{"subject", "wrapped"}, Keys: true},
}

func (s *cabinet) Tables() []app.Table { return cabinetTables }

func (s *cabinet) Snapshot(_ context.Context, yield func(*app.Table, []any) error) error {
	for i := range cabinetTables {
		for _, row := range s.rows[cabinetTables[i].Name] {
			if err := yield(&cabinetTables[i], row); err != nil {
				return err
			}
		}
	}
	return s.fail
}

func (s *cabinet) Load(_ context.Context, t *app.Table, rows [][]any) error {
	if s.rows == nil {
		s.rows = map[string][][]any{}
	}
	s.rows[t.Name] = append(s.rows[t.Name], rows...)
	return nil
}

func filledCabinet() *cabinet {
	s := &cabinet{rows: map[string][][]any{}}
	for i := range 1201 {
		s.rows["ledger_fact"] = append(s.rows["ledger_fact"], []any{"b1", fmt.Sprint("f", i), []byte(`{"id":1}`)})
	}
	s.rows["ledger_seal"] = [][]any{{int64(1000), []byte("seal")}, {int64(1200), nil}}
	s.rows["desk_key"] = [][]any{{"m:m1", []byte("wrapped-key-of-m1")}}
	return s
}

// backup is how a cabinet is backed up: tried on another cabinet that must come out the same.
func backup(s *cabinet, to age.Recipient) *Backup {
	return &Backup{
		Store: s, Recipients: []age.Recipient{to}, At: time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC),
		Try: func(ctx context.Context, data, keys io.Reader) error {
			var spare cabinet
			if _, err := Restore(ctx, &spare, data, keys); err != nil {
				return err
			}
			if d := cmp.Diff(s.rows, spare.rows); d != "" {
				return errors.New(d)
			}
			return nil
		},
	}
}

func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestBackupRestores: what was backed up comes back with the private key, keys
// apart from data, and nothing of either can be read in the files.
func TestBackupRestores(t *testing.T) {
	id, s, base := identity(t), filledCabinet(), filepath.Join(t.TempDir(), "周四")
	m, err := backup(s, id.Recipient()).Write(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	if m.Sealed != 1200 || m.Rows["ledger_fact"] != 1201 || m.Rows["desk_key"] != 0 {
		t.Errorf("manifest %+v", m)
	}
	var parts []io.Reader
	for _, suffix := range []string{DataSuffix, KeysSuffix} {
		raw, err := os.ReadFile(base + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte("wrapped-key")) || bytes.Contains(raw, []byte(`{"id"`)) {
			t.Errorf("%s can be read without the private key", suffix)
		}
		plain, err := Decrypt(bytes.NewReader(raw), id)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, plain)
		if _, err := Decrypt(bytes.NewReader(raw), identity(t)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("another private key: %v", err)
		}
	}
	var back cabinet
	if _, err := Restore(t.Context(), &back, parts...); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s.rows, back.rows); d != "" {
		t.Error(d)
	}
	if left, _ := filepath.Glob(base + "*.part"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestBackupThatFailsLeavesNothing: without recipients, over an old backup, with a
// store that fails or a trial that fails there is no new file.
func TestBackupThatFailsLeavesNothing(t *testing.T) {
	id := identity(t)
	for name, spoil := range map[string]func(b *Backup, base string){
		"no recipient": func(b *Backup, _ string) { b.Recipients = nil },
		"store fails":  func(b *Backup, _ string) { b.Store.(*cabinet).fail = errors.New("disk") },
		"trial fails": func(b *Backup, _ string) {
			b.Try = func(context.Context, io.Reader, io.Reader) error { return errors.New("differs") }
		},
		"the data gets no name": func(b *Backup, base string) {
			tried := b.Try
			b.Try = func(ctx context.Context, data, keys io.Reader) error {
				return errors.Join(tried(ctx, data, keys), os.Mkdir(base+DataSuffix, 0o700), os.Mkdir(filepath.Join(base+DataSuffix, "x"), 0o700))
			}
		},
		"there already": func(_ *Backup, base string) {
			if err := os.WriteFile(base+KeysSuffix, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			b := backup(filledCabinet(), id.Recipient())
			spoil(b, filepath.Join(dir, "b"))
			before, _ := filepath.Glob(dir + "/*")
			if _, err := b.Write(t.Context(), filepath.Join(dir, "b")); err == nil {
				t.Fatal("it was made")
			}
			after, _ := filepath.Glob(dir + "/*")
			after = slices.DeleteFunc(after, func(name string) bool { return exists(filepath.Join(name, "x")) }) // ours
			if !slices.Equal(before, after) {
				t.Errorf("files %v, before %v", after, before)
			}
		})
	}
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// stream is a whole plain stream of a cabinet.
func stream(t testing.TB, s *cabinet) []byte {
	t.Helper()
	var out bytes.Buffer
	w := newRowWriter(&out)
	if err := s.Snapshot(t.Context(), w.add); err != nil {
		t.Fatal(err)
	}
	if _, err := w.end(Manifest{Part: "data", Pairing: "p"}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestBrokenStreamsAreRefused: a stream cut short anywhere, longer than its end, or
// with any byte changed is no backup; the text says so.
func TestBrokenStreamsAreRefused(t *testing.T) {
	small := &cabinet{rows: map[string][][]any{"ledger_seal": {{int64(-3), []byte("x")}, {int64(9), nil}}, "desk_key": {{"m", []byte{}}}}}
	good := stream(t, small)
	refused := func(what string, b []byte) {
		t.Helper()
		var back cabinet
		_, err := Restore(t.Context(), &back, bytes.NewReader(b))
		if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "备份") {
			t.Errorf("%s: %v", what, err)
		}
	}
	for n := range good {
		refused(fmt.Sprintf("cut at %d", n), good[:n])
		bad := bytes.Clone(good)
		bad[n] ^= 0x04
		if _, err := readStream(bytes.NewReader(bad), func(*app.Table, []any) error { return nil }); err == nil && !inManifest(good, n) {
			t.Errorf("byte %d changed: taken", n)
		}
	}
	refused("longer", append(bytes.Clone(good), '\n'))
	refused("empty", nil)
}

// inManifest reports whether a byte belongs to what the manifest says for people only.
func inManifest(good []byte, n int) bool {
	return n > bytes.LastIndexByte(good, '{')-200 && n > bytes.Index(good, []byte(`"schema"`))
}

// TestPartsOfOneBackup: data and keys of two backups, or the same part twice, are
// not put together; a table that the store does not know is refused.
func TestPartsOfOneBackup(t *testing.T) {
	one := stream(t, filledCabinet())
	var back cabinet
	if _, err := Restore(t.Context(), &back, bytes.NewReader(one), bytes.NewReader(one)); errs.KindOf(err) != errs.Invalid {
		t.Errorf("the same part twice: %v", err)
	}
	var out bytes.Buffer
	w := newRowWriter(&out)
	if err := w.add(&app.Table{Name: "ledger_new", Columns: []string{"a"}}, []any{int64(1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.end(Manifest{}); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), &back, &out); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "ledger_new") {
		t.Errorf("an unknown table: %v", err)
	}
}

// TestAnyRowsComeBack: whole numbers of any size, any text, any bytes, none.
func TestAnyRowsComeBack(t *testing.T) {
	value := rapid.OneOf(
		rapid.Map(rapid.Int64(), func(v int64) any { return v }),
		rapid.Map(rapid.String(), func(v string) any { return v }),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(v []byte) any { return v }),
		rapid.Just[any](nil))
	rapid.Check(t, func(rt *rapid.T) {
		s := &cabinet{rows: map[string][][]any{}}
		for i := range cabinetTables {
			for range rapid.IntRange(0, 3).Draw(rt, "rows") {
				s.rows[cabinetTables[i].Name] = append(s.rows[cabinetTables[i].Name],
					rapid.SliceOfN(value, len(cabinetTables[i].Columns), len(cabinetTables[i].Columns)).Draw(rt, "row"))
			}
		}
		var back cabinet
		if _, err := Restore(context.Background(), &back, bytes.NewReader(stream(t, s))); err != nil {
			rt.Fatal(err)
		}
		for name, rows := range s.rows {
			if fmt.Sprint(rows) != fmt.Sprint(back.rows[name]) {
				rt.Errorf("%s: %v, want %v", name, back.rows[name], rows)
			}
		}
	})
}

// FuzzReadStream: no bytes make it panic or take memory that they do not have.
func FuzzReadStream(f *testing.F) {
	f.Add(stream(f, &cabinet{rows: map[string][][]any{"desk_key": {{"m", []byte("k")}}}}))
	f.Add([]byte(streamMagic + "T\xff\xff\xff\xff\x0f"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = readStream(bytes.NewReader(b), func(*app.Table, []any) error { return nil })
	})
}
