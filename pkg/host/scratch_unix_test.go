//go:build unix

package host

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
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
	sweep()
	if _, err := os.Lstat(dead[0]); err == nil {
		t.Errorf("%s of a dead process is still there", dead[0])
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
