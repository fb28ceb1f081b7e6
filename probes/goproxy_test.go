package probes

import (
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const (
	infoPath = "/example.com/uuid/@v/v1.6.0.info"
	modPath  = "/example.com/uuid/@v/v1.6.0.mod"
	zipPath  = "/example.com/uuid/@v/v1.6.0.zip"
	listPath = "/example.com/uuid/@v/list"
)

const allGood = "info 200, mod 200, zip 200, list 200"

// TestGoproxyAnswers has a server for each thing that an entry can do.
func TestGoproxyAnswers(t *testing.T) {
	t.Parallel()
	zip := string(moduleProxy(t, uuid).File(zipPath))
	other := string(moduleProxy(t, nettest.Module{Path: "example.com/other", Version: "v1.6.0"}).File("/example.com/other/@v/v1.6.0.zip"))
	for _, c := range []struct {
		name    string
		suffix  string // of the paths with the fault
		fault   http.Handler
		version httpVersion
		want    symptom.Symptom
		detail  string // a part of it
		summary string // "" is not compared
	}{
		{"everything as promised", "nothing", nil, http2, "", "", allGood},
		{"everything as promised over HTTP/1", "nothing", nil, http1, "", "", allGood},
		{"compressed, as the go command asks for it", "", nettest.HTTPGzip(moduleProxy(t, uuid)), http2, "", "", allGood},
		{"nothing is found", "", nettest.HTTPStatus(404, "not found: no such module"), http2, symptom.HTTP404, "no such module",
			"info 404 http-404, mod 404 http-404, zip 404 http-404, list 404 http-404"},
		{"the version is not found, the module is", ".info", nettest.HTTPStatus(404, ""), http2, symptom.HTTP404, "404", "info 404 http-404, mod 200, zip 200, list 200"},
		{"gone", "", nettest.HTTPStatus(410, ""), http2, symptom.HTTP410, "", ""},
		{"credentials are asked for", "", nettest.HTTPStatus(401, ""), http2, symptom.HTTP401, "", ""},
		{"forbidden", "", nettest.HTTPStatus(403, "by policy"), http2, symptom.HTTP403, "by policy", ""},
		{"a proxy's status from the server itself", "", nettest.HTTPStatus(407, ""), http2, symptom.HTTP407, "", ""},
		{"too many requests", "", nettest.HTTPStatus(429, ""), http2, symptom.HTTP429, "", ""},
		{"unavailable for legal reasons", "", nettest.HTTPStatus(451, ""), http2, symptom.HTTP451, "", ""},
		{"a teapot", "", nettest.HTTPStatus(418, ""), http2, symptom.HTTP4xx, "418", ""},
		{"a server error", "", nettest.HTTPStatus(502, ""), http2, symptom.HTTP5xx, "502", ""},
		{"a status that nobody registered", "", nettest.HTTPStatus(522, ""), http2, symptom.HTTP5xx, "522", ""},
		{"no content", "", nettest.HTTPStatus(204, ""), http2, symptom.HTTPNotProxy, "204", ""},
		{"not modified, unasked", "", nettest.HTTPStatus(304, ""), http2, symptom.HTTPNotProxy, "304", ""},
		{"a login page for everything", "", nettest.HTTPLoginPage(), http2, symptom.HTTPNotProxy, "DOCTYPE",
			"info 200 http-not-proxy, mod 200 http-not-proxy, zip 200 http-not-proxy, list 200 http-not-proxy"},
		{"a page in place of the go.mod alone", ".mod", nettest.HTTPLoginPage(), http2, symptom.HTTPNotProxy, "go.mod", "info 200, mod 200 http-not-proxy, zip 200, list 200"},
		{"a page in place of the zip alone", ".zip", nettest.HTTPLoginPage(), http2, symptom.HTTPNotProxy, "not a zip", "info 200, mod 200, zip 200 http-not-proxy, list 200"},
		{"an empty body for everything", "", nettest.HTTPBody("text/plain", ""), http2, symptom.HTTPNotProxy, "JSON", ""},
		{"JSON that is no info", ".info", nettest.HTTPBody("application/json", `{"error":"x"}`), http2, symptom.HTTPNotProxy, "", ""},
		{"info of another version", ".info", nettest.HTTPBody("application/json", `{"Version":"v1.5.0"}`), http2, symptom.HTTPNotProxy, "v1.5.0 instead of the requested version v1.6.0", ""},
		{"a go.mod without a module line", ".mod", nettest.HTTPBody("text/plain", "go 1.21\n"), http2, symptom.HTTPNotProxy, "module line", ""},
		{"the zip of another module", ".zip", nettest.HTTPBody("application/zip", other), http2, symptom.HTTPNotProxy, "unexpected file", ""},
		{"a zip that was stored short", ".zip", nettest.HTTPBody("application/zip", zip[:len(zip)-30]), http2, symptom.HTTPTruncated, "cut short", "info 200, mod 200, zip 200 http-truncated, list 200"},
		{"a zip that ends before its length", ".zip", nettest.HTTPTruncated(zip[:100], len(zip)), http1, symptom.HTTPTruncated, "after 100 bytes", ""},
		{"a body that is reset", ".zip", nettest.HTTPResetBody(zip[:100], len(zip)), http1, symptom.HTTPReset, "", ""},
		{"hung up without an answer", ".info", nettest.HTTPHangUp(), http1, symptom.HTTPReset, "", ""},
		{"the stream is reset", ".info", nettest.HTTPHangUp(), http2, symptom.HTTPReset, "", ""},
		{"a redirect loop", ".info", nettest.HTTPRedirectLoop(), http2, symptom.HTTPNotProxy, "10 redirects", ""},
		{"a redirect without a place", ".info", nettest.HTTPRedirect(302, ""), http2, symptom.HTTPNotProxy, "302", ""},
		{"a redirect to what is no URL", ".info", nettest.HTTPRedirect(302, "https://%zz"), http2, symptom.HTTPNotProxy, "Location", ""},
		{"a redirect to plain http", ".zip", nettest.HTTPRedirect(302, "http://store.example.com/zip"), http2, symptom.HTTPRedirectFailed, "insecure", ""},
		{"a redirect to a dead host", ".zip", nettest.HTTPRedirect(302, "https://store.example.com/zip"), http2, symptom.HTTPRedirectFailed, "store.example.com:443",
			"info 200, mod 200, zip 0 http-redirect-failed (tcp-refused), list 200"},
		{"a redirect to a name that is not there", ".zip", nettest.HTTPRedirect(302, "https://nowhere.example.com/zip"), http2, symptom.HTTPRedirectFailed, "",
			"info 200, mod 200, zip 0 http-redirect-failed (dns-nxdomain), list 200"},
		{"a redirect to a host that refuses", ".zip", nettest.HTTPRedirect(302, "https://denied.example.com/zip"), http2, symptom.HTTPRedirectFailed, "",
			"info 200, mod 200, zip 403 http-redirect-failed (http-403), list 200"},
		{"a redirect to a host with another certificate", ".zip", nettest.HTTPRedirect(302, "https://wrong.test/zip"), http2, symptom.HTTPRedirectFailed, "",
			"info 200, mod 200, zip 0 http-redirect-failed (tls-name-mismatch), list 200"},
		{"a redirect to where it is missing", ".zip", nettest.HTTPRedirect(302, "https://empty.example.com/zip"), http2, symptom.HTTP404, "", ""},
		{"a redirect to a login page", ".zip", nettest.HTTPRedirect(302, "https://portal.example.com/"), http2, symptom.HTTPNotProxy, "", ""},
		{"something that is not HTTP", "", nettest.HTTPAnswer("220 mail.example.com ESMTP\r\n"), http1, symptom.HTTPNotProxy, "", ""},
		{"a go.mod that declares another path", ".mod", nettest.HTTPBody("text/plain", "module example.com/renamed\n"), http2, "", "", allGood},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := moduleProxy(t, uuid)
			if c.fault != nil {
				p.Fault(c.suffix, c.fault)
			}
			w := newWeb(t)
			w.https("proxy.example.com", c.version, p)
			w.address("store.example.com")
			w.https("denied.example.com", http2, nettest.HTTPStatus(403, ""))
			w.https("empty.example.com", http2, nettest.HTTPStatus(404, ""))
			w.certified("wrong.test", w.ca.Valid("another.test"), http2, nettest.HTTPStatus(200, ""))
			w.https("portal.example.com", http2, nettest.HTTPLoginPage())
			o := lookWeb(t, &Goproxy, w.env(goSetting("GOPROXY", "https://proxy.example.com,direct")), probe.Query{Path: "example.com/uuid", Version: "v1.6.0"})
			if o.Symptom != c.want || !strings.Contains(o.Detail, c.detail) {
				t.Errorf("symptom %q, detail %q; want %q, …%s…", o.Symptom, o.Detail, c.want, c.detail)
			}
			if (o.Status == probe.OK) != (c.want == "") {
				t.Errorf("status %q with symptom %q", o.Status, o.Symptom)
			}
			if got := summary(o.Evidence.HTTP); c.summary != "" && got != c.summary {
				t.Errorf("requests: %s\nwant:     %s", got, c.summary)
			}
		})
	}
}

// TestGoproxyQueries follows the go command's order of requests.
func TestGoproxyQueries(t *testing.T) {
	t.Parallel()
	old := nettest.Module{Path: "example.com/uuid", Version: "v1.2.9"}
	pre := nettest.Module{Path: "example.com/uuid", Version: "v1.7.0-rc.1"}
	pseudo := nettest.Module{Path: "example.com/fresh", Version: "v0.0.0-20240501120000-0123456789ab"}
	toolchain := nettest.Module{Path: "golang.org/toolchain", Version: "v0.0.1-go1.26.8.linux-amd64"}
	for _, c := range []struct {
		name, module, version string
		resolved, summary     string
		want                  symptom.Symptom
	}{
		{"latest is the highest release", "example.com/uuid", "", "v1.6.0", "list 200, info 200, mod 200, zip 200", ""},
		{"latest by name is the same", "example.com/uuid", "latest", "v1.6.0", "list 200, info 200, mod 200, zip 200", ""},
		{"a prefix is the highest below it", "example.com/uuid", "v1.2", "v1.2.9", "list 200, info 200, mod 200, zip 200", ""},
		{"a comparison", "example.com/uuid", "<v1.6.0", "v1.2.9", "list 200, info 200, mod 200, zip 200", ""},
		{"a branch is resolved by info", "example.com/uuid", "master", "v1.6.0", "info 200, mod 200, zip 200", ""},
		{"a branch that is not there", "example.com/uuid", "trunk", "", "info 404 http-404", symptom.HTTP404},
		{"without releases @latest is asked", "example.com/fresh", "", "v0.0.0-20240501120000-0123456789ab", "list 200, latest 200, info 200, mod 200, zip 200", ""},
		{"of a toolchain the zip alone is asked for", "golang.org/toolchain", "v0.0.1-go1.26.8.linux-amd64", "", "zip 200", ""},
		{"an unknown module ends at its list", "example.com/none", "", "", "list 404 http-404", symptom.HTTP404},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWeb(t)
			w.https("proxy.example.com", http2, moduleProxy(t, uuid, old, pre, pseudo, toolchain))
			o := lookWeb(t, &Goproxy, w.env(goSetting("GOPROXY", "https://proxy.example.com")), probe.Query{Path: c.module, Version: c.version})
			e := o.Evidence.HTTP
			if got := summary(e); got != c.summary || e.Resolved != c.resolved || o.Symptom != c.want {
				t.Errorf("%s; resolved %q, symptom %q (%s)\nwant %s; %q, %q", got, e.Resolved, o.Symptom, o.Detail, c.summary, c.resolved, c.want)
			}
		})
	}
}

// TestGoproxyHostile shows that no server keeps a probe beyond its budget, or
// makes it read without end.
func TestGoproxyHostile(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for _, c := range []struct {
		name    string
		suffix  string
		fault   http.Handler
		version httpVersion
		want    symptom.Symptom
	}{
		{"no answer at all", ".info", nettest.HTTPSilent(), http2, symptom.HTTPTimeout},
		{"an endless header", ".info", nettest.HTTPEndlessHeader(), http1, symptom.HTTPNotProxy},
		{"a header that drips", ".info", nettest.HTTPSlowHeader(50 * time.Millisecond), http1, symptom.HTTPTimeout},
		{"an endless go.mod", ".mod", nettest.HTTPEndlessBody("text/plain", "// a comment\n"), http2, symptom.HTTPNotProxy},
		{"an endless list is no matter for a known version", "list", nettest.HTTPEndlessBody("text/plain", "v1.0.0\n"), http2, ""},
		{"an endless zip of something else", ".zip", nettest.HTTPEndlessBody("application/zip", "zip"), http2, symptom.HTTPNotProxy},
		{"a go.mod that drips", ".mod", nettest.HTTPDrip(1000, 100*time.Millisecond), http2, symptom.HTTPTimeout},
		{"a small answer that unpacks without end", ".mod", nettest.HTTPGzipBomb(), http2, symptom.HTTPNotProxy},
		{"a zip that drips", ".zip", nettest.HTTPDrip(1<<20, 100*time.Millisecond), http2, symptom.HTTPTimeout},
		{"a zip that stalls", ".zip", nettest.HTTPStalledBody("PK\x03\x04", 1000), http2, symptom.HTTPTimeout},
		{"a redirect for ever", "", nettest.HTTPRedirectLoop(), http2, symptom.HTTPNotProxy},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := moduleProxy(t, uuid)
			p.Fault(c.suffix, c.fault)
			w := newWeb(t)
			w.https("proxy.example.com", c.version, p)
			look := patient(Goproxy)
			switch {
			case c.name == "a zip that drips":
				look.Budget = 4 * time.Second // past the spell of a zip
			case c.want == symptom.HTTPTimeout:
				look.Budget = brief
			}
			o := lookWeb(t, look, w.env(goSetting("GOPROXY", "https://proxy.example.com")), probe.Query{Path: "example.com/uuid", Version: "v1.6.0"})
			if o.Symptom != c.want {
				t.Errorf("symptom %q (%s), want %q", o.Symptom, o.Detail, c.want)
			}
		})
	}
}

// TestGoproxySharedConnection has a server that breaks the connection with every
// zip: what else was under way on it fails once through no fault of its own.
func TestGoproxySharedConnection(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for _, c := range []struct {
		what    string
		always  bool // also those of later connections end so
		passed  bool // the zip at last
		decides string
	}{
		{"every zip", true, false, probe.ReqZip},
		{"those that are asked for at first", false, true, probe.ReqInfo},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			p := moduleProxy(t, uuid)
			w := newWeb(t)
			var infos atomic.Int32
			var first string // the address of the first connection
			waiting, answered := make(chan struct{}), make(chan struct{})
			p.Fault(".info", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				n := infos.Add(1)
				if n == 1 {
					first = r.RemoteAddr
					_ = http.NewResponseController(rw).Flush() // the client itself repeats what was not answered at all
					close(waiting)
					<-r.Context().Done()
					return
				}
				_, _ = rw.Write(p.File(infoPath))
				_ = http.NewResponseController(rw).Flush()
				if n == 2 {
					close(answered)
				}
			}))
			p.Fault(".zip", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				zip := p.File(zipPath)
				<-waiting
				if r.RemoteAddr != first {
					select {
					case <-answered:
					case <-r.Context().Done():
						return
					}
					if !c.always {
						_, _ = rw.Write(zip)
						return
					}
				}
				rw.Header().Set("Content-Length", strconv.Itoa(len(zip)))
				_, _ = rw.Write(zip[:len(zip)/2])
				_ = http.NewResponseController(rw).Flush()
				time.Sleep(100 * time.Millisecond) // a reset discards what was not yet read
				w.hangUp()
			}))
			w.https("proxy.example.com", http2, p)
			o := lookWeb(t, &Goproxy, w.env(goSetting("GOPROXY", "https://proxy.example.com")), probe.Query{Path: "example.com/uuid", Version: "v1.6.0"})
			info, zip := o.Evidence.HTTP.Request(probe.ReqInfo), o.Evidence.HTTP.Request(probe.ReqZip)
			if !info.Passed || zip.Passed != c.passed || zip.Symptom == "" {
				t.Errorf("info passed: %v (%s), zip passed: %v (%s), want %v", info.Passed, info.Symptom, zip.Passed, zip.Symptom, c.passed)
			}
			if info.Connection == 0 || info.Connection != zip.Connection {
				t.Errorf("info failed on connection %d, zip on %d", info.Connection, zip.Connection)
			}
			if !strings.HasPrefix(o.Detail, c.decides) {
				t.Errorf("%q decides, want %s", o.Detail, c.decides)
			}
		})
	}
}

func TestGoproxyDeclaredPath(t *testing.T) {
	t.Parallel()
	p := moduleProxy(t, uuid)
	p.Fault(".mod", nettest.HTTPBody("text/plain", "module example.com/renamed\n"))
	w := newWeb(t)
	w.https("proxy.example.com", http2, p)
	o := lookWeb(t, &Goproxy, w.env(goSetting("GOPROXY", "https://proxy.example.com")), probe.Query{Path: "example.com/uuid", Version: "v1.6.0"})
	if got := o.Evidence.HTTP.Declared; got != "example.com/renamed" {
		t.Errorf("declared %q", got)
	}
}

// TestGoproxyTargets shows which entries are told which path.
func TestGoproxyTargets(t *testing.T) {
	t.Parallel()
	q := []probe.Query{{Path: "example.com/uuid", Version: "v1.6.0"}, {Path: "corp.example.net/secret", Version: "v1.0.0"}}
	for _, c := range []struct {
		name, goproxy, private, want string
	}{
		{"every entry and every query", "https://a.example.com|https://b.example.com,direct", "",
			"https://a.example.com/example.com/uuid@v1.6.0 https://b.example.com/example.com/uuid@v1.6.0 https://a.example.com/corp.example.net/secret@v1.0.0 https://b.example.com/corp.example.net/secret@v1.0.0"},
		{"a private path is told to no entry", "https://a.example.com,direct", "corp.example.net", "https://a.example.com/example.com/uuid@v1.6.0"},
		{"a credential is in no name", "https://u:p@a.example.com", "corp.example.net", "https://xxxxx@a.example.com/example.com/uuid@v1.6.0"},
		{"a file entry", "file:///srv/proxy", "corp.example.net", "file:///srv/proxy/example.com/uuid@v1.6.0"},
		{"direct has no protocol to speak", "direct", "", ""},
		{"off asks nobody", "off", "", ""},
		{"a malformed list asks nobody", "foo", "", ""},
	} {
		s := newWeb(t).env(goSetting("GOPROXY", c.goproxy), goSetting("GOPRIVATE", c.private)).Settings
		var got []string
		for _, target := range Goproxy.Targets(s, q) {
			got = append(got, target.Name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q\nwant %q", c.name, got, c.want)
		}
	}
}
