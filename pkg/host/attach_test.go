package host

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// copyVariable names the file into which the role "attach" writes the copy.
const copyVariable = "HOST_TEST_COPY"

// attachRole attaches the program args and ends as it ends.
func attachRole(args []string) int {
	var copied bytes.Buffer
	e, err := attach(environ(os.Environ(), []string{roleVariable}), Attachment{
		Args: args, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Copy: &copied,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	if e.Interrupted {
		fmt.Println("interrupted")
	}
	if file := os.Getenv(copyVariable); file != "" {
		if err := os.WriteFile(file, copied.Bytes(), 0o600); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 98
		}
	}
	return e.Code
}

// syncWriter may be written to by two outputs.
type syncWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *syncWriter) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(p)
}

func TestAttachPassesOutputAndExitCode(t *testing.T) {
	t.Parallel()
	self := role(t, "talk")
	var stdout, stderr, copied bytes.Buffer
	e, err := attach(environ(os.Environ(), self.Env), Attachment{Args: self.Args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Copy: &syncWriter{w: &copied}})
	if err != nil || e.Code != 3 || e.Interrupted {
		t.Fatalf("got %+v, %v", e, err)
	}
	if stdout.String() != "out" || stderr.String() != "err" || copied.Len() != 6 {
		t.Errorf("stdout %q, stderr %q, copy %q", &stdout, &stderr, &copied)
	}
}

func TestAttachPassesInput(t *testing.T) {
	t.Parallel()
	self := role(t, "cat")
	var stdout bytes.Buffer
	_, err := attach(environ(os.Environ(), self.Env), Attachment{Args: self.Args, Stdin: strings.NewReader("in\n"), Stdout: &stdout, Stderr: &stdout, Copy: &bytes.Buffer{}})
	if err != nil || !strings.HasPrefix(stdout.String(), "in\n") {
		t.Errorf("got %q, %v", &stdout, err)
	}
}

func TestAttachSaysWhyAProgramDoesNotStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, found := range map[string]bool{"no-such-program-anywhere": false, dir + "/missing": false, dir: true} {
		if runtime.GOOS == "windows" && found {
			continue // a directory is no program there, and not found
		}
		_, err := attach(os.Environ(), Attachment{Args: []string{name}, Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Copy: &bytes.Buffer{}})
		var start *StartError
		if !errors.As(err, &start) || start.Found != found {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// brokenWriter takes nothing, like a full disk.
type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestAttachEndsWhereOutputIsRefused(t *testing.T) {
	t.Parallel()
	self := role(t, "flood")
	start := time.Now()
	_, err := attach(environ(os.Environ(), self.Env), Attachment{Args: self.Args, Stdin: strings.NewReader(""), Stdout: brokenWriter{}, Stderr: &bytes.Buffer{}, Copy: &bytes.Buffer{}})
	if err != nil || time.Since(start) > time.Minute {
		t.Errorf("%v after %s", err, time.Since(start))
	}
}
