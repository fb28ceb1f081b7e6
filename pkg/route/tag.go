package route

import (
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// RefsOf returns the git refs of which the go command needs one when it fetches
// a version from the repository of root: the tag of a release, a branch or a tag
// of that name otherwise. There is none for what no name of a ref decides: a
// commit, a pseudo-version, a query such as latest.
func RefsOf(root string, q probe.Query) []string {
	if tag, ok := TagOf(root, q); ok {
		return []string{"refs/tags/" + tag}
	}
	if root == "" || !namesRef(q.Version) {
		return nil
	}
	return []string{"refs/heads/" + q.Version, "refs/tags/" + q.Version}
}

// namesRef reports whether a version is the name of a branch or tag: no
// semantic version, nor the beginning of one, no word with a meaning of its own,
// and nothing that may be a commit's hash.
func namesRef(version string) bool {
	switch version {
	case "", "latest", "upgrade", "patch", "none":
		return false
	}
	return !semver.IsValid(version) && !strings.ContainsAny(version, "<>=") && strings.Trim(version, "0123456789abcdef") != ""
}

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
