package kill

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// A stored is what a process says it has of one operation.
type stored struct{ times, parts int }

// A worker is one life of the process under test.
type worker struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	ready chan struct{}
	gone  chan struct{} // closed when its output ended
	state chan string   // lines of list and check

	mu      sync.Mutex
	waiting map[string]chan answer
}

// start starts the process and reads what it says.
func start(cmd *exec.Cmd) (*worker, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the process under test: %w", err)
	}
	w := &worker{
		cmd: cmd, in: in,
		ready: make(chan struct{}), gone: make(chan struct{}), state: make(chan string, 64),
		waiting: map[string]chan answer{},
	}
	go w.read(out)
	return w, nil
}

func (w *worker) read(out io.Reader) {
	defer close(w.gone)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		verb, rest, _ := strings.Cut(lines.Text(), " ")
		id, _, _ := strings.Cut(rest, " ")
		switch verb {
		case "ready":
			close(w.ready)
		case "ack":
			w.tell(id, acked)
		case "refused":
			w.tell(id, refused)
		case "unknown":
			w.tell(id, unknown)
		case "has", "fault", "end":
			w.state <- lines.Text()
		}
	}
}

// tell hands an answer to who waits for it; a second one is dropped.
func (w *worker) tell(id string, a answer) {
	w.mu.Lock()
	waits := w.waiting[id]
	delete(w.waiting, id)
	w.mu.Unlock()
	if waits != nil {
		waits <- a
	}
}

// do sends an operation and returns its answer, or false if the process ended
// or the context was done before it gave one.
func (w *worker) do(ctx context.Context, op Op) (answer, bool) {
	waits := make(chan answer, 1)
	w.mu.Lock()
	w.waiting[op.ID] = waits
	_, err := fmt.Fprintf(w.in, "do %s %s\n", op.ID, op.Words)
	w.mu.Unlock()
	if err != nil {
		return unknown, false
	}
	select {
	case a := <-waits:
		return a, true
	case <-w.gone:
	case <-ctx.Done():
	}
	select {
	case a := <-waits: // its last words
		return a, true
	default:
		return unknown, false
	}
}

// ask sends list or check and calls each with the lines of the answer.
func (w *worker) ask(ctx context.Context, question string, each func(line string) error) error {
	w.mu.Lock()
	_, err := fmt.Fprintln(w.in, question)
	w.mu.Unlock()
	if err != nil {
		return fmt.Errorf("%s: the process ended: %w", question, err)
	}
	for {
		select {
		case line := <-w.state:
			if line == "end" {
				return nil
			}
			if err := each(line); err != nil {
				return err
			}
		case <-w.gone:
			return fmt.Errorf("%s: the process ended", question)
		case <-ctx.Done():
			return fmt.Errorf("%s: no answer: %w", question, context.Cause(ctx))
		}
	}
}

// list asks which operations are stored.
func (w *worker) list(ctx context.Context, prefix string) (map[string]stored, error) {
	all := map[string]stored{}
	return all, w.ask(ctx, "list "+prefix, func(line string) error {
		var id string
		var s stored
		if _, err := fmt.Sscanf(line, "has %s %d %d", &id, &s.times, &s.parts); err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
		all[id] = s
		return nil
	})
}

// check asks for faults of the whole store.
func (w *worker) check(ctx context.Context) (faults []string, err error) {
	return faults, w.ask(ctx, "check", func(line string) error {
		faults = append(faults, strings.TrimPrefix(line, "fault "))
		return nil
	})
}

// awake waits until the process is ready.
func (w *worker) awake(ctx context.Context) error {
	select {
	case <-w.ready:
		return nil
	case <-w.gone:
		return fmt.Errorf("the process ended before it was ready")
	case <-ctx.Done():
		return fmt.Errorf("the process did not get ready: %w", context.Cause(ctx))
	}
}

// end kills the process, if it has not ended, and waits for its last words.
func (w *worker) end() {
	_ = w.cmd.Process.Kill() // it may have ended by itself
	w.drain()
	_ = w.cmd.Wait() // it was killed
	_ = w.in.Close() // the pipe went with it
}

// stop lets the process end by itself: its input is closed.
func (w *worker) stop(patience time.Duration) error {
	if err := w.in.Close(); err != nil {
		return err
	}
	timer := time.AfterFunc(patience, func() { _ = w.cmd.Process.Kill() })
	defer timer.Stop()
	w.drain()
	if err := w.cmd.Wait(); err != nil {
		return fmt.Errorf("the process did not end well: %w", err)
	}
	return nil
}

func (w *worker) drain() {
	for {
		select {
		case <-w.state:
		case <-w.gone:
			return
		}
	}
}
