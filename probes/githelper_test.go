package probes

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// helper makes a credential helper that gives a password and writes down what git wants
// of it.
func (m *gitMachine) helper(name, password string) (program, asked string) {
	m.t.Helper()
	program, asked = filepath.Join(m.home, name), filepath.Join(m.home, name+".asked")
	script := "#!/bin/sh\necho \"$*\" >> " + asked + "\ntest \"$1\" = get && echo username=u && echo password=" + password + "\nexit 0\n"
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		m.t.Fatal(err)
	}
	return program, asked
}

// TestGitHelpersForgetNothing has git ask helpers in each form in which they can be set,
// for a login that the server refuses: git would have them erase it, and store one that
// the server takes.
func TestGitHelpersForgetNothing(t *testing.T) {
	t.Parallel()
	m := newGitMachine(t)
	repositories := m.repositories()
	front := serveHTTP(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password != "right" {
			unauthorized().ServeHTTP(w, r)
			return
		}
		repositories.ServeHTTP(w, r)
	}), false)
	m.vars = []string{"PATH=" + m.home + string(filepath.ListSeparator) + os.Getenv("PATH")}
	tests := []struct {
		name, key string
		value     func(program string) string
		set       string // the setting's key that is to be named
	}{
		{"a path", "credential.helper", func(p string) string { return p }, "credential.helper"},
		{"a shell command", "credential.helper", func(p string) string { return "!f() { " + p + ` "$@"; }; f` }, "credential.helper"},
		{"a shell command with quotes", "credential.helper", func(p string) string { return `!X='it'"'"'s! 1=2' ` + p }, "credential.helper"},
		{"a subcommand", "credential.helper", func(p string) string { return strings.TrimPrefix(filepath.Base(p), "git-credential-") }, "credential.helper"},
		{"of one host", "credential." + front + ".helper", func(p string) string { return p }, "credential." + front + ".helper"},
	}
	for _, tt := range tests {
		for _, password := range []string{"wrong", "right"} {
			if err := os.RemoveAll(filepath.Join(m.home, ".gitconfig")); err != nil {
				t.Fatal(err)
			}
			program, asked := m.helper("git-credential-own", password)
			_ = os.Remove(asked)
			env := m.env(m.config("url."+front+"/google/uuid.insteadOf", "https://github.com/google/uuid"), m.config(tt.key, tt.value(program)), m.config("credential.useHttpPath", "true"))
			target := Git.Targets(env.Settings, []probe.Query{{Path: "github.com/google/uuid"}})[0]
			o := lookAt(t, &Git, env, target)
			got, err := os.ReadFile(asked)
			if err != nil {
				t.Errorf("%s: the helper was not asked: %v (%+v)", tt.name, err, o.Evidence.Git)
				continue
			}
			for line := range strings.Lines(string(got)) {
				if line != "get\n" {
					t.Errorf("%s, the %s password: git had the helper do %q", tt.name, password, line)
				}
			}
			if password == "right" {
				if o.Status != probe.OK {
					t.Errorf("%s: %s %s %+v", tt.name, o.Status, o.Symptom, o.Evidence.Git)
				}
				continue
			}
			if o.Symptom != symptom.VCSAuth || len(o.Evidence.Git.Helpers) != 1 {
				t.Errorf("%s: symptom %s, helpers %+v", tt.name, o.Symptom, o.Evidence.Git.Helpers)
				continue
			}
			h := o.Evidence.Git.Helpers[0]
			if diff := cmp.Diff([]string{string(probe.HelperRejected), tt.set}, []string{string(h.State), h.Setting}); diff != "" {
				t.Errorf("%s: %s", tt.name, diff)
			}
		}
	}
}
