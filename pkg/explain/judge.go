package explain

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// message is one error with everything that belongs to it: the chain of the go
// command, what git, ssh and the server said below it, and the lines.
type message struct {
	chain   grammar.Chain
	goes    bool // there is a chain of the go command; false: only git or curl
	facts   []lineFact
	said    []string // lines below git's failure in words that no rule knows
	saidBy  []read.Line
	quote   []string // the server's words
	lines   []read.Line
	remote  string // host that git was last told to talk to
	setup   setup  // the settings shown up to here
	owned   bool   // only git, run by another program than go
	near    bool   // the go command has spoken or was run above
	above   voice  // who says the next line above and below that git does not
	below   voice
	ownGit  bool // only git, pushing or pulling a person's own repository
	advised bool // see [Finding]
	refused bool // see [Finding]
	status  int  // of the page whose go-import tags were looked for; 0: not shown
}

// judge returns what m says by itself, a judgement without cause if nothing.
func (m *message) judge() judgement {
	c := &m.chain
	if len(m.quote) > 0 {
		r := m.role()
		return serverCause(strings.Join(m.quote, " "), c, r, grammar.SymptomOf(c), m.network(r))
	}
	if m.goes {
		if s, target := stateOutright(c); s != nil {
			if s.shared && !m.counts() {
				return judgement{}
			}
			j := judgement{s.cause, s.symptom, target, s.or}
			m.advised, m.refused = s.advised, s.refused
			if j.symptom == "" && c.Posted && c.Anchored() {
				j.symptom = grammar.SymptomOf(c) // the request that failed behind the statement
			}
			return j
		}
		if id, dir, or := diskCause(c); id != "" {
			return judgement{id, "", dir, or}
		}
	}
	if j := m.git(); j.cause != "" {
		if m.ownGit && !m.goes && !slices.Contains(aboutGit, j.cause) {
			return judgement{}
		}
		return j
	}
	if !m.goes || !c.Anchored() || !m.counts() {
		return judgement{}
	}
	return m.network(m.role())
}

// role is what the failed request was sent to. Without a URL the operation
// tells: the verification asks the checksum database, everything else a proxy.
func (m *message) role() grammar.Role {
	c := &m.chain
	if c.URL != "" && !strings.HasPrefix(c.URL, "/") { // the address of a redirect as it was given
		if r := grammar.RoleOf(c.URL); r != grammar.RoleUnknown {
			return r
		}
		if c.Entry {
			return grammar.RoleProxy
		}
		if c.Op == grammar.OpDiscover || c.Module == "" && c.Package != "" {
			return grammar.RoleOrigin
		}
		if c.Op == grammar.OpVerify {
			return grammar.RoleSumdb
		}
		return grammar.RoleArtifact
	}
	switch {
	case c.Op == grammar.OpVerify:
		return grammar.RoleSumdb
	case c.Op == grammar.OpDiscover, c.Op == grammar.OpVCS:
		return grammar.RoleOrigin
	}
	return grammar.RoleProxy
}

// git judges what git, ssh or curl said.
func (m *message) git() judgement {
	if !m.goes && !m.counts() {
		return judgement{}
	}
	if !m.goes && m.remote == "" && !slices.ContainsFunc(m.facts, func(f lineFact) bool { return !f.ssh || f.target != "" && f.gitUser }) {
		return judgement{} // an ssh that git did not start
	}
	best := m.heaviest()
	if best.cause == "" {
		if m.chain.VCS != "" && strings.Contains(m.chain.Text, "exit status") {
			return judgement{cause.VCSUnreachable, symptom.Unknown, m.origin(), []cause.ID{cause.GitAuthRequired, cause.Unexplained}}
		}
		return judgement{}
	}
	j := judgement{best.cause, best.symptom, cmp.Or(best.target, m.origin()), best.or}
	if grammar.IsRewritten(best.url) && !grammar.Anchors(best.url) {
		j.cause, j.or, j.target = cause.GitRewriteBroken, []cause.ID{cause.VCSUnreachable}, grammar.HostOnly(best.url)
		return j
	}
	if j.symptom.Layer() == symptom.LayerHTTP && j.symptom != symptom.HTTP401 && strings.HasPrefix(best.url, "http") && m.forgeMoved(best.url) {
		j.cause, j.or = cause.GitRewriteBroken, append([]cause.ID{j.cause}, j.or...)
		return j
	}
	return m.atItsPlace(j, best)
}

// heaviest is the line that says most, with the target that another line about the
// same cause names.
func (m *message) heaviest() lineFact {
	best := lineFact{}
	for _, f := range append(m.facts, m.foreign()...) {
		if f.inGoOnly && m.chain.VCS == "" {
			continue
		}
		if f.weight > best.weight {
			best = f
		}
	}
	for _, f := range m.facts {
		if best.target == "" && f.cause == best.cause {
			best.target = f.target
		}
	}
	return best
}

// atItsPlace says at what git failed: a directory, a module, a port, a rule or a proxy
// of the settings that the log shows, which no line of git itself names.
func (m *message) atItsPlace(j judgement, best lineFact) judgement {
	switch j.cause {
	case cause.ModcacheUnwritable, cause.DiskFull:
		if dir := cacheDir(m.chain.VCSDir); dir != "" && best.target == "" {
			j.target = withoutCache(dir)
		}
	case cause.VersionNotFound:
		j.target = moduleVersion(&m.chain)
	case cause.ModcacheCorrupt:
		if dir, _, ok := strings.Cut(m.chain.VCSDir, "vcs"); ok {
			j.target = dir + "vcs"
		}
	case cause.ModuleNotFound:
		if name := moduleOf(&m.chain); name != "" {
			j.target = name
		}
	case cause.VCSUnreachable, cause.TLSInterception, cause.LocalFirewall:
		if m.setup.byTLS && j.symptom == symptom.TLSProtocol {
			j = judgement{cause.OutboundProxyBroken, symptom.OutboundProxyFailed, cmp.Or(m.setup.gitProxy, m.setup.outbound), []cause.ID{cause.GitProxyBroken, j.cause}}
			if m.setup.gitProxy != "" {
				j.cause, j.or[0] = cause.GitProxyBroken, cause.OutboundProxyBroken
			}
			return j
		}
		if m.rewritten(best.url) {
			j.cause, j.or = cause.GitRewriteBroken, []cause.ID{cause.VCSUnreachable}
		}
	case cause.GitProxyBroken:
		if m.setup.outbound != "" && m.setup.gitProxy == "" {
			j.cause, j.or = cause.OutboundProxyBroken, []cause.ID{cause.GitProxyBroken}
		}
	case cause.OutboundProxyBroken:
		if m.setup.gitProxy != "" {
			j.cause, j.or, j.target = cause.GitProxyBroken, []cause.ID{cause.OutboundProxyBroken}, m.setup.gitProxy
		}
	case cause.GitProtocolBlocked:
		if j.target != "" && !strings.Contains(j.target, ":") && j.symptom != symptom.VCSProtocol {
			j.target += ":22"
		}
	}
	return j
}

// foreign are the lines that git said in another language.
func (m *message) foreign() []lineFact {
	var out []lineFact
	for _, line := range m.said {
		if f, ok := readForeign(line); ok {
			out = append(out, f)
		}
	}
	// A file that may not be written says so in the C library's words.
	if len(out) == 0 && len(m.facts) == 0 && len(m.said) > 0 {
		if text := strings.Join(m.said, " "); saidOfFile(text) != "" {
			out = append(out, ownFile(text))
		}
	}
	return out
}

// origin is the host that git talked to.
func (m *message) origin() string {
	if m.remote != "" && m.chain.Module == "" {
		return m.remote
	}
	host, _, _ := strings.Cut(moduleOf(&m.chain), "/")
	if host == "" {
		return m.remote
	}
	return host
}

// rewritten reports whether git's URL is not the one that go gave it.
func (m *message) rewritten(url string) bool {
	if url == "" || grammar.Anchors(url) {
		return false
	}
	return grammar.IsRewritten(url) || m.forgeMoved(url)
}

// forgeMoved reports whether a module of a forge was looked for at another host:
// an insteadOf rule sent git there.
func (m *message) forgeMoved(url string) bool {
	host, _, _ := strings.Cut(m.chain.Module, "/")
	// The modules of a forge are in repositories of that forge.
	forge, ok := known.Named(host)
	at := grammar.HostOnly(url)
	return ok && forge.Role == known.Forge && at != host && !strings.HasSuffix(at, "."+host)
}
