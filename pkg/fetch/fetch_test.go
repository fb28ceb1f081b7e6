package fetch

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// failing serves good, but answers the first k requests for each file by fault.
type failing struct {
	good  *nettest.ModuleProxy
	fault http.HandlerFunc
	k     int

	mu    sync.Mutex
	asked map[string]int
}

func (f *failing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	if r.Method == http.MethodGet {
		f.asked[r.URL.Path]++
	}
	bad := f.asked[r.URL.Path] <= f.k && strings.Contains(r.URL.Path, "/@v/")
	f.mu.Unlock()
	if bad {
		f.fault(w, r)
		return
	}
	f.good.ServeHTTP(w, r)
}

// faults are what passes by itself, one for each symptom that a server can cause.
var faults = map[string]http.HandlerFunc{
	"502": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "bad gateway", http.StatusBadGateway) },
	"503": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "down", http.StatusServiceUnavailable) },
	"504": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "late", http.StatusGatewayTimeout) },
	"429": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		http.Error(w, "slow down", http.StatusTooManyRequests)
	},
	"truncated body": func(w http.ResponseWriter, r *http.Request) { nettest.HTTPTruncated("half", 4096).ServeHTTP(w, r) },
	"reset": func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		_ = c.Close()
	},
	"hung up":        func(w http.ResponseWriter, r *http.Request) { nettest.HTTPHangUp().ServeHTTP(w, r) },
	"INTERNAL_ERROR": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, // over HTTP/2
}

func modules(t *testing.T) *nettest.ModuleProxy {
	t.Helper()
	p, err := nettest.NewModuleProxy(
		nettest.Module{Path: "example.test/one", Version: "v1.0.0", GoMod: "module example.test/one\n\ngo 1.21\n\nrequire example.test/Two v1.1.0\n", Files: map[string]string{"one.go": "package one\n"}},
		nettest.Module{Path: "example.test/Two", Version: "v1.1.0", Files: map[string]string{"two.go": "package two\n"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// project makes a module that needs both, and a machine whose go command knows
// nothing but the server.
func project(t *testing.T, server string, more ...string) (*host.Machine, string) {
	t.Helper()
	dir, home := t.TempDir(), t.TempDir()
	text := "module example.test/app\n\ngo 1.21\n\nrequire (\n\texample.test/one v1.0.0\n\texample.test/Two v1.1.0\n)\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GOENV=off", "GOPROXY=" + server, "GOSUMDB=off", "GOTOOLCHAIN=local", "GOWORK=off",
		"GOMODCACHE=" + filepath.Join(home, "mod"), "GOCACHE=" + filepath.Join(home, "build"), "GOFLAGS=-modcacherw",
		"GO_TELEMETRY_CHILD=2", // or go leaves a process behind that writes into the home
	}, more...)
	m := host.System().With(environ, home)
	run := m.Run
	m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		c.Dir = dir
		return run(ctx, c)
	}
	return m, dir
}

// counting is a ledger that never waits.
func counting(retries int) (*Ledger, *[]time.Duration) {
	l := NewLedger(retries, time.Hour)
	var waits []time.Duration
	l.Sleep = func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		return nil
	}
	return l, &waits
}

// TestSucceedsExactlyWhileRetriesLast runs the real go command against a server
// that fails each file k times.
func TestSucceedsExactlyWhileRetriesLast(t *testing.T) {
	need.Long(t)
	t.Parallel()
	const retries = 2
	for name, fault := range faults {
		for k := range 4 {
			t.Run(fmt.Sprintf("%s %d times", name, k), func(t *testing.T) {
				t.Parallel()
				server := httptest.NewUnstartedServer(&failing{good: modules(t), fault: fault, k: k, asked: map[string]int{}})
				server.Config.ErrorLog = log.New(io.Discard, "", 0)
				if name != "INTERNAL_ERROR" {
					// net/http repeats a request by itself on a connection that it used before.
					server.Config.SetKeepAlivesEnabled(false)
				}
				var more []string
				if name == "INTERNAL_ERROR" {
					ca := nettest.NewCA("Test Root")
					file := filepath.Join(t.TempDir(), "ca.pem")
					if err := os.WriteFile(file, ca.PEM(), 0o600); err != nil {
						t.Fatal(err)
					}
					server.TLS = &tls.Config{Certificates: []tls.Certificate{ca.Valid("127.0.0.1")}, MinVersion: tls.VersionTLS12}
					server.EnableHTTP2 = true
					server.StartTLS()
					more = []string{"SSL_CERT_FILE=" + file}
				} else {
					server.Start()
				}
				defer server.Close()
				m, dir := project(t, server.URL, more...)
				l, waits := counting(retries)
				r, err := Run(t.Context(), m, Options{Ledger: l})
				if err != nil {
					t.Fatal(err)
				}
				if r.OK() != (k <= retries) {
					t.Fatalf("after %d attempts: %v\n%s%+v", r.Attempts, r.OK(), r.Output, r.Explained)
				}
				if r.Attempts != len(*waits)+1 {
					t.Errorf("%d attempts, %d waits", r.Attempts, len(*waits))
				}
				for _, f := range l.Failures() {
					if f.Times != min(k, retries+1) && r.OK() || f.Host == "" {
						t.Errorf("counted %+v, want %d times", f, k)
					}
				}
				if k == 0 && len(l.Failures()) > 0 {
					t.Errorf("counted %+v where nothing failed", l.Failures())
				}
				// Nothing in the project has changed.
				if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
					t.Errorf("the project has %v, %v", files, err)
				}
			})
		}
	}
}

// TestWhatStaysIsNotRepeated: one attempt, whatever may be repeated.
func TestWhatStaysIsNotRepeated(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault http.Handler
		cause cause.ID
		sum   string
	}{
		"a refusal":        {nettest.HTTPStatus(403, "no"), cause.GoproxyDenied, ""},
		"no login":         {nettest.HTTPStatus(401, "who"), cause.GoproxyDenied, ""},
		"not there":        {nettest.HTTPStatus(404, "no"), cause.ModuleNotFound, ""},
		"another checksum": {nil, cause.ChecksumMismatch, "example.test/one v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nexample.test/one v1.0.0/go.mod h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := modules(t)
			if tt.fault != nil {
				p.Fault("", tt.fault)
			}
			server := httptest.NewServer(p)
			defer server.Close()
			m, dir := project(t, server.URL)
			if tt.sum != "" {
				if err := os.WriteFile(filepath.Join(dir, "go.sum"), []byte(tt.sum), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			l, _ := counting(5)
			r, err := Run(t.Context(), m, Options{Ledger: l})
			if err != nil {
				t.Fatal(err)
			}
			if r.OK() || r.Attempts != 1 || len(r.Explained.Findings) == 0 || r.Explained.Findings[0].Cause != tt.cause {
				t.Errorf("%d attempts, %v\n%s", r.Attempts, r.Explained.Findings, r.Output)
			}
		})
	}
}

// TestGoesOnWhereItEnded: what came before stays in the module cache.
func TestGoesOnWhereItEnded(t *testing.T) {
	t.Parallel()
	p := modules(t)
	p.Fault("/example.test/!two/@v/v1.1.0.zip", nettest.HTTPStatus(403, "no"))
	server := httptest.NewServer(p)
	defer server.Close()
	m, _ := project(t, server.URL)
	var events []Event
	l, _ := counting(1)
	r, err := Run(t.Context(), m, Options{Ledger: l, Observe: func(e Event) { events = append(events, e) }})
	if err != nil || r.OK() {
		t.Fatalf("%v %+v", err, r)
	}
	seen := map[string]Kind{}
	for _, e := range events {
		seen[e.Path] = e.Kind
	}
	if seen["example.test/one"] != Done || seen["example.test/Two"] != Failed {
		t.Errorf("told %+v", events)
	}
	p.Fault("/example.test/!two/@v/v1.1.0.zip", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(p.File("/example.test/!two/@v/v1.1.0.zip"))
	}))
	before := len(p.Requests())
	if r, err = Run(t.Context(), m, Options{Ledger: l}); err != nil || !r.OK() {
		t.Fatalf("%v %s", err, r.Output)
	}
	for _, path := range p.Requests()[before:] {
		if strings.HasSuffix(path, "one/@v/v1.0.0.zip") {
			t.Errorf("%s was asked for again", path)
		}
	}
}

func TestLedger(t *testing.T) {
	t.Parallel()
	flaky := func(url string, s symptom.Symptom) explain.Request {
		return explain.Request{URL: url, Cause: cause.NetworkFlaky, Symptom: s}
	}
	said := func(r ...explain.Request) explain.Explanation { return explain.Explanation{Requests: r} }
	l := NewLedger(2, 100*time.Second)
	now := time.Unix(0, 0)
	l.Now = func() time.Time { return now }
	l.Jitter = func() float64 { return 0.5 }
	l.RetryAfter = func(_ context.Context, url string) (time.Duration, bool) {
		return 70 * time.Second, url == "https://b.test/x"
	}
	a, b := flaky("https://a.test/x", symptom.HTTPReset), explain.Request{URL: "https://b.test/x", Cause: cause.RateLimited, Symptom: symptom.HTTP429}
	for i, step := range []struct {
		said  explain.Explanation
		wait  time.Duration
		again bool
	}{
		{said(a, a), 500 * time.Millisecond, true},
		{said(a), time.Second, true},
		{said(b), 70 * time.Second, true},
		{said(a), 0, false}, // the third failure of one request
		{said(), 0, false},  // nothing known failed
		{said(flaky("https://c.test", symptom.HTTPReset), explain.Request{Cause: cause.ChecksumMismatch}), 0, false},
	} {
		if wait, again := l.Failed(t.Context(), step.said); wait != step.wait || again != step.again {
			t.Errorf("step %d: %v %v, want %v %v", i, wait, again, step.wait, step.again)
		}
	}
	now = now.Add(99 * time.Second)
	if _, again := l.Failed(t.Context(), said(flaky("https://d.test", symptom.HTTPReset))); !again {
		t.Error("the budget lasts a second more")
	}
	now = now.Add(2 * time.Second)
	if _, again := l.Failed(t.Context(), said(flaky("https://e.test", symptom.HTTPReset))); again {
		t.Error("the budget is spent")
	}
	if by := l.ByHost(); by[0].Host != "a.test" || by[0].Times != 3 || l.Total() != 8 {
		t.Errorf("%+v, %d", by, l.Total())
	}
}

func TestModuleInURL(t *testing.T) {
	t.Parallel()
	const list = "https://u:p@p.test/base/|https://q.test,direct"
	for in, want := range map[string]string{
		"https://p.test/base/example.test/%21two/@v/v1.1.0.zip":          "example.test/Two v1.1.0 example.test/!two/@v/v1.1.0.zip",
		"https://q.test/rsc.io/quote/@v/v1.5.2.mod":                      "rsc.io/quote v1.5.2 rsc.io/quote/@v/v1.5.2.mod",
		"https://q.test/rsc.io/quote/@v/list":                            "  ",
		"https://q.test/sumdb/sum.golang.org/lookup/rsc.io/quote@v1.5.2": "  ",
		"https://other.test/rsc.io/quote/@v/v1.5.2.mod":                  "  ",
		"https://q.test/../etc/@v/v1.5.2.zip":                            "  ",
	} {
		path, version, file := moduleIn(list, in)
		if got := path + " " + version + " " + file; got != want {
			t.Errorf("%s: got %q", in, got)
		}
	}
}
