package main

import (
	"strings"
	"testing"
)

// TestTheDemonstrationInALedger: what is recorded and read back says the same as what is
// made in memory, also where a branch merges into one that comes later; once more records
// nothing.
func TestTheDemonstrationInALedger(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, branches := range []string{"20", "30"} {
		want := ran(t, exitDone, "demo", "--branches", branches, "--seed", "1")
		for range 2 {
			code, out, problems := say(t, "demo", "--branches", branches, "--seed", "1", "--data", "d"+branches)
			if code != exitDone || out != want {
				t.Fatalf("%s branches: status %d %s\n%s", branches, code, problems, out)
			}
		}
		ran(t, exitDone, "verify", "--data", "d"+branches)
		ran(t, exitDone, "export", "facts", "--data", "d"+branches, "--out", branches+".jsonl")
		if n := strings.Count(holds(t, branches+".jsonl"), `"kind":"org.merged"`); branches == "30" && n == 0 {
			t.Error("nothing merges: the test tests nothing")
		}
	}
}
