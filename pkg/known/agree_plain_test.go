package known_test

import (
	"slices"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// A proxy over plain http is judged by where its host is. The diagnosis is silent on
// a private network, which the owner of the machine knows; a file and a value of our
// own may come to another network.
func TestPlainHTTP(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		host string
		want route.Exposure
	}{
		{"localhost", route.Protected}, {"LOCALHOST", route.Protected}, {"x.localhost", route.Protected}, {"127.0.0.1", route.Protected},
		{"127.8.9.1", route.Protected}, {"[::1]", route.Protected}, {"[::ffff:127.0.0.1]", route.Protected}, {"localhost.", route.Protected},
		{"10.0.0.5", route.Inside}, {"172.16.3.4", route.Inside}, {"192.168.1.2", route.Inside}, {"[fd00::5]", route.Inside}, {"169.254.1.1", route.Inside},
		{"athens", route.Inside}, {"goproxy.internal", route.Inside}, {"nexus.acme.lan", route.Inside}, {"athens.ci.svc.cluster.local", route.Inside},
		{"172.32.0.1", route.Open}, {"8.8.8.8", route.Open}, {"100.64.0.1", route.Open}, {"[2001:db8::1]", route.Open},
		{"goproxy.cn", route.Open}, {"goproxy.corp.example", route.Open}, {"localhost.example.com", route.Open}, {"internal.acme.com", route.Open},
	} {
		for _, url := range []string{"http://" + row.host, "http://" + row.host + ":3000/x", "HTTP://" + row.host} {
			if got := route.PlainHTTP(settings.Value(url)); got != row.want {
				t.Errorf("%s: %q, want %q", url, got, row.want)
			}
			list := url + ",https://proxy.golang.org,direct"
			if got := found(facttest.New().Goenv("GOPROXY", list), cause.InsecureSetting); got != (row.want == route.Open) {
				t.Errorf("doctor, %s: reported %v", url, got)
			}
			if got := linted(t, "setup.sh", "export GOPROXY="+list+"\n", cause.InsecureSetting); got == (row.want == route.Protected) {
				t.Errorf("lint, %s: reported %v", url, got)
			}
			if got := forbidden(settings.Go("GOPROXY"), list); got == (row.want == route.Protected) {
				t.Errorf("plan, %s: refused %v", url, got)
			}
			if got := leftOut(t, list); got == (row.want == route.Protected) {
				t.Errorf("emit, %s: left out %v", url, got)
			}
		}
		if row.want != route.Protected && !forbidden(settings.Git("url.http://"+row.host+"/.insteadof"), "https://github.com/") {
			t.Errorf("plan: git may be led to http://%s", row.host)
		}
	}
}

// leftOut reports whether emit leaves a list of proxies out as plain http.
func leftOut(t *testing.T, list string) bool {
	t.Helper()
	m := facttest.New().Goenv("GOPROXY", list).Facts
	s := emit.Wanted(m.Settings, nil)
	return slices.ContainsFunc(s.Left, func(l emit.Left) bool { return l.Name == "GOPROXY" && l.Why == "plain" })
}

// A container reaches its own machine by a name: no network is crossed, so lint is
// silent there, and what is written by this program keeps to its stricter rule.
func TestContainerHost(t *testing.T) {
	t.Parallel()
	const list = "http://host.docker.internal:3000,direct"
	if found(facttest.New().Goenv("GOPROXY", list), cause.InsecureSetting) || linted(t, "setup.sh", "export GOPROXY="+list+"\n", cause.InsecureSetting) {
		t.Error("the machine of a container is reported")
	}
	if !forbidden(settings.Go("GOPROXY"), list) {
		t.Error("a plan brings it in")
	}
}
