// Gotest runs "go test -json" with the arguments it is given, prints one line
// a package and the whole output of what failed, and ends with the counts:
//
//	gotest [-counts FILE] ARGUMENTS OF go test
//
// With -counts it also appends "passed failed" to the file, for the table that
// scripts/test.sh prints. A skipped test counts as failed: a gate that leaves
// something out has not been passed.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

func main() {
	status, err := run(os.Args[1:], os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
		status = 2
	}
	os.Exit(status)
}

// run returns the exit status: that of go test, or 1 if only gotest objects.
func run(args []string, out io.Writer) (int, error) {
	counts := ""
	if len(args) >= 2 && args[0] == "-counts" {
		counts, args = args[1], args[2:]
	}
	cmd := exec.Command("go", append([]string{"test", "-json"}, args...)...)
	cmd.Stderr = os.Stderr
	events, err := cmd.StdoutPipe()
	if err != nil {
		return 2, err
	}
	if err := cmd.Start(); err != nil {
		return 2, err
	}
	t := tally{out: out}
	if err := t.read(events); err != nil {
		return 2, err
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 2, err
	}
	if err != nil && t.failed == 0 {
		t.failed = 1 // the arguments were refused
	}
	fmt.Fprintf(out, "%d passed, %d failed\n", t.passed, t.failed)
	if counts != "" {
		if err := t.append(counts); err != nil {
			return 2, err
		}
	}
	if t.failed > 0 {
		return 1, nil
	}
	return 0, nil
}

// An event is one line of "go test -json".
type event struct {
	Action     string
	Package    string
	ImportPath string // of a build event
	Test       string
	Output     string
	Elapsed    float64
}

// A tally counts tests and subtests, and keeps their output until it is known
// whether anyone needs to read it.
type tally struct {
	out            io.Writer
	passed, failed int
	kept           map[string]*strings.Builder // by package and test
	red            map[string]bool             // packages with a failed test
}

func (t *tally) read(events io.Reader) error {
	t.kept, t.red = map[string]*strings.Builder{}, map[string]bool{}
	lines := bufio.NewReader(events)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			t.line(line)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// line takes one line; what is not an event is shown as it came.
func (t *tally) line(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil || e.Action == "" {
		fmt.Fprintf(t.out, "%s", line)
		return
	}
	switch e.Action {
	case "output":
		t.keep(e)
	case "build-output":
		fmt.Fprint(t.out, e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.endPackage(e)
		} else {
			t.endTest(e)
		}
	}
}

func (t *tally) keep(e event) {
	key := e.Package + "\n" + e.Test
	if t.kept[key] == nil {
		t.kept[key] = &strings.Builder{}
	}
	t.kept[key].WriteString(e.Output)
}

func (t *tally) endTest(e event) {
	if e.Action == "pass" {
		t.passed++
	} else {
		t.failed++
		t.red[e.Package] = true
		t.show(e)
	}
	delete(t.kept, e.Package+"\n"+e.Test)
}

func (t *tally) endPackage(e event) {
	switch e.Action {
	case "pass":
		fmt.Fprintf(t.out, "ok    %6.1fs  %s\n", e.Elapsed, e.Package)
	case "skip":
		fmt.Fprintf(t.out, "–             %s: no tests\n", e.Package)
	case "fail":
		if !t.red[e.Package] {
			t.failed++ // it did not build, or died outside its tests
		}
		t.show(e)
		fmt.Fprintf(t.out, "FAIL  %6.1fs  %s\n", e.Elapsed, e.Package)
	}
	for key := range t.kept {
		if strings.HasPrefix(key, e.Package+"\n") {
			delete(t.kept, key)
		}
	}
}

// show prints what a test or a package said before it ended badly.
func (t *tally) show(e event) {
	if text := t.kept[e.Package+"\n"+e.Test]; text != nil {
		fmt.Fprint(t.out, text)
	}
	if e.Action == "skip" {
		fmt.Fprintf(t.out, "skipped, which counts as failed: %s %s\n", e.Package, e.Test)
	}
}

func (t *tally) append(name string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(f, "%d %d\n", t.passed, t.failed); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}
