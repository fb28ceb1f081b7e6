package privacy_test

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/privacy"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func query(path string) probe.Query { return probe.Query{Path: path, Version: "v1.0.0"} }

// git is what git met at a repository on GitHub.
func git(path string, s symptom.Symptom, anonymous bool) probe.Result {
	r := probe.Result{Kind: probe.Git, Target: "https://" + path, Outcome: probe.Outcome{Status: probe.OK}}
	if s != "" {
		r.Outcome = probe.Outcome{Status: probe.Fail, Symptom: s}
	}
	r.Evidence.Git = &probe.GitEvidence{URL: "https://" + path, Anonymous: anonymous}
	return r
}

// page is a page of a module's own host that names a repository.
func page(path, repository string) probe.Result {
	r := probe.Result{Kind: probe.GoGet, Target: path, Outcome: probe.Outcome{Status: probe.OK}}
	r.Evidence.HTTP = &probe.HTTPEvidence{Entry: "https://" + path, Module: path + "@v1.0.0", VCS: "git", Repository: repository}
	return r
}

// lookup is the answer of the checksum database about a module.
func lookup(path string, s symptom.Symptom) probe.Result {
	r := probe.Result{Kind: probe.Sumdb, Target: "https://sum.golang.org", Outcome: probe.Outcome{Status: probe.OK}}
	r.Evidence.HTTP = &probe.HTTPEvidence{Entry: "https://sum.golang.org", Module: path + "@v1.0.0", Requests: []probe.HTTPRequest{{Name: probe.ReqSumLookup, Symptom: s}}}
	return r
}

// record is a record in the module cache.
func record(path string, verified bool) probe.Result {
	r := probe.Result{Kind: probe.SumdbState, Target: "sum.golang.org/" + path + "@v1.0.0", Outcome: probe.Outcome{Status: probe.OK}}
	r.Evidence.Disk = &probe.DiskEvidence{Verified: verified}
	return r
}

func netrc(m *facttest.Machine, hosts ...string) *facttest.Machine {
	m.Facts.Settings.NetrcHosts = hosts
	return m
}

func at(m *facttest.Machine, module string, remotes ...settings.Value) *facttest.Machine {
	m.Facts.Settings.Module.Path, m.Facts.Settings.Module.Remotes = module, remotes
	return m
}

func TestPublic(t *testing.T) {
	const vpn, lib, vanity = "git.vpn.example/team/lib", "github.com/acme/lib", "go.acme.io/lib"
	for _, row := range []struct {
		name    string
		machine *facttest.Machine
		path    string
		want    privacy.Proof
	}{
		{"nothing is known of the host", facttest.New(), vpn, ""},
		{"a public proxy serves it", facttest.New().Proxy("https://goproxy.cn", query(vpn), "", ""), vpn, privacy.ByProxy},
		{"a public proxy does not have it", facttest.New().Proxy("https://goproxy.cn", query(vpn), "all", symptom.HTTP404), vpn, ""},
		{"a proxy that nobody knows serves it", facttest.New().Proxy("https://proxy.acme.io", query(vpn), "", ""), vpn, ""},
		{"GOPRIVATE names what a public proxy serves", facttest.New().Goenv("GOPRIVATE", "git.vpn.example").Proxy("https://goproxy.cn", query(vpn), "", ""), vpn, ""},
		{"the database has it", facttest.New().Result(lookup(vpn, "")), vpn, privacy.ByDatabase},
		{"the database does not have it", facttest.New().Result(lookup(vpn, symptom.HTTP404)), vpn, ""},
		{"the database has another", facttest.New().Result(lookup("git.vpn.example/team/other", "")), vpn, ""},
		{"a database of a company has it", facttest.New().Goenv("GOSUMDB", "sum.acme.io+b2e18263+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8").Result(lookup(vpn, "")), vpn, ""},
		{"its record is in the module cache", facttest.New().Result(record(vpn, true)), vpn, privacy.ByDatabase},
		{"its record is not there", facttest.New().Result(record(vpn, false)), vpn, ""},
		{"its host leads into a private network", facttest.New().Host("go.acme.io", "").At("10.0.0.7").Result(page(vanity, "https://github.com/acme/lib")), vanity, ""},
		{"the host of a project", facttest.New(), "golang.org/x/text", privacy.ByHost},
		{"the Go release", facttest.New(), "golang.org/toolchain", privacy.ByHost},
		{"an example that resolves", facttest.New().Alive("example.com"), "example.com/hello", privacy.ByHost},
		{"an example that does not", facttest.New().Dead(symptom.DNSNXDomain, "example.com"), "example.com/hello", ""},
		{"below an example", facttest.New(), "git.example.com/hello", ""},
		{"a forge, and no credential", facttest.New(), lib, privacy.ByForge},
		{"a forge that asks for a credential", facttest.New().Result(git(lib, symptom.VCSAuth, false)), lib, ""},
		{"a forge that answers without one", netrc(facttest.New(), "github.com").Result(git(lib, "", true)), lib, privacy.ByRepository},
		{"a forge that perhaps got one", netrc(facttest.New(), "github.com").Result(git(lib, "", false)), lib, ""},
		{"a credential for the forge", netrc(facttest.New(), "github.com"), lib, ""},
		{"a credential, and an owner whom everybody uses", netrc(facttest.New(), "github.com"), "github.com/google/uuid", privacy.ByHost},
		{"who belongs to that owner", at(netrc(facttest.New(), "github.com"), "github.com/google/app"), "github.com/google/uuid", ""},
		{"a helper for every host", facttest.New().Git("credential.helper", "store"), lib, privacy.ByForge},
		{"a helper, and our own owner", at(facttest.New().Git("credential.helper", "store"), "github.com/acme/app"), lib, ""},
		{"a helper, and the owner of our remote", at(facttest.New().Git("credential.helper", "store"), "app", "git@github.com:acme/app.git"), lib, ""},
		{"a page that names a public forge", facttest.New().Alive("go.acme.io").Result(page(vanity, "https://github.com/acme/lib")), vanity, privacy.ByForge},
		{"such a page on the host of the module at hand", at(facttest.New().Alive("go.acme.io").Result(page(vanity, "https://github.com/acme/lib")), "go.acme.io/app"), vanity, ""},
		{"a page that names a forge with a credential", netrc(facttest.New().Alive("go.acme.io"), "github.com").Result(page(vanity, "https://github.com/acme/lib")), vanity, ""},
		{"a page that names the host itself", facttest.New().Alive("go.acme.io").Result(page(vanity, "https://go.acme.io/lib.git")), vanity, ""},
	} {
		if got := privacy.Public(&row.machine.Facts, query(row.path)); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestUnproven(t *testing.T) {
	m := facttest.New()
	m.Facts.Settings.Module.Requires = []settings.Requirement{{Path: "rsc.io/quote", Version: "v1.0.0"}, {Path: "git.vpn.example/a", Version: "v1.0.0"}}
	m.Facts.Queries = []probe.Query{query("git.vpn.example/b"), facttest.UUID}
	got := privacy.Unproven(&m.Facts)
	if len(got) != 2 || got[0] != query("git.vpn.example/b") || got[1] != query("git.vpn.example/a") {
		t.Errorf("got %v", got)
	}
}
