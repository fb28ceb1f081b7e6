package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

const installScript = "../../docs/install.sh"

const listFile, signatureFile = "/checksums.txt", "/checksums.txt.minisig"

// badSource is a source whose files are wrong, and what the script says about it, where
// SOURCE and ARCHIVE stand for names. It says nothing of what it did not wait for.
type badSource struct {
	name   string
	change func(t *testing.T, s *server)
	serve  func(s *server) http.HandlerFunc // nil: the files
	says   string
}

func badSources(archive string) []badSource {
	page := []byte("\n<!DOCTYPE html><html><body>Sign in to the network</body></html>")
	cut := func(s *server) []byte { return s.files[archive][:len(s.files[archive])/2] }
	return []badSource{
		{"it has no list", func(_ *testing.T, s *server) { delete(s.files, listFile) }, nil, "SOURCE: "},
		{"a login page for each file", func(_ *testing.T, s *server) {
			for name := range s.files {
				s.files[name] = page
			}
		}, nil, "SOURCE: answers with a page in place of checksums.txt;"},
		{"a login page for the archive", func(_ *testing.T, s *server) { s.files[archive] = page }, nil, "SOURCE: answers with a page in place of ARCHIVE;"},
		{"a message in JSON for each file", func(_ *testing.T, s *server) {
			for name := range s.files {
				s.files[name] = []byte(` {"error": "sign in"}`)
			}
		}, nil, "SOURCE: answers with a page in place of checksums.txt;"},
		{"a login page for the signature", func(_ *testing.T, s *server) { s.files[signatureFile] = page }, nil, "SOURCE: its checksums.txt.minisig is no file of minisign;"},
		{"no signature", func(_ *testing.T, s *server) { delete(s.files, signatureFile) }, nil, "SOURCE: has no signature: "},
		{"another list", func(_ *testing.T, s *server) { s.files[listFile] = append(s.files[listFile], '\n') }, nil, "SOURCE: the signature of checksums.txt is not the project's"},
		{"half a signature", func(_ *testing.T, s *server) { s.files[signatureFile] = s.files[signatureFile][:90] }, nil, "SOURCE: the signature of checksums.txt is not the project's"},
		{"signed by another key", func(t *testing.T, s *server) {
			s.newKey(t)
			s.sign(t, string(s.files[listFile]))
		}, nil, "SOURCE: the signature of checksums.txt is not the project's"},
		{"an older release", func(t *testing.T, s *server) {
			s.sign(t, strings.ReplaceAll(string(s.files[listFile]), "1.2.3", "1.2.2"))
		}, nil, "SOURCE: has another release: its checksums.txt does not name ARCHIVE"},
		{"no archive", func(_ *testing.T, s *server) { delete(s.files, archive) }, nil, "SOURCE: ARCHIVE does not come: "},
		{"half of the archive", func(_ *testing.T, s *server) { s.files[archive] = cut(s) }, nil, "SOURCE: the checksum of ARCHIVE is not the signed one: it is cut short, or another file"},
		{"the connection ends in the archive", nil, func(s *server) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != archive {
					s.serve(w, r)
					return
				}
				w.Header().Set("Content-Length", strconv.Itoa(len(s.files[archive])))
				_, _ = w.Write(cut(s))
			}
		}, "SOURCE: ARCHIVE does not come: "},
		{"it never answers", nil, func(*server) http.HandlerFunc {
			return func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		}, ""},
	}
}

// shell runs a script, with a PATH that has what its systems have.
type shell struct{ name, program, path, script string }

func shells(t *testing.T) []shell {
	t.Helper()
	bin := t.TempDir()
	for _, p := range []string{"busybox", "openssl"} {
		if err := os.Symlink(need.Program(t, p), filepath.Join(bin, p)); err != nil {
			t.Fatal(err)
		}
	}
	applets := exec.Command("busybox", "--install", "-s", bin) //nolint:gosec // into the test's own directory
	if out, err := applets.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return []shell{
		{"dash, curl and minisign", need.Program(t, "dash"), binDir(t), installScript},
		{"bash, wget and OpenSSL", need.Program(t, "bash"), binDir(t, "curl", "minisign"), installScript},
		{"busybox and OpenSSL", filepath.Join(bin, "ash"), bin, installScript},
	}
}

// TestInstallScriptTakesTheNextSource: where a source's files are wrong the script says
// so and takes the next one, and without another installs nothing.
func TestInstallScriptTakesTheNextSource(t *testing.T) {
	need.Long(t)
	t.Parallel()
	all := shells(t)
	var cases []func(t *testing.T)
	for _, bad := range badSources("/" + archiveName("1.2.3") + ".tar.gz") {
		for _, by := range all {
			cases = append(cases, func(t *testing.T) {
				t.Run(bad.name+", "+by.name, func(t *testing.T) {
					t.Parallel()
					takesTheNext(t, by, bad)
				})
			})
		}
	}
	for _, c := range need.Today(cases, 5) {
		c(t)
	}
}

func takesTheNext(t *testing.T, by shell, bad badSource) {
	good, wrong := serveRelease(t), serveRelease(t)
	wrong.key, wrong.secret = good.key, good.secret
	wrong.sign(t, string(wrong.files[listFile]))
	if bad.change != nil {
		bad.change(t, wrong)
	}
	url := wrong.URL
	if bad.serve != nil {
		server := httptest.NewServer(bad.serve(wrong))
		t.Cleanup(server.Close)
		url = server.URL
	}
	says := strings.NewReplacer("SOURCE", "install gofix-net: "+url, "ARCHIVE", archiveName("1.2.3")+".tar.gz").Replace(bad.says)

	// The good source answers once the script has told what is wrong with the other.
	said := await(says)
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-said.came:
			good.serve(w, r)
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(slow.Close)
	dir := filepath.Join(t.TempDir(), "bin")
	err := by.install(t, said, dir, good.key, url, slow.URL)
	program, _ := os.ReadFile(filepath.Join(dir, "gofix-net")) //nolint:gosec // the test's own directory
	if out := said.String(); err != nil || !strings.Contains(string(program), "gofix-net 1.2.3") || !strings.Contains(out, says) || !strings.Contains(out, "takes "+slow.URL) {
		t.Fatalf("%v\n%s", err, out)
	}
	if says == "" {
		return
	}
	if err = by.install(t, said, dir+".none", good.key, url); err == nil || !strings.Contains(said.String(), "nothing is installed") {
		t.Errorf("without another source: %v\n%s", err, said)
	}
	if _, err := os.Stat(dir + ".none"); err == nil {
		t.Error("without a good source something is installed")
	}
}

// install runs the script, which leaves nothing in the directory for temporary files.
func (by shell) install(t *testing.T, said io.Writer, dir, key string, sources ...string) error {
	t.Helper()
	args := []string{by.script, "--only", "--dir", dir, "--version", "1.2.3", "--key", key}
	for _, s := range sources {
		args = append(args, "--source", s)
	}
	temporary := t.TempDir()
	cmd := exec.Command(by.program, args...) //nolint:gosec // the script under test
	cmd.Env = []string{"PATH=" + by.path, "HOME=" + t.TempDir(), "TMPDIR=" + temporary}
	cmd.Stderr = said
	err := cmd.Run()
	if left, _ := os.ReadDir(temporary); len(left) != 0 {
		t.Errorf("it leaves %v in the directory for temporary files", left)
	}
	return err
}

// awaited is the output of a program; came is closed when the text is in it.
type awaited struct {
	text string
	came chan struct{}

	mu   sync.Mutex
	all  bytes.Buffer
	done bool
}

func await(text string) *awaited {
	a := &awaited{text: text, came: make(chan struct{})}
	_, _ = a.Write(nil)
	return a
}

func (a *awaited) Write(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all.Write(p)
	if !a.done && strings.Contains(a.all.String(), a.text) {
		a.done = true
		close(a.came)
	}
	return len(p), nil
}

func (a *awaited) String() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.all.String()
}
