package wire

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestParseAuth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string // PREFIX=AUTHORIZATION
		ok   bool
	}{
		{"", nil, true},
		{"https://a.example\n\nAuthorization: Basic eA==\n\n", []string{"a.example=Basic eA=="}, true},
		{"https://a.example/x/\nhttps://b.example\n\nAuthorization: B\n\nhttps://c.example\n\nAuthorization: C\n\n", []string{"a.example/x=B", "b.example=B", "c.example=C"}, true},
		{"hello\n", nil, false},
		{"https://a.example\n\nAuthorization: x", nil, false},
		{"https://a.example\n\nAuthorization\n\n", nil, false},
		{"https://a.example\n\nA b: x\n\n", nil, false},
		{"https://a.example", nil, false},
	} {
		logins, ok := ParseAuth(c.text)
		var got []string
		for _, l := range logins {
			got = append(got, l.Prefix+"="+l.Header.Get("Authorization"))
		}
		if ok != c.ok || !slices.Equal(got, c.want) {
			t.Errorf("%q: %q %v, want %q %v", c.text, got, ok, c.want, c.ok)
		}
	}
}

func FuzzParseAuth(f *testing.F) {
	f.Add("https://a.example\n\nAuthorization: Basic eA==\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		logins, ok := ParseAuth(text)
		if !ok && len(logins) > 0 {
			t.Errorf("%q: unreadable, and it has %d", text, len(logins))
		}
	})
}

// authEnv is a machine on which programs say what is given, by their first word.
func authEnv(goauth, version string, says map[string]string, ran *[]string) *probe.Env {
	s := &settings.Snapshot{OS: "linux", Go: settings.GoTool{Version: version, Path: "go"}}
	s.Layers = []settings.Setting{{Key: settings.Go("GOAUTH"), Value: settings.Value(goauth), Origin: settings.GoenvFile}}
	return &probe.Env{Settings: s, Run: func(ctx context.Context, c host.Command) (host.Output, error) {
		*ran = append(*ran, strings.Join(c.Args, " "))
		switch said := says[c.Args[0]]; said {
		case "fails":
			return host.Output{Code: 3}, nil
		case "hangs":
			<-ctx.Done()
			return host.Output{Code: -1}, ctx.Err()
		default:
			return host.Output{Stdout: []byte(said)}, nil
		}
	}}
}

func TestLogins(t *testing.T) {
	t.Parallel()
	const answer = "https://a.example\n\nAuthorization: command\n\n"
	const fill = "protocol=https\nhost=a.example\nusername=u\npassword=p\n"
	for _, c := range []struct {
		story, goauth, version string
		first, second          string // the Authorization before and after a refusal
	}{
		{"a command", "cmd -x", "go1.26.8", "command", "command"},
		{"a command and an old go", "cmd -x", "go1.23.1", "", ""},
		{"git", "git /", "go1.26.8", "", "Basic dTpw"},
		{"git without a directory", "git", "go1.26.8", "", ""},
		{"off", "off", "go1.26.8", "", ""},
		{"netrc", "netrc", "go1.26.8", "", ""},
		{"the first one counts", "git /;cmd", "go1.26.8", "command", "Basic dTpw"},
		{"the first one counts, again", "cmd;git /", "go1.26.8", "command", "command"},
		{"a command that fails", "bad;git /", "go1.26.8", "", "Basic dTpw"},
	} {
		var ran []string
		env := authEnv(c.goauth, c.version, map[string]string{"cmd": answer, "git": fill, "bad": "fails"}, &ran)
		u, _ := url.Parse("https://a.example/m/@v/list")
		l := loginsOf(env)
		h := http.Header{}
		l.first(t.Context(), h, u)
		if h.Get("Authorization") != c.first {
			t.Errorf("%s: first %q, want %q", c.story, h.Get("Authorization"), c.first)
		}
		refused := &http.Response{StatusCode: 401, Status: "401 Unauthorized", Header: http.Header{}, Request: &http.Request{Header: h}}
		again := l.again(t.Context(), refused, u)
		h = http.Header{}
		l.first(t.Context(), h, u)
		if h.Get("Authorization") != c.second || again != (c.first != c.second) {
			t.Errorf("%s: then %q (again %v), want %q; ran %q", c.story, h.Get("Authorization"), again, c.second, ran)
		}
		other, _ := url.Parse("https://b.example/m")
		h = http.Header{}
		if l.first(t.Context(), h, other); len(h) > 0 {
			t.Errorf("%s: another host gets %v", c.story, h)
		}
	}
}

// TestNoLoginForCandidates: no program is asked for a login for a public proxy that the
// settings do not lead to.
func TestNoLoginForCandidates(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{"https://goproxy.cn/m/@v/list": false, "https://a.example/m/@v/list": true} {
		var ran []string
		l := loginsOf(authEnv("git /", "go1.26.8", map[string]string{"git": "protocol=https\nhost=goproxy.cn\nusername=u\npassword=p\n"}, &ran))
		u, _ := url.Parse(host)
		l.again(t.Context(), &http.Response{StatusCode: 401, Status: "401 Unauthorized", Request: &http.Request{Header: http.Header{}}}, u)
		if got := len(ran) > 0; got != want {
			t.Errorf("%s: asked %q", host, ran)
		}
	}
}

func TestAskAuth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		goauth string
		want   []probe.AuthCommand
	}{
		{"netrc", nil}, {"off", nil}, {"git /", nil},
		{"cmd", []probe.AuthCommand{{Source: "cmd", State: probe.HelperGave, For: []string{"a.example"}}}},
		{"netrc; 'bad'", []probe.AuthCommand{{Source: "'bad'", State: probe.HelperFails, Code: 3}}},
		{"none;odd", []probe.AuthCommand{{Source: "none", State: probe.HelperSilent}, {Source: "odd", State: probe.HelperUnreadable}}},
		{"'open", []probe.AuthCommand{{Source: "'open", State: probe.HelperMissing}}},
	} {
		var ran []string
		env := authEnv(c.goauth, "go1.26.8", map[string]string{"cmd": "https://a.example\n\nA: b\n\n", "bad": "fails", "odd": "hello"}, &ran)
		e, waits, _ := AskAuth(t.Context(), env, host.Command{Args: []string{"go", "mod", "download"}, Env: []string{"GOPROXY=off"}})
		var got []probe.AuthCommand
		if e != nil {
			got = e.Commands
		}
		if waits != "" || !slices.EqualFunc(got, c.want, func(a, b probe.AuthCommand) bool {
			return a.Source == b.Source && a.State == b.State && a.Code == b.Code && slices.Equal(a.For, b.For)
		}) {
			t.Errorf("%s: %+v %q", c.goauth, got, waits)
		}
	}
	var ran []string
	ctx, cancel := context.WithCancel(t.Context())
	env := authEnv("cmd", "go1.26.8", nil, &ran)
	env.Run = func(inner context.Context, _ host.Command) (host.Output, error) {
		cancel() // its time is over
		<-inner.Done()
		return host.Output{Code: -1}, inner.Err()
	}
	if _, waits, _ := AskAuth(ctx, env, host.Command{Env: []string{"GOPROXY=off"}}); !strings.Contains(waits, "does not end") {
		t.Errorf("a command that hangs: %q", waits)
	}
}

func TestReadHelpers(t *testing.T) {
	t.Parallel()
	start := func(sid, id, argv string) string {
		return `{"event":"child_start","sid":"` + sid + `","child_id":` + id + `,"argv":[` + argv + `]}` + "\n"
	}
	exit := func(sid, id, code string) string {
		return `{"event":"child_exit","sid":"` + sid + `","child_id":` + id + `,"code":` + code + `}` + "\n"
	}
	s := &settings.Snapshot{Layers: []settings.Setting{
		{Key: settings.Git("credential.helper"), Value: "store", Origin: settings.GitGlobal, File: "/h/.gitconfig"},
		{Key: settings.Git("credential.https://a.example.helper"), Value: "!f() { cat x; }; f", Origin: settings.GitGlobal},
		{Key: settings.Variable("GIT_ASKPASS"), Value: "/opt/ask", Origin: settings.OSEnv},
	}}
	remote := start("1", "0", `"git","remote-https","u"`)
	for _, c := range []struct {
		story, trace string
		want         []probe.GitHelper
	}{
		{"nothing", remote + exit("1", "0", "128"), nil},
		{"silent", remote + start("1/2", "0", `"git credential-store get"`) + exit("1/2", "0", "0"), []probe.GitHelper{{Setting: "credential.helper", File: "/h/.gitconfig", Program: "store", State: probe.HelperSilent}}},
		{"rejected", start("1/2", "0", `"f() { cat x; }; f get"`) + exit("1/2", "0", "0") + start("1/2", "1", `"f() { cat x; }; f erase"`) + exit("1/2", "1", "0"), []probe.GitHelper{{Setting: "credential.https://a.example.helper", State: probe.HelperRejected}}},
		{"hangs, and the trace is cut", start("1/2", "0", `"/opt/bin/helper --x get"`) + `{"event":"ch`, []probe.GitHelper{{Setting: "credential.helper", Program: "helper", State: probe.HelperHangs}}},
		{"fails", start("1/2", "0", `"f() { cat x; }; f get"`) + exit("1/2", "0", "7"), []probe.GitHelper{{Setting: "credential.https://a.example.helper", State: probe.HelperFails, Code: 7}}},
		{"a path that is not there", start("1/2", "0", `"/opt/gone get"`) + exit("1/2", "0", "127"), []probe.GitHelper{{Setting: "credential.helper", Program: "/opt/gone", State: probe.HelperMissing, Code: 127}}},
		{"a name that is not there", start("1/2", "0", `"git credential-gone get"`) + start("1/2/3", "0", `"git-credential-gone","get"`) + exit("1/2/3", "0", "-1") + exit("1/2", "0", "1"), []probe.GitHelper{{Setting: "credential.helper", Program: "gone", State: probe.HelperMissing, Code: 1}}},
		{"a question", start("1/2", "0", `"/opt/ask","Username for 'https://a.example': "`), []probe.GitHelper{{Setting: "GIT_ASKPASS", State: probe.HelperHangs}}},
		{"asked twice", start("1/2", "0", `"git credential-store get"`) + exit("1/2", "0", "0") + start("1/2", "1", `"git credential-store get"`) + exit("1/2", "1", "7"), []probe.GitHelper{{Setting: "credential.helper", File: "/h/.gitconfig", Program: "store", State: probe.HelperFails, Code: 7}}},
		{"our own question", start("1/2", "0", `"/nonexistent/askpass","Username for 'https://a.example': "`) + exit("1/2", "0", "-1"), nil},
	} {
		if got := readHelpers(c.trace, s); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.story, got, c.want)
		}
	}
}

func TestReadSSH(t *testing.T) {
	t.Parallel()
	e := readSSH(`debug1: get_agent_identities: ssh_get_authentication_socket: Connection refused
debug1: Offering public key: /h/.ssh/id_rsa RSA SHA256:x
debug1: Offering public key: /h/.ssh/id_ed25519 ED25519 SHA256:y
debug1: Server accepts key: /h/.ssh/id_ed25519 ED25519 SHA256:y
Load key "/h/.ssh/other": bad permissions
`)
	if e.AgentError != "Connection refused" || e.AgentEmpty || !slices.Equal(e.Offered, []string{"/h/.ssh/id_rsa", "/h/.ssh/id_ed25519"}) || !slices.Equal(e.Locked, []string{"/h/.ssh/id_ed25519"}) || !slices.Equal(e.Open, []string{"/h/.ssh/other"}) {
		t.Errorf("%+v", e)
	}
	if e := readSSH("debug1: get_agent_identities: ssh_fetch_identitylist: agent contains no identities\n"); !e.AgentEmpty || e.AgentError != "" {
		t.Errorf("%+v", e)
	}
}

func TestReadSSHOfOwnKeys(t *testing.T) {
	t.Parallel()
	e := readSSH(`debug1: Offering public key: /h/.ssh/id_rsa RSA SHA256:x
debug1: Server accepts key: /h/.ssh/id_rsa RSA SHA256:x
Load key "/h/.ssh/id_rsa": bad permissions
no such identity: /h/.ssh/work key: No such file or directory
Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures
`)
	if len(e.Locked) != 0 || !slices.Equal(e.Open, []string{"/h/.ssh/id_rsa"}) || !slices.Equal(e.Gone, []string{"/h/.ssh/work key"}) || !e.TooMany {
		t.Errorf("%+v", e)
	}
	for line, want := range map[string]bool{
		"@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @": true, "No ED25519 host key is known for h.example and you have requested strict checking.": false, "Host key verification failed.": false,
	} {
		if HostKeyChanged(line) != want {
			t.Errorf("%q: not %v", line, want)
		}
	}
}

func FuzzReadHelpers(f *testing.F) {
	f.Add(`{"event":"child_start","sid":"1","child_id":0,"argv":["git credential-store get"]}`)
	f.Add(`{"event":"child_start","sid":"1","child_id":0,"argv":[" get"]}`)
	f.Fuzz(func(_ *testing.T, trace string) { readHelpers(trace, &settings.Snapshot{}) })
}
