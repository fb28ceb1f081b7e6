package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// impatient is a copy of the script with smaller bounds: of time only where a file drips,
// since a busy machine may need seconds for one that does not.
func impatient(t *testing.T, drips bool) string {
	t.Helper()
	lines := map[string]string{"archive_megabytes=100": "archive_megabytes=1"}
	if drips {
		lines["small_seconds=30"] = "small_seconds=6"
	}
	return edited(t, lines)
}

// edited returns a copy of the script with other lines.
func edited(t *testing.T, lines map[string]string) string {
	t.Helper()
	text := script(t, installScript)
	for old, now := range lines {
		if !strings.Contains(text, "\n"+old+"\n") {
			t.Fatalf("the script has no line %q", old)
		}
		text = strings.Replace(text, old, now, 1)
	}
	file := filepath.Join(t.TempDir(), "install.sh")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// drip sends a byte now and then, and never ends.
func drip(w http.ResponseWriter, r *http.Request) {
	every := time.NewTicker(200 * time.Millisecond)
	defer every.Stop()
	for {
		_, _ = w.Write([]byte("u"))
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
			return
		case <-every.C:
		}
	}
}

// flood sends without an end.
func flood(w http.ResponseWriter, r *http.Request) {
	for part := make([]byte, 1<<16); r.Context().Err() == nil; {
		if _, err := w.Write(part); err != nil {
			return
		}
	}
}

// TestInstallScriptIsNoRace: where a download ends at once, the script ends the process
// that watches it before this one has begun.
func TestInstallScriptIsNoRace(t *testing.T) {
	need.Long(t)
	t.Parallel()
	s := serveRelease(t)
	dir := releaseDir(t, s)
	for _, by := range shells(t) {
		t.Run(by.name, func(t *testing.T) {
			t.Parallel()
			// The shell itself copies small files: no program has to start for that.
			by.script = edited(t, map[string]string{"\t*) exec cp -- \"$1\" \"$2\" ;;": "\t*.tar.gz) exec cp -- \"$1\" \"$2\" ;;\n\t*) while IFS= read -r line; do printf '%s\\n' \"$line\"; done < \"$1\" > \"$2\"; exit 0 ;;"})
			for range 8 {
				said := await("")
				err := by.install(t, said, filepath.Join(t.TempDir(), "bin"), s.key, dir)
				if out := said.String(); err != nil || !strings.Contains(out, "installed gofix-net") || strings.Contains(out, "No such file") {
					t.Fatalf("%v\n%s", err, out)
				}
			}
		})
	}
}

// TestInstallScriptGivesUp: a source that sends slowly, or without an end, keeps the
// script from no other source.
func TestInstallScriptGivesUp(t *testing.T) {
	need.Long(t)
	t.Parallel()
	archive := "/" + archiveName("1.2.3") + ".tar.gz"
	for _, c := range []struct {
		name, file string
		serve      http.HandlerFunc
		says       string
	}{
		{"a signature by drips", signatureFile, drip, "has no signature: it has not come whole within 6 seconds"},
		{"a list without an end", listFile, flood, "it is larger than 1 MB, which no file of a release is"},
		{"an archive without an end", archive, flood, "does not come: it is larger than 1 MB, which no file of a release is"},
	} {
		for _, by := range shells(t) {
			t.Run(c.name+", "+by.name, func(t *testing.T) {
				t.Parallel()
				good := serveRelease(t)
				asked, once := make(chan struct{}), sync.Once{}
				bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path != c.file {
						good.serve(w, r)
						return
					}
					if c.file != listFile {
						once.Do(func() { close(asked) })
					}
					c.serve(w, r)
				}))
				t.Cleanup(bad.Close)
				said := await(c.says)
				slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					select { // the bad source is judged first
					case <-asked:
					case <-said.came:
					case <-r.Context().Done():
					}
					good.serve(w, r)
				}))
				t.Cleanup(slow.Close)
				by.script = impatient(t, c.file == signatureFile)
				err := by.install(t, said, filepath.Join(t.TempDir(), "bin"), good.key, bad.URL, slow.URL)
				if out := said.String(); err != nil || !strings.Contains(out, bad.URL+": ") || !strings.Contains(out, c.says) || !strings.Contains(out, "takes "+slow.URL) || strings.Contains(out, "install.sh:") {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
	}
}

// TestInstallScriptRefusesForgeries: what minisign and "version --verify" refuse,
// OpenSSL refuses as well.
func TestInstallScriptRefusesForgeries(t *testing.T) {
	need.Long(t)
	t.Parallel()
	s := serveRelease(t)
	dir := releaseDir(t, s)
	file := string(s.files[signatureFile])
	for name, forged := range map[string]string{
		"":                         file,
		"the algorithm":            changed(t, file, 1),
		"the older algorithm":      strings.Replace(file, "\nRU", "\nRW", 1),
		"the id of the key":        changed(t, file, 5),
		"the signature":            changed(t, file, 30),
		"the trusted comment":      strings.Replace(file, "\ntrusted comment: ", "\ntrusted comment: not ", 1),
		"a line more":              strings.TrimSpace(file) + "\nmore\n",
		"no trusted comment":       strings.Join(strings.Split(file, "\n")[:2], "\n"),
		"a byte before and beyond": strings.Replace(file, "\nRU", "\nAAAARU", 1),
	} {
		if err := os.WriteFile(filepath.Join(dir, signatureFile), []byte(forged), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, without := range []string{"minisign", "openssl"} {
			out, err := install(t, need.Program(t, "dash"), binDir(t, without), "--dir", t.TempDir(), "--version", "1.2.3", "--key", s.key, "--only", "--source", dir)
			if name == "" && err != nil || name != "" && (err == nil || !strings.Contains(out, "is not the project's")) {
				t.Errorf("%q changed, without %s: %v\n%s", name, without, err, out)
			}
		}
	}
}

// releaseDir has the files of a release in a directory whose name has a blank.
func releaseDir(t *testing.T, s *server) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a release")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range s.files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestInstallScriptTakesDirectories: by their path and as a URL, with either client, and
// a source with a token.
func TestInstallScriptTakesDirectories(t *testing.T) {
	need.Long(t)
	t.Parallel()
	s := serveRelease(t)
	dir := releaseDir(t, s)
	with := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "token=s3cret" {
			http.Error(w, "who are you?", http.StatusForbidden)
			return
		}
		s.serve(w, r)
	}))
	t.Cleanup(with.Close)
	for _, source := range []string{dir, dir + "/", "file://" + dir, with.URL + "/?token=s3cret"} {
		for _, without := range []string{"curl", "wget"} {
			out, err := install(t, need.Program(t, "dash"), binDir(t, without), "--dir", t.TempDir(), "--version", "1.2.3", "--key", s.key, "--only", "--source", source)
			if err != nil || !strings.Contains(out, "installed gofix-net 1.2.3") || strings.Contains(out, "s3cret") {
				t.Errorf("%s, without %s: %v\n%s", source, without, err, out)
			}
		}
	}
}

// TestInstallScriptTellsNoPasswordOfAProxy: clients print the address of a proxy that
// they do not understand.
func TestInstallScriptTellsNoPasswordOfAProxy(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for _, proxy := range []string{"http://bob:s3c/ret@127.0.0.1:3128", "http://bob:s3c#ret@127.0.0.1:3128", "http://bob:s3cret@127.0.0.1:99999", "htp://bob:s3cret@127.0.0.1:3128", "http://bob:s3c ret@127.0.0.1:1"} {
		for _, without := range []string{"curl", "wget"} {
			cmd := exec.Command(need.Program(t, "dash"), installScript, "--version", "1.2.3", "--key", "x", "--only", "--source", "http://bob:s3c/r?t@mirror.test/x") //nolint:gosec // the script under test
			cmd.Env = []string{"PATH=" + binDir(t, without), "HOME=" + t.TempDir(), "http_proxy=" + proxy}
			out, err := cmd.CombinedOutput()
			if err == nil || bytes.Contains(out, []byte("s3c")) || bytes.Contains(out, []byte("ret@")) || bytes.Contains(out, []byte("bob:")) || !bytes.Contains(out, []byte("nothing is installed")) {
				t.Errorf("%s, without %s: %v\n%s", proxy, without, err, out)
			}
		}
	}
}
