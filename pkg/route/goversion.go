package route

import (
	"strings"

	"golang.org/x/mod/semver"
)

// OlderGo reports whether toolchain ("go1.26.8") is older than the go line of a
// go.mod ("1.27", "1.26.9"). A value that is no release version is not older:
// development builds may be anything.
func OlderGo(toolchain, line string) bool {
	a, b := goSemver(toolchain), goSemver(line)
	return semver.IsValid(a) && semver.IsValid(b) && semver.Compare(a, b) < 0
}

// goSemver spells a Go version as a semantic one: 1.21rc2 is v1.21.0-rc2.
func goSemver(v string) string {
	v, _, _ = strings.Cut(strings.TrimPrefix(v, "go"), " ")
	v, _, _ = strings.Cut(v, "-")
	for _, pre := range []string{"rc", "beta"} {
		if base, n, ok := strings.Cut(v, pre); ok {
			return semver.Canonical("v"+base) + "-" + pre + "." + n
		}
	}
	return semver.Canonical("v" + v)
}
