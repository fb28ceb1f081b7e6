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

// atHandWords has a word of each match of goAtHand.
var atHandWords = []string{"go version go1.", "golang:1.", "go-version", "etup go ver", "Go version", "GOVERSION", "GO_VERSION", "/go1.", `\go1.`, "/go-1.", "/go@1.", "/go.1.", "/golang", "/go/1.", `\go\1.`, "/gos/1.", "/versions/1.", "go@1.", "golang@1.", "/go@"}

// runsGo returns the Go release that text shows as the one that runs, "" if none.
func runsGo(text string) string {
	m := find(goAtHand, text, atHandWords...)
	if m == nil {
		return ""
	}
	return "go" + strings.Join(m[0][1:], "")
}
