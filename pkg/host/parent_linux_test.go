package host

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// startAndWait is a process that has started a program which does not end by itself.
func startAndWait() {
	_, _ = System().Run(context.Background(), Command{Args: []string{os.Args[0]}, Env: []string{roleVariable + "=wait"}, Stdout: os.Stdout})
}

func announceAndWait() {
	fmt.Println(os.Getpid())
	time.Sleep(time.Hour)
}

// TestAKilledProcessTakesItsProgramsAlong: no go or git waits on for a server after
// the process that started it was killed.
func TestAKilledProcessTakesItsProgramsAlong(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), roleVariable+"=start and wait")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	handle, err := unix.PidfdOpen(child, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(handle) }()
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	const most = 30_000 // milliseconds
	if n, err := unix.Poll([]unix.PollFd{{Fd: int32(handle), Events: unix.POLLIN}}, most); n != 1 {
		t.Errorf("the program runs on: %v", err)
		_ = unix.Kill(child, unix.SIGKILL)
	}
}
