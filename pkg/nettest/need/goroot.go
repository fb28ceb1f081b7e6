package need

import (
	"os/exec"
	"strings"
	"testing"
)

// GOROOT is the directory of the Go that runs the tests. It asks the go command,
// because a test that is built with -trimpath does not know it.
func GOROOT(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("go env GOROOT: %v", err)
	}
	return strings.TrimSpace(string(out))
}
