//go:build !windows

package settings

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
)

// The go command itself would wait for a writer.
func TestReadGoenvThatHangsGo(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	if err := syscall.Mkfifo(b.dir+"/fifo", 0o600); err != nil {
		t.Fatal(err)
	}
	b.set("GOENV=$DIR/fifo")
	var s *Snapshot
	if took := cost.Took(func() { s = b.read() }); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	want(t, "GOSUMDB", s.Get("GOSUMDB"), "sum.golang.org")
	if p := s.Problem("goenv"); !strings.Contains(p, "not a regular file") {
		t.Errorf("problem %q", p)
	}
}
