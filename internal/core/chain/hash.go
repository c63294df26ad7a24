// Package chain is the arithmetic of seals: what is hashed of a record, the
// Merkle tree over all records in the order of their positions, and the text of a
// checkpoint. It computes and compares; keys and storage are elsewhere. The tree
// is that of the transparency log of golang.org/x/mod/sumdb/tlog (RFC 6962).
package chain

import "golang.org/x/mod/sumdb/tlog"

// A Hash (摘要) is SHA-256: of a record, of a node or of a whole tree.
type Hash = tlog.Hash

// A Stream (序列) says what a record is; the streams share one sequence.
type Stream string

// The streams.
const (
	Facts Stream = "fact"  // what was recorded
	Audit Stream = "audit" // who changed what
)

// RecordHash returns the leaf hash of a record: of its stream and its line, so
// that no audit entry can be passed off as a fact.
func RecordHash(s Stream, line []byte) Hash {
	data := make([]byte, 0, len(s)+1+len(line))
	data = append(append(append(data, s...), '\n'), line...)
	return tlog.RecordHash(data)
}
