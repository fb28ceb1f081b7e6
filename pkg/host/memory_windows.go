package host

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// memoryPeriod is the time between two measurements.
const memoryPeriod = 100 * time.Millisecond

// memory measures what the family has taken: the job knows the most that one of its
// processes took, and not which one. Without a job, nothing is known.
func (f *family) memory() usage {
	if f.job == 0 {
		return usage{}
	}
	var info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	size := uint32(unsafe.Sizeof(info)) //nolint:gosec // a small structure
	if err := windows.QueryInformationJobObject(f.job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&info)), size, nil); err != nil {
		return usage{}
	}
	return usage{helper: int64(info.PeakProcessMemoryUsed)} //nolint:gosec // no machine has 2^63 bytes
}
