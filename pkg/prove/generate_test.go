package prove

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestGenerators(t *testing.T) {
	t.Parallel()
	listing := strings.Join([]string{
		"go run example.com/foo@v1 -x a b", "go tool stringer -type=X", "stringer -type=X", "go run gen.go", "go run ./internal/gen",
		"go install github.com/example/tool@latest", "sh -c go install rsc.io/quote", "go build ./...", "go", "go tool", "go run -mod=mod -modfile=/etc/x github.com/example/own -y", "/tmp/go install -toolexec evil example.com/b@v1", "go run example.com/foo@v1 -x a b", "",
	}, "\n")
	want := [][]string{
		{"go", "run", "example.com/foo@v1"}, {"go", "tool", "stringer"}, {"go", "install", "github.com/example/tool@latest"},
		{"go", "run", "github.com/example/own"}, {"go", "install", "example.com/b@v1"},
	}
	if diff := cmp.Diff(want, generators(listing)); diff != "" {
		t.Error(diff)
	}
	for command, want := range map[string]string{"go generate": "", "go -C x generate ./... -v": "./... -v", "go build": "no", "make generate": "no", "": "no"} {
		words, ok := generates(strings.Fields(command))
		if got := strings.Join(words, " "); ok != (want != "no") || ok && got != want {
			t.Errorf("generates(%q) = %q, %v", command, got, ok)
		}
	}
}

// TestGeneratorsWriteNothing: with -mod=mod in force go would write to go.mod of the
// project, and a file of the project may say so.
func TestGeneratorsWriteNothing(t *testing.T) {
	need.Long(t)
	goPath := need.Program(t, "go")
	for _, flags := range []string{"", "-mod=mod"} {
		for _, command := range []string{"go generate ./...", "go generate -mod=mod ./..."} {
			dir := t.TempDir()
			before := map[string]string{
				"go.mod": "module x.test\n", "a.go": "package x\n\n//go:generate go run example.com/a@v1\n//go:generate touch generated\n",
			}
			for name, text := range before {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			m := host.System()
			run := m.Run
			m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
				c.Env = append([]string{"GOFLAGS=" + flags, "GOWORK=off"}, c.Env...)
				return run(ctx, c)
			}
			s := &settings.Snapshot{Go: settings.GoTool{Path: goPath}}
			got := Generators(t.Context(), m, s, strings.Fields(command), dir)
			if diff := cmp.Diff([][]string{{"go", "run", "example.com/a@v1"}}, got); diff != "" {
				t.Errorf("GOFLAGS=%s %s: %s", flags, command, diff)
			}
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != len(before) {
				t.Errorf("GOFLAGS=%s %s: %v, %v", flags, command, entries, err)
			}
			for name, text := range before {
				if now, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(now) != text {
					t.Errorf("GOFLAGS=%s %s: %s is now %q, %v", flags, command, name, now, err)
				}
			}
		}
	}
}
