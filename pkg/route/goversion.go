package route

import (
	"go/version"
	"strings"
)

// OlderGo reports whether toolchain ("go1.26.8") is older than the go line of a
// go.mod ("1.27", "1.26.9"). A value that is no release version is not older:
// development builds may be anything.
func OlderGo(toolchain, line string) bool {
	a, b := goVersion(toolchain), goVersion(line)
	return version.IsValid(a) && version.IsValid(b) && version.Compare(a, b) < 0
}

// goVersion spells a Go version as package go/version wants it, without what a
// build adds behind a blank or a dash.
func goVersion(v string) string {
	v, _, _ = strings.Cut(v, " ")
	v, _, _ = strings.Cut(v, "-")
	return "go" + strings.TrimPrefix(v, "go")
}
