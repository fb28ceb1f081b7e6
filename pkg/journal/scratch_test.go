package journal

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestSweepRemovesCopies: copies that a killed process left are removed by the next
// command, and by the next apply; those of a running one stay.
func TestSweepRemovesCopies(t *testing.T) {
	t.Parallel()
	j := &Journal{Dir: filepath.Join(t.TempDir(), "journal"), now: time.Now}
	j.Sweep() // without a journal it makes none
	if _, err := os.Stat(j.Dir); err == nil {
		t.Fatal("a directory was made")
	}
	unlock, err := j.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dir, remove, err := j.Scratch()
	if err != nil {
		t.Fatal(err)
	}
	j.Sweep()
	if _, err := os.Stat(dir); err != nil {
		t.Error("the copies of a running apply were removed")
	}
	unlock() // as the system does when the process dies
	j.Sweep()
	if _, err := os.Stat(dir); err == nil {
		t.Error("the copies of a dead apply are still there")
	}
	remove()
	left := filepath.Join(j.Dir, scratchPrefix+"1")
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	if unlock, err = j.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if _, err := os.Stat(left); err == nil {
		t.Error("an apply leaves the copies of a dead one")
	}
}
