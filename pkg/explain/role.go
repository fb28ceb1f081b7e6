package explain

import (
	"net/url"
	"strings"
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
	case strings.Contains(path, "/@v/"), strings.HasSuffix(path, "/@latest"), isProxyHost(host):
		return roleProxy
	case strings.HasPrefix(path, "/proxy-golang-org-"), strings.HasSuffix(path, ".zip") && query != "":
		return roleArtifact
	}
	return roleUnknown
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

// sumdbHosts are the names of the one public checksum database.
func isSumdbHost(host string) bool {
	return host == "sum.golang.org" || host == "sum.golang.google.cn"
}

// isProxyHost knows the public module proxies by name, for requests that are no
// request of go (curl on the bare host).
func isProxyHost(host string) bool {
	switch host {
	case "proxy.golang.org", "goproxy.cn", "goproxy.io", "proxy.golang.com.cn", "goproxy.baidu.com", "gocenter.io", "athens.azurefd.net":
		return true
	}
	return false
}

// isPublicProxy reports whether host serves modules to everybody, perhaps beside
// other things.
func isPublicProxy(host string) bool {
	switch host {
	case "mirrors.aliyun.com", "mirrors.tencent.com", "mirrors.cloud.tencent.com", "repo.huaweicloud.com":
		return true
	}
	return isProxyHost(host)
}

// publicHosts serve public code, and their certificates and pages are known to
// be in order: what seems wrong with them is wrong on the way.
var publicHosts = map[string]bool{
	"proxy.golang.org": true, "sum.golang.org": true, "sum.golang.google.cn": true, "goproxy.cn": true, "goproxy.io": true, "storage.googleapis.com": true,
	"github.com": true, "gitlab.com": true, "bitbucket.org": true, "codeberg.org": true, "gitee.com": true, "golang.org": true, "go.dev": true,
	"google.golang.org": true, "go.googlesource.com": true, "cloud.google.com": true, "gopkg.in": true, "k8s.io": true, "sigs.k8s.io": true, "go.uber.org": true,
	"go.opentelemetry.io": true, "go.etcd.io": true, "git.sr.ht": true, "dl.google.com": true,
}

func isPublic(host string) bool { return publicHosts[strings.TrimPrefix(host, "www.")] }

// neverExpires: hosts whose certificates are renewed by those who issue them.
// If one of these has expired, the clock is wrong. Mirrors do forget it.
func neverExpires(host string) bool {
	switch host {
	case "proxy.golang.org", "sum.golang.org", "sum.golang.google.cn", "golang.org", "go.dev", "google.golang.org", "go.googlesource.com",
		"cloud.google.com", "dl.google.com", "storage.googleapis.com", "github.com", "gitlab.com", "bitbucket.org":
		return true
	}
	return false
}

// githubMirrors are hosts that people put in front of GitHub by an insteadOf
// rule or in the URL; most of them are gone.
var githubMirrors = map[string]bool{
	"hub.fastgit.org": true, "hub.fastgit.xyz": true, "github.com.cnpmjs.org": true, "gitclone.com": true, "ghproxy.com": true, "mirror.ghproxy.com": true,
	"kgithub.com": true, "hub.yzuu.cf": true, "hub.nuaa.cf": true, "gh-proxy.com": true, "github.moeyy.xyz": true, "bgithub.xyz": true, "hub.gitmirror.com": true,
	"ghproxy.net": true, "gh.api.99988866.xyz": true, "github.wuyanzheshui.workers.dev": true,
}

// isRewritten reports whether a repository's URL is the product of an insteadOf
// rule: a known mirror of GitHub, or a URL within a URL.
func isRewritten(raw string) bool {
	host, rest := splitURL(raw)
	return githubMirrors[host] || strings.Contains(rest, "https:/") || strings.HasPrefix(rest, "/github.com/")
}
