package kill

import (
	"flag"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"qiangji/rigs/lossy"
)

// seed replays a run: go test -run TestSound -args -seed N.
var seed = flag.Uint64("seed", rand.Uint64(), "what moments and operations are drawn from")

// power is a machine whose power is cut.
func power(t *testing.T) (*Power, string) {
	dir := t.TempDir()
	return &Power{Disk: lossy.New(lossy.Strict), Dir: dir}, dir
}

// runToyRig runs a toy with a bug and returns what was found.
func runToyRig(t *testing.T, machine Machine, dir, bug string) *Report {
	t.Helper()
	t.Logf("seed %d", *seed)
	c := toyConfig(t, machine, dir, bug)
	r, err := Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(r)
	if r.Rounds != c.Rounds || r.Acked == 0 || r.Refused == 0 || r.Unknown == 0 || r.Restart == 0 {
		t.Errorf("nothing was tried: %v", r)
	}
	return r
}

// TestSound: a store without a bug is found sound, killed or without power.
func TestSound(t *testing.T) {
	t.Run("kill", func(t *testing.T) {
		if r := runToyRig(t, Process{}, t.TempDir(), "none"); !r.Sound() {
			t.Error(r.Findings)
		}
	})
	t.Run("power", func(t *testing.T) {
		machine, dir := power(t)
		if r := runToyRig(t, machine, dir, "none"); !r.Sound() {
			t.Error(r.Findings)
		}
	})
}

// TestSabotage: each planted bug is found, as what it is.
func TestSabotage(t *testing.T) {
	for bug, count := range map[string]func(*Report) int{
		"early":  func(r *Report) int { return r.Lost },
		"double": func(r *Report) int { return r.Doubled },
		"half":   func(r *Report) int { return r.Half },
		"revive": func(r *Report) int { return r.Revived },
		"fault":  func(r *Report) int { return r.Faults },
	} {
		t.Run(bug, func(t *testing.T) {
			r := runToyRig(t, Process{}, t.TempDir(), bug)
			if count(r) == 0 || r.Sound() {
				t.Errorf("not found: %v", r)
			}
			if len(r.Findings) == 0 {
				t.Error("found, and not a word about it")
			}
		})
	}
}

// TestUnsynced: a store that does not sync passes the kills, and loses when the
// power is cut.
func TestUnsynced(t *testing.T) {
	if r := runToyRig(t, Process{}, t.TempDir(), "unsynced"); !r.Sound() {
		t.Errorf("killed: %v", r.Findings)
	}
	machine, dir := power(t)
	if r := runToyRig(t, machine, dir, "unsynced"); r.Lost == 0 {
		t.Errorf("without power: %v", r)
	}
}

// TestRestartIsTimed: the report has the longest start.
func TestRestartIsTimed(t *testing.T) {
	c := toyConfig(t, Process{}, t.TempDir(), "slow")
	c.Rounds = 2
	r, err := Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if r.Restart < 300*time.Millisecond {
		t.Errorf("a start of 0.3 s was timed as %v", r.Restart)
	}
}

// TestHang: a process that does not get ready, or does not end well, is an error.
func TestHang(t *testing.T) {
	for bug, want := range map[string]string{"asleep": "did not get ready", "sulk": "did not end well"} {
		c := toyConfig(t, Process{}, t.TempDir(), bug)
		c.Rounds, c.Patience = 1, time.Second
		if bug == "sulk" {
			c.Patience = 20 * time.Second
		}
		if _, err := Run(t.Context(), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", bug, err)
		}
	}
}

// TestLedgerIsWritten: the rig's own record holds each intent and each answer.
func TestLedgerIsWritten(t *testing.T) {
	c := toyConfig(t, Process{}, t.TempDir(), "none")
	c.Rounds = 2
	r, err := Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(c.Ledger)
	if err != nil {
		t.Fatal(err)
	}
	intents, acks := strings.Count(string(b), "intent "), strings.Count(string(b), "ack ")
	if intents < r.Acked+r.Refused+r.Unknown || acks < r.Acked {
		t.Errorf("%d intents and %d acks on the disk; %v", intents, acks, r)
	}
	if _, err := Run(t.Context(), c); err == nil {
		t.Error("a second run wrote over the ledger of the first")
	}
}
