package netlab

import (
	"fmt"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// gitServer makes the modules' repositories when they are first asked for.
type gitServer struct {
	root    string // holds HOST/PATH
	git     string // the program
	modules []Module

	mu   sync.Mutex
	made map[string]error
}

func newGitServer(root string, modules []Module) (*gitServer, error) {
	git, err := exec.LookPath("git")
	if err != nil {
		return nil, fmt.Errorf("find git: %w", err)
	}
	return &gitServer{root: root, git: git, modules: modules, made: map[string]error{}}, nil
}

// module returns the module whose origin the URL path of host is or lies in.
func (g *gitServer) module(host, path string) (Module, bool) {
	for _, m := range g.modules {
		repo := "/" + strings.TrimPrefix(strings.TrimSuffix(m.repo(), ".git"), host+"/")
		if !strings.HasPrefix(m.repo(), host+"/") || !strings.HasPrefix(path, repo) {
			continue
		}
		rest := strings.TrimPrefix(strings.TrimPrefix(path, repo), ".git")
		if rest == "" || rest[0] == '/' {
			return m, true
		}
	}
	return Module{}, false
}

// repository makes the bare repository of m and returns its directory.
func (g *gitServer) repository(m Module) (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	dir := filepath.Join(g.root, strings.TrimSuffix(m.repo(), ".git"))
	err, ok := g.made[dir]
	if !ok {
		err = g.create(dir, m)
		g.made[dir] = err
	}
	return dir, err
}

func (g *gitServer) create(dir string, m Module) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := g.run(dir, "", "init", "--quiet", "--bare", "--initial-branch=main"); err != nil {
		return err
	}
	return g.run(dir, history(m), "fast-import", "--quiet")
}

// history is one commit and one tag per version, for git fast-import.
func history(m Module) string {
	var b strings.Builder
	for _, v := range m.Versions {
		fmt.Fprintf(&b, "commit refs/heads/main\ncommitter Lab <lab@example.com> %d +0000\ndata %d\n%s\n", published().Unix(), len(v), v)
		for name, content := range m.files(v) {
			fmt.Fprintf(&b, "M 100644 inline %s\ndata %d\n%s\n", name, len(content), content)
		}
		fmt.Fprintf(&b, "\nreset refs/tags/%s\nfrom refs/heads/main\n\n", v)
	}
	return b.String()
}

func (g *gitServer) run(dir, stdin string, args ...string) error {
	cmd := exec.Command(g.git, args...)
	cmd.Dir, cmd.Env, cmd.Stdin = dir, g.environment(), strings.NewReader(stdin)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

// environment keeps the servers' git apart from the settings under test.
func (g *gitServer) environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + g.root, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null"}
}

// repositories is a git host: smart HTTP by git's own program, go-import pages
// for the browser's URL, and, as GitHub does, a question for credentials where
// a repository is private or does not exist.
func (l *Lab) repositories(host string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m, ok := l.git.module(host, r.URL.Path)
		if r.URL.Query().Has("go-get") {
			writeGoImport(w, m, host)
			return
		}
		if (!ok || m.Private) && !hasCredentials(r) {
			w.Header().Set("WWW-Authenticate", `Basic realm="lab"`)
			http.Error(w, "credentials wanted", http.StatusUnauthorized)
			return
		}
		if !ok {
			notFound(w, r)
			return
		}
		dir, err := l.git.repository(m)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		l.git.backend(dir, m, host).ServeHTTP(w, r)
	})
}

// backend is git http-backend for one repository.
func (g *gitServer) backend(dir string, m Module, host string) http.Handler {
	root := strings.TrimPrefix(strings.TrimSuffix(m.repo(), ".git"), host)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, root+".git") {
			root += ".git"
		}
		h := &cgi.Handler{
			Path: g.git, Args: []string{"http-backend"}, Root: root, Dir: dir,
			Env: append(g.environment(), "GIT_PROJECT_ROOT="+dir, "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=lab"),
		}
		h.ServeHTTP(w, r)
	})
}

// goImport answers ?go-get=1 for the module paths of a vanity host.
func (l *Lab) goImport(host string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, m := range l.modules {
			if path := host + r.URL.Path; path == m.Path || strings.HasPrefix(path, m.Path+"/") {
				writeGoImport(w, m, host)
				return
			}
		}
		notFound(w, r)
	})
}

func writeGoImport(w http.ResponseWriter, m Module, host string) {
	if m.Path == "" {
		writeHTML(w, "nothing at "+host)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprintf(w, "<html><head><meta name=\"go-import\" content=\"%s git https://%s\"></head></html>\n", m.Path, m.repo())
}

func writeHTML(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprintf(w, "<!DOCTYPE html>\n<html><head><title>%[1]s</title></head><body><h1>%[1]s</h1></body></html>\n", text)
}
