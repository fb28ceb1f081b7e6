package measure_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror/conform"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/netlab"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// nginxConf is an nginx in front of proxy.golang.org, with room for what is set
// well or badly.
const nginxConf = `daemon off; pid DIR/pid; error_log stderr; user root;
events {}
http {
  access_log DIR/access.log; client_body_temp_path DIR/a; proxy_temp_path DIR/b; fastcgi_temp_path DIR/c; uwsgi_temp_path DIR/d; scgi_temp_path DIR/e;
  proxy_cache_path DIR/cache keys_zone=modules:1m;
  server {
    listen 127.0.0.1:8081;
    location / { proxy_pass https://proxy.golang.org; proxy_http_version 1.1; proxy_cache modules; SETTINGS }
    EXTRA
  }
}
`

// TestRealNginx measures the real nginx as a caching proxy, set well and badly.
func TestRealNginx(t *testing.T) {
	need.Long(t)
	netlab.Test(t, func(t *testing.T, l *netlab.Lab) {
		const good = "proxy_ssl_server_name on; proxy_set_header Host proxy.golang.org; proxy_cache_valid 200 1m;"
		for _, c := range []struct {
			name, settings, extra string
			verdict               measure.Verdict
			check                 measure.CheckID
		}{
			{"well", good, "", measure.Usable, ""},
			{"errors become pages with 200", good + " proxy_intercept_errors on; error_page 404 =200 /missing.html;", "location = /missing.html { return 200 sorry; }", measure.Limited, measure.Missing},
			{"the database is refused", good, "location /sumdb/ { return 403; }", measure.Broken, measure.Sumdb},
			{"the database is not relayed", good, "location /sumdb/ { return 404; }", measure.Usable, ""},
			{"the path is lower-cased", good, "location ~ ^/github.com/.burnt { return 404; }", measure.Limited, measure.Escape},
			{"everything is refused", "deny all;", "", measure.Broken, measure.Info},
		} {
			stop := startNginx(t, l, t.TempDir(), strings.NewReplacer("SETTINGS", c.settings, "EXTRA", c.extra).Replace(nginxConf))
			r := measure.Run(t.Context(), optionsIn(t, l, "http://127.0.0.1:8081", "https://goproxy.cn"))
			stop()
			m := find(t, r, "http://127.0.0.1:8081")
			if d := m.Decisive(); m.Verdict != c.verdict || (d == nil) != (c.check == "") || d != nil && d.ID != c.check {
				t.Errorf("%s: %s, want %s by %q", c.name, m, c.verdict, c.check)
			}
			if got := conform.Recognise(m); got != conform.Nginx {
				t.Errorf("%s: recognised as %q", c.name, got)
			}
		}
	})
}

// privateModule is in no public place of the lab, and nothing proves it to be public.
var privateModule = probe.Query{Path: "github.com/corp-example/secret", Version: "v1.0.0"}

// TestRealNginxIsToldNothing: a private requirement of the project at hand is sent neither
// to the proxy that is measured nor to any other server, whether GOPRIVATE names it or not.
func TestRealNginxIsToldNothing(t *testing.T) {
	need.Long(t)
	netlab.Test(t, func(t *testing.T, l *netlab.Lab) {
		dir := t.TempDir()
		stop := startNginx(t, l, dir, strings.NewReplacer("SETTINGS", "proxy_ssl_server_name on; proxy_set_header Host proxy.golang.org;", "EXTRA", "").Replace(nginxConf))
		defer stop()
		for _, env := range [][]string{{"GOPROXY=http://127.0.0.1:8081,direct"}, {"GOPROXY=http://127.0.0.1:8081", "GOPRIVATE=github.com/corp-example"}} {
			m := machineOf(l, env...)
			s, err := settings.Read(t.Context(), m, "")
			if err != nil {
				t.Fatal(err)
			}
			newEnv := func() *probe.Env { return wire.NewEnv(m, s) }
			o := optionsIn(t, l, "http://127.0.0.1:8081", "https://goproxy.cn", "https://goproxy.io")
			public := newEnv()
			o.NewEnv, o.Sample.Own = newEnv, measure.Public(t.Context(), public, []probe.Query{privateModule, measure.WellKnown().Capital})
			public.Close()
			if v := find(t, measure.Run(t.Context(), o), "http://127.0.0.1:8081").Verdict; v != measure.Usable {
				t.Errorf("%v: nginx is %s", env, v)
			}
		}
		log, err := os.ReadFile(filepath.Join(dir, "access.log"))
		if err != nil || !strings.Contains(string(log), known.SampleModule) {
			t.Fatalf("the log of nginx: %v\n%s", err, log)
		}
		for _, r := range l.Requests() {
			log = append(log, r.Host+r.Path+"\n"...)
		}
		for line := range strings.Lines(string(log)) {
			if strings.Contains(line, "corp-example") && !strings.HasPrefix(line, known.SumGolangOrg+"/lookup/") {
				t.Errorf("told of a private path: %s", line)
			}
		}
	})
}

// startNginx runs nginx with that configuration in a directory until stop is called.
func startNginx(t *testing.T, l *netlab.Lab, dir, conf string) (stop func()) {
	t.Helper()
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(conf, "DIR", dir)), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	program, err := exec.LookPath("nginx")
	if err != nil {
		program = "/usr/sbin/nginx" // not in the PATH of everybody
	}
	c := exec.CommandContext(ctx, program, "-c", file, "-p", dir, "-g", "master_process off;")
	var said strings.Builder
	c.Env, c.Stderr = l.Environ(), &said
	if err := c.Start(); err != nil {
		t.Fatalf("nginx (Debian's package nginx): %v", err)
	}
	for deadline := time.Now().Add(time.Minute); ; {
		conn, err := net.Dial("tcp", "127.0.0.1:8081")
		if err == nil {
			_ = conn.Close()
			break
		}
		if time.Now().After(deadline) {
			cancel()
			_ = c.Wait()
			t.Fatalf("nginx does not listen: %s", said.String())
		}
		<-time.After(20 * time.Millisecond)
	}
	return func() { cancel(); _ = c.Wait() }
}
