package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"aead.dev/minisign"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// server is a release on a server of this machine.
type server struct {
	*httptest.Server
	files  map[string][]byte
	key    string
	secret minisign.PrivateKey
}

// archiveName is the directory in the archive of a release for this machine, and the
// name of the archive without its end.
func archiveName(version string) string {
	return fmt.Sprintf("gofix-net_%s_%s_%s", version, runtime.GOOS, runtime.GOARCH)
}

// serveRelease serves a release whose program is a script that tells its version.
func serveRelease(t *testing.T) *server {
	t.Helper()
	return serveProgram(t, "#!/bin/sh\necho gofix-net 1.2.3\n")
}

func serveProgram(t *testing.T, program string) *server {
	t.Helper()
	name := archiveName("1.2.3")
	var archive bytes.Buffer
	z := gzip.NewWriter(&archive)
	w := tar.NewWriter(z)
	if err := w.WriteHeader(&tar.Header{Name: name + "/gofix-net", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(program)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	s := &server{files: map[string][]byte{"/" + name + ".tar.gz": archive.Bytes()}}
	s.newKey(t)
	list := fmt.Sprintf("%x  %s.tar.gz\n", sha256.Sum256(archive.Bytes()), name)
	s.sign(t, list)
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	data, ok := s.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(data)
}

// newKey gives the release a key, of which nothing is signed yet.
func (s *server) newKey(t *testing.T) {
	t.Helper()
	public, secret, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(public.String()), "\n")
	s.key, s.secret = lines[len(lines)-1], secret
}

// sign puts a signed list of checksums on the server, as the program minisign does.
func (s *server) sign(t *testing.T, list string) {
	t.Helper()
	r := minisign.NewReader(strings.NewReader(list))
	if _, err := (&bytes.Buffer{}).ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	s.files["/checksums.txt"], s.files["/checksums.txt.minisig"] = []byte(list), r.Sign(s.secret)
}

// scriptPrograms are those that the script uses where it finds them.
var scriptPrograms = strings.Fields("awk cat chmod cp curl cut find grep gzip head mkdir mktemp minisign mv od openssl rm sed seq sha256sum sleep tail tar tr uname wc wget")

// binDir is a PATH that has the script's programs but those named.
func binDir(t *testing.T, without ...string) string {
	t.Helper()
	bin := t.TempDir()
	for _, name := range scriptPrograms {
		if slices.Contains(without, name) {
			continue
		}
		if err := os.Symlink(need.Program(t, name), filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}

// install runs the script by a shell with the programs of a directory.
func install(t *testing.T, shell, bin string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(shell, append([]string{installScript}, args...)...) //nolint:gosec // the script under test
	cmd.Env = []string{"PATH=" + bin, "HOME=" + t.TempDir()}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestInstallScript(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for _, c := range []struct {
		name    string
		shell   string
		without []string // programs that the machine lacks
		want    string   // "" where it is installed
	}{
		{"by dash and minisign", "dash", nil, ""},
		{"by bash and OpenSSL", "bash", []string{"minisign"}, ""},
		{"by wget", "dash", []string{"curl"}, ""},
		{"with no client", "dash", []string{"curl", "wget"}, "neither curl nor wget is installed"},
		{"with no verifier", "dash", []string{"minisign", "openssl"}, "install minisign or OpenSSL 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serveRelease(t)
			dir, bin := filepath.Join(t.TempDir(), "bin"), binDir(t, c.without...)
			out, err := install(t, need.Program(t, c.shell), bin, "--dir", dir, "--version", "1.2.3", "--key", s.key, "--only", "--source", s.URL)
			_, there := os.Stat(filepath.Join(dir, "gofix-net"))
			if c.want != "" {
				if err == nil || there == nil || !strings.Contains(out, c.want) {
					t.Fatalf("want %q: %v\n%s", c.want, err, out)
				}
				return
			}
			if err != nil || there != nil || !strings.Contains(out, "installed gofix-net 1.2.3") {
				t.Fatalf("%v\n%s", err, out)
			}
			if out, err := install(t, c.shell, bin, "--dir", dir, "--uninstall"); err != nil {
				t.Errorf("uninstall: %v\n%s", err, out)
			}
			if left, _ := os.ReadDir(dir); len(left) != 0 {
				t.Errorf("uninstall leaves %v", left)
			}
		})
	}
}

// TestInstallScriptNeedsOpenSSL3: the openssl of macOS is LibreSSL, which does not know
// how to verify. A signature that was not looked at is not called wrong.
func TestInstallScriptNeedsOpenSSL3(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"LibreSSL 3.3.6", "OpenSSL 1.1.1w  11 Sep 2023"} {
		bin := binDir(t, "minisign", "openssl")
		if err := os.WriteFile(filepath.Join(bin, "openssl"), []byte("#!/bin/sh\necho '"+version+"'\n"), 0o700); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
		out, err := install(t, need.Program(t, "sh"), bin, "--version", "1.2.3", "--key", "x", "--only", "--source", "http://127.0.0.1:1")
		if err == nil || !strings.Contains(out, "install minisign or OpenSSL 3") {
			t.Errorf("%s: %v\n%s", version, err, out)
		}
	}
}

// TestInstallScriptTellsNoPassword: neither of a source that it takes, nor of a bad one.
func TestInstallScriptTellsNoPassword(t *testing.T) {
	t.Parallel()
	s := serveRelease(t)
	with := "http://someone:secret@" + strings.TrimPrefix(s.URL, "http://")
	args := []string{"--dir", t.TempDir(), "--version", "1.2.3", "--key", s.key, "--only", "--source", with + "/none", "--source", with}
	out, err := install(t, need.Program(t, "sh"), binDir(t), args...)
	if err != nil || strings.Contains(out, "secret") || !strings.Contains(out, "takes http://***@127.0.0.1") {
		t.Errorf("%v\n%s", err, out)
	}
	args[len(args)-1] = "http://someone:secret@" + nettest.ClosedPort(t)
	out, err = install(t, need.Program(t, "sh"), binDir(t), args...)
	if err == nil || strings.Contains(out, "secret") || !strings.Contains(out, "http://***@127.0.0.1") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestInstallScriptRefusesWrongUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--dir"}, {"--nonsense"}, {"--uninstall", "--dir", t.TempDir()}, {"--only", "--version", "1", "--key", "x"}, {"--key", "--only"}, {"--key", ""}, nil} {
		if out, err := install(t, need.Program(t, "sh"), os.Getenv("PATH"), args...); err == nil {
			t.Errorf("%q: taken\n%s", args, out)
		}
	}
}
