package wire

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// netrcLine is one machine of a netrc file.
type netrcLine struct{ machine, login, password string }

// netrc returns the credentials that the go command would send by itself:
// those of netrc unless GOAUTH names other sources only. Commands in GOAUTH
// are not run: they are foreign programs and may ask the user something.
func netrc(env *probe.Env) []netrcLine {
	if env.ReadFile == nil || !usesNetrc(env.Settings.Go.Version, env.Settings.Get("GOAUTH").Reveal()) {
		return nil
	}
	for _, name := range netrcFiles(env) {
		data, err := host.Whole(env.ReadFile, name, host.MaxNetrc)
		if err == nil {
			return parseNetrc(string(data))
		}
	}
	return nil
}

// usesNetrc reports whether GOAUTH has netrc among its sources. Empty is the
// default, netrc (cmd/go/internal/auth, Go 1.24; before, netrc was all there was, and
// a GOAUTH that is set means nothing to go).
func usesNetrc(toolchain, goauth string) bool {
	if strings.TrimSpace(goauth) == "" || route.OlderGo(toolchain, "1.24") {
		return true
	}
	return slices.ContainsFunc(settings.AuthSources(goauth), func(s settings.AuthSource) bool { return s.Kind == settings.AuthNetrc })
}

func netrcFiles(env *probe.Env) []string {
	home := ""
	if env.HomeDir != nil {
		if dir, err := env.HomeDir(); err == nil {
			home = dir
		}
	}
	return host.NetrcFiles(env.Settings.OS, env.Settings.Variable("NETRC").Reveal(), home)
}

// parseNetrc reads a netrc file as cmd/go/internal/auth does: "default" is
// ignored, macros are skipped, a machine counts once it has login and password.
func parseNetrc(data string) []netrcLine {
	var list []netrcLine
	var l netrcLine
	inMacro := false
	for line := range strings.SplitSeq(data, "\n") {
		if inMacro {
			inMacro = line != ""
			continue
		}
		f := strings.Fields(line)
		for i := 0; i+1 < len(f); i += 2 {
			switch f[i] {
			case "machine":
				l = netrcLine{machine: f[i+1]}
			case "login":
				l.login = f[i+1]
			case "password":
				l.password = f[i+1]
			case "macdef":
				inMacro = true
			}
			if l.machine != "" && l.login != "" && l.password != "" {
				list = append(list, l)
				l = netrcLine{}
			}
		}
	}
	return list
}

// authenticate adds the credentials that go would send with a request for u:
// those of the URL itself, else those of the longest netrc machine that is a
// prefix of host/path. Over http go sends none.
func authenticate(h http.Header, u *url.URL, lines []netrcLine) {
	if u.Scheme != "https" {
		return
	}
	r := http.Request{Header: h}
	if u.User != nil {
		password, _ := u.User.Password()
		r.SetBasicAuth(u.User.Username(), password)
		return
	}
	for prefix := strings.TrimSuffix(u.Host+u.EscapedPath(), "/"); prefix != ""; {
		for _, l := range lines {
			if l.machine == prefix {
				r.SetBasicAuth(l.login, l.password)
				return
			}
		}
		slash := strings.LastIndexByte(prefix, '/')
		if slash < 0 {
			return
		}
		prefix = prefix[:slash]
	}
}
