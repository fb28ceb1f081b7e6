package settings

import (
	"context"
	"fmt"
	"io/fs"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
)

func TestParseResolvConf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"none", "", []string{"127.0.0.1:53", "[::1]:53"}},
		{"comments, options, tabs, CR", "# nameserver 192.0.2.9\n;nameserver 192.0.2.9\nsearch corp.test\nnameserver\t192.0.2.1\r\noptions ndots:5\nnameserver 192.0.2.2 # trailing\n", []string{"192.0.2.1:53", "192.0.2.2:53"}},
		{"IPv6, with a zone", "nameserver 2001:db8::1\nnameserver fe80::1%eth0", []string{"[2001:db8::1]:53", "[fe80::1%eth0]:53"}},
		{"three count", "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n", []string{"192.0.2.1:53", "192.0.2.2:53", "192.0.2.3:53"}},
		{"what is no address", "nameserver dns.example.com\nnameserver\nnameserver 192.0.2.1:5353\nnameserver 192.0.2.1\n", []string{"192.0.2.1:53"}},
	} {
		if got, _ := parseResolvConf(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

const scutil = `DNS configuration

resolver #1
  search domain[0] : corp.test
  nameserver[0] : 192.0.2.1
  nameserver[1] : 2001:db8::1
  if_index : 6 (en0)
  flags    : Request A records
  reach    : 0x00020002 (Reachable,Directly Reachable Address)

resolver #2
  domain   : local
  options  : mdns
  timeout  : 5
  flags    : Request A records

DNS configuration (for scoped queries)

resolver #1
  nameserver[0] : 192.0.2.99
`

// TestResolvLines: a finding names the line of a resolver.
func TestResolvLines(t *testing.T) {
	t.Parallel()
	_, lines := parseResolvConf("# nameserver 192.0.2.9\nnameserver x\nnameserver 192.0.2.1\n\nnameserver 192.0.2.2\n")
	if !slices.Equal(lines, []int{3, 5}) {
		t.Errorf("lines %v", lines)
	}
}

func TestParseHosts(t *testing.T) {
	t.Parallel()
	got := parseHosts("127.0.0.1 localhost localhost.localdomain\n::1 ip6-localhost\n# 192.0.2.1 a.test\n192.0.2.1\tGitHub.COM github.global # front\nnonsense github.com\n192.0.2.2\nfe80::1%lo0 b.test.\n192.0.2.3 own-proxy", "/etc/hosts")
	want := []HostsEntry{
		{"github.com", "192.0.2.1", "/etc/hosts", 4}, {"github.global", "192.0.2.1", "/etc/hosts", 4},
		{"b.test", "fe80::1%lo0", "/etc/hosts", 7}, {"own-proxy", "192.0.2.3", "/etc/hosts", 8},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSelectHosts(t *testing.T) {
	t.Parallel()
	var all []HostsEntry
	for i := range 6000 {
		all = append(all, HostsEntry{Name: fmt.Sprintf("ad%d.test", i), Address: "0.0.0.0", Line: i + 1})
	}
	all = append(all,
		HostsEntry{Name: "raw.githubusercontent.com", Line: 6001}, HostsEntry{Name: "proxy.corp.test", Line: 6002},
		HostsEntry{Name: "athens", Line: 6003}, HostsEntry{Name: "my-laptop", Line: 6004}, HostsEntry{Name: "git.corp.test", Line: 6005})
	s := &Snapshot{
		Layers: []Setting{{Key: Go("GOPROXY"), Value: "https://u:p@proxy.corp.test/x,http://athens:3000|direct"}},
		Module: Module{Requires: []Requirement{{Path: "git.corp.test/team/x"}}},
	}
	got := selectHosts(all, s)
	var last []string
	for _, e := range got[len(got)-4:] {
		last = append(last, e.Name)
	}
	want(t, "number", len(got), 5000)
	want(t, "those that matter", strings.Join(last, " "), "raw.githubusercontent.com proxy.corp.test athens git.corp.test")
}

// Machines of other systems, as their files and programs would be.
func TestReadResolverOfOtherSystems(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"/etc/resolv.conf": "nameserver 192.0.2.53\n",
		"/etc/hosts":       "192.0.2.1 github.com\n",
	}
	for _, tt := range []struct{ name, os, servers, file, hosts string }{
		{"Linux", "linux", "192.0.2.53:53", "/etc/resolv.conf", "github.com"},
		{"macOS, where scutil knows better", "darwin", "192.0.2.1:53 [2001:db8::1]:53", "", "github.com"},
		{"Windows, whose adapters have the servers", "windows", "192.0.2.7:53 [fe80::1%12]:53", "", ""},
	} {
		b := newBox(t)
		m := b.machine()
		m.OS = tt.os
		m.NameServers = func() []netip.Addr {
			return []netip.Addr{netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("fe80::1%12")}
		}
		m.ReadFile = func(name string, _ int64) ([]byte, bool, error) {
			if text, ok := files[name]; ok {
				return []byte(text), false, nil
			}
			return nil, false, fs.ErrNotExist
		}
		m.Run = func(_ context.Context, c host.Command) (host.Output, error) {
			if c.Args[0] == "/usr/sbin/scutil" {
				return host.Output{Stdout: []byte(scutil)}, nil
			}
			return host.Output{Code: 1}, nil
		}
		s, err := Read(t.Context(), m, b.dir)
		if err != nil {
			t.Fatal(err)
		}
		want(t, tt.name+", servers", strings.Join(s.Resolver.Servers, " "), tt.servers)
		want(t, tt.name+", file", s.Resolver.File, tt.file)
		if tt.hosts != "" {
			want(t, tt.name+", hosts", s.Resolver.Hosts[0].Name, tt.hosts)
		}
	}
}

func FuzzResolverFiles(f *testing.F) {
	f.Add("nameserver 192.0.2.1\n")
	f.Add("192.0.2.1 a.test b.test # c")
	f.Add(scutil)
	f.Add(scutilVPN)
	f.Add(nrpt)
	f.Fuzz(func(t *testing.T, text string) {
		if servers, lines := parseResolvConf(text); len(lines) > len(servers) || len(servers) == 0 || len(servers) > maxServers {
			t.Errorf("%d servers", len(servers))
		}
		for _, e := range parseHosts(text, "f") {
			if e.Name == "" || e.Address == "" || e.Line < 1 || strings.ContainsAny(e.Name, " \n#") {
				t.Errorf("bad entry %+v", e)
			}
		}
		servers, domains := parseScutil(text)
		for _, d := range append(domains, parseNRPT(text)...) {
			if d.Domain == "" || d.Domain != strings.ToLower(strings.Trim(d.Domain, ".")) {
				t.Errorf("bad domain %q", d.Domain)
			}
			servers = append(servers, d.Servers...)
		}
		for _, s := range servers {
			if _, err := netip.ParseAddrPort(s); err != nil {
				t.Errorf("bad server %q", s)
			}
		}
	})
}
