package peers

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

// everyone is the writers that exist; a test opens each in an empty folder.
var everyone = map[string]func(dir string) (Writer, error){
	"qiangji":    OpenOurs,
	"pocketbase": OpenPocketBase,
}

// opened opens a writer for the time of a test.
func opened(t testing.TB, open func(dir string) (Writer, error)) Writer {
	t.Helper()
	w, err := open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// TestWriters: each stores what it was given, whole, also from many writers.
func TestWriters(t *testing.T) {
	for name, open := range everyone {
		t.Run(name, func(t *testing.T) {
			w := opened(t, open)
			var next atomic.Int64
			p, err := Measure(t.Context(), w, 8, 200*time.Millisecond, &next)
			if err != nil {
				t.Fatal(err)
			}
			meetings, attendance, err := w.Count(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if p.Meetings == 0 || meetings != p.Meetings || attendance != meetings*Attendance {
				t.Errorf("%d meetings written, stored are %d with %d of attendance", p.Meetings, meetings, attendance)
			}
			if p.CPU <= 0 || p.Rate() <= 0 {
				t.Errorf("measured %v", p)
			}
		})
	}
}

// idle is a writer that only counts.
type idle struct {
	fails bool
	count atomic.Int64
}

func (*idle) Name() string { return "idle" }

func (w *idle) Write(context.Context, int) error {
	if w.fails {
		return errors.New("planted")
	}
	time.Sleep(time.Millisecond)
	w.count.Add(1)
	return nil
}

func (w *idle) Count(context.Context) (int, int, error) { return int(w.count.Load()), 0, nil }

func (*idle) Close() error { return nil }

// TestCompare: both have as many segments as asked for, besides one that is not
// kept; an error of either ends the comparison.
func TestCompare(t *testing.T) {
	a, b := &idle{}, &idle{}
	c, err := Compare(t.Context(), a, b, 2, 3, 20*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	for i, kept := range [][]Pace{c.Ours, c.Theirs} {
		sum := 0
		for _, p := range kept {
			sum += p.Meetings
		}
		if all := int([]*idle{a, b}[i].count.Load()); len(kept) != 3 || sum == 0 || sum >= all {
			t.Errorf("%d segments with %d of %d meetings", len(kept), sum, all)
		}
	}
	for _, pair := range [][2]*idle{{a, {fails: true}}, {{fails: true}, a}} {
		if _, err := Compare(t.Context(), pair[0], pair[1], 2, 1, time.Millisecond); err == nil {
			t.Error("an error was not told")
		}
	}
}

// TestMedian: of an odd number the one in the middle, of an even number the mean
// of the two.
func TestMedian(t *testing.T) {
	pace := func(n int) Pace { return Pace{Meetings: n, Wall: time.Second, CPU: time.Second} }
	c := Comparison{Ours: []Pace{pace(90), pace(10), pace(30)}, Theirs: []Pace{pace(10), pace(10), pace(10)}}
	if got := c.Rate(); got != 3 {
		t.Errorf("odd: %v", got)
	}
	c.Ours, c.Theirs = append(c.Ours, pace(50)), append(c.Theirs, pace(10))
	if got := c.Rate(); got != 4 {
		t.Errorf("even: %v", got)
	}
	c = Comparison{Ours: []Pace{{Meetings: 10, Wall: 1, CPU: 100}}, Theirs: []Pace{{Meetings: 10, Wall: 1, CPU: 400}}}
	if got := c.Cost(); got != 0.25 {
		t.Errorf("cost: %v", got)
	}
}

// BenchmarkBeside compares ours with PocketBase in alternating segments, and prints
// both paces and the ratios.
func BenchmarkBeside(b *testing.B) {
	ours, theirs := opened(b, OpenOurs), opened(b, OpenPocketBase)
	for b.Loop() {
		c, err := Compare(b.Context(), ours, theirs, 64, 5, 3*time.Second)
		if err != nil {
			b.Fatal(err)
		}
		for i := range c.Ours {
			b.Logf("%s %v; %s %v", ours.Name(), c.Ours[i], theirs.Name(), c.Theirs[i])
		}
		b.ReportMetric(c.Rate(), "x-rate")
		b.ReportMetric(c.Cost(), "x-cpu")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkMeetings prints the pace of each writer.
func BenchmarkMeetings(b *testing.B) {
	for name, open := range everyone {
		b.Run(name, func(b *testing.B) {
			w := opened(b, open)
			var next atomic.Int64
			var p Pace
			for b.Loop() {
				var err error
				if p, err = Measure(b.Context(), w, 64, 3*time.Second, &next); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(p.Rate(), "meetings/s")
			b.ReportMetric(float64(p.Cost().Microseconds()), "us-cpu/meeting")
			b.ReportMetric(0, "ns/op")
		})
	}
}
