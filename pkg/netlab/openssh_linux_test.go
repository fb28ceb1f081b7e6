package netlab

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// sshdPort is where the real sshd listens: the lab's own answers on 22.
const sshdPort = "18022"

// sshdConfig lets one user in by a key. It runs as that user, so that it needs no
// other one for the part before the login.
const sshdConfig = `Port ` + sshdPort + `
ListenAddress 127.0.0.1
HostKey DIR/host
AuthorizedKeysFile DIR/authorized
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
LogLevel VERBOSE
`

// sshdWork is a project with a requirement that a rule of git leads to ssh for.
const sshdWork = `A project with a private requirement behind the real OpenSSH.
-- goenv --
GOPRIVATE=github.com/corp-example
-- gitconfig --
[url "ssh://git@127.0.0.1:` + sshdPort + `/"]
	insteadOf = https://github.com/
-- work/go.mod --
module example.com/app

go 1.20

require (
	github.com/google/uuid v1.6.0
	github.com/corp-example/secret v1.0.0
)
-- work/main.go --
package main

import _ "github.com/corp-example/secret"

func main() {}
-- expect --
verdict broken
cause git-hostkey
after unchanged
`

// sshCases are homes in which ssh does not get through to sshd: the key that known_hosts
// has, a key of this user with its name and mode, and what doctor has to say.
var sshCases = []struct {
	known, key, as string
	mode           os.FileMode
	cause          string
	steps          []string
}{
	{"", "user", "id_ed25519", 0o600, "git-hostkey", []string{"ssh-keyscan -p " + sshdPort + " 127.0.0.1 | ssh-keygen -lf -"}},
	{"other", "user", "id_ed25519", 0o600, "git-hostkey", []string{"shows another host key", "ssh-keygen -R", "If it is not the same, stop"}},
	{"host", "", "", 0, "git-auth-required", []string{"ssh has no key to offer", "ssh -T -p " + sshdPort + " git@127.0.0.1"}},
	{"host", "other", "id_ed25519", 0o600, "git-auth-required", []string{"accepts none of your keys (offered: "}},
	{"host", "locked", "id_ed25519", 0o600, "git-auth-required", []string{"without its passphrase: load it with ssh-add "}},
	{"host", "user", "id_ed25519", 0o644, "git-auth-required", []string{"since other users may read it: chmod 600 "}},
	{"host", "user", "work", 0o600, "git-auth-required", []string{"it looks only for the usual names, and ~/.ssh has work"}},
}

// TestRealOpenSSH has git fetch a private module from the real sshd: the module works
// with the key, and doctor names the cause where the key or the host is not known. No
// public server is asked for the module.
func TestRealOpenSSH(t *testing.T) {
	need.Long(t)
	binary := Build(t)
	for _, program := range []string{"/usr/sbin/sshd", "ssh", "ssh-keygen", "git", "unshare"} {
		need.Program(t, program)
	}
	TestWith(t, []string{binaryVariable + "=" + binary}, func(t *testing.T, l *Lab) {
		s, err := ParseScenario([]byte(sshdWork))
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Prepare(s); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		log := startSSHD(t, l, dir)
		tool := os.Getenv(binaryVariable)
		check := func(want int, args ...string) string {
			t.Helper()
			out, err := l.Run(t.Context(), Command{Args: args, Env: []string{"GOFLAGS=-mod=mod"}})
			if err != nil {
				t.Fatal(err)
			}
			if out.Code != want {
				sshd, _ := os.ReadFile(log)
				t.Errorf("%v: exit code %d, want %d\n%s%s%s", args, out.Code, want, out.Stdout, out.Stderr, sshd)
			}
			return out.Stdout
		}
		wants := func(said string, causes ...string) {
			t.Helper()
			for _, c := range causes {
				if !strings.Contains(said, c) {
					t.Errorf("doctor does not say %s:\n%s", c, said)
				}
			}
		}

		for _, c := range need.Today(sshCases, 3) {
			if err := os.RemoveAll(filepath.Join(l.Home(), ".ssh")); err != nil {
				t.Fatal(err)
			}
			if c.known != "" {
				trustHost(t, l, dir, c.known)
			}
			if c.key != "" {
				useKey(t, l, dir, c.key, c.as, c.mode)
			}
			said := check(1, tool, "doctor", "--format", "json")
			wants(said, append([]string{c.cause}, c.steps...)...)
			if strings.Contains(said, "StrictHostKeyChecking") {
				t.Errorf("%s: doctor advises not to check the host's key:\n%s", c.cause, said)
			}
		}
		if err := os.RemoveAll(filepath.Join(l.Home(), ".ssh")); err != nil { // of the last case
			t.Fatal(err)
		}
		trustHost(t, l, dir, "host")
		useKey(t, l, dir, "user", "id_ed25519", 0o600)
		wants(check(0, tool, "doctor", "--format", "json"), "healthy")
		check(0, tool, "mirrors", "https://goproxy.cn")
		check(0, "go", "mod", "download", "github.com/corp-example/secret@v1.0.0")

		if said, _ := os.ReadFile(log); !strings.Contains(string(said), "Accepted publickey") {
			t.Errorf("sshd let nobody in:\n%s", said)
		}
		for _, r := range l.Requests() {
			if strings.Contains(r.Path, "corp-example") {
				t.Errorf("%s was told of a private path: %v", r.Host, r)
			}
		}
	})
}

// startSSHD makes a repository and runs sshd in front of it until the test ends. It
// returns the file with what sshd says.
func startSSHD(t *testing.T, l *Lab, dir string) (log string) {
	t.Helper()
	command := func(name string, args ...string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), name, args...)
		c.Env, c.Dir = append(l.Environ(), "GIT_CONFIG_GLOBAL=/dev/null"), dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
	}
	put := func(name, text string) string {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for key, phrase := range map[string]string{"host": "", "user": "", "other": "", "locked": "a phrase"} {
		command("ssh-keygen", "-q", "-t", "ed25519", "-N", phrase, "-f", key)
	}
	command("sh", "-c", "cat user.pub locked.pub > authorized")
	command("git", "init", "-q", "-b", "main", "secret")
	put("secret/go.mod", "module github.com/corp-example/secret\n\ngo 1.20\n")
	put("secret/secret.go", "package secret\n")
	command("git", "-C", "secret", "add", ".")
	command("git", "-C", "secret", "-c", "user.name=t", "-c", "user.email=t@corp.example", "commit", "-q", "-m", "first")
	command("git", "-C", "secret", "tag", "v1.0.0")
	// sshd starts a shell of the user git, who has the number of the namespace below,
	// and looks for its users in the only file that says who is who.
	shell := put("shell", "#!/bin/sh\nset -e\ncase $2 in *corp-example/secret*) exec git-upload-pack '"+dir+"/secret' ;; esac\nexit 1\n")
	command("chmod", "755", shell)
	passwd := put("passwd", "root:x:0:0::"+l.Home()+":/bin/sh\ngit:x:1000:1000::"+dir+":"+shell+"\n")
	if err := unix.Mount(passwd, "/etc/passwd", "", unix.MS_BIND, ""); err != nil {
		t.Fatal(err)
	}

	config := put("sshd_config", strings.ReplaceAll(sshdConfig, "DIR", dir))
	log = filepath.Join(dir, "log")
	serveAsUser(t, l, "127.0.0.1:"+sshdPort, log, "/usr/sbin/sshd", "-D", "-E", log, "-f", config)
	return log
}

// trustHost enters a key for the server into known_hosts.
func trustHost(t *testing.T, l *Lab, dir, name string) {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(dir, name+".pub"))
	if err != nil {
		t.Fatal(err)
	}
	intoSSH(t, l, "known_hosts", "[127.0.0.1]:"+sshdPort+" "+string(key), 0o600)
}

// useKey gives the user of the lab a key, under a name in ~/.ssh.
func useKey(t *testing.T, l *Lab, dir, name, as string, mode os.FileMode) {
	t.Helper()
	for from, to := range map[string]string{name: as, name + ".pub": as + ".pub"} {
		key, err := os.ReadFile(filepath.Join(dir, from))
		if err != nil {
			t.Fatal(err)
		}
		intoSSH(t, l, to, string(key), mode)
	}
}

func intoSSH(t *testing.T, l *Lab, name, text string, mode os.FileMode) {
	t.Helper()
	folder := filepath.Join(l.Home(), ".ssh")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}
