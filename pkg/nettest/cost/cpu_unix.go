//go:build unix

package cost

import (
	"syscall"
	"time"
)

// CPU is how much time processors have spent on this process so far. Unlike the time
// of a clock it is not longer on a busy machine.
func CPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
