package prove

import (
	"go/version"
	"strings"
)

// goLine is the go line to write into a go.mod for that release. Releases before Go 1.21
// accept no patch version there.
func goLine(release string) string {
	if version.Compare(release, "go1.21") < 0 {
		release = version.Lang(release)
	}
	return strings.TrimPrefix(release, "go")
}

// newerThan reports whether want is a newer Go than have. It is false if either is no
// release.
func newerThan(want, have string) bool {
	return version.IsValid(want) && version.IsValid(have) && version.Compare(want, have) > 0
}
