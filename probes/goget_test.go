package probes

import (
	"net/http"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestGoGet(t *testing.T) {
	t.Parallel()
	page := func(tags ...string) http.Handler { return nettest.HTTPBody("text/html", nettest.ImportPage(tags...)) }
	for _, c := range []struct {
		name   string
		server http.Handler
		want   symptom.Symptom
		leads  string
		asked  string
	}{
		{"a tag for the path", page("go.example.com/lib git https://git.example.com/lib"), "", "git https://git.example.com/lib", "go-get 200"},
		{"a tag for a prefix is confirmed there", page("go.example.com git https://git.example.com/all"), "", "git https://git.example.com/all", "go-get 200, check 200"},
		{"a module proxy before a repository", page("go.example.com/lib git https://git.example.com/lib", "go.example.com/lib mod https://proxy.example.com"), "",
			"mod https://proxy.example.com", "go-get 200"},
		{"a credential in a tag is hidden", page("go.example.com/lib git https://u:p@git.example.com/lib"), "", "git https://xxxxx@git.example.com/lib", "go-get 200"},
		{"a tag on a page with status 404 counts", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(404)
			_, _ = w.Write([]byte(nettest.ImportPage("go.example.com/lib git https://git.example.com/lib")))
		}), "", "git https://git.example.com/lib", "go-get 404"},
		{"no tag and 404", nettest.HTTPStatus(404, "nothing"), symptom.HTTP404, " ", "go-get 404 http-404"},
		{"no tag and 401", nettest.HTTPStatus(401, "who"), symptom.HTTP401, " ", "go-get 401 http-401"},
		{"a page without a tag", nettest.HTTPLoginPage(), symptom.HTTPNotProxy, " ", "go-get 200 http-not-proxy"},
		{"a tag for another path", page("go.example.com/libs git https://git.example.com/lib"), symptom.HTTPNotProxy, " ", "go-get 200 http-not-proxy"},
		{"two tags for the path", page("go.example.com/lib git https://a.example.com", "go.example.com/lib git https://b.example.com"), symptom.HTTPNotProxy, " ", ""},
		{"a prefix whose own page contradicts", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			tag := "go.example.com git https://git.example.com/one"
			if r.URL.Path == "/" {
				tag = "go.example.com git https://git.example.com/two"
			}
			_, _ = w.Write([]byte(nettest.ImportPage(tag)))
		}), symptom.HTTPNotProxy, "git https://git.example.com/one", "go-get 200, check 200 http-not-proxy"},
		{"an endless page with the tag in its head", faulty(nettest.HTTPEndlessBody("text/html", nettest.ImportPage("go.example.com/lib git https://git.example.com/lib")+"\n"), "", nil),
			"", "git https://git.example.com/lib", "go-get 200"},
		{"a redirect to a dead host", nettest.HTTPRedirect(302, "https://dead.example.com/"), symptom.HTTPRedirectFailed, " ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWeb(t)
			w.https("go.example.com", http2, c.server)
			w.address("dead.example.com")
			o := lookWeb(t, &GoGet, w.env(goSetting("GOPROXY", "direct")), probe.Query{Path: "go.example.com/lib"})
			e := o.Evidence.HTTP
			if got := e.VCS + " " + e.Repository; o.Symptom != c.want || got != c.leads {
				t.Errorf("symptom %q (%s), leads to %q; want %q, %q", o.Symptom, o.Detail, got, c.want, c.leads)
			}
			if got := summary(e); c.asked != "" && got != c.asked {
				t.Errorf("requests: %s\nwant:     %s", got, c.asked)
			}
		})
	}
}

func TestGoGetTargets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, goproxy, private, path, want string }{
		{"direct at the end", "https://proxy.example.com,direct", "", "go.example.com/lib", "go.example.com:443"},
		{"a private path, without direct", "https://proxy.example.com", "go.example.com", "go.example.com/lib", "go.example.com:443"},
		{"never asked without direct", "https://proxy.example.com", "", "go.example.com/lib", ""},
		{"github.com needs no discovery", "direct", "", "github.com/a/b", ""},
		{"nor does a path with a suffix", "direct", "", "git.example.com/lib.git", ""},
		{"a malformed list asks nobody", "foo", "", "go.example.com/lib", ""},
	} {
		s := &settings.Snapshot{OS: "linux", Layers: []settings.Setting{goSetting("GOPROXY", c.goproxy), goSetting("GOPRIVATE", c.private)}}
		got := ""
		for _, target := range GoGet.Targets(s, []probe.Query{{Path: c.path}}) {
			got += target.Endpoint
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
