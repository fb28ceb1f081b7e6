package netlab

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// Build compiles gofix-net for [RunScenario], once for all tests of a package that ends
// with [Main], and returns the path of the program. Inside a lab it returns "": there
// the program is already known. It ends the test where no lab is allowed.
func Build(t *testing.T) string {
	t.Helper()
	if Inside() {
		return ""
	}
	Allowed(t)
	binary, err := build()
	if err != nil {
		t.Fatalf("build gofix-net, without which no scenario can run: %v", err)
	}
	return binary
}

// built is the directory of the program.
var built atomic.Pointer[string]

var build = sync.OnceValues(func() (string, error) {
	// Not gofix-net-…: the program sweeps what has such a name and stays empty, as this
	// one does while the compiler runs.
	dir, err := os.MkdirTemp("", "built-gofix-net")
	if err != nil {
		return "", err
	}
	built.Store(&dir)
	binary := filepath.Join(dir, "gofix-net")
	out, err := exec.CommandContext(context.Background(), "go", "build", "-o", binary, "github.com/gofix-net/gofix-net/cmd/gofix-net").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return binary, nil
})

// removeBuilt removes what [Build] built.
func removeBuilt() {
	if dir := built.Load(); dir != nil {
		_ = os.RemoveAll(*dir)
	}
}
