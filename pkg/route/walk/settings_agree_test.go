package walk_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// closedProxy is an outbound proxy that refuses: nothing leaves the machine.
const closedProxy = "http://127.0.0.1:1"

// download runs the real go on a module, all of it behind closedProxy.
func download(t *testing.T, module string, env ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	dir := t.TempDir()
	noTelemetry(t, dir)
	cmd := exec.CommandContext(ctx, "go", "mod", "download", module)
	cmd.Dir = dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_CONFIG_HOME=" + dir, "GOENV=off", "GOTOOLCHAIN=local", "GOFLAGS=-modcacherw",
		"GOMODCACHE=" + filepath.Join(dir, "mod"), "GOPATH=" + filepath.Join(dir, "path"), "HTTPS_PROXY=" + closedProxy, "HTTP_PROXY=" + closedProxy,
	}, env...)
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Errorf("%q: go mod download %s succeeded", env, module)
	}
	return strings.TrimSpace(string(out))
}

func configOf(layers map[string]string) *route.Config {
	s := &settings.Snapshot{Git: settings.GitTool{Path: "/usr/bin/git"}}
	for k, v := range layers {
		s.Layers = append(s.Layers, settings.Setting{Key: settings.Go(k), Value: settings.Value(v), Origin: settings.OSEnv})
	}
	return route.Read(s)
}

// TestGOPROXYAgreesWithGo compares the error, or the URL of the first request,
// with what go says of the same value.
func TestGOPROXYAgreesWithGo(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for _, value := range []string{
		",", " | ", "foo", "none", "DIRECT", "on", "localhost", "/dir", "ftp://x.example.com", "file://h/x", "'https://goproxy.cn'",
		"https://a b.example.com", "https://p.example.com:80a1", "https://[x", "https://p.example.com,foo", "goproxy.cn", " goproxy.cn\r",
		"goproxy.cn/", "https://p.example.com//", "https://p.example.com/a//", "https://p.example.com;direct", "https://p.example.com/x y",
		"https://p.example.com\uff0cdirect", "direct/", "http//host", "http:/host", "https://", "p.example.com?x=1", "https://p.example.com/a/?x=1",
		"https://p.example.com#f", "HTTPS://P.example.com", "https://p.example.com/a%2Fb", "https://p.example.com/../a", "host:8080", "host/path",
		"http://u:p@p.example.com", "off", "off,foo", ",,p.example.com",
	} {
		output := download(t, "example.test/Mod@v1.0.0", "GOPROXY="+value, "GOSUMDB=off")
		c := configOf(map[string]string{"GOPROXY": value, "GOSUMDB": "off"})
		want := ""
		if c.GOPROXY.Err != nil {
			want = ": " + c.GOPROXY.Err.Error()
		} else {
			p := walk.Download(c, probe.Query{Path: "example.test/Mod", Version: "v1.0.0"}, func(r walk.Request) walk.Answer {
				if r.Op.Local() {
					return walk.Answer{}
				}
				return walk.Answer{State: walk.Bad}
			})
			want = ": " + p.Hops[0].Detail
			if p.Hops[0].Detail == "" {
				want = fmt.Sprintf(": Get %q: proxyconnect tcp: ", p.Hops[0].URL.Reveal())
			}
			if p.Hops[0].Detail == "http: no Host in request URL" {
				want = fmt.Sprintf(": Get %q: http: no Host in request URL", p.Hops[0].URL.Reveal())
			}
		}
		// The password is shown by neither; the forms differ.
		want = strings.ReplaceAll(want, "http://xxxxx@", "http://u:xxxxx@")
		if !strings.HasPrefix(output, "go: example.test/Mod@v1.0.0"+want) {
			t.Errorf("GOPROXY=%q\n go:        %s\n predicted: …%s", value, output, want)
		}
	}
}

// TestGOSUMDBAgreesWithGo gives go a module from files, so that the value of
// GOSUMDB is what it fails at.
func TestGOSUMDBAgreesWithGo(t *testing.T) {
	need.Long(t)
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "example.test", "m", "@v")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"v1.0.0.info": `{"Version":"v1.0.0"}`, "v1.0.0.mod": "module example.test/m\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	goproxy := "GOPROXY=file://" + filepath.Dir(filepath.Dir(filepath.Dir(dir)))
	for _, value := range []string{
		"OFF", " off", "off\r", "gosum.io+default", "goproxy.cn", "on", "https://sum.golang.org", "\"sum.golang.org\"", "a b c", " ",
		"sum.golang.google.cn https://x.example.com", "sum.golang.org 192.0.2.1:8080", "sum.golang.org x.example.com:8080",
		"sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "sum.golang.org", "sum.golang.google.cn",
		"sum.golang.org https://x.example.com/db/", "sum.golang.org x.example.com",
	} {
		output := download(t, "example.test/m@v1.0.0", goproxy, "GOSUMDB="+value)
		db := route.ParseGOSUMDB(value, true)
		want := "Get \"" + db.URL.Reveal() + "/"
		if db.Err != nil {
			want = db.Err.Error()
		}
		if strings.HasPrefix(want, "unsupported scheme") {
			want = "unsupported scheme: x.example.com:8080"
		}
		if !strings.Contains(output, want) {
			t.Errorf("GOSUMDB=%q\n go:        %s\n predicted: …%s", value, output, want)
		}
	}
}

// TestPatternsAgreeWithGo tells from go's error whether GONOPROXY matches.
func TestPatternsAgreeWithGo(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for _, row := range []struct{ pattern, path string }{
		{"corp.com", "corp.com/x"}, {"corp.com", "git.corp.com/x"}, {"*.corp.com", "a.b.corp.com/x"}, {"*.corp.com", "corp.com/x"},
		{"*corp.com", "evilcorp.com/x"}, {"corp.com/org-*", "corp.com/org-a/x"}, {"corp.com/org-*", "corp.com/org/x"}, {"corp.com/org", "corp.com/Org/x"},
		{"corp.com/org/", "corp.com/org/x"}, {"corp.com/org//", "corp.com/org/x"}, {"corp.com/org/*", "corp.com/org"}, {"corp.com/**", "corp.com/x/y"},
		{"*", "corp.com/x"}, {"a.com, corp.com", "corp.com/x"}, {"a.com,corp.com", "corp.com/x"}, {"corp.com;x", "corp.com/x"},
		{"https://corp.com", "corp.com/x"}, {".corp.com", "git.corp.com/x"}, {"corp.com/...", "corp.com/x"}, {"corp.com\r", "corp.com/x"}, {"[", "corp.com/x"},
	} {
		output := download(t, row.path+"@v1.0.0", "GOPROXY=off", "GOSUMDB=off", "GONOPROXY="+row.pattern)
		off := strings.Contains(output, "module lookup disabled by GOPROXY=off")
		if got := configOf(map[string]string{"GONOPROXY": row.pattern}).BypassesProxy(row.path); got == off {
			t.Errorf("GONOPROXY=%q %s: BypassesProxy is %v, go says %s", row.pattern, row.path, got, output)
		}
	}
}
