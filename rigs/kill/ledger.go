package kill

import (
	"fmt"
	"os"
	"strings"
	"sync"
)

// An answer is what the process said of an operation.
type answer uint8

const (
	unknown answer = iota // nothing yet, or that it cannot say
	acked
	refused
)

// An entry is what the rig knows of one operation.
type entry struct {
	op     Op
	answer answer
}

// A ledger is the rig's own record. It is on the disk before it counts.
type ledger struct {
	lines chan line
	mu    sync.Mutex
	all   map[string]*entry
}

type line struct {
	text string
	done chan error
}

// open creates a ledger in a new file.
func open(path string) (*ledger, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("the rig's ledger: %w", err)
	}
	l := &ledger{lines: make(chan line, 64), all: map[string]*entry{}}
	go l.write(f)
	return l, nil
}

// write puts lines on the disk, those that wait together at once.
func (l *ledger) write(f *os.File) {
	defer f.Close()
	for first := range l.lines {
		batch := []line{first}
		for len(l.lines) > 0 {
			batch = append(batch, <-l.lines)
		}
		var text strings.Builder
		for _, w := range batch {
			text.WriteString(w.text + "\n")
		}
		_, err := f.WriteString(text.String())
		if err == nil {
			err = f.Sync()
		}
		for _, w := range batch {
			w.done <- err
		}
	}
}

// put returns when a line is on the disk.
func (l *ledger) put(format string, args ...any) error {
	w := line{fmt.Sprintf(format, args...), make(chan error, 1)}
	l.lines <- w
	return <-w.done
}

// intent records that an operation is about to be sent.
func (l *ledger) intent(op Op) error {
	l.mu.Lock()
	l.all[op.ID] = &entry{op: op}
	l.mu.Unlock()
	return l.put("intent %s %d", op.ID, op.Parts)
}

// answered records an answer.
func (l *ledger) answered(id string, a answer) error {
	l.mu.Lock()
	l.all[id].answer = a
	l.mu.Unlock()
	return l.put("%s %s", map[answer]string{acked: "ack", refused: "refused", unknown: "unknown"}[a], id)
}

// of returns the entries whose ID begins with a prefix.
func (l *ledger) of(prefix string) map[string]entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	some := map[string]entry{}
	for id, e := range l.all {
		if strings.HasPrefix(id, prefix) {
			some[id] = *e
		}
	}
	return some
}

func (l *ledger) close() { close(l.lines) }
