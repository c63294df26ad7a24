package lossy

import (
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"
)

// count is a program that commits 1, 2, 3 … and says so after each; first it
// says what it found: the whole numbers from 1, how many, and whether the file
// is sound.
func count(dir, sync string) {
	if err := counting(dir, sync); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(1)
}

func counting(dir, sync string) error {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "counters.db")+
		"?_pragma=journal_mode(WAL)&_pragma=synchronous("+sync+")&_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE IF NOT EXISTS counter (n INTEGER PRIMARY KEY, filler TEXT) STRICT"); err != nil {
		return err
	}
	var last, rows int
	var sound string
	if err := db.QueryRow("SELECT COALESCE(MAX(n), 0), COUNT(*) FROM counter").Scan(&last, &rows); err != nil {
		return err
	}
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&sound); err != nil {
		return err
	}
	fmt.Println("found", last, rows, sound)
	for {
		last++
		if _, err := db.Exec("INSERT INTO counter VALUES ($1, printf('%.500c', 'x'))", last); err != nil {
			return nil // the power is off
		}
		fmt.Println("committed", last)
	}
}

// seed replays a run: go test -run TestFull -args -seed N.
var seed = flag.Uint64("seed", rand.Uint64(), "what the power cuts are drawn from")

// A tally sums up the rounds of one run.
type tally struct{ rounds, lost, unsound int }

// cuts runs rounds of a counting program that ends in a power cut each.
func cuts(t *testing.T, when Names, sync string, rounds int) tally {
	t.Helper()
	t.Logf("synchronous=%s, %d rounds, seed %d", sync, rounds, *seed)
	chance := rand.New(rand.NewPCG(*seed, 0))
	d := New(when)
	dir := t.TempDir()
	sum := tally{rounds: rounds}
	committed := 0
	for range rounds + 1 {
		m, err := d.Mount(dir)
		if err != nil {
			t.Fatal(err)
		}
		p := child(t, "count", dir, sync)
		var last, rows int
		var sound string
		if _, err := fmt.Sscanf(p.line(t), "found %d %d %s", &last, &rows, &sound); err != nil {
			t.Fatal(err)
		}
		if sound != "ok" || rows != last {
			sum.unsound++
		}
		if last < committed {
			sum.lost++
		}
		committed = last
		for range 1 + chance.IntN(40) {
			p.line(t)
			committed++
		}
		d.Cut(chance.Uint64())
		_ = p.cmd.Process.Kill() // it may have ended by itself
		for p.out.Scan() {       // what it could still say before
			committed++
		}
		_ = p.cmd.Wait()
		if err := m.Unmount(); err != nil {
			t.Fatal(err)
		}
	}
	return sum
}

// TestFullLosesNothing: what SQLite has committed with synchronous=FULL survives
// every power cut, on both kinds of disk.
func TestFullLosesNothing(t *testing.T) {
	for name, when := range map[string]Names{"journal": Journal, "strict": Strict} {
		t.Run(name, func(t *testing.T) {
			if got := cuts(t, when, "FULL", 50); got.lost != 0 || got.unsound != 0 {
				t.Errorf("of %d rounds %d lost a commit, %d left a damaged file", got.rounds, got.lost, got.unsound)
			}
		})
	}
}

// TestNormalLoses is the rig's own sabotage: with synchronous=NORMAL commits are
// lost, and a disk that does not show it would prove nothing.
func TestNormalLoses(t *testing.T) {
	got := cuts(t, Journal, "NORMAL", 30)
	t.Logf("%d of %d rounds lost a commit", got.lost, got.rounds)
	if got.lost*2 < got.rounds {
		t.Errorf("only %d of %d rounds lost a commit", got.lost, got.rounds)
	}
	if got.unsound != 0 {
		t.Errorf("%d rounds left a damaged file", got.unsound)
	}
}
