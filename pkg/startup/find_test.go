package startup

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// drive begins the paths of the machine where the tests run on Windows.
const drive = "C:"

// machine is made up of the files below root: an absolute path of the machine
// is one below it.
func machine(t *testing.T, goos string, env []string, files map[string]string) *host.Machine {
	t.Helper()
	if goos != "windows" {
		need.Unix(t)
	}
	root := t.TempDir()
	for name, text := range files {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m := host.System()
	m.OS, m.Environ = goos, func() []string { return env }
	home := "/home/u"
	if runtime.GOOS == "windows" {
		home = drive + home // or it is not absolute
	}
	m.HomeDir = func() (string, error) { return home, nil }
	read := m.ReadFile
	m.ReadFile = func(name string, limit int64) ([]byte, bool, error) {
		return read(filepath.Join(root, strings.TrimPrefix(name, drive)), limit)
	}
	m.ReadDir = func(name string) ([]fs.DirEntry, error) {
		return os.ReadDir(filepath.Join(root, strings.TrimPrefix(name, drive)))
	}
	return m
}

func where(d Definition) string {
	return fmt.Sprintf("%s:%d %s %s=%s", strings.TrimPrefix(filepath.ToSlash(d.File), drive), d.Line, d.Shell, d.Name, string(d.Value))
}

func TestFilesOfEachSystem(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		story, goos string
		env         []string
		files       map[string]string
		want        []string
	}{
		{"nothing at all", "linux", nil, nil, nil},
		{"what every shell of Linux reads", "linux", nil, map[string]string{
			"etc/environment": "GOPROXY=1", "etc/profile": "export GOPROXY=2", "etc/profile.d/go.sh": "export GOPROXY=3", "etc/profile.d/go.txt": "export GOPROXY=x",
			"home/u/.profile": "export GOPROXY=4", "home/u/.bashrc": "export GOPROXY=5", "home/u/.zshrc": "export GOPROXY=6",
			"home/u/.config/fish/config.fish": "set -gx GOPROXY 7", "home/u/.config/fish/fish_variables": "SETUVAR --export GOPROXY:8",
			"home/u/.config/environment.d/50-go.conf": "GOPROXY=9", "home/u/.cshrc": "setenv GOPROXY 10",
			"home/u/.config/powershell/profile.ps1": "$env:GOPROXY = '11'",
		}, []string{
			"/etc/environment:1 pam GOPROXY=1", "/etc/profile:1 sh GOPROXY=2", "/etc/profile.d/go.sh:1 sh GOPROXY=3",
			"/home/u/.config/environment.d/50-go.conf:1 systemd GOPROXY=9",
			"/home/u/.profile:1 sh GOPROXY=4", "/home/u/.bashrc:1 bash GOPROXY=5", "/home/u/.zshrc:1 zsh GOPROXY=6",
			"/home/u/.config/fish/config.fish:1 fish GOPROXY=7", "/home/u/.config/fish/fish_variables:1 fish GOPROXY=8",
			"/home/u/.cshrc:1 csh GOPROXY=10", "/home/u/.config/powershell/profile.ps1:1 powershell GOPROXY=11",
		}},
		{"zsh has its files elsewhere", "darwin", []string{"ZDOTDIR=/home/u/.zsh"}, map[string]string{
			"home/u/.zsh/.zprofile": "export GOPROXY=1", "etc/zshrc": "export GOPROXY=2",
			"home/u/Library/LaunchAgents/go.plist": "<string>launchctl setenv GOPROXY 3</string>",
			"Library/LaunchAgents/corp.plist":      "<string>launchctl setenv GOPROXY 4</string>",
		}, []string{"/etc/zshrc:1 zsh GOPROXY=2", "/Library/LaunchAgents/corp.plist:1 launchd GOPROXY=4", "/home/u/Library/LaunchAgents/go.plist:1 launchd GOPROXY=3", "/home/u/.zsh/.zprofile:1 zsh GOPROXY=1"}},
		{"Windows has profiles and the files of Git Bash, and names of any case", "windows", []string{"OneDrive=/home/u/OneDrive", "ProgramFiles=/programs", "SystemRoot=/windows"}, map[string]string{
			"programs/PowerShell/7/profile.ps1": "$env:GOPROXY='4'", "windows/System32/WindowsPowerShell/v1.0/Microsoft.PowerShell_profile.ps1": "$env:GOPROXY='5'",
			"etc/profile": "export GOPROXY=x", "home/u/.bashrc": "export GOPROXY=1",
			"home/u/Documents/PowerShell/profile.ps1":                                      "$env:goproxy='2'",
			"home/u/OneDrive/Documents/WindowsPowerShell/Microsoft.PowerShell_profile.ps1": "$env:GOPROXY='3'",
		}, []string{"/home/u/.bashrc:1 bash GOPROXY=1", "/programs/PowerShell/7/profile.ps1:1 powershell GOPROXY=4",
			"/windows/System32/WindowsPowerShell/v1.0/Microsoft.PowerShell_profile.ps1:1 powershell GOPROXY=5", "/home/u/Documents/PowerShell/profile.ps1:1 powershell GOPROXY=2",
			"/home/u/OneDrive/Documents/WindowsPowerShell/Microsoft.PowerShell_profile.ps1:1 powershell GOPROXY=3"}},
		{"a sourced file is read, and what that one sources is not", "linux", nil, map[string]string{
			"home/u/.bashrc": "if [ -f ~/.proxyrc ]; then . ~/.proxyrc; fi\n", "home/u/.proxyrc": "export GOPROXY=1\nsource $HOME/.deeper\n", "home/u/.deeper": "export GOPROXY=2\n",
		}, []string{"/home/u/.proxyrc:1 bash GOPROXY=1"}},
		{"a file by two names, where case does not count", "darwin", nil, map[string]string{
			"home/u/.bashrc": ". ~/.ProxyRC\n. ~/.proxyrc", "home/u/.ProxyRC": "export GOPROXY=1", "home/u/.proxyrc": "export GOPROXY=1",
		}, []string{"/home/u/.ProxyRC:1 bash GOPROXY=1"}},
		{"two files, where case counts", "linux", nil, map[string]string{
			"home/u/.bashrc": ". ~/.ProxyRC\n. ~/.proxyrc", "home/u/.ProxyRC": "export GOPROXY=1", "home/u/.proxyrc": "export GOPROXY=2",
		}, []string{"/home/u/.ProxyRC:1 bash GOPROXY=1", "/home/u/.proxyrc:1 bash GOPROXY=2"}},
		{"a file that is sourced and read anyway is found once, and followed", "linux", nil, map[string]string{
			"home/u/.profile": ". \"$HOME/.bashrc\"", "home/u/.bashrc": "source ~/.proxyrc\nexport GOPROXY=1", "home/u/.proxyrc": "export GOPROXY=2",
		}, []string{"/home/u/.bashrc:2 bash GOPROXY=1", "/home/u/.proxyrc:1 bash GOPROXY=2"}},
		{"files that read each other", "linux", nil, map[string]string{
			"home/u/.bashrc": ". ~/.bashrc\n. ~/a", "home/u/a": ". ~/.bashrc\n. ~/a\nexport GOPROXY=1",
		}, []string{"/home/u/a:3 bash GOPROXY=1"}},
		{"a variable of the shell alone", "linux", nil, map[string]string{"home/u/.bashrc": "GOPROXY=1"}, nil},
		{"a variable that another file exports", "linux", nil, map[string]string{"etc/environment": "GOPROXY=0", "home/u/.bashrc": "GOPROXY=1"},
			[]string{"/etc/environment:1 pam GOPROXY=0", "/home/u/.bashrc:1 bash GOPROXY=1"}},
	} {
		t.Run(row.story, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range Find(t.Context(), machine(t, row.goos, row.env, row.files), []string{"GOPROXY"}) {
				got = append(got, where(d))
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(row.want, "\n\t"))
			}
		})
	}
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	got := fromRegistry([]registryValue{
		{name: "goproxy", value: "https://goproxy.cn"},
		{name: "SSL_CERT_FILE", value: `%USERPROFILE%\ca.pem`, expands: true},
		{machine: true, name: "HTTPS_PROXY", value: "http://proxy.example:3128"},
		{name: "Path", value: "x"},
	}, names{[]string{"GOPROXY", "SSL_CERT_FILE", "HTTPS_PROXY"}, true})
	want := []Place{
		{Name: "GOPROXY", File: `HKCU\Environment`, Shell: Registry, Kind: Command, Literal: true,
			Unset: `[Environment]::SetEnvironmentVariable("GOPROXY", $null, "User")`, Reload: "Remove-Item Env:GOPROXY"},
		{Name: "SSL_CERT_FILE", File: `HKCU\Environment`, Shell: Registry, Kind: Command,
			Unset: `[Environment]::SetEnvironmentVariable("SSL_CERT_FILE", $null, "User")`, Reload: "Remove-Item Env:SSL_CERT_FILE"},
		{Name: "HTTPS_PROXY", File: `HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment`, Shell: Registry, Kind: Command, Literal: true,
			Unset: `[Environment]::SetEnvironmentVariable("HTTPS_PROXY", $null, "Machine")`, Reload: "Remove-Item Env:HTTPS_PROXY"},
	}
	var places []Place
	for _, d := range got {
		places = append(places, d.Place)
	}
	if !slices.Equal(places, want) {
		t.Errorf("got  %+v\nwant %+v", places, want)
	}
}

func TestHowToForget(t *testing.T) {
	t.Parallel()
	m := machine(t, "linux", nil, map[string]string{
		"etc/environment": "GOPROXY=1", "home/u/.bashrc": "export GOPROXY=2", "home/u/.config/fish/fish_variables": "SETUVAR --export GOPROXY:3", "home/u/.cshrc": "setenv GOPROXY 4",
	})
	var got []string
	for _, d := range Find(t.Context(), m, []string{"GOPROXY"}) {
		got = append(got, fmt.Sprintf("%s login=%v unset=%q reload=%q", d.Shell, d.Login, d.Unset, d.Reload))
	}
	want := []string{
		`pam login=true unset="" reload="unset GOPROXY"`,
		`bash login=false unset="" reload="unset GOPROXY"`,
		`fish login=false unset="set -eU GOPROXY" reload="set -e GOPROXY"`,
		`csh login=false unset="" reload="unsetenv GOPROXY"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestNoHome(t *testing.T) {
	t.Parallel()
	m := machine(t, "linux", nil, map[string]string{"etc/environment": "GOPROXY=1", ".bashrc": "export GOPROXY=2"})
	m.HomeDir = func() (string, error) { return "", os.ErrNotExist }
	if got := Find(t.Context(), m, []string{"GOPROXY"}); len(got) != 1 || got[0].File != "/etc/environment" {
		t.Errorf("got %v", got)
	}
}

func TestEndedContextReadsNothing(t *testing.T) {
	t.Parallel()
	m := machine(t, "linux", nil, map[string]string{"home/u/.bashrc": "export GOPROXY=2"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := Find(ctx, m, []string{"GOPROXY"}); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestNeverShown(t *testing.T) {
	t.Parallel()
	m := machine(t, "linux", nil, map[string]string{"home/u/.bashrc": "export HTTPS_PROXY=http://u:hunter2@proxy.example:3128"})
	got := Find(t.Context(), m, []string{"HTTPS_PROXY"})
	if len(got) != 1 || string(got[0].Value) != "http://u:hunter2@proxy.example:3128" {
		t.Fatal("the value was not read")
	}
	if text := fmt.Sprintf("%v %+v %#v", got, got, got); strings.Contains(text, "hunter2") {
		t.Error("a credential is shown:", text)
	}
}

// Files as large as may be, made to be slow, must not hold anything up.
func TestHostileFilesAreRead(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for story, text := range map[string]string{
		"nested subshells":     "export GOPROXY=1\n" + strings.Repeat("(", maxFile),
		"nested substitutions": "export GOPROXY=1\necho " + strings.Repeat("$(", maxFile/2),
		"nested just below":    "export GOPROXY=1\necho " + strings.Repeat("$(", maxParsed/2-20),
		"one long line":        "export GOPROXY=1\n" + strings.Repeat("export GOPROXY=2;", maxFile/17),
		"many lines":           strings.Repeat("export GOPROXY=1\n", maxFile/17),
		"quotes":               "export GOPROXY=1\n" + strings.Repeat("'\"", maxFile/2),
	} {
		t.Run(story, func(t *testing.T) {
			m := machine(t, "linux", nil, map[string]string{"home/u/.bashrc": text, "home/u/.zshrc": text, "home/u/.config/fish/config.fish": text})
			var got []Definition
			if took := cost.Took(func() { got = Find(t.Context(), m, []string{"GOPROXY"}) }); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if len(got) == 0 || len(got) > maxFound {
				t.Errorf("%d definitions", len(got))
			}
		})
	}
}

func FuzzParsers(f *testing.F) {
	for _, row := range rows {
		f.Add(row.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Count(text, "\n") + 1
		for name, parse := range parsers {
			for _, d := range parse(text, scope{want: wanted, home: "/home/u"}).definitions {
				if d.Line < 1 && !(name == "launchd" && strings.HasPrefix(text, "bplist")) || d.Line > lines || d.Kind == "" || d.Name == "" {
					t.Errorf("%s: %s in %q", name, show(d), text)
				}
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	home := b.TempDir()
	rc := strings.Repeat("alias ll='ls -l'\nif [ -x /usr/bin/dircolors ]; then\n  eval \"$(dircolors -b)\"\nfi\n", 100) + "export GOPROXY=https://goproxy.cn\n. ~/.profile\n"
	for _, name := range []string{".bashrc", ".profile", ".zshrc", ".zshenv"} {
		if err := os.WriteFile(filepath.Join(home, name), []byte(rc), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	m := host.System()
	m.HomeDir = func() (string, error) { return home, nil }
	for b.Loop() {
		Find(b.Context(), m, []string{"GOPROXY"})
	}
}
