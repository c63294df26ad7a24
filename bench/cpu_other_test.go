//go:build !linux

package bench

import "time"

// onCPU runs f and returns how long it took; only Linux tells what of that was the
// thread's own.
func onCPU(f func()) time.Duration {
	from := time.Now()
	f()
	return time.Since(from)
}
