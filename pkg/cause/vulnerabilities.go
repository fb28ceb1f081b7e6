package cause

import (
	"go/version"
	"strings"
)

// vulnerability is a published vulnerability: the go command accepts content that the
// checksum database does not confirm.
type vulnerability struct {
	id     string // of the CVE
	source string
	// fixed are the first releases without it, one for each release line that got a
	// fix; older lines got none, newer lines never had the vulnerability.
	fixed []string
	needs accomplice
}

// accomplice is what a hostile module proxy needs in addition to exploit it.
type accomplice int

const (
	noHelp     accomplice = iota
	ownSumdb              // a checksum database of its own, in GOSUMDB
	ownProject            // a go.sum with lines of its own in the current project
)

// vulnerabilities are the vulnerabilities published until 2026-11, newest first.
func vulnerabilities() []vulnerability {
	return []vulnerability{
		{"CVE-2026-94447", "https://go.dev/issue/81834", []string{"go1.26.9", "go1.27.2"}, ownProject},
		{"CVE-2026-94444", "https://go.dev/issue/81833", []string{"go1.26.9", "go1.27.2"}, ownProject},
		{"CVE-2026-56865", "https://go.dev/issue/80744", []string{"go1.25.13", "go1.26.6", "go1.27rc3"}, noHelp},
		{"CVE-2026-56864", "https://go.dev/issue/80745", []string{"go1.25.13", "go1.26.6", "go1.27rc3"}, ownSumdb},
		{"CVE-2026-42501", "https://go.dev/issue/79070", []string{"go1.25.10", "go1.26.3"}, noHelp},
	}
}

// in reports whether a release has the vulnerability. It returns false for a release
// whose name has no version, such as a development version.
func (h vulnerability) in(release string) bool {
	release, _, _ = strings.Cut(release, " ")
	if !version.IsValid(release) {
		return false
	}
	for _, f := range h.fixed {
		if version.Lang(f) == version.Lang(release) {
			return version.Compare(release, f) < 0
		}
	}
	return version.Compare(release, h.fixed[0]) < 0
}

// safeRelease is the first release of the newest release line that has none of the vulnerabilities.
func safeRelease() string {
	newest := ""
	for _, h := range vulnerabilities() {
		for _, f := range h.fixed {
			if newest == "" || version.Compare(f, newest) > 0 {
				newest = f
			}
		}
	}
	return newest
}
