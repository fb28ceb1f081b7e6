//go:build unix

package host

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestSweep: what a killed process left is removed, what belongs to a running one or
// is none of ours stays.
func TestSweep(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), roleVariable+"=die")
	if err := child.Run(); child.ProcessState.ExitCode() != 7 {
		t.Fatal(err)
	}
	dead, err := filepath.Glob(filepath.Join(temp, "gofix-net-test-*"))
	if err != nil || len(dead) != 1 {
		t.Fatalf("the child left %v (%v)", dead, err)
	}
	running, remove, err := tempDir("gofix-net-test-")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	stays := []string{running, filepath.Join(temp, "gofix-net-without-claim"), filepath.Join(temp, "gofix-net-link")}
	if err := os.Mkdir(stays[1], 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(elsewhere, claimName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, stays[2]); err != nil {
		t.Fatal(err)
	}
	// Processes that were killed before they could show their claim.
	early := []string{filepath.Join(temp, "gofix-net-early"), filepath.Join(temp, "gofix-net-earlier")}
	for _, dir := range early {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(early[0], claimName+".new"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	used := filepath.Join(temp, "gofix-net-used") // where no file can be locked
	if err := os.Mkdir(used, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(used, "settings"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	stays = append(stays, used)
	long := time.Now().Add(-2 * unclaimed)
	for _, dir := range append(early, used) {
		if err := os.Chtimes(dir, long, long); err != nil {
			t.Fatal(err)
		}
	}
	dead = append(dead, early...)
	sweep()
	for _, dir := range dead {
		if _, err := os.Lstat(dir); err == nil {
			t.Errorf("%s of a dead process is still there", dir)
		}
	}
	for _, dir := range append(stays, elsewhere) {
		if _, err := os.Lstat(dir); err != nil {
			t.Errorf("%s is gone: %v", dir, err)
		}
	}
	remove()
	if _, err := os.Lstat(running); err == nil {
		t.Errorf("%s is not removed", running)
	}
}
