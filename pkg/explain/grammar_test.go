package explain

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestChainIsTakenApart(t *testing.T) {
	t.Parallel()
	type parts struct{ op, module, version, pkg, url, dialed, resolver, lookup, tail string }
	for _, tt := range []struct {
		name, in string
		want     parts
	}{
		{"URL in quotes", `go: example.com/a@v1.0.0: Get "https://p.test/example.com/a/@v/v1.0.0.mod": dial tcp 192.0.2.1:443: i/o timeout`,
			parts{module: "example.com/a", version: "v1.0.0", url: "https://p.test/example.com/a/@v/v1.0.0.mod", dialed: "192.0.2.1:443", tail: "i/o timeout"}},
		{"URL without quotes, Go 1.13", `go: example.com/a@v1.0.0: Get https://p.test/example.com/a/@v/v1.0.0.mod: dial tcp: i/o timeout`,
			parts{module: "example.com/a", version: "v1.0.0", url: "https://p.test/example.com/a/@v/v1.0.0.mod", tail: "i/o timeout"}},
		{"status, Go 1.12", `go: example.com/a@v1.0.0: unexpected status (https://p.test/example.com/a/@v/v1.0.0.info): 500 Internal Server Error`,
			parts{module: "example.com/a", version: "v1.0.0", url: "https://p.test/example.com/a/@v/v1.0.0.info", tail: "500 Internal Server Error"}},
		{"position in front, two modules", `/go/pkg/mod/example.com/b@v2.0.0/x.go:10:2: example.com/a@v1.0.0: reading https://p.test/example.com/a/@v/v1.0.0.zip: 403 Forbidden`,
			parts{module: "example.com/a", version: "v1.0.0", url: "https://p.test/example.com/a/@v/v1.0.0.zip", tail: "403 Forbidden"}},
		{"a lookup and its server", `dial tcp: lookup p.test on 192.0.2.53:53: read udp 198.51.100.1:5->192.0.2.53:53: i/o timeout`,
			parts{lookup: "p.test", resolver: "192.0.2.53:53", tail: "i/o timeout"}},
		{"verification", `verifying example.com/a@v1.0.0/go.mod: checksum mismatch`,
			parts{op: "verify", module: "example.com/a", version: "v1.0.0", tail: "checksum mismatch"}},
		{"discovery in parentheses", `package v.test/x: unrecognized import path "v.test/x" (https fetch: Get https://v.test/x?go-get=1: EOF)`,
			parts{op: "discover", pkg: "v.test/x", url: "https://v.test/x?go-get=1", tail: "EOF"}},
		{"git", `go: example.com/a@v1.0.0: invalid version: git ls-remote -q origin in /c/vcs/0f: exit status 128:`,
			parts{op: "vcs", module: "example.com/a", version: "v1.0.0"}},
		{"replacement", `go: example.com/a@v0.0.0 (replaced by example.org/b@v0.1.0): version "v0.1.0" invalid: unknown revision 00ff`,
			parts{module: "example.org/b", version: "v0.0.0", tail: "unknown revision 00ff"}},
		{"toolchain", `go: download go1.24.1: golang.org/toolchain@v0.0.1-go1.24.1.linux-amd64: Get "https://p.test/golang.org/toolchain/@v/x.zip": EOF`,
			parts{op: "toolchain", url: "https://p.test/golang.org/toolchain/@v/x.zip", tail: "EOF"}},
		{"an address of ssh is no module", `git@example.com: Permission denied (publickey).`,
			parts{tail: `git@example.com: Permission denied (publickey).`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := parseChain(tt.in)
			got := parts{string(c.op), c.module, c.version, c.pkg, c.url, c.dialed, c.resolver, c.lookup, c.tail}
			if got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestRoleOfURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]role{
		"https://p.test/example.com/a/@v/list":                                                  roleProxy,
		"https://p.test/base/example.com/a/@latest":                                             roleProxy,
		"https:/proxy.golang.org/@v/v1.0.0.zip":                                                 roleProxy,
		"https://p.test/sumdb/sum.golang.org/supported":                                         roleSumdb,
		"https://sum.golang.org/lookup/example.com/a@v1.0.0":                                    roleSumdb,
		"https://db.test/tile/8/0/x012/345":                                                     roleSumdb,
		"https://v.test/x?go-get=1":                                                             roleOrigin,
		"https://storage.googleapis.com/proxy-golang-org-prod/0-example.com:a-v1.zip?Expires=1": roleArtifact,
		"https://api.test/v1/things":                                                            roleUnknown,
		"https://registry.test/v2/library/golang/manifests/latest":                              roleUnknown,
		"http://127.0.0.1:8080/":                                                                roleUnknown,
		"https://charts.test/index.yaml":                                                        roleUnknown,
		"https://artifactory.corp.test/api/go/go-virtual/github.com/acme/a/@v/v1.0.0.info":      roleProxy,
		"https://goproxy.cn/sumdb/sum.golang.org/lookup/github.com/acme/a@v1.0.0":               roleSumdb,
		"https://github.com/acme/a/archive/v1.zip?token=x":                                      roleArtifact,
		"https://proxy.golang.org":                                                              roleProxy,
		"https://sum.golang.google.cn/latest":                                                   roleSumdb,
		"https://user:secret@p.test/example.com/a/@v/list":                                      roleProxy,
		"https://gopkg.in/yaml.v2?go-get=1":                                                     roleOrigin,
		"https://example.com/@vitejs/plugin":                                                    roleUnknown,
		"https://registry.npmjs.test/@v/x":                                                      roleProxy,
		"https://p.test/supported":                                                              roleSumdb,
		"file:///srv/goproxy/example.com/a/@v/list":                                             roleProxy,
		"https://p.test/github.com/%21azure/azure-sdk-for-go/@v/v54.0.0+incompatible.zip":       roleProxy,
		"https://p.test/golang.org/toolchain/@v/v0.0.1-go1.24.1.linux-amd64.zip":                roleProxy,
		"https://p.test/sumdb/sum.golang.org/tile/8/1/012.p/3":                                  roleSumdb,
		"https://objects.test/bucket/0123.zip?X-Amz-Signature=00":                               roleArtifact,
		"https://v.test/sub/pkg?go-get=1":                                                       roleOrigin,
		"https://v.test/sub/pkg?tab=readme":                                                     roleUnknown,
		"https://proxy.golang.org/cached-only/example.com/a/@v/list":                            roleProxy,
		"https://sum.golang.org/tile/8/0/x123/456":                                              roleSumdb,
		"":         roleUnknown,
		"https://": roleUnknown,
		"://":      roleUnknown,
		"https://api.github.com/repos/acme/a/releases/latest": roleUnknown,
		"https://pkg.test/lookup":                             roleUnknown,
	} {
		if got := roleOf(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestProxyBaseEndsBeforeTheModule(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ url, module, want string }{
		{"https://proxy.golang.org/github.com/acme/a/@v/list", "github.com/acme/a", "https://proxy.golang.org"},
		{"https://m.test/goproxy/golang.org/x/net/@v/list", "", "https://m.test/goproxy"},
		{"https://m.test/api/go/virtual/github.com/%21acme/a/@v/list", "github.com/Acme/a", "https://m.test/api/go/virtual"},
		{"http://127.0.0.1:3000/example.com/a/@latest", "", "http://127.0.0.1:3000"},
		{"https:/proxy.golang.org/@v/v1.0.0.zip", "example.com/a", "https://proxy.golang.org"},
		{"https://m.test/goproxy/sumdb/sum.golang.org/supported", "", "https://m.test/goproxy"},
		{"https://u:secret@m.test/example.com/a/@v/list", "", "https://m.test"},
	} {
		if got := proxyBase(tt.url, tt.module); got != tt.want {
			t.Errorf("%s (%s): got %s, want %s", tt.url, tt.module, got, tt.want)
		}
	}
}

// TestInnermost: the same words mean another thing behind other links.
func TestInnermost(t *testing.T) {
	t.Parallel()
	const get = `Get "https://p.test/example.com/a/@v/list": `
	for in, want := range map[string]symptom.Symptom{
		get + "dial tcp 192.0.2.1:443: i/o timeout":                                                              symptom.TCPTimeout,
		get + "dial tcp: lookup p.test: i/o timeout":                                                             symptom.DNSTimeout,
		get + "read tcp 192.0.2.2:5->192.0.2.1:443: i/o timeout":                                                 symptom.HTTPTimeout,
		get + "net/http: TLS handshake timeout":                                                                  symptom.TLSTimeout,
		get + "read tcp 192.0.2.2:5->192.0.2.1:443: read: connection reset by peer":                              symptom.TCPReset,
		`read "https://p.test/a/@v/v1.zip": read tcp 192.0.2.2:5->192.0.2.1:443: read: connection reset by peer`: symptom.HTTPReset,
		`read "https://p.test/a/@v/v1.zip": unexpected EOF`:                                                      symptom.HTTPTruncated,
		get + "EOF": symptom.HTTPReset,
		get + "x509: certificate has expired or is not yet valid: current time 2024-01-01T00:00:00Z is after 2023-01-01T00:00:00Z":  symptom.TLSExpired,
		get + "x509: certificate has expired or is not yet valid: current time 1970-01-01T00:00:00Z is before 2023-01-01T00:00:00Z": symptom.TLSNotYetValid,
		get + "x509: certificate is valid for a.test, not p.test":                                                                   symptom.TLSNameMismatch,
		get + "Proxy Authentication Required": symptom.HTTP407,
		get + "Forbidden":                     symptom.OutboundProxyFailed,
		get + "Policy Says No":                symptom.OutboundProxyFailed,
		get + "proxyconnect tcp: dial tcp 127.0.0.1:7890: connect: connection refused": symptom.OutboundProxyFailed,
		"reading https://p.test/a/@v/list: 403 Forbidden":                              symptom.HTTP403,
		"reading https://p.test/a/@v/list: 418 I'm a teapot":                           symptom.HTTP4xx,
		"reading https://p.test/a/@v/list: 599 status code 599":                        symptom.HTTP5xx,
		"reading https://p.test/a/@v/list: 304 Not Modified":                           symptom.HTTPNotProxy,
		get + "dial tcp 192.0.2.1:443: connect: permission denied":                     symptom.TCPDenied,
		"go: open /x: permission denied":                                               "",
		get + "words of tomorrow":                                                      "",
	} {
		c := parseChain(in)
		if got := symptomOf(&c); got != want {
			t.Errorf("%s\ngot %q, want %q", in, got, want)
		}
	}
}

func TestGitReasonsOutweighWhatFollows(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]lineFact{
		"fatal: unable to access 'https://h.test/a/': Failed to connect to h.test port 443 after 21000 ms: Couldn't connect to server": {cause: cause.VCSUnreachable, symptom: symptom.TCPTimeout, target: "h.test"},
		"fatal: unable to access 'https://h.test/a/': Failed to connect to h.test port 443 after 3 ms: Couldn't connect to server":     {cause: cause.VCSUnreachable, symptom: symptom.TCPRefused, target: "h.test"},
		"fatal: unable to access 'https://h.test:8443/a/': Failed to connect to h.test port 8443: Connection refused":                  {cause: cause.VCSUnreachable, symptom: symptom.TCPRefused, target: "h.test:8443"},
		"fatal: unable to access 'https://h.test/a/': Failed to connect to 10.0.0.1 port 3128: Connection refused":                     {cause: cause.GitProxyBroken, symptom: symptom.OutboundProxyFailed, target: "10.0.0.1:3128"},
		"fatal: unable to access 'https://h.test/a/': Could not resolve proxy: px.test":                                                {cause: cause.GitProxyBroken, symptom: symptom.OutboundProxyFailed, target: "px.test"},
		"fatal: unable to access 'https://h.test/a/': The requested URL returned error: 429":                                           {cause: cause.RateLimited, symptom: symptom.HTTP429, target: "h.test"},
		"fatal: 无法访问 'https://h.test/a/'：Could not resolve host: h.test":                                                               {cause: cause.VCSUnreachable, symptom: symptom.DNSNXDomain, target: "h.test"},
		"git@h.test: Permission denied (publickey,password).":                                                                          {cause: cause.GitAuthRequired, symptom: symptom.VCSAuth, target: "h.test"},
		"ssh: connect to host h.test port 2222: No route to host":                                                                      {cause: cause.GitProtocolBlocked, symptom: symptom.TCPUnreachable, target: "h.test:2222"},
		"error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: INTERNAL_ERROR (err 2)":                                    {cause: cause.NetworkFlaky, symptom: symptom.HTTPReset},
		"error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502":                                                    {cause: cause.VCSUnreachable, symptom: symptom.HTTP5xx},
		"Permission denied (os error 13)":            {},
		"bash: ./x: Permission denied":               {},
		"curl: (6) Could not resolve host: api.test": {},
	} {
		f, _ := readGit(in)
		if f.cause != want.cause || f.symptom != want.symptom || f.target != want.target {
			t.Errorf("%s\ngot  %s %s %s\nwant %s %s %s", in, f.cause, f.symptom, f.target, want.cause, want.symptom, want.target)
		}
	}
}

func TestListsAreReadFromTheLog(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		list, base        string
		stops, directHead bool
	}{
		{"https://a.test,https://b.test,direct", "https://a.test", true, false},
		{"https://a.test|https://b.test,direct", "https://a.test", false, false},
		{"https://a.test,direct", "https://a.test", false, false},
		{"https://a.test,https://b.test", "https://b.test", false, false},
		{"direct,https://a.test", "", false, true},
		{"off|https://a.test", "", false, true},
		{"", "https://a.test", false, false},
	} {
		s := setup{goproxy: tt.list}
		if got := s.stopsAt(tt.base); got != tt.stops {
			t.Errorf("%s: stops at %s: %v", tt.list, tt.base, got)
		}
		if got := s.directFirst(); got != tt.directHead {
			t.Errorf("%s: direct first: %v", tt.list, got)
		}
	}
}
