package keys

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qiangji/internal/errs"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	data, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestEnvelope holds P1: the vectors of the algorithms (AES-256-GCM: test cases 13, 14 and 16 of
// the GCM submission to NIST; HMAC-SHA-256: RFC 4231, cases 1 and 2).
func TestEnvelope(t *testing.T) {
	s := &suites[0]
	for name, c := range map[string]struct{ key, nonce, add, plain, want string }{
		"case 13": {strings.Repeat("00", 32), strings.Repeat("00", 12), "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
		"case 14": {
			strings.Repeat("00", 32), strings.Repeat("00", 12), "", strings.Repeat("00", 16),
			"cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919",
		},
		"case 16": {
			"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
			"feedfacedeadbeeffeedfacedeadbeefabaddad2",
			"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
			"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662" +
				"76fc6ece0f4e1768cddf8853bb2d551b",
		},
	} {
		aead, err := s.aead(unhex(t, c.key))
		if err != nil {
			t.Fatal(err)
		}
		if aead.NonceSize() != nonceSize || aead.Overhead() != tagSize {
			t.Fatalf("nonce %d, tag %d", aead.NonceSize(), aead.Overhead())
		}
		if got := aead.Seal(nil, unhex(t, c.nonce), unhex(t, c.plain), unhex(t, c.add)); !bytes.Equal(got, unhex(t, c.want)) {
			t.Errorf("%s: %x", name, got)
		}
	}
	for _, c := range []struct{ key, data, want string }{
		{strings.Repeat("\x0b", 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
		{"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
	} {
		if got := s.mac([]byte(c.key), []byte(c.data)); !bytes.Equal(got, unhex(t, c.want)) {
			t.Errorf("MAC of %q: %x", c.data, got)
		}
	}
}

// TestEnvelopeForm: the bytes are those that the page says, so that others can read them.
func TestEnvelopeForm(t *testing.T) {
	s, key := &suites[0], bytes.Repeat([]byte{7}, 32)
	box, err := s.seal(0x01020304, key, "desk_person|box|m-1", []byte("秘密"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(box, []byte{1, 1, 1, 2, 3, 4}) || len(box) != 6+12+len("秘密")+16 {
		t.Fatalf("%x", box)
	}
	aead, err := s.aead(key)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := aead.Open(nil, box[6:18], box[18:], append([]byte{1, 1, 1, 2, 3, 4}, "desk_person|box|m-1"...))
	if err != nil || string(plain) != "秘密" {
		t.Errorf("%q, %v", plain, err)
	}
}

// TestEnvelopeMoves: nothing opens in another place, with another key or with any bit of
// it flipped or byte of it missing; the same text never gives the same box.
func TestEnvelopeMoves(t *testing.T) {
	s := &suites[0]
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "key")
		plain := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "plain")
		number := rapid.Uint32().Draw(t, "number")
		box, err := s.seal(number, key, "table|column|row", plain)
		if err != nil {
			t.Fatal(err)
		}
		e, err := parse(box)
		if err != nil || e.number != number {
			t.Fatal(e, err)
		}
		if got, err := e.open(key, "table|column|row"); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%x, %v", got, err)
		}
		if twice, err := s.seal(number, key, "table|column|row", plain); err != nil || bytes.Equal(twice, box) {
			t.Fatal("the same box twice", err)
		}
		for _, place := range []string{"", "table|column|row2", "table|other|row", "Table|column|row"} {
			if _, err := e.open(key, place); errs.KindOf(err) != errs.Invalid {
				t.Fatalf("in place %q: %v", place, err)
			}
		}
		bit := rapid.IntRange(0, len(box)*8-1).Draw(t, "bit")
		damaged := bytes.Clone(box)
		damaged[bit/8] ^= 1 << (bit % 8)
		if e, err := parse(damaged); err == nil {
			if _, err := e.open(key, "table|column|row"); errs.KindOf(err) != errs.Invalid {
				t.Fatalf("bit %d was flipped unseen: %v", bit, err)
			}
		}
		if e, err := parse(box[:len(box)-1]); err == nil {
			if _, err := e.open(key, "table|column|row"); errs.KindOf(err) != errs.Invalid {
				t.Fatalf("cut: %v", err)
			}
		}
		other := bytes.Clone(key)
		other[bit%32] ^= 1
		if _, err := e.open(other, "table|column|row"); errs.KindOf(err) != errs.Invalid {
			t.Fatalf("another key: %v", err)
		}
		if _, err := e.open(key[:16], "table|column|row"); errs.KindOf(err) != errs.Invalid {
			t.Fatalf("a short key: %v", err)
		}
	})
}

// TestSuitesJoin: a second suite can join; what the first sealed stays readable, and ids
// and names are told apart.
func TestSuitesJoin(t *testing.T) {
	before := suites
	t.Cleanup(func() { suites = before })
	key := bytes.Repeat([]byte{7}, 16)
	short := Suite{ID: 2, Name: "aes128gcm-hmacsha224", KeySize: 16, AEAD: newAESGCM, Hash: sha256.New224}
	old, err := suites[0].seal(0, bytes.Repeat([]byte{7}, 32), "p", []byte("old"))
	if err != nil {
		t.Fatal(err)
	}
	suites = append([]Suite{short}, before...)
	box, err := suites[0].seal(0, key, "p", []byte("new"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		box, key []byte
		want     string
	}{{old, bytes.Repeat([]byte{7}, 32), "old"}, {box, key, "new"}} {
		e, err := parse(c.box)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := e.open(c.key, "p"); err != nil || string(got) != c.want {
			t.Errorf("%q, %v", got, err)
		}
	}
	d, err := Create(t.TempDir() + "/keys")
	if err != nil || d.suite.Name != short.Name {
		t.Fatalf("%v, %v", d, err)
	}
	suites = before
	if _, err := Open(d.files.dir); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "更新的程序") {
		t.Errorf("a directory of a suite that is not known: %v", err)
	}
	if _, err := parse(box); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "套件") {
		t.Errorf("a box of a suite that is not known: %v", err)
	}
}

// FuzzEnvelope: no bytes make the reader panic or open as anything.
func FuzzEnvelope(f *testing.F) {
	key := bytes.Repeat([]byte{7}, 32)
	good, err := suites[0].seal(1, key, "p", []byte("x"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:33])
	f.Add([]byte{1, 1, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, box []byte) {
		e, err := parse(box)
		if err == nil {
			_, err = e.open(key, "q")
		}
		if errs.KindOf(err) != errs.Invalid {
			t.Fatalf("%x: %v", box, err)
		}
	})
}

// TestKeyLine: a key file is read as it was written; with anything typed wrongly it is not.
func TestKeyLine(t *testing.T) {
	key := bytes.Repeat([]byte{0xfb}, 32)
	line := keyLine("kek-3", key)
	if got, err := parseKeyLine("kek-3", 32, line); err != nil || !bytes.Equal(got, key) {
		t.Fatalf("%x, %v", got, err)
	}
	for bit := range len(line) * 8 {
		damaged := bytes.Clone(line)
		damaged[bit/8] ^= 1 << (bit % 8)
		if _, err := parseKeyLine("kek-3", 32, damaged); errs.KindOf(err) != errs.Invalid {
			t.Fatalf("bit %d was flipped unseen: %v", bit, err)
		}
	}
	for name, bad := range map[string][]byte{
		"empty": nil, "cut": line[:len(line)-1], "two": append(bytes.Clone(line), line...),
		"other": keyLine("kek-4", key), "short": keyLine("kek-3", key[1:]), "words": []byte(checked("kek-3")),
	} {
		if _, err := parseKeyLine("kek-3", 32, bad); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "kek-3") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzKeyLine: no line makes the reader panic; one that is taken is written as it was.
func FuzzKeyLine(f *testing.F) {
	f.Add(keyLine("mark", make([]byte, 32)))
	f.Add([]byte("mark \n"))
	f.Fuzz(func(t *testing.T, line []byte) {
		if key, err := parseKeyLine("mark", 32, line); err == nil && !bytes.Equal(keyLine("mark", key), line) {
			t.Fatalf("%q", line)
		}
	})
}
