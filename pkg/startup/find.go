package startup

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// Limits: real start-up files have a few kilobytes, and there are a few dozen.
const (
	maxFile  = 1 << 20 // bytes read of one file
	maxTotal = 8 << 20 // bytes read of all
	maxFiles = 300     // files opened
	maxFound = 500     // definitions kept
)

// Find returns the places where the start-up files of the machine set one of
// the names, in the order in which the files are read. Files that they source
// are followed one level. What cannot be read is passed over, and so is the
// rest when ctx ends: a definition that was not found is no proof that there is
// none.
func Find(ctx context.Context, m *host.Machine, wanted []string) []Definition {
	home, err := m.HomeDir()
	if err != nil || !filepath.IsAbs(home) {
		home = ""
	}
	f := &finder{m: m, seen: map[string]bool{}, exported: map[string]bool{}}
	f.scope = scope{want: names{slices.Clone(wanted), m.OS == "windows"}, home: home, vars: map[string]string{}}
	for _, name := range []string{"ZDOTDIR", "XDG_CONFIG_HOME"} {
		if v := m.Getenv(name); v != "" {
			f.scope.vars[name] = v
		}
	}
	for _, s := range sources(m, home) {
		for _, path := range f.expand(s.path) {
			if ctx.Err() != nil {
				return f.finish()
			}
			f.queue = append(f.queue, f.file(path, s)...)
		}
	}
	// Later, so that a file which is read anyway is not taken for a sourced one,
	// whose own sources are not followed.
	for _, q := range f.queue {
		if ctx.Err() == nil {
			f.file(q.path, q)
		}
	}
	if m.OS == "darwin" {
		f.out = append(f.out, f.fromSession(ctx)...)
	}
	if m.OS == "windows" {
		f.out = append(f.out, fromRegistry(readRegistry(), f.scope.want)...)
	}
	return f.finish()
}

type finder struct {
	m        *host.Machine
	scope    scope
	seen     map[string]bool // files, so that none is read twice
	exported map[string]bool // names that some file exports
	queue    []source        // files that others read
	total    int
	out      []Definition
}

// expand returns the files that a pattern stands for.
func (f *finder) expand(path string) []string {
	dir, pattern := filepath.Split(path)
	if !hasMeta(pattern) {
		return []string{path}
	}
	entries, err := f.m.ReadDir(filepath.Clean(dir))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if ok, err := filepath.Match(pattern, e.Name()); ok && err == nil && len(out) < maxFiles {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

func hasMeta(pattern string) bool { return slices.Contains([]byte(pattern), '*') }

// file reads one file and returns those that it reads in turn.
func (f *finder) file(path string, s source) []source {
	key := path
	if f.m.OS == "darwin" || f.m.OS == "windows" {
		key = strings.ToLower(path) // a file system that takes both names for one file
	}
	if f.seen[key] || len(f.seen) >= maxFiles || f.total >= maxTotal || len(f.out) >= maxFound {
		return nil
	}
	data, _, err := f.m.ReadFile(path, maxFile)
	if err != nil {
		return nil
	}
	f.seen[key] = true
	f.total += len(data)
	got := s.parse(string(data), f.scope)
	for _, name := range got.exported {
		if wanted, ok := f.scope.want.match(name); ok {
			f.exported[wanted] = true
		}
	}
	for _, d := range got.definitions {
		d.File, d.Shell, d.Login = path, s.shell, s.login
		d.Reload = reload(s.shell, d.Name)
		if !d.bare {
			f.exported[d.Name] = true
		}
		f.out = append(f.out, d)
	}
	var next []source
	for _, path := range got.sources[:min(len(got.sources), maxFiles)] {
		next = append(next, source{path, s.shell, s.login, s.parse})
	}
	return next
}

// finish drops the assignments of names that nothing exports: those are
// variables that only the shell has.
func (f *finder) finish() []Definition {
	out := slices.DeleteFunc(f.out, func(d Definition) bool { return d.bare && !f.exported[d.Name] })
	return out[:min(len(out), maxFound)]
}

// reload returns the command by which an open shell forgets a variable.
func reload(s Shell, name string) string {
	switch s {
	case Fish:
		return "set -e " + name
	case Csh:
		return "unsetenv " + name
	case PowerShell:
		return "Remove-Item Env:" + name
	case Launchd:
		return "launchctl unsetenv " + name + "; unset " + name
	}
	return "unset " + name
}
