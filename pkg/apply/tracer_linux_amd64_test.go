package apply

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// fileCall is a system call that changes a file, by its name and the file's.
type fileCall struct{ Name, Path string }

func (c fileCall) String() string { return c.Name + " " + c.Path }

// interference is what is done at a system call instead of letting it pass.
type interference string

const (
	none   interference = ""
	kill   interference = "kill"   // end every process before the call
	orphan interference = "orphan" // end only the first process; what it started goes on
	cut    interference = "cut"    // let a write get through half, then end every process
	ask    interference = "ask"    // ask the first process to end
	full   interference = "full"   // the disk is full: from now on nothing that takes room works
)

// tracer runs a program and all that it starts, and stops each of them before
// every system call that changes a file below root. It uses ptrace(2), with a
// filter of seccomp(2) so that only such calls are stopped at; neither asks for
// privileges or packages.
type tracer struct {
	root  string
	n     int // the call to interfere at, counted from 0
	do    interference
	calls []fileCall // all that were met, that one included

	first int // the process that was started
	known map[int]bool
}

// interferes tells what to do at the call that was met last.
func (t *tracer) interferes() interference {
	n, c := len(t.calls)-1, t.calls[len(t.calls)-1]
	if n == t.n || n > t.n && t.do == full && c.takesRoom() {
		return t.do
	}
	return none
}

func (c fileCall) takesRoom() bool {
	return c.Name == "create" || c.Name == "write" || c.Name == "mkdir"
}

// where tells which argument of a system call names the file: a path, relative
// to the directory in the argument before it if at is set, or a descriptor.
type where struct {
	name     string
	path, fd int // index of the argument, or -1
	at       bool
}

var changing = map[uint64]where{
	unix.SYS_OPEN: {"open", 0, -1, false}, unix.SYS_OPENAT: {"open", 1, -1, true}, unix.SYS_CREAT: {"open", 0, -1, false},
	unix.SYS_WRITE: {"write", -1, 0, false}, unix.SYS_PWRITE64: {"write", -1, 0, false}, unix.SYS_WRITEV: {"write", -1, 0, false},
	unix.SYS_FTRUNCATE: {"truncate", -1, 0, false}, unix.SYS_TRUNCATE: {"truncate", 0, -1, false},
	unix.SYS_FSYNC: {"sync", -1, 0, false}, unix.SYS_FDATASYNC: {"sync", -1, 0, false},
	unix.SYS_RENAME: {"rename", 0, -1, false}, unix.SYS_RENAMEAT: {"rename", 1, -1, true}, unix.SYS_RENAMEAT2: {"rename", 1, -1, true},
	unix.SYS_LINK: {"link", 1, -1, false}, unix.SYS_LINKAT: {"link", 3, -1, true}, unix.SYS_SYMLINK: {"link", 1, -1, false}, unix.SYS_SYMLINKAT: {"link", 2, -1, true},
	unix.SYS_UNLINK: {"remove", 0, -1, false}, unix.SYS_UNLINKAT: {"remove", 1, -1, true}, unix.SYS_RMDIR: {"remove", 0, -1, false},
	unix.SYS_MKDIR: {"mkdir", 0, -1, false}, unix.SYS_MKDIRAT: {"mkdir", 1, -1, true},
	unix.SYS_CHMOD: {"chmod", 0, -1, false}, unix.SYS_FCHMOD: {"chmod", -1, 0, false}, unix.SYS_FCHMODAT: {"chmod", 1, -1, true},
	unix.SYS_CHOWN: {"chown", 0, -1, false}, unix.SYS_FCHOWN: {"chown", -1, 0, false}, unix.SYS_FCHOWNAT: {"chown", 1, -1, true},
}

// askToBeTraced makes the kernel stop this process, and whatever it starts, at
// the calls of changing. Without a tracer these calls then fail.
func askToBeTraced() error {
	prog := []unix.SockFilter{{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}} // the number of the call
	for nr := range changing {
		prog = append(prog,
			unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: uint32(nr), Jf: 1},
			unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_TRACE})
	}
	prog = append(prog, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW})
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	fprog := unix.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&fprog)))
	if errno != 0 {
		return errno
	}
	return nil
}

// run starts the program, with this process's standard streams, and returns how
// it ended. The process may have no other children: it waits for all it has.
func (t *tracer) run(args, env []string) (syscall.WaitStatus, error) {
	runtime.LockOSThread() // ptrace is a matter between threads
	defer runtime.UnlockOSThread()
	pid, err := syscall.ForkExec(args[0], args, &syscall.ProcAttr{
		Env: env, Files: []uintptr{0, 1, 2}, Sys: &syscall.SysProcAttr{Ptrace: true},
	})
	if err != nil {
		return 0, err
	}
	t.first, t.known = pid, map[int]bool{}
	var end syscall.WaitStatus
	for {
		var ws syscall.WaitStatus
		tid, err := syscall.Wait4(-1, &ws, unix.WALL, nil)
		switch {
		case errors.Is(err, syscall.ECHILD):
			return end, nil
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return end, err
		}
		if ws.Exited() || ws.Signaled() {
			delete(t.known, tid)
			if tid == pid {
				end = ws
			}
			continue
		}
		// ESRCH: killed meanwhile.
		if err := t.stopped(tid, ws.StopSignal(), ws.TrapCause()); err != nil && !errors.Is(err, syscall.ESRCH) {
			t.killAll()
			return end, fmt.Errorf("trace %d: %w", tid, err)
		}
	}
}

// options: tell of each call, thread and process; where the tracer dies, all die.
const options = unix.PTRACE_O_TRACESECCOMP | unix.PTRACE_O_TRACESYSGOOD | unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_TRACEFORK | unix.PTRACE_O_TRACEVFORK | unix.PTRACE_O_EXITKILL

// stopped deals with a thread that stopped, and lets it go on.
func (t *tracer) stopped(tid int, sig syscall.Signal, event int) error {
	switch {
	case !t.known[tid]:
		// The stop with which a traced thread begins.
		t.known[tid] = true
		if tid == t.first {
			if err := syscall.PtraceSetOptions(tid, options); err != nil {
				return err
			}
		}
	case event == unix.PTRACE_EVENT_SECCOMP:
		return t.called(tid)
	case sig == syscall.SIGTRAP|0x80: // a call returned that was cut
		t.killAll()
	case sig != syscall.SIGTRAP:
		return syscall.PtraceCont(tid, int(sig))
	}
	return syscall.PtraceCont(tid, 0)
}

// called deals with a thread that is about to make one of the calls.
func (t *tracer) called(tid int) error {
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(tid, &regs); err != nil {
		return err
	}
	c, ok := t.changes(tid, regs)
	if !ok {
		return syscall.PtraceCont(tid, 0)
	}
	t.calls = append(t.calls, c)
	switch t.interferes() {
	case kill:
		t.killAll()
	case orphan:
		_ = syscall.Kill(t.first, syscall.SIGKILL)
	case ask:
		_ = syscall.Kill(t.first, syscall.SIGTERM)
	case cut:
		regs.Rdx /= 2
		return errors.Join(syscall.PtraceSetRegs(tid, &regs), syscall.PtraceSyscall(tid, 0))
	case full:
		regs.Orig_rax, regs.Rax = ^uint64(0), ^uint64(syscall.ENOSPC)+1 // no call at all, and this result
		return errors.Join(syscall.PtraceSetRegs(tid, &regs), syscall.PtraceCont(tid, 0))
	}
	return syscall.PtraceCont(tid, 0)
}

func (t *tracer) killAll() {
	for tid := range t.known {
		_ = syscall.Kill(tid, syscall.SIGKILL)
	}
}

// changes reports whether a call would change a file below the root.
func (t *tracer) changes(tid int, regs syscall.PtraceRegs) (fileCall, bool) {
	w, ok := changing[regs.Orig_rax]
	args := [...]uint64{regs.Rdi, regs.Rsi, regs.Rdx, regs.R10, regs.R8, regs.R9}
	var path string
	if w.fd >= 0 {
		path, _ = os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", tid, args[w.fd]))
	} else {
		path = readPath(tid, args[w.path])
		if !filepath.IsAbs(path) {
			path = filepath.Join(readDir(tid, w, args[:]), path)
		}
	}
	rel, err := filepath.Rel(t.root, path)
	if err != nil || !ok || strings.HasPrefix(rel, "..") {
		return fileCall{}, false
	}
	c := fileCall{w.name, rel}
	switch w.name {
	case "open":
		c.Name, ok = opening(regs.Orig_rax, args[w.path+1], path)
	case "remove":
		_, err := os.Lstat(path)
		ok = err == nil
	}
	return c, ok
}

// opening tells what it does to a file to open it so.
func opening(nr, flags uint64, path string) (name string, changes bool) {
	if nr == unix.SYS_CREAT {
		flags = unix.O_CREAT | unix.O_TRUNC
	}
	_, err := os.Lstat(path)
	switch {
	case err != nil && flags&unix.O_CREAT != 0:
		return "create", true
	case err == nil && flags&unix.O_TRUNC != 0:
		return "empty", true
	}
	return "", false
}

// readPath reads a path from the memory of a process.
func readPath(tid int, address uint64) string {
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", tid))
	if err != nil {
		return ""
	}
	defer func() { _ = mem.Close() }()
	buf := make([]byte, unix.PathMax)
	n, _ := mem.ReadAt(buf, int64(address))
	name, _, _ := bytes.Cut(buf[:n], []byte{0})
	return string(name)
}

// readDir returns the directory that a relative path starts from.
func readDir(tid int, w where, args []uint64) string {
	link := fmt.Sprintf("/proc/%d/cwd", tid)
	if w.at && int32(args[w.path-1]) != unix.AT_FDCWD {
		link = fmt.Sprintf("/proc/%d/fd/%d", tid, int32(args[w.path-1]))
	}
	dir, _ := os.Readlink(link)
	return dir
}
