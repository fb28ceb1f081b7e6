//go:build !windows

package host

import (
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// family is a program together with what it starts: git runs helpers that
// outlive it when only git is killed.
type family struct {
	cmd   *exec.Cmd
	group bool

	mu    sync.Mutex
	timer *time.Timer
}

// newFamily prepares cmd before its start; group gives it a process group of
// its own.
func newFamily(cmd *exec.Cmd, group bool) *family {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: group}
	endWithUs(cmd.SysProcAttr)
	return &family{cmd: cmd, group: group}
}

func (f *family) started() {}

// cancel asks the family to end and kills it after the grace.
func (f *family) cancel() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.timer = time.AfterFunc(grace, f.kill)
	return f.signal(syscall.SIGTERM)
}

// kill ends whatever of the family still runs. A process outside a group of
// its own is left to exec, which knows whether it was waited for already.
func (f *family) kill() {
	if f.group {
		_ = f.signal(syscall.SIGKILL)
	}
}

func (f *family) signal(s syscall.Signal) error {
	if f.group {
		return syscall.Kill(-f.cmd.Process.Pid, s)
	}
	return f.cmd.Process.Signal(s)
}

func (f *family) release() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.timer != nil {
		f.timer.Stop()
	}
}
