package record

import (
	"context"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
)

// tolerated is how far the clock may go back without an audit entry.
const tolerated = 5 * time.Second

// A watch remembers the moment recorded last.
type watch struct {
	begun bool
	last  time.Time
	step  int64 // seconds that the clock went back and no audit entry tells of yet
}

// instant returns the moment of recording. A clock that went back a little waits where it
// was; one that went back more than five seconds is believed, and the next change says so.
func (r *Recorder) instant(ctx context.Context) (time.Time, error) {
	now := r.Clock.Instant()
	r.mu.Lock()
	defer r.mu.Unlock()
	w := &r.watch
	if !w.begun {
		last, err := r.lastRecorded(ctx)
		if err != nil {
			return now, err
		}
		w.begun, w.last = true, last
	}
	back := w.last.Sub(now)
	switch {
	case back > tolerated:
		w.step = max(w.step, int64(back/time.Second))
	case back > 0:
		return w.last, nil
	}
	w.last = now
	return now, nil
}

// lastRecorded is the moment of the last record that has a position.
func (r *Recorder) lastRecorded(ctx context.Context) (time.Time, error) {
	head, err := r.Ledger.Head(ctx)
	if err != nil || head.Last == 0 {
		return time.Time{}, err
	}
	rows, err := r.Ledger.Follow(ctx, head.Last-1, 1)
	if err != nil || len(rows) == 0 {
		return time.Time{}, err
	}
	if rows[0].Stream == chain.Audit {
		e, err := app.ParseEntry(rows[0].Line)
		return e.At, err
	}
	line, _ := app.ParseLine(rows[0].Line) // one that cannot be read is verify's to find
	return line.Fact.At, nil
}

// owed takes the step that must be told of.
func (r *Recorder) owed() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	step := r.watch.step
	r.watch.step = 0
	return step
}

// owe gives it back: the change that told of it was not made.
func (r *Recorder) owe(step int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.watch.step = max(r.watch.step, step)
}
