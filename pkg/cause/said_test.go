package cause

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// TestSaid: what a probe says in its own words is Chinese in a Chinese text, and what
// go says stays as it can be searched for.
func TestSaid(t *testing.T) {
	for english, want := range map[string]string{
		"its checksum is not the one in go.sum":           "校验和与 go.sum 中的不同",
		"open /home/u/go/pkg/mod: read-only file system":  "open /home/u/go/pkg/mod：文件系统为只读",
		"dial tcp 198.51.100.17:443: i/o timeout":         "dial tcp 198.51.100.17:443: i/o timeout",
		"verifying module: checksum database disagrees x": "verifying module: checksum database disagrees x",
	} {
		if got := said(english); got != want {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
	}
	a := authorities{Looked: []probe.RootsPlace{{Path: "/a.pem"}, {Path: "/b", Error: "permission denied"}}}
	if got, want := a.detailZh(), "没有可用的根证书：/a.pem：其中没有证书；/b：权限不足"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := zhList("a.test, b.test"), "a.test、b.test"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
