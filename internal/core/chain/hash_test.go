package chain

import (
	"crypto/sha256"
	"testing"
)

// TestRecordHash: the leaf of RFC 6962, a zero byte before what is hashed.
func TestRecordHash(t *testing.T) {
	if got, want := RecordHash(Facts, []byte("{}")), Hash(sha256.Sum256([]byte("\x00fact\n{}"))); got != want {
		t.Errorf("a fact's hash is %v, want %v", got, want)
	}
	if RecordHash(Facts, []byte("{}")) == RecordHash(Audit, []byte("{}")) {
		t.Error("an audit entry can be passed off as a fact")
	}
}
