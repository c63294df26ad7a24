//go:build !race

package sheet

import (
	"runtime"
	"testing"
)

// TestImportAllocates: an import of 10,000 members allocates no more than the
// library does to stream the rows; the time is BenchmarkImportRoster's. The race
// detector lets pools forget, so that it would count them, too.
func TestImportAllocates(t *testing.T) {
	data := bigRoster(t, benchMembers)
	measure := func(do func()) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		do()
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	base := measure(func() { stream(t, data) })
	ours := measure(func() { importRoster(t, data) })
	if ours > base {
		t.Errorf("allocated %d MiB, the library %d MiB", ours>>20, base>>20)
	}
}
