package route

import (
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// TagOf returns the git tag that the go command looks for when it fetches a
// version from the repository of root: the version, behind the directory of the
// module in the repository (Go modules reference, "Mapping versions to commits").
// There is none for what is no tag: a query, a branch, a pseudo-version.
func TagOf(root string, q probe.Query) (tag string, ok bool) {
	if !semver.IsValid(q.Version) || module.CanonicalVersion(q.Version) != q.Version || module.IsPseudoVersion(q.Version) {
		return "", false
	}
	prefix, _, ok := module.SplitPathVersion(q.Path)
	if !ok || root == "" || !hasPathPrefix(q.Path, root) {
		return "", false
	}
	// Where the root has the major version in itself (gopkg.in/yaml.v3), it is
	// the longer one.
	directory := strings.TrimPrefix(strings.TrimPrefix(prefix, root), "/")
	if len(prefix) < len(root) {
		directory = ""
	}
	tag = strings.TrimSuffix(q.Version, "+incompatible")
	if directory != "" {
		tag = directory + "/" + tag
	}
	return tag, true
}
