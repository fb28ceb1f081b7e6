package netlab

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// forgeCases are private modules on forges, on a machine without credentials. login is
// what a person has for the host where the steps name no login.
var forgeCases = []struct {
	story, module, login string
	env                  []string // what the CI system of the forge sets
}{
	{"GitLab", "gitlab.corp.example/group/app", "dev", nil},
	{"GitLab, a subgroup", "gitlab.corp.example/group/sub/app", "dev", nil},
	{"GitLab CI", "gitlab.corp.example/group/app", "", []string{"CI=true", "GITLAB_CI=true", "CI_SERVER_HOST=gitlab.corp.example", "CI_JOB_TOKEN=" + ForgeToken}},
	{"GitLab CI, a subgroup", "gitlab.corp.example/group/sub/app", "", []string{"CI=true", "GITLAB_CI=true", "CI_SERVER_HOST=gitlab.corp.example", "CI_JOB_TOKEN=" + ForgeToken}},
	{"Gitea", "gitea.corp.example/team/app", "dev", nil},
	{"Gitea Actions", "gitea.corp.example/team/app", "", []string{"CI=true", "GITHUB_SERVER_URL=https://gitea.corp.example", "GITHUB_TOKEN=" + ForgeToken}},
	{"Bitbucket Cloud", "bitbucket.org/team/app", "", nil},
	{"Bitbucket Data Center", "bitbucket.corp.example/scm/team/app.git", "dev", nil},
	{"Azure DevOps", "dev.azure.com/org/project/_git/app.git", "any", nil},
	{"Azure Pipelines", "dev.azure.com/org/project/_git/app.git", "", []string{"TF_BUILD=True", "SYSTEM_COLLECTIONURI=https://dev.azure.com/org/", "SYSTEM_ACCESSTOKEN=" + ForgeToken}},
	{"Gerrit", "gerrit.corp.example/team/app", "dev", nil},
}

// The two forms of a step that a person can carry out as it stands.
var (
	netrcStep   = regexp.MustCompile(`add a line to (\S+), .*: machine (\S+), (.+) as the login, (.+) as the password`)
	commandStep = regexp.MustCompile(`: (git config --global .+)$`)
)

// TestForgeSteps follows what doctor says of a private module on each kind of forge, word
// for word, with a token in the place of the words for one. The module downloads then,
// and doctor agrees. A job's token is in no file but netrc, and in no report.
func TestForgeSteps(t *testing.T) {
	need.Long(t)
	binary := Build(t)
	TestWith(t, []string{binaryVariable + "=" + binary}, func(t *testing.T, l *Lab) {
		tool := os.Getenv(binaryVariable)
		for i, c := range need.Today(forgeCases, 3) {
			env := append(slices.Clone(c.env), "GOMODCACHE="+filepath.Join(l.Home(), "cache", strconv.Itoa(i)), "GOFLAGS=-modcacherw")
			run := func(want int, args ...string) string {
				t.Helper()
				out, err := l.Run(t.Context(), Command{Args: args, Env: env})
				if err != nil {
					t.Fatal(err)
				}
				if out.Code != want || strings.Contains(out.String(), ForgeToken) {
					t.Errorf("%s: %v: exit code %d, want %d\n%s%s", c.story, args, out.Code, want, out.Stdout, out.Stderr)
				}
				return out.Stdout
			}
			put := func(name, text string) {
				t.Helper()
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			host, _, _ := strings.Cut(c.module, "/")
			s := EmptyScenario()
			s.Files["home/.config/go/env"] = "GOPRIVATE=" + c.module + "\n"
			s.Files["home/.gitconfig"] = ""
			s.Files["work/go.mod"] = "module example.com/app\n\ngo 1.20\n\nrequire " + c.module + " v1.0.0\n"
			if err := l.Prepare(s); err != nil {
				t.Fatal(err)
			}
			netrc := filepath.Join(l.Home(), ".netrc")
			_ = os.Remove(netrc)
			var report struct {
				Findings []struct {
					Cause, Target string
					Manual        []string
				}
			}
			if err := json.Unmarshal([]byte(run(1, tool, "doctor", "--format", "json")), &report); err != nil || len(report.Findings) == 0 {
				t.Fatalf("%s: %v, %+v", c.story, err, report)
			}
			if f := report.Findings[0]; f.Cause != "git-auth-required" || f.Target != host {
				t.Errorf("%s: the cause is %s at %s", c.story, f.Cause, f.Target)
			}
			steps := 0
			for _, step := range report.Findings[0].Manual {
				if m := netrcStep.FindStringSubmatch(step); m != nil {
					login, token := m[3], m[4]
					if login == "your user name" {
						login = c.login
					}
					if token != "a token" {
						token = os.Expand(token, func(name string) string { return value(c.env, name) })
					} else {
						token = ForgeToken
					}
					put(netrc, "machine "+m[2]+" login "+login+" password "+token+"\n")
					steps++
				}
				if m := commandStep.FindStringSubmatch(step); m != nil {
					run(0, "sh", "-c", m[1])
					steps++
				}
			}
			if steps == 0 {
				t.Errorf("%s: no step can be followed: %q", c.story, report.Findings[0].Manual)
			}
			run(0, tool, "doctor")
			run(0, "go", "mod", "download")
			if written, _ := os.ReadFile(filepath.Join(l.Home(), ".gitconfig")); strings.Contains(string(written), ForgeToken) {
				t.Errorf("%s: the token is in git's configuration:\n%s", c.story, written)
			}
		}
		for _, r := range l.Requests() {
			if _, forge := forges[r.Host]; !forge && strings.Contains(r.Path, "app") {
				t.Errorf("%s was told of a private module: %s", r.Host, r.Path)
			}
		}
	})
}

// value is the value of a variable among KEY=value entries.
func value(env []string, name string) string {
	for _, kv := range env {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			return v
		}
	}
	return ""
}
