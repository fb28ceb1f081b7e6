package settings

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scutilVPN is what macOS prints with a VPN that serves one domain, a file
// /etc/resolver/test with a port, and Bonjour.
const scutilVPN = `DNS configuration

resolver #1
  search domain[0] : lan
  nameserver[0] : 192.0.2.1
  nameserver[1] : fe80::1%en0
  if_index : 14 (en0)
  flags    : Request A records, Request AAAA records
  reach    : 0x00020002 (Reachable,Directly Reachable Address)

resolver #2
  domain   : Corp.Example
  nameserver[0] : 198.51.100.53
  nameserver[1] : 198.51.100.54
  if_index : 22 (utun4)
  flags    : Supplemental, Request A records
  reach    : 0x00000003 (Reachable,Transient Connection)
  order    : 102400

resolver #3
  domain   : test
  nameserver[0] : 127.0.0.1
  port     : 5354
  flags    : Request A records
  reach    : 0x00030002 (Reachable,Local Address,Directly Reachable Address)

resolver #4
  domain   : local
  options  : mdns
  timeout  : 5
  flags    : Request A records
  reach    : 0x00000000 (Not Reachable)
  order    : 300000

resolver #5
  domain   : 254.169.in-addr.arpa
  options  : mdns
  timeout  : 5
  order    : 300200

DNS configuration (for scoped queries)

resolver #1
  nameserver[0] : 203.0.113.99
  if_index : 14 (en0)
  flags    : Scoped, Request A records

resolver #2
  search domain[0] : corp.example
  nameserver[0] : 198.51.100.53
  if_index : 22 (utun4)
  flags    : Scoped, Request A records
`

func TestParseScutil(t *testing.T) {
	t.Parallel()
	mdns := DomainServers{Domain: "local"}
	for name, tt := range map[string]struct {
		text    string
		servers []string
		domains []DomainServers
	}{
		"a usual machine":           {scutil, []string{"192.0.2.1:53", "[2001:db8::1]:53"}, []DomainServers{mdns}},
		"a domain's resolver first": {"resolver #1\n  domain : vpn.test\n  nameserver[0] : 192.0.2.7\nresolver #2\n  nameserver[0] : 192.0.2.8\n", []string{"192.0.2.8:53"}, []DomainServers{{"vpn.test", []string{"192.0.2.7:53"}}}},
		"a VPN and /etc/resolver": {scutilVPN, []string{"192.0.2.1:53", "[fe80::1%en0]:53"}, []DomainServers{
			{"test", []string{"127.0.0.1:5354"}}, {"corp.example", []string{"198.51.100.53:53", "198.51.100.54:53"}}, mdns}},
		"nothing": {"No DNS configuration available\n", nil, nil},
	} {
		servers, domains := parseScutil(tt.text)
		if diff := cmp.Diff(tt.servers, servers) + cmp.Diff(tt.domains, domains); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// nrpt is what `reg query ... /s` prints with two rules of a VPN, one for DNSSEC alone
// and one for a host.
const nrpt = "\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig\\{6C9E2E5B-0F5C-4C1B-8C6D-2A8F0E0B7C11}\r\n" +
	"    Version    REG_DWORD    0x2\r\n    Name    REG_MULTI_SZ    .corp.example\\0.Corp.Test\r\n    ConfigOptions    REG_DWORD    0x8\r\n    GenericDNSServers    REG_SZ    198.51.100.53; 198.51.100.54\r\n\r\n" +
	"HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig\\dnssec\r\n" +
	"    Name    REG_MULTI_SZ    .signed.example\r\n    ConfigOptions    REG_DWORD    0x2\r\n\r\n" +
	"HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig\\host\r\n" +
	"    Name    REG_MULTI_SZ    git.other.example\r\n    GenericDNSServers    REG_SZ    192.0.2.9\r\n"

func TestParseNRPT(t *testing.T) {
	t.Parallel()
	both := []string{"198.51.100.53:53", "198.51.100.54:53"}
	if diff := cmp.Diff([]DomainServers{{"corp.example", both}, {"corp.test", both}}, parseNRPT(nrpt)); diff != "" {
		t.Error(diff)
	}
	if got := parseNRPT("ERROR: The system was unable to find the specified registry key or value.\r\n"); got != nil {
		t.Errorf("got %v", got)
	}
}

// TestServersFor: a server learns the names of its own domain alone.
func TestServersFor(t *testing.T) {
	t.Parallel()
	usual, vpn := []string{"192.0.2.1:53"}, []string{"198.51.100.53:53"}
	r := Resolver{Servers: usual, Domains: []DomainServers{
		{"corp.example", vpn}, {"lab.corp.example", []string{"203.0.113.1:53"}}, {"local", nil}}}
	for host, want := range map[string][]string{
		"github.com": usual, "notcorp.example": usual, "corp.example": vpn, "Git.Corp.Example.": vpn,
		"a.lab.corp.example": {"203.0.113.1:53"}, "printer.local": nil,
	} {
		if diff := cmp.Diff(want, r.ServersFor(host)); diff != "" {
			t.Errorf("%s: %s", host, diff)
		}
	}
}
