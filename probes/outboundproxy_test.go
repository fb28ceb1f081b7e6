package probes

import (
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestOutboundProxyTargets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		settings []settings.Setting
		want     []string
	}{
		{"none is set", nil, nil},
		{"one for both clients is one", []settings.Setting{variable("HTTPS_PROXY", "http://squid.example.com:3128")},
			[]string{"squid.example.com:3128 of HTTPS_PROXY"}},
		{"without a port the clients mean two", []settings.Setting{variable("HTTPS_PROXY", "http://squid.example.com")},
			[]string{"squid.example.com:80 of HTTPS_PROXY", "squid.example.com:1080 of HTTPS_PROXY"}},
		{"git has one of its own", []settings.Setting{variable("HTTPS_PROXY", "http://squid.example.com:3128"), gitSetting("http.proxy", "socks5://127.0.0.1:7890")},
			[]string{"squid.example.com:3128 of HTTPS_PROXY", "127.0.0.1:7890 of http.proxy"}},
		{"ALL_PROXY is git's alone", []settings.Setting{variable("ALL_PROXY", "socks5://127.0.0.1:7890")},
			[]string{"127.0.0.1:7890 of ALL_PROXY"}},
		{"a proxy for one host", []settings.Setting{gitSetting("http.https://git.example.org.proxy", "http://squid.example.com:3128")},
			[]string{"squid.example.com:3128 of http.https://git.example.org.proxy"}},
		{"a variable for a scheme that nothing uses", []settings.Setting{variable("HTTP_PROXY", "http://squid.example.com:3128")}, nil},
		{"no URL at all", []settings.Setting{variable("HTTPS_PROXY", "http://squid%zz.example.com")},
			[]string{"HTTPS_PROXY by git", "HTTPS_PROXY"}},
	} {
		s := snapshotWith(append(c.settings, goSetting("GOPROXY", "https://a.example.com"), goSetting("GOSUMDB", "off"))...)
		if got := targetNames(outboundProxies(s, nil)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestOutboundProxy(t *testing.T) {
	t.Parallel()
	far := &nettest.Network{Routes: map[string]string{"a.example.com:443": serve(t, nettest.Stall)}}
	open := nettest.OutboundProxy{Dial: far.Dial}
	closed := nettest.OutboundProxy{Dial: far.Dial, User: "user", Password: "secret"}
	for _, c := range []struct {
		name    string
		route   string
		value   string
		status  probe.Status
		symptom symptom.Symptom
		code    int
		detail  string // a part of it
	}{
		{"it opens the tunnel", serve(t, open.Connect), "http://squid.example.com:3128", probe.OK, "", 0, ""},
		{"it opens the tunnel for these credentials", serve(t, closed.Connect), "http://user:secret@squid.example.com:3128", probe.OK, "", 0, ""},
		{"it wants credentials", serve(t, closed.Connect), "http://squid.example.com:3128", probe.Fail, symptom.HTTP407, 407, "407"},
		{"it forbids this host", serve(t, nettest.OutboundProxy{Refuse: 403}.Connect), "http://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed, 403, "403"},
		{"it does not reach the host itself", serve(t, nettest.OutboundProxy{Dial: (&nettest.Network{}).Dial}.Connect), "http://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed, 502, "502"},
		{"nothing listens", nettest.ClosedPort(t), "http://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed, 0, "connection refused"},
		{"it is dead", nettest.Blackhole, "http://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed, 0, "i/o timeout"},
		{"it accepts and is silent", serve(t, nettest.Stall), "http://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed, 0, "deadline"},
		{"it is no HTTP proxy", serve(t, nettest.Say("SSH-2.0-OpenSSH_9.2\r\n")), "http://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed, 0, "malformed HTTP"},
		{"https is said of a plain proxy", serve(t, nettest.Say("HTTP/1.1 400 Bad Request\r\n\r\n")), "https://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed, 0, "TLS"},
		{"SOCKS5 opens the tunnel", serve(t, open.SOCKS5), "socks5://squid.example.com:3128", probe.OK, "", 0, ""},
		{"SOCKS5 refuses the credentials", serve(t, closed.SOCKS5), "socks5://user:wrong@squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed, 0, "authentication"},
		{"its name does not resolve", "", "http://gone.example.com:3128", probe.Fail, symptom.OutboundProxyFailed, 0, "no such host"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := EnvOn(t, &nettest.Network{
				Hosts:  map[string][]netip.Addr{"squid.example.com": addrs("192.0.2.8")},
				Routes: map[string]string{"192.0.2.8:3128": c.route},
			})
			env.Settings = snapshotWith(goSetting("GOPROXY", "https://a.example.com"), goSetting("GOSUMDB", "off"), variable("HTTPS_PROXY", c.value))
			targets := outboundProxies(env.Settings, nil)
			if len(targets) != 1 {
				t.Fatalf("targets: %q, want one", targetNames(targets))
			}
			budget := ample
			if c.detail == "i/o timeout" || c.detail == "deadline" {
				budget = brief
			}
			got := runWithin(t, OutboundProxy, env, targets[0], budget)
			wantOutcome(t, got, c.status, c.symptom)
			if !strings.Contains(got.Detail, c.detail) {
				t.Errorf("detail: got %q, want something of %q", got.Detail, c.detail)
			}
			e := got.Evidence.Proxy
			if e == nil || e.Asked != "a.example.com:443" || e.Variable != "HTTPS_PROXY" || e.Client != probe.GoClient || e.Status != c.code {
				t.Errorf("evidence: got %+v, want a.example.com:443 asked, status %d", e, c.code)
			}
			for _, secret := range []string{"secret", "wrong"} {
				if strings.Contains(got.Detail+e.URL+targets[0].Name, secret) {
					t.Errorf("a credential is shown: %s %s %s", got.Detail, e.URL, targets[0].Name)
				}
			}
		})
	}
}

func TestOutboundProxyThatGoIgnores(t *testing.T) {
	t.Parallel()
	env := EnvOn(t, &nettest.Network{})
	env.Settings = snapshotWith(variable("HTTPS_PROXY", "http://user:secret@squid%zz.example.com"))
	targets := outboundProxies(env.Settings, nil)
	if len(targets) != 2 {
		t.Fatalf("targets: %q, want one for each client", targetNames(targets))
	}
	git := runWithin(t, OutboundProxy, env, targets[0], ample)
	wantOutcome(t, git, probe.Fail, symptom.OutboundProxyFailed)
	got := runWithin(t, OutboundProxy, env, targets[1], ample)
	wantOutcome(t, got, probe.Warn, symptom.OutboundProxyFailed)
	if strings.Contains(got.Detail+got.Evidence.Proxy.URL+git.Detail+git.Evidence.Proxy.URL, "secret") {
		t.Errorf("a credential is shown: %s %s", got.Detail, got.Evidence.Proxy.URL)
	}
}

func TestOutboundProxyForPlainHTTPIsAskedNothing(t *testing.T) {
	t.Parallel()
	heard := make(chan int, 1)
	silent := serve(t, func(c net.Conn) {
		n, _ := c.Read(make([]byte, 1))
		heard <- n
	})
	env := EnvOn(t, &nettest.Network{Routes: map[string]string{"192.0.2.8:3128": silent}})
	env.Settings = snapshotWith(goSetting("GOPROXY", "http://a.example.com"), goSetting("GOSUMDB", "off"), variable("HTTP_PROXY", "http://192.0.2.8:3128"))
	targets := outboundProxies(env.Settings, nil)
	if len(targets) != 1 {
		t.Fatalf("targets: %q, want one", targetNames(targets))
	}
	wantOutcome(t, runWithin(t, OutboundProxy, env, targets[0], ample), probe.OK, "")
	if n := <-heard; n != 0 {
		t.Error("something was sent to the proxy")
	}
}

func TestOutboundProxyRefusedByGoItself(t *testing.T) {
	t.Parallel()
	env := EnvOn(t, &nettest.Network{})
	env.Settings = snapshotWith(goSetting("GOPROXY", "http://a.example.com"), goSetting("GOSUMDB", "off"),
		variable("HTTP_PROXY", "http://192.0.2.8:3128"), variable("REQUEST_METHOD", "GET"))
	targets := outboundProxies(env.Settings, nil)
	if len(targets) != 1 {
		t.Fatalf("targets: %q, want one", targetNames(targets))
	}
	got := runWithin(t, OutboundProxy, env, targets[0], ample)
	wantOutcome(t, got, probe.Fail, symptom.OutboundProxyFailed)
	if !strings.Contains(got.Detail, "CGI") {
		t.Errorf("detail: got %q, want go's own words about CGI", got.Detail)
	}
}
