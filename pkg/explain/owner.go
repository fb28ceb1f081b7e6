package explain

import (
	"slices"
	"strings"
	"unicode"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/lazy"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// owners finds the words by which other programs show that the git or curl near
// them is theirs: package managers of other languages and deployment tools. The
// checkout of a project is git's own work, and what is said of it helps there too.
var owners = lazy.Value[*read.Words]{Make: func() *read.Words {
	return read.NewWords([]string{
		"pip-req-build", "Running command git clone -", "Running command git fetch -", "Collecting git+", "subprocess-exited-with-error", "pip install", "pip3 install",
		"Updating git repository", "Updating crates.io", "crates.io index", ".cargo/git", `.cargo\git`, "spurious network error", "cargo build", "cargo fetch", "cargo install",
		"pre-commit", "oh-my-zsh", "ohmyzsh", "lazy.nvim", "vim-plug", "asdf plugin", "Homebrew", "homebrew", "actions/checkout@", "Fetching the repository", "Submodule path",
		"Could not download module", "Failed to download module", ".terraform/modules", `.terraform\modules`, "Terraform init", "terraform init",
		"npm ERR!", "npm error", "yarn install", "pnpm install", "composer install", "composer update", "packagist.org",
		"bundle install", "Fetching gem ", "Bundler::", "UNREACHABLE! =>", "FAILED! =>", "ansible-galaxy",
		"pod install", "swift package", "xcodebuild", "resolve package dependencies", "Failed to clone repository", "flutter pub", "mix deps.get", "CMake Error", "FetchContent", "Detected a corrupted git cache",
	})
}}

// ours are the words of the go command: what follows them is its own again.
var ours = lazyre.New(`^\s*(?:\S+ )?go: |[\s\]|>)#┃│]go: \S+@v\d|# cd \S+; git |\bpackage \S+: exit status |\b(?:dep ensure|glide (?:install|update|up|get)|govendor sync)\b|\bgo (?:get|mod|build|install|run|test|list|generate|work|vet|tool)\b|go-get=1|GOPROXY|[/\\]cache[/\\]vcs[/\\]+[0-9a-f]{4}|unrecognized import path|://go\.googlesource\.com|://gopkg\.in`)

// oursWords has a word of each match of ours.
var oursWords = lazy.Value[*read.Words]{Make: func() *read.Words {
	return read.NewWords([]string{
		"go: ", "go get", "go mod", "go build", "go install", "go run", "go test", "go list", "go generate", "go work", "go vet", "go tool",
		"# cd ", ": exit status ", "dep ensure", "glide ", "govendor sync",
		"go-get=1", "GOPROXY", "cache/vcs", `cache\vcs`, `cache\\vcs`, "unrecognized import path", "://go.googlesource.com", "://gopkg.in",
	})
}}

// ownGit is a command line with which a person publishes or updates a repository
// of their own: go neither pushes nor pulls (before modules it did, behind "cd").
var ownGit = lazyre.New(`^\s*(?:.{0,60}[$>#%+] ?)?git (?:-[cC] \S+ )*(push|pull|clone|fetch|ls-remote)\b`)

// pushed are words that git says only of a push, mostly below what went wrong.
var pushed = lazy.Value[*read.Words]{Make: func() *read.Words {
	return read.NewWords([]string{"failed to push some refs", "Everything up-to-date", "Updates were rejected", "[remote rejected]", "git push", "git-receive-pack"})
}}

// aboutGit are the causes in git's own settings: they break what go asks of git
// as well, whichever command of git met them.
var aboutGit = []cause.ID{cause.GitProxyBroken, cause.GitRewriteBroken, cause.InsecureSetting}

// noteOwner keeps whose git the lines around are about.
func (p *parser) noteOwner(t read.Line) {
	text := t.Text
	if pushed.Get().In(text) {
		p.ownGit = true
		if p.open != nil && !p.open.goes && p.distance < maxOwned {
			p.open.ownGit = true
		}
	}
	if m := find(ownGit, text, "git "); m != nil {
		p.ownGit = m[0][1] == "push" || m[0][1] == "pull"
	}
	switch by := runnerOf(text); {
	case oursWords.Get().In(text) && ours.MatchString(text):
		p.owned, p.ownGit, p.goNear = false, false, true
	case by != runsUnknown:
		p.owned, p.goNear = by == runsForeign, false
	case owners.Get().In(text), speaksOfGit(text) && !strings.Contains(t.Shown, "##["): // the verdict of a CI system on its own step
		if importPath.MatchString(text) {
			p.goNear = true // dep and glide report so
			return
		}
		p.owned, p.goNear = true, false
		if p.open != nil && !p.open.goes && p.distance < maxOwned {
			p.open.owned = true // the program whose git it was reports the failure
		}
	}
}

// importPath is a path on a host without a scheme.
var importPath = lazyre.New(`(?:^|\s)(?:[a-z0-9-]+\.)+[a-z]{2,}/[\w.~-]+(?:/[\w.~-]+)*(?:@\S+)?:?(?:\s|$)`)

// Another program that runs git says so: it quotes the command or names it with its
// path, it is a traceback, or its verdict stands around what git has printed. A shell
// in a Dockerfile quotes its whole command, which is that of a person.
var (
	quotedGit = lazyre.New(`(?:['"\x60(\[]|[\w)]: |"; |/bin/|/bin/env )git(?:\.exe)?['"]?,? (?:-|['"]?(?:clone|fetch|pull|ls-remote|checkout|submodule|init)\b)|\bgit(?:\.exe)?['"]{0,2} (?:exited|failed|returned|finished|command failed|operation failed)|\bgit: exit (?:status|code) \d|\bgit \[(?:-\S+ )*(?:clone|fetch|pull)\b`)
	traceback = lazyre.New(`(?:^|[\s\[.:])[A-Za-z]\w*(?:Exception|Error)\b(?:\]|:|$)|^Traceback \(most recent|(?:^|\s)at \S+ \(\S+:\d+:\d+\)|\[Errno -?\d+\]`)
	verdict   = lazyre.New(`(?i)\b(?:fail(?:ed|ure|ing)?|unable|could not|cannot)\b.*\b(?:clon|download|fetch|updat|install|retriev|sync)\w*|\b(?:clon|download|fetch|updat|install|sync)\w* (?:has )?(?:fail|finished with errors)|^\s*failed[.!]?$`)
	gitEnded  = lazyre.New(`^\s*error: git(?:\.exe)? (?:exited|failed|returned)`)
)

// speaksOfGit reports whether text is another program's about the git that it ran.
func speaksOfGit(text string) bool {
	switch {
	case strings.Contains(text, "/bin/sh -c"):
		return false
	case gitSpeaks(text):
		return gitEnded.MatchString(text)
	}
	return find(quotedGit, text, "git") != nil ||
		find(traceback, text, "Exception", "Error", "Traceback", "at ", "Errno") != nil ||
		find(verdict, text, "fail", "Fail", "FAIL", "nable", "ould not", "annot", "finished with") != nil
}

// gitSpeaks reports whether a line begins as those of git, ssh, curl and wget do.
func gitSpeaks(text string) bool {
	text = strings.TrimLeft(text, " \t")
	return slices.ContainsFunc([]string{"fatal", "error", "warning", "hint", "remote", "ssh", "curl", "wget", "Failed to clone '", "Unable to fetch in submodule path", "Unable to checkout", "Failed to recurse into submodule", "Clone of '", "kex_"}, func(p string) bool { return strings.HasPrefix(text, p) })
}

// embedded reports whether what git says stands within a sentence of another program.
func embedded(text string) bool {
	at := gitFrom.FindStringIndex(text)
	if at == nil || at[0] == 0 {
		return false
	}
	for _, word := range strings.FieldsFunc(text[:at[0]], func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch strings.ToLower(word) {
		case "error", "err", "stderr", "stdout", "remote", "fatal", "info", "warning", "git", "msg":
		default:
			return true
		}
	}
	return false
}

var gitFrom = lazyre.New(`fatal: |error: RPC|ssh: [cC]o|git@[\w.-]+: `)

// testLog is what a Go test logs: the go command names a column too.
var testLog = lazyre.New(`(?:^|\s)\s\S+_test\.go:\d+:(?: |$)`)

// isTestLog reports whether a line is the text of a test, whatever it is about, and
// not what a go command that the test ran has printed.
func isTestLog(text string) bool {
	return strings.Contains(text, "_test.go:") && !goSpeaks(text) && testLog.MatchString(text)
}

// goSpeaks reports whether text has a message of the go command in it, and not in
// quotation marks, as a test shows what it wanted.
func goSpeaks(text string) bool {
	at := strings.Index(text, "go: ")
	return at == 0 || at > 0 && !strings.ContainsAny(text[at-1:at], "\"`'")
}

// ofTest reports whether a line is a test's text: its first line, or one that stands
// deeper below it.
func (p *parser) ofTest(text string) bool {
	switch {
	case isTestLog(text):
		p.testing, p.testAt = true, read.Indent(text)
	case strings.TrimSpace(text) != "" && (read.Indent(text) <= p.testAt || strings.Contains(text, "go: ")):
		p.testing = false
	}
	return p.testing
}

// maxOwned is the number of lines below what git said within which the program
// that ran it says so.
const maxOwned = 12
