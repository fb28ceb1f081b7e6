package probes

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func ids(tasks []probe.Task) string {
	var out []string
	for _, t := range tasks {
		out = append(out, t.ID())
	}
	return strings.Join(out, " ")
}

func TestAt(t *testing.T) {
	t.Parallel()
	queries := []probe.Query{{Path: "example.com/uuid", Version: "v1.6.0"}, {Path: "corp.example.net/secret", Version: "v1.0.0"}}
	const mirror = "dns/mirror.example.com tcp/mirror.example.com:443 tls/mirror.example.com:443 " +
		"goproxy/https://mirror.example.com/example.com/uuid@v1.6.0"
	for _, c := range []struct {
		name, base, want string
		set              []settings.Setting
	}{
		{"the way, the protocol, the relay; no private path", "https://mirror.example.com/",
			mirror + " sumdb-relay/https://mirror.example.com/sumdb/sum.golang.org", nil},
		{"no relay without a database", "https://mirror.example.com", mirror, []settings.Setting{goSetting("GOSUMDB", "off")}},
		{"no relay where go uses none", "https://mirror.example.com", mirror, []settings.Setting{goSetting("GOSUMDB", "sum.golang.google.cn")}},
		{"plain http shakes no hands", "http://192.0.2.1:3000", "tcp/192.0.2.1:3000 goproxy/http://192.0.2.1:3000/example.com/uuid@v1.6.0 " +
			"sumdb-relay/http://192.0.2.1:3000/sumdb/sum.golang.org", nil},
		{"through an outbound proxy the machine only reaches that", "https://mirror.example.com",
			"dns/gate.example.com tcp/gate.example.com:3128 tls/mirror.example.com:443 " +
				"goproxy/https://mirror.example.com/example.com/uuid@v1.6.0 sumdb-relay/https://mirror.example.com/sumdb/sum.golang.org",
			[]settings.Setting{variable("HTTPS_PROXY", "http://gate.example.com:3128")}},
	} {
		s := &settings.Snapshot{OS: "linux", Layers: append(c.set, goSetting("GOPRIVATE", "corp.example.net"))}
		if got := ids(At(s, []settings.Value{settings.Value(c.base)}, queries)); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestAtHasTheIDsOfThePlan shows that a candidate which GOPROXY names too is
// looked at once.
func TestAtHasTheIDsOfThePlan(t *testing.T) {
	t.Parallel()
	queries := []probe.Query{{Path: "example.com/uuid", Version: "v1.6.0"}}
	s := &settings.Snapshot{OS: "linux", Layers: []settings.Setting{goSetting("GOPROXY", "https://u:p@mirror.example.com/go/,direct")}}
	planned := map[string]bool{}
	for _, task := range probe.Plan(All(), s, queries) {
		planned[task.ID()] = true
	}
	tasks := At(s, []settings.Value{"https://u:p@mirror.example.com/go"}, queries)
	if len(tasks) != 5 {
		t.Errorf("tasks: %s", ids(tasks))
	}
	for _, task := range tasks {
		if !planned[task.ID()] {
			t.Errorf("%s is not in the plan", task.ID())
		}
	}
}

func TestDatabaseAt(t *testing.T) {
	t.Parallel()
	queries := []probe.Query{{Path: "example.com/uuid", Version: "v1.6.0"}}
	got := ids(DatabaseAt(&settings.Snapshot{OS: "linux"}, "https://sum.golang.google.cn", queries))
	if want := "dns/sum.golang.google.cn tcp/sum.golang.google.cn:443 tls/sum.golang.google.cn:443 sumdb/https://sum.golang.google.cn"; got != want {
		t.Errorf("got %s", got)
	}
}
