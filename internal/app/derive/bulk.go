package derive

import (
	"context"
	"errors"
	"sync"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

const (
	folders = 2    // goroutines that fold
	block   = 64   // organisations that one of them takes at a time
	reach   = 4096 // organisations read in one snapshot: a long one would keep the engine from tidying up
)

// A sweep goes through all organisations in order of id and makes something of each
// from its facts: several goroutines make, one takes what they made, in order.
type sweep[T any] struct {
	*Deriver
	after party.OrgID // where to begin
	most  int         // how many organisations; 0: all
	span  span
	make  func(f *folder, org party.OrgID, facts []fact.Fact) (T, error)
	take  func(b *batch[T]) error
}

// A batch is some successive organisations.
type batch[T any] struct {
	n    int // from 0, in order
	orgs []party.OrgID
	rows [][]app.Row
	made []T
	own  int64 // facts that these organisations own
	err  error
}

// run goes through all. What take refuses, or an error of reading or making, ends it.
func (w *sweep[T]) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo, done := make(chan *batch[T], folders), make(chan *batch[T], folders)
	var failed error
	var wait sync.WaitGroup
	wait.Go(func() {
		defer close(todo)
		failed = w.list(ctx, todo)
	})
	var making sync.WaitGroup
	for range folders {
		making.Go(func() {
			f := w.folder()
			f.kept = shelf{}
			for b := range todo {
				w.each(ctx, f, b)
				done <- b
			}
		})
	}
	wait.Go(func() { making.Wait(); close(done) })
	err := w.inOrder(done, cancel)
	wait.Wait()
	if err != nil {
		return err
	}
	return failed
}

// inOrder hands over the batches in order; after an error it lets the others run out.
func (w *sweep[T]) inOrder(done <-chan *batch[T], cancel func()) error {
	var first error
	next, early := 0, map[int]*batch[T]{}
	for b := range done {
		early[b.n] = b
		for b := early[next]; b != nil && first == nil; b = early[next] {
			delete(early, next)
			next++
			if first = b.err; first == nil {
				first = w.take(b)
			}
		}
		if first != nil {
			cancel()
		}
	}
	return first
}

// each makes something of every organisation of a batch.
func (w *sweep[T]) each(ctx context.Context, f *folder, b *batch[T]) {
	b.made = make([]T, len(b.orgs))
	for i, org := range b.orgs {
		facts, err := w.gather(ctx, org, w.span, b.rows[i], f.kept)
		if err == nil {
			b.made[i], err = w.make(f, org, facts)
		}
		if b.err = err; err != nil {
			return
		}
	}
	b.rows = nil
}

// errFar ends one snapshot.
var errFar = errors.New("far enough")

// list reads the streams of all organisations, some thousand in one snapshot.
func (w *sweep[T]) list(ctx context.Context, todo chan<- *batch[T]) error {
	after, all := w.after, 0
	b := &batch[T]{}
	send := func() error {
		if len(b.orgs) == 0 {
			return nil
		}
		select {
		case todo <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
		b = &batch[T]{n: b.n + 1}
		return nil
	}
	for {
		n := 0
		err := w.Ledger.Streams(ctx, after, app.Position(w.span), func(org party.OrgID, rows []app.Row) error {
			after = org
			b.add(org, rows)
			if len(b.orgs) == min(block, w.atOnce) {
				if err := send(); err != nil {
					return err
				}
			}
			if n, all = n+1, all+1; n == reach || all == w.most {
				return errFar
			}
			return nil
		})
		if !errors.Is(err, errFar) || all == w.most {
			if errors.Is(err, errFar) {
				err = nil
			}
			if err != nil {
				return err
			}
			return send()
		}
	}
}

// add adds an organisation with the rows found in its stream, which are its own and
// others'.
func (b *batch[T]) add(org party.OrgID, rows []app.Row) {
	b.orgs, b.rows = append(b.orgs, org), append(b.rows, rows)
	for i := range rows {
		if rows[i].Org == org {
			b.own++
		}
	}
}

// folder returns a new folder.
func (d *Deriver) folder() *folder {
	return &folder{Config: &d.Config, programs: &d.programs, made: map[standardKey]made{}, sheets: map[*assess.Program]*assess.Sheet{}}
}
