package settings

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/host"
)

// readGo reads the go command, its GOENV file and the layers of its variables.
func (r *reader) readGo(ctx context.Context, n *notes) (GoTool, Goenv, *goSources) {
	goenv, entries, hangs := r.readGoenv(n)
	src := &goSources{env: r.env, file: entries, filePath: goenv.Path}
	tool := GoTool{}
	path, err := r.m.LookPath("go")
	if err != nil {
		n.add("go", "go.missing", "Error", err.Error())
		src.assume(r.env.get(homeVariable(r.m.OS)))
		return tool, goenv, src
	}
	tool.Path = r.abs(path)
	said, whole := r.goEnv(ctx, tool.Path, hangs, n)
	src.effective = said
	tool.Version, tool.GOROOT = said["GOVERSION"], said["GOROOT"]
	if tool.GOROOT == "" {
		tool.GOROOT = r.guessGOROOT(tool.Path, src)
	}
	r.readGorootEnv(tool.GOROOT, src)
	if !whole {
		src.assume(r.env.get(homeVariable(r.m.OS)))
	}
	tool.Toolchain = src.value("GOTOOLCHAIN")
	return tool, goenv, src
}

// goQuestion keeps a question to the go command off the network:
// GOTOOLCHAIN=local, because it would download another toolchain only to print
// settings where GOTOOLCHAIN, a go.mod or a go.work wants one (since 1.21), and
// the mark of a child of the telemetry process, because it would start one that
// uploads counters, for users who have agreed to that (since 1.23). The
// directory of the counters themselves, made in the user's configuration by
// every go command, is led to where none can be made (cmd/internal/telemetry).
func goQuestion() []string {
	return []string{"GOTOOLCHAIN=local", "GO_TELEMETRY_CHILD=2", "TEST_TELEMETRY_DIR=" + host.NoDirectory()}
}

// goEnv asks the go command for its values; whole says that it answered under
// the settings as they are. Where it refuses to, it is asked again without
// those that make it refuse, for what can still be said: its version, its
// GOROOT, its defaults.
func (r *reader) goEnv(ctx context.Context, path string, hangs bool, n *notes) (said map[string]string, whole bool) {
	args := append([]string{path, "env", "-json", "GOVERSION"}, askedNames...)
	if !hangs {
		out, err := r.ask(ctx, host.Command{Args: args, Dir: r.dir, Env: goQuestion()})
		if err == nil && out.Code == 0 {
			if said, err = parseGoEnv(out.Stdout); err == nil {
				return said, true
			}
		}
		if ctx.Err() != nil {
			return map[string]string{}, false
		}
		n.add("go", "go.fails", "Path", path, "Words", words(out, err))
		if errors.Is(err, context.DeadlineExceeded) {
			return map[string]string{}, false // once is enough to wait
		}
	}
	bare := host.Command{Args: args, Dir: r.root(), Env: append(goQuestion(),
		"GOENV=off", "GO111MODULE=off", "GOWORK=off",
		"GOFLAGS", "GOPATH", "GOROOT", "GOEXPERIMENT", "GOFIPS140", "GOOS", "GOARCH", "GODEBUG", "GOCACHE", "GOMODCACHE",
	)}
	out, err := r.ask(ctx, bare)
	if err != nil || out.Code != 0 {
		return map[string]string{}, false
	}
	all, err := parseGoEnv(out.Stdout)
	if err != nil {
		return map[string]string{}, false
	}
	// The rest of the answer is about the settings put aside.
	said = map[string]string{}
	// Releases before 1.21 have no go.env: there GOPROXY and GOSUMDB are built in.
	for _, name := range []string{"GOVERSION", "GOROOT", "GOAUTH", "GOPATH", "GOCACHE", "GOPROXY", "GOSUMDB"} {
		said[name] = all[name]
	}
	return said, false
}

// root is a directory that always exists and is no module.
func (r *reader) root() string {
	return filepath.VolumeName(r.dir) + string(filepath.Separator)
}

// guessGOROOT is for a go command that says nothing: GOROOT as it is set, else
// the directory above the command's own, links resolved.
func (r *reader) guessGOROOT(path string, src *goSources) string {
	if root := src.value("GOROOT"); root != "" {
		return root
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return filepath.Dir(filepath.Dir(path))
}

// readGorootEnv reads GOROOT/go.env, which releases before 1.21 do not have.
func (r *reader) readGorootEnv(goroot string, src *goSources) {
	if goroot == "" {
		return
	}
	name := filepath.Join(goroot, "go.env")
	data, err := host.Whole(r.m.ReadFile, name, host.MaxSettings)
	if err != nil {
		return
	}
	src.goroot, _ = parseEnvFile(data)
	src.gorootPath = name
}

// readGoenv reads the GOENV file. hangs says that it is something that the go
// command would wait for.
func (r *reader) readGoenv(n *notes) (g Goenv, entries []envEntry, hangs bool) {
	set := r.env.get("GOENV")
	path := set
	if set == "" || set == "off" {
		var problem string
		if path, problem = defaultGoenv(r.m.OS, r.env); problem != "" {
			g.Reason = problem
			g.Off = set == "off"
			home := "HOME"
			if r.m.OS == "windows" {
				home = "AppData"
			}
			n.add("goenv", "goenv.noplace", "Words", problem, "Home", home)
			return g, nil, false
		}
	}
	g = Goenv{Path: r.abs(path), Off: set == "off"}
	if _, err := r.m.Stat(g.Path); err == nil {
		g.Exists = true
	}
	if err := r.m.Writable(g.Path); err != nil {
		g.Reason = err.Error()
	} else {
		g.Writable = true
	}
	if g.Off || g.Path == os.DevNull {
		return g, nil, false
	}
	data, cut, err := r.m.ReadFile(g.Path, host.MaxSettings)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return g, nil, false
	case errors.Is(err, host.ErrNotRegular):
		n.add("goenv", "goenv.notregular", "File", g.Path)
		info, statErr := r.m.Stat(g.Path)
		return g, nil, statErr != nil || !info.IsDir()
	case err != nil:
		n.add("goenv", "goenv.unreadable", "File", g.Path, "Error", err.Error())
		return g, nil, false
	case cut:
		n.add("goenv", "goenv.huge", "File", g.Path)
	}
	entries, ignored := parseEnvFile(data)
	for _, e := range ignored {
		g.Ignored = append(g.Ignored, Setting{Key: Go(e.Name), Value: goValue(e.Name, correct.Value(e.Name, e.Value)), Origin: GoenvFile, File: g.Path, Line: e.Line})
		n.add("goenv", "goenv.ignored", "File", g.Path, "Line", strconv.Itoa(e.Line), "Name", e.Name)
	}
	return g, entries, false
}

func homeVariable(goos string) string {
	if goos == "windows" {
		return "USERPROFILE"
	}
	return "HOME"
}
