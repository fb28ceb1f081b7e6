package cli

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"unicode"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

const leakSecret = "Zq7-s3cr3t.Pass%w0rd&x"

// echoes are the ways in which a server sends a credential back.
var echoes = []string{
	"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nbad password %[1]s",
	"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\n{\"user\":\"me\",\"said\":\"%[1]s\"}",
	"HTTP/1.1 403 No %[1]s\r\nContent-Type: text/plain\r\n\r\nno",
	"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/%[2]s/login\r\n\r\n",
	"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nsaid %[3]s",
	"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nsaid %[2]s",
	"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy %[1]s",
	"HTTP/1.1 500 \x1b[31mred\x07\u202e %[1]s\r\nContent-Type: text/plain\r\n\r\n\x1b]0;t\x07::set-output name=a::b\r\n::error::%[1]s \u2028\u200b\U000e0041",
	"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>&#90;%[4]s ::error::x ##[error]y \x9b31m",
}

// moreEchoes are ways that are rarer: other parts of an answer, and answers of other
// protocols.
var moreEchoes = []string{
	"HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\nTrailer: X-Error\r\n\r\n3\r\nbad\r\n0\r\nX-Error: %[1]s\r\n\r\n",
	"HTTP/1.1 403 Forbidden\r\nX-Error: no\r\n %[1]s\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"%[1]s\"\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 407 %[1]s\r\nProxy-Authenticate: Digest realm=\"%[1]s\", opaque=\"%[3]s\"\r\nContent-Type: text/html\r\n\r\n<title>%[1]s</title>",
	"HTTP/1.1 103 %[1]s\r\nLink: <%[2]s>; rel=preload\r\n\r\nHTTP/1.1 429 Slow\r\nRetry-After: %[1]s\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nContent-Length: %[1]s\r\n\r\nx",
	"HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n%[1]s\r\n",
	"HTTP/1.1 403 Forbidden\r\nContent-Encoding: %[2]s\r\nContent-Type: %[2]s/%[2]s\r\n\r\n%[1]s",
	"HTTP/1.1 %[1]s\r\n\r\n",
	"HTTP/1.1 200 OK\r\n%[1]s\r\n\r\n",
	"HTTP/1.1 302 Found\r\nLocation: http://a b%%zz%[1]s\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 302 Found\r\nLocation: http://me:%[2]s@127.0.0.1:1/?again=%[2]s#%[2]s\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<meta name=\"go-import\" content=\"example.test/m mod http://me:%[2]s@127.0.0.1:1/%[2]s\">",
	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"Version\":\"v1.0.0-%[2]s\",\"Time\":\"%[1]s\",\"Origin\":{\"URL\":\"https://%[1]s\"}}",
	"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nmodule example.test/m // %[1]s\n\nreplace a => %[1]s\n",
	"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n5\nexample.test/m v1.0.0 h1:%[3]s\n\ngo.sum database tree\n5\n%[1]s\n\n\u2014 sum.golang.org %[3]s\n",
	"220 %[1]s ESMTP\r\n",
	"SSH-2.0-%[1]s\r\n",
	"-ERR unknown command '%[1]s'\r\n",
	"%[1]s %[1]s %[1]s %[3]s",
}

// TestNothingLeaks: a server sends the credentials of netrc and of GOPROXY back in
// every way, with what a terminal and a CI system would obey. No command and no
// format shows any of it.
func TestNothingLeaks(t *testing.T) {
	need.Long(t)
	var n atomic.Int64
	m, dir, _ := echoing(t, func() string { return echoes[int(n.Add(1))%len(echoes)] })
	write := func(name, text string) string { return put(t, dir, name, text) }
	log := write("log", "go: example.test/m@v1.0.0: reading http://me:"+leakSecret+"@proxy.test/example.test/m/@v/v1.0.0.info: 403 Forbidden\n\tserver response: \x1b[31m"+leakBasic+" ::error::"+leakSecret+"\n")
	var commands [][]string
	for _, f := range formats.Names() {
		commands = append(commands, []string{"doctor", "--timeout", "20s", "--format", f})
	}
	for _, f := range formats.ExplanationNames() {
		commands = append(commands, []string{"explain", "--format", f, log})
	}
	commands = append(commands,
		[]string{"doctor", "--timeout", "20s", "-v"}, []string{"doctor", "--timeout", "20s", "--lang", "zh"},
		[]string{"trace", "-v", "example.test/m@v1.0.0"}, []string{"trace", "--format", "json", "example.test/m@v1.0.0"},
		[]string{"apply", "--dry-run", "--timeout", "20s"}, []string{"apply", "--dry-run", "--timeout", "20s", "--format", "json"},
		[]string{"fetch"}, []string{"undo", leakSecret}, []string{"undo", "--list"}, []string{"explain", "\x1b[31m::error::/none"}, []string{"doctor", "--module", "\x1b[2J\u202e"})
	masked := 0
	for _, args := range commands {
		var out, errs bytes.Buffer
		p := &Program{Version: "test", Machine: m, In: strings.NewReader(""), Out: &out, Err: &errs, Terminal: func(any) (int, bool) { return 0, false }}
		run(context.Background(), p, args)
		for name, text := range map[string]string{"standard output": out.String(), "standard error": errs.String()} {
			masked += strings.Count(text, foreign.Mask)
			if found := leaked(text, leakBasic, args[len(args)-1] == "github" || strings.Contains(strings.Join(args, " "), "--format github")); found != "" {
				t.Errorf("%q, %s: %s\n%s", args, name, found, text)
			}
		}
	}
	if int(n.Load()) < len(echoes) || masked < len(commands) {
		t.Errorf("%d requests, %d masked texts: the test tried nothing", n.Load(), masked)
	}
}

// leakBasic is what go sends for the credentials of netrc.
var leakBasic = base64.StdEncoding.EncodeToString([]byte("me:" + leakSecret))

// echoing returns a machine whose module proxy sends the credentials of netrc back in some
// way, its working directory, and the proxy's address.
func echoing(t *testing.T, way func() string) (m *host.Machine, dir, address string) {
	t.Helper()
	server := nettest.Serve(func(c net.Conn) {
		buf := make([]byte, 8<<10)
		if _, err := c.Read(buf); err != nil {
			return
		}
		_, _ = fmt.Fprintf(c, way()+"%[5]s", leakSecret, url.QueryEscape(leakSecret), leakBasic, leakSecret[1:], "")
	})
	t.Cleanup(server.Close)
	dir = t.TempDir()
	put(t, dir, "go.mod", "module app.test\n\ngo 1.21\n\nrequire example.test/m v1.0.0\n")
	netrc := put(t, dir, "netrc", "machine 127.0.0.1\nlogin me\npassword "+leakSecret+"\n")
	m = host.System()
	m.Environ = func() []string {
		return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "USERPROFILE=" + dir, "NETRC=" + netrc, "GOPROXY=http://" + server.Addr, "HTTPS_PROXY=http://me:" + url.PathEscape(leakSecret) + "@127.0.0.1:1", "GOSUMDB=off", "GOFLAGS=-mod=mod",
			"GOENV=" + filepath.Join(dir, "env"), "GOMODCACHE=" + filepath.Join(dir, "mod"), "GOPATH=" + filepath.Join(dir, "gopath"), "GOTOOLCHAIN=local", "GIT_CONFIG_GLOBAL=" + filepath.Join(dir, "gitconfig"), "GIT_CONFIG_NOSYSTEM=1", "XDG_STATE_HOME=" + dir,
			"GO_TELEMETRY_CHILD=2", // or go leaves a process behind that writes into the home
		}
	}
	dial := m.Dial
	m.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if !strings.HasPrefix(address, "127.0.0.1:") {
			return nil, fmt.Errorf("dial %s: not in this test", address)
		}
		return dial(ctx, network, address)
	}
	m.Getwd = func() (string, error) { return dir, nil }
	m.HomeDir = func() (string, error) { return dir, nil }
	return m, dir, "http://" + server.Addr
}

// leaked says what a text shows that it must not.
func leaked(text, basic string, annotations bool) string {
	for _, secret := range []string{leakSecret, url.QueryEscape(leakSecret), url.PathEscape(leakSecret), basic, leakSecret[:8], leakSecret[8:], basic[:10], strings.ReplaceAll(leakSecret, "&", `\u0026`), strings.ReplaceAll(leakSecret, "&", "&amp;")} {
		if strings.Contains(text, secret) {
			return "shows " + secret
		}
	}
	for _, r := range text {
		if r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return fmt.Sprintf("has %U", r)
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "::") && !annotations || strings.Contains(line, "##[") {
			return "has a workflow command: " + line
		}
	}
	return ""
}
