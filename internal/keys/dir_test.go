package keys

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
)

var errKilled = errors.New("killed")

// killAt is a step that cuts off after the n-th operation, from 0.
func killAt(n int) func(string) error {
	return func(string) error {
		if n--; n < 0 {
			return errKilled
		}
		return nil
	}
}

// killedEverywhere calls do again and again, cut off after each of its operations in turn,
// until it is done before it would be; then says how often it was cut off.
func killedEverywhere(t *testing.T, do func(t *testing.T, step func(string) error) error) int {
	t.Helper()
	for n := range 1000 {
		if err := do(t, killAt(n)); err == nil {
			return n
		} else if !errors.Is(err, errKilled) {
			t.Fatalf("cut off after operation %d: %v", n, err)
		}
	}
	t.Fatal("never done")
	return 0
}

// newDir is a key directory of a test.
func newDir(t testing.TB) *Dir {
	t.Helper()
	d, err := Create(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// reopen opens the directory as another process does.
func reopen(t testing.TB, d *Dir) *Dir {
	t.Helper()
	again, err := Open(d.files.dir)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// TestCreate: a new directory is its owner's alone, opens as the same and is not made
// twice; two directories share nothing.
func TestCreate(t *testing.T) {
	d := newDir(t)
	again := reopen(t, d)
	if again.Origin() != d.Origin() || again.VerifierKey() != d.VerifierKey() || again.Witness().String() != d.Witness().String() ||
		string(again.Mark("p", nil)) != string(d.Mark("p", nil)) || !slices.Equal(again.Wrapping(), []int64{1}) {
		t.Error("opened, the directory is another")
	}
	other := newDir(t)
	if other.Origin() == d.Origin() || other.VerifierKey() == d.VerifierKey() || other.Witness().String() == d.Witness().String() ||
		string(other.Mark("p", nil)) == string(d.Mark("p", nil)) {
		t.Error("two directories share something")
	}
	info, err := os.Stat(d.files.dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("directory %v, %v", info.Mode(), err)
	}
	names, err := d.files.names()
	if err != nil || !slices.Equal(names, []string{"erased", "kek-1", "keys", "mark", "signing", "witness"}) {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		info, err := os.Stat(d.files.path(name))
		want := os.FileMode(0o400)
		if name == erasedFile {
			want = 0o600
		}
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, want %v, %v", name, info.Mode(), want, err)
		}
	}
	if _, err := Create(d.files.dir); errs.KindOf(err) != errs.Conflict {
		t.Errorf("made twice: %v", err)
	}
}

// TestCreateKilled: cut off anywhere, making it again completes it; until then it does not
// open.
func TestCreateKilled(t *testing.T) {
	kills := killedEverywhere(t, func(t *testing.T, step func(string) error) error {
		dir := filepath.Join(t.TempDir(), "keys")
		_, err := create(folder{dir: dir, step: step})
		if err == nil {
			return nil
		}
		if _, opened := Open(dir); opened != nil {
			if errs.KindOf(opened) != errs.NotFound {
				t.Fatalf("half made, it is %v", opened)
			}
			if _, err := Create(dir); err != nil {
				t.Fatalf("made again: %v", err)
			}
		}
		d, opened := Open(dir)
		if opened != nil {
			t.Fatal(opened)
		}
		if names, _ := d.files.names(); len(names) != 6 {
			t.Fatalf("something is left: %v", names)
		}
		return err
	})
	if kills < 30 {
		t.Errorf("cut off in %d places only", kills)
	}
}

// TestDurable: whatever is written is synced before it gets its name, and whatever gets or
// loses a name is followed by a sync of the directory: when a call returns, it is on the
// disk.
func TestDurable(t *testing.T) {
	var steps []string
	note := func(what string) error { steps = append(steps, what); return nil }
	d, err := create(folder{dir: filepath.Join(t.TempDir(), "keys"), step: note})
	if err != nil {
		t.Fatal(err)
	}
	_, rotated := d.Rotate()
	l := (&log{t: t, dir: d}).add("a")
	if err := errors.Join(rotated, d.Retire(1), d.Erase("m:1", noon), second(l.sign())); err != nil {
		t.Fatal(err)
	}
	named := 0
	for i, step := range steps {
		act, name, _ := strings.Cut(step, " ")
		var before, after string
		switch act {
		case "link":
			before, after = "sync "+name, "unlink "+name
		case "rename":
			before, after = "sync "+name, "sync directory"
		case "unlink", "remove", "mkdir":
			after = "sync directory"
		case "append":
			after = "sync " + name
		default:
			continue
		}
		if named++; before != "" && steps[i-1] != before || i+1 == len(steps) || steps[i+1] != after {
			t.Errorf("%s stands in %v", step, steps[max(0, i-2):min(len(steps), i+3)])
		}
	}
	if named < 17 || !strings.HasPrefix(steps[len(steps)-1], "sync ") {
		t.Errorf("%d acts, the last %s", named, steps[len(steps)-1])
	}
}

// TestCreateRefuses: a place that holds anything else.
func TestCreateRefuses(t *testing.T) {
	data := t.TempDir()
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "ledger.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(data); errs.KindOf(err) != errs.Conflict || !strings.Contains(err.Error(), "ledger.db") {
		t.Errorf("into the data: %v", err)
	}
	if _, err := Create(filepath.Join(data, "ledger.db")); errs.KindOf(err) != errs.Invalid {
		t.Errorf("over a file: %v", err)
	}
	if _, err := Create(filepath.Join(data, "no", "such")); errs.KindOf(err) != errs.IO {
		t.Errorf("under nothing: %v", err)
	}
	if _, err := Open(filepath.Join(data, "none")); errs.KindOf(err) != errs.NotFound {
		t.Errorf("none: %v", err)
	}
	if _, err := Open(data); errs.KindOf(err) != errs.NotFound {
		t.Errorf("not a key directory: %v", err)
	}
}

// TestOpenRefuses: whatever is missing, damaged or open to others is named, with the way
// to mend it.
func TestOpenRefuses(t *testing.T) {
	spoil := func(name string, data string) func(t *testing.T, d *Dir) {
		return func(t *testing.T, d *Dir) {
			if err := d.files.replace(name, []byte(data)); err != nil {
				t.Fatal(err)
			}
		}
	}
	lose := func(name string) func(t *testing.T, d *Dir) {
		return func(t *testing.T, d *Dir) {
			if err := d.files.remove(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	mode := func(name string, mode os.FileMode) func(t *testing.T, d *Dir) {
		return func(t *testing.T, d *Dir) {
			if err := os.Chmod(d.files.path(name), mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		spoil func(t *testing.T, d *Dir)
		kind  errs.Kind
		want  string
	}{
		"kek lost":         {lose("kek-1"), errs.NotFound, "没有包裹密钥"},
		"mark lost":        {lose(markFile), errs.NotFound, markFile},
		"signing lost":     {lose(signingFile), errs.NotFound, signingFile},
		"witness lost":     {lose(witnessFile), errs.NotFound, witnessFile},
		"list lost":        {lose(erasedFile), errs.NotFound, erasedFile},
		"format lost":      {lose(formatFile), errs.NotFound, "不是密钥目录"},
		"kek damaged":      {spoil("kek-1", "kek-1 AAAA 00000000\n"), errs.Invalid, "kek-1"},
		"kek of no number": {spoil("kek-x", ""), errs.Invalid, "kek-x"},
		"kek of number 0":  {spoil("kek-0", ""), errs.Invalid, "kek-0"},
		"kek written 02":   {spoil("kek-02", ""), errs.Invalid, "kek-02"},
		"format damaged":   {spoil(formatFile, "qiangji"), errs.Invalid, "keys"},
		"format of later":  {spoil(formatFile, checked("qiangji-keys-2 x y")), errs.Invalid, "更新"},
		"suite of later":   {spoil(formatFile, checked("qiangji-keys-1 sm4 y")), errs.Invalid, "更新"},
		"origin damaged":   {spoil(formatFile, checked("qiangji-keys-1 aes256gcm-hmacsha256 a+b")), errs.Invalid, "来源"},
		"list damaged":     {spoil(erasedFile, "m:1\n"), errs.Invalid, erasedFile},
		"signed damaged":   {spoil(signedFile, "x"), errs.Invalid, signedFile},
		"dir open":         {mode(".", 0o750), errs.Denied, "chmod 700"},
		"key open":         {mode(markFile, 0o440), errs.Denied, "chmod go="},
		"a link": {func(t *testing.T, d *Dir) {
			lose(markFile)(t, d)
			if err := os.Symlink("witness", d.files.path(markFile)); err != nil {
				t.Fatal(err)
			}
		}, errs.Invalid, "普通文件"},
		"another's key": {func(t *testing.T, d *Dir) {
			lose(markFile)(t, d)
			if err := os.Link(d.files.path(witnessFile), d.files.path(markFile)); err != nil {
				t.Fatal(err)
			}
		}, errs.Invalid, "另一把"},
	} {
		d := newDir(t)
		c.spoil(t, d)
		if _, err := Open(d.files.dir); errs.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// TestErase holds P7: an erased subject's key is not unwrapped, whatever row is shown, by
// whatever process, and nothing new is wrapped for it.
func TestErase(t *testing.T) {
	d := newDir(t)
	other := reopen(t, d)
	li, wang := fact.Subject("m:li"), fact.Subject("m:wang")
	key, err := d.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	_, backup, err := d.Wrap(li, key)
	if err != nil {
		t.Fatal(err)
	}
	_, kept, err := d.Wrap(wang, key)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // twice is once
		if err := d.Erase(li, noon); err != nil {
			t.Fatal(err)
		}
	}
	for name, dir := range map[string]*Dir{"the same": d, "another process": other, "a later one": reopen(t, d)} {
		if _, err := dir.Unwrap(li, backup); errs.KindOf(err) != errs.NotFound || !erased(err) {
			t.Errorf("%s: an erased key: %v", name, err)
		}
		if _, _, err := dir.Wrap(li, key); errs.KindOf(err) != errs.NotFound || !erased(err) {
			t.Errorf("%s: wrapped for an erased subject: %v", name, err)
		}
		if _, err := dir.Unwrap(wang, backup); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: an erased key under another name: %v", name, err)
		}
		if got, err := dir.Unwrap(wang, kept); err != nil || string(got) != string(key) {
			t.Errorf("%s: another's key: %v", name, err)
		}
		if got := dir.Erased(); !slices.Equal(got, []fact.Subject{li}) {
			t.Errorf("%s: erased %v", name, got)
		}
	}
	text, err := d.files.read(erasedFile)
	if err != nil || string(text) != checked("2026-11-26T08:00:00Z m:li") {
		t.Errorf("the list says %q, %v", text, err)
	}
	for _, bad := range []fact.Subject{"", "m: li", "m:li\n", "\xff", "m:\x00"} {
		if err := d.Erase(bad, noon); errs.KindOf(err) != errs.Invalid {
			t.Errorf("erased %q: %v", bad, err)
		}
	}
}

// TestEraseKilled: an erasure that was answered is there; one that was cut off is there or
// not, and can be made again. None before it is ever lost.
func TestEraseKilled(t *testing.T) {
	kills := killedEverywhere(t, func(t *testing.T, step func(string) error) error {
		d := newDir(t)
		if err := d.Erase("m:1", noon); err != nil {
			t.Fatal(err)
		}
		d.files.step = step
		err := d.Erase("m:2", noon)
		again := reopen(t, d)
		if got := again.Erased(); got[0] != "m:1" || err == nil && len(got) != 2 {
			t.Fatalf("erased %v after %v", got, err)
		}
		if err := errors.Join(again.Erase("m:2", noon), again.Erase("m:3", noon)); err != nil {
			t.Fatal(err)
		}
		if got := reopen(t, d).Erased(); !slices.Equal(got, []fact.Subject{"m:1", "m:2", "m:3"}) {
			t.Fatalf("erased %v", got)
		}
		return err
	})
	if kills < 2 {
		t.Errorf("cut off in %d places only", kills)
	}
}

// TestEraseTorn: a list cut at any byte holds the whole lines before the cut, and goes on
// from there; a damaged line that is whole is refused.
func TestEraseTorn(t *testing.T) {
	d := newDir(t)
	for i := range 3 {
		if err := d.Erase(fact.Subject(fmt.Sprintf("m:%d", i)), noon.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := d.files.read(erasedFile)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range len(whole) {
		if err := d.files.replace(erasedFile, whole[:cut]); err != nil {
			t.Fatal(err)
		}
		again := reopen(t, d)
		if got, want := len(again.Erased()), strings.Count(string(whole[:cut]), "\n"); got != want {
			t.Fatalf("cut at %d: %d erased, want %d", cut, got, want)
		}
		if err := again.Erase("m:new", noon); err != nil {
			t.Fatal(err)
		}
		if got := reopen(t, d).Erased(); got[len(got)-1] != "m:new" {
			t.Fatalf("cut at %d: then erased %v", cut, got)
		}
	}
	for bit := range len(whole) * 8 {
		damaged := []byte(string(whole))
		damaged[bit/8] ^= 1 << (bit % 8)
		if bit/8 == len(whole)-1 {
			continue // the last line end: a cut
		}
		if _, err := parseErased(damaged); errs.KindOf(err) != errs.Invalid {
			t.Fatalf("bit %d was flipped unseen", bit)
		}
	}
	for _, body := range []string{"", "m:li", "today m:li", "2026-11-26T08:00:00Z", "2026-11-26T08:00:00Z m:li twice"} {
		if _, err := parseErased([]byte(checked(body))); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v", body, err)
		}
	}
}

// FuzzErased: no list makes the reader panic, and every subject it names could be written.
func FuzzErased(f *testing.F) {
	f.Add([]byte(checked("2026-11-26T08:00:00Z m:li")))
	f.Add([]byte(checked("2026-11-26T08:00:00Z m:li") + "2026"))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := parseErased(data)
		if err != nil {
			return
		}
		for _, s := range list.order {
			if !writable(s) || !list.of[s] {
				t.Fatalf("%q holds %q", data, s)
			}
		}
	})
}
