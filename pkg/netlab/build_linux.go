package netlab

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Build compiles gofix-net for [RunScenario] and returns the path of the
// program. Inside a lab it returns "": there the program is already known.
func Build(t *testing.T) string {
	t.Helper()
	if Inside() {
		return ""
	}
	binary := filepath.Join(t.TempDir(), "gofix-net")
	start := time.Now()
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "github.com/gofix-net/gofix-net/cmd/gofix-net").CombinedOutput()
	if err != nil {
		t.Fatalf("build gofix-net, without which no scenario can run: %v\n%s", err, out)
	}
	t.Logf("%6.2f s  go build ./cmd/gofix-net", time.Since(start).Seconds())
	return binary
}
