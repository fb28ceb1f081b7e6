package host

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// memoryPeriod is the time between two measurements: a program takes some ten megabytes
// in it.
const memoryPeriod = 100 * time.Millisecond

// memory measures what the family takes now. What cannot be read takes nothing: a
// process that has just ended, or a system without /proc.
func (f *family) memory() usage {
	pid := f.cmd.Process.Pid
	return usage{anonymous(pid), largestChild(pid, maxGenerations)}
}

// maxGenerations bounds the search: go starts git, git a helper, that ssh.
const maxGenerations = 8

func largestChild(pid, generations int) int64 {
	if generations == 0 {
		return 0
	}
	most := int64(0)
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		data, _ := os.ReadFile(list) //nolint:gosec // a file of the kernel
		for _, field := range bytes.Fields(data) {
			if child, err := strconv.Atoi(string(field)); err == nil {
				most = max(most, anonymous(child), largestChild(child, generations-1))
			}
		}
	}
	return most
}

// anonymous is the memory of a process that holds no file (proc(5), RssAnon).
func anonymous(pid int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(data, []byte("\nRssAnon:"))
	if fields := bytes.Fields(rest); len(fields) > 1 {
		kib, _ := strconv.ParseInt(string(fields[0]), 10, 64)
		return kib << 10
	}
	return 0
}
