package chain

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// heads returns the heads of a book at sizes, as someone kept them elsewhere.
func (b *book) heads(sizes ...int) []Head {
	var heads []Head
	for _, size := range sizes {
		e := b.edge(size)
		heads = append(heads, e.Head())
	}
	return heads
}

// TestCheckHeld: what someone kept outside shows a copy that was rolled back, and one
// that the owner of the signing key wrote anew.
func TestCheckHeld(t *testing.T) {
	signer, _ := signerOf(t, origin, 9)
	held := bookOf(t, 1000).heads(1000, 450)

	back := bookOf(t, 500, 300)
	if r := back.check(t); r.Count != 0 {
		t.Fatalf("an older copy is sound in itself: %v", r.Faults)
	}
	r := back.check(t, held...)
	if r.Count != 1 || r.Faults[0].Class != Truncated || r.From != 301 || r.To != 1000 || !strings.Contains(r.Faults[0].Text, "末尾 500 条被删去，或者退回到了旧的副本；第 301–500 条因此也无从核对") {
		t.Errorf("rolled back: %v", r.Faults)
	}

	fork := bookOf(t, 1000)
	fork.records[399].Line = []byte("{}")
	fork.rechain()
	for _, size := range []int{300, 600, 900} {
		fork.seals = append(fork.seals, fork.seal(t, size, signer))
	}
	if r := fork.check(t); r.Count != 0 {
		t.Fatalf("who has the key can write all anew: %v", r.Faults)
	}
	r = fork.check(t, held...)
	if r.Count != 2 || r.Faults[0].Class != Forked || r.From != 301 || r.Faults[0].To != 450 || r.To != 1000 {
		t.Errorf("forked: %v", r.Faults)
	}

	lost := bookOf(t, 1000, 300)
	lost.records = slices.Delete(lost.records, 350, 360)
	if r := lost.check(t, held...); r.Faults[0].Class != Missing || r.Count != 3 {
		t.Errorf("behind a gap no held head can be met: %v", r.Faults)
	}
	lost.seals = bookOf(t, 1000, 300, 1000).seals
	if r := lost.check(t, held[0]); r.Count != 1 {
		t.Errorf("behind a gap and a seal it can: %v", r.Faults)
	}
}

// TestCheckGoesOn: damage in one place hides none elsewhere, and proves nothing wrong
// that is not.
func TestCheckGoesOn(t *testing.T) {
	b := bookOf(t, 1000, 100, 200, 300, 400, 500, 1000)
	for _, pos := range []int{150, 350} {
		r := &b.records[pos-1]
		r.Line = []byte("{}")
		r.Hash = RecordHash(r.Stream, r.Line)
	}
	b.nodes = nil
	b.records = slices.Delete(b.records, 449, 451)
	got := ""
	c := b.copy()
	c.Node = nil
	_, log := signerOf(t, origin, 9)
	r, err := Check(c, Trust{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Faults {
		got += fmt.Sprintf("%s %d-%d, ", string(f.Class), f.From, f.To)
	}
	if want := "forked 101-200, forked 301-400, missing 450-451, "; got != want {
		t.Errorf("found %s want %s", got, want)
	}
	if r.From != 101 || r.To != 451 || r.Sealed != 1000 || r.Records != 1000 || r.Head == (Head{}) {
		t.Errorf("%+v", r)
	}
}

// TestCheckAnyTampering: whatever single thing is changed below the last seal, in whatever way,
// is found, and the first fault holds the place, as far as it can be told.
func TestCheckAnyTampering(t *testing.T) {
	const size = 700
	sound := bookOf(t, size, 150, 400, size)
	rapid.Check(t, func(t *rapid.T) {
		b := &book{slices.Clone(sound.records), slices.Clone(sound.seals), sound.nodes}
		i := rapid.IntRange(0, size-2).Draw(t, "index")
		j := i
		how := rapid.SampledFrom([]string{"line", "hash", "delete", "insert", "swap", "copy"}).Draw(t, "how")
		switch how {
		case "line":
			line := slices.Clone(b.records[i].Line)
			line[rapid.IntRange(0, len(line)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			b.records[i].Line = line
		case "hash":
			b.records[i].Hash[rapid.IntRange(0, 31).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		case "delete":
			j = rapid.IntRange(i, size-1).Draw(t, "to")
			b.records = slices.Delete(b.records, i, j+1)
		case "insert":
			b.records = slices.Insert(b.records, i, Record{Pos: int64(i + 1), Stream: Audit, Line: []byte("new")})
		case "swap":
			j = rapid.IntRange(i+1, size-1).Draw(t, "with")
			b.records[i], b.records[j] = b.records[j], b.records[i]
		case "copy":
			j = i + 1
			b.records[j] = b.records[i]
		}
		rechain := rapid.Bool().Draw(t, "rechain") && how != "hash"
		if rechain {
			b.rechain()
		}
		r := b.check(t)
		if r.Count == 0 {
			t.Fatal("not found")
		}
		// Who deletes behind the last seal but one and makes the chain anew leaves a shorter
		// ledger: that its end is missing is all that can be told.
		shorter := rechain && how == "delete" && r.Faults[0].Class == Truncated && i >= 400
		if f := r.Faults[0]; !shorter && (f.From > int64(j+1) || f.To < int64(i+1)) {
			t.Fatalf("changed at %d–%d, found first %v", i+1, j+1, f)
		}
	})
}

// TestCheckAnyFlip: any flipped bit of a seal is found where the seal stands.
func TestCheckAnyFlip(t *testing.T) {
	sound := bookOf(t, 300, 100, 300)
	for _, part := range []func(s *Seal) *[]byte{
		func(s *Seal) *[]byte { return &s.Text },
		func(s *Seal) *[]byte { return &s.Edge },
	} {
		for bit := range len(*part(&sound.seals[0])) * 8 {
			b := &book{sound.records, slices.Clone(sound.seals), sound.nodes}
			data := part(&b.seals[0])
			*data = slices.Clone(*data)
			(*data)[bit/8] ^= 1 << (bit % 8)
			if r := b.check(t); r.Count != 1 || r.To != 100 {
				t.Fatalf("bit %d: %v", bit, r.Faults)
			}
		}
	}
}

// TestCheckOrder: positions that go back, repeat or start below one.
func TestCheckOrder(t *testing.T) {
	b := bookOf(t, 10)
	b.records = append(b.records, b.records[3], b.records[9])
	b.records = slices.Insert(b.records, 0, Record{Pos: 0, ID: "zero"})
	r := b.check(t)
	var got []string
	for _, f := range r.Faults {
		got = append(got, f.String())
	}
	want := []string{
		"第 0 条 错序：记录 zero 排在第 0 条之后：顺序被打乱了",
		"第 4 条 错序：记录 f4 排在第 10 条之后：顺序被打乱了",
		"第 10 条 多出：同一个位置上还有一条审计 f10（组织 o2）",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	b = bookOf(t, 10, 5, 10)
	b.seals[0], b.seals[1] = b.seals[1], b.seals[0]
	if r := b.check(t); r.Count != 1 || r.Faults[0].Class != Order || r.Faults[0].To != 5 {
		t.Errorf("seals the wrong way round: %v", r.Faults)
	}
}

// TestCheckWithoutKey: without the public key nothing is believed signed, and what is
// not a seal is still found.
func TestCheckWithoutKey(t *testing.T) {
	b := bookOf(t, 300, 100, 200)
	r, err := Check(b.copy(), Trust{})
	if err != nil || r.Count != 0 || r.Signed || r.Sealed != 200 {
		t.Fatalf("%+v, %v", r, err)
	}
	b.seals[0].Text = []byte("hello")
	b.records[150].Line = nil
	if r, err = Check(b.copy(), Trust{}); err != nil || r.Count != 2 || r.Faults[0].Class != Altered || r.Faults[1].From != 151 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestCheckLists: a thousand faults are counted, a hundred listed.
func TestCheckLists(t *testing.T) {
	b := bookOf(t, 1000, 1000)
	for i := range b.records {
		b.records[i].Line = nil
	}
	r := b.check(t)
	if r.Count != 1000 || len(r.Faults) != maxFaults || r.From != 1 || r.To != 1000 || r.Sealed != 1000 {
		t.Errorf("%d counted, %d listed, %d–%d", r.Count, len(r.Faults), r.From, r.To)
	}
}

// TestCheckEnds: what cannot be read ends the check with its error.
func TestCheckEnds(t *testing.T) {
	broken := errors.New("disk")
	sound := bookOf(t, 300, 100, 200, 300)
	for name, spoil := range map[string]func(c *Copy){
		"records": func(c *Copy) {
			c.Records = func(yield func(Record, error) bool) { yield(Record{}, broken) }
		},
		"the first seal": func(c *Copy) {
			c.Seals = func(yield func(Seal, error) bool) { yield(Seal{}, broken) }
		},
		"a later seal": func(c *Copy) {
			c.Seals = func(yield func(Seal, error) bool) {
				if yield(sound.seals[0], nil) {
					yield(Seal{}, broken)
				}
			}
		},
		"a seal behind the end": func(c *Copy) {
			c.Records = each(sound.records[:50])
			c.Seals = func(yield func(Seal, error) bool) {
				if yield(sound.seals[0], nil) {
					yield(Seal{}, broken)
				}
			}
		},
		"a node": func(c *Copy) {
			c.Node = func(int, int64) (Hash, bool, error) { return Hash{}, false, broken }
		},
	} {
		c := sound.copy()
		spoil(&c)
		if r, err := Check(c, Trust{}); !errors.Is(err, broken) || r != nil {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// TestClassNames: each class has a Chinese name of its own.
func TestClassNames(t *testing.T) {
	seen := map[string]Class{}
	for _, c := range []Class{Missing, Altered, Extra, Order, Truncated, Forked, Unsigned} {
		if seen[c.String()] != "" || c.String() == string(c) {
			t.Errorf("%q is called %s", string(c), c)
		}
		seen[c.String()] = c
	}
	if Class("new").String() != "new" {
		t.Error("an unknown class is not called by its code")
	}
	if got := (Fault{Missing, 3, 9, "断开"}).String(); got != "第 3–9 条 缺失：断开" {
		t.Error(got)
	}
}

// BenchmarkCheck: a record of the size of a meeting, sealed every thousand.
func BenchmarkCheck(b *testing.B) {
	line := []byte(strings.Repeat("x", 600))
	r := Record{Stream: Facts, Line: line, Hash: RecordHash(Facts, line)}
	records := func(yield func(Record, error) bool) {
		for i := range b.N {
			r.Pos = int64(i + 1)
			if !yield(r, nil) {
				return
			}
		}
	}
	if rep, err := Check(Copy{Records: records, Seals: each[Seal](nil)}, Trust{}); err != nil || rep.Count > 0 {
		b.Fatal(rep, err)
	}
}
