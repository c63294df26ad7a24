package journeys

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"qiangji/internal/store/sqlite"
	"qiangji/rigs/fault"
	"qiangji/rigs/lossy"
	"qiangji/rigs/track"
	"qiangji/rigs/worker"
)

// seed replays a run: go test -args -seed N.
var seed = flag.Uint64("seed", rand.Uint64(), "what samples and cuts are drawn from")

// data names the environment variable that makes the test binary the process
// under test, on the folder it holds.
const data = "JOURNEYS_TEST_DATA"

func TestMain(m *testing.M) {
	dir := os.Getenv(data)
	if dir == "" {
		os.Exit(m.Run())
	}
	if err := serve(context.Background(), dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve is the process under test.
func serve(ctx context.Context, dir string) error {
	k, err := worker.OpenKeys(filepath.Join(dir, "keys"))
	if err != nil {
		return err
	}
	db, err := sqlite.Open(ctx, filepath.Join(dir, "data"), sqlite.Options{AllowFUSE: true, Reserve: -1, LowWater: 1})
	if err != nil {
		return err
	}
	return errors.Join(worker.Serve(ctx, db, k, os.Stdin, os.Stdout), db.Close())
}

// life is one life of the process: it is told lines, and ends by itself.
func life(ctx context.Context, dir string, lines ...string) (said, complained string, err error) {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), data+"="+dir)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// The operations: the one before the journey founds the branch that the journey
// records of.
const (
	before  = "r00001-00-0000"
	journey = "r00001-00-0001"
)

// record is the journey that records one meeting, and ends the process.
func record(id string, from *lossy.Disk) fault.Journey {
	return fault.Journey{
		From: from,
		Do: func(ctx context.Context, dir string) (fault.Outcome, string, error) {
			said, complained, _ := life(ctx, dir, "do "+id+" meeting") // how it ended is in its words
			for line := range strings.Lines(said) {
				verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
				switch verb {
				case "ack":
					return fault.Done, "", nil
				case "refused":
					return fault.Refused, rest, nil
				case "unknown":
					return fault.Stopped, rest, nil
				}
			}
			if !strings.Contains(said, "ready\n") {
				return fault.Refused, complained, nil
			}
			return fault.Stopped, complained, nil
		},
		Look: func(ctx context.Context, dir string) (fault.Effect, error) {
			said, complained, err := life(ctx, dir, "list r00001-", "check")
			if err != nil {
				return fault.None, fmt.Errorf("%w: %s", err, complained)
			}
			left := fault.None
			for line := range strings.Lines(said) {
				var times, parts int
				if strings.HasPrefix(line, "fault") {
					return fault.None, errors.New(line)
				}
				if _, err := fmt.Sscanf(line, "has "+id+" %d %d", &times, &parts); err == nil {
					left = fault.Half
					if times == 1 && parts == worker.Parts(id) {
						left = fault.Whole
					}
				}
			}
			return left, nil
		},
	}
}

// settled is a disk on which the process has lived before.
func settled(t *testing.T) *lossy.Disk {
	t.Helper()
	d := lossy.New(lossy.Strict)
	dir := t.TempDir()
	m, err := d.Mount(dir)
	if err != nil {
		t.Fatal(err)
	}
	said, complained, err := life(t.Context(), dir, "do "+before+" meeting")
	if err != nil || !strings.Contains(said, "ack "+before) {
		t.Fatalf("%v: %s%s", err, said, complained)
	}
	if err := m.Unmount(); err != nil {
		t.Fatal(err)
	}
	return d
}

// most is how many of the first calls of each kind all fail.
func most(t *testing.T) int {
	text := os.Getenv("RIG_FAULTS")
	if text == "" {
		return 2
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("RIG_FAULTS=%s: %v", text, err)
	}
	return n
}

// run tries every fault on a journey.
func run(t *testing.T, name string, j fault.Journey) {
	t.Helper()
	t.Logf("seed %d", *seed)
	j.Name = name
	r, err := j.Run(t.Context(), fault.Config{
		Faults: fault.Every(), Most: most(t), Dir: t.TempDir(), Seed: *seed, Patience: 20 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(r)
	if r.Tried < 10 || r.Done+r.Refused+r.Stopped < 10 {
		t.Errorf("too little was tried: %v", r)
	}
	if !r.Sound() {
		t.Errorf("found:\n%s", strings.Join(r.Findings, "\n"))
	}
	if err := track.Append(track.Run{Rig: "R2 " + name, Counts: r.String(), Seed: *seed, Sound: r.Sound()}); err != nil {
		t.Error(err)
	}
}

// TestRecord: start, record a meeting, end.
func TestRecord(t *testing.T) { run(t, "登记", record(journey, settled(t))) }

// TestCreate: the first start of all, on an empty disk: keys, data, a branch.
func TestCreate(t *testing.T) { run(t, "新建", record(before, lossy.New(lossy.Strict))) }

// TestSabotage: on a disk that answers syncs without doing them, what was said to be
// done is found lost or the store damaged.
func TestSabotage(t *testing.T) {
	d := settled(t)
	d.Lie(true)
	j := record(journey, d)
	r, err := j.Run(t.Context(), fault.Config{
		Faults: []lossy.Fault{{Op: lossy.Remove}}, // without an error, it does nothing
		Dir:    t.TempDir(), Seed: *seed, Patience: 20 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Lost+r.Damaged == 0 {
		t.Errorf("nothing is found: %v", r)
	}
}
