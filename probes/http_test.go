package probes

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// park shakes hands with the target's endpoint and parks the connection, as
// the stage before does.
func park(t *testing.T, w *web, env *probe.Env, target probe.Target) {
	t.Helper()
	raw, err := wire.Open(t.Context(), env, target)
	if err != nil {
		t.Fatal(err)
	}
	name, _, _ := net.SplitHostPort(target.Endpoint)
	conn := tls.Client(raw, &tls.Config{ServerName: name, RootCAs: env.Roots, NextProtos: []string{"h2", "http/1.1"}})
	if err := conn.HandshakeContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	env.Park(target, conn)
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.dials)
}

func (w *web) dialled() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, d := range w.dials {
		n += d
	}
	return n
}

// TestHTTPConnections shows that a chain takes the connections of one visit.
func TestHTTPConnections(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		version httpVersion
		park    bool
		dead    bool // the parked connection dies while it is idle
		most    int  // connections that are made
	}{
		{"HTTP/2 makes one connection", http2, false, false, 1},
		{"HTTP/2 makes none where one is parked", http2, true, false, 0},
		{"HTTP/1 makes one per request at the same time", http1, false, false, 4},
		{"HTTP/1 makes one less where one is parked", http1, true, false, 3},
		{"a parked connection that died is replaced", http2, true, true, 4},
		{"a parked HTTP/1 connection that died is replaced", http1, true, true, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWeb(t)
			w.https("proxy.example.com", c.version, moduleProxy(t, uuid))
			env := w.env(goSetting("GOPROXY", "https://proxy.example.com"))
			defer env.Close()
			target := Goproxy.Targets(env.Settings, []probe.Query{{Path: "example.com/uuid", Version: "v1.6.0"}})[0]
			if c.park {
				park(t, w, env, target)
				if c.dead {
					w.hangUp()
				}
			}
			o := lookAt(t, &Goproxy, env, target)
			if o.Symptom != "" || summary(o.Evidence.HTTP) != allGood {
				t.Errorf("%s; %s\n%+v", o.Detail, summary(o.Evidence.HTTP), o.Evidence.HTTP.Requests)
			}
			if n := w.dialled(); n > c.most {
				t.Errorf("%d connections, want at most %d", n, c.most)
			}
		})
	}
}

// TestHTTPCredentials shows what is sent where.
func TestHTTPCredentials(t *testing.T) {
	t.Parallel()
	const netrc = "machine proxy.example.com login nora password secret\n"
	for _, c := range []struct {
		name, url, goauth string
		want              string // user:password that the server sees
		symptom           symptom.Symptom
	}{
		{"those of the URL over https", "https://ute:pw@proxy.example.com", "", "ute:pw", ""},
		{"those of netrc over https", "https://proxy.example.com", "", "nora:secret", ""},
		{"those of the URL before those of netrc", "https://ute:pw@proxy.example.com", "netrc", "ute:pw", ""},
		{"none of netrc with GOAUTH=off", "https://proxy.example.com", "off", "", ""},
		{"netrc among other sources", "https://proxy.example.com", "git /srv; netrc", "nora:secret", ""},
		{"none over http", "http://proxy.example.com", "", "", ""},
		{"a URL with one over http is not asked", "http://ute:pw@proxy.example.com", "", "", symptom.Unknown},
		{"none for another host", "https://other.example.com", "", "", ""},
		{"none of this host where a redirect leads to another", "https://leads.example.com", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			seen := make(chan string, 1)
			h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				user, password, _ := r.BasicAuth()
				seen <- strings.Trim(user+":"+password, ":")
			})
			w := newWeb(t)
			w.https("proxy.example.com", http2, h)
			w.http("proxy.example.com", h)
			w.https("other.example.com", http2, h)
			w.https("leads.example.com", http2, nettest.HTTPRedirect(302, "https://other.example.com/"))
			env := w.env(goSetting("GOAUTH", c.goauth))
			env.HomeDir = func() (string, error) { return "/home/u", nil }
			env.ReadFile = func(name string, _ int64) ([]byte, bool, error) {
				if name != "/home/u/.netrc" {
					t.Errorf("%s was read", name)
				}
				return []byte(netrc + "machine leads.example.com login x password y\n"), false, nil
			}
			client := wire.NewClient(env, probe.Target{Client: probe.GoClient})
			defer client.Close()
			a := client.Get(t.Context(), wire.Request{Name: probe.ReqCheck, URL: mustURL(t, c.url+"/x"), Limit: 10})
			if a.Symptom != c.symptom {
				t.Fatalf("symptom %q: %s", a.Symptom, a.Detail)
			}
			if strings.Contains(a.URL+a.Detail, "pw") {
				t.Errorf("a credential shows: %s %s", a.URL, a.Detail)
			}
			if c.symptom != "" {
				return
			}
			if got := <-seen; got != c.want {
				t.Errorf("the server saw %q, want %q", got, c.want)
			}
		})
	}
}

// TestHTTPOutboundProxy goes through proxies of the environment.
func TestHTTPOutboundProxy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, proxy string // %s is the proxy's address
		goproxy     string
		want        symptom.Symptom
	}{
		{"a tunnel to https", "http://gate.example.com:3128", "https://proxy.example.com", ""},
		{"plain http is sent to the proxy as it is", "http://gate.example.com:8080", "http://proxy.example.com", ""},
		{"a dead proxy", "http://gate.example.com:1", "https://proxy.example.com", symptom.OutboundProxyFailed},
		{"a dead proxy for plain http", "http://gate.example.com:1", "http://proxy.example.com", symptom.OutboundProxyFailed},
		{"a proxy whose name is not there", "http://nowhere.example.com:3128", "https://proxy.example.com", symptom.OutboundProxyFailed},
		{"a proxy that wants credentials", "http://gate.example.com:3129", "https://proxy.example.com", symptom.HTTP407},
		{"a proxy that refuses", "http://gate.example.com:3130", "https://proxy.example.com", symptom.OutboundProxyFailed},
		{"SOCKS5", "socks5://gate.example.com:1080", "https://proxy.example.com", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWeb(t)
			w.https("proxy.example.com", http2, moduleProxy(t, uuid))
			w.http("proxy.example.com", moduleProxy(t, uuid))
			w.gate("gate.example.com")
			env := w.env(goSetting("GOPROXY", c.goproxy), variable("HTTPS_PROXY", c.proxy), variable("HTTP_PROXY", c.proxy))
			o := lookWeb(t, &Goproxy, env, probe.Query{Path: "example.com/uuid", Version: "v1.6.0"})
			if o.Symptom != c.want {
				t.Errorf("symptom %q (%s), want %q", o.Symptom, o.Detail, c.want)
			}
		})
	}
}

// TestHTTPFile reads entries of the file system as the go command does.
func TestHTTPFile(t *testing.T) {
	t.Parallel()
	p := moduleProxy(t, uuid)
	env := newWeb(t).env(goSetting("GOPROXY", "file:///srv/proxy"))
	env.ReadFile = func(name string, limit int64) ([]byte, bool, error) {
		data := p.File(strings.TrimPrefix(name, "/srv/proxy"))
		if data == nil {
			return nil, false, &net.AddrError{Err: "wrong place"}
		}
		return data[:min(int64(len(data)), limit)], int64(len(data)) > limit, nil
	}
	o := lookWeb(t, &Goproxy, env, probe.Query{Path: "example.com/uuid", Version: "v1.6.0"})
	if o.Symptom != "" || summary(o.Evidence.HTTP) != allGood {
		t.Errorf("%s; %s", o.Detail, summary(o.Evidence.HTTP))
	}
	env.ReadFile = newWeb(t).env().ReadFile
	o = lookWeb(t, &Goproxy, env, probe.Query{Path: "example.com/uuid", Version: "v1.6.0"})
	if o.Symptom != symptom.HTTP404 {
		t.Errorf("a missing directory: symptom %q (%s)", o.Symptom, o.Detail)
	}
}

// TestHTTPInterrupted shows that a probe ends soon after its context.
func TestHTTPInterrupted(t *testing.T) {
	t.Parallel()
	p := moduleProxy(t, uuid)
	p.Fault("", nettest.HTTPSilent())
	w := newWeb(t)
	w.https("proxy.example.com", http2, p)
	env := w.env(goSetting("GOPROXY", "https://proxy.example.com"))
	target := Goproxy.Targets(env.Settings, []probe.Query{{Path: "example.com/uuid"}})[0]
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	if took := cost.Took(func() { Goproxy.Run(ctx, env, target) }); took > 2*time.Second {
		t.Errorf("took %v after an interruption at 100 ms", took)
	}
}
