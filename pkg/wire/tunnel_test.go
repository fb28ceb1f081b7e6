package wire

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestParseVia(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, value string
		client      probe.Client
		scheme      string
		address     string // "" is an error
	}{
		{"as it should be", "http://squid.example.com:3128", probe.GoClient, "http", "squid.example.com:3128"},
		{"no scheme is http", "squid.example.com:3128", probe.GoClient, "http", "squid.example.com:3128"},
		{"go takes port 80", "http://squid.example.com", probe.GoClient, "http", "squid.example.com:80"},
		{"git takes port 1080", "http://squid.example.com", probe.GitClient, "http", "squid.example.com:1080"},
		{"an https proxy", "https://squid.example.com", probe.GoClient, "https", "squid.example.com:443"},
		{"SOCKS5", "socks5://127.0.0.1", probe.GoClient, "socks5", "127.0.0.1:1080"},
		{"IPv6", "http://[2001:db8::1]:3128", probe.GoClient, "http", "[2001:db8::1]:3128"},
		{"credentials do not matter", "http://user:p%40ss@squid.example.com:3128", probe.GoClient, "http", "squid.example.com:3128"},
		{"an escape that is none", "http://squid%zz.example.com", probe.GoClient, "", ""},
		{"no host: go takes the scheme for one", "http://", probe.GoClient, "http", "http:80"},
		{"no port", "http://squid.example.com:99999", probe.GoClient, "", ""},
	} {
		u, address, err := ParseVia(settings.Value(c.value), c.client)
		if c.address == "" {
			if err == nil {
				t.Errorf("%s: got %s, want an error", c.name, address)
			}
			continue
		}
		if err != nil || address != c.address || u.Scheme != c.scheme {
			t.Errorf("%s: got %s, %v; want %s", c.name, address, err, c.address)
		}
	}
}

func FuzzParseVia(f *testing.F) {
	for _, seed := range []string{"squid.example.com:3128", "squid%zz", "[::1", ":99999999", "a b", "x@y@z:1", "\x00", "/?#"} {
		f.Add("http://", seed)
		f.Add("", seed)
	}
	f.Fuzz(func(t *testing.T, scheme, rest string) {
		const secret = "hunter2hunter2"
		u, address, err := ParseVia(settings.Value(scheme+"user:"+secret+"@"+rest), probe.GoClient)
		if err == nil && (u == nil || address == "") {
			t.Errorf("neither an error nor a proxy")
		}
		if err != nil && scheme == "http://" && strings.Contains(foreign.Redact(err.Error()), secret) {
			t.Errorf("the error holds the password: %v", err)
		}
	})
}
