package settings

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// Credentials are the places from which go and git take logins on this machine. No
// credential is in it, no program was asked, and the user was not prompted.
type Credentials struct {
	// Go and Git are the netrc files that the two read. Misnamed is one that neither
	// reads, since it has the name that it would need on Windows.
	Go       Netrc `json:"go,omitzero"`
	Git      Netrc `json:"git,omitzero"`
	Misnamed Netrc `json:"misnamed,omitzero"`
	// Auth are the sources of GOAUTH that cannot work here, by their text.
	Auth map[string]AuthGone `json:"auth,omitempty"`
	// Agent says that an ssh agent is announced and its socket exists.
	Agent bool `json:"agent,omitempty"`
	// Keys are the names of key files in ~/.ssh.
	Keys []string `json:"keys,omitempty"`
	// Tokens are the variables by which CI systems hand over tokens.
	Tokens []Token `json:"tokens,omitempty"`
}

// Token is a variable of the environment that has a token for git hosts.
type Token struct {
	Name string `json:"name"`
	// Server is the host whose jobs get the token, in lower case; "" where the
	// environment does not tell.
	Server string `json:"server,omitempty"`
}

// tokenVariables are the variables that CI systems and command-line tools of forges
// use for tokens.
var tokenVariables = []string{"GITHUB_TOKEN", "GH_TOKEN", "CI_JOB_TOKEN", "GITLAB_TOKEN", "GITEA_TOKEN", "FORGEJO_TOKEN", "BITBUCKET_TOKEN", "SYSTEM_ACCESSTOKEN", "AZURE_DEVOPS_EXT_PAT"}

// tokenServers are the variables, of which the first that is set counts, by which a CI
// system tells the server that a token is for, as a host or as a URL. Gitea and Forgejo
// set those of GitHub Actions.
func tokenServers(token string) []string {
	switch token {
	case "CI_JOB_TOKEN":
		return []string{"CI_SERVER_HOST", "CI_SERVER_URL"}
	case "GITLAB_TOKEN":
		return []string{"CI_SERVER_HOST", "CI_SERVER_URL", "GITLAB_HOST"}
	case "GITHUB_TOKEN", "GITEA_TOKEN", "FORGEJO_TOKEN":
		return []string{"GITHUB_SERVER_URL"}
	case "GH_TOKEN":
		return []string{"GH_HOST", "GITHUB_SERVER_URL"}
	case "SYSTEM_ACCESSTOKEN":
		return []string{"SYSTEM_COLLECTIONURI"}
	case "BITBUCKET_TOKEN":
		return []string{"BITBUCKET_GIT_HTTP_ORIGIN"}
	}
	return nil
}

// serverOf is the host that a token is for.
func serverOf(token string, getenv func(string) string) string {
	for _, name := range tokenServers(token) {
		value := getenv(name)
		if value == "" {
			continue
		}
		if !strings.Contains(value, "://") {
			value = "https://" + value
		}
		if u, err := url.Parse(value); err == nil {
			return strings.ToLower(u.Hostname())
		}
	}
	return ""
}

// maxKeys bounds how many key files are named.
const maxKeys = 8

func readCredentials(m *host.Machine) Credentials {
	c := Credentials{Go: netrcOfGo(m), Git: netrcOfGit(m), Misnamed: misnamedNetrc(m)}
	if socket := m.Getenv("SSH_AUTH_SOCK"); socket != "" {
		_, err := m.Stat(socket)
		c.Agent = err == nil
	}
	c.Keys = readKeys(m)
	for _, name := range tokenVariables {
		if m.Getenv(name) != "" {
			c.Tokens = append(c.Tokens, Token{Name: name, Server: serverOf(name, m.Getenv)})
		}
	}
	return c
}

// readKeys returns the names of private keys in ~/.ssh: files that have a public half
// beside them. They are not opened.
func readKeys(m *host.Machine) []string {
	home, err := m.HomeDir()
	if err != nil {
		return nil
	}
	entries, err := m.ReadDir(filepath.Join(home, ".ssh"))
	if err != nil {
		return nil
	}
	var names, out []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	for _, name := range names {
		if private, ok := strings.CutSuffix(name, ".pub"); ok && slices.Contains(names, private) && len(out) < maxKeys {
			out = append(out, private)
		}
	}
	return out
}
