package host

import (
	"fmt"
	"net/netip"
	"testing"
)

func TestNameServersOfAdapters(t *testing.T) {
	t.Parallel()
	list := func(addresses ...string) []netip.Addr {
		var out []netip.Addr
		for _, a := range addresses {
			out = append(out, netip.MustParseAddr(a))
		}
		return out
	}
	for _, c := range []struct {
		name     string
		adapters []adapter
		want     []netip.Addr
	}{
		{"none", nil, nil},
		{"Wi-Fi", []adapter{{true, true, list("192.0.2.1", "2001:db8::1")}}, list("192.0.2.1", "2001:db8::1")},
		{"a VPN before Wi-Fi, with a server of both", []adapter{{true, true, list("198.51.100.53", "192.0.2.1")}, {true, true, list("192.0.2.1")}}, list("198.51.100.53", "192.0.2.1")},
		{"a cable that is not plugged in keeps the servers of its last lease", []adapter{{false, true, list("203.0.113.53")}, {true, true, list("192.0.2.1")}}, list("192.0.2.1")},
		{"a virtual switch leads nowhere", []adapter{{true, false, list("172.20.0.1")}, {true, true, list("192.0.2.1")}}, list("192.0.2.1")},
		{"what Windows gives an adapter without servers", []adapter{{true, true, list("fec0:0:0:ffff::1%1", "fec0:0:0:ffff::2%1", "fec0:0:0:ffff::3%1")}}, nil},
		{"a router's link-local address", []adapter{{true, true, list("fe80::1%12")}}, list("fe80::1%12")},
		{"an IPv4 address in IPv6 form", []adapter{{true, true, list("::ffff:192.0.2.1", "192.0.2.1")}}, list("192.0.2.1")},
	} {
		if got := nameServersOf(c.adapters); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	var many []netip.Addr
	for i := range 50 {
		many = append(many, netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}))
	}
	if got := nameServersOf([]adapter{{true, true, many}}); len(got) != maxNameServers {
		t.Errorf("%d servers are kept", len(got))
	}
}
