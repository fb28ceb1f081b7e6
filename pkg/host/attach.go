package host

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"time"
)

// Attachment is a program that has this process's streams, terminal included,
// while what it prints is copied.
type Attachment struct {
	Args []string
	// Stdin is handed to the program as it is where it is a file: it may be the
	// terminal that the program asks its questions on.
	Stdin io.Reader
	// Stdout and Stderr get what the program prints, byte for byte. Where one is
	// a terminal, the program sees a terminal of the same size in its place
	// (not on Windows, where it sees a pipe), and is told to start no pager.
	Stdout, Stderr io.Writer
	// Copy gets everything printed too. Its order is that of the printing where
	// Stdout and Stderr are the same file.
	Copy io.Writer
}

// Ended is how an attached program ended.
type Ended struct {
	// Code is its exit code, or 128 and the number of the signal that killed it.
	Code int
	// Interrupted says that it was told to stop while it ran, by SIGINT: by
	// Ctrl-C, mostly.
	Interrupted bool
}

// StartError says that a program could not be started.
type StartError struct {
	// Found is false where there is no program of that name.
	Found bool
	Err   error
}

func (e *StartError) Error() string { return e.Err.Error() }
func (e *StartError) Unwrap() error { return e.Err }

// attach implements [Machine.Attach]. There is no context: what an interrupt
// means is for the program to decide, and this process waits for it.
func attach(base []string, a Attachment) (Ended, error) {
	if len(a.Args) == 0 {
		return Ended{}, errors.New("attach a program: no program named")
	}
	cmd := exec.Command(a.Args[0], a.Args[1:]...)
	cmd.Env, cmd.Stdin = base, a.Stdin
	cmd.WaitDelay = pipeDelay
	if cmd.Err != nil {
		return Ended{}, &StartError{Found: !errors.Is(cmd.Err, exec.ErrNotFound) && !errors.Is(cmd.Err, os.ErrNotExist), Err: cmd.Err}
	}
	outputs, err := openOutputs(a, cmd)
	if err != nil {
		return Ended{}, fmt.Errorf("attach %s: %w", a.Args[0], err)
	}
	defer outputs.close()
	if outputs.onTerminal() {
		cmd.Env = environ(base, unpaged())
	}

	// From before the start on: an interrupt must end the program, not leave it
	// behind without us.
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, relayed()...)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return Ended{}, &StartError{Found: !errors.Is(err, os.ErrNotExist), Err: err}
	}
	outputs.started(a.Copy)
	waited := make(chan error, 1)
	go func() { waited <- cmd.Wait() }()
	interrupted := false
	for {
		select {
		case s := <-signals:
			interrupted = interrupted || s == os.Interrupt
			relay(cmd.Process, outputs, s)
		case err := <-waited:
			outputs.drain()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
				return Ended{}, fmt.Errorf("wait for %s: %w", a.Args[0], err)
			}
			return Ended{Code: exitCode(cmd.ProcessState), Interrupted: interrupted}, nil
		}
	}
}

// output is one way from the program to this process: a pipe, or a terminal of
// the program's own that replaces a real one.
type output struct {
	read, write *os.File
	to          io.Writer
	tty         *os.File // the terminal that is stood in for; nil where there is none
	done        chan struct{}
}

type outputs []*output

// openOutputs makes the ways for what cmd prints; one for both streams where
// they are the same file, so that their order is kept.
func openOutputs(a Attachment, cmd *exec.Cmd) (outputs, error) {
	var all outputs
	open := func(w io.Writer) (*os.File, error) {
		o, err := openOutput(w)
		if err != nil {
			all.close()
			return nil, err
		}
		all = append(all, o)
		return o.write, nil
	}
	stdout, err := open(a.Stdout)
	if err != nil {
		return nil, err
	}
	stderr := stdout
	if !sameFile(a.Stdout, a.Stderr) {
		if stderr, err = open(a.Stderr); err != nil {
			return nil, err
		}
	}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return all, nil
}

func openPipe(w io.Writer) (*output, error) {
	r, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	return &output{read: r, write: write, to: w}, nil
}

func sameFile(a, b io.Writer) bool {
	f, ok := a.(*os.File)
	g, also := b.(*os.File)
	if !ok || !also {
		return false
	}
	x, err := f.Stat()
	if err != nil {
		return false
	}
	y, err := g.Stat()
	return err == nil && os.SameFile(x, y)
}

// onTerminal reports whether one of them replaces a terminal.
func (all outputs) onTerminal() bool {
	return slices.ContainsFunc(all, func(o *output) bool { return o.tty != nil })
}

// unpaged switches pagers off: they want keys from the terminal that they
// write to (less asks for that of its standard error), and those are typed on
// the real one. What is kept to be read afterwards needs no pages.
func unpaged() []string { return []string{"PAGER=cat", "GIT_PAGER=cat"} }

// started begins to pass on what the program prints. This process's own ends
// for writing are closed, so that the outputs end with the program.
func (all outputs) started(also io.Writer) {
	for _, o := range all {
		_ = o.write.Close()
		o.done = make(chan struct{})
		go func() {
			defer close(o.done)
			o.pass(also)
		}()
	}
}

// pass ends at the end of the output, or where it can no longer be written: the
// program then learns of that as it would without us.
func (o *output) pass(also io.Writer) {
	buf := make([]byte, 32<<10)
	for {
		n, err := o.read.Read(buf)
		if n > 0 {
			_, _ = also.Write(buf[:n])
			if _, err := o.to.Write(buf[:n]); err != nil {
				_ = o.read.Close()
				return
			}
		}
		if err != nil {
			return // the end of a terminal is an error too (EIO)
		}
	}
}

// drain waits for the rest of the output. What the program left running may
// hold it open forever, and is given pipeDelay.
func (all outputs) drain() {
	timer := time.NewTimer(pipeDelay)
	defer timer.Stop()
	for _, o := range all {
		select {
		case <-o.done:
		case <-timer.C:
			return
		}
	}
}

func (all outputs) close() {
	for _, o := range all {
		_ = o.write.Close()
		_ = o.read.Close()
	}
}
