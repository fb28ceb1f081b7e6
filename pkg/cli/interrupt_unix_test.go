//go:build unix

package cli

import (
	"syscall"
	"testing"
	"time"
)

// timeout(1) sends its signal twice in a row. Where the second one kills, it
// kills this test program.
func TestTheSameInterruptTwice(t *testing.T) {
	ctx, stop := interruptible()
	defer stop()
	for range 2 {
		if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Second):
			t.Fatal("not interrupted")
		}
		time.Sleep(50 * time.Millisecond) // for what waits for the end of ctx
	}
}
