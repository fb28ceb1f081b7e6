package netlab

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// forge is how one kind of software that hosts git repositories answers go and git.
// What differs is whom it lets in, what it says to ?go-get=1, and where the
// repositories of those who log in are.
type forge struct {
	realm string
	// logins are the user names that it takes beside the token; nil is any.
	logins []string
	// imports are the paths of its import pages; nil is none: it sends a login page.
	imports func(path string, in bool) string
	// members is the prefix of the paths at which it asks for a login; elsewhere it
	// tells nothing but 401, without a way to log in. "" is the usual: everywhere.
	members string
}

// ForgeToken is the token that the forges of the lab accept.
const ForgeToken = "t0k3n-of-the-forge"

// The forges of the lab. Each has a private module, GitLab a second one in a subgroup.
var forges = map[string]forge{
	// GitLab hides what a visitor may not see: the first two parts of the path are the
	// repository that its page names then (lib/gitlab/middleware/go.rb).
	"gitlab.corp.example": {realm: "GitLab", imports: func(path string, in bool) string {
		if parts := strings.Split(path, "/"); !in && len(parts) > 2 {
			return strings.Join(parts[:2], "/")
		}
		return path
	}},
	// Gitea and Forgejo answer for each OWNER/NAME, whether it exists or not.
	"gitea.corp.example": {realm: "Gitea", imports: func(path string, _ bool) string {
		parts := strings.Split(path, "/")
		return strings.Join(parts[:min(2, len(parts))], "/")
	}},
	"bitbucket.org":          {realm: "Bitbucket.org HTTP", logins: []string{"x-token-auth", "x-bitbucket-api-token-auth"}},
	"bitbucket.corp.example": {realm: "Atlassian Bitbucket", logins: []string{"dev"}},
	"dev.azure.com":          {realm: "https://dev.azure.com/"},
	// Gerrit asks for a login only below /a/.
	"gerrit.corp.example": {realm: "Gerrit Code Review", logins: []string{"dev"}, members: "/a/", imports: func(path string, _ bool) string {
		return strings.TrimPrefix(path, "a/")
	}},
}

// forgeModules are the private modules of the forges.
func forgeModules() []Module {
	var list []Module
	for _, path := range []string{
		"gitlab.corp.example/group/app", "gitlab.corp.example/group/sub/app", "gitea.corp.example/team/app",
		"bitbucket.org/team/app", "bitbucket.corp.example/scm/team/app.git", "dev.azure.com/org/project/_git/app.git", "gerrit.corp.example/team/app",
	} {
		list = append(list, Module{Path: path, Versions: []string{"v1.0.0"}, Private: true})
	}
	return list
}

// forgeHosts are the names of the forges and what each serves.
func (l *Lab) forgeHosts() []hostEntry {
	var list []hostEntry
	for host, f := range forges {
		list = append(list, hostEntry{name: host, handler: f.handler(l, host)})
	}
	slices.SortFunc(list, func(a, b hostEntry) int { return strings.Compare(a.name, b.name) })
	return list
}

// lets says whether a request brings a login that the forge accepts.
func (f forge) lets(r *http.Request) bool {
	user, password, ok := r.BasicAuth()
	return ok && user != "" && password == ForgeToken && (f.logins == nil || slices.Contains(f.logins, user))
}

func (f forge) handler(l *Lab, host string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("go-get") {
			f.page(w, r, host)
			return
		}
		at := r.Clone(r.Context())
		if f.members != "" {
			rest, member := strings.CutPrefix(r.URL.Path, strings.TrimSuffix(f.members, "/"))
			if !member {
				http.Error(w, "Unauthorized", http.StatusUnauthorized)
				return
			}
			at.URL.Path = rest
		}
		if !f.lets(r) {
			w.Header().Set("WWW-Authenticate", fmt.Sprintf("Basic realm=%q", f.realm))
			http.Error(w, "Access denied", http.StatusUnauthorized)
			return
		}
		m, ok := l.git.module(host, at.URL.Path)
		if !ok {
			http.Error(w, "The project you were looking for could not be found or you don't have permission to view it.", http.StatusNotFound)
			return
		}
		dir, err := l.git.repository(m)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		l.git.backend(dir, m, host).ServeHTTP(w, at)
	})
}

// page answers ?go-get=1.
func (f forge) page(w http.ResponseWriter, r *http.Request, host string) {
	if f.imports == nil {
		writeHTML(w, "Sign in to "+host)
		return
	}
	path := host + "/" + f.imports(strings.Trim(r.URL.Path, "/"), f.lets(r))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprintf(w, "<html><head><meta name=\"go-import\" content=\"%[1]s git https://%[1]s%[2]s\"></head><body>go get %[1]s</body></html>\n", path, map[bool]string{true: "", false: ".git"}[f.members != ""])
}
