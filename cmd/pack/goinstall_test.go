package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

const (
	ourModule  = "github.com/gofix-net/gofix-net"
	ourVersion = "v0.0.1"
)

// ourMirror is a module proxy that has this module, made of the files here as the
// go command makes it of a repository, and else what this machine has downloaded.
func ourMirror(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	downloaded := filepath.Join(strings.TrimSpace(string(out)), "cache", "download")
	if _, err := os.Stat(downloaded); err != nil {
		need.Unavailable(t, "no module has been downloaded on this machine, from which others could be served")
	}
	zipped := filepath.Join(t.TempDir(), "module.zip")
	file, err := os.Create(zipped)
	if err != nil {
		t.Fatal(err)
	}
	if err := zip.CreateFromDir(file, module.Version{Path: ourModule, Version: ourVersion}, "../.."); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	versions := "/" + ourModule + "/@v/"
	mux.HandleFunc(versions+"list", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(ourVersion + "\n")) })
	mux.HandleFunc(versions+ourVersion+".info", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"Version":"` + ourVersion + `","Time":"2024-01-02T03:04:05Z"}`))
	})
	mux.HandleFunc(versions+ourVersion+".mod", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "../../go.mod") })
	mux.HandleFunc(versions+ourVersion+".zip", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, zipped) })
	mux.Handle("/", http.FileServer(http.Dir(downloaded)))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// TestGoInstallThroughAMirror: what the README says for those who have Go and a
// mirror. By day the commands of the build are only made: that needs every file.
func TestGoInstallThroughAMirror(t *testing.T) {
	need.Long(t)
	mirror := ourMirror(t)
	dir := t.TempDir()
	args := []string{"install", "-trimpath", ourModule + "/cmd/gofix-net@latest"}
	if need.ByDay() {
		args = append([]string{"install", "-n"}, args[1:]...)
	}
	c := exec.Command("go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOPROXY="+mirror, "GOSUMDB=off", "GOMODCACHE="+filepath.Join(dir, "modules"), "GOBIN="+filepath.Join(dir, "bin"), "GOFLAGS=-modcacherw", "GOWORK=off", "GOENV=off")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go %q: %v\n%s", args, err, out)
	}
	if need.ByDay() {
		return
	}
	out, err := exec.Command(filepath.Join(dir, "bin", "gofix-net"), "version").CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "gofix-net "+ourVersion+" ") {
		t.Errorf("%q, %v: want the version of the module", out, err)
	}
}
