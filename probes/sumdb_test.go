package probes

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const sumName = "sum.example.com"

func sumDB(t *testing.T, modules ...nettest.Module) *nettest.SumDB {
	t.Helper()
	db, err := nettest.NewSumDB(sumName, modules...)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// faulty answers paths that hold part by h.
func faulty(good http.Handler, part string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h != nil && strings.Contains(r.URL.Path, part) {
			h.ServeHTTP(w, r)
			return
		}
		good.ServeHTTP(w, r)
	})
}

func TestSumdb(t *testing.T) {
	t.Parallel()
	other := nettest.Module{Path: uuid.Path, Version: "v1.5.0"}
	for _, c := range []struct {
		name   string
		server func(good, foreignDB *nettest.SumDB) http.Handler
		want   symptom.Symptom
		detail string
	}{
		{"everything signed", func(g, _ *nettest.SumDB) http.Handler { return g }, "", ""},
		{"another database of that name", func(_, s *nettest.SumDB) http.Handler { return s }, symptom.HTTPNotProxy, "not signed by the key"},
		{"a login page", func(_, _ *nettest.SumDB) http.Handler { return nettest.HTTPLoginPage() }, symptom.HTTPNotProxy, "not a record"},
		{"a login page for the tree head alone", func(g, _ *nettest.SumDB) http.Handler { return faulty(g, "/latest", nettest.HTTPLoginPage()) },
			symptom.HTTPNotProxy, "not a signed note"},
		{"the module is not known", func(g, _ *nettest.SumDB) http.Handler {
			return faulty(g, "/lookup/", nettest.HTTPStatus(404, "not found"))
		}, symptom.HTTP404, "404"},
		{"the record of another version", func(g, _ *nettest.SumDB) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				r.URL.Path = strings.Replace(r.URL.Path, "v1.6.0", "v1.5.0", 1)
				g.ServeHTTP(w, r)
			})
		}, symptom.HTTPNotProxy, "no checksum of example.com/uuid@v1.6.0"},
		{"no tiles", func(g, _ *nettest.SumDB) http.Handler {
			return faulty(g, "/tile/", nettest.HTTPStatus(404, "not found"))
		}, symptom.HTTPNotProxy, "a tile of the tree is missing"},
		{"a page in place of the tiles", func(g, _ *nettest.SumDB) http.Handler { return faulty(g, "/tile/", nettest.HTTPLoginPage()) },
			symptom.HTTPNotProxy, "bad result slice"},
		{"tiles that fail", func(g, _ *nettest.SumDB) http.Handler { return faulty(g, "/tile/", nettest.HTTPStatus(500, "")) },
			symptom.HTTP5xx, ""},
		{"tiles of another tree", func(g, _ *nettest.SumDB) http.Handler {
			return faulty(g, "/tile/", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 64)) }))
		}, symptom.HTTPNotProxy, "inconsistent tile"},
		{"forbidden", func(_, _ *nettest.SumDB) http.Handler { return nettest.HTTPStatus(403, "") }, symptom.HTTP403, ""},
		{"an outage", func(_, _ *nettest.SumDB) http.Handler { return nettest.HTTPStatus(503, "") }, symptom.HTTP5xx, ""},
		{"an endless answer", func(_, _ *nettest.SumDB) http.Handler {
			return nettest.HTTPEndlessBody("text/plain", "go.sum database tree\n")
		},
			symptom.HTTPNotProxy, "longer than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			good, foreignDB := sumDB(t, uuid, other), sumDB(t, uuid)
			w := newWeb(t)
			w.https(sumName, http2, c.server(good, foreignDB))
			o := lookWeb(t, patient(Sumdb), w.env(goSetting("GOSUMDB", good.Key())), probe.Query{Path: uuid.Path, Version: uuid.Version})
			if o.Symptom != c.want || !strings.Contains(o.Detail, c.detail) {
				t.Errorf("symptom %q (%s), want %q (…%s…)", o.Symptom, o.Detail, c.want, c.detail)
			}
		})
	}
}

func TestSumdbRelay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		change  func(p *nettest.ModuleProxy, db *nettest.SumDB)
		status  probe.Status
		want    symptom.Symptom
		summary string
	}{
		{"a relay", func(p *nettest.ModuleProxy, db *nettest.SumDB) { p.Relay(sumName, db) },
			probe.OK, "", "sumdb-supported 200, sumdb-lookup 200, sumdb-latest 200"},
		{"no relay is the proxy's right", func(*nettest.ModuleProxy, *nettest.SumDB) {},
			probe.Warn, symptom.HTTP404, "sumdb-supported 404 http-404, sumdb-lookup 404 http-404, sumdb-latest 404 http-404"},
		{"a relay that says 403 stops a comma", func(p *nettest.ModuleProxy, _ *nettest.SumDB) { p.Fault("/supported", nettest.HTTPStatus(403, "")) },
			probe.Fail, symptom.HTTP403, ""},
		{"a page counts as supported, and what follows is none", func(p *nettest.ModuleProxy, _ *nettest.SumDB) { p.Fault("", nettest.HTTPLoginPage()) },
			probe.Fail, symptom.HTTPNotProxy, "sumdb-supported 200, sumdb-lookup 200 http-not-proxy, sumdb-latest 200 http-not-proxy"},
		{"a relay that breaks after its promise", func(p *nettest.ModuleProxy, db *nettest.SumDB) {
			p.Relay(sumName, db)
			p.Fault("/latest", nettest.HTTPStatus(500, ""))
		}, probe.Fail, symptom.HTTP5xx, "sumdb-supported 200, sumdb-lookup 200, sumdb-latest 500 http-5xx"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, db := moduleProxy(t, uuid), sumDB(t, uuid)
			c.change(p, db)
			w := newWeb(t)
			w.https("proxy.example.com", http2, p)
			o := lookWeb(t, &SumdbRelay, w.env(goSetting("GOSUMDB", db.Key()), goSetting("GOPROXY", "https://proxy.example.com")),
				probe.Query{Path: uuid.Path, Version: uuid.Version})
			if o.Status != c.status || o.Symptom != c.want {
				t.Errorf("%s %q (%s), want %s %q", o.Status, o.Symptom, o.Detail, c.status, c.want)
			}
			if got := summary(o.Evidence.HTTP); c.summary != "" && got != c.summary {
				t.Errorf("requests: %s\nwant:     %s", got, c.summary)
			}
		})
	}
}

// TestSumdbTargets shows which modules the database is asked about, and that it learns
// no path that is kept from it.
func TestSumdbTargets(t *testing.T) {
	_, company, err := note.GenerateKey(rand.Reader, "sum.corp.example")
	if err != nil {
		t.Fatal(err)
	}
	t.Parallel()
	public := probe.Query{Path: "example.com/uuid", Version: "v1.6.0"}
	newest := probe.Query{Path: "example.com/other"}
	private := probe.Query{Path: "corp.example.net/secret", Version: "v1.0.0"}
	for _, c := range []struct {
		name           string
		set            []settings.Setting
		queries        []probe.Query
		relays, direct string // NAME QUERY
	}{
		{"by default", nil, []probe.Query{private, newest, public},
			"https://proxy.golang.org/sumdb/sum.golang.org example.com/uuid@v1.6.0", "https://sum.golang.org example.com/uuid@v1.6.0"},
		{"without a version the well-known module shows whether tiles are served", nil, []probe.Query{newest},
			"https://proxy.golang.org/sumdb/sum.golang.org github.com/google/uuid@v1.6.0", "https://sum.golang.org github.com/google/uuid@v1.6.0"},
		{"another database need not know it: its head alone is asked for", []settings.Setting{goSetting("GOSUMDB", company)}, []probe.Query{newest},
			"https://proxy.golang.org/sumdb/sum.corp.example example.com/other", "https://sum.corp.example example.com/other"},
		{"never about a private module", nil, []probe.Query{private}, "", ""},
		{"off asks nobody", []settings.Setting{goSetting("GOSUMDB", "off")}, []probe.Query{public}, "", ""},
		{"malformed asks nobody", []settings.Setting{goSetting("GOSUMDB", "goproxy.cn")}, []probe.Query{public}, "", ""},
		{"the alias has no relay", []settings.Setting{goSetting("GOSUMDB", "sum.golang.google.cn")}, []probe.Query{public},
			"", "https://sum.golang.google.cn example.com/uuid@v1.6.0"},
	} {
		s := &settings.Snapshot{OS: "linux", Layers: append(c.set, goSetting("GOPRIVATE", "corp.example.net"))}
		for _, side := range []struct {
			p    *probe.Probe
			want string
		}{{&SumdbRelay, c.relays}, {&Sumdb, c.direct}} {
			var got []string
			for _, target := range side.p.Targets(s, c.queries) {
				got = append(got, target.Name+" "+target.Query.String())
			}
			if strings.Join(got, ", ") != side.want {
				t.Errorf("%s: %s %q, want %q", c.name, side.p.Kind, got, side.want)
			}
		}
	}
}
