package vault

import (
	"bytes"
	"testing"
)

// FuzzUnpack: whatever a box holds, it is taken only as pack writes it.
func FuzzUnpack(f *testing.F) {
	f.Add(pack(Text, salt{1}, []byte("议题")))
	f.Add(pack(File, salt{}, nil))
	f.Add([]byte{})
	f.Add(append(pack(Text, salt{}, nil), 0))
	f.Fuzz(func(t *testing.T, plain []byte) {
		k, s, content, err := unpack(plain)
		if err == nil && !bytes.Equal(pack(k, s, content), plain) {
			t.Errorf("%x was taken as %d %x", plain, k, content)
		}
	})
}

// TestUnpackRefuses: what pack does not write.
func TestUnpackRefuses(t *testing.T) {
	good := pack(Text, salt{9}, []byte("议题"))
	if _, _, content, err := unpack(good); err != nil || string(content) != "议题" || len(good) != 256 {
		t.Fatalf("%q %v", content, err)
	}
	for name, spoil := range map[string]func([]byte) []byte{
		"short":            func(b []byte) []byte { return b[:30] },
		"another format":   func(b []byte) []byte { b[0] = 2; return b },
		"another kind":     func(b []byte) []byte { b[1] = 3; return b },
		"a file's padding": func(b []byte) []byte { b[1] = byte(File); return b },
		"too long":         func(b []byte) []byte { b[boxHead-3] = 1; return b },
		"far too long":     func(b []byte) []byte { b[boxHead-4] = 0xff; return b },
		"no zeros":         func(b []byte) []byte { b[255] = 1; return b },
		"more":             func(b []byte) []byte { return append(b, 0) },
	} {
		if _, _, _, err := unpack(spoil(bytes.Clone(good))); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
