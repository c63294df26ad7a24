package record

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// start runs a sequencer and returns what stops it and waits for its end.
func (r *rig) start(s *Sequencer) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	return func() error { cancel(); return <-ended }
}

func (r *rig) sequencer() *Sequencer {
	return &Sequencer{Ledger: r, Sequence: r, Poll: time.Millisecond}
}

func (r *rig) head() app.Head {
	r.Helper()
	head, err := r.Head(context.Background())
	if err != nil {
		r.Fatal(err)
	}
	return head
}

func TestSequencer(t *testing.T) {
	r := newRig(t)
	s := r.sequencer()
	stop := r.start(s)
	rec := r.recorder()
	rec.Wake = s.Wake
	ids := r.must(rec, ask(founded()...)).Facts
	last, err := s.Wait(t.Context(), ids)
	if err != nil || last != 3 && last != 6 { // its entries come before or after
		t.Errorf("%d, %v", last, err)
	}
	if _, err := s.Wait(t.Context(), []party.FactID{"f-none"}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("%v", err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if h := r.head(); h.Pending != 0 || h.Last != 6 {
		t.Errorf("%+v", h)
	}
}

// TestSequencersOfManyProcesses: each position is given once, and nothing is left when
// they have ended, though nobody woke them.
func TestSequencersOfManyProcesses(t *testing.T) {
	r := newRig(t)
	r.must(r.recorder(), ask(founded()...))
	var stops []func() error
	for range 3 {
		stops = append(stops, r.start(r.sequencer()))
	}
	var writers sync.WaitGroup
	for i := range 4 {
		writers.Go(func() {
			rec := r.recorder()
			for n := range 15 {
				org := []party.OrgID{"b1", "b2", "t"}[i%3]
				f := of(org, "2026-02-01", &fact.MoneyStated{Flow: "received", Source: "fiscal", Fen: int64(n)})
				if _, err := rec.Append(context.Background(), ask(f)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	for _, stop := range stops {
		if err := stop(); err != nil {
			t.Error(err)
		}
	}
	if h := r.head(); h.Pending != 0 || h.Last != 6+2*60 {
		t.Errorf("%+v", h)
	}
	rows, err := r.Follow(t.Context(), 0, 1000)
	if err != nil || len(rows) != 126 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestWaitGivesUp(t *testing.T) {
	r := newRig(t)
	ids := r.must(r.recorder(), ask(founded()...)).Facts
	if last, err := r.sequencer().Wait(t.Context(), ids); last != 0 || err != nil { // none runs
		t.Errorf("%d, %v", last, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if last, err := r.sequencer().Wait(ctx, ids); last != 0 || err != nil {
		t.Errorf("%d, %v", last, err)
	}
}

func TestSequencerGoesOnAfterWhatPasses(t *testing.T) {
	r := newRig(t)
	s := r.sequencer()
	s.Sequence = failing{r, &fails{left: []error{errTest, errs.E("test", errs.Conflict, "", nil), errs.E("test", errs.Uncertain, "", nil)}}}
	stop := r.start(s)
	ids := r.must(r.recorder(), ask(founded()...)).Facts
	if last, err := s.Wait(t.Context(), ids); last == 0 || err != nil {
		t.Errorf("%d, %v", last, err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestSequencerStopsAtWhatIsDamaged(t *testing.T) {
	r := newRig(t)
	broken := errs.E("test", errs.IO, "第 3 条坏了", nil)
	s := r.sequencer()
	s.Sequence = failing{r, &fails{left: []error{broken}}}
	ended := make(chan error)
	go func() { ended <- s.Run(context.Background()) }()
	if err := <-ended; !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// TestWaitIsForAll of the facts.
func TestWaitIsForAll(t *testing.T) {
	r := newRig(t)
	ids := r.must(r.recorder(), ask(founded()...)).Facts
	r.sequence()
	ids = append(ids, r.must(r.recorder(), ask(remark(9))).Facts...)
	if last, err := r.sequencer().lastOf(t.Context(), ids); last != 0 || err != nil {
		t.Errorf("%d, %v", last, err)
	}
	r.sequence()
	if last, err := r.sequencer().lastOf(t.Context(), ids); last < 7 || err != nil {
		t.Errorf("%d, %v", last, err)
	}
}

// failing is a sequence that fails as often as there are errors left.
type failing struct {
	store
	*fails
}

type fails struct {
	mu   sync.Mutex
	left []error
}

func (f *fails) next() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.left) == 0 {
		return nil
	}
	err := f.left[0]
	f.left = f.left[1:]
	return err
}

func (f failing) Sequence(ctx context.Context, max int) (app.Head, error) {
	if err := f.next(); err != nil {
		return app.Head{}, err
	}
	return f.store.Sequence(ctx, max)
}
