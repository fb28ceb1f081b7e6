package host

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWith: a program sees the other environment and nothing of this one.
func TestWith(t *testing.T) {
	t.Setenv("HOST_TEST_SECRET", "here")
	t.Setenv("HOST_TEST_BOTH", "here")
	home := t.TempDir()
	for _, config := range []string{".config", "Library/Application Support", "."} { // by system
		// go would leave a process behind that writes there while the directory is removed.
		telemetry := filepath.Join(home, config, "go", "telemetry")
		if err := os.MkdirAll(telemetry, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(telemetry, "mode"), []byte("off"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m := System().With([]string{"PATH=" + System().Getenv("PATH"), "HOME=" + home, "AppData=" + home, "HOST_TEST_BOTH=there"}, home)
	out, err := m.Run(t.Context(), Command{Args: []string{"go", "env", "GOENV"}, Env: []string{"HOST_TEST_MORE=x"}})
	if err != nil || !strings.HasPrefix(strings.TrimSpace(string(out.Stdout)), home) {
		t.Errorf("GOENV is %s (%v)", out.Stdout, err)
	}
	if m.Getenv("HOST_TEST_SECRET") != "" || m.Getenv("HOST_TEST_BOTH") != "there" {
		t.Errorf("the environment is %q", m.Environ())
	}
	got := without([]string{"A=1", "B=2", "=C:=x"}, []string{"B=3"})
	if len(got) != 1 || got[0] != "A" {
		t.Errorf("removed: %q", got)
	}
}
