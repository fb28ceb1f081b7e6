package wire

import (
	"net/netip"
	"net/url"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// TestInward: a public host never redirects to this machine or to the metadata service of
// a cloud, by address or by name; a company's own host may.
func TestInward(t *testing.T) {
	t.Parallel()
	env := envOn(t, &nettest.Network{Hosts: map[string][]netip.Addr{
		"metadata.example.com": {netip.MustParseAddr("169.254.169.254")},
		"cdn.example.com":      {netip.MustParseAddr("192.0.2.1")},
		"fast.example.com":     {netip.MustParseAddr("127.0.0.1")}, // an accelerator in the hosts file
	}})
	c := makeClient(env, probe.Target{})
	for _, x := range []struct {
		from, to string
		followed bool
	}{
		{"https://proxy.example.com", "https://cdn.example.com/x", true},
		{"https://proxy.example.com", "https://fast.example.com/x", true},
		{"https://proxy.example.com", "http://169.254.169.254/latest/", false},
		{"https://proxy.example.com", "http://[fe80::1%25eth0]/", false},
		{"https://proxy.example.com", "http://[::ffff:169.254.169.254]/", false},
		{"https://proxy.example.com", "https://metadata.example.com/", false},
		{"https://proxy.example.com", "http://localhost:8080/", false},
		{"https://proxy.example.com", "http://LOCALHOST./", false},
		{"https://proxy.example.com", "http://127.1.2.3/", false},
		{"https://proxy.example.com", "http://0.0.0.0/", false},
		{"https://192.0.2.7", "http://127.0.0.1/", false},
		{"http://goproxy.corp", "http://127.0.0.1/", true},
		{"http://10.0.0.1", "http://169.254.1.1/", true},
	} {
		from, err := url.Parse(x.from)
		if err != nil {
			t.Fatal(err)
		}
		to, err := url.Parse(x.to)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.inward(t.Context(), from, to); (got == "") != x.followed {
			t.Errorf("%s to %s: %q", x.from, x.to, got)
		}
	}
}
