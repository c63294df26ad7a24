// Package worker is the process that the rigs kill: the ledger of qiangji, with its
// recorder, sequencer, sealer, vault and keys, behind the line protocol of package
// kill.
//
// An operation is one request under its ID as the submission key: a meeting, two
// decisions, their text in the vault and an audit entry; the first of a client
// founds its branch, too. What is recorded gets new identifiers with each attempt, so
// that what is done twice is there twice. The word "bad" asks for what must be
// refused.
package worker

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/app/record"
	"qiangji/internal/errs"
	"qiangji/internal/keys"
	"qiangji/internal/vault"
)

// A Store is what the process keeps its ledger in.
type Store interface {
	app.Writer
	app.Ledger
	app.Sequence
	app.Keys
	app.Blobs
}

// OpenKeys opens a key directory, and makes it if there is none, or none that is
// complete.
func OpenKeys(dir string) (*keys.Dir, error) {
	k, err := keys.Create(dir)
	if errs.KindOf(err) == errs.Conflict {
		return keys.Open(dir)
	}
	return k, err
}

// A worker is one life of the process.
type worker struct {
	store     Store
	keys      *keys.Dir
	vault     *vault.Vault
	recorder  *record.Recorder
	sequencer *record.Sequencer

	mu      sync.Mutex
	out     io.Writer
	stopped error // why sequencing or sealing ended
}

// Serve answers lines until there are no more.
func Serve(ctx context.Context, s Store, k *keys.Dir, in io.Reader, out io.Writer) error {
	w := &worker{store: s, keys: k, vault: vault.New(s, k), out: out}
	w.sequencer = &record.Sequencer{Ledger: s, Sequence: s, Poll: 10 * time.Millisecond}
	w.recorder = record.New(record.Config{
		Ledger: s, Writer: s, Ring: w.ring, Clock: time.Now, IDs: app.NewIDs(time.Now, rand.Reader), Wake: w.sequencer.Wake,
	})
	sealer := &record.Sealer{Ledger: s, Sequence: s, Notary: k, Clock: time.Now}
	if err := w.found(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { w.background(w.sequencer.Run(ctx)) })
	running.Go(func() { w.background(sealer.Run(ctx, w.sequencer, 50*time.Millisecond)) })
	w.say("ready")
	err := w.answer(context.WithoutCancel(ctx), in, &running)
	cancel()
	running.Wait()
	return errors.Join(err, w.stopped)
}

func (w *worker) ring() *app.Ring { return app.NewRing(w.keys, w.store, w.keys) }

// background remembers why work in the background ended.
func (w *worker) background(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = errors.Join(w.stopped, err)
}

func (w *worker) answer(ctx context.Context, in io.Reader, running *sync.WaitGroup) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		verb, rest, _ := strings.Cut(lines.Text(), " ")
		switch verb {
		case "do":
			id, words, _ := strings.Cut(rest, " ")
			running.Go(func() { w.do(ctx, id, words) })
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

// end ends an answer; that it could not be given is a fault.
func (w *worker) end(err error) {
	if err != nil {
		w.say("fault %s", oneLine(err))
	}
	w.say("end")
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }
