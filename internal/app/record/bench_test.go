//go:build unix

package record

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"qiangji/internal/app/operate"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// cpu is the processor time of this process.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measured runs work b.N times and reports the processor time of each.
func measured(b *testing.B, work func()) {
	b.ReportAllocs()
	b.ResetTimer()
	before := cpu(b)
	work()
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N), "cpu-µs/op")
}

func thirty(org party.OrgID) []party.MemberID {
	var members []party.MemberID
	for i := range 30 {
		members = append(members, party.MemberID(fmt.Sprintf("%s-m%02d", org, i)))
	}
	return members
}

// settled is branches with 30 members each and two years of meetings.
func settled(b *testing.B, r *rig, branches int) []party.OrgID {
	facts := founded()[:1]
	var orgs []party.OrgID
	for i := range branches {
		o := party.OrgID(fmt.Sprintf("branch-%03d", i))
		orgs = append(orgs, o)
		facts = append(facts, of(o, "2024-01-02", &fact.OrgFounded{Name: "虚构支部", Level: "branch", Parent: "t", Form: "single", Domain: "village"}))
		for _, m := range thirty(o) {
			facts = append(facts, of(o, "2024-01-03", enrolled(m)))
		}
		for n := range 100 {
			f := meeting(o)
			f.On = party.DateOf(2024, 2, 1).AddDays(7 * n)
			facts = append(facts, f)
		}
	}
	r.must(r.recorder(), ask(facts...))
	return orgs
}

func meeting(org party.OrgID) fact.Fact {
	members := thirty(org)
	return of(org, "2026-06-29", &fact.MeetingHeld{
		Kinds: []party.MeetingKind{"assembly"}, Chair: members[0], Speaker: members[1], Due: members,
		Absent: []fact.Absence{{Member: members[7], Reason: "leave"}}, Hours: party.Int(1),
	})
}

// BenchmarkAppendMeeting: a meeting of thirty, everything at hand, by one writer and by
// 64 of as many branches.
func BenchmarkAppendMeeting(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprint(writers), func(b *testing.B) {
			r := newRig(b)
			orgs := settled(b, r, writers)
			rec := r.recorder()
			for _, o := range orgs {
				r.must(rec, ask(meeting(o)))
			}
			measured(b, func() {
				var wait sync.WaitGroup
				for i, o := range orgs {
					wait.Go(func() {
						for n := i; n < b.N; n += writers {
							if _, err := rec.Append(context.Background(), ask(meeting(o))); err != nil {
								b.Error(err)
							}
						}
					})
				}
				wait.Wait()
			})
		})
	}
}

// BenchmarkDecide: the same without the store.
func BenchmarkDecide(b *testing.B) {
	r := newRig(b)
	orgs := settled(b, r, 1)
	rec := r.recorder()
	q := ask(meeting(orgs[0]))
	r.must(rec, q)
	measured(b, func() {
		for range b.N {
			x, _, err := prepare(&q, evening, rec.IDs)
			if err != nil {
				b.Fatal(err)
			}
			d, err := rec.decide(context.Background(), x)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := rec.change(context.Background(), x, d); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkImport: the year of forty branches in one request.
func BenchmarkImport(b *testing.B) {
	q := ask()
	q.Words.Honours = []standard.HonourName{{Name: "先进基层党组织", Levels: []party.Tier{"town", "county", "city"}}}
	operate.County{Branches: 40, Seed: 1, Year: 2025, Years: 1}.Facts(func(f fact.Fact) bool {
		q.Facts = append(q.Facts, f)
		return true
	})
	recorders := make([]*Recorder, b.N)
	for i := range recorders {
		recorders[i] = newRig(b).recorder()
	}
	measured(b, func() {
		for _, rec := range recorders {
			if result, err := rec.Append(context.Background(), q); err != nil || result.Problems != nil {
				b.Fatalf("%+v, %v", result.Problems, err)
			}
		}
	})
	b.ReportMetric(float64(len(q.Facts)), "facts")
}
