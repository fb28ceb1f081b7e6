package known_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// What the table says of a host, every package that judges hosts says too.

// explained returns the causes that explain finds in a log.
func explained(t *testing.T, log string) []cause.ID {
	t.Helper()
	e, err := explain.Read(context.Background(), strings.NewReader(log+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	var out []cause.ID
	for _, f := range e.Findings {
		out = append(out, f.Cause)
	}
	return out
}

func notFoundAt(proxy, module string) string {
	at := strings.TrimRight(proxy, "/") + "/" + module + "/@v/v1.0.0.info"
	return "go: " + module + "@v1.0.0: reading " + at + ": 404 Not Found"
}

// refused reports whether a plan refuses a pattern of GOPRIVATE as too broad.
func refused(t *testing.T, pattern string) bool {
	t.Helper()
	v := settings.Value(pattern)
	_, err := plan.Diff(&settings.Snapshot{}, &profile.Profile{Wants: []profile.Want{{Key: settings.Go("GOPRIVATE"), Value: &v}}})
	var f *plan.ForbiddenError
	if errors.As(err, &f) {
		return f.Rule == plan.RuleNoSum
	}
	if err != nil {
		t.Fatal(err)
	}
	return false
}

// blamed reports whether the diagnosis calls a pattern of GOPRIVATE too broad.
func blamed(pattern string) bool {
	f := facttest.New().Goenv("GOPRIVATE", pattern).Facts
	return slices.ContainsFunc(diagnose.Run(&f).Findings, func(x cause.Finding) bool { return x.Cause == cause.GoprivateTooBroad })
}

// keptPrivate reports whether a pattern of GOPRIVATE is evidence that a path it
// covers is private.
func keptPrivate(pattern, path string) bool {
	f := facttest.New().Goenv("GOPRIVATE", pattern).Facts
	reason, _ := route.PrivateEvidence(f.Settings, path)
	return reason == route.PrivateByPattern
}

func TestMirrors(t *testing.T) {
	t.Parallel()
	f := facttest.New().Facts
	for _, m := range known.Mirrors() {
		for _, url := range m.URLs() {
			v := settings.Value(url)
			if got := explained(t, notFoundAt(url, "git.acme.corp/team/lib")); !slices.Equal(got, []cause.ID{cause.PrivateModuleExposed}) {
				t.Errorf("explain, a private module asked of %s: %v", url, got)
			}
			if found, ok := mirror.Lookup(v); !ok || found.URL != m.URL {
				t.Errorf("mirror.Lookup(%s) = %s, %v", url, found.URL, ok)
			}
			if !mirror.IsPublic(v) || !recommend.Replaceable(&f, v) {
				t.Errorf("%s: public %v, replaceable %v", url, mirror.IsPublic(v), recommend.Replaceable(&f, v))
			}
		}
	}
}

func TestCodeHosts(t *testing.T) {
	t.Parallel()
	f := facttest.New().Facts
	for _, h := range known.Hosts() {
		if h.Role != known.Forge && h.Role != known.Vanity {
			continue
		}
		path := h.Name + "/owner/name"
		if got := explained(t, notFoundAt("https://goproxy.cn", path)); slices.Contains(got, cause.PrivateModuleExposed) {
			t.Errorf("explain, %s missing at a proxy: %v", path, got)
		}
		if reason, private := route.PrivateEvidence(f.Settings, path); private {
			t.Errorf("route: %s is private: %s", path, reason)
		}
		if !refused(t, h.Name) || !blamed(h.Name) || keptPrivate(h.Name, path) {
			t.Errorf("GOPRIVATE=%s: the plan refuses it %v, the diagnosis blames it %v, route takes it for evidence %v", h.Name, refused(t, h.Name), blamed(h.Name), keptPrivate(h.Name, path))
		}
		entry := route.ParseGOPROXY("https://goproxy." + h.Name).Entries[0]
		if recommend.SameOwner(entry, probe.Query{Path: path}) {
			t.Errorf("recommend: a proxy at %s belongs to everybody with modules there", entry.URL)
		}
		if mirror.IsPublic(settings.Value("https://" + h.Name)) {
			t.Errorf("mirror: %s is a module proxy", h.Name)
		}
	}
}

func TestFronts(t *testing.T) {
	t.Parallel()
	for _, h := range known.Fronts() {
		log := "go: github.com/google/uuid@v1.6.0: git ls-remote -q https://" + h.Name + "/google/uuid: exit status 128:\n" +
			"\tfatal: unable to access 'https://" + h.Name + "/google/uuid/': Could not resolve host: " + h.Name
		if got := explained(t, log); !slices.Equal(got, []cause.ID{cause.GitRewriteBroken}) {
			t.Errorf("explain, %s does not resolve: %v", h.Name, got)
		}
		if mirror.IsPublic(settings.Value("https://"+h.Name)) || known.CodeHost(h.Name) {
			t.Errorf("%s is a front, and taken for a proxy %v, for a code host %v", h.Name, mirror.IsPublic(settings.Value("https://"+h.Name)), known.CodeHost(h.Name))
		}
	}
}

func TestDatabases(t *testing.T) {
	t.Parallel()
	for _, h := range known.Hosts() {
		if h.Role != known.Database {
			continue
		}
		log := "go: example.com/a@v1.0.0: verifying module: example.com/a@v1.0.0: Get \"https://" + h.Name + "/lookup/example.com/a@v1.0.0\": dial tcp 192.0.2.1:443: i/o timeout"
		if got := explained(t, log); !slices.Equal(got, []cause.ID{cause.SumdbUnreachable}) {
			t.Errorf("explain, %s times out: %v", h.Name, got)
		}
		v := settings.Value(h.Name)
		_, err := plan.Diff(&settings.Snapshot{}, &profile.Profile{Wants: []profile.Want{{Key: settings.Go("GOSUMDB"), Value: &v}}})
		db := route.ParseGOSUMDB(h.Name, true)
		if googles := known.SameDatabase(h.Name); googles != (err == nil) || googles != (db.Err == nil && db.Name == known.SumGolangOrg) {
			t.Errorf("%s: Google's %v, the plan says %v, route says %s, %v", h.Name, googles, err, db.Name, db.Err)
		}
	}
}

func TestInternalZones(t *testing.T) {
	t.Parallel()
	f := facttest.New().Facts
	for _, host := range []string{
		"git.acme.internal", "git.acme.local", "git.acme.localdomain", "git.acme.lan", "git.acme.corp", "git.acme.intra", "git.acme.intranet",
		"git.acme.home", "git.acme.home.arpa", "git.acme.private", "gitserver",
	} {
		path := host + "/team/lib"
		if reason, private := route.PrivateEvidence(f.Settings, path); !private || reason != route.PrivateByHost {
			t.Errorf("route: %s: %s, %v", path, reason, private)
		}
		if strings.Contains(host, ".") { // a path without a dot is none that go asks for
			if got := explained(t, notFoundAt("https://goproxy.cn", path)); !slices.Equal(got, []cause.ID{cause.PrivateModuleExposed}) {
				t.Errorf("explain, %s asked of goproxy.cn: %v", path, got)
			}
		}
		if !recommend.Owned(&f, route.ParseGOPROXY("https://" + host + "/go").Entries[0]) {
			t.Errorf("recommend: a proxy at %s belongs to nobody", host)
		}
		if refused(t, host) || blamed(host) || !keptPrivate(host, path) {
			t.Errorf("GOPRIVATE=%s: the plan refuses it %v, the diagnosis blames it %v, route takes it for evidence %v", host, refused(t, host), blamed(host), keptPrivate(host, path))
		}
	}
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	for _, p := range []string{
		"*", "*.com", "*.cn", "*.org", "*.io", "*.dev", "*.co.uk", "g*", "g*.com", "github.com", "github.com/*", "github.com/g*", "gitlab.com", "gitee.com", "codeberg.org",
		"git.sr.ht", "go.uber.org", "go.mongodb.org", "k8s.io", "honnef.co", "golang.org/x", "github.com/stretchr", "github.com/acme", "github.com/acme/*", "*.acme.com", "acme.com", "git.acme.io/team",
	} {
		broad := known.TooBroad(p)
		if refused(t, p) != broad || blamed(p) != broad {
			t.Errorf("%s: too broad %v, the plan refuses it %v, the diagnosis blames it %v", p, broad, refused(t, p), blamed(p))
		}
		for _, path := range []string{"github.com/acme/lib", "git.acme.com/lib", "acme.com/lib", "git.acme.io/team/lib"} {
			if keptPrivate(p, path) && broad {
				t.Errorf("%s is too broad, and evidence that %s is private", p, path)
			}
		}
	}
}
