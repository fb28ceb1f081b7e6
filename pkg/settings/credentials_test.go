package settings

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

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
		if err := os.WriteFile(file, []byte("machine a login b password p4ssw0rd"), mode); err != nil {
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
		return []string{"SSH_AUTH_SOCK=" + filepath.Join(home, "agent"), "CI_JOB_TOKEN=p4ssw0rd", "GITHUB_TOKEN="}
	}
	netrc := filepath.Join(home, ".netrc")
	got := readCredentials(&m)
	want := Credentials{Netrc: netrc, NetrcOpen: runtime.GOOS != "windows", Agent: true, Keys: []string{"id_ed25519"}, Tokens: []string{"CI_JOB_TOKEN"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if err := os.Chmod(netrc, 0o600); err != nil {
		t.Fatal(err)
	}
	m.Environ = func() []string { return []string{"SSH_AUTH_SOCK=" + filepath.Join(home, "gone")} }
	if got := readCredentials(&m); got.NetrcOpen || got.Agent || got.Tokens != nil {
		t.Errorf("private, without an agent and tokens: %+v", got)
	}
}
