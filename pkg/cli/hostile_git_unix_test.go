//go:build unix

package cli

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestHostileGit: a git whose standard error is full of control characters, or is
// megabytes long. The real go keeps all of it and hands it on as JSON. This git hands questions about its settings on to the real one, so that
// the requests are what fails.
func TestHostileGit(t *testing.T) {
	need.Long(t)
	need.Program(t, "go")
	real, err := exec.LookPath("git")
	if err != nil {
		need.Program(t, "git")
	}
	const pass = `case " $* " in *" ls-remote "*|*" fetch "*|*" clone "*) ;; *) exec '%REAL' "$@" ;; esac` + "\n"
	bin := t.TempDir()
	dirt := put(t, bin, "dirt", nettest.Dirt)
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	for name, script := range map[string]string{
		"git says dirt":             pass + "echo 'fatal: unable to access' >&2; cat '%DIRT' >&2; echo 'remote: ' >&2; cat '%DIRT' >&2; exit 128\n",
		"git says 2 MB of escape":   pass + "head -c 2000000 /dev/zero | tr '\\0' '\\033' >&2; exit 128\n",
		"git says 32 MB of escape":  pass + "head -c 32000000 /dev/zero | tr '\\0' '\\033' >&2; exit 128\n",
		"git says a million lines":  pass + "yes \"remote: $(printf '\\033[31m')::error::dirt\" | head -n 1000000 >&2; exit 128\n",
		"git says no UTF-8":         pass + "head -c 1000000 /dev/zero | tr '\\0' '\\377' >&2; exit 128\n",
		"git never stops":           pass + "while head -c 65536 /dev/zero | tr '\\0' '\\033'; do :; done >&2\n",
		"git never stops answering": pass + "while head -c 65536 '%DIRT' 2>&1; do :; done\n",
		"git never says anything":   pass + "cat '%DIRT' >&2; exec sleep 60\n",
		"git always says dirt":      "cat '%DIRT' >&2; exit 128\n",
		"git answers with dirt":     "cat '%DIRT'; cat '%DIRT' >&2; exit 0\n",
	} {
		t.Run(name, func(t *testing.T) {
			script = "#!/bin/sh\n" + strings.NewReplacer("%REAL", real, "%DIRT", dirt).Replace(script)
			if err := os.WriteFile(filepath.Join(bin, "git"), []byte(script), 0o700); err != nil { //nolint:gosec // a program
				t.Fatal(err)
			}
			besieged(t, "github.com/gofix-net-test/m", []siege{{name, func(t *testing.T, dir string) (*host.Machine, string, func()) {
				return closedMachine(t, dir, "GOPROXY=direct"), "http://127.0.0.1:1", func() {}
			}}})
		})
	}
}

// TestHostileGitServers: the real git meets servers whose refs or progress have no end.
func TestHostileGitServers(t *testing.T) {
	need.Long(t)
	need.Program(t, "go")
	need.Program(t, "git")
	var list []siege
	for _, h := range nettest.HostileGit() {
		list = append(list, siege{h.Name, func(t *testing.T, dir string) (*host.Machine, string, func()) {
			server := httptest.NewServer(h.Serve)
			m := closedMachine(t, dir, "GOPROXY=direct", "GOINSECURE=*", "GOVCS=*:all", "HTTP_PROXY="+server.URL, "HTTPS_PROXY="+server.URL, "http_proxy="+server.URL, "https_proxy="+server.URL, "NO_PROXY=none.test")
			return m, server.URL, func() { server.CloseClientConnections(); server.Close() }
		}})
	}
	besieged(t, "example.test/m", list)
}
