package probes

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// TestGoproxyAgreesWithGo asks the real go the same of the same server: it
// fails exactly where the probe does.
func TestGoproxyAgreesWithGo(t *testing.T) {
	t.Parallel()
	zip := string(moduleProxy(t, uuid).File(zipPath))
	for _, c := range []struct {
		name, suffix string
		fault        http.Handler
		fails        bool
		says         string // a part of go's error
	}{
		{"everything as promised", "nothing", nil, false, ""},
		{"compressed", "", nettest.HTTPGzip(moduleProxy(t, uuid)), false, ""},
		{"not found", "", nettest.HTTPStatus(404, "no"), true, "404 Not Found"},
		{"forbidden", "", nettest.HTTPStatus(403, "no"), true, "403 Forbidden"},
		{"no content", ".mod", nettest.HTTPStatus(204, ""), true, "204 No Content"},
		{"a login page", "", nettest.HTTPLoginPage(), true, "invalid character"},
		{"a login page for the zip", ".zip", nettest.HTTPLoginPage(), true, "not a valid zip file"},
		{"a login page for the list of a known version", "list", nettest.HTTPLoginPage(), false, ""},
		{"info of another version", ".info", nettest.HTTPBody("application/json", `{"Version":"v1.5.0"}`), true, "instead of requested version"},
		{"a zip that was stored short", ".zip", nettest.HTTPBody("application/zip", zip[:len(zip)-30]), true, "not a valid zip file"},
		{"a zip that ends before its length", ".zip", nettest.HTTPTruncated(zip[:100], len(zip)), true, "unexpected EOF"},
		{"a redirect loop", ".info", nettest.HTTPRedirectLoop(), true, "stopped after 10 redirects"},
		{"a redirect without a place", ".info", nettest.HTTPRedirect(302, ""), true, "302 Found"},
		{"hung up", ".info", nettest.HTTPHangUp(), true, "EOF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := moduleProxy(t, uuid)
			if c.fault != nil {
				p.Fault(c.suffix, c.fault)
			}
			base := serveHTTP(t, p, false)
			m := newGitMachine(t)
			env := m.env(goSetting("GOPROXY", base))
			o := lookWeb(t, &Goproxy, env, probe.Query{Path: uuid.Path, Version: uuid.Version})
			if (o.Status == probe.Fail) != c.fails {
				t.Errorf("the probe says %s %q (%s)", o.Status, o.Symptom, o.Detail)
			}
			out := m.download(base, "GOSUMDB=off")
			if (out.Code != 0) != c.fails || !strings.Contains(string(out.Stdout), c.says) {
				t.Errorf("go exits %d and says %s%s", out.Code, out.Stdout, out.Stderr)
			}
		})
	}
}

// download runs the real go in a cache of its own.
func (m *gitMachine) download(goproxy string, vars ...string) host.Output {
	m.t.Helper()
	goCommand, err := host.System().LookPath("go")
	if err != nil {
		m.t.Fatalf("this test needs go: %v", err)
	}
	// Or a child of go writes there when the test is over.
	telemetry := filepath.Join(m.home, "go", "telemetry")
	if err := os.MkdirAll(telemetry, 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(telemetry, "mode"), []byte("off"), 0o644); err != nil {
		m.t.Fatal(err)
	}
	out, err := m.run(m.t.Context(), host.Command{
		Args: []string{goCommand, "mod", "download", "-json", uuid.Path + "@" + uuid.Version}, Dir: m.home,
		Env: append([]string{
			"GOPROXY=" + goproxy, "GOENV=off", "GOMODCACHE=" + m.t.TempDir(), "GOPATH=" + m.home, "GOFLAGS=-modcacherw", "GOTOOLCHAIN=local",
			"GOPRIVATE=", "GONOPROXY=", "GONOSUMDB=", "GO111MODULE=", "GOWORK=off", "NO_PROXY=*",
		}, vars...),
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return out
}

// TestSumdbAgreesWithGo asks the real go to verify by the same database.
func TestSumdbAgreesWithGo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		other bool // the key is another database's
		fails bool
	}{
		{"the right key", false, false},
		{"another key", true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			db := sumDB(t, uuid)
			key := db.Key()
			if c.other {
				key = sumDB(t, uuid).Key()
			}
			p := moduleProxy(t, uuid)
			p.Relay(sumName, db)
			base := serveHTTP(t, p, false)
			m := newGitMachine(t)
			env := m.env(goSetting("GOPROXY", base), goSetting("GOSUMDB", key))
			o := lookWeb(t, &SumdbRelay, env, probe.Query{Path: uuid.Path, Version: uuid.Version})
			if (o.Status == probe.Fail) != c.fails {
				t.Errorf("the probe says %s %q (%s)", o.Status, o.Symptom, o.Detail)
			}
			out := m.download(base, "GOSUMDB="+key)
			if (out.Code != 0) != c.fails {
				t.Errorf("go exits %d and says %s%s", out.Code, out.Stdout, out.Stderr)
			}
		})
	}
}
