package fault

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"qiangji/rigs/lossy"
)

var seed = flag.Uint64("seed", rand.Uint64(), "what power cuts and samples are drawn from")

// The toy replaces a document by a longer one: a new file, synced, renamed over
// the old one, the folder synced.
var older, newer = bytes.Repeat([]byte("old "), 500), bytes.Repeat([]byte("new "), 1500)

// steps are the calls of the toy in order, and from which on an error can no
// longer be called a refusal.
func steps(dir, bug string) (all []func() error, certain int) {
	doc, tmp := filepath.Join(dir, "doc"), filepath.Join(dir, "tmp")
	if bug == "in place" {
		tmp = doc
	}
	all = []func() error{
		func() error {
			if got, err := os.ReadFile(doc); err != nil || !bytes.Equal(got, older) {
				return fmt.Errorf("the old document: %w", err)
			}
			return nil
		},
		func() error { return write(tmp, bug) },
		func() error { return os.Rename(tmp, doc) },
		func() error { return syncFolder(dir) },
	}
	if bug == "in place" {
		all = all[:2]
	}
	return all, 3
}

func write(path, bug string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	// One call: a loop would mend a short write.
	if n, err := syscall.Write(int(f.Fd()), newer); err != nil {
		return err
	} else if n < len(newer) && bug != "deaf" {
		return errors.New("short write")
	}
	if bug == "unsynced" {
		return nil
	}
	return f.Sync()
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// replace is the toy with a bug.
func replace(ctx context.Context, dir, bug string) (Outcome, string, error) {
	all, certain := steps(dir, bug)
	for i, step := range all {
		err := step()
		switch {
		case err == nil || bug == "deaf":
			continue
		case bug == "mute":
			return Refused, "something went wrong", nil
		case bug == "hang":
			<-ctx.Done()
			return Stopped, "", nil
		case bug == "mess":
			_ = os.WriteFile(filepath.Join(dir, "mess"), nil, 0o644) // may fail as everything may
			_ = syncFolder(dir)
			return Refused, err.Error(), nil
		case i >= certain && bug != "liar":
			return Stopped, err.Error(), nil
		}
		return Refused, err.Error(), nil
	}
	return Done, "", nil
}

// look reads the document.
func look(_ context.Context, dir string) (Effect, error) {
	if _, err := os.Stat(filepath.Join(dir, "mess")); err == nil {
		return None, errors.New("there is a mess")
	}
	got, err := os.ReadFile(filepath.Join(dir, "doc"))
	switch {
	case err != nil:
		return None, err
	case bytes.Equal(got, older):
		return None, nil
	case bytes.Equal(got, newer):
		return Whole, nil
	}
	return Half, nil
}

// journey is the toy with a bug, on a disk of its own.
func journey(t *testing.T, bug string) (Journey, Config) {
	t.Helper()
	dir := t.TempDir()
	d := lossy.New(lossy.Strict)
	m, err := d.Mount(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "doc"), older, 0o644), m.Unmount()); err != nil {
		t.Fatal(err)
	}
	j := Journey{Name: bug, From: d, Look: look, Do: func(ctx context.Context, dir string) (Outcome, string, error) {
		return replace(ctx, dir, bug)
	}}
	return j, Config{Faults: Every(), Dir: dir, Seed: *seed, Patience: 5 * time.Second}
}

// TestSound: a program that does it right passes, and every fault it can meet
// was met.
func TestSound(t *testing.T) {
	j, c := journey(t, "none")
	r, err := j.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("seed %d: %v", *seed, r)
	if !r.Sound() {
		t.Error(r.Findings)
	}
	// read, write three ways, two syncs, create, rename; each once and for ever.
	if r.Tried < 2*8 || r.Refused == 0 || r.Stopped == 0 {
		t.Errorf("too little was tried: %v", r)
	}
}

// TestSabotage: each planted bug is found as what it is.
func TestSabotage(t *testing.T) {
	for bug, count := range map[string]func(*Report) int{
		"deaf":     func(r *Report) int { return r.Lost },
		"unsynced": func(r *Report) int { return r.Halved + r.Lost },
		"in place": func(r *Report) int { return r.Halved },
		"liar":     func(r *Report) int { return r.Revived },
		"mess":     func(r *Report) int { return r.Damaged },
		"mute":     func(r *Report) int { return r.Mute },
		"hang":     func(r *Report) int { return r.Hung },
	} {
		t.Run(bug, func(t *testing.T) {
			j, c := journey(t, bug)
			if bug == "hang" {
				c.Patience, c.Faults = 100*time.Millisecond, c.Faults[:4]
			}
			found := 0
			for tries := 0; found == 0 && tries < 5; tries++ { // what a cut leaves is chance
				r, err := j.Run(t.Context(), c)
				if err != nil {
					t.Fatal(err)
				}
				found += count(r)
				if count(r) > 0 && (r.Sound() || len(r.Findings) == 0) {
					t.Errorf("found, and not said: %v", r)
				}
				c.Seed++
			}
			if found == 0 {
				t.Error("not found")
			}
		})
	}
}

// TestWithoutAFault: a journey that does not succeed on a healthy disk proves
// nothing about a broken one.
func TestWithoutAFault(t *testing.T) {
	j, c := journey(t, "none")
	j.Do = func(context.Context, string) (Outcome, string, error) { return Refused, "no", nil }
	if _, err := j.Run(t.Context(), c); err == nil || !strings.Contains(err.Error(), "without a fault") {
		t.Error(err)
	}
}

// TestSample: with many calls, all of the first ones fail and some of the later.
func TestSample(t *testing.T) {
	var met []int
	j, c := journey(t, "none")
	j.Do = func(_ context.Context, dir string) (Outcome, string, error) {
		f, err := os.OpenFile(filepath.Join(dir, "doc"), os.O_WRONLY, 0)
		if err != nil {
			return Stopped, err.Error(), nil
		}
		defer f.Close()
		for i := range 200 {
			if _, err := f.WriteAt([]byte("o"), 0); err != nil {
				met = append(met, i+1)
				return Refused, err.Error(), nil
			}
		}
		return Done, "", nil
	}
	j.Look = func(context.Context, string) (Effect, error) { return None, nil }
	c.Faults, c.Most = []lossy.Fault{{Op: lossy.Write, Errno: syscall.EIO}}, 20
	r, err := j.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if len(met) < 25 || len(met) > 120 || met[19] != 20 || met[len(met)-1] < 100 {
		t.Errorf("%d of 200 calls failed: %v (%v)", len(met), met, r)
	}
}
