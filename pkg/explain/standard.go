package explain

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

//go:generate go test -run TestStandardTable -update

// missingPackage matches what the go command says of an import path without a
// dot that it cannot find: it is one of the standard library of another release,
// or a package of the project itself.
var missingPackage = lazyre.New(`package (\S+) is not in (?:GOROOT|std)\b|` +
	`cannot find package "([^"]+)" in any of|` +
	`cannot find module providing package ([^\s:]+)|` +
	`malformed (?:module|import) path "([^"]+)": missing dot in first path element|` +
	`unrecognized import path "([^"]+)"[^a-z]+import path does not begin with hostname|` +
	`package (\S+): import path does not begin with hostname`)

// standardMissing is a package of the standard library that the Go at hand does
// not have.
var standardMissing = statement{cause: cause.ToolchainUnavailable, or: []cause.ID{cause.ToolchainVersionInvalid}}

// standardPackage returns the release that brought the package of the standard
// library that text misses: "go1.16". A package that has always been there, or one
// of the library's own, is missing where the installation is damaged: "GOROOT".
func standardPackage(text string) (release string, ok bool) {
	if !strings.Contains(text, "is not in ") && !strings.Contains(text, "cannot find ") && !strings.Contains(text, "missing dot") && !strings.Contains(text, "begin with hostname") {
		return "", false
	}
	m := missingPackage.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	path := strings.TrimRight(strings.Join(m[1:], ""), ",;")
	minor, known := standardSince[path]
	switch {
	case known && minor > 0:
		return "go1." + strconv.Itoa(minor), true
	case known, strings.HasPrefix(path, "internal/") && strings.Contains(text, "is not in "):
		return "GOROOT", true
	}
	return "", false
}
