package ledger

import (
	"context"
	"fmt"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/app/derive"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
)

// busy is how long the processors were at work for this process: what other programs
// on the machine lengthen less than the time that passed.
func busy(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// told prints how far long work is, every ten seconds.
func told() func(derive.Progress) {
	last := time.Now()
	return func(p derive.Progress) {
		if time.Since(last) > 10*time.Second {
			last = time.Now()
			fmt.Fprintf(os.Stderr, "%s %d / %d, %.0f/s, %s left\n", p.What, p.Done, p.Total, p.Rate, p.Left.Round(time.Second))
		}
	}
}

// filled is a store with n branches and their views.
func filled(b *testing.B, n int) *sqlite.DB {
	db, is := open(b, fmt.Sprintf("ledger-%d", n))
	if !is {
		fill(b, db, n)
		if err := derive.New(config(db)).Rebuild(b.Context(), told()); err != nil {
			b.Fatal(err)
		}
	}
	return db
}

// BenchmarkRebuild goes from raw facts to all views of BRANCHES branches.
func BenchmarkRebuild(b *testing.B) {
	n := number("BRANCHES", 20_000)
	db := filled(b, n)
	head, err := db.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	from := busy(b)
	for b.Loop() {
		if err := derive.New(config(db)).Rebuild(b.Context(), told()); err != nil {
			b.Fatal(err)
		}
	}
	report(b, n, from)
	b.ReportMetric(float64(head.Last)/float64(n), "records/branch")
}

// BenchmarkRecordToAssessment records one meeting of a branch durably and assesses the
// branch with it, everything that can be said included, in a store of 1,000 branches and
// in one of BRANCHES, in turn.
func BenchmarkRecordToAssessment(b *testing.B) {
	few, many := number("FEW", 1000), number("BRANCHES", 20_000)
	sides := []*asking{newAsking(b, few), newAsking(b, many)}
	from := busy(b)
	for b.Loop() {
		for range 50 {
			for _, s := range sides {
				s.once(b)
			}
		}
	}
	b.ReportMetric((busy(b)-from).Seconds()*1000/float64(len(sides[0].took)+len(sides[1].took)), "cpu-ms/record")
	var p50 [2]float64
	for i, s := range sides {
		slices.Sort(s.took)
		p50[i] = float64(s.took[len(s.took)/2].Microseconds()) / 1000
		b.ReportMetric(p50[i], fmt.Sprintf("ms-p50/%d", s.n))
		b.ReportMetric(float64(s.took[len(s.took)*99/100].Microseconds())/1000, fmt.Sprintf("ms-p99/%d", s.n))
	}
	b.ReportMetric(p50[1]/p50[0], "x-few")
}

// asking is one side of the comparison.
type asking struct {
	n, i int
	db   *sqlite.DB
	one  *derive.One
	took []time.Duration
}

func newAsking(b *testing.B, n int) *asking {
	a := &asking{n: n, db: filled(b, n)}
	a.one = derive.NewOne(config(a.db), 256)
	head, err := a.db.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	a.i = int(head.Last) + int(head.Pending) // another id each time, in a store that is used again too
	return a
}

// once records a meeting in some branch and assesses it.
func (a *asking) once(b *testing.B) {
	a.i++
	org := party.OrgID(fmt.Sprintf("k%06d", a.i*7919%a.n))
	on := party.DateOf(year, 10, 1+a.i%28)
	f := fact.Fact{
		ID: party.FactID(fmt.Sprintf("n%d", a.i)), Org: org, On: on, At: today, By: "m-clerk",
		Body: &fact.MeetingHeld{Kinds: []party.MeetingKind{"assembly"}, Forms: []party.MeetingForm{"discussion"}},
	}
	row := rowOf(b, &f, fact.Subjects(f, func(party.FactID) []fact.Subject { return nil }))
	from := time.Now()
	audit, err := (&app.Entry{ID: fmt.Sprintf("n%d", a.i), Org: org, At: today, Actor: "terminal:bench", Action: "fact.append", Result: "done"}).Row()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := a.db.Commit(context.Background(), &app.Change{Facts: []app.Row{row}, Audit: []app.Row{audit}}); err != nil {
		b.Fatal(err)
	}
	j, err := a.one.Judge(context.Background(), org, scheme, year, party.DateIn(today))
	if err != nil || j.Rating.Org != org {
		b.Fatal(err)
	}
	a.took = append(a.took, time.Since(from))
}
