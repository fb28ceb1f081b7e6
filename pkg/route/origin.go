package route

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Origin is where the go command looks for a module's repository, as far as
// the path tells.
type Origin struct {
	// VCS is the program: "git", "hg", "svn", "bzr" or "fossil". "" where
	// discovery by ?go-get=1 has to tell.
	VCS string
	// URL is the repository, "" where discovery has to tell. For a path with a
	// VCS suffix it is the first of several schemes that are tried.
	URL settings.Value
	// Root is the part of the path that names the repository.
	Root string
	// Static says that nothing is asked of the network to find this out.
	Static bool
	// Ping says that the go command runs `git ls-remote` with the schemes
	// https, git+ssh and ssh in turn before it settles on one.
	Ping bool
	// Err is why the go command refuses the path, in its words.
	Err error
}

// vcsPath is a row of the table vcsPaths in cmd/go/internal/vcs/vcs.go.
type vcsPath struct {
	prefix    string
	pattern   *lazyre.Regexp
	vcs       string
	refuseVCS bool // noVCSSuffix
}

var staticHosts = []vcsPath{
	{"github.com", lazyre.New(`^(?P<root>github\.com/[\w.\-]+/[\w.\-]+)(/[\w.\-]+)*$`), "git", true},
	{"bitbucket.org", lazyre.New(`^(?P<root>bitbucket\.org/[\w.\-]+/[\w.\-]+)(/[\w.\-]+)*$`), "git", true},
	{"hub.jazz.net/git", lazyre.New(`^(?P<root>hub\.jazz\.net/git/[a-z0-9]+/[\w.\-]+)(/[\w.\-]+)*$`), "git", true},
	{"git.apache.org", lazyre.New(`^(?P<root>git\.apache\.org/[a-z0-9_.\-]+\.git)(/[\w.\-]+)*$`), "git", false},
	{"git.openstack.org", lazyre.New(`^(?P<root>git\.openstack\.org/[\w.\-]+/[\w.\-]+)(\.git)?(/[\w.\-]+)*$`), "git", false},
	{"chiselapp.com", lazyre.New(`^(?P<root>chiselapp\.com/user/[A-Za-z0-9]+/repository/[\w.\-]+)$`), "fossil", false},
}

// vcsSuffix is the general syntax HOST/PATH.VCS[/SUBDIRECTORY].
var vcsSuffix = lazyre.New(`(?P<root>(?P<repo>([a-z0-9.\-]+\.)+[a-z0-9.\-]+(:[0-9]+)?(/~?[\w.\-]+)+?)\.(?P<vcs>bzr|fossil|git|hg|svn))(/~?[\w.\-]+)*$`)

var suffixes = []string{".hg", ".git", ".svn", ".bzr", ".fossil"}

// OriginOf returns what the path itself says about its repository
// (vcs.RepoRootForImportPath before any request).
func OriginOf(path string) Origin {
	if hasPathPrefix(path, "example.net") {
		return Origin{Static: true, Err: errors.New("no modules on example.net")}
	}
	for _, h := range staticHosts {
		if hasPathPrefix(path, h.prefix) {
			return h.origin(path)
		}
	}
	m := vcsSuffix.FindStringSubmatch(path)
	if m == nil {
		return Origin{}
	}
	vcs := m[vcsSuffix.SubexpIndex("vcs")]
	return Origin{
		VCS: vcs, URL: settings.Value("https://" + m[vcsSuffix.SubexpIndex("repo")]), Root: m[vcsSuffix.SubexpIndex("root")],
		Static: true, Ping: vcs != "fossil",
	}
}

func (h vcsPath) origin(path string) Origin {
	m := h.pattern.FindStringSubmatch(path)
	if m == nil {
		return Origin{Static: true, Err: fmt.Errorf("invalid %s import path %q", h.prefix, path)}
	}
	root := m[h.pattern.SubexpIndex("root")]
	if h.refuseVCS {
		for _, s := range suffixes {
			if strings.HasSuffix(root, s) {
				return Origin{Static: true, Err: fmt.Errorf("invalid version control suffix in %s/ path", h.prefix)}
			}
		}
	}
	return Origin{VCS: h.vcs, URL: settings.Value("https://" + root), Root: root, Static: true}
}

// RepoURL returns the URL that the go command gives to the version control
// system for path, without asking any server. static is false where the URL is
// only known after ?go-get=1; "" with static means that the path is refused.
func RepoURL(path string) (url string, static bool) {
	o := OriginOf(path)
	return o.URL.Reveal(), o.Static
}

func hasPathPrefix(path, prefix string) bool {
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}
