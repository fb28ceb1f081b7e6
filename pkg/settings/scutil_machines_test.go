package settings

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mdns is what ends the resolvers of every Mac.
const mdns = `
resolver #7
  domain   : local
  options  : mdns
  timeout  : 5
  flags    : Request A records
  reach    : 0x00000000 (Not Reachable)
  order    : 300000

resolver #8
  domain   : 8.e.f.ip6.arpa
  options  : mdns
  timeout  : 5
  flags    : Request A records
  order    : 300400
`

const scoped = `
DNS configuration (for scoped queries)

resolver #1
  nameserver[0] : 203.0.113.99
  if_index : 14 (en0)
  flags    : Scoped, Request A records
`

// TestScutilOfMachines: whom the system asks for a public host and for one of a company,
// by what `scutil --dns` prints with the software that changes it.
func TestScutilOfMachines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story, text    string
		public, inside []string // servers of proxy.golang.org, and of git.corp.example
	}{
		{"AnyConnect, everything through the tunnel", `DNS configuration

resolver #1
  search domain[0] : corp.example
  nameserver[0] : 10.8.0.2
  nameserver[1] : 10.8.0.3
  flags    : Supplemental, Request A records
  reach    : 0x00000003 (Reachable,Transient Connection)
  order    : 1

resolver #2
  nameserver[0] : 192.168.1.1
  if_index : 14 (en0)
  flags    : Request A records, Request AAAA records
  reach    : 0x00020002 (Reachable,Directly Reachable Address)
  order    : 200000
` + mdns + scoped, []string{"10.8.0.2:53", "10.8.0.3:53"}, []string{"10.8.0.2:53", "10.8.0.3:53"}},
		{"GlobalProtect, the company's names alone", `DNS configuration

resolver #1
  search domain[0] : fritz.box
  nameserver[0] : 192.168.178.1
  nameserver[1] : fd00::de39:6fff:fe12:3456
  if_index : 11 (en0)
  flags    : Request A records, Request AAAA records
  reach    : 0x00020002 (Reachable,Directly Reachable Address)

resolver #2
  domain   : corp.example
  nameserver[0] : 10.20.0.53
  flags    : Supplemental, Request A records
  reach    : 0x00000003 (Reachable,Transient Connection)
  order    : 101800
` + mdns + scoped, []string{"192.168.178.1:53", "[fd00::de39:6fff:fe12:3456]:53"}, []string{"10.20.0.53:53"}},
		{"Tailscale, with a company's VPN", `DNS configuration

resolver #1
  search domain[0] : tail1234.ts.net
  nameserver[0] : 100.100.100.100
  if_index : 27 (utun4)
  flags    : Supplemental, Request A records, Request AAAA records
  reach    : 0x00000003 (Reachable,Transient Connection)
  order    : 103400

resolver #2
  nameserver[0] : 192.168.0.1
  if_index : 13 (en7)
  flags    : Request A records, Request AAAA records
  order    : 200000

resolver #3
  domain   : tail1234.ts.net.
  nameserver[0] : 100.100.100.100
  flags    : Supplemental, Request A records, Request AAAA records
  order    : 103401

resolver #4
  domain   : corp.example.
  nameserver[0] : 10.1.1.1
  nameserver[1] : 10.1.1.2
  if_index : 28 (utun3)
  flags    : Supplemental, Request A records
  order    : 101000

resolver #5
  domain   : 64.100.in-addr.arpa.
  nameserver[0] : 100.100.100.100
  order    : 103402
` + mdns + scoped, []string{"100.100.100.100:53"}, []string{"10.1.1.1:53", "10.1.1.2:53"}},
		{"Cloudflare WARP", `DNS configuration

resolver #1
  nameserver[0] : 127.0.2.2
  nameserver[1] : 127.0.2.3
  flags    : Request A records, Request AAAA records
  reach    : 0x00030002 (Reachable,Local Address,Directly Reachable Address)
` + mdns + scoped, []string{"127.0.2.2:53", "127.0.2.3:53"}, []string{"127.0.2.2:53", "127.0.2.3:53"}},
		{"dnsmasq by /etc/resolver, with a port", `DNS configuration

resolver #1
  nameserver[0] : 1.1.1.1
  if_index : 6 (en0)
  flags    : Request A records
  reach    : 0x00000002 (Reachable)

resolver #2
  domain   : example
  nameserver[0] : 127.0.0.1
  port     : 35353
  flags    : Request A records, Request AAAA records
  reach    : 0x00030002 (Reachable,Local Address,Directly Reachable Address)
  timeout  : 1
` + mdns + scoped, []string{"1.1.1.1:53"}, []string{"127.0.0.1:35353"}},
		{"WireGuard, which names no domain", `DNS configuration

resolver #1
  nameserver[0] : 10.64.0.1
  if_index : 21 (utun6)
  flags    : Supplemental, Request A records
  reach    : 0x00000003 (Reachable,Transient Connection)
  order    : 105200

resolver #2
  search domain[0] : lan
  nameserver[0] : 192.168.2.1
  if_index : 14 (en0)
  flags    : Request A records
  order    : 200000
` + mdns + scoped, []string{"10.64.0.1:53"}, []string{"10.64.0.1:53"}},
		{"the first resolver has no servers", `DNS configuration

resolver #1
  flags    : Request A records
  reach    : 0x00000000 (Not Reachable)
` + mdns + scoped, nil, nil},
		{"queries of one service, and none of an interface", `DNS configuration

resolver #1
  nameserver[0] : 192.0.2.1
  if_index : 14 (en0)
  flags    : Request A records

DNS configuration (for service-specific queries)

resolver #1
  domain   : corp.example
  nameserver[0] : 203.0.113.7
  flags    : Service-specific, Supplemental
`, []string{"192.0.2.1:53"}, []string{"192.0.2.1:53"}},
		{"a router's address of the link, and Private Relay", `DNS configuration

resolver #1
  search domain[0] : home
  nameserver[0] : fe80::1%en0
  nameserver[1] : 192.168.1.254
  if_index : 14 (en0)
  flags    : Request A records, Request AAAA records
  reach    : 0x00020002 (Reachable,Directly Reachable Address)
` + mdns + scoped, []string{"[fe80::1%en0]:53", "192.168.1.254:53"}, []string{"[fe80::1%en0]:53", "192.168.1.254:53"}},
		{"the company's domain and one below it", `DNS configuration

resolver #1
  nameserver[0] : 192.0.2.1

resolver #2
  domain   : example
  nameserver[0] : 10.0.0.1
  order    : 101000

resolver #3
  domain   : CORP.example
  nameserver[0] : 10.0.0.2
  order    : 102000

resolver #4
  domain   : rp.example
  nameserver[0] : 10.0.0.3
` + mdns, []string{"192.0.2.1:53"}, []string{"10.0.0.2:53"}},
		{"one domain by two programs: the lower order is asked first", `DNS configuration

resolver #1
  nameserver[0] : 192.0.2.1
  order    : 200000

resolver #2
  domain   : corp.example
  nameserver[0] : 10.0.0.9
  order    : 103000

resolver #3
  domain   : corp.example
  nameserver[0] : 10.0.0.1
  order    : 101000
` + mdns, []string{"192.0.2.1:53"}, []string{"10.0.0.1:53", "10.0.0.9:53"}},
		{"the usual resolver is listed behind the VPN's, of lower order", `DNS configuration

resolver #1
  nameserver[0] : 192.168.2.1
  if_index : 14 (en0)
  flags    : Request A records
  order    : 200000

resolver #2
  nameserver[0] : 10.64.0.1
  if_index : 21 (utun6)
  flags    : Supplemental, Request A records
  order    : 101200
` + mdns, []string{"10.64.0.1:53"}, []string{"10.64.0.1:53"}},
	} {
		var r Resolver
		r.Servers, r.Domains = parseScutil(c.text)
		if diff := cmp.Diff(c.public, r.ServersFor("proxy.golang.org")) + cmp.Diff(c.inside, r.ServersFor("git.corp.example")); diff != "" {
			t.Errorf("%s: %s", c.story, diff)
		}
		if r.ServersFor("printer.local") != nil && strings.Contains(c.text, "mdns") {
			t.Errorf("%s: a printer is asked for by %q", c.story, r.ServersFor("printer.local"))
		}
	}
}
