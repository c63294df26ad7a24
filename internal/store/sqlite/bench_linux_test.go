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
		reads[s] = app.Version(n / branches)
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
