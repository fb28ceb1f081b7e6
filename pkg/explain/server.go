package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/words"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// What a module proxy or the checksum database says in its answer is about its
// own attempt to fetch the module: its git, its network. None of it is a fact
// about the machine that printed the log.
var (
	noAccess    = lazyre.New(`(?i)could not read (?:username|password)|permission denied|repository not found|repository '[^']*' not found|authentication (?:failed|required)|terminal prompts disabled|access denied|could not read from remote`)
	noVersion   = lazyre.New(`(?i)unknown revision|at revision|no matching versions|invalid pseudo-version|couldn't find remote ref|unknown tag|invalid version: v`)
	noMatch     = lazyre.New(`declares its path as|must match major version|should be v\d|unexpected module path|invalid github\.com import path|malformed module path`)
	unavailable = lazyre.New(`(?i)temporarily unavailable|fetch error|fetch timed out|internal server error`)
	// noZip is what module zips must not have in them (golang.org/x/mod/zip).
	noZip       = lazyre.New(`create zip: |malformed file path|case-insensitive file name collision|source tree too large`)
	noDiscovery = lazyre.New(`unrecognized import path|no go-import meta tags|no such host|\?go-get=1`)
)

// serverCause judges an answer by the text that came with it.
func serverCause(quote string, c *grammar.Chain, r grammar.Role, s symptom.Symptom, own judgement) judgement {
	j := own
	j.symptom = s
	module := moduleOf(c)
	switch {
	case noMatch.MatchString(quote):
		j.cause, j.target, j.or = cause.ModulePathMismatch, module, []cause.ID{cause.VersionNotFound}
	case noVersion.MatchString(quote) && !noAccess.MatchString(quote):
		j.cause, j.target, j.or = cause.VersionNotFound, moduleVersion(c), []cause.ID{cause.ModuleNotFound}
	case noZip.MatchString(quote):
		j.cause, j.target, j.or = cause.VersionNotFound, moduleVersion(c), []cause.ID{cause.ModulePathMismatch}
	case noAccess.MatchString(quote):
		j.cause, j.target, j.or = cause.ModuleNotFound, module, []cause.ID{cause.PrivateModuleExposed, cause.GitAuthRequired}
		if r == grammar.RoleSumdb || exposed(c) {
			j.cause, j.or = cause.PrivateModuleExposed, []cause.ID{cause.ModuleNotFound, cause.GitAuthRequired}
		}
	case unavailable.MatchString(quote):
		j.cause, j.or = cause.GoproxyMisbehaving, []cause.ID{cause.NetworkFlaky, cause.ModuleNotFound}
		j.target = serverTarget(c, r)
	case exposed(c) && s.NotFound():
		j.cause, j.target, j.or = cause.PrivateModuleExposed, module, []cause.ID{cause.ModuleNotFound, cause.GitAuthRequired}
	case noDiscovery.MatchString(quote) && s.NotFound() && (r == grammar.RoleSumdb || hostUnknown(quote, module)):
		// The database is asked about what this machine has already downloaded.
		j.cause, j.target, j.or = cause.PrivateModuleExposed, module, []cause.ID{cause.ModuleNotFound, cause.GitAuthRequired}
	case noDiscovery.MatchString(quote) && s.NotFound():
		j.cause, j.target, j.or = cause.ModuleNotFound, module, []cause.ID{cause.PrivateModuleExposed, cause.GoproxyMisbehaving}
	case words.Find(quote, words.Net, words.TLS) != "" && s.NotFound():
		j.cause, j.or = cause.GoproxyMisbehaving, []cause.ID{cause.SumdbUnreachable, cause.ModuleNotFound, cause.PrivateModuleExposed}
		j.target = serverTarget(c, r)
	}
	return j
}

// hostUnknown reports whether a server says that the module's own host does not
// exist for it: a name that only a company's resolver knows.
func hostUnknown(quote, module string) bool {
	host, _, _ := strings.Cut(module, "/")
	return host != "" && !known.Public(host) && strings.Contains(quote, "lookup "+host) && strings.Contains(quote, "no such host")
}

// serverTarget names the server that a request went to, as people know it.
func serverTarget(c *grammar.Chain, r grammar.Role) string {
	switch {
	case c.URL == "":
		return ""
	case r == grammar.RoleProxy:
		return grammar.ProxyBase(c.URL, moduleOf(c))
	case r == grammar.RoleSumdb && strings.Contains(c.URL, "/sumdb/"):
		return grammar.ProxyBase(c.URL, "")
	}
	return grammar.HostOnly(c.URL)
}
