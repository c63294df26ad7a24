package track

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAppend(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	r := Run{Rig: "R1", Counts: "3 rounds\na|b", Seed: 7, Sound: true}
	at := time.Date(2026, 3, 1, 23, 0, 0, 0, time.FixedZone("west", -7200))
	if err := r.append(page, at, "abc"); err == nil {
		t.Error("a page that is not there was made: the record would be without its head")
	}
	if err := os.WriteFile(page, []byte("head\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, sound := range []bool{true, false} {
		r.Sound = sound
		if err := r.append(page, at, "abc"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	want := "head\n" +
		"| 2026-03-02 | abc | R1 | 3 rounds a\\|b | 7 | 通过 |\n" +
		"| 2026-03-02 | abc | R1 | 3 rounds a\\|b | 7 | **不通过** |\n"
	if string(got) != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestUnasked: the record is written only where it is asked for. (That it was not
// cannot be seen in the page: other rigs may be writing it.)
func TestUnasked(t *testing.T) {
	for value, want := range map[string]bool{"": false, "0": false, "1": true} {
		t.Setenv("TRACK", value)
		if got := Wanted(); got != want {
			t.Errorf("TRACK=%q: %v", value, got)
		}
	}
}

// TestPage: the page ends with the table that lines are added to.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../../" + Page)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(page), "\n"), "\n")
	if last := lines[len(lines)-1]; strings.Count(last, " | ") != 5 && !strings.HasPrefix(last, "|---") {
		t.Errorf("the page ends with %q, not with the table", last)
	}
}
