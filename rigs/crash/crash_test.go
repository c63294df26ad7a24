package crash

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"qiangji/internal/store/sqlite"
	"qiangji/rigs/kill"
	"qiangji/rigs/lossy"
	"qiangji/rigs/track"
	"qiangji/rigs/worker"
)

// seed replays a run: go test -args -seed N.
var seed = flag.Uint64("seed", rand.Uint64(), "what moments, operations and cuts are drawn from")

// data names the environment variable that makes the test binary the process
// under test, on the folder it holds.
const data = "CRASH_TEST_DATA"

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

// rounds is how many failures there are.
func rounds(t *testing.T) int {
	text := os.Getenv("RIG_ROUNDS")
	if text == "" {
		return 15
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("RIG_ROUNDS=%s: %v", text, err)
	}
	return n
}

// config is a run of the rig on a machine.
func config(t *testing.T, machine kill.Machine, dir string, rounds int) kill.Config {
	t.Helper()
	t.Logf("seed %d", *seed)
	return kill.Config{
		Machine: machine,
		Command: func() *exec.Cmd {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), data+"="+dir)
			cmd.Stderr = os.Stderr
			return cmd
		},
		Next: func(chance *rand.Rand, id string) kill.Op {
			if chance.IntN(20) == 0 {
				return kill.Op{ID: id, Words: "bad"}
			}
			return kill.Op{ID: id, Words: "meeting", Parts: worker.Parts(id)}
		},
		Ledger: filepath.Join(t.TempDir(), "ledger"),
		Rounds: rounds,
		Seed:   *seed,
	}
}

// run runs the rig on a machine, writes down what it found, and asks that it found
// nothing. How long restarts take is a figure of the record.
func run(t *testing.T, name string, machine kill.Machine, dir string) {
	t.Helper()
	c := config(t, machine, dir, rounds(t))
	r, err := kill.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(r)
	if r.Rounds != c.Rounds || r.Acked == 0 || r.Refused == 0 || r.Unknown == 0 {
		t.Errorf("too little was tried: %v", r)
	}
	if !r.Sound() {
		t.Error(r.Findings)
	}
	if err := track.Append(track.Run{Rig: name, Counts: r.String(), Seed: *seed, Sound: r.Sound()}); err != nil {
		t.Error(err)
	}
}

// TestKill: SIGKILL.
func TestKill(t *testing.T) {
	run(t, "R1 杀进程 SQLite", kill.Process{}, t.TempDir())
}

// TestPower: the power is cut, on a disk that makes names durable only with a sync
// of their folder.
func TestPower(t *testing.T) {
	dir := t.TempDir()
	run(t, "R1 断电 SQLite", &kill.Power{Disk: lossy.New(lossy.Strict), Dir: dir}, dir)
}

// TestSabotage: on a disk that answers syncs without doing them, operations are
// found lost, or the store can no longer be opened; a rig that did not notice would
// prove nothing.
func TestSabotage(t *testing.T) {
	dir := t.TempDir()
	disk := lossy.New(lossy.Journal)
	disk.Lie(true)
	r, err := kill.Run(t.Context(), config(t, &kill.Power{Disk: disk, Dir: dir}, dir, 10))
	if err == nil && r.Lost == 0 {
		t.Errorf("nothing is found: %v", r)
	}
	t.Log(r, err)
}
