package nettest

import (
	"io"
	"log"
	"net/http"
	"net/http/cgi"
)

// GitRepositories serves the bare repositories below root over the smart HTTP
// protocol, by the real `git http-backend` of the git program named. Every
// repository is public.
func GitRepositories(git, root string) http.Handler {
	return &cgi.Handler{
		Path: git,
		Args: []string{"http-backend"},
		Dir:  root,
		// What git says to the server's log is no part of a test's output.
		Stderr: io.Discard,
		Logger: log.New(io.Discard, "", 0),
		Env:    []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_NOSYSTEM=1", "HOME=" + root},
	}
}
