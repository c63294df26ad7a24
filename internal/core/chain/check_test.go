package chain

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// A book is a ledger as a store holds it, open to whoever would change it.
type book struct {
	records []Record
	seals   []Seal
	nodes   map[[2]int64]Hash
}

// bookOf writes n records, every fifth an audit entry, and seals at sizes.
func bookOf(t interface{ Fatal(...any) }, n int, sizes ...int) *book {
	b := &book{}
	for i := range n {
		r := Record{
			Pos: int64(i + 1), Stream: Facts, Org: fmt.Sprintf("o%d", i%7),
			ID: fmt.Sprintf("f%d", i+1), Line: fmt.Appendf(nil, `{"n":%d}`, i+1),
		}
		if i%5 == 4 {
			r.Stream = Audit
		}
		r.Hash = RecordHash(r.Stream, r.Line)
		b.records = append(b.records, r)
	}
	signer, _ := signerOf(t, origin, 9)
	b.rechain()
	for _, size := range sizes {
		b.seals = append(b.seals, b.seal(t, size, signer))
	}
	return b
}

// edge is the edge over the first records.
func (b *book) edge(size int) Edge {
	var e Edge
	for _, r := range b.records[:size] {
		e.Add(r.Hash)
	}
	return e
}

func (b *book) seal(t interface{ Fatal(...any) }, size int, signer note.Signer) Seal {
	e := b.edge(size)
	text, err := Sign(&Checkpoint{Origin: origin, Head: e.Head(), At: noon}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return Seal{int64(size), text, e.Bytes()}
}

// rechain is what one does who has the database and no key: all positions, hashes, nodes
// and edges fit again.
func (b *book) rechain() {
	b.nodes = map[[2]int64]Hash{}
	edges := map[int64]Edge{}
	var e Edge
	for i := range b.records {
		r := &b.records[i]
		r.Pos, r.Hash = int64(i+1), RecordHash(r.Stream, r.Line)
		for _, n := range e.Add(r.Hash) {
			b.nodes[[2]int64{int64(n.Level), n.N}] = n.Hash
		}
		edges[r.Pos] = e
	}
	for i := range b.seals {
		if e, ok := edges[b.seals[i].Size]; ok {
			b.seals[i].Edge = e.Bytes()
		}
	}
}

func (b *book) copy() Copy {
	return Copy{each(b.records), each(b.seals), func(level int, n int64) (Hash, bool, error) {
		h, ok := b.nodes[[2]int64{int64(level), n}]
		return h, ok, nil
	}}
}

func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// check checks a book as one does who has the public key and, perhaps, held heads.
func (b *book) check(t interface{ Fatal(...any) }, held ...Head) *Report {
	_, log := signerOf(t, origin, 9)
	_, w := witnessOf(t)
	r, err := Check(b.copy(), Trust{Log: log, Witnesses: []note.Verifier{w}, Held: held})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestCheckSound: a ledger nobody touched has no fault, sealed or not, with any
// held head of its own.
func TestCheckSound(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 257, 1000} {
		var sizes []int
		for s := 100; s <= n; s += 150 {
			sizes = append(sizes, s)
		}
		b := bookOf(t, n, sizes...)
		e := b.edge(n)
		r := b.check(t, e.Head())
		if r.Count != 0 || r.Records != int64(n) || r.Head != e.Head() || !r.Signed || r.From != 0 || r.To != 0 {
			t.Errorf("%d records: %+v", n, r)
		}
		if len(sizes) > 0 && r.Sealed != int64(sizes[len(sizes)-1]) {
			t.Errorf("%d records: sealed to %d", n, r.Sealed)
		}
	}
	b := bookOf(t, 0, 0)
	if r := b.check(t); r.Count != 0 {
		t.Errorf("a seal over nothing: %+v", r)
	}
}

// TestCheckCosigned: the report says up to where a witness cosigned.
func TestCheckCosigned(t *testing.T) {
	b := bookOf(t, 300, 100, 200, 300)
	b.seals[1].Text = append(b.seals[1].Text, cosignedLine(t, b.seals[1].Text)...)
	if r := b.check(t); r.Count != 0 || r.Cosigned != 200 || r.Sealed != 300 {
		t.Errorf("%+v", r)
	}
	b.seals[1].Text = append(b.seals[0].Text, cosignedLine(t, b.seals[1].Text)...)
	if r := b.check(t); r.Count != 1 || r.Faults[0].Class != Unsigned || r.Faults[0].To != 200 {
		t.Errorf("a cosignature over another text: %+v", r)
	}
}

// A tampering is one way to change a book of 1000 records with seals at 300, 600 and
// 900; the first fault must be of the class and lie where it says.
type tampering struct {
	do       func(b *book)
	class    Class
	from, to int64
	count    int
}

// at is the index of position p.
const at = 449

func tamperings(t *testing.T) map[string]tampering {
	signer, _ := signerOf(t, origin, 9)
	thief, _ := signerOf(t, origin, 10)
	edit := func(b *book) { b.records[at].Line = []byte(`{"n":0}`) }
	remove := func(b *book, i, j int) { b.records = slices.Delete(b.records, i, j) }
	insert := func(b *book) {
		b.records = slices.Insert(b.records, at, Record{Stream: Facts, ID: "new", Line: []byte("{}")})
	}
	swap := func(b *book) { r := b.records; r[at], r[at+1] = r[at+1], r[at] }
	return map[string]tampering{
		"edit a line":        {edit, Altered, 450, 450, 1},
		"edit a hash":        {func(b *book) { b.records[at].Hash[0] ^= 1 }, Altered, 450, 450, 3},
		"edit a stream":      {func(b *book) { b.records[at].Stream = Facts }, Altered, 450, 450, 1},
		"date a line back":   {func(b *book) { b.records[at].Line = []byte(`{"n":450,"at":"2020-01-01"}`) }, Altered, 450, 450, 1},
		"edit and hash":      {func(b *book) { edit(b); r := &b.records[at]; r.Hash = RecordHash(r.Stream, r.Line) }, Altered, 257, 512, 2},
		"edit and rechain":   {func(b *book) { edit(b); b.rechain() }, Forked, 301, 600, 4},
		"delete one":         {func(b *book) { remove(b, at, at+1) }, Missing, 450, 450, 1},
		"delete many":        {func(b *book) { remove(b, at, at+100) }, Missing, 450, 549, 1},
		"delete over a seal": {func(b *book) { remove(b, at, at+200) }, Missing, 450, 649, 1},
		"delete and rechain": {func(b *book) { remove(b, at, at+1); b.rechain() }, Forked, 301, 600, 4},
		"insert and rechain": {func(b *book) { insert(b); b.rechain() }, Forked, 301, 600, 4},
		"insert at a position": {func(b *book) {
			insert(b)
			b.records[at].Pos = 449
			b.records[at].Hash = RecordHash(Facts, []byte("{}"))
		}, Extra, 449, 449, 1},
		"swap two": {swap, Missing, 450, 450, 2},
		"swap and renumber": {func(b *book) {
			swap(b)
			b.records[at].Pos, b.records[at+1].Pos = b.records[at+1].Pos, b.records[at].Pos
		}, Altered, 257, 512, 2},
		"swap and rechain":                   {func(b *book) { swap(b); b.rechain() }, Forked, 301, 600, 4},
		"truncate the head":                  {func(b *book) { remove(b, 0, 10) }, Missing, 1, 10, 1},
		"truncate the tail":                  {func(b *book) { remove(b, 850, 1000) }, Truncated, 601, 900, 1},
		"truncate behind a seal":             {func(b *book) { remove(b, 600, 1000) }, Truncated, 601, 900, 1},
		"delete one at the end, and rechain": {func(b *book) { remove(b, 700, 701); remove(b, 850, 999); b.rechain() }, Truncated, 601, 900, 1},
		"empty it":                           {func(b *book) { b.records = nil }, Truncated, 1, 900, 1},
		"lose a node":                        {func(b *book) { delete(b.nodes, [2]int64{8, 1}) }, Missing, 257, 512, 1},
		"edit a node":                        {func(b *book) { b.nodes[[2]int64{8, 1}] = Hash{} }, Altered, 257, 512, 1},
		"edit an edge":                       {func(b *book) { b.seals[1].Edge[20] ^= 1 }, Altered, 600, 600, 1},
		"cut an edge":                        {func(b *book) { b.seals[1].Edge = nil }, Altered, 600, 600, 1},
		"edit a seal":                        {func(b *book) { b.seals[1].Text[20] ^= 1 }, Unsigned, 301, 600, 1},
		"move a seal":                        {func(b *book) { b.seals[1].Size = 601 }, Altered, 301, 601, 1},
		"repeat a seal":                      {func(b *book) { b.seals = append(b.seals, b.seals[2]) }, Order, 900, 900, 1},
		"a seal of a thief":                  {func(b *book) { b.seals[1] = b.seal(t, 600, thief) }, Unsigned, 301, 600, 1},
		"edit, rechain, seal with a stolen key from there": {func(b *book) {
			edit(b)
			b.rechain()
			b.seals[1], b.seals[2] = b.seal(t, 600, thief), b.seal(t, 900, thief)
		}, Unsigned, 301, 600, 2},
		"forge what was sealed with the real key": {func(b *book) {
			edit(b)
			b.rechain()
			b.seals = []Seal{b.seals[0], b.seals[1], b.seal(t, 900, signer)}
		}, Forked, 301, 600, 2},
	}
}

// TestCheckFinds: each way to change the book is found, first where it begins.
func TestCheckFinds(t *testing.T) {
	for name, c := range tamperings(t) {
		b := bookOf(t, 1000, 300, 600, 900)
		c.do(b)
		r := b.check(t)
		if r.Count == 0 {
			t.Errorf("%s: not found", name)
			continue
		}
		f := r.Faults[0]
		if f.Class != c.class || f.From != c.from || f.To != c.to {
			t.Errorf("%s: found %s %d–%d first, want %s %d–%d", name, f.Class, f.From, f.To, c.class, c.from, c.to)
		}
		if r.Count != c.count {
			t.Errorf("%s: %d faults, want %d: %v", name, r.Count, c.count, r.Faults)
		}
	}
}
