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
	"strings"
	"testing"

	"aead.dev/minisign"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// server is a release on a server of this machine.
type server struct {
	*httptest.Server
	files map[string][]byte
	key   string
}

// serveRelease serves a release whose program is a script that tells its version.
func serveRelease(t *testing.T) *server {
	t.Helper()
	name := fmt.Sprintf("gofix-net_1.2.3_%s_%s", runtime.GOOS, runtime.GOARCH)
	var archive bytes.Buffer
	z := gzip.NewWriter(&archive)
	w := tar.NewWriter(z)
	program := []byte("#!/bin/sh\necho gofix-net 1.2.3\n")
	if err := w.WriteHeader(&tar.Header{Name: name + "/gofix-net", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(program); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	s := &server{files: map[string][]byte{"/" + name + ".tar.gz": archive.Bytes()}}
	list := fmt.Sprintf("%x  %s.tar.gz\n", sha256.Sum256(archive.Bytes()), name)
	s.sign(t, list)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, ok := s.files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(data)
	}))
	t.Cleanup(s.Close)
	return s
}

// sign puts a signed list of checksums on the server, as the program minisign does.
func (s *server) sign(t *testing.T, list string) {
	t.Helper()
	public, private, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r := minisign.NewReader(strings.NewReader(list))
	if _, err := (&bytes.Buffer{}).ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(public.String()), "\n")
	s.key = lines[len(lines)-1]
	s.files["/checksums.txt"], s.files["/checksums.txt.minisig"] = []byte(list), r.Sign(private)
}

// install runs the script by a shell, with a PATH that has programs but those named.
func install(t *testing.T, shell string, without []string, args ...string) (string, error) {
	t.Helper()
	bin := t.TempDir()
	for _, dir := range []string{"/usr/bin", "/bin", "/usr/local/bin"} {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			if strings.Contains(" "+strings.Join(without, " ")+" ", " "+e.Name()+" ") {
				continue
			}
			_ = os.Symlink(filepath.Join(dir, e.Name()), filepath.Join(bin, e.Name())) // the first of a name stays
		}
	}
	cmd := exec.Command(shell, append([]string{"../../docs/install.sh"}, args...)...) //nolint:gosec // the script under test
	cmd.Env = []string{"PATH=" + bin, "HOME=" + t.TempDir()}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestInstallScript(t *testing.T) {
	need.Long(t)
	t.Parallel()
	const dead = "http://127.0.0.1:1"
	for _, c := range []struct {
		name    string
		shell   string
		without []string // programs that the machine lacks
		change  func(s *server)
		want    string // "" where it is installed
	}{
		{"by dash and minisign", "dash", nil, nil, ""},
		{"by bash and OpenSSL", "bash", []string{"minisign"}, nil, ""},
		{"by wget", "dash", []string{"curl"}, nil, ""},
		{"with neither", "dash", []string{"minisign", "openssl"}, nil, "install minisign or OpenSSL"},
		{"another archive", "dash", nil, func(s *server) {
			for name := range s.files {
				if strings.HasSuffix(name, ".tar.gz") {
					s.files[name] = []byte("another archive")
				}
			}
		}, "nothing is installed"},
		{"another list, minisign", "dash", nil, func(s *server) { s.files["/checksums.txt"] = append(s.files["/checksums.txt"], '\n') }, "is not the project's"},
		{"another list, OpenSSL", "dash", []string{"minisign"}, func(s *server) { s.files["/checksums.txt"] = append(s.files["/checksums.txt"], '\n') }, "is not the project's"},
		{"no signature", "dash", nil, func(s *server) { delete(s.files, "/checksums.txt.minisig") }, "has no signature"},
		{"no list", "dash", nil, func(s *server) { delete(s.files, "/checksums.txt") }, "no source of the release can be reached"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, p := range []string{c.shell, "minisign", "openssl", "curl", "wget"} {
				need.Program(t, p)
			}
			s := serveRelease(t)
			if c.change != nil {
				c.change(s)
			}
			dir := filepath.Join(t.TempDir(), "bin")
			args := []string{"--dir", dir, "--version", "1.2.3", "--key", s.key, "--source", dead, "--source", s.URL}
			out, err := install(t, c.shell, c.without, append(args, "--only")...)
			_, there := os.Stat(filepath.Join(dir, "gofix-net"))
			if c.want == "" && (err != nil || there != nil || !strings.Contains(out, "installed gofix-net 1.2.3")) {
				t.Fatalf("%v\n%s", err, out)
			}
			if c.want != "" && (err == nil || there == nil || !strings.Contains(out, c.want)) {
				t.Fatalf("want %q: %v\n%s", c.want, err, out)
			}
			if c.want != "" {
				return
			}
			if out, err := install(t, c.shell, nil, "--dir", dir, "--uninstall"); err != nil {
				t.Errorf("uninstall: %v\n%s", err, out)
			}
			if left, _ := os.ReadDir(dir); len(left) != 0 {
				t.Errorf("uninstall leaves %v", left)
			}
		})
	}
}

func TestInstallScriptRefusesWrongUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--dir"}, {"--nonsense"}, {"--uninstall", "--dir", t.TempDir()}, nil} {
		if out, err := install(t, need.Program(t, "sh"), nil, args...); err == nil {
			t.Errorf("%q: taken\n%s", args, out)
		}
	}
}
