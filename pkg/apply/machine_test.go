package apply

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

// machine is the real one with a home and an environment of the test's own.
func machine(home string, extra ...string) *host.Machine {
	real := host.System()
	m := *real
	env := append([]string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "GOSUMDB=off", "GOFLAGS=-modcacherw", "GOTOOLCHAIN=local"}, extra...)
	m.Environ = func() []string { return env }
	m.HomeDir = func() (string, error) { return home, nil }
	m.Getwd = func() (string, error) { return home, nil }
	m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		var all []string
		for _, e := range os.Environ() {
			name, _, _ := strings.Cut(e, "=")
			all = append(all, name)
		}
		c.Env = append(append(all, env...), c.Env...)
		return real.Run(ctx, c)
	}
	return &m
}

func read(t *testing.T, m *host.Machine) *settings.Snapshot {
	t.Helper()
	dir, _ := m.HomeDir()
	s, err := settings.Read(t.Context(), m, dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func val(s string) *settings.Value { v := settings.Value(s); return &v }

func wantGo(name, value string) profile.Want {
	return profile.Want{Key: settings.Go(name), Value: val(value)}
}

func diff(t *testing.T, s *settings.Snapshot, wants ...profile.Want) plan.Plan {
	t.Helper()
	p, err := plan.Diff(s, &profile.Profile{Name: "test", Wants: wants})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// tree returns every file below home as "mode content", links as "-> target",
// directories as "mode/". What belongs to the journal is left out.
func tree(t *testing.T, home string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(home, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(home, path)
		if name == ".local" {
			return filepath.SkipDir
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		switch {
		case d.IsDir():
			out[name] = info.Mode().String() + "/"
		case info.Mode()&os.ModeSymlink != 0:
			link, _ := os.Readlink(path)
			out[name] = "-> " + link
		default:
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			out[name] = info.Mode().String() + " " + string(data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
}

// goproxy serves example.com/hello v1.0.0.
func goproxy(t *testing.T) string {
	t.Helper()
	p, err := nettest.NewModuleProxy(nettest.Module{Path: "example.com/hello", Version: "v1.0.0"})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(p)
	t.Cleanup(srv.Close)
	return srv.URL
}

var hello = []probe.Query{{Path: "example.com/hello", Version: "v1.0.0"}}
