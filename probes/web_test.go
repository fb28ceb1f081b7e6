package probes

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// web is an Internet of the test's own: names, each with its servers on
// loopback, certified by the web's own authority. What is not there refuses
// the connection.
type web struct {
	t  *testing.T
	ca *nettest.CA

	mu      sync.Mutex
	names   map[string]netip.Addr
	servers map[string]string // address:port → loopback
	dials   map[string]int    // by address:port
	started []*httptest.Server
}

func newWeb(t *testing.T) *web {
	return &web{t: t, ca: nettest.NewCA("Test Root"), names: map[string]netip.Addr{}, servers: map[string]string{}, dials: map[string]int{}}
}

// version of HTTP that a server speaks over TLS at most.
type httpVersion bool

const (
	http1 httpVersion = false
	http2 httpVersion = true
)

func (w *web) address(name string) netip.Addr {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.addressLocked(name)
}

func (w *web) addressLocked(name string) netip.Addr {
	a, ok := w.names[name]
	if !ok {
		a = netip.AddrFrom4([4]byte{192, 0, 2, byte(len(w.names) + 1)})
		w.names[name] = a
	}
	return a
}

func (w *web) serve(name, port string, s *httptest.Server) {
	a := w.address(name)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.servers[net.JoinHostPort(a.String(), port)] = s.Listener.Addr().String()
	w.started = append(w.started, s)
	w.t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
}

func (w *web) https(name string, v httpVersion, h http.Handler) {
	w.certified(name, w.ca.Valid(name), v, h)
}

// hangUp has every server close the connections that it has.
func (w *web) hangUp() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.started {
		s.CloseClientConnections()
	}
}

func (w *web) certified(name string, cert tls.Certificate, v httpVersion, h http.Handler) {
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = bool(v)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	w.serve(name, "443", s)
}

func (w *web) http(name string, h http.Handler) {
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	w.serve(name, "80", s)
}

// env returns the machine in this web. Settings are those of a pristine
// installation and the ones given, as KEY=value of the go command or of the
// environment.
func (w *web) env(set ...settings.Setting) *probe.Env {
	m := host.System()
	return &probe.Env{
		Settings: &settings.Snapshot{OS: "linux", Layers: set},
		Lookup: func(_ context.Context, name string) ([]netip.Addr, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if a, ok := w.names[name]; ok {
				return []netip.Addr{a}, nil
			}
			return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
		},
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			w.mu.Lock()
			to, ok := w.servers[address]
			w.dials[address]++
			w.mu.Unlock()
			if !ok {
				return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
			}
			return m.Dial(ctx, network, to)
		},
		Run: m.Run, TempDir: m.TempDir, ReadFile: m.ReadFile, Now: time.Now, Roots: w.ca.Pool(), UserAgent: "probes-test",
	}
}

func goSetting(name, value string) settings.Setting {
	return settings.Setting{Key: settings.Go(name), Value: settings.Value(value), Origin: settings.OSEnv}
}

func variable(name, value string) settings.Setting {
	return settings.Setting{Key: settings.Variable(name), Value: settings.Value(value), Origin: settings.OSEnv}
}

// patient is a probe for servers that end by themselves, on a machine however busy.
func patient(p probe.Probe) *probe.Probe {
	p.Budget = ample
	return &p
}

// lookWeb runs a probe's only target.
func lookWeb(t *testing.T, p *probe.Probe, env *probe.Env, queries ...probe.Query) probe.Outcome {
	t.Helper()
	targets := p.Targets(env.Settings, queries)
	if len(targets) != 1 {
		t.Fatalf("targets = %+v, want one", targets)
	}
	return lookAt(t, p, env, targets[0])
}

func lookAt(t *testing.T, p *probe.Probe, env *probe.Env, target probe.Target) probe.Outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), p.Budget)
	defer cancel()
	var o probe.Outcome
	if took := cost.Took(func() { o = p.Run(ctx, env, target) }); took > p.Budget+time.Second {
		t.Errorf("took %v with a budget of %v", took, p.Budget)
	}
	return o
}

// uuid is a module like others.
var uuid = nettest.Module{
	Path: "example.com/uuid", Version: "v1.6.0", Revisions: []string{"master"},
	Files: map[string]string{"uuid.go": "package uuid\n", "LICENSE": "Do what you want.\n"},
}

func moduleProxy(t *testing.T, modules ...nettest.Module) *nettest.ModuleProxy {
	t.Helper()
	p, err := nettest.NewModuleProxy(modules...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// summary tells a conversation in one line: name, status and symptom of each request.
func summary(e *probe.HTTPEvidence) string {
	var parts []string
	for _, r := range e.Requests {
		s := fmt.Sprintf("%s %d", r.Name, r.Status)
		if r.Symptom != "" {
			s += " " + string(r.Symptom)
		}
		if r.HopSymptom != "" {
			s += " (" + string(r.HopSymptom) + ")"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ", ")
}

func mustURL(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// gate puts outbound proxies on a name: 3128 opens tunnels, 3129 wants
// credentials, 3130 refuses, 1080 speaks SOCKS5, 8080 takes only plain http.
func (w *web) gate(name string) {
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		return w.env().Dial(ctx, network, net.JoinHostPort(w.address(host).String(), port))
	}
	for port, s := range map[string]*nettest.Server{
		"3128": nettest.ServeConnect(nettest.OutboundProxy{Dial: dial}),
		"3129": nettest.ServeConnect(nettest.OutboundProxy{Dial: dial, User: "u", Password: "p"}),
		"3130": nettest.ServeConnect(nettest.OutboundProxy{Dial: dial, Refuse: http.StatusForbidden}),
		"1080": nettest.ServeSOCKS5(nettest.OutboundProxy{Dial: dial}),
	} {
		w.t.Cleanup(s.Close)
		w.mu.Lock()
		w.servers[net.JoinHostPort(w.addressLocked(name).String(), port)] = s.Addr
		w.mu.Unlock()
	}
	forward := &httputil.ReverseProxy{
		Rewrite:   func(*httputil.ProxyRequest) {},
		Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true},
		ErrorLog:  log.New(io.Discard, "", 0),
	}
	s := httptest.NewServer(forward)
	w.serve(name, "8080", s)
}
