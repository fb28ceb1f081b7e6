package host

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// family is a program together with what it starts, held by a job object:
// ending the job ends them all.
type family struct {
	cmd *exec.Cmd
	job windows.Handle // 0 where there is none
}

// newFamily prepares a job for cmd; without group there is none, and only the
// program itself is ended. With one, cmd starts suspended, so that it is in its job
// before it can start anything.
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
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_SUSPENDED}
	return f
}

// started puts the program into its job and lets it run. Where it cannot be put
// there, only the program itself can be ended.
func (f *family) started() {
	if f.job == 0 {
		return
	}
	pid := uint32(f.cmd.Process.Pid) //nolint:gosec // Windows' numbers have 32 bits
	if process, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, pid); err == nil {
		_ = windows.AssignProcessToJobObject(f.job, process)
		_ = windows.CloseHandle(process)
	}
	if !resume(pid) {
		_ = f.cmd.Process.Kill() // or it would be waited for until the deadline
	}
}

// threadEntrySize is the size of THREADENTRY32: seven numbers of 32 bits.
const threadEntrySize = 7 * 4

// resume lets the only thread of a program that was started suspended run. Package
// os closes the thread's handle, so that it is looked up.
func resume(pid uint32) bool {
	threads, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPTHREAD, 0)
	if err != nil {
		return false
	}
	defer func() { _ = windows.CloseHandle(threads) }()
	entry := windows.ThreadEntry32{Size: threadEntrySize}
	for err = windows.Thread32First(threads, &entry); err == nil; err = windows.Thread32Next(threads, &entry) {
		if entry.OwnerProcessID != pid {
			continue
		}
		thread, err := windows.OpenThread(windows.THREAD_SUSPEND_RESUME, false, entry.ThreadID)
		if err != nil {
			return false
		}
		_, err = windows.ResumeThread(thread)
		_ = windows.CloseHandle(thread)
		return err == nil
	}
	return false
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
