package host

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os/exec"
	"sync/atomic"
	"syscall"
)

// Lack is something that this process does not get from its own machine, so that its
// failures say nothing about others. "" is none.
type Lack string

// The lacks.
const (
	LackFiles     Lack = "files"     // more open files: ulimit -n
	LackProcesses Lack = "processes" // more processes: ulimit -u
	LackMemory    Lack = "memory"
)

// fewFiles is how many open files do not suffice for looking at a network while go and
// git are asked.
const fewFiles = 64

// lackOf returns what an error says that this process lacks. An EAGAIN of a start is
// about processes, everywhere else about nothing in particular.
func lackOf(err error, starting bool) Lack {
	var n syscall.Errno
	switch {
	case err == nil || !errors.As(err, &n):
		return ""
	case isOneOf(n, noFiles):
		return LackFiles
	case isOneOf(n, noMemory):
		return LackMemory
	case starting && n == syscall.EAGAIN:
		return LackProcesses
	}
	return ""
}

func isOneOf(n syscall.Errno, list []syscall.Errno) bool {
	for _, x := range list {
		if n == x {
			return true
		}
	}
	return false
}

// lacking notes the first lack that the functions of a machine meet.
type lacking struct{ first atomic.Pointer[Lack] }

func (l *lacking) note(err error, starting bool) {
	if what := lackOf(err, starting); what != "" {
		l.first.CompareAndSwap(nil, &what)
	}
}

func (l *lacking) lack() Lack {
	if first := l.first.Load(); first != nil {
		return *first
	}
	if n := maxFiles(); n > 0 && n < fewFiles {
		return LackFiles
	}
	return ""
}

// watch has the functions of a machine note what they lack.
func (l *lacking) watch(m *Machine) {
	run, read, dial := m.Run, m.ReadFile, m.Dial
	m.Run = func(ctx context.Context, c Command) (Output, error) {
		out, err := run(ctx, c)
		// What ended it, or that it is not there, is another matter.
		if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, exec.ErrNotFound) {
			l.note(err, true)
		}
		return out, err
	}
	m.ReadFile = func(name string, limit int64) ([]byte, bool, error) {
		data, cut, err := read(name, limit)
		if !errors.Is(err, fs.ErrNotExist) {
			l.note(err, false)
		}
		return data, cut, err
	}
	m.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		l.note(err, false)
		return c, err
	}
	m.Lack, m.MaxFiles = l.lack, maxFiles
}
