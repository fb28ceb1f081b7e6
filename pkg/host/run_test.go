package host

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// The tests run themselves as the program, so that they need no other.
const roleVariable = "HOST_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "":
		os.Exit(m.Run())
	case "talk":
		os.Stdout.WriteString("out")
		os.Stderr.WriteString("err")
		os.Exit(3)
	case "env":
		os.Stdout.WriteString(strings.Join(os.Environ(), "\n"))
	case "flood":
		chunk := bytes.Repeat([]byte("x"), 1<<20)
		for range MaxOutput>>20 + 3 {
			os.Stdout.Write(chunk)
			os.Stderr.Write(chunk)
		}
	case "cat":
		b := make([]byte, 64)
		n, _ := os.Stdin.Read(b)
		dir, _ := os.Getwd()
		os.Stdout.WriteString(string(b[:n]) + " in " + dir)
	case "sleep":
		time.Sleep(time.Minute)
	case "grow":
		grow()
	case "grow child":
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), roleVariable+"=grow")
		_ = child.Run()
	case "die":
		dieWithScratch()
	case "start and wait":
		startAndWait()
	case "wait":
		announceAndWait()
	case "attach":
		os.Exit(attachRole(os.Args[1:]))
	}
	os.Exit(0)
}

func role(t *testing.T, name string, env ...string) Command {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Command{Args: []string{self}, Env: append([]string{roleVariable + "=" + name}, env...)}
}

func TestRunReturnsOutputAndExitCode(t *testing.T) {
	t.Parallel()
	c := role(t, "talk")
	var also bytes.Buffer
	c.Stdout = &also
	out, err := System().Run(t.Context(), c)
	if err != nil {
		t.Fatalf("a program that ran is no error, got %v", err)
	}
	if string(out.Stdout) != "out" || string(out.Stderr) != "err" || out.Code != 3 || also.String() != "out" {
		t.Errorf("got stdout %q stderr %q code %d, passed on %q", out.Stdout, out.Stderr, out.Code, also.String())
	}
}

func TestRunChangesTheEnvironment(t *testing.T) {
	t.Setenv("HOST_TEST_KEEP", "kept")
	t.Setenv("HOST_TEST_CHANGE", "old")
	t.Setenv("HOST_TEST_REMOVE", "gone")
	out, err := System().Run(t.Context(), role(t, "env", "HOST_TEST_CHANGE=new", "HOST_TEST_REMOVE", "HOST_TEST_EMPTY="))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range strings.Split(string(out.Stdout), "\n") {
		if strings.HasPrefix(e, "HOST_TEST_") && !strings.HasPrefix(e, roleVariable) {
			got = append(got, e)
		}
	}
	slices.Sort(got)
	want := []string{"HOST_TEST_CHANGE=new", "HOST_TEST_EMPTY=", "HOST_TEST_KEEP=kept"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEnvironNames(t *testing.T) {
	t.Parallel()
	got := environ([]string{"A=1", "AB=2", "=C:=C:\\x", "A=3"}, []string{"A=4", "C"})
	if want := []string{"AB=2", "=C:=C:\\x", "A=4"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRunUsesTheMachinesEnvironment(t *testing.T) {
	t.Parallel()
	m := System()
	m.Environ = func() []string { return []string{"HOST_TEST_ONLY=this"} }
	added := regexp.MustCompile(`^(?i:SystemRoot|SystemDrive|WINE\w*)=`) // by os/exec on Windows, and by wine
	c := role(t, "env")
	out, err := m.Run(t.Context(), c)
	got := strings.Split(string(out.Stdout), "\n")
	got = slices.DeleteFunc(got, func(e string) bool { return added.MatchString(e) })
	if want := []string{"HOST_TEST_ONLY=this", roleVariable + "=env"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestRunBoundsOutput(t *testing.T) {
	t.Parallel()
	out, err := System().Run(t.Context(), role(t, "flood"))
	if err != nil || len(out.Stdout) != MaxOutput || len(out.Stderr) > MaxErrors+len("\n…\n") || len(out.Stderr) < MaxErrors-64<<10 || out.Code != 0 {
		t.Errorf("got %d and %d bytes, code %d, %v; want %d and %d, but for the word at the cut", len(out.Stdout), len(out.Stderr), out.Code, err, MaxOutput, MaxErrors)
	}
}

func TestRunGivesDirectoryAndInput(t *testing.T) {
	t.Parallel()
	c := role(t, "cat")
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c.Dir, c.Stdin = dir, strings.NewReader("hello")
	out, err := System().Run(t.Context(), c)
	if want := "hello in " + dir; err != nil || string(out.Stdout) != want {
		t.Errorf("got %q, %v; want %q", out.Stdout, err, want)
	}
}

func TestRunErrors(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	hasty, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	noProgram, noDir := fs.ErrNotExist, fs.ErrNotExist
	if runtime.GOOS == "windows" {
		noProgram, noDir = exec.ErrNotFound, syscall.Errno(267) // ERROR_DIRECTORY
	}
	for _, tt := range []struct {
		name string
		ctx  context.Context
		c    Command
		want error
	}{
		{"a program that does not exist", t.Context(), Command{Args: []string{filepath.Join(t.TempDir(), "none")}}, noProgram},
		{"a directory that does not exist", t.Context(), Command{Args: role(t, "talk").Args, Dir: filepath.Join(t.TempDir(), "none")}, noDir},
		{"a context that is over before", cancelled, role(t, "talk"), context.Canceled},
		{"a program that hangs", hasty, role(t, "sleep"), context.DeadlineExceeded},
	} {
		out, err := System().Run(tt.ctx, tt.c)
		if !errors.Is(err, tt.want) || out.Code != -1 {
			t.Errorf("%s: got code %d, %v; want %v", tt.name, out.Code, err, tt.want)
		}
	}
	if _, err := System().Run(t.Context(), Command{}); err == nil {
		t.Error("an empty command is run without an error")
	}
}

func TestRunKillsGrandchildren(t *testing.T) {
	need.Long(t)
	t.Parallel()
	if runtime.GOOS == "windows" {
		return // the job object does it; the script below needs a Unix shell
	}
	for name, script := range map[string]string{
		"that end when asked":      `sleep 301 & echo $!; wait`,
		"that ignore the request":  `trap "" TERM; sleep 302 & echo $!; wait; wait; sleep 303`,
		"whose parent ended early": `sleep 304 & echo $!; exit 0`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pid := make(chan int, 1)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			started := time.Now()
			go func() {
				<-pid
				cancel()
			}()
			out, _ := System().Run(ctx, Command{Args: []string{"sh", "-c", script}, Stdout: firstLine(pid)})
			if took := time.Since(started); took > time.Minute {
				t.Errorf("took %v", took)
			}
			n, err := strconv.Atoi(strings.TrimSpace(string(out.Stdout)))
			if err != nil {
				t.Fatalf("no process id in %q", out.Stdout)
			}
			waitGone(t, n)
		})
	}
}

// firstLine tells c once something was written.
func firstLine(c chan<- int) writerFunc {
	return func(p []byte) (int, error) {
		select {
		case c <- 0:
		default:
		}
		return len(p), nil
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
