package keys

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

var noon = time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC)

func erased(err error) bool { return errors.Is(err, app.ErrErased) }

// TestWrap: a wrapped key opens for its subject only, in its directory only, and not as a
// box.
func TestWrap(t *testing.T) {
	d, stranger := newDir(t), newDir(t)
	key, err := d.NewKey()
	if err != nil || len(key) != 32 {
		t.Fatal(key, err)
	}
	kek, wrapped, err := d.Wrap("m:li", key)
	if err != nil || kek != 1 {
		t.Fatal(kek, err)
	}
	if got, err := d.Unwrap("m:li", wrapped); err != nil || string(got) != string(key) {
		t.Errorf("%x, %v", got, err)
	}
	box, err := d.Seal(key, "t|c|r", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := d.Open(key, "t|c|r", box); err != nil || string(got) != "x" {
		t.Errorf("%q, %v", got, err)
	}
	for name, err := range map[string]error{
		"another's":               second(d.Unwrap("m:wang", wrapped)),
		"in another directory":    second(stranger.Unwrap("m:li", wrapped)),
		"a box as a key":          second(d.Unwrap("m:li", box)),
		"a key as a box":          second(d.Open(key, "desk_key|wrapped|m:li", wrapped)),
		"a box in another place":  second(d.Open(key, "t|c|r2", box)),
		"a box of a short key":    second(d.Seal(key[1:], "t|c|r", nil)),
		"nothing":                 second(d.Unwrap("m:li", nil)),
		"nothing as a box":        second(d.Open(key, "t|c|r", nil)),
		"of a key that is not":    second(d.Unwrap("m:li", append([]byte{1, 1, 0, 0, 0, 9}, wrapped[6:]...))),
		"of a key past all":       second(d.Unwrap("m:li", append([]byte{1, 1, 255, 0, 0, 0}, wrapped[6:]...))),
		"of a version to come":    second(d.Unwrap("m:li", append([]byte{2}, wrapped[1:]...))),
		"of a suite nobody knows": second(d.Unwrap("m:li", append([]byte{1, 9}, wrapped[2:]...))),
	} {
		if errs.KindOf(err) != errs.Invalid || erased(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestMark holds P3: a code depends on the purpose and on the directory, and is the same
// every time; purpose and data are not one string.
func TestMark(t *testing.T) {
	d, other := newDir(t), newDir(t)
	seen := map[string]string{}
	for _, c := range []struct {
		d             *Dir
		purpose, data string
	}{
		{d, "id", "11010519491231002X"}, {d, "id", "110105194912310021"}, {d, "phone", "11010519491231002X"},
		{other, "id", "11010519491231002X"}, {d, "id1", "1010519491231002X"}, {d, "", "id11010519491231002X"},
	} {
		mark := string(c.d.Mark(c.purpose, []byte(c.data)))
		if len(mark) != 32 || seen[mark] != "" {
			t.Errorf("%s %s has the code of %s", c.purpose, c.data, seen[mark])
		}
		seen[mark] = c.purpose + " " + c.data
		if string(reopen(t, c.d).Mark(c.purpose, []byte(c.data))) != mark {
			t.Error("another code after opening again")
		}
	}
}

// rows is wrapped keys as a store keeps them.
type rows map[fact.Subject]app.KeyRow

// under returns up to max rows that are wrapped by a key other than one.
func (r rows) under(other int64, max int) []app.KeyRow {
	var out []app.KeyRow
	for _, s := range slices.Sorted(maps.Keys(r)) {
		if row := r[s]; row.KEK != other && len(out) < max {
			out = append(out, row)
		}
	}
	return out
}

// rotate is what a caller does, from wherever it was cut off before, a few rows at a time;
// a batch is stored whole or not at all.
func rotate(d *Dir, stored rows, step func(string) error) error {
	if len(d.Wrapping()) == 1 {
		if _, err := d.Rotate(); err != nil {
			return err
		}
	}
	numbers := d.Wrapping()
	newest := numbers[len(numbers)-1]
	for {
		batch := stored.under(newest, 3)
		if len(batch) == 0 {
			break
		}
		for _, row := range batch {
			now, err := d.Rewrap(row)
			switch {
			case erased(err):
				delete(stored, row.Subject)
			case err != nil:
				return err
			case now.Replaces != row.KEK || now.KEK != newest || now.Subject != row.Subject:
				return fmt.Errorf("%+v became %+v", row, now)
			default:
				stored[row.Subject] = now
			}
		}
		if err := step("commit"); err != nil {
			return err
		}
	}
	for _, number := range numbers[:len(numbers)-1] {
		if err := d.Retire(number); err != nil {
			return err
		}
	}
	return nil
}

// TestRotate holds P2: cut off after any operation, every row unwraps, and going on ends
// with all rows under one new key and the old one gone.
func TestRotate(t *testing.T) {
	kills := killedEverywhere(t, func(t *testing.T, step func(string) error) error {
		d, stored, keys := newDir(t), rows{}, map[fact.Subject]string{}
		for i := range 10 {
			s := fact.Subject(fmt.Sprintf("m:%d", i))
			key, err := d.NewKey()
			if err != nil {
				t.Fatal(err)
			}
			kek, wrapped, err := d.Wrap(s, key)
			if err != nil {
				t.Fatal(err)
			}
			stored[s], keys[s] = app.KeyRow{Subject: s, KEK: kek, Wrapped: wrapped}, string(key)
		}
		if err := d.Erase("m:7", noon); err != nil {
			t.Fatal(err)
		}
		delete(keys, "m:7")
		d.files.step = step
		killed := rotate(d, stored, step)
		again := reopen(t, d)
		for s, key := range keys {
			if got, err := again.Unwrap(s, stored[s].Wrapped); err != nil || string(got) != key {
				t.Fatalf("cut off by %v, %s is unreadable: %v", killed, s, err)
			}
		}
		if err := rotate(again, stored, func(string) error { return nil }); err != nil {
			t.Fatal(err)
		}
		last := reopen(t, d)
		want := int64(2)
		if killed == nil {
			want = 3 // a second rotation, not the rest of the first
		}
		if got := last.Wrapping(); !slices.Equal(got, []int64{want}) && !slices.Equal(got, []int64{3}) {
			t.Fatalf("wrapping keys %v", got)
		}
		for s, key := range keys {
			if got, err := last.Unwrap(s, stored[s].Wrapped); err != nil || string(got) != key {
				t.Fatalf("%s: %v", s, err)
			}
		}
		if len(stored) != len(keys) {
			t.Fatalf("%d rows, want %d: the erased one goes", len(stored), len(keys))
		}
		return killed
	})
	if kills < 12 {
		t.Errorf("cut off in %d places only", kills)
	}
}

// TestRotateElsewhere: a process that was open before another rotated wraps under the new
// key and unwraps from it; two that rotate at once do not overwrite each other's key.
func TestRotateElsewhere(t *testing.T) {
	d := newDir(t)
	server, third := reopen(t, d), reopen(t, d)
	if n, err := d.Rotate(); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	kek, wrapped, err := d.Wrap("m:1", make([]byte, 32))
	if err != nil || kek != 2 {
		t.Fatal(kek, err)
	}
	if _, err := server.Unwrap("m:1", wrapped); err != nil {
		t.Errorf("a key of the new number: %v", err)
	}
	if kek, _, err := reopen(t, d).Wrap("m:2", make([]byte, 32)); err != nil || kek != 2 {
		t.Errorf("wrapped under %d, %v", kek, err)
	}
	if kek, _, err := third.Wrap("m:2", make([]byte, 32)); err != nil || kek != 2 {
		t.Errorf("opened before, wrapped under %d, %v", kek, err)
	}
	stale := newDir(t)
	twin := reopen(t, stale)
	if _, err := stale.Rotate(); err != nil {
		t.Fatal(err)
	}
	if _, err := twin.Rotate(); errs.KindOf(err) != errs.Conflict {
		t.Errorf("two made key 2: %v", err)
	}
	if names, _ := stale.files.names(); slices.ContainsFunc(names, func(n string) bool { return n[0] == '.' }) {
		t.Errorf("something is left: %v", names)
	}
}

// TestRetire: the newest key is never destroyed; what an old one wrapped does not open
// any more and says why.
func TestRetire(t *testing.T) {
	d := newDir(t)
	_, wrapped, err := d.Wrap("m:1", make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []int64{1, 2} {
		if err := d.Retire(number); errs.KindOf(err) != errs.Invalid {
			t.Errorf("retired %d: %v", number, err)
		}
	}
	if _, err := d.Rotate(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.Retire(1); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []*Dir{d, reopen(t, d)} {
		if _, err := dir.Unwrap("m:1", wrapped); errs.KindOf(err) != errs.Invalid || erased(err) {
			t.Errorf("%v", err)
		}
		if got := dir.Wrapping(); !slices.Equal(got, []int64{2}) {
			t.Errorf("%v", got)
		}
	}
}

// TestKeysAnyOrder: whatever the order of wrapping, rotating, erasing and opening
// anew, each standing subject's newest row unwraps and no erased one does.
func TestKeysAnyOrder(t *testing.T) {
	d, round := newDir(t), 0
	rapid.Check(t, func(r *rapid.T) {
		stored, keys, gone := rows{}, map[fact.Subject]string{}, map[fact.Subject]bool{}
		round++
		for range rapid.IntRange(1, 15).Draw(r, "steps") {
			s := fact.Subject(fmt.Sprintf("m:%d-%d", round, rapid.IntRange(0, 3).Draw(r, "subject")))
			switch rapid.SampledFrom([]string{"wrap", "rotate", "erase", "open"}).Draw(r, "act") {
			case "wrap":
				key := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(r, "key")
				kek, wrapped, err := d.Wrap(s, key)
				if gone[s] != (err != nil) {
					r.Fatal(s, err)
				}
				if err == nil {
					stored[s], keys[s] = app.KeyRow{Subject: s, KEK: kek, Wrapped: wrapped}, string(key)
				}
			case "rotate":
				if err := rotate(d, stored, func(string) error { return nil }); err != nil {
					r.Fatal(err)
				}
			case "erase":
				if err := d.Erase(s, noon); err != nil {
					r.Fatal(err)
				}
				gone[s] = true
			case "open":
				d = reopen(t, d)
			}
		}
		for s, row := range stored {
			got, err := d.Unwrap(s, row.Wrapped)
			if gone[s] && !erased(err) || !gone[s] && (err != nil || string(got) != keys[s]) {
				r.Fatal(s, err)
			}
		}
	})
}

// BenchmarkUnwrap: what every person of a list costs beside the reading of the row.
func BenchmarkUnwrap(b *testing.B) {
	d := newDir(b)
	_, wrapped, err := d.Wrap("m:1", make([]byte, 32))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := d.Unwrap("m:1", wrapped); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen: a person's data.
func BenchmarkOpen(b *testing.B) {
	d := newDir(b)
	box, err := d.Seal(make([]byte, 32), "desk_person|box|m-1", make([]byte, 300))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := d.Open(make([]byte, 32), "desk_person|box|m-1", box); err != nil {
			b.Fatal(err)
		}
	}
}
