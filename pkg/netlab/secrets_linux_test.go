package netlab

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// planted is the secret that is in each place of secretPlaces.
const planted = "hunter2planted"

// secretPlaces are machines with a secret in one of the places where one can
// stand. Each is broken in such a way that the place is on the way.
var secretPlaces = []struct{ name, scenario string }{
	{"a GOPROXY entry's password", `
-- goenv --
GOPROXY=https://user:PLANTED@goproxy.corp.example/,off
-- faults --
goproxy.corp.example status 500 oops
`},
	{"a GOPROXY entry's user name", `
-- goenv --
GOPROXY=https://PLANTED@goproxy.corp.example
-- faults --
goproxy.corp.example refuse
`},
	{"a GOPROXY entry's query", `
-- goenv --
GOPROXY=https://goproxy.corp.example/?token=PLANTED,https://goproxy.cn
-- faults --
goproxy.corp.example status 403 no
`},
	{"a GOPROXY entry that go rejects", `
-- goenv --
GOPROXY=https://user:PLANTED@goproxy,corp.example
`},
	{"a GOPROXY of the operating system's environment", `
-- osenv --
GOPROXY=https://user:PLANTED@goproxy.corp.example|direct
-- faults --
goproxy.corp.example reset
github.com refuse
`},
	{"a GOPROXY in a start-up file", `
-- osenv --
GOPROXY=https://user:PLANTED@goproxy.corp.example
-- home/.bashrc --
export GOPROXY=https://user:PLANTED@goproxy.corp.example
-- home/.profile --
export GOPROXY='https://user:PLANTED@goproxy.corp.example' OTHER_TOKEN=PLANTED
-- faults --
goproxy.corp.example refuse
`},
	{"an outbound proxy's password", `
-- osenv --
HTTPS_PROXY=http://user:PLANTED@proxy.corp.example:3129
`},
	{"a dead outbound proxy's password", `
-- osenv --
HTTPS_PROXY=http://user:PLANTED@proxy.corp.example:3129
ALL_PROXY=socks5://user:PLANTED@proxy.corp.example:1081
-- faults --
proxy.corp.example refuse
`},
	{"an outbound proxy without a scheme", `
-- osenv --
HTTPS_PROXY=user:PLANTED@proxy.corp.example:3129
`},
	{"an outbound proxy that is no URL", `
-- osenv --
HTTPS_PROXY=http://user:PLA NTED@proxy.corp.example:x
https_proxy=user:PLANTED%@proxy.corp.example:3129
-- faults --
proxy.golang.org refuse
`},
	{"the checksum database's URL", `
-- goenv --
GOSUMDB=sum.golang.org https://user:PLANTED@sum.corp.example/?key=PLANTED
-- faults --
goproxy.cn no-relay
proxy.golang.org no-relay
`},
	{"a netrc file", `
-- goenv --
GOPROXY=https://goproxy.corp.example
-- home/.netrc --
machine goproxy.corp.example login user password PLANTED
machine git.corp.example
login PLANTED
password PLANTED
`},
	{"a damaged netrc file", `
-- goenv --
GOPROXY=https://goproxy.corp.example
-- home/.netrc --
machine goproxy.corp.example login user password
PLANTED macdef x
password PLANTED
`},
	{"git's stored credentials", `
-- goenv --
GOPROXY=direct
GOPRIVATE=git.corp.example
-- home/.git-credentials --
https://user:PLANTED@git.corp.example
-- gitconfig --
[credential]
	helper = store
-- work/go.mod --
module example.com/app

go 1.20

require git.corp.example/team/lib v1.0.0
`},
	{"a credential helper that says it", `
-- goenv --
GOPROXY=direct
GOPRIVATE=git.corp.example
-- gitconfig --
[credential "https://git.corp.example"]
	helper = "!f() { echo username=user; echo password=PLANTED; echo password=PLANTED >&2; }; f"
-- work/go.mod --
module example.com/app

go 1.20

require git.corp.example/team/lib v1.0.0
`},
	{"a rewrite rule's token", `
-- goenv --
GOPROXY=direct
-- gitconfig --
[url "https://PLANTED@github.com/"]
	insteadOf = https://github.com/
[url "https://user:PLANTED@hub.fastgit.gone.example/"]
	insteadOf = https://github.com/google/
-- work/go.mod --
module example.com/app

go 1.20

require github.com/google/uuid v1.6.0
`},
	{"a header that git sends", `
-- goenv --
GOPROXY=direct
-- gitconfig --
[http "https://github.com/"]
	extraHeader = "Authorization: Bearer PLANTED"
[http]
	extraHeader = "X-Internal: PLANTED"
-- work/go.mod --
module example.com/app

go 1.20

require github.com/google/uuid v1.6.0
-- faults --
github.com status 500 sorry
`},
	{"git's outbound proxy", `
-- goenv --
GOPROXY=direct
-- gitconfig --
[http]
	proxy = http://user:PLANTED@proxy.corp.example:3129
-- work/go.mod --
module example.com/app

go 1.20

require github.com/google/uuid v1.6.0
-- faults --
proxy.corp.example refuse
`},
	{"a remote of the project", `
-- work/.git/HEAD --
ref: refs/heads/main
-- work/.git/objects/info/none --
-- work/.git/refs/heads/.none --
-- work/.git/config --
[core]
	repositoryformatversion = 0
[remote "origin"]
	url = https://user:PLANTED@git.corp.example/team/app.git
-- work/go.mod --
module git.corp.example/team/app

go 1.20

require git.corp.example/team/lib v1.0.0
-- faults --
proxy.golang.org refuse
`},
	{"git settings of the environment", `
-- osenv --
GIT_CONFIG_COUNT=2
GIT_CONFIG_KEY_0=url.https://user:PLANTED@hub.fastgit.gone.example/.insteadOf
GIT_CONFIG_VALUE_0=https://github.com/
GIT_CONFIG_KEY_1=http.extraHeader
GIT_CONFIG_VALUE_1=Authorization: Basic PLANTED
GOPROXY=direct
-- work/go.mod --
module example.com/app

go 1.20

require github.com/google/uuid v1.6.0
`},
	{"an ssh command", `
-- osenv --
GIT_SSH_COMMAND=sshpass -p PLANTED ssh
-- goenv --
GOPROXY=direct
-- gitconfig --
[core]
	sshCommand = sshpass -p 'PLANTED' ssh -o X=y
[url "ssh://git@git.corp.example/"]
	insteadOf = https://github.com/
-- work/go.mod --
module example.com/app

go 1.20

require github.com/google/uuid v1.6.0
`},
	{"GOAUTH's command", `
-- osenv --
GOAUTH=/bin/echo Authorization: Bearer PLANTED
-- goenv --
GOPROXY=https://goproxy.corp.example
`},
	{"a linker's flag", `
-- goenv --
GOFLAGS=-ldflags=-X=main.apiKey=PLANTED
-- faults --
proxy.golang.org refuse
`},
	{"a linker's flag that go rejects", `
-- goenv --
GOFLAGS=-nosuchflag=1 -ldflags=-X=main.apiKey=PLANTED
`},
	{"what a server says", `
-- faults --
proxy.golang.org status 500 Authorization: Bearer PLANTED at https://user:PLANTED@inside.example/?sig=PLANTED
goproxy.cn status 403 {"token":"PLANTED","access_token":"PLANTED"}
`},
	{"where a server redirects to", `
-- faults --
proxy.golang.org redirect https://user:PLANTED@storage.googleapis.com/x/?X-Goog-Signature=PLANTED&path=
storage.googleapis.com status 403 no
`},
	{"a git server that redirects", `
-- goenv --
GOPROXY=direct
-- work/go.mod --
module example.com/app

go 1.20

require github.com/google/uuid v1.6.0
-- faults --
github.com redirect https://user:PLANTED@unassigned.example/?sig=PLANTED&path=
`},
	{"a replacement's path in go.mod", `
-- work/go.mod --
module example.com/app

go 1.20

require rsc.io/quote v1.5.2

replace rsc.io/quote => https://user:PLANTED@git.corp.example/x v1.0.0
`},
	{"a GOENV file that is no settings file", `
-- goenv --
https://user:PLANTED@goproxy.corp.example
password=PLANTED
GOPROXY=https://user:PLANTED@goproxy.corp.example
`},
	{"a git configuration that cannot be read", `
-- gitconfig --
[http]
	proxy = http://user:PLANTED@proxy.corp.example:3129
[url "https://user:PLANTED@github.com/
`},
	{"variables that are nothing to go", `
-- osenv --
GITHUB_TOKEN=PLANTED
NPM_CONFIG_//registry/:_authToken=PLANTED
AWS_SECRET_ACCESS_KEY=PLANTED
-- faults --
proxy.golang.org refuse
`},
}

// everyPlace says to run every command in every format at every place; else each
// place has one of the formats that differ in nothing but the way of writing.
const everyPlace = "GOFIX_NET_SECRETS"

// secretCommands are the commands that print something of the machine.
func secretCommands(place int) [][]string {
	commands := [][]string{{"doctor", "--lang", "zh", "-v"}, {"doctor", "--format", "json"}}
	commands = append(commands, some(place, [][]string{
		{"doctor", "--format", "markdown"}, {"doctor", "--format", "junit"}, {"doctor", "--format", "sarif"},
		{"doctor", "--format", "github"}, {"doctor", "--format", "openmetrics"},
	})...)
	commands = append(commands, []string{"trace", "--all", "--format", "json"}, []string{"apply", "--dry-run"})
	commands = append(commands, some(place, [][]string{
		{"trace", "--all"}, {"trace", "--offline", "rsc.io/quote@v1.5.2"}, {"doctor"},
		{"apply", "--dry-run", "--format", "json"}, {"apply", "--dry-run", "--profile", "china"},
	})...)
	return append(commands, []string{"apply", "--yes", "--format", "json"}, []string{"undo", "--list"}, []string{"undo"},
		[]string{"apply", "--yes", "--profile", "china"}, []string{"undo", "--list", "--format", "json"}, []string{"undo", "--force"})
}

// some returns the choice of a place, or all where that is asked for.
func some[T any](place int, all []T) []T {
	if os.Getenv(everyPlace) == "all" {
		return all
	}
	return all[place%len(all):][:1]
}

// TestSecretsAreNotShown plants a secret in every place that can hold one, runs
// everything that prints, and wants it nowhere: not in any format, not in an
// error, not in a file that another user may read.
func TestSecretsAreNotShown(t *testing.T) {
	need.Long(t)
	binary := Build(t)
	var places []int
	for i := range secretPlaces {
		places = append(places, i)
	}
	for _, i := range need.Today(places, 5) {
		place := secretPlaces[i]
		t.Run(place.name, func(t *testing.T) {
			env := []string{binaryVariable + "=" + binary, everyPlace + "=" + os.Getenv(everyPlace)}
			TestWith(t, env, func(t *testing.T, l *Lab) {
				text := "A secret in " + place.name + ".\n" + strings.TrimPrefix(place.scenario, "\n") +
					"-- expect --\nverdict broken\ncause any\nafter unchanged\n"
				s, err := ParseScenario([]byte(strings.ReplaceAll(text, "PLANTED", planted)))
				if err != nil {
					t.Fatal(err)
				}
				if err := l.Prepare(s); err != nil {
					t.Fatal(err)
				}
				r := &scenarioRun{t: t, lab: l, s: s, binary: os.Getenv(binaryVariable)}
				before := secretFiles(t, l)
				for _, args := range secretCommands(i) {
					r.coolDown()
					out := r.execute(toolLimit, append([]string{r.binary}, args...)...)
					shows(t, strings.Join(args, " "), out.Stdout+out.Stderr)
				}
				explainsWithoutSecret(t, r, i)
				for name, mode := range secretFiles(t, l) {
					if _, old := before[name]; !old && mode.Perm()&0o077 != 0 {
						t.Errorf("%s holds the secret and has mode %s", name, mode.Perm())
					}
				}
			})
		})
	}
}

// explainsWithoutSecret has the real go's own words explained.
func explainsWithoutSecret(t *testing.T, r *scenarioRun, place int) {
	t.Helper()
	r.coolDown()
	raw := r.execute(toolLimit, "go", "mod", "download", "-x")
	log := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(log, []byte(raw.Stdout+raw.Stderr), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, format := range some(place, []string{"text", "json", "github", "markdown", "junit", "sarif"}) {
		out := r.execute(toolLimit, r.binary, "explain", "--format", format, log)
		shows(t, "explain --format "+format, out.Stdout+out.Stderr)
	}
	out := r.execute(toolLimit, r.binary, "explain", "--doctor", log)
	shows(t, "explain --doctor", out.Stdout+out.Stderr)
}

// shows complains where a text holds the secret, plain or as Basic credentials.
func shows(t *testing.T, what, text string) {
	t.Helper()
	for _, secret := range []string{planted, base64.StdEncoding.EncodeToString([]byte("user:" + planted))} {
		for line := range strings.Lines(text) {
			if strings.Contains(line, secret) {
				t.Errorf("%s shows the secret: %s", what, line)
				return
			}
		}
	}
}

// secretFiles returns the files below the lab's home and work directory that
// hold the secret.
func secretFiles(t *testing.T, l *Lab) map[string]fs.FileMode {
	t.Helper()
	found := map[string]fs.FileMode{}
	for _, root := range []string{l.Home(), l.Work()} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil || !bytes.Contains(data, []byte(planted)) {
				return err
			}
			info, err := d.Info()
			if err == nil {
				found[name] = info.Mode()
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}
