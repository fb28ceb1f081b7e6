package grammar

import (
	"net/url"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/known"
)

// Role is what a URL is to the go command.
type Role string

// The roles.
const (
	RoleUnknown  Role = ""
	RoleProxy    Role = "module proxy"
	RoleSumdb    Role = "checksum database"
	RoleOrigin   Role = "origin"        // ?go-get=1, or a repository
	RoleArtifact Role = "artifact host" // where a module proxy redirects
)

// RoleOf tells the role from the URL's shape: the paths are those of the GOPROXY
// protocol (go help goproxy), of the checksum database (golang.org/design/25530-sumdb)
// and of import path discovery (go help importpath).
func RoleOf(raw string) Role {
	host, rest := SplitURL(raw)
	path, query, _ := strings.Cut(rest, "?")
	switch {
	case query == "go-get=1":
		return RoleOrigin
	case strings.Contains(path, "/sumdb/"), IsDatabase(host):
		return RoleSumdb
	case strings.HasPrefix(path, "/lookup/"), strings.HasPrefix(path, "/tile/"), path == "/latest", path == "/supported":
		return RoleSumdb
	case known.Is(host, known.Storage), query != "" && strings.Contains(path, "/@v/") && !isModuleProxy(host): // a signed URL: entries of GOPROXY have no query
		return RoleArtifact
	case strings.Contains(path, "/@v/"), strings.HasSuffix(path, "/@latest"), isModuleProxy(host):
		return RoleProxy
	case strings.HasPrefix(path, "/proxy-golang-org-"), strings.HasSuffix(path, ".zip") && query != "":
		return RoleArtifact
	}
	return RoleUnknown
}

// Anchors reports whether a URL is a request of the go command whatever is
// around it. The other shapes (/latest, /tile/…, a signed zip) are those of many
// programs, and mean something to go only in an error that names a module.
func Anchors(raw string) bool {
	host, rest := SplitURL(raw)
	path, query, _ := strings.Cut(rest, "?")
	switch {
	case query == "go-get=1", strings.Contains(path, "/sumdb/"), IsDatabase(host), isModuleProxy(host), strings.HasPrefix(path, "/proxy-golang-org-"):
		return true
	case strings.Contains(path, "/@v/"):
		return true
	case strings.HasSuffix(path, "/@latest"), strings.HasPrefix(path, "/lookup/") && strings.Contains(path, "@v"):
		first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, "/lookup"), "/"), "/")
		return strings.Contains(first, ".")
	}
	return false
}

// SplitURL cuts a URL as go prints it, sometimes with one slash, into host (with
// port) and what follows. It never fails: a log is no place for strictness.
func SplitURL(raw string) (host, rest string) {
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

// HostOnly returns the host of a URL without its default port; another port stays, since it
// tells servers of one host apart in a log (facts.HostName cuts every port).
func HostOnly(raw string) string {
	host, _ := SplitURL(raw)
	return strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80")
}

// ProxyBase returns the entry of GOPROXY that a request went to: the URL up to
// the module's path. The path begins at the module's escaped name where that is
// known, and at the first element with a dot otherwise (a module path has one;
// https://mirrors.example.com/goproxy/golang.org/x/net/@v/list).
func ProxyBase(raw, module string) string {
	scheme := "https://"
	if strings.HasPrefix(raw, "http:") {
		scheme = "http://"
	}
	host, path := SplitURL(raw)
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

// AskedModule is the module that a request to a module proxy asks for, "" if the URL
// shows none: the path from its first element with a dot on.
func AskedModule(raw string) string {
	_, path := SplitURL(raw)
	path, _, found := strings.Cut(path, "/@")
	base := ProxyBase(raw, "")
	_, prefix := SplitURL(base)
	escaped := strings.Trim(strings.TrimPrefix(path, prefix), "/")
	if plain, err := url.PathUnescape(escaped); err == nil {
		escaped = plain
	}
	name, err := module.UnescapePath(escaped)
	if !found || err != nil {
		return ""
	}
	return name
}

// unescapeModule undoes the escaping of capitals (!a for A, %21a in a URL),
// in lower case, for comparison only.
func unescapeModule(path string) string {
	if p, err := url.PathUnescape(path); err == nil {
		path = p
	}
	return strings.ToLower(strings.ReplaceAll(path, "!", ""))
}

// IsDatabase knows the checksum databases by name.
func IsDatabase(host string) bool { return known.Is(host, known.Database) }

// IsProxyHost knows the public module proxies by name.
func IsProxyHost(host string) bool { return known.Is(host, known.Proxy) }

// isModuleProxy knows the hosts that serve modules and nothing else, for requests
// that are no request of go (curl on the bare host).
func isModuleProxy(host string) bool { return IsProxyHost(host) && !known.Shared(host) }

// IsRewritten reports whether a repository's URL is the product of an insteadOf
// rule: a known front of GitHub, or a URL within a URL.
func IsRewritten(raw string) bool {
	host, rest := SplitURL(raw)
	return known.Is(host, known.Front) || IsNested(raw) || strings.HasPrefix(rest, "/"+known.GitHub+"/")
}

// IsNested reports whether a URL's path is another URL: its host is a front.
func IsNested(raw string) bool {
	_, rest := SplitURL(raw)
	path, _, _ := strings.Cut(rest, "?")
	return strings.Contains(path, "/https:/") || strings.Contains(path, "/http:/")
}
