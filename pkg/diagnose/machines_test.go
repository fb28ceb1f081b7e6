package diagnose_test

import (
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const outbound = "http://squid.example.com:3128"

// bySquid is a machine with an outbound proxy in its environment.
func bySquid() *facttest.Machine {
	return facttest.New().Variable("HTTPS_PROXY", outbound).Goenv("GOPROXY", google)
}

// fromOrigin is a machine that asks the module's origin, and can.
func fromOrigin() *facttest.Machine {
	return facttest.New().Goenv("GOPROXY", "direct").Alive("github.com", "sum.golang.org").Sumdb("")
}

// localMachines are machines whose own programs, files and detours matter.
var localMachines = []row{
	{"there is no go command",
		working().Without("go"), diagnose.Broken, []string{"error go-missing"}},
	{"the go command stops at a file of the project",
		working().Stops("errors parsing go.mod: /home/u/app/go.mod:3: unknown directive: requires"),
		diagnose.Broken, []string{"error go-stopped"}},
	{"the go command stops at a flag that it does not know",
		working().Goenv("GOFLAGS", "-bogus").Stops("parsing $GOFLAGS: unknown flag -bogus"),
		diagnose.Broken, []string{"error unknown-setting"}},
	{"the go command wants a release that is not in PATH",
		working().Goenv("GOTOOLCHAIN", "go1.29.0+path").Stops(`cannot find "go1.29.0" in PATH`),
		diagnose.Broken, []string{"error toolchain-unavailable"}},
	{"a go line that is too new for a pinned toolchain",
		working().Release("go1.26.8", "1.27.0").Goenv("GOTOOLCHAIN", "local"),
		diagnose.Broken, []string{"error toolchain-unavailable"}},
	{"the firewall of this machine forbids the connection",
		facttest.New().Dead(symptom.TCPDenied, "proxy.golang.org"),
		diagnose.Broken, []string{"error local-firewall"}},
	{"it forbids one that no module needs",
		working().Dead(symptom.TCPDenied, "goproxy.cn"),
		diagnose.Healthy, nil},
	{"the outbound proxy is dead",
		bySquid().Through(outbound, "proxy.golang.org", symptom.OutboundProxyFailed),
		diagnose.Broken, []string{"error outbound-proxy-broken"}},
	{"the outbound proxy wants a login",
		bySquid().Through(outbound, "proxy.golang.org", symptom.HTTP407),
		diagnose.Broken, []string{"error outbound-proxy-auth"}},
	{"the module proxy fails behind an outbound proxy that did its part",
		bySquid().Through(outbound, "proxy.golang.org", "").Proxy(google, facttest.UUID, "all", symptom.HTTP5xx).By(outbound),
		diagnose.Broken, []string{"error goproxy-misbehaving"}},
	{"git's own proxy is dead",
		fromOrigin().Git("http.proxy", outbound).Through(outbound, "github.com", symptom.OutboundProxyFailed).Repository(symptom.OutboundProxyFailed).By(outbound),
		diagnose.Broken, []string{"error git-proxy-broken"}},
	{"the hosts file has a dead address of the proxy",
		facttest.New().Host("proxy.golang.org", symptom.TCPRefused).FromHosts("192.0.2.9").Alive("github.com", "goproxy.cn"),
		diagnose.Broken, []string{"error hosts-override"}},
	{"the hosts file has a good address of the proxy",
		facttest.New().Host("proxy.golang.org", "").FromHosts("192.0.2.9").Serves(google).Relay(google, ""),
		diagnose.Healthy, nil},
	{"IPv6 costs every connection its head start",
		working().SlowIPv6("goproxy.cn", "github.com"),
		diagnose.Degraded, []string{"warning ipv6-broken"}},
	{"IPv6 does so at one host",
		working().SlowIPv6("goproxy.cn"),
		diagnose.Healthy, nil},
	{"IPv6 does so at the one host that is needed",
		working().SlowIPv6("proxy.golang.org"),
		diagnose.Degraded, []string{"warning ipv6-broken"}},
	{"a dead outbound proxy before every mirror, and NO_PROXY keeps the blocked default from it",
		facttest.New().Variable("HTTPS_PROXY", outbound).Variable("NO_PROXY", "golang.org,.golang.org").Dead(symptom.TCPRefused, "proxy.golang.org", "sum.golang.org").
			Through(outbound, "goproxy.cn", symptom.OutboundProxyFailed),
		diagnose.Broken, []string{"error goproxy-unreachable", "warning outbound-proxy-broken"}},
	{"the same, and other mirrors are reached by it",
		facttest.New().Variable("HTTPS_PROXY", outbound).Variable("NO_PROXY", "golang.org,.golang.org").Dead(symptom.TCPRefused, "proxy.golang.org", "sum.golang.org").
			Through(outbound, "goproxy.cn", symptom.OutboundProxyFailed).Through(outbound, "goproxy.io", ""),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"the same, and NO_PROXY has a mirror that works",
		facttest.New().Variable("HTTPS_PROXY", outbound).Variable("NO_PROXY", ".golang.org,goproxy.io").Dead(symptom.TCPRefused, "proxy.golang.org", "sum.golang.org").
			Through(outbound, "goproxy.cn", symptom.OutboundProxyFailed).Alive("goproxy.io").Serves("https://goproxy.io"),
		diagnose.Broken, []string{"error goproxy-unreachable", "info toolchain-insecure"}},
	{"the same, and the proxy that is blocked is the company's own",
		facttest.New().Goenv("GOPROXY", company).Variable("HTTPS_PROXY", outbound).Variable("NO_PROXY", ".corp.example").Dead(symptom.TCPTimeout, "goproxy.corp.example").
			Through(outbound, "goproxy.cn", symptom.OutboundProxyFailed),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"the same, and the module is private",
		facttest.New().Asks("git.corp.internal/team/secret").Variable("HTTPS_PROXY", outbound).Variable("NO_PROXY", ".golang.org").Dead(symptom.TCPRefused, "proxy.golang.org", "sum.golang.org").
			Through(outbound, "goproxy.cn", symptom.OutboundProxyFailed),
		diagnose.Broken, []string{"error private-module-exposed", "error goproxy-unreachable"}},
	{"behind a blocked proxy no other one has what go.sum says",
		facttest.New().Dead(symptom.TCPRefused, "proxy.golang.org", "sum.golang.org").Alive("goproxy.cn").Serves("https://goproxy.cn").Sums("h1:came", "h1:recorded"),
		diagnose.Broken, []string{"error goproxy-unreachable", "warning checksum-mismatch", "info toolchain-insecure"}},
	{"behind a blocked proxy one other has what go.sum says",
		facttest.New().Dead(symptom.TCPRefused, "proxy.golang.org", "sum.golang.org").Alive("goproxy.cn", "goproxy.io").
			Serves("https://goproxy.cn").Sums("h1:came", "h1:recorded").Serves("https://goproxy.io").Sums("h1:recorded", "h1:recorded"),
		diagnose.Broken, []string{"error goproxy-unreachable", "info toolchain-insecure"}},
	{"a dead company proxy in the GOENV file",
		facttest.New().Goenv("GOPROXY", company).Dead(symptom.TCPTimeout, "goproxy.corp.example").Alive("goproxy.cn"),
		diagnose.Broken, []string{"error goproxy-unreachable"}},
	{"GOVCS forbids git for a module that GONOPROXY keeps from proxies, as other public ones",
		facttest.New().Goenv("GONOPROXY", "github.com").Goenv("GOVCS", "*:off").Alive("proxy.golang.org", "sum.golang.org", "github.com").Repository(""),
		diagnose.Broken, []string{"error govcs-denied", "warning goprivate-too-broad"}},
	{"GOVCS forbids the origin",
		fromOrigin().Goenv("GOVCS", "*:off").Repository(""),
		diagnose.Broken, []string{"error govcs-denied"}},
	{"GOVCS allows git",
		fromOrigin().Goenv("GOVCS", "*:git").Repository(""),
		diagnose.Healthy, nil},
	{"every path is private",
		facttest.New().Goenv("GONOPROXY", "*").Alive("github.com", "proxy.golang.org").Relay(google, "").Repository(""),
		diagnose.Degraded, []string{"warning goprivate-too-broad"}},
	{"the origin is asked, and there is no git",
		fromOrigin().Without("git"),
		diagnose.Broken, []string{"error git-missing"}},
	{"there is no git, and none is needed",
		working().Without("git"),
		diagnose.Healthy, nil},
	{"a variable leads git into another repository",
		fromOrigin().Repository(symptom.Unknown).Stray("GIT_DIR", "/home/u/other/.git"),
		diagnose.Broken, []string{"error git-environment"}},
	{"git may not use the protocol",
		fromOrigin().Repository(symptom.VCSProtocol),
		diagnose.Broken, []string{"error git-protocol-blocked"}},
	{"ssh does not know the server's key",
		fromOrigin().Repository(symptom.VCSHostKey),
		diagnose.Broken, []string{"error git-hostkey"}},
	{"the repository wants a login",
		fromOrigin().Repository(symptom.VCSAuth),
		diagnose.Broken, []string{"error git-auth-required"}},
	{"the origin fails in a way that no rule knows",
		fromOrigin().Repository(symptom.Unknown),
		diagnose.Broken, []string{"error unexplained"}},
	{"the vendor directory is stale",
		working().Rehearsed("vendor-inconsistent", "", "inconsistent vendoring in /home/u/app:"),
		diagnose.Broken, []string{"error vendor-inconsistent"}},
	{"the workspace names a module that is not there",
		working().Workspace("/home/u/app/go.work").Rehearsed("workspace-broken", "./lost", "cannot load module ./lost listed in go.work file: open lost/go.mod: no such file or directory"),
		diagnose.Broken, []string{"error workspace-broken"}},
	{"go.sum lacks a line",
		working().Rehearsed("go-sum-incomplete", "github.com/google/uuid", "missing go.sum entry for module providing package github.com/google/uuid; to add:"),
		diagnose.Broken, []string{"error go-sum-incomplete"}},
	{"the module has no such package",
		working().Rehearsed("package-not-found", "github.com/google/uuid/v9", "module github.com/google/uuid@v1.6.0 found, but does not contain package github.com/google/uuid/v9"),
		diagnose.Broken, []string{"error package-not-found"}},
}
