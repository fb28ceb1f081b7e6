package probes

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// resolver starts a DNS server for the time of the test.
func resolver(t *testing.T, answers map[string]nettest.DNSAnswer) string {
	t.Helper()
	r := nettest.StartDNS(answers)
	t.Cleanup(r.Close)
	return r.Addr
}

// only returns a zone in which one name has an answer.
func only(a nettest.DNSAnswer) map[string]nettest.DNSAnswer {
	return map[string]nettest.DNSAnswer{proxyHost: a}
}

// goLookup resolves with package net's own resolver, which is the go command's,
// through the servers one after the other.
func goLookup(servers ...string) func(context.Context, string) ([]netip.Addr, error) {
	return func(ctx context.Context, name string) ([]netip.Addr, error) {
		var err error
		for _, server := range servers {
			r := &net.Resolver{PreferGo: true, Dial: wire.EndWithContext(func(ctx context.Context, network, _ string) (net.Conn, error) {
				var d net.Dialer
				return d.DialContext(ctx, network, server)
			})}
			var found []netip.Addr
			found, err = r.LookupNetIP(ctx, "ip", name+".")
			if err == nil {
				return found, nil
			}
			if lookup, ok := errtype.As[*net.DNSError](err); ok && lookup.IsNotFound {
				return nil, err
			}
		}
		return nil, err
	}
}

func dnsEnv(t *testing.T, servers ...string) *probe.Env {
	t.Helper()
	env := EnvOn(t, &nettest.Network{})
	var d net.Dialer
	env.Dial = d.DialContext
	env.Lookup = goLookup(servers...)
	env.Settings.Resolver.Servers = servers
	return env
}

var dnsTarget = probe.Target{Name: proxyHost, Endpoint: proxyHost + ":443", URL: "https://" + proxyHost}

func TestDNSOneResolver(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		answer    nettest.DNSAnswer
		status    probe.Status
		symptom   symptom.Symptom
		server    symptom.Symptom // what the resolver itself is said to have done
		rcode     string
		transport string
		addresses []string
	}{
		{"it answers", nettest.DNSAnswer{Addresses: []string{"192.0.2.1", "2001:db8::1"}}, probe.OK, "", "", "NOERROR", "udp", []string{"192.0.2.1", "2001:db8::1"}},
		{"IPv4 only", nettest.DNSAnswer{Addresses: []string{"192.0.2.1"}}, probe.OK, "", "", "NOERROR", "udp", []string{"192.0.2.1"}},
		{"after two forged answers", nettest.DNSAnswer{Addresses: []string{"192.0.2.1"}, Forged: true}, probe.OK, "", "", "NOERROR", "udp", []string{"192.0.2.1"}},
		{"cut short over UDP, whole over TCP", nettest.DNSAnswer{Addresses: []string{"192.0.2.1"}, OverTCP: true}, probe.OK, "", "", "NOERROR", "tcp", []string{"192.0.2.1"}},
		{"the name does not exist", nettest.DNSAnswer{RCODE: dns.RcodeNameError}, probe.Fail, symptom.DNSNXDomain, symptom.DNSNXDomain, "NXDOMAIN", "udp", nil},
		{"the name has no address", nettest.DNSAnswer{}, probe.Fail, symptom.DNSNoAddress, symptom.DNSNoAddress, "NOERROR", "udp", nil},
		{"it fails", nettest.DNSAnswer{RCODE: dns.RcodeServerFailure}, probe.Fail, symptom.DNSServFail, symptom.DNSServFail, "SERVFAIL", "udp", nil},
		{"it refuses", nettest.DNSAnswer{RCODE: dns.RcodeRefused}, probe.Fail, symptom.DNSRefused, symptom.DNSRefused, "REFUSED", "udp", nil},
		{"it says that it cannot do this", nettest.DNSAnswer{RCODE: dns.RcodeNotImplemented}, probe.Fail, symptom.DNSServFail, symptom.DNSServFail, "NOTIMP", "udp", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := dnsEnv(t, resolver(t, only(c.answer)))
			got := runWithin(t, DNS, env, dnsTarget, ample)
			wantOutcome(t, got, c.status, c.symptom)
			if got.Evidence.DNS == nil || len(got.Evidence.DNS.Servers) != 1 {
				t.Fatalf("evidence: got %+v, want one server", got.Evidence.DNS)
			}
			s := got.Evidence.DNS.Servers[0]
			if s.Symptom != c.server || s.RCODE != c.rcode || s.Transport != c.transport || !s.Reached || !slices.Equal(s.Addresses, c.addresses) {
				t.Errorf("server: got %+v, want %s %s %q %q, reached", s, c.rcode, c.transport, c.server, c.addresses)
			}
			if kept := wire.Printed(env.Addresses(dnsTarget)); len(kept) != len(c.addresses) {
				t.Errorf("addresses left to the connect stage: got %q, want %q", kept, c.addresses)
			}
		})
	}
}

func TestDNSSilentResolver(t *testing.T) {
	need.Long(t)
	t.Parallel()
	env := dnsEnv(t, resolver(t, only(nettest.DNSAnswer{Silent: true})))
	got := runWithin(t, DNS, env, dnsTarget, brief)
	wantOutcome(t, got, probe.Fail, symptom.DNSTimeout)
	s := got.Evidence.DNS.Servers
	if len(s) != 1 || s[0].Symptom != symptom.DNSTimeout || !s[0].Reached {
		t.Errorf("got %+v, want dns-timeout of a machine that accepts TCP", s)
	}
}

func TestDNSResolverThatIsNotThere(t *testing.T) {
	t.Parallel()
	env := dnsEnv(t, nettest.ClosedPort(t))
	got := runWithin(t, DNS, env, dnsTarget, ample)
	wantOutcome(t, got, probe.Fail, symptom.DNSTimeout)
	s := got.Evidence.DNS.Servers
	if len(s) != 1 || s[0].Symptom != symptom.DNSTimeout || !s[0].Reached {
		t.Errorf("got %+v, want dns-timeout of a machine whose port 53 is closed", s)
	}
}

func TestDNSDroppedNetworkReachesNobody(t *testing.T) {
	need.Long(t)
	t.Parallel()
	n := &nettest.Network{Routes: map[string]string{"192.0.2.53:53": nettest.Blackhole}}
	env := EnvOn(t, n)
	env.Settings.Resolver.Servers = []string{"192.0.2.53:53"}
	env.Lookup = func(ctx context.Context, name string) ([]netip.Addr, error) {
		<-ctx.Done()
		return nil, &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true}
	}
	got := runWithin(t, DNS, env, dnsTarget, brief)
	wantOutcome(t, got, probe.Fail, symptom.DNSTimeout)
	if s := got.Evidence.DNS.Servers; len(s) != 1 || s[0].Reached {
		t.Errorf("got %+v, want a server that gave no sign of life", s)
	}
}

func TestDNSLostDatagramIsRepeated(t *testing.T) {
	need.Long(t)
	t.Parallel()
	env := dnsEnv(t, resolver(t, only(nettest.DNSAnswer{Addresses: []string{"192.0.2.1"}, LoseFirst: true})))
	env.Lookup = func(ctx context.Context, _ string) ([]netip.Addr, error) { // go repeats after 5 s only
		<-ctx.Done()
		return nil, ctx.Err()
	}
	got := runWithin(t, DNS, env, dnsTarget, ample)
	if got.Status == probe.Fail || len(env.Addresses(dnsTarget)) != 1 {
		t.Errorf("got %s %s, want the addresses after the second datagram", got.Status, got.Detail)
	}
}

// Some networks lose the second of two equal questions: the resolvers have told
// all that there is, and go's own five seconds are not waited for.
func TestDNSEveryResolverSpokeAndGoStillWaits(t *testing.T) {
	need.Long(t)
	t.Parallel()
	env := dnsEnv(t, resolver(t, only(nettest.DNSAnswer{RCODE: dns.RcodeNameError})))
	env.Lookup = func(ctx context.Context, _ string) ([]netip.Addr, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	var got probe.Outcome
	took := cost.Took(func() { got = DNS.Run(t.Context(), env, dnsTarget) })
	if got.Status != probe.Fail || got.Symptom != symptom.DNSNXDomain {
		t.Errorf("%+v", got)
	}
	if took > 3*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestDNSDroppedIPv6QuestionsDelayButDoNotFail(t *testing.T) {
	need.Long(t)
	t.Parallel()
	env := dnsEnv(t, resolver(t, only(nettest.DNSAnswer{Addresses: []string{"192.0.2.1"}, DropAAAA: true})))
	got := runWithin(t, DNS, env, dnsTarget, 3*brief/2) // go itself waits 5 s, twice
	wantOutcome(t, got, probe.Warn, "")
	if s := got.Evidence.DNS.Servers; len(s) != 1 || s[0].Silent != "AAAA" || s[0].Symptom != "" {
		t.Errorf("got %+v, want a server that is silent about AAAA", s)
	}
	if kept := wire.Printed(env.Addresses(dnsTarget)); !slices.Equal(kept, []string{"192.0.2.1"}) {
		t.Errorf("addresses left to the connect stage: %q", kept)
	}
}

// Once go has its answer, a question of ours is not waited for as long as a lost
// datagram takes: that it is open then says nothing of the resolver.
func TestDNSQuestionThatIsGivenUpIsNoSilence(t *testing.T) {
	t.Parallel()
	for _, a := range []nettest.DNSAnswer{{Addresses: []string{"192.0.2.1"}, DropAAAA: true}, {DropAAAA: true}} {
		env := dnsEnv(t, resolver(t, only(a)))
		env.Lookup = func(context.Context, string) ([]netip.Addr, error) { return addrs("192.0.2.1"), nil }
		got := runWithin(t, DNS, env, dnsTarget, ample)
		wantOutcome(t, got, probe.OK, "")
		for _, s := range got.Evidence.DNS.Servers {
			if s.Silent != "" || s.Symptom == symptom.DNSTimeout {
				t.Errorf("%+v: got %+v, want nothing about AAAA", a, s)
			}
		}
	}
}

func TestDNSTwoResolvers(t *testing.T) {
	need.Long(t)
	t.Parallel()
	good := nettest.DNSAnswer{Addresses: []string{"192.0.2.1"}}
	for _, c := range []struct {
		name          string
		first, second nettest.DNSAnswer
		status        probe.Status
		symptom       symptom.Symptom
		within        time.Duration
	}{
		{"the first is silent: it works, late", nettest.DNSAnswer{Silent: true}, good, probe.Warn, "", 4 * time.Second},
		{"the first fails: it works", nettest.DNSAnswer{RCODE: dns.RcodeServerFailure}, good, probe.Warn, "", 3 * time.Second},
		{"the first says that the name does not exist: go believes it", nettest.DNSAnswer{RCODE: dns.RcodeNameError}, good, probe.Fail, symptom.DNSNXDomain, 3 * time.Second},
		{"the second is silent: nobody waits for it", good, nettest.DNSAnswer{Silent: true}, probe.OK, "", time.Second},
		{"both are well", good, good, probe.OK, "", time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := dnsEnv(t, resolver(t, only(c.first)), resolver(t, only(c.second)))
			var got probe.Outcome
			took := cost.Took(func() { got = runWithin(t, DNS, env, dnsTarget, ample) })
			wantOutcome(t, got, c.status, c.symptom)
			if took > c.within {
				t.Errorf("took %v, want at most %v", took, c.within)
			}
			if kept := wire.Printed(env.Addresses(dnsTarget)); c.status != probe.Fail && !slices.Equal(kept, []string{"192.0.2.1"}) {
				t.Errorf("addresses left to the connect stage: %q", kept)
			}
		})
	}
}

func TestDNSAsksForNothingButTheName(t *testing.T) {
	t.Parallel()
	r := nettest.StartDNS(only(nettest.DNSAnswer{Addresses: []string{"192.0.2.1"}}))
	t.Cleanup(r.Close)
	env := dnsEnv(t, r.Addr)
	runWithin(t, DNS, env, dnsTarget, ample)
	if got := r.Asked(); !slices.Equal(got, []string{proxyHost}) {
		t.Errorf("asked for %q, want %q alone", got, proxyHost)
	}
}

func TestDNSFromTheHostsFile(t *testing.T) {
	t.Parallel()
	env := dnsEnv(t, resolver(t, nil)) // the resolver does not know the name
	env.Settings.Resolver.Hosts = []settings.HostsEntry{{Name: "Proxy.Example.com", Address: "192.0.2.7", File: "/etc/hosts", Line: 3}}
	env.Lookup = func(context.Context, string) ([]netip.Addr, error) { return addrs("192.0.2.7"), nil }
	got := runWithin(t, DNS, env, dnsTarget, ample)
	wantOutcome(t, got, probe.OK, "")
	e := got.Evidence.DNS
	if !e.FromHosts || !slices.Equal(e.Addresses, []string{"192.0.2.7"}) || len(e.Servers) != 1 || e.Servers[0].Symptom != symptom.DNSNXDomain {
		t.Errorf("got %+v, want the hosts file's address and the resolver's NXDOMAIN beside it", e)
	}
}

func TestDNSWithoutAConfiguredResolver(t *testing.T) {
	t.Parallel()
	env := EnvOn(t, &nettest.Network{Hosts: map[string][]netip.Addr{proxyHost: addrs("192.0.2.1")}}) // as on Windows, where only the system knows them
	wantOutcome(t, runWithin(t, DNS, env, dnsTarget, ample), probe.OK, "")
}

func TestDNSEndsWithItsContext(t *testing.T) {
	t.Parallel()
	env := dnsEnv(t, resolver(t, only(nettest.DNSAnswer{Silent: true})))
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	if took := cost.Took(func() { DNS.Run(ctx, env, dnsTarget) }); took > 2*time.Second {
		t.Errorf("took %v after the interruption", took)
	}
}

func TestDNSBogusAddress(t *testing.T) {
	need.Long(t)
	t.Parallel()
	ca, unknown := nettest.NewCA("Test Root"), nettest.NewCA("Accelerator")
	for _, c := range []struct {
		name    string
		host    string
		address string
		route   string
		status  probe.Status
		symptom symptom.Symptom
	}{
		{"a sinkhole where nothing listens", "127.0.0.1", "127.0.0.1:443", nettest.ClosedPort(t), probe.Fail, symptom.DNSBogusAddress},
		{"a sinkhole with a page for everybody", "0.0.0.0", "0.0.0.0:443", serve(t, nettest.Handshake(ca.Valid("blocked.example.net"))), probe.Fail, symptom.DNSBogusAddress},
		{"a sinkhole that says nothing", "198.18.0.5", "198.18.0.5:443", nettest.Blackhole, probe.Fail, symptom.DNSBogusAddress},
		{"a fake-IP resolver that works", "198.18.0.5", "198.18.0.5:443", serve(t, nettest.Handshake(ca.Valid(proxyHost))), probe.OK, ""},
		{"an accelerator with an authority of its own: the handshake's affair", "127.0.0.1", "127.0.0.1:443", serve(t, nettest.Handshake(unknown.Valid(proxyHost))), probe.OK, ""},
		{"a certificate that is over: the handshake's affair", "127.0.0.1", "127.0.0.1:443", serve(t, nettest.Handshake(ca.Expired(proxyHost))), probe.OK, ""},
		{"a company's private address where nothing listens", "10.0.0.1", "10.0.0.1:443", nettest.ClosedPort(t), probe.OK, ""},
		{"a public address where nothing listens", "192.0.2.1", "192.0.2.1:443", nettest.ClosedPort(t), probe.OK, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := EnvOn(t, &nettest.Network{Hosts: map[string][]netip.Addr{proxyHost: addrs(c.host)}, Routes: map[string]string{c.address: c.route}})
			env.Roots = ca.Pool()
			budget := ample
			if c.route == nettest.Blackhole {
				budget = brief
			}
			wantOutcome(t, runWithin(t, DNS, env, dnsTarget, budget), c.status, c.symptom)
		})
	}
}

func TestBogusIsSaidOfPublicHTTPSNamesAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, host, url string }{
		{"plain http on this machine has no certificate to show", proxyHost, "http://" + proxyHost},
		{"a name of a company's own top-level domain", "goproxy.corp", "https://goproxy.corp"},
		{"a name of this machine", "goproxy.localhost", "https://goproxy.localhost"},
	} {
		env := EnvOn(t, &nettest.Network{Hosts: map[string][]netip.Addr{c.host: addrs("127.0.0.1")}})
		got := runWithin(t, DNS, env, probe.Target{Name: c.host, Endpoint: c.host + ":443", URL: settings.Value(c.url)}, ample)
		if got.Status != probe.OK {
			t.Errorf("%s: got %s %s, want ok", c.name, got.Status, got.Detail)
		}
	}
}

// TestDNSOfADomain: where the system asks a server of its own for a domain (a VPN, macOS'
// /etc/resolver, Windows' NRPT), no other server learns the names in it.
func TestDNSOfADomain(t *testing.T) {
	t.Parallel()
	usual := nettest.StartDNS(nil)
	t.Cleanup(usual.Close)
	vpn := resolver(t, only(nettest.DNSAnswer{Addresses: []string{"192.0.2.7"}}))
	env := dnsEnv(t, vpn)
	env.Settings.Resolver.Servers = []string{usual.Addr}
	env.Settings.Resolver.Domains = []settings.DomainServers{{Domain: "example.com", Servers: []string{vpn}}}
	o := runDNS(t.Context(), env, dnsTarget)
	if o.Status != probe.OK || len(o.Evidence.DNS.Servers) != 1 || o.Evidence.DNS.Servers[0].Server != vpn {
		t.Errorf("got %s %q, %+v", o.Status, o.Detail, o.Evidence.DNS.Servers)
	}
	if asked := usual.Asked(); len(asked) > 0 {
		t.Errorf("the usual server was asked for %v", asked)
	}
}
