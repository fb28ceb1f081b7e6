package emit_test

import (
	"encoding/json"
	"strings"
	"testing"

	yaml "go.yaml.in/yaml/v3"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func hop(op walk.Op, url string) walk.Hop {
	return walk.Hop{Request: walk.Request{Op: op, URL: settings.Value(url)}}
}

func someHosts() []emit.Host {
	walks := []walk.Path{{Hops: []walk.Hop{
		hop(walk.OpInfo, "https://proxy.golang.org/x/@v/v1.info"), hop(walk.OpSumLookup, "https://proxy.golang.org/sumdb/sum.golang.org/lookup/x"),
		hop(walk.OpGit, "git@git.corp.example:team/x"), hop(walk.OpGoGet, "https://code.example:8443/x?go-get=1"), hop(walk.OpInfo, "https://[2001:db8::1]/x"),
		hop(walk.OpInfo, "https://me:secret@proxy.corp.example/x"), hop(walk.OpGit, "ssh+git://gerrit.corp.example/x"), hop(walk.OpInfo, "https://bad host\";/x"),
	}}}
	seen := []probe.Result{{Outcome: probe.Outcome{Evidence: probe.Evidence{HTTP: &probe.HTTPEvidence{Requests: []probe.HTTPRequest{{FinalHost: "cdn.example:443"}}}}}}}
	return emit.Hosts(walks, seen, route.ParseGOSUMDB("", false))
}

func written(t *testing.T, format string) string {
	t.Helper()
	var b strings.Builder
	if err := emit.WriteHosts(&b, format, someHosts()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAllowlistNamesEveryHost(t *testing.T) {
	t.Parallel()
	want := `[2001:db8::1]:443
cdn.example:443
code.example:8443
gerrit.corp.example:22
git.corp.example:22
proxy.corp.example:443
proxy.golang.org:443
storage.googleapis.com:443
sum.golang.org:443
`
	if got := written(t, "plain"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestAllowlistIsReadByItsFormat(t *testing.T) {
	t.Parallel()
	var list struct {
		Schema string
		Hosts  []emit.Host
	}
	if err := json.Unmarshal([]byte(written(t, "json")), &list); err != nil || list.Schema == "" || len(list.Hosts) != 9 {
		t.Errorf("%v: %+v", err, list)
	}
	egress := at(load(t, written(t, "cilium")), "spec", "egress").([]any)
	names := 0
	for _, rule := range egress {
		if fqdn, ok := at(rule, "toFQDNs").([]any); ok && at(fqdn[0], "matchName") != "" {
			names++
		}
	}
	if len(egress) != 10 || names != 8 {
		t.Errorf("cilium: %d rules, %d names; want 10 and 8", len(egress), names)
	}
	var steps []any
	if err := yaml.Unmarshal([]byte(written(t, "harden-runner")), &steps); err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(at(steps[0], "with", "allowed-endpoints").(string)); len(got) != 9 {
		t.Errorf("harden-runner: %v", got)
	}
	if got := strings.Count(written(t, "squid"), "http_access allow"); got != 9 {
		t.Errorf("squid: %d rules, want 9", got)
	}
}
