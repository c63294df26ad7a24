// Package track writes what the reliability rigs found into the track record of
// the repository, doc/reliability/track-record.md: one line a run.
package track

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Page is the track record, from the root of the repository.
const Page = "doc/reliability/track-record.md"

// A Run is one line of the record.
type Run struct {
	Rig    string // which rig, and with what: "R1 断电 sqlite"
	Counts string // what was tried and what was found, in numbers
	Seed   uint64
	Sound  bool
}

// Wanted reports whether this process was asked to write the record: the
// environment has TRACK=1. An ordinary run of the tests leaves the tree as it is.
func Wanted() bool { return os.Getenv("TRACK") == "1" }

// Append adds a line with the day (UTC) and the commit the repository is at, if
// that is wanted.
func Append(r Run) error {
	if !Wanted() {
		return nil
	}
	root, err := git("rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	commit, err := git("describe", "--always", "--dirty=+", "--exclude=*")
	if err != nil {
		return err
	}
	return r.append(filepath.Join(root, Page), time.Now(), commit)
}

func git(args ...string) (string, error) {
	out, err := exec.Command("git", args...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// append writes the line behind the table, which ends the page.
func (r Run) append(page string, at time.Time, commit string) error {
	f, err := os.OpenFile(page, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fmt.Errorf("the track record: %w", err)
	}
	_, err = f.WriteString(r.line(at, commit))
	return errors.Join(err, f.Close())
}

func (r Run) line(at time.Time, commit string) string {
	result := "通过"
	if !r.Sound {
		result = "**不通过**"
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %d | %s |\n",
		at.UTC().Format(time.DateOnly), commit, cell(r.Rig), cell(r.Counts), r.Seed, result)
}

// cell keeps a text from ending its cell.
func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ").Replace(text)
}
