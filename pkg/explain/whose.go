package explain

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/read"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// Whose request it was decides whether an error counts. It was the go command's where
//
//   - the error itself shows it: go's own links and URLs ([grammar.Chain.Sure]),
//   - or go speaks around it: a command line, a line that begins with "go: ",
//   - or it stands alone, as a person pastes it: between the error and the next line
//     above and below that neither git nor curl says, there is nothing or what a shell,
//     a container build or a CI system puts around a command of git itself. What
//     git cannot reach go cannot reach, either.
//
// Any other line next to it is the voice of another program, which ran git or made the
// request for itself: a program need not be known by name to be another one.

// voice is who says a line, as far as it matters for the lines next to it.
type voice int

const (
	voiceNone  voice = iota // an empty line, a ruler
	voiceGit                // git or ssh
	voiceFrame              // a shell, a container build or a CI system, about git
	voiceGo                 // the go command, or its command line
	voiceOther              // another program, or a person
)

// gitSays are beginnings of lines of git and ssh that name no failure, or say in
// more words what the line before has said.
var gitSays = []string{
	"Cloning into ", "Initialized empty", "Reinitialized existing", "remote: ", "From ", "To ", "hint: ", "fatal: ", "Please make sure you have", "and the repository exists",
	"Receiving objects", "Resolving deltas", "Updating files", "Unpacking objects", "Enumerating ", "Counting objects", "Compressing objects", "Filtering content", "Checking out files", "Checking connectivity",
	"Submodule ", "Failed to clone '", "Unable to fetch in submodule path", "Unable to checkout", "Failed to recurse into submodule", "Clone of '", "Already up to date", "Already up-to-date", "Already on '", "Fetching origin", "Fetching upstream", "POST git-", "git version ", " * branch", " * [new", "* branch", "* [new",
	"warning: redirecting", "warning: Permanently added", "Warning: Permanently added", "warning: You appear", "warning: templates", "warning: could not", "warning: unable", "warning: Could not",
	"ERROR: Repository not found", "ERROR: The project", "ERROR: Permission",
	"ssh: ", "ssh_", "kex_", "debug1:", "@@@", "@ ", "Host key", "No ECDSA", "No ED25519", "No RSA", "The authenticity of", "ED25519 key", "RSA key", "ECDSA key", "This key is not known", "This host key", "Are you sure you want", "Offending ", "ssh-keygen", "remove with:",
	"The fingerprint", "Add correct host key", "Someone could be", "IT IS POSSIBLE", "SHA256:", "MD5:", "It is also possible", "Connection closed by", "Connection reset by", "Permission denied", "git@", "Username for", "Password for", "Access denied", "Received disconnect", "Disconnected from",
	"and the key for the corresponding", "is unknown. This could", "DNS SPOOFING", "and its host key have", "Please contact your system", "Please see https://github.blog", "CAfile: ", "CApath: ",
	"curl: (", "abort: ",
}

// gitProgress is how git says in each of its languages that it clones into a directory.
var gitProgress = lazyre.New(`^(?:[^\s:'"“„«‘「]+ ?){0,4}(?:'|"|“|„|«|‘|「)[^'"”“»’」]+(?:'|"|“|”|»|’|」).{0,12}(?:\.\.\.|…)`)

// gitErrors are the lines that begin with "error: " and are git's; those of other
// programs begin so too.
var gitErrors = lazyre.New(`^error: (?:RPC|unable to|cannot |could not|Could not|src refspec|pathspec|failed to push|index-pack|fetch-pack|inflate|Failed connect|Couldn't|SSL|The requested URL|server certificate|gnutls|RSA|object |\d+ bytes of body|.* while accessing http)`)

var (
	shellCommand = lazyre.New(`/bin/(?:ba|da|a|z)?sh -\S*c (.*)`)
	// frames are what stands around a command: the step of a container build and of a
	// CI system, and how a command ended.
	frames = lazyre.New(`(?i)^(?:cd|export|rm|mkdir|sudo)\s|^(?:-?(?:/bin/)?(?:ba|da|z|k)?sh|cd): |^g?make(?:\[\d+\])?: (?:entering|leaving) directory|^(?:-*> )?running in [0-9a-f]+$|^(?:removing intermediate|error: failed to (?:solve|build)|dockerfile:\d+|\d+ \| )|^(?:https?|ssh|git):$|\bexit(?:ed)?(?: with)?(?: exit)?(?: status| code)?:? ?\d+\.?$|^(?:g?make(?:\[\d+\])?: \*\*\* .*|error.{0,20}[: ])\d+$|non-zero code: \d+$|^\[?git[\s_\]]|\bGO[A-Z0-9]{3,}=`)
	ruler  = lazyre.New(`^[^\pL\d]*$`)
)

var (
	// runsProgram is a command of go whose output is that of the program it starts.
	runsProgram = lazyre.New(`\bgo (?:run|test|generate|tool) `)
	// goListing are lines between which go reports an error of a package.
	goListing = lazyre.New(`^\S+\.\S+/\S+ (?:\(download\)|imports|tested by)$`)
)

// voiceOf tells who says a line.
func voiceOf(t read.Line) voice {
	text := strings.TrimSpace(t.Text)
	switch {
	case ruler.MatchString(text):
		return voiceNone
	case strings.HasPrefix(text, "error: "):
		if gitErrors.MatchString(text) {
			return voiceGit
		}
		return voiceOther
	case slices.ContainsFunc(gitSays, func(s string) bool { return strings.HasPrefix(text, s) }):
		return voiceGit
	case isGitsOwn(text):
		return voiceGit
	}
	switch {
	case runsProgram.MatchString(text):
		return voiceOther
	case oursWords.Get().In(text) && ours.MatchString(text), goListing.MatchString(text):
		return voiceGo
	}
	if command, by := commandOf(text); command != "" {
		if by == runsForeign {
			return voiceOther
		}
		return voiceFrame
	}
	if frames.MatchString(text) || strings.Contains(t.Shown, "##[") && !strings.Contains(t.Shown, "##[error]") {
		return voiceFrame
	}
	return voiceOther
}

// isGitsOwn reports whether git says a line, in whatever language.
func isGitsOwn(text string) bool {
	if _, ok := readGit(text); ok && !embedded(text) {
		return true
	}
	return strings.HasPrefix(text, "fatal") || !strings.Contains(text, "://") && gitProgress.MatchString(text)
}

// Sure is about the words of go alone; see the rule above.
func (m *message) sure() bool {
	c := &m.chain
	if !m.goes {
		return slices.ContainsFunc(m.facts, func(f lineFact) bool { return grammar.Anchors(f.url) }) // curl asked for what only go needs
	}
	return c.Op != "" || c.Toolchain != "" || c.Source != "" || c.URL != "" && grammar.Anchors(c.URL) || ours.MatchString(c.Text)
}

// counts reports whether the request of m was the go command's, or git's by itself.
func (m *message) counts() bool {
	if m.sure() || m.goes && m.near || m.above == voiceGo || m.below == voiceGo {
		return true
	}
	if m.chain.Posted && grammar.RoleOf(m.chain.URL) == grammar.RoleUnknown {
		return false // go says itself that it was redirected to another host
	}
	return !m.owned && m.above != voiceOther && m.below != voiceOther
}

// heard notes who says the line below the open message, before it is read.
func (p *parser) heard(v voice) {
	if p.open == nil || p.open.below != voiceNone || v == voiceNone || v == voiceGit {
		return
	}
	p.open.below = v
}
