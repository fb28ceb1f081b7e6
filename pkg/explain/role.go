package explain

import (
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
)

// role is what a URL is to the go command.
type role string

const (
	roleUnknown  role = ""
	roleProxy    role = "module proxy"
	roleSumdb    role = "checksum database"
	roleOrigin   role = "origin"        // ?go-get=1, or a repository
	roleArtifact role = "artifact host" // where a module proxy redirects
)

// roleOf tells the role from the URL's shape: the paths are those of the GOPROXY
// protocol (go help goproxy), of the checksum database (golang.org/design/25530-sumdb)
// and of import path discovery (go help importpath).
func roleOf(raw string) role {
	host, rest := splitURL(raw)
	path, query, _ := strings.Cut(rest, "?")
	switch {
	case query == "go-get=1":
		return roleOrigin
	case strings.Contains(path, "/sumdb/"), isSumdbHost(host):
		return roleSumdb
	case strings.HasPrefix(path, "/lookup/"), strings.HasPrefix(path, "/tile/"), path == "/latest", path == "/supported":
		return roleSumdb
	case known.Is(host, known.Storage):
		return roleArtifact
	case strings.Contains(path, "/@v/"), strings.HasSuffix(path, "/@latest"), isModuleProxy(host):
		return roleProxy
	case strings.HasPrefix(path, "/proxy-golang-org-"), strings.HasSuffix(path, ".zip") && query != "":
		return roleArtifact
	}
	return roleUnknown
}

// anchors reports whether a URL is a request of the go command whatever is
// around it. The other shapes (/latest, /tile/…, a signed zip) are those of many
// programs, and mean something to go only in an error that names a module.
func anchors(raw string) bool {
	host, rest := splitURL(raw)
	path, query, _ := strings.Cut(rest, "?")
	switch {
	case query == "go-get=1", strings.Contains(path, "/sumdb/"), isSumdbHost(host), isModuleProxy(host), strings.HasPrefix(path, "/proxy-golang-org-"):
		return true
	case strings.Contains(path, "/@v/"):
		return true
	case strings.HasSuffix(path, "/@latest"), strings.HasPrefix(path, "/lookup/") && strings.Contains(path, "@v"):
		first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, "/lookup"), "/"), "/")
		return strings.Contains(first, ".")
	}
	return false
}

// splitURL cuts a URL as go prints it, sometimes with one slash, into host (with
// port) and what follows. It never fails: a log is no place for strictness.
func splitURL(raw string) (host, rest string) {
	_, after, found := strings.Cut(raw, ":/")
	if !found {
		after = raw
	}
	after = strings.TrimLeft(after, "/")
	if i := strings.IndexAny(after, "/?#"); i >= 0 {
		host, rest = after[:i], after[i:]
	} else {
		host = after
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	return strings.ToLower(host), rest
}

// hostOnly returns the host of a URL without its default port.
func hostOnly(raw string) string {
	host, _ := splitURL(raw)
	return strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80")
}

// proxyBase returns the entry of GOPROXY that a request went to: the URL up to
// the module's path. The path begins at the module's escaped name where that is
// known, and at the first element with a dot otherwise (a module path has one;
// https://mirrors.example.com/goproxy/golang.org/x/net/@v/list).
func proxyBase(raw, module string) string {
	scheme := "https://"
	if strings.HasPrefix(raw, "http:") {
		scheme = "http://"
	}
	host, path := splitURL(raw)
	path, _, _ = strings.Cut(path, "?")
	if i := strings.Index(path, "/sumdb/"); i >= 0 {
		return scheme + host + path[:i]
	}
	if i := strings.Index(path, "/@"); i >= 0 {
		path = path[:i]
	}
	path = strings.TrimRight(path, "/")
	if module != "" {
		if i := strings.Index(unescapeModule(path)+"/", "/"+strings.ToLower(module)+"/"); i >= 0 && i <= len(path) {
			return scheme + host + path[:i]
		}
	}
	base := ""
	for _, el := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
		if el == "" || strings.Contains(el, ".") {
			break
		}
		base += "/" + el
	}
	return scheme + host + base
}

// unescapeModule undoes the escaping of capitals (!a for A, %21a in a URL),
// in lower case, for comparison only.
func unescapeModule(path string) string {
	if p, err := url.PathUnescape(path); err == nil {
		path = p
	}
	return strings.ToLower(strings.ReplaceAll(path, "!", ""))
}

// isSumdbHost knows the checksum databases by name.
func isSumdbHost(host string) bool { return known.Is(host, known.Database) }

// isProxyHost knows the public module proxies by name.
func isProxyHost(host string) bool { return known.Is(host, known.Proxy) }

// isModuleProxy knows the hosts that serve modules and nothing else, for requests
// that are no request of go (curl on the bare host).
func isModuleProxy(host string) bool { return isProxyHost(host) && !known.Shared(host) }

// isRewritten reports whether a repository's URL is the product of an insteadOf
// rule: a known front of GitHub, or a URL within a URL.
func isRewritten(raw string) bool {
	host, rest := splitURL(raw)
	return known.Is(host, known.Front) || strings.Contains(rest, "https:/") || strings.HasPrefix(rest, "/"+known.GitHub+"/")
}
