//go:build !windows

package host

import (
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// openOutput makes the way for what is printed to w. The program keeps the real
// terminal as its controlling one and as standard input, so that Ctrl-C, Ctrl-Z
// and questions work as ever; only its output passes through a terminal of its own.
func openOutput(w io.Writer) (*output, error) {
	tty, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(tty.Fd())) {
		return openPipe(w)
	}
	read, write, err := pty.Open()
	if err != nil {
		return openPipe(w) // no terminals left: plain output is better than none
	}
	// The real terminal ends lines as it is set to, and does it once.
	if _, err := term.MakeRaw(int(write.Fd())); err != nil {
		_, _ = read.Close(), write.Close()
		return openPipe(w)
	}
	_ = pty.InheritSize(tty, read)
	return &output{read: read, write: write, to: w, tty: tty}, nil
}

// relayed are the signals that are not to end this process while the program
// runs. What was ignored when this process was started (nohup) stays ignored.
func relayed() []os.Signal {
	all := []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGWINCH, syscall.SIGCONT}
	return slices.DeleteFunc(all, signal.Ignored)
}

// relay passes a signal on. The terminal sends what is typed on it to the whole
// foreground group by itself, the program included.
func relay(p *os.Process, all outputs, s os.Signal) {
	switch s {
	case syscall.SIGWINCH, syscall.SIGCONT:
		if all.resize() {
			_ = p.Signal(syscall.SIGWINCH)
		}
	case syscall.SIGINT, syscall.SIGQUIT:
		if !inForeground() {
			_ = p.Signal(s)
		}
	default:
		_ = p.Signal(s)
	}
}

// resize hands the size of the real terminals on, and reports whether there are any.
func (all outputs) resize() bool {
	found := false
	for _, o := range all {
		if o.tty != nil {
			found = true
			_ = pty.InheritSize(o.tty, o.read)
		}
	}
	return found
}

// inForeground reports whether this process is of the group that its terminal
// sends typed signals to.
func inForeground() bool {
	tty, err := os.OpenFile("/dev/tty", os.O_RDONLY|unix.O_NOCTTY, 0)
	if err != nil {
		return false
	}
	defer func() { _ = tty.Close() }()
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

func exitCode(s *os.ProcessState) int {
	if status, ok := s.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return s.ExitCode()
}
