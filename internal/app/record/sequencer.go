package record

import (
	"context"
	"sync"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// atOnce is how many records get their positions in one transaction.
const atOnce = 1000

// A Sequencer (编号器) gives positions to what was committed. Several processes may run
// one each; the database sees to it that one works at a time.
type Sequencer struct {
	Ledger   app.Ledger
	Sequence app.Sequence
	Poll     time.Duration // how often to look for what other processes committed; 0: 250 ms

	once sync.Once
	wake chan struct{}

	mu    sync.Mutex
	last  app.Position
	moved chan struct{} // closed when positions were given
}

func (s *Sequencer) begin() {
	s.once.Do(func() {
		s.wake, s.moved = make(chan struct{}, 1), make(chan struct{})
		if s.Poll == 0 {
			s.Poll = 250 * time.Millisecond
		}
	})
}

// Wake says that something was committed. It never waits.
func (s *Sequencer) Wake() {
	s.begin()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run gives positions until the context ends, then gives the last ones and returns nil. A
// record whose hash is not that of its line stops it: the error names the record.
func (s *Sequencer) Run(ctx context.Context) error {
	s.begin()
	for {
		err := s.Drain(ctx)
		if ctx.Err() != nil {
			return s.finish(ctx)
		}
		if err != nil && !passing(err) {
			return err
		}
		if !s.pending(ctx) {
			return s.finish(ctx)
		}
	}
}

// pending waits until something waits for its position, as it seems, and reports false
// once the context has ended.
func (s *Sequencer) pending(ctx context.Context) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case <-s.wake:
			return true
		case <-time.After(s.Poll):
			if head, err := s.Ledger.Head(ctx); err != nil || head.Pending > 0 {
				return true
			}
		}
	}
}

// patience is how long the last work of a process that ends may take.
const patience = 5 * time.Second

// finish gives the last positions once the context has ended.
func (s *Sequencer) finish(ctx context.Context) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := s.Drain(last); err != nil && !passing(err) {
		return err
	}
	return nil
}

// passing reports whether an error may be gone the next time: somebody else sequences, or
// the store does not write now.
func passing(err error) bool {
	k := errs.KindOf(err)
	return k == errs.Conflict || k == errs.Unavailable || k == errs.Uncertain
}

// Drain gives positions until there is nothing without one.
func (s *Sequencer) Drain(ctx context.Context) error {
	s.begin()
	for {
		head, err := s.Sequence.Sequence(ctx, atOnce)
		if err != nil {
			return err
		}
		s.tell(head.Last)
		if head.Pending == 0 {
			return nil
		}
	}
}

// tell wakes those who wait for positions.
func (s *Sequencer) tell(last app.Position) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = last
	close(s.moved)
	s.moved = make(chan struct{})
}

// given returns the last position known to be given, and what is closed when more are.
func (s *Sequencer) given() (app.Position, <-chan struct{}) {
	s.begin()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last, s.moved
}

// Waiting is how long a page waits for what was just written.
const Waiting = 500 * time.Millisecond

// Wait waits until all of the facts have their positions, and returns the last of these;
// 0 if that takes longer than Waiting.
func (s *Sequencer) Wait(ctx context.Context, ids []party.FactID) (app.Position, error) {
	ctx, cancel := context.WithTimeout(ctx, Waiting)
	defer cancel()
	s.Wake()
	for {
		_, moved := s.given()
		last, err := s.lastOf(ctx, ids)
		switch {
		case ctx.Err() != nil:
			return 0, nil
		case err != nil || last > 0:
			return last, err
		}
		select {
		case <-moved:
		case <-time.After(s.Poll / 10): // another process may be the one that works
		case <-ctx.Done():
			return 0, nil
		}
	}
}

// lastOf is the last position of facts, 0 while one has none.
func (s *Sequencer) lastOf(ctx context.Context, ids []party.FactID) (app.Position, error) {
	found, err := s.Ledger.Read(ctx, nil, ids, nil)
	if err != nil {
		return 0, err
	}
	if len(found.Rows) < len(ids) {
		return 0, errs.E("record.Wait", errs.NotFound, "要等的记录里有的不在台账里；请核对编号", nil)
	}
	var last app.Position
	for i := range found.Rows {
		p := found.Rows[i].Pos
		if p == 0 {
			return 0, nil
		}
		last = max(last, p)
	}
	return last, nil
}
