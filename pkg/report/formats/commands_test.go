package formats

import (
	"strings"
	"testing"
)

// TestCommandsStayWhole wraps sentences with a command in them so that the line ends
// within the command.
func TestCommandsStayWhole(t *testing.T) {
	for _, c := range []struct {
		text, whole string
	}{
		{"Take back what was written with: gofix-net undo 20260102-030405.", "gofix-net undo 20260102-030405."},
		{"Set it first: go env -w GOPROXY=https://goproxy.cn,direct (with your address)", "go env -w GOPROXY=https://goproxy.cn,direct"},
		{"Remove it with: git config --global --unset-all http.proxy and try again", "git config --global --unset-all http.proxy"},
		{"请先设置：go env -w GOPROXY=https://goproxy.cn,direct（换成公司代理的地址）", "go env -w GOPROXY=https://goproxy.cn,direct"},
		{"Clear the cache: go clean -modcache, then run it again", "go clean -modcache,"},
		{"Ask go itself about it, in the same directory: go mod download rsc.io/quote@v1.5.2", "go mod download rsc.io/quote@v1.5.2"},
		{"On Linux with systemd, this changes it: resolvectl dns LINK ADDRESS", "resolvectl dns LINK ADDRESS"},
		{"To free what builds left behind: docker builder prune does it", "docker builder prune"},
		{"Then install it with: sudo update-ca-certificates --fresh and try again", "sudo update-ca-certificates --fresh"},
		{"To have go and git use it: add this line to ~/.profile: export HTTPS_PROXY=socks5h://proxy.corp.example:1080", "export HTTPS_PROXY=socks5h://proxy.corp.example:1080"},
		{"For this shell only: unset HTTPS_PROXY", "unset HTTPS_PROXY"},
		{"Remove GIT_DIR from the environment of go; in a git hook: unset $(git rev-parse --local-env-vars)", "unset $(git rev-parse --local-env-vars)"},
		{"Show the fingerprint that this machine sees: ssh-keyscan github.com | ssh-keygen -lf -", "ssh-keyscan github.com | ssh-keygen -lf -"},
		{"Only if it is the same, add it: ssh-keyscan github.com >> ~/.ssh/known_hosts", "ssh-keyscan github.com >> ~/.ssh/known_hosts"},
		{"仅当一致时，添加：ssh-keyscan -p 2222 github.com >> ~/.ssh/known_hosts", "ssh-keyscan -p 2222 github.com >> ~/.ssh/known_hosts"},
		{"See what is full: df -h \"/home/a b/go/pkg/mod\" and df -i \"/home/a b/go/pkg/mod\"; then free some space there.", "df -i \"/home/a b/go/pkg/mod\";"},
		{"See what stands there, and move it away: ls -ld \"/home/somebody/go/pkg/mod\"", "ls -ld \"/home/somebody/go/pkg/mod\""},
		{"Find out who wrote that line, and when: git log -p -S \"h1:0gLvImvrNj7dKEInqN56sUcdoC7vHqARcJC54h10JS0=\" -- go.sum", "git log -p -S \"h1:0gLvImvrNj7dKEInqN56sUcdoC7vHqARcJC54h10JS0=\" -- go.sum"},
		{"In scripts, download first: for i in 1 2 3 4 5; do go mod download && break; sleep 5; done", "for i in 1 2 3 4 5; do go mod download && break; sleep 5; done"},
		{"Fix the route (ip -6 route), or disable IPv6 on the interface: sysctl -w net.ipv6.conf.INTERFACE.disable_ipv6=1", "sysctl -w net.ipv6.conf.INTERFACE.disable_ipv6=1"},
		{"Another file holds it. Remove it with: git config --file /home/somebody/system.gitconfig --unset-all url.https://hub.fastgit.org/.insteadOf", "git config --file /home/somebody/system.gitconfig --unset-all url.https://hub.fastgit.org/.insteadOf"},
		{"Remove only these files and try again: rm -f '/home/a b/go/pkg/mod/x.zip' '/home/a b/go/pkg/mod/x.ziphash'", "rm -f '/home/a b/go/pkg/mod/x.zip' '/home/a b/go/pkg/mod/x.ziphash'"},
		{"ssh does not use id, since other users may read it: chmod 600 ~/.ssh/id", "chmod 600 ~/.ssh/id"},
		{"Set it for your programs: setx HTTPS_PROXY \"http://proxy.corp.example:3128\", then open a new terminal", "setx HTTPS_PROXY \"http://proxy.corp.example:3128\","},
		{"For this shell only, in PowerShell: $env:HTTPS_PROXY = \"http://proxy.corp.example:3128\"", "$env:HTTPS_PROXY = \"http://proxy.corp.example:3128\""},
		{"Make it a default that can be overridden: ARG GOPROXY=https://proxy.golang.org,direct", "ARG GOPROXY=https://proxy.golang.org,direct"},
		{"校准本机时钟：sudo timedatectl set-ntp true", "sudo timedatectl set-ntp true"},
	} {
		for width := 40; width < 60; width++ {
			if got := strings.Join(wrap(c.text, width), "\n"); !strings.Contains(got, c.whole) {
				t.Errorf("%d columns:\n%s\nbreaks %q", width, got, c.whole)
			}
		}
	}
}

// TestProseIsNoCommand wraps sentences in which go and git are not commands.
func TestProseIsNoCommand(t *testing.T) {
	for _, text := range []string{
		"go asks this proxy first, and git goes to the origin; gofix-net reads both of them",
		"what go env -w wrote there has no effect on this machine at all, and go ignores it",
		"they export what they unset for users of ssh and of git, and then they rm nothing",
		"for i there is no end in this sentence, which goes on for a while longer than a line",
		"for this shell only, ls and df say what was there for the owner of this machine",
	} {
		for _, line := range wrap(text, 30) {
			if widest(line) > 30 {
				t.Errorf("%q is wider than 30 columns", line)
			}
		}
	}
}
