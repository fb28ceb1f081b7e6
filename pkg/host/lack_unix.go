//go:build !windows

package host

import "syscall"

var (
	noFiles  = []syscall.Errno{syscall.EMFILE, syscall.ENFILE}
	noMemory = []syscall.Errno{syscall.ENOMEM, syscall.ENOBUFS}
)

// maxFiles is how many files this process may have open, 0 where that is not known. Go
// has raised the limit to the highest that is allowed by the time it is asked.
func maxFiles() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil || limit.Cur > 1<<30 {
		return 0
	}
	return int(limit.Cur) //nolint:gosec,unconvert // it is small, and has another type on some systems
}
