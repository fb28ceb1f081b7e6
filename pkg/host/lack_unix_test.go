//go:build !windows

package host

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"os"
	"syscall"
	"testing"
)

// TestLackIsNoted: what this process lacks is told from what a file, a program or a host
// does wrong.
func TestLackIsNoted(t *testing.T) {
	t.Parallel()
	wrapped := func(n syscall.Errno) error {
		return fmt.Errorf("start git: %w", &os.PathError{Op: "fork/exec", Path: "/usr/bin/git", Err: n})
	}
	for _, c := range []struct {
		err              error
		running, besides Lack
	}{
		{nil, "", ""},
		{wrapped(syscall.EMFILE), LackFiles, LackFiles},
		{&net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.ENFILE)}, LackFiles, LackFiles},
		{wrapped(syscall.ENOMEM), LackMemory, LackMemory},
		{wrapped(syscall.EAGAIN), LackProcesses, ""},
		{wrapped(syscall.ENOENT), "", ""}, {wrapped(syscall.ECONNREFUSED), "", ""}, {fs.ErrNotExist, "", ""}, {context.DeadlineExceeded, "", ""},
	} {
		for what, want := range map[string]Lack{"run": c.running, "read": c.besides, "dial": c.besides} {
			m := &Machine{
				Run:      func(context.Context, Command) (Output, error) { return Output{}, c.err },
				ReadFile: func(string, int64) ([]byte, bool, error) { return nil, false, c.err },
				Dial:     func(context.Context, string, string) (net.Conn, error) { return nil, c.err },
			}
			new(lacking).watch(m)
			switch what {
			case "run":
				_, _ = m.Run(t.Context(), Command{})
			case "read":
				_, _, _ = m.ReadFile("/x", 1)
			case "dial":
				_, _ = m.Dial(t.Context(), "tcp", "192.0.2.1:443")
			}
			if got := m.Lack(); got != want {
				t.Errorf("%s, %v: %q, want %q", what, c.err, got, want)
			}
		}
	}
}
