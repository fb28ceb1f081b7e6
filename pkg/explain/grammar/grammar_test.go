package grammar

import (
	"testing"

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
			c := Parse(tt.in)
			got := parts{string(c.Op), c.Module, c.Version, c.Package, c.URL, c.Dialed, c.Resolver, c.Lookup, c.Tail}
			if got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestRoleOfURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Role{
		"https://p.test/example.com/a/@v/list":                                                  RoleProxy,
		"https://p.test/base/example.com/a/@latest":                                             RoleProxy,
		"https:/proxy.golang.org/@v/v1.0.0.zip":                                                 RoleProxy,
		"https://p.test/sumdb/sum.golang.org/supported":                                         RoleSumdb,
		"https://sum.golang.org/lookup/example.com/a@v1.0.0":                                    RoleSumdb,
		"https://db.test/tile/8/0/x012/345":                                                     RoleSumdb,
		"https://v.test/x?go-get=1":                                                             RoleOrigin,
		"https://storage.googleapis.com/proxy-golang-org-prod/0-example.com:a-v1.zip?Expires=1": RoleArtifact,
		"https://api.test/v1/things":                                                            RoleUnknown,
		"https://registry.test/v2/library/golang/manifests/latest":                              RoleUnknown,
		"http://127.0.0.1:8080/":                                                                RoleUnknown,
		"https://charts.test/index.yaml":                                                        RoleUnknown,
		"https://artifactory.corp.test/api/go/go-virtual/github.com/acme/a/@v/v1.0.0.info":      RoleProxy,
		"https://goproxy.cn/sumdb/sum.golang.org/lookup/github.com/acme/a@v1.0.0":               RoleSumdb,
		"https://github.com/acme/a/archive/v1.zip?token=x":                                      RoleArtifact,
		"https://proxy.golang.org":                                                              RoleProxy,
		"https://sum.golang.google.cn/latest":                                                   RoleSumdb,
		"https://user:secret@p.test/example.com/a/@v/list":                                      RoleProxy,
		"https://gopkg.in/yaml.v2?go-get=1":                                                     RoleOrigin,
		"https://example.com/@vitejs/plugin":                                                    RoleUnknown,
		"https://registry.npmjs.test/@v/x":                                                      RoleProxy,
		"https://p.test/supported":                                                              RoleSumdb,
		"file:///srv/goproxy/example.com/a/@v/list":                                             RoleProxy,
		"https://p.test/github.com/%21azure/azure-sdk-for-go/@v/v54.0.0+incompatible.zip":       RoleProxy,
		"https://p.test/golang.org/toolchain/@v/v0.0.1-go1.24.1.linux-amd64.zip":                RoleProxy,
		"https://p.test/sumdb/sum.golang.org/tile/8/1/012.p/3":                                  RoleSumdb,
		"https://objects.test/bucket/0123.zip?X-Amz-Signature=00":                               RoleArtifact,
		"https://v.test/sub/pkg?go-get=1":                                                       RoleOrigin,
		"https://v.test/sub/pkg?tab=readme":                                                     RoleUnknown,
		"https://proxy.golang.org/cached-only/example.com/a/@v/list":                            RoleProxy,
		"https://sum.golang.org/tile/8/0/x123/456":                                              RoleSumdb,
		"":         RoleUnknown,
		"https://": RoleUnknown,
		"://":      RoleUnknown,
		"https://api.github.com/repos/acme/a/releases/latest": RoleUnknown,
		"https://pkg.test/lookup":                             RoleUnknown,
	} {
		if got := RoleOf(in); got != want {
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
		if got := ProxyBase(tt.url, tt.module); got != tt.want {
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
		c := Parse(in)
		if got := SymptomOf(&c); got != want {
			t.Errorf("%s\ngot %q, want %q", in, got, want)
		}
	}
}
