//go:build unix

package cli

import (
	"syscall"
	"testing"
	"time"
)

// timeout(1) sends its signal twice in a row: for a while after the first one, the second
// must not kill. Signals stay handled until wait returns.
func TestTheSameInterruptTwice(t *testing.T) {
	waits, over := make(chan time.Duration), make(chan struct{})
	ctx, stop := interruptible(func(d time.Duration) {
		waits <- d
		<-over
	})
	defer stop()
	defer close(over)
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case d := <-waits:
		if d != impatience {
			t.Errorf("a second signal kills after %s", d)
		}
	case <-time.After(time.Minute):
		t.Fatal("not interrupted, or a second signal kills at once")
	}
	if ctx.Err() == nil {
		t.Error("the context has not ended")
	}
}
