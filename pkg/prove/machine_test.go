package prove

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// machine is the real one with a home, a directory for scratch trees and an
// environment of the test's own.
func machine(t *testing.T, extra ...string) (m *host.Machine, home string) {
	t.Helper()
	home = t.TempDir()
	env := append([]string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "GOTOOLCHAIN=local", "GOSUMDB=off"}, extra...)
	real := host.System()
	c := *real
	c.Environ = func() []string { return env }
	c.HomeDir = func() (string, error) { return home, nil }
	c.Run = func(ctx context.Context, cmd host.Command) (host.Output, error) {
		var all []string
		for _, e := range os.Environ() {
			name, _, _ := strings.Cut(e, "=")
			all = append(all, name)
		}
		cmd.Env = append(append(all, env...), cmd.Env...)
		return real.Run(ctx, cmd)
	}
	return &c, home
}

// scratchTrees lets the test see which scratch directories are left.
func scratchTrees(t *testing.T, m *host.Machine) string {
	t.Helper()
	base := t.TempDir()
	m.TempDir = func(pattern string) (string, func(), error) {
		dir, err := os.MkdirTemp(base, pattern)
		return dir, func() {
			_ = filepath.WalkDir(dir, func(p string, d os.DirEntry, _ error) error {
				if d != nil && d.IsDir() {
					_ = os.Chmod(p, 0o700)
				}
				return nil
			})
			_ = os.RemoveAll(dir)
		}, err
	}
	return base
}

func read(t *testing.T, m *host.Machine, dir string) *settings.Snapshot {
	t.Helper()
	s, err := settings.Read(t.Context(), m, dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func val(s string) *settings.Value { v := settings.Value(s); return &v }

func diff(t *testing.T, s *settings.Snapshot, wants ...profile.Want) plan.Plan {
	t.Helper()
	p, err := plan.Diff(s, &profile.Profile{Name: "test", Wants: wants})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// tree returns every file below a directory with its text.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		out[name] = "dir"
		if !d.IsDir() {
			data, err := os.ReadFile(path)
			out[name] = string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	helloModule = nettest.Module{Path: "example.com/hello", Version: "v1.0.0"}
	hello       = probe.Query{Path: "example.com/hello", Version: "v1.0.0"}
)

func goproxy(t *testing.T, modules ...nettest.Module) string {
	t.Helper()
	p, err := nettest.NewModuleProxy(modules...)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(p)
	t.Cleanup(srv.Close)
	return srv.URL
}
