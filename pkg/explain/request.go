package explain

import (
	"cmp"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// network judges a failed request of the go command itself.
func (m *message) network(r grammar.Role) judgement {
	c := &m.chain
	s := grammar.Judged(c)
	host := grammar.HostOnly(c.URL)
	j := judgement{symptom: grammar.SymptomOf(c), target: m.serverName(r)}
	switch {
	case s == "" || s == symptom.Unknown:
		if !c.Posted || grammar.RoleOf(c.URL) == grammar.RoleUnknown || c.Tail == "" {
			return judgement{}
		}
		j.cause, j.symptom = cause.Unexplained, symptom.Unknown
		return j
	case s == symptom.OutboundProxyFailed, s == symptom.HTTP407 && grammar.StatusOf(c.Tail) == 0:
		return m.outbound(s)
	case c.Lookup != "" && strings.Contains(c.Tail, "network is unreachable") && !(r == grammar.RoleProxy && mistyped(c)):
		return judgement{cause.Offline, s, "", []cause.ID{cause.ResolverBroken, cause.GoproxyUnreachable}}
	case s == symptom.HTTPTimeout && c.InBody():
		return judgement{cause.NetworkSlow, s, m.serverName(r), []cause.ID{cause.NetworkFlaky, unreachable(r)}}
	case s == symptom.TCPUnreachable && isIPv6(c.Dialed) && v6Only(c.Tail):
		return judgement{cause.IPv6Broken, s, host, []cause.ID{cause.GoproxyUnreachable}}
	}
	switch r {
	case grammar.RoleProxy:
		j.cause, j.or = proxyCause(s, c, host)
	case grammar.RoleSumdb:
		j.cause, j.or = sumdbCause(s, c, host)
	case grammar.RoleArtifact:
		j.cause, j.or = artifactCause(s, c, host)
	default:
		j.cause, j.or = originCause(s, c.Tail, host)
		if s == symptom.HTTPNotProxy {
			m.withoutTags(&j, host)
		}
	}
	if r != grammar.RoleProxy && r != grammar.RoleSumdb && grammar.IsRewritten(c.URL) && !strings.Contains(c.URL, "/@v/") {
		j = judgement{cause.GitRewriteBroken, j.symptom, host, []cause.ID{j.cause}} // a front of the host that was meant
	}
	if s == symptom.TCPTimeout && c.Dialed == "" && j.cause == cause.GoproxyUnreachable { // Go up to 1.18 does not say whether it was the lookup
		j.or = append([]cause.ID{cause.ResolverBroken}, j.or...)
	}
	m.name(&j)
	if c.Toolchain != "" && (j.cause == cause.VersionNotFound || j.cause == cause.ModuleNotFound) {
		j.cause, j.target, j.or = cause.ToolchainUnavailable, c.Toolchain, []cause.ID{cause.ToolchainVersionInvalid, cause.GoproxyMisbehaving}
		return j
	}
	if c.Toolchain != "" {
		j.or = append(append([]cause.ID(nil), j.or...), cause.ToolchainUnavailable)
	}
	return j
}

// unreachable is the cause of a server of a role that does not answer.
func unreachable(r grammar.Role) cause.ID {
	switch r {
	case grammar.RoleSumdb:
		return cause.SumdbUnreachable
	case grammar.RoleArtifact:
		return cause.ArtifactHostUnreachable
	case grammar.RoleOrigin:
		return cause.VCSUnreachable
	}
	return cause.GoproxyUnreachable
}

// withoutTags judges a page without go-import tags: of a host known to have
// them, another server answered; of another, the path is wrong.
func (m *message) withoutTags(j *judgement, host string) {
	if strings.Contains(m.chain.Tail, "stopped after") {
		j.or = []cause.ID{cause.CaptivePortal, cause.ModuleNotFound} // no page at all
		return
	}
	if m.status >= 400 {
		j.symptom = symptom.FromStatus(m.status)
		j.cause, j.or = originCause(j.symptom, "", host)
		return
	}
	if known.Kept(host, known.Maintained) {
		j.or = []cause.ID{cause.CaptivePortal, cause.TLSInterception, cause.ModuleNotFound}
		return
	}
	j.cause, j.or = cause.ModuleNotFound, []cause.ID{cause.VCSUnreachable, cause.CaptivePortal, cause.GitAuthRequired}
}

// name replaces the server by what the cause is about.
func (m *message) name(j *judgement) {
	c := &m.chain
	switch j.cause {
	case cause.ModuleNotFound, cause.PrivateModuleExposed:
		if n := cmp.Or(moduleOf(c), grammar.AskedModule(c.URL)); n != "" {
			j.target = n
		}
	case cause.VersionNotFound:
		j.target = moduleVersion(c)
	case cause.ResolverBroken:
		if c.Resolver != "" {
			j.target = c.Resolver
		}
	}
}

// serverName names the server; where the text has no URL, the first entry of a
// GOPROXY that the log shows.
func (m *message) serverName(r grammar.Role) string {
	c := &m.chain
	if c.URL == "" || strings.HasPrefix(c.URL, "/") { // net/http names the address of a redirect as it was given
		switch r {
		case grammar.RoleProxy:
			return m.setup.firstProxy()
		case grammar.RoleOrigin:
			return m.origin()
		}
		return ""
	}
	return serverTarget(c, r)
}

// outbound judges an outbound proxy that did not serve.
func (m *message) outbound(s symptom.Symptom) judgement {
	c := &m.chain
	target := m.setup.outbound
	if c.Proxied && c.Dialed != "" {
		target = c.Dialed
	}
	switch {
	case s == symptom.HTTP407:
		return judgement{cause.OutboundProxyAuth, s, target, nil}
	case socksLogin.MatchString(c.Tail):
		return judgement{cause.OutboundProxyAuth, s, target, []cause.ID{cause.OutboundProxyBroken}}
	}
	return judgement{cause.OutboundProxyBroken, s, target, []cause.ID{cause.OutboundProxyAuth}}
}

// socksLogin is what golang.org/x/net/internal/socks says where a SOCKS proxy wants a
// login, and has got none or a wrong one.
var socksLogin = lazyre.New(`^(?:no acceptable authentication methods|username/password authentication failed)`)

// isIPv6 reports whether addr is [v6]:port.
func isIPv6(addr string) bool {
	return strings.HasPrefix(addr, "[") && !strings.HasPrefix(addr, "[::1]")
}

// v6Only are failures of a machine that has IPv6 addresses and no IPv6.
func v6Only(tail string) bool {
	return strings.Contains(tail, "assign requested address") || strings.Contains(tail, "socket is not connected") ||
		strings.Contains(tail, "address family not supported") || strings.Contains(tail, "not valid in its context")
}
