package settings

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// Credentials are the places from which go and git take logins on this machine. No
// credential is in it, no program was asked, and the user was not prompted.
type Credentials struct {
	// Netrc is the netrc file that the go command reads, "" where there is none.
	Netrc string `json:"netrc,omitempty"`
	// NetrcOpen says that other users of the machine may read it.
	NetrcOpen bool `json:"netrcOpen,omitempty"`
	// Agent says that an ssh agent is announced and its socket exists.
	Agent bool `json:"agent,omitempty"`
	// Keys are the names of key files in ~/.ssh.
	Keys []string `json:"keys,omitempty"`
	// Tokens are the names of variables by which CI systems hand over tokens.
	Tokens []string `json:"tokens,omitempty"`
}

// tokenVariables are the variables that CI systems and command-line tools of forges
// use for tokens.
var tokenVariables = []string{"GITHUB_TOKEN", "GH_TOKEN", "CI_JOB_TOKEN", "GITLAB_TOKEN", "GITEA_TOKEN", "FORGEJO_TOKEN", "BITBUCKET_TOKEN", "SYSTEM_ACCESSTOKEN", "AZURE_DEVOPS_EXT_PAT"}

// maxKeys bounds how many key files are named.
const maxKeys = 8

func readCredentials(m *host.Machine) Credentials {
	var c Credentials
	for _, name := range netrcFiles(m) {
		info, err := m.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		c.Netrc = name
		c.NetrcOpen = m.OS != "windows" && info.Mode().Perm()&0o044 != 0
		break
	}
	if socket := m.Getenv("SSH_AUTH_SOCK"); socket != "" {
		_, err := m.Stat(socket)
		c.Agent = err == nil
	}
	c.Keys = readKeys(m)
	for _, name := range tokenVariables {
		if m.Getenv(name) != "" {
			c.Tokens = append(c.Tokens, name)
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
