package bench

import (
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"qiangji/bench/county"
	"qiangji/bench/hand"
	"qiangji/internal/app"
	"qiangji/internal/app/report"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/register"
)

const (
	workers  = 2
	block    = 1000 // branches of one worker between two looks at the clock
	distinct = 1000 // folded years of each profile
)

// A worker has its own profile, stream, sheets and years.
type worker struct {
	side
	scorer *hand.Scorer
	sheet  assess.Sheet
	traced assess.Sheet
	byHand hand.Sheet
	years  []register.Year
}

func crew(b *testing.B) []*worker {
	s := sides(b, number("DISTINCT", distinct), false)
	var all []*worker
	for k := range workers {
		w := &worker{side: s[county.Profiles[k%2]], scorer: hand.New(county.Profiles[k%2]), years: make([]register.Year, block)}
		w.traced.Trace = &assess.Trace{}
		all = append(all, w)
	}
	return all
}

// together runs a step of every worker at once and returns how long all took.
func together(all []*worker, step func(*worker)) time.Duration {
	from := time.Now()
	var wait sync.WaitGroup
	for _, w := range all {
		wait.Go(func() { step(w) })
	}
	wait.Wait()
	return time.Since(from)
}

func (w *worker) byProgram() {
	for i := range w.years {
		w.program.Score(&w.years[i], &w.sheet)
	}
}

func (w *worker) withTrace() {
	for i := range w.years {
		w.program.Score(&w.years[i], &w.traced)
	}
}

func (w *worker) hands() {
	for i := range w.years {
		w.scorer.Score(&w.years[i], &w.byHand)
	}
}

// A race is two ways of doing the same blocks of work, in turn.
type race struct {
	ratios     []float64
	mine, peer time.Duration
}

func (r *race) lap(mine, peer time.Duration) {
	r.ratios = append(r.ratios, float64(mine)/float64(peer))
	r.mine, r.peer = r.mine+mine, r.peer+peer
}

// median is the middle one of the blocks' ratios: other programs on the machine
// disturb some blocks, never half of them alike.
func (r *race) median() float64 {
	s := slices.Sorted(slices.Values(r.ratios))
	return s[len(s)/2]
}

// BenchmarkScores scores 200,000 streamed branch-years of 61 items on two cores by
// the evaluator, by hand and with structured traces, in turn block by block. Every
// branch is compared before the clocks run.
func BenchmarkScores(b *testing.B) {
	all := crew(b)
	n := number("BRANCHES", 200_000)
	for b.Loop() {
		var byHand, traced race
		for from := 0; from < n/workers; from += block {
			together(all, func(w *worker) {
				for i := range w.years {
					w.stream.Year(from+i, &w.years[i])
					w.program.Score(&w.years[i], &w.sheet)
					w.scorer.Score(&w.years[i], &w.byHand)
					if d := w.differ(&w.sheet, &w.byHand); d != "" {
						b.Error(from+i, d)
						return
					}
				}
			})
			if b.Failed() {
				return
			}
			first := together(all, (*worker).byProgram)
			byHand.lap(first, together(all, (*worker).hands))
			trace := together(all, (*worker).withTrace)
			traced.lap(trace, together(all, (*worker).byProgram))
		}
		b.ReportMetric(byHand.median(), "x-hand")
		b.ReportMetric(traced.median(), "x-untraced")
		b.ReportMetric(float64(byHand.mine.Nanoseconds())*workers/float64(n), "ns/branch")
		b.ReportMetric(float64(byHand.peer.Nanoseconds())*workers/float64(n), "ns/hand")
		b.ReportMetric(float64(n), "branches")
		b.ReportMetric(peak(), "MiB-peak")
	}
}

// BenchmarkEvaluator and BenchmarkHand are for profiling one side alone.
func BenchmarkEvaluator(b *testing.B) { alone(b, (*worker).byProgram) }

// BenchmarkHand scores by hand alone.
func BenchmarkHand(b *testing.B) { alone(b, (*worker).hands) }

// BenchmarkTraced scores with structured traces alone.
func BenchmarkTraced(b *testing.B) { alone(b, (*worker).withTrace) }

func alone(b *testing.B, step func(*worker)) {
	w := crew(b)[0]
	for i := range w.years {
		w.stream.Year(i, &w.years[i])
	}
	b.ReportAllocs()
	for b.Loop() {
		step(w)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*block), "ns/branch")
}

// BenchmarkText renders the whole explanation of one assessed branch.
func BenchmarkText(b *testing.B) {
	s := sides(b, 10, true)["village"]
	var y register.Year
	s.stream.Year(3, &y)
	std := s.program.Standard()
	a := s.program.Assess(&y)
	j := app.Judged{Year: &y, Standard: std, Assessment: a, Rating: rating.Rate(std, a, &y)}
	var out countingWriter
	measure(b, func() { report.Branch(&out, report.Palette{}, j) }).report(b, time.Millisecond, "ms/text")
	if out < 1000 {
		b.Error("no text")
	}
}

type countingWriter int

func (c *countingWriter) Write(p []byte) (int, error) {
	*c += countingWriter(len(p))
	return len(p), nil
}

// peak is the most memory that this process ever held, in MiB.
func peak() float64 {
	if kb, ok := highWater(); ok {
		return float64(kb) / 1024
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20)
}
