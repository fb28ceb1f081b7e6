package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// goEnv is what of "go env" decides how to download.
type goEnv struct{ GOMOD, GOWORK, GOPROXY, GOMODCACHE, GOFLAGS string }

func readEnv(ctx context.Context, m *host.Machine) (goEnv, error) {
	var e goEnv
	out, err := m.Run(ctx, host.Command{Args: []string{"go", "env", "-json", "GOMOD", "GOWORK", "GOPROXY", "GOMODCACHE", "GOFLAGS"}})
	if err != nil {
		return e, tell.Errorf("could not read the project's settings with go env: %w", err)
	}
	if out.Code != 0 {
		// In a directory whose go.mod wants a toolchain that has to be downloaded,
		// go env fails as the download would (go 1.21 and later).
		return goEnv{GOMOD: "go.mod"}, nil
	}
	if err := json.Unmarshal(out.Stdout, &e); err != nil {
		return e, tell.Errorf("could not read the output of go env -json: %w", err)
	}
	return e, nil
}

// project reports whether there is one in the working directory or above it.
func (e goEnv) project() bool {
	return e.GOMOD != "" && e.GOMOD != os.DevNull && e.GOMOD != "NUL" || e.workspace()
}

func (e goEnv) workspace() bool { return e.GOWORK != "" && e.GOWORK != "off" }

// arguments is the command line of the download. "go mod download" without
// arguments writes go.sum and may put go.mod in order; it works on copies, so that
// nothing in the project changes. done removes them. A workspace and a project
// that names another go.mod in GOFLAGS have no such copy: -modfile is not for them.
func arguments(m *host.Machine, e goEnv, modules []string) (args []string, done func(), err error) {
	args = []string{"go", "mod", "download", "-x", "-json"}
	done = func() {}
	if len(modules) > 0 || e.workspace() || strings.Contains(e.GOFLAGS, "-modfile") || !filepath.IsAbs(e.GOMOD) {
		return append(append(args, "--"), modules...), done, nil
	}
	dir, done, err := m.TempDir("gofix-net-fetch-")
	if err != nil {
		return nil, nil, tell.Errorf("could not make a temporary directory for go.mod and go.sum: %w", err)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		if err := copyFile(m, filepath.Join(filepath.Dir(e.GOMOD), name), filepath.Join(dir, name)); err != nil {
			done()
			return nil, nil, err
		}
	}
	return append(args, "-modfile="+filepath.Join(dir, "go.mod")), done, nil
}

func copyFile(m *host.Machine, from, to string) error {
	data, err := host.Whole(m.ReadFile, from, host.MaxGoSum)
	if errors.Is(err, fs.ErrNotExist) && filepath.Base(from) == "go.sum" {
		return nil
	}
	if err != nil {
		return tell.Errorf("could not copy %s: %w", from, err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		return tell.Errorf("could not copy %s: %w", from, err)
	}
	return nil
}
