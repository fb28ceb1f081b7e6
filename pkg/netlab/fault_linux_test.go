package netlab

import (
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// goTexts are what the go command prints for each fault of proxy.golang.org.
var goTexts = []struct {
	name, fault, text string
	env               []string
}{
	{"the name does not exist", "proxy.golang.org dns-nxdomain", "no such host", nil},
	{"the resolver fails", "* dns-servfail", "server misbehaving", nil},
	{"the resolver refuses", "* dns-refused", "server misbehaving", nil},
	{"the name has no address", "proxy.golang.org dns-empty", "no such host", nil},
	{"an address of somebody else", "proxy.golang.org dns-address 198.51.100.66", "certificate is valid for unassigned.example, not proxy.golang.org", nil},
	{"a forged first answer", "proxy.golang.org dns-inject 198.51.100.66", "certificate is valid for unassigned.example", nil},
	{"nobody listens", "proxy.golang.org refuse", "connect: connection refused", nil},
	{"no route", "proxy.golang.org unreachable", "connect: no route to host", nil},
	{"no network", "proxy.golang.org no-route", "connect: network is unreachable", nil},
	{"everything without a network", "* no-route", "connect: network is unreachable", nil},
	{"forbidden by this system", "proxy.golang.org deny", "connect: permission denied", nil},
	{"reset at once", "proxy.golang.org reset-at-once", "connect: connection reset by peer", nil},
	{"reset at the first byte", "proxy.golang.org reset", "connection reset by peer", nil},
	{"reset after its name in the ClientHello", "proxy.golang.org tls-reset", "connection reset by peer", nil},
	{"reset after a large ClientHello", "proxy.golang.org tls-reset-large", "connection reset by peer", nil},
	{"an unknown authority", "proxy.golang.org cert-unknown", "certificate signed by unknown authority", nil},
	{"another name", "proxy.golang.org cert-name", "certificate is valid for unassigned.example, not proxy.golang.org", nil},
	{"a certificate of last week", "proxy.golang.org cert-expired", "certificate has expired or is not yet valid: current time", nil},
	{"a certificate of next week", "proxy.golang.org cert-early", "is before", nil},
	{"no TLS", "proxy.golang.org not-tls", "server gave HTTP response to HTTPS client", nil},
	{"a refusal", "proxy.golang.org status 403", "403 Forbidden", nil},
	{"too many requests", "proxy.golang.org status 429", "429 Too Many Requests", nil},
	{"a dead mirror", "proxy.golang.org status 502", "502 Bad Gateway", nil},
	{"a web page", "proxy.golang.org html", "invalid character '<' looking for beginning of value", nil},
	{"half of a body", "proxy.golang.org truncate", "unexpected EOF", nil},
	{"no answer", "proxy.golang.org empty-reply", "EOF", nil},
	{"a clock that is behind", "* date 48h", "401 Unauthorized", []string{"GOPROXY=https://goproxy.corp.example"}},
	{"other contents", "goproxy.cn altered", "verifying module: checksum mismatch", []string{"GOPROXY=https://goproxy.cn"}},
	{"a loop", "proxy.golang.org redirect-loop", "stopped after 10 redirects", nil},
	{"a redirect to a dead host", "storage.googleapis.com refuse", "connection refused", nil},
	{"a redirect to plain http", "proxy.golang.org redirect http://goproxy.cn/", "redirected from secure URL", nil},
	{"a burst of errors", "proxy.golang.org flaky", "503 Service Unavailable", nil},
	{"every other body cut", "proxy.golang.org flaky-body", "unexpected EOF", nil},
	{"every other connection closed", "proxy.golang.org flaky-reply", "EOF", nil},
	{"a database that fails behind its relay", "proxy.golang.org/sumdb/* status 500", "verifying go.mod: rsc.io/quote@v1.5.2/go.mod: reading https://proxy.golang.org/sumdb/sum.golang.org/supported: 500", nil},
	{"no relay, and a dead database", "sum.golang.org refuse", `verifying go.mod: rsc.io/quote@v1.5.2/go.mod: Get "https://sum.golang.org/lookup/rsc.io/quote@v1.5.2": dial tcp`, []string{"GOPROXY=https://repo.huaweicloud.com/repository/goproxy/,direct"}},
	{"a login page before everything", "* portal", "certificate is valid for portal.hotel.example", nil},
	{"a dead origin", "github.com refuse", "Failed to connect to github.com port 443", []string{"GOPROXY=direct"}},
	{"an origin of an unknown authority", "github.com cert-unknown", "server certificate verification failed", []string{"GOPROXY=direct"}},
	{"an outbound proxy that wants credentials", "* latency 1ms", "Proxy Authentication Required", []string{"HTTPS_PROXY=http://proxy.corp.example:3129"}},
	{"a dead outbound proxy", "proxy.corp.example refuse", "proxyconnect tcp: dial tcp", []string{"HTTPS_PROXY=http://proxy.corp.example:3128"}},
	{"a flipped bit", "proxy.golang.org/*.mod as flipped", "SECURITY ERROR", nil},
	{"a body of unknown length that is cut", "proxy.golang.org/*.info as cut", "stream error", nil},
	{"compressed, and not said so", "proxy.golang.org/*.info as gzip-file", "invalid character", nil},
	{"a database with another key", "proxy.golang.org other-key", "verifying go.mod: rsc.io/quote@v1.5.2/go.mod", nil},
	{"the first requests for each file", "proxy.golang.org first 2 status 503", "503 Service Unavailable", nil},
	{"an outbound proxy that refuses", "proxy.corp.example:3128 status 403", "Forbidden", []string{"HTTPS_PROXY=http://proxy.corp.example:3128"}},
	{"an ssh server that nobody knows", "* dns-tcp", "Host key verification failed", append([]string{"GOPROXY=direct"}, gitRule("ssh://git@github.com/")...)},
	{"a module proxy that wants credentials", "* latency 1ms", "401 Unauthorized", []string{"GOPROXY=https://goproxy.corp.example"}},
}

// gitRule has git fetch from base what it would fetch from GitHub.
func gitRule(base string) []string {
	return []string{"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url." + base + ".insteadOf", "GIT_CONFIG_VALUE_0=https://github.com/"}
}

// TestEveryKindIsTried looks for each kind of fault in this file.
func TestEveryKindIsTried(t *testing.T) {
	source, err := os.ReadFile("fault_linux_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range Kinds() {
		if !strings.Contains(string(source), " "+string(k)+"\"") && !strings.Contains(string(source), " "+string(k)+" ") {
			t.Errorf("no test tries %s", k)
		}
	}
}

func TestFaultsAsGoShowsThem(t *testing.T) {
	Test(t, func(t *testing.T, l *Lab) {
		for _, c := range goTexts {
			if err := l.Break(c.fault); err != nil {
				t.Fatal(err)
			}
			env := append([]string{"GOPATH=" + t.TempDir(), "GOFLAGS=-modcacherw"}, c.env...)
			out := run(t, l, patience, env, "go", "mod", "download", "rsc.io/quote@v1.5.2")
			if !out.Failed() || !strings.Contains(out.Stderr, c.text) {
				t.Errorf("%s (%s): go does not say %q", c.name, c.fault, c.text)
			}
			if err := l.Heal(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestFaultsThatHang(t *testing.T) {
	for _, fault := range []string{
		"proxy.golang.org drop", "proxy.golang.org stall", "proxy.golang.org tls-stall", "proxy.golang.org tls-stall-large",
		"proxy.golang.org http-stall", "proxy.golang.org body-stall", "* dns-silent", "* drop",
	} {
		t.Run(fault, func(t *testing.T) {
			Test(t, func(t *testing.T, l *Lab) {
				if err := l.Break(fault); err != nil {
					t.Fatal(err)
				}
				if out := run(t, l, 3*time.Second, nil, "go", "mod", "download", "rsc.io/quote@v1.5.2"); !out.Hung {
					t.Errorf("go did not wait: %s", out)
				}
			})
		})
	}
}

func TestFaultsThatGoSurvives(t *testing.T) {
	Test(t, func(t *testing.T, l *Lab) {
		for _, c := range []struct {
			name, fault string
			env         []string
		}{
			{"truncated answers over UDP", "* dns-tcp", nil},
			{"a slow resolver", "* dns-delay 20ms", nil},
			{"fake addresses that lead to the right host", "* fake-ip", nil},
			{"IPv6 that works", "* ipv6", nil},
			{"IPv6 that is dead", "* ipv6-dead", nil},
			{"latency", "* latency 20ms", nil},
			{"a trickle", "proxy.golang.org/*.mod trickle", nil},
			{"small ClientHellos pass", "* tls-reset-large", []string{"GODEBUG=tlsmlkem=0"}},
			{"only git's port is dead", "github.com:9418 drop", nil},
			{"a slow first byte", "proxy.golang.org/*.mod slow 200ms", nil},
			{"HTTP/1.0", "proxy.golang.org http-1.0", nil},
			{"compressed", "proxy.golang.org as gzip", nil},
			{"another mirror", "proxy.golang.org refuse", []string{"GOPROXY=https://proxy.golang.org|https://mirrors.aliyun.com/goproxy/,direct"}},
			{"a proxy that relays no database", "proxy.golang.org no-relay", nil},
			{"a mirror without relay", "proxy.golang.org refuse", []string{"GOPROXY=https://repo.huaweicloud.com/repository/goproxy/,direct"}},
			{"a company's proxy, with credentials", "proxy.golang.org refuse", []string{"GOPROXY=https://user:secret@goproxy.corp.example"}},
			{"an outbound proxy past a dead line", "203.0.113.10 drop", []string{"HTTPS_PROXY=http://user:secret@proxy.corp.example:3129"}},
			{"a SOCKS5 proxy", "203.0.113.10 drop", []string{"HTTPS_PROXY=socks5://proxy.corp.example:1080"}},
			{"a SOCKS5 proxy with credentials", "203.0.113.10 drop", []string{"HTTPS_PROXY=socks5h://user:secret@proxy.corp.example:1081"}},
			{"git:// by a rule", "github.com:443 refuse", append([]string{"GOPROXY=direct"}, gitRule("git://github.com/")...)},
			{"git through an outbound proxy", "github.com drop", []string{"GOPROXY=direct", "HTTPS_PROXY=http://proxy.corp.example:3128"}},
		} {
			if err := l.Break(c.fault); err != nil {
				t.Fatal(err)
			}
			env := append([]string{"GOPATH=" + t.TempDir(), "GOFLAGS=-modcacherw"}, c.env...)
			if out := run(t, l, patience, env, "go", "mod", "download", "rsc.io/quote@v1.5.2"); out.Failed() {
				t.Errorf("%s (%s): %s", c.name, c.fault, out)
			}
			if err := l.Heal(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestLatency counts the round trips of one request: name, connection,
// handshake (TLS 1.3) and the request itself.
func TestLatency(t *testing.T) {
	Test(t, func(t *testing.T, l *Lab) {
		const rtt = 100 * time.Millisecond
		if err := l.Break("* latency " + rtt.String()); err != nil {
			t.Fatal(err)
		}
		const want = 4 * rtt
		for _, name := range []string{"with IPv4", "with IPv6"} {
			// The fastest of some: a busy machine makes them longer, and none shorter.
			best := fetch(t)
			for i := 1; i < 20 && (i < 5 || best > 2*want); i++ {
				best = min(best, fetch(t))
			}
			if best < want || best > 2*want {
				t.Errorf("%s: took %v, want %v to %v", name, best, want, 2*want)
			}
			if err := l.Heal(); err != nil {
				t.Fatal(err)
			}
			if err := l.Break("* latency "+rtt.String(), "* ipv6", l.Address("proxy.golang.org").String()+" refuse"); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Break("github.com unreachable"); err != nil {
			t.Fatal(err)
		}
		if _, err := net.Dial("tcp", "github.com:443"); !errors.Is(err, syscall.EHOSTUNREACH) {
			t.Errorf("an unreachable host on a long line: %v", err)
		}
	})
}

// TestFirstSYN: the second SYN of a connection comes a second after the lost first one,
// and only the target's connections lose theirs.
func TestFirstSYN(t *testing.T) {
	Test(t, func(t *testing.T, l *Lab) {
		if err := l.Break("proxy.golang.org first-syn"); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if took := fetch(t); took < time.Second {
				t.Errorf("took %v, want a second at least", took)
			}
		}
		if err := l.Heal(); err != nil {
			t.Fatal(err)
		}
		if err := l.Break("goproxy.cn first-syn"); err != nil {
			t.Fatal(err)
		}
		took := fetch(t)
		for i := 1; i < 10 && took >= time.Second; i++ { // as long as a busy machine lengthens them
			took = min(took, fetch(t))
		}
		if took >= time.Second {
			t.Errorf("another host: took %v", took)
		}
	})
}

// fetch times one request over a connection of its own.
func fetch(t *testing.T) time.Duration {
	t.Helper()
	start := time.Now()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	r, err := client.Get("https://proxy.golang.org/github.com/google/uuid/@v/list")
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	return time.Since(start)
}

func TestLoss(t *testing.T) {
	Test(t, func(t *testing.T, l *Lab) {
		if err := l.Break("proxy.golang.org loss 100"); err != nil {
			t.Fatal(err)
		}
		if c, err := net.DialTimeout("tcp", "proxy.golang.org:443", time.Second); err == nil {
			_ = c.Close()
			t.Error("a connection came about although every packet is lost")
		}
		if err := l.Heal(); err != nil {
			t.Fatal(err)
		}
		if err := l.Break("proxy.golang.org loss 20"); err != nil {
			t.Fatal(err)
		}
		if out := run(t, l, patience, nil, "go", "mod", "download", "rsc.io/quote@v1.5.2"); out.Failed() {
			t.Error("TCP did not get over lost packets")
		}
	})
}
