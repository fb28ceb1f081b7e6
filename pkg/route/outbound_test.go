package route

import (
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/outbound"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var goTried = regexp.MustCompile(`(?:connect tcp |socks connect tcp |dial tcp )?127\.0\.0\.1:(\d+): connect: connection refused`)

// TestOutboundProxyOfGoAgreesWithGo names a closed loopback port as each proxy
// and reads from go's error which one it tried.
func TestOutboundProxyOfGoAgreesWithGo(t *testing.T) {
	t.Parallel()
	const p1, p2, target = "http://127.0.0.1:1", "http://127.0.0.1:2", "https://p.invalid"
	type m = map[string]string
	for _, row := range []struct {
		name, target string
		env          m
		want, key    string // the proxy; "direct" for none
	}{
		{"HTTPS_PROXY", target, m{"HTTPS_PROXY": p1}, p1, "HTTPS_PROXY"},
		{"upper case first", target, m{"HTTPS_PROXY": p1, "https_proxy": p2}, p1, "HTTPS_PROXY"},
		{"lower case", target, m{"https_proxy": p2}, p2, "https_proxy"},
		{"an empty one is unset", target, m{"HTTPS_PROXY": "", "https_proxy": p2}, p2, "https_proxy"},
		{"HTTP_PROXY is not for https", target, m{"HTTP_PROXY": p1, "ALL_PROXY": p2}, "direct", ""},
		{"HTTP_PROXY", "http://p.invalid", m{"HTTP_PROXY": p1}, p1, "HTTP_PROXY"},
		{"http_proxy", "http://p.invalid", m{"http_proxy": p2}, p2, "http_proxy"},
		{"no scheme", target, m{"HTTPS_PROXY": "127.0.0.1:1"}, p1, "HTTPS_PROXY"},
		{"socks5", target, m{"HTTPS_PROXY": "socks5://127.0.0.1:2"}, "socks5://127.0.0.1:2", "HTTPS_PROXY"},
		{"unparsable is ignored", target, m{"HTTPS_PROXY": "p%zz"}, "direct", "HTTPS_PROXY"},
		{"NO_PROXY", target, m{"HTTPS_PROXY": p1, "NO_PROXY": "x, p.invalid"}, "direct", "NO_PROXY"},
		{"subdomains", "https://a.p.invalid", m{"HTTPS_PROXY": p1, "NO_PROXY": "p.invalid"}, "direct", "NO_PROXY"},
		{"a leading dot is for subdomains only", target, m{"HTTPS_PROXY": p1, "NO_PROXY": ".p.invalid"}, p1, "HTTPS_PROXY"},
		{"a star in front", "https://a.p.invalid", m{"HTTPS_PROXY": p1, "NO_PROXY": "*.p.invalid"}, "direct", "NO_PROXY"},
		{"with its port", "https://p.invalid:8443", m{"HTTPS_PROXY": p1, "NO_PROXY": "p.invalid:8443"}, "direct", "NO_PROXY"},
		{"with another port", target, m{"HTTPS_PROXY": p1, "NO_PROXY": "p.invalid:8443"}, p1, "HTTPS_PROXY"},
		{"blanks do not separate", target, m{"HTTPS_PROXY": p1, "NO_PROXY": "x p.invalid"}, p1, "HTTPS_PROXY"},
		{"a star", target, m{"HTTPS_PROXY": p1, "NO_PROXY": "*"}, "direct", "NO_PROXY"},
		{"upper NO_PROXY first", target, m{"HTTPS_PROXY": p1, "NO_PROXY": "x", "no_proxy": "*"}, p1, "HTTPS_PROXY"},
		{"loopback is never proxied", "https://127.0.0.1:9", m{"HTTPS_PROXY": p1}, "direct", ""},
		{"localhost neither", "https://localhost:9", m{"HTTPS_PROXY": p1}, "direct", ""},
	} {
		s := machineWith()
		for k, v := range row.env {
			s.Layers = append(s.Layers, variable(k, v))
		}
		u, _ := url.Parse(row.target)
		got, key, err := OutboundProxy(s, probe.GoClient, u)
		want := row.want
		if want == "direct" {
			want = ""
		}
		if got.Reveal() != want || key != row.key || err != nil {
			t.Errorf("%s: %q by %q (%v), want %q by %q", row.name, got.Reveal(), key, err, want, row.key)
		}
		output := runGo(t, row.target, row.env)
		if tried := proxyTried(output); tried != portOfProxy(row.want) {
			t.Errorf("%s: go tried %q, want %q\n%s", row.name, tried, portOfProxy(row.want), output)
		}
	}
}

func runGo(t *testing.T, goproxy string, env map[string]string) string {
	t.Helper()
	cmd := exec.Command("go", "mod", "download", "example.test/m@v1.0.0")
	cmd.Dir = t.TempDir()
	// A go command that collects telemetry starts a process that outlives it.
	telemetry := filepath.Join(cmd.Dir, "go", "telemetry")
	if err := os.MkdirAll(telemetry, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(telemetry, "mode"), []byte("off\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + cmd.Dir, "XDG_CONFIG_HOME=" + cmd.Dir, "GOENV=off", "GOTOOLCHAIN=local", "GOFLAGS=-modcacherw",
		"GOMODCACHE=" + cmd.Dir + "/mod", "GOSUMDB=off", "GOPROXY=" + goproxy,
	}
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Errorf("go reached %s", goproxy)
	}
	return string(out)
}

func proxyTried(output string) string {
	if m := goTried.FindStringSubmatch(output); m != nil && m[1] != "9" {
		return m[1]
	}
	return "direct"
}

func portOfProxy(proxy string) string {
	u, err := url.Parse(proxy)
	if err != nil || u.Port() == "" {
		return "direct"
	}
	return u.Port()
}

func TestOutboundProxyInCGI(t *testing.T) {
	s := machineWith(variable("HTTP_PROXY", "http://127.0.0.1:1"), variable("REQUEST_METHOD", "GET"))
	if _, key, err := OutboundProxy(s, probe.GoClient, &url.URL{Scheme: "http", Host: "p.example.com"}); !errors.Is(err, outbound.ErrCGI) || key != "HTTP_PROXY" {
		t.Errorf("http: %q, %v", key, err)
	}
	if _, _, err := OutboundProxy(s, probe.GoClient, &url.URL{Scheme: "https", Host: "p.example.com"}); err != nil {
		t.Errorf("https: %v", err)
	}
}

func TestOutboundProxyLeavesOtherSchemesAlone(t *testing.T) {
	s := machineWith(variable("ALL_PROXY", "http://p:1"), variable("HTTPS_PROXY", "http://p:1"), gitSetting("http.proxy", "http://p:1"))
	for _, scheme := range []string{"ssh", "git", "file"} {
		for _, client := range []probe.Client{probe.GoClient, probe.GitClient} {
			if got, key, err := OutboundProxy(s, client, &url.URL{Scheme: scheme, Host: "h.example.com"}); got != "" || key != "" || err != nil {
				t.Errorf("%s %s: %q by %q, %v", client, scheme, got, key, err)
			}
		}
	}
}

func TestOutboundDoubts(t *testing.T) {
	for value, want := range map[string]int{
		"http://p.example.com:8080": 0, "p.example.com:8080": 0, "socks5://127.0.0.1:1080": 0, "http://[2001:db8::1]:80": 0,
		"p%zz": 1, `"http://p.example.com"`: 1, "http://p.example.com x": 1, "http://": 1,
	} {
		if got := OutboundDoubts(machineWith(variable("HTTPS_PROXY", value))); len(got) != want {
			t.Errorf("%q: %d doubts, want %d", value, len(got), want)
		}
	}
}

func TestHostPort(t *testing.T) {
	for text, want := range map[string]string{
		"https://goproxy.cn":                        "goproxy.cn:443",
		"HTTPS://GoProxy.CN/x?y#z":                  "goproxy.cn:443",
		"http://own.example.com:3000/x":             "own.example.com:3000",
		"http://own.example.com":                    "own.example.com:80",
		"https://u:p@own.example.com":               "own.example.com:443",
		"https://[2001:db8::1]":                     "[2001:db8::1]:443",
		"ssh://git@github.com/x":                    "github.com:22",
		"ssh://git@github.com:2222/x":               "github.com:2222",
		"git://github.com/x":                        "github.com:9418",
		"git+ssh://github.com/x":                    "github.com:22",
		"git@github.com:acme/m.git":                 "github.com:22",
		"github.com:acme/m.git":                     "github.com:22",
		"git@[2001:db8::1]:m":                       "[2001:db8::1]:22",
		"git@github.com:/abs":                       "github.com:22",
		"git@[fe80::1%25]:m":                        "[fe80::1%25]:22", // the zone 25
		"ssh://git@[fe80::1%2525]/m":                "[fe80::1%25]:22", // the same in a URL
		"git@[:::]:m":                               "",
		"git@[h.example.com]:m":                     "h.example.com:22",
		"git@[h.example.com:2222]:m":                "h.example.com:2222",
		"git@[h.example.com:x]:m":                   "",
		"file:///dir":                               "",
		"/dir":                                      "",
		"C:\\dir":                                   "",
		"https://":                                  "",
		"https://h:99999":                           "",
		"https://h:x":                               "",
		"":                                          "",
		"direct":                                    "",
		"svn://h.example.com/x":                     "",
		"https://example.com:0":                     "",
		"https://u:p@h.example.com:8443@evil.test/": "evil.test:443",
	} {
		got, err := HostPort(settings.Value(text))
		if got != want || (err == nil) != (want != "") {
			t.Errorf("HostPort(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestProxyHostPort(t *testing.T) {
	for _, row := range []struct {
		text, forGo, forGit string
	}{
		{"http://p.example.com:8080", "p.example.com:8080", "p.example.com:8080"},
		{"p.example.com:8080", "p.example.com:8080", "p.example.com:8080"},
		{"p.example.com", "p.example.com:80", "p.example.com:1080"},
		{"http://p.example.com", "p.example.com:80", "p.example.com:1080"},
		{"https://p.example.com", "p.example.com:443", "p.example.com:443"},
		{"socks5://p.example.com", "p.example.com:1080", "p.example.com:1080"},
		{"socks5h://u:p@p.example.com:1", "p.example.com:1", "p.example.com:1"},
		{"p%zz", "", ""},
	} {
		for client, want := range map[probe.Client]string{probe.GoClient: row.forGo, probe.GitClient: row.forGit} {
			if got, err := ProxyHostPort(settings.Value(row.text), client); got != want || (err == nil) != (want != "") {
				t.Errorf("%s %s: %q, %v, want %q", client, row.text, got, err, want)
			}
		}
	}
}

func FuzzHostPort(f *testing.F) {
	for _, s := range []string{"https://h", "git@h:p", "ssh://[::1]:22/", "h:1", "[::1%25x]:y", "https://é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := HostPort(settings.Value(text))
		if (err == nil) == (got == "") {
			t.Fatalf("HostPort(%q) = %q, %v", text, got, err)
		}
		if err == nil {
			// The answer is an address that leads to itself. A URL writes the % before the zone
			// of an address as %25 (RFC 6874), git's short form as it is.
			inURL := strings.ReplaceAll(got, "%", "%25")
			if again, err := HostPort(settings.Value("https://" + inURL + "/")); err == nil && again != got {
				t.Errorf("HostPort(%q) = %q, then %q", text, got, again)
			}
		}
	})
}
