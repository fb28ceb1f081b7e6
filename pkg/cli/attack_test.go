package cli

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// attackSecret is what no attack may bring to light.
const attackSecret = "Xk9-s3cr3t.Value%42w0rd"

// attack is one way to have a command show, obey, wait for or overwrite something.
type attack struct {
	name string
	// files are put below the home, in which the command runs; variables are set.
	files     map[string]string
	variables []string
	// body is what every server says; "" is 404.
	body string
	args []string
}

const attackMod = "module app.test\n\ngo 1.21\n\nrequire example.test/m v1.0.0\n"

// attacks are of the kinds: variables, arguments, names of files, texts of the journal,
// go.mod, netrc, git's settings, words of servers, logs, profiles, baselines.
func attacks() []attack {
	dirt, line := nettest.Dirt, strings.NewReplacer("\r", " ", "\n", " ", "\x00", " ").Replace(nettest.Dirt)
	basic := base64.StdEncoding.EncodeToString([]byte("me:" + attackSecret))
	escaped := url.QueryEscape(attackSecret)
	mod := map[string]string{"go.mod": attackMod}
	with := func(pairs ...string) map[string]string {
		out := map[string]string{"go.mod": attackMod}
		for i := 0; i < len(pairs); i += 2 {
			out[pairs[i]] = pairs[i+1]
		}
		return out
	}
	netrc := with(".netrc", "machine 127.0.0.1 login me password "+attackSecret+"\n")
	quick := []string{"doctor", "--timeout", "1s", "-v"}
	trace := []string{"trace", "--timeout", "1s", "-v", "example.test/m@v1.0.0"}
	var out []attack
	add := func(name string, files map[string]string, variables []string, body string, args ...string) {
		out = append(out, attack{name: name, files: files, variables: variables, body: body, args: args})
	}
	for _, v := range []string{"GOPROXY", "GOPRIVATE", "GOSUMDB", "GOFLAGS", "GONOSUMDB", "GOTOOLCHAIN", "GOVCS", "GOINSECURE", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "LANG", "TERM", "GOAUTH", "XDG_STATE_HOME"} {
		add("dirt in "+v, mod, []string{v + "=" + line}, "", quick...)
	}
	for _, v := range []string{"HTTPS_PROXY=http://me:" + url.PathEscape(attackSecret) + "@127.0.0.1:1", "GOPROXY=http://me:" + url.PathEscape(attackSecret) + "@127.0.0.1:1/a,http://127.0.0.1:1/b?token=" + attackSecret, "ALL_PROXY=socks5://me:" + url.PathEscape(attackSecret) + "@127.0.0.1:1", "GOAUTH=/no/such --token " + attackSecret, "GITHUB_TOKEN=" + attackSecret, "GOFLAGS=-ldflags=-X=main.apiKey=" + attackSecret} {
		name, _, _ := strings.Cut(v, "=")
		for _, args := range [][]string{quick, trace, {"emit", "--current", "shell"}, {"doctor", "--timeout", "1s", "--format", "json"}} {
			add("a secret in "+name+", "+args[0]+" "+args[len(args)-1], mod, []string{v}, "denied "+attackSecret+" "+escaped+" "+basic, args...)
		}
	}
	for _, a := range [][]string{{"doctor", line}, {"doctor", "--module", line}, {"doctor", "--format", line}, {line}, {"help", line}, {"trace", line}, {"trace", "example.test/m@" + line}, {"explain", line}, {"undo", line}, {"undo", "--discard", line}, {"lint", line}, {"lint", "--as", line}, {"lint", "--profile", line}, {"mirrors", "--check", line}, {"mirrors", "--check", "http://127.0.0.1:1/" + line}, {"apply", "--dry-run", "--profile", line}, {"emit", line}, {"profile", "show", line}, {"doctor", "--output", line + "/x", "--timeout", "1s"}, {"doctor", "--lang", line}, {"run", "--", line}, {"fetch", line}, {"--" + line}} {
		add(fmt.Sprintf("dirt in the arguments of %.12q", a), mod, nil, "", a...)
	}
	for name, text := range map[string]string{
		"an escape in the path": "module \"a\\u001b[31m\"\n", "dirt in a comment": "module m // " + line + "\n", "dirt in the path": "module m" + line + "\n", "NUL": "module m\x00\n", "no UTF-8": "module \xff\xfe\n",
		"dirt in a requirement": "module m\n\nrequire example.test/" + line + " v1.0.0\n", "dirt in the toolchain": "module m\n\ntoolchain go" + line + "\n", "a long line": "module " + strings.Repeat("x", 1<<20) + "\n",
	} {
		add("go.mod: "+name, map[string]string{"go.mod": text}, nil, "", quick...)
		add("go.mod traced: "+name, map[string]string{"go.mod": text}, nil, "", "trace", "--all", "--timeout", "1s")
	}
	for name, text := range map[string]string{
		"dirt in a rule": "[url \"https://x.test/" + strings.ReplaceAll(line, "\"", "") + "\"]\n\tinsteadOf = https://example.test/\n", "a secret in a rule": "[url \"https://me:" + url.PathEscape(attackSecret) + "@127.0.0.1:1/\"]\n\tinsteadOf = https://example.test/\n",
		"a header": "[http]\n\textraHeader = \"Authorization: Basic " + basic + "\"\n", "a helper": "[credential]\n\thelper = \"!echo password=" + attackSecret + "; false\"\n", "a proxy": "[http]\n\tproxy = http://me:" + url.PathEscape(attackSecret) + "@127.0.0.1:1\n",
		"a damaged file": "[url \"" + line + "\n", "an askpass": "[core]\n\taskPass = \"echo " + attackSecret + "\"\n",
	} {
		echo := "denied" // a secret of no setting cannot be known
		if strings.Contains(text, attackSecret) || strings.Contains(text, url.PathEscape(attackSecret)) || strings.Contains(text, basic) {
			echo += " " + attackSecret + " " + basic
		}
		add("git: "+name, with(".gitconfig", text), nil, echo, quick...)
		add("git traced: "+name, with(".gitconfig", text), nil, echo, trace...)
	}
	for name, body := range map[string]string{"plain": attackSecret, "escaped": escaped, "base64": basic, "base64 in the middle": "xx" + basic[3:], "hexadecimal": fmt.Sprintf("%x", attackSecret), "twice escaped": url.QueryEscape(escaped), "in JSON": `{"a":"` + strings.ReplaceAll(attackSecret, "-", `\u002d`) + `"}`, "entities": strings.ReplaceAll(attackSecret, ".", "&#46;"), "cut": strings.Repeat("y", 150) + attackSecret, "with dirt": dirt + attackSecret + dirt} {
		for _, args := range [][]string{quick, trace, {"doctor", "--timeout", "1s", "--format", "markdown"}, {"doctor", "--timeout", "1s", "--no-redact"}, {"fetch"}} {
			add("an echo, "+name+", "+strings.Join(args, " "), netrc, nil, body, args...)
		}
	}
	for name, text := range map[string]string{
		"dirt": "go: example.test/m@v1.0.0: " + dirt + "\n", "a huge line": strings.Repeat("x", 8<<20), "NUL": strings.Repeat("\x00", 1<<20), "no UTF-8": strings.Repeat("\xff\xfe\xc0", 1<<16), "a secret in a URL": "go: reading https://me:" + url.PathEscape(attackSecret) + "@proxy.test/x: 403 Forbidden\n",
		"a secret in a header": "> Authorization: Basic " + basic + "\ngo: x: 403 Forbidden\n", "a flag": "+ curl --token " + attackSecret + " -u me:" + attackSecret + "\ngo: a.test/b@v1.0.0: 403 Forbidden\n", "bombs of carriage returns": strings.Repeat("a\r", 1<<18),
	} {
		for _, format := range []string{"text", "json", "github"} {
			add("log: "+name+", "+format, with("build.log", text), nil, "", "explain", "--format", format, "build.log")
		}
	}
	entry := `{"format":1,"id":"20260101-000000-aaaa","state":"committed","plan":{"profile":"x","changes":[{"id":"a","tool":"go-env","key":"GOPROXY` + strings.ReplaceAll(`\u001b[31m\u202e\n::error::x`, "\n", `\n`) + `","command":[]}]},"files":[],"steps":[]}`
	add("journal: dirt in an entry", with("gofix-net/journal/20260101-000000-aaaa.json", entry), nil, "", "undo", "--list")
	add("journal: dirt in a damaged one", with("gofix-net/journal/20260101-000000-aaaa.json", `{"format":1,"id":"\u001b[31m::error::"}`), nil, "", "undo", "--list")
	add("journal: dirt in its name", with("gofix-net/journal/x\x1b[31m\u202e.json", "{}"), nil, "", "undo", "--list")
	add("journal: undone", with("gofix-net/journal/20260101-000000-aaaa.json", entry), nil, "", "undo")
	add("a profile of dirt", with("p.profile", dirt), nil, "", "apply", "--dry-run", "--profile", "./p.profile")
	add("a profile that switches protection off", with("p.profile", "GOSUMDB=off\n"), nil, "", "apply", "--dry-run", "--profile", "./p.profile")
	add("a baseline of dirt", with("b.json", `{"schema":"`+line+`"}`, "Dockerfile", "FROM golang\n"), nil, "", "lint", "--baseline", "b.json", "Dockerfile")
	add("a Dockerfile of dirt", with("Dockerfile", "FROM golang\nENV GOPROXY="+line+"\nENV GOSUMDB=off "+line+"\n"), nil, "", "lint", "Dockerfile")
	add("a Dockerfile with a secret", with("Dockerfile", "FROM golang\nENV GOSUMDB=off GOPROXY=https://me:"+url.PathEscape(attackSecret)+"@proxy.test\n"), nil, "", "lint", "Dockerfile")
	add("a workflow with a secret", with(".github/workflows/x.yml", "env:\n  GOSUMDB: off\n  GOPROXY: https://me:"+url.PathEscape(attackSecret)+"@proxy.test\n"), nil, "", "lint", "--format", "sarif", ".")
	add("a directory of dirt", with("d\x1b[31m\u202e/Dockerfile", "FROM golang\nENV GOSUMDB=off\n"), nil, "", "lint", ".")
	add("lint's fix shows no secret", with("Dockerfile", "FROM golang\nENV GOSUMDB=off\nENV GOPROXY=https://me:"+url.PathEscape(attackSecret)+"@proxy.test;direct\n"), nil, "", "lint", "--fix", "--dry-run", "Dockerfile")
	add("the question of apply", mod, []string{"GOPROXY=http://me:" + url.PathEscape(attackSecret) + "@127.0.0.1:1"}, attackSecret, "apply", "--timeout", "1s")
	add("mirrors that echo", netrc, nil, attackSecret+dirt, "mirrors", "--check", "SERVER", "--timeout", "1s")
	add("a run of what prints a secret", netrc, nil, "", "run", "--", "git", "-c", "x.y="+attackSecret, "no-such-command")
	return out
}

// TestAttacks: no attack has a command show a secret of its settings or anything that a
// terminal or a CI system obeys, go on for long, or fail inside.
func TestAttacks(t *testing.T) {
	need.Long(t)
	need.Program(t, "git")
	all := attacks()
	if len(all) < 60 {
		t.Fatalf("%d attacks", len(all))
	}
	slices.SortFunc(all, func(a, b attack) int { return strings.Compare(a.name, b.name) })
	var list []attack
	for _, a := range need.Today(all, 3) {
		if runtime.GOOS == "windows" && strings.ContainsFunc(fmt.Sprint(a.files), func(r rune) bool { return r == 0x1b }) {
			continue // no such names there
		}
		list = append(list, a)
	}
	slots := make(chan struct{}, 4)
	done := make(chan struct{})
	for _, a := range list {
		dir := t.TempDir()
		go func() {
			defer func() { done <- struct{}{} }()
			slots <- struct{}{}
			defer func() { <-slots }()
			a.play(t, dir)
		}()
	}
	for range list {
		<-done
	}
	leavesNothing(t)
}

func (a attack) play(t *testing.T, dir string) {
	server := nettest.Serve(func(c net.Conn) {
		buf := make([]byte, 8<<10)
		if _, err := c.Read(buf); err != nil {
			return
		}
		status := "404 Not Found"
		if a.body != "" {
			status = "403 Forbidden"
		}
		_, _ = fmt.Fprintf(c, "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n%s", status, a.body)
	})
	defer server.Close()
	for name, text := range a.files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if os.MkdirAll(filepath.Dir(file), 0o700) != nil || os.WriteFile(file, []byte(text), 0o600) != nil {
			t.Errorf("%s: %q cannot be made", a.name, name)
			return
		}
	}
	m := closedMachine(t, dir, append([]string{"GOPROXY=http://" + server.Addr, "NETRC=" + filepath.Join(dir, ".netrc")}, a.variables...)...)
	args := make([]string, len(a.args))
	for i, arg := range a.args {
		args[i] = strings.ReplaceAll(arg, "SERVER", "http://"+server.Addr)
		if path := filepath.Join(dir, arg); arg == "." || a.files[arg] != "" || a.files[strings.TrimPrefix(arg, "./")] != "" {
			args[i] = path // the test's own directory is another one
		}
	}
	const limit, slack = 5 * time.Second, 25 * time.Second
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	var out, errs string
	if took := cost.Took(func() { out, errs = within(ctx, m, args) }); took > limit+slack {
		t.Errorf("%s: took %s", a.name, took)
	}
	basic := base64.StdEncoding.EncodeToString([]byte("me:" + attackSecret))
	for name, text := range map[string]string{"standard output": out, "standard error": errs} {
		found := obeyed(text, strings.Contains(strings.Join(args, " "), "github"))
		for _, secret := range []string{attackSecret, url.QueryEscape(attackSecret), url.PathEscape(attackSecret), basic, attackSecret[3:16]} {
			if strings.Contains(text, secret) && !mayShow(args) {
				found = "shows " + secret
			}
		}
		if found != "" {
			t.Errorf("%s: %q, %s: %s\n%.1200q", a.name, args, name, found, text)
		}
	}
}

// mayShow reports whether a command is one by which a person asks for credentials, or
// has another program speak.
func mayShow(args []string) bool { return args[0] == "run" }
