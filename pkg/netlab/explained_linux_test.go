package netlab

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// everyExplained, set to anything, has the tests of this file try every toolchain in
// the module cache ("GOTOOLCHAIN=go1.24.13 go version" brings one), every language
// that git has a translation for, and the faults that take half a minute.
const everyExplained = "GOFIX_NET_EXPLAINED"

// explained is a fault with the causes that a reader of what a program then prints
// may name first.
type explained struct {
	fault string // lines separated by ";"
	want  string // causes separated by blanks
	slow  bool
}

const (
	atProxy  = "proxy.golang.org "
	atDB     = "proxy.golang.org/sumdb/* "
	atGitHub = "github.com "
	atVanity = "rsc.io "
)

// explainedGo are faults of what go itself talks to.
var explainedGo = []explained{
	{atProxy + "refuse", "goproxy-unreachable", false}, {atProxy + "unreachable", "goproxy-unreachable", false}, {atProxy + "no-route", "goproxy-unreachable", false},
	{atProxy + "drop", "goproxy-unreachable", true}, {atProxy + "deny", "local-firewall", false}, {atProxy + "reset-at-once", "goproxy-unreachable", false},
	{atProxy + "reset", "goproxy-unreachable", false}, {atProxy + "tls-reset", "goproxy-unreachable", false}, {atProxy + "tls-stall", "goproxy-unreachable", true},
	{atProxy + "dns-nxdomain", "goproxy-unreachable", false}, {atProxy + "dns-empty", "goproxy-unreachable", false}, {atProxy + "dns-servfail", "resolver-broken", false},
	{atProxy + "dns-refused", "resolver-broken", false}, {atProxy + "dns-silent", "resolver-broken", true},
	{atProxy + "cert-unknown", "tls-interception", false}, {atProxy + "cert-name", "tls-interception", false}, {atProxy + "cert-expired", "clock-skew goproxy-misbehaving", false},
	{atProxy + "cert-early", "clock-skew", false}, {atProxy + "not-tls", "goproxy-misbehaving", false},
	{atProxy + "status 401", "goproxy-denied", false}, {atProxy + "status 403", "goproxy-denied", false}, {atProxy + "status 403 <html><body>Blocked</body></html>", "goproxy-denied", false},
	{atProxy + "status 407", "outbound-proxy-auth", false}, {atProxy + "status 451", "goproxy-denied", false}, {atProxy + "status 429", "rate-limited", false},
	{atProxy + "status 418", "goproxy-misbehaving", false}, {atProxy + "status 500", "goproxy-misbehaving", false}, {atProxy + "status 502", "goproxy-misbehaving", false},
	{atProxy + "status 503", "goproxy-misbehaving", false}, {atProxy + "status 504", "goproxy-misbehaving", false},
	{atProxy + "status 204", "goproxy-misbehaving", false}, {atProxy + "status 304", "goproxy-misbehaving", false},
	{atProxy + "html", "goproxy-misbehaving", false}, {atProxy + "truncate", "goproxy-misbehaving network-flaky", false}, {atProxy + "empty-reply", "goproxy-misbehaving goproxy-unreachable", false},
	{atProxy + "redirect-loop", "goproxy-misbehaving", false}, {atProxy + "redirect https://storage.googleapis.com/;storage.googleapis.com refuse", "artifact-host-unreachable", false},
	{"proxy.golang.org/*.zip html", "modcache-corrupt goproxy-misbehaving", false}, {"proxy.golang.org/*.zip status 403", "goproxy-denied", false},
	{"* portal", "captive-portal tls-interception", false},
	{"sum.golang.org refuse;" + atDB + "status 404", "sumdb-unreachable", false}, {"sum.golang.org dns-nxdomain;" + atDB + "status 404", "sumdb-unreachable", false},
	{"sum.golang.org cert-unknown;" + atDB + "status 404", "tls-interception", false},
	{atDB + "status 502", "sumdb-unreachable", false}, {atDB + "html", "goproxy-misbehaving sumdb-unreachable", false}, {atDB + "truncate", "sumdb-unreachable", false},
	{"proxy.golang.org/sumdb/sum.golang.org/tile/* status 404", "sumdb-unreachable", false},
	{"proxy.golang.org/sumdb/sum.golang.org/lookup/* status 404", "private-module-exposed module-not-found", false},
}

// explainedOrigin are faults of an import path's own host, with GOPROXY=direct.
var explainedOrigin = []explained{
	{atVanity + "refuse", "vcs-unreachable", false}, {atVanity + "reset", "vcs-unreachable", false}, {atVanity + "dns-nxdomain", "vcs-unreachable", false},
	{atVanity + "dns-servfail", "vcs-unreachable resolver-broken", false}, {atVanity + "cert-unknown", "tls-interception", false}, {atVanity + "not-tls", "vcs-unreachable", false},
	{atVanity + "status 403", "git-auth-required vcs-unreachable", false}, {atVanity + "status 500", "vcs-unreachable", false}, {atVanity + "status 429", "rate-limited", false},
	{atVanity + "deny", "local-firewall", false}, {atVanity + "empty-reply", "vcs-unreachable", false}, {atVanity + "redirect-loop", "vcs-unreachable", false},
}

// explainedGit are faults of the host that git talks to.
var explainedGit = []explained{
	{atGitHub + "refuse", "vcs-unreachable", false}, {atGitHub + "dns-nxdomain", "vcs-unreachable", false}, {atGitHub + "reset", "vcs-unreachable", false},
	{atGitHub + "cert-unknown", "tls-interception ca-bundle-missing", false}, {atGitHub + "empty-reply", "vcs-unreachable", false},
	{"github.com/* status 401", "git-auth-required", false}, {"github.com/* status 403", "git-auth-required", false}, {"github.com/* status 404", "module-not-found", false},
	{"github.com/* status 429", "rate-limited", false}, {"github.com/* status 500", "vcs-unreachable", false}, {"github.com/* html", "vcs-unreachable", false},
	{"github.com/*upload-pack* truncate", "vcs-unreachable network-flaky", false},
}

// explainedByHand are what people try with curl and wget.
var explainedByHand = []explained{
	{atProxy + "refuse", "goproxy-unreachable", false}, {atProxy + "deny", "goproxy-unreachable local-firewall", false}, {atProxy + "reset", "goproxy-unreachable", false},
	{atProxy + "unreachable", "goproxy-unreachable", false}, {atProxy + "dns-nxdomain", "goproxy-unreachable", false}, {atProxy + "tls-reset", "goproxy-unreachable", false},
	{atProxy + "cert-unknown", "tls-interception", false}, {atProxy + "cert-expired", "clock-skew goproxy-misbehaving", false}, {atProxy + "cert-name", "tls-interception", false},
	{atProxy + "not-tls", "goproxy-misbehaving goproxy-unreachable", false}, {atProxy + "status 401", "goproxy-denied", false}, {atProxy + "status 403", "goproxy-denied", false},
	{atProxy + "status 429", "rate-limited", false}, {atProxy + "status 502", "goproxy-misbehaving", false}, {atProxy + "redirect-loop", "goproxy-misbehaving", false},
	{atProxy + "redirect https://storage.googleapis.com/;storage.googleapis.com refuse", "artifact-host-unreachable", false},
}

// TestWhatGoPrintsIsExplained has real go commands fail and reads what they print.
func TestWhatGoPrintsIsExplained(t *testing.T) {
	need.Long(t)
	TestWith(t, everyVariable(), func(t *testing.T, l *Lab) {
		prepareExplained(t, l)
		key := goEnvIn(t, l, "GOSUMDB")
		for i, path := range toolchains(t) {
			env := []string{"PATH=" + path, "GOSUMDB=" + key}
			for _, e := range explainedGo {
				if e.slow && i > 0 {
					continue // the words of a time-out are those of package net, once is enough
				}
				failAndRead(t, l, e, env, "go", "mod", "download")
			}
			for _, e := range explainedOrigin {
				failAndRead(t, l, e, append(env, "GOPROXY=direct"), "go", "mod", "download")
			}
		}
	})
}

// TestWhatGitPrintsIsExplained has git fail below go, in the languages it speaks.
func TestWhatGitPrintsIsExplained(t *testing.T) {
	need.Long(t)
	TestWith(t, everyVariable(), func(t *testing.T, l *Lab) {
		prepareExplained(t, l)
		for _, language := range languages(t) {
			env := []string{"GOPROXY=direct", "LC_ALL=C.UTF-8", "LANGUAGE=" + language}
			for _, e := range explainedGit {
				failAndRead(t, l, e, env, "go", "mod", "download", "github.com/pkg/errors@v0.9.1")
			}
			failAndRead(t, l, explained{want: "git-auth-required"}, env, "go", "mod", "download", "github.com/corp-example/secret@v1.0.0")
		}
	})
}

// TestWhatPeopleTryByHandIsExplained has curl and wget fail.
func TestWhatPeopleTryByHandIsExplained(t *testing.T) {
	need.Long(t)
	if !Inside() {
		need.Program(t, "curl")
		need.Program(t, "wget")
	}
	TestWith(t, everyVariable(), func(t *testing.T, l *Lab) {
		const url = "https://proxy.golang.org/rsc.io/quote/@v/v1.5.2.zip"
		for _, e := range explainedByHand {
			failAndRead(t, l, e, nil, "curl", "-fsSL", "-o", "zip", url)
			for _, language := range []string{"", "de", "fr", "ja", "zh_CN"} {
				failAndRead(t, l, e, []string{"LC_ALL=C.UTF-8", "LANGUAGE=" + language}, "wget", "-t", "1", "-O", "zip", url)
			}
		}
	})
}

func everyVariable() []string { return []string{everyExplained + "=" + os.Getenv(everyExplained)} }

func prepareExplained(t *testing.T, l *Lab) {
	t.Helper()
	if err := l.Prepare(EmptyScenario()); err != nil {
		t.Fatal(err)
	}
}

// failAndRead runs a program while a fault lasts, and has explain read the command
// line and the output.
func failAndRead(t *testing.T, l *Lab, e explained, env []string, args ...string) {
	t.Helper()
	if e.slow && os.Getenv(everyExplained) == "" {
		return
	}
	if err := os.RemoveAll(filepath.Join(l.Home(), "go")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(l.Work(), "go.sum")); err != nil {
		t.Fatal(err)
	}
	if e.fault != "" {
		if err := l.Break(strings.Split(e.fault, ";")...); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := l.Heal(); err != nil {
				t.Fatal(err)
			}
		}()
	}
	ctx, cancel := context.WithTimeout(t.Context(), failLimit)
	defer cancel()
	out, err := l.Run(ctx, Command{Args: args, Env: append([]string{"GOFLAGS=-modcacherw", "GOTOOLCHAIN=local"}, env...)})
	if err != nil {
		t.Fatal(err)
	}
	said := "$ " + strings.Join(args, " ") + "\n" + out.Stdout + out.Stderr
	if !out.Failed() || out.Hung {
		t.Errorf("%s under %s does not fail in time\n%s", strings.Join(args, " "), e.fault, out)
		return
	}
	read, err := explain.Read(t.Context(), strings.NewReader(said))
	if err != nil {
		t.Fatal(err)
	}
	got := "nothing"
	if len(read.Findings) > 0 {
		got = string(read.Findings[0].Cause)
	}
	if !slices.Contains(strings.Fields(e.want), got) {
		t.Errorf("%s, %q: %s, want %s\n%s", e.fault, env, got, e.want, said)
	}
}

// toolchains returns a PATH for the go at hand and, where all are wanted, for each
// that is in the module cache.
func toolchains(t *testing.T) []string {
	t.Helper()
	out := []string{os.Getenv("PATH")}
	if os.Getenv(everyExplained) == "" {
		return out
	}
	found, err := filepath.Glob(filepath.Join(os.Getenv(everyExplained), "golang.org", "toolchain@*", "bin"))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s is to be the module cache, with toolchains in it (%v)", everyExplained, err)
	}
	for _, bin := range found {
		out = append(out, bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	}
	return out
}

// languages returns some that git is translated to, or all of them.
func languages(t *testing.T) []string {
	t.Helper()
	out := []string{"", "de", "zh_CN"}
	if os.Getenv(everyExplained) == "" {
		return out
	}
	found, err := filepath.Glob("/usr/share/locale/*/LC_MESSAGES/git.mo")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range found {
		out = append(out, filepath.Base(filepath.Dir(filepath.Dir(file))))
	}
	return out
}

// goEnvIn asks the lab's go for a variable.
func goEnvIn(t *testing.T, l *Lab, name string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	out, err := l.Run(ctx, Command{Args: []string{"go", "env", name}})
	if err != nil || out.Failed() {
		t.Fatalf("go env %s: %v\n%s", name, err, out)
	}
	return strings.TrimSpace(out.Stdout)
}
