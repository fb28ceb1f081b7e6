package netlab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Play runs a program in a lab made after a scenario, for trying things by
// hand, and returns its exit code. args is the program; without one it is the
// user's shell. What the lab's servers were asked is printed to log at the end.
func Play(ctx context.Context, s *Scenario, args []string, log io.Writer) (int, error) {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	defer leaveCtrlC()()
	if !Inside() {
		return playOutside(ctx)
	}
	l, err := start(ctx)
	if err != nil {
		return 0, err
	}
	defer l.Close()
	if err := l.Prepare(s); err != nil {
		return 0, err
	}
	if len(args) == 0 {
		args = []string{"sh"}
	}
	// The program starts in the lab's directory: its own path is that of the caller.
	if strings.Contains(args[0], "/") {
		if args[0], err = filepath.Abs(args[0]); err != nil {
			return 0, err
		}
	}
	begun := time.Now()
	code, err := l.attach(ctx, args)
	for _, q := range l.Requests() {
		_, _ = fmt.Fprintf(log, "%8.3f s  %-8s %s %s\n", q.Time.Sub(begun).Seconds(), q.Method, q.Host, q.Path)
	}
	return code, err
}

// playOutside executes this program again, inside.
func playOutside(ctx context.Context) (int, error) {
	dir, err := os.MkdirTemp("", "netlab")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	return exitCode(enter(ctx, dir, os.Args[1:], nil, os.Stdin, os.Stdout, os.Stderr))
}

// leaveCtrlC leaves Ctrl-C to the program that runs in the lab: the terminal sends it to
// this process too, whose end would kill the program before it answers. A caught signal,
// unlike an ignored one, has its usual effect in the processes that are started.
func leaveCtrlC() (stop func()) {
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, os.Interrupt)
	return func() { signal.Stop(caught) }
}

// attach runs a program on this terminal.
func (l *Lab) attach(ctx context.Context, args []string) (int, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Env = l.Work(), append(l.env, "PS1=netlab$ ")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	code, err := exitCode(cmd.Run())
	if err != nil {
		return code, fmt.Errorf("run %s: %w", strings.Join(args, " "), err)
	}
	return code, nil
}

// exitCode separates a program's failure from not having run it.
func exitCode(err error) (int, error) {
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() >= 0 {
		return exit.ExitCode(), nil
	}
	return 0, err
}
