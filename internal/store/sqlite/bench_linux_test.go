package sqlite

import (
	"fmt"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// meeting is a meeting of thirty as a change: a fact of about 1 KB that concerns the
// branch and each who was there, decided on what was read of them and of five above,
// its audit entry and its submission key.
func meeting(n int64) *app.Change {
	const branches = 1000
	org := party.OrgID(fmt.Sprintf("branch%04d", n%branches))
	line := fmt.Sprintf(`{"id":"f%012d","org":"%s","on":"2026-11-26","kind":"meeting.held","body":{"note":"%s"}}`,
		n, org, strings.Repeat("支部党员大会", 48))
	r := app.Row{Stream: chain.Facts, Org: org, ID: fmt.Sprintf("f%012d", n), Line: []byte(line)}
	r.Hash = chain.RecordHash(r.Stream, r.Line)
	r.Subjects = []fact.Subject{fact.OrgSubject(org)}
	for i := range 30 {
		r.Subjects = append(r.Subjects, fact.MemberSubject(party.MemberID(fmt.Sprintf("m%s-%02d", org, i))))
	}
	audit := app.Row{Stream: chain.Audit, Org: org, ID: fmt.Sprintf("a%012d", n), Line: []byte(
		`{"at":"2026-11-26T08:00:00Z","who":"m1","what":"record","fact":"` + r.ID + `","why":"会后记录","result":"done"}`)}
	audit.Hash = chain.RecordHash(audit.Stream, audit.Line)
	reads := map[fact.Subject]app.Version{}
	for _, s := range r.Subjects {
		if s.Guarded() {
			reads[s] = app.Version(n / branches)
		}
	}
	for i := range 5 {
		reads[fact.BelowSubject(party.OrgID(fmt.Sprint("above", i)))] = 0
	}
	return &app.Change{Facts: []app.Row{r}, Audit: []app.Row{audit}, Reads: reads,
		Once: &app.Once{Org: org, Key: fmt.Sprint("k", n), At: time.Unix(1_800_000_000, 0)}}
}

// BenchmarkCommitMeeting commits meetings durably. Branches take turns, so that no two
// changes meet.
func BenchmarkCommitMeeting(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			d := opened(b, b.TempDir())
			var next atomic.Int64
			b.ResetTimer()
			before := cpu(b)
			done := make(chan error, writers)
			for range writers {
				go func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						if _, err := d.Commit(b.Context(), meeting(n-1)); err != nil {
							done <- err
							return
						}
					}
					done <- nil
				}()
			}
			for range writers {
				if err := <-done; err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "meetings/s")
			b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N), "cpu-µs/meeting")
		})
	}
}

// cpu is what the process has used of the processors.
func cpu(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkRead reads a ledger of 200 branches with 60 meetings each, in the ways in
// which it is read: the slice of one branch, all branches one after the other, and in
// the order of positions.
func BenchmarkRead(b *testing.B) {
	d := opened(b, b.TempDir())
	const branches, meetings = 200, 60
	for i := range branches {
		all := &app.Change{}
		for n := range meetings {
			c := meeting(int64(n*1000 + i))
			all.Facts, all.Audit = append(all.Facts, c.Facts...), append(all.Audit, c.Audit...)
		}
		if _, err := d.Commit(b.Context(), all); err != nil {
			b.Fatal(err)
		}
	}
	sequenced := time.Duration(0)
	for head := (app.Head{Pending: 1}); head.Pending > 0; {
		start := time.Now()
		var err error
		if head, err = d.Sequence(b.Context(), 1000); err != nil {
			b.Fatal(err)
		}
		sequenced += time.Since(start)
	}
	b.Logf("sequenced at %.1f µs a record", float64(sequenced.Microseconds())/(2*branches*meetings))
	run := func(name string, records int, work func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			before := cpu(b)
			for b.Loop() {
				work(b)
			}
			b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/float64(b.N*records), "cpu-ns/record")
		})
	}
	turn := 0
	run("slice", meetings, func(b *testing.B) {
		turn++
		s, err := d.Read(b.Context(), []fact.Subject{fact.OrgSubject(party.OrgID(fmt.Sprintf("branch%04d", turn%branches)))}, nil, nil)
		if err != nil || len(s.Rows) != meetings {
			b.Fatal(len(s.Rows), err)
		}
	})
	run("streams", branches*meetings, func(b *testing.B) {
		n := 0
		err := d.Streams(b.Context(), "", 1<<40, func(_ party.OrgID, rows []app.Row) error { n += len(rows); return nil })
		if err != nil || n != branches*meetings {
			b.Fatal(n, err)
		}
	})
	run("follow", 2*branches*meetings, func(b *testing.B) {
		for at := app.Position(0); at < 2*branches*meetings; {
			rows, err := d.Follow(b.Context(), at, 1000)
			if err != nil || len(rows) == 0 {
				b.Fatal(err)
			}
			at += app.Position(len(rows))
		}
	})
}

// BenchmarkViews fills a generation of 20,000 organisations beside another, and swaps.
func BenchmarkViews(b *testing.B) {
	d := opened(b, b.TempDir())
	const orgs, step = 20000, 500
	blob := make([]byte, 900)
	var filled, served time.Duration
	before := cpu(b)
	for b.Loop() {
		g, err := d.Create(b.Context(), 1)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		for from := 0; from < orgs; from += step {
			batch := &app.ViewBatch{Now: app.Generation{Built: true}}
			for i := from; i < from+step; i++ {
				org := party.OrgID(fmt.Sprintf("org%06d", i))
				batch.Folds = append(batch.Folds, app.FoldRow{Org: org, Year: 2026, Blob: blob})
				batch.Scores = append(batch.Scores, app.ScoreRow{Org: org, Year: 2026, Scheme: "star", Blob: blob[:240]})
				batch.Orgs = append(batch.Orgs, app.OrgRow{Org: org, Parent: "county", Level: "branch", Name: "某某镇某某村党支部"})
				for w := range 8 {
					batch.Words = append(batch.Words, app.WordRow{Org: org, Word: fmt.Sprintf("词%d", (i*7+w*13)%3000)})
				}
			}
			if err := d.Save(b.Context(), g.Number, batch); err != nil {
				b.Fatal(err)
			}
		}
		filled += time.Since(start)
		start = time.Now()
		if err := d.Serve(b.Context(), g.Number); err != nil {
			b.Fatal(err)
		}
		served += time.Since(start)
	}
	n := float64(b.N * orgs)
	b.ReportMetric(float64(filled.Microseconds())/n, "fill-µs/org")
	b.ReportMetric(float64(served.Microseconds())/n, "serve-µs/org")
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/n, "cpu-µs/org")
}
