package tamper

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"

	"qiangji/rigs/track"
)

// seed replays a run: go test -args -seed N.
var seed = flag.Uint64("seed", rand.Uint64(), "what is changed, and where")

// times is a number that the environment may set.
func times(t *testing.T, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s=%s: %v", name, text, err)
	}
	return n
}

// home is where the book and its keys are, for as long as the test binary runs.
var home string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "tamper")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	home = dir
	status := m.Run()
	_ = os.RemoveAll(dir) // a temporary folder
	os.Exit(status)
}

// book is the one book of this test binary.
var book = sync.OnceValues(func() (*Book, error) { return Write(context.Background(), home) })

func theBook(t *testing.T) *Book {
	t.Helper()
	b, err := book()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestUntouched: a copy of the book is sound, and so is what is exported of it.
func TestUntouched(t *testing.T) {
	b := theBook(t)
	dir := t.TempDir()
	if _, err := lay(dir, b.file); err != nil {
		t.Fatal(err)
	}
	v, export, err := b.examine(t.Context(), dir)
	if err != nil || !v.Sound() || string(export) != string(b.export) {
		t.Fatalf("%v %+v", err, v)
	}
	if v.Records != b.held+tail || v.Sealed != b.held || v.Cosigned != int64(seals[1]) {
		t.Errorf("%+v", v.Report)
	}
}

// TestAttacks: every change is found and located.
func TestAttacks(t *testing.T) {
	b := theBook(t)
	chance := rand.New(rand.NewPCG(*seed, 5))
	t.Logf("seed %d", *seed)
	all := &Report{}
	for i := range attacks {
		r := &Report{}
		for range times(t, "RIG_TAMPER", 6) {
			if err := b.attack(t.Context(), r, &attacks[i], t.TempDir(), chance); err != nil {
				t.Fatal(err)
			}
		}
		if !r.Sound() || r.Found == 0 {
			t.Errorf("%s: %v %q", attacks[i].name, r, r.Findings)
		}
		all.add(r)
	}
	t.Log(all)
	note(t, "R9 篡改", all)
}

// TestFlips: no flipped bit changes what can be had from the data without being found.
func TestFlips(t *testing.T) {
	b := theBook(t)
	chance := rand.New(rand.NewPCG(*seed, 6))
	t.Logf("seed %d", *seed)
	r := &Report{}
	for range times(t, "RIG_FLIPS", 40) {
		if err := b.flip(t.Context(), r, t.TempDir(), chance); err != nil {
			t.Fatal(err)
		}
	}
	t.Log(r)
	if !r.Sound() || r.Found == 0 {
		t.Errorf("%q", r.Findings)
	}
	note(t, "R9 翻转一个比特", r)
}

func (r *Report) add(s *Report) {
	r.Tried += s.Tried
	r.Found += s.Found
	r.Located += s.Located
	r.Apart += s.Apart
	r.Silent += s.Silent
}

func note(t *testing.T, rig string, r *Report) {
	t.Helper()
	if err := track.Append(track.Run{Rig: rig, Counts: r.String(), Seed: *seed, Sound: r.Sound()}); err != nil {
		t.Error(err)
	}
}

// TestSabotage: who keeps no checkpoint elsewhere does not find a ledger that was
// written anew from somewhere on, or put back: what is kept is what finds it.
func TestSabotage(t *testing.T) {
	b := *theBook(t)
	b.trust.Held = nil
	chance := rand.New(rand.NewPCG(*seed, 7))
	silent := 0
	for i := range attacks {
		if !attacks[i].drop && !attacks[i].old {
			continue
		}
		r := &Report{}
		for range 4 {
			if err := b.attack(t.Context(), r, &attacks[i], t.TempDir(), chance); err != nil {
				t.Fatal(err)
			}
		}
		silent += r.Silent
	}
	if silent == 0 {
		t.Error("everything is found without a checkpoint: the attacks are too weak to prove anything")
	}
}
