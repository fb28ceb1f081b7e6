package trace

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
	"github.com/gofix-net/gofix-net/probes"
)

// What this machine itself does to a download: the trace, a diagnosis from the
// same probes and the real go come to the same end.
func TestThisMachineIsPartOfTheWalk(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	l := newLab(t)
	p, err := nettest.NewModuleProxy(modules()...)
	if err != nil {
		t.Fatal(err)
	}
	l.put("local-F", p)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		env     map[string]string
		nothing bool // no go command
		line    string
		at      walk.Op
		setting string
	}{
		{"a machine that works", nil, false, "1.21", "", ""},
		{"a flag that go does not know", map[string]string{"GOFLAGS": "-bogus"}, false, "1.21", walk.OpStart, ""},
		{"a module cache that cannot be made", map[string]string{"GOMODCACHE": filepath.Join(file, "mod")}, false, "1.21", walk.OpStore, ""},
		{"a Go release that is not allowed", nil, false, "1.99.0", "", "GOTOOLCHAIN"},
		{"modules off", map[string]string{"GO111MODULE": "off"}, false, "1.21", "", "GO111MODULE"},
		{"no go command", nil, true, "1.21", "", "go"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			id := strings.ReplaceAll(c.name, " ", "-")
			dir, err := l.fresh(id, "module example.test/m\n\ngo "+c.line+"\n", "")
			if err != nil {
				t.Fatal(err)
			}
			env := map[string]string{"GOPROXY": "https://local-F.example.com", "GOSUMDB": "off"}
			for k, v := range c.env {
				env[k] = v
			}
			m := l.machine(l.goodGit, dir, env)
			if c.nothing {
				m.LookPath = func(name string) (string, error) {
					return "", &os.PathError{Op: "look", Path: name, Err: os.ErrNotExist}
				}
			}
			q := probe.Query{Path: plain, Version: "v1.0.0"}
			x, err := Run(context.Background(), m, Options{Dir: filepath.Join(dir, "work"), Query: q})
			if err != nil {
				t.Fatal(err)
			}
			got := path(x)
			if where(got) != c.at || got.Setting != c.setting {
				t.Errorf("the trace stops at %q by %q, want %q by %q\n%s", where(got), got.Setting, c.at, c.setting, messageOf(x))
			}
			diagnosed := diagnosedWalk(t, m, filepath.Join(dir, "work"), q)
			if diagnosed.Outcome != got.Outcome || where(diagnosed) != where(got) || diagnosed.Setting != got.Setting {
				t.Errorf("a diagnosis says %s at %q by %q, the trace %s at %q by %q",
					diagnosed.Outcome, where(diagnosed), diagnosed.Setting, got.Outcome, where(got), got.Setting)
			}
			if c.nothing {
				return
			}
			output, code, err := l.run(m, dir, []string{"mod", "download", q.String()})
			if err != nil {
				t.Fatal(err)
			}
			if (code == 0) != (got.Outcome == walk.Succeeds) {
				t.Errorf("the trace says %s; go ends with %d: %s", got.Outcome, code, output)
			}
			if c.at == walk.OpStart && !strings.Contains(output, strings.TrimPrefix(messageOf(x), "go: ")) {
				t.Errorf("the trace predicts %q, go says %q", messageOf(x), output)
			}
		})
	}
}

// path is the walk that decides a trace.
func path(x *Trace) walk.Path {
	if len(x.Walks) == 0 {
		return x.Toolchain.Path
	}
	return x.Walks[0].Path
}

func messageOf(x *Trace) string {
	if len(x.Walks) == 0 {
		return x.Toolchain.Message
	}
	return x.Walks[0].Message
}

// where is the request that a path stops at, "" for none.
func where(p walk.Path) walk.Op {
	if h := facts.StopHop(p); h != nil {
		return h.Op
	}
	return ""
}

// diagnosedWalk is the walk that a diagnosis rests on, from all probes at once.
func diagnosedWalk(t *testing.T, m *host.Machine, dir string, q probe.Query) walk.Path {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := settings.Read(ctx, m, dir)
	if err != nil {
		t.Fatal(err)
	}
	env := wire.NewEnv(m, s)
	defer env.Close()
	kinds := []*probe.Probe{&probes.DNS, &probes.TCP, &probes.TLS, &probes.OutboundProxy, &probes.Goproxy, &probes.GoCommand, &probes.Modcache, &probes.SumdbState}
	var tasks []probe.Task
	for _, task := range probe.Plan(kinds, s, []probe.Query{q}) {
		if !task.Target.Reference {
			tasks = append(tasks, task)
		}
	}
	f := &facts.Facts{Settings: s, Queries: []probe.Query{q}, Results: (&probe.Runner{Env: env}).Run(ctx, tasks)}
	return f.Walks()[0]
}
