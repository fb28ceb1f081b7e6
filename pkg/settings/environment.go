package settings

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
)

// environment is the operating system's environment, first entry of a name
// winning, as in the programs that read it.
type environment struct {
	fold    bool // Windows: names differ by more than case
	entries []variable
}

type variable struct{ name, value string }

func newEnvironment(goos string, environ []string) *environment {
	e := &environment{fold: goos == "windows"}
	for _, entry := range environ {
		name, value, found := strings.Cut(entry, "=")
		if !found || name == "" {
			continue // Windows' own =C:=C:\dir
		}
		if _, known := e.lookup(name); !known {
			e.entries = append(e.entries, variable{name, value})
		}
	}
	return e
}

func (e *environment) lookup(name string) (string, bool) {
	for _, v := range e.entries {
		if v.name == name || e.fold && strings.EqualFold(v.name, name) {
			return v.value, true
		}
	}
	return "", false
}

func (e *environment) get(name string) string {
	v, _ := e.lookup(name)
	return v
}

// osVariables are the variables that go, git, ssh and curl read and no tool
// writes, beside those that exist in both cases.
var osVariables = []string{
	"REQUEST_METHOD", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE",
	"GIT_SSL_NO_VERIFY", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_CERT", "GIT_SSL_KEY",
	"GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_PROXY_COMMAND", "GIT_PROXY_SSL_CAINFO", "GIT_HTTP_PROXY_AUTHMETHOD",
	"GIT_ALLOW_PROTOCOL", "GIT_PROTOCOL_FROM_USER", "GIT_TERMINAL_PROMPT", "GIT_ASKPASS", "SSH_ASKPASS", "GCM_INTERACTIVE",
	"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_QUARANTINE_PATH", "GIT_HTTP_USER_AGENT",
	"NETRC", "XDG_CONFIG_HOME", "HOME", "USERPROFILE", "APPDATA", "CI", "LANG", "LC_ALL", "LC_MESSAGES", "RES_OPTIONS", "LOCALDOMAIN",
}

// proxyVariables exist in both cases; which one wins differs from program to
// program, so both are kept.
var proxyVariables = []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "FTP_PROXY"}

// variables returns the settings that are plain variables. One that is set and
// empty is kept: git takes an empty GIT_SSL_CAINFO for a file without a name.
func (e *environment) variables() []Setting {
	names := make([]string, 0, len(osVariables)+2*len(proxyVariables))
	for _, name := range proxyVariables {
		names = append(names, name)
		if !e.fold {
			names = append(names, strings.ToLower(name))
		}
	}
	names = append(names, osVariables...)
	var out []Setting
	for _, name := range names {
		if v, set := e.lookup(name); set {
			value := Value(v)
			if name == "GIT_CONFIG_PARAMETERS" { // any of git's settings, headers too
				value = Secret(v)
			}
			out = append(out, Setting{Key: Variable(name), Value: value, Origin: OSEnv})
		}
	}
	return out
}

// maxStrange bounds the value of a variable that go does not know.
const maxStrange = 4 << 10

// goNames returns the variables that look like one of the go command's,
// without those that go ignores because they are empty.
func (e *environment) goNames() []variable {
	var out []variable
	for _, v := range e.entries {
		if e.fold {
			v.name = strings.ToUpper(v.name)
		}
		if v.value == "" || !looksLikeGo(v.name) || !knownVariable(v.name) && len(v.value) > maxStrange {
			continue
		}
		out = append(out, v)
	}
	return out
}

// looksLikeGo reports whether a name could be meant for the go command. The
// variables of Google's other programs are not, and hold credentials.
func looksLikeGo(name string) bool {
	return strings.HasPrefix(name, "GO") && !strings.HasPrefix(name, "GOOGLE") && name == strings.ToUpper(name)
}

// goValue keeps the value of a name that go does not know and that may be a
// credential from ever being shown.
func goValue(name, value string) Value {
	if !knownVariable(name) && foreign.MaybeSecretName(name) {
		return Secret(value)
	}
	return Value(value)
}
