package settings

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/startup"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// toolBudget bounds each question to go or git. They answer within
// milliseconds; one that hangs on a dead network drive must not hold up the
// rest.
const toolBudget = 5 * time.Second

// Limits of files that are read, beside those of pkg/host. Real ones are far smaller.
const (
	maxHosts  = 16 << 20
	maxResolv = 1 << 20
)

// Read reads the settings of the machine as they are in force for a command
// run in dir ("" is the working directory). It contacts nothing and writes nothing. A broken machine is no
// error: what could not be read is listed in Problems. The only error is that
// of ctx.
//
// It runs the go command, which keeps its usage counters (go help telemetry)
// then as ever, but starts no upload.
func Read(ctx context.Context, m *host.Machine, dir string) (*Snapshot, error) {
	return read(ctx, m, dir, toolBudget)
}

func read(ctx context.Context, m *host.Machine, dir string, budget time.Duration) (*Snapshot, error) {
	if !filepath.IsAbs(dir) {
		if wd, err := m.Getwd(); err == nil {
			dir = filepath.Join(wd, dir)
		}
	}
	r := &reader{m: m, dir: dir, env: newEnvironment(m.OS, m.Environ()), budget: budget}
	s := &Snapshot{OS: m.OS, Arch: m.Arch, Distribution: readDistribution(m)}
	_, sudo := m.LookPath("sudo")
	s.NoSudo = sudo != nil
	var golang, git, resolver notes
	var goLayers, gitLayers []Setting
	var wg sync.WaitGroup
	wg.Go(func() {
		var sources *goSources
		s.Go, s.Goenv, sources = r.readGo(ctx, &golang)
		goLayers = sources.layers()
		// The module depends on GOWORK and GOFLAGS.
		s.Module = r.readModule(sources, s.Go.GOROOT, &golang)
	})
	var remotes []Value
	wg.Go(func() { s.Git, gitLayers, remotes = r.readGit(ctx, &git) })
	wg.Go(func() { s.Resolver = r.readResolver(ctx, &resolver) })
	wg.Go(func() { s.Desktop, s.ProxyScript = r.readDesktop(ctx) })
	wg.Go(func() { s.Startup = definitions(startup.Find(ctx, m, startupNames(r.env))) })
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, tell.Errorf("could not read the settings of this machine: %w", err)
	}
	s.Module.Remotes = remotes
	s.Credentials = readCredentials(m)
	s.NetrcHosts = netrcHosts(s.Credentials.Go, s.Credentials.Git)
	s.Layers = append(append(goLayers, gitLayers...), r.env.variables()...)
	s.Credentials.Auth = readAuth(m, s.Get("GOAUTH"))
	locate(s)
	s.Shared = r.readShared(ctx, s)
	s.Resolver.Hosts = selectHosts(s.Resolver.Hosts, s)
	var home notes
	if dir, err := m.HomeDir(); err != nil {
		s.NoHome = true
		home.add("home", "home.undefined", "Error", err.Error())
	} else {
		s.NoHome = m.Writable(filepath.Join(dir, ".gofix-net")) != nil
	}
	if m.Null != nil {
		if err := m.Null(); err != nil {
			home.add(os.DevNull, "null.missing", "Error", err.Error())
		}
	}
	if m.Lack != nil && m.Lack() != "" {
		// What go and git could not be asked then is no fault of theirs.
		before := len(golang) + len(git) + len(resolver)
		golang.unless("go.fails", "module.unreadable")
		git.unless("git.fails", "git.config")
		resolver.unless("resolver.unreadable")
		if len(golang)+len(git)+len(resolver) < before {
			home.add("gofix-net", "lack."+string(m.Lack()))
		}
	}
	s.Problems = problems(home, golang, git, resolver)
	s.Keep()
	return s, nil
}

// reader is what every part of Read needs.
type reader struct {
	m      *host.Machine
	dir    string
	env    *environment
	budget time.Duration // for each question to a tool
	// repositories are those whose work tree may be the home, once looked for.
	repositories          []string
	lookedForRepositories bool
}

// abs makes a path absolute that a tool would take from the working directory.
func (r *reader) abs(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(r.dir, path)
}

// ask runs a program within the budget.
func (r *reader) ask(ctx context.Context, c host.Command) (host.Output, error) {
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	return r.m.Run(ctx, c)
}

// notes are the problems of one part, in the order in which they were met.
type notes []Problem

// add notes a problem: the message settings.problem.ID with name, value, …
func (n *notes) add(about, id string, args ...string) {
	p := Problem{About: about, ID: "settings.problem." + id, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i]] = foreign.Redact(args[i+1])
	}
	*n = append(*n, p)
}

// unless drops the problems with these ids.
func (n *notes) unless(ids ...string) {
	*n = slices.DeleteFunc(*n, func(p Problem) bool {
		return slices.Contains(ids, strings.TrimPrefix(p.ID, "settings.problem."))
	})
}

// problems joins the parts and puts the English texts in.
func problems(parts ...notes) []Problem {
	var out []Problem
	for _, part := range parts {
		out = append(out, part...)
	}
	if len(out) == 0 {
		return nil
	}
	texts, err := i18n.New(i18n.En)
	for i, p := range out {
		if err != nil {
			out[i].Text = fmt.Sprint(p.ID, " ", p.Args)
			continue
		}
		out[i].Text = texts.T(p.ID, maps.Clone(p.Args))
	}
	return out
}

// words returns what a program complained about, in one line of moderate
// length: its first lines without those that only give advice.
func words(out host.Output, err error) string {
	var lines []string
	for line := range strings.Lines(string(out.Stderr[:min(len(out.Stderr), 8<<10)])) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "usage:") || strings.HasPrefix(line, "Run 'go help") {
			continue
		}
		if lines = append(lines, line); len(lines) == 3 {
			break
		}
	}
	switch {
	case len(lines) > 0:
		return strings.Join(lines, "; ")
	case err != nil:
		return err.Error()
	}
	return fmt.Sprintf("exit code %d without a word", out.Code)
}
