package chain

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"qiangji/internal/errs"
)

// Stride is the distance of the levels whose hashes are kept beside the leaves: 8, 16,
// 24…, the roots of 256, 65 536… records. All others are computed from these.
const Stride = 8

// maxSize bounds the size of any tree that is read from outside: beyond it the
// arithmetic of tlog would not end.
const maxSize = 1 << 48

// A Head (树头) is a tree in short: how many records it has and the hash of its root.
type Head struct {
	Size int64
	Root Hash
}

// A Node (中间摘要) is the root of the n-th tree of 1<<Level records.
type Node struct {
	Level int
	N     int64
	Hash  Hash
}

// Range returns the first and the last position of the records below the node.
func (n Node) Range() (from, to int64) { return n.N<<n.Level + 1, (n.N + 1) << n.Level }

// An Edge (右缘) is all that must be known of a tree to add records to it: the roots of
// the perfect trees it consists of, at most one for each bit of its size. The zero Edge
// is that of the empty tree. Edges are values: a copy grows alone.
type Edge struct {
	size  int64
	roots [49]Hash // by level; zero where size has no bit
}

// Head returns the size and the root of the whole tree, as RFC 6962 §2.1 defines it.
func (e *Edge) Head() Head {
	if e.size == 0 {
		return Head{Root: sha256.Sum256(nil)}
	}
	level := bits.TrailingZeros64(uint64(e.size))
	root := e.roots[level]
	for level++; e.size>>level > 0; level++ {
		if e.size>>level&1 == 1 {
			root = tlog.NodeHash(e.roots[level], root)
		}
	}
	return Head{e.size, root}
}

// Add adds a record's hash and returns the nodes to be kept that it completes: one in
// 256 times, else none.
func (e *Edge) Add(leaf Hash) []Node {
	var kept []Node
	h, level := leaf, 0
	for ; e.size>>level&1 == 1; level++ {
		h = tlog.NodeHash(e.roots[level], h)
		e.roots[level] = Hash{}
		if up := level + 1; up%Stride == 0 {
			kept = append(kept, Node{up, e.size >> up, h})
		}
	}
	e.roots[level] = h
	e.size++
	return kept
}

// Bytes returns the edge as it is stored: the size in 8 bytes, big-endian, and the
// hashes of its bits, the lowest first.
func (e *Edge) Bytes() []byte {
	data := binary.BigEndian.AppendUint64(nil, uint64(e.size))
	for level := range e.roots {
		if e.size>>level&1 == 1 {
			data = append(data, e.roots[level][:]...)
		}
	}
	return data
}

// ParseEdge is the inverse of Bytes; anything else is Invalid.
func ParseEdge(data []byte) (Edge, error) {
	const op = "chain.ParseEdge"
	if len(data) < 8 {
		return Edge{}, errs.E(op, errs.Invalid, "右缘不完整：不足 8 个字节", nil)
	}
	size, data := binary.BigEndian.Uint64(data), data[8:]
	if size > maxSize {
		return Edge{}, errs.E(op, errs.Invalid, "右缘所说的条数超过限度", nil)
	}
	if len(data) != bits.OnesCount64(size)*tlog.HashSize {
		return Edge{}, errs.E(op, errs.Invalid, "右缘的长度与它所说的条数不符", nil)
	}
	e := Edge{size: int64(size)}
	for level := range e.roots {
		if e.size>>level&1 == 1 {
			data = data[copy(e.roots[level][:], data):]
		}
	}
	return e, nil
}
