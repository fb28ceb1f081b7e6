package host

import (
	"os/exec"

	"golang.org/x/sys/windows"
)

// family is a program together with what it starts, held by a job object:
// closing the job ends them all.
type family struct {
	cmd *exec.Cmd
	job windows.Handle // 0 where there is none
}

// newFamily prepares a job for cmd; without group there is none, and only the
// program itself is ended.
func newFamily(cmd *exec.Cmd, group bool) *family {
	f := &family{cmd: cmd}
	if !group {
		return f
	}
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return f
	}
	f.job = job
	return f
}

// started puts the program into its job. What it starts before that escapes
// the job; after a failure only the program itself can be ended.
func (f *family) started() {
	if f.job == 0 {
		return
	}
	process, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(f.cmd.Process.Pid))
	if err != nil {
		return
	}
	defer func() { _ = windows.CloseHandle(process) }()
	_ = windows.AssignProcessToJobObject(f.job, process)
}

// cancel ends the family: Windows has no polite request for a program
// without a window.
func (f *family) cancel() error {
	f.kill()
	return f.cmd.Process.Kill()
}

func (f *family) kill() {
	if f.job != 0 {
		_ = windows.TerminateJobObject(f.job, 1)
	}
}

func (f *family) release() {
	if f.job != 0 {
		_ = windows.CloseHandle(f.job)
	}
}
