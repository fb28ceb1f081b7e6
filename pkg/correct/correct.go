// Package correct knows what a setting was probably meant to be: values that were
// copied from a shell line, a web page, a word processor or an editor of another
// system, and lists written by the rules of some other list. It changes text and
// judges nothing: whether go or git accepts the result is for package route to
// say. It is pure and knows no machine.
package correct

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/known"
)

// corrector is how the value of some variables is corrected.
type corrector struct {
	names []string
	// fix gets text that [bare] has cleaned, and returns "" where nothing usable is left.
	fix func(text string) string
}

// correctors are all variables whose values have a grammar of their own. The
// value of any other is only freed of what never belongs to a value.
func correctors() []corrector {
	return []corrector{
		{[]string{"GOPROXY"}, proxyList},
		{known.PatternLists(), patternList},
		{[]string{"GOVCS"}, vcsRules},
		{[]string{"GOSUMDB"}, database},
		{[]string{"GOFLAGS"}, flags},
		{[]string{"GOTOOLCHAIN"}, toolchain},
		{[]string{"GO111MODULE"}, word},
		{[]string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "http.proxy"}, outboundProxy},
		{[]string{"NO_PROXY", "no_proxy"}, exceptions},
	}
}

// Value returns what the value of a variable of go or of the operating system, or
// of git's http.proxy, was probably meant to be. It is the value itself where
// nothing is to be corrected, and "" where nothing usable is left.
func Value(name, value string) string {
	text := bare(name, value)
	for _, c := range correctors() {
		if slices.Contains(c.names, name) {
			return c.fix(text)
		}
	}
	return unquote(text)
}
