package profile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// write makes a file with its folders.
func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func in(m *host.Machine, dir string) *host.Machine {
	out := *m
	out.Getwd = func() (string, error) { return dir, nil }
	return &out
}

func TestInRepository(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	m := testMachine(root)
	write(t, filepath.Join(root, "outer.profile"), "GOPROXY=off")
	write(t, filepath.Join(root, repositoryFile), "GOPROXY=off") // above the repository
	write(t, filepath.Join(root, "repo", ".git", "HEAD"), "ref")
	write(t, filepath.Join(root, "repo", "cmd", "x", "main.go"), "package main")
	write(t, filepath.Join(root, "plain", "sub", "x"), "")
	for _, c := range []struct{ story, dir, file, want string }{
		{"none in the repository, one above it", "repo/cmd", "", ""},
		{"at the repository's top", "repo/cmd/x", "repo/" + repositoryFile, "repo/" + repositoryFile},
		{"nearer ones count", "repo/cmd/x", "repo/cmd/" + repositoryFile, "repo/cmd/" + repositoryFile},
		{"outside of a repository, in a parent", "plain/sub", "plain/" + repositoryFile, ""},
		{"outside of a repository, here", "plain", "plain/" + repositoryFile, "plain/" + repositoryFile},
	} {
		if c.file != "" {
			write(t, filepath.Join(root, filepath.FromSlash(c.file)), "GOPROXY=direct")
		}
		want := ""
		if c.want != "" {
			want = filepath.Join(root, filepath.FromSlash(c.want))
		}
		if got := InRepository(in(m, filepath.Join(root, filepath.FromSlash(c.dir)))); got != want {
			t.Errorf("%s: %q, want %q", c.story, got, want)
		}
	}
	p, err := Load(in(m, filepath.Join(root, "repo", "cmd", "x")), Repository)
	if err != nil || !p.Shared || p.Name != Repository {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := Load(in(m, t.TempDir()), Repository); !errors.Is(err, ErrUnknown) {
		t.Errorf("without one: %v", err)
	}
}

func TestExtends(t *testing.T) {
	need.Unix(t) // XDG_CONFIG_DIRS
	t.Parallel()
	home := t.TempDir()
	system := filepath.Join(home, "etc")
	m := testMachine(home)
	m.Environ = func() []string { return []string{"HOME=" + home, "XDG_CONFIG_DIRS=" + system} }
	own := filepath.Join(home, ".config", "gofix-net", "profiles")
	write(t, filepath.Join(system, "gofix-net", "profiles", "base.profile"), "GOPROXY=https://proxy.example.com\nGOPRIVATE=git.example.com\ngit url.https://a.example.com/.insteadOf=https://b.example.com/")
	write(t, filepath.Join(own, "team.profile"), "extends base\n-GOPRIVATE\nGOFLAGS=-modcacherw\ngit -url.https://a.example.com/.insteadOf=https://b.example.com/")
	write(t, filepath.Join(own, "a.profile"), "extends b")
	write(t, filepath.Join(own, "b.profile"), "extends ./a.profile")
	write(t, filepath.Join(own, "lost.profile"), "extends nosuch")
	p, err := Load(m, "team")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(Format(p)), "extends base\nGOPROXY=https://proxy.example.com\n-GOPRIVATE\nGOFLAGS=-modcacherw\ngit -url.https://a.example.com/.insteadof=https://b.example.com/\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := Load(m, "a"); err == nil || !strings.Contains(err.Error(), "extends itself") {
		t.Errorf("a circle: %v", err)
	}
	if _, err := Load(m, "lost"); !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), "lost.profile") {
		t.Errorf("an unknown base: %v", err)
	}
	if p, err := Load(m, "base"); err != nil || p.Shared {
		t.Errorf("the system's: %+v, %v", p, err)
	}
}

func TestFilled(t *testing.T) {
	t.Parallel()
	corporate, err := loadBuiltin("corporate")
	if err != nil {
		t.Fatal(err)
	}
	s := &settings.Snapshot{Layers: []settings.Setting{
		goenv("GOPROXY", "https://u:p@proxy.corp.com,direct", settings.GoenvFile), goenv("GOPRIVATE", "old.corp.com", settings.GoenvFile),
	}}
	for _, c := range []struct {
		story string
		fill  Fill
		want  string
	}{
		{"a proxy and patterns", Fill{Proxy: "https://new.corp.com", Private: []string{"git.corp.com", "old.corp.com"}}, "GOPROXY=https://new.corp.com\nGOPRIVATE=old.corp.com,git.corp.com\n"},
		{"the same proxy keeps its credentials", Fill{Proxy: "https://proxy.corp.com"}, "GOPROXY=https://u:p@proxy.corp.com\n"},
		{"nothing", Fill{}, "GOPROXY=https://u:p@proxy.corp.com,direct\n"},
	} {
		p, err := Filled(corporate, s, c.fill)
		if err == nil {
			p, err = Adopt(p, s, isPublic)
		}
		if err != nil {
			t.Errorf("%s: %v", c.story, err)
			continue
		}
		if got := string(Format(p)); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.story, got, c.want)
		}
	}
	china, err := loadBuiltin("china")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Filled(china, s, Fill{Proxy: "https://x.corp.com"}); !errors.Is(err, ErrNoPlace) {
		t.Errorf("no place for a proxy: %v", err)
	}
}

func TestOffline(t *testing.T) {
	t.Parallel()
	offline, err := loadBuiltin("offline")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ os, dir, want string }{
		{"linux", "/home/u/go/pkg/mod", "file:///home/u/go/pkg/mod/cache/download,off"},
		{"linux", "/home/u/a b,c|d", "file:///home/u/a%20b%2Cc%7Cd/cache/download,off"},
		{"windows", `C:\Users\u\go\pkg\mod`, "file:///C:/Users/u/go/pkg/mod/cache/download,off"},
	} {
		s := &settings.Snapshot{OS: c.os, Layers: []settings.Setting{
			goenv("GOMODCACHE", c.dir, settings.Default), goenv("GOPROXY", "https://proxy.corp.com,direct", settings.GoenvFile),
		}}
		p, err := Adopt(offline, s, isPublic)
		if err != nil {
			t.Fatal(err)
		}
		w, _ := p.Want(settings.Go("GOPROXY"))
		if got := w.Value.Reveal(); got != c.want {
			t.Errorf("%s: %s, want %s", c.dir, got, c.want)
		}
		// The way back: the cache is no proxy of one's own.
		s.Layers[1].Value = *w.Value
		china := &Profile{Wants: []Want{{Key: settings.Go("GOPROXY"), Value: ptr("https://goproxy.cn,direct")}}}
		back, err := Adopt(china, s, isPublic)
		if err != nil || back.Wants[0].Value.Reveal() != "https://goproxy.cn,direct" {
			t.Errorf("%s: back to %v, %v", c.dir, back, err)
		}
	}
	if _, err := Adopt(offline, &settings.Snapshot{}, isPublic); !errors.Is(err, ErrNoModcache) {
		t.Errorf("without a cache: %v", err)
	}
}

// TestPresent: what is saved is read back the same, and holds no credential.
func TestPresent(t *testing.T) {
	t.Parallel()
	git := func(name, value string) settings.Setting {
		return settings.Setting{Key: settings.Git(name), Value: settings.Value(value), Origin: settings.GitGlobal}
	}
	s := &settings.Snapshot{OS: "linux", Layers: []settings.Setting{
		goenv("GOMODCACHE", "/m", settings.Default),
		goenv("GOPROXY", "https://u:p4ssw0rd@proxy.corp.com,file:///m/cache/download,direct", settings.GoenvFile),
		goenv("GOSUMDB", "sum.golang.org", settings.Default),
		goenv("GOFLAGS", "-modcacherw", settings.OSEnv),
		goenv("GOINSECURE", "x.example.com", settings.GoenvFile),
		git("url.ssh://git@git.corp.com/.insteadof", "https://git.corp.com/"),
		git("url.https://u:p4ssw0rd@git.corp.com/.insteadof", "https://git.corp.com/"),
		git("user.name", "somebody"),
	}}
	p, bare, whole := Present(s)
	text := string(Format(p, "saved"))
	want := "# saved\nGOFLAGS=-modcacherw\nGOPROXY=https://proxy.corp.com,{modcache},direct\ngit url.ssh://git@git.corp.com/.insteadof=https://git.corp.com/\n"
	if text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if len(bare) != 1 || len(whole) != 1 {
		t.Errorf("left out: %v and %v", bare, whole)
	}
	again, err := Parse("x", []byte(text))
	if err != nil || string(Format(again, "saved")) != text {
		t.Errorf("read back: %+v, %v", again, err)
	}
}
