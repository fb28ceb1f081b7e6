package probes

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const proxyHost = "proxy.example.com"

func TestTLS(t *testing.T) {
	t.Parallel()
	ca, other := nettest.NewCA("Test Root"), nettest.NewCA("Other Root")
	good := nettest.Handshake(ca.Valid(proxyHost))
	for _, c := range []struct {
		name    string
		server  nettest.Handler
		roots   *x509.CertPool
		status  probe.Status
		symptom symptom.Symptom
		issuer  string // in the evidence; "" is no certificate
		small   string
	}{
		{"a good certificate", good, ca.Pool(), probe.OK, "", "CN=Test Root", ""},
		{"authority not in the roots", good, other.Pool(), probe.Fail, symptom.TLSUnknownAuthority, "CN=Test Root", ""},
		{"no roots at all", good, x509.NewCertPool(), probe.Fail, symptom.TLSUnknownAuthority, "CN=Test Root", ""},
		{"over since an hour", nettest.Handshake(ca.Expired(proxyHost)), ca.Pool(), probe.Fail, symptom.TLSExpired, "CN=Test Root", ""},
		{"valid in an hour", nettest.Handshake(ca.Early(proxyHost)), ca.Pool(), probe.Fail, symptom.TLSNotYetValid, "CN=Test Root", ""},
		{"another name", nettest.Handshake(ca.Valid("other.example.com")), ca.Pool(), probe.Fail, symptom.TLSNameMismatch, "CN=Test Root", ""},
		{"reset after the hello", nettest.Reset, ca.Pool(), probe.Fail, symptom.TLSReset, "", "tls-reset"},
		{"closed after the hello", nettest.CloseAfterHello, ca.Pool(), probe.Fail, symptom.TLSReset, "", "tls-reset"},
		{"stalled", nettest.Stall, ca.Pool(), probe.Fail, symptom.TLSTimeout, "", "tls-timeout"},
		{"a big hello is reset", nettest.IfHelloFits(good, nettest.Reset), ca.Pool(), probe.Fail, symptom.TLSReset, "", "ok"},
		{"a big hello is dropped", nettest.IfHelloFits(good, nettest.Stall), ca.Pool(), probe.Fail, symptom.TLSTimeout, "", "ok"},
		{"plain HTTP on the TLS port", nettest.Say("HTTP/1.1 400 Bad Request\r\n\r\n"), ca.Pool(), probe.Fail, symptom.TLSProtocol, "", ""},
		{"TLS 1.0 only", nettest.OldTLS(ca.Valid(proxyHost)), ca.Pool(), probe.Fail, symptom.TLSProtocol, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := EnvOn(t, &nettest.Network{Routes: map[string]string{"192.0.2.1:443": serve(t, c.server)}})
			env.Roots = c.roots
			target := probe.Target{Name: proxyHost + ":443", Endpoint: proxyHost + ":443", URL: "https://" + proxyHost}
			env.KeepAddresses(target, addrs("192.0.2.1"))
			wantOutcome(t, runWithin(t, TCP, env, target, ample), probe.OK, "")
			budget := within(c.symptom)
			if c.small == "ok" {
				budget *= 2 // the small one comes late
			}
			got := runWithin(t, TLS, env, target, budget)
			wantOutcome(t, got, c.status, c.symptom)
			seen := got.Evidence.TLS
			if seen == nil {
				t.Fatal("no evidence")
			}
			if seen.Issuer != c.issuer || seen.SmallHello != c.small {
				t.Errorf("issuer %q, small hello %q; want %q, %q", seen.Issuer, seen.SmallHello, c.issuer, c.small)
			}
			if c.issuer != "" && seen.NotAfter.IsZero() {
				t.Error("the end of the validity is missing")
			}
			conn := env.Claim(target)
			if _, shaken := conn.(*tls.Conn); shaken != (c.status == probe.OK) {
				t.Errorf("a TLS connection is left to the protocol stage: %v", shaken)
			}
			if conn != nil {
				_ = conn.Close()
			}
		})
	}
}

// TestRootThatIsPresentAndNotTrusted: the keychains of macOS and the directories of
// Linux may hold the root of a certificate that the system refuses.
func TestRootThatIsPresentAndNotTrusted(t *testing.T) {
	t.Parallel()
	corp, other := nettest.NewCA("Corp Root"), nettest.NewCA("Corp Root") // by name alone they are one
	const anchors = "/usr/local/share/ca-certificates"
	for _, c := range []struct {
		name, os string
		files    map[string][]byte // by the keychain, or the file
		want     string
	}{
		{"in the keychain of all users", "darwin", map[string][]byte{"/Library/Keychains/System.keychain": append(other.PEM(), corp.PEM()...)}, "System.keychain"},
		{"in the user's own", "darwin", map[string][]byte{"/Library/Keychains/System.keychain": other.PEM(), "/Users/u/Library/Keychains/login.keychain-db": corp.PEM()}, "login.keychain-db"},
		{"one of the same name", "darwin", map[string][]byte{"/Library/Keychains/System.keychain": other.PEM()}, ""},
		{"none there", "darwin", nil, ""},
		{"a directory of Linux", "linux", map[string][]byte{anchors + "/corp.crt": corp.PEM(), anchors + "/a.crt": []byte("no certificate")}, anchors + "/corp.crt"},
		{"a directory of Linux with another one", "linux", map[string][]byte{anchors + "/corp.crt": other.PEM()}, ""},
		{"Windows has neither", "windows", map[string][]byte{anchors + "/corp.crt": corp.PEM()}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := EnvOn(t, &nettest.Network{Routes: map[string]string{"192.0.2.1:443": serve(t, nettest.Handshake(corp.Valid(proxyHost)))}})
			env.Roots, env.Settings = nettest.NewCA("Public Root").Pool(), &settings.Snapshot{OS: c.os}
			env.HomeDir = func() (string, error) { return "/Users/u", nil }
			env.Run = func(_ context.Context, run host.Command) (host.Output, error) {
				keychain := run.Args[len(run.Args)-1]
				if want := "/usr/bin/security find-certificate -a -p " + keychain; strings.Join(run.Args, " ") != want {
					t.Errorf("ran %q, want %q", run.Args, want)
				}
				if data, ok := c.files[keychain]; ok {
					return host.Output{Stdout: data}, nil
				}
				return host.Output{Code: 44, Stderr: []byte("security: SecKeychainSearchCopyNext: The specified item could not be found in the keychain.")}, nil
			}
			tree := fstest.MapFS{}
			for name, data := range c.files {
				tree[strings.TrimPrefix(name, "/")] = &fstest.MapFile{Data: data}
			}
			env.ReadDir = func(name string) ([]fs.DirEntry, error) { return tree.ReadDir(strings.TrimPrefix(name, "/")) }
			env.ReadFile = func(name string, _ int64) ([]byte, bool, error) {
				data, err := tree.ReadFile(strings.TrimPrefix(name, "/"))
				return data, false, err
			}
			target := probe.Target{Name: proxyHost + ":443", Endpoint: proxyHost + ":443", URL: "https://" + proxyHost}
			env.KeepAddresses(target, addrs("192.0.2.1"))
			got := runWithin(t, TLS, env, target, ample)
			wantOutcome(t, got, probe.Fail, symptom.TLSUnknownAuthority)
			if got.Evidence.TLS == nil || got.Evidence.TLS.Present != c.want {
				t.Errorf("%+v: want the root in %q", got.Evidence.TLS, c.want)
			}
		})
	}
}

func TestTLSEvidenceOfAGoodHandshake(t *testing.T) {
	t.Parallel()
	ca := nettest.NewCA("Test Root")
	many := []string{proxyHost, "b.example.com", "c.example.com", "d.example.com", "e.example.com", "f.example.com", "g.example.com", "h.example.com", "i.example.com"}
	env := EnvOn(t, &nettest.Network{Routes: map[string]string{"192.0.2.1:443": serve(t, nettest.Handshake(ca.Valid(many...)))}})
	env.Roots = ca.Pool()
	target := probe.Target{Endpoint: proxyHost + ":443"}
	env.KeepAddresses(target, addrs("192.0.2.1"))
	got := runWithin(t, TLS, env, target, ample)
	wantOutcome(t, got, probe.OK, "")
	seen := got.Evidence.TLS
	if seen.Version != "TLS 1.3" || seen.ALPN != "h2" || len(seen.Names) != 8 || seen.Names[0] != proxyHost {
		t.Errorf("got %+v, want TLS 1.3, h2 and the first 8 names", seen)
	}
}

func TestTheHelloIsAsBigAsTheGoCommands(t *testing.T) {
	t.Parallel()
	ca := nettest.NewCA("Test Root")
	good := nettest.Handshake(ca.Valid(proxyHost))
	env := EnvOn(t, &nettest.Network{Routes: map[string]string{"192.0.2.1:443": serve(t, nettest.IfHelloFits(nettest.Reset, good))}})
	env.Roots = ca.Pool()
	target := probe.Target{Endpoint: proxyHost + ":443"}
	env.KeepAddresses(target, addrs("192.0.2.1"))
	wantOutcome(t, runWithin(t, TLS, env, target, ample), probe.OK, "")
}

func TestTheParkedConnectionSpeaksHTTP2(t *testing.T) {
	t.Parallel()
	ca := nettest.NewCA("Test Root")
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Header().Set("X-Proto", r.Proto) }))
	server.EnableHTTP2 = true
	server.TLS = &tls.Config{Certificates: []tls.Certificate{ca.Valid(proxyHost)}}
	server.StartTLS()
	t.Cleanup(server.Close)
	address := server.Listener.Addr().String()
	env := EnvOn(t, &nettest.Network{Routes: map[string]string{"192.0.2.1:443": address}})
	env.Roots = ca.Pool()
	target := probe.Target{Endpoint: proxyHost + ":443"}
	env.KeepAddresses(target, addrs("192.0.2.1"))
	wantOutcome(t, runWithin(t, TLS, env, target, ample), probe.OK, "")
	transport := &http.Transport{
		ForceAttemptHTTP2: true,
		DialTLSContext:    func(context.Context, string, string) (net.Conn, error) { return env.Claim(target), nil },
	}
	defer transport.CloseIdleConnections()
	res, err := (&http.Client{Transport: transport}).Get("https://" + proxyHost + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if got := res.Header.Get("X-Proto"); got != "HTTP/2.0" {
		t.Errorf("the request went by %s, want HTTP/2.0", got)
	}
}

func TestTLSThroughAnOutboundProxy(t *testing.T) {
	t.Parallel()
	ca := nettest.NewCA("Test Root")
	inside := &nettest.Network{
		Hosts:  nil,
		Routes: map[string]string{proxyHost + ":443": serve(t, nettest.Handshake(ca.Valid(proxyHost)))},
	}
	open := nettest.OutboundProxy{Dial: inside.Dial}
	closed := nettest.OutboundProxy{Dial: inside.Dial, User: "user", Password: "secret"}
	for _, c := range []struct {
		name    string
		server  nettest.Handler
		via     string
		status  probe.Status
		symptom symptom.Symptom
	}{
		{"CONNECT", open.Connect, "http://squid.example.com:3128", probe.OK, ""},
		{"CONNECT with credentials", closed.Connect, "http://user:secret@squid.example.com:3128", probe.OK, ""},
		{"CONNECT without credentials", closed.Connect, "http://squid.example.com:3128", probe.Fail, symptom.HTTP407},
		{"CONNECT with wrong credentials", closed.Connect, "http://user:wrong@squid.example.com:3128", probe.Fail, symptom.HTTP407},
		{"CONNECT refused", nettest.OutboundProxy{Refuse: 403}.Connect, "http://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed},
		{"a silent proxy", nettest.Stall, "http://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed},
		{"SOCKS5", open.SOCKS5, "socks5://squid.example.com:3128", probe.OK, ""},
		{"SOCKS5 with credentials", closed.SOCKS5, "socks5://user:secret@squid.example.com:3128", probe.OK, ""},
		{"SOCKS5 with wrong credentials", closed.SOCKS5, "socks5://user:wrong@squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed},
		{"CONNECT asked of a SOCKS5 proxy", open.SOCKS5, "http://squid.example.com:3128", probe.Fail, symptom.OutboundProxyFailed},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			// The name behind the proxy does not resolve here: nothing may ask for it.
			env := EnvOn(t, &nettest.Network{
				Hosts:  map[string][]netip.Addr{"squid.example.com": addrs("192.0.2.8")},
				Routes: map[string]string{"192.0.2.8:3128": serve(t, c.server)},
			})
			env.Roots = ca.Pool()
			target := probe.Target{Endpoint: proxyHost + ":443", Via: settings.Value(c.via), Client: probe.GoClient}
			budget := ample
			if c.name == "a silent proxy" {
				budget = brief
			}
			got := runWithin(t, TLS, env, target, budget)
			wantOutcome(t, got, c.status, c.symptom)
			if strings.Contains(got.Detail, "secret") || strings.Contains(got.Detail, "wrong") {
				t.Errorf("the detail holds a credential: %s", got.Detail)
			}
		})
	}
}

// TestAskedWithoutTLS wants the time of day, and who answers, from a host whose
// certificate is refused, and no question of that kind to any other host.
func TestAskedWithoutTLS(t *testing.T) {
	w := newWeb(t)
	other := nettest.NewCA("Other Root")
	w.certified("wrong.test", other.Valid("wrong.test"), http1, http.NotFoundHandler())
	w.https("right.test", http1, http.NotFoundHandler())
	for _, name := range []string{"wrong.test", "right.test"} {
		w.http(name, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Date", "Fri, 02 Jan 2026 03:04:05 GMT")
			http.Redirect(rw, r, "http://portal.test/login", http.StatusFound)
		}))
	}
	env := w.env()
	env.Now = func() time.Time { return time.Date(2026, 1, 1, 3, 4, 5, 0, time.UTC) }
	env.Roots = nettest.NewCA("Unrelated").Pool()
	o := runWithin(t, TLS, env, probe.Target{Name: "wrong.test:443", Endpoint: "wrong.test:443"}, ample)
	if o.Status != probe.Fail || o.Evidence.TLS.Plain == nil {
		t.Fatalf("got %s (%s) with %+v, want a failure and an answer without TLS", o.Status, o.Detail, o.Evidence.TLS)
	}
	want := probe.PlainEvidence{Status: 302, Location: "http://portal.test/login", Date: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Ahead: 86400}
	if *o.Evidence.TLS.Plain != want {
		t.Errorf("got %+v, want %+v", *o.Evidence.TLS.Plain, want)
	}
	fine := w.env()
	o = runWithin(t, TLS, fine, probe.Target{Name: "right.test:443", Endpoint: "right.test:443"}, ample)
	fine.Close()
	if o.Status != probe.OK || o.Evidence.TLS.Plain != nil || w.dials[net.JoinHostPort(w.address("right.test").String(), "80")] != 0 {
		t.Errorf("got %s with %+v; want ok, and port 80 left alone", o.Status, o.Evidence.TLS.Plain)
	}
}
