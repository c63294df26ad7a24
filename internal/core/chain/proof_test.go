package chain

import (
	"errors"
	"math"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"qiangji/internal/errs"
)

// A shelf keeps what a store keeps of a tree, and counts what is read of it.
type shelf struct {
	edge   Edge
	levels map[int][]Hash
	reads  int // calls
	most   int // hashes of the largest call
}

func shelfOf(n int) *shelf {
	s := &shelf{levels: map[int][]Hash{}}
	for _, leaf := range leavesOf(1, n) {
		s.add(leaf)
	}
	return s
}

func (s *shelf) add(leaf Hash) {
	s.levels[0] = append(s.levels[0], leaf)
	for _, node := range s.edge.Add(leaf) {
		s.levels[node.Level] = append(s.levels[node.Level], node.Hash)
	}
}

func (s *shelf) read(level int, from int64, n int) ([]Hash, error) {
	s.reads++
	s.most = max(s.most, n)
	return s.levels[level][from : from+int64(n)], nil
}

// TestProofsHold: the proof of any record in any tree, and of any tree in any later one,
// holds; it is the one that tlog gives from all stored hashes.
func TestProofsHold(t *testing.T) {
	all := shelfOf(3000)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 3000).Draw(t, "size")
		pos := rapid.Int64Range(1, int64(size)).Draw(t, "pos")
		edge := edgeOf(size)
		head := edge.Head()

		proof, err := ProveRecord(head.Size, pos, all.read)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckRecord(proof, head, pos, leafOf(int(pos))); err != nil {
			t.Fatalf("record %d of %d: %v", pos, size, err)
		}
		old := edgeOf(int(pos))
		grown, err := ProveTree(pos, head.Size, all.read)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckTree(grown, old.Head(), head); err != nil {
			t.Fatalf("tree of %d in that of %d: %v", pos, size, err)
		}
	})
}

// TestHeadAt: the head that a tree had at any size is the one that it had then.
func TestHeadAt(t *testing.T) {
	s := &shelf{levels: map[int][]Hash{}}
	want := []Head{s.edge.Head()}
	for _, leaf := range leavesOf(1, 1000) {
		s.add(leaf)
		want = append(want, s.edge.Head())
	}
	for size := range want {
		if got, err := HeadAt(int64(size), s.read); err != nil || got != want[size] {
			t.Fatalf("at %d: %v, %v", size, got, err)
		}
	}
	s.levels[0][700][3] ^= 1
	if got, err := HeadAt(701, s.read); err != nil || got == want[701] {
		t.Errorf("a changed hash: %v, %v", got, err)
	}
	for _, size := range []int64{-1, maxSize + 1} {
		if _, err := HeadAt(size, s.read); errs.KindOf(err) != errs.Invalid {
			t.Errorf("at %d: %v", size, err)
		}
	}
}

// TestAlteredProofsFail: a proof with any bit flipped, a hash more or less, or for
// something else does not hold.
func TestAlteredProofsFail(t *testing.T) {
	all := shelfOf(700)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(2, 700).Draw(t, "size")
		pos := rapid.Int64Range(1, int64(size)-1).Draw(t, "pos")
		now, old := edgeOf(size), edgeOf(int(pos))
		record, err := ProveRecord(int64(size), pos, all.read)
		if err != nil {
			t.Fatal(err)
		}
		grown, err := ProveTree(pos, int64(size), all.read)
		if err != nil {
			t.Fatal(err)
		}
		check := func(record, grown []Hash) [2]error {
			return [2]error{
				CheckRecord(record, now.Head(), pos, leafOf(int(pos))),
				CheckTree(grown, old.Head(), now.Head()),
			}
		}
		if got := check(record, grown); got != [2]error{} {
			t.Fatal(got)
		}
		var damaged [2][]Hash
		switch rapid.SampledFrom([]string{"flip", "more", "less"}).Draw(t, "damage") {
		case "flip":
			i := rapid.IntRange(0, 255).Draw(t, "bit")
			for p, proof := range [][]Hash{record, grown} {
				damaged[p] = append([]Hash(nil), proof...)
				at := rapid.IntRange(0, len(proof)-1).Draw(t, "hash")
				damaged[p][at][i/8] ^= 1 << (i % 8)
			}
		case "more":
			damaged = [2][]Hash{append(record, Hash{}), append(grown, Hash{})}
		case "less":
			damaged = [2][]Hash{record[1:], grown[1:]}
		}
		for p, err := range check(damaged[0], damaged[1]) {
			if errs.KindOf(err) != errs.Invalid {
				t.Fatalf("damaged proof %d of %d in %d: %v", p, pos, size, err)
			}
		}
		if CheckRecord(record, now.Head(), pos, leafOf(0)) == nil || CheckRecord(record, now.Head(), pos+1, leafOf(int(pos))) == nil {
			t.Fatal("a proof holds for another record")
		}
		fork := edgeOf(int(pos) - 1)
		fork.Add(leafOf(0))
		if CheckTree(grown, fork.Head(), now.Head()) == nil {
			t.Fatal("a proof holds for another old tree")
		}
	})
}

// TestProofReads: a proof reads a tile of each level on its way, not the tree.
func TestProofReads(t *testing.T) {
	const size = 1<<17 + 12345
	s := shelfOf(size)
	for _, pos := range []int64{1, 300, 1 << 16, 1<<17 + 1, size} {
		s.reads, s.most = 0, 0
		proof, err := ProveRecord(size, pos, s.read)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckRecord(proof, s.edge.Head(), pos, leafOf(int(pos))); err != nil {
			t.Fatal(err)
		}
		if _, err := ProveTree(pos, size, s.read); err != nil {
			t.Fatal(err)
		}
		if s.most > 256 || s.reads > 2*2*3 {
			t.Errorf("two proofs of %d read %d times, up to %d hashes", pos, s.reads, s.most)
		}
	}
}

// TestProofsOfNothing: the limits are refused with a reason, not computed.
func TestProofsOfNothing(t *testing.T) {
	s := shelfOf(5)
	head := s.edge.Head()
	var none Edge
	for name, err := range map[string]error{
		"position 0":          second(ProveRecord(5, 0, s.read)),
		"position behind":     second(ProveRecord(5, 6, s.read)),
		"check 0":             CheckRecord(nil, head, 0, Hash{}),
		"check behind":        CheckRecord(nil, head, 6, Hash{}),
		"a huge tree":         CheckRecord(nil, Head{Size: math.MaxInt64}, 1, Hash{}),
		"prove a huge tree":   second(ProveRecord(math.MaxInt64, 1, s.read)),
		"shrinks":             second(ProveTree(6, 5, s.read)),
		"negative":            second(ProveTree(-1, 5, s.read)),
		"a huge later":        CheckTree(nil, head, Head{Size: math.MaxInt64}),
		"prove a huge later":  second(ProveTree(1, math.MaxInt64, s.read)),
		"check shrinks":       CheckTree(nil, head, Head{Size: 4}),
		"check negative":      CheckTree(nil, Head{Size: -1}, head),
		"empty, wrong root":   CheckTree(nil, Head{}, head),
		"empty with a proof":  CheckTree([]Hash{{}}, none.Head(), head),
		"empty to wrong root": CheckTree(nil, none.Head(), Head{}),
		"same size, other":    CheckTree(nil, head, Head{Size: 5}),
	} {
		if errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if proof, err := ProveTree(0, 5, s.read); err != nil || CheckTree(proof, none.Head(), head) != nil {
		t.Error("a tree does not extend the empty one")
	}
	if CheckTree(nil, none.Head(), none.Head()) != nil || CheckTree(nil, head, head) != nil {
		t.Error("a tree does not extend itself")
	}
}

func second[T any](_ T, err error) error { return err }

// TestReadFails: what a store cannot read ends a proof with that error; a hash too few is
// named, not padded.
func TestReadFails(t *testing.T) {
	broken := errors.New("disk")
	if _, err := ProveRecord(5, 1, func(int, int64, int) ([]Hash, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	_, err := ProveTree(2, 5, func(_ int, _ int64, n int) ([]Hash, error) { return make([]Hash, n-1), nil })
	if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "缺少摘要") {
		t.Errorf("%v", err)
	}
}

// TestExtend: on the signed tree the new one grows as one that was never stored, with
// the nodes it completes; on any other edge it is refused.
func TestExtend(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(0, 600).Draw(t, "size")
		more := rapid.IntRange(0, 600).Draw(t, "more")
		old := edgeOf(size)
		edge, kept, err := Extend(old.Head(), old, leavesOf(size+1, more))
		if err != nil {
			t.Fatal(err)
		}
		if want := edgeOf(size + more); edge != want {
			t.Fatal("extended, the tree is another")
		}
		if want := (size+more)/256 - size/256; len(kept) != want {
			t.Fatalf("%d nodes, want %d", len(kept), want)
		}

		damaged := old.Bytes()
		bit := rapid.IntRange(0, len(damaged)*8-1).Draw(t, "bit")
		damaged[bit/8] ^= 1 << (bit % 8)
		if bad, err := ParseEdge(damaged); err == nil {
			if _, _, err := Extend(old.Head(), bad, nil); errs.KindOf(err) != errs.Invalid {
				t.Fatalf("bit %d of the edge was flipped: %v", bit, err)
			}
		}
		other := old.Head()
		other.Root[bit%32] ^= 1
		if _, _, err := Extend(other, old, nil); errs.KindOf(err) != errs.Invalid {
			t.Fatalf("another root was signed: %v", err)
		}
	})
	var e Edge
	if _, _, err := Extend(Head{}, e, nil); err == nil {
		t.Error("the empty tree has a root of zeros")
	}
	most, err := ParseEdge(append([]byte{0, 1, 0, 0, 0, 0, 0, 0}, make([]byte, tlog.HashSize)...))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Extend(most.Head(), most, leavesOf(1, 1)); errs.KindOf(err) != errs.TooLarge {
		t.Errorf("beyond the largest tree: %v", err)
	}
}
