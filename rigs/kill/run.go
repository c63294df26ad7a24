package kill

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os/exec"
	"slices"
	"sync"
	"time"
)

// An Op is one operation the process is asked to do.
type Op struct {
	ID    string // unique in the run, and the idempotency key
	Words string // what else the process is told
	Parts int    // how many parts are stored when it is done whole
}

// A Config says what is run.
type Config struct {
	Machine Machine
	Command func() *exec.Cmd // a fresh process on the data of the machine
	Next    func(chance *rand.Rand, id string) Op
	Ledger  string // a file that does not exist yet, on a disk that keeps

	Rounds   int
	Clients  int           // 0: 16
	Check    int           // the whole store is checked every so many rounds, and at the end; 0: 10
	Window   time.Duration // the failure comes within this time after ready; 0: 150 ms
	Patience time.Duration // for a start, a list or a check; 0: 30 s
	Seed     uint64        // moments and operations; not the order the machine runs them in
}

// A Report says what a run found. Everything from Lost to Faults must be 0.
type Report struct {
	Rounds, Acked, Refused, Unknown int

	Lost     int // acknowledged and not stored
	Doubled  int // stored more than once
	Half     int // stored in part
	Revived  int // refused, and stored
	Faults   int // of the whole store: chains, invariants
	Restart  time.Duration
	Findings []string // the first of them, in words

	found map[string]bool // what was counted already
}

// Sound reports whether the run found nothing.
func (r *Report) Sound() bool { return r.Lost+r.Doubled+r.Half+r.Revived+r.Faults == 0 }

// String is one line for the track record.
func (r *Report) String() string {
	return fmt.Sprintf("%d 轮，已答复 %d，拒绝 %d，未知 %d；丢 %d，重 %d，半 %d，复活 %d，链 %d；重启最长 %.2f 秒",
		r.Rounds, r.Acked, r.Refused, r.Unknown, r.Lost, r.Doubled, r.Half, r.Revived, r.Faults, r.Restart.Seconds())
}

// find counts a finding once.
func (r *Report) find(count *int, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if r.found[text] {
		return
	}
	r.found[text] = true
	*count++
	if len(r.Findings) < 20 {
		r.Findings = append(r.Findings, text)
	}
}

// A run is a run under way.
type run struct {
	Config
	chance *rand.Rand
	ledger *ledger
	report *Report
}

// Run kills the process Rounds times. An error says that the rig could not go
// on: a process that does not start, or hangs; what it found so far is in the
// report.
func Run(ctx context.Context, c Config) (*Report, error) {
	if c.Clients == 0 {
		c.Clients = 16
	}
	if c.Check == 0 {
		c.Check = 10
	}
	if c.Window == 0 {
		c.Window = 150 * time.Millisecond
	}
	if c.Patience == 0 {
		c.Patience = 30 * time.Second
	}
	l, err := open(c.Ledger)
	if err != nil {
		return nil, err
	}
	defer l.close()
	r := &run{c, rand.New(rand.NewPCG(c.Seed, 1)), l, &Report{found: map[string]bool{}}}
	for round := range c.Rounds {
		if err := ctx.Err(); err != nil {
			return r.report, err
		}
		if err := r.round(ctx, round); err != nil {
			return r.report, fmt.Errorf("round %d (seed %d): %w", round, c.Seed, err)
		}
		r.report.Rounds++
	}
	return r.report, r.last(ctx)
}

// prefix begins the IDs of a round.
func prefix(round int) string { return fmt.Sprintf("r%05d-", round) }

// round starts the process, compares the round before, and kills it under load.
// One start in four fails before it is complete.
func (r *run) round(ctx context.Context, round int) (err error) {
	if r.chance.IntN(4) == 0 {
		if err := r.early(); err != nil {
			return err
		}
	}
	w, err := r.up(ctx)
	if err != nil {
		return err
	}
	if round > 0 {
		err := r.compare(ctx, w, prefix(round-1))
		if err == nil && round%r.Check == 0 {
			err = r.whole(ctx, w, round)
		}
		if err != nil {
			return errors.Join(err, r.down(w))
		}
	}
	stop := make(chan struct{})
	var clients sync.WaitGroup
	failed := make(chan error, r.Clients)
	for client := range r.Clients {
		seed := r.chance.Uint64()
		clients.Go(func() {
			failed <- r.client(ctx, w, fmt.Sprintf("%s%02d-", prefix(round), client), rand.New(rand.NewPCG(seed, 2)), stop)
		})
	}
	time.Sleep(r.moment())
	err = r.Machine.Crash(r.chance)
	close(stop)
	err = errors.Join(err, r.down(w))
	clients.Wait()
	close(failed)
	for e := range failed {
		err = errors.Join(err, e)
	}
	return err
}

// moment draws when the failure comes.
func (r *run) moment() time.Duration { return time.Duration(r.chance.Int64N(int64(r.Window))) }

// early lets the machine fail while the process starts.
func (r *run) early() error {
	if err := r.Machine.Up(); err != nil {
		return err
	}
	w, err := start(r.Command())
	if err != nil {
		return errors.Join(err, r.Machine.Down())
	}
	time.Sleep(r.moment())
	err = r.Machine.Crash(r.chance)
	return errors.Join(err, r.down(w))
}

// up starts the process and waits until it is ready.
func (r *run) up(ctx context.Context) (*worker, error) {
	if err := r.Machine.Up(); err != nil {
		return nil, err
	}
	from := time.Now()
	w, err := start(r.Command())
	if err != nil {
		return nil, errors.Join(err, r.Machine.Down())
	}
	waits, cancel := context.WithTimeout(ctx, r.Patience)
	defer cancel()
	if err := w.awake(waits); err != nil {
		return nil, errors.Join(err, r.down(w))
	}
	r.report.Restart = max(r.report.Restart, time.Since(from))
	return w, nil
}

// down kills the process and lets the machine clean up.
func (r *run) down(w *worker) error {
	w.end()
	return r.Machine.Down()
}

// client sends one operation after the other until the machine fails.
func (r *run) client(ctx context.Context, w *worker, prefix string, chance *rand.Rand, stop <-chan struct{}) error {
	for n := 0; ; n++ {
		select {
		case <-stop:
			return nil
		case <-w.gone:
			return nil
		default:
		}
		op := r.Next(chance, fmt.Sprintf("%s%04d", prefix, n))
		if err := r.ledger.intent(op); err != nil {
			return err
		}
		a, ok := w.do(ctx, op)
		if !ok {
			return nil
		}
		if err := r.ledger.answered(op.ID, a); err != nil {
			return err
		}
	}
}

// compare holds the operations with a prefix against the ledger and settles
// those without an answer by sending them again.
func (r *run) compare(ctx context.Context, w *worker, prefix string) error {
	waits, cancel := context.WithTimeout(ctx, r.Patience)
	defer cancel()
	have, err := w.list(waits, prefix)
	if err != nil {
		return err
	}
	entries := r.ledger.of(prefix)
	r.judge(entries, have)
	for _, id := range slices.Sorted(maps.Keys(entries)) {
		e := entries[id]
		switch e.answer {
		case acked:
			r.report.Acked++
		case refused:
			r.report.Refused++
		default:
			r.report.Unknown++
			if err := r.settle(waits, w, e.op); err != nil {
				return err
			}
		}
	}
	return nil
}

// whole checks the store as a whole.
func (r *run) whole(ctx context.Context, w *worker, round int) error {
	waits, cancel := context.WithTimeout(ctx, r.Patience)
	defer cancel()
	faults, err := w.check(waits)
	for _, f := range faults {
		r.report.find(&r.report.Faults, "before round %d: %s", round, f)
	}
	return err
}

// settle sends an operation without an answer again.
func (r *run) settle(ctx context.Context, w *worker, op Op) error {
	a, ok := w.do(ctx, op)
	if !ok {
		return fmt.Errorf("no answer when %s was sent again", op.ID)
	}
	return r.ledger.answered(op.ID, a)
}

// judge counts what is not as the answers have it.
func (r *run) judge(entries map[string]entry, have map[string]stored) {
	for _, id := range slices.Sorted(maps.Keys(entries)) {
		e, s := entries[id], have[id]
		switch {
		case s.times > 1:
			r.report.find(&r.report.Doubled, "%s is stored %d times", id, s.times)
		case e.answer == refused && s != (stored{}):
			r.report.find(&r.report.Revived, "%s was refused and is stored, %d parts", id, s.parts)
		case e.answer == acked && s == (stored{}):
			r.report.find(&r.report.Lost, "%s was acknowledged and is not stored", id)
		case s != (stored{}) && (s.times != 1 || s.parts != e.op.Parts):
			r.report.find(&r.report.Half, "%s is stored with %d of %d parts", id, s.parts, e.op.Parts)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(have)) {
		if _, ok := entries[id]; !ok {
			r.report.find(&r.report.Revived, "%s is stored and was never sent", id)
		}
	}
}

// last compares the last round, then everything, and lets the process end by
// itself.
func (r *run) last(ctx context.Context) error {
	w, err := r.up(ctx)
	if err != nil {
		return err
	}
	err = r.compare(ctx, w, prefix(r.Rounds-1))
	if err == nil {
		err = r.whole(ctx, w, r.Rounds)
	}
	if err != nil {
		return errors.Join(err, r.down(w))
	}
	waits, cancel := context.WithTimeout(ctx, r.Patience)
	defer cancel()
	have, err := w.list(waits, "")
	if err != nil {
		return errors.Join(err, r.down(w))
	}
	r.judge(r.ledger.of(""), have)
	return errors.Join(w.stop(r.Patience), r.Machine.Down())
}
