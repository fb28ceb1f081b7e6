package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// judgement is a cause before the rest of the log has been weighed.
type judgement struct {
	cause   diagnose.ID
	symptom symptom.Symptom
	target  string
	or      []diagnose.ID
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
func certificateCause(s symptom.Symptom, text, host string, otherwise diagnose.ID) (diagnose.ID, []diagnose.ID) {
	switch s {
	case symptom.TLSUnknownAuthority:
		if missingRoots(text) {
			return diagnose.CABundleMissing, []diagnose.ID{diagnose.TLSInterception}
		}
		return diagnose.TLSInterception, []diagnose.ID{diagnose.CABundleMissing}
	case symptom.TLSNotYetValid:
		return diagnose.ClockSkew, []diagnose.ID{otherwise, diagnose.TLSInterception}
	case symptom.TLSExpired:
		if known.Kept(host, known.Renewed) {
			return diagnose.ClockSkew, []diagnose.ID{otherwise, diagnose.TLSInterception}
		}
		return otherwise, []diagnose.ID{diagnose.ClockSkew}
	case symptom.TLSNameMismatch:
		if known.Kept(host, known.Maintained) {
			return diagnose.TLSInterception, []diagnose.ID{diagnose.CaptivePortal, otherwise}
		}
		return otherwise, []diagnose.ID{diagnose.TLSInterception, diagnose.CaptivePortal}
	}
	return "", nil
}

// originCause judges a request to an origin, by go or by git.
func originCause(s symptom.Symptom, text, host string) (diagnose.ID, []diagnose.ID) {
	if id, or := certificateCause(s, text, host, diagnose.VCSUnreachable); id != "" {
		return id, or
	}
	switch s {
	case symptom.DNSTimeout:
		return diagnose.ResolverBroken, []diagnose.ID{diagnose.VCSUnreachable, diagnose.Offline}
	case symptom.DNSNXDomain, symptom.DNSServFail, symptom.DNSRefused, symptom.DNSNoAddress:
		return diagnose.VCSUnreachable, []diagnose.ID{diagnose.ResolverBroken, diagnose.Offline}
	case symptom.TCPUnreachable:
		return diagnose.VCSUnreachable, []diagnose.ID{diagnose.IPv6Broken, diagnose.Offline}
	case symptom.TCPDenied:
		return diagnose.LocalFirewall, []diagnose.ID{diagnose.VCSUnreachable}
	case symptom.HTTP401, symptom.HTTP403:
		return diagnose.GitAuthRequired, []diagnose.ID{diagnose.VCSUnreachable, diagnose.ModuleNotFound}
	case symptom.HTTP404, symptom.HTTP410:
		return diagnose.ModuleNotFound, []diagnose.ID{diagnose.GitAuthRequired, diagnose.VCSUnreachable}
	case symptom.HTTP407:
		return diagnose.OutboundProxyAuth, nil
	case symptom.HTTP429:
		return diagnose.RateLimited, []diagnose.ID{diagnose.VCSUnreachable}
	}
	return diagnose.VCSUnreachable, []diagnose.ID{diagnose.NetworkSlow, diagnose.OutboundProxyBroken}
}

// proxyCause judges a request to a module proxy.
func proxyCause(s symptom.Symptom, c *chain, host string) (diagnose.ID, []diagnose.ID) {
	if mistyped(c) {
		return diagnose.GoproxyMalformed, []diagnose.ID{diagnose.GoproxyUnreachable}
	}
	otherwise := diagnose.GoproxyMisbehaving
	if id, or := certificateCause(s, c.tail, host, otherwise); id != "" {
		if s == symptom.TLSNameMismatch {
			return diagnose.TLSInterception, []diagnose.ID{diagnose.CaptivePortal, diagnose.GoproxyUnreachable, diagnose.ResolverBroken}
		}
		return id, or
	}
	switch s {
	case symptom.DNSTimeout, symptom.DNSServFail, symptom.DNSRefused:
		return diagnose.ResolverBroken, []diagnose.ID{diagnose.GoproxyUnreachable, diagnose.Offline}
	case symptom.DNSNXDomain, symptom.DNSNoAddress:
		return diagnose.GoproxyUnreachable, []diagnose.ID{diagnose.ResolverBroken, diagnose.GoproxyMalformed}
	case symptom.TCPUnreachable:
		return diagnose.GoproxyUnreachable, []diagnose.ID{diagnose.Offline, diagnose.IPv6Broken}
	case symptom.TCPDenied:
		return diagnose.LocalFirewall, []diagnose.ID{diagnose.GoproxyUnreachable}
	case symptom.TLSProtocol:
		if strings.Contains(c.tail, "HTTP response to HTTPS client") && !known.Kept(host, known.Maintained) {
			return diagnose.GoproxyMalformed, []diagnose.ID{diagnose.GoproxyMisbehaving}
		}
		return diagnose.GoproxyMisbehaving, []diagnose.ID{diagnose.GoproxyUnreachable, diagnose.GoproxyMalformed, diagnose.OutboundProxyBroken}
	case symptom.HTTPReset:
		if strings.HasSuffix(c.tail, "EOF") || strings.HasPrefix(c.tail, "Empty reply") {
			return diagnose.GoproxyUnreachable, []diagnose.ID{diagnose.GoproxyMisbehaving, diagnose.OutboundProxyBroken}
		}
		return diagnose.NetworkFlaky, []diagnose.ID{diagnose.GoproxyUnreachable, diagnose.GoproxyMisbehaving}
	case symptom.HTTP401, symptom.HTTP403, symptom.HTTP451:
		return diagnose.GoproxyDenied, []diagnose.ID{diagnose.OutboundProxyAuth}
	case symptom.HTTP407:
		return diagnose.OutboundProxyAuth, []diagnose.ID{diagnose.GoproxyDenied}
	case symptom.HTTP404, symptom.HTTP410:
		return notFoundCause(c)
	case symptom.HTTP429:
		return diagnose.RateLimited, []diagnose.ID{diagnose.GoproxyMisbehaving}
	case symptom.HTTPTruncated:
		return diagnose.GoproxyMisbehaving, []diagnose.ID{diagnose.GoproxyUnreachable, diagnose.NetworkSlow}
	case symptom.HTTP5xx:
		return diagnose.GoproxyMisbehaving, []diagnose.ID{diagnose.NetworkFlaky}
	case symptom.HTTPNotProxy, symptom.HTTPRedirectFailed:
		return diagnose.GoproxyMisbehaving, []diagnose.ID{diagnose.CaptivePortal}
	case symptom.HTTP4xx:
		return diagnose.GoproxyMisbehaving, []diagnose.ID{diagnose.VersionNotFound}
	}
	return diagnose.GoproxyUnreachable, []diagnose.ID{diagnose.NetworkSlow}
}

// mistyped reports whether the URL is one entry made of several, or of half a
// one: go takes ";", blanks and full-width commas as part of a URL, and
// "http//host" as a host named http.
func mistyped(c *chain) bool {
	host, path := splitURL(c.url)
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	entry := strings.ToLower(host + "/" + first)
	for _, s := range []string{";", ",", "|", "，", "；", "%20", "%22", "%27", "%2c", "%ef%bc%8c", "%3b", "\"", "'"} {
		if strings.Contains(entry, s) {
			return true
		}
	}
	return c.lookup == "http" || c.lookup == "https" || host == "direct" || first == "direct"
}

// notFoundCause tells a missing module from a missing version without the
// server's words: a zip is asked for only after the info or mod was there.
func notFoundCause(c *chain) (diagnose.ID, []diagnose.ID) {
	if exposed(c) {
		return diagnose.PrivateModuleExposed, []diagnose.ID{diagnose.ModuleNotFound, diagnose.GitAuthRequired}
	}
	if strings.HasSuffix(c.url, ".zip") {
		return diagnose.VersionNotFound, []diagnose.ID{diagnose.GoproxyMisbehaving, diagnose.ModuleNotFound}
	}
	return diagnose.ModuleNotFound, []diagnose.ID{diagnose.VersionNotFound, diagnose.PrivateModuleExposed, diagnose.GitAuthRequired}
}

// exposed reports whether a module that looks private was asked of a server that
// serves the public. A company's own proxy may be asked for anything.
func exposed(c *chain) bool {
	host := hostOnly(c.url)
	return looksPrivate(moduleOf(c)) && (c.url == "" || isProxyHost(host) || isSumdbHost(host) || roleOf(c.url) == roleSumdb)
}

// looksPrivate reports whether a module path's host is one that public proxies
// cannot see.
func looksPrivate(module string) bool {
	host, _, _ := strings.Cut(module, "/")
	return known.LooksPrivate(host)
}

// sumdbCause judges a request to the checksum database, directly or relayed.
func sumdbCause(s symptom.Symptom, c *chain, host string) (diagnose.ID, []diagnose.ID) {
	if id, or := certificateCause(s, c.tail, host, diagnose.SumdbUnreachable); id != "" {
		return id, or
	}
	switch s {
	case symptom.HTTP404, symptom.HTTP410:
		// The database itself always has its tree: a relay is broken, and no module
		// is missing.
		if strings.HasSuffix(c.url, "/supported") || strings.HasSuffix(c.url, "/latest") || strings.Contains(c.url, "/tile/") {
			return diagnose.SumdbUnreachable, []diagnose.ID{diagnose.GoproxyMisbehaving}
		}
		if !isSumdbHost(host) && !strings.Contains(c.url, "/sumdb/") { // a database of somebody's own, which has nothing
			return diagnose.SumdbUnreachable, []diagnose.ID{diagnose.GoproxyMisbehaving, diagnose.PrivateModuleExposed}
		}
		return diagnose.PrivateModuleExposed, []diagnose.ID{diagnose.ModuleNotFound, diagnose.SumdbUnreachable}
	case symptom.HTTP407:
		return diagnose.OutboundProxyAuth, nil
	case symptom.HTTP429:
		return diagnose.RateLimited, []diagnose.ID{diagnose.SumdbUnreachable}
	case symptom.HTTPReset:
		if !strings.HasSuffix(c.tail, "EOF") {
			return diagnose.NetworkFlaky, []diagnose.ID{diagnose.SumdbUnreachable}
		}
	case symptom.HTTPNotProxy:
		or := []diagnose.ID{diagnose.CaptivePortal, diagnose.SumdbUnreachable}
		if c.url == "" { // a part of the log that came just now, or one from the module cache
			or = append(or, diagnose.SumdbStateCorrupt)
		}
		return diagnose.GoproxyMisbehaving, or
	case symptom.DNSTimeout:
		return diagnose.SumdbUnreachable, []diagnose.ID{diagnose.ResolverBroken}
	case symptom.TCPDenied:
		return diagnose.LocalFirewall, []diagnose.ID{diagnose.SumdbUnreachable}
	}
	return diagnose.SumdbUnreachable, []diagnose.ID{diagnose.NetworkSlow}
}

// artifactCause judges a request to the host that a proxy redirected to.
func artifactCause(s symptom.Symptom, c *chain, host string) (diagnose.ID, []diagnose.ID) {
	if id, or := certificateCause(s, c.tail, host, diagnose.ArtifactHostUnreachable); id != "" {
		return id, or
	}
	if s == symptom.DNSTimeout {
		return diagnose.ResolverBroken, []diagnose.ID{diagnose.ArtifactHostUnreachable}
	}
	return diagnose.ArtifactHostUnreachable, []diagnose.ID{diagnose.GoproxyUnreachable}
}
