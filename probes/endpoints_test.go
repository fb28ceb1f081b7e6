package probes

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func targetNames(targets []probe.Target) []string {
	var out []string
	for _, t := range targets {
		out = append(out, t.Name)
	}
	return out
}

func TestEndpoints(t *testing.T) {
	t.Parallel()
	references := []string{"proxy.golang.org:443", "goproxy.cn:443", "github.com:443"}
	withReferences := func(names ...string) []string { return append(names, references...) }
	for _, c := range []struct {
		name     string
		settings []settings.Setting
		path     string
		tls, tcp []string
		dns      []string
	}{
		{"two entries, a database, no direct", []settings.Setting{
			goSetting("GOPROXY", "https://a.example.com|http://b.example.com:3000/x"), goSetting("GOSUMDB", "sum.golang.org")}, "example.net/m",
			withReferences("a.example.com:443", "sum.golang.org:443"),
			withReferences("a.example.com:443", "b.example.com:3000", "sum.golang.org:443"),
			[]string{"a.example.com", "b.example.com", "sum.golang.org", "proxy.golang.org", "goproxy.cn", "github.com"}},
		{"direct asks the module's own host", []settings.Setting{
			goSetting("GOPROXY", "https://a.example.com,direct"), goSetting("GOSUMDB", "off")}, "go.example.org/m",
			withReferences("a.example.com:443", "go.example.org:443"),
			withReferences("a.example.com:443", "go.example.org:443"),
			[]string{"a.example.com", "go.example.org", "proxy.golang.org", "goproxy.cn", "github.com"}},
		{"a private path goes direct whatever the list says", []settings.Setting{
			goSetting("GOPROXY", "https://a.example.com"), goSetting("GOSUMDB", "off"), goSetting("GOPRIVATE", "git.example.org")}, "git.example.org/team/m",
			withReferences("a.example.com:443", "git.example.org:443"),
			withReferences("a.example.com:443", "git.example.org:443"),
			[]string{"a.example.com", "git.example.org", "proxy.golang.org", "goproxy.cn", "github.com"}},
		{"a rewrite leads git to ssh, which has no TLS", []settings.Setting{
			goSetting("GOPROXY", "direct"), goSetting("GOSUMDB", "off"), gitSetting("url.ssh://git@git.example.org/.insteadof", "https://github.com/")}, "github.com/u/m",
			references,
			append([]string{"git.example.org:22"}, references...),
			[]string{"git.example.org", "proxy.golang.org", "goproxy.cn", "github.com"}},
		{"an address is not resolved, a file is not contacted", []settings.Setting{
			goSetting("GOPROXY", "https://192.0.2.1:8443,https://[2001:db8::1],file:///srv/proxy"), goSetting("GOSUMDB", "off")}, "example.net/m",
			withReferences("192.0.2.1:8443", "[2001:db8::1]:443"),
			withReferences("192.0.2.1:8443", "[2001:db8::1]:443"),
			[]string{"proxy.golang.org", "goproxy.cn", "github.com"}},
		{"the outbound proxy stands for everything behind it", []settings.Setting{
			goSetting("GOPROXY", "https://a.example.com,http://b.example.com"), goSetting("GOSUMDB", "off"),
			variable("HTTPS_PROXY", "http://squid.example.com:3128"), variable("NO_PROXY", "goproxy.cn")}, "example.net/m",
			withReferences("a.example.com:443"),
			[]string{"squid.example.com:3128", "b.example.com:80", "goproxy.cn:443"},
			[]string{"squid.example.com", "b.example.com", "goproxy.cn"}},
		{"git's own proxy is for git alone", []settings.Setting{
			goSetting("GOPROXY", "https://a.example.com"), goSetting("GOSUMDB", "off"), gitSetting("http.proxy", "http://squid.example.com:3128")}, "example.net/m",
			withReferences("a.example.com:443"),
			[]string{"a.example.com:443", "proxy.golang.org:443", "goproxy.cn:443", "squid.example.com:3128"},
			[]string{"a.example.com", "proxy.golang.org", "goproxy.cn", "squid.example.com"}},
		{"an entry of a reference host is no second endpoint", []settings.Setting{
			goSetting("GOPROXY", "https://goproxy.cn,https://goproxy.cn/other"), goSetting("GOSUMDB", "off")}, "example.net/m",
			[]string{"goproxy.cn:443", "proxy.golang.org:443", "github.com:443"},
			[]string{"goproxy.cn:443", "proxy.golang.org:443", "github.com:443"},
			[]string{"goproxy.cn", "proxy.golang.org", "github.com"}},
	} {
		s, q := snapshotWith(c.settings...), []probe.Query{{Path: c.path}}
		for _, got := range []struct {
			kind       string
			names, was []string
		}{
			{"tls", c.tls, targetNames(handshakes(s, q))},
			{"tcp", c.tcp, targetNames(sockets(s, q))},
			{"dns", c.dns, targetNames(hostNames(s, q))},
		} {
			if !slices.Equal(got.was, got.names) {
				t.Errorf("%s, %s:\ngot  %q\nwant %q", c.name, got.kind, got.was, got.names)
			}
		}
	}
}

func TestEndpointsReachedByBothClientsInDifferentWays(t *testing.T) {
	t.Parallel()
	s := snapshotWith(goSetting("GOPROXY", "https://github.com"), goSetting("GOSUMDB", "off"), gitSetting("http.proxy", "http://squid.example.com:3128"))
	got := targetNames(handshakes(s, nil))
	want := []string{"github.com:443", "proxy.golang.org:443", "goproxy.cn:443", "github.com:443 by git"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReferencesAreMarked(t *testing.T) {
	t.Parallel()
	s := snapshotWith(goSetting("GOPROXY", "https://goproxy.cn"), goSetting("GOSUMDB", "off"), variable("HTTPS_PROXY", "http://squid.example.com:3128"), variable("NO_PROXY", "goproxy.cn,github.com"))
	got := map[string]bool{}
	for _, targets := range [][]probe.Target{handshakes(s, nil), sockets(s, nil), hostNames(s, nil)} {
		for _, target := range targets {
			got[target.Name] = target.Reference
		}
	}
	want := map[string]bool{
		"goproxy.cn:443": false, "goproxy.cn": false, // an entry, so no mere reference
		"github.com:443": true, "github.com": true, "proxy.golang.org:443": true,
		"squid.example.com:3128": true, "squid.example.com": true,
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAllProbesAreComplete(t *testing.T) {
	t.Parallel()
	for _, p := range All() {
		if p.Kind == "" || p.Doc == "" || p.Budget <= 0 || p.Targets == nil || p.Run == nil {
			t.Errorf("probe %q is not complete", p.Kind)
		}
	}
}

// TestListsWithoutMeasure: of a list with thousands of entries the first ones are looked
// at, and what every machine has besides.
func TestListsWithoutMeasure(t *testing.T) {
	t.Parallel()
	var entries []string
	for i := range 5000 {
		entries = append(entries, fmt.Sprintf("https://p%d.example.com", i))
	}
	s := snapshotWith(goSetting("GOPROXY", strings.Join(entries, ",")+",direct"), goSetting("GOSUMDB", "sum.golang.org"))
	q := []probe.Query{{Path: "go.example.org/m", Version: "v1.0.0"}}
	for _, p := range All() {
		names := targetNames(p.Targets(s, q))
		if len(names) > route.MaxExamined+20 {
			t.Errorf("%s has %d targets", p.Kind, len(names))
		}
		if p.Kind == probe.TCP && !(slices.Contains(names, "go.example.org:443") && slices.Contains(names, "sum.golang.org:443") && slices.Contains(names, "p99.example.com:443")) {
			t.Errorf("%s leaves out what go needs: %v", p.Kind, names)
		}
	}
}
