package postgres

import (
	"fmt"
	"sync/atomic"
	"testing"

	"qiangji/internal/app"
)

// BenchmarkMeeting: 64 writers, each change one fact with its audit entry.
func BenchmarkMeeting(b *testing.B) {
	s := open(b, cluster.Schema(b))
	var n atomic.Int64
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			c := meeting(fmt.Sprint("f", n.Add(1)))
			c.Once = nil
			if _, err := s.Commit(b.Context(), c); err != nil {
				b.Error(err)
			}
		}
	})
}

// BenchmarkImport: one change of 2,000 facts.
func BenchmarkImport(b *testing.B) {
	s := open(b, cluster.Schema(b))
	n := 0
	for b.Loop() {
		c := &app.Change{}
		for range 2000 {
			n++
			one := meeting(fmt.Sprint("f", n))
			c.Facts = append(c.Facts, one.Facts...)
			c.Audit = one.Audit
		}
		if _, err := s.Commit(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
}
