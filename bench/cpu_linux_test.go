package bench

import (
	"runtime"
	"syscall"
	"time"
)

// onCPU runs f and returns the processor time that its thread took: what f costs,
// however many others want the machine. The collector's own threads are not in it.
func onCPU(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	from := threadTime()
	f()
	return threadTime() - from
}

// threadTime reads RUSAGE_THREAD.
func threadTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(1, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
