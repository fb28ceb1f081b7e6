package route_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// git says itself what it takes for true and for false.
func TestGitBool(t *testing.T) {
	t.Parallel()
	git := need.Program(t, "git")
	file := filepath.Join(t.TempDir(), "config")
	for _, value := range []string{"true", "YES", "on", "1", "2", "-1", "0x1", "1k", " 1", "", "false", "No", "OFF", "0", "00", "+0", "0x0", "0k", " 0", "0 ", "maybe", " ", "1_0", "k", "tru"} {
		if err := os.WriteFile(file, []byte("[http]\n\tsslVerify = \""+value+"\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(context.Background(), git, "config", "--file", file, "--type=bool", "http.sslverify").Output() //nolint:gosec // git, and a file of this test
		on, ok := route.GitBool(value)
		if ok != (err == nil) || on && ok != (strings.TrimSpace(string(out)) == "true") || on && strings.TrimSpace(string(out)) == "false" {
			t.Errorf("%q: %v, %v; git prints %q, %v", value, on, ok, out, err)
		}
	}
}
