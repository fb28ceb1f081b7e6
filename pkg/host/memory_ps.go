//go:build !linux && !windows

package host

import (
	"bytes"
	"context"
	"os/exec"
	"strconv"
	"time"
)

const (
	// memoryPeriod is the time between two measurements, each of which runs ps.
	memoryPeriod = time.Second
	psTime       = 2 * time.Second
)

// memory measures what the family takes now, as ps tells it. What cannot be measured
// takes nothing.
func (f *family) memory() usage {
	ctx, cancel := context.WithTimeout(context.Background(), psTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, "/bin/ps", "-A", "-o", "pid=", "-o", "pgid=", "-o", "rss=")
	cmd.WaitDelay = psTime
	list, err := cmd.Output()
	if err != nil {
		return usage{}
	}
	return f.usageIn(list)
}

// usageIn reads lines of process, group and kibibytes.
func (f *family) usageIn(list []byte) usage {
	var u usage
	for line := range bytes.Lines(list) {
		var n [3]int64
		fields := bytes.Fields(line)
		if len(fields) != len(n) {
			continue
		}
		for i, field := range fields {
			n[i], _ = strconv.ParseInt(string(field), 10, 64)
		}
		size := n[2] << 10
		switch own := int64(f.cmd.Process.Pid); {
		case n[0] == own:
			u.program = size
		case f.group && n[1] == own:
			u.helper = max(u.helper, size)
		}
	}
	return u
}
