// Package worker is the process that the rigs kill: a store of qiangji behind the
// line protocol of package kill.
//
// An operation is one change: three facts, an audit entry and a person, under
// its ID as the submission key. Facts and audit entries get new identifiers with
// each attempt, so that what is done twice is there twice. The word "bad" asks for
// what must be refused.
package worker

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"qiangji/internal/app"
)

// Parts is how many parts a whole operation has, as list counts them: its facts
// and its person. Check counts the audit entries.
const Parts = facts + 1

const facts = 3

// A Store is what the process keeps its operations in.
type Store interface {
	app.Writer
	app.Ledger
	app.Sequence
	app.People
}

// A worker is one life of the process.
type worker struct {
	store Store
	mu    sync.Mutex // of out
	out   io.Writer
}

// Serve answers lines until there are no more.
func Serve(ctx context.Context, s Store, in io.Reader, out io.Writer) error {
	w := &worker{store: s, out: out}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	running.Go(func() { w.sequence(ctx) })
	w.say("ready")
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		verb, rest, _ := strings.Cut(lines.Text(), " ")
		switch verb {
		case "do":
			id, words, _ := strings.Cut(rest, " ")
			running.Go(func() { w.do(context.WithoutCancel(ctx), id, words) })
		case "list":
			w.end(w.list(ctx, rest))
		case "check":
			w.end(w.check(ctx))
		}
	}
	return lines.Err()
}

func (w *worker) say(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fmt.Fprintf(w.out, format+"\n", args...)
}

// end ends an answer; that it could not be given is a fault of the store.
func (w *worker) end(err error) {
	if err != nil {
		w.say("fault %s", strings.ReplaceAll(err.Error(), "\n", " "))
	}
	w.say("end")
}

// sequence gives positions all the time, as the product does.
func (w *worker) sequence(ctx context.Context) {
	for ctx.Err() == nil {
		_, _ = w.store.Sequence(ctx, 500) // check tells what is wrong
		time.Sleep(10 * time.Millisecond)
	}
}
