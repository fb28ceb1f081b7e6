package diagnose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
)

// TestEveryCauseHasItsRows wants, for every cause that facts can show, a machine that
// has it and a machine that looks like it and does not.
func TestEveryCauseHasItsRows(t *testing.T) {
	fires, stories := map[cause.ID]bool{}, map[string][]string{}
	for _, m := range machines {
		stories[m.story] = m.want
		for _, w := range m.want {
			_, id, _ := strings.Cut(w, " ")
			fires[cause.ID(id)] = true
		}
	}
	for _, c := range cause.Catalogue() {
		if c.Match == nil && c.Otherwise == nil {
			continue // only a log shows it
		}
		if !fires[c.ID] {
			t.Errorf("%s: no row of networkMachines (run_test.go) or localMachines (machines_test.go) wants it", c.ID)
		}
		near, ok := nearMisses[c.ID]
		if !ok {
			t.Errorf("%s: nearMisses names no row that looks like it without being it", c.ID)
			continue
		}
		want, ok := stories[near]
		if !ok {
			t.Errorf("%s: there is no row %q", c.ID, near)
		}
		if slices.ContainsFunc(want, func(w string) bool { return strings.HasSuffix(w, " "+string(c.ID)) }) {
			t.Errorf("%s: the near miss %q has it", c.ID, near)
		}
	}
}

// nearMisses names, for each cause, a row of machines that looks like it.
var nearMisses = map[cause.ID]string{
	"go-missing":                "there is no git, and none is needed",
	"offline":                   "the resolver fails for every name",
	"resolver-broken":           "no resolver answers and nothing says that the network is alive",
	"captive-portal":            "one authority for two hosts that do not redirect elsewhere",
	"local-firewall":            "it forbids one that no module needs",
	"clock-skew":                "every certificate has expired, and an answer says that the clock is right",
	"ca-bundle-missing":         "no certificate authorities are installed, and none is needed",
	"outbound-proxy-broken":     "the module proxy fails behind an outbound proxy that did its part",
	"outbound-proxy-auth":       "the outbound proxy is dead",
	"system-proxy-ignored":      "HTTP_PROXY names a proxy by which it was not reached either",
	"git-proxy-broken":          "the outbound proxy is dead",
	"hosts-override":            "the hosts file has a good address of the proxy",
	"dns-tampered":              "a fake-IP resolver leads every name into one network, and the default proxy is blocked behind it",
	"tls-interception":          "a certificate of an unneeded host is untrusted",
	"disk-full":                 "the module cache belongs to root",
	"modcache-unwritable":       "the settings file is read-only, and nothing has to be written",
	"modcache-corrupt":          "the cache differs from go.sum, and nothing else is known",
	"sumdb-state-corrupt":       "what the database said is damaged, and nobody looks it up",
	"env-shadows-goenv":         "a dead company proxy in the GOENV file",
	"modules-off":               "nobody looked",
	"toolchain-version-invalid": "Go 1.21 reads go 1.22.0",
	"toolchain-unavailable":     "Go 1.25 reads go 1.26",
	"goproxy-malformed":         "an http proxy on this machine",
	"sumdb-malformed":           "verification is off",
	"goproxy-off":               "a word that is no proxy",
	"govcs-denied":              "GOVCS allows git",
	"goprivate-too-broad":       "one company's prefix is private",
	"private-module-exposed":    "nobody has the module, and its host is in the public one",
	"network-flaky":             "one request ends the connection each time, and others with it once",
	"mirror-content-differs":    "go.sum has another checksum than the proxy and the database",
	"checksum-mismatch":         "a proxy has other content than the database, and there is no go.sum",
	"goproxy-no-fallback":       "the only proxy refuses",
	"artifact-host-unreachable": "they go on failing",
	"goproxy-misbehaving":       "the only proxy refuses",
	"goproxy-denied":            "the only proxy shows web pages",
	"rate-limited":              "an outage hits one request each time, and others once",
	"goproxy-unreachable":       "hosts that nobody needs are dead",
	"sumdb-unreachable":         "the checksum database is blocked and relayed",
	"git-rewrite-broken":        "a rule to ssh that wants a key",
	"vcs-unreachable":           "the repository wants a login",
	"git-missing":               "there is no git, and none is needed",
	"git-environment":           "the origin fails in a way that no rule knows",
	"git-protocol-blocked":      "ssh does not know the server's key",
	"git-hostkey":               "git may not use the protocol",
	"git-auth-required":         "ssh does not know the server's key",
	"module-not-found":          "nobody has that version",
	"version-not-found":         "nobody has the module",
	"package-not-found":         "go.sum lacks a line",
	"module-path-mismatch":      "everything works",
	"vendor-inconsistent":       "the workspace names a module that is not there",
	"workspace-broken":          "the vendor directory is stale",
	"go-sum-incomplete":         "the module has no such package",
	"ipv6-broken":               "IPv6 does so at one host",
	"network-slow":              "a line that is slow to everywhere",
	"toolchain-insecure":        "a release with a hole, and Go's own proxy",
	"sumdb-off":                 "one company's prefix is private",
	"insecure-setting":          "an http proxy on this machine",
	"unknown-setting":           "a variable hides another good value",
	"goenv-unwritable":          "the settings file is read-only, and nothing has to be written",
	"go-stopped":                "the go command wants a release that is not in PATH",
	"undecided":                 "the origin fails in a way that no rule knows",
	"unexplained":               "nobody looked",
}
