package profile

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// goKeys are the go command variables that decide how modules are fetched,
// and that `go env -w` accepts, sorted. may says whether a profile may set it;
// false means that it may only be unset.
var goKeys = []struct {
	name string
	may  bool
}{
	{"GO111MODULE", true},
	{"GOAUTH", true},
	{"GOFLAGS", true},
	{"GOINSECURE", false},
	{"GONOPROXY", true},
	{"GONOSUMDB", true},
	{"GOPRIVATE", true},
	{"GOPROXY", true},
	{"GOSUMDB", true},
	{"GOTOOLCHAIN", true},
	{"GOVCS", true},
}

// goKey reports whether a profile knows a variable of the go command, and may set it.
func goKey(name string) (may, known bool) {
	for _, k := range goKeys {
		if k.name == name {
			return k.may, true
		}
	}
	return false, false
}

var (
	// envName is what can begin a line of the GOENV file (cmd/go/internal/cfg).
	envName = lazyre.New(`^[A-Z][A-Za-z0-9_]*$`)
	// gitName is section.name or section.subsection.name; the subsection may
	// hold anything, a URL with dots included (git-config(1), "Syntax").
	gitName = lazyre.New(`(?s)^([A-Za-z0-9-]+)\.(?:(.+)\.)?([A-Za-z][A-Za-z0-9-]*)$`)
)

type gitKey struct {
	name      string
	must, may bool
}

// gitKeys are the git settings that decide how modules are fetched, as
// section.name; whether there must be a subsection, may be one.
// The settings that weaken TLS are here to be unset; package plan refuses to
// set them.
var gitKeys = []gitKey{
	{"url.insteadof", true, true},
	{"url.pushinsteadof", true, true},
	{"http.proxy", false, true},
	{"http.version", false, true},
	{"http.proxyauthmethod", false, true},
	{"http.postbuffer", false, true},
	{"http.lowspeedlimit", false, true},
	{"http.lowspeedtime", false, true},
	{"http.sslverify", false, true},
	{"http.sslcainfo", false, true},
	{"http.sslcapath", false, true},
	{"remote.proxy", true, true},
	{"core.gitproxy", false, false},
}

// CheckKey says why k is not a setting that a profile or a plan may hold, or
// nil. set tells a value to be written from one to be removed.
func CheckKey(k settings.Key, set bool) error {
	switch k.Tool {
	case settings.GoEnv:
		return checkGoKey(k.Name, set)
	case settings.GitConfig:
		return checkGitKey(k.Name)
	}
	return tell.Errorf("%s: gofix-net cannot write an environment variable; change it where it is set", k)
}

func checkGoKey(name string, set bool) error {
	may, known := goKey(name)
	_, never := correct.Name(name) // such names stand in files all the same
	if set && may {
		return nil
	}
	if set && (known || never) {
		return tell.Errorf("%s: a profile may only unset it", name)
	}
	// Whatever line of that name is in the file can be taken away, also one that
	// no go command reads, unless it is needed for go to find itself.
	if !set && envName.MatchString(name) && name != "GOROOT" {
		return nil
	}
	return tell.Errorf("%s: this variable has nothing to do with module downloads, so a profile cannot contain it", foreign.Redact(name))
}

func checkGitKey(name string) error {
	m := gitName.FindStringSubmatch(name)
	if m == nil || strings.ContainsAny(name, "\n\x00") {
		return tell.Errorf("%s: not a git key; write SECTION.NAME or SECTION.SUBSECTION.NAME", foreign.Redact(name))
	}
	i := slices.IndexFunc(gitKeys, func(k gitKey) bool { return strings.EqualFold(k.name, m[1]+"."+m[3]) })
	if i < 0 {
		return tell.Errorf("%s: this git setting has nothing to do with module downloads, so a profile cannot contain it", foreign.Redact(name))
	}
	if rule := gitKeys[i]; rule.must && m[2] == "" || !rule.may && m[2] != "" {
		return tell.Errorf("%s: this git setting has a different number of parts", foreign.Redact(name))
	}
	return nil
}

// canonicalGit returns name as `git config --list` prints it: section and last
// part in lower case, the middle as it is.
func canonicalGit(name string) string {
	m := gitName.FindStringSubmatch(name)
	if m == nil {
		return name
	}
	if m[2] == "" {
		return strings.ToLower(m[1] + "." + m[3])
	}
	return strings.ToLower(m[1]) + "." + m[2] + "." + strings.ToLower(m[3])
}

// MultiValued reports whether git adds up the values of k, so that a wanted
// value stands beside others instead of replacing them.
func MultiValued(k settings.Key) bool {
	_, fetch := k.RewriteBase()
	_, push := k.PushRewriteBase()
	return fetch || push || k == settings.Git("core.gitproxy")
}
