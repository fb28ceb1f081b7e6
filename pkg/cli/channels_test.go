package cli

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// channel is a way in which something else than a module proxy sends a credential back.
type channel struct {
	name string
	// variables make the commands come to the address with the credential.
	variables func(address string) []string
	// says is what is answered: %[1]s is the secret, %[2]s the same in percent escapes.
	says string
}

func channels() []channel {
	proxy := func(scheme string) func(string) []string {
		return func(address string) []string {
			at := scheme + "://me:" + url.PathEscape(leakSecret) + "@" + address
			return []string{"GOPROXY=https://proxy.test", "HTTPS_PROXY=" + at, "ALL_PROXY=" + at}
		}
	}
	secure := func(address string) []string { return []string{"GOPROXY=https://" + address} }
	git := func(address string) []string {
		at := "http://me:" + url.PathEscape(leakSecret) + "@" + address
		return []string{"GOPROXY=direct", "GOINSECURE=*", "GOVCS=*:all", "HTTP_PROXY=" + at, "http_proxy=" + at, "HTTPS_PROXY=" + at, "https_proxy=" + at, "GIT_TERMINAL_PROMPT=0"}
	}
	packet := func(text string) string {
		return fmt.Sprintf("%04x", 4+len(strings.ReplaceAll(text, "%[1]s", leakSecret))) + text
	}
	const refs = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n\r\n001e# service=git-upload-pack\n0000"
	return []channel{
		{"no TLS", secure, "220 %[1]s ESMTP\r\n"},
		{"HTTP in place of TLS", secure, "HTTP/1.1 400 Bad %[1]s\r\nContent-Type: text/plain\r\n\r\nnot TLS: %[1]s"},
		{"an alert of TLS", secure, "\x15\x03\x03\x00\x02\x02\x28%[1]s"},
		{"a record of TLS", secure, "\x16\x03\x03\x00\x20%[1]s%[1]s%[1]s"},
		{"a proxy that wants a login", proxy("http"), "HTTP/1.1 407 No %[1]s\r\nProxy-Authenticate: Basic realm=\"%[1]s\"\r\nContent-Type: text/plain\r\n\r\nbad password %[1]s"},
		{"a proxy that cannot", proxy("http"), "HTTP/1.1 502 %[1]s\r\nX-Squid-Error: %[1]s\r\nVia: 1.1 %[1]s\r\nContent-Type: text/html\r\n\r\n<title>%[1]s</title>"},
		{"a proxy with a login page", proxy("http"), "HTTP/1.1 302 Found\r\nLocation: http://login.test/?%[2]s\r\nContent-Length: 0\r\n\r\n"},
		{"a tunnel that speaks first", proxy("http"), "HTTP/1.1 200 OK\r\n\r\n%[1]s %[1]s"},
		{"no proxy at all", proxy("http"), "SSH-2.0-%[1]s\r\n"},
		{"no SOCKS", proxy("socks5"), "%[1]s\r\n"},
		{"SOCKS without a method", proxy("socks5"), "\x05\xff%[1]s"},
		{"an error of git", git, refs + packet("ERR no access for %[1]s\n")},
		{"git's capabilities", git, refs + packet("version 2\n") + packet("agent=%[1]s\n") + packet("%[1]s\n") + "0000"},
		{"no git", git, refs + "%[1]s"},
		{"words beside git", git, "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\nGitLab: %[1]s\r%[1]s\nERROR: %[2]s"},
	}
}

// TestEveryChannel: what sends a credential back may be a proxy, a host of git, or
// something that speaks another protocol.
func TestEveryChannel(t *testing.T) {
	need.Long(t)
	need.Program(t, "git")
	basic := base64.StdEncoding.EncodeToString([]byte("me:" + leakSecret))
	names := formats.Names()
	for i, c := range need.Today(channels(), 5) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64
			server := nettest.Serve(func(conn net.Conn) {
				buf := make([]byte, 8<<10)
				if _, err := conn.Read(buf); err != nil {
					return
				}
				asked.Add(1)
				_, _ = fmt.Fprintf(conn, c.says+"%[3]s", leakSecret, url.QueryEscape(leakSecret), "")
			})
			defer server.Close()
			dir := t.TempDir()
			put(t, dir, "go.mod", "module app.test\n\ngo 1.21\n\nrequire example.test/m.git v1.0.0\n")
			netrc := put(t, dir, "netrc", "machine 127.0.0.1\nlogin me\npassword "+leakSecret+"\n")
			m := closedMachine(t, dir, append(c.variables(server.Addr), "NETRC="+netrc, "GOENV="+filepath.Join(dir, "env"))...)
			for _, args := range [][]string{
				{"doctor", "--timeout", "5s", "--format", names[i%len(names)]},
				{"doctor", "--timeout", "5s", "-v"},
				{"trace", "--timeout", "5s", "-v", "example.test/m.git@v1.0.0"},
				{"apply", "--dry-run", "--timeout", "5s"},
				{"fetch"},
			} {
				_, out, errs := ran(t, m, args...)
				if found := leaked(out+"\n"+errs, basic, strings.Contains(strings.Join(args, " "), "github")); found != "" {
					t.Errorf("%q: %s\n%s%s", args, found, out, errs)
				}
			}
			if asked.Load() == 0 {
				t.Error("nothing came to the server")
			}
		})
	}
}
