package host

import "syscall"

var (
	noFiles  = []syscall.Errno{4, 10024}           // ERROR_TOO_MANY_OPEN_FILES, WSAEMFILE
	noMemory = []syscall.Errno{8, 14, 1455, 10055} // ERROR_NOT_ENOUGH_MEMORY, ERROR_OUTOFMEMORY, ERROR_COMMITMENT_LIMIT, WSAENOBUFS
)

// maxFiles is not known: there is no such limit.
func maxFiles() int { return 0 }
