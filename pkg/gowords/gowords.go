// Package gowords reads the sentences that the go command prints, for those who ran
// it and want to know what it says. Package explain reads whole logs, of go and of
// other programs.
package gowords

import (
	"bytes"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// Stopped is why the go command ends before it asks any server. A part is zero where
// its words do not name one.
type Stopped struct {
	Variable  string   // the variable that the words blame: "GOFLAGS"
	Flags     []string // the flags of GOFLAGS that they name, without hyphens
	Toolchain string   // the release that GOTOOLCHAIN names and PATH lacks: "go1.22.3"
	SumLine   string   // the line of go.sum that is none: "/w/go.sum:3"
}

// ReadStopped reads the words with which go ended, without "go: " in front.
func ReadStopped(words string) Stopped {
	s := Stopped{Variable: variable(words)}
	for _, m := range refusedFlags.FindAllStringSubmatch(words, -1) {
		s.Flags = append(s.Flags, m[1])
	}
	if m := notInPath.FindStringSubmatch(words); m != nil {
		s.Toolchain = m[1]
	}
	if rest, ok := strings.CutPrefix(words, "malformed go.sum: "); ok {
		s.SumLine, _, _ = strings.Cut(rest, ": wrong")
	}
	return s
}

// refusedFlags is how the go command names a flag of GOFLAGS that it does not accept
// (cmd/go/internal/base/goflags.go, Go 1.21 to 1.27).
var refusedFlags = lazyre.New(`(?:unknown flag|non-flag|for flag) "?-*([^\s"=(:]+)`)

// notInPath is what the go command says where GOTOOLCHAIN names a release that
// is to be found in PATH, and is not (cmd/go/internal/toolchain, Exec).
var notInPath = lazyre.New(`cannot find "(go1[\w.]*)" in PATH`)

func variable(words string) string {
	for _, name := range []string{"GOFLAGS", "GOTOOLCHAIN", "GO111MODULE", "GOVCS", "GOAUTH", "GOINSECURE", "GOPATH", "GOMODCACHE", "GOWORK"} {
		if strings.Contains(words, name) {
			return name
		}
	}
	return ""
}

// WorkspaceFlag is a flag that no command takes in a workspace.
type WorkspaceFlag struct {
	Name  string // without hyphens
	Value string // what it is set to, "" where the words do not say
	Words string // go's own
}

// ReadWorkspaceFlag finds the flag in an output; ok is false where there is none.
func ReadWorkspaceFlag(output string) (f WorkspaceFlag, ok bool) {
	m := inWorkspace.FindStringSubmatch(output)
	if m == nil {
		return WorkspaceFlag{}, false
	}
	return WorkspaceFlag{Name: m[1], Value: m[2], Words: strings.TrimPrefix(m[0], "go: ")}, true
}

// inWorkspace is what go says of a flag that no command takes in a workspace
// (cmd/go/internal/modload/init.go, Go 1.21 to 1.27).
var inWorkspace = lazyre.New(`go: -(\w+) (?:may only be set to [^\n]* when in workspace mode, but it is set to "([^"\n]*)"|cannot be used in workspace mode)`)

// WantsNewerGo reports whether an output is about what only a newer release can do:
// a dependency that requires it, or a package of its standard library.
func WantsNewerGo(output string) bool {
	for _, text := range []string{"requires go >=", "requires go1", "is not in std", "(running go "} {
		if strings.Contains(output, text) {
			return true
		}
	}
	return false
}

// Clause is a line of go's as a part of a sentence: without go's name in front, and
// without what only leads over to the next line.
func Clause(line string) string {
	line = strings.TrimPrefix(strings.TrimSpace(line), "go: ")
	for _, end := range []string{"; to add it:", "; to add:", "; to update it:", ":", ";", "."} {
		line = strings.TrimSuffix(line, end)
	}
	return line
}

// Message is an output of go's in parts.
type Message struct {
	Title    string   // what is wrong
	Rest     []string // what is said of it besides
	Proposed []string // the commands that go proposes
}

// ReadMessage takes the lines of one message apart.
func ReadMessage(lines []string) Message {
	var m Message
	var words []string
	for _, line := range lines {
		text := strings.TrimSpace(strings.TrimPrefix(line, "go: "))
		if strings.HasPrefix(text, "go ") && strings.TrimLeft(line, " \t") != line {
			m.Proposed = append(m.Proposed, text)
			continue
		}
		words = append(words, text)
	}
	if len(words) > 0 {
		first, _, _ := strings.Cut(words[0], "; to ") // the command follows
		m.Title, m.Rest = strings.TrimRight(first, ":;"), words[1:]
	}
	return m
}

// FailedItself reports whether an output shows that what was built or tested failed,
// and not a download.
func FailedItself(output []byte) bool {
	for _, mark := range []string{"--- FAIL: ", "[build failed]", "panic: ", "fatal error: "} {
		if i := bytes.Index(output, []byte(mark)); i == 0 || i > 0 && strings.IndexByte("\n \t|]", output[i-1]) >= 0 {
			return true
		}
	}
	return false
}
