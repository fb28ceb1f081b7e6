//go:build !windows

package host

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// screen is a terminal with a person in front of it.
type screen struct {
	t      *testing.T
	master *os.File
	cmd    *exec.Cmd
	copy   string // the file of the copy

	mu   sync.Mutex
	seen strings.Builder
	done chan struct{}
}

// attachOnScreen attaches a shell script to a terminal of 24 lines and 77 columns.
func attachOnScreen(t *testing.T, script string) *screen {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return onScreen(t, exec.Command(self, "sh", "-c", script))
}

// onScreen starts a command on a terminal of its own; where it is this test
// program, as the one that attaches.
func onScreen(t *testing.T, cmd *exec.Cmd) *screen {
	t.Helper()
	s := &screen{t: t, cmd: cmd, copy: filepath.Join(t.TempDir(), "copy"), done: make(chan struct{})}
	var err error
	s.cmd.Env = append(os.Environ(), roleVariable+"=attach", copyVariable+"="+s.copy)
	s.master, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 24, Cols: 77})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = s.master.Close() })
	go func() {
		defer close(s.done)
		buf := make([]byte, 4096)
		for {
			n, err := s.master.Read(buf)
			s.mu.Lock()
			s.seen.Write(buf[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.String()
}

func (s *screen) write(keys string) {
	s.t.Helper()
	if _, err := s.master.Write([]byte(keys)); err != nil {
		s.t.Fatal(err)
	}
}

// patience is for what happens at once where the machine is idle.
const patience = time.Minute

// await waits until text is on the screen.
func (s *screen) await(text string) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(s.text(), text) {
			return
		}
	}
	s.t.Fatalf("%q does not come; there is %q", text, s.text())
}

// end waits for the program and returns its exit code and all that was on the screen.
func (s *screen) end() (int, string) {
	s.t.Helper()
	err := s.cmd.Wait()
	if s.cmd.ProcessState == nil {
		s.t.Fatal(err)
	}
	select {
	case <-s.done:
	case <-time.After(patience):
		s.t.Fatal("the terminal stays open")
	}
	return s.cmd.ProcessState.ExitCode(), s.text()
}

func TestAttachedProgramSeesATerminal(t *testing.T) {
	t.Parallel()
	s := attachOnScreen(t, `for fd in 0 1 2; do test -t $fd && echo terminal $fd; done; echo $PAGER $GIT_PAGER; stty size <&1; printf '\033[31mred\033[0m\n'; echo err >&2; exit 7`)
	code, text := s.end()
	want := "terminal 0\r\nterminal 1\r\nterminal 2\r\ncat cat\r\n24 77\r\n\x1b[31mred\x1b[0m\r\nerr\r\n"
	if code != 7 || text != want {
		t.Errorf("exit code %d, on the screen\n%q, want\n%q", code, text, want)
	}
	copied, err := os.ReadFile(s.copy)
	if err != nil || string(copied) != strings.ReplaceAll(want, "\r", "") {
		t.Errorf("copied %q, %v", copied, err)
	}
}

func TestCtrlCReachesTheProgramOnce(t *testing.T) {
	need.Long(t)
	t.Parallel()
	s := attachOnScreen(t, `trap 'echo got one; got=1' INT; echo ready; i=0; until [ $got ] || [ $i -gt 3000 ]; do sleep 0.02; i=$((i+1)); done; sleep 0.5; exit 5`)
	s.await("ready")
	s.write("\x03")
	code, text := s.end()
	if code != 5 || strings.Count(text, "got one") != 1 || !strings.Contains(text, "interrupted") {
		t.Errorf("exit code %d, on the screen %q", code, text)
	}
}

func TestTypedInputReachesTheProgram(t *testing.T) {
	t.Parallel()
	s := attachOnScreen(t, `echo ready; read -r line; echo "read $line"`)
	s.await("ready")
	s.write("typed\n")
	code, text := s.end()
	if code != 0 || !strings.Contains(text, "read typed") {
		t.Errorf("exit code %d, on the screen %q", code, text)
	}
}

// TestCtrlZStopsBoth: a shell with job control gets its prompt back, and fg goes on.
func TestCtrlZStopsBoth(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const job = `echo ready; read -r line; echo "read $line"`
	s := onScreen(t, exec.Command("sh", "-c", `set -m; "$0" sh -c "$1"; echo stopped; fg >/dev/null; echo ended`, self, job))
	s.await("ready")
	s.write("\x1a")
	s.await("stopped")
	s.write("later\n")
	code, text := s.end()
	if code != 0 || !strings.Contains(text, "read later") || !strings.Contains(text, "ended") {
		t.Errorf("exit code %d, on the screen %q", code, text)
	}
}

func TestWindowSizeFollows(t *testing.T) {
	t.Parallel()
	s := attachOnScreen(t, `trap 'stty size <&1' WINCH; echo ready; i=0; while [ $i -lt 3000 ]; do sleep 0.02; i=$((i+1)); done`)
	s.await("ready")
	if err := pty.Setsize(s.master, &pty.Winsize{Rows: 30, Cols: 120}); err != nil {
		t.Fatal(err)
	}
	s.await("30 120")
}

func TestASignalIsPassedOn(t *testing.T) {
	t.Parallel()
	s := attachOnScreen(t, `trap 'echo asked; exit 6' TERM; echo ready; i=0; while [ $i -lt 3000 ]; do sleep 0.02; i=$((i+1)); done`)
	s.await("ready")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code, text := s.end(); code != 6 || !strings.Contains(text, "asked") || strings.Contains(text, "interrupted") {
		t.Errorf("exit code %d, on the screen %q", code, text)
	}
}

func TestKilledProgramIs128AndTheSignal(t *testing.T) {
	t.Parallel()
	if code, text := attachOnScreen(t, `kill -KILL $$`).end(); code != 137 {
		t.Errorf("exit code %d, on the screen %q", code, text)
	}
}

func TestOrderIsKeptWhereBothStreamsAreOneFile(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var copied strings.Builder
	e, err := attach(os.Environ(), Attachment{Args: []string{"sh", "-c", `for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done`}, Stdout: file, Stderr: file, Copy: &copied})
	if err != nil || e.Code != 0 {
		t.Fatalf("got %+v, %v", e, err)
	}
	got, err := os.ReadFile(file.Name())
	want := "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\nout 4\nerr 4\nout 5\nerr 5\n"
	if err != nil || string(got) != want || copied.String() != want {
		t.Errorf("got %q, copied %q, %v", got, copied.String(), err)
	}
}

func TestWhatIsLeftRunningDoesNotHoldItUp(t *testing.T) {
	need.Long(t)
	t.Parallel()
	start := time.Now()
	var stdout strings.Builder
	e, err := attach(os.Environ(), Attachment{Args: []string{"sh", "-c", `sleep 300 & echo $!`}, Stdout: &stdout, Stderr: &strings.Builder{}, Copy: &strings.Builder{}})
	if pid, err := strconv.Atoi(strings.TrimSpace(stdout.String())); err == nil {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	if err != nil || e.Code != 0 || time.Since(start) > patience {
		t.Errorf("got %+v, %v after %s", e, err, time.Since(start))
	}
}
