package chain

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/errs"
)

const witnessName = "witness.example/w1"

var witnessKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))

func witnessOf(t interface{ Fatal(...any) }) (ed25519.PrivateKey, *Witness) {
	w, err := NewWitness(witnessName, witnessKey.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	return witnessKey, w
}

// cosignedLine is the line of the witness over a signed checkpoint.
func cosignedLine(t interface{ Fatal(...any) }, text []byte) []byte {
	line, err := Cosign(text, witnessName, witnessKey, noon.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// The vector was made with filippo.io/torchwood v0.9.0 from a key of 32 sevens.
const (
	vectorKey  = "witness.example/w1+aa4a09d1+BOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
	vectorLine = "— witness.example/w1 qkoJ0QAAAABrB+fuVBbs1eOqeLZCJZXMKMQQ0OQkHWyxPXgwwheDIQTcL2FwGY2M9M+6YotnF5aPvKBHAxiK9Y4UJKr9Nm9jKU+WCw==\n"
)

// TestCosignatureVector: the line and the key of another implementation, byte for byte.
func TestCosignatureVector(t *testing.T) {
	_, w := witnessOf(t)
	if got := w.String(); got != vectorKey {
		t.Errorf("key %s", got)
	}
	const at = 0x6b07e7ee // in the vector, after the key id
	line, err := Cosign([]byte(example+"\n— x AAAAAAAA\n"), witnessName, witnessKey, time.Unix(at, 0))
	if err != nil || string(line) != vectorLine {
		t.Errorf("%s, %v", line, err)
	}
	if _, err := note.Open([]byte(example+"\n"+vectorLine), note.VerifierList(w)); err != nil {
		t.Error(err)
	}
}

// TestCosignatureBinds: not one bit of the text, of the time or of the signature can change.
func TestCosignatureBinds(t *testing.T) {
	_, w := witnessOf(t)
	text := []byte(example + "\n— x AAAAAAAA\n")
	for bit := range len(vectorLine) * 8 {
		damaged := []byte(vectorLine)
		damaged[bit/8] ^= 1 << (bit % 8)
		if out, err := AddCosignature(text, damaged, w); err == nil {
			t.Fatalf("bit %d was flipped unseen: %s", bit, out)
		}
	}
	for bit := range len(example) * 8 {
		damaged := bytes.Clone(text)
		damaged[bit/8] ^= 1 << (bit % 8)
		if out, err := AddCosignature(damaged, []byte(vectorLine), w); err == nil {
			t.Fatalf("bit %d of the text was flipped unseen: %s", bit, out)
		}
	}
	sig := make([]byte, 8+ed25519.SignatureSize)
	for name, bad := range map[string][]byte{
		"short": sig[1:], "long": append(sig, 0), "none": nil, "zeros": sig,
		"a time past all": append([]byte{0x80}, sig[1:]...),
	} {
		if w.Verify([]byte(example), bad) {
			t.Errorf("%s: verified", name)
		}
	}
}

// TestParseWitness: a key comes back as it was; with any byte changed it does not.
func TestParseWitness(t *testing.T) {
	w, err := ParseWitness(vectorKey)
	if err != nil || w.Name() != witnessName || w.String() != vectorKey {
		t.Fatalf("%v, %v", w, err)
	}
	for i := range vectorKey {
		damaged := []byte(vectorKey)
		damaged[i] ^= 1
		if _, err := ParseWitness(string(damaged)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", damaged, err)
		}
	}
	_, log := signerOf(t, origin, 9)
	logKey := "qiangji/7f3a+295347a2+Af0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY"
	if v, err := note.NewVerifier(logKey); err != nil || v.KeyHash() != log.KeyHash() {
		t.Fatalf("the log's own key: %v", err)
	}
	for _, bad := range []string{"", "a", "a+b", "a+00000000+", logKey, "+" + vectorKey, vectorKey + "+"} {
		if _, err := ParseWitness(bad); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, name := range []string{"", "a b", "a+b", "a\u3000b", "\xff"} {
		if _, err := NewWitness(name, w.key); errs.KindOf(err) != errs.Invalid {
			t.Errorf("name %q: %v", name, err)
		}
	}
	if _, err := NewWitness("a", w.key[1:]); errs.KindOf(err) != errs.Invalid {
		t.Errorf("short key: %v", err)
	}
}

// TestAddCosignature: the line is merged and nothing before it touched; what is not this
// witness's line over this text is refused.
func TestAddCosignature(t *testing.T) {
	signer, log := signerOf(t, origin, 9)
	_, w := witnessOf(t)
	text, err := Sign(checkpointOf(300), signer)
	if err != nil {
		t.Fatal(err)
	}
	line := cosignedLine(t, text)
	both, err := AddCosignature(text, line, w)
	if err != nil || !bytes.Equal(both, append(bytes.Clone(text), line...)) {
		t.Fatalf("%s, %v", both, err)
	}
	got, err := Open(both, log, w)
	if err != nil || len(got.Cosigned) != 1 || got.Cosigned[0] != (Cosignature{witnessName, noon.Add(time.Minute)}) {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err := Open(both, log); err != nil || got.Cosigned != nil {
		t.Errorf("a witness nobody asked for: %+v, %v", got, err)
	}

	later, err := Cosign(text, witnessName, witnessKey, noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := AddCosignature(both, later, w); err != nil || !bytes.Equal(again, both) {
		t.Errorf("cosigned again: %s, %v", again, err)
	}

	other, err := Sign(checkpointOf(301), signer)
	if err != nil {
		t.Fatal(err)
	}
	_, stranger, err := ed25519.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{1}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	strange, err := Cosign(text, "other", stranger, noon)
	if err != nil {
		t.Fatal(err)
	}
	same, err := Cosign(text, witnessName, stranger, noon)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"over another text": cosignedLine(t, other), "of another witness": strange, "of another key": same,
		"two lines": append(bytes.Clone(line), line...), "half a line": line[:len(line)-1], "nothing": nil,
		"no signature": []byte("hello\n"), "the log's own": text[bytes.LastIndex(text, []byte("—")):],
	} {
		if out, err := AddCosignature(text, bad, w); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %s, %v", name, out, err)
		}
	}
	if _, err := AddCosignature([]byte("hello\n"), line, w); errs.KindOf(err) != errs.Invalid {
		t.Errorf("to no note: %v", err)
	}
	spoiled := append(bytes.Clone(text), cosignedLine(t, other)...)
	if _, err := AddCosignature(spoiled, line, w); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "已有") {
		t.Errorf("to a spoiled one: %v", err)
	}
	if _, err := Open(spoiled, log, w); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a spoiled one opens: %v", err)
	}
}

// TestCosignRefusals: a witness signs checkpoints only.
func TestCosignRefusals(t *testing.T) {
	signer, _ := signerOf(t, origin, 9)
	hello, err := note.Sign(&note.Note{Text: "hello\n"}, signer)
	if err != nil {
		t.Fatal(err)
	}
	good, err := Sign(checkpointOf(1), signer)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text []byte
		name string
		at   time.Time
	}{
		"a note":           {hello, "w", noon},
		"no note":          {[]byte(example), "w", noon},
		"no name":          {good, "", noon},
		"a name of two":    {good, "a b", noon},
		"before all clock": {good, "w", time.Unix(-1, 0)},
	} {
		if line, err := Cosign(c.text, c.name, witnessKey, c.at); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %s, %v", name, line, err)
		}
	}
}

// FuzzCosignature: no line and no key make a reader panic, and none but the witness's own
// is merged.
func FuzzCosignature(f *testing.F) {
	signer, _ := signerOf(f, origin, 9)
	_, w := witnessOf(f)
	text, err := Sign(checkpointOf(3), signer)
	if err != nil {
		f.Fatal(err)
	}
	good := cosignedLine(f, text)
	f.Add(good, vectorKey)
	f.Add([]byte(vectorLine), "")
	f.Add([]byte("— a AAAAAAAA\n"), "a+00000000+BA==")
	f.Fuzz(func(t *testing.T, line []byte, vkey string) {
		if out, err := AddCosignature(text, line, w); err == nil && !bytes.Equal(line, good) {
			t.Fatalf("merged %q into %q", line, out)
		}
		if w, err := ParseWitness(vkey); err == nil && w.String() != vkey {
			t.Fatalf("%q is written as %q", vkey, w)
		}
	})
}
