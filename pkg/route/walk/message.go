package walk

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Message returns what the go command prints where p fails, in its own words as
// far as the answers tell them; "" where it does not fail. A part that only
// the go command would know, such as a directory, is an ellipsis.
func Message(c *route.Config, p Path) string {
	if p.Outcome != Fails {
		return ""
	}
	switch {
	case p.Setting == "GOSUMDB" && p.Query.Path == known.ToolchainModule:
		return "go: " + route.ToolchainMessage(p.Query, false, p.Err.Error()).Error()
	case p.Setting == "GOSUMDB" && p.Stop < 0 && p.Get:
		return "go: " + reported(c, p, Hop{}, p.Err.Error())
	case p.Setting == "go":
		return p.Err.Error()
	case p.Setting == "GOTOOLCHAIN" || p.Setting == "GO111MODULE" || p.Setting == "GOSUMDB" && p.Stop < 0:
		return "go: " + p.Err.Error()
	case p.Setting == "GOSUMDB": // a later entry's error is shown
	case p.Err != nil && p.Query.Path == known.ToolchainModule:
		return "go: " + route.ToolchainMessage(p.Query, false, p.Err.Error()).Error()
	case p.Err != nil && len(p.Hops) > 0 && !p.Get: // noticed after the download
		return "go: " + p.Err.Error()
	case p.Err != nil && p.Get:
		return fmt.Sprintf("go: %s: %v", p.Query, p.Err)
	case p.Err != nil:
		return fmt.Sprintf("go: %s: %v", asked(p), p.Err)
	case p.Stop < 0 || p.Stop >= len(p.Hops):
		return ""
	}
	h := p.Hops[p.Stop]
	if h.Op.Local() {
		return "go: " + h.Detail
	}
	if p.Query.Path == known.ToolchainModule {
		text := shown(c, p, h)
		return "go: " + route.ToolchainMessage(p.Query, h.Op == OpZip && h.State == NotFound, text).Error()
	}
	if h.Op == OpMod && h.Next == StopsTaken { // go.sum says so, and that ends the process
		return fmt.Sprintf("verifying %s/go.mod: checksum mismatch", lead(p, h))
	}
	text := shown(c, p, h)
	if p.Get {
		text = reported(c, p, h, text)
	}
	return "go: " + text
}

// shown is the error of a hop with the module that it is about.
func shown(c *route.Config, p Path, h Hop) string {
	switch {
	case h.Next == Lacks:
		return lacksMessage(p.Query.Path, p.Query.Version, foundBy(h))
	case h.Next == StopsQuery || h.Op == OpLatest && h.State == NotFound || h.Op == OpList && h.State == Good:
		text := fmt.Sprintf("no matching versions for query %q", queryOf(p))
		if p.Get {
			return text
		}
		return "module " + h.Query.Path + ": " + text
	case h.Next == StopsTaken && h.Op == OpZip:
		return "zip: not a valid zip file"
	case h.Entry.Kind == route.Off && (p.Get || h.Op != OpInfo || c.Replaces(p.Query)):
		return h.Detail
	case h.Op == OpList || h.Op == OpLatest:
		return "module " + h.Query.Path + ": " + tail(c, p, h)
	}
	return lead(p, h) + ": " + tail(c, p, h)
}

// queryOf is the version as the command reads it.
func queryOf(p Path) string {
	switch {
	case p.Query.Version != "":
		return p.Query.Version
	case p.Get:
		return "upgrade"
	}
	return "latest"
}

// reported is how `go get` puts an error: with the argument before it, unless
// the error names that itself (modget.reportError).
func reported(c *route.Config, p Path, h Hop, text string) string {
	if h.Op == OpMod || strings.HasPrefix(p.Verifying, "verifying go.mod") {
		if found := p.Found.String(); p.Found.Path != "" && p.Found.Path != h.Query.Path { // a replacement
			text = found + ": " + text
		}
		return resolvedAs(p, h) + " requires " + text
	}
	names := regexp.MustCompile("(?m)(?:[ \t(\"`]|^)" + regexp.QuoteMeta(p.Query.Path) + "(?:[ @:;)\"`]|$)")
	if names.MatchString(text) && (p.Query.Version == "" || strings.Contains(text, p.Query.Version)) {
		return text
	}
	return p.Query.String() + ": " + text
}

// resolvedAs is what the argument led to (modget.query.ResolvedString).
func resolvedAs(p Path, h Hop) string {
	found := foundBy(h)
	if p.Found.Path != "" {
		found.Path, found.Version = p.Found.Path, p.Found.Version
	}
	switch {
	case found.Path != p.Query.Path:
		return fmt.Sprintf("%s@%s (matching %s@%s)", found.Path, found.Version, p.Query.Path, queryOf(p))
	case found.Version != queryOf(p):
		return fmt.Sprintf("%s@%s (%s)", p.Query.Path, queryOf(p), found.Version)
	}
	return p.Query.String()
}

func asked(p Path) string {
	if p.Query.Version == "" {
		return p.Query.Path + "@latest"
	}
	return p.Query.String()
}

// lead is the module and version that the error is about.
func lead(p Path, h Hop) string {
	if about, ok := strings.CutPrefix(p.Verifying, "verifying module: "); ok {
		return strings.TrimSuffix(about, ": ")
	}
	if about, ok := strings.CutPrefix(p.Verifying, "verifying go.mod: "); ok {
		return strings.TrimSuffix(about, "/go.mod: ")
	}
	version := firstText(h.Resolved, firstText(p.Query.Version, "latest"))
	if h.Op == OpInfo || h.Op == OpGit || h.Op == OpGoGet {
		version = firstText(h.Query.Version, "latest")
	}
	return h.Query.Path + "@" + version
}

func foundBy(h Hop) (q struct{ Path, Version string }) {
	q.Path, q.Version = h.Query.Path, firstText(h.Resolved, h.Query.Version)
	return q
}

// tail is the part of the message that says what happened.
func tail(c *route.Config, p Path, h Hop) string {
	switch h.Op {
	case OpGit:
		return gitTail(c, h)
	case OpGoGet:
		return fmt.Sprintf("unrecognized import path %q: %s", h.Query.Path, discoveryTail(h))
	case OpSumLookup, OpSumSupported:
		return p.Verifying + httpTail(h)
	case OpInfo:
		if v := firstText(h.Resolved, h.Query.Version); module.CanonicalVersion(v) != v && h.Entry.Kind == route.Proxy {
			return "invalid version: " + httpTail(h)
		}
	case OpMod:
		if h.Symptom == symptom.HTTPNotProxy && h.Status == 200 {
			return fmt.Sprintf("verifying go.mod: %s/go.mod: checksum mismatch", lead(p, h))
		}
	}
	return httpTail(h)
}

// discoveryTail is what becomes of ?go-get=1: its own words for a status and
// for a page without a tag.
func discoveryTail(h Hop) string {
	page := discoveryURL(h.Query.Path)
	if asked := h.URL.String(); asked != page { // a shorter path, to confirm the tag
		root := strings.TrimSuffix(strings.TrimPrefix(asked, "https://"), "?go-get=1")
		if h.Symptom == symptom.HTTPNotProxy {
			return fmt.Sprintf("fetching %s: no go-import meta tag found in %s", root, asked)
		}
		return fmt.Sprintf("fetching %s: %s", root, httpTail(h))
	}
	switch {
	case h.Status >= 400:
		return fmt.Sprintf("reading %s: %s", page, statusLine(h))
	case h.Symptom == symptom.HTTPNotProxy:
		return fmt.Sprintf("parse %s: no go-import meta tags ()", page)
	}
	return "https fetch: " + httpTail(h)
}

func gitTail(c *route.Config, h Hop) string {
	if h.Symptom == "" && h.State == NotFound {
		revision := h.Query.Version
		if tag, ok := route.TagOf(h.Root, h.Query); ok {
			revision = tag
		}
		return "invalid version: unknown revision " + revision
	}
	if h.Symptom == "" { // a refusal without any request
		return h.Detail
	}
	command := "git ls-remote -q --end-of-options " + h.Unrewritten.String()
	switch {
	case route.OlderGo(c.GoVersion, "1.24.13"):
		command = "git ls-remote -q origin"
	case route.OlderGo(c.GoVersion, "1.25"):
		command = "git ls-remote -q --end-of-options origin"
	case route.OlderGo(c.GoVersion, "1.25.6"):
		command = "git ls-remote -q " + h.Unrewritten.String()
	}
	return fmt.Sprintf("invalid version: %s in …: exit status 128:\n\t%s", command, h.Detail)
}

// httpTail is what an HTTP request ends in, in the words of net/http and of
// cmd/go/internal/web.
func httpTail(h Hop) string {
	u := h.URL.String()
	switch {
	case h.Symptom == "" && h.Detail != "": // refused before it was sent
		return h.Detail
	case h.Symptom == symptom.HTTPNotProxy && h.Status == 200:
		return notProxyTail(h)
	case h.State == NotFound, h.Status >= 300, h.Status == 204:
		return fmt.Sprintf("reading %s: %s", u, statusLine(h))
	}
	return fmt.Sprintf("Get %q: %s", u, transportTail(h))
}

func notProxyTail(h Hop) string {
	switch h.Op {
	case OpInfo, OpLatest:
		if h.Refusal.NotJSON != "" {
			return fmt.Sprintf("invalid response from proxy %q: %s", h.Entry.Name(), h.Refusal.NotJSON)
		}
		if h.Refusal.Version != "" {
			return fmt.Sprintf("proxy returned info for version %s instead of requested version", h.Refusal.Version)
		}
		return fmt.Sprintf("invalid response from proxy %q: …", h.Entry.Name())
	}
	return "malformed record data"
}

// statusLine is the status with its text, and with the server's own words.
func statusLine(h Hop) string {
	line := h.Refusal.Status
	switch {
	case line != "" && h.Refusal.Words != "":
		return line + "\n\tserver response: " + h.Refusal.Words
	case line != "":
		return line
	}
	return firstText(h.Detail, "404 Not Found")
}

// transportTail is what net/http says of a connection that did not come about,
// or broke.
func transportTail(h Hop) string {
	host, _ := route.HostPort(h.URL)
	if layer := h.Symptom.Layer(); h.Via != "" && (layer == symptom.LayerDNS || layer == symptom.LayerTCP) {
		direct := h // what failed is the way to the outbound proxy
		direct.URL, direct.Via = h.Via, ""
		return "proxyconnect tcp: " + transportTail(direct)
	}
	at := firstText(h.Refusal.Address, host)
	name, _, _ := strings.Cut(host, ":")
	if h.Refusal.System != "" {
		return "dial tcp " + at + ": " + h.Refusal.System
	}
	switch h.Symptom {
	case symptom.TCPRefused:
		return "dial tcp " + at + ": connect: connection refused"
	case symptom.TCPTimeout:
		return "dial tcp " + at + ": i/o timeout"
	case symptom.TCPReset:
		return "dial tcp " + at + ": connect: connection reset by peer"
	case symptom.TCPUnreachable:
		return "dial tcp " + at + ": connect: network is unreachable"
	case symptom.TCPDenied:
		return "dial tcp " + at + ": connect: operation not permitted"
	case symptom.DNSNXDomain, symptom.DNSNoAddress:
		return "dial tcp: lookup " + name + ": no such host"
	case symptom.DNSTimeout:
		return "dial tcp: lookup " + name + ": i/o timeout"
	case symptom.DNSServFail, symptom.DNSRefused:
		return "dial tcp: lookup " + name + ": server misbehaving"
	case symptom.TLSTimeout:
		return "net/http: TLS handshake timeout"
	case symptom.TLSUnknownAuthority:
		return "tls: failed to verify certificate: x509: certificate signed by unknown authority"
	case symptom.HTTP407:
		return "Proxy Authentication Required"
	case symptom.TLSReset, symptom.HTTPReset:
		return firstText(h.Refusal.Broken, "EOF")
	case symptom.OutboundProxyFailed: // net/http shows only the words of the status
		return firstText(h.Refusal.Tunnel, h.Detail)
	}
	return h.Detail
}
