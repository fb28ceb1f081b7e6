package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// judgement is a cause before the rest of the log has been weighed.
type judgement struct {
	cause   cause.ID
	symptom symptom.Symptom
	target  string
	or      []cause.ID
}

// missingRoots are the texts of a system without any root certificate.
func missingRoots(text string) bool {
	text = strings.ToLower(text)
	for _, s := range []string{"failed to load system roots", "cafile: none", "error setting certificate", "problem with the ssl ca cert"} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// certificateCause is the same for every role, but for what a wrong certificate
// of an unknown host means: there the host itself is the likeliest culprit.
func certificateCause(s symptom.Symptom, text, host string, otherwise cause.ID) (cause.ID, []cause.ID) {
	switch s {
	case symptom.TLSUnknownAuthority:
		if missingRoots(text) {
			return cause.CABundleMissing, []cause.ID{cause.TLSInterception}
		}
		return cause.TLSInterception, []cause.ID{cause.CABundleMissing}
	case symptom.TLSNotYetValid:
		return cause.ClockSkew, []cause.ID{otherwise, cause.TLSInterception}
	case symptom.TLSExpired:
		if known.Kept(host, known.Renewed) {
			return cause.ClockSkew, []cause.ID{otherwise, cause.TLSInterception}
		}
		return otherwise, []cause.ID{cause.ClockSkew}
	case symptom.TLSNameMismatch:
		if known.Kept(host, known.Maintained) {
			return cause.TLSInterception, []cause.ID{cause.CaptivePortal, otherwise}
		}
		return otherwise, []cause.ID{cause.TLSInterception, cause.CaptivePortal}
	}
	return "", nil
}

// originCause judges a request to an origin, by go or by git.
func originCause(s symptom.Symptom, text, host string) (cause.ID, []cause.ID) {
	if id, or := certificateCause(s, text, host, cause.VCSUnreachable); id != "" {
		return id, or
	}
	switch s {
	case symptom.DNSTimeout:
		return cause.ResolverBroken, []cause.ID{cause.VCSUnreachable, cause.Offline}
	case symptom.DNSNXDomain, symptom.DNSServFail, symptom.DNSRefused, symptom.DNSNoAddress:
		return cause.VCSUnreachable, []cause.ID{cause.ResolverBroken, cause.Offline}
	case symptom.TCPUnreachable:
		return cause.VCSUnreachable, []cause.ID{cause.IPv6Broken, cause.Offline}
	case symptom.TCPDenied:
		return cause.LocalFirewall, []cause.ID{cause.VCSUnreachable}
	case symptom.HTTP401, symptom.HTTP403:
		return cause.GitAuthRequired, []cause.ID{cause.VCSUnreachable, cause.ModuleNotFound}
	case symptom.HTTP404, symptom.HTTP410:
		return cause.ModuleNotFound, []cause.ID{cause.GitAuthRequired, cause.VCSUnreachable}
	case symptom.HTTP407:
		return cause.OutboundProxyAuth, nil
	case symptom.HTTP429:
		return cause.RateLimited, []cause.ID{cause.VCSUnreachable}
	}
	return cause.VCSUnreachable, []cause.ID{cause.NetworkSlow, cause.OutboundProxyBroken}
}

// proxyCause judges a request to a module proxy.
func proxyCause(s symptom.Symptom, c *grammar.Chain, host string) (cause.ID, []cause.ID) {
	if mistyped(c) {
		return cause.GoproxyMalformed, []cause.ID{cause.GoproxyUnreachable}
	}
	otherwise := cause.GoproxyMisbehaving
	if id, or := certificateCause(s, c.Tail, host, otherwise); id != "" {
		if s == symptom.TLSNameMismatch {
			return cause.TLSInterception, []cause.ID{cause.CaptivePortal, cause.GoproxyUnreachable, cause.ResolverBroken}
		}
		return id, or
	}
	switch s {
	case symptom.DNSTimeout, symptom.DNSServFail, symptom.DNSRefused:
		return cause.ResolverBroken, []cause.ID{cause.GoproxyUnreachable, cause.Offline}
	case symptom.DNSNXDomain, symptom.DNSNoAddress:
		return cause.GoproxyUnreachable, []cause.ID{cause.ResolverBroken, cause.GoproxyMalformed}
	case symptom.TCPUnreachable:
		return cause.GoproxyUnreachable, []cause.ID{cause.Offline, cause.IPv6Broken}
	case symptom.TCPDenied:
		return cause.LocalFirewall, []cause.ID{cause.GoproxyUnreachable}
	case symptom.TLSProtocol:
		if strings.Contains(c.Tail, "HTTP response to HTTPS client") && !known.Kept(host, known.Maintained) {
			return cause.GoproxyMalformed, []cause.ID{cause.GoproxyMisbehaving}
		}
		// Such a host shakes hands with every Go: what refuses is on the way to it.
		if known.Kept(host, known.Maintained) && strings.Contains(c.Tail, "remote error: tls: ") && !strings.Contains(c.Tail, "internal error") {
			return cause.GoproxyUnreachable, []cause.ID{cause.TLSInterception, cause.OutboundProxyBroken}
		}
		return cause.GoproxyMisbehaving, []cause.ID{cause.GoproxyUnreachable, cause.GoproxyMalformed, cause.OutboundProxyBroken}
	case symptom.HTTPReset:
		if strings.HasSuffix(c.Tail, "EOF") || strings.HasPrefix(c.Tail, "Empty reply") {
			return cause.GoproxyUnreachable, []cause.ID{cause.GoproxyMisbehaving, cause.OutboundProxyBroken}
		}
		return cause.NetworkFlaky, []cause.ID{cause.GoproxyUnreachable, cause.GoproxyMisbehaving}
	case symptom.HTTP401, symptom.HTTP403, symptom.HTTP451:
		return cause.GoproxyDenied, []cause.ID{cause.OutboundProxyAuth}
	case symptom.HTTP407:
		return cause.OutboundProxyAuth, []cause.ID{cause.GoproxyDenied}
	case symptom.HTTP404, symptom.HTTP410:
		return notFoundCause(c)
	case symptom.HTTP429:
		return cause.RateLimited, []cause.ID{cause.GoproxyMisbehaving}
	case symptom.HTTPTruncated:
		return cause.GoproxyMisbehaving, []cause.ID{cause.GoproxyUnreachable, cause.NetworkSlow}
	case symptom.HTTP5xx:
		return cause.GoproxyMisbehaving, []cause.ID{cause.NetworkFlaky}
	case symptom.HTTPNotProxy, symptom.HTTPRedirectFailed:
		return cause.GoproxyMisbehaving, []cause.ID{cause.CaptivePortal}
	case symptom.HTTP4xx:
		return cause.GoproxyMisbehaving, []cause.ID{cause.VersionNotFound}
	}
	return cause.GoproxyUnreachable, []cause.ID{cause.NetworkSlow}
}

// mistyped reports whether the URL is one entry made of several, or of half a
// one: go takes ";", blanks and full-width commas as part of a URL, and
// "http//host" as a host named http.
func mistyped(c *grammar.Chain) bool {
	host, path := grammar.SplitURL(c.URL)
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	entry := strings.ToLower(host + "/" + first)
	for _, s := range []string{";", ",", "|", "，", "；", "%20", "%22", "%27", "%2c", "%ef%bc%8c", "%3b", "\"", "'"} {
		if strings.Contains(entry, s) {
			return true
		}
	}
	return c.Lookup == "http" || c.Lookup == "https" || host == "direct" || first == "direct"
}

// notFoundCause tells a missing module from a missing version without the
// server's words: a zip is asked for only after the info or mod was there.
func notFoundCause(c *grammar.Chain) (cause.ID, []cause.ID) {
	if exposed(c) {
		return cause.PrivateModuleExposed, []cause.ID{cause.ModuleNotFound, cause.GitAuthRequired}
	}
	if besideMirror(c) || grammar.IsNested(c.URL) {
		return cause.GoproxyMisbehaving, []cause.ID{cause.ModuleNotFound, cause.GoproxyMalformed}
	}
	if strings.HasSuffix(c.URL, ".zip") {
		return cause.VersionNotFound, []cause.ID{cause.GoproxyMisbehaving, cause.ModuleNotFound}
	}
	return cause.ModuleNotFound, []cause.ID{cause.VersionNotFound, cause.PrivateModuleExposed, cause.GitAuthRequired}
}

// besideMirror reports whether a request went to the host of a known mirror and not
// to the place where its modules are: the entry of GOPROXY has a wrong path. Where
// the module is not known, the path says so only of a host that has other things too.
func besideMirror(c *grammar.Chain) bool {
	host, path := grammar.SplitURL(c.URL)
	base := strings.TrimRight(grammar.ProxyBase(c.URL, c.Module), "/")
	hosted := false
	for _, m := range known.Mirrors() {
		for _, u := range m.URLs() {
			at, below := grammar.SplitURL(u)
			if at != host {
				continue
			}
			hosted = true
			below = strings.TrimRight(below, "/")
			if c.Module == "" && strings.HasPrefix(path, below+"/") || strings.HasSuffix(base, "://"+host+below) || strings.HasSuffix(base, cachedOnly) {
				return false
			}
		}
	}
	return hosted && (c.Module != "" || known.Shared(host))
}

// cachedOnly is the path of mirrors below which they answer only from their cache.
const cachedOnly = "/cached-only"

// exposed reports whether a module that looks private was asked of a server that
// serves the public. A company's own proxy may be asked for anything.
func exposed(c *grammar.Chain) bool {
	host := grammar.HostOnly(c.URL)
	return looksPrivate(moduleOf(c)) && (c.URL == "" || grammar.IsProxyHost(host) || grammar.IsDatabase(host) || grammar.RoleOf(c.URL) == grammar.RoleSumdb)
}

// looksPrivate reports whether a module path's host is one that public proxies
// cannot see.
func looksPrivate(module string) bool {
	host, _, _ := strings.Cut(module, "/")
	return known.LooksPrivate(host)
}

// sumdbCause judges a request to the checksum database, directly or relayed.
func sumdbCause(s symptom.Symptom, c *grammar.Chain, host string) (cause.ID, []cause.ID) {
	if id, or := certificateCause(s, c.Tail, host, cause.SumdbUnreachable); id != "" {
		return id, or
	}
	switch s {
	case symptom.HTTP404, symptom.HTTP410:
		// The database itself always has its tree: a relay is broken, and no module
		// is missing.
		if strings.HasSuffix(c.URL, "/supported") || strings.HasSuffix(c.URL, "/latest") || strings.Contains(c.URL, "/tile/") {
			return cause.SumdbUnreachable, []cause.ID{cause.GoproxyMisbehaving}
		}
		if !grammar.IsDatabase(host) && !strings.Contains(c.URL, "/sumdb/") { // a private database, which has nothing
			return cause.SumdbUnreachable, []cause.ID{cause.GoproxyMisbehaving, cause.PrivateModuleExposed}
		}
		return cause.PrivateModuleExposed, []cause.ID{cause.ModuleNotFound, cause.SumdbUnreachable}
	case symptom.HTTP407:
		return cause.OutboundProxyAuth, nil
	case symptom.HTTP429:
		return cause.RateLimited, []cause.ID{cause.SumdbUnreachable}
	case symptom.HTTPReset:
		if !strings.HasSuffix(c.Tail, "EOF") {
			return cause.NetworkFlaky, []cause.ID{cause.SumdbUnreachable}
		}
	case symptom.HTTPNotProxy:
		or := []cause.ID{cause.CaptivePortal, cause.SumdbUnreachable}
		if c.URL == "" { // a part of the log that came just now, or one from the module cache
			or = append(or, cause.SumdbStateCorrupt)
		}
		return cause.GoproxyMisbehaving, or
	case symptom.DNSTimeout:
		return cause.SumdbUnreachable, []cause.ID{cause.ResolverBroken}
	case symptom.TCPDenied:
		return cause.LocalFirewall, []cause.ID{cause.SumdbUnreachable}
	}
	return cause.SumdbUnreachable, []cause.ID{cause.NetworkSlow}
}

// artifactCause judges a request to the host that a proxy redirected to.
func artifactCause(s symptom.Symptom, c *grammar.Chain, host string) (cause.ID, []cause.ID) {
	if id, or := certificateCause(s, c.Tail, host, cause.ArtifactHostUnreachable); id != "" {
		return id, or
	}
	switch {
	case s == symptom.DNSTimeout:
		return cause.ResolverBroken, []cause.ID{cause.ArtifactHostUnreachable}
	case s == symptom.HTTPTruncated, s == symptom.HTTPReset && !strings.HasSuffix(c.Tail, "EOF"): // it was reached
		return cause.NetworkFlaky, []cause.ID{cause.ArtifactHostUnreachable}
	}
	return cause.ArtifactHostUnreachable, []cause.ID{cause.GoproxyUnreachable}
}
