package peers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// A Pace is what one segment measured.
type Pace struct {
	Meetings int
	Wall     time.Duration
	CPU      time.Duration // of the process, collector included
}

// Rate is meetings a second.
func (p Pace) Rate() float64 { return float64(p.Meetings) / p.Wall.Seconds() }

// Cost is processor time a meeting.
func (p Pace) Cost() time.Duration { return p.CPU / time.Duration(max(p.Meetings, 1)) }

// String prints both.
func (p Pace) String() string { return fmt.Sprintf("%.0f/s, %v CPU", p.Rate(), p.Cost()) }

// Measure lets so many writers write for a time. Numbers are taken from next.
func Measure(ctx context.Context, w Writer, writers int, wall time.Duration, next *atomic.Int64) (Pace, error) {
	var done atomic.Int64
	errs := make(chan error, writers)
	var all sync.WaitGroup
	cpu, from := processTime(), time.Now()
	for range writers {
		all.Go(func() {
			for time.Since(from) < wall && ctx.Err() == nil {
				if err := w.Write(ctx, int(next.Add(1))); err != nil {
					errs <- fmt.Errorf("%s: %w", w.Name(), err)
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	p := Pace{int(done.Load()), time.Since(from), processTime() - cpu}
	close(errs)
	var err error
	for e := range errs {
		err = errors.Join(err, e)
	}
	return p, err
}

// processTime is the processor time this process took.
func processTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A Comparison is two writers in alternating segments.
type Comparison struct {
	Ours, Theirs []Pace
}

// Compare measures both in turn, so many times; the first segment of each, which
// warms caches up, is not kept.
func Compare(ctx context.Context, ours, theirs Writer, writers, rounds int, wall time.Duration) (c Comparison, err error) {
	var next atomic.Int64
	for round := range rounds + 1 {
		a, err := Measure(ctx, ours, writers, wall, &next)
		if err != nil {
			return c, err
		}
		b, err := Measure(ctx, theirs, writers, wall, &next)
		if err != nil {
			return c, err
		}
		if round > 0 {
			c.Ours, c.Theirs = append(c.Ours, a), append(c.Theirs, b)
		}
	}
	return c, nil
}

// Rate is how many times their rate ours is, in the median of the rounds.
func (c Comparison) Rate() float64 {
	return c.median(func(a, b Pace) float64 { return a.Rate() / b.Rate() })
}

// Cost is which part of their processor time ours is, in the median of the
// rounds.
func (c Comparison) Cost() float64 {
	return c.median(func(a, b Pace) float64 { return float64(a.Cost()) / float64(b.Cost()) })
}

func (c Comparison) median(ratio func(a, b Pace) float64) float64 {
	var all []float64
	for i := range c.Ours {
		all = append(all, ratio(c.Ours[i], c.Theirs[i]))
	}
	slices.Sort(all)
	if n := len(all); n%2 == 0 && n > 0 {
		return (all[n/2-1] + all[n/2]) / 2
	}
	return all[len(all)/2]
}
