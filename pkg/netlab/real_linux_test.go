package netlab

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// realProxy is an outbound proxy of the world outside: Debian's package.
type realProxy struct {
	name, program string
	args          []string // DIR and FILE are filled in
	config        string   // so are they in here
	log           string   // the file in which it says what it was asked for
}

var realProxies = []realProxy{
	{
		"squid", "/usr/sbin/squid", []string{"-N", "-f", "FILE"},
		"http_port 127.0.0.1:18128\nhttp_access allow all\ncache deny all\npid_filename none\nnetdb_filename none\nvisible_hostname lab\n" +
			"access_log stdio:DIR/log\ncache_log DIR/cache.log\ncoredump_dir DIR\nshutdown_lifetime 0 seconds\n", "log",
	},
	{
		"tinyproxy", "tinyproxy", []string{"-d", "-c", "FILE"},
		"Port 18128\nListen 127.0.0.1\nTimeout 60\nLogFile \"DIR/log\"\nLogLevel Connect\nMaxClients 100\nConnectPort 443\n", "log",
	},
}

// realWork is a project with a private requirement behind an outbound proxy.
const realWork = `A project with a private requirement behind a real outbound proxy.
-- goenv --
GOPRIVATE=github.com/corp-example
-- work/go.mod --
module example.com/app

go 1.20

require (
	github.com/google/uuid v1.6.0
	github.com/corp-example/secret v1.0.0
)
-- expect --
verdict broken
cause git-auth-required
after unchanged
`

// TestRealOutboundProxies has go, doctor, mirrors and apply go out by the real squid
// and tinyproxy. The private path is sent only to its origin, which is git's real
// http-backend behind a login, and the proxy's own log does not name it.
func TestRealOutboundProxies(t *testing.T) {
	need.Long(t)
	binary := Build(t)
	for _, p := range realProxies {
		t.Run(p.name, func(t *testing.T) {
			program := need.Program(t, p.program)
			need.Program(t, "unshare")
			TestWith(t, []string{binaryVariable + "=" + binary}, func(t *testing.T, l *Lab) {
				s, err := ParseScenario([]byte(realWork))
				if err != nil {
					t.Fatal(err)
				}
				if err := l.Prepare(s); err != nil {
					t.Fatal(err)
				}
				dir := t.TempDir()
				p.start(t, l, program, dir)
				env := []string{"HTTPS_PROXY=http://127.0.0.1:18128"}
				run := func(want int, args ...string) string {
					out, err := l.Run(t.Context(), Command{Args: args, Env: env})
					if err != nil {
						t.Fatal(err)
					}
					if out.Code != want {
						t.Errorf("%v: exit code %d, want %d\n%s%s", args, out.Code, want, out.Stdout, out.Stderr)
					}
					return out.Stdout
				}
				tool := os.Getenv(binaryVariable)
				run(0, "go", "mod", "download", "github.com/google/uuid@v1.6.0")
				if said := run(1, tool, "doctor", "--format", "json"); !strings.Contains(said, "git-auth-required") || strings.Contains(said, "outbound-proxy-broken") {
					t.Errorf("doctor says\n%s", said)
				}
				run(0, tool, "mirrors", "https://goproxy.cn")
				run(1, tool, "apply", "--yes")
				p.judge(t, l, dir)
			})
		})
	}
}

// start runs the proxy until the test ends.
func (p realProxy) start(t *testing.T, l *Lab, program, dir string) {
	t.Helper()
	file := filepath.Join(dir, "conf")
	fill := strings.NewReplacer("DIR", dir, "FILE", file)
	if err := os.WriteFile(file, []byte(fill.Replace(p.config)), 0o600); err != nil {
		t.Fatal(err)
	}
	var args []string
	for _, a := range p.args {
		args = append(args, fill.Replace(a))
	}
	serveAsUser(t, l, "127.0.0.1:18128", filepath.Join(dir, "cache.log"), program, args...)
}

// serveAsUser runs a server until the test ends, and waits until it listens. Some
// servers refuse to be root, or want other users beside it, and root is all that the
// lab's namespace has: one within it gives this user the number 1000.
func serveAsUser(t *testing.T, l *Lab, address, log, program string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var said strings.Builder
	c := exec.CommandContext(ctx, "unshare", append([]string{"--user", "--map-user=1000", "--map-group=1000", program}, args...)...)
	c.Env, c.Stdout, c.Stderr = l.Environ(), &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = c.Wait() })
	for deadline := time.Now().Add(patience); ; {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
			return
		}
		if time.Now().After(deadline) {
			cancel()
			_ = c.Wait()
			kept, _ := os.ReadFile(log)
			t.Fatalf("%s does not listen: %s%s", program, said.String(), kept)
		}
		<-time.After(20 * time.Millisecond)
	}
}

// judge reads what the proxy and the servers were asked for.
func (p realProxy) judge(t *testing.T, l *Lab, dir string) {
	t.Helper()
	log, err := os.ReadFile(filepath.Join(dir, p.log))
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"proxy.golang.org:443", "goproxy.cn:443", "github.com:443"} {
		if !strings.Contains(string(log), host) {
			t.Errorf("%s was not asked for %s:\n%s", p.name, host, log)
		}
	}
	if strings.Contains(string(log), "corp-example") {
		t.Errorf("the log of %s names a private path:\n%s", p.name, log)
	}
	for _, r := range l.Requests() {
		if strings.Contains(r.Path, "corp-example") && r.Host != "github.com" {
			t.Errorf("%s was told of a private path: %s", r.Host, fmt.Sprint(r))
		}
	}
}
