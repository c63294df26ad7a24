package person

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qiangji/internal/errs"
	"qiangji/internal/party"
)

var (
	kills   = flag.Int("kills", 6, "how often TestRotateKilled kills")
	keyRows = flag.Int("rows", 1500, "how many persons it begins with")
)

// workHere names, in the environment, the directory in which the test program works until
// it is killed instead of testing.
const workHere = "PERSON_TEST_WORK"

func TestMain(m *testing.M) {
	if dir := os.Getenv(workHere); dir != "" {
		fmt.Println("stopped", work(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// worker is the n-th person that a worker saves; who it is shows from the id alone.
func worker(member party.MemberID) Person {
	return Person{Member: member, Name: "工" + string(rune(0x4E00+len(member))), Phone: "tel-" + string(member)}
}

// work exchanges the wrapping key again and again, and saves and erases persons meanwhile.
// It says what it was answered.
func work(dir string) error {
	d, err := reopened(filepath.Join(dir, "data"), filepath.Join(dir, "keys"))
	if err != nil {
		return err
	}
	ctx := context.Background()
	stopped := make(chan error, 2)
	go func() {
		for {
			r := Rotation{Persons: d.Persons, Keys: d.keys, By: clerk, Backup: noBackup}
			if err := r.Run(ctx); err != nil {
				stopped <- err
			}
			fmt.Println("rotated", len(d.keys.Wrapping()))
		}
	}()
	go func() {
		for i := 0; ; i++ {
			member := party.MemberID(fmt.Sprintf("m-%d-%d", os.Getpid(), i))
			err := again(func() error { return d.Save(ctx, clerk, worker(member), 0) })
			fmt.Println("saved", member)
			if err == nil && i%4 == 0 {
				fmt.Println("erasing", member)
				if err = again(func() error { return d.Erase(ctx, clerk, member) }); err == nil {
					fmt.Println("erased", member)
				}
			}
			if err != nil {
				stopped <- err
			}
		}
	}()
	return <-stopped
}

// again asks again while it is a Conflict.
func again(do func() error) error {
	for {
		if err := do(); errs.KindOf(err) != errs.Conflict {
			return err
		}
	}
}

// TestRotateKilled: a program that exchanges the wrapping key under load is killed at any
// moment; whatever it had acknowledged is readable, or erased, and nothing else is lost.
func TestRotateKilled(t *testing.T) {
	d := newDesk(t)
	dir := t.TempDir()
	d.close(t)
	for from, name := range map[string]string{d.data: "data", d.secrets: "keys"} {
		if err := os.Rename(from, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	d = openDesk(t, filepath.Join(dir, "data"), filepath.Join(dir, "keys"))
	all := people(*keyRows)
	d.put(t, all)
	d.close(t)
	held, gone := map[party.MemberID]bool{}, map[party.MemberID]bool{}
	rotated := 0
	for range *kills {
		lines := killed(t, dir, time.Duration(rand.IntN(400))*time.Millisecond)
		for _, line := range lines {
			what, who, _ := strings.Cut(line, " ")
			member := party.MemberID(who)
			switch what {
			case "saved":
				held[member] = true
			case "erasing":
				delete(held, member) // either way
			case "erased":
				gone[member] = true
			case "rotated":
				rotated++
			default:
				t.Fatalf("the program says %q", line)
			}
		}
		d = d.again(t)
		if _, err := d.FinishErasures(t.Context(), clerk); err != nil {
			t.Fatal(err)
		}
		d.readable(t, all)
		for member := range held {
			if h := d.get(t, member); len(h) != 1 || h[0].Person != worker(member) {
				t.Fatalf("%s was acknowledged and is %+v", member, h)
			}
		}
		for member := range gone {
			if h := d.get(t, member); len(h) != 1 || !h[0].Erased {
				t.Fatalf("%s was erased and is %+v", member, h)
			}
		}
		if _, err := d.Roster(t.Context()); err != nil { // whatever was not acknowledged opens too
			t.Fatal(err)
		}
		d.close(t)
	}
	t.Logf("%d kills, %d whole rotations, %d saved, %d erased", *kills, rotated, len(held), len(gone))
	if len(held) == 0 || *kills > 50 && rotated == 0 {
		t.Error("nothing happened before the kills: the rig proves nothing")
	}
}

// killed runs the program, kills it some time after it begins to answer, and returns what
// it said.
func killed(t *testing.T, dir string, after time.Duration) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := exec.CommandContext(t.Context(), self)
	program.Env = append(os.Environ(), workHere+"="+dir)
	program.Stderr = os.Stderr
	out, err := program.StdoutPipe()
	if err == nil {
		err = program.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for said := bufio.NewScanner(out); said.Scan(); {
		if lines = append(lines, said.Text()); len(lines) == 1 {
			time.AfterFunc(after, func() { _ = program.Process.Kill() }) // it may have ended
		}
	}
	var ended *exec.ExitError
	if err := program.Wait(); !errors.As(err, &ended) {
		t.Fatalf("the program ended by itself: %v %q", err, lines)
	}
	return lines
}
