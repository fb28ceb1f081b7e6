package known

import "strings"

// ForgeKind is the software of a host of git repositories, by which it is told how a
// login is given.
type ForgeKind string

// The kinds; "" is none that the name tells.
const (
	KindGitHub    ForgeKind = "github"
	KindGitLab    ForgeKind = "gitlab"
	KindGitea     ForgeKind = "gitea" // and Forgejo
	KindBitbucket ForgeKind = "bitbucket"
	KindAzure     ForgeKind = "azure"
	KindGerrit    ForgeKind = "gerrit"
)

// forgeKinds are the words of host names, and hosts, that tell a kind; the more
// special ones first.
var forgeKinds = []struct {
	in   string
	kind ForgeKind
}{
	{"googlesource.com", KindGerrit}, {"gerrit", KindGerrit},
	{"dev.azure.com", KindAzure}, {"visualstudio.com", KindAzure},
	{"bitbucket", KindBitbucket}, {"stash", KindBitbucket},
	{"codeberg.org", KindGitea}, {"gitea", KindGitea}, {"forgejo", KindGitea},
	{"gitlab", KindGitLab}, {"jihulab.com", KindGitLab}, {"framagit.org", KindGitLab},
	{"github", KindGitHub},
}

// KindOf tells the kind of a host from its name.
func KindOf(host string) ForgeKind {
	host = strings.ToLower(host)
	for _, k := range forgeKinds {
		if strings.Contains(k.in, ".") && (host == k.in || strings.HasSuffix(host, "."+k.in)) ||
			!strings.Contains(k.in, ".") && strings.Contains(host, k.in) {
			return k.kind
		}
	}
	return ""
}

// sshOver443 are the hosts by which forges take ssh on port 443 (their own documents,
// 2025).
func sshOver443(host string) string {
	switch host {
	case "github.com":
		return "ssh.github.com"
	case "gitlab.com":
		return "altssh.gitlab.com"
	case Bitbucket:
		return "altssh.bitbucket.org"
	}
	return ""
}

// SSHOver443 is the host by which a forge takes ssh on port 443, "" where none is known.
func SSHOver443(host string) string { return sshOver443(strings.ToLower(host)) }
