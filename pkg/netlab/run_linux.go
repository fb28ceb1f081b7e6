package netlab

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Output is what a program printed and how it ended.
type Output struct {
	Stdout, Stderr string
	Code           int  // -1 where it was ended by its deadline
	Hung           bool // it did not end in time
	Took           time.Duration
}

// Failed reports whether the program did not succeed.
func (o Output) Failed() bool { return o.Code != 0 }

// String is for the log of a test.
func (o Output) String() string {
	end := fmt.Sprintf("exit code %d", o.Code)
	if o.Hung {
		end = "still running"
	}
	return fmt.Sprintf("%s after %s\n%s%s", end, o.Took.Round(time.Millisecond), o.Stdout, o.Stderr)
}

// Command is one run of a program in the lab.
type Command struct {
	Args []string
	Dir  string   // "" is the lab's work directory
	Env  []string // KEY=value entries, added to the lab's environment
	// Stdin is empty if nil. Stdout and Stderr receive the output too, if not nil.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// Run starts a program with the lab's environment and waits for it. When ctx
// ends, the program and its children are ended. The error says that it could
// not be started.
func (l *Lab) Run(ctx context.Context, c Command) (Output, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, c.Args[0], c.Args[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdin = c.Dir, append(append([]string(nil), l.env...), c.Env...), c.Stdin
	if c.Dir == "" {
		cmd.Dir = l.Work()
	}
	cmd.Stdout, cmd.Stderr = tee(&stdout, c.Stdout), tee(&stderr, c.Stderr)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	start := time.Now()
	err := cmd.Run()
	out := Output{Stdout: stdout.String(), Stderr: stderr.String(), Took: time.Since(start), Hung: ctx.Err() != nil}
	if cmd.ProcessState == nil {
		return out, fmt.Errorf("start %s: %w", strings.Join(c.Args, " "), err)
	}
	out.Code = cmd.ProcessState.ExitCode()
	if err != nil && out.Code == 0 && !errors.Is(err, exec.ErrWaitDelay) {
		return out, err
	}
	return out, nil
}

func tee(buffer *bytes.Buffer, other io.Writer) io.Writer {
	if other == nil {
		return buffer
	}
	return io.MultiWriter(buffer, other)
}
