package prove

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/plan"
)

const helloMain = "package main\n\nimport _ \"example.com/hello\"\n\nfunc main() {}\n"

// TestRehearse compares what is found out about a command with what the command
// itself does in each project, offline and for real.
func TestRehearse(t *testing.T) {
	need.Long(t)
	t.Parallel()
	served := nettest.Module{Path: "example.com/hello", Version: "v1.0.0", Files: map[string]string{"hello.go": "package hello\n"}}
	bad := nettest.Module{Path: "example.com/bad", Version: "v1.0.0", Files: map[string]string{"bad.go": "package case\n"}}
	sum, err := served.GoSum()
	if err != nil {
		t.Fatal(err)
	}
	gomod := "module a.example.com/m\n\ngo 1.21\n\nrequire example.com/hello v1.0.0\n"
	whole := map[string]string{"go.mod": gomod, "go.sum": sum, "main.go": helloMain}
	with := func(more map[string]string) map[string]string {
		out := map[string]string{}
		for _, m := range []map[string]string{whole, more} {
			for k, v := range m {
				out[k] = v
			}
		}
		return out
	}
	vendored := map[string]string{
		"vendor/modules.txt":                "# example.com/hello v1.0.0\n## explicit\nexample.com/hello\n",
		"vendor/example.com/hello/hello.go": "package hello\n",
	}
	tests := []struct {
		name, command string
		files         map[string]string
		env           []string
		warm          bool   // the module cache has what go mod download fetched before
		offline       string // "ok", "network" or what go says
		online        string // "ok" or what go says
	}{
		{"a build", "go build ./...", whole, nil, false, "network", "ok"},
		{"a build with a warm cache", "go build ./...", whole, nil, true, "ok", "ok"},
		{"a download with a warm cache", "go mod download", whole, nil, true, "ok", "ok"},
		{"no go.sum", "go build ./...", with(map[string]string{"go.sum": ""}), nil, true, "missing go.sum entry", "missing go.sum entry"},
		{"tidy without go.sum", "go mod tidy", with(map[string]string{"go.sum": ""}), nil, false, "network", "ok"},
		{"a vendor directory", "go build ./...", with(vendored), nil, false, "ok", "ok"},
		{"a stale vendor directory", "go build ./...", with(map[string]string{"vendor/modules.txt": "# example.com/other v1.0.0\n## explicit\n"}), nil, false, "inconsistent vendoring", "inconsistent vendoring"},
		{"-mod=vendor and none", "go build -mod=vendor ./...", whole, nil, true, "vendor", "vendor"},
		{"a flag that is none", "go build ./...", whole, []string{"GOFLAGS=-nonsense"}, true, "nonsense", "nonsense"},
		{"an import without a requirement", "go build ./...", with(map[string]string{"main.go": "package main\n\nimport _ \"example.com/none\"\n\nfunc main() {}\n"}), nil, true, "no required module provides package", "no required module provides package"},
		{"a package that is not in the module", "go build ./...", with(map[string]string{"main.go": "package main\n\nimport _ \"example.com/hello/none\"\n\nfunc main() {}\n"}), nil, true, "no required module provides package", "no required module provides package"},
		{"a replacement that is not there", "go build ./...", with(map[string]string{"go.mod": gomod + "\nreplace example.com/hello => ./gone\n"}), nil, true, "gone", "gone"},
		{"another go.mod", "go build -modfile=other.mod ./...", with(map[string]string{"go.mod": "module a.example.com/m\n", "other.mod": gomod, "other.sum": sum}), nil, true, "ok", "ok"},
		{"a go.mod that is not there", "go build -modfile=gone.mod ./...", whole, nil, true, "gone.mod", "gone.mod"},
		{"a workspace", "go build ./a/...", map[string]string{"go.work": "go 1.21\n\nuse ./a\n", "a/go.mod": gomod, "a/go.sum": sum, "a/main.go": helloMain}, nil, true, "ok", "ok"},
		{"a workspace whose module is gone", "go build ./a/...", map[string]string{"go.work": "go 1.21\n\nuse (\n\t./a\n\t./gone\n)\n", "a/go.mod": gomod, "a/go.sum": sum, "a/main.go": helloMain}, nil, true, "gone", "gone"},
		{"a sync of a workspace", "go work sync", map[string]string{"go.work": "go 1.21\n\nuse ./a\n", "a/go.mod": gomod, "a/go.sum": sum}, nil, false, "network", "ok"},
		{"an install", "go install example.com/hello@v1.0.0", nil, nil, false, "network", "ok"},
		{"an install of what is not there", "go install example.com/none@v1.0.0", nil, nil, false, "network", "404"},
		{"a get", "go get example.com/hello@v1.0.0", map[string]string{"go.mod": "module a.example.com/m\n\ngo 1.21\n"}, nil, false, "network", "ok"},
		{"a list of newer versions", "go list -m -u all", whole, nil, true, "network", "ok"},
		{"a get in a workspace", "go -C a get example.com/hello@v1.0.0", map[string]string{"go.work": "go 1.21\n\nuse ./a\n", "a/go.mod": "module a.example.com/m\n\ngo 1.21\n", "a/main.go": helloMain}, nil, false, "network", "ok"},
		{"a get in a module of a workspace whose sources count", "go -C a get ./...", map[string]string{"go.work": "go 1.21\n\nuse ./a\n", "a/go.mod": gomod, "a/sub/main.go": "package main\n\nimport _ \"example.com/hello/none\"\n"}, nil, true, "network", "none"},
		{"vendoring a workspace", "go work vendor", map[string]string{"go.work": "go 1.22\n\nuse ./a\n", "a/go.mod": gomod, "a/go.sum": sum, "a/main.go": helloMain}, nil, false, "network", "ok"},
		{"an unknown flag", "go build -foo ./...", whole, nil, true, "flag provided but not defined: -foo", "flag provided but not defined: -foo"},
		{"a flag of another subcommand", "go run -count 1 .", whole, nil, true, "-count", "-count"},
		{"flags of a test that would write", "go test -run X -coverprofile c.out -cpuprofile cpu.out ./...", whole, nil, true, "ok", "ok"},
		{"a value that test rejects and build does not", "go test -count x ./...", whole, nil, true, "invalid value", "invalid value"},
		{"programs of GOFLAGS", "go build -race=false ./...", whole, []string{"GOFLAGS=-toolexec=/nonexistent/tool -modcacherw", "GOAUTH=/nonexistent/auth"}, false, "network", "ok"},
		{"a trace of what go does", "go install -x example.com/none@v1.0.0", nil, []string{"GOFLAGS=-x -modcacherw"}, false, "network", "404"},
		{"a file that does not parse", "go install example.com/bad@v1.0.0", nil, nil, false, "network", filepath.Join("go", "pkg", "mod", "example.com", "bad@v1.0.0", "bad.go")},
		{"no project", "go build ./...", nil, nil, false, "main module", "main module"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env := append([]string{"GOPROXY=" + goproxy(t, served, bad)}, tt.env...)
			if !strings.Contains(strings.Join(env, " "), "GOFLAGS=") {
				env = append(env, "GOFLAGS=-modcacherw")
			}
			m, home := machine(t, env...)
			dir := filepath.Join(home, "project")
			write(t, filepath.Join(dir, "README"), "")
			for name, text := range tt.files {
				if text != "" {
					write(t, filepath.Join(dir, name), text)
				}
			}
			if tt.warm {
				out, err := m.Run(t.Context(), host.Command{Args: []string{"go", "mod", "download", "example.com/hello@v1.0.0"}, Dir: t.TempDir(), Env: append(noTelemetry(), "GOFLAGS=-modcacherw")})
				if err != nil || out.Code != 0 {
					t.Fatalf("go mod download: %v %s", err, out.Stderr)
				}
			}
			s := read(t, m, dir)
			steps, err := Steps(strings.Fields(tt.command))
			if err != nil {
				t.Fatal(err)
			}
			base := scratchTrees(t, m)
			before := tree(t, home)
			for _, offline := range []bool{true, false} {
				r := Rehearse(t.Context(), m, s, plan.Plan{}, Rehearsing{Steps: steps, Dir: dir, Offline: offline})
				want := map[bool]string{true: tt.offline, false: tt.online}[offline]
				if !r.Tried || r.Err != nil || r.OK != (want == "ok") || r.NeedsNetwork != (want == "network") {
					t.Errorf("offline %v: %+v, want %q", offline, r, want)
				}
				if want != "ok" && want != "network" && !strings.Contains(r.Output, want) {
					t.Errorf("offline %v: go says %q, want %q", offline, r.Output, want)
				}
				if strings.Contains(r.Output, base) || strings.Contains(r.Output, "gofix-net-rehearsal-") {
					t.Errorf("offline %v: the scratch directory shows: %s", offline, r.Output)
				}
				if strings.Contains(r.Output, "# get ") {
					t.Errorf("offline %v: what go does buries what it says: %s", offline, r.Output)
				}
			}
			if d := cmp.Diff(before, tree(t, home)); d != "" {
				t.Errorf("something was written (-before +after):\n%s", d)
			}
			if left, _ := os.ReadDir(base); len(left) > 0 {
				t.Errorf("scratch trees are left: %v", left)
			}
		})
	}
}
