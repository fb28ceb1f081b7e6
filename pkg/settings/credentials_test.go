package settings

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/host"
)

func TestReadCredentials(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	write := func(name string, mode os.FileMode) {
		file := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.WriteFile(file, []byte("machine a login b password p4ssw0rd"), mode), os.Chmod(file, mode)); err != nil { // whatever the umask
			t.Fatal(err)
		}
	}
	write(".netrc", 0o644)
	for _, name := range []string{"id_ed25519", "id_ed25519.pub", "known_hosts", "lost.pub"} {
		write(filepath.Join(".ssh", name), 0o600)
	}
	write("agent", 0o600)
	m := *host.System()
	m.HomeDir = func() (string, error) { return home, nil }
	m.Environ = func() []string {
		return []string{"SSH_AUTH_SOCK=" + filepath.Join(home, "agent"), "CI_JOB_TOKEN=p4ssw0rd", "CI_SERVER_HOST=Git.Corp.example", "GITHUB_TOKEN="}
	}
	netrc := filepath.Join(home, ".netrc")
	got := readCredentials(&m)
	file := Netrc{File: netrc, Open: runtime.GOOS != "windows", Machines: []NetrcMachine{{Name: "a", Login: true, Password: true}}}
	want := Credentials{Go: file, Git: file, Agent: true, Keys: []string{"id_ed25519"}, Tokens: []Token{{"CI_JOB_TOKEN", "git.corp.example"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if err := os.Chmod(netrc, 0o600); err != nil {
		t.Fatal(err)
	}
	m.Environ = func() []string { return []string{"SSH_AUTH_SOCK=" + filepath.Join(home, "gone")} }
	if got := readCredentials(&m); got.Go.Open || got.Agent || got.Tokens != nil {
		t.Errorf("private, without an agent and tokens: %+v", got)
	}
}

// Go and git read different files where $NETRC is set, and where Windows has both names.
func TestNetrcFilesApart(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	at := func(name string) string { return filepath.Join(home, name) }
	for _, name := range []string{".netrc", "_netrc", "named"} {
		if err := os.WriteFile(at(name), []byte("machine "+name+" login b password p4ssw0rd"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		story, os, variable   string
		goFile, git, misnamed string
		missing               bool
	}{
		{"no variable", "linux", "", ".netrc", ".netrc", "_netrc", false},
		{"a variable", "linux", "named", "named", ".netrc", "_netrc", false},
		{"a variable that leads to nothing", "darwin", "gone", "gone", ".netrc", "_netrc", true},
		{"Windows, both names", "windows", "", "_netrc", ".netrc", "", false},
		{"Windows, a variable", "windows", "named", "named", ".netrc", "", false},
	} {
		m := *host.System()
		m.OS, m.HomeDir = c.os, func() (string, error) { return home, nil }
		m.Environ = func() []string {
			if c.variable == "" {
				return nil
			}
			return []string{"NETRC=" + at(c.variable)}
		}
		got := readCredentials(&m)
		if got.Go.File != at(c.goFile) || got.Git.File != at(c.git) || c.misnamed != "" && got.Misnamed.File != at(c.misnamed) || got.Go.Missing != c.missing || got.Go.ByVariable != (c.variable != "") {
			t.Errorf("%s: %+v", c.story, got)
		}
		if _, ok := got.Git.Entry(c.git); !ok {
			t.Errorf("%s: the entry of git's file is missing: %+v", c.story, got.Git)
		}
	}
}

func TestAuthSources(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "d")
	got := AuthSources("off; netrc ;git " + dir + ";git relative; /x/login --to a ;;gitx")
	want := []AuthSource{
		{"off", AuthOff}, {"netrc", AuthNetrc}, {"git " + dir, AuthGit}, {"git relative", AuthGit},
		{"/x/login --to a", AuthCommand}, {"", AuthEmpty}, {"gitx", AuthCommand},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got[2].Dir() != dir || got[3].Dir() != "" || got[4].Dir() != "" {
		t.Errorf("directories %q, %q, %q", got[2].Dir(), got[3].Dir(), got[4].Dir())
	}
}
