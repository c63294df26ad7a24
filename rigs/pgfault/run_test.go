package pgfault

import (
	"flag"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"qiangji/rigs/track"
)

// seed replays the faults of a run: go test -run TestFaults -args -seed N.
var seed = flag.Uint64("seed", rand.Uint64(), "what faults and changes are drawn from")

// faults is how many faults are inflicted: PGFAULTS, or 40.
func faults(t *testing.T) int {
	text := os.Getenv("PGFAULTS")
	if text == "" {
		return 40
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("PGFAULTS=%s is no number of faults", text)
	}
	return n
}

func run(t *testing.T, c Config) *Report {
	t.Helper()
	c.Seed = *seed
	t.Logf("seed %d", c.Seed)
	r, err := Run(t.Context(), c)
	if err != nil {
		t.Fatalf("%v\n%v", err, r)
	}
	t.Log(r)
	if r.Total != c.Faults || r.Acked == 0 || r.Records == 0 {
		t.Errorf("nothing was tried: %v", r)
	}
	return r
}

// TestFaults: nothing is lost, doubled, half or revived.
func TestFaults(t *testing.T) {
	r := run(t, Config{Faults: faults(t)})
	if !r.Sound() {
		t.Error(r.Findings)
	}
	if r.Uncertain == 0 || r.Refused == 0 {
		t.Errorf("the faults did not meet the commits: %v", r)
	}
	if err := track.Append(track.Run{Rig: "R10 postgres", Counts: r.String(), Seed: *seed, Sound: r.Sound()}); err != nil {
		t.Error(err)
	}
}

// TestSwitch: nothing is lost either when a synchronous standby takes over.
func TestSwitch(t *testing.T) {
	n := max(1, faults(t)/10)
	r := run(t, Config{Faults: n, Kinds: []Fault{Switch}})
	if !r.Sound() {
		t.Error(r.Findings)
	}
	if err := track.Append(track.Run{Rig: "R10 postgres 备库", Counts: r.String(), Seed: *seed, Sound: r.Sound()}); err != nil {
		t.Error(err)
	}
}

// TestBehind: a standby that was not waited for is caught losing.
func TestBehind(t *testing.T) {
	r := run(t, Config{Faults: 1, Kinds: []Fault{Switch}, Behind: true})
	if r.Lost == 0 || r.Sound() {
		t.Errorf("not found: %v", r)
	}
}

// TestWithoutOnce: clients that submit again without a key are caught.
func TestWithoutOnce(t *testing.T) {
	r := run(t, Config{Faults: 6, Kinds: []Fault{AfterCommit}, WithoutOnce: true})
	if r.Doubled == 0 || r.Sound() {
		t.Errorf("not found: %v", r)
	}
	if len(r.Findings) == 0 {
		t.Error("found, and not a word about it")
	}
}

// TestAsynchronous: a database that answers before the disk has it is caught. The store
// would refuse the setting; here a trigger makes it, in each transaction.
func TestAsynchronous(t *testing.T) {
	r := run(t, Config{
		Faults: 3, Kinds: []Fault{Kill},
		Settings: map[string]string{"wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"},
		Sabotage: `CREATE FUNCTION hurry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  RETURN NULL;
END $$;
CREATE TRIGGER hurry AFTER INSERT ON desk_pending FOR EACH STATEMENT EXECUTE FUNCTION hurry();
CREATE TRIGGER hurry AFTER UPDATE ON desk_sequencer FOR EACH STATEMENT EXECUTE FUNCTION hurry()`,
	})
	if r.Lost == 0 || r.Sound() {
		t.Errorf("not found: %v", r)
	}
}
