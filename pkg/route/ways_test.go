package route_test

import (
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func wayLayers(pairs ...string) *settings.Snapshot {
	s := &settings.Snapshot{OS: "linux"}
	for i := 0; i < len(pairs); i += 2 {
		l := settings.Setting{Key: settings.Variable(pairs[i]), Value: settings.Value(pairs[i+1]), Origin: settings.OSEnv}
		if pairs[i] == "http.proxy" {
			l.Key, l.Origin = settings.Git(pairs[i]), settings.GitGlobal
		}
		s.Layers = append(s.Layers, l)
	}
	return s
}

func TestWays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story string
		s     *settings.Snapshot
		want  []string // the proxy of each way; with ? where it is what was meant
	}{
		{"nothing names a proxy", wayLayers("NO_PROXY", "*"), []string{""}},
		{"one proxy by many names", wayLayers("HTTPS_PROXY", "http://a:1", "https_proxy", "http://a:1", "HTTP_PROXY", "a:1", "http.proxy", "http://a:1"), []string{"", "http://a:1"}},
		{"several", wayLayers("HTTP_PROXY", "http://a:1", "ALL_PROXY", "socks5://b:2", "http.proxy", "c:3"), []string{"", "http://a:1", "socks5://b:2", "http://c:3"}},
		{"a proxy spoken to by TLS, as good as never meant", wayLayers("HTTPS_PROXY", "https://a:1"), []string{"", "https://a:1", "http://a:1?"}},
		{"quotes", wayLayers("HTTPS_PROXY", `"http://a:1"`), []string{"", "http://a:1?"}},
		{"empty", wayLayers("HTTPS_PROXY", "", "http.proxy", ""), []string{""}},
	} {
		var got []string
		for _, w := range route.Ways(c.s) {
			text := w.Proxy.Reveal()
			if w.Meant {
				text += "?"
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.story, diff)
		}
	}
}

// TestAWayIsTaken: under the settings of a way both clients take it, for every host.
func TestAWayIsTaken(t *testing.T) {
	t.Parallel()
	s := wayLayers("HTTPS_PROXY", "http://a:1", "NO_PROXY", "*", "http.proxy", "http://c:3", "ALL_PROXY", "socks5://b:2")
	for _, w := range route.Ways(s) {
		for _, client := range []probe.Client{probe.GoClient, probe.GitClient} {
			got, _, err := route.OutboundProxy(w.Settings(s), client, &url.URL{Scheme: "https", Host: "example.com"})
			if err != nil || got != w.Proxy {
				t.Errorf("%s by %q: %q, %v", client, w.Proxy, got, err)
			}
		}
	}
	if len(s.Layers) != 4 || !slices.ContainsFunc(s.Layers, func(l settings.Setting) bool { return l.Key.Name == "NO_PROXY" }) {
		t.Error("the settings in force were changed")
	}
}

func TestNarrowExceptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ list, host, want string }{
		{"*", "proxy.golang.org", ""},
		{"localhost, .golang.org,10.0.0.0/8", "proxy.golang.org", "localhost,10.0.0.0/8"},
		{"golang.org,corp.example", "proxy.golang.org", "corp.example"},
		{"corp.example", "proxy.golang.org", "corp.example"},
		{"proxy.golang.org:443,a.example", "proxy.golang.org", "a.example"},
	} {
		in := settings.Setting{Key: settings.Variable("NO_PROXY"), Value: settings.Value(c.list)}
		if got := route.NarrowExceptions(in, c.host); got != c.want {
			t.Errorf("%q without %s: %q, want %q", c.list, c.host, got, c.want)
		}
	}
}
