package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// goAtHand finds the release of the Go that ran: in "go version", in the image of a
// Dockerfile, in what a CI job sets up, and in the path of a GOROOT as distributions,
// Homebrew, version managers and CI runners name it.
var goAtHand = lazyre.New(strings.Join([]string{
	`\bgo version go(1\.\d+(?:\.\d+)?)`,
	`\bgolang:(1\.\d+(?:\.\d+)?)`,
	`(?:go-version|[Ss]etup go version spec|set up Go version|GOVERSION|GO_VERSION)['"]?[:= ]+['"]?(?:go)?(1\.\d+(?:\.\d+)?)`,
	`[/\\](?:go|golang)[-@.]?(1\.\d+(?:\.\d+)?)(?:\.\w+-\w+)?(?:[/\\)]|$)`,
	`[/\\](?:go|golang|go@1\.\d+|gos|\.goenv[/\\]versions)[/\\](1\.\d+(?:\.\d+)?)[/\\]`,
	`\b(?:go|golang)@(1\.\d+(?:\.\d+)?)\b`,
}, "|"))

// runsGo returns the Go release that text shows as the one that runs, "" if none.
func runsGo(text string) string {
	if !strings.Contains(text, "1.") || !strings.Contains(text, "go") && !strings.Contains(text, "GO") && !strings.Contains(text, "Go ") {
		return ""
	}
	m := goAtHand.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return "go" + strings.Join(m[1:], "")
}
