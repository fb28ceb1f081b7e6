package formats

import (
	"strings"
	"testing"
)

// TestCommandsStayWhole wraps sentences with a command in them so that the line ends
// within the command.
func TestCommandsStayWhole(t *testing.T) {
	for _, c := range []struct {
		text, whole string
	}{
		{"Take back what was written with: gofix-net undo 20260102-030405.", "gofix-net undo 20260102-030405."},
		{"Set it first: go env -w GOPROXY=https://goproxy.cn,direct (with your address)", "go env -w GOPROXY=https://goproxy.cn,direct"},
		{"Remove it with: git config --global --unset-all http.proxy and try again", "git config --global --unset-all http.proxy"},
		{"请先设置：go env -w GOPROXY=https://goproxy.cn,direct（换成公司代理的地址）", "go env -w GOPROXY=https://goproxy.cn,direct"},
		{"Clear the cache: go clean -modcache, then run it again", "go clean -modcache,"},
		{"Ask go itself about it, in the same directory: go mod download rsc.io/quote@v1.5.2", "go mod download rsc.io/quote@v1.5.2"},
		{"On Linux with systemd, this changes it: resolvectl dns LINK ADDRESS", "resolvectl dns LINK ADDRESS"},
		{"To free what builds left behind: docker builder prune does it", "docker builder prune"},
		{"Then install it with: sudo update-ca-certificates --fresh and try again", "sudo update-ca-certificates --fresh"},
	} {
		for width := 40; width < 60; width++ {
			if got := strings.Join(wrap(c.text, width), "\n"); !strings.Contains(got, c.whole) {
				t.Errorf("%d columns:\n%s\nbreaks %q", width, got, c.whole)
			}
		}
	}
}

// TestProseIsNoCommand wraps sentences in which go and git are not commands.
func TestProseIsNoCommand(t *testing.T) {
	for _, text := range []string{
		"go asks this proxy first, and git goes to the origin; gofix-net reads both of them",
		"what go env -w wrote there has no effect on this machine at all, and go ignores it",
	} {
		for _, line := range wrap(text, 30) {
			if widest(line) > 30 {
				t.Errorf("%q is wider than 30 columns", line)
			}
		}
	}
}
