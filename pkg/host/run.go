package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

const (
	// grace is what a program gets between being asked to end and being
	// killed: enough to remove a lock file, too short to be noticed.
	grace = 500 * time.Millisecond
	// pipeDelay bounds the wait for output after the program itself has ended:
	// a daemon that it left behind may hold the pipes open forever.
	pipeDelay = 2 * time.Second
)

// run implements [Machine.Run] on a machine with that environment, for programs that
// take no more memory than most.
func run(ctx context.Context, base []string, c Command, most usage) (Output, error) {
	if len(c.Args) == 0 {
		return Output{Code: -1}, errors.New("run a program: no program named")
	}
	if err := ctx.Err(); err != nil {
		return Output{Code: -1}, fmt.Errorf("run %s: %w", c.Args[0], err)
	}
	stdout, stderr := newHead(MaxOutput, c), newEnds(MaxErrors, c.Stderr)
	cmd := exec.CommandContext(ctx, c.Args[0], c.Args[1:]...)
	cmd.Dir = c.Dir
	cmd.Env = environ(base, withPWD(c))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Stdin, stdout, stderr
	if c.Stdin == nil && null() != nil {
		cmd.Stdin = strings.NewReader("") // os/exec would open it, and start nothing
	}
	cmd.WaitDelay = pipeDelay

	_, terminal := c.Stdin.(*os.File)
	family := newFamily(cmd, !terminal)
	defer family.release()
	cmd.Cancel = family.cancel
	if err := cmd.Start(); err != nil {
		return Output{Code: -1}, fmt.Errorf("start %s: %w", c.Args[0], err)
	}
	family.started()
	unwatch := watch(memoryPeriod, most, family.memory, func() { family.kill(); _ = cmd.Process.Kill() })
	err := cmd.Wait()
	grown := unwatch()
	if ctx.Err() != nil {
		family.kill() // what the program started and did not take along
	}

	out := Output{Stdout: stdout.buf.Bytes(), Stderr: stderr.bytes(), Code: cmd.ProcessState.ExitCode()}
	var exit *exec.ExitError
	switch {
	case grown:
		out.Code = -1
		return out, tell.Errorf("%s was ended: %w", c.Args[0], ErrGrown)
	case err == nil, errors.Is(err, exec.ErrWaitDelay) && ctx.Err() == nil:
		return out, nil
	case ctx.Err() != nil:
		out.Code = -1
		return out, fmt.Errorf("run %s: ended after its time or an interruption: %w", c.Args[0], ctx.Err())
	case errors.As(err, &exit):
		return out, nil
	}
	return out, fmt.Errorf("run %s: %w", c.Args[0], err)
}

// withPWD adds the PWD that a shell would set for the directory: programs
// trust it to learn the path by which they were reached.
func withPWD(c Command) []string {
	if c.Dir == "" || runtime.GOOS == "windows" {
		return c.Env
	}
	return append([]string{"PWD=" + c.Dir}, c.Env...)
}
