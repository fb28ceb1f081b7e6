package profile

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestParse(t *testing.T) {
	t.Parallel()
	set := func(v string) *settings.Value { return ptr(v) }
	tests := []struct {
		name string
		text string
		want []Want
	}{
		{"a go variable", "GOPROXY=https://a.example.com,direct\n", []Want{{Key: settings.Go("GOPROXY"), Value: set("https://a.example.com,direct")}}},
		{"unset with a minus", "-GOSUMDB", []Want{{Key: settings.Go("GOSUMDB")}}},
		{"unset in words", "unset GOINSECURE", []Want{{Key: settings.Go("GOINSECURE")}}},
		{"CRLF, a BOM, blank lines and comments", "\ufeff# x\r\n\r\nGOPRIVATE=corp.example.com\r\n", []Want{{Key: settings.Go("GOPRIVATE"), Value: set("corp.example.com")}}},
		{"credentials and an equals sign stay in a value", "GOPROXY=https://u:p@a.example.com/?k=v", []Want{{Key: settings.Go("GOPROXY"), Value: set("https://u:p@a.example.com/?k=v")}}},
		{"a checksum database with a URL", "GOSUMDB=sum.golang.org https://sum.example.com", []Want{{Key: settings.Go("GOSUMDB"), Value: set("sum.golang.org https://sum.example.com")}}},
		{"a git rule, its name in git's own case", "git url.https://GitHub.example.com/.insteadOf=git@x.example.com:", []Want{
			{Key: settings.Git("url.https://GitHub.example.com/.insteadof"), Value: set("git@x.example.com:")}}},
		{"one git value is removed", "git -url.https://m.example.com/.insteadOf=https://github.com/", []Want{
			{Key: settings.Git("url.https://m.example.com/.insteadof"), Remove: set("https://github.com/")}}},
		{"a git key is removed", "git -http.proxy", []Want{{Key: settings.Git("http.proxy")}}},
		{"an equals sign within a git key", "git url.https://m.example.com/?a=b/.insteadOf=https://github.com/", []Want{
			{Key: settings.Git("url.https://m.example.com/?a=b/.insteadof"), Value: set("https://github.com/")}}},
		{"two values of a git key that adds up", "git url.ssh://h/.insteadOf=a:\ngit url.ssh://h/.insteadOf=b:", []Want{
			{Key: settings.Git("url.ssh://h/.insteadof"), Value: set("a:")}, {Key: settings.Git("url.ssh://h/.insteadof"), Value: set("b:")}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Parse("x.profile", []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, p.Wants); d != "" {
				t.Errorf("wants differ (-want +got):\n%s", d)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		line       int
		want       string
	}{
		{"an unknown variable", "\nGOROOT=/x", 2, "GOROOT"},
		{"GOINSECURE can only be unset", "GOINSECURE=*", 1, "only unset"},
		{"a variable of the system", "HTTPS_PROXY=http://x", 1, "HTTPS_PROXY"},
		{"to unset a variable of the system", "-HTTPS_PROXY", 1, "where it is set"},
		{"to unset what go needs", "-GOROOT", 1, "GOROOT"},
		{"no equals sign", "GOPROXY", 1, "write KEY=VALUE"},
		{"a remove the space before the equals sign", "GOPROXY =x.example.com", 1, "remove the space before"},
		{"quotes", `GOPROXY="https://a.example.com"`, 1, "quotes"},
		{"a full-width comma", "GOPROXY=https://a.example.com，direct", 1, "does not separate"},
		{"an empty list", "GOPROXY=,", 1, "empty"},
		{"the same key twice", "GOPROXY=direct\nGOPROXY=off", 2, "line 1"},
		{"a git key of another kind", "git core.sshCommand=evil", 1, "has nothing to do with"},
		{"no git key", "git =x", 1, "git"},
		{"insteadOf without a place", "git url.insteadOf=https://github.com/", 1, "different number of parts"},
		{"GOAUTH that runs a program", "GOAUTH=/bin/evil", 1, "by hand"},
		{"GOFLAGS that runs a program", "GOFLAGS=-toolexec=evil", 1, "-modcacherw"},
		{"a blank in a pattern list", "GOPRIVATE=a.example.com, b.example.com", 1, "without spaces"},
		{"a control character", "GOPROXY=https://a\x1b.example.com", 1, "control character"},
		{"GO111MODULE of no meaning", "GO111MODULE=yes", 1, "on, auto or off"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("x.profile", []byte(tt.text))
			var le *LineError
			if !errors.As(err, &le) {
				t.Fatalf("error %v, want a LineError", err)
			}
			if le.Line != tt.line || !strings.Contains(le.Error(), tt.want) {
				t.Errorf("line %d %q, want line %d with %q", le.Line, le, tt.line, tt.want)
			}
		})
	}
	if _, err := Parse("x.profile", []byte("# nothing\n")); err == nil {
		t.Error("a file without a setting is taken")
	}
}

func TestParseErrorHidesCredentials(t *testing.T) {
	t.Parallel()
	_, err := Parse("x.profile", []byte("https://user:geheim@a.example.com"))
	if err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("error %v, want one without the password", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("# en: x\nGOPROXY=a.example.com|direct\n-GOSUMDB\ngit -url.x.insteadOf=y\n"))
	f.Add([]byte("git http.=\nunset \n-\n=\n\ufeff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Parse("f", data)
		if err != nil {
			return
		}
		for _, w := range p.Wants {
			if err := CheckKey(w.Key, w.Value != nil); err != nil {
				t.Errorf("%q taken, but %v", data, err)
			}
			if w.Value != nil && strings.ContainsAny(w.Value.Reveal(), "\n\r\x00") {
				t.Errorf("%q: a value with a line break", data)
			}
		}
	})
}
