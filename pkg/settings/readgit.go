package settings

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// gitEnv keeps git's words in English, whatever the user's language.
var gitEnv = []string{"LC_ALL=C", "LANGUAGE", "GIT_TERMINAL_PROMPT=0"}

// outside makes git take no repository for its own, as the go command does:
// it runs git in a repository of its own inside the module cache, so that the
// project's .git/config never counts. GIT_CONFIG would replace all layers.
func outside() []string {
	return append(slices.Clone(gitEnv), "GIT_DIR=/dev/null", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_CONFIG")
}

// without keeps git from reading some scopes: whatever it is asked, a broken
// file of any scope makes it fail (GIT_CONFIG_GLOBAL is known since git 2.32).
func without(scopes ...string) []string {
	env := append(outside(), "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS")
	if slices.Contains(scopes, "system") {
		env = append(env, "GIT_CONFIG_NOSYSTEM=1")
	}
	if slices.Contains(scopes, "global") {
		env = append(env, "GIT_CONFIG_GLOBAL=/dev/null")
	}
	return env
}

// readGit reads the git command, every layer of its settings, and the URLs of
// the remotes of dir's repository.
func (r *reader) readGit(ctx context.Context, n *notes) (GitTool, []Setting, []Value) {
	tool := GitTool{GlobalFile: r.gitGlobalFile()}
	path, err := r.m.LookPath("git")
	if err != nil {
		n.add("git", "git.missing", "Error", err.Error())
		return tool, nil, nil
	}
	tool.Path = r.abs(path)
	var version, far, near notes
	var shared, local []gitEntry
	var wg sync.WaitGroup
	wg.Go(func() { tool.Version = r.gitVersion(ctx, tool.Path, &version) })
	wg.Go(func() { shared = r.gitShared(ctx, tool.Path, &far) })
	wg.Go(func() { local = r.gitLocal(ctx, tool.Path, &near) })
	wg.Wait()
	// A git that does not run at all, or a file that every run of it trips over,
	// would be complained about three times.
	for _, part := range []notes{version, far, near} {
		if len(part) > 0 {
			*n = append(*n, part...)
			break
		}
	}
	var remotes []Value
	for _, e := range local {
		if strings.HasPrefix(e.Key, "remote.") && strings.HasSuffix(e.Key, ".url") {
			remotes = append(remotes, Value(e.Value))
		}
	}
	return tool, gitLayers(append(shared, local...), r.originFile), remotes
}

func (r *reader) gitVersion(ctx context.Context, git string, n *notes) string {
	out, err := r.ask(ctx, host.Command{Args: []string{git, "version"}, Dir: r.root(), Env: without("system", "global")})
	if err != nil || out.Code != 0 {
		n.add("git", "git.fails", "Path", git, "Words", words(out, err))
		return ""
	}
	return gitVersion(string(out.Stdout))
}

// gitShared lists what counts for every repository: system, global and
// command scope. Where git cannot say all at once, because one file is broken
// or because it is older than 2.26, every scope is asked for by itself.
func (r *reader) gitShared(ctx context.Context, git string, n *notes) []gitEntry {
	out, err := r.ask(ctx, host.Command{
		Args: []string{git, "config", "--list", "--show-origin", "--show-scope", "-z"}, Dir: r.root(), Env: outside(),
	})
	if err == nil && out.Code == 0 {
		noteCut(out, n)
		return parseGitList(out.Stdout, true, true)
	}
	old := strings.Contains(string(out.Stderr), "unknown option")
	if !old {
		n.add("git", "git.config", "Words", words(out, err))
	}
	if errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		return nil
	}
	var system, global []gitEntry
	var wg sync.WaitGroup
	wg.Go(func() { system = r.gitScope(ctx, git, "system", "global") })
	wg.Go(func() { global = r.gitScope(ctx, git, "global", "system") })
	wg.Wait()
	return append(system, global...)
}

// gitScope lists one scope, without origins, which git has since 2.8.
func (r *reader) gitScope(ctx context.Context, git, scope, other string) []gitEntry {
	out, err := r.ask(ctx, host.Command{
		Args: []string{git, "config", "--" + scope, "--includes", "--list", "-z"}, Dir: r.root(), Env: without(other),
	})
	if err != nil || out.Code != 0 {
		return nil // no such file, or what the first question complained about
	}
	entries := parseGitList(out.Stdout, false, false)
	for i := range entries {
		entries[i].Scope = scope
	}
	return entries
}

// gitLocal lists the settings of dir's own repository, if it has one.
func (r *reader) gitLocal(ctx context.Context, git string, n *notes) []gitEntry {
	out, err := r.ask(ctx, host.Command{
		Args: []string{git, "config", "--list", "--show-origin", "--show-scope", "-z"}, Dir: r.dir, Env: append(slices.Clone(gitEnv), "GIT_CONFIG"),
	})
	if err != nil || out.Code != 0 {
		if !strings.Contains(string(out.Stderr), "unknown option") {
			n.add("git", "git.config", "Words", words(out, err))
		}
		return nil
	}
	noteCut(out, n)
	return slices.DeleteFunc(parseGitList(out.Stdout, true, true), func(e gitEntry) bool {
		return e.Scope != "local" && e.Scope != "worktree"
	})
}

func noteCut(out host.Output, n *notes) {
	if len(out.Stdout) >= host.MaxOutput {
		n.add("git", "git.huge")
	}
}

// originFile turns git's origin (file:PATH) into an absolute path. git gives
// the repository's own file relative to the top of the work tree.
func (r *reader) originFile(origin string) string {
	name, ok := strings.CutPrefix(origin, "file:")
	if !ok || name == "" {
		return ""
	}
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return name
	}
	for dir := r.dir; ; dir = filepath.Dir(dir) {
		if _, err := r.m.Stat(filepath.Join(dir, name)); err == nil {
			return filepath.Join(dir, name)
		}
		if dir == filepath.Dir(dir) {
			return r.abs(name)
		}
	}
}

// gitGlobalFile is the file that `git config --global` writes: GIT_CONFIG_GLOBAL,
// else ~/.gitconfig, but git/config of XDG_CONFIG_HOME where that one can be
// read and the other cannot (git 2.39, builtin/config.c; both are read).
func (r *reader) gitGlobalFile() string {
	if name, set := r.env.lookup("GIT_CONFIG_GLOBAL"); set {
		return r.abs(name)
	}
	home := r.env.get("HOME")
	if home == "" && r.m.OS == "windows" {
		home = r.env.get("USERPROFILE")
	}
	if home == "" {
		return "" // git: $HOME not set
	}
	own := r.abs(filepath.Join(home, ".gitconfig"))
	config := r.env.get("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	xdg := r.abs(filepath.Join(config, "git", "config"))
	if !r.readable(own) && r.readable(xdg) {
		return xdg
	}
	return own
}

func (r *reader) readable(name string) bool {
	_, _, err := r.m.ReadFile(name, 1)
	return err == nil || errors.Is(err, host.ErrNotRegular)
}
