package chain

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"qiangji/internal/errs"
)

// leafOf is the hash of a made-up record.
func leafOf(i int) Hash { return RecordHash(Facts, []byte{byte(i), byte(i >> 8), byte(i >> 16)}) }

// leavesOf is the hashes of records from a position on.
func leavesOf(from, n int) []Hash {
	leaves := make([]Hash, n)
	for i := range leaves {
		leaves[i] = leafOf(from + i)
	}
	return leaves
}

// edgeOf is the edge after n made-up records.
func edgeOf(n int) Edge {
	var e Edge
	for _, leaf := range leavesOf(1, n) {
		e.Add(leaf)
	}
	return e
}

// TestEdgeVectors: the roots that the reference implementation of RFC 6962 gives for
// its eight inputs, and for none.
func TestEdgeVectors(t *testing.T) {
	inputs := []string{
		"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
	}
	roots := []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	var e Edge
	for i, want := range roots {
		if got := e.Head(); got.Size != int64(i) || hex.EncodeToString(got.Root[:]) != want {
			t.Errorf("of %d records: size %d, root %x, want %s", i, got.Size, got.Root, want)
		}
		if i < len(inputs) {
			data, err := hex.DecodeString(inputs[i])
			if err != nil {
				t.Fatal(err)
			}
			e.Add(tlog.RecordHash(data))
		}
	}
}

// TestEdgeIsTree: at every size the edge has the root that tlog computes from all
// stored hashes, and the nodes it yields are those that tlog stores.
func TestEdgeIsTree(t *testing.T) {
	const most = 3000
	var e Edge
	var stored []Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		hashes := make([]Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	kept := 0
	for n := range int64(most) {
		leaf := leafOf(int(n) + 1)
		more, err := tlog.StoredHashesForRecordHash(n, leaf, read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
		for _, node := range e.Add(leaf) {
			kept++
			if node.Hash != stored[tlog.StoredHashIndex(node.Level, node.N)] {
				t.Fatalf("node %d/%d is not the tree's", node.Level, node.N)
			}
			if from, to := node.Range(); to != n+1 || to-from+1 != 1<<node.Level {
				t.Fatalf("node %d/%d after %d records covers %d–%d", node.Level, node.N, n+1, from, to)
			}
		}
		want, err := tlog.TreeHash(n+1, read)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Head(); got != (Head{n + 1, want}) {
			t.Fatalf("at %d the edge has %v, the tree %v", n+1, got, want)
		}
	}
	if kept != most/256 {
		t.Errorf("%d nodes were kept of %d records, want one in 256", kept, most)
	}
}

// TestEdgeLevels: the 65 536th record completes a node of level 8 and one of level 16.
func TestEdgeLevels(t *testing.T) {
	var e Edge
	var last []Node
	for i := range 1 << 16 {
		last = e.Add(leafOf(i))
	}
	if len(last) != 2 || last[0].Level != 8 || last[0].N != 255 || last[1].Level != 16 || last[1].N != 0 {
		t.Fatalf("the 65 536th record completes %v", last)
	}
	if last[1].Hash != e.Head().Root {
		t.Error("the node of level 16 is not the root of 65 536 records")
	}
}

// TestEdgeIsValue: a copy of an edge grows alone.
func TestEdgeIsValue(t *testing.T) {
	e := edgeOf(7)
	before, fork := e.Head(), e
	fork.Add(leafOf(1))
	if e.Head() != before {
		t.Error("adding to a copy changed the edge")
	}
	e.Add(leafOf(8))
	if e.Head() != func() Head { e := edgeOf(8); return e.Head() }() {
		t.Error("adding to a copy spoiled the edge")
	}
}

// TestEdgeBytes: what is stored is read again as the same edge, in at most 8 bytes and
// one hash for each bit of the size.
func TestEdgeBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 2000).Draw(t, "n")
		e := edgeOf(n)
		got, err := ParseEdge(e.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got != e {
			t.Fatalf("the edge of %d came back as another", n)
		}
		got.Add(leafOf(n + 1))
		if want := edgeOf(n + 1); got != want {
			t.Fatalf("the edge of %d grows differently after it was stored", n)
		}
	})
}

// TestEdgeFlips: any flipped bit of a stored edge is refused or gives another head.
func TestEdgeFlips(t *testing.T) {
	e := edgeOf(1234)
	data, head := e.Bytes(), e.Head()
	for bit := range len(data) * 8 {
		damaged := bytes.Clone(data)
		damaged[bit/8] ^= 1 << (bit % 8)
		if got, err := ParseEdge(damaged); err == nil && got.Head() == head {
			t.Fatalf("bit %d was flipped unseen", bit)
		}
	}
}

// TestParseEdgeRefusals: each says what is wrong.
func TestParseEdgeRefusals(t *testing.T) {
	e := edgeOf(5)
	good := e.Bytes()
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":      {nil, "不足 8 个字节"},
		"cut":        {good[:len(good)-1], "长度"},
		"hash short": {good[:len(good)-32], "长度"},
		"longer":     {append(bytes.Clone(good), 0), "长度"},
		"too large":  {append([]byte{0x80, 0, 0, 0, 0, 0, 0, 0}, make([]byte, 32)...), "限度"},
		"no hashes":  {[]byte{0, 0, 0, 0, 0, 0, 0, 1}, "长度"},
	} {
		_, err := ParseEdge(c.data)
		if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, err := ParseEdge(make([]byte, 8)); err != nil {
		t.Errorf("the edge of the empty tree: %v", err)
	}
	most := append([]byte{0, 1, 0, 0, 0, 0, 0, 0}, make([]byte, 32)...)
	if e, err := ParseEdge(most); err != nil || !bytes.Equal(e.Bytes(), most) {
		t.Errorf("the edge of the largest tree: %v", err)
	}
}

// FuzzEdge: no bytes make the reader panic, and what it takes is written as it was.
func FuzzEdge(f *testing.F) {
	for _, n := range []int{0, 1, 5, 255, 256, 1000} {
		e := edgeOf(n)
		f.Add(e.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := ParseEdge(data)
		if err != nil {
			if errs.KindOf(err) != errs.Invalid {
				t.Fatal(err)
			}
			return
		}
		if !bytes.Equal(e.Bytes(), data) {
			t.Fatalf("%x is written as %x", data, e.Bytes())
		}
		e.Head()
		e.Add(Hash{})
	})
}
