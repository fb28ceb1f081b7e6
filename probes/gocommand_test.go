package probes

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
)

func TestLocalFailure(t *testing.T) {
	for _, c := range []struct {
		why, stderr string
		code        int
		want        string
	}{
		{"it came to asking", "go: rsc.io/quote@v1.5.2: module lookup disabled by GOPROXY=off\n", 1, ""},
		{"it came to asking for another release", "go: download go1.99 for linux/amd64: toolchain not available\n", 1, ""},
		{"it succeeded", "", 0, ""},
		{"a flag that it does not know", "go: parsing $GOFLAGS: unknown flag -foo\n", 1, "parsing $GOFLAGS: unknown flag -foo"},
		{"no release of that name", "go: invalid GOTOOLCHAIN \"go9\"\n", 1, `invalid GOTOOLCHAIN "go9"`},
		{"a file that does not parse", "go: errors parsing go.mod:\n/w/go.mod:4: unknown directive: }}}\n", 1, "errors parsing go.mod: /w/go.mod:4: unknown directive: }}}"},
	} {
		if got := localFailure(host.Output{Stderr: []byte(c.stderr), Code: c.code}); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}
