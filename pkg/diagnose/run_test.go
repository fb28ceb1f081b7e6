package diagnose_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const (
	google  = "https://proxy.golang.org"
	china   = "https://goproxy.cn"
	company = "https://goproxy.corp.example"
)

// working is a machine on which everything that the network has to do works.
func working() *facttest.Machine {
	return facttest.New().Alive("proxy.golang.org").Serves(google).Relay(google, "")
}

// namedProxy is a proxy that something on a machine names.
const namedProxy = "http://10.0.0.1:3128"

// shaken adds a TLS handshake with the default module proxy.
func shaken(m *facttest.Machine, s symptom.Symptom) *facttest.Machine {
	r := probe.Result{Kind: probe.TLS, Target: "proxy.golang.org:443", Outcome: probe.Outcome{Symptom: s}}
	r.About.Host, r.About.Endpoint = "proxy.golang.org", "proxy.golang.org:443"
	return m.Result(r)
}

// onDesktop has the desktop name a proxy.
func onDesktop(m *facttest.Machine) *facttest.Machine {
	m.Facts.Settings.Desktop = []settings.Setting{{Key: settings.Key{Tool: settings.System, Name: "org.gnome.system.proxy.https"}, Value: namedProxy, Origin: settings.OfSystem}}
	return m
}

// row is a machine in one sentence, and the findings that it must get, in order.
type row struct {
	story   string
	machine *facttest.Machine
	verdict diagnose.Verdict
	want    []string // "severity cause"
}

var machines = slices.Concat(networkMachines, localMachines)

// networkMachines are machines whose network, settings and module proxies matter.
var networkMachines = []row{
	{"everything works",
		facttest.New().Alive("proxy.golang.org", "sum.golang.org", "github.com").Serves(google).Relay(google, "").Sumdb("").Repository(""),
		diagnose.Healthy, nil},
	{"HTTP_PROXY names a proxy by which the default proxy was reached, and go does not read it",
		shaken(facttest.New().Variable("HTTP_PROXY", namedProxy).Dead(symptom.TCPTimeout, "proxy.golang.org", "sum.golang.org", "github.com"), "").Aside(namedProxy),
		diagnose.Broken, []string{"error system-proxy-ignored"}},
	{"HTTP_PROXY names a proxy by which it was not reached either",
		shaken(facttest.New().Variable("HTTP_PROXY", namedProxy).Alive("goproxy.cn").Dead(symptom.TCPTimeout, "proxy.golang.org", "sum.golang.org", "github.com"), symptom.OutboundProxyFailed).Aside(namedProxy),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"the desktop names a proxy, and nothing was tried by it",
		onDesktop(facttest.New().Alive("goproxy.cn").Dead(symptom.TCPTimeout, "proxy.golang.org", "sum.golang.org", "github.com")),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"the desktop names a proxy by which the default proxy was reached",
		shaken(onDesktop(facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org", "sum.golang.org", "github.com")), "").Aside(namedProxy),
		diagnose.Broken, []string{"error system-proxy-ignored"}},
	{"the desktop names a proxy, and everything works without it", onDesktop(working()), diagnose.Healthy, nil},
	{"NO_PROXY keeps go from the proxy by which the default proxy was reached",
		shaken(facttest.New().Variable("HTTPS_PROXY", namedProxy).Variable("NO_PROXY", "*").Dead(symptom.TCPTimeout, "proxy.golang.org", "sum.golang.org", "github.com"), "").Aside(namedProxy),
		diagnose.Broken, []string{"error outbound-proxy-broken"}},
	{"HTTPS_PROXY ends in a carriage return, so that go leaves it aside",
		shaken(facttest.New().Variable("HTTPS_PROXY", namedProxy+"\r").Dead(symptom.TCPTimeout, "proxy.golang.org", "sum.golang.org", "github.com"), "").Aside(namedProxy),
		diagnose.Broken, []string{"error outbound-proxy-broken"}},
	{"in the tunnel the handshake breaks off, and without it it does not",
		shaken(shaken(facttest.New().Variable("HTTPS_PROXY", namedProxy), symptom.TLSReset).By(namedProxy), "").Aside("direct"),
		diagnose.Broken, []string{"error outbound-proxy-broken"}},
	{"it breaks off in the tunnel and without it",
		shaken(shaken(facttest.New().Variable("HTTPS_PROXY", namedProxy).Alive("goproxy.cn"), symptom.TLSReset).By(namedProxy), symptom.TLSReset).Aside("direct"),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"go's own words say of a module of the graph that it declares another path",
		working().Rehearsed("module-path-mismatch", "", "go: github.com/rsc/quote@v1.5.2: parsing go.mod:\n\tmodule declares its path as: rsc.io/quote\n\t        but was required as: github.com/rsc/quote\n"),
		diagnose.Broken, []string{"error module-path-mismatch"}},
	{"hosts that nobody needs are dead",
		facttest.New().Alive("proxy.golang.org").Dead(symptom.DNSNXDomain, "github.com", "goproxy.cn", "sum.golang.org").Serves(google).Relay(google, ""),
		diagnose.Healthy, nil},
	{"every host times out",
		facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org", "goproxy.cn", "github.com", "sum.golang.org"),
		diagnose.Broken, []string{"error offline"}},
	{"there is no route to anywhere",
		facttest.New().Dead(symptom.TCPUnreachable, "proxy.golang.org", "goproxy.cn", "github.com"),
		diagnose.Broken, []string{"error offline"}},
	{"no resolver answers and nothing says that the network is alive",
		facttest.New().Dead(symptom.DNSTimeout, "proxy.golang.org", "goproxy.cn", "github.com"),
		diagnose.Broken, []string{"error offline"}},
	{"the resolver fails for every name",
		facttest.New().Dead(symptom.DNSServFail, "proxy.golang.org", "goproxy.cn", "github.com"),
		diagnose.Broken, []string{"error resolver-broken"}},
	{"the resolver denies every name, those of public hosts included",
		facttest.New().Dead(symptom.DNSNXDomain, "proxy.golang.org", "goproxy.cn").Dead(symptom.DNSNoAddress, "github.com"),
		diagnose.Broken, []string{"error resolver-broken"}},
	{"the resolver denies the names that the settings lead to, and no other was asked",
		facttest.New().Goenv("GOPROXY", company).Dead(symptom.DNSNXDomain, "goproxy.corp.example", "sum.golang.org"),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"the default proxy and GitHub are blocked, a mirror is alive",
		facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org", "github.com", "sum.golang.org").Alive("goproxy.cn"),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"the default proxy is blocked and direct would work",
		facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org").Alive("github.com", "sum.golang.org").Repository("").Sumdb(""),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"a fake-IP resolver leads every name into one network, and the default proxy is blocked behind it",
		facttest.New().Host("proxy.golang.org", symptom.DNSBogusAddress).At("198.18.0.10").
			Host("goproxy.cn", "").At("198.18.0.11").Host("github.com", "").At("198.19.0.12"),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"such an address for one name alone is a lie",
		facttest.New().Host("proxy.golang.org", symptom.DNSBogusAddress).At("198.18.0.10").
			Host("goproxy.cn", "").At("203.0.113.11").Host("github.com", "").At("203.0.113.12"),
		diagnose.Broken, []string{"error dns-tampered"}},
	{"an accelerator serves another name at this machine, and a sinkhole has the proxy's",
		facttest.New().Host("proxy.golang.org", symptom.DNSBogusAddress).At("0.0.0.0").
			Host("github.com", "").At("127.0.0.1").Host("goproxy.cn", "").At("203.0.113.11"),
		diagnose.Broken, []string{"error dns-tampered"}},
	{"a bar leads past a dead mirror, slowly",
		facttest.New().Goenv("GOPROXY", china+"|"+google+",direct").Dead(symptom.TCPTimeout, "goproxy.cn").Alive("proxy.golang.org").Serves(google).Relay(google, ""),
		diagnose.Degraded, []string{"warning goproxy-unreachable"}},
	{"a refusing entry hides a good one",
		facttest.New().Goenv("GOPROXY", company+","+google).Alive("goproxy.corp.example", "proxy.golang.org").
			Proxy(company, facttest.UUID, "all", symptom.HTTP403).Serves(google).Relay(google, ""),
		diagnose.Broken, []string{"error goproxy-no-fallback"}},
	{"the only proxy refuses",
		facttest.New().Goenv("GOPROXY", company).Alive("goproxy.corp.example").Proxy(company, facttest.UUID, "all", symptom.HTTP401),
		diagnose.Broken, []string{"error goproxy-denied"}},
	{"the only proxy shows web pages",
		facttest.New().Goenv("GOPROXY", company).Alive("goproxy.corp.example").Proxy(company, facttest.UUID, "all", symptom.HTTPNotProxy),
		diagnose.Broken, []string{"error goproxy-misbehaving"}},
	{"zips are redirected to a blocked host",
		facttest.New().Goenv("GOPROXY", google).Alive("proxy.golang.org").Proxy(google, facttest.UUID, "zip", symptom.HTTPRedirectFailed).Relay(google, ""),
		diagnose.Broken, []string{"error artifact-host-unreachable"}},
	{"too many requests",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn").Proxy(china, facttest.UUID, "all", symptom.HTTP429),
		diagnose.Broken, []string{"error rate-limited"}},
	{"downloads are switched off",
		facttest.New().Goenv("GOPROXY", "off").Alive("proxy.golang.org", "github.com"),
		diagnose.Broken, []string{"error goproxy-off"}},
	{"a word that is no proxy",
		facttest.New().Goenv("GOPROXY", "on").Alive("proxy.golang.org"),
		diagnose.Broken, []string{"error goproxy-malformed"}},
	{"a full-width comma",
		facttest.New().Goenv("GOPROXY", "https://goproxy.cn，direct").Alive("proxy.golang.org").Dead(symptom.DNSNXDomain, "goproxy.cn，direct"),
		diagnose.Broken, []string{"error goproxy-malformed"}},
	{"the checksum database is blocked and nobody relays it",
		facttest.New().Goenv("GOPROXY", china+",direct").Alive("goproxy.cn").Serves(china).Relay(china, symptom.HTTP404).Dead(symptom.TCPTimeout, "sum.golang.org"),
		diagnose.Broken, []string{"error sumdb-unreachable"}},
	{"the checksum database is blocked and relayed",
		facttest.New().Goenv("GOPROXY", china+",direct").Alive("goproxy.cn").Serves(china).Relay(china, "").Dead(symptom.TCPTimeout, "sum.golang.org"),
		diagnose.Healthy, nil},
	{"the checksum database has a name that does not exist",
		facttest.New().Goenv("GOSUMDB", "gosum.io+default").Alive("proxy.golang.org").Serves(google),
		diagnose.Broken, []string{"error sumdb-malformed"}},
	{"verification is off",
		facttest.New().Goenv("GOSUMDB", "off").Alive("proxy.golang.org").Serves(google),
		diagnose.Degraded, []string{"warning sumdb-off"}},
	{"everything on GitHub is private",
		facttest.New().Goenv("GONOSUMDB", "github.com").Alive("proxy.golang.org").Serves(google),
		diagnose.Degraded, []string{"warning sumdb-off"}},
	{"one company's prefix is private",
		facttest.New().Goenv("GOPRIVATE", "git.corp.example").Alive("proxy.golang.org").Serves(google).Relay(google, ""),
		diagnose.Healthy, nil},
	{"a variable hides a good value",
		facttest.New().Goenv("GOPROXY", china).Osenv("GOPROXY", company).Dead(symptom.TCPTimeout, "goproxy.corp.example").
			Alive("goproxy.cn").Serves(china).Relay(china, ""),
		diagnose.Broken, []string{"error env-shadows-goenv", "info toolchain-insecure"}},
	{"a variable hides another good value",
		facttest.New().Goenv("GOPROXY", china).Osenv("GOPROXY", google).Alive("proxy.golang.org").Serves(google).Relay(google, ""),
		diagnose.Healthy, []string{"info env-shadows-goenv"}},
	{"the origin is blocked and needed",
		facttest.New().Goenv("GOPROXY", "direct").Dead(symptom.TLSReset, "github.com").Alive("sum.golang.org").Sumdb(""),
		diagnose.Broken, []string{"error vcs-unreachable"}},
	{"a rule leads to a dead mirror",
		facttest.New().Goenv("GOPROXY", "direct").Alive("sum.golang.org", "github.com").Sumdb("").Dead(symptom.TCPRefused, "fastgit.example").
			Rule("https://fastgit.example/", "https://github.com/", symptom.TCPRefused),
		diagnose.Broken, []string{"error git-rewrite-broken"}},
	{"a rule to a dead mirror that nobody uses at the moment",
		facttest.New().Alive("proxy.golang.org").Serves(google).Relay(google, "").
			Rule("https://fastgit.example/", "https://github.com/", symptom.TCPTimeout),
		diagnose.Degraded, []string{"warning git-rewrite-broken"}},
	{"a rule to ssh that wants a key",
		facttest.New().Alive("proxy.golang.org").Serves(google).Relay(google, "").
			Rule("ssh://git@github.com/", "https://github.com/", symptom.VCSAuth),
		diagnose.Healthy, nil},
	{"an inspecting firewall whose authority is not installed",
		facttest.New().Dead(symptom.TLSUnknownAuthority, "proxy.golang.org", "goproxy.cn", "github.com"),
		diagnose.Broken, []string{"error tls-interception"}},
	{"a certificate of an unneeded host is untrusted",
		facttest.New().Alive("proxy.golang.org").Dead(symptom.TLSUnknownAuthority, "goproxy.cn").Serves(google).Relay(google, ""),
		diagnose.Healthy, nil},
	{"the clock is in the next century",
		facttest.New().Dead(symptom.TLSExpired, "proxy.golang.org", "goproxy.cn", "github.com"),
		diagnose.Broken, []string{"error clock-skew"}},
	{"one certificate has expired",
		facttest.New().Goenv("GOPROXY", china).Dead(symptom.TLSExpired, "goproxy.cn").Alive("github.com"),
		diagnose.Broken, []string{"error goproxy-misbehaving"}},
	{"modules are off",
		facttest.New().Goenv("GO111MODULE", "off").Alive("proxy.golang.org").Serves(google),
		diagnose.Broken, []string{"error modules-off"}},
	{"nobody has the module",
		facttest.New().Goenv("GOPROXY", google).Alive("proxy.golang.org").Proxy(google, facttest.UUID, "all", symptom.HTTP404),
		diagnose.Broken, []string{"error module-not-found"}},
	{"nobody has that version",
		facttest.New().Goenv("GOPROXY", google).Alive("proxy.golang.org").Proxy(google, facttest.UUID, "info", symptom.HTTP404),
		diagnose.Broken, []string{"error version-not-found"}},
	{"nobody has that version, and the repository is there without it",
		facttest.New().Alive("proxy.golang.org", "github.com").Proxy(google, facttest.UUID, "info", symptom.HTTP404).Relay(google, symptom.HTTP404).Repository("").Untagged(),
		diagnose.Broken, []string{"error version-not-found"}},
	{"the origin alone is asked, and has no tag of that version",
		facttest.New().Goenv("GOPROXY", "direct").Alive("github.com", "sum.golang.org").Sumdb(symptom.HTTP404).Repository("").Untagged(),
		diagnose.Broken, []string{"error version-not-found"}},
	{"git cannot read the authorities that it was told to trust",
		facttest.New().Goenv("GOPROXY", "direct").Git("http.sslcainfo", "/nonexistent.pem").Alive("github.com", "sum.golang.org").Sumdb("").
			Repository(symptom.TLSUnknownAuthority).Authorities("/nonexistent.pem"),
		diagnose.Broken, []string{"error ca-bundle-missing"}},
	{"the origin alone is asked, and has no such repository",
		facttest.New().Goenv("GOPROXY", "direct").Alive("github.com", "sum.golang.org").Sumdb(symptom.HTTP404).Repository(symptom.HTTP404),
		diagnose.Broken, []string{"error module-not-found"}},
	{"the checksum database does not know a version, of which proxies list others: the module is public",
		facttest.New().Alive("proxy.golang.org", "github.com").Proxy(google, facttest.UUID, "info", symptom.HTTP404).Relay(google, symptom.HTTP404).Alive("sum.golang.org").Sumdb(symptom.HTTP404).Repository(""),
		diagnose.Broken, []string{"error version-not-found"}},
	{"no proxy knows the module, and git has it: it is private",
		facttest.New().Alive("proxy.golang.org", "github.com").Proxy(google, facttest.UUID, "all", symptom.HTTP404).Relay(google, symptom.HTTP404).Alive("sum.golang.org").Sumdb(symptom.HTTP404).Repository(""),
		diagnose.Broken, []string{"error private-module-exposed"}},
	{"a path that GONOPROXY keeps from proxies is asked of the database, by a way that is dead: no better way would help",
		facttest.New().Asks("git.corp.com/team/lib.git").Goenv("GOPROXY", china).Goenv("GONOPROXY", "git.corp.com").
			Dead(symptom.TCPRefused, "goproxy.cn").Alive("git.corp.com", "sum.golang.org").RepositoryAt("https://git.corp.com/team/lib", ""),
		diagnose.Broken, []string{"error private-module-exposed"}},
	{"a mirror does not have what others have",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn", "proxy.golang.org").Serves(google).Proxy(china, facttest.UUID, "all", symptom.HTTP404),
		diagnose.Broken, []string{"error goproxy-misbehaving"}},
	{"a mirror's requests fail and go through when they are repeated",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn", "proxy.golang.org").Serves(google).Relay(google, "").
			Proxy(china, facttest.UUID, "zip", symptom.HTTPTruncated).Passing(),
		diagnose.Broken, []string{"error network-flaky"}},
	{"they go on failing",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn", "proxy.golang.org").Serves(google).Relay(google, "").
			Proxy(china, facttest.UUID, "zip", symptom.HTTPTruncated),
		diagnose.Broken, []string{"error goproxy-misbehaving"}},
	{"one request ends the connection each time, and others with it once",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn", "proxy.golang.org").Serves(google).Relay(google, "").
			Proxy(china, facttest.UUID, "all", symptom.HTTPTruncated).Passing(probe.ReqZip),
		diagnose.Broken, []string{"error goproxy-misbehaving"}},
	{"so do requests to another host, with none that goes on failing",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn", "proxy.golang.org").Relay(google, "").
			Proxy(google, facttest.UUID, "mod", symptom.HTTPReset).Passing().
			Proxy(china, facttest.UUID, "all", symptom.HTTPTruncated).Passing(probe.ReqZip),
		diagnose.Broken, []string{"error network-flaky"}},
	{"an outage hits one request each time, and others once",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn", "proxy.golang.org").Serves(google).Relay(google, "").
			Proxy(china, facttest.UUID, "all", symptom.HTTP5xx).Passing(probe.ReqZip),
		diagnose.Broken, []string{"error network-flaky"}},
	{"a mirror that nobody uses does so",
		working().Proxy(china, facttest.UUID, "zip", symptom.HTTPTruncated).Passing(),
		diagnose.Healthy, nil},
	{"the relay of the database does so",
		facttest.New().Alive("proxy.golang.org").Serves(google).Relay(google, symptom.HTTP5xx).Passing(),
		diagnose.Broken, []string{"error network-flaky"}},
	{"the origin limits how often it is asked",
		facttest.New().Goenv("GOPROXY", "direct").Alive("github.com", "sum.golang.org").Sumdb("").Repository(symptom.HTTP429),
		diagnose.Broken, []string{"error rate-limited"}},
	{"the repository is gone, and a proxy keeps the module",
		facttest.New().Goenv("GOPROXY", "direct").Alive("github.com", "sum.golang.org", "proxy.golang.org").Sumdb("").Serves(google).Repository(symptom.HTTP404),
		diagnose.Broken, []string{"error vcs-unreachable"}},
	{"nobody has the module, and its host is in a private network",
		facttest.New().Asks("git.corp.com/lib").Goenv("GOPROXY", google).Alive("proxy.golang.org").
			Proxy(google, probe.Query{Path: "git.corp.com/lib", Version: "v1.0.0"}, "all", symptom.HTTP404).Host("git.corp.com", "").At("10.1.2.3"),
		diagnose.Broken, []string{"error private-module-exposed"}},
	{"nobody has the module, and its host is in the public one",
		facttest.New().Asks("git.corp.com/lib").Goenv("GOPROXY", google).Alive("proxy.golang.org").
			Proxy(google, probe.Query{Path: "git.corp.com/lib", Version: "v1.0.0"}, "all", symptom.HTTP404).Host("git.corp.com", "").At("203.0.113.5"),
		diagnose.Broken, []string{"error module-not-found"}},
	{"a path with a scheme",
		facttest.New().Asks("https://github.com/google/uuid"),
		diagnose.Broken, []string{"error module-path-mismatch"}},
	{"a module that calls itself otherwise",
		facttest.New().Alive("proxy.golang.org").Serves(google).Relay(google, "").Declares("github.com/Google/uuid"),
		diagnose.Degraded, []string{"warning module-path-mismatch"}},
	{"the mirror is much slower than another",
		facttest.New().Goenv("GOPROXY", china+",direct").Alive("goproxy.cn", "proxy.golang.org").Serves(china).Took(2*time.Second).
			Relay(china, "").Serves(google).Took(100 * time.Millisecond),
		diagnose.Degraded, []string{"warning network-slow"}},
	{"a line that is slow to everywhere",
		facttest.New().Goenv("GOPROXY", china+",direct").Alive("goproxy.cn", "proxy.golang.org").Serves(china).Took(2*time.Second).
			Relay(china, "").Serves(google).Took(1700 * time.Millisecond),
		diagnose.Healthy, nil},
	{"nobody looked",
		facttest.New(),
		diagnose.Degraded, []string{"warning undecided"}},
	{"a variable that was never read",
		facttest.New().Osenv("GOCACHEPROXY", china).Alive("proxy.golang.org").Serves(google).Relay(google, ""),
		diagnose.Healthy, []string{"info unknown-setting"}},
	{"certificates of git go unchecked",
		facttest.New().Git("http.sslverify", "false").Alive("proxy.golang.org").Serves(google).Relay(google, ""),
		diagnose.Degraded, []string{"warning insecure-setting"}},
	{"an http proxy on this machine",
		facttest.New().Goenv("GOPROXY", "http://127.0.0.1:3000").Proxy("http://127.0.0.1:3000", facttest.UUID, "", "").Relay("http://127.0.0.1:3000", ""),
		diagnose.Healthy, nil},
	{"certificates are not yet valid, and an answer says that the clock is behind",
		facttest.New().Goenv("GOPROXY", china).Dead(symptom.TLSNotYetValid, "goproxy.cn").Ahead(48 * 3600),
		diagnose.Broken, []string{"error clock-skew"}},
	{"every certificate has expired, and an answer says that the clock is right",
		facttest.New().Dead(symptom.TLSExpired, "proxy.golang.org", "goproxy.cn", "github.com").Ahead(-30),
		diagnose.Broken, []string{"error goproxy-misbehaving"}},
	{"every certificate has expired, and an answer says that the clock is even behind",
		facttest.New().Dead(symptom.TLSExpired, "proxy.golang.org", "goproxy.cn", "github.com").Ahead(48 * 3600),
		diagnose.Broken, []string{"error goproxy-misbehaving"}},
	{"two hosts show the login page's certificate and redirect to it",
		facttest.New().Dead(symptom.TLSNameMismatch, "proxy.golang.org", "github.com").SentTo("http://portal.hotel.example/login"),
		diagnose.Broken, []string{"error captive-portal"}},
	{"one authority for two hosts that do not redirect elsewhere",
		facttest.New().Dead(symptom.TLSUnknownAuthority, "proxy.golang.org", "github.com").SentTo("https://proxy.golang.org/x"),
		diagnose.Broken, []string{"error tls-interception"}},
	{"Go 1.21 reads go 1.22 as a release",
		working().Release("go1.21.13", "1.22").Goenv("GOTOOLCHAIN", "auto"),
		diagnose.Broken, []string{"error toolchain-version-invalid"}},
	{"Go 1.21 reads go 1.22.0",
		working().Release("go1.21.13", "1.22.0").Goenv("GOTOOLCHAIN", "auto"),
		diagnose.Healthy, nil},
	{"Go 1.25 reads go 1.26",
		working().Release("go1.25.13", "1.26").Goenv("GOTOOLCHAIN", "auto"),
		diagnose.Healthy, nil},
	{"GOTOOLCHAIN names a language",
		working().Goenv("GOTOOLCHAIN", "go1.26"),
		diagnose.Broken, []string{"error toolchain-version-invalid"}},
	{"a release with a hole, and Go's own proxy",
		working().Release("go1.26.2", ""),
		diagnose.Healthy, nil},
	{"a release with a hole, and somebody else's proxy",
		facttest.New().Release("go1.26.2", "").Goenv("GOPROXY", china+",direct").Alive("goproxy.cn").Serves(china).Relay(china, ""),
		diagnose.Degraded, []string{"warning toolchain-insecure"}},
	{"a release whose hole needs a hostile project, and somebody else's proxy",
		facttest.New().Release("go1.26.8", "").Goenv("GOPROXY", china+",direct").Alive("goproxy.cn").Serves(china).Relay(china, ""),
		diagnose.Healthy, nil},
	{"somebody else's proxy may stand in for Go's own",
		facttest.New().Release("go1.26.8", "").Dead(symptom.TCPTimeout, "proxy.golang.org", "github.com").Alive("goproxy.cn").Serves(china).Relay(china, ""),
		diagnose.Broken, []string{"error goproxy-unreachable", "info toolchain-insecure"}},
	{"somebody else's proxy may stand in for Go's own, and the release is without holes",
		facttest.New().Release("go1.27.2", "").Dead(symptom.TCPTimeout, "proxy.golang.org", "github.com").Alive("goproxy.cn").Serves(china).Relay(china, ""),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"the resolver denies a name that public resolvers know",
		facttest.New().Dead(symptom.DNSNXDomain, "proxy.golang.org").Alive("goproxy.cn").CrossCheck("proxy.golang.org", "203.0.113.10"),
		diagnose.Broken, []string{"error dns-tampered"}},
	{"by an outbound proxy, which looks the name up itself, a server has a certificate for another name",
		shaken(facttest.New().Variable("HTTPS_PROXY", namedProxy).Resolved("proxy.golang.org", "203.0.113.10"), symptom.TLSNameMismatch).By(namedProxy),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"somebody else is at an address that public resolvers give too",
		facttest.New().Dead(symptom.TLSNameMismatch, "proxy.golang.org").Alive("goproxy.cn").Resolved("proxy.golang.org", "203.0.113.10").CrossCheck("proxy.golang.org", "203.0.113.10"),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"the module cache belongs to root",
		working().Modcache(probe.DiskUnwritable),
		diagnose.Broken, []string{"error modcache-unwritable"}},
	{"there is no home for a module cache",
		working().Modcache(probe.DiskUnset),
		diagnose.Broken, []string{"error modcache-unwritable"}},
	{"no room is left for modules",
		working().Modcache(probe.DiskFull),
		diagnose.Broken, []string{"error disk-full"}},
	{"a zip in the cache was cut off",
		working().Modcache(probe.DiskDamaged, probe.DamagedFile{Path: "/home/u/go/pkg/mod/cache/download/x.zip", What: "not a valid zip file"}),
		diagnose.Broken, []string{"error modcache-corrupt"}},
	{"the cache differs from go.sum, and the proxy has what go.sum has",
		working().Serves(company).Sums("h1:good", "").Modcache(probe.DiskDamaged, probe.DamagedFile{Path: "/home/u/go/pkg/mod/cache/download/x.zip", What: "differs", Have: "h1:bad", Want: "h1:good"}),
		diagnose.Broken, []string{"error modcache-corrupt"}},
	{"the cache differs from go.sum, and nothing else is known",
		working().Modcache(probe.DiskDamaged, probe.DamagedFile{Path: "/home/u/go/pkg/mod/cache/download/x.zip", What: "differs", Have: "h1:a", Want: "h1:b"}),
		diagnose.Broken, []string{"error checksum-mismatch"}},
	{"the record of the checksum database is damaged",
		working().SumdbState(probe.DiskDamaged, probe.DamagedFile{Path: "/home/u/go/pkg/sumdb/sum.golang.org/latest", What: "not a signed note"}),
		diagnose.Broken, []string{"error sumdb-state-corrupt"}},
	{"the record is damaged, and nobody needs it",
		working().Goenv("GONOSUMDB", "github.com/google/uuid").SumdbState(probe.DiskDamaged, probe.DamagedFile{Path: "/home/u/go/pkg/sumdb/sum.golang.org/latest", What: "not a signed note"}),
		diagnose.Degraded, []string{"warning sumdb-state-corrupt", "warning sumdb-off"}},
	{"what the database said of the module was kept, and is damaged",
		working().SumdbRecord(facttest.UUID, probe.DamagedFile{Path: "/home/u/go/pkg/mod/cache/download/sumdb/sum.golang.org/lookup/x", What: "malformed record data"}),
		diagnose.Broken, []string{"error sumdb-state-corrupt"}},
	{"what the database said is damaged, and nobody looks it up",
		working().Goenv("GONOSUMDB", "github.com/google/uuid").SumdbRecord(facttest.UUID, probe.DamagedFile{Path: "/home/u/go/pkg/mod/cache/download/sumdb/sum.golang.org/lookup/x", What: "malformed record data"}),
		diagnose.Degraded, []string{"warning sumdb-off"}},
	{"the settings file is read-only, and nothing has to be written",
		working().GoenvFile(probe.DiskUnwritable),
		diagnose.Healthy, nil},
	{"the settings file is read-only, and the default proxy is blocked",
		facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org", "github.com").Alive("goproxy.cn").GoenvFile(probe.DiskUnwritable),
		diagnose.Broken, []string{"error goproxy-unreachable", "warning goenv-unwritable"}},
	{"the settings file is read-only, and there is no network",
		facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org", "goproxy.cn", "github.com").GoenvFile(probe.DiskUnwritable),
		diagnose.Broken, []string{"error offline"}},
	{"no certificate authorities are installed",
		facttest.New().Dead(symptom.TLSUnknownAuthority, "proxy.golang.org", "goproxy.cn", "github.com").NoRoots(""),
		diagnose.Broken, []string{"error ca-bundle-missing"}},
	{"no certificate authorities are installed, and none is needed",
		facttest.New().Goenv("GOPROXY", "http://127.0.0.1:3000").Proxy("http://127.0.0.1:3000", facttest.UUID, "", "").Relay("http://127.0.0.1:3000", "").NoRoots(""),
		diagnose.Healthy, nil},
	{"a proxy has other content than go.sum and the database",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn", "sum.golang.org").Serves(china).Sums("h1:bad", "h1:good").Relay(china, "").Sums("h1:good", ""),
		diagnose.Broken, []string{"error mirror-content-differs"}},
	{"a proxy has other content than the database, and there is no go.sum",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn").Serves(china).Sums("h1:bad", "").Relay(china, "").Sums("h1:good", ""),
		diagnose.Broken, []string{"error mirror-content-differs"}},
	{"go.sum has another checksum than the proxy and the database",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn").Serves(china).Sums("h1:good", "h1:old").Relay(china, "").Sums("h1:good", ""),
		diagnose.Broken, []string{"error checksum-mismatch"}},
	{"go.sum has another checksum than the proxy, with a good entry behind a comma",
		facttest.New().Goenv("GOPROXY", company+","+google).Alive("goproxy.corp.example", "proxy.golang.org").Serves(company).Sums("h1:bad", "h1:good").Serves(google).Sums("h1:good", "").Relay(google, ""),
		diagnose.Broken, []string{"error mirror-content-differs"}},
}

func TestMachines(t *testing.T) {
	for _, c := range machines {
		t.Run(c.story, func(t *testing.T) {
			got := diagnose.Run(&c.machine.Facts)
			var found []string
			for _, x := range got.Findings {
				found = append(found, string(x.Severity)+" "+string(x.Cause))
			}
			if got.Verdict != c.verdict || !slices.Equal(found, c.want) {
				t.Errorf("verdict %s, want %s\n%s", got.Verdict, c.verdict, cmp.Diff(c.want, found))
				for _, p := range c.machine.Facts.Walks() {
					t.Logf("walk of %s: %s, setting %q", p.Query, p.Outcome, p.Setting)
					for i, h := range p.Hops {
						t.Logf("  %d stop=%v %s %s: %s %s %s (%s)", i, i == p.Stop, h.Op, h.Entry.Name(), h.State, h.Symptom, h.Next, h.Result)
					}
				}
				for _, x := range got.Findings {
					t.Logf("  %s %s %v", x.Cause, x.Target, x.Evidence)
				}
			}
			for _, x := range got.Findings {
				checkFinding(t, x)
			}
		})
	}
}

// checkFinding wants evidence, and words in both languages.
func checkFinding(t *testing.T, x cause.Finding) {
	t.Helper()
	if len(x.Evidence) == 0 || x.Target == "" {
		t.Errorf("%s has no evidence or no target: %+v", x.Cause, x)
	}
	for _, lang := range []string{"en", "zh"} {
		words, err := cause.Lookup(x.Cause).Render(lang, x)
		if err != nil || words.Title == "" || words.Detail == "" {
			t.Errorf("%s in %s: %+v, %v", x.Cause, lang, words, err)
		}
		for _, text := range append([]string{words.Title, words.Detail}, words.Manual...) {
			for what, wrong := range typography {
				if at := wrong.FindString(strings.ReplaceAll(text, "resolvectl dns 网卡 地址", "resolvectl")); at != "" {
					t.Errorf("%s in %s: %s in %q: %s", x.Cause, lang, what, at, text)
				}
			}
		}
	}
}

// typography is what words must not look like: a Chinese character beside a Latin letter
// or a digit, a space beside a wide sign, one remark in brackets after another.
var typography = map[string]*regexp.Regexp{
	"a space is missing":     regexp.MustCompile(`\p{Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Han}`),
	"a space is too much":    regexp.MustCompile(`[）。，：；、] +\p{Han}|\p{Han} +\p{Han}|[a-z]  +[a-z]`),
	"a word is missing":      regexp.MustCompile(`[ ,;:][.。](?: |$)|[，：；]。`),
	"brackets after another": regexp.MustCompile(`\) \(|）（`),
}

func TestFailureBehindAFakeIPResolverIsWhatWasMetThere(t *testing.T) {
	m := facttest.New().Host("proxy.golang.org", symptom.DNSBogusAddress).At("198.18.0.10").Peer(symptom.TLSReset).
		Host("goproxy.cn", "").At("198.18.0.11")
	if got := diagnose.Run(&m.Facts).Findings[0].Symptom; got != symptom.TLSReset {
		t.Errorf("symptom %s, want %s", got, symptom.TLSReset)
	}
}

func TestVerdictNeverDependsOnTheOrderOfResults(t *testing.T) {
	for _, c := range machines {
		f := c.machine.Facts
		f.Results = slices.Clone(f.Results)
		slices.Reverse(f.Results)
		again := &facts.Facts{Settings: f.Settings, Queries: f.Queries, Results: f.Results}
		if got := diagnose.Run(again).Verdict; got != c.verdict {
			t.Errorf("%s: verdict %s with the results reversed, want %s", c.story, got, c.verdict)
		}
	}
}
