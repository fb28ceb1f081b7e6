//go:build unix

package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestLintWaitsForNobody: a device, a pipe without another end and a link to either end a
// run at once or with its context, whichever way they are named.
func TestLintWaitsForNobody(t *testing.T) {
	need.Long(t)
	dir := t.TempDir()
	fifo := filepath.Join(dir, "Dockerfile")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	good := put(t, dir, "good/Dockerfile", "FROM golang\nENV GOPROXY=direct\n")
	zero := filepath.Join(dir, "zero")
	if err := os.Symlink("/dev/zero", zero); err != nil {
		t.Fatal(err)
	}
	m := closedMachine(t, dir)
	for _, args := range [][]string{
		{"lint", fifo}, {"lint", zero}, {"lint", dir}, {"lint", "--baseline", fifo, good}, {"lint", "--baseline", zero, good}, {"lint", "--profile", fifo, good}, {"lint", "--profile", zero, good},
		{"lint", "--as", "dockerfile", "/dev/zero"}, {"lint", "--fix", "--dry-run", fifo}, {"explain", zero}, {"explain", fifo}, {"apply", "--dry-run", "--profile", zero}, {"emit", "--profile", fifo, "shell"},
		{"explain", "--output", fifo, good},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		done := make(chan int, 1)
		var out, errs strings.Builder
		go func() {
			p := &Program{Version: "test", Machine: m, In: strings.NewReader(""), Out: &out, Err: &errs, Terminal: func(any) (int, bool) { return 0, false }}
			done <- run(ctx, p, args)
		}()
		select {
		case code := <-done:
			if len(out.String()) > 1<<20 || args[len(args)-1] == dir && code == exitInternal {
				t.Errorf("%q: exit %d, %d bytes", args, code, out.Len())
			}
		case <-time.After(2 * time.Minute):
			t.Fatalf("%q goes on", args)
		}
		cancel()
	}
}

// TestPipeIsWaitedForWithAWord: who names a pipe into which nobody writes is told.
func TestPipeIsWaitedForWithAWord(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fifo := filepath.Join(dir, "Dockerfile")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"explain", fifo}, {"lint", fifo}, {"lint", "--baseline", fifo, dir}} {
		ctx, cancel := context.WithCancel(t.Context())
		said := &signalled{heard: cancel}
		p := &Program{Version: "test", Machine: closedMachine(t, dir), In: strings.NewReader(""), Out: io.Discard, Err: said, Terminal: func(any) (int, bool) { return 0, false }}
		run(ctx, p, args)
		if want := "waiting for a program that writes to " + fifo; !strings.Contains(said.text.String(), want) {
			t.Errorf("%q: %q, want %q", args, said.text.String(), want)
		}
	}
}

// signalled tells of the first text.
type signalled struct {
	text  strings.Builder
	heard func()
}

func (s *signalled) Write(p []byte) (int, error) {
	defer s.heard()
	return s.text.Write(p)
}
