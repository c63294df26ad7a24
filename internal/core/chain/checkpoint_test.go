package chain

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"qiangji/internal/errs"
)

const origin = "qiangji/7f3a"

var noon = time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC)

// signerOf is a signing key made of a seed, with its public key.
func signerOf(t interface{ Fatal(...any) }, name string, seed byte) (note.Signer, note.Verifier) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32))
	vkey, err := note.NewEd25519VerifierKey(name, key.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return edSigner{verifier, key}, verifier
}

type edSigner struct {
	note.Verifier
	key ed25519.PrivateKey
}

func (s edSigner) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

func checkpointOf(n int) *Checkpoint {
	e := edgeOf(n)
	return &Checkpoint{Origin: origin, Head: e.Head(), At: noon}
}

const example = "qiangji/7f3a\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nsealed 2026-11-26T08:00:00Z\n"

// TestCheckpointText: the lines of C2SP tlog-checkpoint, with the time as an extension.
func TestCheckpointText(t *testing.T) {
	root, err := tlog.ParseHash("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
	if err != nil {
		t.Fatal(err)
	}
	c := &Checkpoint{Origin: origin, Head: Head{20852163, root}, At: noon.In(time.FixedZone("CST", 8*3600))}
	if got := c.Text(); got != example {
		t.Errorf("%s", got)
	}
	got, err := ParseCheckpoint(example)
	if err != nil {
		t.Fatal(err)
	}
	if !got.At.Equal(noon) || got.Head != c.Head || got.Origin != origin || got.Extension != nil {
		t.Errorf("%+v", got)
	}
	bare := strings.Join(strings.SplitAfter(example, "\n")[:3], "")
	if got, err := ParseCheckpoint(bare); err != nil || !got.At.IsZero() {
		t.Errorf("without a time: %+v, %v", got, err)
	}
	more := example + "later\nand more\n"
	if got, err := ParseCheckpoint(more); err != nil || len(got.Extension) != 2 || got.Text() != more {
		t.Errorf("with further lines: %+v, %v", got, err)
	}
}

// TestCheckpointRoundTrip: what is written is read as the same.
func TestCheckpointRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &Checkpoint{
			Origin: rapid.StringMatching(`[a-z./0-9]{1,30}`).Draw(t, "origin"),
			At:     time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "at"), 0).UTC(),
		}
		c.Size = rapid.Int64Range(0, maxSize).Draw(t, "size")
		copy(c.Root[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "root"))
		if lines := rapid.SliceOfN(rapid.StringMatching(`[a-z ]{1,9}`), 0, 3).Draw(t, "lines"); len(lines) > 0 {
			c.Extension = lines
		}
		got, err := ParseCheckpoint(c.Text())
		if err != nil || !reflect.DeepEqual(got, c) {
			t.Fatalf("%+v came back as %+v, %v", c, got, err)
		}
	})
}

// TestCheckpointRefusals: anything but the one way to write it.
func TestCheckpointRefusals(t *testing.T) {
	replaced := func(old, now string) string { return strings.Replace(example, old, now, 1) }
	for name, text := range map[string]string{
		"empty":           "",
		"two lines":       "a\n1\n",
		"no newline":      strings.TrimSuffix(example, "\n"),
		"no origin":       replaced(origin, ""),
		"leading zero":    replaced("208", "0208"),
		"plus":            replaced("208", "+208"),
		"negative":        replaced("208", "-208"),
		"not a number":    replaced("208", "x"),
		"too large":       replaced("20852163", "281474976710657"),
		"far too large":   replaced("20852163", "99999999999999999999"),
		"short root":      replaced("CsUY", ""),
		"no base64":       replaced("CsUY", "****"),
		"root otherwise":  replaced("q2I=", "q2J="),
		"blank line":      replaced("sealed", "\nsealed"),
		"blank at end":    example + "\n",
		"control":         replaced("sealed", "a\tb\nsealed"),
		"carriage return": replaced("Z\n", "Z\r\n"),
		"not UTF-8":       example + "\xff\n",
		"time of a zone":  replaced("08:00:00Z", "16:00:00+08:00"),
		"time in parts":   replaced("00Z", "00.5Z"),
		"no time":         replaced("2026-11-26T08:00:00Z", "today"),
		"the year one":    replaced("2026-11-26T08:00:00Z", "0001-01-01T00:00:00Z"),
		"too long":        example + strings.Repeat("x\n", maxText),
	} {
		if c, err := ParseCheckpoint(text); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "封印的格式不对：") {
			t.Errorf("%s: took %+v, %v", name, c, err)
		}
	}
}

// TestSignAndOpen: what was signed opens; any flipped bit of it does not open as anything
// else, and neither does it under another key or origin.
func TestSignAndOpen(t *testing.T) {
	signer, verifier := signerOf(t, origin, 9)
	text, err := Sign(checkpointOf(300), signer)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Open(text, verifier)
	if err != nil || got.Head != checkpointOf(300).Head || !got.At.Equal(noon) || got.Cosigned != nil {
		t.Fatalf("%+v, %v", got, err)
	}
	if c, err := Unverified(text); err != nil || c.Head != got.Head {
		t.Errorf("unverified: %+v, %v", c, err)
	}
	for bit := range len(text) * 8 {
		damaged := bytes.Clone(text)
		damaged[bit/8] ^= 1 << (bit % 8)
		if c, err := Open(damaged, verifier); errs.KindOf(err) != errs.Invalid {
			t.Fatalf("bit %d was flipped unseen: %+v, %v", bit, c, err)
		}
	}
	_, other := signerOf(t, origin, 10)
	if _, err := Open(text, other); errs.KindOf(err) != errs.Invalid {
		t.Errorf("another key: %v", err)
	}
	long := append(bytes.Clone(text), make([]byte, maxText)...)
	if _, err := Open(long, verifier); errs.KindOf(err) != errs.TooLarge {
		t.Errorf("too long: %v", err)
	}
	if _, err := Unverified(long); errs.KindOf(err) != errs.TooLarge {
		t.Errorf("too long, unverified: %v", err)
	}
}

// TestOpenAsksWhose: a checkpoint of another origin does not pass for this log's, though
// this log's key signed it; nor does one that only a witness signed.
func TestOpenAsksWhose(t *testing.T) {
	signer, verifier := signerOf(t, origin, 9)
	foreign := strings.Replace(example, origin, "qiangji/other", 1)
	text, err := note.Sign(&note.Note{Text: foreign}, signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(text, verifier); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "不是这个实例签的") {
		t.Errorf("of another origin: %v", err)
	}
	noCheckpoint, err := note.Sign(&note.Note{Text: "hello\n"}, signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(noCheckpoint, verifier); errs.KindOf(err) != errs.Invalid {
		t.Errorf("no checkpoint: %v", err)
	}
	_, witness := witnessOf(t)
	line := cosignedLine(t, []byte(example+"\n— x AAAAAAAA\n"))
	if _, err := Open(append([]byte(example+"\n"), line...), verifier, witness); errs.KindOf(err) != errs.Invalid {
		t.Errorf("signed by a witness only: %v", err)
	}
}

// TestSignRefusals: nothing is signed that could not be read, or under another name.
func TestSignRefusals(t *testing.T) {
	signer, _ := signerOf(t, origin, 9)
	for name, change := range map[string]func(*Checkpoint){
		"another name": func(c *Checkpoint) { c.Origin = "qiangji/other" },
		"no origin":    func(c *Checkpoint) { c.Origin = "" },
		"two lines":    func(c *Checkpoint) { c.Extension = []string{"a\n\nb"} },
		"negative":     func(c *Checkpoint) { c.Size = -1 },
	} {
		c := checkpointOf(3)
		change(c)
		if text, err := Sign(c, signer); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: signed %s, %v", name, text, err)
		}
	}
	if _, err := Sign(checkpointOf(3), failing{signer}); errs.KindOf(err) != errs.Other {
		t.Errorf("the key failed: %v", err)
	}
}

type failing struct{ note.Signer }

func (failing) Sign([]byte) ([]byte, error) { return nil, fmt.Errorf("no") }

// FuzzCheckpoint: no text makes a reader panic; what is taken is written as it was.
func FuzzCheckpoint(f *testing.F) {
	signer, verifier := signerOf(f, origin, 9)
	text, err := Sign(checkpointOf(3), signer)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add(example)
	f.Add(example + "more\n")
	f.Add("a\n0\n" + Hash{}.String() + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := ParseCheckpoint(text); err == nil {
			if c.Text() != text || c.Size < 0 || c.Size > maxSize {
				t.Fatalf("%q is written as %q", text, c.Text())
			}
		} else if errs.KindOf(err) != errs.Invalid {
			t.Fatal(err)
		}
		if c, err := Open([]byte(text), verifier); err == nil {
			if u, err := Unverified([]byte(text)); err != nil || u.Head != c.Head {
				t.Fatalf("%q opens as %+v and reads as %+v, %v", text, c, u, err)
			}
		}
	})
}
