package conform

import (
	"bytes"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// ownModule is a module that only a company's registry has.
var ownModule = nettest.Module{Path: "git.corp.example/team/lib", Version: "v1.2.0", Files: map[string]string{"lib.go": "package lib\n"}}

func publicModules() []nettest.Module {
	return []nettest.Module{
		{Path: known.SampleModule, Version: known.SampleVersion, Files: map[string]string{"uuid.go": "package uuid\n"}},
		{Path: known.CapitalModule, Version: known.CapitalVersion, Files: map[string]string{"toml.go": "package toml\n"}},
	}
}

// simulated is a registry that answers as a product does by its public sources and
// documentation: no such product was run for it.
type simulated struct {
	name, url, module string
	modules           []nettest.Module
	header            http.Header       // of every answer
	missing           http.HandlerFunc  // what it answers for what it has not
	change            func(*registry)   // further differences
	product           Product           // wanted
	failed            []measure.CheckID // wanted: these and no others
	words, never      []string          // wanted in the report, and not
}

// registry serves modules under the path of a URL.
type registry struct {
	*nettest.ModuleProxy
	db  *nettest.SumDB
	sim *simulated
}

// page answers with a status, a media type and a body.
func page(code int, mime, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mime)
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

// challenge answers 401 and says what is wanted.
func challenge(realm string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", realm)
		next(w, r)
	}
}

func (r *registry) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	for name, values := range r.sim.header {
		w.Header()[name] = values
	}
	rec := httptest.NewRecorder()
	r.ModuleProxy.ServeHTTP(rec, q)
	if rec.Code == http.StatusNotFound && strings.HasPrefix(rec.Body.String(), "not found: ") {
		r.sim.missing(w, q)
		return
	}
	for name, values := range rec.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}

var (
	nexusHeader       = http.Header{"Server": {"Nexus/3.70.1-02 (OSS)"}, "X-Content-Type-Options": {"nosniff"}}
	nexusMissing      = page(404, "text/html", "<!DOCTYPE html>\n<html><head><title>404 - Nexus Repository Manager</title></head><body>Not Found</body></html>")
	artifactoryHeader = http.Header{"X-Jfrog-Version": {"Artifactory/7.104.6 80406900"}, "X-Artifactory-Id": {"6d17:-416a"}, "X-Artifactory-Node-Id": {"node-0"}}
	gitlabHeader      = http.Header{"Server": {"nginx"}, "X-Gitlab-Meta": {`{"correlation_id":"01H","version":"1"}`}, "X-Runtime": {"0.02"}}
)

func artifactoryError(code int, message string) http.HandlerFunc {
	return page(code, "application/json", "{\n  \"errors\" : [ {\n    \"status\" : "+strconv.Itoa(code)+",\n    \"message\" : \""+message+"\"\n  } ]\n}")
}

func simulations() []simulated {
	everything := func(h http.Handler) func(*registry) { return func(r *registry) { r.Fault("", h) } }
	const all = "info mod zip list latest"
	six := func(more ...measure.CheckID) []measure.CheckID {
		var out []measure.CheckID
		for _, id := range strings.Fields(all) {
			out = append(out, measure.CheckID(id))
		}
		return append(out, more...)
	}
	nexus, jfrog := "https://nexus.example.com/repository/go-group", "https://repo.example.com/artifactory/api/go/go-virtual"
	gitlab := "https://gitlab.example.com/api/v4/projects/7/packages/go"
	return []simulated{
		{name: "Nexus, no relay", url: nexus, header: nexusHeader, missing: nexusMissing, product: Nexus,
			words: []string{"does what go needs", "No setting of Nexus is known"}},
		{name: "Nexus, no anonymous access", url: nexus, header: http.Header{"Server": {"nginx"}}, missing: nexusMissing, product: Nexus, failed: six("sumdb", "escape", "missing"),
			change: everything(challenge(`BASIC realm="Sonatype Nexus Repository Manager"`, page(401, "text/html", ""))), words: []string{"HTTP 401", "netrc"}, never: []string{"Not Found Cache"}},
		{name: "Nexus, upstream blocked", url: nexus, header: nexusHeader, missing: nexusMissing, product: Nexus, failed: six("sumdb", "escape", "missing"),
			change: everything(page(502, "text/html", "<html>Bad Gateway</html>")), words: []string{"HTTP 502", "Auto-blocking"}},
		{name: "Nexus, cached as not found", url: nexus, header: nexusHeader, missing: nexusMissing, product: Nexus, failed: six(),
			change: everything(nexusMissing), words: []string{"Not Found Cache TTL", "asks the next entry"}},
		{name: "Artifactory, relays", url: jfrog, header: artifactoryHeader, missing: artifactoryError(404, "Not Found"), product: Artifactory,
			change: func(r *registry) { r.Relay(r.db.Name(), r.db) }, words: []string{"does what go needs (JFrog Artifactory)"}},
		{name: "Artifactory, no relay", url: jfrog, header: artifactoryHeader, missing: artifactoryError(404, "Not Found"), product: Artifactory,
			words: []string{"does what go needs", "asks the checksum database itself"}},
		{name: "Artifactory, wants a login", url: jfrog, header: http.Header{}, missing: artifactoryError(404, "Not Found"), product: Artifactory, failed: six("sumdb", "escape", "missing"),
			change: everything(challenge(`Basic realm="Artifactory Realm"`, artifactoryError(401, "Authentication is required"))), words: []string{"Authentication is required", "netrc"}},
		{name: "Artifactory, blocked by Xray", url: jfrog, header: artifactoryHeader, missing: artifactoryError(404, "Not Found"), product: Artifactory, failed: []measure.CheckID{"zip"},
			change: func(r *registry) {
				r.Fault(known.SampleVersion+".zip", artifactoryError(403, "Artifact download request rejected: uuid was not downloaded due to the download blocking policy configured in Xray for go-remote-cache."))
			}, words: []string{"download blocking policy configured in Xray", "policy"}, never: []string{"object storage"}},
		{name: "Artifactory, a remote repository alone", url: "https://repo.example.com/artifactory/api/go/go-remote", header: artifactoryHeader, missing: artifactoryError(404, "Not Found"), product: Artifactory, failed: six(),
			change: everything(artifactoryError(404, "Unable to find item")), words: []string{"virtual Go repository", "Unable to find item"}},
		{name: "Artifactory, address without /api/go/", url: "https://repo.example.com/artifactory/go-virtual", header: artifactoryHeader, missing: artifactoryError(404, "Not Found"), product: Artifactory, failed: six(),
			change: everything(artifactoryError(404, "Not Found")), words: []string{"/artifactory/api/go/go-virtual"}},
		{name: "Artifactory, 403 for what is not there", url: jfrog, header: artifactoryHeader, missing: artifactoryError(403, "Forbidden"), product: Artifactory, failed: []measure.CheckID{"missing", "sumdb"},
			words: []string{"403 often comes from a policy"}},
		{name: "GitLab, a public module", url: gitlab, modules: []nettest.Module{ownModule}, header: gitlabHeader, missing: page(404, "application/json", `{"message":"404 Not Found"}`), product: GitLab, failed: six(),
			words: []string{"modules of one project", "--module PATH@VERSION"}},
		{name: "GitLab, its own module", url: gitlab, module: ownModule.Path + "@" + ownModule.Version, modules: []nettest.Module{ownModule}, header: gitlabHeader,
			missing: page(404, "application/json", `{"error":"404 Not Found"}`), product: GitLab,
			change: func(r *registry) {
				r.Fault("/@v/list", page(200, "text/plain", ownModule.Version)) // without a newline
				r.Fault("/@latest", page(404, "application/json", `{"error":"404 Not Found"}`))
			}, words: []string{"does what go needs", "GONOSUMDB"}, never: []string{"set GOPRIVATE"}},
		{name: "GitLab, no token", url: gitlab, modules: []nettest.Module{ownModule}, header: gitlabHeader, missing: page(404, "application/json", `{"message":"404 Not Found"}`), product: GitLab, failed: six("sumdb", "escape", "missing"),
			change: everything(page(401, "application/json", `{"message":"401 Unauthorized"}`)), words: []string{"HTTP 401", "read_api", "netrc"}},
		{name: "GitLab, address without /packages/go", url: "https://gitlab.example.com/api/v4/projects/7", header: gitlabHeader, missing: page(404, "application/json", `{"error":"404 Not Found"}`), product: GitLab, failed: six(),
			change: everything(page(404, "application/json", `{"error":"404 Not Found"}`)), words: []string{"/api/v4/projects/7/packages/go"}},
		{name: "Gitea, its own module", url: "https://git.example.com/api/packages/team/go", module: ownModule.Path + "@" + ownModule.Version, modules: []nettest.Module{ownModule},
			header: http.Header{"Set-Cookie": {"i_like_gitea=0123456789abcdef; Path=/"}}, missing: page(404, "text/plain", "404 page not found\n"), product: Gitea,
			words: []string{"does what go needs", "GONOSUMDB"}, never: []string{"set GOPRIVATE"}},
	}
}

// TestProducts checks registries that answer as products do.
func TestProducts(t *testing.T) {
	t.Parallel()
	texts, err := i18n.New("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range simulations() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := Of(measureSimulated(t, &c))
			if r.Product != c.product {
				t.Errorf("recognised as %q, want %q", r.Product, c.product)
			}
			var failed []measure.CheckID
			for _, row := range r.Rows {
				if row.Status == measure.Fail {
					failed = append(failed, row.ID)
				}
			}
			if !same(failed, c.failed) {
				t.Errorf("failed: %q, want %q", failed, c.failed)
			}
			var out bytes.Buffer
			if err := WriteText(&out, r, formats.Options{Texts: texts, Width: 1000, Unicode: true}); err != nil {
				t.Fatal(err)
			}
			said := strings.Join(strings.Fields(out.String()), " ") // whatever the lines
			for _, w := range c.words {
				if !strings.Contains(said, w) {
					t.Errorf("no %q in\n%s", w, out.String())
				}
			}
			for _, w := range c.never {
				if strings.Contains(said, w) {
					t.Errorf("%q in\n%s", w, out.String())
				}
			}
		})
	}
}

func same(a, b []measure.CheckID) bool {
	has := map[measure.CheckID]int{}
	for _, id := range a {
		has[id]++
	}
	for _, id := range b {
		has[id]--
	}
	for _, n := range has {
		if n != 0 {
			return false
		}
	}
	return true
}

// measureSimulated runs the registry of a case and the checksum database, and measures.
func measureSimulated(t *testing.T, c *simulated) *measure.Result {
	t.Helper()
	modules := c.modules
	if modules == nil {
		modules = publicModules()
	}
	p, err := nettest.NewModuleProxy(modules...)
	if err != nil {
		t.Fatal(err)
	}
	db, err := nettest.NewSumDB(known.SumGolangOrg, publicModules()...)
	if err != nil {
		t.Fatal(err)
	}
	r := &registry{ModuleProxy: p, db: db, sim: c}
	if c.change != nil {
		c.change(r)
	}
	rest := strings.TrimPrefix(c.url, "https://")
	name, path, _ := strings.Cut(rest, "/")
	ca := nettest.NewCA("Test Root")
	n := &nettest.Network{Hosts: map[string][]netip.Addr{}, Routes: map[string]string{}}
	serveTLS(t, n, ca, name, "192.0.2.1", http.StripPrefix("/"+path, r))
	serveTLS(t, n, ca, known.SumGolangOrg, "192.0.2.2", db)
	s := &settings.Snapshot{OS: "linux", Layers: []settings.Setting{
		{Key: settings.Go("GOSUMDB"), Value: settings.Value(db.Key()), Origin: settings.GoenvFile},
	}}
	sample := measure.WellKnown()
	if c.module != "" {
		q, err := probe.ParseQuery(c.module)
		if err != nil {
			t.Fatal(err)
		}
		sample = sample.Secret(q)
	}
	return measure.Run(t.Context(), measure.Options{
		Mirrors: []settings.Value{settings.Value(c.url)}, Sample: sample, Timeout: 20 * time.Second,
		NewEnv: func() *probe.Env {
			return &probe.Env{Settings: s, Dial: n.Dial, Lookup: n.Lookup, Now: time.Now, UserAgent: wire.UserAgent, Roots: ca.Pool()}
		},
	})
}

func serveTLS(t *testing.T, n *nettest.Network, ca *nettest.CA, name, address string, h http.Handler) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = true
	s.TLS = &tls.Config{Certificates: []tls.Certificate{ca.Valid(name)}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	n.Hosts[name] = []netip.Addr{netip.MustParseAddr(address)}
	n.Routes[net.JoinHostPort(address, "443")] = s.Listener.Addr().String()
}
