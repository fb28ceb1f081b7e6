package probes

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// Git runs `git ls-remote` for the repositories of the modules asked about
// that the go command may fetch directly, and of those on github.com in any
// case. It runs the real git, with the user's settings and rewrites, in an empty
// directory: never in a repository, never with a question to the user. It
// fetches nothing.
//
// Symptoms: vcs-*, and what keeps git from the host. Evidence: the rewritten
// URL with the rule, git's outbound proxy, its exit code and decisive line, and
// which of the versions asked about the repository has a tag for.
// Budget: 8 s: git takes five round trips over https, more with a redirect.
var Git = probe.Probe{
	Kind: probe.Git, Doc: "git ls-remote of a module's origin", Stage: probe.Protocol,
	Budget: 8 * time.Second, Targets: gitTargets, Run: runGit,
}

func gitTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	c := route.Read(s)
	if c.ModulesOff || s.Git.Path == "" {
		return nil
	}
	var out []probe.Target
	for _, q := range queries {
		origin := route.OriginOf(q.Path)
		onGitHub := strings.HasPrefix(q.Path, known.GitHub+"/")
		if module.CheckPath(q.Path) != nil || origin.VCS != "git" || origin.URL == "" || !(onGitHub || goesDirect(c, q.Path)) {
			continue
		}
		t := gitTarget(s, c, origin.URL, origin.Root, q)
		// One task serves all modules of a repository.
		if i := slices.IndexFunc(out, func(o probe.Target) bool { return o.Name == t.Name }); i >= 0 {
			out[i].Inside = append(out[i].Inside, q)
			continue
		}
		out = append(out, t)
	}
	return out
}

// gitTarget returns the target of a repository, of which root is the module path
// where it is known. It waits for the endpoint that
// git's rules lead to; ssh is not touched, because ~/.ssh/config can lead it
// anywhere.
func gitTarget(s *settings.Snapshot, c *route.Config, repository settings.Value, root string, queries ...probe.Query) probe.Target {
	rewritten, _ := c.RewriteGit(repository.Reveal())
	t := probe.Target{Name: repository.String(), URL: repository, Client: probe.GitClient, Query: queries[0], Root: root, Inside: queries}
	if route.UsesSSH(settings.Value(rewritten)) {
		t.Peer, _ = route.HostPort(settings.Value(rewritten)) // "" where it names none
		return t
	}
	at, err := wire.Reach(s, probe.GitClient, settings.Value(rewritten))
	if err != nil {
		return t // a local path: git says what is wrong with it
	}
	t.Endpoint, t.Via = at.Endpoint, at.Via
	return t
}

func runGit(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	c := route.Read(env.Settings)
	rewritten, rule := c.RewriteGit(t.URL.Reveal())
	e := &probe.GitEvidence{URL: t.URL.String(), Proxy: t.Via.String()}
	if rule != nil {
		e.Rewritten = foreign.Redact(rewritten)
		e.RuleKey, e.RuleValue = rule.Setting.Key.String(), rule.Prefix.String()
	}
	e.Authorities = c.GitAuthorities(settings.Value(rewritten)).Value.String()
	o := lsRemote(ctx, env, t, t.URL.Reveal(), e)
	if stray := strayGit(env, t.URL); stray.Set() && o.Status != probe.Fail {
		return astray(stray, e)
	}
	e.Anonymous = o.Status != probe.Fail && rule == nil && answersAnybody(ctx, env, t)
	return o
}

// answersAnybody reports whether a repository that git got an answer from gives it
// to everybody. Only where this machine holds a credential, which git may have sent, is
// that asked once more.
func answersAnybody(ctx context.Context, env *probe.Env, t probe.Target) bool {
	u, err := url.Parse(t.URL.Reveal())
	if err != nil || u.Scheme != "https" || u.User != nil {
		return false
	}
	return !route.HoldsCredential(env.Settings, u.Hostname()) || protocol.AnswersAnybody(ctx, env, t)
}

// cloned reports whether the go command's own repository of an origin is in the
// module cache (codehost.WorkDir in cmd/go/internal/modfetch, Go 1.21 to 1.27).
func cloned(env *probe.Env, repository settings.Value) bool {
	name := fmt.Sprintf("%x", sha256.Sum256([]byte("git3:"+repository.Reveal())))
	return env.Stat != nil && env.Exists(filepath.Join(env.Settings.Get("GOMODCACHE").Reveal(), "cache", "vcs", name, "objects"))
}

// lsRemote looks at a repository with git. The endpoint of t is connected to
// first where no earlier stage did so: errors of our own say more than git's
// words.
func lsRemote(ctx context.Context, env *probe.Env, t probe.Target, repository string, e *probe.GitEvidence) probe.Outcome {
	e.Code = -1
	if t.Endpoint != "" && len(env.Addresses(t)) == 0 {
		conn, err := wire.Open(ctx, env, t)
		if err != nil {
			return gitOutcome(e, wire.Classify(err, probe.Connect, env.Now()), err.Error())
		}
		_ = conn.Close()
	}
	dir, remove, err := env.TempDir("gofix-net-git-")
	if err != nil {
		return gitOutcome(e, symptom.Unknown, err.Error())
	}
	defer remove()
	// Heads and tags are asked for only where there is no HEAD: some
	// repositories have a hundred thousand of them.
	for _, refs := range [][]string{append([]string{"HEAD"}, refsOf(t)...), {"refs/heads/*", "refs/tags/*"}} {
		command := host.Command{
			Args: append([]string{cmp.Or(env.Settings.Git.Path, "git"), "ls-remote", "-q", repository}, refs...),
			Dir:  dir, Env: gitEnvironment(env.Settings, dir),
		}
		out, err := env.Run(ctx, command)
		e.Code = out.Code
		switch {
		case ctx.Err() != nil:
			if e.Helpers = wire.HelpersAsked(env, dir); len(e.Helpers) > 0 && e.Helpers[len(e.Helpers)-1].State == probe.HelperHangs {
				return gitOutcome(e, symptom.VCSAuth, "git waits for a credential helper that does not end")
			}
			return gitOutcome(e, slowGit(t), "git got no answer in time")
		case err != nil:
			return gitOutcome(e, symptom.Unknown, err.Error())
		case out.Code != 0:
			s, line := wire.ClassifyGit(string(out.Stderr))
			e.HostKeyChanged = s == symptom.VCSHostKey && wire.HostKeyChanged(line)
			e.NoAuthorities = s == symptom.TLSUnknownAuthority && wire.NoAuthorities(line)
			switch {
			case s == symptom.VCSAuth && t.Endpoint == "":
				e.SSH = wire.ExplainSSH(ctx, env, command)
			case s == symptom.VCSAuth, s == symptom.HTTP401, s == symptom.HTTP403:
				e.Helpers = wire.HelpersAsked(env, dir)
			}
			return gitOutcome(e, s, line)
		case len(out.Stdout) > 0:
			return versionsIn(t, string(out.Stdout), e)
		}
	}
	// A one-line page is a repository without refs to git (2.39).
	return gitOutcome(e, symptom.HTTPNotProxy, "git succeeds and finds nothing: an empty repository, or a page instead of one")
}

// refsOf are the refs of the versions asked about in a repository.
func refsOf(t probe.Target) []string {
	var out []string
	for _, q := range t.Inside {
		out = append(out, route.RefsOf(t.Root, q)...)
	}
	return out
}

// versionsIn is the outcome for a repository that answered with refs: which of
// the versions asked about it has.
func versionsIn(t probe.Target, listing string, e *probe.GitEvidence) probe.Outcome {
	o := probe.Outcome{Status: probe.OK, Evidence: probe.Evidence{Git: e}}
	for _, q := range t.Inside {
		refs := route.RefsOf(t.Root, q)
		switch {
		case len(refs) == 0:
		case slices.ContainsFunc(refs, func(ref string) bool { return strings.Contains(listing+"\n", "\t"+ref+"\n") }):
			e.Has = append(e.Has, q.String())
		default:
			e.Missing = append(e.Missing, q.String())
			o.Status, o.Detail = probe.Warn, "the repository has no "+strings.Join(refs, " and no ")
		}
	}
	return o
}

// slowGit is what silence means: the connection of an endpoint that was
// connected to is up, and ssh may still be connecting.
func slowGit(t probe.Target) symptom.Symptom {
	if t.Endpoint == "" {
		return symptom.TCPTimeout
	}
	return symptom.HTTPTimeout
}

func gitOutcome(e *probe.GitEvidence, s symptom.Symptom, line string) probe.Outcome {
	e.Message = probe.OneLine(line)
	o := probe.Failed(s, e.Message)
	o.Evidence.Git = e
	return o
}

// gitEnvironment is what the go command adds to git's environment
// (modload.Init), and what keeps the run outside any repository, in English,
// and from prompting the user.
func gitEnvironment(s *settings.Snapshot, dir string) []string {
	env := append(s.OnlyAsked(), // a login that the host refuses stays stored
		"LC_ALL=C", "LANGUAGE=C", "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir),
		"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
		"GIT_TRACE", "GIT_TRACE_CURL", "GIT_CURL_VERBOSE", "GIT_TRACE_PACKET", "GIT_TRACE2", "GIT_TRACE2_PERF",
		"GIT_TRACE2_EVENT="+wire.TraceFile(dir), // see wire.HelpersAsked
		// go keeps these two where they are set; we never ask.
		"GIT_TERMINAL_PROMPT=0", "GCM_INTERACTIVE=never",
		// OpenSSH 8.4: ask this program, which is no program, not the terminal.
		"SSH_ASKPASS_REQUIRE=force", "SSH_ASKPASS=/nonexistent/askpass",
	)
	if s.Variable("GIT_SSH_COMMAND") != "" || s.Variable("GIT_SSH") != "" {
		return env
	}
	command := cmp.Or(s.Effective(settings.Git("core.sshcommand")).Value.Reveal(), "ssh")
	words := strings.Fields(command)
	if len(words) == 0 || strings.TrimSuffix(path.Base(filepath.ToSlash(words[0])), ".exe") != "ssh" {
		return env // plink and its like have other options
	}
	return append(env, fmt.Sprintf("GIT_SSH_COMMAND=%s -o BatchMode=yes -o ConnectTimeout=6", command))
}

// GitAt returns the tasks for a repository, and for the way there, that ?go-get=1 named,
// for a second round: the path did not name it. Root is the module path of the
// repository, "" where it is not known, and the queries, one at least, are in it.
func GitAt(s *settings.Snapshot, repository settings.Value, root string, queries ...probe.Query) []probe.Task {
	u, err := url.Parse(repository.Reveal())
	if err != nil || u.Host == "" || s.Git.Path == "" {
		return nil
	}
	switch u.Scheme { // vcsGit.scheme in cmd/go/internal/vcs
	case "https", "http", "git", "ssh", "git+ssh":
		target := gitTarget(s, route.Read(s), repository, root, queries...)
		var tasks []probe.Task
		if u.Scheme == "https" && target.Endpoint != "" && target.Via == "" {
			tasks = wayTo(s, settings.Value("https://"+target.Endpoint))
		}
		return append(tasks, probe.Task{Probe: &Git, Target: target})
	}
	return nil
}

// strayVariable is a variable that has git work in another repository than the
// one that the go command makes in the module cache. git sets some of them for
// its hooks (githooks(5)). An empty one counts too.
type strayVariable struct {
	name   string
	cloned bool   // whether it does harm also once that repository is there
	since  string // the Go release from which on it does, "" for all
}

// strayVariables were tried with Go 1.21, 1.23, 1.26 and 1.27 and git 2.39. Since
// Go 1.24 the go command gives GIT_DIR itself, but not to git init.
var strayVariables = []strayVariable{
	{"GIT_WORK_TREE", true, ""}, {"GIT_COMMON_DIR", true, ""}, {"GIT_QUARANTINE_PATH", false, ""}, {"GIT_DIR", false, "1.24"},
}

// strayGit returns the variable by which the go command's use of git for a
// repository fails, or the zero Setting.
func strayGit(env *probe.Env, repository settings.Value) settings.Setting {
	s := env.Settings
	for _, v := range strayVariables {
		set := s.Effective(settings.Variable(v.name))
		if !set.Set() || v.since != "" && route.OlderGo(s.Go.Version, v.since) || !v.cloned && cloned(env, repository) {
			continue
		}
		return set
	}
	return settings.Setting{}
}

// astray is the outcome for a repository that git itself can look at, and the
// go command cannot because of a variable.
func astray(by settings.Setting, e *probe.GitEvidence) probe.Outcome {
	e.Stray = by.Key.Name
	return gitOutcome(e, symptom.Unknown, by.Key.Name+" leads git away from the repository that the go command makes in the module cache")
}
