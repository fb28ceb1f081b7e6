package plan

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// judgeGit judges a value that would be written to a git file.
func judgeGit(s *settings.Snapshot, c Change) Rule {
	name, to := c.Key.Name, c.To.Reveal()
	base, fetch := c.Key.RewriteBase()
	pushBase, push := c.Key.PushRewriteBase()
	switch {
	case isRoots(name):
		return RuleTLSRoots
	case c.Key.IsSSLVerify():
		if on, ok := route.GitBool(to); !on || !ok {
			return RuleTLSVerify
		}
	case fetch, push:
		if (fetch && unsafeBase(base) || push && unsafeBase(pushBase)) && !slices.Contains(texts(s, c.Key), to) {
			return RuleDowngrade
		}
	}
	return ""
}

// isRoots reports a setting that says which authorities git trusts.
func isRoots(name string) bool {
	return strings.HasPrefix(name, "http.") && (strings.HasSuffix(name, ".sslcainfo") || strings.HasSuffix(name, ".sslcapath"))
}

// unsafeBase reports a place without authentication or encryption: http:// and
// git:// (and ftp), unless on this machine.
func unsafeBase(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return strings.HasPrefix(base, "http:") || strings.HasPrefix(base, "git:")
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "git", "ftp":
		return !known.Loopback(u.Hostname())
	}
	return false
}
