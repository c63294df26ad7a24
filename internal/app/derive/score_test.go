package derive

import (
	"math/rand/v2"
	"testing"

	"qiangji/internal/core/assess"
	"qiangji/internal/core/standard"
	"qiangji/internal/errs"
	"qiangji/internal/party"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// randomRat is a number such as scores have, and now and then one that they hardly have.
func randomRat(r *rand.Rand) standard.Rat {
	switch r.IntN(6) {
	case 0:
		return standard.Rat{}
	case 1:
		return standard.Frac(r.Int64()-r.Int64(), 1+r.Int64N(1<<40))
	case 2:
		return standard.NaR
	case 3:
		return standard.Frac(int64(r.IntN(2000)-1000), 7)
	}
	return standard.Frac(int64(r.IntN(4000)-200), 100)
}

func randomScore(r *rand.Rand) Score {
	s := Score{AsOf: party.DateOf(2026, 1, 1).AddDays(r.IntN(900)), Engine: 1 + r.IntN(300)}
	if r.IntN(5) == 0 {
		s.Refused = "标准包 other 用不了"
		return s
	}
	s.Standard = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
	pair := func() assess.Pair { return assess.Pair{Lo: randomRat(r), Hi: randomRat(r)} }
	for range r.IntN(70) {
		it := assess.Score{Verdict: assess.Verdicts[r.IntN(len(assess.Verdicts))].Code, Max: randomRat(r)}
		if r.IntN(3) > 0 {
			it.Points, it.Due = pair(), randomRat(r)
		}
		if r.IntN(2) == 0 {
			it.Due = it.Max
		}
		if r.IntN(2) == 0 {
			it.Points.Lo = it.Due
		}
		if r.IntN(2) == 0 {
			it.Points.Hi = it.Points.Lo
		}
		s.Items = append(s.Items, it)
	}
	s.Total = assess.Total{Points: pair(), Due: randomRat(r), Year: randomRat(r), Max: randomRat(r), Scaled: pair(), Known: r.IntN(2) == 0}
	return s
}

var rats = cmp.Comparer(func(a, b standard.Rat) bool { return a == b })

// TestScoreReadsBack: what is written is read, to the last number.
func TestScoreReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		want := randomScore(r)
		blob, err := want.AppendBinary([]byte("before"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadScore(blob[len("before"):])
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(&want, got, rats); d != "" {
			t.Fatal(d)
		}
	})
}

// TestADamagedScoreIsRefused: no flipped bit and no cut passes.
func TestADamagedScoreIsRefused(t *testing.T) {
	s := randomScore(rand.New(rand.NewPCG(3, 1)))
	for len(s.Items) == 0 {
		s = randomScore(rand.New(rand.NewPCG(4, 1)))
	}
	blob, err := s.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range blob {
		for bit := range 8 {
			blob[i] ^= 1 << bit
			if _, err := ReadScore(blob); errs.KindOf(err) != errs.Invalid {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
			blob[i] ^= 1 << bit
		}
		if _, err := ReadScore(blob[:i]); err == nil {
			t.Fatalf("cut to %d bytes: no error", i)
		}
	}
}

// TestAnyBytesAreReadOrRefused: what anybody wrote with a right checksum is an error, or
// a score that can be written and read again.
func TestAnyBytesAreReadOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		s := randomScore(r)
		blob, err := s.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		body := blob[:len(blob)-4]
		for range 1 + r.IntN(3) {
			body[r.IntN(len(body))] = byte(r.IntN(256))
		}
		got, err := ReadScore(seal(body, 0))
		if err != nil {
			return
		}
		if blob, err = got.AppendBinary(nil); err == nil {
			_, err = ReadScore(blob)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestAScoreIsCompact: a branch whose year is over takes a few bytes an item.
func TestAScoreIsCompact(t *testing.T) {
	s := Score{Standard: "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f", Engine: 1}
	two := standard.Int(2)
	for range 61 {
		s.Items = append(s.Items, assess.Score{Verdict: assess.Met, Points: assess.Pair{Lo: two, Hi: two}, Due: two, Max: two})
	}
	blob, err := s.AppendBinary(nil)
	if err != nil || len(blob) > 61*3+80 {
		t.Errorf("%d bytes, %v", len(blob), err)
	}
}
