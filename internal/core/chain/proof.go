package chain

import (
	"golang.org/x/mod/sumdb/tlog"

	"qiangji/internal/errs"
)

// A Read returns n kept hashes of a level from an index on, both counted from 0: those of
// records for level 0 (the record at position p has index p-1), nodes for 8, 16, 24….
type Read func(level int, from int64, n int) ([]Hash, error)

// Extend adds the hashes of new records to the tree of a signed head. It refuses, with
// Invalid, an edge that does not hash to that head: whoever signs what Extend returned
// never signs a tree that forgot or changed what was signed before. The edge and the
// nodes it returns are those to be kept.
func Extend(signed Head, edge Edge, leaves []Hash) (Edge, []Node, error) {
	if have := edge.Head(); have != signed {
		return Edge{}, nil, errs.E("chain.Extend", errs.Invalid,
			"存下的右缘算不出上一次封印的树根：序列或右缘被改动过，不能在它上面继续封印。请先运行 verify", nil)
	}
	if int64(len(leaves)) > maxSize-edge.size {
		return Edge{}, nil, errs.E("chain.Extend", errs.TooLarge, "记录的条数超过限度", nil)
	}
	var kept []Node
	for _, leaf := range leaves {
		kept = append(kept, edge.Add(leaf)...)
	}
	return edge, kept, nil
}

// ProveRecord returns the proof that the tree of a size holds the record at a position
// (RFC 6962 §2.1.1). It reads at most 256 hashes of each level's tile on the way.
func ProveRecord(size, pos int64, read Read) ([]Hash, error) {
	if pos < 1 || pos > size || size > maxSize {
		return nil, errs.E("chain.ProveRecord", errs.Invalid, "位置不在这棵树里", nil)
	}
	return tlog.ProveRecord(size, pos-1, reader(size, read))
}

// CheckRecord verifies that proof shows a record's hash to be at a position of a tree.
func CheckRecord(proof []Hash, h Head, pos int64, leaf Hash) error {
	const op = "chain.CheckRecord"
	if pos < 1 || pos > h.Size || h.Size > maxSize {
		return errs.E(op, errs.Invalid, "位置不在这棵树里", nil)
	}
	if err := tlog.CheckRecord(proof, h.Size, h.Root, pos-1, leaf); err != nil {
		return errs.E(op, errs.Invalid, "证明不成立：这条记录不在封印的树里，或者不是原来的内容", err)
	}
	return nil
}

// HeadAt returns the head that a tree had at a size.
func HeadAt(size int64, read Read) (Head, error) {
	switch {
	case size < 0 || size > maxSize:
		return Head{}, errs.E("chain.HeadAt", errs.Invalid, "条数超过限度", nil)
	case size == 0:
		return new(Edge).Head(), nil
	}
	root, err := tlog.TreeHash(size, reader(size, read))
	return Head{Size: size, Root: root}, err
}

// ProveTree returns the proof that the tree of a size begins with all of that of an
// earlier size (RFC 6962 §2.1.2).
func ProveTree(old, size int64, read Read) ([]Hash, error) {
	if old < 0 || old > size || size > maxSize {
		return nil, errs.E("chain.ProveTree", errs.Invalid, "较早的树不能比后来的大", nil)
	}
	if old == 0 {
		return nil, nil
	}
	return tlog.ProveTree(size, old, reader(size, read))
}

// CheckTree verifies that proof shows a tree to begin with all of an older one. Every
// tree begins with the empty one.
func CheckTree(proof []Hash, old, now Head) error {
	const op = "chain.CheckTree"
	switch {
	case old.Size < 0 || old.Size > now.Size || now.Size > maxSize:
		return errs.E(op, errs.Invalid, "条数变少了：后来的树比先前见过的小，像是退回到了旧的副本", nil)
	case old.Size == 0:
		empty := (&Edge{}).Head()
		if old != empty || len(proof) > 0 || now.Size == 0 && now != empty {
			return errs.E(op, errs.Invalid, "证明不成立：空树的树根或证明不对", nil)
		}
		return nil
	}
	if err := tlog.CheckTree(proof, now.Size, now.Root, old.Size, old.Root); err != nil {
		return errs.E(op, errs.Invalid, "证明不成立：后来的树不是从先前见过的那棵长出来的，记录被改动或调换过", err)
	}
	return nil
}

// reader computes any hash of the tree of a size from the kept ones, tile by tile: a tile
// is what lies below one node of the next kept level, 256 hashes at most.
func reader(size int64, read Read) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		tiles := map[Node][]Hash{} // by level and number
		hashes := make([]Hash, len(indexes))
		for i, index := range indexes {
			level, n := tlog.SplitStoredHashIndex(index)
			base := level / Stride * Stride
			height := level - base
			id := Node{Level: base, N: n << height >> Stride}
			if tiles[id] == nil {
				from := id.N << Stride
				width := int(min(size>>base-from, 1<<Stride))
				tile, err := read(base, from, width)
				if err != nil {
					return nil, err
				}
				if len(tile) != width {
					return nil, errs.E("chain.Read", errs.Invalid, "序列里缺少摘要，无法给出证明。请先运行 verify", nil)
				}
				tiles[id] = tile
			}
			first := n << height & (1<<Stride - 1)
			hashes[i] = perfect(tiles[id][first : first+1<<height])
		}
		return hashes, nil
	})
}

// perfect returns the root over hashes, whose number is a power of two.
func perfect(hashes []Hash) Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return tlog.NodeHash(perfect(hashes[:half]), perfect(hashes[half:]))
}
